/* Digests: see hash.h. */
#include "base/hash.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* OpenSSL fails here only without memory or with a broken build. */
static void must(int ok)
{
	if (ok != 1) {
		fputs("huiyin: 密码库不可用 / the cryptographic library failed\n", stderr);
		abort();
	}
}

/* EVP_MD_fetch once: looking the algorithm up each time costs more than a
 * short digest. */
static const EVP_MD *algorithm(enum hash_kind kind)
{
	static EVP_MD *fetched[HASH_KINDS];
	if (!fetched[kind]) {
		fetched[kind] = EVP_MD_fetch(NULL, kind == HASH_SM3 ? "SM3" : "SHA256", NULL);
		must(fetched[kind] != NULL);
	}
	return fetched[kind];
}

struct hasher *hash_open(enum hash_kind kind)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	must(ctx != NULL);
	must(EVP_DigestInit_ex(ctx, algorithm(kind), NULL));
	return (struct hasher *)ctx;
}

void hash_add(struct hasher *h, struct str bytes)
{
	if (bytes.n)
		must(EVP_DigestUpdate((EVP_MD_CTX *)h, bytes.p, (size_t)bytes.n));
}

struct hash hash_close(struct hasher *h)
{
	struct hash out;
	must(EVP_DigestFinal_ex((EVP_MD_CTX *)h, out.b, NULL));
	EVP_MD_CTX_free((EVP_MD_CTX *)h);
	return out;
}

struct hash hash_of(enum hash_kind kind, const struct str *parts, int count)
{
	struct hasher *h = hash_open(kind);
	for (int i = 0; i < count; i++)
		hash_add(h, parts[i]);
	return hash_close(h);
}

bool hash_eq(struct hash a, struct hash b)
{
	return memcmp(a.b, b.b, HASH_BYTES) == 0;
}

struct str hash_hex(struct arena *a, struct hash h)
{
	static const char digits[] = "0123456789abcdef";
	char *p = arena_alloc(a, HASH_BYTES * 2 + 1, 1);
	for (int i = 0; i < HASH_BYTES; i++) {
		p[2 * i] = digits[h.b[i] >> 4];
		p[2 * i + 1] = digits[h.b[i] & 15];
	}
	return (struct str){ p, HASH_BYTES * 2 };
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hash_parse(struct str hex, struct hash *out)
{
	if (hex.n != HASH_BYTES * 2)
		return false;
	for (int i = 0; i < HASH_BYTES; i++) {
		int hi = nibble(hex.p[2 * i]), lo = nibble(hex.p[2 * i + 1]);
		if (hi < 0 || lo < 0)
			return false;
		out->b[i] = (unsigned char)(hi << 4 | lo);
	}
	return true;
}

static const struct str names[HASH_KINDS] = { S("SHA-256"), S("SM3") };

struct str hash_name(enum hash_kind kind)
{
	return names[kind];
}

bool hash_named(struct str name, enum hash_kind *out)
{
	for (int i = 0; i < HASH_KINDS; i++)
		if (str_eq(name, names[i])) {
			*out = (enum hash_kind)i;
			return true;
		}
	return false;
}

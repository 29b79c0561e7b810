/* Random bytes, digests and codes, by OpenSSL. */
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdlib.h>

#include "auth/inside.h"
#include "auth/totp.h"
#include "base/hash.h"

void secret_random(unsigned char *out, size_t n)
{
	if (RAND_bytes(out, (int)n) != 1)
		abort();
}

struct str secret_hash(struct arena *a, struct str s)
{
	return hash_hex(a, hash_of(HASH_SHA256, &s, 1));
}

bool secret_eq(struct str a, struct str b)
{
	return a.n == b.n && CRYPTO_memcmp(a.p, b.p, (size_t)a.n) == 0;
}

struct str secret_code(struct arena *a, int bits)
{
	unsigned char bytes[SECRET_BYTES];
	struct buf b;
	secret_random(bytes, sizeof(bytes));
	struct str all = base32_of(a, (struct str){ (char *)bytes, (bits + 7) / 8 });
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < bits / 5; i++) {
		if (i && i % 4 == 0)
			buf_byte(&b, '-');
		buf_byte(&b, (char)(all.p[i] | 0x20));
	}
	return buf_str(&b);
}

struct str secret_code_hash(struct arena *a, struct str typed)
{
	struct buf b;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if (c != '-' && c != ' ')
			buf_byte(&b, c);
	}
	return secret_hash(a, buf_str(&b));
}

struct str auth_random(struct arena *a)
{
	struct hash h;
	secret_random(h.b, sizeof(h.b));
	return hash_hex(a, h);
}

struct str auth_csrf(struct arena *a, struct str token)
{
	static const char label[] = "huiyin form";
	struct hash h = { 0 };
	unsigned n = sizeof(h.b);
	if (!HMAC(EVP_sha256(), token.n ? token.p : "", (int)token.n,
		  (const unsigned char *)label, sizeof(label) - 1, h.b, &n))
		abort();
	return hash_hex(a, h);
}

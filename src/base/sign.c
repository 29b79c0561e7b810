/* Signatures: see sign.h. */
#include "base/sign.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

/* Texts longer than this are no keys or signatures. */
enum { TEXT_MAX = 1024, LINE = 64 };
static const char sm2_id[] = "1234567812345678";

static EVP_PKEY *pkey(const struct sign_key *key)
{
	return (EVP_PKEY *)(void *)key;
}

static void must(bool ok)
{
	if (!ok) {
		fputs("huiyin: 密码库不可用 / the cryptographic library failed\n", stderr);
		abort();
	}
}

static struct str base64(struct arena *a, const unsigned char *bytes, ptrdiff_t n)
{
	unsigned char *out = arena_alloc(a, (n + 2) / 3 * 4 + 1, 1);
	int length = EVP_EncodeBlock(out, bytes, (int)n);
	return (struct str){ (const char *)out, length };
}

/* Decodes into `out` of TEXT_MAX bytes; the length, -1 where it is no base64, or
 * not as base64() writes it: one text for the same bytes. */
static int unbase64(struct str text, unsigned char *out)
{
	unsigned char again[TEXT_MAX + 4];
	if (!text.n || text.n > TEXT_MAX || text.n % 4 || memchr(text.p, '\n', (size_t)text.n) ||
	    memchr(text.p, ' ', (size_t)text.n))
		return -1;
	int n = EVP_DecodeBlock(out, (const unsigned char *)text.p, (int)text.n);
	for (ptrdiff_t i = 1; n > 0 && i <= 2 && text.p[text.n - i] == '='; i++)
		n--;
	if (n < 0 || EVP_EncodeBlock(again, out, n) != text.n ||
	    memcmp(again, text.p, (size_t)text.n) != 0)
		return -1;
	return n;
}

static bool io(const char *path, struct err *e)
{
	return err_set(e, ERR_IO, MSG_SIGN_FILE, ARGS(str_of(path), err_errno()));
}

bool sign_key_new(enum sign_kind kind, const char *path, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno == EEXIST
			       ? err_set(e, ERR_CONFLICT, MSG_SIGN_THERE, ARGS(str_of(path)))
			       : io(path, e);
	EVP_PKEY *key = kind == SIGN_SM2 ? EVP_PKEY_Q_keygen(NULL, NULL, "SM2")
					 : EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	FILE *f = fdopen(fd, "w");
	must(key && f);
	bool ok = PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) == 1;
	ok = fflush(f) == 0 && fsync(fd) == 0 && ok;
	ok = fclose(f) == 0 && ok;
	EVP_PKEY_free(key);
	if (!ok) {
		io(path, e);
		unlink(path);
	}
	return ok;
}

bool sign_key_read(const char *path, struct sign_key **out, struct err *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return io(path, e);
	bool ok = fstat(fd, &st) == 0 || io(path, e);
	if (ok && (st.st_mode & 077))
		ok = err_set(e, ERR_DENIED, MSG_SIGN_MODE, ARGS(str_of(path)));
	FILE *f = ok ? fdopen(fd, "r") : NULL;
	if (!f) {
		close(fd);
		return ok ? io(path, e) : false;
	}
	EVP_PKEY *key = PEM_read_PrivateKey(f, NULL, NULL, (void *)"");
	fclose(f);
	if (key && !EVP_PKEY_is_a(key, "ED25519") && !EVP_PKEY_is_a(key, "SM2")) {
		EVP_PKEY_free(key);
		key = NULL;
	}
	*out = (struct sign_key *)key;
	return key || err_set(e, ERR_BAD_INPUT, MSG_SIGN_KEY, ARGS(str_of(path)));
}

void sign_free(struct sign_key *key)
{
	EVP_PKEY_free(pkey(key));
}

struct str sign_public(struct arena *a, const struct sign_key *key)
{
	unsigned char *der = NULL;
	int n = i2d_PUBKEY(pkey(key), &der);
	must(n > 0);
	struct str text = base64(a, der, n);
	OPENSSL_free(der);
	return text;
}

struct str sign_public_pem(struct arena *a, struct str text)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, S("-----BEGIN PUBLIC KEY-----\n"));
	for (ptrdiff_t i = 0; i < text.n; i += LINE) {
		buf_add(&b, str_cut(text, i, i + LINE < text.n ? i + LINE : text.n));
		buf_byte(&b, '\n');
	}
	buf_add(&b, S("-----END PUBLIC KEY-----\n"));
	return buf_str(&b);
}

struct str sign_public_of_pem(struct arena *a, struct str pem)
{
	BIO *bio = BIO_new_mem_buf(pem.p, pem.n > TEXT_MAX ? TEXT_MAX : (int)pem.n);
	must(bio != NULL);
	EVP_PKEY *key = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
	struct str text = key ? sign_public(a, (struct sign_key *)key) : STR_NONE;
	EVP_PKEY_free(key);
	BIO_free(bio);
	return text;
}

/* A context for signing or checking with the key, by the rules of its kind. */
static EVP_MD_CTX *context(EVP_PKEY *key, bool sign)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *of = NULL;
	const char *digest = EVP_PKEY_is_a(key, "SM2") ? "SM3" : NULL;
	must(ctx && (sign ? EVP_DigestSignInit_ex(ctx, &of, digest, NULL, NULL, key, NULL)
			  : EVP_DigestVerifyInit_ex(ctx, &of, digest, NULL, NULL, key, NULL)) == 1);
	if (digest)
		must(EVP_PKEY_CTX_set1_id(of, sm2_id, sizeof(sm2_id) - 1) == 1);
	return ctx;
}

struct str sign_make(struct arena *a, struct sign_key *key, struct str bytes)
{
	unsigned char out[256];
	size_t n = sizeof(out);
	EVP_MD_CTX *ctx = context(pkey(key), true);
	must(EVP_DigestSign(ctx, out, &n, (const unsigned char *)bytes.p, (size_t)bytes.n) == 1);
	EVP_MD_CTX_free(ctx);
	return base64(a, out, (ptrdiff_t)n);
}

bool sign_fits(struct str public_key, struct str bytes, struct str signature)
{
	unsigned char der[TEXT_MAX], sig[TEXT_MAX];
	int n = unbase64(public_key, der), m = unbase64(signature, sig);
	const unsigned char *at = der;
	EVP_PKEY *key = n > 0 && m > 0 ? d2i_PUBKEY(NULL, &at, n) : NULL;
	bool ok = key && (EVP_PKEY_is_a(key, "ED25519") || EVP_PKEY_is_a(key, "SM2"));
	if (ok) {
		EVP_MD_CTX *ctx = context(key, false);
		ok = EVP_DigestVerify(ctx, sig, (size_t)m, (const unsigned char *)bytes.p,
				      (size_t)bytes.n) == 1;
		EVP_MD_CTX_free(ctx);
	}
	EVP_PKEY_free(key);
	return ok;
}

/*
 * A self-signed certificate for an office network, where no authority gives
 * one: a key on P-256, names and addresses as browsers want them.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <unistd.h>

#include "base/os.h"
#include "web/serve.h"

static bool add_extension(X509 *x, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, x, x, NULL, NULL, 0);
	X509_EXTENSION *ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	bool ok = ext && X509_add_ext(x, ext, -1);
	X509_EXTENSION_free(ext);
	return ok;
}

static bool set_serial(X509 *x)
{
	unsigned char bytes[16];
	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return false;
	bytes[0] &= 0x7F;
	BIGNUM *n = BN_bin2bn(bytes, sizeof(bytes), NULL);
	bool ok = n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x));
	BN_free(n);
	return ok;
}

static X509 *make(struct arena *a, EVP_PKEY *key, const char *name, int days)
{
	unsigned char address[16];
	bool is_address = inet_pton(AF_INET, name, address) == 1 ||
			  inet_pton(AF_INET6, name, address) == 1;
	struct str names = str_fmt(a, "%s:%s,DNS:localhost,IP:127.0.0.1,IP:::1",
				   is_address ? "IP" : "DNS", name);
	X509 *x = X509_new();
	X509_NAME *subject = x ? X509_get_subject_name(x) : NULL;
	bool ok = x && X509_set_version(x, 2) && set_serial(x) &&
		  X509_gmtime_adj(X509_getm_notBefore(x), -3600) &&
		  X509_time_adj_ex(X509_getm_notAfter(x), days, 0, NULL) &&
		  X509_set_pubkey(x, key) &&
		  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
					     (const unsigned char *)name, -1, -1, 0) &&
		  X509_set_issuer_name(x, subject) &&
		  add_extension(x, NID_basic_constraints, "critical,CA:FALSE") &&
		  add_extension(x, NID_subject_alt_name, str_cstr(a, names)) &&
		  add_extension(x, NID_ext_key_usage, "serverAuth") &&
		  X509_sign(x, key, EVP_sha256());
	if (!ok) {
		X509_free(x);
		return NULL;
	}
	return x;
}

/* The key first, for us alone; an existing file is left as it is. */
static bool write_new(struct arena *a, const char *path, BIO *bio, struct err *e)
{
	char *bytes;
	long n = BIO_get_mem_data(bio, &bytes);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write(fd, bytes, (size_t)n) == n && fsync(fd) == 0;
	if (!ok)
		err_set(e, ERR_IO, MSG_OS_WRITE, ARGS(str_of(path), err_errno()));
	if (fd >= 0)
		close(fd);
	return ok;
}

bool web_cert(const char *cert, const char *key, const char *name, int days, struct err *e)
{
	struct arena a;
	arena_init(&a, 0);
	EVP_PKEY *pair = EVP_EC_gen("P-256");
	X509 *x = pair && strlen(name) < 200 ? make(&a, pair, name, days) : NULL;
	BIO *c = BIO_new(BIO_s_mem()), *k = BIO_new(BIO_s_mem());
	bool ok = x && c && k && PEM_write_bio_X509(c, x) &&
		  PEM_write_bio_PKCS8PrivateKey(k, pair, NULL, NULL, 0, NULL, NULL);
	if (!ok)
		err_set(e, ERR_BAD_INPUT, MSG_SERVE_CERT_NAME, ARGS(str_of(name)));
	ok = ok && write_new(&a, key, k, e) && write_new(&a, cert, c, e);
	BIO_free(c);
	BIO_free(k);
	X509_free(x);
	EVP_PKEY_free(pair);
	arena_free(&a);
	return ok;
}

/* HOTP, TOTP, base32: see totp.h. */
#include "auth/totp.h"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>

enum { BASE32_MOST = 1024, DIGITS_MOST = 8 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

struct str base32_of(struct arena *a, struct str bytes)
{
	struct buf b;
	uint32_t held = 0;
	int bits = 0;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < bytes.n; i++) {
		held = (held << 8 | (unsigned char)bytes.p[i]) & 0xFFFF;
		for (bits += 8; bits >= 5; bits -= 5)
			buf_byte(&b, alphabet[held >> (bits - 5) & 31]);
	}
	if (bits)
		buf_byte(&b, alphabet[held << (5 - bits) & 31]);
	return buf_str(&b);
}

static int value_of(char c)
{
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

bool base32_read(struct arena *a, struct str text, struct str *bytes)
{
	struct buf b;
	uint32_t held = 0;
	int bits = 0;
	if (text.n > BASE32_MOST)
		return false;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == ' ' || c == '-' || c == '=')
			continue;
		if (value_of(c) < 0)
			return false;
		held = (held << 5 | (uint32_t)value_of(c)) & 0xFFFF;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			buf_byte(&b, (char)(held >> bits & 0xFF));
		}
	}
	*bytes = buf_str(&b);
	return true;
}

struct str totp_code(struct arena *a, struct str secret, int64_t step, int digits)
{
	static const uint32_t power[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000,
					  100000000 };
	unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned n = sizeof(mac);
	for (int i = 0; i < 8; i++)
		counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
	if (digits < 1 || digits > DIGITS_MOST ||
	    !HMAC(EVP_sha1(), secret.n ? secret.p : "", (int)secret.n, counter, sizeof(counter),
		  mac, &n))
		abort();
	const unsigned char *p = mac + (mac[n - 1] & 15); /* RFC 4226, 5.3 */
	uint32_t cut = (uint32_t)(p[0] & 0x7F) << 24 | (uint32_t)p[1] << 16 |
		       (uint32_t)p[2] << 8 | p[3];
	return str_fmt(a, "%0*u", digits, cut % power[digits]);
}

bool totp_fits(struct arena *a, struct str secret, struct str code, int64_t now, int64_t last,
	       int64_t *step)
{
	bool fits = false;
	for (int64_t i = now / TOTP_STEP - 1; i <= now / TOTP_STEP + 1; i++) {
		struct str want = totp_code(a, secret, i, TOTP_DIGITS);
		if (i > last && !fits && code.n == want.n &&
		    CRYPTO_memcmp(code.p, want.p, (size_t)want.n) == 0) {
			fits = true;
			*step = i;
		}
	}
	return fits;
}

/* Percent-encoded, but for what RFC 3986 leaves unreserved. */
static void put_encoded(struct buf *b, struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
			     (c && strchr("-._~", c));
		if (plain)
			buf_byte(b, (char)c);
		else
			buf_fmt(b, "%%%02X", c);
	}
}

struct str totp_uri(struct arena *a, struct str site, struct str name, struct str secret32)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, S("otpauth://totp/"));
	put_encoded(&b, site);
	buf_byte(&b, ':');
	put_encoded(&b, name);
	buf_add(&b, S("?secret="));
	buf_add(&b, secret32);
	buf_add(&b, S("&issuer="));
	put_encoded(&b, site);
	return buf_str(&b);
}

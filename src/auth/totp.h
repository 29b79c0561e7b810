/*
 * One-time codes from a shared secret: HOTP (RFC 4226) over SHA-1, by time as TOTP
 * (RFC 6238) with steps of 30 seconds and six digits; the secret in base32 (RFC
 * 4648) and as the otpauth:// address that apps scan.
 */
#ifndef AUTH_TOTP_H
#define AUTH_TOTP_H

#include "base/buf.h"

enum { TOTP_SECRET_BYTES = 20, TOTP_STEP = 30, TOTP_DIGITS = 6 };

/* A-Z 2-7 without padding, in `a`. */
struct str base32_of(struct arena *a, struct str bytes);
/* Back, in `a`: upper or lower case, spaces, hyphens and padding are left out;
 * false where anything else stands in it, or more than 1024 bytes. */
bool base32_read(struct arena *a, struct str text, struct str *bytes);

/* The code of a step (time / 30) as digits, in `a`. */
struct str totp_code(struct arena *a, struct str secret, int64_t step, int digits);
/* Whether `code` is that of the step of `now`, or of one beside it, that comes after
 * `last`, the step used before; *step is then its own. */
bool totp_fits(struct arena *a, struct str secret, struct str code, int64_t now, int64_t last,
	       int64_t *step);
/* otpauth://totp/SITE:NAME?secret=…&issuer=SITE, in `a`. */
struct str totp_uri(struct arena *a, struct str site, struct str name, struct str secret32);

#endif

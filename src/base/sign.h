/*
 * Signatures by OpenSSL's EVP: Ed25519 (RFC 8032) and SM2 with SM3 (GB/T 32918,
 * the signer's identity being the standard's 1234567812345678). The kind of the
 * key decides. A public key as text is the base64 of its DER form, which is the
 * body of its PEM file in one line; a signature as text is base64 too.
 */
#ifndef BASE_SIGN_H
#define BASE_SIGN_H

#include "base/err.h"

enum sign_kind { SIGN_ED25519, SIGN_SM2 };

struct sign_key;

/* Makes a new key and keeps it in the file, which is not there yet, readable by
 * its owner alone. */
bool sign_key_new(enum sign_kind kind, const char *path, struct err *e);
/* The secret key of the file; DENIED where others than its owner may read it.
 * sign_free() it. */
bool sign_key_read(const char *path, struct sign_key **out, struct err *e);
void sign_free(struct sign_key *key);
/* Its public key as text, and as a PEM file, in `a`. */
struct str sign_public(struct arena *a, const struct sign_key *key);
struct str sign_public_pem(struct arena *a, struct str text);
/* The public key of a PEM file as text, in `a`; STR_NONE where it is none. */
struct str sign_public_of_pem(struct arena *a, struct str pem);
/* The signature over the bytes, as text in `a`. */
struct str sign_make(struct arena *a, struct sign_key *key, struct str bytes);
/* Whether the signature is the public key's; false too where either text is no
 * such thing. */
bool sign_fits(struct str public_key, struct str bytes, struct str signature);

#endif

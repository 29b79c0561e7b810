/*
 * Digests by OpenSSL's EVP: SHA-256 (FIPS 180-4) and SM3 (GB/T 32905).
 * Both give 32 bytes.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

enum hash_kind { HASH_SHA256, HASH_SM3, HASH_KINDS };
enum { HASH_BYTES = 32 };

struct hash {
	unsigned char b[HASH_BYTES];
};

/* A running digest; hash_open … hash_add … hash_close, which frees it. */
struct hasher;
struct hasher *hash_open(enum hash_kind kind);
void hash_add(struct hasher *h, struct str bytes);
struct hash hash_close(struct hasher *h);
/* The digest of the parts put together. */
struct hash hash_of(enum hash_kind kind, const struct str *parts, int count);
bool hash_eq(struct hash a, struct hash b);
/* 64 lower-case hex digits in `a`, and back. */
struct str hash_hex(struct arena *a, struct hash h);
bool hash_parse(struct str hex, struct hash *out);
/* "SHA-256", "SM3"; and back, false where it is no name of one. */
struct str hash_name(enum hash_kind kind);
bool hash_named(struct str name, enum hash_kind *out);

#endif

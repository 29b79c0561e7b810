/*
 * A zip file in memory, read with bounds: entries, expanded bytes (counted as
 * they come out, whatever the headers say) and the ratio of both. For docx and
 * xlsx.
 */
#ifndef IN_ZIP_H
#define IN_ZIP_H

#include <zip.h>

#include "in/in.h"

/* Expanded ÷ packed of one part, asked once it has given RATIO_FROM bytes. */
enum { ZIP_RATIO_MAX = 100, ZIP_RATIO_FROM = 1 << 20 };

struct zip_file_in {
	const struct in *in;
	zip_t *zip;
	int64_t size;     /* bytes of the file */
	int64_t expanded; /* bytes that came out so far, all parts */
};

/* Opens `bytes`, which must outlive it; close it also where a part failed,
 * not where this failed. LIMIT past SOURCE_ENTRIES_MAX or where the headers
 * own up to more than SOURCE_EXPANDED_MAX. */
bool zip_in_open(struct zip_file_in *z, const struct in *in, struct str bytes, struct err *e);
void zip_in_close(struct zip_file_in *z);
/* The index of the entry of that name, or -1. */
int64_t zip_in_find(const struct zip_file_in *z, const char *name);
/* Gives the entry to `take`, piece by piece and with `last` set on the final,
 * empty one; stops where that returns false. */
bool zip_in_read(struct zip_file_in *z, int64_t index,
		 bool (*take)(void *ud, struct str piece, bool last, struct err *e), void *ud,
		 struct err *e);

#endif

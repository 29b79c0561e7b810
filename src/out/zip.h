/*
 * A zip written from files on the disk and from parts that are made when their
 * turn comes, by libzip: memory stays flat but for the names. Names are UTF-8;
 * entries stand in the order in which they were added; the same entries give the
 * same bytes. Made for archives of evidence.
 */
#ifndef OUT_ZIP_H
#define OUT_ZIP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

struct zip_out;

/* Begins the archive; it stands at `path`, which it replaces, once it is closed.
 * On success zip_out_close() or zip_out_drop() must follow. */
bool zip_out_open(struct arena *a, const char *path, struct zip_out **out, struct err *e);
/* The file at `path`, which must have that hash when it is read at the end.
 * `packed`: its kind is compressed already, so it is stored as it is. */
bool zip_out_file(struct zip_out *z, struct str name, const char *path, struct hash hash,
		  bool packed, struct err *e);
/* What `make` gives, in the arena that it is handed and that is freed after. */
bool zip_out_made(struct zip_out *z, struct str name,
		  bool (*make)(void *with, struct arena *a, struct str *bytes, struct err *e),
		  void *with, struct err *e);
/* Reads and makes everything, and writes the archive. Frees `z`. */
bool zip_out_close(struct zip_out *z, struct err *e);
void zip_out_drop(struct zip_out *z);

/* `s` as a name that Windows, Linux and macOS take alike, at most `most`
 * characters, its ending kept: what they forbid, control and bidi characters
 * become _; names of devices (CON, NUL …) get a _ before them; never empty. */
struct str zip_out_name(struct arena *a, struct str s, ptrdiff_t most);

#endif

/*
 * Is a file that is to be kept as evidence what its name says? The ending of the
 * name and the bytes must agree, by our own table. Nothing is unpacked or shown:
 * a kept file is data. Of what may hide something the outside is looked at: the
 * directory of a zip (docx xlsx ofd) and of an OLE file (doc xls wps et), the
 * chunks of a picture, the boxes of a film, the encoding of a text.
 */
#ifndef IN_UPLOAD_H
#define IN_UPLOAD_H

#include "base/arena.h"
#include "base/err.h"

/* A file that can be read at any place. `read` gives all `n` bytes or fails; it
 * is asked only for what lies inside `size`. */
struct upload {
	int64_t size;
	void *with;
	bool (*read)(void *with, int64_t at, char *to, ptrdiff_t n);
};

/* Of a descriptor, which must outlive it, as `int`. */
struct upload upload_of_fd(const int *fd, int64_t size);

/* The kind by which the file is kept (jpg png webp heic pdf docx xlsx txt mp4
 * doc xls wps et ofd). BAD_INPUT, with a sentence that says what the file
 * really is, where name and bytes do not agree or the file is not whole; LIMIT
 * for what would unpack into too much. Scratch in `a`. */
bool upload_kind(struct arena *a, struct str name, const struct upload *file, struct str *kind,
		 struct err *e);
/* A name as it came (any bytes, from any system) as text to keep: the part after
 * the last / or \, what is not UTF-8 or NUL as U+FFFD, at most 1000 bytes, never
 * empty. It is data, never a path. In `a`. */
struct str upload_name(struct arena *a, struct str raw);

#endif

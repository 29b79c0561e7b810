/*
 * What comes from outside, taken apart: paths, queries, forms, cookies, JSON
 * bodies, multipart bodies. Everything is bounded and must be UTF-8 without
 * control characters but tab and line breaks; a fault is BAD_INPUT or LIMIT.
 *
 * Inputs become one map: name → text, or a list of texts where it came more
 * than once.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/buf.h"
#include "web/web.h"

enum { FORM_NAME_BYTES = 100, BOUNDARY_MAX = 70, PART_HEAD_MAX = 4096 };

/* Adds the inputs of `a=1&b=2` to the map. */
bool form_pairs(struct arena *a, struct str text, struct val *map, struct err *e);
/* Adds the members of a JSON object: texts, numbers, truths, and lists of them.
 * Numbers and truths become text as they would be typed. */
bool form_json(struct arena *a, struct str text, struct val *map, struct err *e);
/* Adds one input. */
bool form_add(struct arena *a, struct val *map, struct str name, struct str value,
	      struct err *e);
/* The value of the cookie `name` in the header; STR_NONE where it is not there
 * or is longer than 4096 bytes. Borrowed. */
struct str form_cookie(struct str header, struct str name);
/* A path with %XX taken apart; false where it is malformed or holds a NUL, a
 * control character, `\` or a part . or .. */
bool form_path(struct arena *a, struct str raw, struct str *out);
/* The `boundary` of a multipart/form-data content type; STR_NONE where it is
 * none or malformed. Borrowed. */
struct str form_boundary(struct str type);

/* A multipart body, fed as it comes. */
struct multipart {
	struct arena *a;
	struct val *map;      /* texts go here */
	struct request *rq;   /* files go to its list; NULL: files are refused */
	bool drop;            /* files are read and not kept; set after opening */
	char boundary[BOUNDARY_MAX + 5]; /* CR LF - - boundary */
	int boundary_n;
	int state;
	char *hold;           /* bytes not yet known to be content */
	ptrdiff_t held, room;
	int64_t text_bytes;   /* of all text inputs */
	struct str name, file_name; /* of the part under way */
	bool is_file;
	struct buf *text;
	int fd;
	int64_t size;
};

void multipart_open(struct multipart *m, struct arena *a, struct str boundary, struct val *map,
		    struct request *rq);
bool multipart_feed(struct multipart *m, struct str bytes, struct err *e);
/* After the last byte: BAD_INPUT where the body is not whole. */
bool multipart_end(struct multipart *m, struct err *e);
/* Frees what is held; the files of the request stay. */
void multipart_close(struct multipart *m);

#endif

/*
 * Value trees: what a view builds once, and a page, the JSON of the same page
 * and a document all render. Also what JSON is read into.
 *
 * Built in an arena and never freed apart; a value has one place in one tree.
 * Text is borrowed: it must live as long as the tree. A map keeps the order in
 * which its keys were put. All functions take NULL as VAL_NULL.
 */
#ifndef BASE_VAL_H
#define BASE_VAL_H

#include "base/arena.h"
#include "base/str.h"

enum val_kind { VAL_NULL, VAL_BOOL, VAL_INT, VAL_NUM, VAL_STR, VAL_MARKUP, VAL_LIST, VAL_MAP };

struct val {
	enum val_kind kind;
	struct str key; /* in a map: this member's key */
	union {
		bool yes;
		int64_t i;
		double num;
		struct str s;  /* VAL_STR; VAL_MARKUP: ready markup, made by our
				  own components alone */
	};
	struct val *first, *last, *next; /* children of a list or map; sibling */
	ptrdiff_t count;                 /* children */
};

struct val *val_null(struct arena *a);
struct val *val_bool(struct arena *a, bool yes);
struct val *val_int(struct arena *a, int64_t i);
struct val *val_num(struct arena *a, double num);
/* STR_NONE (a null pointer) makes VAL_NULL: what is absent is null. */
struct val *val_str(struct arena *a, struct str s);
struct val *val_list(struct arena *a);
struct val *val_map(struct arena *a);

/* Adds `v` at the end of a list, or under `key` of a map (the key must not be
 * there yet; it is borrowed); returns `v`. */
struct val *val_push(struct val *list, struct val *v);
struct val *val_put(struct val *map, struct str key, struct val *v);
/* Short forms of val_put. */
void val_put_str(struct arena *a, struct val *map, struct str key, struct str s);
void val_put_int(struct arena *a, struct val *map, struct str key, int64_t i);
void val_put_bool(struct arena *a, struct val *map, struct str key, bool yes);

/* The member of a map, or NULL. */
const struct val *val_get(const struct val *map, struct str key);
/* The same, looked for from the member `near` on and then before it: who asks for one
 * after the other mostly asks in the order in which they stand. NULL: from the first. */
const struct val *val_get_near(const struct val *map, const struct val *near, struct str key);
/* A member's text, STR_NONE where it is absent or no text. */
struct str val_get_str(const struct val *map, struct str key);
/* A member's integer, `otherwise` where it is absent or none. */
int64_t val_get_int(const struct val *map, struct str key, int64_t otherwise);
/* Same kind, same content, same order of lists; maps in any order. 1 and 1.0
 * are equal. */
bool val_eq(const struct val *a, const struct val *b);

#define val_each(v, of) (struct val *v = (of) ? (of)->first : NULL; v; v = v->next)

#endif

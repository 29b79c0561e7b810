/*
 * The words that people see: src/lang/, one row a sentence with its key,
 * Chinese and English, turned into msg.h (the enum) and msg.c (the rows) by
 * tools/lang.py at build.
 */
#ifndef BASE_LANG_H
#define BASE_LANG_H

#include "base/str.h"
#include "msg.h"

enum lang { LANG_ZH, LANG_EN, LANG_COUNT };

struct msg_row {
	struct str key; /* as in the tsv: "os.open" */
	struct str text[LANG_COUNT];
};

extern const struct msg_row msg_rows[];
extern const uint16_t msg_slots[]; /* rows by the hashes of their keys; 0: none */
extern const int msg_slot_count;   /* a power of two */

/* What fills {1}, {2} … in order. Build it with ARGS(a, b) or NO_ARGS. */
struct msg_args {
	const struct str *p;
	int n;
};
#define ARGS(...)                                                              \
	((struct msg_args){ (const struct str[]){ __VA_ARGS__ },               \
			    (int)(sizeof((const struct str[]){ __VA_ARGS__ }) / \
				  sizeof(struct str)) })
#define NO_ARGS ((struct msg_args){ NULL, 0 })

/* The raw sentence, placeholders and all; static. */
struct str msg_text(enum msg msg, enum lang lang);
/* The sentence with its placeholders filled, in `a`. A placeholder without an
 * argument stays empty. */
struct str msg_fill(struct arena *a, enum msg msg, enum lang lang, struct msg_args args);
/* The sentence whose key is `key`; MSG_NONE (0) where there is none. */
enum msg msg_find(struct str key);
/* The language of `tag` ("zh_CN.UTF-8", "en"): English where it starts with
 * en, Chinese otherwise. */
enum lang lang_of(struct str tag);

#endif

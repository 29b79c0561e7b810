/*
 * The file language of rule packs and registers: UTF-8 text whose lines are
 * `key = value`, `[section]`, `[section NAME]` or a remark that starts with #.
 * What a file may say is a table of sections and one of keys; a fault is told with
 * its line. Texts taken are borrowed from the file's.
 */
#ifndef LEDGER_CONF_H
#define LEDGER_CONF_H

#include "base/arena.h"
#include "base/err.h"

enum {
	CONF_BYTES = 65536, /* of a file at most */
	CONF_NAME = 60,     /* bytes of a name or a short word at most */
	CONF_SOURCE = 1000,
	CONF_KEYS = 16      /* of one section in a table of keys */
};

/* A file being read. */
struct conf {
	struct arena *a;
	const struct conf_form *form;
	void *with;            /* the form's own */
	struct str line;       /* its number, for people */
	int number;
	int section;           /* in the form's table; -1 before the first */
	unsigned seen;         /* sections, as bits */
	struct str key;        /* of the line */
	struct str named[CONF_KEYS]; /* keys that the section has given */
	int keys;
	struct err *e;
};

struct conf_section {
	struct str name;
	/* NULL: it stands once and has no name; else it may stand often, each with
	 * the name that follows it */
	bool (*begin)(struct conf *c, struct str name);
	bool (*end)(struct conf *c); /* NULL: nothing beyond the keys that it needs */
};

/* A key is one name, or, empty, whatever else stands in its section. */
struct conf_key {
	int section;
	struct str key;
	bool (*take)(struct conf *c, struct str value);
	bool needed;
};

struct conf_form {
	const struct conf_section *section;
	int sections;
	const struct conf_key *key;
	int keys;
};

/* Reads the text by c->form; c->a, form, with and e are set, the rest is empty.
 * BAD_INPUT, LIMIT with the line and what to do. */
bool conf_read(struct conf *c, struct str text);
/* Fails at the line read, with what is wrong and what is wanted. */
bool conf_fail(struct conf *c, enum msg msg, struct str what, struct str wanted);

/* Takes the next word off `rest`; the place of a word among `words`, or -1. */
bool conf_next(struct str *rest, struct str *word);
int conf_index(struct str words, struct str s);

/* The value as one of `words`, a whole number, a text of at most `most` bytes,
 * `中文 | English` (one word stands for both). */
bool conf_word(struct conf *c, struct str words, struct str value, int *out);
bool conf_number(struct conf *c, struct str value, int64_t least, int64_t most, int64_t *out);
bool conf_text(struct conf *c, struct str value, int most, struct str *out);
bool conf_both(struct conf *c, struct str value, int most, struct str out[LANG_COUNT]);

#endif

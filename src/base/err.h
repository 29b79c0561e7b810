/*
 * Errors.
 *
 * A function that can fail returns bool and takes a struct err * last. The
 * first error sticks: setting it again changes nothing, so a caller may go on
 * and look once. An error holds a sentence's key and its arguments, not the
 * sentence: the one who shows it chooses the language.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/lang.h"
#include "base/str.h"

enum err_code {
	ERR_NONE,
	ERR_BAD_INPUT, /* what came in is wrong; the sentence says where */
	ERR_NOT_FOUND,
	ERR_DENIED,    /* the actor has no right to it */
	ERR_CONFLICT,  /* somebody else was first; read again and retry */
	ERR_LIMIT,     /* too big, too many, too deep, too long */
	ERR_IO,        /* the operating system refused */
	ERR_DB,        /* the database refused */
	ERR_BUG,       /* ours */
	ERR_CODES
};

enum { ERR_ARGS = 6, ERR_ARG_BYTES = 1024 };

struct err {
	enum err_code code;
	enum msg msg;
	int args;                  /* how many */
	short end[ERR_ARGS];       /* end of each argument in `bytes` */
	char bytes[ERR_ARG_BYTES]; /* the arguments, one after another; a long
				      one is cut at a character */
};

/* Sets `e` unless it is set or NULL; always returns false, so that a function
 * can end with `return err_set(e, …)`. Arguments fill {1}, {2} … */
bool err_set(struct err *e, enum err_code code, enum msg msg, struct msg_args args);
/* errno's words as an argument. */
struct str err_errno(void);
/* The sentence in `lang`, in `a`. */
struct str err_text(struct arena *a, const struct err *e, enum lang lang);
/* The exit status that belongs to a code: 2 for what could not be read or was
 * asked for wrongly, 1 for all else, 0 for none. */
int err_exit(enum err_code code);

#endif

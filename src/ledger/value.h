/*
 * What a value may be: the one checker behind the fields of actions and the
 * columns of ledger tables.
 */
#ifndef LEDGER_VALUE_H
#define LEDGER_VALUE_H

#include "base/err.h"
#include "base/val.h"

enum value_type {
	VALUE_INT,
	VALUE_REAL, /* an integer will do */
	VALUE_BOOL,
	VALUE_TEXT,
	VALUE_DATE, /* YYYY-MM-DD */
	VALUE_TIME, /* UTC, YYYY-MM-DDThh:mm:ssZ, or with .mmm before the Z */
	VALUE_HASH, /* 64 lower-case hex digits */
	VALUE_MONEY, /* yuan: money.h */
	VALUE_TREE  /* a map, checked by who takes it apart */
};

struct value_rule {
	enum value_type type;
	int64_t min, max;  /* bytes of a text; an int's bounds, max 0 = none */
	struct str words;  /* the only texts allowed, set apart by spaces */
};

/* Checks `v`, not null, against the rule; else BAD_INPUT that names `of` (the
 * verb or object) and `name`. Text must be UTF-8 without NUL. */
bool value_check(const struct value_rule *rule, const struct val *v, struct str of,
		 struct str name, struct err *e);
/* True where `s` is a time as VALUE_TIME has it. */
bool value_is_time(struct str s);

#endif

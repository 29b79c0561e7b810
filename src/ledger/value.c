/* What a value may be: see value.h. */
#include "ledger/value.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "ledger/money.h"

static const enum msg type_says[] = {
	[VALUE_INT] = MSG_VALUE_INT,   [VALUE_REAL] = MSG_VALUE_REAL, [VALUE_BOOL] = MSG_VALUE_BOOL,
	[VALUE_TEXT] = MSG_VALUE_TEXT, [VALUE_DATE] = MSG_VALUE_DATE, [VALUE_TIME] = MSG_VALUE_TIME,
	[VALUE_HASH] = MSG_VALUE_HASH, [VALUE_MONEY] = MSG_VALUE_MONEY,
	[VALUE_TREE] = MSG_VALUE_TREE,
};

static bool two_digits(struct str s, ptrdiff_t at, int64_t max)
{
	int64_t n;
	return str_int(str_cut(s, at, at + 2), &n) && n >= 0 && n <= max;
}

bool value_is_time(struct str s)
{
	struct date d;
	int64_t ms;
	if ((s.n != 20 && s.n != 24) || s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':' ||
	    s.p[s.n - 1] != 'Z' || !date_parse(str_cut(s, 0, 10), &d))
		return false;
	if (s.n == 24 && (s.p[19] != '.' || !str_int(str_cut(s, 20, 23), &ms) || ms < 0))
		return false;
	return two_digits(s, 11, 23) && two_digits(s, 14, 59) && two_digits(s, 17, 60);
}

static bool has_type(enum value_type type, const struct val *v)
{
	struct date d;
	struct hash h;
	int64_t fen;
	switch (type) {
	case VALUE_INT: return v->kind == VAL_INT;
	case VALUE_REAL: return v->kind == VAL_INT || (v->kind == VAL_NUM && isfinite(v->num));
	case VALUE_BOOL: return v->kind == VAL_BOOL;
	case VALUE_TEXT:
		return v->kind == VAL_STR && utf8_check(v->s) < 0 &&
		       !memchr(v->s.p, 0, (size_t)v->s.n);
	case VALUE_DATE: return v->kind == VAL_STR && date_parse(v->s, &d);
	case VALUE_TIME: return v->kind == VAL_STR && value_is_time(v->s);
	case VALUE_HASH: return v->kind == VAL_STR && hash_parse(v->s, &h);
	case VALUE_MONEY: return money_read(v, &fen);
	case VALUE_TREE: return v->kind == VAL_MAP;
	}
	return false;
}

static bool has_word(struct str words, struct str s)
{
	for (struct str rest = words, word; str_split(&rest, ' ', &word);)
		if (str_eq(word, s))
			return true;
	return false;
}

static bool in_bounds(const struct value_rule *rule, int64_t n, struct str of, struct str name,
		      struct err *e)
{
	if (n >= rule->min && (!rule->max || n <= rule->max))
		return true;
	char got[24], min[24], max[24];
	snprintf(got, sizeof(got), "%lld", (long long)n);
	snprintf(min, sizeof(min), "%lld", (long long)rule->min);
	snprintf(max, sizeof(max), "%lld", (long long)rule->max);
	if (n < rule->min)
		return err_set(e, ERR_BAD_INPUT,
			       rule->type == VALUE_TEXT ? MSG_VALUE_SHORT : MSG_VALUE_SMALL,
			       ARGS(of, name, str_of(got), str_of(min)));
	return err_set(e, ERR_LIMIT, rule->type == VALUE_TEXT ? MSG_VALUE_LONG : MSG_VALUE_BIG,
		       ARGS(of, name, str_of(got), str_of(max)));
}

bool value_check(const struct value_rule *rule, const struct val *v, struct str of,
		 struct str name, struct err *e)
{
	if (!has_type(rule->type, v))
		return err_set(e, ERR_BAD_INPUT, type_says[rule->type], ARGS(of, name));
	if (rule->words.n && !has_word(rule->words, v->s))
		return err_set(e, ERR_BAD_INPUT, MSG_VALUE_WORDS,
			       ARGS(of, name, v->s, rule->words));
	if (rule->type == VALUE_INT)
		return in_bounds(rule, v->i, of, name, e);
	if (rule->type == VALUE_TEXT)
		return in_bounds(rule, v->s.n, of, name, e);
	return true;
}

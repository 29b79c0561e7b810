/* Value trees: see val.h. */
#include "base/val.h"

#include <assert.h>

static struct val *make(struct arena *a, enum val_kind kind)
{
	struct val *v = arena_new(a, struct val, 1);
	v->kind = kind;
	return v;
}

struct val *val_null(struct arena *a)
{
	return make(a, VAL_NULL);
}

struct val *val_bool(struct arena *a, bool yes)
{
	struct val *v = make(a, VAL_BOOL);
	v->yes = yes;
	return v;
}

struct val *val_int(struct arena *a, int64_t i)
{
	struct val *v = make(a, VAL_INT);
	v->i = i;
	return v;
}

struct val *val_num(struct arena *a, double num)
{
	struct val *v = make(a, VAL_NUM);
	v->num = num;
	return v;
}

struct val *val_str(struct arena *a, struct str s)
{
	struct val *v = make(a, s.p ? VAL_STR : VAL_NULL);
	v->s = s;
	return v;
}

struct val *val_list(struct arena *a)
{
	return make(a, VAL_LIST);
}

struct val *val_map(struct arena *a)
{
	return make(a, VAL_MAP);
}

static struct val *append(struct val *parent, struct val *v)
{
	assert(!v->next);
	if (parent->last)
		parent->last->next = v;
	else
		parent->first = v;
	parent->last = v;
	parent->count++;
	return v;
}

struct val *val_push(struct val *list, struct val *v)
{
	assert(list->kind == VAL_LIST);
	return append(list, v);
}

struct val *val_put(struct val *map, struct str key, struct val *v)
{
	assert(map->kind == VAL_MAP);
	v->key = key;
	return append(map, v);
}

void val_put_str(struct arena *a, struct val *map, struct str key, struct str s)
{
	val_put(map, key, val_str(a, s));
}

void val_put_int(struct arena *a, struct val *map, struct str key, int64_t i)
{
	val_put(map, key, val_int(a, i));
}

void val_put_bool(struct arena *a, struct val *map, struct str key, bool yes)
{
	val_put(map, key, val_bool(a, yes));
}

const struct val *val_get(const struct val *map, struct str key)
{
	if (map && map->kind == VAL_MAP)
		for val_each(v, map)
			if (str_eq(v->key, key))
				return v;
	return NULL;
}

const struct val *val_get_near(const struct val *map, const struct val *near, struct str key)
{
	for (const struct val *v = near; v; v = v->next)
		if (str_eq(v->key, key))
			return v;
	if (map && map->kind == VAL_MAP)
		for (const struct val *v = map->first; v && v != near; v = v->next)
			if (str_eq(v->key, key))
				return v;
	return NULL;
}

struct str val_get_str(const struct val *map, struct str key)
{
	const struct val *v = val_get(map, key);
	return v && v->kind == VAL_STR ? v->s : STR_NONE;
}

int64_t val_get_int(const struct val *map, struct str key, int64_t otherwise)
{
	const struct val *v = val_get(map, key);
	return v && v->kind == VAL_INT ? v->i : otherwise;
}

static bool numbers_eq(const struct val *a, const struct val *b)
{
	double x = a->kind == VAL_INT ? (double)a->i : a->num;
	double y = b->kind == VAL_INT ? (double)b->i : b->num;
	return !(x < y) && !(x > y);
}

bool val_eq(const struct val *a, const struct val *b)
{
	enum val_kind ka = a ? a->kind : VAL_NULL, kb = b ? b->kind : VAL_NULL;
	if ((ka == VAL_INT || ka == VAL_NUM) && (kb == VAL_INT || kb == VAL_NUM))
		return numbers_eq(a, b);
	if (ka != kb)
		return false;
	switch (ka) {
	case VAL_NULL:
		return true;
	case VAL_BOOL:
		return a->yes == b->yes;
	case VAL_STR:
	case VAL_MARKUP:
		return str_eq(a->s, b->s);
	case VAL_LIST:
		if (a->count != b->count)
			return false;
		for (const struct val *x = a->first, *y = b->first; x; x = x->next, y = y->next)
			if (!val_eq(x, y))
				return false;
		return true;
	case VAL_MAP:
		if (a->count != b->count)
			return false;
		for val_each(x, a) {
			const struct val *y = val_get(b, x->key);
			if (!y || !val_eq(x, y))
				return false;
		}
		return true;
	case VAL_INT:
	case VAL_NUM:
		break; /* compared above */
	}
	return true;
}

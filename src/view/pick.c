/* Rows to members: see pick.h. */
#include "view/pick.h"

struct val *pick_copy(struct arena *a, const struct val *v)
{
	struct val *copy = val_null(a);
	if (v) {
		*copy = *v;
		copy->key = STR_NONE;
		copy->next = NULL;
	}
	return copy;
}

void pick_into(struct arena *a, struct val *map, const struct val *row, struct picks picks,
	       bool layout)
{
	const struct val *from = NULL;
	for (int i = 0; i < picks.n; i++)
		if (layout || !picks.p[i].layout) {
			const struct val *v = val_get_near(row, from, picks.p[i].column);
			val_put(map, picks.p[i].key, pick_copy(a, v));
			from = v ? v->next : from;
		}
}

struct val *pick_row(struct arena *a, const struct val *row, struct picks picks, bool layout)
{
	struct val *map = val_map(a);
	pick_into(a, map, row, picks, layout);
	return map;
}

static const struct pick amount[] = {
	{ S("kind"), S("kind") },     { S("value"), S("value") }, { S("unit"), S("unit") },
	{ S("approx"), S("approx") }, { S("of"), S("subject") },
};

static const struct pick rate[] = {
	{ S("kind"), S("kind") }, { S("min"), S("low") },   { S("max"), S("high") },
	{ S("unit"), S("unit") }, { S("per"), S("per") },   { S("of"), S("subject") },
};

static const struct pick day[] = {
	{ S("kind"), S("kind") },
	{ S("value"), S("date") },
	{ S("expected"), S("expected") },
	{ S("of"), S("subject") },
};

/* Which members a fact has goes by its kind; all others are amounts. */
static const struct {
	struct str kind;
	struct picks picks;
} facts[] = {
	{ S("rate"), { rate, sizeof(rate) / sizeof(*rate) } },
	{ S("date"), { day, sizeof(day) / sizeof(*day) } },
};

struct val *pick_fact(struct arena *a, const struct val *row)
{
	struct str kind = val_get_str(row, S("kind"));
	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		if (str_eq(facts[i].kind, kind))
			return pick_row(a, row, facts[i].picks, false);
	return pick_row(a, row, PICKS(amount), false);
}

/* Rule packs to value trees: see pack_view.h. */
#include "view/pack_view.h"

enum { PACKS_MOST = 1000 };

static void put_row(struct arena *a, struct val *list, const struct pack *p, int64_t id,
		    int64_t inspections)
{
	struct val *row = val_push(list, val_map(a));
	int on = 0;
	for (int i = 0; i < p->deadlines; i++)
		on += !p->deadline[i].off;
	val_put(row, S("id"), id ? val_int(a, id) : val_null(a));
	val_put_str(a, row, S("name"), p->name);
	val_put_str(a, row, S("english"), p->english);
	val_put_int(a, row, S("inspections"), inspections);
	val_put_int(a, row, S("deadlines"), on);
	val_put_int(a, row, S("levels"), p->levels ? p->levels : 1);
}

static bool has(const struct val *list, struct str name)
{
	for val_each(row, list)
		if (str_eq(val_get_str(row, S("name")), name))
			return true;
	return false;
}

bool view_packs(struct store *s, struct arena *a, const struct val **out, struct err *e)
{
	struct val *list = val_list(a), *rows = NULL;
	struct pack *p = arena_new(a, struct pack, 1);
	if (s && !store_list(s, a, SQL_PACKS, PARAMS(P_INT(0), P_INT(PACKS_MOST)), &rows, e))
		return false;
	for val_each(row, rows) {
		if (!pack_read(a, val_get_str(row, S("text")), p, e))
			return false;
		put_row(a, list, p, val_get_int(row, S("id"), 0),
			val_get_int(row, S("inspections"), 0));
	}
	for (const struct embed *f = pack_files; f->name.p; f++) {
		if (!pack_read(a, f->text, p, e))
			return false;
		if (!has(list, p->name))
			put_row(a, list, p, 0, 0);
	}
	*out = list;
	return true;
}

bool view_pack_text(struct store *s, struct arena *a, struct str name, struct str *text,
		    struct err *e)
{
	struct pack *p = arena_new(a, struct pack, 1);
	const struct val *row = NULL;
	*text = pack_carried(a, name);
	if (text->p && !pack_read(a, *text, p, e))
		return false;
	name = text->p ? p->name : name;
	if (s && !store_one(s, a, SQL_ASK_PACK_BY_NAME, PARAMS(P_STR(name)), &row, e))
		return false;
	if (row)
		*text = val_get_str(row, S("text"));
	return text->p || err_set(e, ERR_NOT_FOUND, MSG_PACK_NONE, ARGS(name));
}

static void put_deadlines(struct arena *a, struct val *made, const struct pack *p, enum lang lang)
{
	static const struct str units[] = { S("days"), S("working-days"), S("months") };
	static const struct str events[] = { S("feedback"), S("issue"), S("claim"), S("approve"),
					     S("due"), S("publish") };
	static const struct str sets[] = { S("plan"), S("due"), S("report"),
					   S("display") };
	struct val *list = val_put(made, S("deadlines"), val_list(a));
	for (int i = 0; i < p->deadlines; i++) {
		const struct pack_deadline *d = &p->deadline[i];
		struct val *row = val_push(list, val_map(a));
		val_put_str(a, row, S("name"), d->name);
		val_put_str(a, row, S("sets"), sets[d->sets]);
		val_put_str(a, row, S("after"), events[d->after]);
		val_put_str(a, row, S("unit"), units[d->unit]);
		val_put_int(a, row, S("number"), d->number);
		val_put_str(a, row, S("class"), d->class);
		val_put_bool(a, row, S("off"), d->off);
		val_put_str(a, row, S("says"), pack_deadline_says(a, d, lang));
		val_put_str(a, row, S("source"), d->source);
	}
}

static void put_states(struct arena *a, struct val *made, const struct pack *p, enum lang lang)
{
	struct val *list = val_put(made, S("states"), val_list(a));
	for (int i = 0; i < p->states; i++) {
		struct val *row = val_push(list, val_map(a));
		val_put_str(a, row, S("state"),
			    state_row_of(OBJECT_FINDING, p->state[i].state)->name);
		val_put_str(a, row, S("of"), p->state[i].of);
		val_put_str(a, row, S("outward"), p->state[i].outward[lang]);
	}
}

static void put_lights(struct arena *a, struct val *made, const struct pack *p, enum lang lang)
{
	static const struct str whens[PACK_LIGHTS] = {
		S("closed-late"), S("closed"), S("overdue"), S("behind"), S("near"), S("on-track"),
	};
	struct val *list = val_put(made, S("lights"), val_list(a));
	for (int i = 0; i < p->lights; i++) {
		struct val *row = val_push(list, val_map(a));
		val_put_str(a, row, S("when"), whens[p->light[i].when]);
		val_put_str(a, row, S("colour"), p->light[i].colour);
		val_put_str(a, row, S("word"), p->light[i].word[lang]);
	}
	val_put_int(a, made, S("near_days"), p->near_days);
	val_put_int(a, made, S("behind_points"), p->behind_points);
}

static void put_rest(struct arena *a, struct val *made, const struct pack *p)
{
	struct val *counts = val_put(made, S("counts"), val_list(a));
	for (int i = 0; i < state_count; i++)
		if (p->counts & state_rows[i].state)
			val_push(counts, val_str(a, state_rows[i].name));
	val_put_bool(a, made, S("withdrawn_apart"), p->withdrawn_apart);
	val_put_int(a, made, S("decimals"), p->decimals);
	val_put_str(a, made, S("rounding"), p->rounding == PACK_DOWN ? S("down") : S("half-up"));
	struct val *levels = val_put(made, S("levels"), val_list(a));
	for (int i = 0; i < p->levels; i++) {
		struct val *row = val_push(levels, val_map(a));
		val_put_str(a, row, S("own"), roles_text(a, p->level[i].may[REACH_OWN]));
		val_put_str(a, row, S("above"), roles_text(a, p->level[i].may[REACH_UNDER]));
	}
	struct val *reminders = val_put(made, S("reminders"), val_list(a));
	for (int i = 0; i < p->reminders; i++)
		val_push(reminders, val_int(a, p->reminder[i]));
	struct val *extension = val_put(made, S("extension"), val_map(a));
	val_put_int(a, extension, S("times"), p->extensions);
	val_put_int(a, extension, S("days"), p->extension_days);
	val_put_int(a, extension, S("ahead"), p->extension_ahead);
}

static void put_sources(struct arena *a, struct val *made, const struct pack *p)
{
	static const struct str names[PACK_SECTIONS] = {
		[PACK_IN_STATES] = S("states"), [PACK_IN_LIGHTS] = S("lights"),
		[PACK_IN_COMPLETION] = S("completion"), [PACK_IN_REVIEW] = S("review"),
		[PACK_IN_REMINDERS] = S("reminders"), [PACK_IN_EXTENSION] = S("extension"),
	};
	struct val *sources = val_put(made, S("sources"), val_map(a));
	for (int i = 0; i < PACK_SECTIONS; i++)
		if (names[i].n)
			val_put_str(a, sources, names[i], p->source[i]);
}

const struct val *view_pack(struct arena *a, const struct pack *p, enum lang lang)
{
	struct val *made = val_map(a);
	val_put_str(a, made, S("name"), p->name);
	val_put_str(a, made, S("english"), p->english);
	put_deadlines(a, made, p, lang);
	put_states(a, made, p, lang);
	put_lights(a, made, p, lang);
	put_rest(a, made, p);
	put_sources(a, made, p);
	return made;
}

bool view_pack_of(struct store *s, struct arena *a, struct view_packs *packs, int64_t id,
		  const struct pack **out, struct err *e)
{
	const struct val *row;
	*out = pack_default();
	if (!id)
		return true;
	for (struct view_pack_held *h = packs->held; h; h = h->next)
		if (h->id == id) {
			*out = &h->pack;
			return true;
		}
	if (!store_one(s, a, SQL_ASK_PACK, PARAMS(P_INT(id)), &row, e))
		return false;
	struct view_pack_held *h = arena_new(a, struct view_pack_held, 1);
	if (!pack_read(a, val_get_str(row, S("text")), &h->pack, e))
		return false;
	h->id = id;
	h->next = packs->held;
	packs->held = h;
	*out = &h->pack;
	return true;
}

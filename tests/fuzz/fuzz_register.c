/* Registers' definitions of any bytes, with values and filters of any bytes: read, or
 * refused with a sentence; what was read keeps its bounds and can be counted by. */
#include <stdlib.h>

#include "ledger/tally.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void refused(struct arena *a, const struct err *e)
{
	must(e->code == ERR_BAD_INPUT || e->code == ERR_LIMIT);
	must(err_text(a, e, LANG_ZH).n > 0);
}

/* A record whose every value is `text`, where the field takes it. */
static void count(struct arena *a, const struct register_def *r, struct str text)
{
	struct register_filter only;
	struct tally_record record = { .date = S("2025-01-31"), .node = r->nodes };
	struct err e = { 0 };
	struct date from = { 2024, 12, 1 }, today = { 2025, 6, 30 };
	double figure;
	if (!register_filter_read(a, r, text, &only, &e)) {
		refused(a, &e);
		only = (struct register_filter){ 0 };
	}
	for (int i = 0; i < r->fields; i++) {
		const struct val *v;
		struct err why = { 0 };
		if (!register_value_read(a, &r->field[i], text, &v, &why)) {
			refused(a, &why);
			continue;
		}
		struct tally_value *to = &record.value[i];
		to->given = v->kind != VAL_NULL;
		to->text = v->kind == VAL_STR ? v->s : STR_NONE;
		to->number = v->kind == VAL_INT ? v->i : 0;
		must(register_value_text(a, &r->field[i], v, LANG_ZH).p != NULL);
	}
	struct tally *t = tally_new(a, r, &only, from, (struct date){ 0 }, today);
	tally_add(t, &record);
	tally_add(t, &record);
	for (int i = 0; i < r->counts; i++)
		tally_figure(t, i, &figure);
	must(tally_records(t) == 0 || tally_records(t) == 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct err e = { 0 };
	arena_init(&a, 0);
	struct register_def *r = arena_new(&a, struct register_def, 1);
	struct str text = { (const char *)data, (ptrdiff_t)size };
	if (register_read(&a, text, r, &e)) {
		must(r->name.n && r->fields > 0 && r->fields <= REGISTER_FIELDS);
		must(r->nodes <= REGISTER_NODES && r->counts <= REGISTER_COUNTS);
		ptrdiff_t line = str_find(text, S("\n"), 0);
		count(&a, r, str_cut(text, 0, line < 0 ? 0 : line));
	} else {
		refused(&a, &e);
	}
	arena_free(&a);
	return 0;
}

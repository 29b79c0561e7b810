/* Rule packs of any bytes: read, or refused with a sentence; what was read keeps
 * its bounds and can be asked. */
#include <stdlib.h>

#include "ledger/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void ask(struct arena *a, const struct pack *p)
{
	struct date from = { 2025, 1, 31 }, day;
	for (int i = 0; i < p->deadlines; i++) {
		const struct pack_deadline *d = &p->deadline[i];
		must(d->name.n && d->source.n && d->number >= 1);
		must(!pack_day(d, from, &day) || date_cmp(day, from) > 0);
		must(pack_deadline_says(a, d, LANG_ZH).n > 0);
		pack_deadline(p, d->sets, d->after, d->class);
	}
	for (int i = 0; i < state_count; i++)
		pack_outward(p, state_rows[i].state, S("continuing"), S("done"), LANG_EN);
	must(pack_percent(p, 1, 3) >= 33 && pack_percent(p, 1, 3) <= 34);
	must(pack_percent(p, 3, 3) == 100);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct pack p;
	struct err e = { 0 };
	arena_init(&a, 0);
	if (pack_read(&a, (struct str){ (const char *)data, (ptrdiff_t)size }, &p, &e)) {
		must(p.name.n && p.levels <= PACK_LEVELS && p.lights <= PACK_LIGHTS && p.counts);
		ask(&a, &p);
	} else {
		must(e.code == ERR_BAD_INPUT || e.code == ERR_LIMIT);
		must(err_text(&a, &e, LANG_ZH).n > 0);
	}
	arena_free(&a);
	return 0;
}

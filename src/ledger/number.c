/* Objects numbered by year, and the findings they are about: see number.h. */
#include "ledger/number.h"

#include "text/items.h"

enum { COL_ID, COL_CODE, COL_YEAR, COL_NUMBER };
enum { DIGITS = 3 };

struct effect *number_new(struct decision *d, enum object_id object, enum question last,
			  const char *prefix, struct err *e)
{
	const struct val *row;
	struct str day = decision_day(d->a, d->act->recorded);
	int64_t year = 0;
	str_int(str_cut(day, 0, 4), &year);
	if (!decision_ask(d, last, val_int(d->a, year), &row, e))
		return NULL;
	int64_t number = val_get_int(row, S("number"), 0) + 1;
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_INSERT, object);
	d->out->target = str_fmt(d->a, "%s-%04d-%0*lld", prefix, (int)year, DIGITS,
				 (long long)number);
	f->cell[COL_ID] = val_int(d->a, val_get_int(row, S("id"), 0) + 1);
	f->cell[COL_CODE] = val_str(d->a, d->out->target);
	f->cell[COL_YEAR] = val_int(d->a, year);
	f->cell[COL_NUMBER] = val_int(d->a, number);
	return f;
}

bool number_finding(struct decision *d, struct str code, const struct val **row, struct err *e)
{
	if (!decision_ask(d, ASK_FINDING, val_str(d->a, code), row, e))
		return false;
	if (!*row)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_NO_TARGET, ARGS(d->verb->name, code));
	return decision_within(d, val_get_int(*row, S("unit"), UNIT_WHOLE), code, e);
}

/* Whether an effect from `from` on adds that row already. */
static bool is_there(const struct effects *all, ptrdiff_t from, int64_t inspection,
		     int64_t finding)
{
	for (ptrdiff_t i = from; i < all->n; i++)
		if (all->p[i].cell[1]->i == inspection && all->p[i].cell[2]->i == finding)
			return true;
	return false;
}

bool number_findings(struct decision *d, enum object_id object, int64_t id, number_fits *fits,
		     void *with, struct err *e)
{
	struct str rest = decision_text(d, S("findings")), code;
	ptrdiff_t from = d->out->effects.n;
	for (int n = 0; items_next(&rest, ITEMS_WORDS, &code); n++) {
		const struct val *row;
		if (n == NUMBERED_ITEMS_MAX)
			return err_set(e, ERR_LIMIT, MSG_NUMBER_MANY,
				       ARGS(d->verb->name,
					    str_fmt(d->a, "%d", NUMBERED_ITEMS_MAX)));
		if (!number_finding(d, code, &row, e) || (fits && !fits(d, with, row, e)))
			return false;
		int64_t inspection = val_get_int(row, S("inspection"), 0);
		int64_t finding = val_get_int(row, S("ordinal"), 0);
		if (is_there(&d->out->effects, from, inspection, finding))
			return err_set(e, ERR_CONFLICT, MSG_NUMBER_TWICE,
				       ARGS(d->verb->name, code));
		struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_INSERT, object);
		f->cell[0] = val_int(d->a, id);
		f->cell[1] = val_int(d->a, inspection);
		f->cell[2] = val_int(d->a, finding);
	}
	return true;
}

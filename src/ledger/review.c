/* The chain of review: see review.h. The database holds it too: nobody is at two
 * levels of one application, and no level is passed twice. */
#include "ledger/review.h"

#include "ledger/pack_use.h"

static int level_of(const struct decision *d)
{
	return (int)val_get_int(d->target, S("level"), 0) + 1;
}

/* Levels of the chain: 1 where the pack has none. A pack that was changed for a
 * shorter one while somebody waits ends at its last level. */
static int levels_of(const struct pack *p, int level)
{
	int levels = p->levels ? p->levels : 1;
	return level > levels ? level : levels;
}

bool review_rights(struct decision *d, struct rights *out, struct err *e)
{
	const struct pack *p;
	int level = level_of(d);
	if (!decision_pack(d, &p, e))
		return false;
	d->levels = levels_of(p, level);
	*out = d->verb->rights;
	if (level > p->levels)
		return true;
	for (int i = 0; i < REACH_COUNT; i++) {
		unsigned may = p->level[level - 1].may[i];
		/* who closes has the verb's right to it, whatever the pack says */
		out->may[i] = level == d->levels ? may & d->verb->rights.may[i] : may;
	}
	return true;
}

bool review_denied(struct decision *d, const struct rights *rights, struct err *e)
{
	unsigned may = rights->may[REACH_OWN] | rights->may[REACH_UNDER];
	return err_set(e, ERR_DENIED, MSG_REVIEW_DENIED,
		       ARGS(d->act->actor, d->verb->name, d->act->target,
			    str_fmt(d->a, "%d", level_of(d)), str_fmt(d->a, "%d", d->levels),
			    roles_text(d->a, may)));
}

bool review_begin(struct step *p, struct err *e)
{
	struct decision *d = p->d;
	const struct val *asked = val_get(d->target, S("asked")), *row;
	struct val *about = val_list(d->a);
	p->level = level_of(d);
	if (d->verb->to == STATE_STAGE && !review_last(p))
		return err_set(e, ERR_CONFLICT, MSG_REVIEW_NOT_LAST,
			       ARGS(d->verb->name, d->act->target,
				    str_fmt(d->a, "%d", p->level),
				    str_fmt(d->a, "%d", d->levels)));
	val_push(about, val_int(d->a, p->inspection));
	val_push(about, val_int(d->a, p->finding));
	val_push(about, val_int(d->a, asked && asked->kind == VAL_INT ? asked->i : 0));
	val_push(about, val_str(d->a, d->act->actor));
	if (!decision_ask(d, ASK_REVIEW_BY, about, &row, e))
		return false;
	return !row || err_set(e, ERR_DENIED, MSG_REVIEW_AGAIN,
			       ARGS(d->act->actor, d->verb->name, d->act->target,
				    str_fmt(d->a, "%lld",
					    (long long)val_get_int(row, S("level"), 0))));
}

bool review_last(const struct step *p)
{
	return p->level >= p->d->levels;
}

bool review_raise(struct step *p, struct err *e)
{
	p->of[COL_FINDING_LEVEL] = val_int(p->d->a, p->level);
	return step_decision(p, STATE_APPLIED, e);
}

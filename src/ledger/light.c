/* Lights: see light.h. */
#include "ledger/light.h"

/* Behind its plan: a measure's own date has passed, or more of the time is gone
 * than of the measures done, by the pack's points of a hundred. */
static bool is_behind(const struct pack *p, const struct light_case *c)
{
	if (!date_none(c->open_due) && date_cmp(c->open_due, c->today) < 0)
		return true;
	if (!p->behind_points || !c->measures || date_none(c->due) || date_none(c->start))
		return false;
	int64_t whole = date_days(c->due) - date_days(c->start);
	int64_t gone = date_days(c->today) - date_days(c->start);
	if (whole <= 0 || gone <= 0)
		return false;
	/* gone/whole - done/measures > points/100, in whole numbers */
	return 100 * (gone * c->measures - c->done * whole) >
	       (int64_t)p->behind_points * whole * c->measures;
}

static bool holds(const struct pack *p, const struct light_case *c, enum pack_light_when when)
{
	bool closed = c->state & (STATE_CLOSED | STATE_HELD);
	bool open = !(c->state & (STATES_OVER | STATE_WITHDRAWN));
	bool dated = open && !date_none(c->due);
	switch (when) {
	case PACK_CLOSED_LATE:
		return closed && !date_none(c->due) && !date_none(c->closed) &&
		       date_cmp(c->closed, c->due) > 0;
	case PACK_CLOSED: return closed;
	case PACK_OVERDUE: return dated && date_cmp(c->due, c->today) < 0;
	case PACK_BEHIND: return open && is_behind(p, c);
	case PACK_NEAR:
		return dated && date_cmp(c->due, c->today) >= 0 &&
		       date_days(c->due) - date_days(c->today) <= p->near_days;
	case PACK_ON_TRACK: return dated;
	case PACK_LIGHTS: break;
	}
	return false;
}

const struct pack_light *light_of(const struct pack *p, const struct light_case *c)
{
	for (int i = 0; i < p->lights; i++)
		if (holds(p, c, p->light[i].when))
			return &p->light[i];
	return NULL;
}

/*
 * Rule packs: the list of them, and what one says.
 */
#ifndef VIEW_PACK_VIEW_H
#define VIEW_PACK_VIEW_H

#include "ledger/pack.h"
#include "store/store.h"

/*
 * The ledger's packs, the oldest text first, then those that the program carries
 * and the ledger does not have, in `a`; `s` may be NULL. Each
 *	{id (null: not in the ledger), name, english, inspections, deadlines (that
 *	are on), levels (1: no chain)}
 */
bool view_packs(struct store *s, struct arena *a, const struct val **out, struct err *e);
/* The text of the pack `name`: the ledger's newest, else the carried one; NOT_FOUND
 * where there is none. */
bool view_pack_text(struct store *s, struct arena *a, struct str name, struct str *text,
		    struct err *e);
/*
 * What a pack says, in `a`:
 *	name english
 *	deadlines [{name sets after unit number class off says source}…]
 *	states [{state of outward}…], lights [{when colour word}…] near_days
 *	behind_points, counts [state…] withdrawn_apart decimals rounding
 *	levels [{own: roles, above: roles}…], reminders [days…]
 *	extension {times days ahead}, sources {states lights completion review
 *	reminders extension}
 */
const struct val *view_pack(struct arena *a, const struct pack *p, enum lang lang);

/* Packs that rows of a view name, each read once: see view_pack_of(). */
struct view_packs {
	struct view_pack_held {
		struct view_pack_held *next;
		int64_t id;
		struct pack pack;
	} * held;
};

/* The pack of that id, 0: the default one; kept in `a` with `packs`. */
bool view_pack_of(struct store *s, struct arena *a, struct view_packs *packs, int64_t id,
		  const struct pack **out, struct err *e);

#endif

/* The ledger: a list of findings. */
#include "view/ledger_view.h"
#include "view/reach.h"
#include "web/pages.h"

enum { ROWS = 50 };

/* Where a page begins: the last row of the one before, as 12.3. */
static void read_after(struct request *rq, struct view_key *key)
{
	struct str after = in_text(rq, S("after"));
	ptrdiff_t dot = str_find(after, S("."), 0);
	if (dot < 0 || !str_int(str_cut(after, 0, dot), &key->inspection) ||
	    !str_int(str_from(after, dot + 1), &key->finding))
		key->inspection = key->finding = 0;
}

bool page_findings(struct request *rq, struct answer *out, struct err *e)
{
	struct view_reach reach;
	struct view_key key = { .today = rq->today, .reach = &reach };
	struct val *rows;
	read_after(rq, &key);
	if (!view_reach_of(rq->store, rq->a, rq->who.name, &reach, e) ||
	    !view_list(rq->store, rq->a, VIEW_FINDINGS, &key, ROWS, rq->lang, &rows, e))
		return false;
	out->tree = val_map(rq->a);
	val_put(out->tree, S("findings"), rows);
	if (rows->count == ROWS)
		val_put_str(rq->a, out->tree, S("next"),
			    str_fmt(rq->a, "%lld.%lld", (long long)key.inspection,
				    (long long)key.finding));
	return true;
}

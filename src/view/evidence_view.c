/* Evidence as it is listed: see evidence_view.h. */
#include "view/evidence_view.h"

#include "view/pick.h"

static const struct pick evidence[] = {
	{ S("measure"), S("measure") },
	{ S("item"), S("item") },
	{ S("date"), S("date") },
	{ S("origin"), S("origin") },
	{ S("actor"), S("actor") },
	{ S("name"), S("name") },
	{ S("kind"), S("kind") },
	{ S("size"), S("size") },
	{ S("sha256"), S("sha256") },
	{ S("cleared"), S("cleared") },
	{ S("cleared_by"), S("cleared_by") },
	{ S("voided"), S("voided") },
	{ S("voided_by"), S("voided_by") },
	{ S("void_reason"), S("void_reason") },
};

static const struct pick of_finding[] = {
	{ S("finding"), S("finding_code") },
	{ S("finding_title"), S("finding_title") },
};

/* 017-2-03 of 2025-01-017-2-03: behind the second dash. */
static struct str number_of(struct str code)
{
	ptrdiff_t at = str_find(code, S("-"), 0);
	at = at < 0 ? at : str_find(code, S("-"), at + 1);
	return str_from(code, at + 1);
}

/* A name without its ending stands in for a title. */
static struct str title_of(const struct val *row)
{
	struct str title = val_get_str(row, S("title")), name = val_get_str(row, S("name"));
	ptrdiff_t dot = str_rfind(name, S("."));
	return title.p ? title : str_cut(name, 0, dot > 0 ? dot : name.n);
}

struct val *view_evidence_row(struct arena *a, const struct val *row)
{
	struct val *made = val_map(a);
	struct str code = val_get_str(row, S("code"));
	val_put_str(a, made, S("code"), code);
	val_put_str(a, made, S("number"), number_of(code));
	val_put_str(a, made, S("title"), title_of(row));
	pick_into(a, made, row, PICKS(evidence), false);
	return made;
}

/* The inspection of the code, and its finding, 0 for all of them. */
static bool find_code(struct store *s, struct arena *a, struct str code, int64_t *inspection,
		      int64_t *finding, struct err *e)
{
	const struct val *row;
	*finding = 0;
	if (!store_one(s, a, SQL_INSPECTION_BY_CODE, PARAMS(P_STR(code)), &row, e))
		return false;
	*inspection = val_get_int(row, S("id"), 0);
	if (row)
		return true;
	if (!store_one(s, a, SQL_FINDING_BY_CODE, PARAMS(P_STR(code)), &row, e))
		return false;
	*inspection = val_get_int(row, S("inspection"), 0);
	*finding = val_get_int(row, S("ordinal"), 0);
	return row || err_set(e, ERR_NOT_FOUND, MSG_VIEW_CODE, ARGS(code));
}

bool view_evidence(struct store *s, struct arena *a, struct str code,
		   struct view_evidence_key *key, int64_t most, struct val **rows, struct err *e)
{
	int64_t inspection, finding;
	struct val *list;
	if (!find_code(s, a, code, &inspection, &finding, e))
		return false;
	if (!key->begun)
		*key = (struct view_evidence_key){ finding, -1, 0, true };
	if (!store_list(s, a, SQL_EVIDENCE_PAGE,
			PARAMS(P_INT(inspection), P_INT(key->finding), P_INT(key->measure),
			       P_INT(key->item), P_INT(most)), &list, e))
		return false;
	*rows = val_list(a);
	for val_each(row, list) {
		int64_t of = val_get_int(row, S("of_finding"), 0);
		if (finding && of != finding)
			break;
		*key = (struct view_evidence_key){ of, val_get_int(row, S("measure"), 0),
						   val_get_int(row, S("item"), 0), true };
		struct val *made = val_push(*rows, view_evidence_row(a, row));
		pick_into(a, made, row, PICKS(of_finding), false);
	}
	return true;
}

/* The ledger: a list of findings, filtered, sorted, a page at a time. */
#include "base/buf.h"
#include "view/findings_view.h"
#include "view/reach.h"
#include "web/pages.h"

enum { ROWS = 50 };

/* The filter's fields, in the order shown; words of a choice set apart by spaces. */
static const struct {
	struct str name;
	enum field_kind kind;
	struct str words;
} filters[] = {
	{ S("text"), FIELD_TEXT },
	{ S("inspection"), FIELD_TEXT },
	{ S("unit"), FIELD_TEXT },
	{ S("state"), FIELD_CHOICE,
	  S("open issued claimed disputed planned rectifying returned applied closed "
	    "stage-closed held reopened closed-unrectified withdrawn") },
	{ S("class"), FIELD_CHOICE, S("immediate staged continuing") },
	{ S("progress"), FIELD_CHOICE, S("none not-started under-way partly done") },
	{ S("due"), FIELD_CHOICE, S("overdue unset") },
	{ S("due-before"), FIELD_DATE },
	{ S("owner"), FIELD_TEXT },
	{ S("sort"), FIELD_CHOICE, S("code due changed") },
};

/* What the page was asked, without where it stands: for the links to its
 * neighbours. */
static struct str query_of(struct request *rq)
{
	struct buf b;
	buf_init(&b, rq->a);
	for val_each(v, rq->given) {
		if (str_eq(v->key, S("after")) || str_eq(v->key, S("before")))
			continue;
		for (const struct val *one = v->kind == VAL_LIST ? v->first : v; one;
		     one = v->kind == VAL_LIST ? one->next : NULL)
			if (one->s.n)
				buf_fmt(&b, "%.*s=%.*s&", STR_ARG(web_encode(rq->a, v->key)),
					STR_ARG(web_encode(rq->a, one->s)));
	}
	return buf_str(&b);
}

/* Several states in one address (state=a&state=b) are one text with commas. */
static struct str joined(struct request *rq, struct str name)
{
	struct buf b;
	const struct val *list = val_get(rq->in, name);
	buf_init(&b, rq->a);
	for val_each(v, list && list->kind == VAL_LIST ? list : NULL)
		buf_fmt(&b, "%s%.*s", b.n ? "," : "", STR_ARG(v->s));
	return b.n ? buf_str(&b) : list && list->kind == VAL_STR ? list->s : STR_NONE;
}

static void put_filter(struct request *rq, struct val *tree)
{
	struct val *form = val_put(tree, S("filter"), val_list(rq->a));
	bool any = false;
	for (size_t i = 0; i < sizeof(filters) / sizeof(*filters); i++) {
		struct field_spec spec = {
			.kind = filters[i].kind,
			.name = filters[i].name,
			.label = request_word(rq, S("web.filter."), filters[i].name,
					      filters[i].name),
			.words = filters[i].words,
			.group = str_fmt(rq->a, "web.%.*s.", STR_ARG(filters[i].name)),
			.required = true, /* no "(optional)" beside each */
		};
		field_put(rq, form, &spec);
		any |= in_given(rq, filters[i].name).n > 0;
	}
	val_put_bool(rq->a, tree, S("filtered"), any);
}

static void put_neighbour(struct request *rq, struct val *tree, struct str key, struct str place)
{
	if (place.n)
		val_put_str(
			rq->a, tree, key,
			str_fmt(rq->a, "%.*s%.*s=%.*s", STR_ARG(query_of(rq)),
				STR_ARG(str_eq(key, S("next_query")) ? S("after") : S("before")),
				STR_ARG(web_encode(rq->a, place))));
}

/* The rows, in this page's tree: a value has one place in one tree. */
static struct val *shown(struct arena *a, const struct val *rows)
{
	struct val *list = arena_new(a, struct val, 1);
	*list = *rows;
	list->next = NULL;
	return list;
}

bool page_findings(struct request *rq, struct answer *out, struct err *e)
{
	struct findings_asked asked = { .limit = ROWS, .today = rq->today };
	struct err why = { 0 };
	const struct val *page = NULL;
	for (int i = 0; i < findings_names(); i++)
		findings_set(&asked, findings_name(i), joined(rq, findings_name(i)));
	if (!view_reach_unit(rq->store, rq->a, rq->who.name, &asked.reach, e))
		return false;
	struct val *tree = val_map(rq->a);
	if (!rq->faults->count &&
	    !view_findings(rq->store, rq->a, &asked, rq->lang, &page, &why)) {
		if (why.code != ERR_BAD_INPUT && why.code != ERR_NOT_FOUND &&
		    why.code != ERR_DENIED && why.code != ERR_LIMIT) {
			*e = why;
			return false;
		}
		request_fault_err(rq, STR_NONE, &why);
	}
	struct val *rows = (struct val *)val_get(page, S("rows"));
	val_put(tree, S("findings"), rows ? shown(rq->a, rows) : val_list(rq->a));
	put_neighbour(rq, tree, S("next_query"), val_get_str(page, S("next")));
	put_neighbour(rq, tree, S("previous_query"), val_get_str(page, S("previous")));
	put_filter(rq, tree);
	faults_put(rq, tree);
	out->tree = tree;
	return true;
}

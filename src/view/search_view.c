/* A page of what the search finds: see search_view.h. */
#include "view/search_view.h"

#include "view/names.h"
#include "view/reach.h"

enum { LIMIT_MOST = 200, SNIPPET = 80, TEXTS = 5 };

struct page {
	struct store *s;
	struct arena *a;
	const struct search_asked *asked;
	enum lang lang;
	struct words_sought words;
	struct search q;
	struct val *rows;
	struct str next;
};

static bool read_lists(struct page *p, struct err *e)
{
	struct str rest = p->asked->in, name;
	while (str_split(&rest, ',', &name)) {
		unsigned bits = search_list(str_trim(name));
		if (!bits)
			return err_set(e, ERR_BAD_INPUT, MSG_SEARCH_IN,
				       ARGS(name, search_lists(p->a, p->lang)));
		p->q.in |= bits;
	}
	return true;
}

/* What is asked of the unit and of who looks: the narrower of the two, where one
 * holds the other; else nobody may see it. */
static bool read_reach(struct page *p, struct err *e)
{
	int64_t unit, up;
	p->q.reach = p->asked->reach;
	if (!p->asked->unit.n)
		return true;
	if (!view_unit(p->s, p->a, p->asked->unit, &unit, e))
		return false;
	for (up = unit; up && up != p->asked->reach;) {
		const struct val *row;
		if (!store_one(p->s, p->a, SQL_ASK_UNIT, PARAMS(P_INT(up)), &row, e))
			return false;
		up = val_get_int(row, S("parent"), 0);
	}
	p->q.reach = unit;
	return up == p->asked->reach ||
	       err_set(e, ERR_DENIED, MSG_VIEW_REACH, ARGS(p->asked->unit));
}

static struct val *snippet_of(struct page *p, const struct val *row)
{
	static const struct str text[TEXTS] = { S("text1"), S("text2"), S("text3"), S("text4"),
						S("text5") };
	struct val *made = NULL;
	for (int i = 0; i < TEXTS && !made; i++)
		made = words_sought_snippet(p->a, &p->words, val_get_str(row, text[i]), SNIPPET);
	return made ? made : val_list(p->a);
}

/* The finding's, the inspection's, or that of what is of neither. */
static struct str code_of(const struct val *row)
{
	static const struct str columns[] = { S("finding"), S("own"), S("inspection") };
	struct str code = STR_NONE;
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns) && !code.p; i++)
		code = val_get_str(row, columns[i]);
	return code;
}

static void add_row(struct page *p, const struct val *row)
{
	struct val *made = val_push(p->rows, val_map(p->a));
	struct str object = val_get_str(row, S("object"));
	int64_t ordinal = val_get_int(row, S("key3"), 0);
	bool counted = val_get_str(row, S("finding")).p && ordinal;
	val_put_str(p->a, made, S("object"),
		    str_eq(object, S("case_file")) ? S("case") : object); /* as `show` has it */
	val_put_str(p->a, made, S("list"), search_list_of(object));
	val_put_str(p->a, made, S("code"), code_of(row));
	val_put(made, S("ordinal"), counted ? val_int(p->a, ordinal) : val_null(p->a));
	val_put_str(p->a, made, S("title"), val_get_str(row, S("title")));
	val_put_str(p->a, made, S("unit"), val_get_str(row, S("unit")));
	val_put_str(p->a, made, S("state"), val_get_str(row, S("state")));
	if (val_get_str(row, S("state")).p)
		names_put_state(p->a, made, p->lang);
	else
		val_put(made, S("state_name"), val_null(p->a));
	val_put(made, S("snippet"), snippet_of(p, row));
}

static bool bad_place(struct page *p, struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, MSG_SEARCH_CURSOR, ARGS(p->asked->after));
}

/* Newest first: a page goes on at `n` and the id of its last row. */
static bool find_newest(struct page *p, struct err *e)
{
	struct str after = p->asked->after;
	int64_t before = SEARCH_NONE_BEFORE, last = 0, n = 0;
	struct val *found;
	if (after.n && (!str_drop_head(&after, S("n")) || !str_int(after, &before) || before < 1))
		return bad_place(p, e);
	if (!store_search_newest(p->s, p->a, &p->q, before, p->asked->limit + 1, &found, e))
		return false;
	for val_each(row, found) {
		if (n++ == p->asked->limit) {
			p->next = str_fmt(p->a, "n%lld", (long long)last);
			break;
		}
		add_row(p, row);
		last = val_get_int(row, S("id"), 0);
	}
	return true;
}

/* Best first: a page goes on at `r`, score and id of its last row. */
static bool find_ranked(struct page *p, struct val *out, struct err *e)
{
	struct search_hits hits;
	struct search_hit from = { INT64_MAX, INT64_MAX }, last = from;
	struct str after = p->asked->after, part;
	bool capped;
	if (after.n && (!str_drop_head(&after, S("r")) || !str_split(&after, '~', &part) ||
			!str_int(part, &from.score) || !str_int(after, &from.id)))
		return bad_place(p, e);
	if (!store_search_ranked(p->s, p->a, &p->q, &hits, &capped, e))
		return false;
	int64_t n = 0;
	for (ptrdiff_t i = 0; i < hits.n; i++) {
		const struct search_hit *h = &hits.p[i];
		const struct val *row;
		if (h->score > from.score || (h->score == from.score && h->id >= from.id))
			continue;
		if (n++ == p->asked->limit) {
			p->next = str_fmt(p->a, "r%lld~%lld", (long long)last.score,
					  (long long)last.id);
			break;
		}
		if (!store_search_row(p->s, p->a, h->id, &row, e))
			return false;
		if (row)
			add_row(p, row);
		last = *h;
	}
	val_put_int(p->a, out, S("hits"), hits.n);
	val_put_bool(p->a, out, S("capped"), capped);
	return true;
}

bool view_search(struct store *s, struct arena *a, const struct search_asked *asked,
		 enum lang lang, const struct val **out, struct err *e)
{
	struct page p = { .s = s, .a = a, .asked = asked, .lang = lang, .rows = val_list(a) };
	struct val *made = val_map(a);
	p.q.words = &p.words;
	if (asked->limit < 1 || asked->limit > LIMIT_MOST)
		return err_set(e, ERR_BAD_INPUT, MSG_VIEW_LIMIT, NO_ARGS);
	if (!words_sought_read(a, asked->words, &p.words, e) || !read_lists(&p, e))
		return false;
	if (!store_begin(s, e))
		return false;
	val_put_str(a, made, S("words"), asked->words);
	val_put_str(a, made, S("order"), asked->newest ? S("newest") : S("rank"));
	bool ok = read_reach(&p, e) &&
		  (asked->newest ? find_newest(&p, e) : find_ranked(&p, made, e));
	store_rollback(s);
	if (!ok)
		return false;
	if (asked->newest) {
		val_put(made, S("hits"), val_null(a));
		val_put(made, S("capped"), val_null(a));
	}
	val_put_str(a, made, S("next"), p.next);
	val_put(made, S("rows"), p.rows);
	*out = made;
	return true;
}

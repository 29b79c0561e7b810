/* Forms: see form.h. */
#include "doc/form.h"

#include "base/buf.h"
#include "base/date.h"

/* A form as it is put together. */
struct form {
	struct arena *a;
	enum lang lang;
	struct val *rows, *row; /* of its table; the last one */
};

static struct str word(const struct form *f, enum msg m)
{
	return msg_text(m, f->lang);
}

/* 2025-11-12 as 2025年11月12日 in Chinese. */
static struct str day(const struct form *f, struct str iso)
{
	struct date d;
	if (f->lang != LANG_ZH || !date_parse(iso, &d))
		return iso;
	return str_fmt(f->a, "%d年%d月%d日", d.y, d.m, d.d);
}

static struct val *open_row(struct form *f, int lines)
{
	f->row = val_push(f->rows, val_map(f->a));
	val_put_int(f->a, f->row, S("lines"), lines);
	return val_put(f->row, S("cells"), val_list(f->a));
}

static struct val *add_cell(struct form *f, struct str text, bool label, int span)
{
	struct val *cells = (struct val *)val_get(f->row, S("cells"));
	struct val *cell = val_push(cells, val_map(f->a));
	val_put_str(f->a, cell, S("text"), text);
	val_put_bool(f->a, cell, S("label"), label);
	val_put_int(f->a, cell, S("span"), span);
	return cell;
}

/* Two named values side by side. */
static void pair(struct form *f, enum msg left, struct str l, enum msg right, struct str r)
{
	open_row(f, 1);
	add_cell(f, word(f, left), true, 1);
	add_cell(f, l, false, 1);
	add_cell(f, word(f, right), true, 1);
	add_cell(f, r, false, 1);
}

/* A named value as wide as the form, at least `lines` high. */
static struct val *whole(struct form *f, struct str name, struct str text, int lines)
{
	open_row(f, lines);
	add_cell(f, name, true, 1);
	return add_cell(f, text, false, 3);
}

/* Where somebody has signed by the ledger, their name and day; else the place to. */
static void sign(struct form *f, struct val *cell, const struct val *step)
{
	struct str foot = word(f, MSG_FORM_SIGN);
	if (step)
		foot = msg_fill(f->a, MSG_FORM_SIGNED, f->lang,
				ARGS(val_get_str(step, S("actor")),
				     day(f, val_get_str(step, S("date")))));
	val_put_str(f->a, cell, S("foot"), foot);
}

static const struct val *end_form(struct form *f, struct str title, const struct val *widths,
				  bool lying)
{
	struct arena *a = f->a;
	struct val *doc = val_map(a), *blocks = val_list(a);
	val_put_str(a, doc, S("title"), title);
	val_put(doc, S("author"), val_null(a));
	val_put(doc, S("date"), val_null(a));
	val_put_str(a, doc, S("lang"), f->lang == LANG_ZH ? S("zh-CN") : S("en"));
	val_put_bool(a, doc, S("landscape"), lying);
	val_put(doc, S("blocks"), blocks);
	struct val *head = val_push(blocks, val_map(a)), *table = val_push(blocks, val_map(a));
	val_put_str(a, head, S("style"), S("title"));
	val_put_str(a, head, S("text"), title);
	val_put(head, S("runs"), val_null(a));
	val_put_str(a, table, S("style"), S("table"));
	val_put(table, S("widths"), (struct val *)widths);
	val_put(table, S("rows"), f->rows);
	return doc;
}

static struct val *widths_of(struct arena *a, const int *width, int n)
{
	struct val *list = val_list(a);
	for (int i = 0; i < n; i++)
		val_push(list, val_int(a, width[i]));
	return list;
}

/* Appends a line where `b` has some already, and its text. */
static void add_line(struct buf *b, struct str text)
{
	if (b->n && text.n)
		buf_byte(b, '\n');
	buf_add(b, text);
}

static struct str measures_of(const struct form *f, const struct val *finding)
{
	struct buf b;
	buf_init(&b, f->a);
	for val_each(m, val_get(finding, S("measures"))) {
		struct str text = val_get_str(m, S("text"));
		struct str n = str_fmt(f->a, "%lld", (long long)val_get_int(m, S("ordinal"), 0));
		add_line(&b, str_fmt(f->a, "%.*s. %.*s", STR_ARG(n), STR_ARG(str_trim(text))));
	}
	return buf_str(&b);
}

/* What is attached and not void. */
static struct str evidence_of(const struct form *f, const struct val *finding)
{
	struct buf b;
	buf_init(&b, f->a);
	for val_each(v, val_get(finding, S("evidence"))) {
		if (val_get_str(v, S("voided")).p)
			continue;
		add_line(&b, str_fmt(f->a, "%.*s  %.*s", STR_ARG(val_get_str(v, S("number"))),
				     STR_ARG(val_get_str(v, S("title")))));
	}
	return buf_str(&b);
}

/* The newest report on each measure; without any, the newest of all. */
static struct str results_of(const struct form *f, const struct val *finding)
{
	struct buf b;
	buf_init(&b, f->a);
	for val_each(r, val_get(finding, S("reports"))) {
		bool newest = true;
		for (const struct val *later = r->next; later; later = later->next)
			newest = newest && val_get_int(later, S("measure"), 0) !=
						   val_get_int(r, S("measure"), 0);
		if (newest)
			add_line(&b, val_get_str(r, S("text")));
	}
	return buf_str(&b);
}

static bool is_verb(const struct val *step, const char *verb)
{
	return str_eq(val_get_str(step, S("verb")), str_of(verb));
}

/* The newest of the verb in `steps`, NULL where there is none. */
static const struct val *newest(const struct val *steps, const char *verb)
{
	const struct val *found = NULL;
	for val_each(s, steps)
		found = is_verb(s, verb) ? s : found;
	return found;
}

/* The opinion of a level on the application, or NULL: one before it is of an
 * earlier round. A decision without a level is of the last one. */
static const struct val *opinion_of(const struct val *apply, int level, int levels)
{
	static const char *const verbs[] = { "verify", "close-stage", "close-unrectified",
					     "return" };
	const struct val *found = NULL;
	for (const struct val *d = apply ? apply->next : NULL; d; d = d->next)
		for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
			if (is_verb(d, verbs[i]) &&
			    val_get_int(d, S("level"), levels) == level)
				found = d;
	return found;
}

static void opinions(struct form *f, const struct val *finding, const struct val *apply)
{
	enum { ROOM = 4 };
	int levels = (int)val_get_int(finding, S("levels"), 1);
	levels = levels > 0 ? levels : 1;
	for (int level = 1; level <= levels; level++) {
		const struct val *d = opinion_of(apply, level, levels);
		struct str name = levels == 1 ? word(f, MSG_FORM_OPINION)
					      : msg_fill(f->a, MSG_FORM_OPINION_LEVEL, f->lang,
							 ARGS(str_fmt(f->a, "%d", level)));
		sign(f, whole(f, name, val_get_str(d, S("text")), ROOM), d);
	}
}

const struct val *form_closing(struct arena *a, const struct val *v, enum lang lang)
{
	enum { ROOM = 3 };
	static const int widths[] = { 2, 4, 2, 4 };
	struct form f = { .a = a, .lang = lang, .rows = val_list(a) };
	const struct val *in = val_get(v, S("inspection"));
	const struct val *apply = newest(val_get(v, S("decisions")), "apply");
	struct str detail = val_get_str(v, S("detail")), title = val_get_str(v, S("title"));
	pair(&f, MSG_FORM_CODE, val_get_str(v, S("code")), MSG_FORM_CATEGORY,
	     val_get_str(val_get(v, S("category")), S("title")));
	pair(&f, MSG_FORM_UNIT, val_get_str(v, S("unit")), MSG_FORM_FEEDBACK,
	     day(&f, val_get_str(in, S("feedback"))));
	pair(&f, MSG_FORM_LEADER, val_get_str(v, S("leader")), MSG_FORM_OWNER,
	     val_get_str(v, S("owner")));
	pair(&f, MSG_FORM_DUE, day(&f, val_get_str(v, S("due"))), MSG_FORM_CLASS,
	     val_get_str(v, S("class_name")));
	whole(&f, word(&f, MSG_FORM_FINDING),
	      detail.n ? str_fmt(a, "%.*s\n%.*s", STR_ARG(title), STR_ARG(detail)) : title, 1);
	whole(&f, word(&f, MSG_FORM_STANDARD), val_get_str(v, S("standard")), 1);
	whole(&f, word(&f, MSG_FORM_MEASURES), measures_of(&f, v), 1);
	whole(&f, word(&f, MSG_FORM_RESULT), results_of(&f, v), 1);
	whole(&f, word(&f, MSG_FORM_EVIDENCE), evidence_of(&f, v), 1);
	struct str asked = apply ? val_get_str(apply, S("text")) : word(&f, MSG_FORM_NOT_APPLIED);
	sign(&f, whole(&f, word(&f, MSG_FORM_APPLIED), asked, ROOM), apply);
	opinions(&f, v, apply);
	whole(&f, word(&f, MSG_FORM_CLOSED), day(&f, val_get_str(v, S("closed"))), 1);
	struct str kind = val_get_str(in, S("kind"));
	return end_form(&f, msg_fill(a, MSG_FORM_CLOSING, lang, ARGS(kind.p ? kind : S(""))),
			widths_of(a, widths, 4), false);
}

/* The findings of an order, a line each. */
static struct str subject_of(const struct form *f, const struct val *order)
{
	struct buf b;
	buf_init(&b, f->a);
	for val_each(v, val_get(order, S("findings"))) {
		struct str due = day(f, val_get_str(v, S("due")));
		add_line(&b, str_fmt(f->a, "%.*s  %.*s%s%.*s", STR_ARG(val_get_str(v, S("code"))),
				     STR_ARG(val_get_str(v, S("title"))), due.n ? "  " : "",
				     STR_ARG(due)));
	}
	return buf_str(&b);
}

/* The newest of what was said of the reply. */
static const struct val *review_of(const struct val *steps)
{
	const struct val *found = NULL;
	for val_each(s, steps)
		if (is_verb(s, "close-order") || is_verb(s, "return-reply"))
			found = s;
	return found;
}

const struct val *form_order(struct arena *a, const struct val *v, enum lang lang)
{
	enum { ROOM = 5 };
	static const int widths[] = { 2, 4, 2, 4 };
	struct form f = { .a = a, .lang = lang, .rows = val_list(a) };
	const struct val *steps = val_get(v, S("steps"));
	const struct val *reply = newest(steps, "reply"), *review = review_of(steps);
	const struct val *issue = newest(steps, "order");
	issue = issue ? issue : newest(steps, "raise-order");
	pair(&f, MSG_FORM_ORDER_CODE, val_get_str(v, S("code")), MSG_FORM_LEVEL,
	     val_get_str(v, S("level_name")));
	pair(&f, MSG_FORM_ORDER_UNIT, val_get_str(v, S("unit")), MSG_FORM_PERSON,
	     val_get_str(v, S("person")));
	pair(&f, MSG_FORM_ISSUED, day(&f, val_get_str(v, S("issued"))), MSG_FORM_ORDER_DUE,
	     day(&f, val_get_str(v, S("due"))));
	whole(&f, word(&f, MSG_FORM_SUBJECT), subject_of(&f, v), 2);
	sign(&f, whole(&f, word(&f, MSG_FORM_ORDER_TEXT), val_get_str(v, S("text")), ROOM), issue);
	sign(&f, whole(&f, word(&f, MSG_FORM_REPLY), val_get_str(v, S("reply")), ROOM), reply);
	sign(&f, whole(&f, word(&f, MSG_FORM_REVIEW), val_get_str(review, S("text")), ROOM),
	     review);
	return end_form(&f, word(&f, MSG_FORM_ORDER), widths_of(a, widths, 4), false);
}

/* Who answers: unit, leader, owner. */
static struct str who_of(const struct form *f, const struct val *finding)
{
	struct buf b;
	struct str lead = val_get_str(finding, S("lead_unit"));
	buf_init(&b, f->a);
	add_line(&b, lead.p ? lead : val_get_str(finding, S("unit")));
	add_line(&b, val_get_str(finding, S("leader")));
	add_line(&b, val_get_str(finding, S("owner")));
	return buf_str(&b);
}

const struct val *form_list(struct arena *a, const struct val *inspection,
			    const struct val *findings, enum lang lang)
{
	static const int widths[] = { 1, 3, 3, 2, 2, 1 };
	static const enum msg heads[] = { MSG_FORM_ORDINAL, MSG_FORM_FINDING, MSG_FORM_MEASURES,
					  MSG_FORM_WHO, MSG_FORM_DUE, MSG_FORM_STATE };
	struct form f = { .a = a, .lang = lang, .rows = val_list(a) };
	int64_t n = 0;
	open_row(&f, 1);
	val_put_bool(a, f.row, S("head"), true);
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		add_cell(&f, word(&f, heads[i]), true, 1);
	for val_each(v, findings) {
		open_row(&f, 1);
		add_cell(&f, str_fmt(a, "%lld", (long long)++n), false, 1);
		add_cell(&f, val_get_str(v, S("title")), false, 1);
		add_cell(&f, measures_of(&f, v), false, 1);
		add_cell(&f, who_of(&f, v), false, 1);
		add_cell(&f, val_get_str(v, S("due")), false, 1);
		add_cell(&f, val_get_str(v, S("state_name")), false, 1);
	}
	struct str unit = val_get_str(inspection, S("unit")),
		   kind = val_get_str(inspection, S("kind"));
	return end_form(&f, msg_fill(a, MSG_FORM_LIST, lang, ARGS(unit, kind.p ? kind : S(""))),
			widths_of(a, widths, 6), true);
}

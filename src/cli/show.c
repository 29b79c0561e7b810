/* huiyin show: an inspection or a finding, with all that is its. */
#include <unistd.h>

#include "cli/door.h"
#include "ledger/verb.h"
#include "out/table.h"
#include "text/width.h"
#include "view/ledger_view.h"

/* What is shown above the rest: a member, and its name. */
struct shown {
	struct str key;
	enum msg name;
};

static const struct shown inspection_fields[] = {
	{ S("kind"), MSG_LIST_KIND },           { S("unit"), MSG_SHOW_UNIT },
	{ S("inspected"), MSG_LIST_INSPECTED }, { S("authority"), MSG_PARSE_AUTHORITY },
	{ S("team"), MSG_LIST_TEAM },           { S("start"), MSG_SHOW_START },
	{ S("end"), MSG_SHOW_END },             { S("feedback"), MSG_LIST_FEEDBACK },
	{ S("pack"), MSG_SHOW_PACK },           { S("report_due"), MSG_SHOW_REPORT_DUE },
	{ S("reported"), MSG_SHOW_HANDED_IN },
	{ S("title"), MSG_SHOW_NOTICE },        { S("published"), MSG_SHOW_PUBLISHED },
};

static const struct shown finding_fields[] = {
	{ S("unit"), MSG_SHOW_UNIT },
	{ S("category"), MSG_LIST_CATEGORY },
	{ S("state_name"), MSG_LIST_STATE },
	{ S("progress_name"), MSG_SHOW_PROGRESS },
	{ S("class_name"), MSG_SHOW_CLASS },
	{ S("outward"), MSG_SHOW_OUTWARD },
	{ S("level"), MSG_SHOW_LEVEL },
	{ S("light_word"), MSG_LIST_LIGHT },
	{ S("due"), MSG_LIST_DUE },
	{ S("due_rule"), MSG_SHOW_DUE_RULE },
	{ S("plan_due"), MSG_SHOW_PLAN_DUE },
	{ S("report_due"), MSG_SHOW_REPORT_DUE },
	{ S("closed"), MSG_SHOW_CLOSED },
	{ S("reopened"), MSG_SHOW_REOPENED },
	{ S("owner"), MSG_LIST_OWNER },
	{ S("phone"), MSG_SHOW_PHONE },
	{ S("leader"), MSG_SHOW_LEADER },
	{ S("lead_unit"), MSG_SHOW_LEAD_UNIT },
	{ S("support"), MSG_SHOW_SUPPORT },
	{ S("amount"), MSG_SHOW_AMOUNT },
	{ S("recurrence_of"), MSG_SHOW_RECURRENCE },
	{ S("repeated_by"), MSG_SHOW_REPEATED },
	{ S("split_from"), MSG_SHOW_ORIGIN },
	{ S("parts"), MSG_SHOW_PARTS },
	{ S("orders"), MSG_SHOW_ORDERS },
	{ S("regulations"), MSG_SHOW_REGULATIONS },
	{ S("cases"), MSG_SHOW_CASES },
	{ S("records"), MSG_WEB_REGISTERS_RECORDS },
	{ S("standard"), MSG_SHOW_STANDARD },
	{ S("detail"), MSG_SHOW_DETAIL },
};

static const struct shown order_fields[] = {
	{ S("level_name"), MSG_LIST_LEVEL },
	{ S("unit"), MSG_SHOW_UNIT },
	{ S("person"), MSG_SHOW_PERSON },
	{ S("state_name"), MSG_LIST_STATE },
	{ S("issued"), MSG_SHOW_ISSUED },
	{ S("due"), MSG_LIST_DUE },
	{ S("text"), MSG_LIST_WORDS },
	{ S("replied"), MSG_SHOW_REPLIED },
	{ S("reply"), MSG_SHOW_REPLY },
	{ S("raised_from"), MSG_SHOW_RAISED_FROM },
	{ S("raised_to"), MSG_SHOW_RAISED_TO },
};

static const struct shown case_fields[] = {
	{ S("channel_name"), MSG_LIST_CHANNEL },
	{ S("received"), MSG_LIST_RECEIVED },
	{ S("unit"), MSG_SHOW_UNIT },
	{ S("place"), MSG_SHOW_PLACE },
	{ S("state_name"), MSG_LIST_STATE },
	{ S("due"), MSG_LIST_DUE },
	{ S("text"), MSG_LIST_WORDS },
	{ S("contact"), MSG_SHOW_CONTACT },
	{ S("phone"), MSG_SHOW_PHONE },
	{ S("handler"), MSG_SHOW_HANDLER },
	{ S("handling"), MSG_SHOW_HANDLING },
	{ S("answer"), MSG_SHOW_ANSWER },
	{ S("finding"), MSG_SHOW_FINDING },
};

static const struct shown regulation_fields[] = {
	{ S("unit"), MSG_SHOW_UNIT },
	{ S("document"), MSG_LIST_DOCUMENT },
	{ S("in_force"), MSG_LIST_IN_FORCE },
	{ S("review"), MSG_LIST_REVIEW },
	{ S("state_name"), MSG_LIST_STATE },
};

static const struct shown record_fields[] = {
	{ S("unit"), MSG_SHOW_UNIT },
	{ S("date"), MSG_RECORD_SHOW_DATE },
	{ S("state_name"), MSG_LIST_STATE },
	{ S("node_name"), MSG_RECORD_SHOW_NODE },
	{ S("about"), MSG_RECORD_SHEET_ABOUT },
	{ S("measure"), MSG_RECORD_SHEET_MEASURE },
	{ S("opened"), MSG_RECORD_SHOW_OPENED },
};

static const struct shown publication_fields[] = {
	{ S("inspection"), MSG_LIST_INSPECTION },
	{ S("unit"), MSG_SHOW_UNIT },
	{ S("wording_name"), MSG_LIST_WORDING },
	{ S("state_name"), MSG_LIST_STATE },
	{ S("text_version"), MSG_SHOW_VERSION },
	{ S("author"), MSG_LIST_AUTHOR },
	{ S("reviewer"), MSG_SHOW_REVIEWER },
	{ S("approver"), MSG_SHOW_APPROVER },
	{ S("contact"), MSG_SHOW_TAKES },
	{ S("published"), MSG_SHOW_PUBLISHED },
	{ S("until"), MSG_LIST_UNTIL },
	{ S("html"), MSG_SHOW_HTML },
	{ S("pdf"), MSG_SHOW_PDF },
	{ S("docx"), MSG_SHOW_DOCX },
};

#define SHOWN(table) table, (int)(sizeof(table) / sizeof(*(table)))

struct page {
	struct cli *c;
	struct buf out;
	int width; /* 0: nothing is wrapped */
	bool colour;
};

static void head(struct page *p, struct str s)
{
	buf_fmt(&p->out, p->colour ? "\033[1m%.*s\033[0m\n" : "%.*s\n", STR_ARG(s));
}

/* `s` behind `indent` columns, wrapped to the width; the first line has `first`
 * in that place. */
static void text(struct page *p, struct str first, int indent, struct str s)
{
	s = table_clean(p->c->a, s);
	ptrdiff_t room = p->width ? p->width - indent : s.n;
	if (room < 20)
		room = 20;
	buf_add(&p->out, first);
	buf_fill(&p->out, ' ', indent - width_str(first));
	for (bool more = false; s.n; more = true) {
		if (more)
			buf_fill(&p->out, ' ', indent);
		ptrdiff_t n = width_fit(s, room);
		buf_add(&p->out, str_cut(s, 0, n));
		buf_byte(&p->out, '\n');
		s = str_from(s, n > 0 ? n : s.n);
	}
}

/* A member as words: text, a number, the title of a map, a list of texts. */
static struct str words(struct page *p, const struct val *v)
{
	if (v && v->kind == VAL_LIST) {
		struct buf b;
		buf_init(&b, p->c->a);
		for val_each(item, v)
			buf_fmt(&b, "%s%.*s", item == v->first ? "" : "，", STR_ARG(item->s));
		return buf_str(&b);
	}
	if (v && v->kind == VAL_MAP)
		v = val_get(v, S("title"));
	if (v && v->kind == VAL_INT)
		return str_fmt(p->c->a, "%lld", (long long)v->i);
	return v && v->kind == VAL_STR ? v->s : STR_NONE;
}

static void fields(struct page *p, const struct val *of, const struct shown *field, int count)
{
	enum { INDENT = 14 };
	for (int i = 0; i < count; i++) {
		struct str s = words(p, val_get(of, field[i].key));
		if (s.n)
			text(p,
			     str_fmt(p->c->a, "  %.*s",
				     STR_ARG(msg_text(field[i].name, p->c->lang))),
			     INDENT, s);
	}
}

static void events(struct page *p, const struct val *of)
{
	buf_byte(&p->out, '\n');
	head(p, msg_text(MSG_SHOW_EVENTS, p->c->lang));
	const struct val *list = val_get(of, S("events"));
	for val_each(v, list) {
		struct str says =
			verb_says(p->c->a, val_get_str(v, S("verb")), val_get_str(v, S("actor")),
				  val_get_str(v, S("target")), p->c->lang);
		struct str when =
			str_fmt(p->c->a, "  %.*s  ", STR_ARG(val_get_str(v, S("recorded"))));
		text(p, when, (int)width_str(when), says);
	}
}

static void inspection(struct page *p, const struct val *v)
{
	fields(p, v, inspection_fields, sizeof(inspection_fields) / sizeof(*inspection_fields));
	for val_each(category, val_get(v, S("categories"))) {
		buf_byte(&p->out, '\n');
		struct str title = val_get_str(category, S("title"));
		struct str ordinal = val_get_str(category, S("ordinal"));
		if (title.n)
			head(p, str_fmt(p->c->a, "%.*s%.*s", STR_ARG(ordinal), STR_ARG(title)));
		const struct val *findings = val_get(category, S("findings"));
		for val_each(f, findings) {
			struct str code =
				str_fmt(p->c->a, "  %.*s  ", STR_ARG(val_get_str(f, S("code"))));
			struct str name = val_get_str(f, S("title"));
			struct str says = str_fmt(p->c->a, "%.*s  [%.*s]", STR_ARG(name),
						  STR_ARG(val_get_str(f, S("state_name"))));
			text(p, code, (int)width_str(code), says);
		}
	}
	buf_byte(&p->out, '\n');
	head(p, msg_text(MSG_SHOW_EVIDENCE, p->c->lang));
	for val_each(f, val_get(v, S("evidence")))
		text(p, S("  "), 2, val_get_str(f, S("name")));
}

/* Reports or decisions, a line each: date, who, what it is of, its words. */
static void dated(struct page *p, const struct val *list, enum msg title, struct str of)
{
	if (!list || !list->count)
		return;
	buf_byte(&p->out, '\n');
	head(p, msg_text(title, p->c->lang));
	for val_each(v, list) {
		struct str due = val_get_str(v, S("due")), about = words(p, val_get(v, of));
		struct str when = str_fmt(p->c->a, "  %.*s  ", STR_ARG(val_get_str(v, S("date"))));
		struct str says = str_fmt(p->c->a, "%.*s %.*s%s%.*s%s%.*s",
					  STR_ARG(val_get_str(v, S("actor"))), STR_ARG(about),
					  due.n ? " " : "", STR_ARG(due), about.n ? ": " : "",
					  STR_ARG(val_get_str(v, S("text"))));
		text(p, when, (int)width_str(when), says);
	}
}

static struct str figure(struct page *p, const struct val *v)
{
	double num = v && v->kind == VAL_NUM ? v->num : v && v->kind == VAL_INT ? (double)v->i : 0;
	return v && (v->kind == VAL_NUM || v->kind == VAL_INT) ? str_fmt(p->c->a, "%.10g", num)
							       : S("—");
}

/* A measure's indicators and milestones, a line each. */
static void held_to(struct page *p, const struct val *m)
{
	enum { INDENT = 6 };
	for val_each(v, val_get(m, S("indicators")))
		text(p, S(""), INDENT,
		     msg_fill(p->c->a, MSG_SHOW_INDICATOR, p->c->lang,
			      ARGS(val_get_str(v, S("name")), figure(p, val_get(v, S("actual"))),
				   figure(p, val_get(v, S("target"))),
				   val_get_str(v, S("unit")))));
	for val_each(v, val_get(m, S("milestones"))) {
		struct str actual = val_get_str(v, S("actual"));
		text(p, S(""), INDENT,
		     msg_fill(p->c->a, MSG_SHOW_MILESTONE, p->c->lang,
			      ARGS(val_get_str(v, S("name")), val_get_str(v, S("planned")),
				   actual.p ? actual : S("—"))));
	}
}

/* What was attached: number, title, its own date, its file. */
static void attached(struct page *p, const struct val *list)
{
	if (!list || !list->count)
		return;
	buf_byte(&p->out, '\n');
	head(p, msg_text(MSG_SHOW_EVIDENCE, p->c->lang));
	for val_each(v, list) {
		struct str number = val_get_str(v, S("number"));
		struct str voided = val_get_str(v, S("voided"));
		struct str cleared = val_get_str(v, S("cleared"));
		enum msg state = voided.p    ? MSG_EVIDENCE_IS_VOID
				 : cleared.p ? MSG_EVIDENCE_IS_PUBLIC
					     : MSG_NONE;
		struct str word = msg_text(state, p->c->lang);
		text(p, str_fmt(p->c->a, "  %.*s  ", STR_ARG(number)), (int)number.n + 4,
		     str_fmt(p->c->a, "%.*s  %.*s  (%.*s)%s%.*s%s",
			     STR_ARG(val_get_str(v, S("date"))),
			     STR_ARG(val_get_str(v, S("title"))),
			     STR_ARG(val_get_str(v, S("name"))), word.n ? " [" : "", STR_ARG(word),
			     word.n ? "]" : ""));
	}
}

static void finding(struct page *p, const struct val *v)
{
	fields(p, v, finding_fields, sizeof(finding_fields) / sizeof(*finding_fields));
	buf_byte(&p->out, '\n');
	head(p, msg_text(MSG_LIST_MEASURES, p->c->lang));
	for val_each(m, val_get(v, S("measures"))) {
		struct str ordinal = words(p, val_get(m, S("ordinal")));
		text(p, str_fmt(p->c->a, "%4.*s  ", STR_ARG(ordinal)), 6,
		     val_get_str(m, S("text")));
		if (val_get_str(m, S("reported")).p)
			text(p, S(""), 6,
			     msg_fill(p->c->a, MSG_SHOW_REPORTED, p->c->lang,
				      ARGS(val_get_str(m, S("progress_name")),
					   val_get_str(m, S("reported")))));
		held_to(p, m);
	}
	attached(p, val_get(v, S("evidence")));
	dated(p, val_get(v, S("reports")), MSG_SHOW_REPORTS, S("measure"));
	dated(p, val_get(v, S("decisions")), MSG_SHOW_DECISIONS, S("verb"));
}

/* An order, a case or a regulation: its findings, then what was done. */
static void office(struct page *p, const struct val *v, const struct shown *field, int count)
{
	fields(p, v, field, count);
	const struct val *list = val_get(v, S("findings"));
	if (list && list->count) {
		buf_byte(&p->out, '\n');
		head(p, msg_text(MSG_LIST_FINDINGS, p->c->lang));
	}
	for val_each(f, list) {
		struct str code =
			str_fmt(p->c->a, "  %.*s  ", STR_ARG(val_get_str(f, S("code"))));
		text(p, code, (int)width_str(code), val_get_str(f, S("title")));
	}
	dated(p, val_get(v, S("steps")), MSG_SHOW_DECISIONS, S("verb"));
}

static void order(struct page *p, const struct val *v)
{
	office(p, v, SHOWN(order_fields));
}

static void resident_case(struct page *p, const struct val *v)
{
	office(p, v, SHOWN(case_fields));
}

static void regulation(struct page *p, const struct val *v)
{
	office(p, v, SHOWN(regulation_fields));
}

/* What every record has, then the fields and nodes that its register's has. */
static void record(struct page *p, const struct val *v)
{
	const struct val *cell = val_get(v, S("cells"))->first;
	fields(p, v, SHOWN(record_fields));
	for val_each(f, val_get(val_get(v, S("definition")), S("fields"))) {
		if (cell && cell->s.n)
			text(p, str_fmt(p->c->a, "  %.*s  ", STR_ARG(val_get_str(f, S("label")))),
			     14, cell->s);
		cell = cell ? cell->next : NULL;
	}
	dated(p, val_get(v, S("nodes")), MSG_REGISTERS_NODES, S("label"));
	dated(p, val_get(v, S("steps")), MSG_SHOW_DECISIONS, S("verb"));
}

static void publication(struct page *p, const struct val *v)
{
	office(p, v, SHOWN(publication_fields));
}

/* How each kind of object is shown. */
static const struct {
	struct str object;
	void (*show)(struct page *p, const struct val *v);
} kinds[] = {
	{ S("inspection"), inspection }, { S("finding"), finding },   { S("order"), order },
	{ S("case"), resident_case },    { S("regulation"), regulation },
	{ S("record"), record },
	{ S("publication"), publication },
};

static void show(struct page *p, const struct val *v)
{
	struct str object = val_get_str(v, S("object")), code = val_get_str(v, S("code"));
	/* an inspection's title is its notice's, one of the fields */
	struct str title = str_eq(object, S("inspection")) ? STR_NONE : val_get_str(v, S("title"));
	head(p, title.n ? str_fmt(p->c->a, "%.*s  %.*s", STR_ARG(code), STR_ARG(title)) : code);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (str_eq(kinds[i].object, object))
			kinds[i].show(p, v);
	events(p, v);
}

int cmd_show(struct cli *c)
{
	struct err e = { 0 };
	struct store *s;
	const struct val *v;
	int status;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = view_show(s, c->a, str_of(c->arg[0]), c->lang, &v, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	if (cli_has(c, OPT_JSON)) {
		cli_print_json(c, v, false);
		return 0;
	}
	struct table_look look = table_look_of(STDOUT_FILENO);
	struct page p = { .c = c, .width = look.width, .colour = look.colour };
	buf_init(&p.out, c->a);
	show(&p, v);
	cli_print(c, buf_str(&p.out));
	return 0;
}

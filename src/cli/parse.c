/* huiyin parse: the notice's tree, drawn for people or as JSON. */
#include <math.h>
#include <unistd.h>

#include "base/os.h"
#include "cli/sheet.h"
#include "in/grid.h"
#include "notice/parse.h"
#include "out/table.h"
#include "text/width.h"

/* What drawing needs at every line. */
struct drawing {
	struct cli *c;
	struct buf out;
	int width;     /* columns of the terminal; 0: nothing is cut */
	bool colour;
};

/* One line: branches, a head in bold, text cut to the width. */
static void line(struct drawing *d, const char *branch, struct str head, struct str text)
{
	struct str b = str_of(branch);
	struct str s = table_clean(d->c->a, text);
	ptrdiff_t used = width_str(b) + width_str(head);
	buf_add(&d->out, b);
	if (head.n && d->colour)
		buf_fmt(&d->out, "\033[1m%.*s\033[0m", STR_ARG(head));
	else
		buf_add(&d->out, head);
	ptrdiff_t room = d->width - used;
	if (d->width && width_str(s) > room) {
		s = str_cut(s, 0, width_fit(s, room > 2 ? room - 2 : 0));
		buf_add(&d->out, s);
		buf_add(&d->out, S("…"));
	} else {
		buf_add(&d->out, s);
	}
	buf_byte(&d->out, '\n');
}

static struct str word(const struct drawing *d, enum msg msg)
{
	return msg_text(msg, d->c->lang);
}

/* `name  value`, where there is a value. */
static void field(struct drawing *d, enum msg name, struct str value)
{
	if (value.n)
		line(d, "  ", str_fmt(d->c->a, "%.*s  ", STR_ARG(word(d, name))), value);
}

static struct str range(struct arena *a, struct date from, struct date to)
{
	if (date_none(from))
		return STR_NONE;
	if (date_none(to))
		return date_iso(a, from);
	return str_fmt(a, "%.*s – %.*s", STR_ARG(date_iso(a, from)), STR_ARG(date_iso(a, to)));
}

static void draw_header(struct drawing *d, const struct notice *n)
{
	struct arena *a = d->c->a;
	const struct inspection *in = &n->inspection;
	struct str inspected = in->team;
	if (in->team.n && in->inspected.n)
		inspected = str_fmt(a, "%.*s → %.*s", STR_ARG(in->team), STR_ARG(in->inspected));
	line(d, "", n->title.n ? n->title : word(d, MSG_PARSE_NO_TITLE), S(""));
	field(d, MSG_PARSE_ISSUER, n->issuer);
	field(d, MSG_PARSE_PUBLISHED,
	      date_none(n->published) ? STR_NONE : date_iso(a, n->published));
	field(d, MSG_PARSE_KIND, in->kind);
	field(d, MSG_PARSE_AUTHORITY, in->authority);
	field(d, MSG_PARSE_TEAM, inspected);
	field(d, MSG_PARSE_PERIOD, range(a, in->start, in->end));
	field(d, MSG_PARSE_FEEDBACK,
	      date_none(in->feedback) ? STR_NONE : date_iso(a, in->feedback));
	for (ptrdiff_t i = 0; i < n->contact.phones; i++)
		field(d, MSG_PARSE_PHONE, n->contact.phone[i]);
	field(d, MSG_PARSE_ADDRESS, n->contact.address);
	field(d, MSG_PARSE_POSTCODE, n->contact.postcode);
	field(d, MSG_PARSE_EMAIL, n->contact.email);
	field(d, MSG_PARSE_DISCLOSURE, n->disclosure.raw);
}

static struct str number(struct arena *a, double x)
{
	return str_fmt(a, "%.*g", 12, x);
}

static struct str fact_words(struct drawing *d, const struct fact *f)
{
	struct arena *a = d->c->a;
	struct str plan = f->expected ? word(d, MSG_PARSE_PLANNED) : S("");
	struct str value = number(a, f->value);
	switch (f->kind) {
	case FACT_DATE:
		return str_fmt(a, "%.*s%.*s", STR_ARG(f->text), STR_ARG(plan));
	case FACT_RATE:
	case FACT_COUNT:
	case FACT_AREA:
	case FACT_MONEY:
	case FACT_PERCENT:
	case FACT_KINDS:
		break;
	}
	if (f->kind == FACT_MONEY)
		return str_fmt(a, "%.*s（%.*s %.*s）", STR_ARG(f->text), STR_ARG(value),
			       STR_ARG(f->unit));
	return str_fmt(a, "%.*s %.*s", STR_ARG(f->text), STR_ARG(f->of));
}

static void draw_measure(struct drawing *d, const struct measure *m, const char *bar, bool last)
{
	struct arena *a = d->c->a;
	char *branch = str_cstr(a, str_fmt(a, "%s%s", bar, last ? "└─ " : "├─ "));
	line(d, branch, str_fmt(a, "%d ", m->ordinal), m->text);
	if (!m->facts)
		return;
	struct buf b;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < m->facts; i++) {
		if (i)
			buf_add(&b, S(" · "));
		buf_add(&b, str_trim(fact_words(d, &m->fact[i])));
	}
	char *under = str_cstr(a, str_fmt(a, "%s%s    ", bar, last ? "   " : "│  "));
	line(d, under, S(""), buf_str(&b));
}

static struct str titled(struct drawing *d, struct str ordinal, struct str title)
{
	struct arena *a = d->c->a;
	if (!title.n)
		title = word(d, MSG_PARSE_NO_TITLE);
	return ordinal.n ? str_fmt(a, "%.*s %.*s", STR_ARG(ordinal), STR_ARG(title)) : title;
}

static void draw_category(struct drawing *d, const struct category *c, bool last)
{
	struct arena *a = d->c->a;
	const char *bar = "";
	if (c->title.n) {
		line(d, last ? "└─ " : "├─ ", titled(d, c->ordinal, c->title), S(""));
		bar = last ? "   " : "│  ";
	}
	for (ptrdiff_t i = 0; i < c->findings; i++) {
		const struct finding *f = &c->finding[i];
		bool end = i + 1 == c->findings;
		char *branch = str_cstr(a, str_fmt(a, "%s%s", bar, end ? "└─ " : "├─ "));
		char *below = str_cstr(a, str_fmt(a, "%s%s", bar, end ? "   " : "│  "));
		line(d, branch, S(""), titled(d, f->ordinal, f->title));
		for (ptrdiff_t k = 0; k < f->measures; k++)
			draw_measure(d, &f->measure[k], below, k + 1 == f->measures);
	}
}

static void draw(struct drawing *d, const struct notice *n)
{
	static const enum msg roles[] = { MSG_PARSE_RESPONSIBILITY, MSG_PARSE_FINDINGS,
					  MSG_PARSE_NEXT, MSG_PARSE_OTHER };
	struct arena *a = d->c->a;
	ptrdiff_t findings = 0, measures = 0, facts = 0;
	draw_header(d, n);
	buf_byte(&d->out, '\n');
	for (ptrdiff_t i = 0; i < n->sections; i++) {
		const struct section *s = &n->section[i];
		line(d, "", S(""),
		     str_fmt(a, "%.*s  [%.*s]", STR_ARG(titled(d, s->ordinal, s->title)),
			     STR_ARG(word(d, roles[s->role]))));
	}
	buf_byte(&d->out, '\n');
	for (ptrdiff_t i = 0; i < n->categories; i++) {
		const struct category *c = &n->category[i];
		draw_category(d, c, i + 1 == n->categories);
		findings += c->findings;
		for (ptrdiff_t k = 0; k < c->findings; k++) {
			measures += c->finding[k].measures;
			for (ptrdiff_t m = 0; m < c->finding[k].measures; m++)
				facts += c->finding[k].measure[m].facts;
		}
	}
	struct str totals =
		msg_fill(a, MSG_PARSE_TOTALS, d->c->lang,
			 ARGS(str_fmt(a, "%td", n->categories), str_fmt(a, "%td", findings),
			      str_fmt(a, "%td", measures), str_fmt(a, "%td", facts)));
	buf_byte(&d->out, '\n');
	line(d, "", S(""), totals);
}

static void print_notice(struct cli *c, const struct source *src, int i)
{
	struct table_look look = table_look_of(STDOUT_FILENO);
	struct notice *n = notice_parse(c->a, src);
	if (cli_has(c, OPT_JSON)) {
		cli_print_json(c, notice_val(c->a, n, false), c->args > 1);
		return;
	}
	struct drawing d = { .c = c, .width = look.width, .colour = look.colour };
	buf_init(&d.out, c->a);
	if (c->args > 1)
		buf_fmt(&d.out, "%s== %s ==\n", i ? "\n" : "", c->arg[i]);
	draw(&d, n);
	cli_print(c, buf_str(&d.out));
}

/* The exit status: of a sheet with faults it is 1. */
static int parse_one(struct cli *c, int i)
{
	struct str bytes, name = str_of(c->arg[i]);
	struct source src;
	struct err e = { 0 };
	if (!os_read(c->a, c->arg[i], SOURCE_BYTES_MAX, &bytes, &e))
		return cli_fail(c, &e);
	if (grid_looks(name, bytes))
		return cli_parse_sheet(c, name, bytes);
	if (!source_parse(c->a, name, bytes, &src, &e))
		return cli_fail(c, &e);
	print_notice(c, &src, i);
	return 0;
}

int cmd_parse(struct cli *c)
{
	int status = 0;
	for (int i = 0; i < c->args; i++) {
		struct arena_mark mark = arena_mark(c->a);
		int one = parse_one(c, i);
		status = one > status ? one : status;
		arena_release(c->a, mark);
	}
	return status;
}

/* huiyin packs: rule packs listed, shown, checked, taken into the ledger. */
#include <unistd.h>

#include "base/os.h"
#include "cli/door.h"
#include "out/table.h"
#include "view/pack_view.h"

static void print_table(struct cli *c, const struct val *rows)
{
	const struct table_column column[] = {
		{ S("name"), msg_text(MSG_PACKS_NAME, c->lang), 0 },
		{ S("english"), msg_text(MSG_PACKS_ENGLISH, c->lang), 0 },
		{ S("where"), msg_text(MSG_PACKS_WHERE, c->lang), 0 },
		{ S("id"), msg_text(MSG_PACKS_ID, c->lang), 0 },
		{ S("inspections"), msg_text(MSG_PACKS_INSPECTIONS, c->lang), 0 },
		{ S("deadlines"), msg_text(MSG_PACKS_DEADLINES, c->lang), 0 },
		{ S("levels"), msg_text(MSG_PACKS_LEVELS, c->lang), 0 },
	};
	struct buf b;
	for (struct val *row = rows->first; row; row = row->next) {
		bool kept = val_get_int(row, S("id"), 0);
		val_put_str(c->a, row, S("where"),
			    msg_text(kept ? MSG_PACKS_LEDGER : MSG_PACKS_CARRIED, c->lang));
	}
	buf_init(&b, c->a);
	table_write(&b, column, sizeof(column) / sizeof(*column), rows,
		    table_look_of(STDOUT_FILENO));
	cli_print(c, buf_str(&b));
}

static int list_packs(struct cli *c)
{
	struct store *s;
	const struct val *rows;
	struct err e = { 0 };
	int status;
	if (!door_open_or_none(c, &s, &status))
		return status;
	bool ok = view_packs(s, c->a, &rows, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	if (cli_has(c, OPT_JSON))
		cli_print_json(c, rows, false);
	else
		print_table(c, rows);
	return 0;
}

static void line(struct cli *c, int indent, struct str text)
{
	cli_print(c, str_fmt(c->a, "%*s%.*s\n", indent, "", STR_ARG(table_clean(c->a, text))));
}

static struct str words(struct cli *c, enum msg msg)
{
	return msg_text(msg, c->lang);
}

static void print_source(struct cli *c, struct str source)
{
	if (source.n)
		line(c, 6, msg_fill(c->a, MSG_PACKS_SAYS_SOURCE, c->lang, ARGS(source)));
}

static void print_deadlines(struct cli *c, const struct val *v)
{
	static const struct { struct str sets; enum msg says; } sets[] = {
		{ S("plan"), MSG_PACKS_SETS_PLAN },
		{ S("due"), MSG_PACKS_SETS_DUE },
		{ S("report"), MSG_PACKS_SETS_REPORT },
	};
	if (val_get(v, S("deadlines"))->count)
		line(c, 0, words(c, MSG_PACKS_SAYS_DEADLINES));
	for val_each(d, val_get(v, S("deadlines"))) {
		struct str class = val_get_str(d, S("class")), thing = STR_NONE;
		enum msg of = msg_find(str_fmt(c->a, "class.%.*s", STR_ARG(class)));
		for (int i = 0; i < 3; i++)
			if (str_eq(sets[i].sets, val_get_str(d, S("sets"))))
				thing = words(c, sets[i].says);
		struct str limits = class.p ? msg_fill(c->a, MSG_PACKS_OF_CLASS, c->lang,
						       ARGS(words(c, of)))
					    : S("");
		struct str off = val_get(d, S("off"))->yes ? words(c, MSG_PACKS_OFF) : S("");
		line(c, 2,
		     str_fmt(c->a, "%.*s%.*s -> %.*s%.*s", STR_ARG(val_get_str(d, S("says"))),
			     STR_ARG(limits), STR_ARG(thing), STR_ARG(off)));
		print_source(c, val_get_str(d, S("source")));
	}
}

static void print_states(struct cli *c, const struct val *v)
{
	const struct val *sources = val_get(v, S("sources"));
	line(c, 0, words(c, MSG_PACKS_SAYS_STATES));
	for val_each(row, val_get(v, S("states"))) {
		struct str of = val_get_str(row, S("of"));
		line(c, 2,
		     str_fmt(c->a, "%.*s%s%.*s: %.*s", STR_ARG(val_get_str(row, S("state"))),
			     of.p ? "." : "", STR_ARG(of),
			     STR_ARG(val_get_str(row, S("outward")))));
	}
	print_source(c, val_get_str(sources, S("states")));
	struct str near = str_fmt(c->a, "%lld", (long long)val_get_int(v, S("near_days"), 0));
	line(c, 0, msg_fill(c->a, MSG_PACKS_SAYS_LIGHTS, c->lang, ARGS(near)));
	for val_each(row, val_get(v, S("lights")))
		line(c, 2,
		     str_fmt(c->a, "%.*s: %.*s %.*s", STR_ARG(val_get_str(row, S("when"))),
			     STR_ARG(val_get_str(row, S("colour"))),
			     STR_ARG(val_get_str(row, S("word")))));
	print_source(c, val_get_str(sources, S("lights")));
}

static struct str joined(struct cli *c, const struct val *list)
{
	struct buf b;
	buf_init(&b, c->a);
	for val_each(v, list) {
		buf_add(&b, b.n ? S(" ") : S(""));
		if (v->kind == VAL_INT)
			buf_fmt(&b, "%lld", (long long)v->i);
		else
			buf_add(&b, v->s);
	}
	return buf_str(&b);
}

static struct str number(struct cli *c, const struct val *v, struct str key)
{
	return str_fmt(c->a, "%lld", (long long)val_get_int(v, key, 0));
}

static void print_rest(struct cli *c, const struct val *v)
{
	const struct val *sources = val_get(v, S("sources"));
	const struct val *extension = val_get(v, S("extension"));
	bool apart = val_get(v, S("withdrawn_apart"))->yes;
	bool down = str_eq(val_get_str(v, S("rounding")), S("down"));
	int level = 0;
	line(c, 0,
	     msg_fill(c->a, MSG_PACKS_SAYS_COMPLETION, c->lang,
		      ARGS(joined(c, val_get(v, S("counts"))),
			   words(c, apart ? MSG_PACKS_WITHOUT_WITHDRAWN : MSG_PACKS_ALL),
			   number(c, v, S("decimals")),
			   words(c, down ? MSG_PACKS_DOWN : MSG_PACKS_HALF_UP))));
	print_source(c, val_get_str(sources, S("completion")));
	for val_each(row, val_get(v, S("levels")))
		line(c, 0,
		     msg_fill(c->a, MSG_PACKS_SAYS_REVIEW, c->lang,
			      ARGS(str_fmt(c->a, "%d", ++level), val_get_str(row, S("above")))));
	print_source(c, val_get_str(sources, S("review")));
	line(c, 0,
	     msg_fill(c->a, MSG_PACKS_SAYS_REMINDERS, c->lang,
		      ARGS(joined(c, val_get(v, S("reminders"))))));
	print_source(c, val_get_str(sources, S("reminders")));
	if (!val_get_str(sources, S("extension")).p)
		return;
	line(c, 0,
	     msg_fill(c->a, MSG_PACKS_SAYS_EXTENSION, c->lang,
		      ARGS(number(c, extension, S("times")), number(c, extension, S("days")),
			   number(c, extension, S("ahead")))));
	print_source(c, val_get_str(sources, S("extension")));
}

static int show_pack(struct cli *c, struct str name)
{
	struct store *s;
	struct str text;
	struct err e = { 0 };
	struct pack *p = arena_new(c->a, struct pack, 1);
	int status;
	if (!door_open_or_none(c, &s, &status))
		return status;
	bool ok = view_pack_text(s, c->a, name, &text, &e) && pack_read(c->a, text, p, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	const struct val *v = view_pack(c->a, p, c->lang);
	if (cli_has(c, OPT_JSON)) {
		cli_print_json(c, v, false);
		return 0;
	}
	line(c, 0, str_fmt(c->a, "%.*s %.*s", STR_ARG(p->name), STR_ARG(p->english)));
	print_deadlines(c, v);
	print_states(c, v);
	print_rest(c, v);
	return 0;
}

/* Reads the file; false after saying what is wrong with it. */
static bool read_file(struct cli *c, const char *file, struct str *text, struct pack *p,
		      int *status)
{
	struct err e = { 0 };
	if (!os_read(c->a, file, PACK_BYTES, text, &e)) {
		*status = cli_fail(c, &e);
		return false;
	}
	str_drop_head(text, S("\xEF\xBB\xBF")); /* a byte order mark */
	if (pack_read(c->a, *text, p, &e))
		return true;
	cli_say(c, MSG_PACKS_BAD, ARGS(str_of(file), err_text(c->a, &e, c->lang)));
	*status = 1;
	return false;
}

static int add_pack(struct cli *c, struct str text)
{
	struct result r;
	struct val *fields = val_map(c->a);
	int status;
	val_put_str(c->a, fields, S("text"), text);
	struct action act = door_action(c, S("add-pack"), fields);
	if (!door_act(c, &act, &r, &status))
		return status;
	cli_say(c, r.same ? MSG_PACKS_SAME : MSG_PACKS_ADDED,
		ARGS(r.target, r.same ? STR_NONE : str_fmt(c->a, "%lld", (long long)r.seq)));
	return 0;
}

int cmd_packs(struct cli *c)
{
	struct pack *p = arena_new(c->a, struct pack, 1);
	struct str word = c->args ? str_of(c->arg[0]) : STR_NONE, text;
	int status = 2;
	bool check = str_eq(word, S("check")), adds = str_eq(word, S("add"));
	if (!c->args)
		return list_packs(c);
	if ((c->args == 2) != (check || adds)) {
		cli_say(c, MSG_PACKS_WHAT, ARGS(str_of(c->arg[c->args - 1])));
		return 2;
	}
	if (c->args == 1)
		return show_pack(c, word);
	if (!read_file(c, c->arg[1], &text, p, &status))
		return status;
	if (adds)
		return add_pack(c, text);
	cli_say(c, MSG_PACKS_GOOD, ARGS(str_of(c->arg[1]), p->name));
	return 0;
}

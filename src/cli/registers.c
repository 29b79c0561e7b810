/* huiyin registers: registers listed, shown, checked, taken into the ledger;
 * huiyin count: what they count. */
#include <unistd.h>

#include "base/os.h"
#include "cli/door.h"
#include "cli/records.h"
#include "out/table.h"

#define WORD(msg) msg_text(msg, c->lang)

static void print(struct cli *c, const struct table_column *column, int columns,
		  const struct val *rows)
{
	struct buf b;
	buf_init(&b, c->a);
	table_write(&b, column, columns, rows, table_look_of(STDOUT_FILENO));
	cli_print(c, buf_str(&b));
}

static int list_registers(struct cli *c)
{
	struct store *s;
	const struct val *rows;
	struct err e = { 0 };
	int status;
	if (!door_open_or_none(c, &s, &status))
		return status;
	bool ok = view_registers(s, c->a, c->lang, &rows, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	const struct table_column column[] = {
		{ S("name"), WORD(MSG_REGISTERS_NAME), 0 },
		{ S("title"), WORD(MSG_REGISTERS_TITLE), 0 },
		{ S("unit"), WORD(MSG_REGISTERS_UNIT), 0 },
		{ S("fields"), WORD(MSG_REGISTERS_FIELDS), 0 },
		{ S("counts"), WORD(MSG_REGISTERS_COUNTS), 0 },
		{ S("nodes"), WORD(MSG_REGISTERS_NODES), 0 },
		{ S("about"), WORD(MSG_REGISTERS_ABOUT_HEAD), 12 },
	};
	if (cli_has(c, OPT_JSON))
		cli_print_json(c, rows, false);
	else
		print(c, column, sizeof(column) / sizeof(*column), rows);
	return 0;
}

/* Fields with a word for each thing that is asked of them. */
static void finish_fields(struct cli *c, const struct val *list)
{
	for (struct val *f = list->first; f; f = f->next) {
		struct buf b;
		buf_init(&b, c->a);
		for val_each(k, val_get(f, S("choices")))
			buf_fmt(&b, "%s%.*s %.*s", b.n ? "; " : "",
				STR_ARG(val_get_str(k, S("name"))),
				STR_ARG(val_get_str(k, S("label"))));
		if (val_get(f, S("required"))->yes)
			buf_fmt(&b, "%s%.*s", b.n ? "; " : "",
				STR_ARG(WORD(MSG_REGISTERS_REQUIRED)));
		if (val_get(f, S("personal"))->yes)
			buf_fmt(&b, "%s%.*s", b.n ? "; " : "",
				STR_ARG(WORD(MSG_REGISTERS_PERSONAL)));
		val_put_str(c->a, f, S("more"), buf_str(&b));
	}
}

static void print_register(struct cli *c, const struct val *v)
{
	const struct table_column field[] = {
		{ S("name"), WORD(MSG_REGISTERS_FIELD), 0 },
		{ S("label"), WORD(MSG_REGISTERS_LABEL), 0 },
		{ S("type"), WORD(MSG_REGISTERS_TYPE), 0 },
		{ S("more"), WORD(MSG_REGISTERS_MORE_HEAD), 12 },
	};
	const struct table_column node[] = {
		{ S("name"), WORD(MSG_REGISTERS_NODE), 0 },
		{ S("label"), WORD(MSG_REGISTERS_LABEL), 0 },
		{ S("needs"), WORD(MSG_REGISTERS_NEEDS), 0 },
	};
	const struct table_column count[] = {
		{ S("name"), WORD(MSG_REGISTERS_COUNT), 0 },
		{ S("label"), WORD(MSG_REGISTERS_LABEL), 0 },
		{ S("unit"), WORD(MSG_REGISTERS_COUNT_UNIT), 0 },
		{ S("rule"), WORD(MSG_REGISTERS_RULE), 0 },
		{ S("of"), WORD(MSG_REGISTERS_OF), 0 },
		{ S("where"), WORD(MSG_REGISTERS_WHERE), 12 },
	};
	const struct val *nodes = val_get(v, S("nodes"));
	cli_print(c, str_fmt(c->a, "%.*s  %.*s\n%.*s\n\n", STR_ARG(val_get_str(v, S("name"))),
			     STR_ARG(val_get_str(v, S("title"))),
			     STR_ARG(val_get_str(v, S("about")))));
	finish_fields(c, val_get(v, S("fields")));
	print(c, field, 4, val_get(v, S("fields")));
	if (nodes->count) {
		cli_print(c, S("\n"));
		print(c, node, 3, nodes);
	}
	cli_print(c, S("\n"));
	print(c, count, 6, val_get(v, S("counts")));
}

static int show_register(struct cli *c, struct str name)
{
	struct store *s;
	struct err e = { 0 };
	struct register_def *def = arena_new(c->a, struct register_def, 1);
	struct records_asked asked = { .name = name, .person = door_as(c) };
	struct str text = register_carried(c->a, name);
	int64_t unit;
	int status;
	if (cli_has(c, OPT_UNIT))
		asked.unit = str_of(c->value[OPT_UNIT]);
	if (!door_open_or_none(c, &s, &status))
		return status;
	bool ok = s        ? view_records_of(s, c->a, &asked, def, &text, &unit, &e)
		  : text.p ? register_read(c->a, text, def, &e)
			   : err_set(&e, ERR_NOT_FOUND, MSG_REGISTER_NONE, ARGS(name));
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	const struct val *v = view_register(c->a, def, c->lang);
	if (cli_has(c, OPT_JSON))
		cli_print_json(c, v, false);
	else
		print_register(c, v);
	return 0;
}

static int add_register(struct cli *c, struct str text)
{
	struct result r;
	struct val *fields = val_map(c->a);
	int status;
	val_put_str(c->a, fields, S("text"), text);
	if (cli_has(c, OPT_UNIT))
		val_put_str(c->a, fields, S("unit"), str_of(c->value[OPT_UNIT]));
	struct action act = door_action(c, S("add-register"), fields);
	if (!door_act(c, &act, &r, &status))
		return status;
	cli_say(c, r.same ? MSG_REGISTERS_SAME : MSG_REGISTERS_ADDED,
		ARGS(r.target, r.same ? STR_NONE : str_fmt(c->a, "%lld", (long long)r.seq)));
	return 0;
}

int cmd_registers(struct cli *c)
{
	struct register_def *def = arena_new(c->a, struct register_def, 1);
	struct str word = c->args ? str_of(c->arg[0]) : STR_NONE, text;
	struct err e = { 0 };
	bool check = str_eq(word, S("check")), adds = str_eq(word, S("add"));
	if (!c->args)
		return list_registers(c);
	if ((c->args == 2) != (check || adds)) {
		cli_say(c, MSG_REGISTERS_WHAT, ARGS(str_of(c->arg[c->args - 1])));
		return 2;
	}
	if (c->args == 1)
		return show_register(c, word);
	if (!os_read(c->a, c->arg[1], CONF_BYTES, &text, &e))
		return cli_fail(c, &e);
	str_drop_head(&text, S("\xEF\xBB\xBF")); /* a byte order mark */
	if (!register_read(c->a, text, def, &e)) {
		cli_say(c, MSG_PACKS_BAD, ARGS(str_of(c->arg[1]), err_text(c->a, &e, c->lang)));
		return 1;
	}
	if (adds)
		return add_register(c, text);
	cli_say(c, MSG_REGISTERS_GOOD, ARGS(str_of(c->arg[1]), def->name));
	return 0;
}

static bool take_date(struct cli *c, struct str value, struct date *out)
{
	if (date_parse(value, out))
		return true;
	cli_say(c, MSG_DUE_ON, ARGS(value));
	return false;
}

bool records_take(struct cli *c, bool counts, struct records_asked *out)
{
	const struct str names[] = { S("from"), S("to"), counts ? S("where") : S("limit"),
				     S("after") };
	*out = (struct records_asked){ .name = str_of(c->arg[0]), .person = door_as(c) };
	if (cli_has(c, OPT_UNIT))
		out->unit = str_of(c->value[OPT_UNIT]);
	for (int i = 0; i < c->fields; i++) {
		const struct cli_field *f = &c->field[i];
		bool ok = true;
		if (str_eq(f->name, S("from")))
			ok = take_date(c, f->value, &out->from);
		else if (str_eq(f->name, S("to")))
			ok = take_date(c, f->value, &out->to);
		else if (counts && str_eq(f->name, S("where")))
			out->where = f->value;
		else if (!counts && str_eq(f->name, S("after")))
			out->after = f->value;
		else if (counts || !door_limit(c, f, &out->limit))
			return door_unknown(c, f, names, counts ? 3 : 4);
		if (!ok)
			return false;
	}
	return true;
}

void help_records(struct cli *c)
{
	cli_print(c, WORD(MSG_RECORDS_FILTERS));
}

void help_count(struct cli *c)
{
	cli_print(c, WORD(MSG_COUNT_FILTERS));
}

int cmd_count(struct cli *c)
{
	struct records_asked asked;
	struct err e = { 0 };
	struct date today;
	struct store *s;
	const struct val *v;
	int status;
	if (!records_take(c, true, &asked) || !door_day(c, &today))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = view_count(s, c->a, &asked, today, c->lang, &v, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	const struct table_column column[] = {
		{ S("name"), WORD(MSG_REGISTERS_COUNT), 0 },
		{ S("label"), WORD(MSG_REGISTERS_LABEL), 0 },
		{ S("text"), WORD(MSG_REGISTERS_FIGURE), 0 },
		{ S("unit"), WORD(MSG_REGISTERS_COUNT_UNIT), 0 },
	};
	if (cli_has(c, OPT_JSON))
		cli_print_json(c, v, false);
	else
		print(c, column, 4, val_get(v, S("counts")));
	return 0;
}

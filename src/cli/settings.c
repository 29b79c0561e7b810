/* huiyin settings: all of them, one of them, and setting one by the action door. */
#include <unistd.h>

#include "cli/door.h"
#include "ledger/verb.h"
#include "out/table.h"

static struct str kind_of(struct cli *c, const struct setting_row *row)
{
	if (row->rule.words.n || row->roles)
		return row->roles ? S("none clerk lead supervisor publisher auditor admin")
				  : row->rule.words;
	if (row->rule.type == VALUE_INT)
		return str_fmt(c->a, "%lld..%lld", (long long)row->rule.min,
			       (long long)row->rule.max);
	return msg_text(MSG_ACT_TEXT, c->lang);
}

static struct val *rows_of(struct cli *c, const struct settings *now, int only)
{
	struct val *list = val_list(c->a);
	for (int i = 0; i < SETTING_COUNT; i++) {
		const struct setting_row *row = &setting_rows[i];
		if (only >= 0 && only != i)
			continue;
		struct val *v = val_push(list, val_map(c->a));
		val_put_str(c->a, v, S("name"), row->name);
		val_put_str(c->a, v, S("value"), now->value[i]);
		val_put_str(c->a, v, S("default"), row->otherwise);
		val_put_str(c->a, v, S("takes"), kind_of(c, row));
		val_put_str(c->a, v, S("about"), msg_text(row->about, c->lang));
	}
	return list;
}

static void print_rows(struct cli *c, const struct val *list)
{
	const struct table_column column[] = {
		{ S("name"), msg_text(MSG_SETTINGS_NAME, c->lang), 0 },
		{ S("value"), msg_text(MSG_SETTINGS_VALUE, c->lang), 8 },
		{ S("default"), msg_text(MSG_SETTINGS_DEFAULT, c->lang), 8 },
		{ S("takes"), msg_text(MSG_SETTINGS_TAKES, c->lang), 8 },
		{ S("about"), msg_text(MSG_SETTINGS_WHAT, c->lang), 20 },
	};
	struct buf b;
	buf_init(&b, c->a);
	table_write(&b, column, sizeof(column) / sizeof(*column), list,
		    table_look_of(STDOUT_FILENO));
	cli_print(c, buf_str(&b));
}

static int set(struct cli *c, struct str name, struct str value)
{
	struct val *fields = val_map(c->a);
	struct result r;
	int status;
	val_put_str(c->a, fields, S("name"), name);
	if (value.n)
		val_put_str(c->a, fields, S("value"), value);
	struct action act = door_action(c, S("set-setting"), fields);
	if (!door_act(c, &act, &r, &status))
		return status;
	if (r.same)
		cli_say(c, MSG_SETTINGS_SAME, ARGS(name));
	else
		cli_say(c, MSG_ACT_DONE,
			ARGS(verb_says(c->a, act.verb, act.actor, r.target, c->lang),
			     str_fmt(c->a, "%lld", (long long)r.seq)));
	return 0;
}

/* Says which setting is meant, where one is near. */
static int unknown(struct cli *c, struct str name)
{
	struct str names[SETTING_COUNT];
	for (int i = 0; i < SETTING_COUNT; i++)
		names[i] = setting_rows[i].name;
	struct str near = cli_nearest(c->a, name, names, SETTING_COUNT);
	if (near.n)
		cli_say(c, MSG_SETTINGS_NEAR, ARGS(name, near));
	else
		cli_say(c, MSG_SETTING_NONE, ARGS(name));
	return 2;
}

int cmd_settings(struct cli *c)
{
	struct str name = c->args ? str_of(c->arg[0]) : STR_NONE;
	int only = c->args ? setting_find(name) : -1, status;
	struct err e = { 0 };
	struct settings now;
	struct store *s;
	if (c->args && only < 0)
		return unknown(c, name);
	if (c->args == 2)
		return set(c, name, str_of(c->arg[1]));
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = store_settings(s, c->a, &now, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	struct val *list = rows_of(c, &now, only);
	if (cli_has(c, OPT_JSON))
		cli_print_json(c, only < 0 ? list : list->first, false);
	else
		print_rows(c, list);
	return 0;
}

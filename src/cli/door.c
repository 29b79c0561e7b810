/* The command line at the action door: see door.h. */
#include "cli/door.h"

#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/os.h"
#include "notice/check/check.h"
#include "store/ops.h"

struct action door_action(const struct cli *c, struct str verb, const struct val *fields)
{
	return (struct action){
		.actor = cli_has(c, OPT_AS) ? str_of(c->value[OPT_AS]) : os_user(c->a),
		.verb = verb,
		.fields = fields,
		.version = VERSION_ANY,
	};
}

struct str door_as(const struct cli *c)
{
	return cli_has(c, OPT_AS) ? str_of(c->value[OPT_AS]) : STR_NONE;
}

bool door_place(const struct cli *c, struct store_place *out)
{
	const char *store = c->value[OPT_STORE];
	if (cli_has(c, OPT_LEDGER) && cli_has(c, OPT_STORE)) {
		cli_say(c, MSG_CLI_TWO_PLACES, NO_ARGS);
		return false;
	}
	bool folder = !store || cli_has(c, OPT_LEDGER);
	if (!folder && !str_starts(str_of(store), S("postgres://")) &&
	    !str_starts(str_of(store), S("postgresql://"))) {
		cli_say(c, MSG_CLI_NO_STORE, NO_ARGS);
		return false;
	}
	if (folder && cli_has(c, OPT_EVIDENCE)) {
		cli_say(c, MSG_CLI_EVIDENCE_ALONE, NO_ARGS);
		return false;
	}
	*out = (struct store_place){ folder ? c->value[OPT_LEDGER] : store,
				     c->value[OPT_EVIDENCE] };
	return true;
}

bool door_tables(struct err *e)
{
	return !getenv("HUIYIN_TABLES") || check_open(e); /* else they are read when needed */
}

bool door_open(const struct cli *c, enum store_mode mode, struct store **out, int *status)
{
	struct err e = { 0 };
	struct store_place place;
	if (!door_place(c, &place)) {
		*status = 2;
		return false;
	}
	if (door_tables(&e) && store_open(&place, mode, out, &e))
		return true;
	*status = cli_fail(c, &e);
	return false;
}

bool door_act(struct cli *c, const struct action *act, struct result *r, int *status)
{
	struct store *s;
	struct err e = { 0 };
	if (!door_open(c, STORE_WRITE, &s, status))
		return false;
	bool ok = store_act(s, c->a, act, r, &e);
	store_close(s);
	*status = ok ? 0 : cli_fail(c, &e);
	return ok;
}

bool door_open_or_none(struct cli *c, struct store **s, int *status)
{
	struct err e = { 0 };
	struct store_place place;
	*s = NULL;
	*status = 2;
	if (!door_place(c, &place))
		return false;
	if (store_open(&place, STORE_READ, s, &e))
		return true;
	*s = NULL;
	if (e.code == ERR_NOT_FOUND && !cli_has(c, OPT_LEDGER) && !cli_has(c, OPT_STORE))
		return true;
	*status = cli_fail(c, &e);
	return false;
}

void door_tell(const struct cli *c, const struct result *r)
{
	static const struct { struct str sets; enum msg said, unknown; } rows[] = {
		{ S("plan"), MSG_PACK_TOLD_PLAN, MSG_PACK_UNKNOWN_PLAN },
		{ S("due"), MSG_PACK_TOLD_DUE, MSG_PACK_UNKNOWN_DUE },
		{ S("report"), MSG_PACK_TOLD_REPORT, MSG_PACK_UNKNOWN_REPORT },
		{ S("display"), MSG_PACK_TOLD_DISPLAY, MSG_PACK_UNKNOWN_DISPLAY },
	};
	for val_each(v, r->told)
		for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
			struct str date = val_get_str(v, S("date"));
			struct str rule = val_get_str(v, c->lang == LANG_ZH ? S("zh") : S("en"));
			struct str year = str_fmt(c->a, "%lld",
						  (long long)val_get_int(v, S("year"), 0));
			if (str_eq(rows[i].sets, val_get_str(v, S("sets"))))
				cli_say(c, date.p ? rows[i].said : rows[i].unknown,
					ARGS(date.p ? date : year, rule));
		}
}

void door_mark(const struct cli *c, struct str what)
{
	struct err e = { 0 };
	struct store_place place;
	struct ops *o = NULL;
	bool ok = door_place(c, &place) && ops_open(&place, STORE_WRITE, &o, &e) &&
		  ops_mark(o, c->a, what, STR_NONE, time(NULL), &e);
	ops_close(o);
	if (!ok)
		cli_say(c, MSG_AUDIT_NOT_NOTED, ARGS(what, err_text(c->a, &e, c->lang)));
}

bool door_day(const struct cli *c, struct date *day)
{
	*day = os_today();
	if (!cli_has(c, OPT_ON) || date_parse(str_of(c->value[OPT_ON]), day))
		return true;
	cli_say(c, MSG_DUE_ON, ARGS(str_of(c->value[OPT_ON])));
	return false;
}

bool door_limit(const struct cli *c, const struct cli_field *field, int64_t *limit)
{
	if (!str_eq(field->name, S("limit")))
		return false;
	if (!str_int(field->value, limit))
		*limit = -1;
	return true;
}

bool door_unknown(const struct cli *c, const struct cli_field *field, const struct str *names,
		  int count)
{
	struct str near = cli_nearest(c->a, field->name, names, count);
	struct buf all;
	buf_init(&all, c->a);
	for (int i = 0; i < count; i++)
		buf_fmt(&all, "%s--%.*s", i ? " " : "", STR_ARG(names[i]));
	if (near.n)
		cli_say(c, MSG_CLI_FILTER_NEAR, ARGS(field->name, near, buf_str(&all)));
	else
		cli_say(c, MSG_CLI_FILTER_UNKNOWN, ARGS(field->name, buf_str(&all)));
	return false;
}

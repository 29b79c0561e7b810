/* huiyin init, verify: making a ledger, and holding it against its log. */
#include <string.h>

#include "cli/cli.h"
#include "cli/door.h"
#include "cli/held.h"

int cmd_init(struct cli *c)
{
	struct err e = { 0 };
	struct store_place place;
	if (!door_place(c, &place))
		return 2;
	if (c->args && cli_has(c, OPT_STORE)) {
		cli_say(c, MSG_CLI_TWO_PLACES, NO_ARGS);
		return 2;
	}
	if (c->args && cli_has(c, OPT_LEDGER) && strcmp(c->arg[0], place.at) != 0) {
		cli_say(c, MSG_INIT_TWICE, ARGS(str_of(c->arg[0]), str_of(place.at)));
		return 2;
	}
	if (c->args)
		place.at = c->arg[0];
	struct val *fields = val_map(c->a);
	if (cli_has(c, OPT_HASH))
		val_put_str(c->a, fields, S("hash"), str_of(c->value[OPT_HASH]));
	struct action act = door_action(c, S("init"), fields);
	if (!store_create(&place, &act, &e))
		return cli_fail(c, &e);
	cli_say(c, MSG_INIT_DONE, ARGS(store_place_shown(c->a, &place)));
	return 0;
}

/* store_verify's tick bears nothing with it: the bar of the one command that
 * runs. */
static struct progress bar;

static void tick(int64_t events)
{
	progress_step(&bar, events);
}

int cmd_verify(struct cli *c)
{
	struct store *s;
	struct verdict v;
	struct err e = { 0 };
	struct head held, *head = NULL;
	int status;
	if (cli_has(c, OPT_HEAD_FILE)) {
		if (!verify_held(c, &held, &status))
			return status;
		head = &held;
	} else if (cli_has(c, OPT_PUBLIC)) {
		cli_say(c, MSG_HEAD_ALONE, NO_ARGS);
		return 2;
	}
	if (cli_has(c, OPT_PROOF))
		return verify_proof(c, head);
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	progress_start(&bar, c, MSG_VERIFY_WORKING, 0);
	bool done = store_verify_held(s, c->a, tick, head, &v, &e);
	progress_end(&bar);
	store_close(s);
	if (!done)
		return cli_fail(c, &e);
	struct str fault = v.intact ? STR_NONE : err_text(c->a, &v.fault, c->lang);
	if (cli_has(c, OPT_JSON)) {
		struct val *out = val_map(c->a);
		val_put_int(c->a, out, S("events"), v.events);
		val_put_str(c->a, out, S("head"), v.head);
		val_put_bool(c->a, out, S("intact"), v.intact);
		val_put(out, S("seq"), v.seq ? val_int(c->a, v.seq) : val_null(c->a));
		val_put_str(c->a, out, S("fault"), fault);
		cli_print_json(c, out, false);
	} else if (v.intact) {
		cli_print(c, str_fmt(c->a, "%lld events, head %.*s, intact\n", (long long)v.events,
				     STR_ARG(v.head)));
	} else if (v.seq) {
		cli_print(c, str_fmt(c->a, "seq %lld: %.*s\n", (long long)v.seq, STR_ARG(fault)));
	} else {
		cli_print(c, str_fmt(c->a, "%.*s\n", STR_ARG(fault)));
	}
	return v.intact ? 0 : 1;
}

/* huiyin backup, restore, move: a ledger as a whole, from one place to another. */
#include "base/hash.h"
#include "cli/door.h"
#include "store/care.h"

/* care's tick bears nothing with it: the bar of the one command that runs. */
static struct progress bar;

static void tick(int64_t done)
{
	progress_step(&bar, done);
}

static struct str number(const struct cli *c, int64_t n)
{
	return str_fmt(c->a, "%lld", (long long)n);
}

/* The answer as JSON. */
static void tell(struct cli *c, struct str place, const struct care *care)
{
	struct val *v = val_map(c->a);
	val_put_str(c->a, v, S("place"), place);
	val_put_int(c->a, v, S("events"), care->events);
	val_put_int(c->a, v, S("files"), care->files);
	val_put_int(c->a, v, S("rows"), care->rows);
	val_put_str(c->a, v, S("head"), care->head);
	cli_print_json(c, v, false);
}

int cmd_backup(struct cli *c)
{
	struct store *s;
	struct err e = { 0 };
	struct care care = { .tick = tick };
	struct str path = str_of(c->arg[0]);
	int status;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	progress_start(&bar, c, MSG_BACKUP_WORKING, 0);
	bool ok = store_backup(s, c->arg[0], c->a, &care, &e);
	progress_end(&bar);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	door_mark(c, S("backup"));
	if (cli_has(c, OPT_JSON))
		tell(c, path, &care);
	else
		cli_say(c, MSG_BACKUP_DONE,
			ARGS(path, number(c, care.events), number(c, care.files), care.head));
	return 0;
}

/* Tells where the restored log stands to a head noted elsewhere. */
static bool tell_head(const struct cli *c, const struct store_place *place, int64_t events,
		      struct err *e)
{
	struct store *s;
	struct str head = str_of(c->value[OPT_HEAD]);
	int64_t at;
	if (!store_open(place, STORE_READ, &s, e))
		return false;
	bool ok = store_head_at(s, head, &at, e);
	store_close(s);
	if (!ok)
		return false;
	if (at < 0)
		cli_say(c, MSG_RESTORE_OLDER, ARGS(head));
	else
		cli_say(c, MSG_RESTORE_SINCE, ARGS(head, number(c, at), number(c, events - at)));
	return true;
}

int cmd_restore(struct cli *c)
{
	struct err e = { 0 };
	struct store_place place;
	struct manifest m;
	struct hash head;
	struct care care = { .tick = tick };
	if (!door_place(c, &place))
		return 2;
	if (cli_has(c, OPT_HEAD) && !hash_parse(str_of(c->value[OPT_HEAD]), &head)) {
		cli_say(c, MSG_BACKUP_HEAD, ARGS(str_of(c->value[OPT_HEAD])));
		return 2;
	}
	progress_start(&bar, c, MSG_RESTORE_WORKING, 0);
	bool ok = store_restore(c->arg[0], &place, c->a, &m, &care, &e);
	progress_end(&bar);
	if (!ok || (cli_has(c, OPT_HEAD) && !tell_head(c, &place, care.events, &e)))
		return cli_fail(c, &e);
	struct str shown = store_place_shown(c->a, &place);
	if (cli_has(c, OPT_JSON))
		tell(c, shown, &care);
	else
		cli_say(c, MSG_RESTORE_DONE,
			ARGS(shown, number(c, care.events), number(c, care.files), care.head,
			     m.made, m.program));
	return 0;
}

/* Where the ledger is to go. */
static bool new_place(const struct cli *c, struct store_place *to)
{
	const char *at = cli_has(c, OPT_TO) ? c->value[OPT_TO] : "";
	bool server = str_starts(str_of(at), S("postgres://")) ||
		      str_starts(str_of(at), S("postgresql://"));
	*to = (struct store_place){ at, cli_has(c, OPT_TO_EVIDENCE) ? c->value[OPT_TO_EVIDENCE]
								     : "evidence" };
	if (!*at)
		cli_say(c, MSG_MOVE_TO, NO_ARGS);
	else if (!server && cli_has(c, OPT_TO_EVIDENCE))
		cli_say(c, MSG_MOVE_EVIDENCE, NO_ARGS);
	else
		return true;
	return false;
}

int cmd_move(struct cli *c)
{
	struct store *s;
	struct err e = { 0 };
	struct store_place to;
	struct care care = { .tick = tick };
	int status;
	if (!new_place(c, &to))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	progress_start(&bar, c, MSG_MOVE_WORKING, 0);
	bool ok = store_copy(s, &to, false, c->a, &care, &e);
	progress_end(&bar);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	struct str shown = store_place_shown(c->a, &to);
	if (cli_has(c, OPT_JSON))
		tell(c, shown, &care);
	else
		cli_say(c, MSG_MOVE_DONE,
			ARGS(shown, number(c, care.rows), number(c, care.events),
			     number(c, care.files), care.head));
	return 0;
}

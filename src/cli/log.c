/* huiyin log: what was done, a sentence an event; and the log as lines of JSON,
 * each what a leaf is the hash of, for anybody to check. */
#include <errno.h>
#include <string.h>

#include "base/json.h"
#include "cli/door.h"
#include "ledger/verb.h"
#include "out/table.h"
#include "store/proof.h"

enum { PAGE = 500 };

/* Text of an option as a parameter: null where it was not given. */
static struct val given(const struct cli *c, enum option_id id)
{
	struct val none = P_NULL;
	struct val text = P_STR(cli_has(c, id) ? str_of(c->value[id]) : STR_NONE);
	return cli_has(c, id) ? text : none;
}

static bool start(struct cli *c, struct store *s, int64_t after, struct rows *r, struct err *e)
{
	struct val verb = given(c, OPT_VERB), actor = given(c, OPT_ACTOR);
	struct val target = given(c, OPT_TARGET);
	if (cli_has(c, OPT_TARGET))
		return store_rows(s, SQL_EVENTS_PAGE_OF_TARGET,
				  PARAMS(P_INT(after), P_INT(PAGE), verb, actor, target), r, e);
	return store_rows(s, SQL_EVENTS_PAGE, PARAMS(P_INT(after), P_INT(PAGE), verb, actor), r, e);
}

/* One event, as a line. */
static void print_event(struct cli *c, struct rows *r, bool first)
{
	enum { SEQ, RECORDED, HAPPENED, ACTOR, VERB, TARGET };
	struct str target = rows_str(r, TARGET);
	struct str says = table_clean(c->a, verb_says(c->a, rows_str(r, VERB), rows_str(r, ACTOR),
						      target.p ? target : S(""), c->lang));
	if (!cli_has(c, OPT_JSON)) {
		struct str time = rows_str(r, RECORDED);
		cli_print(c, str_fmt(c->a, "%6lld  %.*s %.*s  %.*s\n", (long long)rows_int(r, SEQ),
				     STR_ARG(str_cut(time, 0, 10)), STR_ARG(str_cut(time, 11, 19)),
				     STR_ARG(says)));
		return;
	}
	static const char *const names[] = { "seq", "recorded", "happened", "actor", "verb",
					     "target" };
	struct val *v = val_map(c->a);
	struct buf b;
	val_put_int(c->a, v, S("seq"), rows_int(r, SEQ));
	for (int i = RECORDED; i <= TARGET; i++)
		val_put_str(c->a, v, str_of(names[i]), rows_str(r, i));
	val_put_str(c->a, v, S("says"), says);
	buf_init(&b, c->a);
	buf_add(&b, first ? S("[\n") : S(",\n"));
	json_write(&b, v, JSON_LINE);
	cli_print(c, buf_str(&b));
}

static int print_log(struct cli *c, struct store *s, int64_t after)
{
	struct err e = { 0 };
	bool first = true;
	for (int got = PAGE; got == PAGE;) {
		struct rows r;
		if (!start(c, s, after, &r, &e))
			return cli_fail(c, &e);
		for (got = 0; rows_next(&r); got++) {
			struct arena_mark mark = arena_mark(c->a);
			after = rows_int(&r, 0);
			print_event(c, &r, first);
			first = false;
			arena_release(c->a, mark);
		}
		if (!rows_close(&r))
			return cli_fail(c, &e);
	}
	if (cli_has(c, OPT_JSON))
		cli_print(c, first ? S("[]\n") : S("\n]\n"));
	else if (first)
		cli_say(c, MSG_LOG_NONE, NO_ARGS);
	return 0;
}

static bool write_lines(struct cli *c, struct store *s, FILE *to, struct err *e)
{
	enum hash_kind kind;
	struct rows r;
	if (!store_hash(s, &kind, e) || !store_rows(s, SQL_EVENTS_WHOLE, NO_PARAMS, &r, e))
		return false;
	bool ok = true;
	while (ok && rows_next(&r)) {
		struct arena_mark mark = arena_mark(c->a);
		struct str line = store_event_line(c->a, kind, &r);
		ok = fwrite(line.p, 1, (size_t)line.n, to) == (size_t)line.n && putc('\n', to) >= 0;
		arena_release(c->a, mark);
	}
	return rows_close(&r) &&
	       (ok || err_set(e, ERR_IO, MSG_OS_WRITE, ARGS(str_of(c->arg[1]), err_errno())));
}

static int export(struct cli *c, struct store *s)
{
	struct err e = { 0 };
	bool out = strcmp(c->arg[1], "-") == 0;
	FILE *to = out ? stdout : fopen(c->arg[1], "w");
	bool ok = to ? write_lines(c, s, to, &e)
		     : err_set(&e, ERR_IO, MSG_OS_WRITE, ARGS(str_of(c->arg[1]), err_errno()));
	if (to && !out && fclose(to) != 0 && ok)
		ok = err_set(&e, ERR_IO, MSG_OS_WRITE, ARGS(str_of(c->arg[1]), err_errno()));
	return ok ? 0 : cli_fail(c, &e);
}

int cmd_log(struct cli *c)
{
	struct store *s;
	int64_t after = 0;
	int status;
	if (c->args && (c->args != 2 || strcmp(c->arg[0], "export") != 0)) {
		cli_say(c, MSG_LOG_WHAT, NO_ARGS);
		return 2;
	}
	if (cli_has(c, OPT_SINCE) &&
	    (!str_int(str_of(c->value[OPT_SINCE]), &after) || after < 1)) {
		cli_say(c, MSG_PROVE_NUMBER, ARGS(str_of(c->value[OPT_SINCE])));
		return 2;
	}
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	status = c->args ? export(c, s) : print_log(c, s, cli_has(c, OPT_SINCE) ? after - 1 : 0);
	store_close(s);
	return status;
}

/* huiyin login-code, passwd, totp, sessions: what people log in to the web with.
 * Secrets are read from the terminal without echo, or from standard input; never
 * from the command line, which others can see. */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "auth/auth.h"
#include "cli/door.h"
#include "out/table.h"

enum { LINE_MOST = 1100 };

/* The ledger, its operating state and its door. */
struct people {
	struct store *s;
	struct ops *o;
	struct auth h;
	struct str by, name; /* who does it, for whom: the same where nobody is named */
	int64_t now;
};

static void people_close(struct people *p)
{
	ops_close(p->o);
	store_close(p->s);
}

/* Opens all; false after saying why not. `manages`: only an administrator may, else
 * the person themselves too. */
static bool people_open(struct cli *c, struct people *p, bool manages, int *status)
{
	struct err e = { 0 };
	struct store_place place;
	*p = (struct people){ .now = time(NULL) };
	p->by = door_action(c, STR_NONE, NULL).actor;
	p->name = c->args ? str_of(c->arg[0]) : p->by;
	if (!door_open(c, STORE_READ, &p->s, status))
		return false;
	if (door_place(c, &place) && ops_open(&place, STORE_WRITE, &p->o, &e) &&
	    auth_open(&p->h, p->s, p->o, c->a, &e) &&
	    auth_may_manage(&p->h, p->by, p->name, !manages, &e))
		return true;
	people_close(p);
	*status = cli_fail(c, &e);
	return false;
}

/* Closes, and says what failed. */
static int people_end(struct cli *c, struct people *p, bool ok, const struct err *e)
{
	people_close(p);
	return ok ? 0 : cli_fail(c, e);
}

int cmd_login_code(struct cli *c)
{
	struct people p;
	struct err e = { 0 };
	struct str code;
	int status;
	if (!people_open(c, &p, true, &status))
		return status;
	bool ok = auth_login_code(&p.h, p.name, p.by, p.now, &code, &e);
	struct str hours = p.h.rules.value[SETTING_LOGIN_CODE_HOURS];
	if (ok) {
		cli_print(c, str_join(c->a, code, S("\n")));
		cli_say(c, MSG_LOGIN_CODE_DONE, ARGS(p.name, hours));
	}
	return people_end(c, &p, ok, &e);
}

/* One line of standard input, without its end; false where there is none or it is
 * too long. */
static bool read_line(struct cli *c, struct str *out)
{
	char line[LINE_MOST];
	if (!fgets(line, sizeof(line), stdin))
		return false;
	struct str s = str_of(line);
	bool whole = str_drop_tail(&s, S("\n"));
	str_drop_tail(&s, S("\r"));
	*out = str_copy(c->a, s);
	explicit_bzero(line, sizeof(line));
	return whole || feof(stdin);
}

/* A secret: at a terminal it is asked for twice, and not shown. */
static bool read_secret(struct cli *c, struct str *out)
{
	struct termios before, silent;
	struct str again;
	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
		return read_line(c, out);
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
	cli_say(c, MSG_PASSWD_ASK, NO_ARGS);
	bool ok = read_line(c, out);
	if (ok)
		cli_say(c, MSG_PASSWD_AGAIN, NO_ARGS);
	ok = ok && read_line(c, &again);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	if (ok && !str_eq(*out, again)) {
		cli_say(c, MSG_PASSWD_DIFFER, NO_ARGS);
		return false;
	}
	return ok;
}

int cmd_passwd(struct cli *c)
{
	struct people p;
	struct err e = { 0 };
	struct str fresh;
	int status;
	if (!people_open(c, &p, false, &status))
		return status;
	if (!read_secret(c, &fresh)) {
		people_close(&p);
		cli_say(c, MSG_PASSWD_NONE, NO_ARGS);
		return 2;
	}
	bool ok = auth_admin_password(&p.h, p.name, fresh, p.by, p.now, &e);
	if (ok)
		cli_say(c, MSG_PASSWD_DONE, ARGS(p.name));
	return people_end(c, &p, ok, &e);
}

int cmd_totp(struct cli *c)
{
	struct people p;
	struct err e = { 0 };
	struct str secret, uri, recovery;
	int status;
	if (!people_open(c, &p, false, &status))
		return status;
	bool off = cli_has(c, OPT_OFF);
	bool ok = off ? auth_admin_totp_off(&p.h, p.name, p.by, p.now, &e)
		      : auth_admin_totp(&p.h, p.name, p.by, p.now, &secret, &uri, &recovery, &e);
	if (ok && !off)
		cli_print(c, str_fmt(c->a, "%.*s\n%.*s\n\n%.*s", STR_ARG(secret), STR_ARG(uri),
				     STR_ARG(recovery)));
	if (ok)
		cli_say(c, off ? MSG_TOTP_OFF : MSG_TOTP_DONE, ARGS(p.name));
	return people_end(c, &p, ok, &e);
}

static struct str shown_time(struct cli *c, int64_t seconds)
{
	struct tm tm;
	time_t t = (time_t)seconds;
	gmtime_r(&t, &tm);
	return str_fmt(c->a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
		       tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* The sessions that still hold, as rows for people and JSON. */
static bool list_sessions(struct cli *c, struct people *p, struct val **out, struct err *e)
{
	enum { PAGE = 200 };
	struct val *page;
	struct str after = S("");
	int64_t idle = settings_int(&p->h.rules, SETTING_SESSION_IDLE_MINUTES) * 60;
	*out = val_list(c->a);
	do {
		if (!ops_page(p->o, c->a, OPS_TABLE_SESSION, PARAMS(P_STR(after)), PAGE, &page, e))
			return false;
		for val_each(v, page) {
			after = val_get_str(v, S("id"));
			int64_t seen = val_get_int(v, S("seen"), 0),
				ends = val_get_int(v, S("ends"), 0);
			if (ends < p->now || seen < p->now - idle)
				continue;
			struct val *row = val_push(*out, val_map(c->a));
			val_put_str(c->a, row, S("id"), after);
			val_put_str(c->a, row, S("name"), val_get_str(v, S("name")));
			val_put_str(c->a, row, S("stage"), val_get_str(v, S("stage")));
			val_put_str(c->a, row, S("seen"), shown_time(c, seen));
			val_put_str(c->a, row, S("ends"), shown_time(c, ends));
			val_put_str(c->a, row, S("address"), val_get_str(v, S("address")));
			val_put_str(c->a, row, S("agent"), val_get_str(v, S("agent")));
		}
	} while (page->count == PAGE);
	return true;
}

static void print_sessions(struct cli *c, const struct val *list)
{
	const struct table_column column[] = {
		{ S("name"), msg_text(MSG_SESSIONS_NAME, c->lang), 6 },
		{ S("stage"), msg_text(MSG_SESSIONS_STAGE, c->lang), 0 },
		{ S("seen"), msg_text(MSG_SESSIONS_SEEN, c->lang), 0 },
		{ S("ends"), msg_text(MSG_SESSIONS_ENDS, c->lang), 0 },
		{ S("address"), msg_text(MSG_SESSIONS_ADDRESS, c->lang), 4 },
		{ S("id"), msg_text(MSG_SESSIONS_ID, c->lang), 64 },
	};
	struct buf b;
	buf_init(&b, c->a);
	table_write(&b, column, sizeof(column) / sizeof(*column), list,
		    table_look_of(STDOUT_FILENO));
	cli_print(c, buf_str(&b));
}

static bool end_all(struct people *p, struct str name, struct arena *a, struct err *e)
{
	const struct val *person;
	if (!store_one(p->s, a, SQL_ASK_PERSON, PARAMS(P_STR(name)), &person, e))
		return false;
	if (!person)
		return err_set(e, ERR_NOT_FOUND, MSG_AUTH_NOBODY, ARGS(name));
	return auth_end_all(&p->h, val_get_int(person, S("id"), 0), p->now, e);
}

int cmd_sessions(struct cli *c)
{
	struct people p;
	struct err e = { 0 };
	struct val *list;
	int status;
	if (!people_open(c, &p, true, &status))
		return status;
	bool ok = true;
	if (cli_has(c, OPT_END))
		ok = auth_end_id(&p.h, str_of(c->value[OPT_END]), p.now, &e);
	else if (cli_has(c, OPT_END_ALL))
		ok = end_all(&p, str_of(c->value[OPT_END_ALL]), c->a, &e);
	if (ok && (cli_has(c, OPT_END) || cli_has(c, OPT_END_ALL))) {
		cli_say(c, MSG_SESSIONS_ENDED, NO_ARGS);
		return people_end(c, &p, true, &e);
	}
	ok = ok && list_sessions(c, &p, &list, &e);
	if (ok && cli_has(c, OPT_JSON))
		cli_print_json(c, list, false);
	else if (ok && list->count)
		print_sessions(c, list);
	else if (ok)
		cli_say(c, MSG_SESSIONS_NONE, NO_ARGS);
	return people_end(c, &p, ok, &e);
}

/* huiyin evidence: lists what was attached, and gets a file out again. */
#include <stdio.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/door.h"
#include "out/table.h"
#include "view/evidence_view.h"

enum { PAGE = 500 };

/* What is shown of a row: public, void. */
static void put_state(struct cli *c, struct val *row)
{
	enum msg m = val_get_str(row, S("voided")).p    ? MSG_EVIDENCE_IS_VOID
		     : val_get_str(row, S("cleared")).p ? MSG_EVIDENCE_IS_PUBLIC
							: MSG_EVIDENCE_IS_KEPT;
	val_put_str(c->a, row, S("state"), msg_text(m, c->lang));
}

/* The rows of all pages as one JSON list, a row a line. */
static void print_json_rows(struct cli *c, const struct val *rows, bool *first)
{
	for val_each(row, rows) {
		struct buf b;
		buf_init(&b, c->a);
		buf_add(&b, *first ? S("[\n") : S(",\n"));
		*first = false;
		json_write(&b, row, JSON_LINE);
		cli_print(c, buf_str(&b));
	}
}

static int list(struct cli *c, struct store *s, struct str code)
{
	const struct table_column column[] = {
		{ S("code"), msg_text(MSG_LIST_CODE, c->lang), 0 },
		{ S("date"), msg_text(MSG_EVIDENCE_DATE, c->lang), 0 },
		{ S("title"), msg_text(MSG_EVIDENCE_TITLE, c->lang), 12 },
		{ S("name"), msg_text(MSG_EVIDENCE_NAME, c->lang), 8 },
		{ S("size"), msg_text(MSG_EVIDENCE_SIZE, c->lang), 0 },
		{ S("actor"), msg_text(MSG_EVIDENCE_ACTOR, c->lang), 0 },
		{ S("state"), msg_text(MSG_LIST_STATE, c->lang), 0 },
	};
	struct view_evidence_key key = { 0 };
	struct val *rows;
	struct err e = { 0 };
	bool any = false, first = true;
	for (ptrdiff_t got = PAGE; got == PAGE;) {
		struct buf b;
		buf_init(&b, c->a);
		if (!view_evidence(s, c->a, code, &key, PAGE, &rows, &e))
			return cli_fail(c, &e);
		got = rows->count;
		any = any || got;
		if (cli_has(c, OPT_JSON)) {
			print_json_rows(c, rows, &first);
			continue;
		}
		for val_each(v, rows)
			put_state(c, v);
		if (got)
			table_write(&b, column, sizeof(column) / sizeof(*column), rows,
				    table_look_of(STDOUT_FILENO));
		cli_print(c, buf_str(&b));
	}
	if (cli_has(c, OPT_JSON))
		cli_print(c, first ? S("[]\n") : S("\n]\n"));
	else if (!any)
		cli_say(c, MSG_EVIDENCE_NONE, ARGS(code));
	return 0;
}

static bool put(void *ud, struct str piece, struct err *e)
{
	if (fwrite(piece.p, 1, (size_t)piece.n, ud) == (size_t)piece.n)
		return true;
	return err_set(e, ERR_IO, MSG_EVIDENCE_WRITE, ARGS(err_errno()));
}

/* Writes the file beside its name, and gives it the name once its hash fits. */
static bool get_out(struct cli *c, struct store *s, const struct val *row, const char *path,
		    struct err *e)
{
	struct str temp = str_fmt(c->a, "%s.part-%ld", path, (long)getpid());
	char *name = str_cstr(c->a, temp);
	FILE *f = fopen(name, "wbx");
	if (!f)
		return err_set(e, ERR_IO, MSG_EVIDENCE_WRITE, ARGS(err_errno()));
	bool ok = store_evidence_read(s, val_get_str(row, S("sha256")),
				      val_get_int(row, S("size"), 0), put, f, e);
	if (ok && (fflush(f) != 0 || fsync(fileno(f)) != 0))
		ok = err_set(e, ERR_IO, MSG_EVIDENCE_WRITE, ARGS(err_errno()));
	if (fclose(f) != 0 && ok)
		ok = err_set(e, ERR_IO, MSG_EVIDENCE_WRITE, ARGS(err_errno()));
	if (ok && rename(name, path) != 0)
		ok = err_set(e, ERR_IO, MSG_EVIDENCE_WRITE, ARGS(err_errno()));
	if (!ok)
		unlink(name);
	return ok;
}

static int get(struct cli *c, struct store *s, struct str code)
{
	const struct val *row;
	struct err e = { 0 };
	const char *path = c->value[OPT_OUTPUT];
	if (!store_one(s, c->a, SQL_EVIDENCE_BY_CODE, PARAMS(P_STR(code)), &row, &e))
		return cli_fail(c, &e);
	if (!row) {
		err_set(&e, ERR_NOT_FOUND, MSG_EVIDENCE_NO_CODE, ARGS(code));
		return cli_fail(c, &e);
	}
	if (str_eq(str_of(path), S("-")))
		return store_evidence_read(s, val_get_str(row, S("sha256")),
					   val_get_int(row, S("size"), 0), put, stdout, &e)
			       ? 0
			       : cli_fail(c, &e);
	if (!get_out(c, s, row, path, &e))
		return cli_fail(c, &e);
	cli_say(c, MSG_EVIDENCE_OUT,
		ARGS(code, table_clean(c->a, val_get_str(row, S("name"))), str_of(path)));
	return 0;
}

int cmd_evidence(struct cli *c)
{
	struct store *s;
	int status;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	status = cli_has(c, OPT_OUTPUT) ? get(c, s, str_of(c->arg[0]))
					: list(c, s, str_of(c->arg[0]));
	store_close(s);
	return status;
}

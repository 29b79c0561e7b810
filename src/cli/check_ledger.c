/* huiyin check-ledger: whether a ledger's tables and files are sound. */
#include "cli/door.h"
#include "out/table.h"
#include "store/care.h"

static struct progress bar;

static void tick(int64_t done)
{
	progress_step(&bar, done);
}

static struct val *row(const struct cli *c, const struct ledger_check *check, bool json)
{
	struct val *v = val_map(c->a);
	val_put_str(c->a, v, S("check"), json ? check->name : msg_text(check->about, c->lang));
	val_put_int(c->a, v, S("examined"), check->examined);
	val_put_int(c->a, v, S("faults"), check->faults);
	val_put_int(c->a, v, S("swept"), check->swept);
	val_put_str(c->a, v, S("example"), check->example);
	return v;
}

static void print(struct cli *c, const struct val *rows)
{
	const struct table_column columns[] = {
		{ S("check"), msg_text(MSG_CHECK_LEDGER_CHECK, c->lang) },
		{ S("examined"), msg_text(MSG_CHECK_LEDGER_EXAMINED, c->lang) },
		{ S("faults"), msg_text(MSG_CHECK_LEDGER_FAULTS, c->lang) },
		{ S("swept"), msg_text(MSG_CHECK_LEDGER_SWEPT, c->lang) },
		{ S("example"), msg_text(MSG_CHECK_LEDGER_EXAMPLE, c->lang), 20 },
	};
	struct buf b;
	buf_init(&b, c->a);
	table_write(&b, columns, sizeof(columns) / sizeof(*columns), rows, table_look_of(1));
	cli_print(c, buf_str(&b));
}

int cmd_check_ledger(struct cli *c)
{
	struct store *s;
	struct err e = { 0 };
	struct ledger_check found[CHECKS];
	struct check_wish wish = { cli_has(c, OPT_HASHES), cli_has(c, OPT_SWEEP), c->lang, tick };
	int status;
	if (!door_open(c, wish.sweep ? STORE_WRITE : STORE_READ, &s, &status))
		return status;
	progress_start(&bar, c, MSG_CHECK_LEDGER_WORKING, 0);
	bool ok = store_check(s, &wish, c->a, found, &e);
	progress_end(&bar);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	struct val *rows = val_list(c->a);
	status = 0;
	for (int i = 0; i < CHECKS; i++) {
		val_push(rows, row(c, &found[i], cli_has(c, OPT_JSON)));
		if (found[i].faults && !found[i].harmless)
			status = 1;
	}
	if (cli_has(c, OPT_JSON))
		cli_print_json(c, rows, false);
	else
		print(c, rows);
	return status;
}

/* huiyin import-records: a sheet of a register's records comes in, all or nothing. */
#include "base/os.h"
#include "cli/door.h"
#include "cli/sheet.h"
#include "intake/record_intake.h"

static struct str number(struct cli *c, int64_t n)
{
	return str_fmt(c->a, "%lld", (long long)n);
}

static int tell(struct cli *c, const struct record_intake *in,
		const struct record_intake_done *done)
{
	if (cli_has(c, OPT_JSON)) {
		struct val *v = val_map(c->a);
		val_put_int(c->a, v, S("added"), done->added);
		val_put_int(c->a, v, S("corrected"), done->corrected);
		val_put_int(c->a, v, S("same"), done->same);
		cli_print_json(c, v, false);
		return 0;
	}
	cli_say(c, MSG_IMPORT_RECORDS_DONE,
		ARGS(in->name, number(c, done->added), number(c, done->corrected),
		     number(c, done->same)));
	return 0;
}

int cmd_import_records(struct cli *c)
{
	struct action who = door_action(c, S("record"), NULL);
	struct record_intake in = { .name = str_of(c->arg[1]), .of = str_of(c->arg[0]),
				    .actor = who.actor, .lang = c->lang };
	struct record_intake_done done;
	struct err e = { 0 };
	struct store *s;
	int status;
	if (cli_has(c, OPT_UNIT))
		in.unit = str_of(c->value[OPT_UNIT]);
	if (!os_read(c->a, c->arg[1], SOURCE_BYTES_MAX, &in.bytes, &e))
		return cli_fail(c, &e);
	if (!door_open(c, STORE_WRITE, &s, &status))
		return status;
	bool ok = record_intake(s, c->a, &in, &done, &e);
	struct cli_sheet_in sheet = { c, s, c->a, in.name, in.bytes };
	status = !ok                 ? cli_fail(c, &e)
		 : done.sheet.faults ? cli_sheet_refuse(&sheet, &done.sheet)
				     : tell(c, &in, &done);
	store_close(s);
	return status;
}

/* Bringing a ledger sheet in: see sheet.h. */
#include "cli/sheet.h"
#include "intake/intake.h"

/* The text that --NAME gave, STR_NONE where it was not given. */
static struct str given(const struct cli *c, enum option_id id)
{
	return cli_has(c, id) ? str_of(c->value[id]) : STR_NONE;
}

int cli_sheet_refuse(const struct cli_sheet_in *in, const struct sheet *sheet)
{
	struct err e = { 0 };
	struct str count = str_fmt(in->a, "%td", sheet->faults);
	cli_say_sheet(in->c, in->name, sheet);
	if (!cli_has(in->c, OPT_FAULTS)) {
		cli_say(in->c, MSG_IMPORT_SHEET_FAULTS_PLAIN, ARGS(in->name, count));
		return 1;
	}
	const char *path = in->c->value[OPT_FAULTS];
	bool csv = str_eq(intake_sheet_kind(in->bytes), S("csv"));
	if (!intake_fault_sheet(in->a, sheet, csv, path, in->c->lang, &e))
		return cli_fail(in->c, &e);
	cli_say(in->c, MSG_IMPORT_SHEET_FAULTS, ARGS(in->name, count, str_of(path)));
	return 1;
}

/* What the options give beside the unit. */
static void put_given(const struct cli_sheet_in *in, struct val *fields)
{
	static const struct {
		struct str field;
		enum option_id option;
	} rows[] = {
		{ S("feedback"), OPT_FEEDBACK }, { S("pack"), OPT_PACK },
		{ S("confirmed-by"), OPT_HISTORY },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (cli_has(in->c, rows[i].option))
			val_put_str(in->a, fields, rows[i].field, given(in->c, rows[i].option));
}

int cli_sheet_fields(const struct cli_sheet_in *in, struct str *verb, struct val **fields)
{
	struct grids grids;
	struct sheet sheet;
	struct str sha;
	struct err e = { 0 };
	if (!grid_parse(in->a, in->name, in->bytes, &grids, &e) ||
	    !sheet_read(in->a, &grids, &sheet, &e))
		return cli_fail(in->c, &e);
	if (sheet.faults)
		return cli_sheet_refuse(in, &sheet);
	struct str unit = given(in->c, OPT_UNIT);
	unit = unit.n ? unit : val_get_str(sheet.tree, S("unit"));
	if (!unit.n) {
		cli_say(in->c, MSG_IMPORT_SHEET_UNIT, ARGS(in->name));
		return 2;
	}
	if (!store_keep(in->s, in->a, in->bytes, &sha, &e))
		return cli_fail(in->c, &e);
	cli_say_sheet(in->c, in->name, &sheet);
	*verb = cli_has(in->c, OPT_HISTORY) ? S("adopt-history") : S("adopt-sheet");
	struct intake_file file = { in->name, intake_sheet_kind(in->bytes), sha, in->bytes.n };
	*fields = intake_sheet_fields(in->a, sheet.tree, unit, &file);
	put_given(in, *fields);
	return 0;
}

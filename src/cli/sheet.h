/*
 * Ledger sheets at the command line: shown by `parse`, told of by `import`.
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include "cli/cli.h"
#include "sheet/sheet.h"
#include "store/store.h"

/* Reads the sheet and prints what it holds; the exit status, 1 for faults. */
int cli_parse_sheet(struct cli *c, struct str name, struct str bytes);
/* Says each fault, and each row that was passed over. */
void cli_say_sheet(const struct cli *c, struct str name, const struct sheet *sheet);

/* A sheet being brought in; scratch in `a`. */
struct cli_sheet_in {
	struct cli *c;
	struct store *s;
	struct arena *a;
	struct str name, bytes;
};
/* Reads the sheet, keeps its file and makes the action that adopts it; the exit
 * status, 0 where that is ready. Faults are said, and written to the file of
 * --faults. */
int cli_sheet_fields(const struct cli_sheet_in *in, struct str *verb, struct val **fields);

/* Says the sheet's faults, and writes them beside its rows to the file of --faults;
 * the exit status. */
int cli_sheet_refuse(const struct cli_sheet_in *in, const struct sheet *sheet);

#endif

/*
 * Ledger sheets at the command line: shown by `parse`, told of by `import`.
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include "cli/cli.h"
#include "sheet/sheet.h"

/* Reads the sheet and prints what it holds; the exit status, 1 for faults. */
int cli_parse_sheet(struct cli *c, struct str name, struct str bytes);
/* Says each fault, and each row that was passed over. */
void cli_say_sheet(const struct cli *c, struct str name, const struct sheet *sheet);

#endif

/*
 * A file that comes into the ledger: what was read of it becomes the action that
 * adopts it, and a sheet that cannot be read goes back with its faults. The command
 * line and the browser both come in here; a file that waits to be corrected in the
 * browser is a draft (draft.h).
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "notice/parse.h"
#include "sheet/sheet.h"

/* The file as the ledger keeps it. */
struct intake_file {
	struct str name, kind, sha256; /* kind: txt html docx pdf xlsx csv */
	int64_t size;
};

/* "xlsx" or "csv": of a file that grid_looks() takes for a sheet. */
struct str intake_sheet_kind(struct str bytes);

/* The fields of `adopt`, in `a`. Of `notice` (notice_val() with layout) it borrows. */
struct val *intake_notice_fields(struct arena *a, struct val *notice,
				 const struct intake_file *file);
/* The fields of `adopt-sheet` and `adopt-history` but for those that a person
 * chooses beside the unit; borrows the sheet's tree. */
struct val *intake_sheet_fields(struct arena *a, const struct val *tree, struct str unit,
				const struct intake_file *file);
/* How many findings and measures the fields of either hold. */
void intake_count(const struct val *fields, int64_t *findings, int64_t *measures);

/* Writes the sheet as it came to `path`, xlsx, with a column more: the faults of
 * each row in `lang`. `csv`: its name is its file's. */
bool intake_fault_sheet(struct arena *a, const struct sheet *sheet, bool csv, const char *path,
			enum lang lang, struct err *e);

#endif

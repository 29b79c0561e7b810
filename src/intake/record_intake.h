/*
 * A sheet of records comes in: all of it, or, with one fault, nothing. What went out
 * by doc/record_sheet.h comes in equal.
 */
#ifndef INTAKE_RECORD_INTAKE_H
#define INTAKE_RECORD_INTAKE_H

#include "sheet/sheet.h"
#include "store/store.h"
#include "view/register_view.h"

struct record_intake {
	struct str name, bytes;   /* of the file */
	struct str of, unit;      /* the register; the unit of rows that name none */
	struct str actor;
	enum lang lang;
};

struct record_intake_done {
	int64_t added, corrected, same;
	struct sheet sheet;       /* its faults: where there are any nothing came in */
};

/* A writer's, without a group of its own; results in `a`. BAD_INPUT where it is no
 * such sheet, and what the ledger's failing gives. The same file again adds nothing. */
bool record_intake(struct store *s, struct arena *a, const struct record_intake *in,
		   struct record_intake_done *out, struct err *e);

#endif

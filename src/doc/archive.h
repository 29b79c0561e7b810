/*
 * The archive of evidence 一问题一档: a zip with a cover, a table of contents and a
 * folder a finding, in which stand the finding, its measures, what was attached
 * and what was decided.
 *
 *	封面.docx  目录.xlsx
 *	003-TITLE/01 问题与反馈.docx  02 措施与进展.docx  03 佐证材料/003-1-01 TITLE.jpg
 *	          04 审核与销号.docx
 *
 * Names are safe on Windows. What is void is listed, marked, and not packed.
 */
#ifndef DOC_ARCHIVE_H
#define DOC_ARCHIVE_H

#include "store/store.h"

struct archive_sum {
	int64_t findings, files;
};

/* Writes the archive of an inspection or of one finding to `path`; memory is flat
 * but for the names. Each file's hash is checked on the way. NOT_FOUND where the
 * ledger has no such code. The store is read in one state: a group is begun and
 * ended here. */
bool archive_write(struct store *s, struct arena *a, struct str code, const char *path,
		   enum lang lang, struct archive_sum *sum, struct err *e);

#endif

/*
 * A file that was read and waits to be adopted: what stood in it, line by line or row
 * by row, and what a person corrected. Nothing that follows from these is kept: the
 * tree, the defects, the faults are made anew each time, so they always belong to the
 * text that is seen. A draft is a value tree, kept as JSON among the operating state:
 *
 *	what     "notice" or "sheet"
 *	file     {name kind sha256 size}
 *	lines    of a notice: [{text blank indent page cell}…], numbered from 1
 *	grid     of a sheet: its name
 *	rows     of a sheet: [{row cells merged}…]: `cells` texts, `merged` a 0 or 1 each
 *	edits    {"12": text of a line, "12.3": of a cell}; null: the line or row is left
 *	         out, true: not any more; a row's number is the one that its program shows,
 *	         a cell's column counts from 0
 *	more     what a notice does not say of a finding, {"12.1": {…}, "12.1/3": {…}}: by
 *	         the line where it starts, which one of that line, and the measure
 *	head     {key: text}: header facts over those that were read, "" for none
 *	choices  {unit kind round feedback pack inspection struck confirmed-by seen}
 */
#ifndef INTAKE_DRAFT_H
#define INTAKE_DRAFT_H

#include "intake/intake.h"
#include "notice/check/check.h"

/* All text in it, and what lines and rows cost beside it: a draft is read at each look. */
enum { DRAFT_BYTES_MAX = 2 << 20, DRAFT_LINE_BYTES = 100, DRAFT_ROW_BYTES = 400 };

/* The header facts of a notice that may be given over what was read. */
enum draft_head_kind { DRAFT_HEAD_TEXT, DRAFT_HEAD_DATE, DRAFT_HEAD_LINES };
struct draft_head {
	struct str key;
	enum draft_head_kind kind;
	size_t at; /* in struct notice */
};
extern const struct draft_head draft_heads[];
extern const int draft_head_count;

/* Reads the bytes of a file into a new draft without `file` in it, in `a`; BAD_INPUT
 * for what is no notice and no sheet, LIMIT for more than DRAFT_BYTES_MAX. */
bool draft_read(struct arena *a, struct str name, struct str bytes, struct val **out,
		struct err *e);

/* Sets a member, in place of what it was. */
void draft_set(struct arena *a, struct val *map, struct str key, struct val *v);
/* A member that is a map, made where it is not there. */
struct val *draft_map(struct arena *a, struct val *draft, struct str key);
/* The text of a line or cell as corrected: `was` where it was not; STR_NONE where it
 * is left out. */
struct str draft_text(const struct val *draft, struct str key, struct str was);

/* The notice as corrected: its lines' numbers are those of the draft. */
struct notice *draft_notice(struct arena *a, const struct val *draft);
/* Its tree with layout, and with what was said beside. */
struct val *draft_tree(struct arena *a, const struct val *draft, const struct notice *n);
/* The key of a finding in `more`; findings are asked in their order, with one
 * `struct draft_keys` that starts as zero. */
struct draft_keys {
	int line, nth;
};
struct str draft_key(struct arena *a, struct draft_keys *keys, const struct notice *n,
		     const struct finding *f);
/* The first line of a paragraph of the notice. */
int draft_line(const struct notice *n, int para);

/* The sheet as corrected, in `a`; BAD_INPUT where no finding is left. */
bool draft_sheet(struct arena *a, const struct val *draft, struct sheet *out, struct err *e);

/* The verb that adopts it and its fields. BAD_INPUT, with the way out, while anything
 * forbids it: an error in a notice, a fault in a sheet, a warning not yet seen, struck
 * off findings about which nothing was chosen. */
bool draft_fields(struct arena *a, const struct val *draft, struct str *verb,
		  struct val **fields, struct err *e);

#endif

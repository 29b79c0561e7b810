/*
 * A ledger sheet (整改台账), as offices keep it in Excel or WPS, becomes findings
 * and measures. The header row is found, its names are mapped by a table of
 * synonyms, merged cells count for each of their rows, and what a cell says is
 * read: dates, amounts, kinds, states. Each fault names its cell. Nothing is
 * guessed: a cell that cannot be read is a fault, a row that holds no finding is
 * told as passed over.
 */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "base/val.h"
#include "in/grid.h"

/* The columns of the ledger, in the order in which it is written. */
enum sheet_column {
	SHEET_NUMBER,     /* 序号 */
	SHEET_CODE,       /* 问题编号 */
	SHEET_KIND,       /* 监督类型 */
	SHEET_ROUND,      /* 批次 */
	SHEET_CATEGORY,   /* 问题大类 */
	SHEET_TITLE,      /* 问题表述 */
	SHEET_AMOUNT,     /* 涉及金额 */
	SHEET_CLASS,      /* 整改类型 */
	SHEET_STANDARD,   /* 整改任务: goal and standard */
	SHEET_MEASURE,    /* 整改措施 */
	SHEET_LEADER,     /* 牵头领导 */
	SHEET_LEAD_UNIT,  /* 牵头单位 */
	SHEET_SUPPORT,    /* 配合单位 */
	SHEET_OWNER,      /* 责任人 */
	SHEET_PHONE,      /* 联系电话 */
	SHEET_STARTS,     /* 开始日期 */
	SHEET_DUE,        /* 完成时限 */
	SHEET_STATE,      /* 整改状态 */
	SHEET_PROGRESS,   /* 整改进展 */
	SHEET_DONE,       /* 实际完成日期 */
	SHEET_REGULATION, /* 建章立制 */
	SHEET_EVIDENCE,   /* 佐证材料 */
	SHEET_REASON,     /* 未完成原因 */
	SHEET_NEXT,       /* 下一步措施 */
	SHEET_CLOSED,     /* 销号日期 */
	SHEET_OPINION,    /* 销号意见 */
	SHEET_NOTE,       /* 备注 */
	SHEET_COLUMNS
};

struct sheet_column_row {
	struct str key;   /* of its value in the tree */
	struct str title; /* as the header has it */
	int width;        /* in the written sheet, in characters */
	bool of_measure;  /* may differ between the measures of a finding */
};

extern const struct sheet_column_row sheet_columns[SHEET_COLUMNS];

/* A cell that cannot be read. */
struct sheet_fault {
	int row;          /* as the program shows it */
	struct str cell;  /* "F12" */
	struct err why;
};

struct sheet {
	struct str name;            /* of the grid taken */
	const struct grid *grid;
	ptrdiff_t first;            /* index of the first row below the header */
	ptrdiff_t header;           /* index of the header's first row */
	const struct val *tree;     /* see sheet_read() */
	struct sheet_fault *fault;
	ptrdiff_t faults;
};

/*
 * Reads the first grid that has a ledger's header. The tree:
 *
 *	title      what stands above the header, one line a row
 *	unit       the unit that the title or 填报单位 names; null
 *	columns    the keys of the columns found
 *	unknown    headings that are none of ours
 *	passed     rows that hold no finding: [{row, text}]
 *	closed     how many findings say that they are struck off
 *	findings   [{row, code, kind, round, category, title, amount (分), class
 *	           (immediate staged continuing), standard, leader, lead_unit,
 *	           support, regulation, due, state, progress (not-started
 *	           under-way partly done), struck (it says struck off), closed,
 *	           opinion, note, measures: [{row, text, owner, phone, starts,
 *	           due, state, progress, report, done, evidence, reason, next}]}]
 *
 * Dates are YYYY-MM-DD; what a cell does not say is null; `support` and
 * `regulation` are as written. BAD_INPUT where no header is found: it says
 * which headings were looked for. Everything is in `a`; the grids are borrowed.
 */
bool sheet_read(struct arena *a, const struct grids *grids, struct sheet *out, struct err *e);

#endif

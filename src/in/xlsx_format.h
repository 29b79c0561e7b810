/*
 * Number formats of an xlsx, as far as they say what a number is: a date, a
 * time, a percentage, or plain.
 */
#ifndef IN_XLSX_FORMAT_H
#define IN_XLSX_FORMAT_H

#include "in/xml.h"

enum format { FORMAT_PLAIN, FORMAT_DATE, FORMAT_TIME, FORMAT_DATE_TIME, FORMAT_PERCENT };

struct formats {
	struct LIST(unsigned char) of_style;          /* enum format, by cell style */
	struct LIST(struct format_own { int id; enum format kind; }) own;
	struct arena *a;
	bool in_cells;                                /* inside cellXfs */
};

/* A reader of xl/styles.xml that fills `f`, which lives in `a`. */
struct xml formats_reader(struct formats *f, struct arena *a);
/* What a format code says: yyyy"年"m"月"d"日", 0.00%, General. */
enum format format_of_code(struct str code);
/* The number `raw` of a cell in that style as text, in `a`; what is no number
 * stays as it is. Days count from 1900 (with its 29th of February that never
 * was) or from 1904. */
struct str format_number(struct arena *a, const struct formats *f, int style, struct str raw,
			 bool from_1904);

#endif

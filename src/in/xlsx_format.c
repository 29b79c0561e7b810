/* Number formats of an xlsx: see xlsx_format.h. */
#include "in/xlsx_format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

enum { STYLES_MAX = 1 << 16, DAY_MINUTES = 1440, LAST_SERIAL = 2958465 /* 9999-12-31 */ };

/* Formats that every program has by number (ECMA-376 part 1, 18.8.30; 27–36 and
 * 50–58 are dates in East Asian editions). */
static enum format built_in(int id)
{
	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || (id >= 50 && id <= 58) || id == 36)
		return FORMAT_DATE;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
		return FORMAT_TIME;
	if (id == 22)
		return FORMAT_DATE_TIME;
	return id == 9 || id == 10 ? FORMAT_PERCENT : FORMAT_PLAIN;
}

enum format format_of_code(struct str code)
{
	bool day = false, clock = false, percent = false, month = false;
	for (ptrdiff_t i = 0; i < code.n && code.p[i] != ';'; i++) {
		char c = code.p[i], end = c == '"' ? '"' : c == '[' ? ']' : '\0';
		if (c == '\\' || c == '_' || c == '*') {
			i++; /* the next character is shown as it is, or is a width */
		} else if (end) {
			bool elapsed = c == '[' && i + 2 < code.n && strchr("hms", code.p[i + 1]) &&
				       strchr("hms]", code.p[i + 2]);
			clock |= elapsed;
			while (++i < code.n && code.p[i] != end)
				;
		} else {
			day |= c == 'y' || c == 'Y' || c == 'd' || c == 'D';
			month |= c == 'm' || c == 'M';
			clock |= c == 'h' || c == 'H' || c == 's' || c == 'S';
			percent |= c == '%';
		}
		if (c == 'G' && str_starts(str_from(code, i), S("General")))
			i += S("General").n - 1;
	}
	day |= month && !clock;
	if (day)
		return clock ? FORMAT_DATE_TIME : FORMAT_DATE;
	return clock ? FORMAT_TIME : percent ? FORMAT_PERCENT : FORMAT_PLAIN;
}

static void on_start(struct xml *x, struct xml_name name, const char **attrs)
{
	struct formats *f = x->ud;
	const char *id = xml_attr(attrs, "numFmtId"), *code = xml_attr(attrs, "formatCode");
	int64_t n = 0;
	if (name.space != XML_SHEET)
		return;
	if (strcmp(name.local, "cellXfs") == 0)
		f->in_cells = true;
	if (!id || !str_int(str_of(id), &n) || n < 0 || n > 1 << 20)
		n = 0;
	if (strcmp(name.local, "numFmt") == 0 && code && f->own.n < STYLES_MAX)
		*list_add(f->a, &f->own) = (struct format_own){ (int)n,
								format_of_code(str_of(code)) };
	if (strcmp(name.local, "xf") != 0 || !f->in_cells || f->of_style.n >= STYLES_MAX)
		return;
	enum format kind = built_in((int)n);
	for (ptrdiff_t i = 0; i < f->own.n; i++)
		if (f->own.p[i].id == n)
			kind = f->own.p[i].kind;
	*list_add(f->a, &f->of_style) = (unsigned char)kind;
}

static void on_end(struct xml *x, struct xml_name name)
{
	struct formats *f = x->ud;
	if (name.space == XML_SHEET && strcmp(name.local, "cellXfs") == 0)
		f->in_cells = false;
}

struct xml formats_reader(struct formats *f, struct arena *a)
{
	*f = (struct formats){ .a = a };
	return (struct xml){ .ud = f, .start = on_start, .end = on_end };
}

/* Days since 1970 of a serial day. 1900 was no leap year, but serial 60 stands
 * for its 29th of February. */
static int32_t serial_days(int serial, bool from_1904)
{
	struct date zero = from_1904 ? (struct date){ 1904, 1, 1 } : (struct date){ 1899, 12, 30 };
	return date_days(zero) + serial + (!from_1904 && serial < 60);
}

static struct str date_time(struct arena *a, double n, enum format kind, bool from_1904)
{
	double day = floor(n);
	int minute = (int)lround((n - day) * DAY_MINUTES);
	day += minute == DAY_MINUTES;
	minute %= DAY_MINUTES;
	struct str clock = str_fmt(a, "%02d:%02d", minute / 60, minute % 60);
	if (kind == FORMAT_TIME && n < 1)
		return clock;
	struct str iso = date_iso(a, date_of_days(serial_days((int)day, from_1904)));
	return minute && kind != FORMAT_DATE ? str_fmt(a, "%.*s %.*s", STR_ARG(iso), STR_ARG(clock))
					     : iso;
}

struct str format_number(struct arena *a, const struct formats *f, int style, struct str raw,
			 bool from_1904)
{
	enum format kind = style < f->of_style.n ? (enum format)f->of_style.p[style] : FORMAT_PLAIN;
	char *text = str_cstr(a, raw), *end;
	double n = strtod(text, &end);
	if (!raw.n || end != text + raw.n || !isfinite(n))
		return str_copy(a, raw);
	if (kind == FORMAT_PERCENT)
		return str_fmt(a, "%.10g%%", n * 100);
	if (kind == FORMAT_PLAIN || n < (from_1904 ? 0 : kind == FORMAT_TIME ? 0 : 1) ||
	    n >= LAST_SERIAL + 1)
		return fabs(n) < 1e15 ? str_fmt(a, "%.15g", n) : str_copy(a, raw);
	return date_time(a, n, kind, from_1904);
}

/* Working days by the table of holidays: see workday.h. */
#include "text/workday.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/os.h"
#include "base/utf8.h"

enum { FILE_MAX = 1 << 20, YEARS = 10000, WEEKEND = 5 };

extern const struct embed text_files[];

static struct arena process; /* lives as long as the program */
static struct days LIST(struct day_told { int32_t day; bool off; }) told;
static bool known[YEARS], loaded;

void workday_close(void)
{
	arena_free(&process);
	told.p = NULL;
	told.n = told.cap = 0;
	for (int y = 0; y < YEARS; y++)
		known[y] = false;
	loaded = false;
}

static bool fail(struct str file, int line, enum msg msg, struct str what, struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, msg,
		       ARGS(file, str_fmt(&process, "%d", line), what));
}

static bool read_row(struct str file, int number, struct str line, struct err *e)
{
	struct str cell[2] = { STR_NONE, STR_NONE }, one;
	struct date d;
	for (int n = 0; str_split(&line, '\t', &one); n++) {
		if (n == 2)
			return fail(file, number, MSG_CHECK_TABLE_COLUMNS, file, e);
		cell[n] = str_trim(one);
	}
	bool off = str_eq(cell[1], S("off"));
	if (!cell[1].n)
		return fail(file, number, MSG_CHECK_TABLE_COLUMNS, file, e);
	if (!date_parse(cell[0], &d))
		return fail(file, number, MSG_CHECK_TABLE_DATE, cell[0], e);
	if (!off && !str_eq(cell[1], S("work")))
		return fail(file, number, MSG_CHECK_TABLE_DAY, cell[1], e);
	*list_add(&process, &told) = (struct day_told){ date_days(d), off };
	known[d.y] = true;
	return true;
}

static bool read_table(struct str file, struct str text, struct err *e)
{
	struct str line;
	ptrdiff_t bad = utf8_check(text);
	for (int number = 1; str_split(&text, '\n', &line); number++) {
		if (bad >= 0 && bad <= line.n)
			return fail(file, number, MSG_CHECK_TABLE_UTF8, STR_NONE, e);
		bad = bad < 0 ? bad : bad - line.n - 1;
		str_drop_tail(&line, S("\r"));
		if (str_trim(line).n && line.p[0] != '#' && !read_row(file, number, line, e))
			return false;
	}
	return true;
}

bool workday_open(struct str folder, struct err *e)
{
	static const struct str name = S("holidays.tsv");
	struct str text;
	workday_close();
	arena_init(&process, 0);
	loaded = true;
	if (!read_table(name, embed_find(text_files, name), e))
		return false;
	struct str path = str_fmt(&process, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
	const char *at = str_cstr(&process, path);
	if (!folder.n || access(at, F_OK) != 0)
		return true;
	return os_read(&process, at, FILE_MAX, &text, e) && read_table(path, text, e);
}

enum workday workday_of(struct date d)
{
	struct err e = { 0 };
	if (!loaded && !workday_open(STR_NONE, &e))
		abort(); /* the table that is built in is read by a test */
	if (!date_ok(d) || !known[d.y])
		return WORKDAY_UNKNOWN;
	int32_t day = date_days(d);
	for (ptrdiff_t i = told.n - 1; i >= 0; i--)
		if (told.p[i].day == day)
			return told.p[i].off ? WORKDAY_OFF : WORKDAY_ON;
	return date_weekday(d) < WEEKEND ? WORKDAY_ON : WORKDAY_OFF;
}

int workday_count(struct date from, struct date to)
{
	int count = 0;
	for (int32_t day = date_days(from); day <= date_days(to); day++) {
		enum workday is = workday_of(date_of_days(day));
		if (is == WORKDAY_UNKNOWN)
			return -1;
		count += is == WORKDAY_ON;
	}
	return count;
}

bool workday_after(struct date from, int n, struct date *out)
{
	for (int32_t day = date_days(from) + 1; n > 0; day++) {
		*out = date_of_days(day);
		enum workday is = workday_of(*out);
		if (is == WORKDAY_UNKNOWN)
			return false;
		n -= is == WORKDAY_ON;
	}
	return true;
}

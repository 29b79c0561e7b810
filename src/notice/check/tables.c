/*
 * The words and facts that the rules read: the files of words/ as built in, with
 * the rows that a user's folder adds; parsed at first use, kept for the process.
 * The words that are looked for in every text go into one index by their first
 * character, so that a text is walked once.
 */
#include "notice/check/rule.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/embed.h"
#include "base/os.h"
#include "base/utf8.h"
#include "text/workday.h"

enum { FILE_MAX = 4 << 20, BUCKETS = 4096 };

static const struct {
	struct str file;
	int cols, optional; /* the last `optional` columns may be missing */
} table_files[TABLE_COUNT] = {
	[TABLE_CUES] = { S("cues.tsv"), 2, 0 },
	[TABLE_REPEATED] = { S("repeated.tsv"), 3, 2 },
	[TABLE_CONFUSABLES] = { S("confusables.tsv"), 4, 1 },
	[TABLE_BODIES] = { S("bodies.tsv"), 3, 0 },
	[TABLE_DUTIES] = { S("duties.tsv"), 2, 0 },
	[TABLE_ORGS] = { S("orgs.tsv"), 1, 0 },
	[TABLE_KINDS] = { S("kinds.tsv"), 2, 0 },
	[TABLE_PLACES] = { S("places.tsv"), 2, 0 },
	[TABLE_AREA_CODES] = { S("areacodes.tsv"), 2, 0 },
	[TABLE_POSTCODES] = { S("postcodes.tsv"), 2, 0 },
};

static const struct str cue_names[CUE_COUNT] = {
	[CUE_PLACEHOLDER] = S("placeholder"), [CUE_SURNAME] = S("surname"),
	[CUE_PATROL] = S("patrol"), [CUE_PLAN] = S("plan"), [CUE_DONE] = S("done"),
	[CUE_FAULT] = S("fault"), [CUE_DURING] = S("during"),
	[CUE_OBJECT] = S("object"), [CUE_PARTNER] = S("partner"),
	[CUE_ADVERB] = S("adverb"), [CUE_BETTER] = S("better"), [CUE_PART_VERB] = S("part-verb"),
	[CUE_MOST_VERB] = S("most-verb"), [CUE_PART_NOUN] = S("part-noun"),
	[CUE_WHOLE] = S("whole"), [CUE_STATE_DONE] = S("state-done"),
	[CUE_STATE_DOING] = S("state-doing"), [CUE_STATE_OPEN] = S("state-open"),
	[CUE_STATE_LONG] = S("state-long"), [CUE_PERIOD] = S("period"), [CUE_SITE] = S("site"),
	[CUE_PERSON] = S("person"), [CUE_NO_NAME] = S("no-name"), [CUE_OFFICE] = S("office"),
	[CUE_NUMBER] = S("number"), [CUE_MARK] = S("mark"), [CUE_REVIEW] = S("review"),
	[CUE_UNIT] = S("unit"), [CUE_STAGE] = S("stage"),
};

/* A word of the index; `list` says whose it is: a cue, or CUE_COUNT + table. */
struct word {
	struct str text;
	const struct row *row;
	int list;
	int next; /* in its bucket, -1 = last */
};

struct word_index {
	struct LIST(struct word) words;
	int bucket[BUCKETS];
};

extern const struct embed check_files[];

static struct arena process; /* lives as long as the program */
static struct tables tables;
static bool loaded;

static bool fail(struct err *e, const struct row *r, enum msg msg, struct str what)
{
	struct arena a;
	arena_init(&a, 0);
	err_set(e, ERR_BAD_INPUT, msg, ARGS(r->file, str_fmt(&a, "%d", r->line), what));
	arena_free(&a);
	return false;
}

static int cue_named(struct str name)
{
	for (int i = 0; i < CUE_COUNT; i++)
		if (str_eq(cue_names[i], name))
			return i;
	return -1;
}

/* What a cell must be, beyond being there. */
static bool row_ok(enum table_id id, const struct row *r, struct err *e)
{
	int64_t n;
	if (id == TABLE_CUES && cue_named(r->col[0]) < 0)
		return fail(e, r, MSG_CHECK_TABLE_CLASS, r->col[0]);
	if (id == TABLE_POSTCODES &&
	    (!str_int(r->col[0], &n) || r->col[0].n < 2 || r->col[0].n > 3))
		return fail(e, r, MSG_CHECK_TABLE_PREFIX, r->col[0]);
	if (id == TABLE_AREA_CODES && (!str_int(r->col[0], &n) || r->col[0].p[0] != '0' ||
				       r->col[0].n < 3 || r->col[0].n > 4))
		return fail(e, r, MSG_CHECK_TABLE_AREA, r->col[0]);
	return true;
}

static bool row_read(struct str line, enum table_id id, struct row *r, struct err *e)
{
	int cols = 0;
	struct str cell;
	while (str_split(&line, '\t', &cell)) {
		cell = str_trim(cell);
		if (cols == table_files[id].cols)
			return fail(e, r, MSG_CHECK_TABLE_COLUMNS, table_files[id].file);
		if (!cell.n && cols < table_files[id].cols - table_files[id].optional)
			return fail(e, r, MSG_CHECK_TABLE_EMPTY, table_files[id].file);
		r->col[cols++] = cell;
	}
	if (cols < table_files[id].cols - table_files[id].optional)
		return fail(e, r, MSG_CHECK_TABLE_COLUMNS, table_files[id].file);
	return row_ok(id, r, e);
}

static bool table_read(enum table_id id, struct str file, struct str text, struct err *e)
{
	struct str line;
	for (int number = 1; str_split(&text, '\n', &line); number++) {
		str_drop_tail(&line, S("\r"));
		if (!str_trim(line).n || line.p[0] == '#')
			continue;
		struct row r = { .file = file, .line = number };
		if (!row_read(line, id, &r, e))
			return false;
		*list_add(&process, &tables.rows[id]) = r;
	}
	return true;
}

static unsigned bucket_of(struct str s, ptrdiff_t at)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	ptrdiff_t left = s.n - at;
	unsigned h = p[0];
	if (p[0] >= 0x80 && left > 1)
		h = h * 31 + p[1];
	if (p[0] >= 0xE0 && left > 2)
		h = h * 31 + p[2];
	return h & (BUCKETS - 1);
}

static void index_word(struct word_index *x, struct str text, const struct row *row, int list)
{
	unsigned b = bucket_of(text, 0);
	*list_add(&process, &x->words) =
		(struct word){ .text = text, .row = row, .list = list, .next = x->bucket[b] };
	x->bucket[b] = (int)x->words.n - 1;
}

static void index_build(void)
{
	struct word_index *x = arena_new(&process, struct word_index, 1);
	for (int b = 0; b < BUCKETS; b++)
		x->bucket[b] = -1;
	static const struct { enum table_id id; int col; } indexed[] = {
		{ TABLE_REPEATED, 0 },
		{ TABLE_CONFUSABLES, 0 },
		{ TABLE_DUTIES, 1 },
		{ TABLE_PLACES, 0 },
	};
	for (ptrdiff_t i = 0; i < tables.rows[TABLE_CUES].n; i++) {
		const struct row *r = &tables.rows[TABLE_CUES].p[i];
		index_word(x, r->col[1], r, cue_named(r->col[0]));
	}
	for (size_t k = 0; k < sizeof(indexed) / sizeof(*indexed); k++)
		for (ptrdiff_t i = 0; i < tables.rows[indexed[k].id].n; i++) {
			const struct row *r = &tables.rows[indexed[k].id].p[i];
			index_word(x, r->col[indexed[k].col], r, CUE_COUNT + (int)indexed[k].id);
		}
	for (ptrdiff_t i = 0; i < tables.rows[TABLE_PLACES].n; i++) { /* provinces, each once */
		const struct row *r = &tables.rows[TABLE_PLACES].p[i];
		if (!i || !str_eq(r->col[1], r[-1].col[1]))
			index_word(x, r->col[1], r, CUE_COUNT + TABLE_PLACES);
	}
	tables.index = x;
}

static bool load_builtin(struct err *e)
{
	for (int id = 0; id < TABLE_COUNT; id++)
		for (const struct embed *f = check_files; f->name.p; f++)
			if (str_eq(f->name, table_files[id].file) &&
			    !table_read((enum table_id)id, f->name, f->text, e))
				return false;
	return true;
}

static bool load_folder(struct str folder, struct err *e)
{
	for (int id = 0; id < TABLE_COUNT; id++) {
		struct str path = str_fmt(&process, "%.*s/%.*s", STR_ARG(folder),
					  STR_ARG(table_files[id].file));
		struct str text;
		struct err miss = { 0 };
		if (access(str_cstr(&process, path), F_OK) != 0)
			continue;
		if (!os_read(&process, str_cstr(&process, path), FILE_MAX, &text, &miss)) {
			*e = miss;
			return false;
		}
		ptrdiff_t bad = utf8_check(text);
		struct row at = { .file = path, .line = 1 };
		for (ptrdiff_t i = 0; i < bad; i++)
			at.line += text.p[i] == '\n';
		if (bad >= 0)
			return fail(e, &at, MSG_CHECK_TABLE_UTF8, STR_NONE);
		if (!table_read((enum table_id)id, path, text, e))
			return false;
	}
	return true;
}

static void forget(void)
{
	arena_free(&process);
	tables = (struct tables){ 0 };
	loaded = false;
}

static bool load(struct str folder, struct err *e)
{
	forget();
	arena_init(&process, 0);
	if (!load_builtin(e) || (folder.n && !load_folder(folder, e)) ||
	    !workday_open(folder, e)) {
		forget();
		return false;
	}
	index_build();
	loaded = true;
	return true;
}

bool check_open(struct err *e)
{
	return load(str_of(getenv("HUIYIN_TABLES")), e);
}

void check_close(void)
{
	forget();
}

const struct tables *tables_get(void)
{
	struct err e = { 0 };
	if (!loaded && !load(STR_NONE, &e))
		abort(); /* the built-in tables are read by a test */
	return &tables;
}

static struct hits *hits_of(struct check *c, int list)
{
	if (list < CUE_COUNT)
		return &c->cue[list];
	switch (list - CUE_COUNT) {
	case TABLE_REPEATED: return &c->repeated;
	case TABLE_CONFUSABLES: return &c->confusable;
	case TABLE_PLACES: return &c->place;
	default: return &c->duty;
	}
}

void tables_scan(struct check *c, struct str text)
{
	const struct word_index *x = c->t->index;
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < text.n; i += len) {
		utf8_at(text, i, &len);
		for (int w = x->bucket[bucket_of(text, i)]; w >= 0; w = x->words.p[w].next) {
			struct str word = x->words.p[w].text;
			if (word.n > text.n - i || memcmp(word.p, text.p + i, (size_t)word.n) != 0)
				continue;
			struct hits *list = hits_of(c, x->words.p[w].list);
			*list_add(c->a, list) =
				(struct hit){ { text.p + i, word.n }, x->words.p[w].row };
		}
	}
}

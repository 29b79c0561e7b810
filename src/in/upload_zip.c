/*
 * The directory of a zip, read by hand, since libraries forgive too much: one
 * that another reader would understand otherwise is refused. Nothing is
 * unpacked. Form: APPNOTE.TXT 6.3, 4.3.7 (local header), 4.3.12 (directory),
 * 4.3.16 (end).
 */
#include "in/upload_in.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	END_SIZE = 22,
	TAIL = END_SIZE + 0xFFFF,
	CENTRAL_SIZE = 46,
	LOCAL_SIZE = 30,
	ENTRIES_MOST = 2000,
	DIRECTORY_MOST = 2 << 20,
	NAME_MOST = 512,
	EXPANDED_MOST = 200 << 20,
	RATIO_MOST = 100,
	RATIO_FROM = 1 << 20,
	GAP_MOST = 64 /* a data descriptor between two entries */
};

/* The end record. */
struct zip_end {
	int64_t at; /* where it stands */
	int64_t size, offset;
	int entries;
};

struct entry {
	struct str name;
	int64_t from, to; /* the bytes that it takes up */
};

/* The end record whose comment ends where the file does. */
static bool find_end(const struct looked *l, struct zip_end *out)
{
	int64_t n = l->file->size < TAIL ? l->file->size : TAIL;
	struct arena_mark m = arena_mark(l->a);
	unsigned char *tail = arena_new(l->a, unsigned char, n + 1);
	bool found = false;
	if (n < END_SIZE || !upload_get(l, l->file->size - n, tail, (ptrdiff_t)n))
		return false;
	for (int64_t i = n - END_SIZE; i >= 0 && !found; i--) {
		const unsigned char *p = tail + i;
		if (memcmp(p, "PK\5\6", 4) != 0 || le16(p + 20) != n - i - END_SIZE)
			continue;
		found = le32(p + 4) == 0 && le16(p + 8) == le16(p + 10);
		*out = (struct zip_end){ l->file->size - n + i, le32(p + 12), le32(p + 16),
					 (int)le16(p + 10) };
	}
	arena_release(l->a, m);
	return found;
}

bool upload_has_zip_end(const struct looked *l)
{
	struct zip_end end;
	char sign[4];
	return find_end(l, &end) && end.entries && upload_get(l, end.at - end.size, sign, 4) &&
	       memcmp(sign, "PK\1\2", 4) == 0;
}

static bool has_ending(struct str name, const char *const *endings)
{
	for (; *endings; endings++) {
		ptrdiff_t n = (ptrdiff_t)strlen(*endings);
		if (name.n > n && strncasecmp(name.p + name.n - n, *endings, (size_t)n) == 0)
			return true;
	}
	return false;
}

/* A name that leads out of a folder, or that systems understand differently. */
static bool bad_name(struct str name)
{
	struct str rest = name, part;
	if (!name.n || name.n > NAME_MOST || name.p[0] == '/' || str_has(name, S("\\")) ||
	    str_has(name, S(":")))
		return true;
	for (ptrdiff_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < ' ' || name.p[i] == 0x7F)
			return true;
	while (str_split(&rest, '/', &part))
		if (str_eq(part, S("..")) || str_eq(part, S(".")))
			return true;
	return false;
}

/* What one row of the directory may not be. */
static bool check_row(const struct looked *l, const unsigned char *p, struct str name,
		      int64_t *expanded, struct err *e)
{
	static const char *const nested[] = { ".zip", ".rar", ".7z",   ".gz",   ".tgz",  ".tar",
					      ".bz2", ".xz",  ".jar",  ".cab",  ".iso",  ".docm",
					      ".xlsm", ".xlsb", ".pptm", NULL };
	static const char *const programs[] = { ".exe", ".dll", ".com", ".scr", ".bat", ".cmd",
						".js",  ".vbs", ".ps1", ".lnk", ".msi", ".hta",
						".sh",  NULL };
	static const char *const macros[] = { "vbaProject.bin", "vbaData.xml", NULL };
	uint32_t packed = le32(p + 20), size = le32(p + 24), mode = le32(p + 38) >> 16 & 0170000;
	if (le16(p + 8) & 1 || le16(p + 8) & 1 << 6)
		return upload_bad(l, MSG_UPLOAD_LOCKED_ZIP, e);
	if ((le16(p + 10) != 0 && le16(p + 10) != 8) || packed == UINT32_MAX ||
	    size == UINT32_MAX || le16(p + 34) || (le16(p + 10) == 0 && packed != size))
		return upload_bad(l, MSG_UPLOAD_ODD_ZIP, e);
	if (p[5] == 3 && mode && mode != 0100000 && mode != 0040000)
		return upload_bad(l, MSG_UPLOAD_LINK, e);
	if (bad_name(name))
		return upload_bad(l, MSG_UPLOAD_PATH, e);
	if (has_ending(name, macros))
		return upload_bad(l, MSG_UPLOAD_HAS_MACRO, e);
	if (has_ending(name, nested))
		return upload_bad(l, MSG_UPLOAD_NESTED, e);
	if (has_ending(name, programs))
		return upload_bad(l, MSG_UPLOAD_PROGRAM, e);
	*expanded += size;
	if (*expanded > EXPANDED_MOST ||
	    (size > RATIO_FROM && size > (int64_t)packed * RATIO_MOST))
		return err_set(e, ERR_LIMIT, MSG_UPLOAD_BOMB, ARGS(l->name));
	return true;
}

/* The entry's own header says the same as the directory; where it ends. */
static bool check_local(const struct looked *l, const unsigned char *row, struct entry *x)
{
	unsigned char p[LOCAL_SIZE];
	char name[NAME_MOST];
	if (!upload_get(l, x->from, p, LOCAL_SIZE) || memcmp(p, "PK\3\4", 4) != 0 ||
	    le16(p + 8) != le16(row + 10) || le16(p + 26) != x->name.n ||
	    !upload_get(l, x->from + LOCAL_SIZE, name, x->name.n) ||
	    memcmp(name, x->name.p, (size_t)x->name.n) != 0)
		return false;
	x->to = x->from + LOCAL_SIZE + x->name.n + le16(p + 28) + le32(row + 20);
	return true;
}

static int by_place(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	return x->from < y->from ? -1 : x->from > y->from;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* No name twice; the entries fill the file from its start to the directory,
 * none over another. */
static bool check_places(struct entry *entry, int count, int64_t directory)
{
	int64_t at = 0;
	qsort(entry, (size_t)count, sizeof(*entry), by_name);
	for (int i = 1; i < count; i++)
		if (str_eq(entry[i - 1].name, entry[i].name))
			return false;
	qsort(entry, (size_t)count, sizeof(*entry), by_place);
	for (int i = 0; i < count; i++) {
		if (entry[i].from < at || entry[i].from - at > (i ? GAP_MOST : 0))
			return false;
		at = entry[i].to;
	}
	return at <= directory && directory - at <= GAP_MOST;
}

static enum what what_of(const struct entry *entry, int count)
{
	static const struct { struct str name; enum what what; } marks[] = {
		{ S("word/document.xml"), WHAT_DOCX }, { S("xl/workbook.xml"), WHAT_XLSX },
		{ S("ppt/presentation.xml"), WHAT_PPTX }, { S("OFD.xml"), WHAT_OFD },
		{ S("META-INF/MANIFEST.MF"), WHAT_JAR }, { S("AndroidManifest.xml"), WHAT_JAR },
		{ S("mimetype"), WHAT_ODF },
	};
	unsigned found = 0;
	bool types = false;
	for (int i = 0; i < count; i++) {
		types = types || str_eq(entry[i].name, S("[Content_Types].xml"));
		for (size_t k = 0; k < sizeof(marks) / sizeof(*marks); k++)
			if (str_eq(entry[i].name, marks[k].name))
				found |= 1u << marks[k].what;
	}
	for (size_t k = 0; k < sizeof(marks) / sizeof(*marks); k++) {
		bool office = marks[k].what == WHAT_DOCX || marks[k].what == WHAT_XLSX;
		if (found & 1u << marks[k].what && (!office || types))
			return found & (found - 1) ? WHAT_ZIP : marks[k].what; /* two at once */
	}
	return WHAT_ZIP;
}

static bool read_rows(const struct looked *l, const struct zip_end *end,
		      const unsigned char *rows, struct entry *entry, struct err *e)
{
	int64_t expanded = 0, at = 0;
	for (int i = 0; i < end->entries; i++) {
		const unsigned char *p = rows + at;
		if (at > end->size - CENTRAL_SIZE || memcmp(p, "PK\1\2", 4) != 0)
			return upload_bad(l, MSG_UPLOAD_ODD_ZIP, e);
		int64_t whole = CENTRAL_SIZE + (int64_t)le16(p + 28) + le16(p + 30) + le16(p + 32);
		if (at > end->size - whole)
			return upload_bad(l, MSG_UPLOAD_ODD_ZIP, e);
		entry[i].name = (struct str){ (const char *)p + CENTRAL_SIZE, le16(p + 28) };
		entry[i].from = le32(p + 42);
		if (!check_row(l, p, entry[i].name, &expanded, e))
			return false;
		if (!check_local(l, p, &entry[i]))
			return upload_bad(l, MSG_UPLOAD_ODD_ZIP, e);
		at += whole;
	}
	return at == end->size || upload_bad(l, MSG_UPLOAD_ODD_ZIP, e);
}

bool upload_zip(const struct looked *l, enum what *what, struct err *e)
{
	struct zip_end end;
	if (!find_end(l, &end) || end.offset + end.size != end.at)
		return upload_bad(l, MSG_UPLOAD_ODD_ZIP, e);
	if (end.entries > ENTRIES_MOST || end.size > DIRECTORY_MOST)
		return err_set(e, ERR_LIMIT, MSG_UPLOAD_BOMB, ARGS(l->name));
	unsigned char *rows = arena_new(l->a, unsigned char, end.size + 1);
	struct entry *entry = arena_new(l->a, struct entry, end.entries + 1);
	if (!upload_get(l, end.offset, rows, (ptrdiff_t)end.size))
		return upload_bad(l, MSG_UPLOAD_READ, e);
	if (!read_rows(l, &end, rows, entry, e))
		return false;
	if (!check_places(entry, end.entries, end.offset))
		return upload_bad(l, MSG_UPLOAD_OVERLAP, e);
	*what = what_of(entry, end.entries);
	return true;
}

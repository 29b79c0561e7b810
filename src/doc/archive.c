/* The archive of evidence: see archive.h. */
#include "doc/archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/os.h"
#include "doc/write.h"
#include "ledger/verb.h"
#include "out/xlsx.h"
#include "out/zip.h"
#include "view/evidence_view.h"
#include "view/ledger_view.h"

enum { PAGE = 500, TITLE_MOST = 30, NAME_MOST = 60 };

struct archive {
	struct store *s;
	struct arena *a; /* of names: lives until the end */
	struct str code;
	enum lang lang;
	struct zip_out *zip;
	struct xlsx *contents;
	struct archive_sum *sum;
	struct arena page; /* of what is read */
	int64_t row;
};

/* A document of one finding, made when its turn comes. */
struct paper {
	struct archive *of;
	struct str code;
	enum msg title;
	void (*fill)(struct archive *of, struct arena *a, const struct val *finding,
		     struct val *blocks);
};

static struct str word(const struct archive *of, enum msg m)
{
	return msg_text(m, of->lang);
}

static void block(struct arena *a, struct val *blocks, struct str style, struct str text)
{
	struct val *made = val_push(blocks, val_map(a));
	val_put_str(a, made, S("style"), style);
	val_put_str(a, made, S("text"), text);
	val_put(made, S("runs"), val_null(a));
}

/* "name：value" where there is one. */
static void line(struct archive *of, struct arena *a, struct val *blocks, enum msg name,
		 struct str value)
{
	if (value.n)
		block(a, blocks, S("body"),
		      msg_fill(a, MSG_ARCHIVE_LINE, of->lang, ARGS(word(of, name), value)));
}

static struct str number(struct arena *a, const struct val *map, struct str key)
{
	return str_fmt(a, "%lld", (long long)val_get_int(map, key, 0));
}

static void fill_finding(struct archive *of, struct arena *a, const struct val *f,
			 struct val *blocks)
{
	line(of, a, blocks, MSG_ARCHIVE_CODE, val_get_str(f, S("code")));
	line(of, a, blocks, MSG_SHOW_UNIT, val_get_str(f, S("unit")));
	line(of, a, blocks, MSG_LIST_CATEGORY, val_get_str(val_get(f, S("category")), S("title")));
	line(of, a, blocks, MSG_LIST_TITLE, val_get_str(f, S("title")));
	line(of, a, blocks, MSG_SHOW_DETAIL, val_get_str(f, S("detail")));
	line(of, a, blocks, MSG_LIST_FEEDBACK,
	     val_get_str(val_get(f, S("inspection")), S("feedback")));
	line(of, a, blocks, MSG_SHOW_CLASS, val_get_str(f, S("class_name")));
	line(of, a, blocks, MSG_SHOW_STANDARD, val_get_str(f, S("standard")));
	line(of, a, blocks, MSG_SHOW_LEADER, val_get_str(f, S("leader")));
	line(of, a, blocks, MSG_LIST_OWNER, val_get_str(f, S("owner")));
	line(of, a, blocks, MSG_LIST_DUE, val_get_str(f, S("due")));
	line(of, a, blocks, MSG_LIST_STATE, val_get_str(f, S("state_name")));
	line(of, a, blocks, MSG_SHOW_CLOSED, val_get_str(f, S("closed")));
}

static void fill_measures(struct archive *of, struct arena *a, const struct val *f,
			  struct val *blocks)
{
	block(a, blocks, S("h1"), word(of, MSG_LIST_MEASURES));
	for val_each(m, val_get(f, S("measures")))
		block(a, blocks, S("body"),
		      str_fmt(a, "%.*s. %.*s [%.*s]", STR_ARG(number(a, m, S("ordinal"))),
			      STR_ARG(val_get_str(m, S("text"))),
			      STR_ARG(val_get_str(m, S("progress_name")))));
	block(a, blocks, S("h1"), word(of, MSG_SHOW_REPORTS));
	for val_each(r, val_get(f, S("reports")))
		block(a, blocks, S("body"),
		      str_fmt(a, "%.*s %.*s  %.*s", STR_ARG(val_get_str(r, S("date"))),
			      STR_ARG(val_get_str(r, S("actor"))),
			      STR_ARG(val_get_str(r, S("text")))));
}

static void fill_decisions(struct archive *of, struct arena *a, const struct val *f,
			   struct val *blocks)
{
	for val_each(d, val_get(f, S("decisions"))) {
		struct str says = verb_says(a, val_get_str(d, S("verb")),
					    val_get_str(d, S("actor")), val_get_str(f, S("code")),
					    of->lang);
		struct str text = val_get_str(d, S("text"));
		block(a, blocks, S("body"),
		      str_fmt(a, "%.*s  %.*s%s%.*s", STR_ARG(val_get_str(d, S("date"))),
			      STR_ARG(says), text.n ? ": " : "", STR_ARG(text)));
	}
}

static const struct {
	enum msg name;
	void (*fill)(struct archive *of, struct arena *a, const struct val *finding,
		     struct val *blocks);
} papers[] = {
	{ MSG_ARCHIVE_FINDING, fill_finding },
	{ MSG_ARCHIVE_MEASURES, fill_measures },
	{ MSG_ARCHIVE_DECISIONS, fill_decisions },
};

/* A document with that title around the blocks, as docx. */
static bool write_docx(struct archive *of, struct arena *a, struct str title,
		       struct val *blocks, struct str *bytes, struct err *e)
{
	struct val *doc = val_map(a), *all = val_list(a);
	val_put_str(a, doc, S("title"), title);
	val_put(doc, S("author"), val_null(a));
	val_put(doc, S("date"), val_null(a));
	val_put_str(a, doc, S("lang"), of->lang == LANG_ZH ? S("zh-CN") : S("en"));
	block(a, all, S("title"), title);
	for (struct val *b = blocks->first, *next; b; b = next) {
		next = b->next;
		b->next = NULL;
		val_push(all, b);
	}
	val_put(doc, S("blocks"), all);
	return doc_write(a, S("docx"), doc, bytes, e);
}

static bool make_paper(void *with, struct arena *a, struct str *bytes, struct err *e)
{
	const struct paper *p = with;
	const struct val *finding;
	struct val *blocks = val_list(a);
	if (!view_show(p->of->s, a, p->code, p->of->lang, &finding, e))
		return false;
	p->fill(p->of, a, finding, blocks);
	return write_docx(p->of, a, word(p->of, p->title), blocks, bytes, e);
}

static bool make_cover(void *with, struct arena *a, struct str *bytes, struct err *e)
{
	struct archive *of = with;
	const struct val *v;
	struct val *blocks = val_list(a);
	if (!view_show(of->s, a, of->code, of->lang, &v, e))
		return false;
	const struct val *in = val_get(v, S("inspection"));
	in = in && in->kind == VAL_MAP ? in : v;
	line(of, a, blocks, MSG_ARCHIVE_CODE, of->code);
	line(of, a, blocks, MSG_SHOW_UNIT, val_get_str(v, S("unit")));
	line(of, a, blocks, MSG_LIST_KIND, val_get_str(in, S("kind")));
	line(of, a, blocks, MSG_LIST_TEAM, val_get_str(in, S("team")));
	line(of, a, blocks, MSG_LIST_FEEDBACK, val_get_str(in, S("feedback")));
	line(of, a, blocks, MSG_LIST_FINDINGS, str_fmt(a, "%lld", (long long)of->sum->findings));
	line(of, a, blocks, MSG_SHOW_EVIDENCE, str_fmt(a, "%lld", (long long)of->sum->files));
	return write_docx(of, a, word(of, MSG_ARCHIVE_TITLE), blocks, bytes, e);
}

/* "003-TITLE": the finding's folder, in of->a. */
static struct str folder_of(struct archive *of, struct str code, struct str title)
{
	struct str tail = str_from(code, str_rfind(code, S("-")) + 1);
	return zip_out_name(of->a, str_fmt(of->a, "%.*s-%.*s", STR_ARG(tail), STR_ARG(title)),
			    TITLE_MOST);
}

static bool add_papers(struct archive *of, struct str code, struct str folder, struct err *e)
{
	for (size_t i = 0; i < sizeof(papers) / sizeof(*papers); i++) {
		struct paper *p = arena_new(of->a, struct paper, 1);
		*p = (struct paper){ of, str_copy(of->a, code), papers[i].name, papers[i].fill };
		struct str name = str_fmt(of->a, "%.*s/0%d %.*s.docx", STR_ARG(folder),
					  i < 2 ? (int)i + 1 : (int)i + 2,
					  STR_ARG(word(of, papers[i].name)));
		if (!zip_out_made(of->zip, name, make_paper, p, e))
			return false;
	}
	of->sum->findings++;
	return true;
}

/* One row of the table of contents. */
static bool put_row(struct archive *of, const struct val *v, struct str place, struct err *e)
{
	struct arena *a = &of->page;
	struct val *row = val_map(a);
	struct str origin = val_get_str(v, S("origin"));
	bool is_void = val_get_str(v, S("voided")).p;
	val_put_int(a, row, S("ordinal"), ++of->row);
	val_put_str(a, row, S("number"), val_get_str(v, S("number")));
	val_put_str(a, row, S("origin"), origin.p ? origin : val_get_str(v, S("actor")));
	val_put_str(a, row, S("title"), val_get_str(v, S("title")));
	val_put_str(a, row, S("date"), val_get_str(v, S("date")));
	val_put_str(a, row, S("place"), place);
	val_put_str(a, row, S("note"),
		    is_void ? msg_fill(a, MSG_ARCHIVE_VOID, of->lang,
				       ARGS(val_get_str(v, S("void_reason"))))
		    : val_get_str(v, S("cleared")).p ? word(of, MSG_ARCHIVE_PUBLIC)
						     : STR_NONE);
	val_put_str(a, row, S("sha256"), val_get_str(v, S("sha256")));
	return xlsx_row(of->contents, row, e);
}

static bool is_packed(struct str kind)
{
	return !str_eq(kind, S("txt")) && !str_eq(kind, S("doc")) && !str_eq(kind, S("xls")) &&
	       !str_eq(kind, S("wps")) && !str_eq(kind, S("et"));
}

static bool add_file(struct archive *of, const struct val *v, struct err *e)
{
	struct str folder = folder_of(of, val_get_str(v, S("finding")),
				      val_get_str(v, S("finding_title")));
	struct str name = zip_out_name(
		of->a,
		str_fmt(of->a, "%.*s %.*s.%.*s", STR_ARG(val_get_str(v, S("number"))),
			STR_ARG(val_get_str(v, S("title"))), STR_ARG(val_get_str(v, S("kind")))),
		NAME_MOST);
	struct str place = str_fmt(of->a, "%.*s/03 %.*s/%.*s", STR_ARG(folder),
				   STR_ARG(word(of, MSG_SHOW_EVIDENCE)), STR_ARG(name));
	struct hash hash;
	bool is_void = val_get_str(v, S("voided")).p;
	if (!put_row(of, v, is_void ? STR_NONE : place, e) || is_void)
		return is_void;
	of->sum->files++;
	hash_parse(val_get_str(v, S("sha256")), &hash);
	return zip_out_file(of->zip, place,
			    store_evidence_path(of->s, of->a, val_get_str(v, S("sha256"))), hash,
			    is_packed(val_get_str(v, S("kind"))), e);
}

/* The findings of an inspection, or the one. */
static bool add_findings(struct archive *of, struct err *e)
{
	const struct val *v;
	if (!view_show(of->s, &of->page, of->code, of->lang, &v, e))
		return false;
	if (str_eq(val_get_str(v, S("object")), S("finding")))
		return add_papers(of, of->code, folder_of(of, of->code, val_get_str(v, S("title"))),
				  e);
	for val_each(c, val_get(v, S("categories")))
		for val_each(f, val_get(c, S("findings"))) {
			struct str code = val_get_str(f, S("code"));
			struct str folder = folder_of(of, code, val_get_str(f, S("title")));
			if (!add_papers(of, code, folder, e))
				return false;
		}
	return true;
}

static bool add_evidence(struct archive *of, struct err *e)
{
	struct view_evidence_key key = { 0 };
	for (ptrdiff_t got = PAGE; got == PAGE;) {
		struct val *rows;
		arena_reset(&of->page);
		if (!view_evidence(of->s, &of->page, of->code, &key, PAGE, &rows, e))
			return false;
		got = rows->count;
		for val_each(v, rows)
			if (!add_file(of, v, e))
				return false;
	}
	return true;
}

static struct val *contents_sheet(struct archive *of)
{
	static const struct {
		struct str key, kind;
		enum msg head;
		int width;
		bool wrap;
	} columns[] = {
		{ S("ordinal"), S("int"), MSG_ARCHIVE_ORDINAL, 6 },
		{ S("number"), S("text"), MSG_ARCHIVE_NUMBER, 12 },
		{ S("reference"), S("text"), MSG_ARCHIVE_REFERENCE, 14 },
		{ S("origin"), S("text"), MSG_ARCHIVE_ORIGIN, 18, true },
		{ S("title"), S("text"), MSG_ARCHIVE_NAME, 36, true },
		{ S("date"), S("date"), MSG_ARCHIVE_DATE, 12 },
		{ S("place"), S("text"), MSG_ARCHIVE_PLACE, 44, true },
		{ S("note"), S("text"), MSG_ARCHIVE_NOTE, 14, true },
		{ S("sha256"), S("text"), MSG_ARCHIVE_HASH, 36, true },
	};
	struct arena *a = of->a;
	struct val *sheet = val_map(a), *above = val_list(a), *list = val_list(a);
	val_put_str(a, sheet, S("name"), word(of, MSG_ARCHIVE_CONTENTS));
	val_push(above, val_str(a, msg_fill(a, MSG_ARCHIVE_OF, of->lang, ARGS(of->code))));
	val_put(sheet, S("above"), above);
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
		struct val *c = val_push(list, val_map(a));
		val_put_str(a, c, S("key"), columns[i].key);
		val_put_str(a, c, S("head"), word(of, columns[i].head));
		val_put_str(a, c, S("kind"), columns[i].kind);
		val_put_int(a, c, S("width"), columns[i].width);
		val_put_bool(a, c, S("wrap"), columns[i].wrap);
	}
	val_put(sheet, S("columns"), list);
	val_put_bool(a, sheet, S("landscape"), true);
	return sheet;
}

/* Everything is named first; the zip reads and makes it at its end. */
static bool fill(struct archive *of, const char *contents, struct err *e)
{
	struct str name = str_fmt(of->a, "%.*s.xlsx", STR_ARG(word(of, MSG_ARCHIVE_CONTENTS)));
	struct str cover = str_fmt(of->a, "%.*s.docx", STR_ARG(word(of, MSG_ARCHIVE_COVER)));
	struct str bytes;
	if (!zip_out_made(of->zip, cover, make_cover, of, e) ||
	    !xlsx_open(of->a, contents, contents_sheet(of), &of->contents, e))
		return false;
	bool ok = add_findings(of, e) && add_evidence(of, e);
	ok = xlsx_close(of->contents, ok ? e : NULL) && ok;
	if (!ok || !os_read(of->a, contents, 256 << 20, &bytes, e))
		return false;
	return zip_out_file(of->zip, name, contents, hash_of(HASH_SHA256, &bytes, 1), true, e);
}

static bool write_zip(struct archive *of, const char *path, const char *contents, struct err *e)
{
	if (!zip_out_open(of->a, path, &of->zip, e))
		return false;
	if (fill(of, contents, e))
		return zip_out_close(of->zip, e);
	zip_out_drop(of->zip);
	return false;
}

bool archive_write(struct store *s, struct arena *a, struct str code, const char *path,
		   enum lang lang, struct archive_sum *sum, struct err *e)
{
	struct archive of = { .s = s, .a = a, .code = code, .lang = lang, .sum = sum };
	char *contents = str_cstr(a, str_fmt(a, "%s.contents-%ld", path, (long)getpid()));
	*sum = (struct archive_sum){ 0 };
	arena_init(&of.page, 0);
	bool ok = write_zip(&of, path, contents, e);
	unlink(contents);
	arena_free(&of.page);
	return ok;
}

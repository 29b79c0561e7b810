/* Documents as files: see write.h. */
#include "doc/write.h"

#include "base/embed.h"
#include "out/docx/docx.h"
#include "out/html/template.h"
#include "out/pdf/pdf.h"
#include "out/txt.h"

extern const struct embed doc_templates[];

static struct str find_template(void *of, struct str name)
{
	return embed_find(doc_templates, name);
}

static bool write_txt(struct arena *a, const struct val *doc, struct str *out, struct err *e)
{
	struct buf b;
	buf_init(&b, a);
	txt_write(&b, doc);
	*out = buf_str(&b);
	return true;
}

/* The heading level of a style on the page, where the title has the first; 0
 * where it is no heading. */
static int page_level(struct str style)
{
	static const struct str headings[] = { S("title"), S("h1"), S("h2"), S("h3"), S("h4") };
	for (int i = 0; i < (int)(sizeof(headings) / sizeof(*headings)); i++)
		if (str_eq(style, headings[i]))
			return i + 1;
	return 0;
}

static void put_level(struct arena *a, struct val *map, struct str style)
{
	int level = page_level(style);
	val_put(map, S("level"), level ? val_int(a, level) : val_null(a));
}

static bool yes(const struct val *map, struct str key)
{
	const struct val *v = val_get(map, key);
	return v && v->kind == VAL_BOOL && v->yes;
}

static struct val *lines_of(struct arena *a, struct str text)
{
	struct val *list = val_list(a);
	struct str line;
	while (str_split(&text, '\n', &line))
		val_push(list, val_str(a, line));
	return list;
}

/* A table for the template: of each cell, which kind it is, and its lines. */
static void put_rows(struct arena *a, struct val *made, const struct val *block)
{
	struct val *rows = val_put(made, S("rows"), val_list(a));
	struct val *widths = val_put(made, S("widths"), val_list(a));
	for val_each(w, val_get(block, S("widths")))
		val_push(widths, val_int(a, w->i));
	for val_each(row, val_get(block, S("rows"))) {
		struct val *to = val_push(rows, val_map(a));
		val_put_str(a, to, S("high"),
			    val_get_int(row, S("lines"), 1) > 1 ? S("tall") : S("low"));
		struct val *cells = val_put(to, S("cells"), val_list(a));
		for val_each(cell, val_get(row, S("cells"))) {
			struct val *c = val_push(cells, val_map(a));
			bool label = yes(cell, S("label")), head = yes(row, S("head"));
			val_put_bool(a, c, S("top"), head);
			val_put_bool(a, c, S("name"), label && !head);
			val_put_bool(a, c, S("value"), !label && !head);
			val_put_int(a, c, S("span"), val_get_int(cell, S("span"), 1));
			val_put(c, S("lines"), lines_of(a, val_get_str(cell, S("text"))));
			val_put(c, S("foot"), lines_of(a, val_get_str(cell, S("foot"))));
		}
	}
}

/* A block as the page's template takes it: `is` holds its style as a key, runs
 * are always a list. */
static struct val *page_block(struct arena *a, const struct val *block)
{
	struct str style = val_get_str(block, S("style"));
	struct val *made = val_map(a), *is = val_put(made, S("is"), val_map(a));
	if (str_eq(style, S("table")))
		put_rows(a, made, block);
	/* elsewhere a page takes a tab, and two spaces, for one */
	struct str text = val_get_str(block, S("text"));
	bool spaced = str_has(text, S("\t")) || str_has(text, S("  "));
	val_put_bool(a, is, spaced && !page_level(style) ? S("spaced") : style, true);
	val_put_str(a, made, S("text"), val_get_str(block, S("text")));
	struct val *runs = val_put(made, S("runs"), val_list(a));
	const struct val *from = val_get(block, S("runs"));
	for val_each(run, from && from->kind == VAL_LIST ? from : NULL) {
		struct val *part = val_push(runs, val_map(a));
		put_level(a, part, val_get_str(run, S("style")));
		val_put_str(a, part, S("style"), val_get_str(run, S("style")));
		val_put_str(a, part, S("text"), val_get_str(run, S("text")));
	}
	return made;
}

/* The page's parts, by style; what is not here stands in the middle. */
static const struct { struct str style, part; } places[] = {
	{ S("mark"), S("top") },    { S("head"), S("top") },    { S("title"), S("top") },
	{ S("sign"), S("bottom") }, { S("date"), S("bottom") },
	{ S("note"), S("last") },
};

static struct str page_part(struct str style)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (str_eq(places[i].style, style))
			return places[i].part;
	return S("middle");
}

static bool write_html(struct arena *a, const struct val *doc, struct str *out, struct err *e)
{
	static const struct str parts[] = { S("top"), S("middle"), S("bottom"), S("last") };
	static const struct str copied[] = { S("lang"), S("title"), S("author"), S("date") };
	struct val *page = val_map(a);
	val_put_str(a, page, S("paper"), yes(doc, S("landscape")) ? S("wide") : S("upright"));
	for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++)
		val_put_str(a, page, copied[i], val_get_str(doc, copied[i]));
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		struct val *part = val_put(page, parts[i], val_list(a));
		for val_each(block, val_get(doc, S("blocks")))
			if (str_eq(page_part(val_get_str(block, S("style"))), parts[i]))
				val_push(part, page_block(a, block));
	}
	const struct template *t;
	struct template_source from = { find_template, NULL };
	struct buf b;
	buf_init(&b, a);
	if (!template_compile(a, S("notice.html"), from, TEMPLATE_STRICT, &t, e) ||
	    !template_render(&b, t, page, e))
		return false;
	*out = buf_str(&b);
	return true;
}

static const struct {
	struct str name;
	bool (*write)(struct arena *a, const struct val *doc, struct str *out, struct err *e);
} formats[] = {
	{ S("txt"), write_txt },
	{ S("html"), write_html },
	{ S("docx"), docx_write },
	{ S("pdf"), pdf_write },
};

bool doc_write(struct arena *a, struct str format, const struct val *doc, struct str *out,
	       struct err *e)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (str_eq(formats[i].name, format))
			return formats[i].write(a, doc, out, e);
	return err_set(e, ERR_BAD_INPUT, MSG_DOC_FORMAT, ARGS(format));
}

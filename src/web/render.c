/*
 * Pages from templates. Each page of pages/ is compiled once a process and a
 * language, inside layout.html, where {{> body}} stands for the page; before
 * that, {{w.some.key}} becomes the word web.some.key of the language, so that a
 * page costs no look-up of words, and a word that is not there is found when
 * the server starts (and by a test).
 */
#include "base/embed.h"
#include "base/hash.h"
#include "web/engine.h"

extern const struct embed web_pages[], web_static[];

struct page {
	struct str name; /* without .html */
	const struct template *in[LANG_COUNT];
};

struct templates {
	struct page *p;
	int n;
};

/* What a page is compiled from. */
struct making {
	struct arena *a;
	struct str page;
	enum lang lang;
	struct err *e;
};

/* The text with its words in place. */
static struct str put_words(struct making *m, struct str name, struct str text)
{
	struct buf b;
	ptrdiff_t from = 0, at;
	buf_init(&b, m->a);
	while ((at = str_find(text, S("{{w."), from)) >= 0) {
		ptrdiff_t end = str_find(text, S("}}"), at);
		if (end < 0)
			break;
		struct str key = str_cut(text, at + 4, end);
		enum msg msg = msg_find(str_join(m->a, S("web."), key));
		if (msg == MSG_NONE)
			err_set(m->e, ERR_BUG, MSG_WEB_NO_WORD, ARGS(name, key));
		buf_add(&b, str_cut(text, from, at));
		html_escape(&b, msg_text(msg, m->lang));
		from = end + 2;
	}
	buf_add(&b, str_from(text, from));
	return buf_str(&b);
}

static struct str find_text(void *of, struct str name)
{
	struct making *m = of;
	struct str file = str_join(m->a, str_eq(name, S("body")) ? m->page : name, S(".html"));
	struct str text = embed_find(web_pages, file);
	return text.p ? put_words(m, file, text) : STR_NONE;
}

/* Pages are those whose names have no _ in front: layout and parts have. */
static bool is_page(struct str file)
{
	return file.p[0] != '_';
}

bool templates_open(struct arena *a, struct templates **out, struct err *e)
{
	struct templates *t = arena_new(a, struct templates, 1);
	int all = 0;
	for (const struct embed *f = web_pages; f->name.p; f++)
		all += is_page(f->name);
	t->p = arena_new(a, struct page, all);
	for (const struct embed *f = web_pages; f->name.p; f++) {
		if (!is_page(f->name))
			continue;
		struct page *p = &t->p[t->n++];
		p->name = str_cut(f->name, 0, f->name.n - 5);
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			struct making m = { a, p->name, (enum lang)lang, e };
			if (!template_compile(a, S("_layout"),
					      (struct template_source){ find_text, &m },
					      TEMPLATE_STRICT, &p->in[lang], e) ||
			    (e && e->code))
				return false;
		}
	}
	*out = t;
	return true;
}

/* A value that stands in another tree, to be shown in this one too. */
static struct val *also(struct arena *a, const struct val *v)
{
	struct val *copy = arena_new(a, struct val, 1);
	*copy = *v;
	copy->next = NULL;
	return copy;
}

/* Whether the page that is asked for belongs to this entry. */
static bool is_here(const struct request *rq, const struct navigation *n)
{
	struct str rest = str_from(rq->path, 1), first, under = n->under, one;
	if (str_eq(rq->path, n->path))
		return true;
	if (!str_split(&rest, '/', &first) || !first.n)
		return false;
	while (str_split(&under, ' ', &one))
		if (str_eq(one, first))
			return true;
	return str_eq(first, str_from(n->path, 1));
}

static void put_navigation(struct request *rq, struct val *site)
{
	struct val *list = val_put(site, S("nav"), val_list(rq->a));
	for (int i = 0; i < navigation_count; i++) {
		const struct navigation *n = &navigation[i];
		if (!(n->right & (rq->who.roles | RIGHT_SIGNED_IN)))
			continue;
		bool here = is_here(rq, n);
		struct val *entry = val_push(list, val_map(rq->a));
		val_put_str(rq->a, entry, S("path"), n->path);
		val_put_str(rq->a, entry, S("word"), msg_text(n->word, rq->lang));
		val_put_bool(rq->a, entry, S("here"), here);
	}
}

static struct val *site_of(struct request *rq, struct str name, struct str title)
{
	struct arena *a = rq->a;
	struct val *site = val_map(a);
	bool known = rq->who.name.p != NULL;
	val_put_str(a, site, S("lang"), rq->lang == LANG_EN ? S("en") : S("zh-CN"));
	val_put_str(a, site, S("page"), name);
	val_put_str(a, site, S("title"), title);
	val_put_str(a, site, S("style"), static_url(a, S("style.css")));
	val_put_str(a, site, S("script"), static_url(a, S("app.js")));
	val_put_str(a, site, S("icon"), static_url(a, S("icon.svg")));
	val_put_str(a, site, S("other_lang"), rq->lang == LANG_EN ? S("zh") : S("en"));
	struct str here = rq->path;
	if (rq->method == METHOD_GET && rq->query.n)
		here = str_fmt(a, "%.*s?%.*s", STR_ARG(rq->path), STR_ARG(rq->query));
	val_put_str(a, site, S("here"), web_encode(a, here));
	/* what is kept for everybody is the same in each worker, and so is its tag */
	if (!rq->route || !(rq->route->flags & ROUTE_CACHED))
		val_put_str(a, site, S("id"), rq->id);
	val_put_bool(a, site, S("known"), known);
	val_put_bool(a, site, S("has_errors"), rq->faults->count > 0);
	if (known) {
		val_put_str(a, site, S("who"), rq->who.name);
		val_put_str(a, site, S("unit"), rq->who.unit_name);
		val_put_str(a, site, S("token"), session_token(rq));
		put_navigation(rq, site);
	}
	return site;
}

bool templates_render(const struct templates *t, struct request *rq, struct str name,
		      const struct val *tree, struct str title, struct buf *out, struct err *e)
{
	const struct template *of = NULL;
	for (int i = 0; i < t->n && !of; i++)
		if (str_eq(t->p[i].name, name))
			of = t->p[i].in[rq->lang];
	if (!of)
		return err_set(e, ERR_BUG, MSG_WEB_NO_PAGE, ARGS(name));
	struct val *root = also(rq->a, tree), *site = site_of(rq, name, title);
	if (root->count) { /* the site beside the page's own members, not among the tree's */
		struct val *last = also(rq->a, root->last), *v = root->first;
		struct val head = { .kind = VAL_MAP };
		for (; v != root->last; v = v->next) {
			struct val *copy = also(rq->a, v);
			if (head.last)
				head.last->next = copy;
			else
				head.first = copy;
			head.last = copy;
		}
		if (head.last)
			head.last->next = last;
		root->first = head.first ? head.first : last;
		root->last = last;
	}
	val_put(root, S("site"), site);
	return template_render(out, of, root, e);
}

/* Static files, by name and the first bytes of their hash. */

static const struct {
	struct str ending, type;
} types[] = {
	{ S(".css"), S("text/css; charset=utf-8") },
	{ S(".js"), S("text/javascript; charset=utf-8") },
	{ S(".svg"), S("image/svg+xml") },
	{ S(".png"), S("image/png") },
};

enum { MARK_HEX = 12, STATIC_MAX = 64 };

static struct str mark_of(struct str bytes, char room[static 2 * HASH_BYTES + 1])
{
	static const char digits[] = "0123456789abcdef";
	struct hash h = hash_of(HASH_SHA256, &bytes, 1);
	for (int i = 0; i < MARK_HEX; i++)
		room[i] = digits[h.b[i / 2] >> (i % 2 ? 0 : 4) & 15];
	return (struct str){ room, MARK_HEX };
}

struct str static_url(struct arena *a, struct str name)
{
	static char marks[STATIC_MAX][2 * HASH_BYTES + 1];
	for (int i = 0; web_static[i].name.p && i < STATIC_MAX; i++) {
		if (!str_eq(web_static[i].name, name))
			continue;
		if (!marks[i][0])
			mark_of(web_static[i].text, marks[i]);
		return str_fmt(a, "/static/%.*s.%.*s", MARK_HEX, marks[i], STR_ARG(name));
	}
	return str_fmt(a, "/static/%.*s", STR_ARG(name));
}

struct str static_find(struct str name, struct str *type)
{
	char room[2 * HASH_BYTES + 1];
	ptrdiff_t dot = str_find(name, S("."), 0);
	struct str bytes = dot < 0 ? STR_NONE : embed_find(web_static, str_from(name, dot + 1));
	if (!bytes.p || !str_eq(str_cut(name, 0, dot), mark_of(bytes, room)))
		return STR_NONE;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_ends(name, types[i].ending))
			*type = types[i].type;
	return bytes;
}

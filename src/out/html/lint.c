/*
 * The lint of templates: see template_lint in template.h.
 *
 * A template's text is walked once by a small machine that knows where in the
 * markup it is (after the HTML standard's tokenizer, §13.2.5), and each tag is
 * judged by the place it stands in. Sections must end in the kind of place
 * where they began, so leaving one out or repeating it changes no place after
 * it.
 */
#include <string.h>

#include "out/html/scan.h"
#include "out/html/template.h"

enum place {
	IN_TEXT,
	IN_OPEN,      /* after < */
	IN_NAME,      /* an element's name */
	IN_TAG,       /* between attributes */
	IN_ATTR,      /* an attribute's name */
	AFTER_ATTR,   /* white space after it */
	BEFORE_VALUE, /* after = */
	IN_DOUBLE, IN_SINGLE, IN_BARE, /* a value by its quotes */
	IN_DECLARATION, /* <!doctype …> */
	IN_COMMENT,
	IN_CODE,      /* script, style and their like */
	IN_WORDS      /* title, textarea: text without elements */
};

enum { NAME_MAX_KEPT = 16 };

struct name {
	char p[NAME_MAX_KEPT]; /* lower case, cut */
	int n;
};

struct walk {
	enum place place;
	bool closing;     /* a </name> */
	struct name element, attr;
	struct name until; /* IN_CODE, IN_WORDS: the element that ends it */
	bool odd;         /* met what browsers take in more than one way */
};

/* Elements whose content is no markup. */
static const struct {
	const char *name;
	enum place place;
} opaque[] = {
	{ "script", IN_CODE },   { "style", IN_CODE },    { "xmp", IN_CODE },
	{ "iframe", IN_CODE },   { "noembed", IN_CODE },  { "noframes", IN_CODE },
	{ "noscript", IN_CODE }, { "plaintext", IN_CODE },
	{ "title", IN_WORDS },   { "textarea", IN_WORDS },
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void name_add(struct name *n, char c)
{
	if (n->n < NAME_MAX_KEPT)
		n->p[n->n++] = lower(c);
}

static bool name_is(const struct name *n, const char *z)
{
	return (size_t)n->n == strlen(z) && memcmp(n->p, z, (size_t)n->n) == 0;
}

static bool name_eq(const struct name *a, const struct name *b)
{
	return a->n == b->n && memcmp(a->p, b->p, (size_t)a->n) == 0;
}

/* > of a tag. */
static void tag_ends(struct walk *w)
{
	w->place = IN_TEXT;
	for (size_t i = 0; !w->closing && i < sizeof(opaque) / sizeof(*opaque); i++)
		if (name_is(&w->element, opaque[i].name)) {
			w->place = opaque[i].place;
			w->until = w->element;
		}
}

static void in_tag(struct walk *w, char c)
{
	if (c == '>') {
		tag_ends(w);
	} else if (c == '=' && w->place == AFTER_ATTR) {
		w->place = BEFORE_VALUE;
	} else if (!space(c) && c != '/') {
		w->place = IN_ATTR;
		w->attr.n = 0;
		w->odd = c == '=' || c == '"' || c == '\'' || c == '<';
		name_add(&w->attr, c);
	} else if (c == '/') {
		w->place = IN_TAG;
	}
}

static void in_name(struct walk *w, char c)
{
	if (w->closing && !w->element.n && !letter(c)) /* </> and </ x> are comments */
		w->place = c == '>' ? IN_TEXT : IN_DECLARATION;
	else if (c == '>')
		tag_ends(w);
	else if (space(c) || c == '/')
		w->place = IN_TAG;
	else
		name_add(&w->element, c);
}

static void in_attr(struct walk *w, char c)
{
	if (c == '=')
		w->place = BEFORE_VALUE;
	else if (space(c))
		w->place = AFTER_ATTR;
	else if (c == '>' || c == '/')
		in_tag(w, c);
	else if (c == '"' || c == '\'' || c == '<')
		w->odd = true;
	else
		name_add(&w->attr, c);
}

static void in_bare(struct walk *w, char c)
{
	if (c == '>')
		tag_ends(w);
	else if (space(c))
		w->place = IN_TAG;
	else if (c == '"' || c == '\'' || c == '<' || c == '=' || c == '`')
		w->odd = true;
}

static void before_value(struct walk *w, char c)
{
	if (c == '"')
		w->place = IN_DOUBLE;
	else if (c == '\'')
		w->place = IN_SINGLE;
	else if (c == '>')
		tag_ends(w);
	else if (!space(c))
		w->place = IN_BARE;
}

static void after_less(struct walk *w, char c)
{
	w->closing = c == '/';
	w->element.n = 0;
	if (c == '!' || c == '?') {
		w->place = IN_DECLARATION;
	} else if (c == '/') {
		w->place = IN_NAME;
	} else if (letter(c)) {
		w->place = IN_NAME;
		name_add(&w->element, c);
	} else if (c != '<') {
		w->place = IN_TEXT;
	}
}

static void walk_byte(struct walk *w, char c)
{
	switch (w->place) {
	case IN_TEXT: if (c == '<') w->place = IN_OPEN; break;
	case IN_OPEN: after_less(w, c); break;
	case IN_NAME: in_name(w, c); break;
	case IN_TAG:
	case AFTER_ATTR: in_tag(w, c); break;
	case IN_ATTR: in_attr(w, c); break;
	case BEFORE_VALUE: before_value(w, c); break;
	case IN_DOUBLE: if (c == '"') w->place = IN_TAG; break;
	case IN_SINGLE: if (c == '\'') w->place = IN_TAG; break;
	case IN_BARE: in_bare(w, c); break;
	case IN_DECLARATION:
		w->odd = c == '['; /* <![CDATA[ */
		if (c == '>')
			w->place = IN_TEXT;
		break;
	case IN_COMMENT:
	case IN_CODE:
	case IN_WORDS: break; /* left by what walk() looks for */
	}
}

/* Where `</until` stands at or after `at`, or -1. */
static ptrdiff_t find_until(struct str s, ptrdiff_t at, const struct name *until)
{
	for (; (at = str_find(s, S("</"), at)) >= 0; at++) {
		struct name n = { .n = 0 };
		ptrdiff_t i = at + 2;
		while (i < s.n && letter(s.p[i]))
			name_add(&n, s.p[i++]);
		if (name_eq(&n, until))
			return at;
	}
	return -1;
}

/* Where the comment that starts at `at` ends, or -1: --> (also as <!--> and
 * <!--->) or --!>. */
static ptrdiff_t comment_end(struct str s, ptrdiff_t at)
{
	ptrdiff_t plain = str_find(s, S("-->"), at + 2), bang = str_find(s, S("--!>"), at + 4);
	if (bang >= 0 && (plain < 0 || bang < plain))
		return bang + 4;
	return plain < 0 ? -1 : plain + 3;
}

/* In an opaque element: to its end tag's < or to the end of `s`. False at a
 * <!-- in code, after which </script> need not end the script. */
static bool walk_opaque(struct walk *w, struct str s, ptrdiff_t *i)
{
	ptrdiff_t end = find_until(s, *i, &w->until);
	ptrdiff_t hidden = str_find(s, S("<!--"), *i);
	if (w->place == IN_CODE && hidden >= 0 && (end < 0 || hidden < end)) {
		*i = hidden;
		return false;
	}
	if (end >= 0)
		w->place = IN_OPEN;
	*i = end < 0 ? s.n : end + 1;
	return true;
}

/* Walks the text from `*i` to its end; false where it is odd, `*i` being the
 * place. */
static bool walk(struct walk *w, struct str s, ptrdiff_t *i)
{
	while (*i < s.n) {
		if (w->place == IN_CODE || w->place == IN_WORDS) {
			if (!walk_opaque(w, s, i))
				return false;
		} else if ((w->place == IN_TEXT || w->place == IN_OPEN) &&
			   str_starts(str_from(s, *i), S("<!--"))) {
			ptrdiff_t end = comment_end(s, *i);
			if (end < 0)
				w->place = IN_COMMENT;
			*i = end < 0 ? s.n : end;
		} else {
			walk_byte(w, s.p[*i]);
			if (w->odd)
				return false;
			++*i;
		}
	}
	return true;
}

/* True where a tag after `before` could complete or break up an end tag:
 * <, </, </titl. */
static bool splits_end(struct str before)
{
	ptrdiff_t i = before.n;
	while (i > 0 && letter(before.p[i - 1]))
		i--;
	before.n = i;
	return str_ends(before, S("</")) || str_ends(before, S("<"));
}

/* What a tag may not do where it stands; MSG_NONE where it may. */
static enum msg judge(const struct walk *w, enum tag_kind kind, struct str before)
{
	if (kind == TAG_RAW || kind == TAG_DELIMS)
		return MSG_TEMPLATE_RAW;
	bool handler = (w->attr.n >= 2 && memcmp(w->attr.p, "on", 2) == 0) ||
		       name_is(&w->attr, "srcdoc");
	bool prints = kind == TAG_VALUE || kind == TAG_PARTIAL;
	switch (w->place) {
	case IN_TEXT:
		return MSG_NONE;
	case IN_WORDS:
		return kind == TAG_PARTIAL || splits_end(before) ? MSG_TEMPLATE_MARKUP : MSG_NONE;
	case IN_CODE:
		return MSG_TEMPLATE_SCRIPT;
	case IN_DOUBLE:
	case IN_SINGLE:
		if (handler)
			return MSG_TEMPLATE_HANDLER;
		return kind == TAG_PARTIAL ? MSG_TEMPLATE_MARKUP : MSG_NONE;
	case BEFORE_VALUE:
	case IN_BARE:
		return MSG_TEMPLATE_UNQUOTED;
	case IN_TAG:
	case AFTER_ATTR:
		return prints ? MSG_TEMPLATE_MARKUP : MSG_NONE;
	case IN_ATTR: /* {{#x}}checked{{/x}} */
		return kind == TAG_END ? MSG_NONE : MSG_TEMPLATE_MARKUP;
	case IN_OPEN:
	case IN_NAME:
	case IN_DECLARATION:
	case IN_COMMENT:
		break;
	}
	return MSG_TEMPLATE_MARKUP;
}

/* The same place, for what begins and ends a section. */
static bool same_place(const struct walk *a, const struct walk *b)
{
	if (a->place != b->place)
		return false;
	if (a->place == IN_WORDS)
		return name_eq(&a->until, &b->until);
	if (a->place == IN_DOUBLE || a->place == IN_SINGLE)
		return name_eq(&a->attr, &b->attr);
	return a->place == IN_TEXT || a->closing == b->closing;
}

enum { SECTIONS_MAX = 64 };

struct lint {
	struct scan scan;
	struct walk now;
	struct walk open[SECTIONS_MAX]; /* where each open section began */
	int depth;
};

/* Between attributes an attribute's name ends at a section's tag, and no `=`
 * may follow: whose value it is would depend on the section. */
static bool settle(struct lint *l, const struct tag *tag)
{
	if (l->now.place == IN_ATTR) {
		struct str next = str_cut(l->scan.text, tag->to, tag->to + 1);
		if (!next.n || !(space(next.p[0]) || next.p[0] == '>' || next.p[0] == '/'))
			return false;
	}
	if (l->now.place == IN_ATTR || l->now.place == AFTER_ATTR)
		l->now.place = IN_TAG;
	return true;
}

static bool lint_tag(struct lint *l, const struct tag *tag, ptrdiff_t done, struct err *e)
{
	struct str shown = str_cut(l->scan.text, tag->from, tag->to);
	enum msg no = judge(&l->now, tag->kind, str_cut(l->scan.text, done, tag->from));
	if (!no && !settle(l, tag))
		no = MSG_TEMPLATE_MARKUP;
	if (!no && (tag->kind == TAG_SECTION || tag->kind == TAG_INVERTED)) {
		if (l->depth == SECTIONS_MAX)
			no = MSG_TEMPLATE_NESTED;
		else
			l->open[l->depth++] = l->now;
	}
	/* An end without a beginning is the compiler's to refuse. */
	if (!no && tag->kind == TAG_END && l->depth > 0 &&
	    !same_place(&l->open[--l->depth], &l->now))
		no = MSG_TEMPLATE_PLACE;
	return !no || scan_fault(&l->scan, tag->from, no, shown, e);
}

bool template_lint(struct str name, struct str text, struct err *e)
{
	struct lint l = { .scan = scan_start(name, text) };
	struct err fault = { 0 };
	struct tag tag = { .to = 0 };
	ptrdiff_t done = 0;
	bool more;
	do {
		more = scan_next(&l.scan, &tag, &fault);
		ptrdiff_t at = done;
		if (!walk(&l.now, str_cut(text, 0, more ? tag.from : text.n), &at))
			return scan_fault(&l.scan, at, MSG_TEMPLATE_ODD, str_cut(text, at, at + 1),
					  e);
		if (more && !lint_tag(&l, &tag, done, e))
			return false;
		done = tag.to;
	} while (more);
	if (fault.code) {
		if (e && !e->code)
			*e = fault;
		return false;
	}
	if (l.now.place != IN_TEXT)
		return scan_fault(&l.scan, text.n, MSG_TEMPLATE_LAST, name, e);
	return true;
}

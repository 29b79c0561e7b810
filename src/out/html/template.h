/*
 * Templates: the Mustache language (mustache(5), specification 1.4 without
 * lambdas), rendered over a value tree.
 *
 * {{name}} {{a.b}} {{.}} print a value with & < > " ' escaped; VAL_MARKUP goes
 * out as it is. {{#x}} {{^x}} {{/x}} are sections, {{! }} comments, {{> name}}
 * partials; a tag alone on its line takes the line with it. False are null, an
 * absent name, false, "" and an empty list; a number is true, 0 too.
 *
 * Strict mode, which every page has, refuses what could let a value out of its
 * place: see template_lint. Raw mode adds {{{x}}}, {{&x}} and {{=<% %>=}}; it
 * is there for the specification's test.
 */
#ifndef OUT_HTML_TEMPLATE_H
#define OUT_HTML_TEMPLATE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/val.h"

struct template;

enum template_mode { TEMPLATE_STRICT, TEMPLATE_RAW };

enum {
	TEMPLATE_DEPTH_MAX = 100,     /* sections and partials inside one another */
	TEMPLATE_STEPS_MAX = 20000000 /* operations of one rendering */
};

/* Where templates come from. */
struct template_source {
	/* The text of the template `name`, STR_NONE where there is none. */
	struct str (*find)(void *of, struct str name);
	void *of;
};

/* Compiles `name` and every partial that it reaches, each once, in `a`; the
 * texts are borrowed. BAD_INPUT with name, line and column for a fault, and in
 * strict mode for a partial that is not there. */
bool template_compile(struct arena *a, struct str name, struct template_source from,
		      enum template_mode mode, const struct template **out, struct err *e);
/* Appends the page to `out`. LIMIT past TEMPLATE_DEPTH_MAX, TEMPLATE_STEPS_MAX
 * or the cap of out's arena; what was appended until then is of no use. */
bool template_render(struct buf *out, const struct template *t, const struct val *v,
		     struct err *e);

/*
 * Refuses in the template `text`: {{{, {{& and {{=; any tag inside <script>,
 * <style> and their like, an on… attribute, an unquoted attribute or a
 * comment; a value or partial where markup stands (<{{x}}, <p {{x}}>); a
 * section that does not end in the place of the markup where it began, or a
 * template that does not end in plain text, so that what holds for the text as
 * read from start to end holds for every page made of it.
 */
bool template_lint(struct str name, struct str text, struct err *e);

/* Appends `s` with & < > " ' escaped. */
void html_escape(struct buf *out, struct str s);

#endif

/* huiyin form: the forms of one finding, order or inspection, to print. */
#include "base/os.h"
#include "cli/door.h"
#include "doc/form.h"
#include "doc/write.h"
#include "view/ledger_view.h"

/* The findings of an inspection, each whole. */
static bool read_findings(struct cli *c, struct store *s, const struct val *inspection,
			  struct val **out, struct err *e)
{
	*out = val_list(c->a);
	for val_each(category, val_get(inspection, S("categories")))
		for val_each(f, val_get(category, S("findings"))) {
			const struct val *whole;
			if (!view_show(s, c->a, val_get_str(f, S("code")), c->lang, &whole, e))
				return false;
			val_push(*out, (struct val *)whole);
		}
	return true;
}

static bool make_closing(struct cli *c, struct store *s, const struct val *v,
			 const struct val **doc, struct err *e)
{
	*doc = form_closing(c->a, v, c->lang);
	return true;
}

static bool make_order(struct cli *c, struct store *s, const struct val *v,
		       const struct val **doc, struct err *e)
{
	*doc = form_order(c->a, v, c->lang);
	return true;
}

static bool make_list(struct cli *c, struct store *s, const struct val *v,
		      const struct val **doc, struct err *e)
{
	struct val *findings;
	if (!read_findings(c, s, v, &findings, e))
		return false;
	*doc = form_list(c->a, v, findings, c->lang);
	return true;
}

/* The forms: their name, and of what they are. */
static const struct kind {
	struct str name, object;
	bool (*make)(struct cli *c, struct store *s, const struct val *v, const struct val **doc,
		     struct err *e);
} kinds[] = {
	{ S("closing"), S("finding"), make_closing },
	{ S("order"), S("order"), make_order },
	{ S("list"), S("inspection"), make_list },
};

static bool make(struct cli *c, struct store *s, const struct kind *kind, struct str format,
		 struct str *bytes, struct err *e)
{
	struct str code = str_of(c->arg[1]);
	const struct val *v, *doc;
	if (!view_show(s, c->a, code, c->lang, &v, e))
		return false;
	if (!str_eq(val_get_str(v, S("object")), kind->object))
		return err_set(e, ERR_BAD_INPUT, MSG_FORM_OBJECT, ARGS(code, kind->name));
	return kind->make(c, s, v, &doc, e) && doc_write(c->a, format, doc, bytes, e);
}

int cmd_form(struct cli *c)
{
	const struct kind *kind = NULL;
	const char *path = c->value[OPT_OUTPUT];
	struct str bytes;
	struct err e = { 0 };
	struct store *s;
	int status;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (str_eq(kinds[i].name, str_of(c->arg[0])))
			kind = &kinds[i];
	ptrdiff_t dot = path ? str_rfind(str_of(path), S(".")) : -1;
	if (!kind || dot < 0) {
		cli_say(c, kind ? MSG_FORM_FILE : MSG_FORM_WHICH, ARGS(str_of(c->arg[0])));
		return 2;
	}
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = make(c, s, kind, str_from(str_of(path), dot + 1), &bytes, &e);
	store_close(s);
	if (!ok || !os_write(path, bytes, &e))
		return cli_fail(c, &e);
	cli_say(c, MSG_NOTICE_DONE, ARGS(str_of(path)));
	return 0;
}

/* huiyin notice: the progress notice written from the ledger, or a notice's own text. */
#include "base/json.h"
#include "base/os.h"
#include "cli/door.h"
#include "doc/progress_notice.h"
#include "doc/publication.h"
#include "doc/write.h"
#include "ledger/publication.h"
#include "notice/parse.h"
#include "view/notice_view.h"

/* The kind of file by the ending of its name; standard output is txt. */
static bool kind_of(struct str path, struct str *kind)
{
	static const struct str kinds[] = { S("txt"), S("html"), S("docx"), S("pdf"), S("json") };
	if (str_eq(path, S("-"))) {
		*kind = kinds[0];
		return true;
	}
	ptrdiff_t dot = str_rfind(path, S("."));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (dot >= 0 && str_eq(str_from(path, dot + 1), kinds[i])) {
			*kind = kinds[i];
			return true;
		}
	return false;
}

static struct str json_of(struct cli *c, const struct val *tree)
{
	struct buf b;
	buf_init(&b, c->a);
	json_write(&b, tree, JSON_PRETTY);
	buf_byte(&b, '\n');
	return buf_str(&b);
}

/* The text of a notice that is drafted, reviewed or published. */
static bool make_own(struct cli *c, struct store *s, const struct val *row, struct str kind,
		     struct str *bytes, struct err *e)
{
	const struct val *version;
	struct notice *n;
	if (!store_one(s, c->a, SQL_ASK_PUBLICATION_TEXT,
		       PARAMS(P_INT(val_get_int(row, S("id"), 0)),
			      P_INT(val_get_int(row, S("version"), 0))),
		       &version, e))
		return false;
	*bytes = val_get_str(version, S("text"));
	if (str_eq(kind, S("txt")))
		return true;
	if (!publication_read(c->a, *bytes, &n, e))
		return false;
	if (str_eq(kind, S("json"))) {
		*bytes = json_of(c, notice_val(c->a, n, false));
		return true;
	}
	return doc_write(c->a, kind, publication_doc(c->a, n, NULL), bytes, e);
}

static bool make(struct cli *c, struct store *s, struct str kind, struct str *bytes, struct err *e)
{
	const struct val *tree, *doc;
	bool json = str_eq(kind, S("json"));
	const struct val *row;
	if (!store_one(s, c->a, SQL_PUBLICATION_BY_CODE, PARAMS(P_STR(str_of(c->arg[0]))), &row, e))
		return false;
	if (row)
		return make_own(c, s, row, kind, bytes, e);
	if (!view_notice(s, c->a, str_of(c->arg[0]), !json, &tree, e))
		return false;
	if (json) {
		*bytes = json_of(c, tree);
		return true;
	}
	return progress_notice_doc(c->a, tree, &doc, e) && doc_write(c->a, kind, doc, bytes, e);
}

int cmd_notice(struct cli *c)
{
	const char *path = cli_has(c, OPT_OUTPUT) ? c->value[OPT_OUTPUT] : "-";
	struct str kind, bytes;
	struct err e = { 0 };
	struct store *s;
	int status;
	if (!kind_of(str_of(path), &kind)) {
		cli_say(c, MSG_NOTICE_KIND, ARGS(str_of(path)));
		return 2;
	}
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = make(c, s, kind, &bytes, &e);
	store_close(s);
	if (!ok || !os_write(path, bytes, &e))
		return cli_fail(c, &e);
	if (cli_has(c, OPT_OUTPUT) && !str_eq(str_of(path), S("-")))
		cli_say(c, MSG_NOTICE_DONE, ARGS(str_of(path)));
	return 0;
}

/*
 * huiyin publish: the folder that is handed to the site's keeper: the notice in
 * three formats, what proves that they are those written here, and a note. The
 * text is proof-read first, as a file would be.
 */
#include <errno.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/os.h"
#include "cli/door.h"
#include "doc/progress_notice.h"
#include "doc/write.h"
#include "notice/check/check.h"
#include "notice/parse.h"
#include "store/proof.h"
#include "view/notice_view.h"

static const struct str formats[] = { S("html"), S("pdf"), S("docx") };
enum { FORMATS = sizeof(formats) / sizeof(*formats) };

/* What is published. */
struct issue {
	const struct val *tree, *doc;
	struct head head; /* of the log as it stood before */
	struct str bytes[FORMATS];
};

/* The notice and the head of one state of the ledger. */
static bool read_ledger(struct cli *c, struct store *s, struct issue *out, struct err *e)
{
	struct sign_key *key = NULL;
	const char *path = c->value[OPT_KEY_FILE];
	bool ok = view_notice(s, c->a, str_of(c->arg[0]), true, &out->tree, e) &&
		  progress_notice_doc(c->a, out->tree, &out->doc, e) &&
		  store_head(s, c->a, &out->head, e);
	if (ok && path)
		ok = sign_key_read(path, &key, e);
	if (ok && key)
		head_sign(c->a, &out->head, key);
	if (key)
		sign_free(key);
	return ok;
}

/* Says the defects that forbid it; how many there are. */
static bool read_proof(struct cli *c, const struct issue *issue, int *bad, struct err *e)
{
	struct source src;
	struct str text;
	*bad = 0;
	if (!check_open(e) || !doc_write(c->a, S("txt"), issue->doc, &text, e) ||
	    !source_parse(c->a, S("txt"), text, &src, e))
		return false;
	struct defects found = notice_check(c->a, notice_parse(c->a, &src));
	for (ptrdiff_t i = 0; i < found.n; i++) {
		const struct defect *d = &found.p[i];
		if (d->rule->severity != SEVERITY_ERROR && !str_eq(d->rule->id, S("placeholder")))
			continue;
		++*bad;
		cli_say(c, MSG_PUBLISH_DEFECT,
			ARGS(str_fmt(c->a, "%d", d->at.line), defect_text(c->a, d, c->lang),
			     d->rule->id));
	}
	return true;
}

static struct str path_of(struct cli *c, const char *name)
{
	return str_fmt(c->a, "%s/%s", c->value[OPT_OUTPUT], name);
}

static bool make_folder(struct cli *c, struct err *e)
{
	struct stat st;
	const char *path = c->value[OPT_OUTPUT];
	if (mkdir(path, 0777) == 0 ||
	    (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
		return true;
	return err_set(e, ERR_IO, MSG_PUBLISH_MADE, ARGS(str_of(path), err_errno()));
}

static struct str name_of(struct cli *c, int format)
{
	return str_fmt(c->a, "notice.%.*s", STR_ARG(formats[format]));
}

/* proof.json: each file's hash, and the head as the value and as the text that
 * `verify --head` takes. */
static struct str proof_of(struct cli *c, const struct issue *issue)
{
	static const struct str copied[] = { S("issuer"), S("title"), S("published") };
	struct val *made = val_map(c->a);
	struct buf b;
	buf_init(&b, c->a);
	val_put_str(c->a, made, S("inspection"), str_of(c->arg[0]));
	for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++)
		val_put_str(c->a, made, copied[i], val_get_str(issue->tree, copied[i]));
	struct val *files = val_put(made, S("files"), val_list(c->a));
	for (int i = 0; i < FORMATS; i++) {
		struct val *file = val_push(files, val_map(c->a));
		val_put_str(c->a, file, S("name"), name_of(c, i));
		val_put_int(c->a, file, S("size"), issue->bytes[i].n);
		val_put_str(c->a, file, S("sha256"),
			    hash_hex(c->a, hash_of(HASH_SHA256, &issue->bytes[i], 1)));
	}
	val_put(made, S("log"), head_val(c->a, &issue->head));
	val_put_str(c->a, made, S("head"), head_text(c->a, &issue->head));
	json_write(&b, made, JSON_PRETTY);
	buf_byte(&b, '\n');
	return buf_str(&b);
}

/* The note in both languages. */
static struct str note_of(struct cli *c, const struct issue *issue)
{
	struct str title = val_get_str(issue->doc, S("title")), none = S("");
	title = title.p ? title : none;
	return str_fmt(c->a, "%.*s\n%.*s",
		       STR_ARG(msg_fill(c->a, MSG_PUBLISH_README, LANG_ZH, ARGS(title))),
		       STR_ARG(msg_fill(c->a, MSG_PUBLISH_README, LANG_EN, ARGS(title))));
}

/* Everything is made before anything is written. */
static bool write_folder(struct cli *c, struct issue *issue, struct err *e)
{
	for (int i = 0; i < FORMATS; i++)
		if (!doc_write(c->a, formats[i], issue->doc, &issue->bytes[i], e))
			return false;
	if (!make_folder(c, e))
		return false;
	for (int i = 0; i < FORMATS; i++)
		if (!os_write(path_of(c, name_of(c, i).p).p, issue->bytes[i], e))
			return false;
	return os_write(path_of(c, "README.txt").p, note_of(c, issue), e) &&
	       os_write(path_of(c, "proof.json").p, proof_of(c, issue), e);
}

int cmd_publish(struct cli *c)
{
	struct issue issue = { 0 };
	struct err e = { 0 };
	struct store *s;
	int status, bad;
	if (!cli_has(c, OPT_OUTPUT)) {
		cli_say(c, MSG_PUBLISH_FOLDER, NO_ARGS);
		return 2;
	}
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = read_ledger(c, s, &issue, &e);
	store_close(s);
	if (!ok || !read_proof(c, &issue, &bad, &e))
		return cli_fail(c, &e);
	if (bad) {
		cli_say(c, MSG_PUBLISH_REFUSED,
			ARGS(str_of(c->arg[0]), str_fmt(c->a, "%d", bad)));
		return 1;
	}
	if (!write_folder(c, &issue, &e))
		return cli_fail(c, &e);
	cli_say(c, MSG_PUBLISH_DONE,
		ARGS(str_of(c->value[OPT_OUTPUT]), str_fmt(c->a, "%d", FORMATS + 2),
		     str_fmt(c->a, "%lld", (long long)issue.head.size)));
	return 0;
}

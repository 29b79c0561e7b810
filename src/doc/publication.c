/* Published notices as files: see publication.h. */
#include "doc/publication.h"

#include "base/json.h"
#include "doc/progress_notice.h"
#include "doc/write.h"
#include "ledger/publication.h"
#include "store/proof.h"
#include "view/notice_view.h"

bool publication_draft(struct store *s, struct arena *a, struct str inspection, struct str *text,
		       struct err *e)
{
	const struct val *tree, *doc;
	return view_notice(s, a, inspection, true, &tree, e) &&
	       progress_notice_doc(a, tree, &doc, e) && doc_write(a, S("txt"), doc, text, e);
}

static struct str style_of(const struct npara *p)
{
	static const struct str headings[] = { S("body"), S("h1"), S("h2"), S("h3"), S("h4") };
	switch (p->role) {
	case PARA_MARK: return S("mark");
	case PARA_HEAD: return S("head");
	case PARA_TITLE: return S("title");
	case PARA_HEADING: return headings[p->level >= 1 && p->level <= 4 ? p->level : 0];
	case PARA_ISSUER: return S("sign");
	case PARA_DATE: return S("date");
	case PARA_LEAD:
	case PARA_LABEL:
	case PARA_BODY:
	case PARA_INVITE:
	case PARA_CONTACT:
	case PARA_COUNT: break;
	}
	return S("body");
}

static struct val *add_block(struct arena *a, struct val *to, struct str style, struct str text)
{
	struct val *block = val_push(to, val_map(a));
	val_put_str(a, block, S("style"), style);
	val_put_str(a, block, S("text"), text);
	return block;
}

/* A heading that runs into its paragraph. */
static void put_runs(struct arena *a, struct val *block, const struct npara *p, struct str style)
{
	struct val *runs = val_list(a);
	ptrdiff_t at = p->body.p - p->text.p;
	add_block(a, runs, style, str_cut(p->text, 0, at));
	add_block(a, runs, S("body"), str_from(p->text, at));
	val_put(block, S("runs"), runs);
}

static void add_para(struct arena *a, struct val *blocks, const struct npara *p)
{
	struct str style = style_of(p);
	bool runs = p->role == PARA_HEADING && p->body.p;
	struct val *block = add_block(a, blocks, runs ? S("body") : style, p->text);
	if (runs)
		put_runs(a, block, p, style);
	else
		val_put(block, S("runs"), val_null(a));
}

const struct val *publication_doc(struct arena *a, const struct notice *n,
				  const struct val *notes)
{
	struct val *made = val_map(a);
	val_put_str(a, made, S("title"), str_join(a, n->issuer, n->title));
	val_put_str(a, made, S("author"), n->issuer);
	val_put_str(a, made, S("date"), n->published.y ? date_iso(a, n->published) : STR_NONE);
	val_put_str(a, made, S("lang"), S("zh-CN"));
	struct val *blocks = val_put(made, S("blocks"), val_list(a));
	for (ptrdiff_t i = 0; i < n->paras; i++)
		add_para(a, blocks, &n->para[i]);
	for val_each(note, notes)
		val_put(add_block(a, blocks, S("note"), note->s), S("runs"), val_null(a));
	return made;
}

/* What is published: the row, its text, the head that it prints. */
struct issue {
	const struct val *row;
	struct notice *notice;
	struct head head;
};

static bool read_issue(struct store *s, struct arena *a, struct str code, struct issue *out,
		       struct err *e)
{
	const struct val *text;
	if (!store_one(s, a, SQL_PUBLICATION_BY_CODE, PARAMS(P_STR(code)), &out->row, e))
		return false;
	if (!out->row)
		return err_set(e, ERR_NOT_FOUND, MSG_VIEW_CODE, ARGS(code));
	return store_one(s, a, SQL_ASK_PUBLICATION_TEXT,
			 PARAMS(P_INT(val_get_int(out->row, S("id"), 0)),
				P_INT(val_get_int(out->row, S("version"), 0))),
			 &text, e) &&
	       publication_read(a, val_get_str(text, S("text")), &out->notice, e);
}

/* One state of the ledger. */
static bool read_ledger(struct store *s, struct arena *a, struct str code, struct issue *out,
			struct err *e)
{
	if (!store_begin(s, e))
		return false;
	if (!read_issue(s, a, code, out, e) || !store_head(s, a, &out->head, e)) {
		store_rollback(s);
		return false;
	}
	return store_commit(s, e);
}

static struct val *notes_of(struct arena *a, struct str code, const struct head *head)
{
	struct val *notes = val_list(a);
	val_push(notes, val_str(a, msg_fill(a, MSG_PUBLISH_NOTE, LANG_ZH,
					    ARGS(code, str_fmt(a, "%lld", (long long)head->size),
						 hash_name(head->hash)))));
	val_push(notes, val_str(a, hash_hex(a, head->root)));
	return notes;
}

/* The fields of the action: what was given, the head, each file's hash and size. */
static bool keep_files(struct store *s, struct arena *a, struct str code, const struct issue *issue,
		       struct val *fields, struct err *e)
{
	const struct val *doc =
		publication_doc(a, issue->notice, notes_of(a, code, &issue->head));
	val_put_str(a, fields, S("head"), head_text(a, &issue->head));
	for (int i = 0; i < PUBLICATION_FORMATS; i++) {
		const struct publication_format *format = &publication_formats[i];
		struct str bytes, hex;
		if (!doc_write(a, format->name, doc, &bytes, e) ||
		    !store_keep(s, a, bytes, &hex, e))
			return false;
		val_put_str(a, fields, format->name, hex);
		val_put_int(a, fields, format->size, bytes.n);
	}
	return true;
}

bool publication_publish(struct store *s, struct arena *a, const struct action *act,
			 struct sign_key *key, struct result *out, struct err *e)
{
	static const struct str given[] = { S("from"), S("until") };
	struct issue issue;
	struct action made = *act;
	struct val *fields = val_map(a);
	if (!read_ledger(s, a, act->target, &issue, e))
		return false;
	if (key)
		head_sign(a, &issue.head, key);
	for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++)
		if (val_get_str(act->fields, given[i]).p)
			val_put_str(a, fields, given[i], val_get_str(act->fields, given[i]));
	if (made.version == VERSION_ANY)
		made.version = val_get_int(issue.row, S("changed"), 0);
	made.fields = fields;
	return keep_files(s, a, act->target, &issue, fields, e) && store_act(s, a, &made, out, e);
}

static bool add_piece(void *ud, struct str piece, struct err *e)
{
	buf_add(ud, piece);
	return true;
}

static struct str name_of(struct arena *a, int format)
{
	return str_fmt(a, "notice.%.*s", STR_ARG(publication_formats[format].name));
}

/* proof.json: each file's hash, and the head as the value and as the text that
 * `verify --head` takes. */
static bool proof_of(struct arena *a, const struct val *row, const struct val *files,
		     struct str *out, struct err *e)
{
	static const struct { struct str key, column; } copied[] = {
		{ S("notice"), S("code") },         { S("inspection"), S("inspection") },
		{ S("wording"), S("wording") },     { S("title"), S("title") },
		{ S("published"), S("published") }, { S("until"), S("until") },
		{ S("contact"), S("contact") },
	};
	struct head head;
	struct buf b;
	struct val *made = val_map(a), *list;
	buf_init(&b, a);
	if (!head_read(a, val_get_str(row, S("head")), &head, e))
		return false;
	for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++)
		val_put_str(a, made, copied[i].key, val_get_str(row, copied[i].column));
	list = val_put(made, S("files"), val_list(a));
	int i = 0;
	for val_each(size, files) {
		struct val *file = val_push(list, val_map(a));
		val_put_str(a, file, S("name"), name_of(a, i));
		val_put_int(a, file, S("size"), size->i);
		val_put_str(a, file, S("sha256"),
			    val_get_str(row, publication_formats[i++].name));
	}
	val_put(made, S("log"), head_val(a, &head));
	val_put_str(a, made, S("head"), val_get_str(row, S("head")));
	json_write(&b, made, JSON_PRETTY);
	buf_byte(&b, '\n');
	*out = buf_str(&b);
	return true;
}

/* The note in both languages. */
static struct str note_of(struct arena *a, const struct val *row)
{
	struct str title = val_get_str(row, S("title"));
	title = title.p ? title : S("");
	return str_fmt(a, "%.*s\n%.*s",
		       STR_ARG(msg_fill(a, MSG_PUBLISH_README, LANG_ZH, ARGS(title))),
		       STR_ARG(msg_fill(a, MSG_PUBLISH_README, LANG_EN, ARGS(title))));
}

bool publication_folder(struct store *s, struct arena *a, struct str code,
			bool (*take)(void *ud, struct str name, struct str bytes, struct err *e),
			void *ud, struct err *e)
{
	const struct val *row, *file;
	struct val *sizes = val_list(a);
	struct str proof;
	if (!store_one(s, a, SQL_PUBLICATION_BY_CODE, PARAMS(P_STR(code)), &row, e))
		return false;
	if (!row)
		return err_set(e, ERR_NOT_FOUND, MSG_VIEW_CODE, ARGS(code));
	if (!val_get_str(row, S("head")).p)
		return err_set(e, ERR_CONFLICT, MSG_PUBLISH_NOT_YET, ARGS(code));
	for (int i = 0; i < PUBLICATION_FORMATS; i++) {
		struct str hex = val_get_str(row, publication_formats[i].name);
		struct buf b;
		buf_init(&b, a);
		if (!store_one(s, a, SQL_KEPT_FILE, PARAMS(P_STR(hex)), &file, e))
			return false;
		int64_t size = val_get_int(file, S("size"), 0);
		if (!store_evidence_read(s, hex, size, add_piece, &b, e) ||
		    !take(ud, name_of(a, i), buf_str(&b), e))
			return false;
		val_push(sizes, val_int(a, size));
	}
	return proof_of(a, row, sizes, &proof, e) &&
	       take(ud, S("README.txt"), note_of(a, row), e) &&
	       take(ud, S("proof.json"), proof, e);
}

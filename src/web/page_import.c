/*
 * Bringing a file in: it is uploaded, read by a job, shown as it was read beside what
 * was made of it, corrected line by line (page_import_line.c), and adopted by a job, all
 * of it or nothing. What is shown before that is a draft: import.h.
 */
#include "web/acting.h"
#include "web/again.h"
#include "web/import.h"
#include "web/keep.h"
#include "web/pages.h"

static struct str path_of(struct request *rq, struct str id)
{
	return str_fmt(rq->a, "/import/%.*s", STR_ARG(id));
}

/* Choosing a file. */

bool page_import(struct request *rq, struct answer *out, struct err *e)
{
	struct val *tree = val_map(rq->a), *drafts;
	if (!import_list(rq, &drafts, e))
		return false;
	struct field_spec spec = { .kind = FIELD_FILE, .name = S("file"),
				   .label = msg_text(MSG_WEB_IMPORT_FILE, rq->lang),
				   .hint = msg_text(MSG_WEB_IMPORT_KINDS, rq->lang),
				   .required = true };
	struct val *field = field_put(rq, val_put(tree, S("form"), val_list(rq->a)), &spec);
	val_put_bool(rq->a, field, S("one"), true);
	val_put_str(rq->a, field, S("accept"), S(".txt,.html,.htm,.docx,.pdf,.xlsx,.csv"));
	val_put(tree, S("drafts"), drafts);
	val_put_bool(rq->a, tree, S("any"), drafts->count > 0);
	val_put_bool(rq->a, tree, S("gone"), in_text(rq, S("gone")).n > 0);
	form_put(rq, tree);
	out->tree = tree;
	return true;
}

bool page_import_do(struct request *rq, struct answer *out, struct err *e)
{
	struct err why = { 0 };
	struct val *file = val_map(rq->a);
	struct str id;
	if (rq->file.n != 1)
		request_fault(rq, S("file"), msg_text(MSG_WEB_IMPORT_ONE, rq->lang));
	if (rq->faults->count)
		return form_again(rq, out, &why, page_import, e);
	if (!keep_import(rq->worker->writer, rq->a, rq->file.p[0].fd, rq->file.p[0].name, file,
			 &why) ||
	    !import_start(rq, file, &id, &why))
		return form_again(rq, out, &why, page_import, e);
	out->location = path_of(rq, id);
	return true;
}

/* A draft. */

/* One that is not there any more is no error to people: they see the list of those
 * that are. */
static bool open_or_list(struct request *rq, struct import *x, struct answer *out, bool *there,
			 struct err *e)
{
	struct err why = { 0 };
	*there = import_open(rq, x, &why);
	if (*there)
		return true;
	if (why.code != ERR_NOT_FOUND || rq->json) {
		*e = why;
		return false;
	}
	out->location = S("/import?gone=1");
	return true;
}

/* While it is read or adopted, and what came of it. */
static bool show_wait(struct request *rq, const struct import *x, struct answer *out)
{
	struct val *tree = val_map(rq->a);
	const struct val *refusal = val_get(x->draft, S("refusal")), *same;
	struct str state = import_state(x), code = val_get_str(x->draft, S("code"));
	bool waits = str_eq(state, S("reading")) || str_eq(state, S("adopting"));
	same = val_get(x->draft, S("same"));
	val_put_str(rq->a, tree, S("draft"), x->id);
	val_put_str(rq->a, tree, S("name"), import_name(x));
	val_put_str(rq->a, tree, S("state"), state);
	val_put_str(rq->a, tree, S("state_name"),
		    request_word(rq, S("web.import.state."), state, state));
	val_put_str(rq->a, tree, S("refusal"),
		    waits ? STR_NONE
			  : val_get_str(refusal, rq->lang == LANG_EN ? S("en") : S("zh")));
	if (waits)
		val_put_int(rq->a, tree, S("refresh"), 2);
	val_put_bool(rq->a, tree, S("waits"), waits);
	val_put_bool(rq->a, tree, S("adopted"), code.n > 0);
	val_put_bool(rq->a, tree, S("failed"), str_eq(state, S("failed")));
	val_put_bool(rq->a, tree, S("same"), same && same->kind == VAL_BOOL && same->yes);
	val_put_str(rq->a, tree, S("code"), code);
	if (code.n) {
		long long findings = val_get_int(x->draft, S("findings"), 0);
		long long measures = val_get_int(x->draft, S("measures"), 0);
		val_put_int(rq->a, tree, S("findings"), findings);
		val_put_int(rq->a, tree, S("measures"), measures);
		val_put_str(rq->a, tree, S("outcome"),
			    request_say(rq, same->yes ? MSG_WEB_IMPORT_SAME : MSG_WEB_IMPORT_DONE,
					ARGS(import_name(x), code,
					     str_fmt(rq->a, "%lld", findings),
					     str_fmt(rq->a, "%lld", measures))));
	}
	form_put(rq, tree);
	out->tree = tree;
	out->page = S("import-wait");
	return true;
}

/* What a person chooses, and the field of the draft's verb that each is. */
static const struct {
	struct str name;
	bool notice, sheet, history; /* of which */
} chosen[] = {
	{ S("unit"), .sheet = true },
	{ S("kind"), .sheet = true },
	{ S("round"), .sheet = true },
	{ S("feedback"), .sheet = true },
	{ S("pack"), .notice = true, .sheet = true },
	{ S("inspection"), .notice = true },
	{ S("confirmed-by"), .history = true },
	{ S("struck") },
	{ S("seen") },
};
enum { CHOSEN = sizeof(chosen) / sizeof(*chosen) };

static bool is_chosen(struct str name, bool sheet, bool history)
{
	for (int i = 0; i < CHOSEN; i++)
		if (str_eq(chosen[i].name, name))
			return (sheet ? chosen[i].sheet : chosen[i].notice) ||
			       (history && chosen[i].history);
	return false;
}

/* A value that the form starts with, where none was typed. */
static void start_with(struct request *rq, struct str name, struct str value)
{
	if (value.n && !val_get(rq->given, name))
		val_put_str(rq->a, (struct val *)rq->given, name, value);
}

static bool put_choices(struct request *rq, const struct import *x, struct val *tree,
			struct err *e)
{
	const struct val *now = val_get(x->draft, S("choices"));
	bool sheet = import_is_sheet(x), closed = val_get_int(tree, S("closed"), 0) > 0;
	struct verb verb = *verb_find(sheet ? S("adopt-history") : S("adopt"));
	struct field *fields = arena_new(rq->a, struct field, verb.fields);
	struct acting acting = { .verb = &verb };
	struct str struck = in_given(rq, S("struck"));
	int n = 0;
	for (int i = 0; i < verb.fields; i++) {
		if (!is_chosen(verb.field[i].name, sheet, closed))
			continue;
		fields[n] = verb.field[i];
		fields[n].required = str_eq(fields[n].name, S("unit"));
		start_with(rq, fields[n].name, val_get_str(now, fields[n].name));
		n++;
	}
	for val_each(fact, val_get(tree, S("facts")))
		if (sheet && str_eq(val_get_str(fact, S("key")), S("unit")))
			start_with(rq, S("unit"), val_get_str(fact, S("value")));
	verb.field = fields;
	verb.fields = n;
	struck = struck.n ? struck : val_get_str(now, S("struck"));
	val_put_bool(rq->a, tree, S("any_closed"), closed);
	val_put_bool(rq->a, tree, S("leave_out"), str_eq(struck, S("leave-out")));
	val_put_bool(rq->a, tree, S("history"), str_eq(struck, S("history")));
	val_put_bool(rq->a, tree, S("seen"),
		     in_given(rq, S("seen")).n || val_get_str(now, S("seen")).n);
	return acting_fields(rq, &acting, val_put(tree, S("form"), val_list(rq->a)), e);
}

/* Whether the ledger holds the file already: `held`, its code. */
static bool put_held(struct request *rq, const struct import *x, struct val *tree, struct err *e)
{
	const struct val *file = val_get(x->draft, S("file")), *row;
	enum question q = import_is_sheet(x) ? ASK_SHEET_BY_SOURCE : ASK_NOTICE_BY_SOURCE;
	if (!request_ask(rq, q, val_get(file, S("sha256")), &row, e))
		return false;
	val_put_str(rq->a, tree, S("held"),
		    row ? request_say(rq, MSG_WEB_IMPORT_SAME,
				      ARGS(import_name(x), val_get_str(row, S("code"))))
			: STR_NONE);
	return true;
}

bool page_import_one(struct request *rq, struct answer *out, struct err *e)
{
	struct import x;
	bool there;
	if (!open_or_list(rq, &x, out, &there, e) || !there)
		return e->code == ERR_NONE;
	if (!str_eq(import_state(&x), S("open")))
		return show_wait(rq, &x, out);
	struct val *tree = val_map(rq->a);
	const struct val *refusal = val_get(x.draft, S("refusal"));
	val_put_str(rq->a, tree, S("state"), S("open"));
	import_preview(rq, &x, in_int(rq, S("from"), 1), import_page(&x), tree);
	val_put_str(rq->a, tree, S("refusal"),
		    val_get_str(refusal, rq->lang == LANG_EN ? S("en") : S("zh")));
	if (!put_held(rq, &x, tree, e) || !put_choices(rq, &x, tree, e))
		return false;
	form_put(rq, tree);
	out->tree = tree;
	out->title = import_name(&x);
	return true;
}

/* The choices as they were sent, into the draft. */
static void take_choices(struct request *rq, struct import *x)
{
	struct val *now = draft_map(rq->a, x->draft, S("choices"));
	for (int i = 0; i < CHOSEN; i++) {
		struct str text = in_text(rq, chosen[i].name);
		draft_set(rq->a, now, chosen[i].name, val_str(rq->a, text.n ? text : S("")));
	}
}

/* What the draft still wants is told beside the field that gives it. */
static void place_refusal(struct request *rq, struct err *why)
{
	static const struct {
		enum msg msg;
		struct str field;
	} fields[] = {
		{ MSG_INTAKE_SEEN, S("seen") },
		{ MSG_INTAKE_UNIT, S("unit") },
		{ MSG_INTAKE_STRUCK, S("struck") },
		{ MSG_INTAKE_CONFIRM, S("confirmed-by") },
		{ MSG_ADOPT_PACK, S("pack") },
	};
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (why->code != ERR_NONE && why->msg == fields[i].msg) {
			request_fault_err(rq, fields[i].field, why);
			*why = (struct err){ 0 };
		}
}

bool page_import_one_do(struct request *rq, struct answer *out, struct err *e)
{
	struct import x;
	struct err why = { 0 };
	struct str verb, step = in_text(rq, S("do"));
	struct val *fields;
	bool there, adopt = str_eq(step, S("adopt"));
	if (!open_or_list(rq, &x, out, &there, e) || !there)
		return e->code == ERR_NONE;
	out->location = path_of(rq, x.id);
	if (str_eq(step, S("drop"))) {
		out->location = S("/import");
		return import_drop(&x, e);
	}
	if (!str_eq(import_state(&x), S("open")))
		return true; /* it is being adopted, or was */
	int64_t seen = form_version(rq);
	take_choices(rq, &x);
	if (!rq->faults->count && (!adopt || draft_fields(rq->a, x.draft, &verb, &fields, &why)) &&
	    import_keep(&x, adopt ? S("adopting") : S("open"),
			adopt ? S("adopt-import") : STR_NONE, rq->who.name,
			seen == VERSION_ANY ? import_version(&x) : seen, &why))
		return true;
	out->location = STR_NONE;
	place_refusal(rq, &why);
	return form_again(rq, out, &why, page_import_one, e);
}

/* The sheet with its faults beside the rows, written to memory and sent from there. */
bool page_import_faults(struct request *rq, struct answer *out, struct err *e)
{
	struct import x;
	struct sheet sheet;
	bool there;
	if (!open_or_list(rq, &x, out, &there, e) || !there)
		return e->code == ERR_NONE;
	if (!import_is_sheet(&x) || !str_eq(import_state(&x), S("open"))) {
		out->location = path_of(rq, x.id);
		return true;
	}
	if (!draft_sheet(rq->a, x.draft, &sheet, e))
		return false;
	const char *path;
	bool csv = str_eq(val_get_str(x.draft, S("kind")), S("csv"));
	if (!sheet_begin(rq, out, &path, e) ||
	    !sheet_send(out, intake_fault_sheet(rq->a, &sheet, csv, path, rq->lang, e), e))
		return false;
	struct str name = import_name(&x);
	ptrdiff_t dot = str_rfind(name, S("."));
	out->file_name =
		str_fmt(rq->a, "%.*s-%.*s.xlsx", STR_ARG(str_cut(name, 0, dot < 0 ? name.n : dot)),
			STR_ARG(msg_text(MSG_SHEET_FAULTS_HEAD, rq->lang)));
	return true;
}

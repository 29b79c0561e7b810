/*
 * The long parts of bringing a file in: reading it, and adopting it. What goes wrong
 * is told on the draft's page, in both languages.
 */
#include "web/import.h"

enum { TRIES_MOST = 2, READ_BYTES = 512 << 20 };

static struct import import_of(struct job *j)
{
	return (struct import){ .ops = j->ops, .a = j->a,
				.person = val_get_int(j->input, S("person"), 0),
				.id = val_get_str(j->input, S("draft")) };
}

static void put_refusal(struct import *x, const struct err *why)
{
	struct val *both = val_map(x->a);
	val_put_str(x->a, both, S("zh"), err_text(x->a, why, LANG_ZH));
	val_put_str(x->a, both, S("en"), err_text(x->a, why, LANG_EN));
	draft_set(x->a, x->draft, S("refusal"), both);
}

static bool add_piece(void *ud, struct str piece, struct err *e)
{
	(void)e;
	buf_add(ud, piece);
	return true;
}

/* Reads the kept file and puts what stands in it into the draft. */
static bool read_file(struct job *j, struct import *x, struct arena *own, struct err *e)
{
	const struct val *file = val_get(x->draft, S("file"));
	struct buf bytes;
	struct val *read;
	buf_init(&bytes, own);
	if (!store_evidence_read(j->writer, val_get_str(file, S("sha256")),
				 val_get_int(file, S("size"), 0), add_piece, &bytes, e) ||
	    !draft_read(own, val_get_str(file, S("name")), buf_str(&bytes), &read, e))
		return false;
	for (struct val *v = read->first, *next; v; v = next) {
		next = v->next;
		v->next = NULL;
		draft_set(x->a, x->draft, v->key, v);
	}
	return true;
}

bool import_read_job(struct job *j, struct val **result, struct err *e)
{
	struct import x = import_of(j);
	struct err why = { 0 };
	struct arena own;
	*result = val_map(j->a);
	if (!import_find(&x, &why))
		return true; /* it was taken away meanwhile */
	if (!str_eq(import_state(&x), S("reading")))
		return true;
	/* what brought the process down once is not tried for ever */
	int64_t tries = val_get_int(x.draft, S("tries"), 0);
	draft_set(j->a, x.draft, S("tries"), val_int(j->a, tries + 1));
	if (!import_keep(&x, S("reading"), STR_NONE, STR_NONE, import_version(&x), e))
		return false;
	arena_init(&own, READ_BYTES);
	bool ok = tries < TRIES_MOST ? read_file(j, &x, &own, &why)
				     : err_set(&why, ERR_LIMIT, MSG_WEB_IMPORT_UNREADABLE,
					       ARGS(import_name(&x)));
	if (!ok)
		put_refusal(&x, &why);
	ok = import_keep(&x, ok ? S("open") : S("failed"), STR_NONE, STR_NONE, import_version(&x),
			 e);
	arena_free(&own);
	return ok;
}

static bool adopt(struct job *j, struct import *x, struct err *e)
{
	struct str verb;
	struct val *fields;
	struct result done;
	int64_t findings, measures;
	if (!draft_fields(j->a, x->draft, &verb, &fields, e))
		return false;
	struct action act = {
		.actor = val_get_str(j->input, S("actor")),
		.verb = verb,
		.fields = fields,
		.key = str_fmt(j->a, "import-%.*s", STR_ARG(x->id)),
		.version = VERSION_ANY,
	};
	intake_count(fields, &findings, &measures);
	if (!store_act(j->writer, j->a, &act, &done, e))
		return false;
	draft_set(j->a, x->draft, S("code"), val_str(j->a, done.target));
	draft_set(j->a, x->draft, S("same"), val_bool(j->a, done.same && !done.repeated));
	draft_set(j->a, x->draft, S("findings"), val_int(j->a, findings));
	draft_set(j->a, x->draft, S("measures"), val_int(j->a, measures));
	return true;
}

bool import_adopt_job(struct job *j, struct val **result, struct err *e)
{
	struct import x = import_of(j);
	struct err why = { 0 };
	*result = val_map(j->a);
	if (!import_find(&x, &why) || !str_eq(import_state(&x), S("adopting")))
		return true;
	bool ok = adopt(j, &x, &why);
	if (ok)
		draft_set(j->a, x.draft, S("refusal"), val_null(j->a));
	else
		put_refusal(&x, &why);
	return import_keep(&x, ok ? S("adopted") : S("open"), STR_NONE, STR_NONE,
			   import_version(&x), e);
}

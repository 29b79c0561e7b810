/*
 * store_act(): the action door on the store's side. In one transaction: the
 * idempotency key is looked up, the ledger decides, the files that the action
 * names are there, the effects are applied, the event is appended.
 */
#include "store/inside.h"

#include <stdio.h>
#include <time.h>

#include "base/json.h"

enum { AGAIN_MAX = 3 };

/* Which statement answers which question. */
static const enum sql answers[ASK_COUNT] = {
	[ASK_LEDGER] = SQL_ASK_LEDGER,
	[ASK_EVENT] = SQL_EVENT_BY_SEQ,
	[ASK_UNIT_BY_NAME] = SQL_ASK_UNIT_BY_NAME,
	[ASK_UNIT_LAST] = SQL_ASK_UNIT_LAST,
	[ASK_INSPECTION_LAST] = SQL_ASK_INSPECTION_LAST,
	[ASK_INSPECTION_NUMBER] = SQL_ASK_INSPECTION_NUMBER,
	[ASK_NOTICE_BY_SOURCE] = SQL_ASK_NOTICE_BY_SOURCE,
	[ASK_UNIT] = SQL_ASK_UNIT,
	[ASK_PERSON] = SQL_ASK_PERSON,
	[ASK_PERSON_LAST] = SQL_ASK_PERSON_LAST,
	[ASK_OTHER_ADMIN] = SQL_ASK_OTHER_ADMIN,
	[ASK_INSPECTION] = SQL_ASK_INSPECTION,
	[ASK_CATEGORY_BY_TITLE] = SQL_ASK_CATEGORY_BY_TITLE,
	[ASK_FINDING] = SQL_ASK_FINDING,
	[ASK_MEASURE] = SQL_ASK_MEASURE,
	[ASK_DECISION] = SQL_ASK_DECISION,
	[ASK_REPORT_BY] = SQL_ASK_REPORT_BY,
	[ASK_EXTENSION] = SQL_ASK_EXTENSION,
	[ASK_PACK] = SQL_ASK_PACK,
	[ASK_PACK_BY_NAME] = SQL_ASK_PACK_BY_NAME,
	[ASK_PACK_LAST] = SQL_ASK_PACK_LAST,
	[ASK_REVIEW_BY] = SQL_ASK_REVIEW_BY,
	[ASK_SUPPORT] = SQL_ASK_SUPPORT,
	[ASK_INDICATOR] = SQL_ASK_INDICATOR,
	[ASK_MILESTONE] = SQL_ASK_MILESTONE,
	[ASK_STEP] = SQL_ASK_STEP,
	[ASK_ORDER] = SQL_ASK_ORDER,
	[ASK_ORDER_LAST] = SQL_ASK_ORDER_LAST,
	[ASK_ORDER_ITEM_AFTER] = SQL_ASK_ORDER_ITEM_AFTER,
	[ASK_CASE] = SQL_ASK_CASE,
	[ASK_CASE_LAST] = SQL_ASK_CASE_LAST,
	[ASK_REGULATION] = SQL_ASK_REGULATION,
	[ASK_REGULATION_LAST] = SQL_ASK_REGULATION_LAST,
	[ASK_EVIDENCE] = SQL_ASK_EVIDENCE,
	[ASK_EVIDENCE_ITEM] = SQL_ASK_EVIDENCE_ITEM,
	[ASK_EVIDENCE_BYTES] = SQL_ASK_EVIDENCE_BYTES,
	[ASK_SETTING] = SQL_ASK_SETTING,
	[ASK_SHEET_BY_SOURCE] = SQL_ASK_SHEET_BY_SOURCE,
	[ASK_REGISTER] = SQL_ASK_REGISTER,
	[ASK_REGISTER_OF] = SQL_ASK_REGISTER_OF,
	[ASK_REGISTER_LAST] = SQL_ASK_REGISTER_LAST,
	[ASK_RECORD] = SQL_ASK_RECORD,
	[ASK_RECORD_LAST] = SQL_ASK_RECORD_LAST,
	[ASK_PUBLICATION] = SQL_ASK_PUBLICATION,
	[ASK_PUBLICATION_LAST] = SQL_ASK_PUBLICATION_LAST,
	[ASK_PUBLICATION_TEXT] = SQL_ASK_PUBLICATION_TEXT,
	[ASK_PUBLICATION_HAND] = SQL_ASK_PUBLICATION_HAND,
};

static enum sql statement_of(enum question q, const struct val *about)
{
	return q == ASK_ROW ? object_sql[about->first->i].row : answers[q];
}

static bool ask(void *with, struct arena *a, enum question q, const struct val *about,
		const struct val **row, struct err *e)
{
	struct rows r;
	struct val given[ASK_ABOUT_MOST];
	struct params params = { about, about ? 1 : 0 };
	*row = NULL;
	if (about && about->kind == VAL_LIST) {
		params = (struct params){ given, 0 };
		for val_each(v, about)
			if (params.n < ASK_ABOUT_MOST && !(q == ASK_ROW && v == about->first))
				given[params.n++] = *v;
	}
	if (!db_rows(with, statement_of(q, about), params, &r, e))
		return false;
	if (rows_next(&r))
		*row = rows_val(&r, a);
	return rows_close(&r);
}

struct ledger_state store_state(struct store *s)
{
	return (struct ledger_state){ s->db, ask };
}

struct str store_now(struct arena *a)
{
	struct timespec t;
	struct tm tm;
	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	return str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", tm.tm_year + 1900, tm.tm_mon + 1,
		       tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, (int)(t.tv_nsec / 1000000));
}

/* What an idempotency key stands for: the action without its times. */
static struct str request_text(struct arena *a, const struct action *act)
{
	struct buf b;
	struct str parts[] = { act->actor, S("\n"), act->verb, S("\n"), act->target, S("\n") };
	buf_init(&b, a);
	for (int i = 0; i < 6; i++)
		buf_add(&b, parts[i]);
	json_write(&b, act->fields, JSON_LINE);
	return buf_str(&b);
}

/* As the event keeps it. */
static bool request_kept(struct store *s, struct arena *a, int64_t seq, struct str request,
			 const struct seals *seals, struct str *out, struct err *e)
{
	*out = STR_NONE;
	if (!request.p)
		return true;
	if (seals->n)
		return seal_request(s->db, a, seq, request, out, e);
	*out = hash_hex(a, hash_of(HASH_SHA256, &request, 1));
	return true;
}

/* The key's first answer, where there is one. */
static bool repeat(struct store *s, struct arena *a, const struct action *act, struct str request,
		   struct result *out, struct err *e)
{
	struct rows r;
	struct str kept = STR_NONE;
	bool same = true;
	if (!db_rows(s->db, SQL_EVENT_BY_KEY, PARAMS(P_STR(act->key)), &r, e))
		return false;
	if (rows_next(&r)) {
		kept = str_copy(a, rows_str(&r, 2));
		out->repeated = true;
		out->seq = rows_int(&r, 0);
		out->target = str_copy(a, rows_str(&r, 1));
	}
	if (!rows_close(&r) ||
	    (out->repeated && !seal_same_request(s->db, a, out->seq, request, kept, &same, e)))
		return false;
	return same || err_set(e, ERR_CONFLICT, MSG_STORE_KEY, ARGS(act->key));
}

/* Every file that a row of evidence names must be kept. */
static bool want_files(struct store *s, const struct effects *effects, struct err *e)
{
	for (ptrdiff_t i = 0; i < effects->n; i++) {
		const struct effect *f = &effects->p[i];
		if (f->object == OBJECT_EVIDENCE && f->kind == EFFECT_INSERT &&
		    !evidence_want(s, f->cell[COL_EVIDENCE_SHA256]->s,
				   f->cell[COL_EVIDENCE_SIZE]->i, e))
			return false;
	}
	return true;
}

static struct str payload(struct arena *a, const struct val *fields, const struct effects *effects)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, S("{\"fields\":"));
	json_write(&b, fields, JSON_LINE);
	buf_add(&b, S(",\"effects\":"));
	json_write(&b, effects_val(a, effects), JSON_LINE);
	buf_byte(&b, '}');
	return buf_str(&b);
}

/* Applies and logs what was decided; an error here spoils the group. */
static bool record(struct store *s, struct arena *a, const struct action *act, struct str request,
		   const struct outcome *outcome, struct result *out, struct err *e)
{
	struct merkle tree;
	struct str root;
	struct seals seals;
	struct touches touched = { 0 };
	struct event event = { .recorded = act->recorded, .happened = act->happened,
			       .actor = act->actor, .verb = act->verb, .target = outcome->target,
			       .key = act->key };
	bool ok = log_head(s->db, &tree, &root, a, e) &&
		  search_before(s->db, a, &outcome->effects, &touched, e) &&
		  apply_effects(s->db, a, &outcome->effects, tree.size + 1, e) &&
		  search_after(s->db, a, &outcome->effects, &touched, e) &&
		  (tree.size || log_kind(s->db, &tree.kind, e));
	if (ok) {
		struct effects sealed = seal_effects(a, tree.kind, &outcome->effects, &seals);
		event.payload = payload(a, seal_fields(a, outcome->logged, &seals), &sealed);
		ok = seal_keep(s->db, &seals, tree.size + 1, e) &&
		     request_kept(s, a, tree.size + 1, request, &seals, &event.request, e) &&
		     log_append(s->db, a, &tree, &event, e);
	}
	if (!ok) {
		s->spoilt = true;
		return false;
	}
	out->seq = event.seq;
	out->target = outcome->target;
	out->told = outcome->told;
	return true;
}

static bool act_inside(struct store *s, struct arena *a, const struct action *given,
		       struct result *out, struct err *e)
{
	struct action act = *given;
	struct outcome outcome;
	struct str request = STR_NONE;
	struct ledger_state state = { s->db, ask };
	if (!act.recorded.p)
		act.recorded = store_now(a);
	if (!act.happened.p)
		act.happened = act.recorded;
	if (!action_check(&act, e))
		return false;
	if (act.key.p) {
		request = request_text(a, &act);
		if (!repeat(s, a, &act, request, out, e))
			return false;
		if (out->repeated)
			return true;
	}
	if (!ledger_decide(a, &act, &state, &outcome, e))
		return false;
	if (outcome.same) {
		out->same = true;
		out->target = outcome.target;
		return true;
	}
	return want_files(s, &outcome.effects, e) &&
	       record(s, a, &act, request, &outcome, out, e);
}

/* What failed only because another session was in the way is done again from the
 * start; files that were kept for it stay. */
static bool act_again(struct store *s, struct arena *a, const struct action *act,
		      struct result *out, struct err *e)
{
	struct err why = { 0 };
	bool ok = act_inside(s, a, act, out, &why) && db_flush(s->db, &why);
	for (int i = 0; !ok && i < AGAIN_MAX && db_state(s->db) == DB_AGAIN; i++) {
		db_rollback(s->db);
		s->spoilt = false;
		why = (struct err){ 0 };
		*out = (struct result){ 0 };
		ok = db_begin(s->db, true, &why) && act_inside(s, a, act, out, &why) &&
		     db_flush(s->db, &why);
	}
	if (!ok && e && e->code == ERR_NONE)
		*e = why;
	return ok;
}

bool store_act(struct store *s, struct arena *a, const struct action *act, struct result *out,
	       struct err *e)
{
	*out = (struct result){ 0 };
	bool own = !s->group;
	if (s->mode != STORE_WRITE)
		return err_set(e, ERR_DENIED, MSG_STORE_READ_ONLY, ARGS(str_of(s->dir)));
	if (own && !store_begin(s, e))
		return false;
	if (s->spoilt)
		return err_set(e, ERR_DB, MSG_STORE_SPOILT, NO_ARGS);
	bool ok = own ? act_again(s, a, act, out, e) : act_inside(s, a, act, out, e);
	if (!ok && db_state(s->db) != DB_FINE)
		s->spoilt = true;
	if (!own)
		return ok;
	if (ok)
		return store_commit(s, e);
	store_rollback(s);
	return false;
}

/*
 * One's own page: what one signs in with, and one's sessions; setting up the second
 * factor.
 */
#include <time.h>

#include "out/qr.h"
#include "web/pages.h"
#include "web/people.h"
#include "web/session.h"

bool page_account(struct request *rq, struct answer *out, struct err *e)
{
	struct val *tree = val_map(rq->a);
	int64_t id = rq->who.session->person;
	val_put_str(rq->a, tree, S("name"), rq->who.name);
	val_put_str(rq->a, tree, S("unit"), rq->who.unit_name);
	val_put_str(rq->a, tree, S("role_words"),
		    request_words(rq, roles_text(rq->a, rq->who.roles)));
	out->tree = tree;
	form_put(rq, tree);
	return credential_put(rq, tree, id, e) && sessions_put(rq, tree, id, e);
}

/* Ends one of one's own sessions; of nobody else's. */
bool page_account_end_do(struct request *rq, struct answer *out, struct err *e)
{
	struct auth door;
	const struct val *row;
	struct str id = in_text(rq, S("session"));
	if (!ops_get(request_ops(rq), rq->a, OPS_TABLE_SESSION, PARAMS(P_STR(id)), &row, e))
		return false;
	if (!row || val_get_int(row, S("person"), 0) != rq->who.session->person)
		return err_set(e, ERR_NOT_FOUND, MSG_WEB_ACCOUNT_NO_SESSION, NO_ARGS);
	if (!session_door(rq, &door, e) || !auth_end_id(&door, id, (int64_t)time(NULL), e))
		return false;
	out->location = S("/account");
	return true;
}

/* A secret that is not in force until a code proves it: a new one, or `again` the one
 * that was scanned already. */
static bool show_enrol(struct request *rq, struct answer *out, bool again, struct err *e)
{
	struct auth door;
	struct str secret = STR_NONE, uri = STR_NONE;
	struct val *tree = val_map(rq->a);
	if (!session_door(rq, &door, e) ||
	    !auth_totp_begin(&door, rq->who.session, again, &secret, &uri, e))
		return false;
	struct str svg = qr_svg(rq->a, uri, msg_text(MSG_WEB_ACCOUNT_QR, rq->lang));
	if (svg.p)
		val_put(tree, S("qr"), val_str(rq->a, svg))->kind = VAL_MARKUP;
	val_put_str(rq->a, tree, S("secret"), secret);
	val_put_str(rq->a, tree, S("uri"), uri);
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	field_put(rq, form, &(struct field_spec){ FIELD_CODE, S("code"),
						  msg_text(MSG_WEB_FIELD_CODE, rq->lang),
						  .required = true });
	form_put(rq, tree);
	out->tree = tree;
	return true;
}

bool page_enrol_do(struct request *rq, struct answer *out, struct err *e)
{
	return show_enrol(rq, out, false, e);
}

/* Recovery codes are shown this once. */
static bool show_recovery(struct request *rq, struct answer *out, struct str codes)
{
	struct val *tree = val_map(rq->a), *list = val_put(tree, S("codes"), val_list(rq->a));
	for (struct str rest = codes, code; str_split(&rest, '\n', &code);)
		if (code.n)
			val_push(list, val_str(rq->a, code));
	val_put_str(rq->a, tree, S("return"), S("/account"));
	out->tree = tree;
	out->page = S("recovery");
	out->title = msg_text(MSG_WEB_RECOVERY_TITLE, rq->lang);
	return true;
}

bool page_enrol_prove_do(struct request *rq, struct answer *out, struct err *e)
{
	struct auth door;
	struct auth_session s;
	struct str recovery;
	struct err why = { 0 };
	struct str code = str_trim(in_given(rq, S("code")));
	if (rq->faults->count)
		return show_enrol(rq, out, true, e);
	if (!session_door(rq, &door, e))
		return false;
	if (auth_totp_prove(&door, rq->who.session, code, rq->address, (int64_t)time(NULL), &s,
			    &recovery, &why)) {
		session_give(rq, out, &s);
		struct auth_session *kept = arena_new(rq->a, struct auth_session, 1);
		*kept = s;
		rq->who.session = kept;
		rq->who.token = s.token;
		return show_recovery(rq, out, recovery);
	}
	if (why.code != ERR_DENIED && why.code != ERR_LIMIT) {
		*e = why;
		return false;
	}
	request_fault_err(rq, S("code"), &why);
	out->status = why.code == ERR_LIMIT ? 429 : 403;
	return show_enrol(rq, out, true, e);
}

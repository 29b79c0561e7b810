/*
 * Signing in and out: name and password (or the one-time code of the first
 * time), the second factor, a new password. What somebody had typed when their
 * session ended goes along from step to step in the page, and is shown for
 * sending when they are in.
 */
#include <time.h>

#include "web/form.h"
#include "web/pages.h"
#include "web/session.h"

static int64_t now(void)
{
	return (int64_t)time(NULL);
}

struct str login_step(struct request *rq, struct str back)
{
	struct str to = S("/login/code");
	if (rq->who.session && rq->who.session->stage == AUTH_PASSWORD)
		to = S("/password");
	if (!str_starts(back, S("/")) || str_eq(back, S("/")) || str_eq(back, to))
		return to;
	return str_fmt(rq->a, "%.*s?return=%.*s", STR_ARG(to), STR_ARG(web_encode(rq->a, back)));
}

/* What goes along: where to, and the form that was being filled in. */
static void put_along(struct request *rq, struct val *tree)
{
	val_put_str(rq->a, tree, S("return"), in_given(rq, S("return")));
	val_put_str(rq->a, tree, S("draft"), in_given(rq, S("draft")));
}

/* The form that was kept, to be looked at and sent. */
static bool show_draft(struct request *rq, struct answer *out, struct str draft, struct err *e)
{
	struct val *given = val_map(rq->a), *tree = val_map(rq->a);
	struct val *rows = val_put(tree, S("rows"), val_list(rq->a));
	if (!form_pairs(rq->a, draft, given, e))
		return false;
	for val_each(v, given)
		for (const struct val *one = v->kind == VAL_LIST ? v->first : v; one;
		     one = v->kind == VAL_LIST ? one->next : NULL) {
			struct val *row = val_push(rows, val_map(rq->a));
			val_put_str(rq->a, row, S("name"), v->key);
			val_put_str(rq->a, row, S("label"),
				    request_word(rq, S("web.field."), v->key, v->key));
			val_put_str(rq->a, row, S("value"), one->s);
			val_put_bool(rq->a, row, S("ours"), v->key.p[0] == '_');
		}
	val_put_str(rq->a, tree, S("action"), request_return(rq, in_given(rq, S("return"))));
	form_put(rq, tree);
	out->tree = tree;
	out->page = S("resume");
	out->title = msg_text(MSG_WEB_RESUME_TITLE, rq->lang);
	return true;
}

static bool show_totp(struct request *rq, struct answer *out, struct err *e);
static bool show_password(struct request *rq, struct answer *out);

/* A step was taken: the session's new token, and the next step or the way back. */
static bool stepped(struct request *rq, struct answer *out, const struct auth_session *s,
		    struct err *e)
{
	struct str draft = in_given(rq, S("draft")),
		   back = request_return(rq, in_given(rq, S("return")));
	struct auth_session *kept = arena_new(rq->a, struct auth_session, 1);
	*kept = *s;
	rq->who = (struct who){ .name = s->name, .roles = s->roles, .unit = s->unit,
				.token = s->token, .session = kept,
				.whole = s->stage == AUTH_WHOLE };
	session_give(rq, out, s);
	if (!draft.n) {
		out->location = rq->who.whole ? back : login_step(rq, back);
		return true;
	}
	if (rq->who.whole)
		return show_draft(rq, out, draft, e);
	if (s->stage == AUTH_PASSWORD) {
		out->page = S("password");
		return show_password(rq, out);
	}
	out->page = S("totp");
	return show_totp(rq, out, e);
}

/* A refusal that the form shows, with its status; others are the caller's. */
static bool refused(struct request *rq, struct answer *out, struct str field,
		    const struct err *why, struct err *e)
{
	if (why->code != ERR_DENIED && why->code != ERR_LIMIT && why->code != ERR_BAD_INPUT &&
	    why->code != ERR_CONFLICT) {
		*e = *why;
		return false;
	}
	slots_add(rq->worker->slots, COUNT_LOGINS_FAILED, 1);
	request_fault_err(rq, field, why);
	out->status = why->code == ERR_LIMIT ? 429 : why->code == ERR_DENIED ? 403 : 400;
	return true;
}

bool page_login(struct request *rq, struct answer *out, struct err *e)
{
	if (rq->who.name.p && rq->who.whole) {
		out->location = request_return(rq, in_given(rq, S("return")));
		return true;
	}
	out->tree = val_map(rq->a);
	put_along(rq, out->tree);
	return true;
}

bool page_login_do(struct request *rq, struct answer *out, struct err *e)
{
	struct auth door;
	struct auth_session s;
	struct err why = { 0 };
	struct auth_try t = { str_trim(in_given(rq, S("name"))), in_given(rq, S("password")),
			      rq->address, rq->agent };
	if (!rq->faults->count) {
		if (!session_door(rq, &door, e))
			return false;
		if (auth_login(&door, &t, now(), &s, &why)) {
			slots_add(rq->worker->slots, COUNT_LOGINS, 1);
			return stepped(rq, out, &s, e);
		}
		if (!refused(rq, out, S("name"), &why, e))
			return false;
	}
	out->tree = val_map(rq->a);
	val_put_str(rq->a, out->tree, S("name"), in_given(rq, S("name")));
	faults_put(rq, out->tree);
	put_along(rq, out->tree);
	return true;
}

/* The page of the code; of somebody who has to set it up, with the secret. */
static bool show_totp(struct request *rq, struct answer *out, struct err *e)
{
	struct auth door;
	struct str secret = STR_NONE, uri = STR_NONE;
	out->tree = val_map(rq->a);
	if (rq->who.session->stage == AUTH_ENROL &&
	    (!session_door(rq, &door, e) ||
	     !auth_totp_begin(&door, rq->who.session, true, &secret, &uri, e)))
		return false;
	val_put_str(rq->a, out->tree, S("secret"), secret);
	val_put_str(rq->a, out->tree, S("uri"), uri);
	put_along(rq, out->tree);
	form_put(rq, out->tree);
	return true;
}

bool page_totp(struct request *rq, struct answer *out, struct err *e)
{
	if (rq->who.whole || rq->who.session->stage == AUTH_PASSWORD) {
		out->location = rq->who.whole ? S("/") : S("/password");
		return true;
	}
	return show_totp(rq, out, e);
}

/* Recovery codes are shown this once. */
static bool show_recovery(struct request *rq, struct answer *out, const struct auth_session *s,
			  struct str codes)
{
	struct val *tree = val_map(rq->a), *list = val_put(tree, S("codes"), val_list(rq->a));
	struct str rest = codes, code;
	while (str_split(&rest, '\n', &code))
		if (code.n)
			val_push(list, val_str(rq->a, code));
	val_put_str(rq->a, tree, S("return"), request_return(rq, in_given(rq, S("return"))));
	session_give(rq, out, s);
	out->tree = tree;
	out->page = S("recovery");
	out->title = msg_text(MSG_WEB_RECOVERY_TITLE, rq->lang);
	return true;
}

bool page_totp_do(struct request *rq, struct answer *out, struct err *e)
{
	struct auth door;
	struct auth_session s;
	struct err why = { 0 };
	struct str recovery = STR_NONE, code = str_trim(in_given(rq, S("code")));
	bool enrol = rq->who.session->stage == AUTH_ENROL;
	if (rq->who.whole || rq->who.session->stage == AUTH_PASSWORD)
		return page_totp(rq, out, e);
	if (!rq->faults->count) {
		if (!session_door(rq, &door, e))
			return false;
		bool ok = enrol ? auth_totp_prove(&door, rq->who.session, code, rq->address, now(),
						  &s, &recovery, &why)
				: auth_second(&door, rq->who.session, code, rq->address, now(), &s,
					      &why);
		if (ok && recovery.n)
			return show_recovery(rq, out, &s, recovery);
		if (ok)
			return stepped(rq, out, &s, e);
		if (!refused(rq, out, S("code"), &why, e))
			return false;
	}
	return show_totp(rq, out, e);
}

static bool show_password(struct request *rq, struct answer *out)
{
	bool first = rq->who.session->stage != AUTH_WHOLE;
	struct val *tree = val_map(rq->a), *form = val_put(tree, S("form"), val_list(rq->a));
	const struct field_spec specs[] = {
		{ FIELD_PASSWORD, S("old"), msg_text(MSG_WEB_FIELD_OLD_PASSWORD, rq->lang),
		  .required = true },
		{ FIELD_PASSWORD, S("password"), msg_text(MSG_WEB_FIELD_NEW_PASSWORD, rq->lang),
		  .hint = msg_text(MSG_WEB_PASSWORD_HINT, rq->lang), .required = true },
		{ FIELD_PASSWORD, S("again"), msg_text(MSG_WEB_FIELD_AGAIN, rq->lang),
		  .required = true },
	};
	val_put_bool(rq->a, tree, S("first"), first);
	for (int i = first ? 1 : 0; i < 3; i++)
		field_put(rq, form, &specs[i]);
	put_along(rq, tree);
	form_put(rq, tree);
	out->tree = tree;
	return true;
}

bool page_password(struct request *rq, struct answer *out, struct err *e)
{
	enum auth_stage stage = rq->who.session->stage;
	if (stage != AUTH_WHOLE && stage != AUTH_PASSWORD) {
		out->location = S("/login/code");
		return true;
	}
	return show_password(rq, out);
}

bool page_password_do(struct request *rq, struct answer *out, struct err *e)
{
	struct auth door;
	struct auth_session s;
	struct err why = { 0 };
	enum auth_stage stage = rq->who.session->stage;
	struct str fresh = in_given(rq, S("password"));
	if (stage != AUTH_WHOLE && stage != AUTH_PASSWORD)
		return page_password(rq, out, e);
	if (fresh.n && !str_eq(fresh, in_given(rq, S("again"))))
		request_fault(rq, S("again"), msg_text(MSG_WEB_PASSWORD_DIFFERS, rq->lang));
	if (!rq->faults->count) {
		if (!session_door(rq, &door, e))
			return false;
		if (auth_set_password(&door, rq->who.session, in_given(rq, S("old")), fresh,
				      rq->address, now(), &s, &why))
			return stepped(rq, out, &s, e);
		if (!refused(rq, out, why.code == ERR_DENIED ? S("old") : S("password"), &why, e))
			return false;
	}
	return show_password(rq, out);
}

bool page_logout_do(struct request *rq, struct answer *out, struct err *e)
{
	struct auth door;
	if (!session_door(rq, &door, e) ||
	    !auth_end(&door, rq->who.session, rq->address, now(), e))
		return false;
	session_give(rq, out, NULL);
	out->location = S("/login");
	return true;
}

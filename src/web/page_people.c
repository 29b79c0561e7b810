/*
 * People: the list, and a person's page with roles, sessions and what an
 * administrator does for how they sign in: a one-time code, ending sessions, taking
 * the second factor away.
 */
#include <time.h>

#include "view/reach.h"
#include "web/pages.h"
#include "web/people.h"
#include "web/session.h"
#include "web/target.h"

enum { ROWS = 50, PAGE = 200 };

static void put_person(struct request *rq, struct val *list, const struct val *row)
{
	struct val *to = val_push(list, val_map(rq->a));
	struct str name = val_get_str(row, S("name"));
	val_put_str(rq->a, to, S("name"), name);
	val_put_str(rq->a, to, S("href"),
		    str_fmt(rq->a, "/people/%.*s", STR_ARG(web_encode(rq->a, name))));
	val_put_str(rq->a, to, S("roles"), val_get_str(row, S("roles")));
	val_put_str(rq->a, to, S("role_words"),
		    request_words(rq, val_get_str(row, S("roles"))));
	val_put_str(rq->a, to, S("unit"), val_get_str(row, S("unit")));
}

bool page_people(struct request *rq, struct answer *out, struct err *e)
{
	struct view_reach reach;
	struct val *tree = val_map(rq->a), *list = val_put(tree, S("people"), val_list(rq->a));
	struct val *rows;
	int64_t after = in_int(rq, S("after"), 0);
	if (!view_reach_of(rq->store, rq->a, rq->who.name, &reach, e))
		return false;
	do {
		if (!store_list(rq->store, rq->a, SQL_PEOPLE, PARAMS(P_INT(after), P_INT(PAGE)),
				&rows, e))
			return false;
		for (const struct val *row = rows->first; row && list->count < ROWS;
		     row = row->next) {
			after = val_get_int(row, S("id"), 0);
			if (view_reaches(&reach, row))
				put_person(rq, list, row);
		}
	} while (rows->count == PAGE && list->count < ROWS);
	if (list->count == ROWS)
		val_put_int(rq->a, tree, S("next"), after);
	out->tree = tree;
	return offer_put(rq, tree, S("add"), S("add-person"), STR_NONE, STR_NONE, e);
}

/* The person's row; NOT_FOUND beyond the reach of who asks. */
static bool find_person(struct request *rq, const struct val **row, struct err *e)
{
	struct str name = in_text(rq, S("code"));
	return target_seen(rq, OBJECT_PERSON, name, row, e) &&
	       store_one(rq->store, rq->a, SQL_PERSON_BY_NAME, PARAMS(P_STR(name)), row, e);
}

/* Whether who asks may set how the person signs in; else `sign_in_absent` says why. */
static bool put_may(struct request *rq, struct val *tree, struct err *e)
{
	struct auth door;
	struct err why = { 0 };
	if (!session_door(rq, &door, e))
		return false;
	bool may = auth_may_manage(&door, rq->who.name, in_text(rq, S("code")), false, &why);
	val_put_bool(rq->a, tree, S("manages"), may);
	if (!may)
		val_put_str(rq->a, tree, S("sign_in_absent"), request_err(rq, &why));
	return may || why.code == ERR_DENIED || (*e = why, false);
}

static bool show_person(struct request *rq, struct answer *out, struct err *e)
{
	struct str name = in_text(rq, S("code"));
	const struct val *row;
	struct val *tree = val_map(rq->a);
	bool admin = rq->who.roles & ACTOR_ADMIN;
	if (!find_person(rq, &row, e))
		return false;
	int64_t id = val_get_int(row, S("id"), 0);
	val_put_str(rq->a, tree, S("name"), name);
	val_put_str(rq->a, tree, S("unit"), val_get_str(row, S("unit")));
	val_put_str(rq->a, tree, S("roles"), val_get_str(row, S("roles")));
	val_put_str(rq->a, tree, S("role_words"),
		    request_words(rq, val_get_str(row, S("roles"))));
	val_put_str(rq->a, tree, S("phone"), admin ? val_get_str(row, S("phone")) : STR_NONE);
	val_put_str(rq->a, tree, S("email"), admin ? val_get_str(row, S("email")) : STR_NONE);
	val_put_str(rq->a, tree, S("here"),
		    str_fmt(rq->a, "/people/%.*s", STR_ARG(web_encode(rq->a, name))));
	out->tree = tree;
	out->title = name;
	form_put(rq, tree);
	return credential_put(rq, tree, id, e) && sessions_put(rq, tree, id, e) &&
	       put_may(rq, tree, e) && offers_put(rq, tree, OBJECT_PERSON, name, e) &&
	       done_put(rq, tree, e);
}

bool page_person(struct request *rq, struct answer *out, struct err *e)
{
	return show_person(rq, out, e);
}

/* The door, where who asks may manage the person. */
static bool open_door(struct request *rq, struct auth *door, const struct val **row, struct err *e)
{
	return find_person(rq, row, e) && session_door(rq, door, e) &&
	       auth_may_manage(door, rq->who.name, in_text(rq, S("code")), false, e);
}

/* A one-time code, shown this once and kept nowhere. */
bool page_invite_do(struct request *rq, struct answer *out, struct err *e)
{
	struct auth door;
	const struct val *row;
	struct str code, name = in_text(rq, S("code"));
	if (!open_door(rq, &door, &row, e) ||
	    !auth_login_code(&door, name, rq->who.name, (int64_t)time(NULL), &code, e))
		return false;
	out->tree = val_map(rq->a);
	val_put_str(rq->a, out->tree, S("name"), name);
	val_put_str(rq->a, out->tree, S("code"), code);
	val_put_str(rq->a, out->tree, S("hours"), door.rules.value[SETTING_LOGIN_CODE_HOURS]);
	val_put_str(rq->a, out->tree, S("back"),
		    str_fmt(rq->a, "/people/%.*s", STR_ARG(web_encode(rq->a, name))));
	return true;
}

static void go_back(struct request *rq, struct answer *out)
{
	out->location = str_fmt(rq->a, "/people/%.*s",
				STR_ARG(web_encode(rq->a, in_text(rq, S("code")))));
}

bool page_end_sessions_do(struct request *rq, struct answer *out, struct err *e)
{
	struct auth door;
	const struct val *row;
	if (!open_door(rq, &door, &row, e) ||
	    !auth_end_all(&door, val_get_int(row, S("id"), 0), (int64_t)time(NULL), e))
		return false;
	go_back(rq, out);
	return true;
}

bool page_totp_off_do(struct request *rq, struct answer *out, struct err *e)
{
	struct auth door;
	const struct val *row;
	if (!open_door(rq, &door, &row, e) ||
	    !auth_admin_totp_off(&door, in_text(rq, S("code")), rq->who.name,
				 (int64_t)time(NULL), e))
		return false;
	go_back(rq, out);
	return true;
}

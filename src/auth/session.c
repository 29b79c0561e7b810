/* Sessions: a random token, of which only the digest is kept. */
#include "auth/inside.h"

/* A stage on the way in lasts ten minutes; a token that was changed for another is
 * still taken for half a minute, for requests that were under way with it. */
enum { WAY_SECONDS = 600, OVERLAP_SECONDS = 30, TOUCH_SECONDS = 60, DAY = 86400,
       AGENT_MOST = 200 };

static const struct str stages[] = {
	[AUTH_WHOLE] = S("whole"),
	[AUTH_TOTP] = S("totp"),
	[AUTH_PASSWORD] = S("password"),
	[AUTH_ENROL] = S("enrol"),
};

static enum auth_stage stage_named(struct str name)
{
	for (enum auth_stage i = AUTH_WHOLE; i < AUTH_ENROL; i++)
		if (str_eq(stages[i], name))
			return i;
	return AUTH_ENROL;
}

enum auth_stage stage_of(const struct auth *h, const struct val *person,
			 const struct val *credential, bool second, int64_t now)
{
	const struct val *on = val_get(credential, S("totp_on"));
	bool totp = on && on->kind == VAL_BOOL && on->yes;
	int64_t age = now - val_get_int(credential, S("changed"), 0);
	bool old = str_eq(h->rules.value[SETTING_PASSWORD_POLICY], S("dengbao")) &&
		   age > settings_int(&h->rules, SETTING_PASSWORD_DAYS) * DAY;
	if (totp && !second)
		return AUTH_TOTP;
	if (old || !val_get_str(credential, S("password")).p)
		return AUTH_PASSWORD;
	if (!totp && settings_roles(&h->rules, SETTING_TOTP_ROLES) & person_roles(person))
		return AUTH_ENROL;
	return AUTH_WHOLE;
}

static void fill(struct auth_session *out, const struct val *person, enum auth_stage stage)
{
	*out = (struct auth_session){
		.person = val_get_int(person, S("id"), 0),
		.name = val_get_str(person, S("name")),
		.roles = person_roles(person),
		.unit = val_get_int(person, S("unit"), UNIT_WHOLE),
		.stage = stage,
	};
}

bool session_start(struct auth *h, const struct val *person, enum auth_stage stage,
		   const struct auth_session *old, const struct auth_try *from, int64_t now,
		   struct auth_session *out, struct err *e)
{
	int64_t hours = settings_int(&h->rules, SETTING_SESSION_HOURS);
	int64_t started = old && old->started ? old->started : now;
	struct auth_session s;
	fill(&s, person, stage);
	s.token = auth_random(h->a);
	s.id = secret_hash(h->a, s.token);
	s.fresh = true;
	s.started = started;
	s.ends = stage == AUTH_WHOLE ? started + hours * 3600 : now + WAY_SECONDS;
	struct val *row = val_map(h->a);
	val_put_str(h->a, row, S("id"), s.id);
	val_put_int(h->a, row, S("person"), s.person);
	val_put_str(h->a, row, S("name"), s.name);
	val_put_str(h->a, row, S("stage"), stages[stage]);
	val_put_int(h->a, row, S("started"), started);
	val_put_int(h->a, row, S("seen"), now);
	val_put_int(h->a, row, S("ends"), s.ends);
	val_put_int(h->a, row, S("rights"), val_get_int(person, S("changed"), 0));
	val_put_str(h->a, row, S("address"), from->address);
	val_put_str(h->a, row, S("agent"), str_cut(from->agent, 0, AGENT_MOST));
	if (old && old->id.p &&
	    !ops_delete(h->ops, OPS_TABLE_SESSION, PARAMS(P_STR(old->id)), e))
		return false;
	*out = s;
	return ops_put(h->ops, h->a, OPS_TABLE_SESSION, row, e);
}

/* Another token for a session whose person's rights changed; the old one ends soon. */
static bool renew(struct auth *h, const struct val *row, const struct val *person, int64_t now,
		  struct auth_session *out, struct err *e)
{
	struct auth_try from = { .address = val_get_str(row, S("address")),
				 .agent = val_get_str(row, S("agent")) };
	struct auth_session as = { .started = val_get_int(row, S("started"), now) };
	struct val *old = val_map(h->a);
	for val_each(v, row) {
		struct val *copy = arena_new(h->a, struct val, 1);
		struct str key = v->key;
		*copy = *v;
		copy->next = NULL;
		if (str_eq(key, S("ends")))
			copy->i = now + OVERLAP_SECONDS;
		if (str_eq(key, S("rights")))
			copy->i = val_get_int(person, S("changed"), 0);
		val_put(old, key, copy);
	}
	if (!ops_begin(h->ops, e))
		return false;
	bool ok = ops_put(h->ops, h->a, OPS_TABLE_SESSION, old, e) &&
		  session_start(h, person, stage_named(val_get_str(row, S("stage"))), &as, &from,
				now, out, e) &&
		  auth_note(h, S("rights"), out->name, from.address, STR_NONE, now, e);
	return auth_close_group(h, ok, e);
}

bool auth_session(struct auth *h, struct str token, int64_t now, struct auth_session *out,
		  struct err *e)
{
	const struct val *row, *person;
	int64_t idle = settings_int(&h->rules, SETTING_SESSION_IDLE_MINUTES) * 60;
	*out = (struct auth_session){ 0 };
	if (token.n != 2 * SECRET_BYTES)
		return true;
	struct str id = secret_hash(h->a, token);
	if (!ops_get(h->ops, h->a, OPS_TABLE_SESSION, PARAMS(P_STR(id)), &row, e))
		return false;
	int64_t seen = val_get_int(row, S("seen"), 0), ends = val_get_int(row, S("ends"), 0);
	/* a clock that was set back makes no session longer */
	if (!row || now > ends || now - seen > idle ||
	    now < val_get_int(row, S("started"), 0) - DAY)
		return true;
	if (!person_of(h, val_get_int(row, S("person"), 0), &person, e))
		return false;
	if (!person || !person_roles(person))
		return auth_end_all(h, val_get_int(row, S("person"), 0), now, e);
	if (val_get_int(person, S("changed"), 0) != val_get_int(row, S("rights"), 0))
		return renew(h, row, person, now, out, e);
	fill(out, person, stage_named(val_get_str(row, S("stage"))));
	out->id = id;
	out->token = token;
	out->started = val_get_int(row, S("started"), 0);
	out->ends = ends;
	return now - seen < TOUCH_SECONDS ||
	       ops_run(h->ops, OPS_TOUCH_SESSION, PARAMS(P_STR(id), P_INT(now)), e);
}

bool auth_end(struct auth *h, const struct auth_session *s, struct str address, int64_t now,
	      struct err *e)
{
	if (!ops_begin(h->ops, e))
		return false;
	bool ok = ops_delete(h->ops, OPS_TABLE_SESSION, PARAMS(P_STR(s->id)), e) &&
		  auth_note(h, S("logout"), s->name, address, STR_NONE, now, e);
	return auth_close_group(h, ok, e);
}

bool auth_end_id(struct auth *h, struct str id, int64_t now, struct err *e)
{
	const struct val *row;
	if (!ops_get(h->ops, h->a, OPS_TABLE_SESSION, PARAMS(P_STR(id)), &row, e))
		return false;
	if (!row)
		return err_set(e, ERR_NOT_FOUND, MSG_AUTH_NO_SESSION, ARGS(id));
	struct auth_session s = { .id = id, .name = val_get_str(row, S("name")) };
	return auth_end(h, &s, STR_NONE, now, e);
}

bool auth_end_all(struct auth *h, int64_t person, int64_t now, struct err *e)
{
	const struct val *row;
	if (!person_of(h, person, &row, e) || !ops_begin(h->ops, e))
		return false;
	bool ok =
		ops_run(h->ops, OPS_END_SESSIONS_OF, PARAMS(P_INT(person), P_STR(S(""))), e) &&
		auth_note(h, S("end-all"), val_get_str(row, S("name")), STR_NONE, STR_NONE, now, e);
	return auth_close_group(h, ok, e);
}

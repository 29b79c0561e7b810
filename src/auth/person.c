/* Persons of the ledger and what they log in with; the log of logins. */
#include "auth/inside.h"

bool auth_open(struct auth *out, struct store *store, struct ops *ops, struct arena *a,
	       struct err *e)
{
	*out = (struct auth){ .store = store, .ops = ops, .a = a };
	return store_settings(store, a, &out->rules, e);
}

bool person_named(struct auth *h, struct str name, const struct val **row, struct err *e)
{
	return store_one(h->store, h->a, SQL_ASK_PERSON, PARAMS(P_STR(name)), row, e);
}

bool person_of(struct auth *h, int64_t id, const struct val **row, struct err *e)
{
	return store_one(h->store, h->a, SQL_ROW_PERSON, PARAMS(P_INT(id)), row, e);
}

unsigned person_roles(const struct val *person)
{
	struct str bad;
	unsigned roles = 0;
	return roles_read(val_get_str(person, S("roles")), &roles, &bad) ? roles : 0;
}

bool credential_of(struct auth *h, int64_t person, const struct val **row, struct err *e)
{
	struct val *none;
	if (!ops_get(h->ops, h->a, OPS_TABLE_CREDENTIAL, PARAMS(P_INT(person)), row, e))
		return false;
	if (*row)
		return true;
	none = val_map(h->a);
	val_put_int(h->a, none, S("person"), person);
	val_put_bool(h->a, none, S("totp_on"), false);
	*row = none;
	return true;
}

/* A copy of `v` that may stand in another map. */
static struct val *copy(struct arena *a, const struct val *v)
{
	struct val *out = arena_new(a, struct val, 1);
	*out = *v;
	out->next = NULL;
	return out;
}

bool credential_set(struct auth *h, const struct val *row, const struct val *with, struct err *e)
{
	struct val *out = val_map(h->a);
	for val_each(v, row)
		if (!val_get(with, v->key))
			val_put(out, v->key, copy(h->a, v));
	for val_each(v, with)
		val_put(out, v->key, copy(h->a, v));
	return ops_put(h->ops, h->a, OPS_TABLE_CREDENTIAL, out, e);
}

bool auth_note(struct auth *h, struct str event, struct str name, struct str address,
	       struct str detail, int64_t now, struct err *e)
{
	const struct val *last;
	struct val *row = val_map(h->a);
	if (!ops_one(h->ops, h->a, OPS_AUTH_LOG_LAST, NO_PARAMS, &last, e))
		return false;
	val_put_int(h->a, row, S("seq"), val_get_int(last, S("seq"), 0) + 1);
	val_put_int(h->a, row, S("time"), now);
	val_put_str(h->a, row, S("event"), event);
	val_put_str(h->a, row, S("name"), name);
	val_put_str(h->a, row, S("address"), address);
	val_put_str(h->a, row, S("detail"), detail);
	return ops_put(h->ops, h->a, OPS_TABLE_AUTH_LOG, row, e);
}

bool auth_close_group(struct auth *h, bool ok, struct err *e)
{
	if (ok)
		return ops_commit(h->ops, e);
	ops_rollback(h->ops);
	return false;
}

/* Whether `unit` is `above` or stands under it. */
static bool is_under(struct auth *h, int64_t unit, int64_t above, bool *is, struct err *e)
{
	enum { DEPTH_MOST = 32 };
	const struct val *row;
	*is = above == UNIT_WHOLE;
	for (int i = 0; !*is && unit != UNIT_WHOLE && i < DEPTH_MOST; i++) {
		*is = unit == above;
		if (!store_one(h->store, h->a, SQL_ASK_UNIT, PARAMS(P_INT(unit)), &row, e))
			return false;
		unit = val_get_int(row, S("parent"), UNIT_WHOLE);
	}
	return true;
}

bool auth_may_manage(struct auth *h, struct str by, struct str name, bool self, struct err *e)
{
	const struct val *admin, *person;
	bool may = false;
	if (!person_named(h, by, &admin, e) || !person_named(h, name, &person, e))
		return false;
	if (!person)
		return err_set(e, ERR_NOT_FOUND, MSG_AUTH_NOBODY, ARGS(name));
	if (self && str_eq(by, name))
		return true;
	if (person_roles(admin) & ACTOR_ADMIN &&
	    !is_under(h, val_get_int(person, S("unit"), UNIT_WHOLE),
		      val_get_int(admin, S("unit"), UNIT_WHOLE), &may, e))
		return false;
	return may || err_set(e, ERR_DENIED, MSG_AUTH_MANAGE, ARGS(by, name));
}

enum { KEEP_DAYS = 30, DAY = 86400 };

bool auth_sweep(struct auth *h, int64_t now, struct err *e)
{
	int64_t idle = settings_int(&h->rules, SETTING_SESSION_IDLE_MINUTES) * 60;
	int64_t days = settings_int(&h->rules, SETTING_LOGIN_LOG_DAYS);
	if (!ops_begin(h->ops, e))
		return false;
	bool ok = ops_run(h->ops, OPS_SWEEP_SESSIONS, PARAMS(P_INT(now), P_INT(now - idle)), e) &&
		  ops_run(h->ops, OPS_SWEEP_THROTTLES, PARAMS(P_INT(now - DAY)), e) &&
		  ops_run(h->ops, OPS_SWEEP_DRAFTS, PARAMS(P_INT(now - KEEP_DAYS * DAY)), e) &&
		  ops_run(h->ops, OPS_SWEEP_JOBS, PARAMS(P_INT(now - KEEP_DAYS * DAY)), e) &&
		  ops_run(h->ops, OPS_SWEEP_AUTH_LOG, PARAMS(P_INT(now - days * DAY)), e);
	return auth_close_group(h, ok, e);
}

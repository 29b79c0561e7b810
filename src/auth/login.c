/* The way in, and what leads a session on: see auth.h. */
#include "auth/inside.h"
#include "auth/password.h"
#include "auth/totp.h"

enum { CODE_BITS = 80, RECOVERY_BITS = 60, RECOVERY_CODES = 10, HOUR = 3600 };

static bool wrong(struct err *e)
{
	return err_set(e, ERR_DENIED, MSG_AUTH_WRONG, NO_ARGS);
}

/* Notes the failure, which is kept whatever becomes of the attempt. */
static bool failed(struct auth *h, struct str name, struct str address, struct str why,
		   int64_t now, struct err *e)
{
	if (!ops_begin(h->ops, e) ||
	    !auth_close_group(h, auth_note(h, S("failure"), name, address, why, now, e), e))
		return false;
	return wrong(e);
}

static bool is_on(const struct val *credential)
{
	const struct val *on = val_get(credential, S("totp_on"));
	return on && on->kind == VAL_BOOL && on->yes;
}

/* Whether the secret is the open one-time code. */
static bool is_code(struct auth *h, const struct val *credential, struct str secret, int64_t now)
{
	struct str code = val_get_str(credential, S("code"));
	return code.p && val_get_int(credential, S("code_until"), 0) >= now &&
	       secret_eq(code, secret_code_hash(h->a, secret));
}

/* After a right secret: what it changes of the credential, and the session. */
static bool enter(struct auth *h, const struct auth_try *t, const struct val *person,
		  const struct val *credential, bool by_code, int64_t now,
		  struct auth_session *out, struct err *e)
{
	struct val *with = val_map(h->a);
	struct str phc = val_get_str(credential, S("password"));
	if (by_code) {
		val_put(with, S("password"), val_null(h->a));
		val_put(with, S("code"), val_null(h->a));
		val_put(with, S("code_until"), val_null(h->a));
	} else if (password_is_weak(phc)) {
		val_put_str(h->a, with, S("password"), password_hash(h->a, t->secret));
	}
	if (!is_on(credential)) { /* else only when the second factor was given */
		val_put_int(h->a, with, S("login"), now);
		val_put_str(h->a, with, S("address"), t->address);
	}
	if (!ops_begin(h->ops, e))
		return false;
	const struct val *after;
	int64_t id = val_get_int(person, S("id"), 0);
	bool ok = credential_set(h, credential, with, e) && credential_of(h, id, &after, e) &&
		  session_start(h, person, stage_of(h, person, after, false, now), NULL, t, now,
				out, e) &&
		  throttle_clear(h, t->name, t->address, e) &&
		  auth_note(h, by_code ? S("login-code") : S("login"), t->name, t->address,
			    STR_NONE, now, e);
	return auth_close_group(h, ok, e);
}

bool auth_login(struct auth *h, const struct auth_try *t, int64_t now, struct auth_session *out,
		struct err *e)
{
	const struct val *person = NULL, *credential = NULL;
	*out = (struct auth_session){ 0 };
	if (!t->name.n || t->name.n > NAME_MOST || t->secret.n > SECRET_MOST)
		return wrong(e);
	if (!person_named(h, t->name, &person, e) ||
	    (person && !credential_of(h, val_get_int(person, S("id"), 0), &credential, e)))
		return false;
	struct str address = val_get_str(credential, S("address"));
	bool known = address.p && str_eq(address, t->address);
	if (!throttle_charge(h, t->name, t->address, known, now, e))
		return false;
	/* the same work for whoever it is, and whether there is a password or none */
	bool by_password = password_fits(val_get_str(credential, S("password")), t->secret);
	bool by_code = credential && is_code(h, credential, t->secret, now);
	if ((by_password || by_code) && person_roles(person))
		return enter(h, t, person, credential, !by_password, now, out, e);
	return failed(h, person ? t->name : STR_NONE, t->address,
		      !person ? S("unknown") : person_roles(person) ? S("secret") : S("no role"),
		      now, e);
}

/* Takes the recovery code's line out of the list; false where it is none. */
static bool use_recovery(struct auth *h, struct str lines, struct str code, struct str *left)
{
	struct str hash = secret_code_hash(h->a, code), line;
	struct buf b;
	bool found = false;
	buf_init(&b, h->a);
	while (str_split(&lines, '\n', &line)) {
		if (!found && line.n && secret_eq(line, hash)) {
			found = true;
			continue;
		}
		if (line.n) {
			buf_add(&b, line);
			buf_byte(&b, '\n');
		}
	}
	*left = buf_str(&b);
	return found;
}

/* Puts the next stage after what was given, its token new. */
static bool lead_on(struct auth *h, const struct auth_session *s, bool second, struct str event,
		    struct str address, int64_t now, struct auth_session *out, struct err *e)
{
	const struct val *person, *credential, *row;
	if (!person_of(h, s->person, &person, e) || !credential_of(h, s->person, &credential, e) ||
	    !ops_get(h->ops, h->a, OPS_TABLE_SESSION, PARAMS(P_STR(s->id)), &row, e))
		return false;
	struct auth_try from = { .address = address, .agent = val_get_str(row, S("agent")) };
	return session_start(h, person, stage_of(h, person, credential, second, now), s, &from, now,
			     out, e) &&
	       auth_note(h, event, s->name, address, STR_NONE, now, e);
}

static bool pass_second(struct auth *h, const struct auth_session *s, const struct val *credential,
			struct val *with, struct str address, int64_t now,
			struct auth_session *out, struct err *e)
{
	val_put_int(h->a, with, S("login"), now);
	val_put_str(h->a, with, S("address"), address);
	return credential_set(h, credential, with, e) &&
	       throttle_clear(h, s->name, address, e) &&
	       lead_on(h, s, true, S("second"), address, now, out, e);
}

bool auth_second(struct auth *h, const struct auth_session *s, struct str code,
		 struct str address, int64_t now, struct auth_session *out, struct err *e)
{
	const struct val *credential;
	struct str secret, left;
	int64_t step = 0;
	struct val *with = val_map(h->a);
	if (s->stage != AUTH_TOTP || code.n > SECRET_MOST)
		return wrong(e);
	if (!credential_of(h, s->person, &credential, e))
		return false;
	struct str last = val_get_str(credential, S("address"));
	if (!throttle_charge(h, s->name, address, last.p && str_eq(last, address), now, e) ||
	    !ops_begin(h->ops, e))
		return false;
	/* read again: of two with the same code one wins */
	if (!credential_of(h, s->person, &credential, e) ||
	    !base32_read(h->a, val_get_str(credential, S("totp")), &secret))
		return auth_close_group(h, false, e);
	if (totp_fits(h->a, secret, code, now, val_get_int(credential, S("totp_step"), 0), &step)) {
		val_put_int(h->a, with, S("totp_step"), step);
	} else if (use_recovery(h, val_get_str(credential, S("recovery")), code, &left)) {
		val_put_str(h->a, with, S("recovery"), left);
	} else {
		ops_rollback(h->ops);
		return failed(h, s->name, address, S("totp"), now, e);
	}
	return auth_close_group(h, pass_second(h, s, credential, with, address, now, out, e), e);
}

/* The credential's new password; the one before goes to the old ones. */
static struct val *with_password(struct auth *h, const struct val *credential, struct str fresh,
				 int64_t now)
{
	struct val *with = val_map(h->a);
	struct str before = val_get_str(credential, S("password")), line;
	struct str old = val_get_str(credential, S("old"));
	int64_t most = settings_int(&h->rules, SETTING_PASSWORD_HISTORY);
	struct buf b;
	buf_init(&b, h->a);
	if (before.p)
		buf_fmt(&b, "%.*s\n", STR_ARG(before));
	for (int64_t i = 1; i < most && str_split(&old, '\n', &line) && line.n; i++)
		buf_fmt(&b, "%.*s\n", STR_ARG(line));
	val_put_str(h->a, with, S("password"), password_hash(h->a, fresh));
	val_put_int(h->a, with, S("changed"), now);
	val_put_str(h->a, with, S("old"), b.n ? buf_str(&b) : STR_NONE);
	val_put(with, S("code"), val_null(h->a));
	val_put(with, S("code_until"), val_null(h->a));
	return with;
}

/* The password now and those before it. */
static struct str all_passwords(struct auth *h, const struct val *credential)
{
	return str_fmt(h->a, "%.*s\n%.*s", STR_ARG(val_get_str(credential, S("password"))),
		       STR_ARG(val_get_str(credential, S("old"))));
}

bool auth_set_password(struct auth *h, const struct auth_session *s, struct str old,
		       struct str fresh, struct str address, int64_t now,
		       struct auth_session *out, struct err *e)
{
	const struct val *credential;
	if (s->stage == AUTH_TOTP)
		return wrong(e);
	if (!credential_of(h, s->person, &credential, e))
		return false;
	struct str phc = val_get_str(credential, S("password"));
	if (s->stage != AUTH_PASSWORD) {
		if (!throttle_charge(h, s->name, address, true, now, e))
			return false;
		if (old.n > SECRET_MOST || !password_fits(phc, old))
			return failed(h, s->name, address, S("old password"), now, e);
	} else if (phc.p && password_fits(phc, fresh)) {
		return err_set(e, ERR_BAD_INPUT, MSG_PASSWORD_SAME, NO_ARGS);
	}
	if (!password_check(&h->rules, fresh, s->name, all_passwords(h, credential), e))
		return false;
	struct val *with = with_password(h, credential, fresh, now);
	if (!ops_begin(h->ops, e))
		return false;
	bool ok = credential_set(h, credential, with, e) &&
		  lead_on(h, s, true, S("password"), address, now, out, e) &&
		  ops_run(h->ops, OPS_END_SESSIONS_OF,
			  PARAMS(P_INT(s->person), P_STR(out->id)), e) &&
		  throttle_clear(h, s->name, address, e);
	return auth_close_group(h, ok, e);
}

/* A new secret, in force or waiting to be proved. */
static bool new_totp(struct auth *h, const struct val *credential, bool on, struct str name,
		     struct val *with, struct str *secret, struct str *uri)
{
	unsigned char bytes[TOTP_SECRET_BYTES];
	secret_random(bytes, sizeof(bytes));
	*secret = base32_of(h->a, (struct str){ (char *)bytes, sizeof(bytes) });
	*uri = totp_uri(h->a, h->rules.value[SETTING_SITE_NAME], name, *secret);
	val_put_str(h->a, with, S("totp"), *secret);
	val_put_bool(h->a, with, S("totp_on"), on);
	val_put(with, S("totp_step"), val_null(h->a));
	return credential != NULL;
}

/* Recovery codes; their digests go to `with`. */
static struct str new_recovery(struct auth *h, struct val *with)
{
	struct buf shown, kept;
	buf_init(&shown, h->a);
	buf_init(&kept, h->a);
	for (int i = 0; i < RECOVERY_CODES; i++) {
		struct str code = secret_code(h->a, RECOVERY_BITS);
		buf_fmt(&shown, "%.*s\n", STR_ARG(code));
		buf_fmt(&kept, "%.*s\n", STR_ARG(secret_code_hash(h->a, code)));
	}
	val_put_str(h->a, with, S("recovery"), buf_str(&kept));
	return buf_str(&shown);
}

bool auth_totp_begin(struct auth *h, const struct auth_session *s, bool again,
		     struct str *secret, struct str *uri, struct err *e)
{
	const struct val *credential;
	struct val *with = val_map(h->a);
	if (s->stage == AUTH_TOTP || s->stage == AUTH_PASSWORD)
		return wrong(e);
	if (!credential_of(h, s->person, &credential, e))
		return false;
	if (is_on(credential))
		return err_set(e, ERR_DENIED, MSG_AUTH_TOTP_ON, ARGS(s->name));
	*secret = val_get_str(credential, S("totp"));
	if (again && secret->p) {
		*uri = totp_uri(h->a, h->rules.value[SETTING_SITE_NAME], s->name, *secret);
		return true;
	}
	return new_totp(h, credential, false, s->name, with, secret, uri) &&
	       credential_set(h, credential, with, e);
}

bool auth_totp_prove(struct auth *h, const struct auth_session *s, struct str code,
		     struct str address, int64_t now, struct auth_session *out,
		     struct str *recovery, struct err *e)
{
	const struct val *credential;
	struct val *with = val_map(h->a);
	struct str secret;
	int64_t step = 0;
	if (!credential_of(h, s->person, &credential, e))
		return false;
	if (is_on(credential) || !val_get_str(credential, S("totp")).p || s->stage == AUTH_TOTP ||
	    s->stage == AUTH_PASSWORD ||
	    !base32_read(h->a, val_get_str(credential, S("totp")), &secret))
		return wrong(e);
	if (!throttle_charge(h, s->name, address, true, now, e))
		return false;
	if (!totp_fits(h->a, secret, code, now, 0, &step))
		return failed(h, s->name, address, S("totp"), now, e);
	val_put_bool(h->a, with, S("totp_on"), true);
	val_put_int(h->a, with, S("totp_step"), step);
	*recovery = new_recovery(h, with);
	if (!ops_begin(h->ops, e))
		return false;
	return auth_close_group(h,
				credential_set(h, credential, with, e) &&
					throttle_clear(h, s->name, address, e) &&
					lead_on(h, s, true, S("totp-on"), address, now, out, e),
				e);
}

/* The person of that name and their credential; NOT_FOUND where there is none. */
static bool find(struct auth *h, struct str name, const struct val **person,
		 const struct val **credential, struct err *e)
{
	if (!person_named(h, name, person, e))
		return false;
	if (!*person)
		return err_set(e, ERR_NOT_FOUND, MSG_AUTH_NOBODY, ARGS(name));
	return credential_of(h, val_get_int(*person, S("id"), 0), credential, e);
}

/* An administrator's change; `ends`: the person's sessions end with it. */
static bool manage(struct auth *h, const struct val *person, const struct val *credential,
		   const struct val *with, struct str event, bool ends, struct str by, int64_t now,
		   struct err *e)
{
	if (!ops_begin(h->ops, e))
		return false;
	bool ok = credential_set(h, credential, with, e) &&
		  (!ends || ops_run(h->ops, OPS_END_SESSIONS_OF,
				    PARAMS(P_INT(val_get_int(person, S("id"), 0)), P_STR(S(""))),
				    e)) &&
		  auth_note(h, event, val_get_str(person, S("name")), STR_NONE,
			    str_fmt(h->a, "by %.*s", STR_ARG(by)), now, e);
	return auth_close_group(h, ok, e);
}

bool auth_login_code(struct auth *h, struct str name, struct str by, int64_t now,
		     struct str *code, struct err *e)
{
	const struct val *person, *credential;
	struct val *with = val_map(h->a);
	int64_t hours = settings_int(&h->rules, SETTING_LOGIN_CODE_HOURS);
	if (!find(h, name, &person, &credential, e))
		return false;
	if (!person_roles(person))
		return err_set(e, ERR_CONFLICT, MSG_AUTH_NO_ROLE, ARGS(name));
	*code = secret_code(h->a, CODE_BITS);
	val_put_str(h->a, with, S("code"), secret_code_hash(h->a, *code));
	val_put_int(h->a, with, S("code_until"), now + hours * HOUR);
	return manage(h, person, credential, with, S("code"), false, by, now, e);
}

bool auth_admin_password(struct auth *h, struct str name, struct str fresh, struct str by,
			 int64_t now, struct err *e)
{
	const struct val *person, *credential;
	return find(h, name, &person, &credential, e) &&
	       password_check(&h->rules, fresh, name, all_passwords(h, credential), e) &&
	       manage(h, person, credential, with_password(h, credential, fresh, now),
		      S("password"), true, by, now, e);
}

bool auth_admin_totp(struct auth *h, struct str name, struct str by, int64_t now,
		     struct str *secret, struct str *uri, struct str *recovery, struct err *e)
{
	const struct val *person, *credential;
	struct val *with = val_map(h->a);
	if (!find(h, name, &person, &credential, e) ||
	    !new_totp(h, credential, true, name, with, secret, uri))
		return false;
	*recovery = new_recovery(h, with);
	return manage(h, person, credential, with, S("totp-on"), true, by, now, e);
}

bool auth_admin_totp_off(struct auth *h, struct str name, struct str by, int64_t now,
			 struct err *e)
{
	const struct val *person, *credential;
	struct val *with = val_map(h->a);
	if (!find(h, name, &person, &credential, e))
		return false;
	val_put(with, S("totp"), val_null(h->a));
	val_put_bool(h->a, with, S("totp_on"), false);
	val_put(with, S("totp_step"), val_null(h->a));
	val_put(with, S("recovery"), val_null(h->a));
	return manage(h, person, credential, with, S("totp-off"), true, by, now, e);
}

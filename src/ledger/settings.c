/* The table of settings, and the action that changes one: see settings.h. */
#include "ledger/settings.h"

#include "ledger/verb.h"

enum { NAME_MOST = 300, PATH_MOST = 1000, YEAR_DAYS = 3650, TERABYTE = 1 << 20 };
#define INT(min, max) { VALUE_INT, min, max }
#define TEXT(most) { VALUE_TEXT, 1, most }
#define ONE_OF(words) { VALUE_TEXT, 1, 60, words }

/* Passwords: NIST SP 800-63B-4 §3.1.1.2 asks for 15 characters where a password is
 * all there is, 8 at least, and for no rules of composition; 等保 practice (GB/T
 * 22239-2019, 8.1.4.1) for complexity and regular change. Days of the login log:
 * 网络安全法 art. 21, six months. */
const struct setting_row setting_rows[SETTING_COUNT] = {
	[SETTING_SITE_NAME] = { S("site-name"), TEXT(NAME_MOST), false, S("整改台账"),
				MSG_SETTING_SITE_NAME },
	[SETTING_PUBLIC_PERSON] = { S("public-person"), TEXT(NAME_MOST), false, S(""),
				    MSG_SETTING_PUBLIC_PERSON },
	[SETTING_PASSWORD_POLICY] = { S("password-policy"), ONE_OF(S("length dengbao")), false,
				      S("length"), MSG_SETTING_PASSWORD_POLICY },
	[SETTING_PASSWORD_LENGTH] = { S("password-length"), INT(8, 128), false, S("15"),
				      MSG_SETTING_PASSWORD_LENGTH },
	[SETTING_PASSWORD_DAYS] = { S("password-days"), INT(1, YEAR_DAYS), false, S("90"),
				    MSG_SETTING_PASSWORD_DAYS },
	[SETTING_PASSWORD_HISTORY] = { S("password-history"), INT(0, 24), false, S("5"),
				       MSG_SETTING_PASSWORD_HISTORY },
	[SETTING_LOGIN_CODE_HOURS] = { S("login-code-hours"), INT(1, 720), false, S("72"),
				       MSG_SETTING_LOGIN_CODE_HOURS },
	[SETTING_SESSION_IDLE_MINUTES] = { S("session-idle-minutes"), INT(5, 720), false, S("30"),
					   MSG_SETTING_SESSION_IDLE_MINUTES },
	[SETTING_SESSION_HOURS] = { S("session-hours"), INT(1, 168), false, S("12"),
				    MSG_SETTING_SESSION_HOURS },
	[SETTING_TOTP_ROLES] = { S("totp-roles"), TEXT(200), true, S("none"),
				 MSG_SETTING_TOTP_ROLES },
	[SETTING_LOGIN_LOG_DAYS] = { S("login-log-days"), INT(30, YEAR_DAYS), false, S("180"),
				     MSG_SETTING_LOGIN_LOG_DAYS },
	[SETTING_EVIDENCE_FILE_MB] = { S("evidence-file-mb"), INT(1, 4096), false, S("50"),
				       MSG_SETTING_EVIDENCE_FILE_MB },
	[SETTING_EVIDENCE_UNIT_MB] = { S("evidence-unit-mb"), INT(1, TERABYTE), false, S("10240"),
				       MSG_SETTING_EVIDENCE_UNIT_MB },
	[SETTING_LISTEN] = { S("listen"), TEXT(NAME_MOST), false, S("127.0.0.1:8080"),
			     MSG_SETTING_LISTEN },
	[SETTING_TLS_CERTIFICATE] = { S("tls-certificate"), TEXT(PATH_MOST), false, S(""),
				      MSG_SETTING_TLS_CERTIFICATE },
	[SETTING_TLS_KEY] = { S("tls-key"), TEXT(PATH_MOST), false, S(""), MSG_SETTING_TLS_KEY },
	[SETTING_TRUSTED_PROXY] = { S("trusted-proxy"), TEXT(NAME_MOST), false, S(""),
				    MSG_SETTING_TRUSTED_PROXY },
	[SETTING_BACKUP_DAYS] = { S("backup-days"), INT(1, 365), false, S("7"),
				  MSG_SETTING_BACKUP_DAYS },
};

int setting_find(struct str name)
{
	for (int i = 0; i < SETTING_COUNT; i++)
		if (str_eq(setting_rows[i].name, name))
			return i;
	return -1;
}

bool setting_check(enum setting_id id, struct str value, struct err *e)
{
	const struct setting_row *row = &setting_rows[id];
	struct val v = { .kind = VAL_STR, .s = value };
	unsigned roles;
	struct str bad;
	int64_t n;
	if (row->rule.type == VALUE_INT && str_int(value, &n))
		v = (struct val){ .kind = VAL_INT, .i = n };
	if (!value_check(&row->rule, &v, S("set-setting"), row->name, e))
		return false;
	return !row->roles || roles_read(value, &roles, &bad) ||
	       err_set(e, ERR_BAD_INPUT, MSG_SETTING_ROLE, ARGS(row->name, bad));
}

void settings_default(struct settings *out)
{
	for (int i = 0; i < SETTING_COUNT; i++)
		out->value[i] = setting_rows[i].otherwise;
}

int64_t settings_int(const struct settings *s, enum setting_id id)
{
	int64_t n;
	return str_int(s->value[id], &n) ? n : 0;
}

unsigned settings_roles(const struct settings *s, enum setting_id id)
{
	unsigned roles;
	struct str bad;
	return roles_read(s->value[id], &roles, &bad) ? roles : 0;
}

/* Who manages a part of the ledger changes nothing for all of it. */
bool set_setting_decide(struct decision *d, struct err *e)
{
	struct str name = decision_text(d, S("name")), value = decision_text(d, S("value"));
	const struct val *there;
	int id = setting_find(name);
	if (id < 0)
		return err_set(e, ERR_BAD_INPUT, MSG_SETTING_NONE, ARGS(name));
	if (d->actor.unit != UNIT_WHOLE)
		return err_set(e, ERR_DENIED, MSG_SETTING_WHOLE, ARGS(d->act->actor));
	if ((value.p && !setting_check((enum setting_id)id, value, e)) ||
	    !decision_ask(d, ASK_SETTING, decision_field(d, S("name")), &there, e))
		return false;
	d->out->target = name;
	struct str now = val_get_str(there, S("value"));
	if (value.p ? now.p && str_eq(now, value) : !now.p) {
		d->out->same = true;
		return true;
	}
	struct effect *f = effect_add(d->a, &d->out->effects,
				      there ? EFFECT_UPDATE : EFFECT_INSERT, OBJECT_SETTING);
	f->cell[COL_SETTING_NAME] = val_str(d->a, name);
	f->cell[COL_SETTING_VALUE] = val_str(d->a, value);
	return true;
}

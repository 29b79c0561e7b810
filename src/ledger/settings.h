/*
 * Settings: what an administrator may have otherwise than it is. They are part of
 * the ledger, since they change what it lets people do: the action set-setting
 * changes one, and its event tells who did. Adding a setting is adding a row to the
 * table in settings.c; what nobody set has the row's own value.
 */
#ifndef LEDGER_SETTINGS_H
#define LEDGER_SETTINGS_H

#include "ledger/value.h"

enum setting_id {
	SETTING_SITE_NAME,
	SETTING_PUBLIC_PERSON,
	SETTING_PASSWORD_POLICY,
	SETTING_PASSWORD_LENGTH,
	SETTING_PASSWORD_DAYS,
	SETTING_PASSWORD_HISTORY,
	SETTING_LOGIN_CODE_HOURS,
	SETTING_SESSION_IDLE_MINUTES,
	SETTING_SESSION_HOURS,
	SETTING_TOTP_ROLES,
	SETTING_LOGIN_LOG_DAYS,
	SETTING_EVIDENCE_FILE_MB,
	SETTING_EVIDENCE_UNIT_MB,
	SETTING_LISTEN,
	SETTING_TLS_CERTIFICATE,
	SETTING_TLS_KEY,
	SETTING_TRUSTED_PROXY,
	SETTING_BACKUP_DAYS,
	SETTING_COUNT
};

struct setting_row {
	struct str name;
	struct value_rule rule;  /* VALUE_INT with its bounds, VALUE_TEXT with its words */
	bool roles;              /* a text of roles, as roles_read() takes it */
	struct str otherwise;    /* its value where nobody set it */
	enum msg about;          /* one sentence, with its unit */
};

extern const struct setting_row setting_rows[SETTING_COUNT];

/* The setting of that name, or -1. */
int setting_find(struct str name);
/* Whether it may have that value; else BAD_INPUT with what it may have. */
bool setting_check(enum setting_id id, struct str value, struct err *e);

/* All of them as they are; texts live where they were read (store_settings). */
struct settings {
	struct str value[SETTING_COUNT];
};

/* As nobody set any of them. */
void settings_default(struct settings *out);
/* One as an integer, as a set of roles; 0 where it is none. */
int64_t settings_int(const struct settings *s, enum setting_id id);
unsigned settings_roles(const struct settings *s, enum setting_id id);

#endif

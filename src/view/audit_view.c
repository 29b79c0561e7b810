/* The table of checks, and running them: see audit_view.h. */
#include "view/audit.h"

#include "notice/check/check.h"

enum { NAMES_MOST = 10, PAGE = 500 };

#define ROW(name, severity, upper) \
	{ S(name), severity, MSG_AUDIT_##upper, MSG_AUDIT_##upper##_TODO }
#define ERROR SEVERITY_ERROR
#define WARNING SEVERITY_WARNING
#define HINT SEVERITY_HINT

static const struct audit_row rows[] = {
	ROW("admin-no-totp", WARNING, ADMIN_NO_TOTP),
	ROW("many-admins", WARNING, MANY_ADMINS),
	ROW("one-admin", HINT, ONE_ADMIN),
	ROW("clerk-and-supervisor", WARNING, CLERK_AND_SUPERVISOR),
	ROW("admin-verifies", WARNING, ADMIN_VERIFIES),
	ROW("admin-audits", WARNING, ADMIN_AUDITS),
	ROW("no-second-person", WARNING, NO_SECOND),
	ROW("clerk-whole", WARNING, CLERK_WHOLE),
	ROW("open-codes", HINT, OPEN_CODES),
	ROW("lapsed-codes", HINT, LAPSED_CODES),
	ROW("dormant", WARNING, DORMANT),
	ROW("no-role", HINT, NO_ROLE),
	ROW("weak-hash", WARNING, WEAK_HASH),
	ROW("shared-name", WARNING, SHARED_NAME),
	ROW("public-person", WARNING, PUBLIC_PERSON),
	ROW("folder-open", ERROR, FOLDER_OPEN),
	ROW("evidence-open", ERROR, EVIDENCE_OPEN),
	ROW("ops-open", ERROR, OPS_OPEN),
	ROW("key-inside", ERROR, KEY_INSIDE),
	ROW("listen-open", ERROR, LISTEN_OPEN),
	ROW("proxy-any", ERROR, PROXY_ANY),
	ROW("tls-half", ERROR, TLS_HALF),
	ROW("tls-key-open", ERROR, TLS_KEY_OPEN),
	ROW("totp-nobody", WARNING, TOTP_NOBODY),
	ROW("short-passwords", WARNING, SHORT_PASSWORDS),
	ROW("password-age", WARNING, NO_COMMON_AGE),
	ROW("long-sessions", WARNING, LONG_SESSIONS),
	ROW("long-codes", WARNING, LONG_CODES),
	ROW("short-log", ERROR, SHORT_LOG),
	ROW("backup-old", WARNING, BACKUP_OLD),
	ROW("backup-never", WARNING, BACKUP_NEVER),
	ROW("head-never", HINT, HEAD_NEVER),
	ROW("holidays-end", WARNING, HOLIDAYS_END),
	ROW("server-plain", ERROR, SERVER_PLAIN),
	ROW("server-password", WARNING, SERVER_PASSWORD),
};

enum { ROWS = sizeof(rows) / sizeof(*rows) };

/* In the table's order. */
static audit_check *const checks[ROWS] = {
	audit_admin_no_totp,   audit_many_admins,    audit_one_admin,
	audit_clerk_and_supervisor, audit_admin_verifies, audit_admin_audits,
	audit_no_second,       audit_clerk_whole,    audit_open_codes,
	audit_lapsed_codes,    audit_dormant,        audit_no_role,
	audit_weak_hash,       audit_shared_name,    audit_public_person,
	audit_folder_open,     audit_evidence_open,  audit_ops_open,
	audit_key_inside,      audit_listen_open,    audit_proxy_any,
	audit_tls_half,        audit_tls_key_open,   audit_totp_nobody,
	audit_short_passwords, audit_no_common_age,  audit_long_sessions,
	audit_long_codes,      audit_short_log,      audit_backup_old,
	audit_backup_never,    audit_head_never,     audit_holidays_end,
	audit_server_plain,    audit_server_password,
};

const struct audit_row *audit_rows(int *count)
{
	*count = ROWS;
	return rows;
}

void audit_name(struct buf *b, int *count, struct str name)
{
	if (++*count <= NAMES_MOST)
		buf_fmt(b, "%s%.*s", *count > 1 ? "、" : "", STR_ARG(name));
	else if (*count == NAMES_MOST + 1)
		buf_add(b, S("…"));
}

/* Everybody's credential. */
static bool read_credentials(struct audit *x)
{
	struct val *all = val_list(x->a), *page = NULL;
	int64_t after = 0;
	while (x->o && (!page || page->count == PAGE)) {
		if (!ops_page(x->o, x->a, OPS_TABLE_CREDENTIAL, PARAMS(P_INT(after)), PAGE, &page,
			      x->e))
			return false;
		for (struct val *v = page->first, *next; v; v = next) {
			next = v->next;
			after = val_get_int(v, S("person"), 0);
			v->next = NULL;
			val_push(all, v);
		}
	}
	x->credential = all;
	return true;
}

bool view_audit(struct store *s, struct ops *o, const struct store_place *place,
		struct arena *a, int64_t now, enum lang lang, const struct val **out,
		struct err *e)
{
	struct err mine = { 0 };
	struct audit x = { .a = a, .s = s, .o = o, .place = place, .now = now, .e = &mine };
	const struct val *ledger;
	struct val *list = val_list(a);
	bool ok = store_settings(s, a, &x.rules, &mine) &&
		  store_list(s, a, SQL_SCAN_PERSON, NO_PARAMS, &x.persons, &mine) &&
		  store_one(s, a, SQL_ASK_LEDGER, NO_PARAMS, &ledger, &mine) &&
		  read_credentials(&x);
	x.events = ok ? val_get_int(ledger, S("changed"), 0) : 0;
	for (int i = 0; i < ROWS && mine.code == ERR_NONE; i++) {
		struct str about = checks[i](&x);
		if (!about.p)
			continue;
		struct val *row = val_push(list, val_map(a));
		val_put_str(a, row, S("check"), rows[i].name);
		val_put_str(a, row, S("severity"), severity_name((enum severity)rows[i].severity));
		val_put_str(a, row, S("about"), about);
		val_put_str(a, row, S("says"), msg_fill(a, rows[i].says, lang, ARGS(about)));
		val_put_str(a, row, S("todo"), msg_fill(a, rows[i].todo, lang, ARGS(about)));
	}
	*out = list;
	if (mine.code == ERR_NONE)
		return true;
	if (e && e->code == ERR_NONE)
		*e = mine;
	return false;
}

/* audit: a ledger as it is made has nothing wrong with it; each check finds what is
 * planted for it, and every check has something planted. The time is made up. */
#include "store_help.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "auth/auth.h"
#include "view/audit_view.h"

#define GOOD S("塘边老槐树下听雨三更未眠人又一年")
enum { NOW = 1760000000 /* October 2025 */, DAY = 86400 };

struct house {
	struct world w;
	struct store *s;
	struct ops *o;
	struct auth h;
	struct store_place place; /* what the audit is told */
	int64_t now;
};

static void house_open(struct house *x)
{
	struct err e = { 0 };
	*x = (struct house){ .now = NOW };
	world_open(&x->w);
	x->s = world_ledger(&x->w);
	x->place = *x->w.ledger;
	help_must(ops_open(x->w.ledger, STORE_WRITE, &x->o, &e), &e);
	help_must(auth_open(&x->h, x->s, x->o, &x->w.a, &e), &e);
}

static void house_close(struct house *x)
{
	ops_close(x->o);
	store_close(x->s);
	world_close(&x->w);
}

/* What is wrong. */
static const struct val *look(struct house *x)
{
	struct err e = { 0 };
	const struct val *found;
	help_must(view_audit(x->s, x->o, &x->place, &x->w.a, x->now, LANG_EN, &found, &e), &e);
	return found;
}

static bool has(const struct val *found, const char *check)
{
	for val_each(v, found)
		if (str_eq(val_get_str(v, S("check")), str_of(check)))
			return true;
	return false;
}

static void person(struct house *x, const char *name, const char *roles, const char *unit)
{
	struct str f = str_fmt(&x->w.a, "{\"name\":\"%s\",\"roles\":\"%s\"%s%s%s}", name, roles,
			       unit ? ",\"unit\":\"" : "", unit ? unit : "", unit ? "\"" : "");
	help_do(&x->w, x->s, "王小明", "add-person", NULL, str_cstr(&x->w.a, f), ERR_NONE);
}

static void set(struct house *x, const char *name, const char *value)
{
	struct str f = str_fmt(&x->w.a, "{\"name\":\"%s\",\"value\":\"%s\"}", name, value);
	help_do(&x->w, x->s, "王小明", "set-setting", NULL, str_cstr(&x->w.a, f), ERR_NONE);
}

static void password(struct house *x, const char *name)
{
	struct err e = { 0 };
	help_must(auth_admin_password(&x->h, str_of(name), GOOD, S("root"), NOW, &e), &e);
}

static void code(struct house *x, const char *name)
{
	struct err e = { 0 };
	struct str made;
	help_must(auth_login_code(&x->h, str_of(name), S("root"), NOW, &made, &e), &e);
}

static void events(struct house *x, int count)
{
	struct err e = { 0 };
	help_must(store_begin(x->s, &e), &e);
	for (int i = 0; i < count; i++)
		set(x, "session-hours", i % 2 ? "12" : "11");
	help_must(store_commit(x->s, &e), &e);
}

/* A file in the work folder, of that mode; its path. */
static const char *file(struct house *x, const char *name, unsigned mode)
{
	char *path = str_cstr(&x->w.a, str_fmt(&x->w.a, "%s/%s", x->w.dir, name));
	close(open(path, O_CREAT | O_WRONLY, mode));
	chmod(path, mode);
	return path;
}

static void admin_no_totp(struct house *x) { password(x, "王小明"); }
static void many_admins(struct house *x)
{
	person(x, "a", "admin", NULL);
	person(x, "b", "admin", NULL);
	person(x, "c", "admin", NULL);
}
static void one_admin(struct house *x)
{
	person(x, "a", "auditor", NULL);
	person(x, "b", "auditor", NULL);
	person(x, "c", "auditor", NULL);
}
static void both(struct house *x) { person(x, "a", "clerk supervisor", NULL); }
static void admin_verifies(struct house *x) { person(x, "a", "admin publisher", NULL); }
static void admin_audits(struct house *x) { person(x, "a", "admin auditor", NULL); }
static void no_second(struct house *x) { help_adopt(&x->w, x->s, "a", ERR_NONE); }
static void clerk_whole(struct house *x) { person(x, "a", "auditor", NULL); }
static void open_code(struct house *x) { code(x, "王小明"); }
static void lapsed_code(struct house *x)
{
	code(x, "王小明");
	x->now += 4 * DAY;
}
static void dormant(struct house *x)
{
	password(x, "王小明");
	x->now += 181 * DAY;
}
static void no_role(struct house *x)
{
	person(x, "a", "auditor", NULL);
	password(x, "a");
	help_do(&x->w, x->s, "王小明", "set-roles", "a", "{\"roles\":\"none\"}", ERR_NONE);
}
static void weak_hash(struct house *x)
{
	struct err e = { 0 };
	struct val *row = val_map(&x->w.a);
	val_put_int(&x->w.a, row, S("person"), 1);
	val_put_int(&x->w.a, row, S("changed"), NOW);
	val_put_bool(&x->w.a, row, S("totp_on"), true);
	val_put_str(&x->w.a, row, S("password"),
		    S("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA"));
	help_must(ops_put(x->o, &x->w.a, OPS_TABLE_CREDENTIAL, row, &e), &e);
}
static void shared_name(struct house *x)
{
	person(x, "办公室", "auditor", NULL);
	password(x, "办公室");
}
static void public_person(struct house *x) { set(x, "public-person", "王小明"); }
static void folder_loose(struct house *x) { chmod(x->w.folder, 0755); }
static void evidence_open(struct house *x) { chmod(x->w.files, 0750); }
static void ops_file_open(struct house *x)
{
	char *path = folder_path(x->w.folder, "ops.db");
	chmod(path, 0644);
	free(path);
}
static void key_inside(struct house *x) { file(x, "ledger/sign.key", 0600); }
static void listen_open(struct house *x) { set(x, "listen", "0.0.0.0:80"); }
static void proxy_any(struct house *x) { set(x, "trusted-proxy", "0.0.0.0/0"); }
static void tls_half(struct house *x) { set(x, "tls-certificate", file(x, "c.pem", 0600)); }
static void tls_key_open(struct house *x) { set(x, "tls-key", file(x, "k.pem", 0644)); }
static void totp_nobody(struct house *x) { set(x, "listen", "10.0.0.1:80"); }
static void short_passwords(struct house *x) { set(x, "password-length", "8"); }
static void password_age(struct house *x)
{
	set(x, "password-policy", "dengbao");
	set(x, "password-history", "0");
}
static void long_sessions(struct house *x) { set(x, "session-hours", "48"); }
static void long_codes(struct house *x) { set(x, "login-code-hours", "720"); }
static void short_log(struct house *x) { set(x, "login-log-days", "90"); }
static void backup_old(struct house *x)
{
	struct err e = { 0 };
	help_must(ops_mark(x->o, &x->w.a, S("backup"), STR_NONE, NOW - 9 * DAY, &e), &e);
}
static void backup_never(struct house *x) { events(x, 100); }
static void head_never(struct house *x) { events(x, 1000); }
static void holidays_end(struct house *x) { x->now += 20 * 365 * (int64_t)DAY; }
static void server_plain(struct house *x)
{
	x->place = (struct store_place){ "postgres://a@db.example/x", x->w.files };
}
static void server_password(struct house *x)
{
	x->place = (struct store_place){ "postgres://a:b@127.0.0.1/x", x->w.files };
}

static const struct seeded {
	const char *check;
	void (*seed)(struct house *x);
	bool folder; /* where the ledger is a folder alone */
} seeded[] = {
	{ "admin-no-totp", admin_no_totp }, { "many-admins", many_admins },
	{ "one-admin", one_admin }, { "clerk-and-supervisor", both },
	{ "admin-verifies", admin_verifies }, { "admin-audits", admin_audits },
	{ "no-second-person", no_second }, { "clerk-whole", clerk_whole },
	{ "open-codes", open_code }, { "lapsed-codes", lapsed_code },
	{ "dormant", dormant }, { "no-role", no_role }, { "weak-hash", weak_hash },
	{ "shared-name", shared_name }, { "public-person", public_person },
	{ "folder-open", folder_loose, true }, { "evidence-open", evidence_open },
	{ "ops-open", ops_file_open, true }, { "key-inside", key_inside, true },
	{ "listen-open", listen_open }, { "proxy-any", proxy_any }, { "tls-half", tls_half },
	{ "tls-key-open", tls_key_open }, { "totp-nobody", totp_nobody },
	{ "short-passwords", short_passwords }, { "password-age", password_age },
	{ "long-sessions", long_sessions }, { "long-codes", long_codes },
	{ "short-log", short_log }, { "backup-old", backup_old },
	{ "backup-never", backup_never }, { "head-never", head_never },
	{ "holidays-end", holidays_end }, { "server-plain", server_plain },
	{ "server-password", server_password },
};

enum { SEEDED = sizeof(seeded) / sizeof(*seeded) };

static void every_check_is_seeded(void **state)
{
	int count;
	const struct audit_row *rows = audit_rows(&count);
	assert_int_equal(count, SEEDED);
	for (int i = 0; i < count; i++)
		assert_str(rows[i].name, str_of(seeded[i].check));
}

/* Nothing is wrong with a ledger as it is made, nor where nobody logged in yet. On
 * a server its address is the tests' own, with a password. */
static void nothing_by_default(void **state)
{
	struct house x;
	struct err e = { 0 };
	const struct val *found;
	house_open(&x);
	found = look(&x);
	assert_int_equal(found->count, *x.w.url ? 1 : 0);
	assert_int_equal(has(found, "server-password"), *x.w.url != 0);
	help_must(view_audit(x.s, NULL, &x.place, &x.w.a, x.now, LANG_ZH, &found, &e), &e);
	assert_int_equal(found->count, *x.w.url ? 1 : 0);
	house_close(&x);
}

static void each_is_found(void **state)
{
	for (int i = 0; i < SEEDED; i++) {
		struct house x;
		if (seeded[i].folder && help_server())
			continue;
		house_open(&x);
		if (has(look(&x), seeded[i].check) && strncmp(seeded[i].check, "server", 6) != 0)
			fail_msg("%s is found before it is there", seeded[i].check);
		seeded[i].seed(&x);
		const struct val *found = look(&x);
		if (!has(found, seeded[i].check))
			fail_msg("%s is not found", seeded[i].check);
		for val_each(v, found) {
			assert_true(val_get_str(v, S("about")).n > 0);
			assert_false(str_has(val_get_str(v, S("says")), S("{")));
			assert_false(str_has(val_get_str(v, S("todo")), S("{")));
		}
		house_close(&x);
	}
}

/* Two persons are enough: who rectifies, and another who verifies. */
static void two_persons(void **state)
{
	struct house x;
	house_open(&x);
	help_adopt(&x.w, x.s, "a", ERR_NONE);
	assert_true(has(look(&x), "no-second-person"));
	help_do(&x.w, x.s, "王小明", "add-unit", NULL, "{\"name\":\"别处\"}", ERR_NONE);
	person(&x, "赵丽", "supervisor", "别处");
	assert_true(has(look(&x), "no-second-person")); /* not of that unit */
	person(&x, "李芳", "supervisor", NULL);
	assert_false(has(look(&x), "no-second-person"));
	help_do(&x.w, x.s, "王小明", "set-roles", "王小明", "{\"roles\":\"admin\"}", ERR_NONE);
	assert_true(has(look(&x), "no-second-person")); /* nobody rectifies */
	house_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_check_is_seeded), cmocka_unit_test(nothing_by_default),
		cmocka_unit_test(each_is_found),         cmocka_unit_test(two_persons),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The self-audit's checks of the place: files, network, settings, care. */
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <sys/stat.h>
#include <time.h>

#include "base/date.h"
#include "text/workday.h"
#include "view/audit.h"

enum { DAY = 86400, EVENTS_FEW = 100, EVENTS_MANY = 1000, LOG_DAYS = 180, LENGTH_ALONE = 15,
       AGE_MOST = 180, IDLE_MOST = 120, HOURS_MOST = 24, CODE_HOURS_MOST = 168 };

static int64_t setting(const struct audit *x, enum setting_id id)
{
	return settings_int(&x->rules, id);
}

static bool on_server(const struct audit *x)
{
	struct str at = str_of(x->place->at);
	return str_starts(at, S("postgres://")) || str_starts(at, S("postgresql://"));
}

/* "PATH (0755)" where others than its owner may do `bits` with it. */
static struct str open_to_others(struct audit *x, struct str path, unsigned bits)
{
	struct stat st;
	if (stat(str_cstr(x->a, path), &st) != 0 || !(st.st_mode & bits))
		return STR_NONE;
	return str_fmt(x->a, "%.*s (%04o)", STR_ARG(path), (unsigned)st.st_mode & 07777);
}

static struct str inside(struct audit *x, const char *name)
{
	return str_fmt(x->a, "%s/%s", x->place->at, name);
}

struct str audit_folder_open(struct audit *x)
{
	return on_server(x) ? STR_NONE : open_to_others(x, str_of(x->place->at), 0077);
}

struct str audit_evidence_open(struct audit *x)
{
	return open_to_others(x, on_server(x) ? str_of(x->place->evidence) : inside(x, "evidence"),
			      0077);
}

struct str audit_ops_open(struct audit *x)
{
	return on_server(x) ? STR_NONE : open_to_others(x, inside(x, "ops.db"), 0077);
}

/* What looks like a private key in the ledger's folder. */
struct str audit_key_inside(struct audit *x)
{
	struct buf b;
	int count = 0;
	DIR *d = on_server(x) ? NULL : opendir(x->place->at);
	buf_init(&b, x->a);
	for (struct dirent *entry; d && (entry = readdir(d));) {
		struct str name = str_of(entry->d_name);
		if (str_ends(name, S(".key")) || str_ends(name, S(".pem")) ||
		    str_ends(name, S("key")) || str_starts(name, S("id_ed25519")))
			audit_name(&b, &count, inside(x, entry->d_name));
	}
	if (d)
		closedir(d);
	return count ? buf_str(&b) : STR_NONE;
}

static bool is_loopback(struct str address)
{
	return str_starts(address, S("127.")) || str_starts(address, S("[::1]")) ||
	       str_starts(address, S("localhost:")) || str_eq(address, S("localhost"));
}

struct str audit_listen_open(struct audit *x)
{
	struct str listen = x->rules.value[SETTING_LISTEN];
	return is_loopback(listen) || x->rules.value[SETTING_TLS_CERTIFICATE].n ||
			       x->rules.value[SETTING_TRUSTED_PROXY].n
		     ? STR_NONE
		     : listen;
}

struct str audit_proxy_any(struct audit *x)
{
	static const struct str any[] = { S("*"), S("0.0.0.0"), S("0.0.0.0/0"), S("::"),
					  S("::/0"), S("any"), S("all") };
	struct str proxy = x->rules.value[SETTING_TRUSTED_PROXY];
	for (size_t i = 0; i < sizeof(any) / sizeof(*any); i++)
		if (str_eq(proxy, any[i]))
			return proxy;
	return STR_NONE;
}

/* A certificate without its key, or one of them not there. */
struct str audit_tls_half(struct audit *x)
{
	struct str cert = x->rules.value[SETTING_TLS_CERTIFICATE];
	struct str key = x->rules.value[SETTING_TLS_KEY];
	struct stat st;
	if (!cert.n && !key.n)
		return STR_NONE;
	if (!cert.n || !key.n)
		return cert.n ? cert : key;
	if (stat(str_cstr(x->a, cert), &st) != 0)
		return cert;
	return stat(str_cstr(x->a, key), &st) != 0 ? key : STR_NONE;
}

struct str audit_tls_key_open(struct audit *x)
{
	struct str key = x->rules.value[SETTING_TLS_KEY];
	return key.n ? open_to_others(x, key, 0077) : STR_NONE;
}

struct str audit_totp_nobody(struct audit *x)
{
	struct str listen = x->rules.value[SETTING_LISTEN];
	bool nobody = settings_roles(&x->rules, SETTING_TOTP_ROLES) == 0;
	return nobody && !is_loopback(listen) ? listen : STR_NONE;
}

/* Fewer than 15 characters do where TOTP is asked for as well. */
struct str audit_short_passwords(struct audit *x)
{
	bool dengbao = str_eq(x->rules.value[SETTING_PASSWORD_POLICY], S("dengbao"));
	bool all = settings_roles(&x->rules, SETTING_TOTP_ROLES) == ACTOR_ALL;
	return !dengbao && !all && setting(x, SETTING_PASSWORD_LENGTH) < LENGTH_ALONE
		     ? x->rules.value[SETTING_PASSWORD_LENGTH]
		     : STR_NONE;
}

struct str audit_no_common_age(struct audit *x)
{
	bool dengbao = str_eq(x->rules.value[SETTING_PASSWORD_POLICY], S("dengbao"));
	return dengbao && (setting(x, SETTING_PASSWORD_DAYS) > AGE_MOST ||
			   setting(x, SETTING_PASSWORD_HISTORY) == 0)
		     ? x->rules.value[SETTING_PASSWORD_DAYS]
		     : STR_NONE;
}

struct str audit_long_sessions(struct audit *x)
{
	if (setting(x, SETTING_SESSION_IDLE_MINUTES) > IDLE_MOST)
		return setting_rows[SETTING_SESSION_IDLE_MINUTES].name;
	return setting(x, SETTING_SESSION_HOURS) > HOURS_MOST
		     ? setting_rows[SETTING_SESSION_HOURS].name
		     : STR_NONE;
}

struct str audit_long_codes(struct audit *x)
{
	return setting(x, SETTING_LOGIN_CODE_HOURS) > CODE_HOURS_MOST
		     ? x->rules.value[SETTING_LOGIN_CODE_HOURS]
		     : STR_NONE;
}

struct str audit_short_log(struct audit *x)
{
	return setting(x, SETTING_LOGIN_LOG_DAYS) < LOG_DAYS
		     ? x->rules.value[SETTING_LOGIN_LOG_DAYS]
		     : STR_NONE;
}

/* When `what` was last done, 0 where nobody recorded it. */
static int64_t last_done(struct audit *x, struct str what)
{
	const struct val *row = NULL;
	if (x->o && !ops_get(x->o, x->a, OPS_TABLE_MARK, PARAMS(P_STR(what)), &row, x->e))
		return 0;
	return val_get_int(row, S("time"), 0);
}

struct str audit_backup_old(struct audit *x)
{
	int64_t last = last_done(x, S("backup")), days = (x->now - last) / DAY;
	return last && days > setting(x, SETTING_BACKUP_DAYS)
		     ? str_fmt(x->a, "%lld", (long long)days)
		     : STR_NONE;
}

struct str audit_backup_never(struct audit *x)
{
	return x->events >= EVENTS_FEW && !last_done(x, S("backup"))
		     ? str_fmt(x->a, "%lld", (long long)x->events)
		     : STR_NONE;
}

struct str audit_head_never(struct audit *x)
{
	return x->events >= EVENTS_MANY && !last_done(x, S("head"))
		     ? str_fmt(x->a, "%lld", (long long)x->events)
		     : STR_NONE;
}

/* The arrangement for a year comes out in the last months of the one before. */
struct str audit_holidays_end(struct audit *x)
{
	struct date today = date_of_days((int32_t)(x->now / DAY));
	for (int y = today.y; y <= today.y + (today.m == 12); y++)
		if (workday_of((struct date){ y, 1, 1 }) == WORKDAY_UNKNOWN)
			return str_fmt(x->a, "%d", y);
	return STR_NONE;
}

/* A server elsewhere, reached without TLS. */
struct str audit_server_plain(struct audit *x)
{
	struct str at = str_of(x->place->at);
	bool near = str_has(at, S("@127.")) || str_has(at, S("@localhost")) ||
		    str_has(at, S("@[::1]")) || str_has(at, S("//127.")) ||
		    str_has(at, S("//localhost")) || str_has(at, S("@/")) || str_has(at, S(":///"));
	bool tls = str_has(at, S("sslmode=require")) || str_has(at, S("sslmode=verify-"));
	return on_server(x) && !near && !tls ? store_place_shown(x->a, x->place) : STR_NONE;
}

/* A password in the address stands in the list of processes. */
struct str audit_server_password(struct audit *x)
{
	struct str rest = str_of(x->place->at), user;
	if (!on_server(x))
		return STR_NONE;
	rest = str_from(rest, str_find(rest, S("://"), 0) + 3);
	ptrdiff_t at = str_find(rest, S("@"), 0);
	user = at < 0 ? STR_NONE : str_cut(rest, 0, at);
	return str_has(user, S(":")) || str_has(rest, S("password="))
		     ? store_place_shown(x->a, x->place)
		     : STR_NONE;
}

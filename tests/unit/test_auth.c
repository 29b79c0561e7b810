/* auth: codes and passwords by known answers; the way in and what bars it; sessions
 * by their ends. The time is made up. */
#include "store_help.h"

#include "auth/inside.h"
#include "auth/password.h"
#include "auth/totp.h"

#define GOOD S("塘边老槐树下听雨三更未眠人")
#define OTHER S("正午的石板路晒得滚烫没人走动")
enum { START = 1750000000, HOUR = 3600, DAY = 86400 };

/* A ledger with its door. */
struct house {
	struct world w;
	struct store *s;
	struct ops *o;
	struct auth h;
};

static void house_rules(struct house *x)
{
	struct err e = { 0 };
	help_must(auth_open(&x->h, x->s, x->o, &x->w.a, &e), &e);
}

static void house_set(struct house *x, const char *name, const char *value)
{
	struct str fields = str_fmt(&x->w.a, "{\"name\":\"%s\",\"value\":\"%s\"}", name, value);
	help_do(&x->w, x->s, "王小明", "set-setting", NULL, str_cstr(&x->w.a, fields), ERR_NONE);
	house_rules(x);
}

static void house_open(struct house *x)
{
	struct err e = { 0 };
	world_open(&x->w);
	x->s = world_ledger(&x->w);
	help_must(ops_open(x->w.ledger, STORE_WRITE, &x->o, &e), &e);
	help_do(&x->w, x->s, "王小明", "add-person", NULL,
		"{\"name\":\"李芳\",\"roles\":\"supervisor\"}", ERR_NONE);
	house_set(x, "password-length", "12");
}

static void house_close(struct house *x)
{
	ops_close(x->o);
	store_close(x->s);
	world_close(&x->w);
}

/* What comes of an attempt: its error code, ERR_NONE where it is in. */
static enum err_code try_in(struct house *x, const char *name, struct str secret,
			    const char *address, int64_t now, struct auth_session *out)
{
	struct err e = { 0 };
	struct auth_session mine;
	struct auth_try t = { str_of(name), secret, str_of(address), S("Firefox") };
	bool ok = auth_login(&x->h, &t, now, out ? out : &mine, &e);
	assert_true(ok == (e.code == ERR_NONE));
	return e.code;
}

static struct auth_session at(struct house *x, struct str token, int64_t now)
{
	struct auth_session s;
	struct err e = { 0 };
	help_must(auth_session(&x->h, token, now, &s, &e), &e);
	return s;
}

/* Gives the person a password, as an administrator does. */
static void give(struct house *x, const char *name, struct str password, int64_t now)
{
	struct err e = { 0 };
	help_must(auth_admin_password(&x->h, str_of(name), password, S("root"), now, &e), &e);
}

/* RFC 6238 appendix B (SHA-1), RFC 4226 appendix D, RFC 4648 section 10. */
static void known_codes(void **state)
{
	static const struct { int64_t time; const char *code; } rows[] = {
		{ 59, "94287082" },          { 1111111109, "07081804" },
		{ 1111111111, "14050471" },  { 1234567890, "89005924" },
		{ 2000000000, "69279037" },  { 20000000000, "65353130" },
	};
	static const char *const hotp[] = { "755224", "287082", "359152", "969429", "338314",
					    "254676", "287922", "162583", "399871", "520489" };
	static const struct { const char *plain, *coded; } coded[] = {
		{ "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" },
		{ "foob", "MZXW6YQ" }, { "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" },
	};
	struct arena a;
	struct str key = S("12345678901234567890"), back;
	int64_t step;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(totp_code(&a, key, rows[i].time / TOTP_STEP, 8), str_of(rows[i].code));
	for (int i = 0; i < 10; i++)
		assert_str(totp_code(&a, key, i, 6), str_of(hotp[i]));
	for (size_t i = 0; i < sizeof(coded) / sizeof(*coded); i++) {
		assert_str(base32_of(&a, str_of(coded[i].plain)), str_of(coded[i].coded));
		assert_true(base32_read(&a, str_of(coded[i].coded), &back));
		assert_str(back, str_of(coded[i].plain));
	}
	assert_true(base32_read(&a, S("mzxw 6ytb-oi======"), &back));
	assert_str(back, S("foobar"));
	assert_false(base32_read(&a, S("MZXW1"), &back));
	/* the step of now and one beside it, each once */
	assert_true(totp_fits(&a, key, S("359152"), 60, 0, &step));
	assert_int_equal(step, 2);
	assert_true(totp_fits(&a, key, S("287082"), 60, 0, &step));
	assert_true(totp_fits(&a, key, S("969429"), 60, 0, &step));
	assert_false(totp_fits(&a, key, S("755224"), 60, -1, &step));
	assert_false(totp_fits(&a, key, S("338314"), 60, 0, &step));
	assert_false(totp_fits(&a, key, S("359152"), 60, 2, &step));
	assert_false(totp_fits(&a, key, S("35915"), 60, 0, &step));
	assert_str(totp_uri(&a, S("台账 1"), S("a&b"), S("MZXW6")),
		   S("otpauth://totp/%E5%8F%B0%E8%B4%A6%201:a%26b?secret=MZXW6&issuer="
		     "%E5%8F%B0%E8%B4%A6%201"));
	arena_free(&a);
}

static void passwords(void **state)
{
	static const struct { const char *text; bool takes; } rows[] = {
		{ "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaA", true },
		{ "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaA", false },
		{ "$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaA", false },
		{ "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$aGFzaA", false },
		{ "$argon2id$v=19$m=19456,t=17,p=1$c29tZXNhbHQ$aGFzaA", false },
		{ "$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHQ$aGFzaA", false },
		{ "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ", false },
		{ "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$a$b", false },
		{ "$argon2id$v=19$m=,t=2,p=1$a$b", false },
		{ "", false },
	};
	struct arena a;
	struct phc p;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(phc_read(str_of(rows[i].text), &p), rows[i].takes);
	struct str one = password_hash(&a, GOOD), two = password_hash(&a, GOOD);
	assert_true(phc_read(one, &p));
	assert_int_equal(p.memory, 19456);
	assert_int_equal(p.time, 2);
	assert_int_equal(p.lanes, 1);
	assert_false(str_eq(one, two));
	assert_true(password_fits(one, GOOD));
	assert_false(password_fits(one, OTHER));
	assert_false(password_fits(STR_NONE, GOOD));
	assert_false(password_is_weak(one));
	assert_true(password_is_weak(S("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA")));
	/* the reference implementation's test vector (argon2 -id -t 2 -k 256 -p 1) */
	assert_true(password_fits(S("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$"
				    "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"), S("password")));
	arena_free(&a);
}

static void rules(void **state)
{
	static const struct { const char *password; enum msg says; bool dengbao; } rows[] = {
		{ "短口令", MSG_PASSWORD_SHORT },
		{ "塘边老槐树下听雨三更未眠人", 0 },
		{ "correct horse battery staple", 0 },
		{ "password12345678", MSG_PASSWORD_COMMON },
		{ "P@ssw0rd20252025", MSG_PASSWORD_COMMON },
		{ "qwertyuiop1234567890", MSG_PASSWORD_COMMON },
		{ "1qaz2wsx3edc4rfv", MSG_PASSWORD_COMMON },
		{ "aaaaaaaaaaaaaaaa", MSG_PASSWORD_COMMON },
		{ "987654321987654321", MSG_PASSWORD_COMMON },
		{ "abcdefghijklmnop", MSG_PASSWORD_COMMON },
		{ "李芳李芳李芳李芳李芳李芳", MSG_PASSWORD_COMMON },
		{ "huiyin2025huiyin2026", MSG_PASSWORD_COMMON },
		{ "zhenggaitaizhang888", MSG_PASSWORD_COMMON },
		{ "管理员密码管理员密码1949", MSG_PASSWORD_COMMON },
		{ "a1b2xa1b2xa1b2xa1b2x", 0 },
		{ "ab ab ab ab ab ab ab", MSG_PASSWORD_COMMON },
		{ "\xff\xfe bad bytes of old", MSG_PASSWORD_LONG },
		{ "correct horse battery", MSG_PASSWORD_PLAIN, true },
		{ "Correct horse battery", 0, true },
		{ "correct-horse-7-battery", 0, true },
	};
	struct settings s;
	settings_default(&s);
	s.value[SETTING_PASSWORD_LENGTH] = S("12");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err e = { 0 };
		s.value[SETTING_PASSWORD_POLICY] = rows[i].dengbao ? S("dengbao") : S("length");
		bool ok = password_check(&s, str_of(rows[i].password), S("李芳"), STR_NONE, &e);
		if (ok != !rows[i].says || e.msg != rows[i].says)
			fail_msg("%s: sentence %d, want %d", rows[i].password, e.msg, rows[i].says);
	}
}

/* From the printed code to a whole session, and what each step ends. */
static void first_login(void **state)
{
	struct house x;
	struct err e = { 0 };
	struct auth_session s, t;
	struct str code, second;
	house_open(&x);
	assert_int_equal(try_in(&x, "李芳", S("x"), "10.0.0.1", START, NULL), ERR_DENIED);
	help_must(auth_login_code(&x.h, S("李芳"), S("王小明"), START, &code, &e), &e);
	assert_int_equal(code.n, 19);
	help_must(auth_login_code(&x.h, S("李芳"), S("王小明"), START, &second, &e), &e);
	assert_int_equal(try_in(&x, "李芳", code, "10.0.0.1", START, NULL), ERR_DENIED);
	assert_int_equal(try_in(&x, "王小明", second, "10.0.0.1", START, NULL), ERR_DENIED);
	assert_int_equal(try_in(&x, "李芳", second, "10.0.0.1", START + 72 * HOUR + 1, NULL),
			 ERR_DENIED);
	assert_int_equal(try_in(&x, "李芳", second, "10.0.0.1", START + 72 * HOUR, &s), ERR_NONE);
	int64_t now = START + 72 * HOUR;
	assert_int_equal(s.stage, AUTH_PASSWORD);
	assert_true(s.fresh && s.token.n == 64);
	assert_int_equal(try_in(&x, "李芳", second, "10.0.0.1", now, NULL), ERR_DENIED); /* once */
	s = at(&x, s.token, now + 1);
	assert_int_equal(s.stage, AUTH_PASSWORD);
	assert_false(auth_set_password(&x.h, &s, STR_NONE, S("123456789012"), S("a"), now, &t, &e));
	assert_int_equal(e.msg, MSG_PASSWORD_COMMON);
	e = (struct err){ 0 };
	help_must(auth_set_password(&x.h, &s, STR_NONE, GOOD, S("a"), now, &t, &e), &e);
	assert_int_equal(t.stage, AUTH_WHOLE);
	assert_int_equal(t.roles, ACTOR_SUPERVISOR);
	assert_false(str_eq(s.token, t.token));
	assert_int_equal(at(&x, s.token, now + 1).person, 0); /* the old token is no more */
	assert_int_equal(at(&x, t.token, now + 1).person, t.person);
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.1", now, &s), ERR_NONE);
	assert_int_equal(s.stage, AUTH_WHOLE);
	e = (struct err){ 0 };
	assert_false(auth_login_code(&x.h, S("无名氏"), S("王小明"), now, &code, &e));
	assert_int_equal(e.code, ERR_NOT_FOUND);
	house_close(&x);
}

static void sessions(void **state)
{
	struct house x;
	struct err e = { 0 };
	struct auth_session s, t, u;
	house_open(&x);
	give(&x, "李芳", GOOD, START);
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.1", START, &s), ERR_NONE);
	/* idle for half an hour; each use begins it anew; twelve hours in all */
	assert_int_equal(at(&x, s.token, START + 1800).person, s.person);
	assert_int_equal(at(&x, s.token, START + 3600).person, s.person);
	assert_int_equal(at(&x, s.token, START + 3600 + 1801).person, 0);
	int64_t now = START + 3600;
	for (; now <= START + 12 * HOUR; now += 1200)
		assert_int_equal(at(&x, s.token, now).person, s.person);
	assert_int_equal(at(&x, s.token, now).person, 0);
	assert_int_equal(at(&x, S("0"), now).person, 0);
	assert_int_equal(at(&x, auth_random(&x.w.a), now).person, 0);
	/* only the digest is kept */
	struct val *list;
	help_must(ops_list(x.o, &x.w.a, OPS_SESSIONS_OF, PARAMS(P_INT(s.person)), &list, &e), &e);
	assert_int_equal(list->count, 1);
	assert_str(val_get_str(list->first, S("id")), s.id);
	assert_false(str_eq(s.id, s.token));
	/* rights that change take another token; the old one lives half a minute */
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.1", START, &s), ERR_NONE);
	help_do(&x.w, x.s, "王小明", "set-roles", "李芳", "{\"roles\":\"lead\"}", ERR_NONE);
	t = at(&x, s.token, START + 5);
	assert_true(t.fresh && !str_eq(t.token, s.token));
	assert_int_equal(t.roles, ACTOR_LEAD);
	u = at(&x, s.token, START + 20);
	assert_true(u.person && !u.fresh);
	assert_int_equal(at(&x, s.token, START + 36).person, 0);
	assert_int_equal(at(&x, t.token, START + 36).person, t.person);
	/* a new password ends all other sessions */
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.2", START, &u), ERR_NONE);
	assert_false(auth_set_password(&x.h, &t, S("wrong"), OTHER, S("a"), START, &s, &e));
	assert_int_equal(e.code, ERR_DENIED);
	e = (struct err){ 0 };
	help_must(auth_set_password(&x.h, &t, GOOD, OTHER, S("a"), START + 40, &s, &e), &e);
	assert_int_equal(at(&x, u.token, START + 41).person, 0);
	assert_int_equal(at(&x, s.token, START + 41).person, s.person);
	/* logging out, being put out, and having no role any more */
	help_must(auth_end(&x.h, &s, S("a"), START, &e), &e);
	assert_int_equal(at(&x, s.token, START + 42).person, 0);
	assert_int_equal(try_in(&x, "李芳", OTHER, "10.0.0.1", START, &s), ERR_NONE);
	help_must(auth_end_id(&x.h, s.id, START, &e), &e);
	assert_int_equal(at(&x, s.token, START).person, 0);
	assert_int_equal(try_in(&x, "李芳", OTHER, "10.0.0.1", START, &s), ERR_NONE);
	help_do(&x.w, x.s, "王小明", "set-roles", "李芳", "{\"roles\":\"none\"}", ERR_NONE);
	assert_int_equal(at(&x, s.token, START).person, 0);
	assert_int_equal(try_in(&x, "李芳", OTHER, "10.0.0.1", START, NULL), ERR_DENIED);
	/* a form's token is the session's alone */
	struct str form = auth_csrf(&x.w.a, s.token);
	assert_str(auth_csrf(&x.w.a, s.token), form);
	assert_false(str_eq(auth_csrf(&x.w.a, t.token), form));
	assert_false(str_eq(form, s.token));
	house_close(&x);
}

static void second_factor(void **state)
{
	struct house x;
	struct err e = { 0 };
	struct auth_session s, t, u;
	struct str secret, uri, recovery, key, line;
	house_open(&x);
	give(&x, "李芳", GOOD, START);
	house_set(&x, "totp-roles", "supervisor admin");
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.1", START, &s), ERR_NONE);
	assert_int_equal(s.stage, AUTH_ENROL);
	help_must(auth_totp_begin(&x.h, &s, false, &secret, &uri, &e), &e);
	assert_true(base32_read(&x.w.a, secret, &key) && key.n == TOTP_SECRET_BYTES);
	struct str code = totp_code(&x.w.a, key, START / 30, 6);
	assert_false(auth_totp_prove(&x.h, &s, S("000000x"), S("a"), START, &t, &recovery, &e));
	e = (struct err){ 0 };
	help_must(auth_totp_prove(&x.h, &s, code, S("a"), START, &t, &recovery, &e), &e);
	assert_int_equal(t.stage, AUTH_WHOLE);
	assert_false(auth_totp_begin(&x.h, &t, false, &secret, &uri, &e));
	assert_int_equal(e.msg, MSG_AUTH_TOTP_ON);
	/* from now on it is asked for, and no code is taken twice */
	e = (struct err){ 0 };
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.1", START + 1, &s), ERR_NONE);
	assert_int_equal(s.stage, AUTH_TOTP);
	assert_false(auth_set_password(&x.h, &s, GOOD, OTHER, S("a"), START, &t, &e));
	e = (struct err){ 0 };
	assert_false(auth_second(&x.h, &s, code, S("10.0.0.1"), START + 2, &t, &e));
	assert_int_equal(e.code, ERR_DENIED);
	e = (struct err){ 0 };
	code = totp_code(&x.w.a, key, START / 30 + 1, 6);
	help_must(auth_second(&x.h, &s, code, S("10.0.0.1"), START + 3, &t, &e), &e);
	assert_int_equal(t.stage, AUTH_WHOLE);
	/* a recovery code, once, however it is typed */
	assert_true(str_split(&recovery, '\n', &line));
	for (int turn = 0; turn < 2; turn++) {
		assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.1", START + 4, &s), ERR_NONE);
		e = (struct err){ 0 };
		bool ok = auth_second(&x.h, &s, str_fmt(&x.w.a, " %.*s", STR_ARG(line)),
				      S("10.0.0.1"), START + 5, &u, &e);
		assert_int_equal(ok, turn == 0);
	}
	/* a one-time code does not stand for the second factor */
	e = (struct err){ 0 };
	help_must(auth_login_code(&x.h, S("李芳"), S("王小明"), START, &code, &e), &e);
	assert_int_equal(try_in(&x, "李芳", code, "10.0.0.1", START + 10, &s), ERR_NONE);
	assert_int_equal(s.stage, AUTH_TOTP);
	code = totp_code(&x.w.a, key, START / 30 + 2, 6);
	help_must(auth_second(&x.h, &s, code, S("10.0.0.1"), START + 40, &t, &e), &e);
	assert_int_equal(t.stage, AUTH_PASSWORD);
	/* an administrator takes it away, and gives it */
	help_must(auth_admin_totp_off(&x.h, S("李芳"), S("root"), START, &e), &e);
	assert_int_equal(at(&x, t.token, START + 41).person, 0);
	give(&x, "李芳", OTHER, START);
	assert_int_equal(try_in(&x, "李芳", OTHER, "10.0.0.1", START, &s), ERR_NONE);
	assert_int_equal(s.stage, AUTH_ENROL);
	help_must(auth_admin_totp(&x.h, S("李芳"), S("root"), START, &secret, &uri, &recovery, &e),
		  &e);
	assert_int_equal(try_in(&x, "李芳", OTHER, "10.0.0.1", START, &s), ERR_NONE);
	assert_int_equal(s.stage, AUTH_TOTP);
	house_close(&x);
}

/* Complexity, age, history. */
static void dengbao(void **state)
{
	static const char *const words[] = { "Tang-bian 1 laohuai", "Shu-xia 2 tingyu",
					     "San-geng 3 weimian", "Ren-qing 4 lengnuan" };
	struct house x;
	struct err e = { 0 };
	struct auth_session s, t;
	house_open(&x);
	house_set(&x, "password-policy", "dengbao");
	house_set(&x, "password-history", "3");
	for (int i = 0; i < 4; i++)
		give(&x, "李芳", str_of(words[i]), START + i);
	for (int i = 1; i < 4; i++) {
		e = (struct err){ 0 };
		assert_false(auth_admin_password(&x.h, S("李芳"), str_of(words[i]), S("root"), START,
						 &e));
		assert_int_equal(e.msg, MSG_PASSWORD_BEFORE);
	}
	e = (struct err){ 0 };
	give(&x, "李芳", str_of(words[0]), START);
	assert_int_equal(try_in(&x, "李芳", str_of(words[0]), "a", START + 90 * DAY, &s), ERR_NONE);
	assert_int_equal(s.stage, AUTH_WHOLE);
	assert_int_equal(try_in(&x, "李芳", str_of(words[0]), "a", START + 90 * DAY + 1, &s),
			 ERR_NONE);
	assert_int_equal(s.stage, AUTH_PASSWORD);
	assert_false(
		auth_set_password(&x.h, &s, STR_NONE, str_of(words[0]), S("a"), START, &t, &e));
	assert_int_equal(e.msg, MSG_PASSWORD_SAME);
	house_close(&x);
}

/* How many of 400 guesses, one a second, are looked at. */
static int guesses(struct house *x, const char *name, const char *address, bool spread, int64_t now)
{
	int seen = 0;
	char from[40];
	for (int i = 0; i < 400; i++) {
		struct arena_mark mark = arena_mark(&x->w.a);
		struct err e = { 0 };
		snprintf(from, sizeof(from), "10.1.%d.%d", i / 200, i % 200);
		seen += throttle_charge(&x->h, str_of(name), str_of(spread ? from : address), false,
					now + i, &e);
		assert_true(e.code == ERR_NONE || e.code == ERR_LIMIT);
		arena_release(&x->w.a, mark);
	}
	return seen;
}

/* Guessing gets slow, from one address or many; the victim still gets in. */
static void throttles(void **state)
{
	struct house x;
	house_open(&x);
	give(&x, "李芳", GOOD, START);
	for (int i = 0; i < 6; i++)
		assert_int_equal(try_in(&x, "李芳", S("guess"), "10.0.0.9", START, NULL), ERR_DENIED);
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.9", START + 1, NULL), ERR_LIMIT);
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.1", START + 1, NULL), ERR_NONE);
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.9", START + 2, NULL), ERR_NONE);
	assert_int_equal(try_in(&x, "李芳", S("guess"), "10.0.0.9", START + 2, NULL), ERR_DENIED);

	/* 5 free, then 2 4 8 … s: 400 s hold 13 looked at, and no more */
	assert_in_range(guesses(&x, "李芳", "10.0.0.8", false, START), 12, 14);
	/* from everywhere: 50 free, then up to one a minute */
	assert_in_range(guesses(&x, "李芳", NULL, true, START + 3000), 45, 50);
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.7", START + 3405, NULL), ERR_LIMIT);
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.9", START + 3405, NULL), ERR_NONE);
	/* many names from one address */
	int seen = 0;
	for (int i = 0; i < 40; i++) {
		struct str name = str_fmt(&x.w.a, "n%d", i);
		enum err_code code = try_in(&x, str_cstr(&x.w.a, name), S("guess"), "10.0.0.6",
					    START + i, NULL);
		seen += code == ERR_DENIED;
	}
	assert_in_range(seen, 23, 25);
	/* a day later nothing is left; the clock set back locks nobody out */
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.8", START + 2 * DAY, NULL), ERR_NONE);
	assert_int_equal(try_in(&x, "李芳", GOOD, "10.0.0.6", START - 10 * DAY, NULL), ERR_NONE);
	house_close(&x);
}

/* What the log of logins tells, and what it does not. */
static void log_of_logins(void **state)
{
	struct house x;
	struct err e = { 0 };
	struct val *list;
	house_open(&x);
	give(&x, "李芳", GOOD, START);
	try_in(&x, "李芳", S("hunter2"), "10.0.0.1", START, NULL);
	try_in(&x, "hunter2", S("hunter2"), "10.0.0.1", START, NULL);
	try_in(&x, "李芳", GOOD, "10.0.0.1", START + 1, NULL);
	help_must(ops_list(x.o, &x.w.a, OPS_AUTH_LOG_PAGE, PARAMS(P_INT(INT64_MAX), P_INT(9)),
			   &list, &e),
		  &e);
	static const char *const want[] = { "login", "failure", "failure", "password" };
	int i = 0;
	for val_each(v, list) {
		assert_str(val_get_str(v, S("event")), str_of(want[i++]));
		for val_each(m, v)
			assert_false(m->kind == VAL_STR && str_has(m->s, S("hunter2")));
	}
	assert_int_equal(i, 4);
	help_must(auth_sweep(&x.h, START + 180 * DAY + 1, &e), &e);
	help_must(ops_list(x.o, &x.w.a, OPS_AUTH_LOG_PAGE, PARAMS(P_INT(INT64_MAX), P_INT(9)),
			   &list, &e),
		  &e);
	assert_int_equal(list->count, 1);
	house_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_codes),   cmocka_unit_test(passwords),
		cmocka_unit_test(rules),         cmocka_unit_test(first_login),
		cmocka_unit_test(sessions),      cmocka_unit_test(second_factor),
		cmocka_unit_test(dengbao),       cmocka_unit_test(throttles),
		cmocka_unit_test(log_of_logins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

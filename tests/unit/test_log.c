/* The log and personal data: what an event holds of a person, what erasing
 * takes away and what it leaves. */
#include "store_help.h"

#define PHONE "13800138111"
#define OTHER "13800138222"
#define MAIL "lifang@yunxi.example"

static struct verdict verified(struct world *w)
{
	struct store *s;
	struct verdict v;
	struct err e = { 0 };
	help_must(store_open(w->ledger, STORE_READ, &s, &e), &e);
	help_must(store_verify(s, &w->a, NULL, &v, &e), &e);
	store_close(s);
	return v;
}

static void must_be_whole(struct world *w)
{
	struct verdict v = verified(w);
	if (!v.intact)
		help_must(false, &v.fault);
}

static struct store *reopen(struct world *w)
{
	struct err e = { 0 };
	struct store *s;
	help_must(store_open(w->ledger, STORE_WRITE, &s, &e), &e);
	return s;
}

/* Everything that the log says, put together. */
static struct str whole_log(struct world *w)
{
	struct buf b;
	struct raw raw = help_raw(w);
	struct raw_texts cells =
		raw_cells(&raw, &w->a,
			  "SELECT actor, target, request_key, request_hash, payload "
			  "FROM event ORDER BY seq");
	buf_init(&b, &w->a);
	for (ptrdiff_t i = 0; i < cells.n; i++) {
		buf_add(&b, cells.p[i]);
		buf_byte(&b, '\n');
	}
	raw_close(&raw);
	return buf_str(&b);
}

static int64_t salts(struct world *w)
{
	int64_t n = -1;
	struct raw raw = help_raw(w);
	assert_true(str_int(raw_cells(&raw, &w->a, "SELECT count(*) FROM salt").p[0], &n));
	raw_close(&raw);
	return n;
}

/* Adds a person with an idempotency key. */
static bool add(struct world *w, struct store *s, const char *phone, struct result *r,
		struct err *e)
{
	struct str fields = str_fmt(&w->a,
				    "{\"name\":\"李芳\",\"roles\":\"clerk\",\"phone\":\"%s\","
				    "\"email\":\"" MAIL "\"}", phone);
	struct action act = { .actor = S("王小明"), .verb = S("add-person"), .key = S("k1"),
			      .version = VERSION_ANY,
			      .fields = help_json(&w->a, str_cstr(&w->a, fields)) };
	*e = (struct err){ 0 };
	return store_act(s, &w->a, &act, r, e);
}

static void none_in_the_log(void **state)
{
	struct world w;
	struct result r;
	struct err e;
	world_open(&w);
	struct store *s = world_ledger(&w);
	help_must(add(&w, s, PHONE, &r, &e), &e);
	help_do(&w, s, "王小明", "set-contact", "李芳", "{\"phone\":\"" OTHER "\"}", ERR_NONE);
	store_close(s);
	struct str log = whole_log(&w);
	assert_true(str_has(log, S("李芳")) && str_has(log, S("\"phone\":{\"commit\":\"")));
	assert_false(str_has(log, S(PHONE)) || str_has(log, S(OTHER)) || str_has(log, S(MAIL)));
	assert_int_equal(salts(&w), 2);
	must_be_whole(&w);
	world_close(&w);
}

/* The same commitment stands for no two values, nor for one value twice. */
static void salted(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	for (int i = 0; i < 2; i++)
		help_do(&w, s, "王小明", "add-person", NULL,
			i ? "{\"name\":\"a\",\"roles\":\"clerk\",\"phone\":\"" PHONE "\"}"
			  : "{\"name\":\"b\",\"roles\":\"clerk\",\"phone\":\"" PHONE "\"}",
			ERR_NONE);
	store_close(s);
	struct raw raw = help_raw(&w);
	struct raw_texts cells = raw_cells(&raw, &w.a, "SELECT payload FROM event WHERE seq > 1");
	struct raw_texts salt = raw_cells(&raw, &w.a, "SELECT salt FROM salt");
	raw_close(&raw);
	struct str commit[2];
	for (int i = 0; i < 2; i++) {
		ptrdiff_t at = str_find(cells.p[i], S("\"commit\":\""), 0);
		commit[i] = str_cut(cells.p[i], at, at + 74);
		assert_int_equal(salt.p[i].n, 32);
	}
	assert_false(str_eq(commit[0], commit[1]) || str_eq(salt.p[0], salt.p[1]));
	world_close(&w);
}

static void request_keeps_silent(void **state)
{
	struct world w;
	struct result r;
	struct err e;
	world_open(&w);
	struct store *s = world_ledger(&w);
	help_must(add(&w, s, PHONE, &r, &e), &e);
	assert_false(r.repeated);
	help_must(add(&w, s, PHONE, &r, &e), &e);
	assert_true(r.repeated);
	assert_false(add(&w, s, OTHER, &r, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	help_do(&w, s, "王小明", "erase", NULL,
		"{\"object\":\"person\",\"row\":\"李芳\",\"column\":\"phone\",\"reason\":\"调离\"}",
		ERR_NONE);
	for (int i = 0; i < 2; i++) { /* nobody can tell any more: neither is taken for the other */
		e = (struct err){ 0 };
		assert_false(add(&w, s, i ? PHONE : OTHER, &r, &e));
		assert_int_equal(e.code, ERR_CONFLICT);
	}
	store_close(s);
	must_be_whole(&w);
	world_close(&w);
}

/* No page of the database holds what was erased. */
static void gone_from_disk(struct world *w)
{
	static const char *const names[] = { "ledger.db", "ledger.db-wal" };
	for (int i = 0; i < 2 && !help_server(); i++) {
		char *path = folder_path(w->folder, names[i]);
		struct str bytes = STR_NONE;
		struct err e = { 0 };
		if (access(path, F_OK) == 0)
			help_must(os_read(&w->a, path, 1 << 26, &bytes, &e), &e);
		assert_false(str_has(bytes, S(PHONE)) || str_has(bytes, S(MAIL)));
		free(path);
	}
}

static void erased(void **state)
{
	struct world w;
	struct result r;
	struct err e;
	world_open(&w);
	struct store *s = world_ledger(&w);
	help_must(add(&w, s, PHONE, &r, &e), &e);
	store_close(s);
	struct str log = whole_log(&w);
	s = reopen(&w);
	r = help_do(&w, s, "王小明", "erase", NULL,
		    "{\"object\":\"person\",\"row\":\"李芳\",\"reason\":\"本人要求\"}", ERR_NONE);
	assert_str(r.target, S("person/2"));
	help_do(&w, s, "王小明", "erase", NULL,
		"{\"object\":\"person\",\"row\":\"2\",\"reason\":\"本人要求\"}", ERR_CONFLICT);
	help_do(&w, s, "王小明", "erase", NULL,
		"{\"object\":\"person\",\"row\":\"99\",\"reason\":\"本人要求\"}", ERR_NOT_FOUND);
	store_close(s);
	assert_int_equal(salts(&w), 0);
	assert_true(str_starts(whole_log(&w), log)); /* what stood there stands */
	gone_from_disk(&w);
	must_be_whole(&w);
	world_close(&w);
}

/* Taking values away past the door is no erasing. */
static void taken_away(void **state)
{
	static const char *const sql[] = {
		"UPDATE person SET phone = NULL WHERE id = 2",
		"UPDATE person SET phone = NULL WHERE id = 2; DELETE FROM salt WHERE col = 'phone'",
		"DELETE FROM salt WHERE col = 'phone'",
		"UPDATE person SET phone = '" OTHER "' WHERE id = 2",
		"UPDATE person SET phone = email, email = phone WHERE id = 2",
		"INSERT INTO salt (tenant, object, row_key, col, seq, salt) "
		"VALUES (1, 'person', '[1]', 'phone', 1, '00000000000000000000000000000000')",
	};
	for (size_t i = 0; i < sizeof(sql) / sizeof(*sql); i++) {
		struct world w;
		struct result r;
		struct err e;
		world_open(&w);
		struct store *s = world_ledger(&w);
		help_must(add(&w, s, PHONE, &r, &e), &e);
		store_close(s);
		must_be_whole(&w);
		struct raw raw = help_raw(&w);
		raw_exec(&raw, sql[i]);
		raw_close(&raw);
		if (verified(&w).intact)
			fail_msg("not found: %s", sql[i]);
		world_close(&w);
	}
}

/* A ledger whose log is hashed by SM3. */
static void sm3(void **state)
{
	struct world w;
	struct result r;
	struct err e = { 0 };
	world_open(&w);
	struct action init = help_init();
	init.fields = help_json(&w.a, "{\"hash\":\"SM3\"}");
	help_must(store_create(w.ledger, &init, &e), &e);
	struct store *s = reopen(&w);
	help_must(add(&w, s, PHONE, &r, &e), &e);
	store_close(s);
	must_be_whole(&w);
	struct raw raw = help_raw(&w);
	raw_exec(&raw, "UPDATE ledger SET hash = NULL");
	raw_close(&raw);
	assert_int_equal(verified(&w).seq, 1); /* no leaf fits */
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none_in_the_log), cmocka_unit_test(salted),
		cmocka_unit_test(request_keeps_silent), cmocka_unit_test(erased),
		cmocka_unit_test(taken_away), cmocka_unit_test(sm3),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

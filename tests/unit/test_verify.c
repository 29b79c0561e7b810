/* store_verify(): whatever is changed behind the door's back is found: each
 * column of each table, rows taken away or added, events, the head, files. */
#include "store_help.h"

#include <fcntl.h>

/* A sound ledger with two notices, closed; its database is kept as bytes, so
 * that each case starts from it again. */
struct sound {
	struct world w;
	char *path;
	struct str bytes;
};

static void make_sound(struct sound *t)
{
	struct err e = { 0 };
	world_open(&t->w);
	struct store *s = world_ledger(&t->w);
	help_adopt(&t->w, s, "one", ERR_NONE);
	help_adopt(&t->w, s, "two", ERR_NONE);
	help_life(&t->w, s);
	store_close(s);
	t->path = folder_path(t->w.ledger, "ledger.db");
	help_must(os_read(&t->w.a, t->path, 1 << 26, &t->bytes, &e), &e);
}

static void end_sound(struct sound *t)
{
	free(t->path);
	world_close(&t->w);
}

static void restore(struct sound *t)
{
	static const char *const beside[] = { "ledger.db-wal", "ledger.db-shm" };
	for (int i = 0; i < 2; i++) {
		char *path = folder_path(t->w.ledger, beside[i]);
		unlink(path);
		free(path);
	}
	int fd = open(t->path, O_WRONLY | O_TRUNC);
	assert_int_equal(write(fd, t->bytes.p, (size_t)t->bytes.n), t->bytes.n);
	close(fd);
}

static struct verdict verify(struct sound *t)
{
	struct store *s;
	struct verdict v;
	struct err e = { 0 };
	help_must(store_open(t->w.ledger, STORE_READ, &s, &e), &e);
	help_must(store_verify(s, &t->w.a, NULL, &v, &e), &e);
	store_close(s);
	if (!v.intact)
		for (enum lang lang = 0; lang < LANG_COUNT; lang++)
			assert_true(err_text(&t->w.a, &v.fault, lang).n > 0);
	return v;
}

/* Runs SQL past the store; true where it changed something. */
static bool tamper(struct sound *t, const char *sql)
{
	char *why = NULL;
	sqlite3 *db = help_raw(&t->w);
	sqlite3_exec(db, "PRAGMA ignore_check_constraints=ON", NULL, NULL, NULL);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	bool changed = sqlite3_changes(db) > 0;
	sqlite3_close(db);
	return changed;
}

static void must_find(struct sound *t, const char *sql)
{
	if (!tamper(t, sql))
		fail_msg("changes nothing: %s", sql);
	if (verify(t).intact)
		fail_msg("not found: %s", sql);
	restore(t);
}

struct table {
	char name[32];
	int columns, keys, rows;
	char column[COLS_MAX + 1][32]; /* and the tenant */
	char key[200]; /* "tenant, id" */
};

struct tables LIST(struct table);

static int number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *p;
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &p, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(p), SQLITE_ROW);
	int n = sqlite3_column_int(p, 0);
	sqlite3_finalize(p);
	return n;
}

static void describe(sqlite3 *db, struct table *t, const char *name)
{
	sqlite3_stmt *p;
	char sql[100];
	snprintf(t->name, sizeof(t->name), "%s", name);
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", name);
	t->rows = number(db, sql);
	snprintf(sql, sizeof(sql), "PRAGMA table_info(%s)", name);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &p, NULL), SQLITE_OK);
	while (sqlite3_step(p) == SQLITE_ROW) {
		const char *column = (const char *)sqlite3_column_text(p, 1);
		assert_true(t->columns <= COLS_MAX);
		snprintf(t->column[t->columns++], sizeof(t->column[0]), "%s", column);
		if (sqlite3_column_int(p, 5)) {
			size_t n = strlen(t->key);
			snprintf(t->key + n, sizeof(t->key) - n, "%s%s", n ? ", " : "", column);
			t->keys++;
		}
	}
	sqlite3_finalize(p);
}

/* All tables that the database holds. */
static struct tables all_tables(struct sound *t)
{
	struct tables all = { 0 };
	sqlite3 *db = help_raw(&t->w);
	sqlite3_stmt *p;
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type='table'",
					    -1, &p, NULL),
			 SQLITE_OK);
	while (sqlite3_step(p) == SQLITE_ROW)
		describe(db, list_add(&t->w.a, &all), (const char *)sqlite3_column_text(p, 0));
	sqlite3_finalize(p);
	sqlite3_close(db);
	assert_true(all.n == OBJECT_COUNT + 2); /* the log and its head */
	return all;
}

static void each_column(void **state)
{
	struct sound t;
	make_sound(&t);
	assert_true(verify(&t).intact);
	struct tables all = all_tables(&t);
	for (ptrdiff_t i = 0; i < all.n; i++) {
		struct table *table = &all.p[i];
		assert_true(table->rows > 0);
		for (int c = 0; c < table->columns; c++) {
			for (int last = 0; last <= (table->rows > 1); last++) {
				char sql[900];
				const char *name = table->column[c];
				snprintf(sql, sizeof(sql),
					 "UPDATE %s SET %s = CASE typeof(%s) WHEN 'null' THEN 'x' "
					 "WHEN 'text' THEN %s || 'x' ELSE %s + 1000 END "
					 "WHERE (%s) = (SELECT %s FROM %s ORDER BY %s LIMIT 1 "
					 "OFFSET %d)",
					 table->name, name, name, name, name, table->key,
					 table->key, table->name, table->key,
					 last ? table->rows - 1 : 0);
				must_find(&t, sql);
			}
		}
	}
	assert_true(verify(&t).intact);
	end_sound(&t);
}

static void rows_gone(void **state)
{
	struct sound t;
	make_sound(&t);
	struct tables all = all_tables(&t);
	for (ptrdiff_t i = 0; i < all.n; i++) {
		struct table *table = &all.p[i];
		for (int n = 0; n < table->rows; n += table->rows > 1 ? table->rows - 1 : 1) {
			char sql[600];
			snprintf(sql, sizeof(sql),
				 "DELETE FROM %s WHERE (%s) = (SELECT %s FROM %s ORDER BY %s "
				 "LIMIT 1 OFFSET %d)",
				 table->name, table->key, table->key, table->name, table->key, n);
			must_find(&t, sql);
		}
	}
	end_sound(&t);
}

/* A copy of a row under another key. */
static void rows_added(void **state)
{
	struct sound t;
	make_sound(&t);
	struct tables all = all_tables(&t);
	for (ptrdiff_t i = 0; i < all.n; i++) {
		struct table *table = &all.p[i];
		struct buf b;
		if (table->keys < 2)
			continue; /* one row a tenant: there is no other key */
		buf_init(&b, &t.w.a);
		buf_add(&b, S("DROP INDEX unit_by_name; DROP INDEX inspection_by_code;"
			      "DROP INDEX inspection_by_number; DROP INDEX notice_by_source;"
			      "DROP INDEX finding_by_code; DROP INDEX event_by_key;"
			      "DROP INDEX person_by_name;"));
		buf_fmt(&b, "INSERT INTO %s SELECT ", table->name);
		for (int c = 0; c < table->columns; c++)
			buf_fmt(&b, "%s%s%s", c ? ", " : "", table->column[c],
				c == table->keys - 1 ? " + 1000" : "");
		buf_fmt(&b, " FROM %s LIMIT 1", table->name);
		must_find(&t, str_cstr(&t.w.a, buf_str(&b)));
	}
	end_sound(&t);
}

static void log_rewritten(void **state)
{
	struct sound t;
	make_sound(&t);
	struct verdict v;
	assert_true(tamper(&t, "UPDATE event SET payload = replace(payload, '青石桥', '') || ' ' "
			       "WHERE seq = 2"));
	v = verify(&t);
	assert_false(v.intact);
	assert_int_equal(v.seq, 2);
	restore(&t);

	assert_true(tamper(&t, "DELETE FROM event WHERE seq = 3"));
	v = verify(&t);
	assert_false(v.intact);
	assert_int_equal(v.seq, 3);
	restore(&t);

	assert_true(tamper(&t, "UPDATE event SET seq = -seq WHERE seq IN (2, 3);"
			       "UPDATE event SET seq = 5 + seq WHERE seq < 0"));
	v = verify(&t);
	assert_false(v.intact);
	assert_int_equal(v.seq, 2);
	restore(&t);
	end_sound(&t);
}

/* Who forges an event with its leaf is found by the head; who forges the head
 * too is found by the tables; who forges all is not: heads belong elsewhere. */
static void forged(void **state)
{
	struct sound t;
	make_sound(&t);
	for (int with_head = 0; with_head < 2; with_head++) {
		struct store *s;
		struct err e = { 0 };
		struct arena *a = &t.w.a;
		const struct val *row;
		struct merkle tree = { 0 };
		char *sql = NULL;
		help_must(store_open(t.w.ledger, STORE_READ, &s, &e), &e);
		int64_t last = verify(&t).events;
		for (int64_t seq = 1; seq <= last; seq++) {
			help_must(store_one(s, a, SQL_EVENT_BY_SEQ, PARAMS(P_INT(seq)), &row, &e),
				  &e);
			struct event event = { .seq = seq,
					       .recorded = val_get_str(row, S("recorded")),
					       .happened = val_get_str(row, S("happened")),
					       .actor = val_get_str(row, S("actor")),
					       .verb = val_get_str(row, S("verb")),
					       .target = val_get_str(row, S("target")),
					       .payload = val_get_str(row, S("payload")) };
			if (seq == 3) {
				ptrdiff_t at = str_find(event.payload, S("rectifying"), 0);
				assert_true(at > 0); /* the finding's progress, after its state */
				at = str_find(event.payload, S("null"), at);
				event.payload = str_fmt(a, "%.*s\"done\"%.*s",
							STR_ARG(str_cut(event.payload, 0, at)),
							STR_ARG(str_from(event.payload, at + 4)));
				sql = sqlite3_mprintf(
					"UPDATE event SET payload = %Q, leaf = %Q "
					"WHERE seq = 3;",
					str_cstr(a, event.payload),
					str_cstr(a, hash_hex(a, log_leaf(a, &event))));
			}
			merkle_add(&tree, log_leaf(a, &event));
		}
		store_close(s);
		assert_true(tamper(&t, sql));
		if (with_head) {
			char *head = sqlite3_mprintf("UPDATE head SET root = %Q, frontier = %Q",
						     str_cstr(a, hash_hex(a, merkle_root(&tree))),
						     str_cstr(a, merkle_text(a, &tree)));
			assert_true(tamper(&t, head));
			sqlite3_free(head);
		}
		sqlite3_free(sql);
		struct verdict v = verify(&t);
		assert_false(v.intact);
		assert_true(str_has(err_text(a, &v.fault, LANG_EN),
				    with_head ? S("progress") : S("head")));
		restore(&t);
	}
	end_sound(&t);
}

static void files(void **state)
{
	static const char *const bytes[] = { "onE", "on", "", "one ", NULL };
	struct sound t;
	make_sound(&t);
	struct str one = S("one");
	struct str hex = hash_hex(&t.w.a, hash_of(HASH_SHA256, &one, 1));
	struct store s = { .dir = t.w.ledger };
	char *path = store_evidence_path(&s, &t.w.a, hex);
	for (int i = 0; i < 5; i++) {
		unlink(path);
		if (bytes[i]) {
			int fd = open(path, O_CREAT | O_WRONLY, 0600);
			assert_true(write(fd, bytes[i], strlen(bytes[i])) >= 0);
			close(fd);
		}
		if (verify(&t).intact)
			fail_msg("not found: %s", bytes[i] ? bytes[i] : "(gone)");
	}
	int fd = open(path, O_CREAT | O_WRONLY, 0600);
	assert_int_equal(write(fd, "one", 3), 3);
	close(fd);
	assert_true(verify(&t).intact);
	end_sound(&t);
}

/* An update is replayed as one: a unit's short name comes with a later notice. */
static void updates(void **state)
{
	struct sound t;
	make_sound(&t);
	struct store *s;
	struct err e = { 0 };
	struct arena *a = &t.w.a;
	help_must(store_open(t.w.ledger, STORE_WRITE, &s, &e), &e);
	for (int i = 0; i < 2; i++) {
		static const char *const from[] = { "\"inspected\": \"青石桥社区党委\"",
						    "\"issuer\": \"中共云溪市桐湖街道青石桥社区委员会\"" };
		static const char *const to[] = { "\"inspected\": null",
						  "\"issuer\": \"中共云溪市柳溪镇委员会\"" };
		struct action act = help_adoption(&t.w, s, i ? "four" : "three");
		struct buf b;
		const struct val *tree, *row;
		struct result r;
		buf_init(&b, a);
		json_write(&b, val_get(act.fields, S("notice")), JSON_PRETTY);
		struct str text = buf_str(&b);
		for (int k = i; k < 2; k++) { /* first without the short name, then with it */
			struct str old = str_of(from[k]), new = str_of(to[k]);
			ptrdiff_t at = str_find(text, old, 0);
			assert_true(at >= 0);
			text = str_join(a, str_join(a, str_cut(text, 0, at), new),
					str_from(text, at + old.n));
		}
		help_must(json_read(a, text, &tree, &e), &e);
		struct val *fields = val_map(a);
		for val_each(v, act.fields) {
			struct val *copy = arena_new(a, struct val, 1);
			*copy = str_eq(v->key, S("notice")) ? *tree : *v;
			copy->next = NULL;
			val_put(fields, v->key, copy);
		}
		act.fields = fields;
		help_must(store_act(s, a, &act, &r, &e), &e);
		help_must(store_one(s, a, SQL_ASK_UNIT_BY_NAME,
				    PARAMS(P_STR(S("中共云溪市柳溪镇委员会"))), &row, &e), &e);
		assert_int_equal(val_get_int(row, S("id"), 0), 3);
		assert_int_equal(val_get_str(row, S("short_name")).p != NULL, i);
	}
	store_close(s);
	assert_true(verify(&t).intact);
	must_find(&t, "UPDATE unit SET changed = 4 WHERE id = 3");
	end_sound(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_column),   cmocka_unit_test(rows_gone),
		cmocka_unit_test(rows_added),    cmocka_unit_test(log_rewritten),
		cmocka_unit_test(forged),        cmocka_unit_test(files),
		cmocka_unit_test(updates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

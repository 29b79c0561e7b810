/* store_verify(): whatever is changed behind the door's back is found: each
 * column of each table, rows taken away or added, events, the head, files. */
#include "store_help.h"

#include <fcntl.h>

#include "store/proof.h"

/* A sound ledger with two notices, closed; what its database holds is kept, as
 * the file's bytes or as copies of the tables, so that each case starts from it
 * again. */
struct sound {
	struct world w;
	char *path;
	struct str bytes;
	struct raw_texts table; /* their names */
	struct str touched;     /* the SQL run past the store since they were whole */
};

static void keep_tables(struct sound *t)
{
	struct raw raw = help_raw(&t->w);
	struct raw_texts cells = raw_columns(&raw, &t->w.a);
	char sql[200];
	for (const struct str *p = cells.p; p < cells.p + cells.n; p += 5)
		if (!t->table.n || !str_eq(t->table.p[t->table.n - 1], p[0]))
			*list_add(&t->w.a, &t->table) = p[0];
	struct raw_texts checks = raw_cells(
		&raw, &t->w.a,
		"SELECT 'ALTER TABLE ' || t.relname || ' DROP CONSTRAINT ' || k.conname "
		"FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n "
		"ON n.oid = t.relnamespace WHERE n.nspname = current_schema() AND k.contype = 'c'");
	assert_true(checks.n > 4); /* who tampers takes them away */
	for (ptrdiff_t i = 0; i < checks.n; i++)
		raw_exec(&raw, str_cstr(&t->w.a, checks.p[i]));
	snprintf(sql, sizeof(sql), "CREATE SCHEMA %s_kept", t->w.schema);
	raw_exec(&raw, sql);
	for (ptrdiff_t i = 0; i < t->table.n; i++) {
		snprintf(sql, sizeof(sql), "CREATE TABLE %s_kept.%.*s AS TABLE %.*s", t->w.schema,
			 STR_ARG(t->table.p[i]), STR_ARG(t->table.p[i]));
		raw_exec(&raw, sql);
	}
	raw_close(&raw);
}

/* What the log keeps beside its events. Each verification reads the whole log: the
 * long one is for those alone who ask for nodes. */
enum beside { NO_HEADS, HEADS, HEADS_AND_NODES };

/* Two signed heads; events enough for a subtree that is kept, where nodes are asked. */
static void make_heads(struct world *w, struct store *s, bool nodes)
{
	struct err e = { 0 };
	struct sign_key *key;
	struct head head;
	char *path = folder_path(w->dir, "key");
	help_must(sign_key_new(SIGN_ED25519, path, &e), &e);
	help_must(sign_key_read(path, &key, &e), &e);
	free(path);
	help_must(store_sign_head(s, &w->a, key, &head, &e), &e);
	help_must(store_begin(s, &e), &e);
	for (int64_t n = nodes ? head.size : 255; n < 256; n++)
		help_do(w, s, "王小明", "set-contact", "王小明", "{\"email\":\"w@yunxi.example\"}",
			ERR_NONE);
	help_must(store_commit(s, &e), &e);
	help_must(store_sign_head(s, &w->a, key, &head, &e), &e);
	sign_free(key);
}

/* Takes away what holds rows apart beside their keys, as who tampers can. */
static void drop_unique(struct sound *t)
{
	static const char *const of_lite =
		"SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE UNIQUE INDEX%'";
	static const char *const of_server =
		"SELECT t.relname FROM pg_index i JOIN pg_class t ON t.oid = i.indexrelid "
		"JOIN pg_namespace n ON n.oid = t.relnamespace "
		"WHERE n.nspname = current_schema() AND i.indisunique "
		"AND i.indexrelid NOT IN (SELECT conindid FROM pg_constraint)";
	struct raw raw = help_raw(&t->w);
	struct raw_texts unique = raw_cells(&raw, &t->w.a, raw.lite ? of_lite : of_server);
	assert_true(unique.n > 4);
	for (ptrdiff_t i = 0; i < unique.n; i++) {
		struct str sql = str_fmt(&t->w.a, "DROP INDEX %.*s", STR_ARG(unique.p[i]));
		raw_exec(&raw, str_cstr(&t->w.a, sql));
	}
	raw_close(&raw);
}

/* A register of the ledger's own, a record in it, a node that it passed. */
static void make_record(struct world *w, struct store *s)
{
	help_do(w, s, "王小明", "add-register", NULL,
		"{\"text\":\"[register]\\nname = a\\ntitle = b\\n[field topic]\\nlabel = c\\n"
		"type = text\\n[node new]\\nlabel = d\\n[node done]\\nlabel = e\\n\"}",
		ERR_NONE);
	struct result r = help_do(w, s, "李芳", "record", NULL,
				  "{\"register\":\"a\",\"unit\":\"云溪市桐湖街道\","
				  "\"date\":\"2025-02-01\",\"values\":{\"topic\":\"防汛\"}}",
				  ERR_NONE);
	help_do(w, s, "李芳", "advance-record", str_cstr(&w->a, r.target), "{}", ERR_NONE);
}

static void make_sound(struct sound *t, enum beside kept)
{
	struct err e = { 0 };
	*t = (struct sound){ 0 };
	world_open(&t->w);
	struct store *s = world_ledger(&t->w);
	help_adopt(&t->w, s, "one", ERR_NONE);
	help_adopt(&t->w, s, "two", ERR_NONE);
	help_life(&t->w, s);
	help_do(&t->w, s, "王小明", "add-pack", NULL, "{\"text\":\"[pack]\\nname = 甲\\n\"}",
		ERR_NONE);
	make_record(&t->w, s);
	if (kept != NO_HEADS)
		make_heads(&t->w, s, kept == HEADS_AND_NODES);
	store_close(s);
	drop_unique(t);
	if (help_server()) {
		keep_tables(t);
		return;
	}
	t->path = folder_path(t->w.folder, "ledger.db");
	help_must(os_read(&t->w.a, t->path, 1 << 26, &t->bytes, &e), &e);
}

static void end_sound(struct sound *t)
{
	free(t->path);
	world_close(&t->w);
}

static void restore_tables(struct sound *t)
{
	struct raw raw = help_raw(&t->w);
	raw_loosen(&raw);
	raw_exec(&raw, "BEGIN");
	for (ptrdiff_t i = 0; i < t->table.n; i++) {
		char sql[200];
		if (!str_has(t->touched, t->table.p[i]))
			continue;
		snprintf(sql, sizeof(sql),
			 "DELETE FROM %.*s; INSERT INTO %.*s SELECT * FROM %s_kept.%.*s",
			 STR_ARG(t->table.p[i]), STR_ARG(t->table.p[i]), t->w.schema,
			 STR_ARG(t->table.p[i]));
		raw_exec(&raw, sql);
	}
	raw_exec(&raw, "COMMIT");
	raw_close(&raw);
	t->touched = S("");
}

static void restore(struct sound *t)
{
	static const char *const beside[] = { "ledger.db-wal", "ledger.db-shm" };
	if (help_server()) {
		restore_tables(t);
		return;
	}
	for (int i = 0; i < 2; i++) {
		char *path = folder_path(t->w.folder, beside[i]);
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
	struct raw raw = help_raw(&t->w);
	raw_loosen(&raw);
	bool changed = raw_exec(&raw, sql) > 0;
	t->touched = str_join(&t->w.a, t->touched, str_of(sql));
	raw_close(&raw);
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
	struct str name;
	int columns, keys, rows;
	struct str column[COLS_MAX + 1], type[COLS_MAX + 1]; /* and the tenant */
	struct str key;                                      /* "tenant, id" */
};

struct tables LIST(struct table);

/* All tables that the database holds. */
static struct tables all_tables(struct sound *t)
{
	struct tables all = { 0 };
	struct arena *a = &t->w.a;
	struct raw raw = help_raw(&t->w);
	struct raw_texts cells = raw_columns(&raw, a);
	for (const struct str *p = cells.p; p < cells.p + cells.n; p += 5) {
		struct table *last = all.n ? &all.p[all.n - 1] : NULL;
		if (!last || !str_eq(last->name, p[0])) {
			struct str sql = str_fmt(a, "SELECT count(*) FROM %.*s", STR_ARG(p[0]));
			struct str rows = raw_cells(&raw, a, str_cstr(a, sql)).p[0];
			last = list_add(a, &all);
			*last = (struct table){ .name = p[0] };
			last->rows = (int)strtol(str_cstr(a, rows), NULL, 10);
		}
		assert_true(last->columns <= COLS_MAX);
		last->column[last->columns] = p[1];
		last->type[last->columns++] = p[2];
		if (str_eq(p[4], S("0")))
			continue;
		last->key = str_fmt(a, "%.*s%s%.*s", STR_ARG(last->key), last->keys ? ", " : "",
				    STR_ARG(p[1]));
		last->keys++;
	}
	raw_close(&raw);
	assert_true(all.n == OBJECT_COUNT + 5); /* the log, its head, salts, nodes, signed heads */
	return all;
}

/* The condition that the n-th row by its key fulfils. */
static struct str row_at(struct arena *a, const struct table *t, int n)
{
	return str_fmt(a, "(%.*s) = (SELECT %.*s FROM %.*s ORDER BY %.*s LIMIT 1 OFFSET %d)",
		       STR_ARG(t->key), STR_ARG(t->key), STR_ARG(t->name), STR_ARG(t->key), n);
}

/* Another value than the column's, of its type. */
static struct str other(struct arena *a, const struct table *t, int column)
{
	struct str name = t->column[column], type = t->type[column];
	if (str_eq(type, S("BOOLEAN")))
		return str_fmt(a, "NOT coalesce(%.*s, FALSE)", STR_ARG(name));
	if (str_eq(type, S("TEXT")))
		return str_fmt(a, "coalesce(%.*s, '') || 'x'", STR_ARG(name));
	return str_fmt(a, "coalesce(%.*s, 0) + 1000", STR_ARG(name));
}

/* Each table of a sound ledger, which is sound again afterwards. */
static void over_tables(void (*each)(struct sound *t, const struct table *table))
{
	for (enum beside kept = HEADS; kept <= HEADS_AND_NODES; kept++) {
		struct sound t;
		make_sound(&t, kept);
		assert_true(verify(&t).intact);
		struct tables all = all_tables(&t);
		for (ptrdiff_t i = 0; i < all.n; i++) {
			bool node = str_eq(all.p[i].name, S("node"));
			if (node != (kept == HEADS_AND_NODES))
				continue;
			assert_true(all.p[i].rows > 0);
			each(&t, &all.p[i]);
		}
		assert_true(verify(&t).intact);
		end_sound(&t);
	}
}

static void change_columns(struct sound *t, const struct table *table)
{
	struct arena *a = &t->w.a;
	/* a server gives its tables back slowly: there the first row stands for all */
	bool both = table->rows > 1 && !help_server();
	for (int c = 0; c < table->columns; c++) {
		for (int last = 0; last <= both; last++) {
			struct str where = row_at(a, table, last ? table->rows - 1 : 0);
			struct str sql = str_fmt(a, "UPDATE %.*s SET %.*s = %.*s WHERE %.*s",
						 STR_ARG(table->name), STR_ARG(table->column[c]),
						 STR_ARG(other(a, table, c)), STR_ARG(where));
			must_find(t, str_cstr(a, sql));
		}
	}
}

static void each_column(void **state)
{
	over_tables(change_columns);
}

static void take_rows(struct sound *t, const struct table *table)
{
	struct arena *a = &t->w.a;
	for (int n = 0; n < table->rows; n += table->rows > 1 ? table->rows - 1 : 1) {
		struct str sql = str_fmt(a, "DELETE FROM %.*s WHERE %.*s", STR_ARG(table->name),
					 STR_ARG(row_at(a, table, n)));
		must_find(t, str_cstr(a, sql));
	}
}

static void rows_gone(void **state)
{
	over_tables(take_rows);
}

/* A copy of a row under another key. */
static void add_row(struct sound *t, const struct table *table)
{
	struct buf b;
	if (table->keys < 2)
		return; /* one row a tenant: there is no other key */
	buf_init(&b, &t->w.a);
	buf_fmt(&b, "INSERT INTO %.*s SELECT ", STR_ARG(table->name));
	for (int c = 0; c < table->columns; c++)
		buf_fmt(&b, "%s%.*s%s", c ? ", " : "", STR_ARG(table->column[c]),
			c != table->keys - 1			 ? ""
			: str_eq(table->type[c], S("TEXT")) ? " || 'x'"
							     : " + 1000");
	buf_fmt(&b, " FROM %.*s LIMIT 1", STR_ARG(table->name));
	must_find(t, str_cstr(&t->w.a, buf_str(&b)));
}

static void rows_added(void **state)
{
	over_tables(add_row);
}

static void log_rewritten(void **state)
{
	struct sound t;
	make_sound(&t, HEADS);
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
	make_sound(&t, NO_HEADS);
	for (int with_head = 0; with_head < 2; with_head++) {
		struct store *s;
		struct err e = { 0 };
		struct arena *a = &t.w.a;
		const struct val *row;
		struct merkle tree = { .kind = HASH_SHA256 };
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
					str_cstr(a, hash_hex(a, log_leaf(a, tree.kind, &event))));
			}
			merkle_add(&tree, log_leaf(a, tree.kind, &event));
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
	make_sound(&t, HEADS);
	struct str one = S("one");
	struct str hex = hash_hex(&t.w.a, hash_of(HASH_SHA256, &one, 1));
	struct store s = { .files = t.w.files };
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
	make_sound(&t, HEADS);
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

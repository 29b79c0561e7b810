/*
 * Each statement's plan, on a ledger of 20,000 findings: none reads a large table
 * from end to end but those that are told of here, each with its reason. A new
 * statement is looked at without being named.
 */
#include "store_help.h"

#include "many.h"
#include "store/grams_fts.h"
#include "store/search.h"
#include "view/due_view.h"

enum { FINDINGS = 20000, LARGE = 500 };

/* Statements by the head of their names, and why they may read all. */
static const struct {
	const char *head, *why;
} allowed[] = {
	{ "scan_", "verify compares every row" },
	{ "search_gap_", "verify counts what the index holds" },
	{ "search_text_count", "so too" },
	{ "search_form", "with the greatest id: the walk ends at its first row" },
	{ "search_items_drop", "the index is made anew" },
	{ "search_text_", "writes into FTS5, which has no plan of ours" },
	{ "events_whole", "verify and replay read the whole log" },
	{ "audit_units", "the self-audit looks at each unit" },
	{ "overview", "the walk from the newest on ends at its limit" },
	{ "states_all", "counts them all, in an index" },
	{ "sheet_units", "the walk over units ends at the second that was inspected" },
	{ "stats", "figures are of all findings" },
	{ "figures", "so too" },
	{ "kept_files", "each kept file is copied, or hashed" },
	{ "nodes_", "verify reads all kept subtrees" },
	{ "ask_register_of", "registers are few" },
	{ "leaves_whole", "check-ledger reads the whole log" },
	{ "inspections", "each row counts what is its own" },
	{ "measures_recurring_all", "each recurring measure has its next date worked out" },
	{ "ask_other_admin", "people are few" },
	{ "ask_pack_by_name", "packs are few" },
	{ "packs", "so too" },
	{ "people_of_unit", "people are few" },
	{ "ask_evidence_bytes", "sums what all inspections of a unit keep" },
	{ "salts_whole", "verify compares every salt" },
	{ "findings_hits_",
	  "on PostgreSQL the newest 5,000 hits are read of a small index as a whole" },
	{ "findings_all_code_", "the walk of the whole list, which ends at its page" },
	{ "findings_all_undated_", "so too" },
	{ "findings_all_changed_", "so too; PostgreSQL hashes all categories if one is asked for" },
};

static const char *excuse(struct str name)
{
	if (str_ends(name, S("_last")))
		return "the greatest key: the walk ends at its first row";
	for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed); i++)
		if (str_starts(name, str_of(allowed[i].head)))
			return allowed[i].why;
	return NULL;
}

static void exec(void *with, const char *sql)
{
	raw_exec(with, sql);
}

/* What a line of SQLite's plan says of reading a whole table, or NULL. What is no
 * table of the ledger (a part of the statement itself) is not meant. */
static bool lite_reads_all(struct str line)
{
	static const struct str own[] = { S("SCAN h"), S("SCAN k"), S("SCAN s"), S("SCAN under"),
					  S("SCAN x"), S("SCAN CONSTANT ROW"),
					  S("SCAN (subquery") };
	if (str_has(line, S("VIRTUAL TABLE")))
		return false;
	if (str_has(line, S("BLOOM FILTER")) || str_has(line, S("AUTOMATIC")))
		return true; /* made of the whole table before anything is sought */
	if (str_starts(line, S("SEARCH")))
		return str_ends(line, S("(tenant=?)")) && !str_starts(line, S("SEARCH h ")) &&
		       !str_starts(line, S("SEARCH l ")) && !str_has(line, S("head")) &&
		       !str_has(line, S("ledger")) && !str_has(line, S("search_form"));
	if (!str_starts(line, S("SCAN")))
		return false;
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (str_starts(line, own[i]) &&
		    (line.n == own[i].n || line.p[own[i].n] == ' ' || i > 3) &&
		    !str_has(line, S("USING INDEX")))
			return false;
	return true;
}

static struct str lite_fault(struct raw *raw, struct arena *a, const struct statement *s)
{
	struct str sql = str_fmt(a, "EXPLAIN QUERY PLAN %.*s", STR_ARG(s->text));
	struct raw_texts cells = raw_cells(raw, a, str_cstr(a, sql));
	for (ptrdiff_t i = 3; i < cells.n; i += 4)
		if (lite_reads_all(cells.p[i]))
			return cells.p[i];
	return STR_NONE;
}

/* "Seq Scan on finding f": a table of more than LARGE rows. */
static bool pg_reads_all(struct raw *raw, struct arena *a, struct str line)
{
	ptrdiff_t at = str_find(line, S("Seq Scan on "), 0);
	if (at < 0)
		return false;
	struct str rest = str_from(line, at + 12), name;
	str_split(&rest, ' ', &name);
	struct str sql = str_fmt(a, "SELECT count(*) FROM pg_class t JOIN pg_namespace n "
				    "ON n.oid = t.relnamespace WHERE t.relname = '%.*s' "
				    "AND n.nspname = current_schema() AND t.reltuples > %d",
				 STR_ARG(name), LARGE);
	return str_eq(raw_cells(raw, a, str_cstr(a, sql)).p[0], S("1"));
}

static struct str pg_fault(struct raw *raw, struct arena *a, const struct statement *s)
{
	struct buf b;
	buf_init(&b, a);
	raw_exec(raw, str_cstr(a, str_fmt(a, "PREPARE looked_at AS %.*s", STR_ARG(s->pg))));
	for (int i = 0; i < s->params; i++)
		buf_add(&b, i ? S(", NULL") : S("1"));
	struct raw_texts lines = raw_cells(
		raw, a, str_cstr(a, str_fmt(a, "EXPLAIN EXECUTE looked_at (%.*s)",
					    STR_ARG(buf_str(&b)))));
	raw_exec(raw, "DEALLOCATE looked_at");
	for (ptrdiff_t i = 0; i < lines.n; i++)
		if (pg_reads_all(raw, a, lines.p[i]))
			return lines.p[i];
	return STR_NONE;
}

/* Whoever reaches few of very many that are late sees all of theirs. */
static void few_of_many(struct world *w, struct store *s, struct raw *raw)
{
	struct err e = { 0 };
	struct val *v;
	const struct date from = { 2000, 1, 1 }, to = { 2030, 1, 1 };
	const struct due_asked all = { from, to, to, STR_NONE, 0, LANG_ZH },
			       theirs = { from, to, to, S("赵丽"), 0, LANG_ZH },
			       first = { from, to, to, STR_NONE, 10, LANG_ZH };
	raw_exec(raw, "INSERT INTO person (tenant, id, name, unit, roles, changed) "
		      "VALUES (1, 99, '赵丽', 50, 'clerk', 1)");
	raw_exec(raw, "UPDATE finding SET state = 'rectifying'");
	raw_exec(raw, "UPDATE finding SET lead_unit = 50 WHERE inspection = 1 AND ordinal < 3");
	struct str want = raw_cells(raw, &w->a,
				    "SELECT 2 * count(*) FROM finding "
				    "WHERE unit = 50 OR lead_unit = 50").p[0];
	help_must(view_due(s, &w->a, &theirs, &v, &e), &e);
	assert_str(str_fmt(&w->a, "%td", val_get(v, S("rows"))->count), want);
	assert_int_equal(val_get(v, S("rows"))->count, 404); /* findings and measures */
	assert_false(view_due(s, &w->a, &all, &v, &e));
	assert_int_equal(e.code, ERR_LIMIT);
	help_must(view_due(s, &w->a, &first, &v, &e), &e);
	assert_int_equal(val_get(v, S("rows"))->count, 10);
	assert_str(str_fmt(&w->a, "%lld", (long long)val_get_int(v, S("findings"), 0)),
		   raw_cells(raw, &w->a, "SELECT count(*) FROM finding").p[0]);
}

static bool is_fault(struct world *w, struct raw *raw, const struct statement *s)
{
	struct str fault = STR_NONE;
	if ((raw->pg ? s->pg : s->text).n)
		fault = raw->pg ? pg_fault(raw, &w->a, s) : lite_fault(raw, &w->a, s);
	if (fault.p)
		print_error("%.*s: %.*s\n", STR_ARG(s->name), STR_ARG(fault));
	return fault.p != NULL;
}

/* Those that an update of the object may set. */
static uint64_t all_columns(enum object_id id)
{
	const struct object *o = &object_rows[id];
	uint64_t set = 0;
	for (int i = o->keys; i < o->columns; i++)
		set |= (uint64_t)!o->column[i].placed << i;
	return set;
}

static void plans(void **state)
{
	struct world w;
	struct err e = { 0 };
	int faults = 0;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct raw raw = help_raw(&w);
	many_load(exec, &raw, FINDINGS);
	help_must(store_reindex(s, NULL, &e), &e);
	if (raw.pg) {
		raw_exec(&raw, "ANALYZE"); /* autovacuum does; SQLite is told beforehand */
		raw_exec(&raw, "SET plan_cache_mode = force_generic_plan");
	} else { /* a connection without our tokenizer knows no index of the search */
		raw_close(&raw);
		assert_int_equal(
			sqlite3_open(str_cstr(&w.a, str_fmt(&w.a, "%s/ledger.db", w.folder)),
				     &raw.lite),
			SQLITE_OK);
		assert_int_equal(grams_fts_add(raw.lite), SQLITE_OK);
	}
	for (int i = 0; i < SQL_COUNT; i++)
		if (!str_starts(statements[i].name, S("insert_")) && !excuse(statements[i].name))
			faults += is_fault(&w, &raw, &statements[i]);
	for (enum object_id o = 0; o < OBJECT_COUNT; o++) {
		struct statement all = update_statement(&w.a, o, all_columns(o));
		faults += is_fault(&w, &raw, &all);
	}
	assert_int_equal(faults, 0);
	few_of_many(&w, s, &raw);
	raw_close(&raw);
	store_close(s);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(plans) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

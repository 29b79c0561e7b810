/* ledger: the table of verbs, fields and their bounds, effects as JSON. What a
 * decision asks is answered by a made-up ledger that the test holds. */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/os.h"
#include "ledger/money.h"
#include "ledger/once.h"
#include "ledger/recur.h"
#include "ledger/verb.h"

static const struct str hash =
	S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

/* What the made-up ledger answers: JSON, NULL for no row. */
struct answers {
	const char *row[ASK_COUNT];
};

static bool ask(void *with, struct arena *a, enum question q, const struct val *about,
		const struct val **row, struct err *e)
{
	const char *json = ((struct answers *)with)->row[q];
	return !json || json_read(a, str_of(json), row, e);
}

static const struct val *json(struct arena *a, const char *text)
{
	struct err e = { 0 };
	const struct val *v;
	assert_true(json_read(a, str_of(text), &v, &e));
	return v;
}

static struct action action(const char *verb, const struct val *fields)
{
	return (struct action){ .actor = S("王小明"), .verb = str_of(verb), .fields = fields,
				.target = STR_NONE, .version = VERSION_ANY,
				.happened = S("2025-03-01T08:00:00Z"),
				.recorded = S("2025-03-02T08:00:00.123Z") };
}

/* The golden notice's tree. */
static const struct val *tree(struct arena *a)
{
	const char *root = getenv("SOURCE_ROOT");
	struct err e = { 0 };
	struct str text;
	struct str path = str_fmt(a, "%s/tests/golden/notice.tree.json", root ? root : ".");
	assert_true(os_read(a, str_cstr(a, path), 1 << 20, &text, &e));
	return json(a, str_cstr(a, text));
}

static struct val *adopt_fields(struct arena *a, const struct val *notice)
{
	struct val *f = val_map(a), *copy = arena_new(a, struct val, 1);
	*copy = *notice;
	copy->next = NULL;
	val_put(f, S("notice"), copy);
	val_put_str(a, f, S("sha256"), hash);
	val_put_str(a, f, S("name"), S("青石桥.txt"));
	val_put_str(a, f, S("kind"), S("txt"));
	val_put_int(a, f, S("size"), 900);
	return f;
}

static struct answers open_ledger = {
	{ [ASK_LEDGER] = "{\"name\":null,\"started\":\"2025-01-01T00:00:00Z\",\"changed\":7}",
	  [ASK_PERSON] = "{\"id\":1,\"name\":\"王小明\",\"unit\":null,\"roles\":\"clerk admin\"}",
	  [ASK_EVENT] = "{\"actor\":\"李芳\",\"verb\":\"adopt\","
			"\"recorded\":\"2025-03-01T09:00:00Z\"}" }
};
static struct answers no_ledger;

/* Decides; the code, ERR_NONE where it is allowed. */
static enum err_code decide(struct arena *a, const struct action *act, struct answers *with,
			    struct outcome *out, struct err *e)
{
	struct ledger_state state = { with, ask };
	*e = (struct err){ 0 };
	bool ok = ledger_decide(a, act, &state, out, e);
	assert_int_equal(ok, e->code == ERR_NONE);
	return e->code;
}

static const char *const roles[] = { "clerk", "lead", "supervisor", "publisher", "auditor",
				     "admin", "none", "clerk admin" };
enum { ROLES = sizeof(roles) / sizeof(*roles) };

static struct answers with_roles(struct arena *a, const char *words)
{
	struct answers with = open_ledger;
	with.row[ASK_PERSON] = str_cstr(
		a, str_fmt(a, "{\"id\":1,\"unit\":null,\"roles\":\"%s\"}", words));
	return with;
}

/* init and adopt: whether they start without or with a ledger, who may. The
 * other verbs are test_verbs.c's. */
static void start(void **state)
{
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	struct action init = action("init", NULL);
	struct action adopt = action("adopt", adopt_fields(&a, tree(&a)));
	assert_int_equal(decide(&a, &init, &no_ledger, &out, &e), ERR_NONE);
	assert_int_equal(decide(&a, &init, &open_ledger, &out, &e), ERR_CONFLICT);
	assert_int_equal(decide(&a, &adopt, &no_ledger, &out, &e), ERR_NOT_FOUND);
	for (int i = 0; i < ROLES; i++) {
		struct answers with = with_roles(&a, roles[i]);
		bool may = strstr(roles[i], "clerk") || strstr(roles[i], "admin") ||
			   strstr(roles[i], "supervisor");
		assert_int_equal(decide(&a, &adopt, &with, &out, &e), may ? ERR_NONE : ERR_DENIED);
	}
	struct action other = action("destroy", NULL);
	assert_int_equal(decide(&a, &other, &open_ledger, &out, &e), ERR_BAD_INPUT);
	arena_free(&a);
}

/* A ledger of before there were people: who started it acts, nobody else; where
 * there are people, they alone do. */
static void before_people(void **state)
{
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	struct action adopt = action("adopt", adopt_fields(&a, tree(&a)));
	struct answers old = open_ledger;
	old.row[ASK_PERSON] = NULL;
	assert_int_equal(decide(&a, &adopt, &old, &out, &e), ERR_DENIED);
	adopt.actor = S("李芳"); /* of the first event */
	assert_int_equal(decide(&a, &adopt, &old, &out, &e), ERR_NONE);
	old.row[ASK_PERSON_LAST] = "{\"id\":1}";
	assert_int_equal(decide(&a, &adopt, &old, &out, &e), ERR_DENIED);
	arena_free(&a);
}

static void actions(void **state)
{
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	struct action act = action("init", NULL);
	act.actor = STR_NONE;
	assert_int_equal(decide(&a, &act, &no_ledger, &out, &e), ERR_BAD_INPUT);
	act = action("init", NULL);
	act.actor = S("a\xff");
	assert_int_equal(decide(&a, &act, &no_ledger, &out, &e), ERR_BAD_INPUT);
	act = action("init", NULL);
	act.key = S("");
	assert_int_equal(decide(&a, &act, &no_ledger, &out, &e), ERR_BAD_INPUT);
	act = action("init", NULL);
	act.happened = S("2025-02-30T00:00:00Z");
	assert_int_equal(decide(&a, &act, &no_ledger, &out, &e), ERR_BAD_INPUT);
	act = action("init", NULL);
	act.happened = S("2025-03-02T08:00:01Z"); /* after it was recorded */
	assert_int_equal(decide(&a, &act, &no_ledger, &out, &e), ERR_BAD_INPUT);
	act = action("init", NULL);
	act.target = S("2025-01");
	assert_int_equal(decide(&a, &act, &no_ledger, &out, &e), ERR_BAD_INPUT);
	act = action("adopt", adopt_fields(&a, tree(&a)));
	act.version = 7;
	assert_int_equal(decide(&a, &act, &open_ledger, &out, &e), ERR_NONE);
	act.version = 6;
	assert_int_equal(decide(&a, &act, &open_ledger, &out, &e), ERR_CONFLICT);
	assert_true(str_has(err_text(&a, &e, LANG_ZH), S("李芳")));
	arena_free(&a);
}

static void times(void **state)
{
	static const struct { const char *s; bool ok; } rows[] = {
		{ "2025-03-01T08:00:00Z", true },      { "2025-03-01T23:59:60.999Z", true },
		{ "2025-03-01 08:00:00Z", false },     { "2025-03-01T08:00:00", false },
		{ "2025-03-01T24:00:00Z", false },     { "2025-13-01T08:00:00Z", false },
		{ "2025-03-01T08:00:00.12Z", false },  { "2025-03-01T08:60:00Z", false },
		{ "2025-03-01T08:00:00.-12Z", false }, { "", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(value_is_time(str_of(rows[i].s)), rows[i].ok);
}

/* Into an inspection that was opened before: it is there, in reach, empty, and of the
 * same day of feedback. */
static void adoption_into(void **state)
{
	static const struct {
		const char *inspection;
		enum err_code code;
	} rows[] = {
		{ NULL, ERR_NOT_FOUND },
		{ "{\"id\":4,\"code\":\"2025-04\",\"unit\":null}", ERR_NONE },
		{ "{\"id\":4,\"code\":\"2025-04\",\"unit\":null,\"feedback\":\"1999-01-01\"}",
		  ERR_CONFLICT },
		{ "{\"id\":4,\"code\":\"2025-04\",\"unit\":null,\"last_category\":1}",
		  ERR_CONFLICT },
	};
	struct arena a;
	struct outcome out;
	struct err e;
	(void)state;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct answers with = open_ledger;
		with.row[ASK_INSPECTION] = rows[i].inspection;
		struct val *fields = adopt_fields(&a, tree(&a));
		val_put_str(&a, fields, S("inspection"), S("2025-04"));
		struct action act = action("adopt", fields);
		assert_int_equal(decide(&a, &act, &with, &out, &e), rows[i].code);
		if (rows[i].code != ERR_NONE)
			continue;
		assert_str(out.target, S("2025-04"));
		for (ptrdiff_t k = 0; k < out.effects.n; k++)
			if (out.effects.p[k].object == OBJECT_INSPECTION)
				assert_int_equal(out.effects.p[k].kind, EFFECT_UPDATE);
	}
	arena_free(&a);
}

/* One field of adopt (or init) set to a value each. */
static void field_bounds(void **state)
{
	static const struct { const char *name, *value; enum err_code code; } rows[] = {
		{ "sha256", "\"abc\"", ERR_BAD_INPUT },
		{ "sha256", "null", ERR_BAD_INPUT },
		{ "sha256", "12", ERR_BAD_INPUT },
		{ "name", "\"\"", ERR_BAD_INPUT },
		{ "name", "[]", ERR_BAD_INPUT },
		{ "name", "\"a\\u0000b\"", ERR_BAD_INPUT },
		{ "kind", "\"docx\"", ERR_NONE },
		{ "kind", "\"exe\"", ERR_BAD_INPUT },
		{ "kind", "\"txt html\"", ERR_BAD_INPUT },
		{ "size", "0", ERR_BAD_INPUT },
		{ "size", "1", ERR_NONE },
		{ "size", "67108864", ERR_NONE },
		{ "size", "67108865", ERR_LIMIT },
		{ "size", "1.5", ERR_BAD_INPUT },
		{ "notice", "null", ERR_BAD_INPUT },
		{ "notice", "[]", ERR_BAD_INPUT },
		{ "notice", "{}", ERR_BAD_INPUT },
		{ "colour", "1", ERR_BAD_INPUT },
	};
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct val *from = adopt_fields(&a, tree(&a)), *f = val_map(&a);
		struct str name = str_of(rows[i].name);
		for (struct val *v = from->first, *next; v; v = next) {
			next = v->next;
			v->next = NULL;
			if (!str_eq(v->key, name))
				val_put(f, v->key, v);
		}
		struct err bad = { 0 };
		const struct val *value;
		if (!json_read(&a, str_of(rows[i].value), &value, &bad)) /* a NUL: by hand */
			value = val_str(&a, (struct str){ "a\0b", 3 });
		val_put(f, name, (struct val *)value);
		struct action act = action("adopt", f);
		if (decide(&a, &act, &open_ledger, &out, &e) != rows[i].code)
			fail_msg("%s = %s: code %d", rows[i].name, rows[i].value, e.code);
	}
	arena_free(&a);
}

/* Counts effects of an object. */
static int count(const struct outcome *out, enum object_id object)
{
	int n = 0;
	for (ptrdiff_t i = 0; i < out->effects.n; i++)
		n += out->effects.p[i].object == object;
	return n;
}

static const struct effect *first(const struct outcome *out, enum object_id object)
{
	for (ptrdiff_t i = 0; i < out->effects.n; i++)
		if (out->effects.p[i].object == object)
			return &out->effects.p[i];
	fail_msg("no %.*s", STR_ARG(object_rows[object].name));
	return NULL;
}

static void adoption(void **state)
{
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	const struct val *notice = tree(&a), *totals = val_get(notice, S("totals"));
	struct action act = action("adopt", adopt_fields(&a, notice));
	assert_int_equal(decide(&a, &act, &open_ledger, &out, &e), ERR_NONE);
	assert_str(out.target, S("2025-01"));
	assert_false(out.same);
	assert_null(val_get(out.logged, S("notice")));
	assert_str(val_get_str(out.logged, S("sha256")), hash);
	assert_int_equal(count(&out, OBJECT_CATEGORY), val_get_int(totals, S("categories"), -1));
	assert_int_equal(count(&out, OBJECT_FINDING), val_get_int(totals, S("findings"), -1));
	assert_int_equal(count(&out, OBJECT_MEASURE), val_get_int(totals, S("measures"), -1));
	assert_int_equal(count(&out, OBJECT_PROSE), val_get(notice, S("prose"))->count);
	const struct effect *f = first(&out, OBJECT_FINDING);
	assert_str(f->cell[COL_FINDING_CODE]->s, S("2025-01-001"));
	assert_str(f->cell[COL_FINDING_STATE]->s, S("rectifying"));
	assert_int_equal(f->cell[COL_FINDING_PROGRESS]->kind, VAL_NULL);
	f = first(&out, OBJECT_NOTICE);
	assert_int_equal(f->cell[COL_NOTICE_POSTCODE]->kind, VAL_NULL);
	assert_str(f->cell[COL_NOTICE_PHONE]->s, S("0999-5550123"));

	struct answers used = open_ledger;
	used.row[ASK_UNIT_BY_NAME] = "{\"id\":5,\"short_name\":null}";
	used.row[ASK_INSPECTION_LAST] = "{\"id\":41}";
	used.row[ASK_INSPECTION_NUMBER] = "{\"number\":99}";
	assert_int_equal(decide(&a, &act, &used, &out, &e), ERR_NONE);
	assert_str(out.target, S("2025-100"));
	f = first(&out, OBJECT_UNIT);
	assert_int_equal(f->kind, EFFECT_UPDATE);
	assert_str(f->cell[COL_UNIT_SHORT_NAME]->s, S("青石桥社区党委"));
	assert_null(f->cell[COL_UNIT_NAME]);
	f = first(&out, OBJECT_INSPECTION);
	assert_int_equal(f->cell[COL_INSPECTION_ID]->i, 42);
	assert_int_equal(f->cell[COL_INSPECTION_UNIT]->i, 5);

	used.row[ASK_NOTICE_BY_SOURCE] = "{\"inspection\":3,\"code\":\"2024-02\"}";
	assert_int_equal(decide(&a, &act, &used, &out, &e), ERR_NONE);
	assert_true(out.same);
	assert_str(out.target, S("2024-02"));
	assert_int_equal(out.effects.n, 0);
	arena_free(&a);
}

/* The code's year, and the unit, where the notice leaves things out. */
static void sparse(void **state)
{
	static const struct { const char *head, *code; bool unit; } rows[] = {
		{ "\"inspection\":{\"feedback\":\"2023-05-01\",\"start\":\"2022-01-01\"},",
		  "2023-01", false },
		{ "\"inspection\":{\"start\":\"2022-01-01\"},\"published\":\"2024-01-01\",",
		  "2022-01", false },
		{ "\"inspection\":{\"inspected\":\"柳溪镇党委\"},\"published\":\"2024-01-01\",",
		  "2024-01", true },
		{ "\"inspection\":{},\"issuer\":\"中共柳溪镇委员会\",", "2025-01", true },
		{ "\"inspection\":{},", "2025-01", false },
	};
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str text = str_fmt(
			&a,
			"{%s\"contact\":{},\"disclosure\":{},\"categories\":[{\"position\":1,"
			"\"findings\":[{\"position\":2,\"measures\":[{\"position\":3,"
			"\"text\":\"已整改。\",\"facts\":[{\"kind\":\"date\","
			"\"value\":\"2025-Q4\"}]}]}]}]}",
			rows[i].head);
		struct action act = action("adopt", adopt_fields(&a, json(&a, str_cstr(&a, text))));
		if (decide(&a, &act, &open_ledger, &out, &e) != ERR_NONE)
			fail_msg("%.*s", STR_ARG(err_text(&a, &e, LANG_EN)));
		assert_str(out.target, str_of(rows[i].code));
		assert_int_equal(count(&out, OBJECT_UNIT), rows[i].unit);
		const struct effect *f = first(&out, OBJECT_FACT);
		assert_str(f->cell[COL_FACT_DATE]->s, S("2025-Q4"));
		assert_int_equal(f->cell[COL_FACT_VALUE]->kind, VAL_NULL);
	}
	arena_free(&a);
}

/* Trees that would lose or break something are refused. */
static void bad_trees(void **state)
{
	static const char *const rows[] = {
		"{}",
		"{\"inspection\":{},\"contact\":{},\"disclosure\":{}}", /* no finding */
		"{\"inspection\":{},\"contact\":{},\"disclosure\":{},\"extra\":1}",
		"{\"inspection\":{\"round\":2},\"contact\":{},\"disclosure\":{}}",
		"{\"inspection\":[],\"contact\":{},\"disclosure\":{}}",
		"{\"inspection\":{\"start\":\"2025-02-30\"},\"contact\":{},\"disclosure\":{}}",
		"{\"inspection\":{},\"contact\":{\"phone\":\"1\"},\"disclosure\":{}}",
		"{\"inspection\":{},\"contact\":{\"phone\":[1]},\"disclosure\":{}}",
		"{\"inspection\":{},\"contact\":{},\"disclosure\":{},\"sections\":{}}",
		"{\"inspection\":{},\"contact\":{},\"disclosure\":{},\"sections\":[{}]}",
		"{\"inspection\":{},\"contact\":{},\"disclosure\":{},\"categories\":[{"
		"\"position\":1,"
		"\"findings\":[{\"position\":2,\"measures\":[{\"position\":3}]}]}]}",
		"{\"inspection\":{},\"contact\":{},\"disclosure\":{},\"categories\":[{"
		"\"position\":1,"
		"\"findings\":[{\"position\":\"2\"}]}]}",
	};
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct action act = action("adopt", adopt_fields(&a, json(&a, rows[i])));
		if (decide(&a, &act, &open_ledger, &out, &e) != ERR_BAD_INPUT)
			fail_msg("taken: %s", rows[i]);
	}
	/* A code has room for 999 findings. */
	for (int n = 999; n <= 1000; n++) {
		struct buf b;
		buf_init(&b, &a);
		buf_add(&b, S("{\"inspection\":{},\"contact\":{},\"disclosure\":{},"
			      "\"categories\":[{\"position\":1,\"findings\":["));
		for (int i = 0; i < n; i++)
			buf_fmt(&b, "%s{\"position\":%d}", i ? "," : "", i + 2);
		buf_add(&b, S("]}]}"));
		struct action act = action("adopt",
					   adopt_fields(&a, json(&a, str_cstr(&a, buf_str(&b)))));
		assert_int_equal(decide(&a, &act, &open_ledger, &out, &e),
				 n == 999 ? ERR_NONE : ERR_LIMIT);
	}
	arena_free(&a);
}

/* Due dates of recurring measures; "" stands for no date. */
static void recurring(void **state)
{
	static const struct { const char *starts, *every, *reported, *due; } rows[] = {
		{ "2025-01-31", "month", "", "2025-01-31" },
		{ "2025-01-31", "month", "2025-01-30", "2025-01-31" },
		{ "2025-01-31", "month", "2025-01-31", "2025-02-28" },
		{ "2025-01-31", "month", "2025-02-27", "2025-02-28" },
		{ "2025-01-31", "month", "2025-02-28", "2025-03-31" },
		{ "2025-01-31", "month", "2025-12-31", "2026-01-31" },
		{ "2023-12-31", "quarter", "2024-01-01", "2024-03-31" },
		{ "2024-02-29", "year", "2024-02-29", "2025-02-28" },
		{ "2024-02-29", "year", "2027-06-01", "2028-02-29" },
		{ "2025-01-06", "week", "2025-01-06", "2025-01-13" },
		{ "2025-01-06", "week", "2025-01-12", "2025-01-13" },
		{ "2025-01-06", "day", "2025-01-06", "2025-01-07" },
		{ "9999-12-31", "day", "9999-12-31", "" },
		{ "9999-12-31", "month", "9999-12-31", "" },
		{ "0001-01-01", "day", "9999-12-30", "9999-12-31" },
		{ "2025-01-06", "fortnight", "", "" },
		{ "", "month", "", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct date starts = { 0 }, reported = { 0 }, due = { 0 };
		date_parse(str_of(rows[i].starts), &starts);
		date_parse(str_of(rows[i].reported), &reported);
		date_parse(str_of(rows[i].due), &due);
		struct date got = recur_due(starts, str_of(rows[i].every), reported);
		if (date_cmp(got, due) != 0)
			fail_msg("%s %s %s: %04d-%02d-%02d", rows[i].starts, rows[i].every,
				 rows[i].reported, got.y, got.m, got.d);
	}
	struct date first = { 2025, 1, 31 };
	assert_int_equal(recur_date(first, S("month"), -1).y, 0);
	assert_int_equal(recur_date(first, S("month"), INT32_MAX).y, 0);
	assert_int_equal(recur_date(first, S("month"), 13).m, 2);
}

static struct str effects_text(struct arena *a, const struct effects *effects)
{
	struct buf b;
	buf_init(&b, a);
	json_write(&b, effects_val(a, effects), JSON_LINE);
	return buf_str(&b);
}

static void effects_round_trip(void **state)
{
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	struct action act = action("adopt", adopt_fields(&a, tree(&a)));
	struct answers used = open_ledger;
	used.row[ASK_UNIT_BY_NAME] = "{\"id\":5,\"short_name\":null}";
	assert_int_equal(decide(&a, &act, &used, &out, &e), ERR_NONE);
	struct str text = effects_text(&a, &out.effects);
	struct effects back;
	assert_true(effects_read(&a, json(&a, str_cstr(&a, text)), &back, &e));
	assert_int_equal(back.n, out.effects.n);
	assert_str(effects_text(&a, &back), text);
	arena_free(&a);
}

static void bad_effects(void **state)
{
	static const char *const rows[] = {
		"{}",
		"[{}]",
		"[{\"insert\":\"nothing\",\"columns\":[],\"rows\":[]}]",
		"[{\"insert\":\"unit\",\"columns\":[\"colour\"],\"rows\":[[1]]}]",
		"[{\"insert\":\"unit\",\"columns\":[\"id\",\"name\"],\"rows\":[[1]]}]",
		"[{\"insert\":\"unit\",\"columns\":[\"id\"],\"rows\":[[1]]}]",
		"[{\"insert\":\"unit\",\"columns\":[\"id\",\"name\"],\"rows\":[[1,2]]}]",
		("[{\"insert\":\"unit\",\"columns\":[\"id\",\"name\",\"changed\"],\"rows\":"
		 "[[1,\"a\",1]]}]"),
		"[{\"update\":\"unit\",\"columns\":[\"short_name\"],\"rows\":[[\"a\"]]}]",
		"[{\"update\":\"unit\",\"columns\":[\"id\",\"name\"],\"rows\":[[1,null]]}]",
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct effects out;
		struct err e = { 0 };
		if (effects_read(&a, json(&a, rows[i]), &out, &e))
			fail_msg("taken: %s", rows[i]);
	}
	arena_free(&a);
}

/* Yuan come in as people write them and stand as fen. */
static void money(void **state)
{
	static const struct { const char *json; int64_t fen; const char *text; } rows[] = {
		{ "20000", 2000000, "20000" },         { "\"20000.5\"", 2000050, "20000.50" },
		{ "\"20,000.05\"", 2000005, "20000.05" }, { "0.1", 10, "0.10" },
		{ "\"0\"", 0, "0" },                   { "\"1,234,567\"", 123456700, "1234567" },
		{ "10000000000000", 1000000000000000, "10000000000000" },
		{ "10000000000001", -1 }, { "-1", -1 },       { "0.001", -1 },
		{ "\"\"", -1 },           { "\"2万\"", -1 },  { "\"1.234\"", -1 },
		{ "\"1,23\"", -1 },       { "\"1.\"", -1 },   { "\".5\"", -1 },
		{ "\"1,2345\"", -1 },     { "\",123\"", -1 }, { "true", -1 },
		{ "\"99999999999999999999\"", -1 },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t fen = -1;
		bool read = money_read(json(&a, rows[i].json), &fen);
		if (read != (rows[i].fen >= 0) || (read && fen != rows[i].fen))
			fail_msg("%s: %lld", rows[i].json, (long long)fen);
		if (read)
			assert_str(money_text(&a, fen), str_of(rows[i].text));
	}
	assert_false(money_read(NULL, &(int64_t){ 0 }));
	arena_free(&a);
}

/* A question is asked once, whoever asks it about an equal thing; what failed is asked
 * again, and no row is an answer too. */
struct counted {
	int asked;
	bool fails;
};

static bool count_asked(void *with, struct arena *a, enum question q, const struct val *about,
			const struct val **row, struct err *e)
{
	struct counted *c = with;
	c->asked++;
	*row = q == ASK_UNIT ? val_int(a, about->i * 10) : NULL;
	return !c->fails || err_set(e, ERR_IO, MSG_STORE_MEMORY, NO_ARGS);
}

static void asked_once(void **state)
{
	static const struct {
		enum question q;
		int64_t about, answer;
		int asked;
		bool fails;
	} rows[] = {
		{ ASK_UNIT, 1, 10, 1 }, { ASK_UNIT, 1, 10, 1 }, { ASK_UNIT, 2, 20, 2 },
		{ ASK_PERSON, 1, -1, 3 }, { ASK_PERSON, 1, -1, 3 }, { ASK_UNIT, 1, 10, 3 },
		{ ASK_UNIT, 3, -1, 4, true }, { ASK_UNIT, 3, 30, 5 }, { ASK_UNIT, 3, 30, 5 },
	};
	struct arena a, other;
	struct counted c = { 0 };
	arena_init(&a, 0);
	arena_init(&other, 0);
	struct ledger_state once = ledger_once(&a, (struct ledger_state){ &c, count_asked });
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct val *row = NULL;
		struct err e = { 0 };
		c.fails = rows[i].fails;
		const struct val *about = val_int(&a, rows[i].about);
		bool ok = once.ask(once.with, &other, rows[i].q, about, &row, &e);
		assert_int_equal(ok, !rows[i].fails);
		arena_reset(&other); /* the answer does not live there */
		assert_int_equal(c.asked, rows[i].asked);
		if (ok)
			assert_int_equal(row ? row->i : -1, rows[i].answer);
	}
	arena_free(&a);
	arena_free(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asked_once),
		cmocka_unit_test(start),
		cmocka_unit_test(before_people),
		cmocka_unit_test(actions),
		cmocka_unit_test(times),
		cmocka_unit_test(field_bounds),
		cmocka_unit_test(adoption),
		cmocka_unit_test(adoption_into),
		cmocka_unit_test(sparse),
		cmocka_unit_test(bad_trees),
		cmocka_unit_test(recurring),
		cmocka_unit_test(money),
		cmocka_unit_test(effects_round_trip),
		cmocka_unit_test(bad_effects),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

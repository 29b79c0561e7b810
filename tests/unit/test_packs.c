/* packs: rule packs read, refused with their line, and asked; what they set on
 * the way of a finding is tried on a ledger on disk. */
#include "store_help.h"

#include "ledger/figures.h"
#include "ledger/light.h"
#include "text/workday.h"

/* Each that is carried is whole, says where its figures come from, and what is
 * from memory alone is off. */
static void carried(void **state)
{
	int packs = 0;
	struct arena a;
	arena_init(&a, 0);
	struct pack *p = arena_new(&a, struct pack, 1);
	for (const struct embed *f = pack_files; f->name.p; f++, packs++) {
		struct err e = { 0 };
		help_must(pack_read(&a, f->text, p, &e), &e);
		assert_true(p->english.n && p->counts && p->lights && p->reminders);
		assert_str(pack_carried(&a, p->name), f->text);
		assert_str(pack_carried(&a, p->english), f->text);
		for (int i = 0; i < p->deadlines; i++) {
			const struct pack_deadline *d = &p->deadline[i];
			bool memory = str_has(d->source, S("记忆")) ||
				      str_has(d->source, S("取代"));
			assert_true(d->off || !memory);
		}
		for (int i = 0; i < state_count; i++)
			assert_true(pack_outward(p, state_rows[i].state, STR_NONE, STR_NONE,
						 LANG_EN).n);
	}
	assert_int_equal(packs, 4);
	assert_null(pack_carried(&a, S("没有")).p);
	/* the one in force where none is chosen decides nothing by itself */
	assert_true(!pack_default()->deadlines && !pack_default()->levels &&
		    !pack_default()->extensions);
	arena_free(&a);
}

#define HEAD "[pack]\nname = 甲\n"
#define LINE(rest) HEAD "[deadline 乙]\nnumber = 3\nunit = days\n" rest "source = 丙\n"

static void refused(void **state)
{
	static const struct { const char *text; enum msg msg; int line; } rows[] = {
		{ "", MSG_CONF_LACKS, 1 },
		{ "name = 甲\n", MSG_CONF_FORM, 1 },
		{ "[pack\n", MSG_CONF_FORM, 1 },
		{ "[pack]\n甲\n", MSG_CONF_FORM, 2 },
		{ "# x\n[packs]\n", MSG_CONF_SECTION, 2 },
		{ "[pack 甲]\n", MSG_CONF_SECTION, 1 },
		{ "[pack]\nenglish = a\n", MSG_CONF_LACKS, 3 },
		{ HEAD "name = 乙\n", MSG_CONF_TWICE, 3 },
		{ HEAD "[pack]\n", MSG_CONF_TWICE, 3 },
		{ HEAD "colour = red\n", MSG_CONF_KEY, 3 },
		{ "[pack]\nname =\n", MSG_CONF_TEXT, 2 },
		{ HEAD "[deadline]\n", MSG_CONF_TEXT, 3 },
		{ LINE("after = issue\n"), MSG_CONF_LACKS, 8 },
		{ LINE("after = monday\nsets = due\n"), MSG_CONF_WORD, 6 },
		{ LINE("after = issue\nsets = due\nnumber = 4\n"), MSG_CONF_TWICE, 8 },
		{ LINE("after = due\nsets = due\n"), MSG_PACK_PAIR, 3 },
		{ LINE("after = approve\nsets = plan\n"), MSG_PACK_PAIR, 3 },
		{ LINE("after = claim\nsets = report\n"), MSG_PACK_PAIR, 3 },
		{ LINE("after = issue\nsets = due\n") "[deadline 乙]\n", MSG_CONF_TWICE, 9 },
		{ LINE("after = issue\nsets = due\n") "[deadline 丁]\nnumber = 9\nunit = days\n"
		  "after = issue\nsets = due\nsource = 丙\n", MSG_PACK_BOTH, 9 },
		{ HEAD "[deadline 乙]\nnumber = 0\n", MSG_CONF_NUMBER, 4 },
		{ HEAD "[deadline 乙]\nnumber = 三\n", MSG_CONF_NUMBER, 4 },
		{ HEAD "[states]\nopen = 甲\n", MSG_PACK_STATE, 4 },
		{ HEAD "[states]\nclosed.late = 甲\n", MSG_PACK_STATE, 4 },
		{ HEAD "[states]\nclosed held closed = 甲\n", MSG_CONF_TWICE, 4 },
		{ HEAD "[states]\nclosed = 甲 |\n", MSG_CONF_TEXT, 4 },
		{ HEAD "[lights]\noverdue = pink 逾期\n", MSG_CONF_WORD, 4 },
		{ HEAD "[lights]\nlate = red 逾期\n", MSG_CONF_WORD, 4 },
		{ HEAD "[lights]\noverdue = red 逾期\noverdue = red 逾期\n", MSG_CONF_TWICE, 5 },
		{ HEAD "[completion]\ncounts = done\n", MSG_PACK_STATE, 4 },
		{ HEAD "[completion]\ndecimals = 5\n", MSG_CONF_NUMBER, 4 },
		{ HEAD "[review]\nlevel-2 = lead\n", MSG_PACK_LEVEL, 4 },
		{ HEAD "[review]\nlevel-1 = clerk\n", MSG_CONF_WORD, 4 },
		{ HEAD "[review]\nlevel-1 = own\n", MSG_CONF_WORD, 4 },
		{ HEAD "[review]\nsource = 丙\n", MSG_CONF_LACKS, 5 },
		{ HEAD "[reminders]\ndays = 20 soon\n", MSG_CONF_NUMBER, 4 },
		{ HEAD "[reminders]\ndays = 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n",
		  MSG_CONF_MANY, 4 },
		{ "[pack]\nname = \xFF\n", MSG_CONF_UTF8, 1 },
	};
	struct arena a;
	arena_init(&a, 0);
	struct pack *p = arena_new(&a, struct pack, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err e = { 0 };
		bool ok = pack_read(&a, str_of(rows[i].text), p, &e);
		struct str says = err_text(&a, &e, LANG_EN);
		struct str line = str_fmt(&a, "line %d", rows[i].line);
		if (ok || e.msg != rows[i].msg || !str_has(says, line))
			fail_msg("%s: %d %.*s, want line %d", rows[i].text, ok, STR_ARG(says),
				 rows[i].line);
	}
	struct err e = { 0 };
	struct str big = { memset(arena_alloc(&a, PACK_BYTES + 1, 1), '#', PACK_BYTES + 1),
			   PACK_BYTES + 1 };
	assert_false(pack_read(&a, big, p, &e));
	assert_int_equal(e.code, ERR_LIMIT);
	arena_free(&a);
}

static void days(void **state)
{
	static const struct {
		enum pack_unit unit;
		int number;
		struct date from, to;
		bool known;
	} rows[] = {
		{ PACK_DAYS, 90, { 2025, 1, 22 }, { 2025, 4, 22 }, true },
		{ PACK_MONTHS, 3, { 2025, 11, 30 }, { 2026, 2, 28 }, true },
		{ PACK_MONTHS, 12, { 2024, 2, 29 }, { 2025, 2, 28 }, true },
		/* National Day 2025: 1 to 8 October off, 28 September and 11 October worked */
		{ PACK_WORKING_DAYS, 5, { 2025, 9, 26 }, { 2025, 10, 10 }, true },
		{ PACK_WORKING_DAYS, 30, { 2026, 12, 20 }, { 2027, 1, 1 }, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct pack_deadline d = { .number = rows[i].number, .unit = rows[i].unit };
		struct date to;
		assert_int_equal(pack_day(&d, rows[i].from, &to), rows[i].known);
		if (date_cmp(to, rows[i].to) != 0)
			fail_msg("%zu: %d-%d-%d", i, to.y, to.m, to.d);
	}
	workday_close();
}

static void asked(void **state)
{
	struct pack p = *pack_default();
	assert_str(pack_outward(&p, STATE_RECTIFYING, S("continuing"), S("done"), LANG_ZH),
		   S("长期整改"));
	assert_str(pack_outward(&p, STATE_RECTIFYING, S("staged"), STR_NONE, LANG_EN),
		   S("under way"));
	/* 688 of 697, as the district that published it rounds it */
	assert_true(pack_percent(&p, 688, 697) == 98.71);
	assert_true(pack_percent(&p, 1, 8) == 12.5);
	p.decimals = 0;
	assert_true(pack_percent(&p, 1, 8) == 13);
	p.rounding = PACK_DOWN;
	assert_true(pack_percent(&p, 1, 8) == 12);
	assert_true(pack_percent(&p, 9, 9) == 100);
}

/* The day is 2025-06-30; dates in the order due, closed, start, open_due. */
static void lights(void **state)
{
	static const struct {
		enum state state;
		struct date due, closed, start, open_due;
		int measures, done, points;
		const char *word; /* NULL: no light */
	} rows[] = {
		{ STATE_RECTIFYING, { 0 }, .word = NULL },
		{ STATE_RECTIFYING, { 2025, 12, 31 }, .word = "on track" },
		{ STATE_RECTIFYING, { 2025, 7, 11 }, .word = "on track" },
		{ STATE_RECTIFYING, { 2025, 7, 10 }, .word = "due soon" },
		{ STATE_RECTIFYING, { 2025, 6, 30 }, .word = "due soon" },
		{ STATE_RECTIFYING, { 2025, 6, 29 }, .word = "overdue" },
		{ STATE_APPLIED, { 2025, 6, 29 }, .word = "overdue" },
		{ STATE_STAGE, { 2025, 6, 29 }, .word = "overdue" },
		{ STATE_ISSUED, { 2025, 6, 29 }, .word = "overdue" },
		{ STATE_WITHDRAWN, { 2025, 6, 29 }, .word = NULL },
		{ STATE_UNRECTIFIED, { 2025, 6, 29 }, .word = NULL },
		{ STATE_CLOSED, { 2025, 6, 29 }, { 2025, 6, 29 }, .word = "closed" },
		{ STATE_HELD, { 2025, 6, 1 }, { 2025, 6, 2 }, .word = "closed late" },
		{ STATE_CLOSED, { 0 }, { 2025, 6, 2 }, .word = "closed" },
		/* a measure's own date has passed; today's has not */
		{ STATE_RECTIFYING, { 2025, 7, 5 }, { 0 }, { 0 }, { 2025, 6, 29 }, 2, 1, 0,
		  "behind plan" },
		{ STATE_RECTIFYING, { 0 }, { 0 }, { 0 }, { 2025, 6, 29 }, 2, 1, 0,
		  "behind plan" },
		{ STATE_RECTIFYING, { 2025, 12, 31 }, { 0 }, { 0 }, { 2025, 6, 30 }, 2, 1, 0,
		  "on track" },
		/* 50 of 100 days are gone, 1 of 4 measures is done: 25 points behind */
		{ STATE_RECTIFYING, { 2025, 8, 19 }, { 0 }, { 2025, 5, 11 }, { 0 }, 4, 1, 25,
		  "on track" },
		{ STATE_RECTIFYING, { 2025, 8, 19 }, { 0 }, { 2025, 5, 11 }, { 0 }, 4, 1, 24,
		  "behind plan" },
		{ STATE_RECTIFYING, { 2025, 8, 19 }, { 0 }, { 2025, 5, 11 }, { 0 }, 0, 0, 24,
		  "on track" },
	};
	struct pack p = *pack_default();
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct light_case c = { rows[i].state, rows[i].due, rows[i].closed,
					{ 2025, 6, 30 }, rows[i].start, rows[i].measures,
					rows[i].done, rows[i].open_due };
		p.behind_points = rows[i].points;
		const struct pack_light *l = light_of(&p, &c);
		struct str word = l ? l->word[LANG_EN] : STR_NONE;
		if (!word.p != !rows[i].word || !str_eq(word, str_of(rows[i].word)))
			fail_msg("%zu: %.*s", i, STR_ARG(word));
	}
}

static int64_t figure(const struct val *v, const char *name)
{
	return val_get_int(v, str_of(name), -1);
}

/* What figures are made of, held against a count by hand. */
static void figures(void **state)
{
	static const struct {
		enum state state;
		struct date due, closed;
		int64_t amount, extensions;
		bool reopened, recurs;
	} rows[] = {
		{ STATE_CLOSED, { 2025, 3, 31 }, { 2025, 3, 31 }, 150, 1 },  /* day 60 */
		{ STATE_HELD, { 2025, 3, 31 }, { 2025, 4, 30 }, 50 },        /* 90, late */
		{ STATE_CLOSED, { 0 }, { 2025, 2, 10 }, 0, 0, true },        /* 11 */
		{ STATE_CLOSED, { 2025, 12, 31 }, { 2025, 5, 10 } },         /* 100, not due */
		{ STATE_STAGE, { 2025, 5, 31 }, .amount = 100 },             /* 30 late */
		{ STATE_RECTIFYING, { 2025, 5, 30 }, .recurs = true },       /* 31 late */
		{ STATE_REOPENED, { 2025, 1, 31 }, .reopened = true },       /* 150 late */
		{ STATE_UNRECTIFIED, { 2025, 1, 31 }, { 2025, 2, 1 } },
		{ STATE_WITHDRAWN, { 0 } },
		{ STATE_APPLIED, { 0 } },
	};
	struct arena a;
	arena_init(&a, 0);
	struct figures all = { 0 }, sum = { 0 };
	struct pack p = *pack_default();
	p.withdrawn_apart = true;
	p.counts |= STATE_STAGE;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct figures_of f = { &p, rows[i].state, rows[i].due, rows[i].closed,
					{ 2025, 1, 30 }, rows[i].amount, rows[i].extensions,
					rows[i].reopened, rows[i].recurs };
		figures_add(&a, &all, &f, (struct date){ 2025, 6, 30 });
	}
	figures_join(&a, &sum, &all);
	struct val *v = val_map(&a);
	figures_put(&a, &sum, v);
	static const struct { const char *name; int n; } want[] = {
		{ "total", 10 }, { "base", 9 }, { "counted", 5 }, { "closed", 4 }, { "staged", 1 },
		{ "unrectified", 1 }, { "withdrawn", 1 }, { "reopened", 2 }, { "recurrences", 1 },
		{ "extensions", 1 }, { "undated", 3 }, { "due", 6 }, { "due_closed", 2 },
		{ "on_time", 1 }, { "closed_late", 1 }, { "late_30", 1 }, { "late_90", 1 },
		{ "late_more", 1 }, { "late", 3 }, { "amount", 300 }, { "amount_counted", 300 },
	};
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
		if (figure(v, want[i].name) != want[i].n)
			fail_msg("%s: %d", want[i].name, (int)figure(v, want[i].name));
	static const struct { const char *name; int n, of; double percent; } rates[] = {
		{ "completion", 5, 9, 55.56 },  { "due_completion", 2, 6, 33.33 },
		{ "on_time_rate", 1, 6, 16.67 }, { "closure", 4, 10, 40 },
		{ "amount_rate", 300, 300, 100 },
	};
	for (size_t i = 0; i < sizeof(rates) / sizeof(*rates); i++) {
		const struct val *rate = val_get(v, str_of(rates[i].name));
		assert_int_equal(figure(rate, "n"), rates[i].n);
		assert_int_equal(figure(rate, "of"), rates[i].of);
		assert_true(val_get(rate, S("percent"))->num == rates[i].percent);
	}
	assert_true(val_get(v, S("days_average"))->num == 65.3); /* 261 / 4 = 65.25 */
	assert_true(val_get(v, S("days_median"))->num == 75);
	struct figures none = { 0 };
	v = val_map(&a);
	figures_put(&a, &none, v);
	assert_int_equal(val_get(val_get(v, S("completion")), S("percent"))->kind, VAL_NULL);
	assert_int_equal(val_get(v, S("days_median"))->kind, VAL_NULL);
	arena_free(&a);
}

#define CODE "2025-01-001"

static struct str of_finding(struct world *w, struct store *s, const char *member)
{
	const struct val *row;
	struct err e = { 0 };
	help_must(store_one(s, &w->a, SQL_ASK_FINDING, PARAMS(P_STR(S(CODE))), &row, &e), &e);
	const struct val *v = val_get(row, str_of(member));
	return v && v->kind == VAL_INT ? str_fmt(&w->a, "%lld", (long long)v->i)
				       : val_get_str(row, str_of(member));
}

static struct store *with_people(struct world *w)
{
	static const char *const people[] = {
		"{\"name\":\"李芳\",\"roles\":\"supervisor\"}",
		"{\"name\":\"赵丽\",\"roles\":\"lead\"}",
		"{\"name\":\"钱进\",\"roles\":\"supervisor lead\"}",
	};
	struct store *s = world_ledger(w);
	for (int i = 0; i < 3; i++)
		help_do(w, s, "王小明", "add-person", NULL, people[i], ERR_NONE);
	help_do(w, s, "王小明", "add-unit", NULL, "{\"name\":\"桐湖社区党委\"}", ERR_NONE);
	return s;
}

/* Dates come from the pack of the inspection, a carried one by its name; a person's
 * own date stands; a later text of the pack is another pack. */
static void dates(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = with_people(&w);
	struct result r;
	help_do(&w, s, "李芳", "open-inspection", NULL,
		"{\"unit\":\"桐湖社区党委\",\"feedback\":\"2025-01-22\",\"pack\":\"没有\"}",
		ERR_NOT_FOUND);
	help_do(&w, s, "李芳", "open-inspection", NULL,
		"{\"unit\":\"桐湖社区党委\",\"feedback\":\"2025-01-22\",\"pack\":\"inspection\"}",
		ERR_NONE);
	r = help_do(&w, s, "李芳", "issue", "2025-01", "{\"category\":\"甲\",\"title\":\"乙\"}",
		    ERR_NONE);
	assert_str(of_finding(&w, s, "due"), S("2025-04-22"));
	assert_str(of_finding(&w, s, "due_rule"), S("集中整改"));
	assert_str(val_get_str(r.told->first, S("zh")), S("集中整改：反馈后3个月"));
	help_do(&w, s, "王小明", "claim", CODE, "{}", ERR_NONE);
	assert_str(of_finding(&w, s, "due"), S("2025-04-22"));
	/* the class changes, and with it the date that the pack set */
	help_do(&w, s, "王小明", "assign", CODE, "{\"class\":\"continuing\"}", ERR_NONE);
	assert_str(of_finding(&w, s, "due"), S("2026-01-22"));
	help_do(&w, s, "李芳", "set-due", CODE, "{\"due\":\"2999-01-31\"}", ERR_NONE);
	help_do(&w, s, "王小明", "assign", CODE, "{\"class\":\"staged\"}", ERR_NONE);
	assert_str(of_finding(&w, s, "due"), S("2999-01-31"));
	assert_null(of_finding(&w, s, "due_rule").p);
	/* an own pack of the name 巡察; the inspection keeps what it has */
	r = help_do(&w, s, "王小明", "add-pack", NULL,
		    "{\"text\":\"[pack]\\nname = 巡察\\n[deadline 丙]\\nnumber = 5\\n"
		    "unit = working-days\\nafter = claim\\nsets = due\\nsource = 丁\\n\"}",
		    ERR_NONE);
	assert_str(r.target, S("巡察"));
	assert_str(of_finding(&w, s, "pack"), S("1"));
	help_do(&w, s, "王小明", "use-pack", "2025-01", "{\"pack\":\"巡察\"}", ERR_DENIED);
	help_do(&w, s, "李芳", "use-pack", "2025-01", "{\"pack\":\"巡察\"}", ERR_NONE);
	assert_str(of_finding(&w, s, "pack"), S("2"));
	help_do(&w, s, "李芳", "add-pack", NULL, "{\"text\":\"[pack]\\nname = 甲\\n\"}", ERR_DENIED);
	help_do(&w, s, "王小明", "add-pack", NULL, "{\"text\":\"[pack]\\n\"}", ERR_BAD_INPUT);
	store_close(s);
	world_close(&w);
}

/* Two levels on disk: the finding stays applied for until the last; nobody stands
 * at two, and the database says so by itself. */
static void chain(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = with_people(&w);
	struct verdict v;
	struct err e = { 0 };
	help_do(&w, s, "李芳", "open-inspection", NULL,
		"{\"unit\":\"桐湖社区党委\",\"feedback\":\"2025-01-22\",\"pack\":\"环保督察\"}",
		ERR_NONE);
	help_do(&w, s, "李芳", "issue", "2025-01", "{\"category\":\"甲\",\"title\":\"乙\"}",
		ERR_NONE);
	assert_str(of_finding(&w, s, "plan_due"), S("2025-03-11"));
	static const struct { const char *who, *verb, *fields; enum err_code code; } steps[] = {
		{ "王小明", "claim", "{}" },
		{ "王小明", "add-measure", "{\"text\":\"清理\"}" },
		{ "王小明", "plan", "{\"text\":\"分三步\"}" },
		{ "李芳", "approve", "{\"opinion\":\"可行\"}" },
		{ "王小明", "report", "{\"text\":\"已清\",\"measure\":1,\"progress\":\"done\"}" },
		{ "王小明", "apply", "{\"text\":\"已完成\"}" },
		{ "李芳", "verify", "{\"opinion\":\"属实\"}", ERR_DENIED }, /* for a lead */
		{ "钱进", "verify", "{\"opinion\":\"属实\"}" },
		{ "钱进", "verify", "{\"opinion\":\"属实\"}", ERR_DENIED }, /* again */
		{ "钱进", "return", "{\"reason\":\"未见照片\"}", ERR_DENIED },
		{ "李芳", "return", "{\"reason\":\"未见照片\"}" },
		{ "王小明", "apply", "{\"text\":\"补了\"}" },
		{ "钱进", "verify", "{\"opinion\":\"属实\"}" },
		{ "赵丽", "verify", "{\"opinion\":\"属实\"}", ERR_DENIED }, /* for a supervisor */
		{ "李芳", "verify", "{\"opinion\":\"属实\"}" },
	};
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		help_do(&w, s, steps[i].who, steps[i].verb, CODE, steps[i].fields, steps[i].code);
		if (strcmp(steps[i].verb, "report") == 0)
			help_attach(&w, s, steps[i].who, CODE, 1, "照片");
	}
	assert_str(of_finding(&w, s, "state"), S("closed"));
	help_must(store_verify(s, &w.a, NULL, &v, &e), &e);
	if (!v.intact)
		help_must(false, &v.fault);
	store_close(s);
	struct raw raw = help_raw(&w);
	assert_false(raw_try(&raw, "UPDATE decision SET actor = '钱进' WHERE verb = 'verify' AND "
				   "level = 2"));
	assert_false(raw_try(&raw, "UPDATE decision SET level = 1 WHERE verb = 'verify' AND "
				   "level = 2"));
	assert_false(raw_try(&raw, "UPDATE decision SET level = 5 WHERE level = 2"));
	assert_false(raw_try(&raw, "UPDATE decision SET level = 1 WHERE asked IS NULL"));
	raw_close(&raw);
	world_close(&w);
}

/* How often, how long and how early an extension may be asked for. */
static void extensions(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = with_people(&w);
	help_do(&w, s, "王小明", "add-pack", NULL,
		"{\"text\":\"[pack]\\nname = 甲\\n[extension]\\ntimes = 1\\ndays = 30\\n"
		"source = 丁\\n\"}", ERR_NONE);
	help_adopt(&w, s, "one", ERR_NONE);
	help_do(&w, s, "李芳", "use-pack", "2025-01", "{\"pack\":\"甲\"}", ERR_NONE);
	help_do(&w, s, "王小明", "set-due", CODE, "{\"due\":\"2999-01-01\"}", ERR_NONE);
	static const struct { const char *who, *verb, *fields; enum err_code code; } steps[] = {
		{ "王小明", "extend", "{\"reason\":\"a\",\"due\":\"2999-02-01\"}", ERR_CONFLICT },
		{ "王小明", "extend", "{\"reason\":\"a\",\"due\":\"2999-01-31\"}" },
		{ "李芳", "decide-extension", "{\"outcome\":\"granted\",\"due\":\"2999-02-01\"}",
		  ERR_CONFLICT },
		{ "李芳", "decide-extension", "{\"outcome\":\"granted\"}" },
		{ "王小明", "extend", "{\"reason\":\"a\",\"due\":\"2999-02-10\"}", ERR_CONFLICT },
	};
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		help_do(&w, s, steps[i].who, steps[i].verb, CODE, steps[i].fields, steps[i].code);
	store_close(s);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(carried), cmocka_unit_test(refused), cmocka_unit_test(days),
		cmocka_unit_test(asked),   cmocka_unit_test(dates),   cmocka_unit_test(chain),
		cmocka_unit_test(extensions), cmocka_unit_test(lights),
		cmocka_unit_test(figures),
	};
	return cmocka_run_group_tests_name("packs", tests, NULL, NULL);
}

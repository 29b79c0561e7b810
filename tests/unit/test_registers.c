/* registers: definitions read and refused with their line, values and filters, what
 * is counted; then records on a ledger: which definition is in force, corrections,
 * nodes, cases, indicators, erasing. */
#include "store_help.h"

#include "ledger/tally.h"
#include "view/ledger_view.h"
#include "view/register_view.h"

static void carried(void **state)
{
	int count = 0;
	struct arena a;
	arena_init(&a, 0);
	struct register_def *r = arena_new(&a, struct register_def, 1);
	for (const struct embed *f = register_files; f->name.p; f++, count++) {
		struct err e = { 0 };
		help_must(register_read(&a, f->text, r, &e), &e);
		assert_true(r->fields && r->counts && r->about[LANG_EN].n);
		assert_str(register_carried(&a, r->name), f->text);
		assert_str(register_carried(&a, r->title[LANG_ZH]), f->text);
		assert_str(register_carried(&a, r->title[LANG_EN]), f->text);
	}
	assert_int_equal(count, 9);
	assert_null(register_carried(&a, S("没有")).p);
	arena_free(&a);
}

#define HEAD "[register]\nname = a\ntitle = 甲 | A\n"
#define FIELD "[field n]\nlabel = 数 | N\ntype = number\n"
#define SECRET "[field p]\nlabel = 名 | P\ntype = text\npersonal = yes\n"
#define COUNT "[count c]\nlabel = 次 | C\nunit = 次 | times\n"

static void refused(void **state)
{
	static const struct { const char *text; enum msg msg; int line; } rows[] = {
		{ "", MSG_CONF_LACKS, 1 },
		{ HEAD, MSG_CONF_LACKS, 4 },
		{ "[register]\nname = A\n", MSG_REGISTER_NAME, 2 },
		{ "[register]\nname = a b\n", MSG_REGISTER_NAME, 2 },
		{ "[registers]\n", MSG_CONF_SECTION, 1 },
		{ HEAD "channel = mail\n", MSG_CONF_WORD, 4 },
		{ HEAD "[field date]\n", MSG_REGISTER_TAKEN, 4 },
		{ HEAD "[field n]\nlabel = 数\n", MSG_CONF_LACKS, 6 },
		{ HEAD FIELD FIELD, MSG_CONF_TWICE, 7 },
		{ HEAD "[field n]\nlabel = 数\ntype = choice\n", MSG_CONF_LACKS, 7 },
		{ HEAD "[field n]\nlabel = 数\ntype = text\nchoices = x 甲\n", MSG_CONF_LACKS, 8 },
		{ HEAD "[field n]\nlabel = 数\ntype = choice\nchoices = x 甲; x 乙\n",
		  MSG_CONF_TWICE, 7 },
		{ HEAD "[field n]\nlabel = 数\ntype = date\npersonal = yes\n",
		  MSG_REGISTER_PERSONAL, 8 },
		{ HEAD "[field n]\nlabel = 数\ntype = text\nmost = 9999\n", MSG_CONF_NUMBER, 8 },
		{ HEAD "[field n]\nlabel = 数\ntype = number\nleast = 5\nmost = 4\n",
		  MSG_CONF_NUMBER, 9 },
		{ HEAD FIELD COUNT "rule = total\n", MSG_CONF_WORD, 10 },
		{ HEAD FIELD COUNT "rule = sum\n", MSG_CONF_LACKS, 11 },
		{ HEAD FIELD COUNT "rule = sum\nof = m\n", MSG_REGISTER_OF, 12 },
		{ HEAD FIELD SECRET COUNT "rule = distinct\nof = p\n", MSG_REGISTER_OF, 16 },
		{ HEAD FIELD COUNT "rule = percent\nof = c c\n", MSG_REGISTER_OF, 12 },
		{ HEAD FIELD COUNT "rule = count\nwhere = p given\n", MSG_REGISTER_WHERE_LINE, 11 },
		{ HEAD FIELD SECRET COUNT "rule = count\nwhere = p given\n",
		  MSG_REGISTER_WHERE_LINE, 15 },
		{ HEAD FIELD COUNT "rule = count\nwhere = n > 3\n", MSG_REGISTER_WHERE_LINE, 11 },
		{ HEAD FIELD COUNT "rule = count\n[count d]\nlabel = x\nunit = x\n"
		  "rule = months-below\nof = c\n", MSG_CONF_LACKS, 16 },
		{ HEAD FIELD "[node x]\nlabel = x\nneeds = m\n", MSG_REGISTER_OF, 9 },
	};
	struct arena a;
	arena_init(&a, 0);
	struct register_def *r = arena_new(&a, struct register_def, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err e = { 0 };
		bool ok = register_read(&a, str_of(rows[i].text), r, &e);
		struct str says = err_text(&a, &e, LANG_EN);
		struct str line = str_fmt(&a, "line %d", rows[i].line);
		if (ok || e.msg != rows[i].msg || !str_has(says, line))
			fail_msg("%s: %d %.*s, want line %d", rows[i].text, ok, STR_ARG(says),
				 rows[i].line);
	}
	arena_free(&a);
}

static struct register_def *read_carried(struct arena *a, const char *name)
{
	struct register_def *r = arena_new(a, struct register_def, 1);
	struct err e = { 0 };
	help_must(register_read(a, register_carried(a, str_of(name)), r, &e), &e);
	return r;
}

static void values(void **state)
{
	static const struct { const char *of, *field, *text, *kept, *shown; } rows[] = {
		{ "study", "kind", "专题交流", "exchange", "专题交流" },
		{ "study", "kind", "Exchange", "exchange", "专题交流" },
		{ "study", "kind", "座谈", NULL, NULL },
		{ "study", "attendance", "12", "12", "12" },
		{ "study", "attendance", "十二", "12", "12" },
		{ "study", "attendance", "12.5", NULL, NULL },
		{ "study", "attendance", "-1", NULL, NULL },
		{ "study", "topic", "  防汛 ", "防汛", "防汛" },
		{ "fund", "amount", "2万元", "2000000", "20000" },
		{ "fund", "amount", "3200.5", "320050", "3200.50" },
		{ "fund", "amount", "若干", NULL, NULL },
		{ "milestone", "planned", "2025年6月", "2025-06-30", "2025-06-30" },
		{ "milestone", "planned", "6月30日", NULL, NULL },
		{ "patrol", "fixed", "是", "yes", "是" },
		{ "patrol", "fixed", "no", "no", "否" },
		{ "patrol", "fixed", "也许", NULL, NULL },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct register_def *r = read_carried(&a, rows[i].of);
		const struct register_field *f =
			&r->field[register_field_find(r, str_of(rows[i].field))];
		const struct val *v;
		struct err e = { 0 };
		if (register_value_read(&a, f, str_of(rows[i].text), &v, &e) != !!rows[i].kept)
			fail_msg("%s %s", rows[i].field, rows[i].text);
		if (!rows[i].kept)
			continue;
		assert_str(v->kind == VAL_INT ? str_fmt(&a, "%lld", (long long)v->i) : v->s,
			   str_of(rows[i].kept));
		assert_str(register_value_text(&a, f, v, LANG_ZH), str_of(rows[i].shown));
	}
	arena_free(&a);
}

/* `words`: date, node, then FIELD=VALUE. */
static void add(struct arena *a, struct tally *t, const struct register_def *r, const char *words)
{
	struct str rest = str_of(words), word, name;
	struct tally_record record = { 0 };
	struct err e = { 0 };
	int64_t node = 0;
	str_split(&rest, ' ', &record.date);
	str_split(&rest, ' ', &word);
	str_int(word, &node);
	record.node = (int)node;
	while (str_split(&rest, ' ', &word)) {
		const struct val *v;
		str_split(&word, '=', &name);
		int i = register_field_find(r, name);
		assert_true(i >= 0);
		help_must(register_value_read(a, &r->field[i], word, &v, &e), &e);
		record.value[i] = (struct tally_value){ true, v->kind == VAL_STR ? v->s : STR_NONE,
							v->kind == VAL_INT ? v->i : 0 };
	}
	tally_add(t, &record);
}

static void figure_is(const struct tally *t, const struct register_def *r, const char *name,
		      double want)
{
	double got = -1;
	int at = register_count_find(r, str_of(name));
	assert_true(at >= 0);
	if (!tally_figure(t, at, &got))
		got = -1;
	if (got != want)
		fail_msg("%s: %g, want %g", name, got, want);
}

static void counted(void **state)
{
	struct arena a;
	struct register_filter only;
	struct err e = { 0 };
	struct date none = { 0 }, from = { 2025, 1, 1 }, to = { 2025, 6, 30 };
	struct date today = { 2025, 5, 30 };
	arena_init(&a, 0);
	struct register_def *r = read_carried(&a, "outreach");
	struct tally *t = tally_new(&a, r, NULL, from, to, today);
	add(&a, t, r, "2025-01-10 0 topic=a kind=lecture audience=40 items=0");
	add(&a, t, r, "2025-01-20 0 topic=b kind=article items=20");
	add(&a, t, r, "2025-04-30 0 topic=c kind=lecture audience=110");
	figure_is(t, r, "events", 2);
	figure_is(t, r, "people", 150);
	figure_is(t, r, "items", 20);
	/* February and March; May is not over on its 30th, but on its 31st */
	figure_is(t, r, "months-below", 2);
	t = tally_new(&a, r, NULL, from, to, (struct date){ 2025, 5, 31 });
	add(&a, t, r, "2025-01-10 0 topic=a kind=lecture");
	figure_is(t, r, "months-below", 4);
	help_must(register_filter_read(&a, r, S("kind = 讲座; audience >= 100"), &only, &e), &e);
	t = tally_new(&a, r, &only, none, none, today);
	add(&a, t, r, "2025-01-10 0 topic=a kind=lecture audience=40");
	add(&a, t, r, "2025-01-11 0 topic=a kind=lecture audience=100");
	assert_int_equal(tally_records(t), 1);

	r = read_carried(&a, "fund");
	t = tally_new(&a, r, NULL, none, none, today);
	add(&a, t, r, "2025-01-10 0 kind=received source=x amount=20000 mode=naming");
	add(&a, t, r, "2025-02-10 0 kind=spent source=y amount=1500.5");
	figure_is(t, r, "balance", 1849950);
	figure_is(t, r, "modes", 1);
	assert_true(tally_is_money(r, register_count_find(r, S("balance"))));

	r = read_carried(&a, "survey");
	t = tally_new(&a, r, NULL, none, none, today);
	figure_is(t, r, "satisfied-percent", -1); /* 0 of 0 */
	add(&a, t, r, "2025-01-10 0 topic=x sent=50 valid=48 satisfied=36");
	figure_is(t, r, "satisfied-percent", 75);

	r = read_carried(&a, "milestone");
	t = tally_new(&a, r, NULL, none, none, today);
	add(&a, t, r, "2025-01-10 0 project=x step=a planned=2025-03-01 actual=2025-03-01");
	add(&a, t, r, "2025-01-10 0 project=x step=b planned=2025-03-01 actual=2025-03-02");
	add(&a, t, r, "2025-01-10 0 project=x step=c planned=2025-05-29");
	add(&a, t, r, "2025-01-10 0 project=x step=d planned=2025-05-30");
	figure_is(t, r, "late", 2);
	figure_is(t, r, "done-percent", 50);

	r = read_carried(&a, "application");
	t = tally_new(&a, r, NULL, none, none, today);
	add(&a, t, r, "2025-01-10 5 household=1 item=x amount=100");
	add(&a, t, r, "2025-01-10 5 household=1 item=y amount=50"); /* one household */
	add(&a, t, r, "2025-01-10 4 household=2 item=x amount=70");
	figure_is(t, r, "applied", 2);
	figure_is(t, r, "done", 1);
	figure_is(t, r, "amount", 15000);
	arena_free(&a);
}

/* The figure of a count, as people see it. */
static struct str count_of(struct world *w, struct store *s, const char *name, const char *unit,
			   const char *person, const char *count)
{
	struct records_asked asked = { .name = str_of(name), .unit = str_of(unit),
				       .person = str_of(person) };
	const struct val *v;
	struct err e = { 0 };
	help_must(view_count(s, &w->a, &asked, (struct date){ 2030, 1, 1 }, LANG_ZH, &v, &e), &e);
	for val_each(row, val_get(v, S("counts")))
		if (str_eq(val_get_str(row, S("name")), str_of(count)))
			return val_get_str(row, S("text"));
	return STR_NONE;
}

#define OWN "[register]\\nname = study\\ntitle = 学习 | Study\\n[field topic]\\nlabel = 主题 | T\\n" \
	    "type = text\\nrequired = yes\\n[count all]\\nlabel = 次 | All\\nunit = 次 | times\\n"  \
	    "rule = count\\n"

/* The world's ledger with units, and who is of them: see help_people(). */
static struct store *with_units(struct world *w)
{
	world_open(w);
	struct store *s = world_ledger(w);
	help_do(w, s, "王小明", "add-unit", NULL, "{\"name\":\"清溪街道\"}", ERR_NONE);
	help_do(w, s, "王小明", "add-unit", NULL, "{\"name\":\"桐湖社区\",\"parent\":\"清溪街道\"}",
		ERR_NONE);
	help_do(w, s, "王小明", "add-unit", NULL, "{\"name\":\"柳岸社区\",\"parent\":\"清溪街道\"}",
		ERR_NONE);
	help_do(w, s, "王小明", "add-person", NULL,
		"{\"name\":\"陈明\",\"roles\":\"clerk\",\"unit\":\"桐湖社区\"}", ERR_NONE);
	help_do(w, s, "王小明", "add-person", NULL,
		"{\"name\":\"周航\",\"roles\":\"lead\",\"unit\":\"清溪街道\"}", ERR_NONE);
	return s;
}

#define STUDY(more) "{\"register\":\"study\",\"date\":\"2025-03-04\"," more "}"
#define TALK "\"values\":{\"topic\":\"防汛\",\"kind\":\"exchange\",\"attendance\":12}"

static void recorded(void **state)
{
	struct world w;
	struct store *s = with_units(&w);
	struct result r = help_do(&w, s, "陈明", "record", NULL, STUDY(TALK), ERR_NONE);
	const char *code = str_cstr(&w.a, r.target);
	assert_true(str_starts(r.target, S("DJ-20")));
	help_do(&w, s, "陈明", "record", NULL, STUDY("\"values\":{\"kind\":\"exchange\"}"),
		ERR_BAD_INPUT);
	help_do(&w, s, "陈明", "record", NULL, STUDY("\"values\":{\"subject\":\"x\"}"),
		ERR_BAD_INPUT);
	help_do(&w, s, "陈明", "record", NULL, STUDY(TALK ",\"unit\":\"柳岸社区\""), ERR_DENIED);
	help_do(&w, s, "陈明", "record", NULL,
		"{\"register\":\"study\",\"date\":\"2999-03-04\"," TALK "}", ERR_BAD_INPUT);
	help_do(&w, s, "陈明", "record", NULL,
		"{\"register\":\"none\",\"date\":\"2025-03-04\"," TALK "}", ERR_NOT_FOUND);
	assert_str(count_of(&w, s, "study", NULL, NULL, "attendance"), S("12"));
	help_do(&w, s, "陈明", "correct-record", code, "{\"values\":{\"attendance\":13}}", ERR_NONE);
	help_do(&w, s, "陈明", "correct-record", code, "{\"values\":{\"topic\":\"\"}}",
		ERR_BAD_INPUT);
	help_do(&w, s, "陈明", "correct-record", code, "{\"values\":{\"host\":\"李芳\"}}", ERR_NONE);
	help_do(&w, s, "陈明", "correct-record", code, "{\"values\":{}}", ERR_BAD_INPUT);
	assert_str(count_of(&w, s, "学习", NULL, NULL, "attendance"), S("13"));
	help_do(&w, s, "周航", "record", NULL, STUDY(TALK ",\"unit\":\"柳岸社区\""), ERR_NONE);
	assert_str(count_of(&w, s, "study", NULL, "陈明", "sessions"), S("1"));
	assert_str(count_of(&w, s, "study", NULL, "周航", "sessions"), S("2"));
	assert_str(count_of(&w, s, "study", "柳岸社区", "周航", "sessions"), S("1"));
	help_do(&w, s, "陈明", "void-record", code, "{\"reason\":\"重复登记\"}", ERR_NONE);
	help_do(&w, s, "陈明", "correct-record", code, "{\"values\":{\"attendance\":1}}",
		ERR_CONFLICT);
	assert_str(count_of(&w, s, "study", NULL, NULL, "sessions"), S("1"));
	store_close(s);
	world_close(&w);
}

/* The unit's own definition goes before the one above; a record keeps to its own. */
static void in_force(void **state)
{
	struct world w;
	const struct val *v;
	struct err e = { 0 };
	struct store *s = with_units(&w);
	struct result first = help_do(&w, s, "陈明", "record", NULL, STUDY(TALK), ERR_NONE);
	help_do(&w, s, "王小明", "add-register", NULL,
		"{\"text\":\"" OWN "\",\"unit\":\"清溪街道\"}", ERR_NONE);
	help_do(&w, s, "周航", "add-register", NULL, "{\"text\":\"" OWN "\"}", ERR_DENIED);
	help_do(&w, s, "王小明", "add-register", NULL, "{\"text\":\"[register]\\n\"}", ERR_BAD_INPUT);
	help_do(&w, s, "陈明", "record", NULL, STUDY(TALK), ERR_BAD_INPUT); /* no `kind` there */
	help_do(&w, s, "陈明", "record", NULL, STUDY("\"values\":{\"topic\":\"读书\"}"), ERR_NONE);
	assert_str(count_of(&w, s, "study", NULL, "陈明", "all"), S("2"));
	assert_str(count_of(&w, s, "study", NULL, NULL, "attendance"), S("12"));
	help_must(view_show(s, &w.a, first.target, LANG_ZH, &v, &e), &e);
	assert_int_equal(val_get_int(val_get(v, S("values")), S("attendance"), 0), 12);
	help_must(view_registers(s, &w.a, LANG_EN, &v, &e), &e);
	assert_int_equal(v->count, 10);
	store_close(s);
	world_close(&w);
}

#define HOUSE "{\"register\":\"application\",\"date\":\"2025-03-04\",\"values\":{\"household\":"   \
	      "\"H-12\",\"item\":\"扶手\",\"resident\":\"陈伯\",\"phone\":\"13800000000\"}"

static bool is_intact(struct world *w, struct store *s)
{
	struct verdict verdict;
	struct err e = { 0 };
	help_must(store_verify(s, &w->a, NULL, &verdict, &e), &e);
	return verdict.intact;
}

static void nodes(void **state)
{
	struct world w;
	struct store *s = with_units(&w);
	struct result r = help_do(&w, s, "陈明", "record", NULL, HOUSE "}", ERR_NONE);
	const char *code = str_cstr(&w.a, r.target);
	help_do(&w, s, "陈明", "advance-record", code, "{}", ERR_DENIED); /* reviewed by another */
	help_do(&w, s, "周航", "advance-record", code, "{\"node\":\"installed\"}", ERR_CONFLICT);
	help_do(&w, s, "周航", "advance-record", code, "{\"node\":\"reviewed\"}", ERR_NONE);
	help_do(&w, s, "周航", "advance-record", code, "{}", ERR_NONE);
	help_do(&w, s, "周航", "advance-record", code, "{}", ERR_DENIED); /* accepted by another */
	help_do(&w, s, "陈明", "advance-record", code, "{}", ERR_NONE);
	assert_str(count_of(&w, s, "application", NULL, NULL, "accepted"), S("1"));
	assert_str(count_of(&w, s, "application", NULL, NULL, "done"), S("0"));
	help_do(&w, s, "陈明", "advance-record", code, "{}", ERR_BAD_INPUT); /* no amount */
	help_do(&w, s, "陈明", "correct-record", code, "{\"values\":{\"amount\":\"3200.5\"}}",
		ERR_NONE);
	help_do(&w, s, "陈明", "advance-record", code, "{}", ERR_NONE);
	help_do(&w, s, "陈明", "advance-record", code, "{}", ERR_CONFLICT);
	assert_str(count_of(&w, s, "application", NULL, NULL, "amount"), S("3200.50"));
	/* passed elsewhere, and stated when recorded */
	help_do(&w, s, "陈明", "record", NULL,
		HOUSE ",\"nodes\":{\"reviewed\":\"2025-03-05\",\"installed\":\"2025-03-04\"}}",
		ERR_BAD_INPUT);
	help_do(&w, s, "陈明", "record", NULL, HOUSE ",\"nodes\":{\"reviewed\":\"2025-03-05\"}}",
		ERR_NONE);
	help_do(&w, s, "陈明", "record", NULL, STUDY(TALK ",\"nodes\":{\"reviewed\":\"2025-03-05\"}"),
		ERR_BAD_INPUT);
	assert_true(is_intact(&w, s));
	/* a person's data goes, the figures stay */
	help_do(&w, s, "王小明", "erase", NULL,
		"{\"object\":\"record_value\",\"row\":\"1/resident\",\"reason\":\"本人要求\"}",
		ERR_NONE);
	assert_true(is_intact(&w, s));
	assert_str(count_of(&w, s, "application", NULL, NULL, "applied"), S("1"));
	struct raw raw = help_raw(&w);
	struct raw_texts cells = raw_cells(
		&raw, &w.a, "SELECT secret FROM record_value WHERE record = 1 ORDER BY field");
	int there = 0;
	for (ptrdiff_t i = 0; i < cells.n; i++)
		there += cells.p[i].n > 0;
	assert_int_equal(there, 1); /* the phone */
	cells = raw_cells(&raw, &w.a, "SELECT count(*) FROM event WHERE payload LIKE '%陈伯%'");
	assert_str(cells.p[0], S("0"));
	raw_close(&raw);
	store_close(s);
	world_close(&w);
}

/* What the register counts of the finding's unit is the indicator's actual figure. */
static void indicators(void **state)
{
	struct world w;
	const struct val *v;
	struct err e = { 0 };
	world_open(&w);
	struct store *s = world_ledger(&w);
	help_adopt(&w, s, "a", ERR_NONE);
	struct raw raw = help_raw(&w);
	const char *unit = str_cstr(&w.a, raw_cells(&raw, &w.a, "SELECT name FROM unit").p[0]);
	raw_close(&raw);
	const char *fields = str_cstr(&w.a, str_fmt(&w.a, "{\"register\":\"study\",\"unit\":\"%s\","
		"\"about\":\"2025-01-001\",\"date\":\"2025-03-04\"," TALK "}", unit));
	help_do(&w, s, "王小明", "record", NULL, fields, ERR_NONE);
	help_do(&w, s, "王小明", "record", NULL, fields, ERR_NONE);
	const char *code = "2025-01-001";
	help_do(&w, s, "王小明", "add-indicator", code,
		"{\"measure\":1,\"name\":\"学习\",\"target\":5,\"register\":\"study\","
		"\"count\":\"talks\"}", ERR_BAD_INPUT);
	help_do(&w, s, "王小明", "add-indicator", code,
		"{\"measure\":1,\"name\":\"学习\",\"target\":5,\"count\":\"sessions\"}",
		ERR_BAD_INPUT);
	help_do(&w, s, "王小明", "add-indicator", code,
		"{\"measure\":1,\"name\":\"学习\",\"target\":5,\"register\":\"学习\","
		"\"count\":\"sessions\",\"where\":\"kind = exchange\",\"from\":\"2025-01-01\"}",
		ERR_NONE);
	help_do(&w, s, "王小明", "set-indicator", code,
		"{\"measure\":1,\"indicator\":1,\"actual\":7}", ERR_CONFLICT);
	help_must(view_show(s, &w.a, str_of(code), LANG_ZH, &v, &e), &e);
	assert_int_equal(val_get(v, S("records"))->count, 2);
	const struct val *i = val_get(val_get(v, S("measures"))->first, S("indicators"))->first;
	assert_true(val_get(i, S("actual"))->num == 2);
	help_do(&w, s, "王小明", "set-indicator", code,
		"{\"measure\":1,\"indicator\":1,\"register\":\"none\",\"actual\":7}", ERR_NONE);
	help_must(view_show(s, &w.a, str_of(code), LANG_ZH, &v, &e), &e);
	i = val_get(val_get(v, S("measures"))->first, S("indicators"))->first;
	assert_true(val_get(i, S("actual"))->num == 7);
	assert_true(is_intact(&w, s));
	/* a patrol's find becomes a case, once */
	fields = str_cstr(&w.a, str_fmt(&w.a, "{\"register\":\"patrol\",\"unit\":\"%s\","
		"\"date\":\"2025-03-04\",\"values\":{\"place\":\"3号楼\",\"found\":\"堆物\"}}", unit));
	struct result r = help_do(&w, s, "王小明", "record", NULL, fields, ERR_NONE);
	fields = str_cstr(&w.a, str_fmt(&w.a,
					"{\"channel\":\"patrol\",\"text\":\"堆物\",\"unit\":\"%s\","
					"\"record\":\"%.*s\"}",
					unit, STR_ARG(r.target)));
	struct result opened = help_do(&w, s, "王小明", "take-case", NULL, fields, ERR_NONE);
	help_do(&w, s, "王小明", "take-case", NULL, fields, ERR_CONFLICT);
	help_must(view_show(s, &w.a, r.target, LANG_ZH, &v, &e), &e);
	assert_str(val_get_str(v, S("opened")), opened.target);
	store_close(s);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(carried),  cmocka_unit_test(refused), cmocka_unit_test(values),
		cmocka_unit_test(counted),  cmocka_unit_test(recorded), cmocka_unit_test(in_force),
		cmocka_unit_test(nodes),    cmocka_unit_test(indicators),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

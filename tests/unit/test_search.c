/* search: grams, what is looked for, the index beside actions, pages, rights. */
#include "tap.h"

#include "store_help.h"

#include "base/utf8.h"
#include "view/findings_view.h"
#include "view/reach.h"
#include "view/search_view.h"

static struct str joined(struct arena *a, struct str text)
{
	struct grams walk;
	struct gram gram;
	struct buf b;
	buf_init(&b, a);
	grams_start(&walk, text);
	while (grams_next(&walk, &gram))
		buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR_ARG(gram.text));
	return b.n ? buf_str(&b) : S("");
}

static void gram_table(void **state)
{
	static const struct { struct str text, grams; } rows[] = {
		{ S("物业管理"), S("物业 业管 管理 理") },
		{ S("甪"), S("甪") },
		{ S("物业，管理"), S("物业 业 管理 理") },
		{ S("ＷｉＦｉ覆盖２５户"), S("wifi 覆盖 盖 25 户") },
		{ S("2025-03-017"), S("2025 03 017") },
		{ S("5380亿元"), S("5380 亿元 元") },
		{ S("　“”。"), S("") },
		{ S("Ünïcode É"), S("Ünïcode É") },
		{ S("1234567890123456789012345678901234567890123456789012345678901234"),
		  S("123456789012345678901234567890123456789012345678901234567890 1234") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(joined(&a, rows[i].text), rows[i].grams);
	arena_free(&a);
}

/* The words as read, set apart by |, an open end marked *. */
static struct str sought(struct arena *a, struct str typed, enum err_code code)
{
	struct words_sought words;
	struct err e = { 0 };
	struct buf b;
	buf_init(&b, a);
	assert_int_equal(words_sought_read(a, typed, &words, &e), code == ERR_NONE);
	assert_int_equal(e.code, code);
	for (int i = 0; i < words.n && !code; i++)
		buf_fmt(&b, "%s%.*s%s", i ? "|" : "", STR_ARG(words.word[i].text),
			words.word[i].open ? "*" : "");
	return b.n ? buf_str(&b) : S("");
}

static void words_read(void **state)
{
	static const struct { struct str typed, words; } rows[] = {
		{ S("物业 楼道"), S("物业|楼道") },
		{ S("　物业　业　"), S("物业|业*") },
		{ S("“物业 管理”“12户”"), S("物业 管理|12户*") },
		{ S("2025-03-017"), S("2025 03 017") },
		{ S("\"物业"), S("物业") },
		{ S("整改、落实"), S("整改 落实") },
		{ S("「ＡＢ」c"), S("ab|c") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(sought(&a, rows[i].typed, ERR_NONE), rows[i].words);
	sought(&a, S("，。 “”"), ERR_BAD_INPUT);
	sought(&a, S(""), ERR_BAD_INPUT);
	sought(&a, S("1 2 3 4 5 6 7 8 9 a b c d"), ERR_LIMIT);
	char *far = memset(arena_new(&a, char, WORDS_BYTES + 1), 'x', WORDS_BYTES + 1);
	sought(&a, (struct str){ far, WORDS_BYTES + 1 }, ERR_LIMIT);
	arena_free(&a);
}

/* A snippet with its marks in brackets. */
static struct str marked(struct arena *a, const struct val *snippet)
{
	struct buf b;
	buf_init(&b, a);
	for val_each(piece, snippet) {
		bool mark = val_get(piece, S("mark"))->yes;
		buf_fmt(&b, mark ? "[%.*s]" : "%.*s", STR_ARG(val_get_str(piece, S("text"))));
	}
	return b.n ? buf_str(&b) : S("");
}

static void snippets(void **state)
{
	static const struct { struct str typed, text, shown; ptrdiff_t most; } rows[] = {
		{ S("物业"), S("与物业沟通，物业公司"), S("与[物业]沟通，[物业]公司"), 80 },
		{ S("业"), S("物业公司"), S("物[业]公司"), 80 },
		{ S("业"), S("物业"), S("物[业]"), 80 },
		{ S("物业 业公"), S("物业公司"), S("[物业公]司"), 80 },
		{ S("ＷＩＦＩ"), S("增设 WiFi 三处"), S("增设 [WiFi] 三处"), 80 },
		{ S("wi"), S("WiFi"), S(""), 80 },
		{ S("“物业 管理”"), S("物业、管理"), S("[物业、管理]"), 80 },
		{ S("堵塞"), S("甲乙丙丁戊己庚辛壬癸堵塞子丑寅卯"), S("…壬癸[堵塞]子丑寅卯"), 8 },
		{ S("堵塞"), S("堵塞子丑寅卯辰巳午未"), S("[堵塞]子丑寅卯辰巳…"), 8 },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct words_sought words;
		struct err e = { 0 };
		help_must(words_sought_read(&a, rows[i].typed, &words, &e), &e);
		assert_str(marked(&a, words_sought_snippet(&a, &words, rows[i].text,
							   rows[i].most)),
			   rows[i].shown);
	}
	arena_free(&a);
}

/* A ledger of three units, one under another, each with findings. */
struct small {
	struct world w;
	struct store *s;
};

static void issue(struct small *t, const char *inspection, const char *title, const char *detail,
		  const char *due)
{
	help_do(&t->w, t->s, "李芳", "issue", inspection,
		str_cstr(&t->w.a,
			 str_fmt(&t->w.a, "{\"category\":\"聚焦民生\",\"title\":\"%s\","
					  "\"detail\":\"%s\",\"due\":\"%s\"}", title, detail, due)),
		ERR_NONE);
}

/* 云溪市 over 桐湖街道 over 青石桥社区, which has four findings; 城建公司 beside them
 * has one. */
static void small_start(struct small *t)
{
	static const char *const acts[][2] = {
		{ "add-unit", "{\"name\":\"云溪市\"}" },
		{ "add-unit", "{\"name\":\"桐湖街道\",\"parent\":\"云溪市\"}" },
		{ "add-unit", "{\"name\":\"青石桥社区\",\"parent\":\"桐湖街道\"}" },
		{ "add-unit", "{\"name\":\"城建公司\"}" },
		{ "add-person", "{\"name\":\"李芳\",\"roles\":\"supervisor\"}" },
		{ "add-person", "{\"name\":\"周敏\",\"roles\":\"lead\",\"unit\":\"桐湖街道\"}" },
		{ "add-person", "{\"name\":\"何强\",\"roles\":\"clerk\",\"unit\":\"城建公司\"}" },
		{ "add-person", "{\"name\":\"外人\",\"roles\":\"none\"}" },
	};
	world_open(&t->w);
	t->s = world_ledger(&t->w);
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
		help_do(&t->w, t->s, "王小明", acts[i][0], NULL, acts[i][1], ERR_NONE);
	for (int i = 0; i < 2; i++)
		help_do(&t->w, t->s, "李芳", "open-inspection", NULL,
			i ? "{\"unit\":\"城建公司\",\"feedback\":\"2025-01-10\"}"
			  : "{\"unit\":\"青石桥社区\",\"feedback\":\"2025-01-10\"}", ERR_NONE);
	issue(t, "2025-01", "物业管理松散", "与物业沟通少，ＷｉＦｉ费用2万元", "2999-03-01");
	issue(t, "2025-01", "楼道堆物", "3号楼楼道被堵", "2999-01-01");
	issue(t, "2025-01", "适老化改造滞后", "甪直小区未改造", "2999-02-01");
	issue(t, "2025-01", "学习少", "物业公司也没有学", "2999-02-01");
	issue(t, "2025-02", "物业合同", "物业、物业、物业", "2999-05-01");
}

static void small_end(struct small *t)
{
	store_close(t->s);
	world_close(&t->w);
}

static const struct val *search(struct small *t, const char *words, struct search_asked asked)
{
	const struct val *out;
	struct err e = { 0 };
	asked.words = str_of(words);
	asked.limit = asked.limit ? asked.limit : 20;
	help_must(view_search(t->s, &t->w.a, &asked, LANG_ZH, &out, &e), &e);
	return out;
}

/* The codes found, set apart by blanks; measures and reports with their number. */
static struct str codes(struct small *t, const char *words, struct search_asked asked)
{
	struct buf b;
	buf_init(&b, &t->w.a);
	for val_each(row, val_get(search(t, words, asked), S("rows"))) {
		int64_t ordinal = val_get_int(row, S("ordinal"), 0);
		buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR_ARG(val_get_str(row, S("code"))));
		if (ordinal)
			buf_fmt(&b, "/%lld", (long long)ordinal);
	}
	return b.n ? buf_str(&b) : S("");
}

static void finds(void **state)
{
	static const struct { const char *typed; struct str newest; } rows[] = {
		{ "物业", S("2025-02-001 2025-01-004 2025-01-001") },
		{ "甪", S("2025-01-003") },
		{ "堆", S("2025-01-002") },
		{ "物", S("2025-02-001 2025-01-004 2025-01-002 2025-01-001") },
		{ "物业管理", S("2025-01-001") },
		{ "物业 wifi", S("2025-01-001") },
		{ "物业 学习", S("2025-01-004") },
		{ "“楼道 堆物”", S("") },
		{ "3号楼", S("2025-01-002") },
		{ "2025-01-003", S("2025-01-003") },
		{ "楼堆", S("") },
		{ "業", S("") }, /* traditional */
	};
	struct small t;
	small_start(&t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str got = codes(&t, rows[i].typed, (struct search_asked){ .newest = true });
		assert_str(got, rows[i].newest);
	}
	/* the title weighs more, and so does what is said more often */
	assert_str(codes(&t, "物业", (struct search_asked){ 0 }),
		   S("2025-02-001 2025-01-001 2025-01-004"));
	const struct val *v = search(&t, "物业", (struct search_asked){ 0 });
	assert_int_equal(val_get_int(v, S("hits"), 0), 3);
	assert_false(val_get(v, S("capped"))->yes);
	assert_str(marked(&t.w.a, val_get(val_get(v, S("rows"))->first, S("snippet"))),
		   S("[物业]合同"));
	small_end(&t);
}

static void pages(void **state)
{
	struct small t;
	small_start(&t);
	for (int newest = 0; newest < 2; newest++) {
		struct search_asked asked = { .newest = newest, .limit = 1 };
		struct str want = codes(&t, "物业", (struct search_asked){ .newest = newest });
		struct buf b;
		buf_init(&b, &t.w.a);
		do {
			const struct val *v = search(&t, "物业", asked);
			const struct val *row = val_get(v, S("rows"))->first;
			buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR_ARG(val_get_str(row, S("code"))));
			asked.after = val_get_str(v, S("next"));
		} while (asked.after.n);
		assert_str(buf_str(&b), want);
	}
	static const char *const bad[] = { "x", "n", "n0", "nx", "n1~2", "r", "r1", "r1~x", "1" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		for (int newest = 0; newest < 2; newest++) {
			struct search_asked asked = { .words = S("物业"), .limit = 1,
						      .newest = newest, .after = str_of(bad[i]) };
			const struct val *v;
			struct err e = { 0 };
			assert_false(view_search(t.s, &t.w.a, &asked, LANG_ZH, &v, &e));
			assert_int_equal(e.code, ERR_BAD_INPUT);
		}
	small_end(&t);
}

static int64_t reach_of(struct small *t, const char *person)
{
	int64_t unit;
	struct err e = { 0 };
	help_must(view_reach_unit(t->s, &t->w.a, str_of(person), &unit, &e), &e);
	return unit;
}

/* Each sees what their unit and those under it have, and what they lead. */
static void rights(void **state)
{
	struct small t;
	small_start(&t);
	struct search_asked lead = { .newest = true, .reach = reach_of(&t, "周敏") };
	struct search_asked clerk = { .newest = true, .reach = reach_of(&t, "何强") };
	assert_int_equal(reach_of(&t, "李芳"), 0);
	assert_str(codes(&t, "物业", lead), S("2025-01-004 2025-01-001"));
	assert_str(codes(&t, "物业", clerk), S("2025-02-001"));
	help_do(&t.w, t.s, "李芳", "assign", "2025-01-001", "{\"lead-unit\":\"城建公司\"}", ERR_NONE);
	assert_str(codes(&t, "物业", clerk), S("2025-02-001 2025-01-001"));
	help_do(&t.w, t.s, "王小明", "move-unit", "桐湖街道", "{\"parent\":\"城建公司\"}", ERR_NONE);
	assert_str(codes(&t, "物业", clerk), S("2025-02-001 2025-01-004 2025-01-001"));

	struct err e = { 0 };
	int64_t unit;
	assert_false(view_reach_unit(t.s, &t.w.a, S("外人"), &unit, &e));
	assert_int_equal(e.code, ERR_DENIED);
	e = (struct err){ 0 };
	assert_false(view_reach_unit(t.s, &t.w.a, S("无此人"), &unit, &e));
	assert_int_equal(e.code, ERR_NOT_FOUND);
	clerk = (struct search_asked){ .words = S("物业"), .limit = 9, .unit = S("云溪市"),
				       .reach = reach_of(&t, "周敏") };
	const struct val *v;
	e = (struct err){ 0 };
	assert_false(view_search(t.s, &t.w.a, &clerk, LANG_ZH, &v, &e));
	assert_int_equal(e.code, ERR_DENIED);
	clerk.unit = S("青石桥社区");
	help_must(view_search(t.s, &t.w.a, &clerk, LANG_ZH, &v, &e), &e);
	assert_int_equal(val_get(v, S("rows"))->count, 2);
	small_end(&t);
}

/* Every row of the table of what is searched is found by a word of its own. */
static void each_column(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	help_adopt(&w, s, "one", ERR_NONE);
	help_life(&w, s);
	struct err e = { 0 };
	for (int i = 0; i < indexed_count; i++)
		for (int c = 0; c < indexed[i].columns; c++) {
			const struct object *o = &object_rows[indexed[i].object];
			if (indexed[i].text[c].column == BESIDE)
				continue; /* notices_and_cases() */
			struct raw raw = help_raw(&w);
			struct raw_texts got = raw_cells(
				&raw, &w.a,
				str_cstr(&w.a,
					 str_fmt(&w.a,
						 "SELECT %.*s FROM %.*s WHERE %.*s IS NOT NULL",
						 STR_ARG(o->column[indexed[i].text[c].column].name),
						 STR_ARG(o->name),
						 STR_ARG(o->column[indexed[i].text[c].column]
								 .name))));
			raw_close(&raw);
			for (ptrdiff_t r = 0; r < got.n && r < 3; r++) {
				struct str word = str_cut(got.p[r], 0, utf8_skip(got.p[r], 12));
				while (word.n < got.p[r].n &&
				       (unsigned char)word.p[word.n - 1] < 0x80)
					word.n--; /* no part of a number */
				struct words_sought words;
				struct search q = { .words = &words, .in = 1u << i };
				struct val *rows;
				help_must(words_sought_read(
						  &w.a, str_fmt(&w.a, "\"%.*s\"", STR_ARG(word)),
						  &words, &e),
					  &e);
				help_must(store_search_newest(s, &w.a, &q, 0, 100, &rows, &e), &e);
				if (!rows->count)
					fail_msg("%.*s.%d: %.*s", STR_ARG(o->name), c,
						 STR_ARG(word));
			}
		}
	store_close(s);
	world_close(&w);
}

static void follow(struct small *t, const char *words, struct search_asked asked, struct str want)
{
	struct str got = codes(t, words, asked);
	if (!str_eq(got, want))
		fail_msg("%s: %.*s, want %.*s", words, STR_ARG(got), STR_ARG(want));
}

/* What is found of a notice to be published and of a case, by each who may see it. */
static void found_by_each(struct small *t, const char *words, struct str all, struct str lead,
			  struct str clerk)
{
	follow(t, words, (struct search_asked){ 0 }, all);
	follow(t, words, (struct search_asked){ .newest = true }, all);
	follow(t, words, (struct search_asked){ .reach = reach_of(t, "周敏") }, lead);
	follow(t, words, (struct search_asked){ .reach = reach_of(t, "何强") }, clerk);
}

/* The text that stands is found, not one before it; a case goes with its unit. */
static void notices_and_cases(void **state)
{
	static const struct str none = S("");
	struct small t;
	struct err e = { 0 };
	struct verdict v;
	small_start(&t);
	struct str nb = help_do(&t.w, t.s, "周敏", "draft-notice", NULL,
				"{\"inspection\":\"2025-01\",\"wording\":\"public\","
				"\"body\":\"中共青石桥社区党委关于整改的通报\\n路灯已修\"}",
				ERR_NONE).target;
	struct str c = help_do(&t.w, t.s, "李芳", "take-case", NULL,
			       "{\"channel\":\"phone\",\"text\":\"路灯不亮\",\"unit\":\"青石桥社区\","
			       "\"place\":\"柳巷\",\"contact\":\"卓文\",\"phone\":\"13900001234\"}",
			       ERR_NONE).target;
	struct str both = str_fmt(&t.w.a, "%.*s %.*s", STR_ARG(c), STR_ARG(nb));
	found_by_each(&t, "灯", both, both, none);
	found_by_each(&t, "柳巷", c, c, none);
	found_by_each(&t, "整改的通报", nb, nb, none);
	follow(&t, "路灯", (struct search_asked){ .in = S("cases") }, c);
	follow(&t, "路灯", (struct search_asked){ .in = S("notices") }, nb);
	found_by_each(&t, "卓文", none, none, none); /* personal: no index has it */
	found_by_each(&t, "13900001234", none, none, none);
	help_do(&t.w, t.s, "周敏", "edit-notice", str_cstr(&t.w.a, nb),
		"{\"body\":\"中共青石桥社区党委关于整改的通报\\n井盖已换\"}", ERR_NONE);
	found_by_each(&t, "路灯", c, c, none);
	found_by_each(&t, "井盖", nb, nb, none);
	help_do(&t.w, t.s, "李芳", "dispatch-case", str_cstr(&t.w.a, c),
		"{\"unit\":\"城建公司\"}", ERR_NONE);
	found_by_each(&t, "路灯", c, none, c);
	help_do(&t.w, t.s, "王小明", "add-person", NULL,
		"{\"name\":\"孙岚\",\"roles\":\"clerk\",\"unit\":\"城建公司\"}", ERR_NONE);
	help_do(&t.w, t.s, "孙岚", "handle-case", str_cstr(&t.w.a, c),
		"{\"text\":\"换了灯泡\"}", ERR_NONE);
	found_by_each(&t, "灯泡", c, none, c);
	help_do(&t.w, t.s, "王小明", "erase", NULL,
		str_cstr(&t.w.a, str_fmt(&t.w.a, "{\"object\":\"case_file\",\"row\":\"%.*s\","
						 "\"reason\":\"本人要求\"}", STR_ARG(c))),
		ERR_NONE);
	for (int i = 0; i < 2; i++) {
		found_by_each(&t, "灯", c, none, c);
		found_by_each(&t, "井盖", nb, nb, none);
		help_must(store_verify(t.s, &t.w.a, NULL, &v, &e), &e);
		assert_true(v.intact);
		help_must(store_reindex(t.s, NULL, &e), &e);
	}
	small_end(&t);
}

/* The index made anew is the one that the actions kept; what lacks is told. */
static void anew(void **state)
{
	struct small t;
	struct err e = { 0 };
	struct verdict v;
	small_start(&t);
	struct str before = codes(&t, "物业", (struct search_asked){ 0 });
	help_must(store_reindex(t.s, NULL, &e), &e);
	assert_str(codes(&t, "物业", (struct search_asked){ 0 }), before);
	help_must(store_verify(t.s, &t.w.a, NULL, &v, &e), &e);
	assert_true(v.intact);
	struct raw raw = help_raw(&t.w);
	raw_exec(&raw, "DELETE FROM search_item WHERE object = 'finding' AND key2 = 2");
	help_must(store_verify(t.s, &t.w.a, NULL, &v, &e), &e);
	assert_false(v.intact);
	assert_int_equal(v.fault.msg, MSG_SEARCH_GAP);
	raw_exec(&raw, "UPDATE search_form SET form = 0");
	raw_close(&raw);
	struct search_asked asked = { .words = S("物业"), .limit = 1 };
	const struct val *found;
	assert_false(view_search(t.s, &t.w.a, &asked, LANG_ZH, &found, &e));
	assert_int_equal(e.msg, MSG_SEARCH_UNREADY);
	store_close(t.s); /* the next writer makes it ready */
	e = (struct err){ 0 };
	help_must(store_open(t.w.ledger, STORE_WRITE, &t.s, &e), &e);
	assert_str(codes(&t, "物业", (struct search_asked){ 0 }), before);
	help_must(store_verify(t.s, &t.w.a, NULL, &v, &e), &e);
	assert_true(v.intact);
	small_end(&t);
}

/* The list of findings. */

static struct str listed(struct small *t, struct findings_asked asked, struct str *next,
			 struct str *previous)
{
	const struct val *v;
	struct err e = { 0 };
	struct buf b;
	asked.limit = asked.limit ? asked.limit : 50;
	asked.today = (struct date){ 2999, 2, 15 };
	help_must(view_findings(t->s, &t->w.a, &asked, LANG_ZH, &v, &e), &e);
	buf_init(&b, &t->w.a);
	for val_each(row, val_get(v, S("rows"))) {
		struct str code = val_get_str(row, S("code"));
		buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR_ARG(str_from(code, 6)));
	}
	if (next)
		*next = val_get_str(v, S("next"));
	if (previous)
		*previous = val_get_str(v, S("previous"));
	return b.n ? buf_str(&b) : S("");
}

/* Each filter by its name; the findings by what follows the year: 1-001 … */
static void filters(void **state)
{
	static const struct { const char *name, *value, *also; struct str rows; } rows[] = {
		{ "unit", "云溪市", "", S("1-001 1-002 1-003 1-004") },
		{ "unit", "城建公司", "", S("2-001") },
		{ "inspection", "2025-02", "", S("2-001") },
		{ "category", "聚焦民生", "", S("1-001 1-002 1-003 1-004 2-001") },
		{ "category", "没有", "", S("") },
		{ "class", "staged", "", S("") },
		{ "state", "claimed", "", S("1-002") },
		{ "state", "claimed, withdrawn", "", S("1-002 2-001") },
		{ "state", "open", "", S("1-001 1-002 1-003 1-004") },
		{ "progress", "none", "", S("1-001 1-002 1-003 1-004 2-001") },
		{ "progress", "done", "", S("") },
		{ "due", "overdue", "", S("1-002 1-003") },
		{ "due", "unset", "", S("1-004") },
		{ "due-from", "2999-02-01", "", S("1-001 1-003 2-001") },
		{ "due-before", "2999-02-01", "", S("1-002") },
		{ "owner", "何强", "", S("1-002") },
		{ "lead-unit", "城建公司", "", S("1-001") },
		{ "text", "物业", "", S("1-001 1-004 2-001") },
		{ "sort", "due", "", S("1-002 1-003 1-001 2-001 1-004") },
		{ "sort", "changed", "", S("1-004 1-002 2-001 1-001 1-003") },
		{ "sort", "due", "overdue", S("1-002 1-003") },
	};
	struct small t;
	small_start(&t);
	help_do(&t.w, t.s, "李芳", "assign", "2025-01-001", "{\"lead-unit\":\"城建公司\"}", ERR_NONE);
	help_do(&t.w, t.s, "李芳", "withdraw", "2025-02-001", "{\"reason\":\"重复\"}", ERR_NONE);
	help_do(&t.w, t.s, "王小明", "claim", "2025-01-002", "{\"owner\":\"何强\"}", ERR_NONE);
	struct raw raw = help_raw(&t.w); /* no verb leaves a finding without its date */
	raw_exec(&raw, "UPDATE finding SET due = NULL, changed = changed + 100 "
		       "WHERE inspection = 1 AND ordinal = 4");
	raw_close(&raw);
	bool tried[32] = { false };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct findings_asked asked = { .due = str_of(rows[i].also) };
		assert_true(findings_set(&asked, str_of(rows[i].name), str_of(rows[i].value)));
		struct str got = listed(&t, asked, NULL, NULL);
		if (!str_eq(got, rows[i].rows))
			fail_msg("--%s %s: %.*s", rows[i].name, rows[i].value, STR_ARG(got));
		for (int k = 0; k < findings_names(); k++)
			tried[k] |= str_eq(findings_name(k), str_of(rows[i].name));
	}
	for (int k = 0; k < findings_names(); k++)
		if (!tried[k] && !str_eq(findings_name(k), S("after")) &&
		    !str_eq(findings_name(k), S("before")))
			fail_msg("no case of --%.*s", STR_ARG(findings_name(k)));
	struct findings_asked reached = { .reach = reach_of(&t, "何强") };
	assert_str(listed(&t, reached, NULL, NULL), S("1-001 2-001"));
	reached.sort = S("due");
	assert_str(listed(&t, reached, NULL, NULL), S("1-001 2-001"));
	reached.unit = S("云溪市");
	assert_str(listed(&t, reached, NULL, NULL), S("1-001"));
	small_end(&t);
}

/* By each order and from each place: forwards page by page, then back again. */
static void turning(void **state)
{
	static const struct { const char *sort, *unit, *text; } rows[] = {
		{ "code", "", "" },    { "due", "", "" },        { "changed", "", "" },
		{ "due", "云溪市", "" }, { "code", "云溪市", "" }, { "changed", "云溪市", "" },
		{ "due", "", "物业" }, { "changed", "", "物业" },
	};
	struct small t;
	small_start(&t);
	struct raw raw = help_raw(&t.w);
	raw_exec(&raw, "UPDATE finding SET due = NULL WHERE inspection = 1 AND ordinal IN (1, 4)");
	raw_close(&raw);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (int64_t limit = 1; limit < 4; limit++) {
			struct findings_asked asked = { .sort = str_of(rows[i].sort),
							.unit = str_of(rows[i].unit),
							.text = str_of(rows[i].text) };
			struct str whole = listed(&t, asked, NULL, NULL), next, previous;
			struct str page[8];
			int n = 0;
			struct buf b;
			buf_init(&b, &t.w.a);
			asked.limit = limit;
			do {
				page[n] = listed(&t, asked, &next, &previous);
				assert_int_equal(n > 0, previous.n > 0);
				buf_fmt(&b, "%s%.*s", n ? " " : "", STR_ARG(page[n]));
				asked.after = next;
				n++;
			} while (next.n);
			assert_str(buf_str(&b), whole);
			asked.after = STR_NONE;
			while (--n > 0) {
				asked.before = previous;
				assert_str(listed(&t, asked, &next, &previous), page[n - 1]);
				assert_true(next.n > 0);
				assert_int_equal(n > 1, previous.n > 0);
			}
		}
	small_end(&t);
}

static void refused(void **state)
{
	static const struct {
		const char *name, *value;
		enum err_code code;
	} rows[] = {
		{ "state", "opn", ERR_BAD_INPUT },
		{ "state", ",", ERR_BAD_INPUT },
		{ "class", "immediat", ERR_BAD_INPUT },
		{ "progress", "x", ERR_BAD_INPUT },
		{ "due", "late", ERR_BAD_INPUT },
		{ "due-from", "2025-02-30", ERR_BAD_INPUT },
		{ "due-before", "x", ERR_BAD_INPUT },
		{ "sort", "title", ERR_BAD_INPUT },
		{ "unit", "没有", ERR_NOT_FOUND },
		{ "lead-unit", "没有", ERR_NOT_FOUND },
		{ "inspection", "2031-01", ERR_NOT_FOUND },
		{ "text", "，", ERR_BAD_INPUT },
		{ "after", "c~1", ERR_BAD_INPUT },
		{ "after", "d2025-01-01~1~1", ERR_BAD_INPUT },
		{ "after", "c7~1~1", ERR_BAD_INPUT },
		{ "before", "z~1~1", ERR_BAD_INPUT },
		{ "before", "c~1~", ERR_BAD_INPUT },
	};
	struct small t;
	small_start(&t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct findings_asked asked = { .limit = 10 };
		const struct val *v;
		struct err e = { 0 };
		assert_true(findings_set(&asked, str_of(rows[i].name), str_of(rows[i].value)));
		if (view_findings(t.s, &t.w.a, &asked, LANG_ZH, &v, &e) || e.code != rows[i].code)
			fail_msg("--%s %s: %d", rows[i].name, rows[i].value, e.code);
	}
	assert_false(findings_set(&(struct findings_asked){ 0 }, S("titel"), S("")));
	small_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gram_table),
		cmocka_unit_test(words_read),
		cmocka_unit_test(snippets),
		cmocka_unit_test(finds),
		cmocka_unit_test(pages),
		cmocka_unit_test(rights),
		cmocka_unit_test(each_column),
		cmocka_unit_test(notices_and_cases),
		cmocka_unit_test(anew),
		cmocka_unit_test(filters),
		cmocka_unit_test(turning),
		cmocka_unit_test(refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

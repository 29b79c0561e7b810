/* A finding's life on disk: every verb leaves a ledger that its log gives, the
 * database itself keeps four eyes, and of racing writers one wins. */
#include "store_help.h"

#include <sys/wait.h>

#define CODE "2025-01-001"

static int64_t entry(struct world *w, struct store *s, const char *member)
{
	const struct val *row;
	struct err e = { 0 };
	help_must(store_one(s, &w->a, SQL_ASK_FINDING, PARAMS(P_STR(S(CODE))), &row, &e), &e);
	return val_get_int(row, str_of(member), 0);
}

static struct str state_of(struct world *w, struct store *s)
{
	const struct val *row;
	struct err e = { 0 };
	help_must(store_one(s, &w->a, SQL_ASK_FINDING, PARAMS(P_STR(S(CODE))), &row, &e), &e);
	return val_get_str(row, S("state"));
}

static void must_be_intact(struct world *w, struct store *s)
{
	struct verdict v;
	struct err e = { 0 };
	help_must(store_verify(s, &w->a, NULL, &v, &e), &e);
	if (!v.intact)
		help_must(false, &v.fault);
}

static void add_people(struct world *w, struct store *s)
{
	help_do(w, s, "王小明", "add-person", NULL, "{\"name\":\"李芳\",\"roles\":\"supervisor\"}",
		ERR_NONE);
	help_do(w, s, "王小明", "add-person", NULL, "{\"name\":\"赵丽\",\"roles\":\"supervisor\"}",
		ERR_NONE);
}

/* From feedback on, by every way that a finding can take. */
static void whole_life(void **state)
{
	static const struct {
		const char *actor, *verb, *fields, *led_to;
		enum err_code code;
	} steps[] = {
		{ "王小明", "dispute", "{\"reason\":\"不属实\"}", "disputed" },
		{ "李芳", "uphold", "{\"opinion\":\"属实\"}", "issued" },
		{ "王小明", "claim", "{\"owner\":\"王小明\"}", "claimed" },
		{ "王小明", "plan", "{\"text\":\"分三步\"}", "claimed", ERR_CONFLICT },
		{ "王小明", "add-measure", "{\"text\":\"清理楼道\"}", "claimed" },
		{ "王小明", "add-measure",
		  "{\"text\":\"每月巡查\",\"kind\":\"recurring\",\"every\":\"month\","
		  "\"starts\":\"2025-01-31\"}", "claimed" },
		{ "王小明", "set-measure", "{\"measure\":1,\"due\":\"2999-01-01\"}", "claimed" },
		{ "王小明", "set-measure", "{\"measure\":9,\"owner\":\"李芳\"}", "claimed",
		  ERR_NOT_FOUND },
		{ "王小明", "plan", "{\"text\":\"分三步\",\"due\":\"2999-06-30\"}", "planned" },
		{ "李芳", "return-plan", "{\"reason\":\"太空\"}", "claimed" },
		{ "王小明", "plan", "{\"text\":\"分四步\",\"class\":\"continuing\"}", "planned" },
		{ "李芳", "approve", "{\"opinion\":\"可行\"}", "rectifying" },
		{ "王小明", "report", "{\"text\":\"已清理\",\"measure\":1,\"progress\":\"done\"}",
		  "rectifying" },
		{ "王小明", "extend", "{\"due\":\"2999-12-31\",\"reason\":\"雨季\"}",
		  "rectifying" },
		{ "李芳", "decide-extension", "{\"outcome\":\"refused\"}", "rectifying" },
		{ "王小明", "apply", "{\"text\":\"阶段任务已完成\"}", "applied" },
		{ "李芳", "verify", "{\"opinion\":\"属实\"}", "applied", ERR_CONFLICT },
		{ "李芳", "return", "{\"reason\":\"未见照片\"}", "returned" },
		{ "王小明", "apply", "{\"text\":\"补了照片\"}", "applied" },
		{ "李芳", "close-stage", "{\"opinion\":\"属实\"}", "stage-closed" },
		{ "王小明", "report", "{\"text\":\"满一年\",\"measure\":2,\"progress\":\"done\"}",
		  "stage-closed" },
		{ "王小明", "apply", "{\"text\":\"已完成\"}", "applied" },
		{ "李芳", "verify", "{\"opinion\":\"属实\"}", "applied", ERR_CONFLICT },
		{ "李芳", "return", "{\"reason\":\"没有佐证材料\"}", "returned" },
		{ "王小明", "attach", "1", "returned" },
		{ "王小明", "apply", "{\"text\":\"已完成\"}", "applied" },
		{ "李芳", "verify", "{\"opinion\":\"属实\"}", "applied", ERR_CONFLICT },
		{ "李芳", "return", "{\"reason\":\"第2条没有佐证材料\"}", "returned" },
		{ "王小明", "attach", "2", "returned" },
		{ "王小明", "apply", "{\"text\":\"已完成\"}", "applied" },
		{ "李芳", "verify", "{\"opinion\":\"属实\"}", "closed" },
		{ "李芳", "assess", "{\"score\":90,\"opinion\":\"好\"}", "closed" },
		{ "李芳", "look-back", "{\"outcome\":\"held\",\"sample\":\"三个楼道\"}", "held" },
		{ "李芳", "reopen", "{\"reason\":\"反弹\",\"due\":\"2999-12-31\"}", "reopened" },
		{ "李芳", "close-unrectified", "{\"reason\":\"拆迁\"}", "closed-unrectified" },
		{ "李芳", "reopen", "{\"reason\":\"可以整改\",\"due\":\"2999-12-31\"}",
		  "reopened" },
		{ "李芳", "withdraw", "{\"reason\":\"重复\"}", "withdrawn" },
	};
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	add_people(&w, s);
	help_do(&w, s, "王小明", "add-unit", NULL, "{\"name\":\"桐湖社区党委\"}", ERR_NONE);
	struct result r = help_do(&w, s, "李芳", "open-inspection", NULL,
				  "{\"unit\":\"桐湖社区党委\",\"feedback\":\"2025-01-10\"}",
				  ERR_NONE);
	assert_str(r.target, S("2025-01"));
	r = help_do(&w, s, "李芳", "issue", "2025-01",
		    "{\"category\":\"为民服务\",\"title\":\"楼道堆物\"}", ERR_NONE);
	assert_str(r.target, S(CODE));
	r = help_do(&w, s, "李芳", "issue", "2025-01",
		    "{\"category\":\"为民服务\",\"title\":\"路灯不亮\"}", ERR_NONE);
	assert_str(r.target, S("2025-01-002"));
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		if (strcmp(steps[i].verb, "attach") == 0)
			help_attach(&w, s, steps[i].actor, CODE, atoi(steps[i].fields), "照片");
		else
			help_do(&w, s, steps[i].actor, steps[i].verb, CODE, steps[i].fields,
				steps[i].code);
		assert_str(state_of(&w, s), str_of(steps[i].led_to));
		must_be_intact(&w, s);
	}
	assert_int_equal(entry(&w, s, "reopened"), 2);
	store_close(s);
	world_close(&w);
}

/* Reopened: what was reported before no longer proves anything. */
static void reopened(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	help_adopt(&w, s, "one", ERR_NONE);
	help_do(&w, s, "王小明", "apply", CODE, "{\"text\":\"已完成\"}", ERR_CONFLICT);
	help_life(&w, s);
	assert_str(state_of(&w, s), S("reopened"));
	struct raw raw = help_raw(&w);
	raw_exec(&raw, "UPDATE evidence SET date = '2025-06-01'"); /* as if long ago */
	raw_close(&raw);
	help_do(&w, s, "王小明", "apply", CODE, "{\"text\":\"已完成\"}", ERR_CONFLICT);
	store_close(s);
	world_close(&w);
}

/* Whatever the program does, the database keeps who asked from answering. */
static void four_eyes(void **state)
{
	static const struct { const char *asked, *asked_by, *actor; bool taken; } rows[] = {
		{ "1", "'王小明'", "'王小明'", false }, /* the same person */
		{ "1", "'赵丽'", "'王小明'", false },   /* a false name for who asked */
		{ "NULL", "NULL", "'王小明'", false },  /* no name */
		{ "1", "NULL", "'王小明'", false },
		{ "7", "'李芳'", "'王小明'", false },   /* no such row */
		{ "1", "'王小明'", "'李芳'", true },
	};
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	add_people(&w, s);
	help_adopt(&w, s, "one", ERR_NONE);
	help_do(&w, s, "王小明", "assign", CODE, "{\"owner\":\"王小明\"}", ERR_NONE);
	store_close(s);
	struct raw raw = help_raw(&w);
	if (raw.lite)
		raw_exec(&raw, "PRAGMA foreign_keys=ON");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *sql = sqlite3_mprintf("INSERT INTO decision (tenant, inspection, finding, "
					    "ordinal, verb, actor, date, version, state, asked, "
					    "asked_by) VALUES (1, 1, 1, 2, 'verify', %s, "
					    "'2025-01-01', 1, 'closed', %s, %s)",
					    rows[i].actor, rows[i].asked, rows[i].asked_by);
		if (raw_try(&raw, sql) != rows[i].taken)
			fail_msg("%s", sql);
		sqlite3_free(sql);
	}
	raw_close(&raw);
	world_close(&w);
}

enum { RACERS = 4, RACES = 12 };

/* One writer of a race: exits 0 where it won, 1 where somebody else did, 2 on
 * anything else. */
static int race(struct world *w, const char *actor, const char *verb, const char *fields,
		int64_t version)
{
	struct store *s;
	struct result r;
	struct err e = { 0 };
	struct action act = { .actor = str_of(actor), .verb = str_of(verb), .target = S(CODE),
			      .version = version, .fields = help_json(&w->a, fields) };
	if (!store_open(w->ledger, STORE_WRITE, &s, &e))
		return 2;
	bool ok = store_act(s, &w->a, &act, &r, &e);
	store_close(s);
	bool told = str_has(err_text(&w->a, &e, LANG_EN), str_of(verb));
	return ok ? 0 : e.code == ERR_CONFLICT && told ? 1 : 2;
}

/* Four at once, upon the version that all of them saw. */
static void race_once(struct world *w, const char *actor, const char *verb, const char *fields)
{
	struct store *s;
	struct err e = { 0 };
	pid_t pid[RACERS];
	int won = 0;
	help_must(store_open(w->ledger, STORE_READ, &s, &e), &e);
	int64_t version = entry(w, s, "changed");
	store_close(s);
	for (int i = 0; i < RACERS; i++) {
		pid[i] = fork();
		assert_true(pid[i] >= 0);
		if (!pid[i])
			_exit(race(w, actor, verb, fields, version));
	}
	for (int i = 0; i < RACERS; i++) {
		int status;
		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
		won += WEXITSTATUS(status) == 0;
	}
	assert_int_equal(won, 1);
}

static void races(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct err e = { 0 };
	add_people(&w, s);
	help_do(&w, s, "王小明", "add-unit", NULL, "{\"name\":\"桐湖社区党委\"}", ERR_NONE);
	help_do(&w, s, "李芳", "open-inspection", NULL,
		"{\"unit\":\"桐湖社区党委\",\"feedback\":\"2025-01-10\"}", ERR_NONE);
	help_do(&w, s, "李芳", "issue", "2025-01",
		"{\"category\":\"为民服务\",\"title\":\"楼道堆物\"}", ERR_NONE);
	store_close(s);
	race_once(&w, "王小明", "claim", "{}");
	help_must(store_open(w.ledger, STORE_WRITE, &s, &e), &e);
	help_do(&w, s, "王小明", "add-measure", CODE, "{\"text\":\"清理\"}", ERR_NONE);
	help_do(&w, s, "王小明", "plan", CODE, "{\"text\":\"分三步\"}", ERR_NONE);
	help_do(&w, s, "李芳", "approve", CODE, "{\"opinion\":\"可行\"}", ERR_NONE);
	store_close(s);
	for (int i = 0; i < RACES; i++) {
		help_must(store_open(w.ledger, STORE_WRITE, &s, &e), &e);
		help_do(&w, s, "王小明", "report", CODE,
			"{\"text\":\"已清理\",\"measure\":1,\"progress\":\"done\"}", ERR_NONE);
		help_attach(&w, s, "王小明", CODE, 1, "照片");
		store_close(s);
		race_once(&w, "王小明", "apply", "{\"text\":\"已完成\"}");
		race_once(&w, "李芳", "verify", "{\"opinion\":\"属实\"}");
		race_once(&w, "赵丽", "reopen", "{\"reason\":\"反弹\",\"due\":\"2999-01-01\"}");
		arena_reset(&w.a);
	}
	help_must(store_open(w.ledger, STORE_READ, &s, &e), &e);
	assert_int_equal(entry(&w, s, "reopened"), RACES);
	must_be_intact(&w, s);
	store_close(s);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_life),
		cmocka_unit_test(reopened),
		cmocka_unit_test(four_eyes),
		cmocka_unit_test(races),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

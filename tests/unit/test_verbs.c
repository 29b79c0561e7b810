/* verbs: every verb tried in every state, by every role, of every unit. What
 * should come of it stands here once more, apart from the table of verbs: a
 * verb without a row here fails. The ledger is made up. */
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "ledger/verb.h"

#define ORDER OBJECT_SUPERVISION_ORDER
#define CASE OBJECT_CASE_FILE
#define NOTICE OBJECT_PUBLICATION
enum {
	C = ACTOR_CLERK,
	L = ACTOR_LEAD,
	V = ACTOR_SUPERVISOR,
	P = ACTOR_PUBLISHER,
	A = ACTOR_ADMIN
};

#define WORK "rectifying returned reopened"
#define EARLY "issued claimed disputed planned"
#define A_FILE                                                                             \
	"\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"," \
	"\"name\":\"a.jpg\",\"kind\":\"jpg\",\"size\":10"
#define HASH "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\""
#define FILES                                                                          \
	"\"head\":\"huiyin log head 1\",\"html\":" HASH ",\"html-size\":1,\"pdf\":" HASH \
	",\"pdf-size\":1,\"docx\":" HASH ",\"docx-size\":1"
#define OVER "closed held closed-unrectified closed-imported"
#define THERE EARLY " " WORK " " OVER " applied stage-closed"

/* On findings: fields that do, from, to (NULL: it stays), who of the finding's
 * unit and of one above it. */
static const struct expected {
	const char *name, *fields, *from, *to;
	unsigned own, above;
	bool second;
	enum object_id object; /* 0: a finding */
} expected[] = {
	{ "claim", "{}", "issued", "claimed", C | L, C | L },
	{ "dispute", "{\"reason\":\"不属实\"}", "issued", "disputed", C | L, C | L },
	{ "uphold", "{\"opinion\":\"属实\"}", "disputed", "issued", V, V, true },
	{ "plan", "{\"text\":\"分三步\"}", "claimed", "planned", C | L, C | L },
	{ "approve", "{\"opinion\":\"可行\"}", "planned", "rectifying", L | V, L | V, true },
	{ "return-plan", "{\"reason\":\"太空\"}", "planned", "claimed", L | V, L | V, true },
	{ "return", "{\"reason\":\"未见照片\"}", "applied", "returned", V, L | V, true },
	{ "report", "{\"text\":\"已清理\"}", WORK " stage-closed", NULL, C | L, C | L },
	{ "apply", "{\"text\":\"已完成\"}", WORK " stage-closed", "applied", C | L, C | L },
	{ "verify", "{\"opinion\":\"属实\"}", "applied", "closed", V, L | V, true },
	{ "close-stage", "{\"opinion\":\"属实\"}", "applied", "stage-closed", V, L | V, true },
	{ "close-unrectified", "{\"reason\":\"拆迁\"}", WORK " applied stage-closed",
	  "closed-unrectified", V, V, true },
	{ "look-back", "{\"outcome\":\"held\"}", OVER " stage-closed", "held", V, V, true },
	{ "reopen", "{\"reason\":\"反弹\",\"due\":\"2999-01-01\"}", OVER " stage-closed",
	  "reopened", V, V },
	{ "extend", "{\"reason\":\"雨季\",\"due\":\"2999-01-01\"}", WORK, NULL, C | L, C | L },
	{ "decide-extension", "{\"outcome\":\"granted\"}", WORK " applied stage-closed", NULL, V, V,
	  true },
	{ "assess", "{\"score\":90,\"opinion\":\"好\"}", OVER " stage-closed", NULL, V, V, true },
	{ "set-due", "{\"due\":\"2999-01-01\"}", EARLY " " WORK " stage-closed", NULL, C | L | V,
	  C | L | V },
	{ "assign", "{\"owner\":\"王小明\"}", EARLY " " WORK " stage-closed", NULL, C | L | V,
	  C | L | V },
	{ "add-measure", "{\"text\":\"加装路灯\"}", "claimed " WORK " stage-closed", NULL, C | L,
	  C | L },
	{ "set-measure", "{\"measure\":1,\"owner\":\"李芳\"}", "claimed " WORK " stage-closed",
	  NULL, C | L, C | L },
	{ "withdraw", "{\"reason\":\"重复\"}", EARLY " " WORK, "withdrawn", V, V },
	{ "add-indicator", "{\"measure\":1,\"name\":\"巡查\",\"target\":12}",
	  "claimed " WORK " stage-closed", NULL, C | L, C | L },
	{ "set-indicator", "{\"measure\":1,\"indicator\":1,\"actual\":3.5}",
	  "claimed " WORK " stage-closed", NULL, C | L, C | L },
	{ "add-milestone", "{\"measure\":1,\"name\":\"招标\",\"planned\":\"2025-06-30\"}",
	  "claimed " WORK " stage-closed", NULL, C | L, C | L },
	{ "reach-milestone", "{\"measure\":1,\"milestone\":1}", WORK " stage-closed", NULL,
	  C | L, C | L },

	{ "reply", "{\"text\":\"已加快\"}", "sent", "replied", C | L, C | L, false, ORDER },
	{ "return-reply", "{\"reason\":\"太空\"}", "replied", "sent", V, V, true, ORDER },
	{ "close-order", "{\"opinion\":\"属实\"}", "replied", "settled", V, V, true, ORDER },
	{ "raise-order", "{\"text\":\"未见效\"}", "sent replied", "raised", V, V, false, ORDER },
	{ "withdraw-order", "{\"reason\":\"发错\"}", "sent replied", "withdrawn", V, V, false,
	  ORDER },

	{ "dispatch-case", "{\"handler\":\"李芳\"}", "intake sent-back", "dispatched", C | L | V,
	  C | L | V, false, CASE },
	{ "handle-case", "{\"text\":\"已换灯\"}", "dispatched sent-back", "handled", C | L, C | L,
	  false, CASE },
	{ "answer-case", "{\"text\":\"灯已换好\"}", "handled", "answered", C | L | V, C | L | V,
	  false, CASE },
	{ "confirm-case", "{\"opinion\":\"属实\"}", "answered", "confirmed", L | V, L | V, true,
	  CASE },
	{ "return-case", "{\"reason\":\"没换\"}", "handled answered", "sent-back", L | V, L | V,
	  true, CASE },
	{ "refuse-case", "{\"reason\":\"不属本单位\"}", "intake", "refused", L | V, L | V, false,
	  CASE },
	{ "link-case", "{\"finding\":\"2025-01-002\"}",
	  "intake dispatched handled answered confirmed sent-back", NULL, C | L | V, C | L | V,
	  false, CASE },

	{ "review-regulation", "{\"text\":\"继续施行\",\"review\":\"2026-06-30\"}", "in-force",
	  NULL, C | L, C | L, false, OBJECT_REGULATION },
	{ "retire-regulation", "{\"reason\":\"有新办法\"}", "in-force", "retired", C | L, C | L,
	  false, OBJECT_REGULATION },

	{ "correct-record", "{\"values\":{\"topic\":\"防汛\"}}", "recorded", NULL, C | L | V,
	  C | L | V, false, OBJECT_RECORD },
	{ "advance-record", "{\"node\":\"done\"}", "recorded", NULL, C | L | V, C | L | V, false,
	  OBJECT_RECORD },
	{ "void-record", "{\"reason\":\"重复\"}", "recorded", "void", C | L | V, C | L | V, false,
	  OBJECT_RECORD },
	{ "edit-notice", "{\"body\":\"另写\"}", "draft submitted reviewed approved", "draft",
	  C | L, C | L, false, NOTICE },
	{ "submit-notice", "{}", "draft", "submitted", C | L, C | L, false, NOTICE },
	{ "review-notice", "{\"opinion\":\"不涉密\"}", "submitted", "reviewed", P, P, true,
	  NOTICE },
	{ "approve-notice", "{\"opinion\":\"同意\"}", "reviewed", "approved", L | V, L | V, true,
	  NOTICE },
	{ "return-notice", "{\"reason\":\"数字不符\"}", "submitted reviewed", "draft", P | L | V,
	  P | L | V, true, NOTICE },
	{ "publish-notice", "{\"until\":\"2025-03-09\"," FILES "}", "approved", "published", P, P,
	  false, NOTICE },
	{ "withdraw-notice", "{\"reason\":\"有误\"}",
	  "draft submitted reviewed approved published", "withdrawn", P | L | V, P | L | V, false,
	  NOTICE },

	{ "attach", "{" A_FILE "}", "claimed disputed planned " WORK " stage-closed", NULL, C | L,
	  C | L },
	{ "clear-evidence", "{\"outcome\":\"public\"}", THERE " withdrawn", NULL, P, P, true },
	{ "void-evidence", "{\"reason\":\"无关\"}", "claimed disputed planned " WORK " stage-closed",
	  NULL, C | L | V, C | L | V },
	{ "split", "{\"titles\":\"楼道堆物\\n路灯不亮\"}", "issued claimed disputed",
	  "withdrawn", V, V },
	{ "link-recurrence", "{\"of\":\"2024-01-001\"}", THERE, NULL, C | L | V, C | L | V },
	{ "unlink-recurrence", "{\"reason\":\"弄错\"}", THERE, NULL, C | L | V, C | L | V },
	{ "add-support", "{\"unit\":\"4\"}", EARLY " " WORK " stage-closed", NULL, C | L | V,
	  C | L | V },
	{ "drop-support", "{\"unit\":\"4\"}", EARLY " " WORK " stage-closed", NULL, C | L | V,
	  C | L | V },
};

/* A notice's text without an error. */
#define SOUND                                                                   \
	"中共云溪市桐湖社区委员会\n关于巡察整改进展情况的通报\n一、整改情况\n" \
	"1. 楼道堆物。已清理。\n中共云溪市桐湖社区委员会\n2025年3月1日"

enum { EXPECTED = sizeof(expected) / sizeof(*expected) };

/* Those that are not on findings, tried below, in test_ledger.c and test_registers.c. */
static const char *const others[] = {
	"init", "add-unit", "move-unit", "add-person", "set-roles",
	"adopt", "adopt-sheet", "adopt-history", "open-inspection", "issue",
	"add-pack", "use-pack", "submit-report", "set-contact", "erase",
	"order", "take-case", "add-regulation", "set-setting", "add-register", "record",
	"draft-notice"
};
enum { OTHERS = sizeof(others) / sizeof(*others) };

/* Units 1 > 2 > 3; 4 stands apart. The finding is of 2, led by 5. */
static const int64_t parent_of[] = { 0, 0, 1, 2, 0, 0 };

/* The made-up ledger. */
struct made {
	const char *state, *roles; /* of the finding; of who acts */
	int64_t unit;              /* of who acts; 0: the whole ledger */
	const char *asked_by;      /* who asked for what waits for an answer */
	const char *more;          /* members of the finding's row */
	bool reported;             /* who acts reported */
	bool no_other_admin;
	const char *pack;          /* text of the inspection's; NULL: none */
	bool reviewed;             /* who acts verified an earlier level */
	bool supports;             /* unit 4, the finding's */
	int64_t bytes;             /* of evidence that the unit has */
	const char *hand;          /* of who acts in the notice */
	bool nobody;               /* takes opinions on it */
	const char *text;          /* of the notice; NULL: one without a fault */
};

static bool ask(void *with, struct arena *a, enum question q, const struct val *about,
		const struct val **row, struct err *e)
{
	const struct made *m = with;
	struct str text = STR_NONE;
	*row = NULL;
	if (q == ASK_ROW)
		text = S("{\"id\":1,\"name\":\"李芳\",\"phone\":\"13800000000\"}");
	if (q == ASK_LEDGER)
		text = S("{\"started\":\"2025-01-01T00:00:00Z\",\"changed\":7}");
	if (q == ASK_PERSON)
		text = str_fmt(a, "{\"id\":1,\"unit\":%lld,\"roles\":\"%s\",\"changed\":3}",
			       (long long)m->unit, m->roles);
	if (q == ASK_UNIT || q == ASK_UNIT_BY_NAME) {
		int64_t id = q == ASK_UNIT ? about->i : about->s.p[0] - '0';
		text = str_fmt(a, "{\"id\":%lld,\"parent\":%lld,\"changed\":3}", (long long)id,
			       (long long)parent_of[id]);
	}
	if (q == ASK_FINDING)
		text = str_fmt(a,
			       "{\"inspection\":%d,\"ordinal\":2,\"inspection_code\":\"2025-01\","
			       "\"state\":\"%s\",\"changed\":7,"
			       "\"unit\":2,\"lead_unit\":5,\"class\":\"continuing\",\"measures\":1,"
			       "\"asked\":4,\"decisions\":4%s}",
			       str_starts(about->s, S("2024")) ? 0 : 1, m->state,
			       m->more ? m->more : "");
	if (q == ASK_EVIDENCE)
		text = str_fmt(a,
			       "{\"inspection\":1,\"ordinal\":3,\"finding\":2,\"state\":\"%s\","
			       "\"changed\":7,\"unit\":2,\"lead_unit\":5,\"actor\":\"%s\"%s}",
			       m->state, m->asked_by ? m->asked_by : "李芳", m->more ? m->more : "");
	if (q == ASK_EVIDENCE_ITEM)
		text = S("{\"item\":4}");
	if (q == ASK_EVIDENCE_BYTES)
		text = str_fmt(a, "{\"bytes\":%lld}", (long long)m->bytes);
	if (q == ASK_INSPECTION)
		text = S("{\"id\":1,\"code\":\"2025-01\",\"unit\":2,\"changed\":5}");
	if (q == ASK_ORDER || q == ASK_CASE || q == ASK_REGULATION)
		text = str_fmt(a,
			       "{\"id\":1,\"code\":\"DB-2025-001\",\"unit\":2,\"state\":\"%s\","
			       "\"asked\":1,\"steps\":4,\"changed\":7%s}",
			       m->state ? m->state : "intake",
			       m->more && *m->more ? m->more : ",\"level\":\"reminder\"");
	if (q == ASK_RECORD)
		text = str_fmt(a,
			       "{\"id\":1,\"code\":\"DJ-2025-001\",\"unit\":2,\"state\":\"%s\","
			       "\"node\":1,\"steps\":4,\"changed\":7,\"definition\":\""
			       "[register]\\nname = a\\ntitle = b\\n[field topic]\\nlabel = c\\n"
			       "type = text\\n[node new]\\nlabel = d\\n[node done]\\nlabel = e\\n"
			       "second = yes\\nneeds = topic\\n\"}",
			       m->state);
	if (q == ASK_PUBLICATION)
		text = str_fmt(a,
			       "{\"id\":1,\"code\":\"TB-2025-001\",\"inspection\":1,\"unit\":2,"
			       "\"state\":\"%s\",\"version\":1,\"asked\":1,"
			       "\"steps\":4,\"changed\":7,\"contact\":%s%s}",
			       m->state, m->nobody ? "null" : "\"李芳\"", m->more ? m->more : "");
	if (q == ASK_PUBLICATION_TEXT) {
		struct val *made = val_map(a);
		val_put_str(a, made, S("text"), str_of(m->text ? m->text : SOUND));
		*row = made;
	}
	if (q == ASK_PUBLICATION_HAND && m->hand)
		text = str_fmt(a, "{\"hand\":\"%s\"}", m->hand);
	if (q == ASK_INDICATOR || q == ASK_MILESTONE)
		text = S("{\"ordinal\":1}");
	if (q == ASK_DECISION || q == ASK_STEP)
		text = str_fmt(a, "{\"verb\":\"apply\",\"actor\":\"%s\",\"date\":\"2025-02-01\"}",
			       m->asked_by ? m->asked_by : "李芳");
	if (q == ASK_SUPPORT && m->supports)
		text = S("{\"active\":true}");
	if (q == ASK_EXTENSION)
		text = S("{\"original\":\"2998-01-01\",\"asked\":\"2999-01-01\"}");
	if (q == ASK_MEASURE)
		text = S("{\"ordinal\":1,\"progress\":null,\"reported\":null,"
			 "\"kind\":\"milestones\"}");
	if (q == ASK_REPORT_BY && m->reported)
		text = S("{\"ordinal\":1,\"date\":\"2025-02-01\"}");
	if (q == ASK_PACK) {
		struct val *made = val_map(a);
		val_put_str(a, made, S("text"), str_of(m->pack));
		*row = made;
	}
	if (q == ASK_REVIEW_BY && m->reviewed)
		text = S("{\"level\":1,\"date\":\"2025-02-01\"}");
	if (q == ASK_EVENT)
		text = S("{\"actor\":\"赵丽\",\"verb\":\"apply\","
			 "\"recorded\":\"2025-03-01T09:00:00Z\"}");
	if (q == ASK_OTHER_ADMIN && !m->no_other_admin)
		text = S("{\"id\":9}");
	return !text.p || json_read(a, text, row, e);
}

static enum err_code try(struct arena *a, struct made *m, struct action *act, struct outcome *out,
			 struct err *e)
{
	struct ledger_state state = { m, ask };
	*e = (struct err){ 0 };
	act->recorded = act->happened = S("2025-03-02T08:00:00Z");
	bool ok = ledger_decide(a, act, &state, out, e);
	assert_int_equal(ok, e->code == ERR_NONE);
	return e->code;
}

static struct action action(struct arena *a, const char *verb, const char *fields)
{
	const struct val *v;
	struct err e = { 0 };
	assert_true(json_read(a, str_of(fields), &v, &e));
	return (struct action){ .actor = S("王小明"), .verb = str_of(verb),
				.target = S("2025-01-002"), .fields = v, .version = VERSION_ANY };
}

static bool has_word(const char *words, struct str word)
{
	struct str rest = str_of(words), w;
	while (str_split(&rest, ' ', &w))
		if (str_eq(w, word))
			return true;
	return false;
}

/* What the verb wants of the finding beside its state. */
static const char *more_for(const char *verb)
{
	return !strcmp(verb, "decide-extension") ? ",\"extension\":4,\"due\":\"2998-01-01\""
	       : !strcmp(verb, "extend")	 ? ",\"due\":\"2998-01-01\""
	       : !strcmp(verb, "unlink-recurrence")
		       ? ",\"recurrence_of\":\"2024-01-001\""
						 : "";
}

static void every_verb_is_here(void **state)
{
	int verbs = 0;
	for
		verb_each(v) verbs++;
	assert_int_equal(verbs, EXPECTED + OTHERS);
	for (int i = 0; i < EXPECTED; i++)
		assert_non_null(verb_find(str_of(expected[i].name)));
	for (int i = 0; i < OTHERS; i++)
		assert_non_null(verb_find(str_of(others[i])));
	struct arena a;
	arena_init(&a, 0);
	for
		verb_each(v) for (enum lang lang = 0; lang < LANG_COUNT; lang++)
		{
			struct str says = verb_says(&a, v->name, S("王小明"), S("2025-01"), lang);
			assert_true(str_has(says, S("王小明")));
		}
	arena_free(&a);
}

static enum object_id object_of(const struct expected *x)
{
	return x->object ? x->object : OBJECT_FINDING;
}

/* The state that the object's row is given; STR_NONE: it stays. */
static struct str led_to(const struct outcome *out, enum object_id object)
{
	int column = object_column(&object_rows[object], S("state"));
	for (ptrdiff_t i = 0; i < out->effects.n; i++) {
		const struct effect *f = &out->effects.p[i];
		if (f->object == object && f->kind == EFFECT_UPDATE && f->cell[column])
			return f->cell[column]->s;
	}
	return STR_NONE;
}

static int cells; /* tried */

static void one_cell(struct arena *a, const struct expected *x, struct str in, unsigned role,
		     int64_t unit)
{
	struct outcome out;
	struct err e;
	bool own = unit == 2 || (unit == 5 && !x->object), above = unit == 1 || unit == 0;
	bool may = own ? x->own & role : above && x->above & role;
	bool starts = has_word(x->from, in);
	struct made m = { .state = str_cstr(a, in), .roles = str_cstr(a, roles_text(a, role)),
			  .unit = unit, .more = more_for(x->name),
			  .supports = !strcmp(x->name, "drop-support") };
	struct action act = action(a, x->name, x->fields);
	enum err_code want = !may ? ERR_DENIED : starts ? ERR_NONE : ERR_CONFLICT;
	if (try(a, &m, &act, &out, &e) != want)
		fail_msg("%s in %s by %s of unit %lld: %d, want %d: %.*s", x->name, m.state,
			 m.roles, (long long)unit, e.code, want,
			 STR_ARG(err_text(a, &e, LANG_EN)));
	if (want == ERR_NONE) {
		struct str to = led_to(&out, object_of(x));
		assert_str(to.p ? to : in, x->to ? str_of(x->to) : in);
	}
	cells++;
	arena_reset(a);
}

static void matrix(void **state)
{
	static const int64_t units[] = { 0, 1, 2, 3, 4, 5 };
	int states = 0;
	struct arena a;
	arena_init(&a, 0);
	for (int v = 0; v < EXPECTED; v++)
		for (int s = 0; s < state_count; s++) {
			if (state_rows[s].object != object_of(&expected[v]))
				continue;
			states++;
			for (unsigned role = 0; role < ACTOR_ALL; role = role ? role << 1 : 1)
				for (int u = 0; u < 6; u++)
					one_cell(&a, &expected[v], state_rows[s].name, role,
						 units[u]);
		}
	assert_true(states > 2 * EXPECTED); /* each object has that many, a finding 13 */
	assert_int_equal(cells, states * 7 * 6);
	arena_free(&a);
}

/* Chains of one to four levels, each in a pack of its own. */
static const struct chain {
	int levels;
	const char *text;
	struct { unsigned own, above; } may[4]; /* what should come of it */
} chains[] = {
	{ 1, "level-1 = lead supervisor\n", { { V, L | V } } }, /* never an own unit's lead */
	{ 2, "level-1 = lead own\nlevel-2 = supervisor\n", { { L, 0 }, { V, V } } },
	{ 3, "level-1 = lead own\nlevel-2 = lead above\nlevel-3 = supervisor\n",
	  { { L, 0 }, { 0, L }, { V, V } } },
	{ 4, "level-1 = lead\nlevel-2 = lead supervisor\nlevel-3 = supervisor above\n"
	     "level-4 = lead\n", { { L, L }, { L | V, L | V }, { 0, V }, { 0, L } } },
};

/* The level that the finding's row is given: -1 not named, 0 null. */
static int level_to(const struct outcome *out, enum object_id object, int column)
{
	for (ptrdiff_t i = 0; i < out->effects.n; i++) {
		const struct effect *f = &out->effects.p[i];
		if (f->object == object && f->cell[column])
			return f->cell[column]->kind == VAL_INT ? (int)f->cell[column]->i : 0;
	}
	return -1;
}

/* One verb at one level of one chain, by one role of one unit. */
static void level_cell(struct arena *a, const struct chain *c, int level, const char *verb,
		       unsigned role, int64_t unit, bool reviewed)
{
	struct outcome out;
	struct err e;
	char more[64];
	bool own = unit == 2 || unit == 5, above = unit == 1 || unit == 0;
	bool last = level == c->levels, stage = !strcmp(verb, "close-stage");
	bool may = own ? c->may[level - 1].own & role : above && c->may[level - 1].above & role;
	snprintf(more, sizeof(more), ",\"pack\":1,\"level\":%s%c", level > 1 ? "" : "null",
		 level > 1 ? '0' + level - 1 : ' ');
	struct made m = { .state = "applied", .roles = str_cstr(a, roles_text(a, role)),
			  .unit = unit, .more = more, .reviewed = reviewed };
	m.pack = str_cstr(a, str_fmt(a, "[pack]\nname = x\n[review]\n%ssource = y\n", c->text));
	bool back = !strcmp(verb, "return");
	struct action act = action(a, verb, back ? "{\"reason\":\"a\"}" : "{\"opinion\":\"a\"}");
	enum err_code want = !may             ? ERR_DENIED
			     : stage && !last ? ERR_CONFLICT
			     : reviewed       ? ERR_DENIED
					      : ERR_NONE;
	if (try(a, &m, &act, &out, &e) != want)
		fail_msg("%s at %d of %d by %s of unit %lld: %d, want %d: %.*s", verb, level,
			 c->levels, m.roles, (long long)unit, e.code, want,
			 STR_ARG(err_text(a, &e, LANG_EN)));
	cells++;
	if (want != ERR_NONE)
		return;
	struct str to = led_to(&out, OBJECT_FINDING);
	bool raised = !back && !last;
	assert_str(to.p ? to : S("applied"), raised ? S("applied")
					   : back   ? S("returned")
					   : stage  ? S("stage-closed")
						    : S("closed"));
	assert_int_equal(level_to(&out, OBJECT_FINDING, COL_FINDING_LEVEL), raised ? level : 0);
	assert_int_equal(level_to(&out, OBJECT_DECISION, COL_DECISION_LEVEL), level);
}

static void levels(void **state)
{
	static const char *const verbs[] = { "verify", "return", "close-stage" };
	static const int64_t units[] = { 0, 1, 2, 3, 4, 5 };
	struct arena a;
	arena_init(&a, 0);
	cells = 0;
	for (size_t c = 0; c < sizeof(chains) / sizeof(*chains); c++)
		for (int level = 1; level <= chains[c].levels; level++)
			for (int v = 0; v < 3; v++)
				for (unsigned role = 0; role < ACTOR_ALL;
				     role = role ? role << 1 : 1)
					for (int u = 0; u < 12; u++) {
						level_cell(&a, &chains[c], level, verbs[v], role,
							   units[u / 2], u % 2);
						arena_reset(&a);
					}
	assert_int_equal(cells, (1 + 2 + 3 + 4) * 3 * 7 * 12);
	int reviews = 0;
	for
		verb_each(v) reviews += v->review;
	assert_int_equal(reviews, 3);
	arena_free(&a);
}

/* Four eyes: who asked, or reported, is refused whatever their roles; the
 * decision names who asked. */
static void second_person(void **state)
{
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	for (int i = 0; i < EXPECTED; i++) {
		const struct expected *x = &expected[i];
		struct str from = str_of(x->from), first;
		str_split(&from, ' ', &first);
		struct made m = { .state = str_cstr(&a, first),
				  .roles = "clerk lead supervisor publisher admin",
				  .more = more_for(x->name),
				  .supports = !strcmp(x->name, "drop-support") };
		struct action act = action(&a, x->name, x->fields);
		assert_int_equal(try(&a, &m, &act, &out, &e), ERR_NONE);
		m.asked_by = "王小明";
		/* what is decided was asked for, or attached, by somebody */
		bool asked = verb_find(str_of(x->name))->answers ||
			     !strcmp(x->name, "clear-evidence");
		assert_int_equal(try(&a, &m, &act, &out, &e), asked ? ERR_DENIED : ERR_NONE);
		m.asked_by = NULL;
		m.reported = true;
		bool second = verb_find(str_of(x->name))->second;
		assert_int_equal(try(&a, &m, &act, &out, &e),
				 second && !x->object ? ERR_DENIED : ERR_NONE);
		if (x->second)
			assert_true(asked);
		assert_true(!second || asked);
	}
	arena_free(&a);
}

static void stale(void **state)
{
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	struct made m = { .state = "applied", .roles = "supervisor" };
	struct action act = action(&a, "verify", "{\"opinion\":\"属实\"}");
	act.version = 7;
	assert_int_equal(try(&a, &m, &act, &out, &e), ERR_NONE);
	act.version = 6;
	assert_int_equal(try(&a, &m, &act, &out, &e), ERR_CONFLICT);
	struct str says = err_text(&a, &e, LANG_ZH);
	assert_true(str_has(says, S("赵丽")) && str_has(says, S("apply")) &&
		    str_has(says, S("2025-03-01T09:00:00Z")));
	arena_free(&a);
}

/* What each verb refuses beside state and rights. */
static void refusals(void **state)
{
	static const struct {
		const char *verb, *in, *fields, *more;
		enum err_code code;
	} rows[] = {
		{ "verify", "applied", "{}", "", ERR_BAD_INPUT },
		{ "verify", "applied", "{\"opinion\":\"\"}", "", ERR_BAD_INPUT },
		{ "verify", "applied", "{\"opinion\":\"a\",\"due\":\"2999-01-01\"}", "",
		  ERR_BAD_INPUT },
		{ "verify", "applied", "{\"opinion\":\"a\"}", ",\"open_measure\":3", ERR_CONFLICT },
		{ "verify", "applied", "{\"opinion\":\"a\"}", ",\"unproved\":3", ERR_CONFLICT },
		{ "close-stage", "applied", "{\"opinion\":\"a\"}", ",\"open_measure\":3",
		  ERR_NONE },
		{ "apply", "rectifying", "{\"text\":\"a\"}", ",\"open_measure\":3", ERR_NONE },
		{ "assess", "closed", "{\"score\":101,\"opinion\":\"a\"}", "", ERR_LIMIT },
		{ "assess", "closed", "{\"score\":-1,\"opinion\":\"a\"}", "", ERR_BAD_INPUT },
		{ "reopen", "closed", "{\"reason\":\"a\"}", "", ERR_BAD_INPUT },
		{ "reopen", "closed", "{\"reason\":\"a\",\"due\":\"2025-03-01\"}", "",
		  ERR_BAD_INPUT },
		{ "reopen", "closed", "{\"reason\":\"a\",\"due\":\"2025-03-02\"}", "", ERR_NONE },
		{ "look-back", "closed", "{\"outcome\":\"rebounded\"}", "", ERR_BAD_INPUT },
		{ "look-back", "closed", "{\"outcome\":\"rebounded\",\"due\":\"2999-01-01\"}", "",
		  ERR_BAD_INPUT },
		{ "look-back", "closed", "{\"outcome\":\"held\",\"due\":\"2999-01-01\"}", "",
		  ERR_BAD_INPUT },
		{ "extend", "rectifying", "{\"reason\":\"a\",\"due\":\"2999-01-01\"}", "",
		  ERR_CONFLICT }, /* no date to extend */
		{ "extend", "rectifying", "{\"reason\":\"a\",\"due\":\"2999-01-01\"}",
		  ",\"due\":\"2025-03-01\"", ERR_CONFLICT }, /* past */
		{ "extend", "rectifying", "{\"reason\":\"a\",\"due\":\"2999-01-01\"}",
		  ",\"due\":\"2025-03-02\"", ERR_NONE }, /* on the day itself */
		{ "extend", "rectifying", "{\"reason\":\"a\",\"due\":\"2025-04-01\"}",
		  ",\"due\":\"2025-04-01\"", ERR_BAD_INPUT },
		{ "extend", "rectifying", "{\"reason\":\"a\",\"due\":\"2999-01-01\"}",
		  ",\"due\":\"2998-01-01\",\"extension\":4", ERR_CONFLICT },
		{ "decide-extension", "rectifying", "{\"outcome\":\"granted\"}", "", ERR_CONFLICT },
		{ "decide-extension", "rectifying",
		  "{\"outcome\":\"refused\",\"due\":\"2999-01-01\"}", ",\"extension\":4",
		  ERR_BAD_INPUT },
		{ "decide-extension", "rectifying",
		  "{\"outcome\":\"granted\",\"due\":\"2997-01-01\"}", ",\"extension\":4",
		  ERR_BAD_INPUT },
		{ "assign", "rectifying", "{}", "", ERR_BAD_INPUT },
		{ "assign", "rectifying", "{\"lead-unit\":\"3\"}", "", ERR_NONE },
		{ "set-measure", "rectifying", "{\"measure\":1}", "", ERR_BAD_INPUT },
		{ "add-measure", "rectifying", "{\"text\":\"a\",\"kind\":\"recurring\"}", "",
		  ERR_BAD_INPUT },
		{ "add-measure", "rectifying", "{\"text\":\"a\",\"every\":\"month\"}", "",
		  ERR_BAD_INPUT },
		{ "add-measure", "rectifying",
		  "{\"text\":\"a\",\"kind\":\"recurring\",\"every\":\"month\","
		  "\"starts\":\"2025-04-01\"}", "", ERR_NONE },
		{ "report", "rectifying", "{\"text\":\"a\",\"date\":\"2025-03-03\"}", "",
		  ERR_BAD_INPUT },
		{ "report", "rectifying", "{\"text\":\"a\",\"measure\":0}", "", ERR_BAD_INPUT },
		{ "plan", "claimed", "{\"text\":\"a\",\"due\":\"2025-01-01\"}", "", ERR_BAD_INPUT },
		{ "raise-order", "sent", "{\"text\":\"a\"}", ",\"level\":\"accountability\"",
		  ERR_CONFLICT },
		{ "raise-order", "sent", "{\"text\":\"a\",\"due\":\"2025-03-01\"}", "",
		  ERR_BAD_INPUT },
		{ "link-case", "intake", "{\"finding\":\"2025-01-002\"}", "", ERR_NONE },
		{ "review-regulation", "in-force",
		  "{\"text\":\"a\",\"review\":\"2025-03-02\"}", "", ERR_BAD_INPUT },
		{ "set-indicator", "claimed", "{\"measure\":1,\"indicator\":1}", "",
		  ERR_BAD_INPUT },
		{ "reach-milestone", "rectifying",
		  "{\"measure\":1,\"milestone\":1,\"date\":\"2025-03-03\"}", "", ERR_BAD_INPUT },
		{ "attach", "rectifying", "{" A_FILE ",\"date\":\"2025-03-03\"}", "",
		  ERR_BAD_INPUT },
		{ "attach", "rectifying", "{" A_FILE ",\"measure\":1}", "", ERR_NONE },
		{ "attach", "rectifying", "{" A_FILE ",\"measure\":0}", "", ERR_BAD_INPUT },
		{ "attach", "rectifying", "{}", "", ERR_BAD_INPUT },
		{ "void-evidence", "rectifying", "{\"reason\":\"a\"}",
		  ",\"voided\":\"2025-03-01\",\"voided_by\":\"李芳\"", ERR_CONFLICT },
		{ "split", "issued", "{\"titles\":\"只有一个\"}", "", ERR_BAD_INPUT },
		{ "split", "issued", "{\"titles\":\"；\\n\"}", "", ERR_BAD_INPUT },
		{ "link-recurrence", "claimed", "{\"of\":\"2025-01-002\"}", "", ERR_CONFLICT },
		{ "unlink-recurrence", "claimed", "{\"reason\":\"a\"}", "", ERR_CONFLICT },
		{ "drop-support", "claimed", "{\"unit\":\"3\"}", "", ERR_CONFLICT },
		{ "assign", "claimed", "{\"amount\":\"2万\"}", "", ERR_BAD_INPUT },
		{ "assign", "claimed", "{\"amount\":\"20,000.5\"}", "", ERR_NONE },
	};
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct made m = { .state = rows[i].in, .roles = "clerk supervisor lead",
				  .more = rows[i].more };
		struct action act = action(&a, rows[i].verb, rows[i].fields);
		if (try(&a, &m, &act, &out, &e) != rows[i].code)
			fail_msg("%s %s%s: %d, want %d: %.*s", rows[i].verb, rows[i].fields,
				 rows[i].more, e.code, rows[i].code,
				 STR_ARG(err_text(&a, &e, LANG_EN)));
	}
	/* a set date is no longer the unit's to move */
	struct made m = { .state = "rectifying", .roles = "clerk lead",
			  .more = ",\"due\":\"2026-01-01\"" };
	struct action act = action(&a, "set-due", "{\"due\":\"2999-01-01\"}");
	assert_int_equal(try(&a, &m, &act, &out, &e), ERR_DENIED);
	m.roles = "supervisor";
	assert_int_equal(try(&a, &m, &act, &out, &e), ERR_NONE);
	arena_free(&a);
}

/* A file's number, its bounds, and the unit's. */
static void attaching(void **state)
{
	static const struct { int64_t size, bytes; enum err_code code; } rows[] = {
		{ 50 << 20, 0, ERR_NONE },
		{ (50 << 20) + 1, 0, ERR_LIMIT },
		{ 100, (INT64_C(10) << 30) - 100, ERR_NONE },
		{ 101, (INT64_C(10) << 30) - 100, ERR_LIMIT },
	};
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct made m = { .state = "rectifying", .roles = "clerk", .bytes = rows[i].bytes };
		struct str fields = str_fmt(
			&a, "{\"size\":%lld%.*s", (long long)rows[i].size,
			STR_ARG(S(",\"sha256\":\"0123456789abcdef0123456789abcdef0123456789a"
				  "bcdef0123456789abcdef\",\"name\":\"a.jpg\",\"kind\":\"jpg\","
				  "\"measure\":1}")));
		struct action act = action(&a, "attach", str_cstr(&a, fields));
		assert_int_equal(try(&a, &m, &act, &out, &e), rows[i].code);
		if (rows[i].code != ERR_NONE)
			continue;
		const struct effect *f = &out.effects.p[out.effects.n - 1];
		assert_int_equal(f->object, OBJECT_EVIDENCE);
		assert_str(f->cell[COL_EVIDENCE_CODE]->s, S("2025-01-002-1-05"));
		assert_str(f->cell[COL_EVIDENCE_DATE]->s, S("2025-03-02"));
		assert_null(f->cell[COL_EVIDENCE_CLEARED]);
	}
	arena_free(&a);
}

/* What is managed: each row by an administrator of `unit`. */
static void managing(void **state)
{
	static const struct {
		const char *verb, *target, *fields, *roles;
		int64_t unit;
		enum err_code code;
	} rows[] = {
		{ "add-person", NULL, "{\"name\":\"a\",\"roles\":\"clerk\"}", "admin", 0,
		  ERR_CONFLICT }, /* the made-up ledger has everybody */
		{ "set-roles", "李芳", "{\"roles\":\"clerk, lead\"}", "admin", 0, ERR_NONE },
		{ "set-roles", "李芳", "{\"roles\":\"none\"}", "admin", 0, ERR_NONE },
		{ "set-roles", "李芳", "{\"roles\":\"king\"}", "admin", 0, ERR_BAD_INPUT },
		{ "set-roles", "李芳", "{\"roles\":\" \"}", "admin", 0, ERR_BAD_INPUT },
		{ "set-roles", "李芳", "{\"roles\":\"clerk\"}", "clerk lead supervisor", 0,
		  ERR_DENIED },
		{ "set-contact", "李芳", "{\"phone\":\"13800000000\"}", "admin", 0, ERR_NONE },
		{ "set-contact", "李芳", "{}", "admin", 0, ERR_BAD_INPUT },
		{ "set-contact", "李芳", "{\"phone\":\"1\"}", "clerk lead supervisor", 0,
		  ERR_DENIED },
		{ "erase", NULL, "{\"object\":\"person\",\"row\":\"李芳\",\"reason\":\"a\"}",
		  "admin", 0, ERR_NONE },
		{ "erase", NULL, "{\"object\":\"person\",\"row\":\"李芳\",\"reason\":\"a\"}",
		  "admin", 1, ERR_DENIED }, /* not of the whole ledger */
		{ "erase", NULL, "{\"object\":\"person\",\"row\":\"李芳\",\"reason\":\"a\"}",
		  "clerk lead supervisor auditor", 0, ERR_DENIED },
		{ "erase", NULL, "{\"object\":\"person\",\"row\":\"李芳\"}", "admin", 0,
		  ERR_BAD_INPUT },
		{ "erase", NULL, "{\"object\":\"category\",\"row\":\"1/1\",\"reason\":\"a\"}",
		  "admin", 0, ERR_BAD_INPUT },
		{ "erase", NULL,
		  "{\"object\":\"person\",\"row\":\"李芳\",\"column\":\"roles\",\"reason\":\"a\"}",
		  "admin", 0, ERR_BAD_INPUT },
		{ "erase", NULL,
		  "{\"object\":\"person\",\"row\":\"李芳\",\"column\":\"email\",\"reason\":\"a\"}",
		  "admin", 0, ERR_CONFLICT }, /* there is none */
		{ "move-unit", "3", "{\"parent\":\"1\"}", "admin", 0, ERR_NONE },
		{ "move-unit", "1", "{\"parent\":\"3\"}", "admin", 0, ERR_CONFLICT },
		{ "move-unit", "1", "{\"parent\":\"1\"}", "admin", 0, ERR_CONFLICT },
		{ "move-unit", "3", "{\"parent\":\"1\"}", "admin", 2, ERR_DENIED },
		{ "move-unit", "3", "{\"parent\":\"2\"}", "admin", 2, ERR_NONE },
		{ "move-unit", "4", "{\"parent\":\"2\"}", "admin", 2, ERR_DENIED },
		{ "move-unit", "3", "{}", "admin", 2, ERR_DENIED },
		{ "add-unit", NULL, "{\"name\":\"2\"}", "admin", 0, ERR_CONFLICT },
		{ "set-setting", NULL, "{\"name\":\"session-hours\",\"value\":\"8\"}", "admin", 0,
		  ERR_NONE },
		{ "set-setting", NULL, "{\"name\":\"session-hours\"}", "admin", 0, ERR_NONE },
		{ "set-setting", NULL, "{\"name\":\"session-hours\",\"value\":\"0\"}", "admin", 0,
		  ERR_BAD_INPUT },
		{ "set-setting", NULL, "{\"name\":\"session-hours\",\"value\":\"x\"}", "admin", 0,
		  ERR_BAD_INPUT },
		{ "set-setting", NULL, "{\"name\":\"totp-roles\",\"value\":\"king\"}", "admin", 0,
		  ERR_BAD_INPUT },
		{ "set-setting", NULL, "{\"name\":\"none\",\"value\":\"8\"}", "admin", 0,
		  ERR_BAD_INPUT },
		{ "set-setting", NULL, "{\"name\":\"session-hours\",\"value\":\"8\"}", "admin", 2,
		  ERR_DENIED },
		{ "set-setting", NULL, "{\"name\":\"session-hours\",\"value\":\"8\"}",
		  "clerk lead supervisor publisher auditor", 0, ERR_DENIED },
		{ "open-inspection", NULL, "{\"unit\":\"3\",\"feedback\":\"2025-03-01\"}",
		  "supervisor", 2, ERR_NONE },
		{ "open-inspection", NULL, "{\"unit\":\"4\",\"feedback\":\"2025-03-01\"}",
		  "supervisor", 2, ERR_DENIED },
		{ "open-inspection", NULL, "{\"unit\":\"3\",\"feedback\":\"2025-03-01\"}", "clerk",
		  0, ERR_DENIED },
		{ "issue", "2025-01", "{\"category\":\"学习\",\"title\":\"学习不够\"}",
		  "supervisor", 1, ERR_NONE },
		{ "issue", "2025-01", "{\"category\":\"学习\",\"title\":\"学习不够\"}",
		  "supervisor", 3, ERR_DENIED },
		{ "issue", "2025-01", "{\"category\":\"学习\",\"title\":\"学习不够\"}", "lead", 2,
		  ERR_DENIED },
		{ "submit-report", "2025-01", "{}", "lead", 2, ERR_NONE },
		{ "submit-report", "2025-01", "{\"date\":\"2025-03-02\"}", "clerk", 1, ERR_NONE },
		{ "submit-report", "2025-01", "{\"date\":\"2025-03-03\"}", "clerk", 1,
		  ERR_BAD_INPUT },
		{ "submit-report", "2025-01", "{}", "supervisor", 2, ERR_DENIED },
		{ "submit-report", "2025-01", "{}", "clerk", 4, ERR_DENIED },
		{ "order", NULL, "{\"findings\":\"2025-01-002\",\"text\":\"a\"}", "supervisor", 1,
		  ERR_NONE },
		{ "order", NULL, "{\"findings\":\"2025-01-002，2025-01-002\",\"text\":\"a\"}",
		  "supervisor", 1, ERR_CONFLICT },
		{ "order", NULL, "{\"findings\":\"2025-01-002\",\"text\":\"a\"}", "supervisor", 3,
		  ERR_DENIED },
		{ "order", NULL, "{\"findings\":\"，\",\"text\":\"a\"}", "supervisor", 1,
		  ERR_BAD_INPUT },
		{ "order", NULL, "{\"findings\":\"2025-01-002\",\"text\":\"a\"}", "lead", 1,
		  ERR_DENIED },
		{ "order", NULL, "{\"findings\":\"2025-01-002\",\"text\":\"a\",\"unit\":\"4\"}",
		  "supervisor", 1, ERR_DENIED },
		{ "take-case", NULL, "{\"channel\":\"visit\",\"text\":\"a\"}", "clerk", 2,
		  ERR_NONE },
		{ "take-case", NULL, "{\"channel\":\"visit\",\"text\":\"a\",\"unit\":\"4\"}",
		  "clerk", 2, ERR_DENIED },
		{ "take-case", NULL, "{\"channel\":\"rumour\",\"text\":\"a\"}", "clerk", 2,
		  ERR_BAD_INPUT },
		{ "take-case", NULL,
		  "{\"channel\":\"visit\",\"text\":\"a\",\"date\":\"2025-03-03\"}", "clerk", 2,
		  ERR_BAD_INPUT },
		{ "take-case", NULL, "{\"channel\":\"visit\",\"text\":\"a\"}", "auditor", 2,
		  ERR_DENIED },
		{ "draft-notice", NULL,
		  "{\"inspection\":\"2025-01\",\"wording\":\"public\",\"body\":\"a\"}", "clerk", 2,
		  ERR_NONE },
		{ "draft-notice", NULL, "{\"inspection\":\"2025-01\",\"wording\":\"public\"}",
		  "clerk", 2, ERR_BAD_INPUT },
		{ "draft-notice", NULL,
		  "{\"inspection\":\"2025-01\",\"wording\":\"secret\",\"body\":\"a\"}", "clerk", 2,
		  ERR_BAD_INPUT },
		{ "draft-notice", NULL,
		  "{\"inspection\":\"2025-01\",\"wording\":\"public\",\"body\":\"a\"}", "clerk", 4,
		  ERR_DENIED },
		{ "draft-notice", NULL,
		  "{\"inspection\":\"2025-01\",\"wording\":\"public\",\"body\":\"a\"}", "publisher",
		  2, ERR_DENIED },
		{ "add-regulation", NULL, "{\"title\":\"a\",\"from\":\"2025-01-01\"}", "lead", 2,
		  ERR_NONE },
		{ "add-regulation", NULL,
		  "{\"title\":\"a\",\"from\":\"2025-01-01\",\"document\":\"桐社党[2025]3号\"}",
		  "lead", 2, ERR_BAD_INPUT },
		{ "add-regulation", NULL,
		  "{\"title\":\"a\",\"from\":\"2025-01-01\",\"document\":\"桐社党〔2025〕03号\"}",
		  "lead", 2, ERR_BAD_INPUT },
		{ "add-regulation", NULL,
		  "{\"title\":\"a\",\"from\":\"2025-01-01\",\"review\":\"2025-01-01\"}", "lead",
		  2, ERR_BAD_INPUT },
		{ "add-regulation", NULL, "{\"title\":\"a\",\"from\":\"2025-01-01\"}",
		  "supervisor", 2, ERR_DENIED },
	};
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct made m = { .roles = rows[i].roles, .unit = rows[i].unit };
		struct action act = action(&a, rows[i].verb, rows[i].fields);
		act.target = str_of(rows[i].target);
		if (try(&a, &m, &act, &out, &e) != rows[i].code)
			fail_msg("%s %s: %d, want %d: %.*s", rows[i].verb, rows[i].fields, e.code,
				 rows[i].code, STR_ARG(err_text(&a, &e, LANG_EN)));
	}
	struct made m = { .roles = "admin", .no_other_admin = true };
	struct action act = action(&a, "set-roles", "{\"roles\":\"clerk\"}");
	assert_int_equal(try(&a, &m, &act, &out, &e), ERR_CONFLICT);
	arena_free(&a);
}

/* One person, one hand in a notice, whatever their roles; what publishing refuses. */
static void notices(void **state)
{
	static const struct {
		const char *verb, *in, *fields, *hand;
		bool nobody;
		const char *text;
		enum err_code code;
	} rows[] = {
		{ "review-notice", "submitted", "{\"opinion\":\"a\"}", "writer", false, NULL,
		  ERR_DENIED },
		{ "review-notice", "submitted", "{\"opinion\":\"a\"}", "approver", false, NULL,
		  ERR_DENIED },
		{ "review-notice", "submitted", "{\"opinion\":\"a\"}", "reviewer", false, NULL,
		  ERR_NONE },
		{ "approve-notice", "reviewed", "{\"opinion\":\"a\"}", "writer", false, NULL,
		  ERR_DENIED },
		{ "approve-notice", "reviewed", "{\"opinion\":\"a\"}", "reviewer", false, NULL,
		  ERR_DENIED },
		{ "edit-notice", "reviewed", "{\"body\":\"a\"}", "reviewer", false, NULL,
		  ERR_DENIED },
		{ "edit-notice", "reviewed", "{\"body\":\"a\"}", "approver", false, NULL,
		  ERR_DENIED },
		{ "submit-notice", "draft", "{}", "approver", false, NULL, ERR_DENIED },
		{ "edit-notice", "draft", "{}", NULL, false, NULL, ERR_BAD_INPUT },
		{ "publish-notice", "approved", "{" FILES "}", NULL, false, NULL, ERR_BAD_INPUT },
		{ "publish-notice", "approved", "{\"until\":\"2025-03-01\"," FILES "}", NULL, false,
		  NULL, ERR_BAD_INPUT },
		{ "publish-notice", "approved",
		  "{\"from\":\"2025-03-01\",\"until\":\"2025-03-09\"," FILES "}", NULL, false, NULL,
		  ERR_BAD_INPUT },
		{ "publish-notice", "approved", "{\"until\":\"2025-03-02\"," FILES "}", NULL, false,
		  NULL, ERR_NONE },
		{ "publish-notice", "approved", "{\"until\":\"2025-03-09\"," FILES "}", NULL,
		  true, NULL, ERR_CONFLICT },
		{ "publish-notice", "approved", "{\"until\":\"2025-03-09\"," FILES "}", NULL, false,
		  SOUND "\n公开期限：××年×月×日至×月×日。", ERR_CONFLICT },
	};
	struct arena a;
	struct outcome out;
	struct err e;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct made m = { .state = rows[i].in,
				  .roles = "clerk lead supervisor publisher",
				  .nobody = rows[i].nobody,
				  .hand = rows[i].hand,
				  .text = rows[i].text };
		struct action act = action(&a, rows[i].verb, rows[i].fields);
		if (try(&a, &m, &act, &out, &e) != rows[i].code)
			fail_msg("%s %s: %d, want %d: %.*s", rows[i].verb, rows[i].fields, e.code,
				 rows[i].code, STR_ARG(err_text(&a, &e, LANG_EN)));
	}
	/* the period of the pack; nothing happens where the text is the same */
	struct made m = { .state = "approved", .roles = "publisher", .more = ",\"pack\":1",
			  .pack = "[pack]\nname = x\n[deadline 公示]\nnumber = 7\nunit = days\n"
				  "after = publish\nsets = display\nsource = y\n" };
	struct action act = action(&a, "publish-notice", "{" FILES "}");
	assert_int_equal(try(&a, &m, &act, &out, &e), ERR_NONE);
	struct str until = STR_NONE;
	for (ptrdiff_t i = 0; i < out.effects.n; i++)
		if (out.effects.p[i].object == NOTICE)
			until = out.effects.p[i].cell[COL_PUBLICATION_UNTIL]->s;
	assert_str(until, S("2025-03-09"));
	m = (struct made){ .state = "approved", .roles = "clerk" };
	struct val *same = val_map(&a);
	val_put_str(&a, same, S("body"), S(SOUND));
	act = action(&a, "edit-notice", "{}");
	act.fields = same;
	assert_int_equal(try(&a, &m, &act, &out, &e), ERR_NONE);
	assert_true(out.same && !out.effects.n);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verb_is_here), cmocka_unit_test(matrix),
		cmocka_unit_test(second_person),      cmocka_unit_test(stale),
		cmocka_unit_test(refusals),	      cmocka_unit_test(managing),
		cmocka_unit_test(levels),
		cmocka_unit_test(attaching),	      cmocka_unit_test(notices),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * The table of verbs and their fields: see verb.h. What a row does not say
 * stands in the function that it names.
 */
#include "ledger/pack.h"
#include "ledger/verb_row.h"

#define PROGRESS_WORDS S("not-started under-way partly done")
#define CLASS_WORDS S("immediate staged continuing")

#define CONTACT_FIELDS { S("phone"), WORDS(60) }, { S("email"), WORDS(NAME) }

static const struct field init_fields[] = {
	{ S("name"), WORDS(NAME) },
	{ S("hash"), ONE_OF(S("SHA-256 SM3")) },
};

static const struct field add_unit_fields[] = {
	{ S("name"), WORDS(LONG_NAME), .required = true },
	{ S("short-name"), WORDS(LONG_NAME) },
	{ S("parent"), WORDS(LONG_NAME) },
};

static const struct field move_unit_fields[] = {
	{ S("parent"), WORDS(LONG_NAME) },
};

static const struct field add_person_fields[] = {
	{ S("name"), WORDS(NAME), .required = true },
	{ S("roles"), WORDS(200), .required = true },
	{ S("unit"), WORDS(LONG_NAME) },
	CONTACT_FIELDS,
};

static const struct field set_contact_fields[] = {
	CONTACT_FIELDS,
};

static const struct field erase_fields[] = {
	{ S("object"), WORDS(60), .required = true },
	{ S("row"), WORDS(LONG_NAME), .required = true },
	{ S("column"), WORDS(60) },
	{ S("reason"), WORDS(PROSE), .required = true },
};

static const struct field set_roles_fields[] = {
	{ S("roles"), WORDS(200), .required = true },
	{ S("unit"), WORDS(LONG_NAME) },
};

static const struct field adopt_fields[] = {
	{ S("notice"), { VALUE_TREE }, .required = true, .bulk = true },
	{ S("sha256"), { VALUE_HASH }, .required = true },
	{ S("name"), WORDS(1024), .required = true },
	{ S("kind"), { VALUE_TEXT, 1, 10, S("txt html docx pdf") }, .required = true },
	{ S("size"), { VALUE_INT, 1, 64 << 20 }, .required = true },
	{ S("pack"), WORDS(PACK_NAME) },
	{ S("inspection"), WORDS(60) },
};

#define SHEET_FIELDS \
	{ S("sheet"), { VALUE_TREE }, .required = true, .bulk = true }, \
		{ S("unit"), WORDS(LONG_NAME), .required = true }, { S("kind"), WORDS(120) }, \
		{ S("round"), WORDS(600) }, { S("feedback"), DAY }, \
		{ S("pack"), WORDS(PACK_NAME) }, \
		{ S("sha256"), { VALUE_HASH }, .required = true }, \
		{ S("name"), WORDS(1024), .required = true }, \
		{ S("file-kind"), ONE_OF(S("xlsx csv")), .required = true }, \
	{ \
		S("size"), { VALUE_INT, 1, 64 << 20 }, .required = true \
	}

static const struct field adopt_sheet_fields[] = { SHEET_FIELDS };

static const struct field adopt_history_fields[] = {
	SHEET_FIELDS,
	{ S("confirmed-by"), WORDS(NAME), .required = true },
};

static const struct field open_inspection_fields[] = {
	{ S("unit"), WORDS(LONG_NAME), .required = true },
	{ S("feedback"), DAY, .required = true },
	{ S("kind"), WORDS(120) },
	{ S("authority"), WORDS(HEADER) },
	{ S("team"), WORDS(HEADER) },
	{ S("start"), DAY },
	{ S("end"), DAY },
	{ S("pack"), WORDS(PACK_NAME) },
};

static const struct field add_pack_fields[] = {
	{ S("text"), WORDS(PACK_BYTES), .required = true, .bulk = true },
};

static const struct field submit_report_fields[] = {
	{ S("date"), DAY },
};

static const struct field use_pack_fields[] = {
	{ S("pack"), WORDS(PACK_NAME), .required = true },
};

static const struct field issue_fields[] = {
	{ S("category"), WORDS(PROSE), .required = true },
	{ S("title"), WORDS(PROSE), .required = true },
	{ S("detail"), WORDS(PROSE) },
	{ S("class"), ONE_OF(CLASS_WORDS) },
	{ S("standard"), WORDS(PROSE) },
	{ S("due"), DAY },
	{ S("amount"), { VALUE_MONEY } },
};

static const struct field claim_fields[] = {
	{ S("owner"), WORDS(NAME), .column = COL_FINDING_OWNER },
	{ S("phone"), WORDS(PHONE), .column = COL_FINDING_PHONE },
	{ S("leader"), WORDS(NAME), .column = COL_FINDING_LEADER },
	{ S("opinion"), WORDS(PROSE) },
};

static const struct field plan_fields[] = {
	{ S("text"), WORDS(PROSE), .required = true },
	{ S("class"), ONE_OF(CLASS_WORDS), .column = COL_FINDING_CLASS },
	{ S("standard"), WORDS(PROSE), .column = COL_FINDING_STANDARD },
	{ S("due"), DAY, .column = COL_FINDING_DUE },
};

static const struct field opinion_fields[] = {
	{ S("opinion"), WORDS(PROSE), .required = true },
};

static const struct field reason_fields[] = {
	{ S("reason"), WORDS(PROSE), .required = true },
};

static const struct field apply_fields[] = {
	{ S("text"), WORDS(PROSE), .required = true },
};

static const struct field report_fields[] = {
	{ S("text"), WORDS(PROSE), .required = true },
	{ S("measure"), { VALUE_INT, 1, MEASURES_MAX } },
	{ S("progress"), ONE_OF(PROGRESS_WORDS) },
	{ S("date"), DAY },
	{ S("reason"), WORDS(PROSE) },
	{ S("next"), WORDS(PROSE) },
};

static const struct field reopen_fields[] = {
	{ S("case"), WORDS(20) },
	{ S("reason"), WORDS(PROSE), .required = true },
	{ S("due"), DAY, .required = true, .column = COL_FINDING_DUE },
};

static const struct field look_back_fields[] = {
	{ S("outcome"), ONE_OF(S("held rebounded")), .required = true },
	{ S("sample"), WORDS(PROSE) },
	{ S("opinion"), WORDS(PROSE) },
	{ S("due"), DAY },
};

static const struct field extend_fields[] = {
	{ S("due"), DAY, .required = true },
	{ S("reason"), WORDS(PROSE), .required = true },
};

static const struct field decide_extension_fields[] = {
	{ S("outcome"), ONE_OF(S("granted refused")), .required = true },
	{ S("due"), DAY },
	{ S("opinion"), WORDS(PROSE) },
};

static const struct field close_stage_fields[] = {
	{ S("opinion"), WORDS(PROSE), .required = true },
	{ S("due"), DAY, .column = COL_FINDING_DUE },
};

static const struct field assess_fields[] = {
	{ S("score"), { VALUE_INT, 0, 100 }, .required = true },
	{ S("opinion"), WORDS(PROSE), .required = true },
};

static const struct field set_due_fields[] = {
	{ S("due"), DAY, .required = true, .column = COL_FINDING_DUE },
	{ S("reason"), WORDS(PROSE) },
};

static const struct field assign_fields[] = {
	{ S("owner"), WORDS(NAME), .column = COL_FINDING_OWNER },
	{ S("phone"), WORDS(PHONE), .column = COL_FINDING_PHONE },
	{ S("amount"), { VALUE_MONEY } },
	{ S("leader"), WORDS(NAME), .column = COL_FINDING_LEADER },
	{ S("lead-unit"), WORDS(LONG_NAME) },
	{ S("class"), ONE_OF(CLASS_WORDS), .column = COL_FINDING_CLASS },
	{ S("standard"), WORDS(PROSE), .column = COL_FINDING_STANDARD },
};

#define MEASURE_FIELDS                                                         \
	{ S("kind"), ONE_OF(S("once recurring milestones")) },                 \
		{ S("every"), ONE_OF(S("day week month quarter year")) },      \
		{ S("starts"), DAY }, { S("due"), DAY }, { S("owner"), WORDS(NAME) }

static const struct field add_measure_fields[] = {
	{ S("text"), WORDS(PROSE), .required = true },
	MEASURE_FIELDS,
};

static const struct field set_measure_fields[] = {
	{ S("measure"), { VALUE_INT, 1, MEASURES_MAX }, .required = true },
	MEASURE_FIELDS,
};

static const struct field set_setting_fields[] = {
	{ S("name"), WORDS(60), .required = true },
	{ S("value"), WORDS(1000) },
};

#define ASKED COL_FINDING_ASKED
#define EXTENSION COL_FINDING_EXTENSION

#define CLOSABLE (STATES_WORK | STATE_APPLIED | STATE_STAGE)
#define UNPLANNED (STATE_CLAIMED | STATES_WORK | STATE_STAGE)

/* name, target, from, to, rights, second, asks, answers, fields, sentence, decision */
static const struct verb common_verbs[] = {
	{ S("init"), OBJECT_LEDGER, STATE_NONE, STATE_OPEN, BOTH(ACTOR_ALL), false, 0, 0,
	  FIELDS(init_fields), MSG_VERB_INIT, init_decide },
	{ S("add-unit"), OBJECT_LEDGER, STATE_OPEN, 0, MANAGES, false, 0, 0,
	  FIELDS(add_unit_fields), MSG_VERB_ADD_UNIT, add_unit_decide },
	{ S("move-unit"), OBJECT_UNIT, STATE_OPEN, 0, MANAGES, false, 0, 0,
	  FIELDS(move_unit_fields), MSG_VERB_MOVE_UNIT, move_unit_decide },
	{ S("add-person"), OBJECT_LEDGER, STATE_OPEN, 0, MANAGES, false, 0, 0,
	  FIELDS(add_person_fields), MSG_VERB_ADD_PERSON, add_person_decide },
	{ S("set-roles"), OBJECT_PERSON, STATE_OPEN, 0, MANAGES, false, 0, 0,
	  FIELDS(set_roles_fields), MSG_VERB_SET_ROLES, set_roles_decide },
	{ S("set-contact"), OBJECT_PERSON, STATE_OPEN, 0, MANAGES, false, 0, 0,
	  FIELDS(set_contact_fields), MSG_VERB_SET_CONTACT, set_contact_decide },
	{ S("erase"), OBJECT_LEDGER, STATE_OPEN, 0, MANAGES_ALL, false, 0, 0,
	  FIELDS(erase_fields), MSG_VERB_ERASE, erase_decide },

	{ S("set-setting"), OBJECT_LEDGER, STATE_OPEN, 0, MANAGES, false, 0, 0,
	  FIELDS(set_setting_fields), MSG_VERB_SET_SETTING, set_setting_decide },

	{ S("adopt"), OBJECT_LEDGER, STATE_OPEN, STATE_RECTIFYING,
	  BOTH(ACTOR_CLERK | ACTOR_SUPERVISOR | ACTOR_ADMIN), false, 0, 0,
	  FIELDS(adopt_fields), MSG_VERB_ADOPT, adopt_decide },
	{ S("adopt-sheet"), OBJECT_LEDGER, STATE_OPEN, STATE_RECTIFYING,
	  BOTH(ACTOR_CLERK | ACTOR_SUPERVISOR | ACTOR_ADMIN), false, 0, 0,
	  FIELDS(adopt_sheet_fields), MSG_VERB_ADOPT_SHEET, adopt_sheet_decide },
	{ S("adopt-history"), OBJECT_LEDGER, STATE_OPEN, STATE_RECTIFYING, MANAGES, false, 0, 0,
	  FIELDS(adopt_history_fields), MSG_VERB_ADOPT_HISTORY, adopt_sheet_decide },
	{ S("open-inspection"), OBJECT_LEDGER, STATE_OPEN, 0, SUPERVISES, false, 0, 0,
	  FIELDS(open_inspection_fields), MSG_VERB_OPEN_INSPECTION, open_inspection_decide },
	{ S("issue"), OBJECT_INSPECTION, STATE_OPEN, STATE_ISSUED, SUPERVISES, false, 0, 0,
	  FIELDS(issue_fields), MSG_VERB_ISSUE, issue_decide },

	{ S("add-pack"), OBJECT_LEDGER, STATE_OPEN, 0, MANAGES, false, 0, 0,
	  FIELDS(add_pack_fields), MSG_VERB_ADD_PACK, add_pack_decide },
	{ S("use-pack"), OBJECT_INSPECTION, STATE_OPEN, 0, SUPERVISES, false, 0, 0,
	  FIELDS(use_pack_fields), MSG_VERB_USE_PACK, use_pack_decide },
	{ S("submit-report"), OBJECT_INSPECTION, STATE_OPEN, 0, RECTIFIES, false, 0, 0,
	  FIELDS(submit_report_fields), MSG_VERB_SUBMIT_REPORT, submit_report_decide },

	{ S("claim"), OBJECT_FINDING, STATE_ISSUED, STATE_CLAIMED, RECTIFIES, false, 0, 0,
	  FIELDS(claim_fields), MSG_VERB_CLAIM, claim_decide },
	{ S("dispute"), OBJECT_FINDING, STATE_ISSUED, STATE_DISPUTED, RECTIFIES, false, ASKED, 0,
	  FIELDS(reason_fields), MSG_VERB_DISPUTE, step_decide },
	{ S("uphold"), OBJECT_FINDING, STATE_DISPUTED, STATE_ISSUED, SUPERVISES, true, 0, ASKED,
	  FIELDS(opinion_fields), MSG_VERB_UPHOLD, step_decide },
	{ S("plan"), OBJECT_FINDING, STATE_CLAIMED, STATE_PLANNED, RECTIFIES, false, ASKED, 0,
	  FIELDS(plan_fields), MSG_VERB_PLAN, plan_decide },
	{ S("approve"), OBJECT_FINDING, STATE_PLANNED, STATE_RECTIFYING, APPROVES, true, 0, ASKED,
	  FIELDS(opinion_fields), MSG_VERB_APPROVE, approve_decide },
	{ S("return-plan"), OBJECT_FINDING, STATE_PLANNED, STATE_CLAIMED, APPROVES, true, 0, ASKED,
	  FIELDS(reason_fields), MSG_VERB_RETURN_PLAN, step_decide },
	{ S("return"), OBJECT_FINDING, STATE_APPLIED, STATE_RETURNED, CLOSES, true, 0, ASKED,
	  FIELDS(reason_fields), MSG_VERB_RETURN, return_decide, .review = true },
	{ S("report"), OBJECT_FINDING, STATES_WORK | STATE_STAGE, 0, RECTIFIES, false, 0, 0,
	  FIELDS(report_fields), MSG_VERB_REPORT, report_decide },
	{ S("apply"), OBJECT_FINDING, STATES_WORK | STATE_STAGE, STATE_APPLIED, RECTIFIES, false,
	  ASKED, 0, FIELDS(apply_fields), MSG_VERB_APPLY, apply_decide },
	{ S("verify"), OBJECT_FINDING, STATE_APPLIED, STATE_CLOSED, CLOSES, true, 0, ASKED,
	  FIELDS(opinion_fields), MSG_VERB_VERIFY, close_decide, .review = true },
	{ S("close-stage"), OBJECT_FINDING, STATE_APPLIED, STATE_STAGE, CLOSES, true, 0, ASKED,
	  FIELDS(close_stage_fields), MSG_VERB_CLOSE_STAGE, close_decide, .review = true },
	{ S("close-unrectified"), OBJECT_FINDING, CLOSABLE, STATE_UNRECTIFIED, SUPERVISES, true,
	  0, ASKED, FIELDS(reason_fields), MSG_VERB_CLOSE_UNRECTIFIED, close_decide },
	{ S("look-back"), OBJECT_FINDING, STATES_OVER | STATE_STAGE, 0, SUPERVISES, true, 0, ASKED,
	  FIELDS(look_back_fields), MSG_VERB_LOOK_BACK, look_back_decide },
	{ S("reopen"), OBJECT_FINDING, STATES_OVER | STATE_STAGE, STATE_REOPENED, SUPERVISES,
	  false, 0, 0, FIELDS(reopen_fields), MSG_VERB_REOPEN, reopen_decide },
	{ S("extend"), OBJECT_FINDING, STATES_WORK, 0, RECTIFIES, false, EXTENSION, 0,
	  FIELDS(extend_fields), MSG_VERB_EXTEND, extend_decide },
	{ S("decide-extension"), OBJECT_FINDING, CLOSABLE, 0, SUPERVISES, false, 0, EXTENSION,
	  FIELDS(decide_extension_fields), MSG_VERB_DECIDE_EXTENSION, decide_extension_decide },
	{ S("assess"), OBJECT_FINDING, STATES_OVER | STATE_STAGE, 0, SUPERVISES, true, 0, ASKED,
	  FIELDS(assess_fields), MSG_VERB_ASSESS, step_decide },
	{ S("set-due"), OBJECT_FINDING, STATES_EARLY | STATES_WORK | STATE_STAGE, 0, ASSIGNS,
	  false, 0, 0, FIELDS(set_due_fields), MSG_VERB_SET_DUE, set_due_decide },
	{ S("assign"), OBJECT_FINDING, STATES_EARLY | STATES_WORK | STATE_STAGE, 0, ASSIGNS,
	  false, 0, 0, FIELDS(assign_fields), MSG_VERB_ASSIGN, assign_decide },
	{ S("add-measure"), OBJECT_FINDING, UNPLANNED, 0, RECTIFIES, false, 0, 0,
	  FIELDS(add_measure_fields), MSG_VERB_ADD_MEASURE, add_measure_decide },
	{ S("set-measure"), OBJECT_FINDING, UNPLANNED, 0, RECTIFIES, false, 0, 0,
	  FIELDS(set_measure_fields), MSG_VERB_SET_MEASURE, set_measure_decide },
	{ S("withdraw"), OBJECT_FINDING, STATES_EARLY | STATES_WORK, STATE_WITHDRAWN, SUPERVISES,
	  false, 0, 0, FIELDS(reason_fields), MSG_VERB_WITHDRAW, step_decide },
};

static const struct verb_family common_family = FAMILY(common_verbs);

static const struct verb_family *const families[] = { &common_family, &relate_family,
						      &target_family, &order_family,
						      &case_family,   &regulation_family,
						      &evidence_family, &record_family,
						      &publication_family };

enum { FAMILIES = sizeof(families) / sizeof(*families) };

const struct verb *verb_next(const struct verb *v)
{
	if (!v)
		return families[0]->row;
	for (int i = 0; i < FAMILIES; i++) {
		const struct verb *row = families[i]->row;
		if (v < row || v >= row + families[i]->rows)
			continue;
		if (v + 1 < row + families[i]->rows)
			return v + 1;
		return i + 1 < FAMILIES ? families[i + 1]->row : NULL;
	}
	return NULL;
}

const struct verb *verb_find(struct str name)
{
	for
		verb_each(v) if (str_eq(v->name, name)) return v;
	return NULL;
}

struct str verb_says(struct arena *a, struct str verb, struct str actor, struct str target,
		     enum lang lang)
{
	const struct verb *v = verb_find(verb);
	if (!v)
		return msg_fill(a, MSG_VERB_OTHER, lang, ARGS(actor, target, verb));
	return msg_fill(a, v->says, lang, ARGS(actor, target));
}

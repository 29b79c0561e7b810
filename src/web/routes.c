/*
 * The table of routes, and the main navigation. A row is all that the
 * dispatcher has to know; see web.h. Adding a page is adding a row.
 */
#include "ledger/rights.h"
#include "web/choose.h"
#include "web/pages.h"
#include "web/target.h"

#define CODE { VALUE_TEXT, 1, 60 }
#define PATH { VALUE_TEXT, 1, 2000 }
#define PROSE { VALUE_TEXT, 1, 30000 }

static const struct input login_get_in[] = {
	{ S("return"), PATH, MSG_WEB_FIELD_RETURN },
};

static const struct input login_in[] = {
	{ S("name"), { VALUE_TEXT, 1, 300 }, MSG_WEB_FIELD_PERSON, .required = true },
	{ S("password"), { VALUE_TEXT, 1, 1000 }, MSG_WEB_FIELD_PASSWORD, .required = true },
	{ S("return"), PATH, MSG_WEB_FIELD_RETURN },
	{ S("draft"), { VALUE_TEXT, 1, FORM_BYTES }, MSG_WEB_FIELD_RETURN },
};

static const struct input totp_in[] = {
	{ S("code"), { VALUE_TEXT, 1, 60 }, MSG_WEB_FIELD_CODE, .required = true },
	{ S("return"), PATH, MSG_WEB_FIELD_RETURN },
	{ S("draft"), { VALUE_TEXT, 1, FORM_BYTES }, MSG_WEB_FIELD_RETURN },
};

static const struct input password_in[] = {
	{ S("old"), { VALUE_TEXT, 1, 1000 }, MSG_WEB_FIELD_OLD_PASSWORD },
	{ S("password"), { VALUE_TEXT, 1, 1000 }, MSG_WEB_FIELD_NEW_PASSWORD, .required = true },
	{ S("again"), { VALUE_TEXT, 1, 1000 }, MSG_WEB_FIELD_AGAIN, .required = true },
	{ S("return"), PATH, MSG_WEB_FIELD_RETURN },
	{ S("draft"), { VALUE_TEXT, 1, FORM_BYTES }, MSG_WEB_FIELD_RETURN },
};

static const struct input language_in[] = {
	{ S("to"), { VALUE_TEXT, 1, 10, S("zh en") }, MSG_WEB_FIELD_LANGUAGE, .required = true },
	{ S("return"), PATH, MSG_WEB_FIELD_RETURN },
};

#define PLACE { VALUE_TEXT, 1, 200 }
#define NAME { VALUE_TEXT, 1, 300 }
#define WORDS(words) { VALUE_TEXT, 1, 60, S(words) }

/* The filters of the list: see view/findings_view.h. */
#define FILTERS                                                                              \
	{ S("text"), { VALUE_TEXT, 1, 600 }, MSG_WEB_FIELD_WORDS },                          \
	{ S("unit"), NAME, MSG_WEB_FIELD_UNIT },                                             \
	{ S("inspection"), CODE, MSG_WEB_COL_INSPECTION },                                   \
	{ S("category"), NAME, MSG_WEB_FIELD_CATEGORY },                                     \
	{ S("class"), WORDS("immediate staged continuing"), MSG_WEB_FIELD_CLASS },           \
	{ S("state"), PLACE, MSG_WEB_FIELD_STATE },                                          \
	{ S("progress"), PLACE, MSG_WEB_FIELD_PROGRESS },                                    \
	{ S("due"), WORDS("overdue unset"), MSG_WEB_FIELD_DUE },                             \
	{ S("due-from"), { VALUE_DATE }, MSG_WEB_FIELD_DUE_FROM },                           \
	{ S("due-before"), { VALUE_DATE }, MSG_WEB_FIELD_DUE_BEFORE },                       \
	{ S("owner"), NAME, MSG_WEB_FIELD_OWNER },                                           \
	{ S("lead-unit"), NAME, MSG_WEB_FIELD_LEAD_UNIT },                                   \
	{ S("sort"), WORDS("code due changed"), MSG_WEB_FIELD_SORT },                        \
	{ S("after"), PLACE, MSG_WEB_FIELD_AFTER },                                          \
	{ S("before"), PLACE, MSG_WEB_FIELD_BEFORE }

static const struct input findings_in[] = {
	FILTERS,
	{ S("column"), WORDS("category inspection unit lead_unit leader owner class state "
			     "progress due light measures closed"),
	  MSG_WEB_FILTER_COLUMNS, .many = true },
	{ S("format"), WORDS("csv xlsx"), MSG_WEB_EXPORT },
};

static const struct input selection_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .many = true },
	{ S("verb"), WORDS("assign set-due order"), MSG_WEB_FIELD_VERB, .required = true },
	{ S("step"), WORDS("ask do"), MSG_WEB_FIELD_STEP },
	{ S("return"), PATH, MSG_WEB_FIELD_RETURN },
};

static const struct input view_save_in[] = {
	{ S("name"), { VALUE_TEXT, 1, 180 }, MSG_WEB_VIEWS_SAVE, .required = true },
	{ S("query"), PATH, MSG_WEB_FIELD_RETURN },
};

static const struct input view_drop_in[] = {
	{ S("name"), { VALUE_TEXT, 1, 180 }, MSG_WEB_VIEWS_SAVE, .required = true },
};

static const struct input search_in[] = {
	{ S("words"), { VALUE_TEXT, 1, 600 }, MSG_WEB_FIELD_WORDS },
	{ S("in"), PLACE, MSG_WEB_SEARCH_IN },
	{ S("unit"), NAME, MSG_WEB_FIELD_UNIT },
	{ S("order"), WORDS("newest rank"), MSG_WEB_FIELD_SORT },
	{ S("after"), PLACE, MSG_WEB_FIELD_AFTER },
};

static const struct input statistics_in[] = {
	{ S("by"), WORDS("unit category class inspection month closed-month"),
	  MSG_WEB_STATS_GROUP },
	{ S("format"), WORDS("csv"), MSG_WEB_EXPORT },
};

static const struct input register_in[] = {
	{ S("name"), PLACE, MSG_WEB_FIELD_REGISTER, .required = true },
	{ S("unit"), NAME, MSG_WEB_FIELD_UNIT },
	{ S("from"), { VALUE_DATE }, MSG_WEB_REGISTERS_FROM },
	{ S("to"), { VALUE_DATE }, MSG_WEB_REGISTERS_TO },
	{ S("after"), PLACE, MSG_WEB_FIELD_AFTER },
	{ S("format"), WORDS("csv xlsx"), MSG_WEB_EXPORT },
	INPUT_DONE,
};

static const struct input register_do_in[] = {
	{ S("name"), PLACE, MSG_WEB_FIELD_REGISTER, .required = true },
};

static const struct input chart_in[] = { FILTERS };

static const struct input wall_in[] = {
	{ S("screen"), { VALUE_INT, 1, 1000 }, MSG_WEB_FIELD_SCREEN },
	{ S("every"), { VALUE_INT, 5, 600 }, MSG_WEB_FIELD_EVERY },
};

static const struct input finding_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
	{ S("done"), { VALUE_INT, 0, 0 }, MSG_WEB_FIELD_CODE_OF },
};

static const struct input act_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
	{ S("verb"), CODE, MSG_WEB_FIELD_VERB, .required = true },
};

static const struct input act_on_in[] = {
	{ S("verb"), CODE, MSG_WEB_FIELD_VERB, .required = true },
	{ S("target"), { VALUE_TEXT, 1, 600 }, MSG_WEB_FIELD_CODE_OF },
};

static const struct input notices_do_in[] = {
	{ S("inspection"), CODE, MSG_WEB_FIELD_INSPECTION, .required = true },
	{ S("wording"), WORDS("public party"), MSG_WEB_FIELD_WORDING, .required = true },
	{ S("contact"), NAME, MSG_WEB_NOTICES_TAKES },
};

static const struct input notice_code_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
};

static const struct input notice_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
	{ S("from"), { VALUE_INT, 1, 1000000 }, MSG_WEB_NOTICES_VERSION },
	{ S("to"), { VALUE_INT, 1, 1000000 }, MSG_WEB_NOTICES_VERSION },
	{ S("job"), { VALUE_INT, 1, 0 }, MSG_WEB_FIELD_CODE_OF },
	INPUT_DONE,
};

static const struct input notice_publish_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
	{ S("from"), { VALUE_DATE }, MSG_WEB_NOTICES_FROM },
	{ S("until"), { VALUE_DATE }, MSG_WEB_FIELD_UNTIL },
};

static const struct input log_in[] = {
	{ S("since"), { VALUE_DATE }, MSG_WEB_LOG_SINCE },
	{ S("verb"), CODE, MSG_WEB_FIELD_VERB },
	{ S("actor"), { VALUE_TEXT, 1, 300 }, MSG_WEB_LOG_ACTOR },
	{ S("target"), { VALUE_TEXT, 1, 600 }, MSG_WEB_LOG_TARGET },
	{ S("before"), { VALUE_INT, 0, 0 }, MSG_WEB_FIELD_AFTER },
};

static const struct input event_in[] = {
	{ S("seq"), { VALUE_INT, 0, 0 }, MSG_WEB_LOG_SEQ, .required = true },
};

/* A thing that has a page of its own, by its code or name. */
static const struct input thing_in[] = {
	{ S("code"), { VALUE_TEXT, 1, 600 }, MSG_WEB_FIELD_CODE_OF, .required = true },
	INPUT_DONE,
};

static const struct input after_in[] = {
	{ S("after"), { VALUE_INT, 0, 0 }, MSG_WEB_FIELD_AFTER },
};

static const struct input session_in[] = {
	{ S("session"), { VALUE_TEXT, 1, 200 }, MSG_WEB_PEOPLE_SESSIONS, .required = true },
};

static const struct input enrol_in[] = {
	{ S("code"), { VALUE_TEXT, 1, 60 }, MSG_WEB_FIELD_CODE, .required = true },
};

static const struct input pack_in[] = {
	{ S("name"), { VALUE_TEXT, 1, 200 }, MSG_WEB_FIELD_PACK, .required = true },
	INPUT_DONE,
};

static const struct input done_in[] = {
	INPUT_DONE,
};

static const struct input evidence_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
};

static const struct input measure_get_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
	{ S("measure"), { VALUE_INT, 1, 999 }, MSG_WEB_FIELD_MEASURE, .required = true },
};

static const struct input measure_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
	{ S("measure"), { VALUE_INT, 1, 999 }, MSG_WEB_FIELD_MEASURE, .required = true },
	{ S("text"), PROSE, MSG_WEB_FIELD_TEXT, .required = true },
	{ S("progress"), { VALUE_TEXT, 1, 60, S("not-started under-way partly done") },
	  MSG_WEB_FIELD_PROGRESS },
	{ S("date"), { VALUE_DATE }, MSG_WEB_FIELD_DATE },
	{ S("reason"), PROSE, MSG_WEB_FIELD_REASON },
	{ S("next"), PROSE, MSG_WEB_FIELD_NEXT },
	{ S("origin"), { VALUE_TEXT, 1, 900 }, MSG_WEB_FIELD_ORIGIN },
};

static const struct input review_in[] = {
	{ S("done"), CODE, MSG_WEB_FIELD_CODE_OF },
};

static const struct input review_get_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
	{ S("done"), CODE, MSG_WEB_FIELD_CODE_OF },
};

static const struct input choice_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
	CHOICE_INPUTS,
};

static const struct input orders_in[] = {
	{ S("state"), { VALUE_TEXT, 1, 20, S("all sent replied settled raised withdrawn") },
	  MSG_WEB_FIELD_STATE },
	{ S("after"), { VALUE_INT, 0, 0 }, MSG_WEB_FIELD_AFTER },
	{ S("findings"), { VALUE_TEXT, 1, 30000 }, MSG_WEB_FIELD_FINDINGS, .many = true },
};

static const struct input orders_do_in[] = {
	{ S("findings"), { VALUE_TEXT, 1, 30000 }, MSG_WEB_FIELD_FINDINGS, .required = true,
	  .many = true },
	{ S("level"), { VALUE_TEXT, 1, 20, S("reminder order warning accountability") },
	  MSG_WEB_FIELD_LEVEL },
	{ S("text"), PROSE, MSG_WEB_ORDERS_TEXT, .required = true },
	{ S("unit"), { VALUE_TEXT, 1, 600 }, MSG_WEB_FIELD_UNIT },
	{ S("person"), { VALUE_TEXT, 1, 300 }, MSG_WEB_FIELD_ORDER_PERSON },
	{ S("due"), { VALUE_DATE }, MSG_WEB_ORDERS_DUE },
};

static const struct input look_back_in[] = {
	{ S("size"), { VALUE_INT, 1, 200 }, MSG_WEB_FIELD_SIZE_OF },
	{ S("method"), { VALUE_TEXT, 1, 20, S("risk random") }, MSG_WEB_FIELD_METHOD },
	{ S("seed"), { VALUE_INT, 0, 999999999 }, MSG_WEB_FIELD_SEED },
	{ S("unit"), { VALUE_TEXT, 1, 600 }, MSG_WEB_FIELD_UNIT },
	{ S("inspection"), CODE, MSG_WEB_FIELD_INSPECTION },
	{ S("category"), { VALUE_TEXT, 1, 3000 }, MSG_WEB_FIELD_CATEGORY },
};

#define DRAFT { S("draft"), { VALUE_TEXT, 1, 60 }, MSG_WEB_IMPORT_FILE, .required = true }
#define LINE { S("line"), { VALUE_INT, 0, 1000000 }, MSG_WEB_IMPORT_LINE_OF, .required = true }

static const struct input import_in[] = {
	{ S("gone"), WORDS("1"), MSG_WEB_FIELD_STATE },
};

static const struct input import_one_in[] = {
	DRAFT,
	{ S("from"), { VALUE_INT, 1, 1000000 }, MSG_WEB_IMPORT_LINE_OF },
};

static const struct input import_one_do_in[] = {
	DRAFT,
	{ S("do"), WORDS("save adopt drop"), MSG_WEB_FIELD_STEP, .required = true },
	{ S("unit"), { VALUE_TEXT, 1, 600 }, MSG_WEB_FIELD_UNIT },
	{ S("kind"), { VALUE_TEXT, 1, 120 }, MSG_WEB_FIELD_KIND },
	{ S("round"), { VALUE_TEXT, 1, 600 }, MSG_WEB_FIELD_ROUND },
	{ S("feedback"), { VALUE_DATE }, MSG_WEB_FIELD_FEEDBACK },
	{ S("pack"), { VALUE_TEXT, 1, 200 }, MSG_WEB_FIELD_PACK },
	{ S("inspection"), CODE, MSG_WEB_FIELD_INSPECTION },
	{ S("confirmed-by"), NAME, MSG_WEB_FIELD_CONFIRMED_BY },
	{ S("struck"), WORDS("leave-out history"), MSG_WEB_IMPORT_CLOSED },
	{ S("seen"), WORDS("1"), MSG_WEB_IMPORT_SEEN },
};

static const struct input import_line_in[] = {
	DRAFT,
	LINE,
};

static const struct input import_line_do_in[] = {
	DRAFT,
	LINE,
	{ S("drop"), { VALUE_INT, 1, 1000000 }, MSG_WEB_IMPORT_LINE_OF, .many = true },
};

static const struct input import_faults_in[] = {
	DRAFT,
};

static const struct input static_in[] = {
	{ S("name"), { VALUE_TEXT, 1, 200 }, MSG_WEB_FIELD_CODE_OF, .required = true },
};

#define SIGNED_IN RIGHT_SIGNED_IN
#define LOOKS (ACTOR_ADMIN | ACTOR_AUDITOR)
#define SUPERVISORS (ACTOR_SUPERVISOR | ACTOR_AUDITOR | ACTOR_LEAD | ACTOR_ADMIN)
#define IMPORTERS (ACTOR_CLERK | ACTOR_SUPERVISOR | ACTOR_ADMIN) /* as `adopt` has it */
#define NO_INPUTS { NULL, 0 }
#define BARE STR_NONE, MSG_NONE

/* method, path, right, handler, template, title, inputs, flags */
const struct route routes[] = {
	{ METHOD_GET, S("/"), SIGNED_IN, page_overview, S("overview"), MSG_WEB_NAV_OVERVIEW,
	  INPUTS(done_in), 0 },
	{ METHOD_GET, S("/findings"), SIGNED_IN, page_findings, S("findings"),
	  MSG_WEB_NAV_FINDINGS, INPUTS(findings_in), ROUTE_FORM },
	{ METHOD_POST, S("/findings/selection"), SIGNED_IN, page_selection, S("selection"),
	  MSG_WEB_SELECTION_WHAT, INPUTS(selection_in), ROUTE_FORM | ROUTE_OPEN },
	{ METHOD_POST, S("/findings/views"), SIGNED_IN, page_view_save, S("findings"),
	  MSG_WEB_VIEWS_SAVE, INPUTS(view_save_in), 0 },
	{ METHOD_POST, S("/findings/views/drop"), SIGNED_IN, page_view_drop, S("findings"),
	  MSG_WEB_VIEWS_DROP, INPUTS(view_drop_in), 0 },
	{ METHOD_GET, S("/search"), SIGNED_IN, page_search, S("search"), MSG_WEB_NAV_SEARCH,
	  INPUTS(search_in), ROUTE_FORM },
	{ METHOD_GET, S("/statistics"), SIGNED_IN, page_statistics, S("statistics"),
	  MSG_WEB_NAV_STATISTICS, INPUTS(statistics_in), 0 },
	{ METHOD_GET, S("/wall-chart"), SIGNED_IN, page_chart, S("wall-chart"), MSG_WEB_NAV_CHART,
	  INPUTS(chart_in), ROUTE_FORM },
	{ METHOD_GET, S("/wall"), SIGNED_IN, page_wall, S("wall"), MSG_WEB_NAV_WALL,
	  INPUTS(wall_in), 0 },
	{ METHOD_GET, S("/findings/{code}"), SIGNED_IN, page_finding, S("finding"),
	  MSG_WEB_FINDING_TITLE, INPUTS(finding_in), 0 },
	{ METHOD_GET, S("/findings/{code}/act/{verb}"), SIGNED_IN, page_act, S("act"),
	  MSG_WEB_ACT_TITLE, INPUTS(act_in), ROUTE_FORM | ROUTE_OPEN },
	{ METHOD_POST, S("/findings/{code}/act/{verb}"), SIGNED_IN, page_act_do, S("act"),
	  MSG_WEB_ACT_TITLE, INPUTS(act_in), ROUTE_FORM | ROUTE_OPEN },
	{ METHOD_GET, S("/findings/{code}/measures/{measure}"), SIGNED_IN, page_measure,
	  S("measure"), MSG_WEB_FIELD_MEASURE, INPUTS(measure_get_in), 0 },
	{ METHOD_POST, S("/findings/{code}/measures/{measure}"), SIGNED_IN, page_measure_do,
	  S("measure"), MSG_WEB_FIELD_MEASURE, INPUTS(measure_in),
	  ROUTE_FORM | ROUTE_OPEN | ROUTE_FILES },
	{ METHOD_GET, S("/evidence/{code}"), SIGNED_IN, page_evidence, BARE, INPUTS(evidence_in),
	  ROUTE_BARE },

	{ METHOD_GET, S("/review"), SIGNED_IN, page_review, S("review"), MSG_WEB_NAV_REVIEW,
	  INPUTS(review_in), 0 },
	{ METHOD_GET, S("/review/{code}"), SIGNED_IN, page_review_one, S("review-one"),
	  MSG_WEB_NAV_REVIEW, INPUTS(review_get_in), 0 },
	{ METHOD_POST, S("/review/{code}"), SIGNED_IN, page_review_do, S("review-one"),
	  MSG_WEB_NAV_REVIEW, INPUTS(choice_in), ROUTE_FORM },
	{ METHOD_GET, S("/orders"), SIGNED_IN, page_orders, S("orders"), MSG_WEB_NAV_ORDERS,
	  INPUTS(orders_in), 0 },
	{ METHOD_POST, S("/orders"), SIGNED_IN, page_orders_do, S("orders"), MSG_WEB_NAV_ORDERS,
	  INPUTS(orders_do_in), ROUTE_FORM },
	{ METHOD_GET, S("/orders/{code}"), SIGNED_IN, page_order, S("order"), MSG_WEB_NAV_ORDERS,
	  INPUTS(review_get_in), 0 },
	{ METHOD_POST, S("/orders/{code}"), SIGNED_IN, page_order_do, S("order"),
	  MSG_WEB_NAV_ORDERS, INPUTS(choice_in), ROUTE_FORM },
	{ METHOD_GET, S("/look-back"), SUPERVISORS, page_look_back, S("look-back"),
	  MSG_WEB_NAV_LOOK_BACK, INPUTS(look_back_in), ROUTE_FORM },

	{ METHOD_GET, S("/import"), IMPORTERS, page_import, S("import"), MSG_WEB_NAV_IMPORT,
	  INPUTS(import_in), 0 },
	{ METHOD_POST, S("/import"), IMPORTERS, page_import_do, S("import"), MSG_WEB_NAV_IMPORT,
	  NO_INPUTS, ROUTE_FORM | ROUTE_FILES },
	{ METHOD_GET, S("/import/{draft}"), IMPORTERS, page_import_one, S("import-one"),
	  MSG_WEB_NAV_IMPORT, INPUTS(import_one_in), 0 },
	{ METHOD_POST, S("/import/{draft}"), IMPORTERS, page_import_one_do, S("import-one"),
	  MSG_WEB_NAV_IMPORT, INPUTS(import_one_do_in), ROUTE_FORM },
	{ METHOD_GET, S("/import/{draft}/faults"), IMPORTERS, page_import_faults, BARE,
	  INPUTS(import_faults_in), ROUTE_BARE },
	{ METHOD_GET, S("/import/{draft}/lines/{line}"), IMPORTERS, page_import_line,
	  S("import-line"), MSG_WEB_NAV_IMPORT, INPUTS(import_line_in), 0 },
	{ METHOD_POST, S("/import/{draft}/lines/{line}"), IMPORTERS, page_import_line_do,
	  S("import-line"), MSG_WEB_NAV_IMPORT, INPUTS(import_line_do_in),
	  ROUTE_FORM | ROUTE_OPEN },

	{ METHOD_GET, S("/act/{verb}"), SIGNED_IN, page_act, S("act"), MSG_WEB_ACT_TITLE,
	  INPUTS(act_on_in), ROUTE_FORM | ROUTE_OPEN },
	{ METHOD_POST, S("/act/{verb}"), SIGNED_IN, page_act_do, S("act"), MSG_WEB_ACT_TITLE,
	  INPUTS(act_on_in), ROUTE_FORM | ROUTE_OPEN },

	{ METHOD_GET, S("/inspections/{code}"), SIGNED_IN, page_inspection, S("inspection"),
	  MSG_WEB_COL_INSPECTION, INPUTS(thing_in), 0 },
	{ METHOD_GET, S("/cases"), SIGNED_IN, page_cases, S("cases"), MSG_WEB_NAV_CASES,
	  INPUTS(after_in), 0 },
	{ METHOD_GET, S("/cases/{code}"), SIGNED_IN, page_case, S("case"), MSG_WEB_NAV_CASES,
	  INPUTS(thing_in), 0 },
	{ METHOD_GET, S("/notices"), SIGNED_IN, page_notices, S("notices"), MSG_WEB_NAV_NOTICES,
	  INPUTS(after_in), 0 },
	{ METHOD_POST, S("/notices"), ACTOR_CLERK | ACTOR_LEAD, page_notices_do, S("notices"),
	  MSG_WEB_NAV_NOTICES, INPUTS(notices_do_in), ROUTE_FORM },
	{ METHOD_GET, S("/notices/{code}"), SIGNED_IN, page_notice, S("notice"),
	  MSG_WEB_NAV_NOTICES, INPUTS(notice_in), 0 },
	{ METHOD_POST, S("/notices/{code}/publish"), ACTOR_PUBLISHER, page_notice_publish_do,
	  S("notice"), MSG_WEB_NAV_NOTICES, INPUTS(notice_publish_in), ROUTE_FORM },
	{ METHOD_GET, S("/notices/{code}/folder"), SIGNED_IN, page_notice_folder, BARE,
	  INPUTS(notice_code_in), ROUTE_BARE },
	{ METHOD_GET, S("/regulations"), SIGNED_IN, page_regulations, S("regulations"),
	  MSG_WEB_NAV_REGULATIONS, INPUTS(after_in), 0 },
	{ METHOD_GET, S("/regulations/{code}"), SIGNED_IN, page_regulation, S("regulation"),
	  MSG_WEB_NAV_REGULATIONS, INPUTS(thing_in), 0 },

	{ METHOD_GET, S("/registers"), SIGNED_IN, page_registers, S("registers"),
	  MSG_WEB_NAV_REGISTERS, INPUTS(done_in), 0 },
	{ METHOD_GET, S("/records"), SIGNED_IN, page_registers, S("registers"),
	  MSG_WEB_NAV_REGISTERS, INPUTS(done_in), 0 },
	{ METHOD_GET, S("/registers/{name}"), SIGNED_IN, page_register, S("register"),
	  MSG_WEB_NAV_REGISTERS, INPUTS(register_in), 0 },
	{ METHOD_POST, S("/registers/{name}"), SIGNED_IN, page_register_do, S("register"),
	  MSG_WEB_NAV_REGISTERS, INPUTS(register_do_in), ROUTE_FORM | ROUTE_OPEN },
	{ METHOD_POST, S("/registers/{name}/import"), SIGNED_IN, page_register_import,
	  S("register"), MSG_WEB_REGISTERS_IMPORT, INPUTS(register_do_in),
	  ROUTE_FORM | ROUTE_OPEN | ROUTE_FILES },
	{ METHOD_GET, S("/records/{code}"), SIGNED_IN, page_record, S("record"),
	  MSG_WEB_NAV_REGISTERS, INPUTS(thing_in), 0 },
	{ METHOD_POST, S("/records/{code}"), SIGNED_IN, page_record_do, S("record"),
	  MSG_WEB_NAV_REGISTERS, INPUTS(thing_in), ROUTE_FORM | ROUTE_OPEN },

	{ METHOD_GET, S("/manage"), SIGNED_IN, page_manage, S("manage"), MSG_WEB_NAV_MANAGE,
	  NO_INPUTS, 0 },
	{ METHOD_GET, S("/log"), ACTOR_AUDITOR, page_log, S("log"), MSG_WEB_NAV_LOG,
	  INPUTS(log_in), ROUTE_FORM },
	{ METHOD_GET, S("/log/head"), SIGNED_IN, page_head, S("head"), MSG_WEB_LOG_HEAD, NO_INPUTS,
	  0 },
	{ METHOD_GET, S("/log/head/file"), SIGNED_IN, page_head_file, BARE, NO_INPUTS, ROUTE_BARE },
	{ METHOD_GET, S("/log/{seq}"), ACTOR_AUDITOR, page_event, S("event"), MSG_WEB_LOG_SEQ,
	  INPUTS(event_in), 0 },
	{ METHOD_GET, S("/log/{seq}/proof"), ACTOR_AUDITOR, page_event_proof, BARE,
	  INPUTS(event_in), ROUTE_BARE },
	{ METHOD_GET, S("/units"), SIGNED_IN, page_units, S("units"), MSG_WEB_NAV_UNITS,
	  NO_INPUTS, 0 },
	{ METHOD_GET, S("/units/{code}"), SIGNED_IN, page_unit, S("unit"), MSG_WEB_NAV_UNITS,
	  INPUTS(thing_in), 0 },
	{ METHOD_GET, S("/people"), LOOKS, page_people, S("people"), MSG_WEB_NAV_PEOPLE,
	  INPUTS(after_in), 0 },
	{ METHOD_GET, S("/people/{code}"), LOOKS, page_person, S("person"), MSG_WEB_NAV_PEOPLE,
	  INPUTS(thing_in), 0 },
	{ METHOD_POST, S("/people/{code}/invite"), ACTOR_ADMIN, page_invite_do, S("invite"),
	  MSG_WEB_PEOPLE_CODE_TITLE, INPUTS(thing_in), 0 },
	{ METHOD_POST, S("/people/{code}/end-sessions"), ACTOR_ADMIN, page_end_sessions_do,
	  S("person"), MSG_WEB_PEOPLE_SESSIONS, INPUTS(thing_in), 0 },
	{ METHOD_POST, S("/people/{code}/totp-off"), ACTOR_ADMIN, page_totp_off_do, S("person"),
	  MSG_WEB_PEOPLE_TOTP, INPUTS(thing_in), 0 },
	{ METHOD_GET, S("/packs"), SIGNED_IN, page_packs, S("packs"), MSG_WEB_NAV_PACKS, NO_INPUTS,
	  0 },
	{ METHOD_GET, S("/packs/{name}"), SIGNED_IN, page_pack, S("pack"), MSG_WEB_NAV_PACKS,
	  INPUTS(pack_in), 0 },
	{ METHOD_GET, S("/settings"), LOOKS, page_settings, S("settings"), MSG_WEB_NAV_SETTINGS,
	  INPUTS(done_in), 0 },
	{ METHOD_GET, S("/audit"), LOOKS, page_audit, S("audit"), MSG_WEB_NAV_AUDIT, NO_INPUTS, 0 },

	{ METHOD_GET, S("/account"), SIGNED_IN, page_account, S("account"), MSG_WEB_ACCOUNT_TITLE,
	  NO_INPUTS, 0 },
	{ METHOD_POST, S("/account/end"), SIGNED_IN, page_account_end_do, S("account"),
	  MSG_WEB_ACCOUNT_TITLE, INPUTS(session_in), 0 },
	{ METHOD_POST, S("/account/totp"), SIGNED_IN, page_enrol_do, S("enrol"),
	  MSG_WEB_ACCOUNT_TITLE, NO_INPUTS, 0 },
	{ METHOD_POST, S("/account/totp/prove"), SIGNED_IN, page_enrol_prove_do, S("enrol"),
	  MSG_WEB_ACCOUNT_TITLE, INPUTS(enrol_in), ROUTE_FORM },

	{ METHOD_GET, S("/login"), RIGHT_PUBLIC, page_login, S("login"), MSG_WEB_LOGIN_TITLE,
	  INPUTS(login_get_in), ROUTE_CACHED },
	{ METHOD_POST, S("/login"), RIGHT_PUBLIC, page_login_do, S("login"), MSG_WEB_LOGIN_TITLE,
	  INPUTS(login_in), ROUTE_FORM | ROUTE_STRANGER },
	{ METHOD_GET, S("/login/code"), SIGNED_IN, page_totp, S("totp"), MSG_WEB_TOTP_TITLE,
	  INPUTS(login_get_in), ROUTE_HALFWAY },
	{ METHOD_POST, S("/login/code"), SIGNED_IN, page_totp_do, S("totp"), MSG_WEB_TOTP_TITLE,
	  INPUTS(totp_in), ROUTE_FORM | ROUTE_HALFWAY },
	{ METHOD_GET, S("/password"), SIGNED_IN, page_password, S("password"),
	  MSG_WEB_PASSWORD_TITLE, INPUTS(login_get_in), ROUTE_HALFWAY },
	{ METHOD_POST, S("/password"), SIGNED_IN, page_password_do, S("password"),
	  MSG_WEB_PASSWORD_TITLE, INPUTS(password_in), ROUTE_FORM | ROUTE_HALFWAY },
	{ METHOD_POST, S("/logout"), SIGNED_IN, page_logout_do, S("login"), MSG_WEB_LOGIN_TITLE,
	  NO_INPUTS, ROUTE_HALFWAY },
	{ METHOD_GET, S("/language"), RIGHT_PUBLIC, page_language, S("problem"),
	  MSG_WEB_LANGUAGE_TITLE, INPUTS(language_in), 0 },

	{ METHOD_GET, S("/api"), SIGNED_IN, page_api, S("api"), MSG_WEB_API_TITLE, NO_INPUTS, 0 },
	{ METHOD_GET, S("/static/{name}"), RIGHT_PUBLIC, page_static, BARE, INPUTS(static_in),
	  ROUTE_BARE | ROUTE_CACHED },
	{ METHOD_GET, S("/healthz"), RIGHT_PUBLIC, page_healthz, BARE, NO_INPUTS, ROUTE_BARE },
	{ METHOD_GET, S("/metrics"), RIGHT_PUBLIC, page_metrics, BARE, NO_INPUTS,
	  ROUTE_BARE | ROUTE_LOCAL },
};

const int route_count = sizeof(routes) / sizeof(*routes);

const struct navigation navigation[] = {
	{ S("/"), MSG_WEB_NAV_OVERVIEW, SIGNED_IN },
	{ S("/findings"), MSG_WEB_NAV_FINDINGS, SIGNED_IN, S("inspections") },
	{ S("/review"), MSG_WEB_NAV_REVIEW, SIGNED_IN },
	{ S("/orders"), MSG_WEB_NAV_ORDERS, SIGNED_IN },
	{ S("/look-back"), MSG_WEB_NAV_LOOK_BACK, SUPERVISORS },
	{ S("/import"), MSG_WEB_NAV_IMPORT, IMPORTERS },
	{ S("/search"), MSG_WEB_NAV_SEARCH, SIGNED_IN },
	{ S("/statistics"), MSG_WEB_NAV_STATISTICS, SIGNED_IN },
	{ S("/wall-chart"), MSG_WEB_NAV_CHART, SIGNED_IN },
	{ S("/wall"), MSG_WEB_NAV_WALL, SIGNED_IN },
	{ S("/cases"), MSG_WEB_NAV_CASES, SIGNED_IN },
	{ S("/regulations"), MSG_WEB_NAV_REGULATIONS, SIGNED_IN },
	{ S("/registers"), MSG_WEB_NAV_REGISTERS, SIGNED_IN, S("records") },
	{ S("/notices"), MSG_WEB_NAV_NOTICES, SIGNED_IN },
	{ S("/manage"), MSG_WEB_NAV_MANAGE, SIGNED_IN,
	  S("log units people packs settings audit") },
};

const int navigation_count = sizeof(navigation) / sizeof(*navigation);

/*
 * The table of routes, and the main navigation. A row is all that the
 * dispatcher has to know; see web.h. Adding a page is adding a row.
 */
#include "ledger/rights.h"
#include "web/pages.h"

#define CODE { VALUE_TEXT, 1, 60 }
#define PATH { VALUE_TEXT, 1, 2000 }

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

#define STATES                                                                 \
	S("open issued claimed disputed planned rectifying returned applied closed "   \
	  "stage-closed held reopened closed-unrectified withdrawn")

static const struct input findings_in[] = {
	{ S("text"), { VALUE_TEXT, 1, 300 }, MSG_WEB_FILTER_TEXT },
	{ S("inspection"), CODE, MSG_WEB_FILTER_INSPECTION },
	{ S("unit"), { VALUE_TEXT, 1, 600 }, MSG_WEB_FILTER_UNIT },
	{ S("category"), { VALUE_TEXT, 1, 2000 }, MSG_WEB_FIELD_CATEGORY },
	{ S("state"), { VALUE_TEXT, 1, 60, STATES }, MSG_WEB_FILTER_STATE, .many = true },
	{ S("class"), { VALUE_TEXT, 1, 60, S("immediate staged continuing") },
	  MSG_WEB_FILTER_CLASS },
	{ S("progress"), { VALUE_TEXT, 1, 60, S("none not-started under-way partly done") },
	  MSG_WEB_FILTER_PROGRESS, .many = true },
	{ S("due"), { VALUE_TEXT, 1, 60, S("overdue unset") }, MSG_WEB_FILTER_DUE },
	{ S("due-from"), { VALUE_DATE }, MSG_WEB_FILTER_DUE_FROM },
	{ S("due-before"), { VALUE_DATE }, MSG_WEB_FILTER_DUE_BEFORE },
	{ S("owner"), { VALUE_TEXT, 1, 300 }, MSG_WEB_FILTER_OWNER },
	{ S("lead-unit"), { VALUE_TEXT, 1, 600 }, MSG_WEB_FIELD_LEAD_UNIT },
	{ S("sort"), { VALUE_TEXT, 1, 60, S("code due changed") }, MSG_WEB_FILTER_SORT },
	{ S("after"), { VALUE_TEXT, 1, 200 }, MSG_WEB_FIELD_AFTER },
	{ S("before"), { VALUE_TEXT, 1, 200 }, MSG_WEB_FIELD_AFTER },
};

static const struct input finding_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
	{ S("done"), { VALUE_INT, 0, 0 }, MSG_WEB_FIELD_CODE_OF },
};

static const struct input act_in[] = {
	{ S("code"), CODE, MSG_WEB_FIELD_CODE_OF, .required = true },
	{ S("verb"), CODE, MSG_WEB_FIELD_VERB, .required = true },
};

static const struct input static_in[] = {
	{ S("name"), { VALUE_TEXT, 1, 200 }, MSG_WEB_FIELD_CODE_OF, .required = true },
};

#define SIGNED_IN RIGHT_SIGNED_IN
#define NO_INPUTS { NULL, 0 }
#define BARE STR_NONE, MSG_NONE

/* method, path, right, handler, template, title, inputs, flags */
const struct route routes[] = {
	{ METHOD_GET, S("/"), SIGNED_IN, page_overview, S("overview"), MSG_WEB_NAV_OVERVIEW,
	  NO_INPUTS, 0 },
	{ METHOD_GET, S("/findings"), SIGNED_IN, page_findings, S("findings"),
	  MSG_WEB_NAV_FINDINGS, INPUTS(findings_in), ROUTE_FORM },
	{ METHOD_GET, S("/findings/{code}"), SIGNED_IN, page_finding, S("finding"),
	  MSG_WEB_FINDING_TITLE, INPUTS(finding_in), 0 },
	{ METHOD_GET, S("/findings/{code}/act/{verb}"), SIGNED_IN, page_act, S("act"),
	  MSG_WEB_ACT_TITLE, INPUTS(act_in), ROUTE_FORM | ROUTE_OPEN },
	{ METHOD_POST, S("/findings/{code}/act/{verb}"), SIGNED_IN, page_act_do, S("act"),
	  MSG_WEB_ACT_TITLE, INPUTS(act_in), ROUTE_FORM | ROUTE_OPEN },

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
	{ S("/findings"), MSG_WEB_NAV_FINDINGS, SIGNED_IN },
};

const int navigation_count = sizeof(navigation) / sizeof(*navigation);

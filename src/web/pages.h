/*
 * The handlers of the table of routes, one or a few a file: page_X.c. Each has
 * the form of `run` in struct route (web.h); those of forms that were sent end
 * in _do.
 */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H

#include "web/web.h"

typedef bool page_run(struct request *rq, struct answer *out, struct err *e);

/* page_login.c: signing in and out, passwords, second factor */
page_run page_login, page_login_do, page_totp, page_totp_do, page_password, page_password_do,
	page_logout_do;
/* Where somebody who is halfway signed in has to go next, and then to `back`. */
struct str login_step(struct request *rq, struct str back);
/* page_overview.c */
page_run page_overview;
/* page_findings.c, page_finding.c */
page_run page_findings, page_view_save, page_view_drop, page_finding;
/* page_selection.c: one verb on several findings */
page_run page_selection;
/* page_search.c, page_statistics.c, page_chart.c, page_wall.c */
page_run page_search, page_statistics, page_chart, page_wall;
/* page_act.c: any verb on a finding */
page_run page_act, page_act_do;
/* page_system.c: what is for programs */
page_run page_static, page_healthz, page_metrics, page_language;
/* page_api.c */
page_run page_api;

#endif

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
/* page_evidence.c, page_measure.c */
page_run page_evidence, page_measure, page_measure_do;
/* page_review.c */
page_run page_review, page_review_one, page_review_do;
/* page_orders.c, page_look_back.c */
page_run page_orders, page_orders_do, page_order, page_order_do, page_look_back;
/* page_act.c: any verb on anything */
page_run page_act, page_act_do;
/* page_log.c */
page_run page_log, page_event, page_event_proof, page_head, page_head_file;
/* page_units.c, page_people.c, page_account.c */
page_run page_units, page_unit;
page_run page_people, page_person, page_invite_do, page_end_sessions_do, page_totp_off_do;
page_run page_account, page_account_end_do, page_enrol_do, page_enrol_prove_do;
/* page_packs.c, page_manage.c: rule packs, settings, the self-audit */
page_run page_packs, page_pack, page_manage, page_settings, page_audit;
/* page_notices.c */
page_run page_notices, page_notices_do, page_notice, page_notice_publish_do, page_notice_folder;
/* page_offices.c: cases and regulations */
page_run page_cases, page_case, page_regulations, page_regulation, page_inspection;
/* Puts `life`: the steps of what has a life beside findings, the newest first. */
void life_put(struct request *rq, struct val *tree);
/* page_registers.c, page_record.c */
page_run page_registers, page_register, page_register_do, page_register_import, page_record,
	page_record_do;
/* page_import.c, page_import_line.c: notices and sheets brought in */
page_run page_import, page_import_do, page_import_one, page_import_one_do, page_import_faults,
	page_import_line, page_import_line_do;
/* page_system.c: what is for programs */
page_run page_static, page_healthz, page_metrics, page_language;
/* page_api.c */
page_run page_api;

#endif

/* Sessions and credentials, as pages show them: see people.h. */
#include "web/people.h"

#include <time.h>

#include "web/finding.h"
#include "web/session.h"

struct str clock_of(struct request *rq, int64_t seconds)
{
	struct tm tm;
	time_t t = (time_t)seconds;
	if (!seconds)
		return STR_NONE;
	gmtime_r(&t, &tm);
	return china_time(rq->a, str_fmt(rq->a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
					 tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
					 tm.tm_sec));
}

bool sessions_put(struct request *rq, struct val *tree, int64_t person, struct err *e)
{
	struct settings rules;
	struct val *rows, *list = val_put(tree, S("sessions"), val_list(rq->a));
	int64_t now = (int64_t)time(NULL);
	if (!store_settings(rq->store, rq->a, &rules, e) ||
	    !ops_list(request_ops(rq), rq->a, OPS_SESSIONS_OF, PARAMS(P_INT(person)), &rows, e))
		return false;
	int64_t idle = settings_int(&rules, SETTING_SESSION_IDLE_MINUTES) * 60;
	for val_each(row, rows) {
		int64_t seen = val_get_int(row, S("seen"), 0);
		struct str id = val_get_str(row, S("id"));
		if (val_get_int(row, S("ends"), 0) < now || seen < now - idle)
			continue;
		struct val *to = val_push(list, val_map(rq->a));
		val_put_str(rq->a, to, S("id"), id);
		val_put_str(rq->a, to, S("started"),
			    clock_of(rq, val_get_int(row, S("started"), 0)));
		val_put_str(rq->a, to, S("seen"), clock_of(rq, seen));
		val_put_str(rq->a, to, S("address"), val_get_str(row, S("address")));
		val_put_str(rq->a, to, S("agent"), val_get_str(row, S("agent")));
		val_put_bool(rq->a, to, S("here"), str_eq(id, rq->who.session->id));
	}
	return true;
}

bool credential_put(struct request *rq, struct val *tree, int64_t person, struct err *e)
{
	const struct val *row;
	if (!ops_get(request_ops(rq), rq->a, OPS_TABLE_CREDENTIAL, PARAMS(P_INT(person)), &row, e))
		return false;
	const struct val *totp = val_get(row, S("totp_on"));
	bool code = val_get_str(row, S("code")).p &&
		    val_get_int(row, S("code_until"), 0) > (int64_t)time(NULL);
	val_put_bool(rq->a, tree, S("password"), val_get_str(row, S("password")).p);
	val_put_bool(rq->a, tree, S("code_open"), code);
	val_put_bool(rq->a, tree, S("totp"), totp && totp->kind == VAL_BOOL && totp->yes);
	val_put_str(rq->a, tree, S("changed"), clock_of(rq, val_get_int(row, S("changed"), 0)));
	val_put_str(rq->a, tree, S("login"), clock_of(rq, val_get_int(row, S("login"), 0)));
	return true;
}

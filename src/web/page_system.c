/* Routes that are no pages: static files, health, figures for Prometheus, the
 * choice of language. */
#include <time.h>

#include "web/engine.h"
#include "web/pages.h"

bool page_static(struct request *rq, struct answer *out, struct err *e)
{
	out->body = static_find(in_text(rq, S("name")), &out->type);
	return out->body.p || err_set(e, ERR_NOT_FOUND, MSG_WEB_NOWHERE, NO_ARGS);
}

bool page_healthz(struct request *rq, struct answer *out, struct err *e)
{
	const struct val *row;
	if (!request_ask(rq, ASK_LEDGER, NULL, &row, e))
		return false;
	out->type = S("text/plain; charset=utf-8");
	out->body = S("ok\n");
	return true;
}

/* The counters as Prometheus reads them (text format 0.0.4). */
static const struct {
	enum counter counter;
	const char *name, *label, *help;
	double scale;
} metric_rows[] = {
	{ COUNT_CONNECTIONS, "huiyin_connections_total", "", "Connections taken.", 1 },
	{ COUNT_REFUSED, "huiyin_connections_refused_total", "", "Connections refused by a cap.",
	  1 },
	{ COUNT_REAPED, "huiyin_connections_reaped_total", "", "Connections closed as too slow.",
	  1 },
	{ COUNT_2XX, "huiyin_requests_total", "{status=\"2xx\"}", "Requests by class of status.",
	  1 },
	{ COUNT_3XX, "huiyin_requests_total", "{status=\"3xx\"}", NULL, 1 },
	{ COUNT_4XX, "huiyin_requests_total", "{status=\"4xx\"}", NULL, 1 },
	{ COUNT_5XX, "huiyin_requests_total", "{status=\"5xx\"}", NULL, 1 },
	{ COUNT_CACHED, "huiyin_requests_cached_total", "", "Requests answered from a cache.", 1 },
	{ COUNT_BYTES, "huiyin_response_bytes_total", "", "Bytes of bodies sent.", 1 },
	{ COUNT_MICROS, "huiyin_request_seconds_total", "", "Time spent in requests.", 1e-6 },
	{ COUNT_LOGINS, "huiyin_logins_total", "", "Sign-ins.", 1 },
	{ COUNT_LOGINS_FAILED, "huiyin_logins_failed_total", "", "Sign-ins refused.", 1 },
	{ COUNT_RESTARTS, "huiyin_process_restarts_total", "", "Processes that died.", 1 },
};

bool page_metrics(struct request *rq, struct answer *out, struct err *e)
{
	struct slots *s = rq->worker->slots;
	struct buf b;
	buf_init(&b, rq->a);
	for (size_t i = 0; i < sizeof(metric_rows) / sizeof(*metric_rows); i++) {
		const char *name = metric_rows[i].name;
		if (metric_rows[i].help)
			buf_fmt(&b, "# HELP %s %s\n# TYPE %s counter\n", name, metric_rows[i].help,
				name);
		buf_fmt(&b, "%s%s %.15g\n", name, metric_rows[i].label,
			(double)s->count[metric_rows[i].counter] * metric_rows[i].scale);
	}
	buf_fmt(&b, "# HELP huiyin_connections Connections now.\n# TYPE huiyin_connections gauge\n"
		    "huiyin_connections %d\n", slots_taken(s));
	buf_fmt(&b, "# HELP huiyin_start_time_seconds When the server started.\n"
		    "# TYPE huiyin_start_time_seconds gauge\nhuiyin_start_time_seconds %lld\n",
		(long long)s->started);
	out->type = S("text/plain; version=0.0.4; charset=utf-8");
	out->body = buf_str(&b);
	return true;
}

bool page_language(struct request *rq, struct answer *out, struct err *e)
{
	out->location = request_return(rq, in_text(rq, S("return")));
	out->cookie[out->cookies++] =
		str_fmt(rq->a, "lang=%.*s; Path=/; Max-Age=31536000; SameSite=Lax%s",
			STR_ARG(in_text(rq, S("to"))), rq->secure ? "; Secure" : "");
	return true;
}

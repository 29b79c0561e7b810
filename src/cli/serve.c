/* huiyin serve, cert, routes: the web from the command line. */
#include <stdio.h>

#include "cli/door.h"
#include "web/serve.h"

enum { PER_ADDRESS = 20, CERT_DAYS = 3650 };

static void say_ready(void *with, const char *url)
{
	const struct cli *c = with;
	cli_say(c, MSG_SERVE_READY, ARGS(str_of(url)));
}

int cmd_serve(struct cli *c)
{
	struct err e = { 0 };
	int64_t workers = 0;
	struct serve_settings set = {
		.listen = cli_has(c, OPT_LISTEN) ? c->value[OPT_LISTEN] : "127.0.0.1:8080",
		.cert = c->value[OPT_TLS_CERT],
		.key = c->value[OPT_TLS_KEY],
		.proxy = c->value[OPT_PROXY],
		.user = c->value[OPT_USER],
		.per_address = PER_ADDRESS,
		.open_metrics = cli_has(c, OPT_OPEN_METRICS),
		.lang = c->lang,
	};
	if (!door_place(c, &set.place))
		return 2;
	if (!set.cert != !set.key) {
		cli_say(c, MSG_SERVE_TLS_BOTH, NO_ARGS);
		return 2;
	}
	if (cli_has(c, OPT_WORKERS) &&
	    (!str_int(str_of(c->value[OPT_WORKERS]), &workers) || workers < 1 || workers > 64)) {
		cli_say(c, MSG_SERVE_WORKERS, ARGS(str_of(c->value[OPT_WORKERS])));
		return 2;
	}
	set.workers = (int)workers;
	if (!door_tables(&e) || !web_serve(&set, say_ready, c, &e))
		return cli_fail(c, &e);
	cli_say(c, MSG_SERVE_STOPPED, NO_ARGS);
	return 0;
}

int cmd_routes(struct cli *c)
{
	struct val *routes = web_routes(c->a, c->lang);
	if (cli_has(c, OPT_JSON)) {
		cli_print_json(c, routes, false);
		return 0;
	}
	for val_each(r, routes)
		cli_print(c, str_fmt(c->a, "%-5.*s %-36.*s %-12.*s %.*s\n",
				     STR_ARG(val_get_str(r, S("method"))),
				     STR_ARG(val_get_str(r, S("path"))),
				     STR_ARG(val_get_str(r, S("right"))),
				     STR_ARG(val_get_str(r, S("title")))));
	return 0;
}

int cmd_cert(struct cli *c)
{
	struct err e = { 0 };
	if (!web_cert("huiyin-cert.pem", "huiyin-key.pem", c->arg[0], CERT_DAYS, &e))
		return cli_fail(c, &e);
	cli_say(c, MSG_SERVE_CERT, ARGS(S("huiyin-cert.pem"), S("huiyin-key.pem")));
	return 0;
}

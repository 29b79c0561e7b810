/* huiyin check: the defects of notices, a line each, or as JSON. */
#include <unistd.h>

#include "cli/cli.h"
#include "notice/check/check.h"
#include "notice/parse.h"
#include "out/table.h"

static const char *colour_of(enum severity s)
{
	static const char *const codes[] = { [SEVERITY_HINT] = "\033[36m",
					     [SEVERITY_WARNING] = "\033[33m",
					     [SEVERITY_ERROR] = "\033[31m" };
	return codes[s];
}

static void print_rules(struct cli *c)
{
	int count;
	const struct rule *rule = check_rules(&count);
	if (cli_has(c, OPT_JSON)) {
		struct val *list = val_list(c->a);
		for (int i = 0; i < count; i++) {
			struct val *v = val_push(list, val_map(c->a));
			val_put_str(c->a, v, S("rule"), rule[i].id);
			val_put_str(c->a, v, S("severity"), severity_name(rule[i].severity));
			val_put_str(c->a, v, S("about"), msg_text(rule[i].about, c->lang));
		}
		cli_print_json(c, list, false);
		return;
	}
	for (int i = 0; i < count; i++)
		cli_print(c, str_fmt(c->a, "%-26.*s %-8.*s %.*s\n", STR_ARG(rule[i].id),
				     STR_ARG(severity_name(rule[i].severity)),
				     STR_ARG(msg_text(rule[i].about, c->lang))));
}

static void print_defect(struct cli *c, const char *file, const struct defect *d, bool colour)
{
	struct str severity = severity_name(d->rule->severity);
	struct str text = table_clean(c->a, defect_text(c->a, d, c->lang));
	cli_print(c, str_fmt(c->a, "%s:%d:%d: %s%.*s:%s %.*s [%.*s]\n", file, d->at.line, d->at.col,
			     colour ? colour_of(d->rule->severity) : "", STR_ARG(severity),
			     colour ? "\033[0m" : "", STR_ARG(text), STR_ARG(d->rule->id)));
}

int cmd_check(struct cli *c)
{
	int status = 0;
	bool unread = false, colour = cli_colour(STDOUT_FILENO);
	if (cli_has(c, OPT_RULES)) {
		print_rules(c);
		return 0;
	}
	if (!c->args) {
		cli_say(c, MSG_CLI_ARGS_FEW,
			ARGS(c->command->name, msg_text(c->command->args, c->lang)));
		return 2;
	}
	struct err tables = { 0 };
	if (!check_open(&tables)) {
		cli_fail(c, &tables);
		return 2;
	}
	struct val *list = val_list(c->a);
	for (int i = 0; i < c->args; i++) {
		struct arena_mark mark = arena_mark(c->a);
		struct source src;
		struct err e = { 0 };
		if (!source_read(c->a, c->arg[i], &src, &e)) {
			cli_fail(c, &e);
			unread = true;
			continue;
		}
		struct defects found = notice_check(c->a, notice_parse(c->a, &src));
		for (ptrdiff_t k = 0; k < found.n; k++) {
			if (found.p[k].rule->severity != SEVERITY_HINT)
				status = 1;
			if (cli_has(c, OPT_JSON))
				val_push(list,
					 defect_val(c->a, str_of(c->arg[i]), &found.p[k], c->lang));
			else
				print_defect(c, c->arg[i], &found.p[k], colour);
		}
		if (!cli_has(c, OPT_JSON))
			arena_release(c->a, mark);
	}
	if (cli_has(c, OPT_JSON))
		cli_print_json(c, list, false);
	return unread ? 2 : status;
}

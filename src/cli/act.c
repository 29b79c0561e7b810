/*
 * huiyin act: any verb of the ledger's table from the command line. What a
 * verb takes, and the help that says so, come from the table alone.
 */
#include <stdlib.h>

#include "cli/door.h"
#include "cli/records.h"
#include "doc/publication.h"
#include "ledger/verb.h"
#include "out/table.h"

/* Verbs with a command of their own, for they take a file or make a ledger. */
static bool is_here(const struct verb *verb)
{
	for (int i = 0; i < verb->fields; i++)
		if (verb->field[i].rule.type == VALUE_TREE ||
		    verb->field[i].rule.type == VALUE_HASH)
			return false;
	return !(verb->from & STATE_NONE);
}

/* What may stand for a field's value: `held|rebounded`, `1..9999`, a word. */
static struct str value_shown(const struct cli *c, const struct value_rule *rule)
{
	if (rule->words.n) {
		char *s = str_cstr(c->a, rule->words);
		for (char *p = s; *p; p++)
			*p = *p == ' ' ? '|' : *p;
		return str_of(s);
	}
	if (rule->type == VALUE_INT)
		return str_fmt(c->a, "%lld..%lld", (long long)rule->min, (long long)rule->max);
	return msg_text(rule->type == VALUE_DATE    ? MSG_ACT_DATE
			: rule->type == VALUE_MONEY ? MSG_ACT_MONEY
			: rule->type == VALUE_REAL  ? MSG_ACT_NUMBER
						    : MSG_ACT_TEXT,
			c->lang);
}

static void print_fields(struct cli *c, const struct verb *verb)
{
	for (int i = 0; i < verb->fields; i++) {
		const struct field *f = &verb->field[i];
		cli_print(c, str_fmt(c->a, f->required ? " --%.*s %.*s" : " [--%.*s %.*s]",
				     STR_ARG(f->name), STR_ARG(value_shown(c, &f->rule))));
	}
}

/* One verb, or all of them: how it is written, its states and roles. */
void help_act(struct cli *c)
{
	struct str wanted = c->args ? str_of(c->arg[0]) : STR_NONE;
	for
		verb_each(verb)
		{
			if (!is_here(verb) || (wanted.n && !str_eq(wanted, verb->name)))
				continue;
			cli_print(c, str_fmt(c->a, "\n  %.*s", STR_ARG(verb->name)));
			if (verb->target != OBJECT_LEDGER)
				cli_print(c, str_fmt(c->a, " %.*s",
						     STR_ARG(msg_text(
							     verb->target == OBJECT_UNIT ||
									     verb->target ==
										     OBJECT_PERSON
								     ? MSG_ACT_NAME
							     : verb->target == OBJECT_EVIDENCE
								     ? MSG_ACT_EVIDENCE
								     : MSG_CLI_ARGS_CODE,
							     c->lang))));
			print_fields(c, verb);
			unsigned may = verb->rights.may[REACH_OWN] | verb->rights.may[REACH_UNDER];
			struct buf from;
			buf_init(&from, c->a);
			for (int k = 0; k < state_count; k++)
				if (state_rows[k].object == (verb->target == OBJECT_EVIDENCE
								     ? OBJECT_FINDING
								     : verb->target) &&
				    verb->from & state_rows[k].state)
					buf_fmt(&from, "%s%.*s", buf_str(&from).n ? " " : "",
						STR_ARG(state_rows[k].name));
			if (buf_str(&from).n)
				cli_print(c, str_fmt(c->a, "\n      %.*s -> %.*s",
						     STR_ARG(buf_str(&from)),
						     STR_ARG(verb->to ? state_row_of(verb->target,
										     verb->to)
										->name
								      : S("..."))));
			cli_print(c, str_fmt(c->a, "\n      (%.*s)\n",
					     STR_ARG(roles_text(c->a, may))));
		}
}

/* The field's text as a value of its type. */
static struct val *value_of(struct cli *c, const struct value_rule *rule, struct str text)
{
	int64_t n;
	if (rule->type == VALUE_INT && str_int(text, &n))
		return val_int(c->a, n);
	if (rule->type == VALUE_REAL && text.n) {
		char *end, *z = str_cstr(c->a, text);
		double num = strtod(z, &end);
		if (!*end)
			return val_num(c->a, num);
	}
	return val_str(c->a, text);
}

/* The fields given, as a map; false after saying which is none. */
static bool make_fields(struct cli *c, const struct verb *verb, struct val **out)
{
	struct str names[32];
	*out = val_map(c->a);
	for (int i = 0; i < c->fields; i++) {
		struct str name = c->field[i].name;
		const struct field *found = NULL;
		for (int k = 0; k < verb->fields; k++) {
			names[k] = verb->field[k].name;
			if (str_eq(names[k], name))
				found = &verb->field[k];
		}
		struct str near = cli_nearest(c->a, name, names, verb->fields);
		if (!found && near.n)
			cli_say(c, MSG_CLI_OPTION_NEAR, ARGS(name, near));
		else if (!found)
			cli_say(c, MSG_ACT_FIELD, ARGS(verb->name, name));
		else if (val_get(*out, name))
			cli_say(c, MSG_ACT_TWICE, ARGS(name));
		if (!found || val_get(*out, name))
			return false;
		val_put(*out, name, value_of(c, &found->rule, c->field[i].value));
	}
	return true;
}

static const struct verb *find_verb(struct cli *c)
{
	enum { MOST = 256 };
	struct str name = str_of(c->arg[0]), names[MOST];
	int n = 0;
	const struct verb *verb = verb_find(name);
	if (verb && is_here(verb))
		return verb;
	for
		verb_each(v) if (is_here(v) && n < MOST) names[n++] = v->name;
	struct str near = cli_nearest(c->a, name, names, n);
	if (near.n && !verb)
		cli_say(c, MSG_ACT_NEAR, ARGS(name, near));
	else
		cli_say(c, verb ? MSG_ACT_ELSEWHERE : MSG_ACT_VERB, ARGS(name));
	return NULL;
}

bool act_options(struct cli *c, struct action *act)
{
	if (cli_has(c, OPT_KEY))
		act->key = str_of(c->value[OPT_KEY]);
	if (cli_has(c, OPT_HAPPENED))
		act->happened = str_of(c->value[OPT_HAPPENED]);
	if (cli_has(c, OPT_SEEN) && (!str_int(str_of(c->value[OPT_SEEN]), &act->version) ||
				     act->version < 0)) {
		cli_say(c, MSG_ACT_SEEN, ARGS(str_of(c->value[OPT_SEEN])));
		return false;
	}
	return true;
}

int act_tell(struct cli *c, const struct action *act, const struct result *r)
{
	if (cli_has(c, OPT_JSON)) {
		struct val *v = val_map(c->a);
		val_put_str(c->a, v, S("target"), r->target);
		val_put_int(c->a, v, S("seq"), r->seq);
		val_put_bool(c->a, v, S("repeated"), r->repeated);
		if (r->told)
			val_put(v, S("told"), r->told);
		cli_print_json(c, v, false);
		return 0;
	}
	struct str says = verb_says(c->a, act->verb, act->actor, r->target, c->lang);
	cli_say(c, r->repeated ? MSG_ACT_REPEATED : MSG_ACT_DONE,
		ARGS(table_clean(c->a, says), str_fmt(c->a, "%lld", (long long)r->seq)));
	door_tell(c, r);
	return 0;
}

/* A draft begins from what the ledger holds, where no text is given. */
static bool fill(struct cli *c, struct store *s, const struct verb *verb, struct val *fields,
		 struct err *e)
{
	struct str text, code = val_get_str(fields, S("inspection"));
	if (!str_eq(verb->name, S("draft-notice")) || val_get(fields, S("body")) || !code.p)
		return true;
	if (!publication_draft(s, c->a, code, &text, e))
		return false;
	val_put_str(c->a, fields, S("body"), text);
	return true;
}

int cmd_act(struct cli *c)
{
	const struct verb *verb = c->args ? find_verb(c) : NULL;
	struct val *fields;
	struct store *s;
	struct result r;
	struct err e = { 0 };
	int status;
	if (!c->args) {
		help_act(c);
		return 0;
	}
	if (!verb || !make_fields(c, verb, &fields))
		return 2;
	struct action act = door_action(c, verb->name, fields);
	if (c->args > 1)
		act.target = str_of(c->arg[1]);
	if (!act_options(c, &act))
		return 2;
	if (!door_open(c, STORE_WRITE, &s, &status))
		return status;
	bool ok = fill(c, s, verb, fields, &e) && store_act(s, c->a, &act, &r, &e);
	store_close(s);
	return ok ? act_tell(c, &act, &r) : cli_fail(c, &e);
}

/* huiyin list: inspections, findings or measures, as a table or as JSON. */
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/door.h"
#include "out/table.h"
#include "view/findings_view.h"
#include "view/ledger_view.h"
#include "view/reach.h"

enum { PAGE = 500, COLUMNS_MAX = 8 };

/* The columns of each list, in both languages by their message. */
static const struct {
	struct {
		struct str key;
		enum msg head;
		int min;
	} column[COLUMNS_MAX];
} lists[VIEW_LISTS] = {
	[VIEW_INSPECTIONS] = { {
		{ S("code"), MSG_LIST_CODE, 0 },
		{ S("kind"), MSG_LIST_KIND, 0 },
		{ S("inspected"), MSG_LIST_INSPECTED, 10 },
		{ S("team"), MSG_LIST_TEAM, 6 },
		{ S("feedback"), MSG_LIST_FEEDBACK, 0 },
		{ S("findings"), MSG_LIST_FINDINGS, 0 },
		{ S("measures"), MSG_LIST_MEASURES, 0 },
	} },
	[VIEW_FINDINGS] = { {
		{ S("code"), MSG_LIST_CODE, 0 },
		{ S("category"), MSG_LIST_CATEGORY, 6 },
		{ S("title"), MSG_LIST_TITLE, 12 },
		{ S("state_name"), MSG_LIST_STATE, 6 },
		{ S("due"), MSG_LIST_DUE, 0 },
		{ S("light_word"), MSG_LIST_LIGHT, 4 },
		{ S("measures"), MSG_LIST_MEASURES, 0 },
	} },
	[VIEW_MEASURES] = { {
		{ S("finding"), MSG_LIST_CODE, 0 },
		{ S("finding_title"), MSG_LIST_TITLE, 8 },
		{ S("ordinal"), MSG_LIST_ORDINAL, 0 },
		{ S("text"), MSG_LIST_TEXT, 16 },
	} },
	[VIEW_ORDERS] = { {
		{ S("code"), MSG_LIST_CODE, 0 },
		{ S("level_name"), MSG_LIST_LEVEL, 0 },
		{ S("unit"), MSG_SHOW_UNIT, 6 },
		{ S("text"), MSG_LIST_WORDS, 12 },
		{ S("due"), MSG_LIST_DUE, 0 },
		{ S("state_name"), MSG_LIST_STATE, 6 },
		{ S("findings"), MSG_LIST_FINDINGS, 0 },
	} },
	[VIEW_CASES] = { {
		{ S("code"), MSG_LIST_CODE, 0 },
		{ S("channel_name"), MSG_LIST_CHANNEL, 0 },
		{ S("received"), MSG_LIST_RECEIVED, 0 },
		{ S("unit"), MSG_SHOW_UNIT, 6 },
		{ S("text"), MSG_LIST_WORDS, 12 },
		{ S("due"), MSG_LIST_DUE, 0 },
		{ S("state_name"), MSG_LIST_STATE, 6 },
	} },
	[VIEW_REGULATIONS] = { {
		{ S("code"), MSG_LIST_CODE, 0 },
		{ S("title"), MSG_LIST_REGULATION, 12 },
		{ S("document"), MSG_LIST_DOCUMENT, 6 },
		{ S("in_force"), MSG_LIST_IN_FORCE, 0 },
		{ S("review"), MSG_LIST_REVIEW, 0 },
		{ S("state_name"), MSG_LIST_STATE, 6 },
	} },
	[VIEW_PUBLICATIONS] = { {
		{ S("code"), MSG_LIST_CODE, 0 },
		{ S("inspection"), MSG_LIST_INSPECTION, 0 },
		{ S("wording_name"), MSG_LIST_WORDING, 0 },
		{ S("title"), MSG_LIST_NOTICE, 12 },
		{ S("author"), MSG_LIST_AUTHOR, 0 },
		{ S("until"), MSG_LIST_UNTIL, 0 },
		{ S("state_name"), MSG_LIST_STATE, 6 },
	} },
};

static int columns_of(const struct cli *c, int list, struct table_column *out)
{
	int n = 0;
	for (; n < COLUMNS_MAX && lists[list].column[n].key.n; n++)
		out[n] = (struct table_column){ lists[list].column[n].key,
						msg_text(lists[list].column[n].head, c->lang),
						lists[list].column[n].min };
	return n;
}

/* The rows of all pages as one JSON list, a row a line. */
static void print_json_rows(struct cli *c, const struct val *rows, bool *first)
{
	for val_each(row, rows) {
		struct buf b;
		buf_init(&b, c->a);
		buf_add(&b, *first ? S("[\n") : S(",\n"));
		*first = false;
		json_write(&b, row, JSON_LINE);
		cli_print(c, buf_str(&b));
	}
}

/* One page: as JSON a row a line, else a table of its own. */
static void print_page(struct cli *c, int list, const struct val *rows, bool *first)
{
	struct table_column column[COLUMNS_MAX];
	struct buf b;
	if (cli_has(c, OPT_JSON)) {
		print_json_rows(c, rows, first);
		return;
	}
	if (!rows->count)
		return;
	buf_init(&b, c->a);
	table_write(&b, column, columns_of(c, list, column), rows, table_look_of(STDOUT_FILENO));
	cli_print(c, buf_str(&b));
	*first = false;
}

static void print_end(struct cli *c, bool first, enum msg none)
{
	if (cli_has(c, OPT_JSON))
		cli_print(c, first ? S("[]\n") : S("\n]\n"));
	else if (first)
		cli_say(c, none, NO_ARGS);
}

static int print_list(struct cli *c, struct store *s, enum view_list list,
		      const struct view_reach *reach)
{
	struct view_key key = { .reach = reach };
	bool first = true;
	struct err e = { 0 };
	for (ptrdiff_t got = PAGE; got == PAGE;) {
		struct arena_mark mark = arena_mark(c->a);
		struct val *rows;
		if (!view_list(s, c->a, list, &key, PAGE, c->lang, &rows, &e))
			return cli_fail(c, &e);
		got = rows->count;
		print_page(c, (int)list, rows, &first);
		arena_release(c->a, mark);
	}
	print_end(c, first, MSG_LIST_NONE);
	return 0;
}

/* --limit asks for one page; without it all pages are printed, one after another. */
static int print_findings(struct cli *c, struct store *s, struct findings_asked *asked)
{
	bool all = !asked->limit, first = true;
	char place[128] = "";
	struct err e = { 0 };
	const struct val *v;
	if (!view_reach_unit(s, c->a, door_as(c), &asked->reach, &e))
		return cli_fail(c, &e);
	asked->limit = all ? PAGE : asked->limit;
	for (bool more = true; more;) {
		struct arena_mark mark = arena_mark(c->a);
		if (!view_findings(s, c->a, asked, c->lang, &v, &e))
			return cli_fail(c, &e);
		struct str next = val_get_str(v, S("next"));
		more = all && next.p && next.n < (ptrdiff_t)sizeof(place) && !asked->before.n;
		if (!all && cli_has(c, OPT_JSON)) {
			cli_print_json(c, v, false);
			return 0;
		}
		print_page(c, VIEW_FINDINGS, val_get(v, S("rows")), &first);
		if (!more && next.p)
			cli_say(c, MSG_CLI_NEXT, ARGS(next));
		if (more) {
			memcpy(place, next.p, (size_t)next.n);
			asked->after = (struct str){ place, next.n };
		}
		arena_release(c->a, mark);
	}
	print_end(c, first, c->fields ? MSG_LIST_NOTHING : MSG_LIST_NONE);
	return 0;
}

static bool take_filters(struct cli *c, struct findings_asked *asked)
{
	struct str names[32];
	int count = 0;
	for (; count < findings_names(); count++)
		names[count] = findings_name(count);
	names[count++] = S("limit");
	for (int i = 0; i < c->fields; i++)
		if (!findings_set(asked, c->field[i].name, c->field[i].value) &&
		    !door_limit(c, &c->field[i], &asked->limit))
			return door_unknown(c, &c->field[i], names, count);
	return door_day(c, &asked->today);
}

void help_list(struct cli *c)
{
	cli_print(c, msg_text(MSG_LIST_FILTERS, c->lang));
}

int cmd_list(struct cli *c)
{
	struct str name = c->args ? str_of(c->arg[0]) : S("findings");
	struct findings_asked asked = { 0 };
	enum view_list list;
	struct view_reach reach;
	struct err e = { 0 };
	struct store *s;
	int status;
	if (!view_list_named(name, &list)) {
		cli_say(c, MSG_LIST_WHAT, ARGS(name));
		return 2;
	}
	bool findings = list == VIEW_FINDINGS;
	if (!findings && c->fields) {
		cli_say(c, MSG_LIST_FILTERS_ONLY, ARGS(c->field[0].name));
		return 2;
	}
	if (!take_filters(c, &asked))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	if (findings)
		status = print_findings(c, s, &asked);
	else
		status = view_reach_of(s, c->a, door_as(c), &reach, &e)
				 ? print_list(c, s, list, &reach)
				 : cli_fail(c, &e);
	store_close(s);
	return status;
}

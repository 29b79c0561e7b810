/* huiyin list: inspections, findings or measures, as a table or as JSON. */
#include <unistd.h>

#include "base/json.h"
#include "cli/door.h"
#include "out/table.h"
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
};

static int columns_of(const struct cli *c, enum view_list list, struct table_column *out)
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

static int print_list(struct cli *c, struct store *s, enum view_list list, struct date today,
		      const struct view_reach *reach)
{
	struct table_column column[COLUMNS_MAX];
	struct table_look look = table_look_of(STDOUT_FILENO);
	int columns = columns_of(c, list, column);
	struct view_key key = { .today = today, .reach = reach };
	bool json = cli_has(c, OPT_JSON), first = true;
	struct err e = { 0 };
	for (ptrdiff_t got = PAGE; got == PAGE;) {
		struct arena_mark mark = arena_mark(c->a);
		struct val *rows;
		if (!view_list(s, c->a, list, &key, PAGE, c->lang, &rows, &e))
			return cli_fail(c, &e);
		got = rows->count;
		if (json) {
			print_json_rows(c, rows, &first);
		} else if (got) {
			struct buf b;
			buf_init(&b, c->a);
			table_write(&b, column, columns, rows, look);
			cli_print(c, buf_str(&b));
			first = false;
		}
		arena_release(c->a, mark);
	}
	if (json)
		cli_print(c, first ? S("[]\n") : S("\n]\n"));
	else if (first)
		cli_say(c, MSG_LIST_NONE, NO_ARGS);
	return 0;
}

int cmd_list(struct cli *c)
{
	enum view_list list = VIEW_FINDINGS;
	struct view_reach reach;
	struct err e = { 0 };
	struct date today;
	struct store *s;
	int status;
	if (c->args && !view_list_named(str_of(c->arg[0]), &list)) {
		cli_say(c, MSG_LIST_WHAT, ARGS(str_of(c->arg[0])));
		return 2;
	}
	if (!door_day(c, &today))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	status = view_reach_of(s, c->a, door_as(c), &reach, &e)
			 ? print_list(c, s, list, today, &reach)
			 : cli_fail(c, &e);
	store_close(s);
	return status;
}

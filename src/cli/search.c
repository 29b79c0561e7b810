/* huiyin search: words in the ledger's texts; huiyin reindex: their index anew. */
#include <unistd.h>

#include "cli/door.h"
#include "out/table.h"
#include "view/reach.h"
#include "view/search_view.h"

enum { LIMIT = 20 };

/* What narrows a search, as --NAME VALUE. */
static bool take_filters(struct cli *c, struct search_asked *asked)
{
	const struct {
		struct str name;
		struct str *to;
	} filters[] = {
		{ S("in"), &asked->in },
		{ S("unit"), &asked->unit },
		{ S("after"), &asked->after },
	};
	enum { FILTERS = sizeof(filters) / sizeof(*filters) };
	for (int i = 0; i < c->fields; i++) {
		int k = 0;
		while (k < FILTERS && !str_eq(filters[k].name, c->field[i].name))
			k++;
		if (k < FILTERS)
			*filters[k].to = c->field[i].value;
		else if (!door_limit(c, &c->field[i], &asked->limit)) {
			const struct str names[] = { filters[0].name, filters[1].name,
						     filters[2].name, S("limit") };
			return door_unknown(c, &c->field[i], names, FILTERS + 1);
		}
	}
	return true;
}

/* [物业] in brackets, for a terminal and a file alike. */
static struct str snippet_line(struct cli *c, const struct val *snippet)
{
	struct buf b;
	buf_init(&b, c->a);
	for val_each(piece, snippet) {
		const struct val *mark = val_get(piece, S("mark"));
		buf_add(&b, mark && mark->yes ? S("[") : S(""));
		buf_add(&b, val_get_str(piece, S("text")));
		buf_add(&b, mark && mark->yes ? S("]") : S(""));
	}
	return table_clean(c->a, b.n ? buf_str(&b) : S(""));
}

static void print_found(struct cli *c, const struct val *v)
{
	const struct table_column column[] = {
		{ S("code"), msg_text(MSG_LIST_CODE, c->lang), 0 },
		{ S("what"), msg_text(MSG_SEARCH_WHAT, c->lang), 0 },
		{ S("found"), msg_text(MSG_SEARCH_FOUND, c->lang), 20 },
		{ S("state_name"), msg_text(MSG_LIST_STATE, c->lang), 0 },
	};
	struct val *rows = val_list(c->a);
	struct buf b;
	for val_each(row, val_get(v, S("rows"))) {
		struct val *shown = val_push(rows, val_map(c->a));
		struct str object = val_get_str(row, S("object"));
		enum msg word = msg_find(str_fmt(c->a, "object.%.*s", STR_ARG(object)));
		int64_t ordinal = val_get_int(row, S("ordinal"), 0);
		struct str what = word ? msg_text(word, c->lang) : object;
		val_put_str(c->a, shown, S("code"), val_get_str(row, S("code")));
		val_put_str(c->a, shown, S("what"),
			    ordinal ? str_fmt(c->a, "%.*s %lld", STR_ARG(what), (long long)ordinal)
				    : what);
		val_put_str(c->a, shown, S("found"), snippet_line(c, val_get(row, S("snippet"))));
		val_put_str(c->a, shown, S("state_name"), val_get_str(row, S("state_name")));
	}
	buf_init(&b, c->a);
	table_write(&b, column, sizeof(column) / sizeof(*column), rows,
		    table_look_of(STDOUT_FILENO));
	cli_print(c, buf_str(&b));
}

static void say_more(struct cli *c, const struct val *v)
{
	const struct val *capped = val_get(v, S("capped"));
	struct str next = val_get_str(v, S("next"));
	if (capped && capped->kind == VAL_BOOL && capped->yes)
		cli_say(c, MSG_SEARCH_CAPPED, NO_ARGS);
	if (next.p)
		cli_say(c, MSG_CLI_NEXT, ARGS(next));
}

int cmd_search(struct cli *c)
{
	struct search_asked asked = { .limit = LIMIT, .newest = cli_has(c, OPT_NEWEST) };
	struct err e = { 0 };
	struct store *s;
	struct buf words;
	const struct val *v;
	int status;
	buf_init(&words, c->a);
	for (int i = 0; i < c->args; i++) {
		buf_add(&words, i ? S(" ") : S(""));
		buf_add(&words, str_of(c->arg[i]));
	}
	asked.words = buf_str(&words);
	if (!take_filters(c, &asked))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = view_reach_unit(s, c->a, door_as(c), &asked.reach, &e) &&
		  view_search(s, c->a, &asked, c->lang, &v, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	if (cli_has(c, OPT_JSON)) {
		cli_print_json(c, v, false);
		return 0;
	}
	if (val_get(v, S("rows"))->count)
		print_found(c, v);
	else
		cli_say(c, MSG_SEARCH_NONE, ARGS(asked.words));
	say_more(c, v);
	return 0;
}

void help_search(struct cli *c)
{
	struct str lists = search_lists(c->a, c->lang);
	cli_print(c, msg_fill(c->a, MSG_SEARCH_FILTERS, c->lang, ARGS(lists)));
}

static struct progress reindexing;

static void reindexed(int64_t rows)
{
	progress_step(&reindexing, rows);
}

int cmd_reindex(struct cli *c)
{
	struct err e = { 0 };
	struct store *s;
	int status;
	if (!door_open(c, STORE_WRITE, &s, &status))
		return status;
	progress_start(&reindexing, c, MSG_SEARCH_REINDEXING, 0);
	bool ok = store_reindex(s, reindexed, &e);
	progress_end(&reindexing);
	int64_t rows = reindexing.done;
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	cli_say(c, MSG_SEARCH_REINDEXED, ARGS(str_fmt(c->a, "%lld", (long long)rows)));
	return 0;
}

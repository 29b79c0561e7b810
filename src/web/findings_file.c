/* The list of findings as a file: csv or xlsx, with the columns that are shown. */
#include "out/csv.h"
#include "out/xlsx.h"
#include "web/filter.h"
#include "web/findings.h"

enum { FILE_ROWS_MOST = 20000 };

/* Where rows go: text, or a sheet. */
struct sink {
	struct buf csv;
	struct xlsx *sheet;
};

static void csv_row(struct request *rq, struct buf *b, const struct val *row)
{
	int at = 0;
	for (int i = 0; i < findings_column_count; i++)
		if (findings_column_shown(rq, i))
			csv_cell(b, at++,
				 row ? val_get_str(row, findings_columns[i].key)
				     : msg_text(findings_columns[i].head, rq->lang));
	csv_end(b);
}

/* One page of rows into the sink; *after goes on, STR_NONE at the end. */
static bool add_page(struct request *rq, struct findings_asked *asked, struct arena *scratch,
		     struct sink *to, int64_t *rows, struct str *after, struct err *e)
{
	const struct val *page;
	asked->after = *after;
	if (!view_findings(rq->store, scratch, asked, rq->lang, &page, e))
		return false;
	for val_each(row, val_get(page, S("rows"))) {
		if (++*rows > FILE_ROWS_MOST)
			return err_set(e, ERR_LIMIT, MSG_WEB_FINDINGS_FILE_MANY,
				       ARGS(str_fmt(rq->a, "%d", FILE_ROWS_MOST)));
		findings_finish_row(scratch, row);
		if (!to->sheet)
			csv_row(rq, &to->csv, row);
		else if (!xlsx_row(to->sheet, row, e))
			return false;
	}
	struct str next = val_get_str(page, S("next"));
	*after = next.p ? str_copy(rq->a, next) : STR_NONE;
	return true;
}

static bool add_rows(struct request *rq, struct sink *to, struct err *e)
{
	struct findings_asked asked;
	struct arena scratch;
	struct str after = STR_NONE;
	int64_t rows = 0;
	bool ok = filter_read(rq, &asked, e);
	asked.limit = FINDINGS_LIMIT_MOST;
	asked.before = STR_NONE;
	arena_init(&scratch, REQUEST_BYTES);
	do {
		ok = ok && add_page(rq, &asked, &scratch, to, &rows, &after, e);
		arena_reset(&scratch);
	} while (ok && after.p);
	arena_free(&scratch);
	return ok;
}

static struct val *sheet_of(struct request *rq)
{
	struct val *sheet = val_map(rq->a), *list = val_list(rq->a);
	struct str title = msg_text(MSG_WEB_NAV_FINDINGS, rq->lang);
	val_put_str(rq->a, sheet, S("name"), title);
	struct val *above = val_put(sheet, S("above"), val_list(rq->a));
	val_push(above, val_str(rq->a, str_fmt(rq->a, "%.*s %.*s", STR_ARG(title),
					       STR_ARG(date_iso(rq->a, rq->today)))));
	for (int i = 0; i < findings_column_count; i++) {
		const struct findings_column *c = &findings_columns[i];
		if (!findings_column_shown(rq, i))
			continue;
		struct val *column = val_push(list, val_map(rq->a));
		val_put_str(rq->a, column, S("key"), c->key);
		val_put_str(rq->a, column, S("head"), msg_text(c->head, rq->lang));
		val_put_int(rq->a, column, S("width"), c->width);
		val_put_bool(rq->a, column, S("wrap"), true);
		if (str_eq(c->key, S("due")) || str_eq(c->key, S("closed")))
			val_put_str(rq->a, column, S("kind"), S("date"));
	}
	val_put(sheet, S("columns"), list);
	val_put(sheet, S("group"), val_null(rq->a));
	val_put_bool(rq->a, sheet, S("landscape"), true);
	return sheet;
}

static bool make_xlsx(struct request *rq, struct answer *out, struct err *e)
{
	struct sink to = { 0 };
	struct err closing = { 0 };
	const char *path;
	if (!sheet_begin(rq, out, &path, e))
		return false;
	bool ok = xlsx_open(rq->a, path, sheet_of(rq), &to.sheet, e);
	if (ok) {
		ok = add_rows(rq, &to, e);
		ok = xlsx_close(to.sheet, ok ? e : &closing) && ok;
	}
	return sheet_send(out, ok, e);
}

bool findings_file(struct request *rq, struct answer *out, struct err *e)
{
	struct str kind = in_text(rq, S("format"));
	out->file_name = str_fmt(rq->a, "%.*s-%.*s.%.*s",
				 STR_ARG(msg_text(MSG_WEB_NAV_FINDINGS, rq->lang)),
				 STR_ARG(date_iso(rq->a, rq->today)), STR_ARG(kind));
	if (str_eq(kind, S("xlsx")))
		return make_xlsx(rq, out, e);
	struct sink to = { 0 };
	buf_init(&to.csv, rq->a);
	buf_add(&to.csv, CSV_MARK);
	csv_row(rq, &to.csv, NULL);
	if (!add_rows(rq, &to, e))
		return false;
	out->body = buf_str(&to.csv);
	out->type = S("text/csv; charset=utf-8");
	return true;
}

/*
 * Registers: all of them; one with its figures, its records and the form of a new
 * one; a sheet of records brought in; one record, and its correction.
 */
#include <unistd.h>

#include "doc/record_sheet.h"
#include "intake/record_intake.h"
#include "out/csv.h"
#include "out/xlsx.h"
#include "view/ledger_view.h"
#include "web/acting.h"
#include "web/again.h"
#include "web/engine.h"
#include "web/pages.h"
#include "web/register_form.h"
#include "web/target.h"

enum { ROWS = 50, FILE_ROWS_MOST = 20000, SHEET_BYTES = 8 << 20 };

bool page_registers(struct request *rq, struct answer *out, struct err *e)
{
	const struct val *rows;
	if (!view_registers(rq->store, rq->a, rq->lang, &rows, e))
		return false;
	out->tree = val_map(rq->a);
	for (struct val *row = rows->first; row; row = row->next)
		val_put_str(rq->a, row, S("href"),
			    str_fmt(rq->a, "/registers/%.*s",
				    STR_ARG(web_encode(rq->a, val_get_str(row, S("name"))))));
	val_put(out->tree, S("rows"), (struct val *)rows);
	return offer_put(rq, out->tree, S("add"), S("add-register"), STR_NONE, STR_NONE, e) &&
	       done_put(rq, out->tree, e);
}

/* A list of another tree, which has one place, for this one. */
static struct val *own_list(struct request *rq, const struct val *list)
{
	struct val *own = arena_new(rq->a, struct val, 1);
	*own = *list;
	own->next = NULL;
	return own;
}

/* What the address asks for. */
static struct records_asked asked_of(const struct request *rq)
{
	struct records_asked asked = { .name = in_text(rq, S("name")),
				       .person = rq->who.name,
				       .after = in_text(rq, S("after")), .limit = ROWS };
	if (rq->method == METHOD_POST)
		return asked; /* `unit` is the new record's */
	asked.unit = in_text(rq, S("unit"));
	date_parse(in_text(rq, S("from")), &asked.from);
	date_parse(in_text(rq, S("to")), &asked.to);
	return asked;
}

/* The address of the same with another place or format. */
static struct str address(struct request *rq, struct str key, struct str value)
{
	static const struct str kept[] = { S("unit"), S("from"), S("to") };
	struct str to = str_fmt(rq->a, "/registers/%.*s?",
				STR_ARG(web_encode(rq->a, in_text(rq, S("name")))));
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (rq->method == METHOD_GET && in_text(rq, kept[i]).n)
			to = str_fmt(rq->a, "%.*s%.*s=%.*s&", STR_ARG(to), STR_ARG(kept[i]),
				     STR_ARG(web_encode(rq->a, in_text(rq, kept[i]))));
	return str_fmt(rq->a, "%.*s%.*s=%.*s", STR_ARG(to), STR_ARG(key),
		       STR_ARG(web_encode(rq->a, value)));
}

/* The labels of the columns, and each row's cells with theirs, for narrow screens. */
static void finish_rows(struct request *rq, struct val *tree, const struct register_def *def)
{
	struct val *heads = val_put(tree, S("heads"), val_list(rq->a));
	for (int i = 0; i < def->fields; i++)
		val_push(heads, val_str(rq->a, def->field[i].label[rq->lang]));
	for (struct val *row = val_get(tree, S("rows"))->first; row; row = row->next) {
		struct val *list = val_put(row, S("shown"), val_list(rq->a));
		int i = 0;
		for val_each(cell, val_get(row, S("cells"))) {
			struct val *v = val_push(list, val_map(rq->a));
			val_put_str(rq->a, v, S("label"), def->field[i++].label[rq->lang]);
			val_put_str(rq->a, v, S("text"), cell->s);
		}
	}
}

/* The fields that choose unit and period. */
static bool put_filter(struct request *rq, struct val *tree, struct err *e)
{
	struct field_spec unit = { .kind = FIELD_TEXT, .name = S("unit"), .id = S("of-unit"),
				   .label = msg_text(MSG_WEB_FIELD_UNIT, rq->lang) };
	static const struct { struct str name; enum msg label; } days[] = {
		{ S("from"), MSG_WEB_REGISTERS_FROM }, { S("to"), MSG_WEB_REGISTERS_TO },
	};
	struct val *list = val_put(tree, S("filter"), val_list(rq->a));
	if (!acting_units(rq, &unit, e))
		return false;
	val_put_bool(rq->a, field_put(rq, list, &unit), S("plain"), true);
	for (int i = 0; i < 2; i++) {
		struct field_spec spec = { .kind = FIELD_DATE, .name = days[i].name,
					   .label = msg_text(days[i].label, rq->lang) };
		val_put_bool(rq->a, field_put(rq, list, &spec), S("plain"), true);
	}
	return true;
}

static bool show_register(struct request *rq, struct answer *out, struct err *e)
{
	struct records_asked asked = asked_of(rq);
	struct register_def *def = arena_new(rq->a, struct register_def, 1);
	const struct val *page, *counted;
	struct str text;
	int64_t unit;
	if (!view_records_of(rq->store, rq->a, &asked, def, &text, &unit, e) ||
	    !view_count(rq->store, rq->a, &asked, rq->today, rq->lang, &counted, e) ||
	    !view_records(rq->store, rq->a, &asked, def, unit, rq->lang, &page, e))
		return false;
	struct val *tree = (struct val *)view_register(rq->a, def, rq->lang);
	struct str next = val_get_str(page, S("next"));
	val_put_str(rq->a, tree, S("register"), def->name);
	val_put(tree, S("figures"), own_list(rq, val_get(counted, S("counts"))));
	val_put_int(rq->a, tree, S("records"), val_get_int(counted, S("records"), 0));
	val_put(tree, S("rows"), own_list(rq, val_get(page, S("rows"))));
	finish_rows(rq, tree, def);
	val_put_bool(rq->a, tree, S("stepped"), def->nodes > 0);
	val_put_str(rq->a, tree, S("path"),
		    str_fmt(rq->a, "/registers/%.*s", STR_ARG(web_encode(rq->a, def->name))));
	val_put_str(rq->a, tree, S("xlsx"), address(rq, S("format"), S("xlsx")));
	val_put_str(rq->a, tree, S("csv"), address(rq, S("format"), S("csv")));
	val_put_str(rq->a, tree, S("more"), next.p ? address(rq, S("after"), next) : STR_NONE);
	out->tree = tree;
	out->title = def->title[rq->lang];
	if (!put_filter(rq, tree, e) ||
	    !register_fields(rq, def, NULL, val_put(tree, S("form"), val_list(rq->a)), e))
		return false;
	val_put_bool(rq->a, tree, S("may"), verb_may(rq, S("record")));
	form_put(rq, tree);
	return done_put(rq, tree, e);
}

/* All records of the period into the sheet. */
static bool add_rows(struct request *rq, const struct register_def *def, int64_t unit,
		     struct records_asked *asked, const struct val *sheet, struct xlsx *xlsx,
		     struct buf *csv, struct err *e)
{
	const struct val *page;
	int64_t rows = 0;
	asked->limit = RECORDS_LIMIT_MOST;
	asked->after = STR_NONE;
	do {
		if (!view_records(rq->store, rq->a, asked, def, unit, rq->lang, &page, e))
			return false;
		for val_each(row, val_get(page, S("rows"))) {
			if (!str_eq(val_get_str(row, S("state")), S("recorded")))
				continue;
			if (++rows > FILE_ROWS_MOST)
				return err_set(e, ERR_LIMIT, MSG_WEB_FINDINGS_FILE_MANY,
					       ARGS(str_fmt(rq->a, "%d", FILE_ROWS_MOST)));
			const struct val *made = record_sheet_row(rq->a, def, row);
			if (!xlsx)
				record_sheet_csv(csv, sheet, made);
			else if (!xlsx_row(xlsx, made, e))
				return false;
		}
		asked->after = val_get_str(page, S("next"));
	} while (asked->after.p);
	return true;
}

static bool make_xlsx(struct request *rq, struct answer *out, const struct register_def *def,
		      int64_t unit, struct records_asked *asked, const struct val *sheet,
		      struct err *e)
{
	struct err closing = { 0 };
	struct xlsx *xlsx;
	const char *path;
	if (!sheet_begin(rq, out, &path, e))
		return false;
	bool ok = xlsx_open(rq->a, path, sheet, &xlsx, e);
	if (ok) {
		ok = add_rows(rq, def, unit, asked, sheet, xlsx, NULL, e);
		ok = xlsx_close(xlsx, ok ? e : &closing) && ok;
	}
	return sheet_send(out, ok, e);
}

static bool send_file(struct request *rq, struct answer *out, struct str kind, struct err *e)
{
	struct records_asked asked = asked_of(rq);
	struct register_def *def = arena_new(rq->a, struct register_def, 1);
	struct str text;
	int64_t unit;
	struct buf csv;
	if (!view_records_of(rq->store, rq->a, &asked, def, &text, &unit, e))
		return false;
	struct str today = date_iso(rq->a, rq->today);
	const struct val *sheet = record_sheet(
		rq->a, def, msg_fill(rq->a, MSG_LEDGER_SHEET_MADE, rq->lang, ARGS(today)),
		rq->lang);
	out->file_name = str_fmt(rq->a, "%.*s-%.*s.%.*s", STR_ARG(def->title[rq->lang]),
				 STR_ARG(today), STR_ARG(kind));
	if (str_eq(kind, S("xlsx")))
		return make_xlsx(rq, out, def, unit, &asked, sheet, e);
	buf_init(&csv, rq->a);
	buf_add(&csv, CSV_MARK);
	record_sheet_csv(&csv, sheet, NULL);
	if (!add_rows(rq, def, unit, &asked, sheet, NULL, &csv, e))
		return false;
	out->body = buf_str(&csv);
	out->type = S("text/csv; charset=utf-8");
	return true;
}

bool page_register(struct request *rq, struct answer *out, struct err *e)
{
	struct str format = in_text(rq, S("format"));
	return format.n ? send_file(rq, out, format, e) : show_register(rq, out, e);
}

/* A new record: by the definition that is in force for its unit. */
bool page_register_do(struct request *rq, struct answer *out, struct err *e)
{
	struct records_asked asked = asked_of(rq);
	struct register_def *def = arena_new(rq->a, struct register_def, 1);
	struct result done;
	struct str text, key = in_given(rq, S("_key"));
	struct err why = { 0 };
	int64_t unit;
	asked.unit = str_trim(in_given(rq, S("unit")));
	if (!view_records_of(rq->store, rq->a, &asked, def, &text, &unit, &why)) {
		if (why.code != ERR_NOT_FOUND && why.code != ERR_DENIED)
			return *e = why, false;
		asked.unit = STR_NONE;
		if (!view_records_of(rq->store, rq->a, &asked, def, &text, &unit, e))
			return false;
	}
	struct val *fields = register_typed(rq, def, NULL);
	val_put_str(rq->a, fields, S("register"), def->name);
	if (!rq->faults->count && !why.code &&
	    request_act(rq, S("record"), STR_NONE, fields, key.n ? key : STR_NONE, VERSION_ANY,
			&done, &why)) {
		out->location = str_fmt(rq->a, "/records/%.*s?done=%lld", STR_ARG(done.target),
					(long long)done.seq);
		return true;
	}
	return form_again(rq, out, &why, show_register, e);
}

/* The bytes of the one file that was sent. */
static bool read_upload(struct request *rq, struct str *name, struct str *bytes, struct err *e)
{
	if (rq->file.n != 1 || !rq->file.p[0].size)
		return err_set(e, ERR_BAD_INPUT, MSG_WEB_IN_MISSING,
			       ARGS(msg_text(MSG_WEB_REGISTERS_FILE, rq->lang)));
	const struct upload *u = &rq->file.p[0];
	if (u->size > SHEET_BYTES)
		return err_set(e, ERR_LIMIT, MSG_WEB_FINDINGS_FILE_MANY,
			       ARGS(str_fmt(rq->a, "%d MB", SHEET_BYTES >> 20)));
	char *p = arena_alloc(rq->a, u->size, 1);
	if (pread(u->fd, p, (size_t)u->size, 0) != u->size)
		return err_set(e, ERR_IO, MSG_OS_READ, ARGS(u->name, S("pread")));
	*name = u->name;
	*bytes = (struct str){ p, (ptrdiff_t)u->size };
	return true;
}

static void put_faults(struct request *rq, const struct sheet *sheet)
{
	request_fault(rq, S("file"),
		      request_say(rq, MSG_WEB_REGISTERS_FAULTS,
				  ARGS(str_fmt(rq->a, "%td", sheet->faults))));
	for (ptrdiff_t i = 0; i < sheet->faults && i < 100; i++)
		request_fault(rq, S("file"),
			      str_fmt(rq->a, "%.*s: %.*s", STR_ARG(sheet->fault[i].cell),
				      STR_ARG(request_err(rq, &sheet->fault[i].why))));
}

bool page_register_import(struct request *rq, struct answer *out, struct err *e)
{
	struct record_intake in = { .of = in_text(rq, S("name")), .actor = rq->who.name,
				    .lang = rq->lang };
	struct record_intake_done done;
	struct err why = { 0 };
	bool ok = read_upload(rq, &in.name, &in.bytes, &why) &&
		  record_intake(rq->worker->writer, rq->a, &in, &done, &why);
	if (ok && done.sheet.faults)
		put_faults(rq, &done.sheet);
	if (!ok || done.sheet.faults)
		return form_again(rq, out, &why, show_register, e);
	if (!show_register(rq, out, e))
		return false;
	val_put_str(rq->a, out->tree, S("imported"),
		    request_say(rq, MSG_WEB_REGISTERS_IMPORTED,
				ARGS(str_fmt(rq->a, "%lld", (long long)done.added),
				     str_fmt(rq->a, "%lld", (long long)done.corrected),
				     str_fmt(rq->a, "%lld", (long long)done.same))));
	return true;
}

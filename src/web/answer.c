/* The body of an answer: a page from its template, JSON, or bytes. */
#include <microhttpd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "web/engine.h"

/* Where nothing else works any more: no template, no words of the ledger. */
static const char last_resort[] =
	"<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>500</title>"
	"<h1>服务器出错</h1><p>刚才的操作没有完成，已记入日志。请稍后再试，或告诉管理员。</p>"
	"<h1 lang=\"en\">Something went wrong</h1><p lang=\"en\">What you did was not completed; "
	"it is in the log. Try again later, or tell the administrator.</p>";

static const struct {
	const char *name, *value;
} always[] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
	  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(), microphone=()" },
};

void answer_headers(struct MHD_Response *r, bool tls)
{
	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
		MHD_add_response_header(r, always[i].name, always[i].value);
	if (tls)
		MHD_add_response_header(r, "Strict-Transport-Security", "max-age=31536000");
}

bool sheet_begin(struct request *rq, struct answer *out, const char **path, struct err *e)
{
	out->fd = memfd_create("sheet", MFD_CLOEXEC);
	if (out->fd < 0)
		return err_set(e, ERR_IO, MSG_XLSX_WRITE, ARGS(err_errno()));
	*path = str_cstr(rq->a, str_fmt(rq->a, "/proc/self/fd/%d", out->fd));
	return true;
}

bool sheet_send(struct answer *out, bool ok, struct err *e)
{
	struct stat st;
	if (ok && (fstat(out->fd, &st) != 0 || lseek(out->fd, 0, SEEK_SET) != 0))
		ok = err_set(e, ERR_IO, MSG_XLSX_WRITE, ARGS(err_errno()));
	if (!ok) {
		close(out->fd);
		out->fd = -1;
		return false;
	}
	out->size = st.st_size;
	out->type = S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	return true;
}

static struct str json_body(struct request *rq, const struct val *tree)
{
	struct buf b;
	buf_init(&b, rq->a);
	json_write(&b, tree, JSON_PRETTY);
	buf_byte(&b, '\n');
	return buf_str(&b);
}

/* The page; where it cannot be made, that is logged and the last resort sent. */
static struct str page_body(struct request *rq, struct answer *out)
{
	struct buf b;
	struct err e = { 0 };
	struct str page = out->page.p ? out->page : rq->route ? rq->route->page : STR_NONE;
	struct str title = out->title;
	if (!title.p && rq->route)
		title = msg_text(rq->route->title, rq->lang);
	buf_init(&b, rq->a);
	if (templates_render(rq->worker->templates, rq, page, out->tree, title, &b, &e))
		return buf_str(&b);
	struct str text = err_text(rq->a, &e, rq->lang);
	server_log("error", str_fmt(rq->a, "%.*s: %.*s", STR_ARG(rq->id), STR_ARG(text)));
	out->status = 500;
	return (struct str){ last_resort, sizeof(last_resort) - 1 };
}

struct str answer_body(struct request *rq, struct answer *out, struct str *type)
{
	*type = out->type;
	if (out->body.p || out->fd >= 0)
		return out->body;
	if (out->location.p && !rq->json) {
		*type = S("text/plain; charset=utf-8");
		return S("");
	}
	if (out->location.p && !out->tree) {
		out->tree = val_map(rq->a);
		val_put_str(rq->a, out->tree, S("location"), out->location);
	}
	if (!out->tree) {
		server_log("error", str_fmt(rq->a, "%.*s: an answer without content",
					    STR_ARG(rq->id)));
		out->status = 500;
		*type = S("text/html; charset=utf-8");
		return (struct str){ last_resort, sizeof(last_resort) - 1 };
	}
	if (rq->json) {
		*type = out->status >= 400 ? S("application/problem+json")
					   : S("application/json");
		return json_body(rq, out->tree);
	}
	*type = S("text/html; charset=utf-8");
	return page_body(rq, out);
}

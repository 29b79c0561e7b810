/* What the previews of a notice and of a sheet share: see import_view.h. */
#include "web/import_view.h"

bool import_is_sheet(const struct import *x)
{
	return str_eq(val_get_str(x->draft, S("what")), S("sheet"));
}

int64_t import_page(const struct import *x)
{
	return import_is_sheet(x) ? PREVIEW_ROWS : PREVIEW_LINES;
}

struct str import_link(struct request *rq, const struct import *x, int64_t n)
{
	const struct val *all = val_get(x->draft, import_is_sheet(x) ? S("rows") : S("lines"));
	bool paged = all && all->count > import_page(x);
	struct str from = paged ? str_fmt(rq->a, "?from=%lld", (long long)n) : S("");
	return str_fmt(rq->a, "/import/%.*s%.*s#l%lld", STR_ARG(x->id), STR_ARG(from),
		       (long long)n);
}

struct val *preview_doubt(struct preview *p, int64_t n, enum severity severity, struct str text)
{
	struct request *rq = p->rq;
	struct str name = severity_name(severity);
	struct val *doubt = val_map(rq->a);
	for (int listed = p->count[severity]++ < DOUBTS_SHOWN && severity != SEVERITY_HINT, i = 0;
	     i <= listed; i++) {
		struct val *v = i ? val_push(p->doubts, val_map(rq->a)) : doubt;
		val_put_int(rq->a, v, S("n"), n);
		val_put_str(rq->a, v, S("severity"), name);
		val_put_str(rq->a, v, S("word"),
			    request_word(rq, S("web.import.severity."), name, name));
		val_put_str(rq->a, v, S("text"), text);
		if (!i)
			continue;
		val_put_str(rq->a, v, S("link"), import_link(rq, p->x, n));
		val_put_str(rq->a, v, S("where"),
			    request_say(rq, import_is_sheet(p->x) ? MSG_WEB_IMPORT_ROW
								  : MSG_WEB_IMPORT_LINE,
					ARGS(str_fmt(rq->a, "%lld", (long long)n))));
	}
	return doubt;
}

struct val *preview_doubts(struct preview *p, const struct val *all, int64_t n)
{
	struct val *own = val_list(p->rq->a);
	for val_each(v, all)
		if (val_get_int(v, S("n"), 0) == n) {
			struct val *copy = arena_new(p->rq->a, struct val, 1);
			*copy = *v;
			copy->next = NULL;
			val_push(own, copy);
		}
	return own;
}

void preview_fact(struct preview *p, struct str key, struct str value, bool changed)
{
	struct arena *a = p->rq->a;
	struct val *v = val_push((struct val *)val_get(p->tree, S("facts")), val_map(a));
	val_put_str(a, v, S("key"), key);
	val_put_str(a, v, S("label"), request_word(p->rq, S("web.import.fact."), key, key));
	val_put_str(a, v, S("value"), value.n ? value : STR_NONE);
	val_put_bool(a, v, S("changed"), changed);
}

static void put_page(struct preview *p, struct str key)
{
	struct val *n = (struct val *)val_get(p->tree, key);
	if (n->kind == VAL_INT)
		draft_set(p->rq->a, p->tree, key,
			  val_str(p->rq->a, str_fmt(p->rq->a, "/import/%.*s?from=%lld",
						    STR_ARG(p->x->id), (long long)n->i)));
}

void import_preview(struct request *rq, const struct import *x, int64_t from, int64_t most,
		    struct val *tree)
{
	static const struct {
		struct str key;
		enum severity severity;
	} counts[] = {
		{ S("errors_count"), SEVERITY_ERROR },
		{ S("warnings_count"), SEVERITY_WARNING },
		{ S("hints_count"), SEVERITY_HINT },
	};
	struct preview p = { .rq = rq, .x = x, .tree = tree, .from = from, .most = most };
	val_put_str(rq->a, tree, S("draft"), x->id);
	val_put_str(rq->a, tree, S("name"), import_name(x));
	val_put_str(rq->a, tree, S("kind"), val_get_str(x->draft, S("kind")));
	val_put_int(rq->a, tree, S("version"), import_version(x));
	val_put_bool(rq->a, tree, S("sheet"), import_is_sheet(x));
	val_put(tree, S("facts"), val_list(rq->a));
	p.doubts = val_put(tree, S("doubts"), val_list(rq->a));
	p.blocks = val_put(tree, S("blocks"), val_list(rq->a));
	if (import_is_sheet(x))
		preview_sheet(&p);
	else
		preview_notice(&p);
	put_page(&p, S("next"));
	put_page(&p, S("previous"));
	val_put_bool(rq->a, tree, S("any_doubts"), p.doubts->count > 0);
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		val_put_int(rq->a, tree, counts[i].key, p.count[counts[i].severity]);
	val_put_bool(rq->a, tree, S("any_errors"), p.count[SEVERITY_ERROR] > 0);
	val_put_bool(rq->a, tree, S("any_warnings"), p.count[SEVERITY_WARNING] > 0);
}

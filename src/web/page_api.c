/*
 * The program's own description of itself: OpenAPI 3.1, made from the table of
 * routes, as JSON at /api.json and as a page at /api.
 */
#include "ledger/rights.h"
#include "web/engine.h"
#include "web/pages.h"

static const struct str type_words[] = {
	[VALUE_INT] = S("integer"),  [VALUE_REAL] = S("number"), [VALUE_BOOL] = S("boolean"),
	[VALUE_TEXT] = S("string"),  [VALUE_DATE] = S("string"), [VALUE_TIME] = S("string"),
	[VALUE_HASH] = S("string"), [VALUE_MONEY] = S("number"),  [VALUE_TREE] = S("object"),
};

static struct val *schema_of(struct arena *a, const struct value_rule *rule)
{
	struct val *schema = val_map(a);
	struct str rest = rule->words, word;
	val_put_str(a, schema, S("type"), type_words[rule->type]);
	if (rule->type == VALUE_DATE)
		val_put_str(a, schema, S("format"), S("date"));
	if (rule->type == VALUE_INT && rule->max) {
		val_put_int(a, schema, S("minimum"), rule->min);
		val_put_int(a, schema, S("maximum"), rule->max);
	}
	if (rule->type == VALUE_TEXT && !rule->words.n)
		val_put_int(a, schema, S("maxLength"), rule->max);
	struct val *list = rule->words.n ? val_put(schema, S("enum"), val_list(a)) : NULL;
	while (list && str_split(&rest, ' ', &word))
		val_push(list, val_str(a, word));
	return schema;
}

static bool in_path(const struct route *r, struct str name)
{
	ptrdiff_t at = str_find(r->path, name, 0);
	return at > 0 && r->path.p[at - 1] == '{' && r->path.p[at + name.n] == '}';
}

static struct val *parameters_of(struct arena *a, const struct route *r, enum lang lang)
{
	struct val *list = val_list(a);
	for (int i = 0; i < r->in.n; i++) {
		const struct input *in = &r->in.p[i];
		bool path = in_path(r, in->name);
		if (r->method == METHOD_POST && !path)
			continue;
		struct val *p = val_push(list, val_map(a));
		val_put_str(a, p, S("name"), in->name);
		val_put_str(a, p, S("in"), path ? S("path") : S("query"));
		val_put_bool(a, p, S("required"), path || in->required);
		val_put_str(a, p, S("description"), msg_text(in->label, lang));
		val_put(p, S("schema"), schema_of(a, &in->rule));
	}
	return list;
}

static void put_body(struct arena *a, struct val *operation, const struct route *r)
{
	static const struct str kinds[] = { S("application/x-www-form-urlencoded"),
					    S("application/json"), S("multipart/form-data") };
	struct val *body = val_put(operation, S("requestBody"), val_map(a));
	struct val *content = val_put(body, S("content"), val_map(a));
	for (size_t k = 0; k < 3; k++) {
		if (k == 2 && !(r->flags & ROUTE_FILES))
			continue;
		struct val *media = val_put(content, kinds[k], val_map(a));
		struct val *schema = val_put(media, S("schema"), val_map(a));
		val_put_str(a, schema, S("type"), S("object"));
		val_put_bool(a, schema, S("additionalProperties"), r->flags & ROUTE_OPEN);
		struct val *props = val_put(schema, S("properties"), val_map(a));
		for (int i = 0; i < r->in.n; i++)
			if (!in_path(r, r->in.p[i].name))
				val_put(props, r->in.p[i].name, schema_of(a, &r->in.p[i].rule));
	}
}

static void put_answers(struct arena *a, struct val *operation, const struct route *r)
{
	static const struct { struct str status, text; } answers[] = {
		{ S("200"), S("The page; its value tree where JSON is asked for") },
		{ S("400"), S("An input is wrong: problem+json with errors [{field text}]") },
		{ S("401"), S("Sign in first") },
		{ S("403"), S("No right, or no form token") },
		{ S("404"), S("Not there, or not within your units") },
		{ S("409"), S("Somebody else was first") },
	};
	struct val *map = val_put(operation, S("responses"), val_map(a));
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++)
		val_put_str(a, val_put(map, answers[i].status, val_map(a)), S("description"),
			    answers[i].text);
}

static struct val *operation_of(struct arena *a, const struct route *r, enum lang lang)
{
	struct val *operation = val_map(a);
	if (r->title != MSG_NONE)
		val_put_str(a, operation, S("summary"), msg_text(r->title, lang));
	val_put(operation, S("parameters"), parameters_of(a, r, lang));
	if (r->method == METHOD_POST)
		put_body(a, operation, r);
	if (r->right != RIGHT_PUBLIC)
		val_put(val_push(val_put(operation, S("security"), val_list(a)), val_map(a)),
			S("session"), val_list(a));
	put_answers(a, operation, r);
	return operation;
}

static struct val *openapi(struct arena *a, enum lang lang)
{
	struct val *api = val_map(a), *info, *paths;
	val_put_str(a, api, S("openapi"), S("3.1.0"));
	info = val_put(api, S("info"), val_map(a));
	val_put_str(a, info, S("title"), S("Huiyin"));
	val_put_str(a, info, S("version"), S(HUIYIN_VERSION));
	val_put_str(a, info, S("description"), msg_text(MSG_WEB_API_ABOUT, lang));
	paths = val_put(api, S("paths"), val_map(a));
	for (int i = 0; i < route_count; i++) {
		struct val *path = (struct val *)val_get(paths, routes[i].path);
		if (!path)
			path = val_put(paths, routes[i].path, val_map(a));
		val_put(path, routes[i].method == METHOD_GET ? S("get") : S("post"),
			operation_of(a, &routes[i], lang));
	}
	struct val *scheme = val_put(val_put(val_put(api, S("components"), val_map(a)),
					     S("securitySchemes"), val_map(a)),
				     S("session"), val_map(a));
	val_put_str(a, scheme, S("type"), S("apiKey"));
	val_put_str(a, scheme, S("in"), S("cookie"));
	val_put_str(a, scheme, S("name"), S("huiyin"));
	return api;
}

struct val *web_routes(struct arena *a, enum lang lang)
{
	struct val *list = val_list(a);
	for (int i = 0; i < route_count; i++) {
		const struct route *r = &routes[i];
		struct val *row = val_push(list, val_map(a));
		val_put_str(a, row, S("method"), r->method == METHOD_GET ? S("GET") : S("POST"));
		val_put_str(a, row, S("path"), r->path);
		val_put_str(a, row, S("right"),
			    r->right == RIGHT_PUBLIC		? S("public")
			    : r->right & RIGHT_SIGNED_IN ? S("signed-in")
							     : roles_text(a, r->right));
		val_put_str(a, row, S("title"), msg_text(r->title, lang));
		val_put_int(a, row, S("flags"), r->flags);
		struct val *inputs = val_put(row, S("inputs"), val_list(a));
		for (int k = 0; k < r->in.n; k++)
			val_push(inputs, val_str(a, r->in.p[k].name));
	}
	return list;
}

bool page_api(struct request *rq, struct answer *out, struct err *e)
{
	if (rq->json) {
		out->tree = openapi(rq->a, rq->lang);
		return true;
	}
	out->tree = val_map(rq->a);
	for val_each(row, val_put(out->tree, S("routes"), web_routes(rq->a, rq->lang))) {
		struct str right = val_get_str(row, S("right"));
		val_put_str(rq->a, row, S("right_words"),
			    request_word(rq, S("web.api."), right, request_words(rq, right)));
	}
	return true;
}

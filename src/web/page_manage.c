/*
 * Administration: what there is to manage, the settings, the self-audit.
 */
#include <time.h>

#include "ledger/rights.h"
#include "view/audit_view.h"
#include "web/engine.h"
#include "web/pages.h"
#include "web/target.h"

/* What there is to manage, and who may open it. */
bool page_manage(struct request *rq, struct answer *out, struct err *e)
{
	static const struct {
		struct str path;
		enum msg word, about;
	} parts[] = {
		{ S("/units"), MSG_WEB_NAV_UNITS, MSG_WEB_MANAGE_UNITS },
		{ S("/people"), MSG_WEB_NAV_PEOPLE, MSG_WEB_MANAGE_PEOPLE },
		{ S("/packs"), MSG_WEB_NAV_PACKS, MSG_WEB_MANAGE_PACKS },
		{ S("/settings"), MSG_WEB_NAV_SETTINGS, MSG_WEB_MANAGE_SETTINGS },
		{ S("/audit"), MSG_WEB_NAV_AUDIT, MSG_WEB_MANAGE_AUDIT },
		{ S("/log"), MSG_WEB_NAV_LOG, MSG_WEB_MANAGE_LOG },
		{ S("/log/head"), MSG_WEB_LOG_HEAD, MSG_WEB_MANAGE_HEAD },
	};
	struct val *list = val_list(rq->a);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		bool known;
		const struct route *r =
			route_find(rq->a, METHOD_GET, parts[i].path, val_map(rq->a), &known);
		bool may = r->right & (rq->who.roles | RIGHT_SIGNED_IN);
		struct val *part = val_push(list, val_map(rq->a));
		val_put_str(rq->a, part, S("path"), parts[i].path);
		val_put_str(rq->a, part, S("word"), msg_text(parts[i].word, rq->lang));
		val_put_str(rq->a, part, S("about"), msg_text(parts[i].about, rq->lang));
		val_put_bool(rq->a, part, S("may"), may);
		val_put_str(rq->a, part, S("roles"),
			    may ? STR_NONE
				: request_words(rq, roles_text(rq->a, r->right & ACTOR_ALL)));
	}
	out->tree = val_map(rq->a);
	val_put(out->tree, S("parts"), list);
	return true;
}

/* What a setting may be, for people. */
static struct str takes_of(struct request *rq, const struct setting_row *row)
{
	if (row->roles)
		return msg_text(MSG_WEB_SETTINGS_ROLES, rq->lang);
	if (row->rule.type == VALUE_INT)
		return request_say(rq, MSG_WEB_SETTINGS_BOUNDS,
				   ARGS(str_fmt(rq->a, "%lld", (long long)row->rule.min),
					str_fmt(rq->a, "%lld", (long long)row->rule.max)));
	return row->rule.words.n ? row->rule.words : msg_text(MSG_WEB_SETTINGS_TEXT, rq->lang);
}

static struct str shown(struct request *rq, const struct setting_row *row, struct str value)
{
	return row->roles ? request_words(rq, value) : value;
}

bool page_settings(struct request *rq, struct answer *out, struct err *e)
{
	struct settings now;
	struct val *tree = val_map(rq->a), *list = val_put(tree, S("settings"), val_list(rq->a));
	if (!store_settings(rq->store, rq->a, &now, e) ||
	    !offer_put(rq, tree, S("change"), S("set-setting"), STR_NONE, STR_NONE, e))
		return false;
	const struct val *may = val_get(val_get(tree, S("change")), S("allowed"));
	for (int i = 0; i < SETTING_COUNT; i++) {
		const struct setting_row *row = &setting_rows[i];
		struct val *to = val_push(list, val_map(rq->a));
		val_put_str(rq->a, to, S("name"), row->name);
		val_put_str(rq->a, to, S("about"), msg_text(row->about, rq->lang));
		val_put_str(rq->a, to, S("value"), shown(rq, row, now.value[i]));
		val_put_str(rq->a, to, S("default"), shown(rq, row, row->otherwise));
		val_put_bool(rq->a, to, S("set"), !str_eq(now.value[i], row->otherwise));
		val_put_str(rq->a, to, S("takes"), takes_of(rq, row));
		val_put_str(rq->a, to, S("href"),
			    may && may->yes ? str_fmt(rq->a, "/act/set-setting?name=%.*s",
						      STR_ARG(row->name))
					    : STR_NONE);
	}
	out->tree = tree;
	return done_put(rq, tree, e);
}

bool page_audit(struct request *rq, struct answer *out, struct err *e)
{
	const struct val *found;
	int checks, faults = 0, hints = 0;
	struct val *tree = val_map(rq->a);
	if (!view_audit(rq->store, request_ops(rq), &rq->worker->set->place, rq->a,
			(int64_t)time(NULL), rq->lang, &found, e))
		return false;
	for val_each(row, found) {
		struct str severity = val_get_str(row, S("severity"));
		bool hint = str_eq(severity, S("hint"));
		faults += !hint;
		hints += hint;
		val_put_str(rq->a, row, S("severity_name"),
			    request_word(rq, S("web.audit."), severity, severity));
	}
	audit_rows(&checks);
	val_put(tree, S("found"), (struct val *)found);
	val_put_str(rq->a, tree, S("total"),
		    request_say(rq, MSG_AUDIT_TOTAL,
				ARGS(str_fmt(rq->a, "%d", checks), str_fmt(rq->a, "%d", faults),
				     str_fmt(rq->a, "%d", hints))));
	out->tree = tree;
	return true;
}

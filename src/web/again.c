/* Forms that are shown again: see again.h. */
#include "web/again.h"

bool form_again(struct request *rq, struct answer *out, const struct err *why, page_run *show,
		struct err *e)
{
	bool inside = why->code == ERR_IO || why->code == ERR_DB || why->code == ERR_BUG;
	if (inside || (why->code != ERR_NONE && rq->json)) {
		*e = *why;
		return false;
	}
	if (why->code != ERR_NONE)
		request_fault_err(rq, STR_NONE, why);
	out->status = why->code == ERR_CONFLICT ? 409 : why->code == ERR_DENIED ? 403 : 400;
	if (!show(rq, out, e))
		return false;
	val_put_bool(rq->a, out->tree, S("conflict"), why->code == ERR_CONFLICT);
	return true;
}

int64_t form_version(const struct request *rq)
{
	int64_t version;
	struct str typed = in_given(rq, S("_version"));
	return typed.n && str_int(typed, &version) ? version : VERSION_ANY;
}

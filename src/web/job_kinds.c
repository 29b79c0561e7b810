/* The kinds of jobs. */
#include "web/import.h"

/* Recomputes the whole log, as `huiyin verify` does. */
static bool run_verify(struct job *j, struct val **result, struct err *e)
{
	struct verdict v;
	if (!store_verify(j->store, j->a, NULL, &v, e))
		return false;
	*result = val_map(j->a);
	val_put_int(j->a, *result, S("events"), v.events);
	val_put_str(j->a, *result, S("head"), v.head);
	val_put_bool(j->a, *result, S("intact"), v.intact);
	if (!v.intact)
		val_put_str(j->a, *result, S("fault"), err_text(j->a, &v.fault, LANG_ZH));
	return true;
}

const struct job_kind job_kinds[] = {
	{ S("verify"), run_verify },
	{ S("read-import"), import_read_job },
	{ S("adopt-import"), import_adopt_job },
	{ S("publish-notice"), notice_publish_job },
};

const int job_kind_count = sizeof(job_kinds) / sizeof(*job_kinds);

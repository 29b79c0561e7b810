/* The words for states: see names.h. The words are src/lang/view.tsv's. */
#include "view/names.h"

static struct str name_of(struct arena *a, const char *kind, struct str code, enum lang lang)
{
	enum msg msg = msg_find(str_fmt(a, "%s.%.*s", kind, STR_ARG(code)));
	return msg ? msg_text(msg, lang) : code;
}

void names_put(struct arena *a, struct val *map, enum lang lang)
{
	struct str state = val_get_str(map, S("state"));
	struct str progress = val_get_str(map, S("progress"));
	val_put_str(a, map, S("state_name"), name_of(a, "state", state, lang));
	val_put_str(a, map, S("progress_name"),
		    progress.p ? name_of(a, "progress", progress, lang)
			       : msg_text(MSG_PROGRESS_NONE, lang));
}

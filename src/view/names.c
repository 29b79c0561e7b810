/* The words for states: see names.h. The words are src/lang/view.tsv's. */
#include "view/names.h"

static struct str name_of(struct arena *a, const char *kind, struct str code, enum lang lang)
{
	enum msg msg = msg_find(str_fmt(a, "%s.%.*s", kind, STR_ARG(code)));
	return msg ? msg_text(msg, lang) : code;
}

void names_put_progress(struct arena *a, struct val *map, enum lang lang)
{
	struct str progress = val_get_str(map, S("progress"));
	val_put_str(a, map, S("progress_name"),
		    progress.p ? name_of(a, "progress", progress, lang)
			       : msg_text(MSG_PROGRESS_NONE, lang));
}

void names_put_class(struct arena *a, struct val *map, enum lang lang)
{
	struct str class = val_get_str(map, S("class"));
	val_put_str(a, map, S("class_name"),
		    class.p ? name_of(a, "class", class, lang) : STR_NONE);
}

void names_put_state(struct arena *a, struct val *map, enum lang lang)
{
	struct str state = val_get_str(map, S("state"));
	val_put_str(a, map, S("state_name"), name_of(a, "state", state, lang));
}

void names_put(struct arena *a, struct val *map, enum lang lang)
{
	names_put_state(a, map, lang);
	names_put_progress(a, map, lang);
}

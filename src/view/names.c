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

static struct date day_of(const struct val *row, struct str column)
{
	struct date d;
	return date_parse(val_get_str(row, column), &d) ? d : (struct date){ 0 };
}

void names_put_light(struct arena *a, struct val *map, const struct val *row,
		     const struct pack *p, struct date today, enum lang lang)
{
	struct str state = val_get_str(row, S("state"));
	struct light_case c = {
		.state = state_find(OBJECT_FINDING, state),
		.due = day_of(row, S("due")),
		.closed = day_of(row, S("closed")),
		.today = today,
		.start = day_of(row, S("since")),
		.measures = val_get_int(row, S("measures_once"), 0),
		.done = val_get_int(row, S("measures_done"), 0),
		.open_due = day_of(row, S("open_due")),
	};
	if (date_none(c.start))
		c.start = day_of(row, S("started_from"));
	if (date_none(c.start))
		c.start = day_of(row, S("registered"));
	const struct pack_light *l = light_of(p, &c);
	bool open = !(c.state & (STATES_OVER | STATE_WITHDRAWN));
	struct str outward = pack_outward(p, c.state, val_get_str(row, S("class")),
					  val_get_str(row, S("progress")), lang);
	val_put_str(a, map, S("light"), l ? l->colour : STR_NONE);
	val_put_str(a, map, S("light_word"),
		    l ? l->word[lang] : open ? msg_text(MSG_LIGHT_UNDATED, lang) : STR_NONE);
	val_put_str(a, map, S("outward"),
		    outward.p ? outward : name_of(a, "state", state, lang));
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

void names_put_expired(struct arena *a, struct val *map, struct date today, enum lang lang)
{
	struct str until = val_get_str(map, S("until"));
	if (!until.p || !str_eq(val_get_str(map, S("state")), S("published")))
		return;
	bool expired = str_cmp(until, date_iso(a, today)) < 0;
	val_put_bool(a, map, S("expired"), expired);
	if (expired)
		val_put_str(a, map, S("state_name"), msg_text(MSG_STATE_EXPIRED, lang));
}

void names_put(struct arena *a, struct val *map, enum lang lang)
{
	names_put_state(a, map, lang);
	names_put_progress(a, map, lang);
}

void names_put_words(struct arena *a, struct val *map, enum lang lang)
{
	static const struct {
		const char *kind;
		struct str of, name;
	} words[] = {
		{ "level", S("level"), S("level_name") },
		{ "channel", S("channel"), S("channel_name") },
		{ "wording", S("wording"), S("wording_name") },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct str word = val_get_str(map, words[i].of);
		if (word.p)
			val_put_str(a, map, words[i].name, name_of(a, words[i].kind, word, lang));
	}
}

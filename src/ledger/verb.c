/* The table of verbs, their fields, and the one decision that needs no file of
 * its own: see verb.h. */
#include "ledger/verb.h"

static const struct field init_fields[] = {
	{ S("name"), { VALUE_TEXT, 1, 300 } },
};

static const struct field adopt_fields[] = {
	{ S("notice"), { VALUE_TREE }, .required = true, .bulk = true },
	{ S("sha256"), { VALUE_HASH }, .required = true },
	{ S("name"), { VALUE_TEXT, 1, 1024 }, .required = true },
	{ S("kind"), { VALUE_TEXT, 1, 10, S("txt html docx pdf") }, .required = true },
	{ S("size"), { VALUE_INT, 1, 64 << 20 }, .required = true },
};

#define FIELDS(rows) rows, (int)(sizeof(rows) / sizeof(*(rows)))

const struct verb verb_rows[] = {
	{ S("init"), OBJECT_LEDGER, STATE_NONE, STATE_OPEN, ACTOR_ADMIN, false,
	  FIELDS(init_fields), MSG_VERB_INIT, init_decide },
	{ S("adopt"), OBJECT_LEDGER, STATE_OPEN, STATE_RECTIFYING,
	  ACTOR_CLERK | ACTOR_SUPERVISOR | ACTOR_ADMIN, false,
	  FIELDS(adopt_fields), MSG_VERB_ADOPT, adopt_decide },
};

const int verb_count = sizeof(verb_rows) / sizeof(*verb_rows);

const struct verb *verb_find(struct str name)
{
	for (int i = 0; i < verb_count; i++)
		if (str_eq(verb_rows[i].name, name))
			return &verb_rows[i];
	return NULL;
}

struct str verb_says(struct arena *a, struct str verb, struct str actor, struct str target,
		     enum lang lang)
{
	const struct verb *v = verb_find(verb);
	if (!v)
		return msg_fill(a, MSG_VERB_OTHER, lang, ARGS(actor, target, verb));
	return msg_fill(a, v->says, lang, ARGS(actor, target));
}

bool init_decide(struct decision *d, struct err *e)
{
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_LEDGER);
	f->cell[COL_LEDGER_NAME] = val_str(d->a, val_get_str(d->act->fields, S("name")));
	f->cell[COL_LEDGER_STARTED] = val_str(d->a, d->act->recorded);
	return true;
}

/*
 * What actions act on, as pages have it: where a thing is shown, who sees it, and
 * what can be done with it. Made from the table of verbs, for all objects alike.
 */
#ifndef WEB_TARGET_H
#define WEB_TARGET_H

#include "ledger/offers.h"
#include "web/web.h"

/* Where one sees what the verb did or acts on: the page of `code`, else the list
 * that it is in; in rq->a. */
struct str target_path(struct request *rq, const struct verb *verb, struct str code);
/* What that list is called. */
struct str target_list(struct request *rq, const struct verb *verb, struct str *path);

/* The row of the thing as the door asks for it, where who asks may see it: it is of
 * their unit or of one under it (what has no unit is the whole ledger's); else
 * NOT_FOUND. For OBJECT_LEDGER nothing is looked up, and *row is NULL. */
bool target_seen(struct request *rq, enum object_id object, struct str code,
		 const struct val **row, struct err *e);

/* Whether any role of who asks may do the verb, somewhere. */
bool verb_may(const struct request *rq, struct str verb);
/* Whether a form can be made for the verb from the table alone. */
bool verb_has_form(const struct verb *verb);
/* The address of the verb's form, in rq->a. */
struct str verb_form(struct request *rq, const struct verb *verb, struct str code);

/* Puts `offers` (for buttons) and `absent` (with `why` and `roles`), each
 * {verb name href step}: what can be done next with the thing. */
bool offers_put(struct request *rq, struct val *tree, enum object_id object, struct str code,
		struct err *e);
/* Puts under `key` one verb as parts/_offer.html shows it: {name href allowed why}.
 * `query`: what the form begins with, "name=…", or STR_NONE. */
bool offer_put(struct request *rq, struct val *tree, struct str key, struct str verb,
	       struct str code, struct str query, struct err *e);

/* Where an action of who asks led here (the input `done`, its seq): puts `done`, the
 * sentence that says so. */
bool done_put(struct request *rq, struct val *tree, struct err *e);

/* One input of pages that actions lead to. */
#define INPUT_DONE { S("done"), { VALUE_INT, 0, 0 }, MSG_WEB_FIELD_CODE_OF }

#endif

/*
 * Inside the view room: one thing being shown, with the lists that are its.
 */
#ifndef VIEW_SHOW_H
#define VIEW_SHOW_H

#include "store/store.h"
#include "view/pick.h"

enum { EVENTS_MOST = 1000 };

/* What a show is being made of. */
struct show {
	struct store *s;
	struct arena *a;
	enum lang lang;
	struct val *made;
};

/* Puts the rows of a statement under `key`. */
bool show_list(struct show *w, struct str key, enum sql sql, struct params params,
	       struct picks picks, struct err *e);
/* One column of the rows, as a list of texts. */
bool show_texts(struct show *w, struct str key, enum sql sql, struct params params,
		struct str column, struct err *e);
/* The events of a thing and of what it came in with. */
bool show_events(struct show *w, struct str code, struct str came_in, struct err *e);

/* The order, case or regulation of that code; *found false where it is none. */
bool show_office(struct show *w, struct str code, bool *found, struct err *e);

#endif

/*
 * Inside the view room: the words for states.
 */
#ifndef VIEW_NAMES_H
#define VIEW_NAMES_H

#include "base/lang.h"
#include "base/val.h"

/* Adds state_name and progress_name to a map that has state and progress: the
 * words in `lang`; a progress that is not stated has a word too. */
void names_put(struct arena *a, struct val *map, enum lang lang);

/* Adds state_name to a map that has state. */
void names_put_state(struct arena *a, struct val *map, enum lang lang);
/* Adds progress_name to a map that has progress. */
void names_put_progress(struct arena *a, struct val *map, enum lang lang);
/* Adds class_name to a map that has class; null where it has none. */
void names_put_class(struct arena *a, struct val *map, enum lang lang);

#endif

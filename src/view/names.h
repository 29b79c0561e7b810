/*
 * Inside the view room: the words for states.
 */
#ifndef VIEW_NAMES_H
#define VIEW_NAMES_H

#include "base/lang.h"
#include "base/val.h"
#include "ledger/light.h"

/* Adds state_name and progress_name to a map that has state and progress: the
 * words in `lang`; a progress that is not stated has a word too. */
void names_put(struct arena *a, struct val *map, enum lang lang);

/* Adds state_name to a map that has state. */
void names_put_state(struct arena *a, struct val *map, enum lang lang);
/* Of a notice that is published until before `today`: adds expired, true, and makes
 * state_name say so; nothing of anything else. */
void names_put_expired(struct arena *a, struct val *map, struct date today, enum lang lang);
/* Adds progress_name to a map that has progress. */
void names_put_progress(struct arena *a, struct val *map, enum lang lang);
/* Adds light, light_word and outward to a map: the colour and word of the light by
 * the pack, and the pack's outward name of the state. The row has state, due and,
 * where known, class, progress, closed, since, started_from, registered and the
 * measures' counts. Without a date: light null, the word says so; what is over
 * without being rectified has neither. */
void names_put_light(struct arena *a, struct val *map, const struct val *row,
		     const struct pack *p, struct date today, enum lang lang);
/* Adds class_name to a map that has class; null where it has none. */
void names_put_class(struct arena *a, struct val *map, enum lang lang);

/* Beside `level` of an order its `level_name`, beside `channel` of a case its
 * `channel_name`, beside `wording` of a notice its `wording_name`, where the map has
 * them. */
void names_put_words(struct arena *a, struct val *map, enum lang lang);

#endif

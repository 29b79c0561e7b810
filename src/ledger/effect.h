/*
 * Effects: the row changes that an action makes. An event of the log carries
 * them, every ledger table is what applying them in the log's order gives, and
 * replay is applying them again.
 */
#ifndef LEDGER_EFFECT_H
#define LEDGER_EFFECT_H

#include "ledger/object.h"

enum effect_kind {
	EFFECT_INSERT, /* a new row; columns that are not named are null */
	EFFECT_UPDATE  /* the row of that key; columns not named stay */
};

struct effect {
	enum effect_kind kind;
	enum object_id object;
	const struct val **cell; /* one a column, in its order: NULL where not
				    named, VAL_NULL for null */
};

struct effects LIST(struct effect);

/* Adds an effect whose cells are still all NULL; its cells are in `a`. The
 * pointer holds until the next one is added. */
struct effect *effect_add(struct arena *a, struct effects *to, enum effect_kind kind,
			  enum object_id object);
/* Checks the cells against the object's columns: types, bounds, what must not
 * be null, whole key; `changed` may not be named. Personal cells are values. */
bool effect_check(const struct effect *f, struct err *e);

/* The effects as JSON and back, in `a`: a list of
 *   {"insert" or "update": object, "columns": […], "rows": [[…], …]},
 * one for each run of effects that name the same columns. Reading checks each
 * effect, so that a log can do no more than an action could.
 * In a log a personal cell is null or a commitment to its value. */
struct val *effects_val(struct arena *a, const struct effects *from);
bool effects_read(struct arena *a, const struct val *v, struct effects *out, struct err *e);

/* A commitment as a cell, {"commit": 64 hex digits}; and the digits of a cell
 * that is one, else STR_NONE. */
struct val *commitment_val(struct arena *a, struct str hex);
struct str commitment_hex(const struct val *cell);

#endif

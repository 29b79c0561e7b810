/*
 * An action under way in the browser: the form that is made from a verb's row in the
 * table, and the fields that come back. page_act.c runs it; acting.c makes the fields.
 */
#ifndef WEB_ACTING_H
#define WEB_ACTING_H

#include "web/target.h"

struct acting {
	const struct verb *verb;
	struct str code;         /* what it acts on; STR_NONE: the ledger */
	const struct val *row;   /* of it, as the door asks for it; may be NULL */
	const struct val *shown; /* of it, as its page has it; may be NULL */
};

/* Adds the verb's fields to the list, filled with what was typed, with what the address
 * gave, with what the thing has now. */
bool acting_fields(struct request *rq, const struct acting *x, struct val *list, struct err *e);
/* The fields as given; what is as it was before is left out. Faults are noted. */
struct val *acting_read(struct request *rq, const struct acting *x);

/* Suggests the units that who asks reaches. */
bool acting_units(struct request *rq, struct field_spec *spec, struct err *e);

/* Notes inputs that are none of the verb's, nor of the form itself. */
void acting_refuse_unknown(struct request *rq, const struct verb *verb);

#endif

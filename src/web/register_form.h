/*
 * The form of a register's record, made from its definition.
 */
#ifndef WEB_REGISTER_FORM_H
#define WEB_REGISTER_FORM_H

#include "view/register_view.h"
#include "web/web.h"

/* Adds date, unit (of a new record), about, measure and the register's fields, filled
 * with what was typed, else with what `shown` (a record of view_show()) has; NULL: a
 * new one. */
bool register_fields(struct request *rq, const struct register_def *def,
		     const struct val *shown, struct val *list, struct err *e);

/* What was typed, as the fields of `record` or `correct-record`; faults are noted. What
 * is none of the form's is a fault too. */
struct val *register_typed(struct request *rq, const struct register_def *def,
			   const struct val *shown);

#endif

/*
 * A form that was refused, given back filled.
 */
#ifndef WEB_AGAIN_H
#define WEB_AGAIN_H

#include "web/pages.h"

/* Shows the form again by `show`, with what the door said (`why`, may be none where
 * rq->faults has it all), the status that fits, and `conflict` in its tree where
 * somebody was first. What is no fault of the form's is an error: false. */
bool form_again(struct request *rq, struct answer *out, const struct err *why, page_run *show,
		struct err *e);
/* The version of its target that the form was made of, or VERSION_ANY. */
int64_t form_version(const struct request *rq);

#endif

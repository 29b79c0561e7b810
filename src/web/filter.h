/*
 * What a page asks of the list of findings: its filters, read from the address and
 * shown again as a form; addresses made from those of the page.
 */
#ifndef WEB_FILTER_H
#define WEB_FILTER_H

#include "view/findings_view.h"
#include "web/web.h"

/* Reads all filters that were given; who asks sees what they reach. */
bool filter_read(struct request *rq, struct findings_asked *out, struct err *e);
/* What is wrong with a filter, told beside its field. */
void filter_fault(struct request *rq, const struct err *why);
/* Puts `filter`, the fields that are always there, and `more`, those that are folded
 * away, with `more_set` where one of those is in use. */
void filter_put(struct request *rq, struct val *tree);
/* Puts `filter` with these fields alone, set apart by spaces. */
void filter_put_some(struct request *rq, struct val *tree, struct str names);

/* The request's query without the inputs that `names` lists, set apart by spaces,
 * in the request's arena. */
struct str query_without(struct request *rq, struct str names);
/* `path` with that query and NAME=VALUE behind it; a value STR_NONE gives STR_NONE. */
struct str link_with(struct request *rq, struct str path, struct str without, struct str name,
		     struct str value);

#endif

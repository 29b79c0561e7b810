/* Any bytes as an exported log: each line is an event or none; events are replayed
 * upon tables that have the columns they name or not; any bytes as a head too. */
#include <stdlib.h>

#include "verifier/verifier.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct table tables[] = {
	{ .name = { "unit", 4 },
	  .columns = 3,
	  .keys = 1,
	  .column = { { "id", 2 }, { "name", 4 }, { "changed", 7 } } },
	{ .name = { "finding", 7 },
	  .columns = 3,
	  .keys = 2,
	  .column = { { "inspection", 10 }, { "ordinal", 7 }, { "unit", 4 } },
	  .key = { 0, 1 } },
};

/* An event that replays changes each row that it names; one that does not says so. */
static void replay(struct replay *r, struct arena *a, const struct event *event)
{
	struct err e = { 0 };
	if (!replay_event(r, a, event, &e) && e.code != ERR_CONFLICT)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, (ptrdiff_t)size }, line;
	struct replay r;
	struct arena a;
	struct event event;
	struct head head;
	struct err e = { 0 };
	arena_init(&a, 0);
	if (head_read(&a, rest, &head, &e) && head.size < 0)
		abort();
	e = (struct err){ 0 };
	if (!replay_open(&r, tables, 2, &e))
		abort();
	while (str_split(&rest, '\n', &line)) {
		struct err why = { 0 };
		if (event_read(&a, line, &event, &why))
			replay(&r, &a, &event);
		else if (why.code != ERR_CONFLICT)
			abort();
	}
	replay_close(&r);
	arena_free(&a);
	return 0;
}

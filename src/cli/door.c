/* The command line at the action door: see door.h. */
#include "cli/door.h"

#include "base/os.h"

struct action door_action(const struct cli *c, struct str verb, const struct val *fields)
{
	return (struct action){
		.actor = os_user(c->a),
		.roles = ACTOR_CLERK | ACTOR_ADMIN,
		.verb = verb,
		.fields = fields,
		.version = VERSION_ANY,
	};
}

bool door_open(const struct cli *c, enum store_mode mode, struct store **out, int *status)
{
	struct err e = { 0 };
	if (store_open(c->value[OPT_LEDGER], mode, out, &e))
		return true;
	*status = cli_fail(c, &e);
	return false;
}

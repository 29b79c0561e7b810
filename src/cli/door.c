/* The command line at the action door: see door.h. */
#include "cli/door.h"

#include "base/os.h"

struct action door_action(const struct cli *c, struct str verb, const struct val *fields)
{
	return (struct action){
		.actor = cli_has(c, OPT_AS) ? str_of(c->value[OPT_AS]) : os_user(c->a),
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

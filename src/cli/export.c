/* huiyin export-evidence: the archive of an inspection or a finding, as a zip. */
#include "cli/door.h"
#include "doc/archive.h"

int cmd_export_evidence(struct cli *c)
{
	struct store *s;
	struct archive_sum sum;
	struct err e = { 0 };
	const char *path = c->value[OPT_OUTPUT];
	int status;
	if (!cli_has(c, OPT_OUTPUT) || !str_ends(str_of(path), S(".zip"))) {
		cli_say(c, MSG_EXPORT_WHERE, NO_ARGS);
		return 2;
	}
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = archive_write(s, c->a, str_of(c->arg[0]), path, c->lang, &sum, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	cli_say(c, MSG_EXPORT_DONE,
		ARGS(str_of(path), str_fmt(c->a, "%lld", (long long)sum.findings),
		     str_fmt(c->a, "%lld", (long long)sum.files)));
	return 0;
}

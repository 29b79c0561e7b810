/*
 * huiyin publish: an approved notice is published, and the folder that is handed to the
 * site's keeper is written: the notice in three formats, what proves that they are those
 * written here, and a note. Of a notice that is published already, the folder again.
 */
#include <errno.h>
#include <sys/stat.h>

#include "base/os.h"
#include "cli/door.h"
#include "doc/publication.h"

/* What may be said of the period. */
static const struct str says[] = { S("from"), S("until") };
enum { SAYS = sizeof(says) / sizeof(*says) };

void help_publish(struct cli *c)
{
	static const enum msg about[SAYS] = { MSG_PUBLISH_FROM, MSG_PUBLISH_UNTIL };
	cli_print(c, S("\n"));
	for (int i = 0; i < SAYS; i++)
		cli_print(c, str_fmt(c->a, "  --%.*s %.*s  %.*s\n", STR_ARG(says[i]),
				     STR_ARG(msg_text(MSG_ACT_DATE, c->lang)),
				     STR_ARG(msg_text(about[i], c->lang))));
}

static bool read_fields(struct cli *c, struct val *fields)
{
	for (int i = 0; i < c->fields; i++) {
		struct str name = c->field[i].name;
		if (!str_eq(name, says[0]) && !str_eq(name, says[1]))
			return door_unknown(c, &c->field[i], says, SAYS);
		val_put_str(c->a, fields, name, c->field[i].value);
	}
	return true;
}

struct folder {
	struct cli *c;
	int files;
};

static bool make_folder(struct cli *c, struct err *e)
{
	struct stat st;
	const char *path = c->value[OPT_OUTPUT];
	if (mkdir(path, 0777) == 0 ||
	    (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
		return true;
	return err_set(e, ERR_IO, MSG_PUBLISH_MADE, ARGS(str_of(path), err_errno()));
}

static bool write_file(void *ud, struct str name, struct str bytes, struct err *e)
{
	struct folder *f = ud;
	if (!f->files++ && !make_folder(f->c, e))
		return false;
	return os_write(str_fmt(f->c->a, "%s/%.*s", f->c->value[OPT_OUTPUT], STR_ARG(name)).p,
			bytes, e);
}

/* Publishes it, unless it is. */
static bool publish(struct cli *c, struct store *s, struct val *fields, struct err *e)
{
	struct sign_key *key = NULL;
	struct result r = { 0 };
	const struct val *row;
	struct str code = str_of(c->arg[0]);
	if (!store_one(s, c->a, SQL_PUBLICATION_BY_CODE, PARAMS(P_STR(code)), &row, e))
		return false;
	if (val_get_str(row, S("head")).p && !fields->count)
		return true;
	if (c->value[OPT_KEY_FILE] && !sign_key_read(c->value[OPT_KEY_FILE], &key, e))
		return false;
	struct action act = door_action(c, S("publish-notice"), fields);
	act.target = code;
	bool ok = publication_publish(s, c->a, &act, key, &r, e);
	if (key)
		sign_free(key);
	if (ok)
		door_tell(c, &r);
	return ok;
}

int cmd_publish(struct cli *c)
{
	struct val *fields = val_map(c->a);
	struct folder f = { .c = c };
	struct err e = { 0 };
	struct store *s;
	int status;
	if (!cli_has(c, OPT_OUTPUT)) {
		cli_say(c, MSG_PUBLISH_FOLDER, NO_ARGS);
		return 2;
	}
	if (!read_fields(c, fields))
		return 2;
	if (!door_open(c, STORE_WRITE, &s, &status))
		return status;
	bool ok = publish(c, s, fields, &e) &&
		  publication_folder(s, c->a, str_of(c->arg[0]), write_file, &f, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	cli_say(c, MSG_PUBLISH_DONE,
		ARGS(str_of(c->value[OPT_OUTPUT]), str_fmt(c->a, "%d", f.files),
		     str_of(c->arg[0])));
	return 0;
}

/*
 * huiyin attach: files as evidence of a finding or of one of its measures. All
 * of them go in, or none. A file is streamed to its place and looked at there.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/door.h"
#include "in/upload.h"
#include "out/table.h"
#include "store/store.h"

/* What may be said of the files. */
static const struct {
	struct str name;
	enum msg value, about;
} says[] = {
	{ S("title"), MSG_ACT_TEXT, MSG_ATTACH_TITLE },
	{ S("date"), MSG_ACT_DATE, MSG_ATTACH_DATE },
	{ S("origin"), MSG_ACT_TEXT, MSG_ATTACH_ORIGIN },
};

enum { SAYS = sizeof(says) / sizeof(*says), PIECE = 1 << 16 };

void help_attach(struct cli *c)
{
	cli_print(c, S("\n"));
	for (int i = 0; i < SAYS; i++)
		cli_print(c, str_fmt(c->a, "  --%.*s %.*s  %.*s\n", STR_ARG(says[i].name),
				     STR_ARG(msg_text(says[i].value, c->lang)),
				     STR_ARG(msg_text(says[i].about, c->lang))));
}

/* 2025-01-003/2: a finding, and the number of its measure. */
static bool read_place(struct cli *c, struct str *code, struct val *fields)
{
	ptrdiff_t slash = str_find(*code, S("/"), 0);
	int64_t measure;
	if (slash < 0)
		return true;
	if (!str_int(str_from(*code, slash + 1), &measure)) {
		cli_say(c, MSG_ATTACH_PLACE, ARGS(*code));
		return false;
	}
	val_put_int(c->a, fields, S("measure"), measure);
	*code = str_cut(*code, 0, slash);
	return true;
}

/* The fields given, the same for every file. */
static bool read_fields(struct cli *c, struct val *fields)
{
	for (int i = 0; i < c->fields; i++) {
		struct str names[SAYS], name = c->field[i].name;
		bool known = false;
		for (int k = 0; k < SAYS; k++) {
			names[k] = says[k].name;
			known = known || str_eq(names[k], name);
		}
		struct str near = cli_nearest(c->a, name, names, SAYS);
		if (!known && near.n)
			cli_say(c, MSG_CLI_OPTION_NEAR, ARGS(name, near));
		else if (!known)
			cli_say(c, MSG_CLI_OPTION_UNKNOWN, ARGS(name));
		else if (val_get(fields, name))
			cli_say(c, MSG_ACT_TWICE, ARGS(name));
		if (!known || val_get(fields, name))
			return false;
		val_put_str(c->a, fields, name, c->field[i].value);
	}
	return true;
}

/* The bytes of an open file to the store, up to the limit. */
static bool stream(struct cli *c, int fd, struct str name, int64_t limit, struct keeping *k,
		   struct err *e)
{
	char piece[PIECE];
	ssize_t n;
	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(e, ERR_IO, MSG_ATTACH_READ, ARGS(name, err_errno()));
		if (store_keep_size(k) + n > limit)
			return err_set(e, ERR_LIMIT, MSG_EVIDENCE_BIG,
				       ARGS(name, str_fmt(c->a, "%lld", (long long)limit >> 20)));
		if (!store_keep_write(k, (struct str){ piece, n }, e))
			return false;
	}
	return true;
}

/* Keeps the open file, and says of it what the action does. */
static bool keep_open_file(struct cli *c, struct store *s, int fd, struct str name,
			   struct val *fields, struct err *e)
{
	struct keeping *k;
	struct str kind, hex;
	struct settings settings;
	if (!store_settings(s, c->a, &settings, e) || !store_keep_open(s, &k, e))
		return false;
	int64_t limit = settings_int(&settings, SETTING_EVIDENCE_FILE_MB) << 20;
	int kept = store_keep_fd(k);
	bool ok = stream(c, fd, name, limit, k, e);
	int64_t size = store_keep_size(k);
	struct upload file = upload_of_fd(&kept, size);
	if (!ok || !upload_kind(c->a, name, &file, &kind, e)) {
		store_keep_drop(k);
		return false;
	}
	if (!store_keep_finish(k, c->a, &hex, e))
		return false;
	val_put_str(c->a, fields, S("sha256"), hex);
	val_put_str(c->a, fields, S("name"), name);
	val_put_str(c->a, fields, S("kind"), kind);
	val_put_int(c->a, fields, S("size"), size);
	return true;
}

static bool keep_file(struct cli *c, struct store *s, const char *path, struct val *fields,
		      struct err *e)
{
	struct stat st;
	struct str shown = upload_name(c->a, str_of(path));
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return err_set(e, ERR_BAD_INPUT, MSG_ATTACH_READ, ARGS(shown, err_errno()));
	bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	if (!ok)
		err_set(e, ERR_BAD_INPUT, MSG_ATTACH_NO_FILE, ARGS(shown));
	ok = ok && keep_open_file(c, s, fd, shown, fields, e);
	close(fd);
	return ok;
}

/* One file's action; the row that it made goes to `done`. */
static bool attach(struct cli *c, struct store *s, struct str code, const struct val *fields,
		   struct val *done, struct err *e)
{
	struct result r;
	const struct val *row;
	struct action act = door_action(c, S("attach"), fields);
	act.target = code;
	if (!store_act(s, c->a, &act, &r, e) ||
	    !store_one(s, c->a, SQL_EVIDENCE_LAST, PARAMS(P_STR(code)), &row, e))
		return false;
	struct val *made = val_push(done, val_map(c->a));
	val_put_str(c->a, made, S("code"), val_get_str(row, S("code")));
	val_put_str(c->a, made, S("name"), val_get_str(fields, S("name")));
	val_put_str(c->a, made, S("sha256"), val_get_str(fields, S("sha256")));
	val_put_int(c->a, made, S("size"), val_get_int(fields, S("size"), 0));
	val_put_int(c->a, made, S("seq"), r.seq);
	return true;
}

/* Files first, for the group holds everybody else's turn. */
static bool attach_all(struct cli *c, struct store *s, struct str code, const struct val *common,
		       struct val *done, struct err *e)
{
	struct val **fields = arena_new(c->a, struct val *, c->args);
	for (int i = 1; i < c->args; i++) {
		fields[i] = val_map(c->a);
		for val_each(v, common)
			val_put(fields[i], v->key,
				v->kind == VAL_INT ? val_int(c->a, v->i) : val_str(c->a, v->s));
		if (!keep_file(c, s, c->arg[i], fields[i], e))
			return false;
	}
	if (!store_begin(s, e))
		return false;
	for (int i = 1; i < c->args; i++)
		if (!attach(c, s, code, fields[i], done, e)) {
			store_rollback(s);
			return false;
		}
	return store_commit(s, e);
}

int cmd_attach(struct cli *c)
{
	struct str code = str_of(c->arg[0]);
	struct val *common = val_map(c->a), *done = val_list(c->a);
	struct store *s;
	struct err e = { 0 };
	int status;
	if (!read_place(c, &code, common) || !read_fields(c, common))
		return 2;
	if (!door_open(c, STORE_WRITE, &s, &status))
		return status;
	bool ok = attach_all(c, s, code, common, done, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	if (cli_has(c, OPT_JSON)) {
		cli_print_json(c, done, false);
		return 0;
	}
	for val_each(v, done)
		cli_say(c, MSG_ATTACH_DONE,
			ARGS(table_clean(c->a, val_get_str(v, S("name"))),
			     val_get_str(v, S("code")),
			     str_fmt(c->a, "%lld", (long long)val_get_int(v, S("seq"), 0))));
	return 0;
}

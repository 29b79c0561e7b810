/*
 * huiyin import: notices and ledger sheets into the ledger, each whole or not at all.
 *
 * Files are adopted in groups, since a commit waits for the disk; what a group
 * did is told once it is durable.
 */
#include "base/os.h"
#include "cli/door.h"
#include "cli/sheet.h"
#include "in/grid.h"
#include "intake/intake.h"

enum { GROUP_FILES = 64 };
#define GROUP_SECONDS 1.0
enum { NAMES_BYTES_MAX = 64 << 20 };

/* What became of one file. */
struct told {
	const char *file;
	struct str code;
	bool same;
	int64_t findings, measures;
};

struct importing {
	struct cli *c;
	struct store *s;
	struct arena scratch;  /* one file */
	struct arena group;    /* what is told of a group */
	struct told told[GROUP_FILES];
	int held;              /* of them */
	double began;
	int64_t adopted, same;
	int status;
	bool broken;           /* the ledger failed: no more is tried */
	struct val *out;       /* for --json */
};

/* The fields of `adopt`: the notice's tree, and the file, which is kept. */
static bool notice_fields(struct importing *m, const struct source *src, struct val **fields,
			  struct err *e)
{
	struct arena *a = &m->scratch;
	struct intake_file file = { src->name, source_kind_name(src->kind), .size = src->bytes.n };
	if (!store_keep(m->s, a, src->bytes, &file.sha256, e))
		return false;
	*fields = intake_notice_fields(a, notice_val(a, notice_parse(a, src), true), &file);
	if (cli_has(m->c, OPT_PACK))
		val_put_str(a, *fields, S("pack"), str_of(m->c->value[OPT_PACK]));
	return true;
}

static void tell(struct importing *m, const struct told *t)
{
	struct cli *c = m->c;
	struct arena *a = &m->group;
	m->same += t->same;
	m->adopted += !t->same;
	if (cli_has(c, OPT_JSON)) {
		struct val *v = val_push(m->out, val_map(c->a));
		val_put_str(c->a, v, S("file"), str_of(t->file));
		val_put_str(c->a, v, S("code"), str_copy(c->a, t->code));
		val_put_bool(c->a, v, S("adopted"), !t->same);
		return;
	}
	if (t->same)
		cli_say(c, MSG_IMPORT_SAME, ARGS(str_of(t->file), t->code));
	else
		cli_say(c, MSG_IMPORT_DONE,
			ARGS(str_of(t->file), t->code, str_fmt(a, "%lld", (long long)t->findings),
			     str_fmt(a, "%lld", (long long)t->measures)));
}

/* Makes the group durable and tells of it. */
static void end_group(struct importing *m)
{
	struct err e = { 0 };
	if (!m->held)
		return;
	if (store_commit(m->s, &e)) {
		for (int i = 0; i < m->held; i++)
			tell(m, &m->told[i]);
	} else {
		m->status = cli_fail(m->c, &e);
		m->broken = true;
	}
	m->held = 0;
	arena_reset(&m->group);
}

/* What the file says, as an action: `adopt` of a notice, or what a ledger sheet
 * comes to. False after saying why not. */
static bool read_file(struct importing *m, const char *file, struct str *verb,
		      struct val **fields)
{
	struct arena *a = &m->scratch;
	struct str bytes, name = str_of(file);
	struct source src;
	struct err e = { 0 };
	if (os_read(a, file, SOURCE_BYTES_MAX, &bytes, &e) && grid_looks(name, bytes)) {
		struct cli_sheet_in in = { m->c, m->s, a, name, bytes };
		int status = cli_sheet_fields(&in, verb, fields);
		m->status = status ? status : m->status;
		return !status;
	}
	*verb = S("adopt");
	if (e.code == ERR_NONE && source_parse(a, name, bytes, &src, &e) &&
	    notice_fields(m, &src, fields, &e))
		return true;
	m->status = cli_fail(m->c, &e);
	m->broken = e.code == ERR_DB;
	return false;
}

/* One file, inside the group. False where it was refused; where the ledger
 * itself failed, no more is tried. */
static bool adopt(struct importing *m, const char *file)
{
	struct told *t = &m->told[m->held];
	struct err e = { 0 };
	struct str verb;
	struct val *fields;
	struct result result;
	*t = (struct told){ .file = file };
	arena_reset(&m->scratch);
	if (!read_file(m, file, &verb, &fields))
		return false;
	intake_count(fields, &t->findings, &t->measures);
	struct action act = door_action(m->c, verb, fields);
	if (!store_act(m->s, &m->scratch, &act, &result, &e)) {
		m->status = cli_fail(m->c, &e);
		m->broken = e.code == ERR_IO || e.code == ERR_DB || e.code == ERR_BUG;
		return false;
	}
	t->same = result.same;
	t->code = str_copy(&m->group, result.target);
	m->held++;
	return true;
}

static void take_file(struct importing *m, const char *file)
{
	struct err e = { 0 };
	if (!m->held) {
		if (!store_begin(m->s, &e)) {
			m->status = cli_fail(m->c, &e);
			m->broken = true;
			return;
		}
		m->began = os_clock();
	}
	bool ok = adopt(m, file);
	if (m->broken || (!ok && !m->held))
		store_rollback(m->s);
	else if (m->held == GROUP_FILES || os_clock() - m->began > GROUP_SECONDS)
		end_group(m);
}

/* The names that --files-from lists, after those given. */
static bool more_files(struct cli *c, const char ***files, int *count)
{
	struct err e = { 0 };
	struct str text, line;
	*files = c->arg;
	*count = c->args;
	if (!cli_has(c, OPT_FILES_FROM))
		return true;
	if (!os_read(c->a, c->value[OPT_FILES_FROM], NAMES_BYTES_MAX, &text, &e)) {
		cli_fail(c, &e);
		return false;
	}
	struct LIST(const char *) list = { 0 };
	for (int i = 0; i < c->args; i++)
		*list_add(c->a, &list) = c->arg[i];
	while (str_split(&text, '\n', &line))
		if (str_trim(line).n)
			*list_add(c->a, &list) = str_cstr(c->a, str_trim(line));
	*files = list.p;
	*count = (int)list.n;
	return true;
}

static void run(struct importing *m, const char **files, int count)
{
	struct progress bar;
	progress_start(&bar, m->c, MSG_IMPORT_WORKING, count);
	for (int i = 0; i < count && !m->broken; i++) {
		take_file(m, files[i]);
		progress_step(&bar, i + 1);
	}
	if (!m->broken)
		end_group(m);
	progress_end(&bar);
}

int cmd_import(struct cli *c)
{
	const char **files;
	int count;
	if (!more_files(c, &files, &count))
		return 2;
	if (!count) {
		cli_say(c, MSG_CLI_ARGS_FEW,
			ARGS(c->command->name, msg_text(c->command->args, c->lang)));
		return 2;
	}
	struct importing m = { .c = c, .out = val_list(c->a) };
	if (!door_open(c, STORE_WRITE, &m.s, &m.status))
		return m.status;
	arena_init(&m.scratch, 0);
	arena_init(&m.group, 0);
	run(&m, files, count);
	store_close(m.s);
	if (cli_has(c, OPT_JSON))
		cli_print_json(c, m.out, false);
	if (count > 1)
		cli_say(c, MSG_IMPORT_TOTAL,
			ARGS(str_fmt(c->a, "%d", count),
			     str_fmt(c->a, "%lld", (long long)m.adopted),
			     str_fmt(c->a, "%lld", (long long)m.same),
			     str_fmt(c->a, "%lld", (long long)(count - m.adopted - m.same))));
	arena_free(&m.scratch);
	arena_free(&m.group);
	return m.status;
}

/* The manifest of a backup: see care.h. It comes from outside: every name is one
 * that a backup can hold, so that nothing is ever written elsewhere. */
#include "store/care.h"

#include "base/hash.h"
#include "base/json.h"
#include "store/statement.h"

enum { FORMAT = 1, HEX = 2 * HASH_BYTES, FOLDER = 9 /* evidence/ */ };

static bool bad(struct str what, struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, MSG_BACKUP_MANIFEST, ARGS(what));
}

static bool is_hash(struct str s)
{
	struct hash h;
	return s.n == HEX && hash_parse(s, &h);
}

/* evidence/ab/cdef…, named by its hash. */
static bool is_evidence(const struct manifest_file *f)
{
	return str_starts(f->name, S("evidence/")) && f->name.n == FOLDER + HEX + 1 &&
	       f->name.p[FOLDER + 2] == '/' &&
	       str_eq(str_cut(f->name, FOLDER, FOLDER + 2), str_cut(f->sha256, 0, 2)) &&
	       str_eq(str_from(f->name, FOLDER + 3), str_from(f->sha256, 2));
}

static bool read_file(const struct val *v, ptrdiff_t at, struct manifest_file *f, struct err *e)
{
	f->name = val_get_str(v, S("name"));
	f->size = val_get_int(v, S("size"), -1);
	f->sha256 = val_get_str(v, S("sha256"));
	return (f->size >= 0 && is_hash(f->sha256) &&
		(at ? is_evidence(f) : str_eq(f->name, S("ledger.db")))) ||
	       bad(f->name.n ? f->name : S("files"), e);
}

bool manifest_read(struct arena *a, struct str json, struct manifest *out, struct err *e)
{
	const struct val *v;
	struct err why = { 0 };
	if (!json_read(a, json, &v, &why))
		return bad(err_text(a, &why, LANG_EN), e);
	if (!str_eq(val_get_str(v, S("format")), S("huiyin-backup")))
		return bad(S("format"), e);
	*out = (struct manifest){
		.program = val_get_str(v, S("program")),
		.made = val_get_str(v, S("made")),
		.schema = val_get_int(v, S("schema"), 0),
		.events = val_get_int(v, S("events"), 0),
		.head = val_get_str(v, S("head")),
	};
	if (val_get_int(v, S("version"), 0) > FORMAT || out->schema > migration_count)
		return err_set(e, ERR_CONFLICT, MSG_BACKUP_NEWER, ARGS(out->program));
	if (val_get_int(v, S("version"), 0) != FORMAT || out->schema < 1 || out->events < 1 ||
	    !is_hash(out->head))
		return bad(S("head"), e);
	const struct val *files = val_get(v, S("files"));
	if (!files || files->kind != VAL_LIST || !files->count)
		return bad(S("files"), e);
	out->file = arena_new(a, struct manifest_file, files->count);
	for val_each(f, files) {
		struct manifest_file *next = &out->file[out->files];
		if (!read_file(f, out->files, next, e))
			return false;
		/* in the order of their names, which are so each there once */
		if (out->files > 1 && str_cmp(next[-1].name, next->name) >= 0)
			return bad(next->name, e);
		out->files++;
	}
	return true;
}

struct str manifest_text(struct arena *a, const struct manifest *m)
{
	struct val *v = val_map(a), *files = val_list(a);
	struct buf b;
	val_put_str(a, v, S("format"), S("huiyin-backup"));
	val_put_int(a, v, S("version"), FORMAT);
	val_put_str(a, v, S("program"), m->program);
	val_put_int(a, v, S("schema"), m->schema);
	val_put_str(a, v, S("made"), m->made);
	val_put_int(a, v, S("events"), m->events);
	val_put_str(a, v, S("head"), m->head);
	val_put(v, S("files"), files);
	for (ptrdiff_t i = 0; i < m->files; i++) {
		struct val *f = val_push(files, val_map(a));
		val_put_str(a, f, S("name"), m->file[i].name);
		val_put_int(a, f, S("size"), m->file[i].size);
		val_put_str(a, f, S("sha256"), m->file[i].sha256);
	}
	buf_init(&b, a);
	json_write(&b, v, JSON_PRETTY);
	buf_byte(&b, '\n');
	return buf_str(&b);
}

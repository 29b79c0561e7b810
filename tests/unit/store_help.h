/* A ledger in a folder of its own, for the tests of the store. */
#ifndef TESTS_UNIT_STORE_HELP_H
#define TESTS_UNIT_STORE_HELP_H

#include <dirent.h>
#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#include "base/json.h"
#include "base/os.h"
#include "store/inside.h"

struct world {
	char dir[64];
	char ledger[80]; /* made by world_ledger() */
	struct arena a;
};

static inline void help_must(bool ok, const struct err *e)
{
	struct arena a;
	if (ok)
		return;
	arena_init(&a, 0);
	fail_msg("%.*s", STR_ARG(err_text(&a, e, LANG_EN)));
}

static inline void world_open(struct world *w)
{
	snprintf(w->dir, sizeof(w->dir), "/tmp/huiyin-test-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->ledger, sizeof(w->ledger), "%s/ledger", w->dir);
	arena_init(&w->a, 0);
}

static inline int help_remove(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	return remove(path);
}

static inline void world_close(struct world *w)
{
	nftw(w->dir, help_remove, 16, FTW_DEPTH | FTW_PHYS);
	arena_free(&w->a);
}

static inline struct action help_init(void)
{
	return (struct action){ .actor = S("王小明"), .verb = S("init"), .version = VERSION_ANY };
}

/* A new ledger, open for writing. */
static inline struct store *world_ledger(struct world *w)
{
	struct err e = { 0 };
	struct store *s;
	struct action init = help_init();
	help_must(store_create(w->ledger, &init, &e), &e);
	help_must(store_open(w->ledger, STORE_WRITE, &s, &e), &e);
	return s;
}

static inline const struct val *help_tree(struct arena *a)
{
	const char *root = getenv("SOURCE_ROOT");
	struct err e = { 0 };
	struct str text;
	const struct val *tree;
	struct str path = str_fmt(a, "%s/tests/golden/notice.tree.json", root ? root : ".");
	help_must(os_read(a, str_cstr(a, path), 1 << 20, &text, &e), &e);
	help_must(json_read(a, text, &tree, &e), &e);
	return tree;
}

/* The action that adopts the golden notice from a file of these bytes, which a
 * writer keeps on the way. */
static inline struct action help_adoption(struct world *w, struct store *s, const char *bytes)
{
	struct val *f = val_map(&w->a), *tree = arena_new(&w->a, struct val, 1);
	struct str hex;
	struct err e = { 0 };
	*tree = *help_tree(&w->a);
	store_keep(s, &w->a, str_of(bytes), &hex, &e);
	val_put(f, S("notice"), tree);
	val_put_str(&w->a, f, S("sha256"), hex);
	val_put_str(&w->a, f, S("name"), S("青石桥.txt"));
	val_put_str(&w->a, f, S("kind"), S("txt"));
	val_put_int(&w->a, f, S("size"), str_of(bytes).n);
	return (struct action){ .actor = S("王小明"), .verb = S("adopt"),
				.fields = f, .version = VERSION_ANY };
}

static inline struct result help_adopt(struct world *w, struct store *s, const char *bytes,
				       enum err_code code)
{
	struct result r;
	struct err e = { 0 };
	struct action act = help_adoption(w, s, bytes);
	if (store_act(s, &w->a, &act, &r, &e) != (code == ERR_NONE) || e.code != code)
		help_must(false, &e);
	return r;
}

static inline const struct val *help_json(struct arena *a, const char *text)
{
	struct err e = { 0 };
	const struct val *v;
	help_must(json_read(a, str_of(text), &v, &e), &e);
	return v;
}

/* Does one action, its fields as JSON; what is expected of it is `code`. */
static inline struct result help_do(struct world *w, struct store *s, const char *actor,
				    const char *verb, const char *target, const char *fields,
				    enum err_code code)
{
	struct result r;
	struct err e = { 0 };
	struct action act = { .actor = str_of(actor), .verb = str_of(verb),
			      .target = str_of(target), .version = VERSION_ANY,
			      .fields = fields ? help_json(&w->a, fields) : NULL };
	bool ok = store_act(s, &w->a, &act, &r, &e);
	if (ok != (code == ERR_NONE) || e.code != code)
		fail_msg("%s %s %s: %d, want %d: %.*s", actor, verb, target ? target : "", e.code,
			 code, STR_ARG(err_text(&w->a, &e, LANG_EN)));
	return r;
}

/* People of a ledger, and a finding of its adopted notice that went through
 * everything that leaves rows: reports, an extension, closing, looking back. */
static inline void help_life(struct world *w, struct store *s)
{
	const char *me = "王小明", *other = "李芳", *code = "2025-01-001";
	help_do(w, s, me, "add-unit", NULL, "{\"name\":\"云溪市桐湖街道\"}", ERR_NONE);
	help_do(w, s, me, "add-person", NULL,
		"{\"name\":\"李芳\",\"roles\":\"supervisor lead\"}", ERR_NONE);
	help_do(w, s, other, "assign", code, "{\"lead-unit\":\"云溪市桐湖街道\"}", ERR_NONE);
	help_do(w, s, me, "set-due", code, "{\"due\":\"2999-03-31\"}", ERR_NONE);
	help_do(w, s, me, "extend", code,
		"{\"due\":\"2999-06-30\",\"reason\":\"设计变更\"}", ERR_NONE);
	help_do(w, s, other, "decide-extension", code, "{\"outcome\":\"granted\"}", ERR_NONE);
	for (int measure = 1; measure < 100; measure++) {
		const struct val *row;
		struct err e = { 0 };
		help_must(store_one(s, &w->a, SQL_ASK_MEASURE,
				    PARAMS(P_INT(1), P_INT(1), P_INT(measure)), &row, &e), &e);
		if (!row)
			break;
		help_do(w, s, me, "report", code,
			str_cstr(&w->a, str_fmt(&w->a,
						"{\"measure\":%d,\"progress\":\"done\","
						"\"text\":\"已完成\"}", measure)), ERR_NONE);
	}
	help_do(w, s, me, "apply", code, "{\"text\":\"各项措施已完成\"}", ERR_NONE);
	help_do(w, s, other, "verify", code, "{\"opinion\":\"属实\"}", ERR_NONE);
	help_do(w, s, other, "look-back", code,
		"{\"outcome\":\"rebounded\",\"opinion\":\"垃圾又堆起来了\","
		"\"due\":\"2999-12-31\"}", ERR_NONE);
}

/* The database without the store's care, as one who tampers opens it. */
static inline sqlite3 *help_raw(const struct world *w)
{
	char *path = folder_path(w->ledger, "ledger.db");
	sqlite3 *db;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	free(path);
	return db;
}

/* How many names the folder holds. */
static inline int help_entries(const char *dir)
{
	int n = 0;
	DIR *d = opendir(dir);
	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

/* How many files stand in the ledger's evidence/ab folders; none may be left
 * over beside those. */
static inline int help_files(const struct world *w)
{
	int n = 0;
	char *evidence = folder_path(w->ledger, "evidence");
	DIR *d = opendir(evidence);
	assert_non_null(d);
	for (struct dirent *entry; (entry = readdir(d));) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		char *sub = folder_path(evidence, entry->d_name);
		assert_int_equal(strlen(entry->d_name), 2);
		n += help_entries(sub);
		free(sub);
	}
	closedir(d);
	free(evidence);
	return n;
}

#endif

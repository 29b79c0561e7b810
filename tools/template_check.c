/*
 * Holds every template of the tree to the rules of pages (template_lint) at
 * build: walks the folders given for *.html, says each fault on standard error
 * as FILE:LINE:COL: sentence, and ends with 1 where there is one.
 *
 * usage: template_check STAMP FOLDER...   STAMP is written where all is well
 */
#include <fts.h>
#include <stdio.h>

#include "base/os.h"
#include "out/html/template.h"

static bool check(const char *path)
{
	struct arena a;
	struct err e = { 0 };
	struct str text;
	arena_init(&a, 0);
	bool ok = os_read(&a, path, 1 << 20, &text, &e) && template_lint(str_of(path), text, &e);
	if (!ok) {
		struct str why = err_text(&a, &e, LANG_EN);
		fprintf(stderr, "%.*s\n", STR_ARG(why));
	}
	arena_free(&a);
	return ok;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: %s STAMP FOLDER...\n", argv[0]);
		return 2;
	}
	FTS *tree = fts_open(argv + 2, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	int faults = tree == NULL;
	for (FTSENT *entry; tree && (entry = fts_read(tree));)
		if (entry->fts_info == FTS_F && str_ends(str_of(entry->fts_path), S(".html")))
			faults += !check(entry->fts_path);
	if (tree)
		fts_close(tree);
	struct err e = { 0 };
	return faults || !os_write(argv[1], S("well\n"), &e);
}

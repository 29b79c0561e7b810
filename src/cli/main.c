/* The command line: finds the command and runs it. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/os.h"
#include "notice/parse.h"

int main(int argc, char **argv)
{
	struct arena a;
	struct err e = { 0 };
	struct source src;
	arena_init(&a, 0);
	const char *path = argv[argc - 1];
	if (!source_read(&a, path, &src, &e)) {
		fprintf(stderr, "huiyin: %.*s\n", STR_ARG(err_text(&a, &e, LANG_ZH)));
		return err_exit(e.code);
	}
	struct buf out;
	buf_init(&out, &a);
	json_write(&out, notice_val(&a, notice_parse(&a, &src), false), JSON_PRETTY);
	buf_byte(&out, '\n');
	bool ok = os_write("-", buf_str(&out), &e);
	arena_free(&a);
	return ok ? 0 : 1;
}

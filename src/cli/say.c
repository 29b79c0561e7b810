/* What the command line says and prints: words to standard error, data to
 * standard output, a bar for long work. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/os.h"
#include "cli/cli.h"
#include "out/table.h"

/* Standard output failed once: said then, and not again. */
static bool broken;

void cli_say(const struct cli *c, enum msg msg, struct msg_args args)
{
	/* what is said 100,000 times must not add up */
	struct arena_mark mark = arena_mark(c->a);
	struct str s = msg_fill(c->a, msg, c->lang, args);
	fprintf(stderr, "huiyin: %.*s\n", STR_ARG(s));
	arena_release(c->a, mark);
}

int cli_fail(const struct cli *c, const struct err *e)
{
	struct arena_mark mark = arena_mark(c->a);
	struct str s = table_clean(c->a, err_text(c->a, e, c->lang));
	fprintf(stderr, "huiyin: %.*s\n", STR_ARG(s));
	arena_release(c->a, mark);
	return err_exit(e->code);
}

void cli_print(struct cli *c, struct str s)
{
	if (broken)
		return;
	if (fwrite(s.p, 1, (size_t)s.n, stdout) != (size_t)s.n) {
		broken = true;
		if (errno != EPIPE)
			cli_say(c, MSG_OS_WRITE, ARGS(S("stdout"), str_of(strerror(errno))));
	}
}

void cli_print_json(struct cli *c, const struct val *v, bool line)
{
	struct buf out;
	buf_init(&out, c->a);
	json_write(&out, v, line ? JSON_LINE : JSON_PRETTY);
	buf_byte(&out, '\n');
	cli_print(c, buf_str(&out));
}

int cli_leave(struct cli *c, int status)
{
	if (!broken && fflush(stdout) != 0) {
		broken = true;
		if (errno != EPIPE)
			cli_say(c, MSG_OS_WRITE, ARGS(S("stdout"), str_of(strerror(errno))));
	}
	return broken ? 2 : status;
}

bool cli_colour(int fd)
{
	return table_look_of(fd).colour;
}

void progress_start(struct progress *p, const struct cli *c, enum msg what, int64_t total)
{
	*p = (struct progress){ .c = c, .what = what, .total = total, .started = os_clock() };
	p->on = os_is_terminal(STDERR_FILENO);
}

void progress_step(struct progress *p, int64_t done)
{
	enum { WIDTH = 24 };
	double now = p->on ? os_clock() : 0;
	p->done = done;
	if (!p->on || now - p->started < 1 || now - p->shown < 0.2)
		return;
	p->shown = now;
	struct str what = msg_text(p->what, p->c->lang);
	if (!p->total) {
		fprintf(stderr, "\r%.*s %lld\033[K", STR_ARG(what), (long long)done);
		return;
	}
	int full = (int)(done * WIDTH / p->total);
	fprintf(stderr, "\r%.*s [%.*s%*s] %lld/%lld\033[K", STR_ARG(what), full,
		"########################", WIDTH - full, "", (long long)done, (long long)p->total);
}

void progress_end(struct progress *p)
{
	if (p->on && p->shown > 0)
		fputs("\r\033[K", stderr);
}

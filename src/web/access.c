/*
 * The server's log on standard error: a JSON object a line. A request's line
 * tells the route, not the address as typed, and neither who nor from where:
 * who did what is the ledger's own log, who signed in is that of sign-ins.
 */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "web/engine.h"

static struct str clock_words(char room[static 40])
{
	struct timespec t;
	struct tm tm;
	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	int n = snprintf(room, 40, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", tm.tm_year + 1900,
			 tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
			 (int)(t.tv_nsec / 1000000));
	return (struct str){ room, n };
}

/* One write a line, so that processes do not mix theirs. */
static void put_line(struct arena *a, const struct val *line)
{
	struct buf b;
	buf_init(&b, a);
	json_write(&b, line, JSON_LINE);
	buf_byte(&b, '\n');
	if (write(STDERR_FILENO, b.p, (size_t)b.n) < 0)
		return; /* there is nowhere left to say so */
}

void access_log(const struct request *rq, int status, int64_t bytes, int64_t micros)
{
	char room[40];
	struct arena *a = rq->a;
	struct val *line = val_map(a);
	val_put_str(a, line, S("time"), clock_words(room));
	val_put_str(a, line, S("level"), S("request"));
	val_put_str(a, line, S("id"), rq->id);
	val_put_str(a, line, S("method"), rq->method == METHOD_POST ? S("POST") : S("GET"));
	val_put_str(a, line, S("route"), rq->route ? rq->route->path : S("-"));
	val_put_int(a, line, S("status"), status);
	val_put_int(a, line, S("bytes"), bytes);
	val_put_int(a, line, S("us"), micros);
	put_line(a, line);
}

void server_log(const char *level, struct str what)
{
	char room[40];
	struct arena a;
	arena_init(&a, 0);
	struct val *line = val_map(&a);
	val_put_str(&a, line, S("time"), clock_words(room));
	val_put_str(&a, line, S("level"), str_of(level));
	val_put_int(&a, line, S("pid"), getpid());
	val_put_str(&a, line, S("what"), what);
	put_line(&a, line);
	arena_free(&a);
}

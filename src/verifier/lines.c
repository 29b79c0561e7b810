/* The lines of a file, whatever its size, in a buffer as long as the longest. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verifier/verifier.h"

enum { PIECE = 1 << 16 };

bool lines_open(struct lines *l, const char *path, struct err *e)
{
	bool in = strcmp(path, "-") == 0;
	*l = (struct lines){ .path = path,
			     .fd = in ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC) };
	return l->fd >= 0 || err_set(e, ERR_IO, MSG_OS_OPEN, ARGS(str_of(path), err_errno()));
}

void lines_close(struct lines *l)
{
	if (l->fd > STDIN_FILENO)
		close(l->fd);
	free(l->p);
}

/* Reads on behind what is there. */
static bool fill(struct lines *l, struct err *e)
{
	if (l->from) {
		memmove(l->p, l->p + l->from, l->to - l->from);
		l->to -= l->from;
		l->from = 0;
	}
	if (l->cap - l->to < PIECE) {
		l->cap = l->cap * 2 + PIECE;
		char *more = realloc(l->p, l->cap);
		if (!more)
			return err_set(e, ERR_IO, MSG_OS_READ, ARGS(str_of(l->path), err_errno()));
		l->p = more;
	}
	ssize_t got;
	do
		got = read(l->fd, l->p + l->to, l->cap - l->to);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_set(e, ERR_IO, MSG_OS_READ, ARGS(str_of(l->path), err_errno()));
	l->over = got == 0;
	l->to += (size_t)got;
	return true;
}

bool lines_next(struct lines *l, struct arena *a, struct str *line, struct err *e)
{
	size_t looked = 0;
	for (;;) {
		size_t have = l->to - l->from;
		const char *end = have > looked ? memchr(l->p + l->from + looked, '\n',
							 have - looked)
						: NULL;
		if (end) {
			*line = (struct str){ l->p + l->from, end - (l->p + l->from) };
			l->from += (size_t)line->n + 1;
			l->number++;
			return true;
		}
		if (l->over)
			return have ? err_set(e, ERR_CONFLICT, MSG_VERIFIER_CUT,
					      ARGS(decimal(a, l->number + 1)))
				    : false;
		if (have > LINE_MAX_BYTES)
			return err_set(e, ERR_LIMIT, MSG_VERIFIER_LONG,
				       ARGS(decimal(a, l->number + 1),
					    decimal(a, LINE_MAX_BYTES >> 20)));
		looked = have;
		if (!fill(l, e))
			return false;
	}
}

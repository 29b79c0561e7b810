/* Errors: see err.h. */
#include "base/err.h"

#include <errno.h>
#include <string.h>

#include "base/utf8.h"

/* One row a code; HTTP statuses join it with the web. */
static const struct {
	int exit_status;
} table[ERR_CODES] = {
	[ERR_NONE] = { 0 },
	[ERR_BAD_INPUT] = { 2 },
	[ERR_NOT_FOUND] = { 2 },
	[ERR_DENIED] = { 1 },
	[ERR_CONFLICT] = { 1 },
	[ERR_LIMIT] = { 2 },
	[ERR_IO] = { 2 },
	[ERR_DB] = { 1 },
	[ERR_BUG] = { 1 },
};

bool err_set(struct err *e, enum err_code code, enum msg msg, struct msg_args args)
{
	if (!e || e->code)
		return false;
	e->code = code;
	e->msg = msg;
	e->args = args.n < ERR_ARGS ? args.n : ERR_ARGS;
	ptrdiff_t fill = 0;
	for (int i = 0; i < e->args; i++) {
		struct str s = args.p[i];
		ptrdiff_t room = ERR_ARG_BYTES - fill;
		if (s.n > room) {
			s.n = room;
			while (s.n > 0 && ((unsigned char)args.p[i].p[s.n] & 0xC0) == 0x80)
				s.n--;
		}
		if (s.n)
			memcpy(e->bytes + fill, s.p, (size_t)s.n);
		fill += s.n;
		e->end[i] = (short)fill;
	}
	return false;
}

struct str err_errno(void)
{
	return str_of(strerror(errno));
}

struct str err_text(struct arena *a, const struct err *e, enum lang lang)
{
	struct str args[ERR_ARGS];
	for (int i = 0; i < e->args; i++) {
		ptrdiff_t from = i ? e->end[i - 1] : 0;
		args[i] = (struct str){ e->bytes + from, e->end[i] - from };
	}
	return msg_fill(a, e->msg, lang, (struct msg_args){ args, e->args });
}

int err_exit(enum err_code code)
{
	return table[code].exit_status;
}

/*
 * The operating system: whole files in and out, child processes with caps,
 * the terminal.
 */
#ifndef BASE_OS_H
#define BASE_OS_H

#include "base/date.h"
#include "base/err.h"

/* The whole regular file at `path`, in `a`; more than `max` bytes is LIMIT,
 * a folder or a device BAD_INPUT. "-" reads standard input. */
bool os_read(struct arena *a, const char *path, ptrdiff_t max, struct str *out, struct err *e);
/* Writes the file so that it is there whole or not at all: a temporary file
 * beside it, fsync, rename, fsync of the folder. "-" writes standard output. */
bool os_write(const char *path, struct str bytes, struct err *e);

/* What a child may use. */
struct os_caps {
	int seconds;         /* of wall clock and of processor time */
	int64_t memory;      /* address space in bytes; 0 = no cap */
	int64_t output;      /* bytes of standard output */
};

/* Runs argv[0] (found by PATH) with `input` on standard input, no shell;
 * standard output is kept in `a`. Past a cap the child is killed: LIMIT. A
 * status other than 0 is BAD_INPUT with the last words of standard error. */
bool os_run(struct arena *a, const char *const argv[], struct str input, struct os_caps caps,
	    struct str *out, struct err *e);

/* True where the descriptor is a terminal; its width in columns (80 where
 * unknown; COLUMNS overrides). */
bool os_is_terminal(int fd);
int os_terminal_width(int fd);
/* The name of the one who runs this: by the system's user table, else the
 * number; in `a`. */
struct str os_user(struct arena *a);
/* Where files go that are gone with who made them: TMPDIR, else /tmp. */
const char *os_temp(void);
/* `n` random bytes of the operating system, fit for keys and salts. */
void os_random(void *to, size_t n);
/* Today in China (UTC+8). */
struct date os_today(void);
/* Seconds of a monotonic clock, for progress and measuring alone. */
double os_clock(void);

#endif

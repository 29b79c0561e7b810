/*
 * The timer process: what has to be done now and then. It folds SQLite's
 * write-ahead log into the database, under the folder's lock, and sweeps what
 * has run out.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <time.h>

#include "web/engine.h"

enum { TICK_SECONDS = 20, SWEEP_TICKS = 15 };

/* Waits that long, or until it has to stop: true. */
static bool pause_for(int seconds)
{
	sigset_t set;
	struct timespec t = { seconds, 0 };
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	return sigtimedwait(&set, NULL, &t) == SIGTERM;
}

int timer_run(const struct serve_settings *set, struct slots *slots)
{
	struct worker w = { .set = set, .slots = slots };
	struct err e = { 0 };
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	arena_init(&w.arena, 0);
	bool ok = store_open(&set->place, STORE_WRITE, &w.writer, &e) &&
		  store_open(&set->place, STORE_READ, &w.reader, &e) && session_open(&w, &e);
	for (int tick = 1; ok && !pause_for(TICK_SECONDS); tick++) {
		struct arena_mark mark = arena_mark(&w.arena);
		struct err fault = { 0 };
		bool done = store_fold(w.writer, &fault);
		if (done && tick % SWEEP_TICKS == 1)
			done = session_sweep(&w, &fault);
		if (!done)
			server_log("error", err_text(&w.arena, &fault, set->lang));
		arena_release(&w.arena, mark);
	}
	if (!ok)
		server_log("error", err_text(&w.arena, &e, set->lang));
	session_close(&w);
	store_close(w.reader);
	store_close(w.writer);
	arena_free(&w.arena);
	return ok ? 0 : 1;
}

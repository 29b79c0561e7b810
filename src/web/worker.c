/*
 * A worker process: libmicrohttpd in an epoll loop of its own, with a timer for
 * what is too slow and the signals that stop it. One thread; handlers run one
 * after another.
 */
#include <microhttpd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "web/engine.h"

static bool watch(int epoll, int fd)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.fd = fd };
	return fd >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &ev) == 0;
}

static int open_timer(void)
{
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	struct itimerspec each = { { 1, 0 }, { 1, 0 } };
	if (fd >= 0)
		timerfd_settime(fd, 0, &each, NULL);
	return fd;
}

/* Signals are blocked since before the fork; they come as bytes. */
static int open_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* What may run before the loop has to wait again, ms; -1: until something comes. */
static int patience(struct worker *w)
{
	MHD_UNSIGNED_LONG_LONG ms;
	if (MHD_get_timeout(w->daemon, &ms) != MHD_YES)
		return -1;
	return ms > 1000 ? 1000 : (int)ms;
}

/* Whether a worker that was told to stop so long ago still has somebody to answer. */
static bool owes(const struct worker *w, bool fresh, int64_t ago_ms)
{
	return (w->in_flight && ago_ms < 1000 * DRAIN_SECONDS) ||
	       (fresh && ago_ms < 1000 * FRESH_SECONDS);
}

static void loop(struct worker *w, int epoll, int timer, int signals)
{
	struct epoll_event ev[8];
	int64_t stopped = 0;
	bool fresh = false;
	char bytes[128];
	while (!w->stopping || owes(w, fresh, now_ms() - stopped)) {
		int n = epoll_wait(epoll, ev, 8, patience(w));
		bool tick = false, stop = false;
		for (int i = 0; i < n; i++) {
			tick |= ev[i].data.fd == timer;
			stop |= ev[i].data.fd == signals;
		}
		if (stop && read(signals, bytes, sizeof(bytes)) > 0 && !w->stopping) {
			w->stopping = true;
			stopped = now_ms();
			MHD_quiesce_daemon(w->daemon);
		}
		MHD_run(w->daemon);
		if (w->stopping)
			fresh = connections_close_idle(w);
		/* after what came while a handler ran: who was kept waiting was not slow */
		if (tick && read(timer, bytes, sizeof(bytes)) > 0)
			connections_reap(w);
	}
}

static bool open_all(struct worker *w, struct err *e)
{
	return templates_open(&w->arena, &w->templates, e) &&
	       store_open(&w->set->place, STORE_READ, &w->reader, e) &&
	       store_open(&w->set->place, STORE_WRITE, &w->writer, e) && session_open(w, e) &&
	       cache_open(w, e);
}

int worker_run(struct worker *w, int socket, struct str cert, struct str key)
{
	struct err e = { 0 };
	arena_init(&w->arena, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	bool ok = open_all(w, &e);
	if (ok && connections_start(w, socket, cert, key) != 0)
		ok = err_set(&e, ERR_IO, MSG_WEB_NO_START, NO_ARGS);
	int epoll = epoll_create1(EPOLL_CLOEXEC), timer = open_timer(), signals = open_signals();
	if (ok) {
		const union MHD_DaemonInfo *info =
			MHD_get_daemon_info(w->daemon, MHD_DAEMON_INFO_EPOLL_FD);
		ok = info && watch(epoll, info->epoll_fd) && watch(epoll, timer) &&
		     watch(epoll, signals);
	}
	if (ok)
		loop(w, epoll, timer, signals);
	else
		server_log("error", err_text(&w->arena, &e, w->set->lang));
	if (w->daemon)
		MHD_stop_daemon(w->daemon);
	if (w->cache)
		cache_close(w);
	session_close(w);
	store_close(w->writer);
	store_close(w->reader);
	arena_free(&w->arena);
	return ok ? 0 : 1;
}

/*
 * The parent of the server: binds the sockets, starts the workers, the timer
 * and the job process, starts anew whoever dies, and passes signals on.
 *
 * Each worker has a socket of its own (SO_REUSEPORT), but the parent made it
 * and keeps it: when a worker goes, what waits in its queue is the next one's.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/os.h"
#include "web/engine.h"

enum { STOP_SECONDS = DRAIN_SECONDS + 5, PEM_BYTES = 1 << 20, OTHERS = 2 };

struct child {
	pid_t pid;       /* 0: not running */
	int64_t born;    /* ms */
	int64_t again;   /* not before this, ms */
	int failures;    /* in a row, soon after birth */
};

struct parent {
	const struct serve_settings *set;
	struct slots *slots;
	struct arena arena;
	int workers;
	int socket[WORKERS_MAX];
	struct child worker[WORKERS_MAX], other[OTHERS]; /* the timer, the jobs */
	struct str cert, key;
	struct sockaddr_storage at;
	socklen_t at_size;
	bool stopping;
};

int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool address_is_loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

/* ADDRESS:PORT to what bind() takes; numbers alone, so that nobody is asked. */
static bool read_listen(struct parent *p, struct err *e)
{
	char host[256];
	const char *listen = p->set->listen, *colon = strrchr(listen, ':');
	struct addrinfo *found = NULL;
	struct addrinfo want = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
				 .ai_socktype = SOCK_STREAM };
	size_t n = colon ? (size_t)(colon - listen) : 0;
	if (n > 2 && listen[0] == '[' && listen[n - 1] == ']') {
		listen++;
		n -= 2;
	}
	if (!colon || !n || n >= sizeof(host))
		return err_set(e, ERR_BAD_INPUT, MSG_SERVE_LISTEN, ARGS(str_of(p->set->listen)));
	memcpy(host, listen, n);
	host[n] = 0;
	if (getaddrinfo(host, colon + 1, &want, &found) != 0)
		return err_set(e, ERR_BAD_INPUT, MSG_SERVE_LISTEN, ARGS(str_of(p->set->listen)));
	memcpy(&p->at, found->ai_addr, found->ai_addrlen);
	p->at_size = found->ai_addrlen;
	freeaddrinfo(found);
	if (!p->set->cert && !p->set->proxy && !address_is_loopback(host))
		return err_set(e, ERR_BAD_INPUT, MSG_SERVE_OPEN, ARGS(str_of(host)));
	return true;
}

static bool bind_all(struct parent *p, struct err *e)
{
	for (int i = 0; i < p->workers; i++) {
		int one = 1;
		int fd = socket(p->at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		p->socket[i] = fd;
		if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one)) != 0 ||
		    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
		    bind(fd, (struct sockaddr *)&p->at, p->at_size) != 0 || listen(fd, 1024) != 0)
			return err_set(e, ERR_IO, MSG_SERVE_BIND,
				       ARGS(str_of(p->set->listen), err_errno()));
		/* port 0: the first socket's port is everybody's */
		if (i == 0)
			getsockname(fd, (struct sockaddr *)&p->at, &p->at_size);
	}
	return true;
}

/* Another server of this user on the port would share its connections: a
 * socket without SO_REUSEPORT finds it. */
static bool port_is_free(struct parent *p, struct err *e)
{
	int one = 1, fd = socket(p->at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	bool ok = fd >= 0 && bind(fd, (struct sockaddr *)&p->at, p->at_size) == 0;
	if (!ok)
		err_set(e, ERR_IO, MSG_SERVE_BIND, ARGS(str_of(p->set->listen), err_errno()));
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool read_pem(struct parent *p, struct str *cert, struct str *key, struct err *e)
{
	if (!p->set->cert)
		return true;
	return os_read(&p->arena, p->set->cert, PEM_BYTES, cert, e) &&
	       os_read(&p->arena, p->set->key, PEM_BYTES, key, e);
}

static bool become(const char *user, struct err *e)
{
	if (!user)
		return true;
	struct passwd *pw = getpwnam(user);
	if (geteuid() != 0)
		return err_set(e, ERR_BAD_INPUT, MSG_SERVE_NOT_ROOT, ARGS(str_of(user)));
	if (!pw || initgroups(user, pw->pw_gid) != 0 || setgid(pw->pw_gid) != 0 ||
	    setuid(pw->pw_uid) != 0 || (pw->pw_uid != 0 && setuid(0) == 0))
		return err_set(e, ERR_BAD_INPUT, MSG_SERVE_USER, ARGS(str_of(user)));
	return true;
}

/* No core with passwords in it, files for us alone, no way to more rights. */
static void harden(void)
{
	struct rlimit none = { 0, 0 }, files;
	umask(077);
	setrlimit(RLIMIT_CORE, &none);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max < 65536 ? files.rlim_max : 65536;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static void unblock(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM); /* a worker reads it as bytes */
	sigprocmask(SIG_SETMASK, &set, NULL);
	signal(SIGINT, SIG_IGN); /* Ctrl-C reaches all; the parent tells us */
	signal(SIGHUP, SIG_IGN);
}

static void start(struct parent *p, struct child *c, int number)
{
	fflush(NULL);
	pid_t pid = fork();
	c->born = now_ms();
	c->pid = pid > 0 ? pid : 0;
	if (pid != 0)
		return;
	unblock();
	if (number >= 0) {
		for (int i = 0; i < p->workers; i++)
			if (i != number)
				close(p->socket[i]);
		struct worker w = { .set = p->set, .slots = p->slots, .number = number,
				    .tls = p->set->cert != NULL };
		int status = worker_run(&w, p->socket[number], p->cert, p->key);
		arena_free(&p->arena);
		_exit(status);
	}
	for (int i = 0; i < p->workers; i++)
		close(p->socket[i]);
	_exit(number == -1 ? timer_run(p->set, p->slots) : jobs_run(p->set, p->slots));
}

static void start_missing(struct parent *p)
{
	int64_t now = now_ms();
	for (int i = 0; i < p->workers; i++)
		if (!p->worker[i].pid && now >= p->worker[i].again)
			start(p, &p->worker[i], i);
	for (int i = 0; i < OTHERS; i++)
		if (!p->other[i].pid && now >= p->other[i].again)
			start(p, &p->other[i], -1 - i);
}

/* Whoever died soon after its birth waits longer each time, up to half a minute. */
static void buried(struct parent *p, struct child *c, int number, int status)
{
	int64_t now = now_ms();
	bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	c->failures = now - c->born < 5000 && !well ? c->failures + 1 : 0;
	c->again = now + (c->failures ? 250 << (c->failures < 7 ? c->failures : 7) : 0);
	c->pid = 0;
	if (number >= 0)
		slots_give_back(p->slots, number);
	if (well || p->stopping)
		return;
	slots_add(p->slots, COUNT_RESTARTS, 1);
	struct arena a;
	arena_init(&a, 0);
	server_log("error", str_fmt(&a, "process %d ended with %s %d; another one starts", number,
				    WIFSIGNALED(status) ? "signal" : "status",
				    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status)));
	arena_free(&a);
}

static int bury(struct parent *p)
{
	int status, alive = 0;
	for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
		for (int i = 0; i < p->workers; i++)
			if (p->worker[i].pid == pid)
				buried(p, &p->worker[i], i, status);
		for (int i = 0; i < OTHERS; i++)
			if (p->other[i].pid == pid)
				buried(p, &p->other[i], -1 - i, status);
	}
	for (int i = 0; i < p->workers; i++)
		alive += p->worker[i].pid != 0;
	for (int i = 0; i < OTHERS; i++)
		alive += p->other[i].pid != 0;
	return alive;
}

static void tell_all(struct parent *p, int signal)
{
	for (int i = 0; i < p->workers; i++)
		if (p->worker[i].pid)
			kill(p->worker[i].pid, signal);
	for (int i = 0; i < OTHERS; i++)
		if (p->other[i].pid)
			kill(p->other[i].pid, signal);
}

/* Each worker drains and ends; its successor, with the new certificate, takes
 * its socket at once. */
static void reload(struct parent *p)
{
	struct str cert = p->cert, key = p->key;
	struct err e = { 0 };
	if (!read_pem(p, &cert, &key, &e)) {
		server_log("error", err_text(&p->arena, &e, p->set->lang));
		return;
	}
	p->cert = cert;
	p->key = key;
	server_log("info", S("reload"));
	tell_all(p, SIGTERM);
	for (int i = 0; i < p->workers; i++)
		p->worker[i].pid = 0;
	start_missing(p);
}

static void stop(struct parent *p)
{
	int64_t began = now_ms();
	p->stopping = true;
	tell_all(p, SIGTERM);
	while (bury(p) && now_ms() - began < 1000 * STOP_SECONDS)
		usleep(20000);
	tell_all(p, SIGKILL);
	while (bury(p))
		usleep(20000);
}

static void watch_over(struct parent *p)
{
	sigset_t set;
	struct timespec second = { 0, 250000000 };
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	for (;;) {
		int got = sigtimedwait(&set, NULL, &second);
		if (got == SIGTERM || got == SIGINT)
			break;
		if (got == SIGHUP)
			reload(p);
		bury(p);
		start_missing(p);
	}
	stop(p);
}

static void block_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

static struct str url_of(struct parent *p)
{
	char host[INET6_ADDRSTRLEN] = "", port[8] = "";
	getnameinfo((struct sockaddr *)&p->at, p->at_size, host, sizeof(host), port, sizeof(port),
		    NI_NUMERICHOST | NI_NUMERICSERV);
	bool six = strchr(host, ':') != NULL;
	return str_fmt(&p->arena, "http%s://%s%s%s:%s", p->set->cert ? "s" : "", six ? "[" : "",
		       host, six ? "]" : "", port);
}

/* The ledger opens, and is of this program's version, before anything starts. */
static bool try_ledger(struct parent *p, struct err *e)
{
	struct store *s;
	struct templates *t;
	struct arena a;
	if (!store_open(&p->set->place, STORE_WRITE, &s, e))
		return false;
	store_close(s);
	arena_init(&a, 0);
	bool ok = templates_open(&a, &t, e);
	arena_free(&a);
	return ok;
}

static bool serve(struct parent *p, void (*ready)(void *, const char *), void *with, struct err *e)
{
	if (!read_listen(p, e) || !read_pem(p, &p->cert, &p->key, e) || !port_is_free(p, e) ||
	    !bind_all(p, e) || !become(p->set->user, e) || !try_ledger(p, e))
		return false;
	p->slots = slots_make();
	if (!p->slots)
		return err_set(e, ERR_IO, MSG_WEB_NO_START, NO_ARGS);
	p->slots->started = (int64_t)time(NULL);
	block_signals();
	start_missing(p);
	if (ready)
		ready(with, url_of(p).p);
	watch_over(p);
	return true;
}

bool web_serve(const struct serve_settings *settings, void (*ready)(void *with, const char *url),
	       void *with, struct err *e)
{
	struct parent p = { .set = settings };
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	p.workers = settings->workers ? settings->workers : (int)(cores > 0 ? cores * 2 : 2);
	p.workers = p.workers > WORKERS_MAX ? WORKERS_MAX : p.workers;
	for (int i = 0; i < WORKERS_MAX; i++)
		p.socket[i] = -1;
	arena_init(&p.arena, 0);
	harden();
	bool ok = serve(&p, ready, with, e);
	for (int i = 0; i < p.workers; i++)
		if (p.socket[i] >= 0)
			close(p.socket[i]);
	arena_free(&p.arena);
	return ok;
}

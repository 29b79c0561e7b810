/* The operating system: see os.h. */
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"

static struct str number(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

/* What kind of thing the path leads to, before any byte of it is read. */
static bool refuse_kind(const char *path, mode_t mode, struct err *e)
{
	if (S_ISDIR(mode))
		return err_set(e, ERR_BAD_INPUT, MSG_OS_FOLDER, ARGS(str_of(path)));
	if (!S_ISREG(mode))
		return err_set(e, ERR_BAD_INPUT, MSG_OS_SPECIAL, ARGS(str_of(path)));
	return true;
}

/* Reads until the end or one byte past `max`. */
static bool read_all(struct arena *a, int fd, const char *path, ptrdiff_t hint, ptrdiff_t max,
		     struct str *out, struct err *e)
{
	ptrdiff_t cap = hint + 1, n = 0;
	char *p = arena_alloc(a, cap, 1);
	for (;;) {
		if (n == cap) {
			char *more = arena_alloc(a, cap * 2, 1);
			memcpy(more, p, (size_t)n);
			p = more;
			cap *= 2;
		}
		ssize_t got = read(fd, p + n, (size_t)(cap - n));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(e, ERR_IO, MSG_OS_READ, ARGS(str_of(path), err_errno()));
		if (got == 0)
			break;
		n += got;
		if (n > max)
			return err_set(e, ERR_LIMIT, MSG_OS_TOO_BIG,
				       ARGS(str_of(path), number(a, n), number(a, max)));
	}
	*out = (struct str){ p, n };
	return true;
}

bool os_read(struct arena *a, const char *path, ptrdiff_t max, struct str *out, struct err *e)
{
	if (strcmp(path, "-") == 0)
		return read_all(a, STDIN_FILENO, path, 65536, max, out, e);
	/* O_NONBLOCK: opening a pipe without a writer must not hang. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, MSG_OS_OPEN,
			       ARGS(str_of(path), err_errno()));
	struct stat st;
	bool ok = fstat(fd, &st) == 0 ||
		  err_set(e, ERR_IO, MSG_OS_READ, ARGS(str_of(path), err_errno()));
	ok = ok && refuse_kind(path, st.st_mode, e);
	if (ok && st.st_size > max)
		ok = err_set(e, ERR_LIMIT, MSG_OS_TOO_BIG,
			     ARGS(str_of(path), number(a, st.st_size), number(a, max)));
	ok = ok && read_all(a, fd, path, st.st_size, max, out, e);
	close(fd);
	return ok;
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t put = write(fd, bytes.p, (size_t)bytes.n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes = str_from(bytes, put);
	}
	return true;
}

static bool sync_folder(struct arena *a, const char *path)
{
	struct str s = str_of(path);
	ptrdiff_t slash = str_rfind(s, S("/"));
	const char *folder = slash < 0 ? "." : str_cstr(a, str_cut(s, 0, slash ? slash : 1));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

bool os_write(const char *path, struct str bytes, struct err *e)
{
	if (strcmp(path, "-") == 0)
		return write_all(STDOUT_FILENO, bytes) ||
		       err_set(e, ERR_IO, MSG_OS_WRITE, ARGS(str_of(path), err_errno()));
	struct arena a;
	arena_init(&a, 0);
	char *temp = str_cstr(&a, str_fmt(&a, "%s.XXXXXX", path));
	int fd = mkostemp(temp, O_CLOEXEC);
	bool made = fd >= 0;
	bool ok = made && write_all(fd, bytes) && fchmod(fd, 0644) == 0 && fsync(fd) == 0;
	if (made)
		ok = close(fd) == 0 && ok;
	ok = ok && rename(temp, path) == 0 && sync_folder(&a, path);
	if (!ok) {
		err_set(e, ERR_IO, MSG_OS_WRITE, ARGS(str_of(path), err_errno()));
		if (made)
			unlink(temp);
	}
	arena_free(&a);
	return ok;
}

/* In the child, between fork and exec: only async-signal-safe calls. */
static _Noreturn void child(const char *const argv[], const int in[2], const int out[2],
			    const int words[2], struct os_caps caps)
{
	struct rlimit cpu = { (rlim_t)caps.seconds, (rlim_t)caps.seconds + 1 };
	struct rlimit none = { 0, 0 };
	setrlimit(RLIMIT_CPU, &cpu);
	setrlimit(RLIMIT_CORE, &none);
	if (caps.memory) {
		struct rlimit space = { (rlim_t)caps.memory, (rlim_t)caps.memory };
		setrlimit(RLIMIT_AS, &space);
	}
	dup2(in[0], STDIN_FILENO);
	dup2(out[1], STDOUT_FILENO);
	dup2(words[1], STDERR_FILENO);
	union { const char *const *from; char *const *to; } args = { argv };
	execvp(argv[0], args.to);
	_exit(127);
}

/* One end of the talk with a child. */
struct channel {
	int fd;          /* -1 = closed */
	struct buf text; /* what came */
};

/* Takes what is there; closes at the end. False past `max`. */
static bool drain(struct channel *c, int64_t max)
{
	char bytes[65536];
	ssize_t got = read(c->fd, bytes, sizeof(bytes));
	if (got <= 0) {
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			return true;
		close(c->fd);
		c->fd = -1;
		return true;
	}
	if (c->text.n + got > max)
		return false;
	buf_add(&c->text, (struct str){ bytes, got });
	return true;
}

static void feed(int *fd, struct str *input)
{
	ssize_t put = input->n ? write(*fd, input->p, (size_t)input->n) : 0;
	if (put < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (put > 0)
		*input = str_from(*input, put);
	if (put < 0 || input->n == 0) {
		close(*fd);
		*fd = -1;
	}
}

/* Feeds and drains until both outputs are closed; false past a cap. */
static bool talk(int in, struct str input, struct channel *out, struct channel *words,
		 struct os_caps caps)
{
	double end = os_clock() + caps.seconds;
	bool ok = true;
	while (ok && (out->fd >= 0 || words->fd >= 0)) {
		double left = end - os_clock();
		struct pollfd fds[3] = { { in, POLLOUT, 0 },
					 { out->fd, POLLIN, 0 },
					 { words->fd, POLLIN, 0 } };
		if (left <= 0 || (poll(fds, 3, (int)(left * 1000) + 1) < 0 && errno != EINTR)) {
			ok = false;
			break;
		}
		if (in >= 0 && fds[0].revents)
			feed(&in, &input);
		if (out->fd >= 0 && fds[1].revents)
			ok = drain(out, caps.output);
		if (ok && words->fd >= 0 && fds[2].revents)
			ok = drain(words, 1 << 20);
	}
	if (in >= 0)
		close(in);
	return ok;
}

static void close_pair(int p[2])
{
	for (int i = 0; i < 2; i++)
		if (p[i] >= 0)
			close(p[i]);
}

static bool child_ended(struct arena *a, const char *name, int status, struct str words,
			struct err *e)
{
	if (WIFSIGNALED(status))
		return err_set(e, ERR_LIMIT, MSG_OS_CHILD_LIMIT, ARGS(str_of(name)));
	if (WEXITSTATUS(status) == 127 && !words.n)
		return err_set(e, ERR_IO, MSG_OS_CHILD,
			       ARGS(str_of(name), str_of(strerror(ENOENT))));
	if (WEXITSTATUS(status) != 0)
		return err_set(e, ERR_BAD_INPUT, MSG_OS_CHILD_FAILED,
			       ARGS(str_of(name), number(a, WEXITSTATUS(status)), str_trim(words)));
	return true;
}

bool os_run(struct arena *a, const char *const argv[], struct str input, struct os_caps caps,
	    struct str *out, struct err *e)
{
	int in[2] = { -1, -1 }, back[2] = { -1, -1 }, words[2] = { -1, -1 };
	pid_t pid = -1;
	signal(SIGPIPE, SIG_IGN);
	if (pipe2(in, O_CLOEXEC) == 0 && pipe2(back, O_CLOEXEC) == 0 &&
	    pipe2(words, O_CLOEXEC) == 0)
		pid = fork();
	if (pid < 0) {
		err_set(e, ERR_IO, MSG_OS_CHILD, ARGS(str_of(argv[0]), err_errno()));
		close_pair(in);
		close_pair(back);
		close_pair(words);
		return false;
	}
	if (pid == 0)
		child(argv, in, back, words, caps);
	close(in[0]);
	close(back[1]);
	close(words[1]);
	fcntl(in[1], F_SETFL, O_NONBLOCK);
	struct channel from = { .fd = back[0] }, said = { .fd = words[0] };
	buf_init(&from.text, a);
	buf_init(&said.text, a);
	bool ok = talk(in[1], input, &from, &said, caps);
	if (!ok)
		kill(pid, SIGKILL);
	if (from.fd >= 0)
		close(from.fd);
	if (said.fd >= 0)
		close(said.fd);
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!ok)
		return err_set(e, ERR_LIMIT, MSG_OS_CHILD_LIMIT, ARGS(str_of(argv[0])));
	*out = buf_str(&from.text);
	return child_ended(a, argv[0], status, buf_str(&said.text), e);
}

bool os_is_terminal(int fd)
{
	return isatty(fd) == 1;
}

int os_terminal_width(int fd)
{
	int64_t wide;
	if (str_int(str_of(getenv("COLUMNS")), &wide) && wide >= 20 && wide <= 1000)
		return (int)wide;
	struct winsize w;
	if (ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col >= 20)
		return w.ws_col;
	return 80;
}

struct str os_user(struct arena *a)
{
	const struct passwd *p = getpwuid(getuid());
	if (p && p->pw_name[0])
		return str_copy(a, str_of(p->pw_name));
	return str_fmt(a, "uid %ld", (long)getuid());
}

const char *os_temp(void)
{
	const char *dir = getenv("TMPDIR");
	return dir && *dir ? dir : "/tmp";
}

struct date os_today(void)
{
	enum { CHINA_SECONDS = 8 * 3600, DAY_SECONDS = 86400 };
	return date_of_days((int32_t)((time(NULL) + CHINA_SECONDS) / DAY_SECONDS));
}

double os_clock(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void os_random(void *to, size_t n)
{
	unsigned char *p = to;
	while (n) {
		ssize_t got = getrandom(p, n, 0);
		if (got < 0 && errno != EINTR) {
			perror("getrandom");
			abort();
		}
		p += got < 0 ? 0 : got;
		n -= got < 0 ? 0 : (size_t)got;
	}
}

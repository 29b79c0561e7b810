/*
 * What the fault tests (races.py, crashes.py) run: many processes at one ledger
 * by the store's own functions, fast enough for tens of thousands of actions.
 *
 * usage: driver race PLACE EVIDENCE PROCESSES RACES
 *            makes a ledger, lets the processes race for the same steps of the
 *            same findings, and checks each race; prints its figures
 *        driver make PLACE EVIDENCE
 *            makes the ledger that `write` works on
 *        driver write PLACE EVIDENCE NAME TREE
 *            acts on and on, a notice with its file now and then; after each
 *            acknowledged action prints `SEQ KEY`
 *        driver keys PLACE EVIDENCE
 *            prints `SEQ KEY` of every event that has a key
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "base/os.h"
#include "store/inside.h"

enum { PROCESSES_MAX = 128, LOOPS = 4, FILE_EACH = 12, CODE = 24, OF_INSPECTION = 900 };

static struct arena arena;

__attribute__((noreturn)) static void die(const char *what, const struct err *e)
{
	struct str says = e ? err_text(&arena, e, LANG_EN) : S("");
	fprintf(stderr, "driver: %s: %.*s\n", what, STR_ARG(says));
	exit(1);
}

static void must(bool ok, const char *what, const struct err *e)
{
	if (!ok)
		die(what, e);
}

/* Does an action, its fields as JSON or NULL. */
static bool act(struct store *s, struct arena *a, const char *actor, const char *verb,
		const char *target, const char *fields, int64_t version, struct result *r,
		struct err *e)
{
	const struct val *v = NULL;
	if (fields && !json_read(a, str_of(fields), &v, e))
		return false;
	struct action action = { .actor = str_of(actor), .verb = str_of(verb),
				 .target = str_of(target), .fields = v, .version = version };
	return store_act(s, a, &action, r, e);
}

static struct result done(struct store *s, const char *actor, const char *verb, const char *target,
			  const char *fields)
{
	struct err e = { 0 };
	struct result r;
	must(act(s, &arena, actor, verb, target, fields, VERSION_ANY, &r, &e), verb, &e);
	return r;
}

static struct store *opened(const struct store_place *place, enum store_mode mode)
{
	struct err e = { 0 };
	struct store *s;
	bool ok = false;
	/* many who start at once wait for their turn to look at the schema */
	for (int i = 0; i < 20 && !ok; i++) {
		e = (struct err){ 0 };
		ok = store_open(place, mode, &s, &e) || e.code != ERR_CONFLICT;
	}
	must(e.code == ERR_NONE, "open", &e);
	return s;
}

static struct result inspected(struct store *s)
{
	return done(s, "督查", "open-inspection", NULL,
		    "{\"unit\":\"桐湖社区党委\",\"feedback\":\"2025-01-10\"}");
}

/* A ledger with one unit and its people. */
static struct store *made(const struct store_place *place)
{
	struct err e = { 0 };
	struct action init = { .actor = S("钟实"), .verb = S("init"), .version = VERSION_ANY };
	must(store_create(place, &init, &e), "create", &e);
	struct store *s = opened(place, STORE_WRITE);
	done(s, "钟实", "add-unit", NULL, "{\"name\":\"桐湖社区党委\"}");
	done(s, "钟实", "add-person", NULL, "{\"name\":\"督查\",\"roles\":\"supervisor\"}");
	done(s, "钟实", "add-person", NULL,
	     "{\"name\":\"经办\",\"roles\":\"clerk\",\"unit\":\"桐湖社区党委\"}");
	done(s, "钟实", "add-person", NULL,
	     "{\"name\":\"主要负责\",\"roles\":\"lead\",\"unit\":\"桐湖社区党委\"}");
	return s;
}

/* Races. */

struct shared {
	pthread_barrier_t start, end;
	bool stop;
	char verb[16], code[CODE];
	const char *fields;         /* a literal: the same in every process */
	int64_t version;
	enum err_code got[PROCESSES_MAX];
};

static void racer_name(char out[20], int i)
{
	snprintf(out, 20, "racer-%d", i);
}

static void run_racer(struct shared *x, const struct store_place *place, int me)
{
	char name[20];
	struct store *s = opened(place, STORE_WRITE);
	struct arena a;
	racer_name(name, me);
	arena_init(&a, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* who judges the races is gone: nothing to wait for */
	for (;;) {
		pthread_barrier_wait(&x->start);
		if (x->stop)
			break;
		struct err e = { 0 };
		struct result r;
		act(s, &a, name, x->verb, x->code, x->fields, x->version, &r, &e);
		x->got[me] = e.code;
		arena_reset(&a);
		pthread_barrier_wait(&x->end);
	}
	store_close(s);
	_exit(0);
}

struct racing {
	struct shared *x;
	struct store *s;
	int processes, races, conflicts, denied, applicant;
	int findings;
	char inspection[CODE];
};

static int64_t version_of(struct store *s, const char *code, struct str *state)
{
	const struct val *row;
	struct err e = { 0 };
	must(store_one(s, &arena, SQL_FINDING_BY_CODE, PARAMS(P_STR(str_of(code))), &row, &e) &&
	     row, code, &e);
	*state = val_get_str(row, S("state"));
	return val_get_int(row, S("changed"), 0);
}

/* One race: exactly one wins, whoever applied does not verify, the others are told
 * of a conflict or that they may not. */
static void race(struct racing *g, const char *verb, const char *fields, const char *led_to)
{
	struct shared *x = g->x;
	struct str state;
	int winner = -1;
	snprintf(x->verb, sizeof(x->verb), "%s", verb);
	x->fields = fields;
	x->version = version_of(g->s, x->code, &state);
	pthread_barrier_wait(&x->start);
	pthread_barrier_wait(&x->end);
	for (int i = 0; i < g->processes; i++) {
		bool lost = x->got[i] == ERR_CONFLICT || x->got[i] == ERR_DENIED;
		if (x->got[i] == ERR_NONE && winner >= 0)
			die("two won a race", NULL);
		if (x->got[i] == ERR_NONE)
			winner = i;
		else if (!lost)
			die("lost in another way than by a conflict", NULL);
		g->conflicts += x->got[i] == ERR_CONFLICT;
		g->denied += x->got[i] == ERR_DENIED;
	}
	if (winner < 0)
		die("nobody won a race", NULL);
	version_of(g->s, x->code, &state);
	if (!str_eq(state, str_of(led_to)))
		die("the winner's step did not lead where it should", NULL);
	if (strcmp(verb, "verify") == 0 && winner == g->applicant)
		die("who applied has verified", NULL);
	g->applicant = strcmp(verb, "apply") == 0 ? winner : -1;
	g->races++;
	arena_reset(&arena);
}

/* Evidence of its measure: a closing wants it. */
static void prove(struct store *s, const char *code)
{
	struct str hex, bytes = S("清理后的楼道");
	struct err e = { 0 };
	must(store_keep(s, &arena, bytes, &hex, &e), "keep", &e);
	done(s, "经办", "attach", code,
	     str_cstr(&arena, str_fmt(&arena,
				      "{\"measure\":1,\"sha256\":\"%.*s\",\"name\":\"a.txt\","
				      "\"kind\":\"txt\",\"size\":%d}",
				      STR_ARG(hex), (int)bytes.n)));
}

/* One finding, from claiming on; it is applied for, verified and opened again. */
static void race_finding(struct racing *g)
{
	static const char report[] = "{\"measure\":1,\"progress\":\"done\",\"text\":\"已完成\"}";
	char *code = g->x->code;
	struct result r;
	if (g->findings++ % OF_INSPECTION == 0) {
		r = inspected(g->s);
		snprintf(g->inspection, CODE, "%.*s", STR_ARG(r.target));
	}
	r = done(g->s, "督查", "issue", g->inspection,
		 "{\"category\":\"为民服务\",\"title\":\"楼道堆物\"}");
	snprintf(code, CODE, "%.*s", STR_ARG(r.target));
	race(g, "claim", NULL, "claimed");
	done(g->s, "经办", "add-measure", code, "{\"text\":\"清理楼道\"}");
	done(g->s, "经办", "plan", code, "{\"text\":\"分两步\",\"due\":\"2999-01-01\"}");
	done(g->s, "主要负责", "approve", code, "{\"opinion\":\"可行\"}");
	for (int i = 0; i < LOOPS; i++) {
		done(g->s, "经办", "report", code, report);
		prove(g->s, code);
		race(g, "apply", "{\"text\":\"已完成\"}", "applied");
		race(g, "verify", "{\"opinion\":\"属实\"}", "closed");
		race(g, "reopen", "{\"reason\":\"反弹\",\"due\":\"2999-01-01\"}", "reopened");
	}
}

static void barrier(pthread_barrier_t *b, int count)
{
	pthread_barrierattr_t shared;
	pthread_barrierattr_init(&shared);
	pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(b, &shared, (unsigned)count);
}

static void add_racers(struct store *s, int processes)
{
	char name[20], fields[120];
	for (int i = 0; i < processes; i++) {
		racer_name(name, i);
		snprintf(fields, sizeof(fields), "{\"name\":\"%s\",\"roles\":\"clerk supervisor\"}",
			 name);
		done(s, "钟实", "add-person", NULL, fields);
	}
}

static int races(const struct store_place *place, int processes, int wanted)
{
	struct racing g = { .processes = processes, .applicant = -1 };
	struct err e = { 0 };
	struct verdict v;
	g.x = mmap(NULL, sizeof(*g.x), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (g.x == MAP_FAILED || processes < 2 || processes > PROCESSES_MAX)
		die("memory, or a number of processes from 2 to 128", NULL);
	barrier(&g.x->start, processes + 1);
	barrier(&g.x->end, processes + 1);
	struct store *s = made(place);
	add_racers(s, processes);
	store_close(s);
	for (int i = 0; i < processes; i++)
		if (fork() == 0)
			run_racer(g.x, place, i);
	g.s = opened(place, STORE_WRITE);
	double start = os_clock();
	while (g.races < wanted)
		race_finding(&g);
	g.x->stop = true;
	pthread_barrier_wait(&g.x->start);
	while (wait(NULL) > 0)
		;
	must(store_verify(g.s, &arena, NULL, &v, &e), "verify", &e);
	must(v.intact, "the log is not intact", &v.fault);
	printf("%d races of %d processes in %.1f s: one winner each, %d conflicts, %d denied; "
	       "%lld events, intact\n",
	       g.races, processes, os_clock() - start, g.conflicts, g.denied, (long long)v.events);
	store_close(g.s);
	return 0;
}

/* Writing on and on. */

/* A notice with a file of its own. */
static bool adopt(struct store *s, struct arena *a, const struct val *tree, struct str key,
		  struct result *r, struct err *e)
{
	struct val *f = val_map(a), *copy = arena_new(a, struct val, 1);
	struct str bytes = str_fmt(a, "notice %.*s\n", STR_ARG(key)), hex;
	*copy = *tree;
	copy->next = NULL;
	if (!store_begin(s, e) || !store_keep(s, a, bytes, &hex, e))
		return false;
	val_put(f, S("notice"), copy);
	val_put_str(a, f, S("sha256"), hex);
	val_put_str(a, f, S("name"), S("通报.txt"));
	val_put_str(a, f, S("kind"), S("txt"));
	val_put_int(a, f, S("size"), bytes.n);
	struct action action = { .actor = S("钟实"), .verb = S("adopt"), .fields = f, .key = key,
				 .version = VERSION_ANY };
	if (store_act(s, a, &action, r, e) && store_commit(s, e))
		return true;
	store_rollback(s);
	return false;
}

static bool add_unit(struct store *s, struct arena *a, struct str key, struct result *r,
		     struct err *e)
{
	struct val *f = val_map(a);
	val_put_str(a, f, S("name"), str_join(a, S("社区 "), key));
	struct action action = { .actor = S("钟实"), .verb = S("add-unit"), .fields = f, .key = key,
				 .version = VERSION_ANY };
	return store_act(s, a, &action, r, e);
}

static int writes(const struct store_place *place, const char *name, const char *path)
{
	struct store *s = opened(place, STORE_WRITE);
	struct err e = { 0 };
	struct str text;
	const struct val *tree;
	struct arena a;
	must(os_read(&arena, path, 8 << 20, &text, &e) && json_read(&arena, text, &tree, &e), path,
	     &e);
	arena_init(&a, 0);
	for (long i = 1;; i++) {
		struct result r = { 0 };
		struct str key = str_fmt(&a, "%s-%ld", name, i);
		e = (struct err){ 0 };
		bool ok = i % FILE_EACH ? add_unit(s, &a, key, &r, &e)
					: adopt(s, &a, tree, key, &r, &e);
		if (!ok && e.code != ERR_CONFLICT) /* a turn not had in 5 seconds */
			die("write", &e);
		if (ok) {
			printf("%lld %.*s\n", (long long)r.seq, STR_ARG(key));
			fflush(stdout);
		}
		arena_reset(&a);
	}
}

static int keys(const struct store_place *place)
{
	struct store *s = opened(place, STORE_READ);
	struct err e = { 0 };
	struct rows r;
	must(store_rows(s, SQL_EVENTS_WHOLE, NO_PARAMS, &r, &e), "events", &e);
	while (rows_next(&r))
		if (rows_str(&r, 6).p)
			printf("%lld %.*s\n", (long long)rows_int(&r, 0), STR_ARG(rows_str(&r, 6)));
	must(rows_close(&r), "events", &e);
	store_close(s);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc < 4)
		die("usage: see the head of driver.c", NULL);
	struct store_place place = { argv[2], argv[3] };
	struct str mode = str_of(argv[1]);
	arena_init(&arena, 0);
	if (str_eq(mode, S("race")) && argc == 6)
		return races(&place, (int)strtol(argv[4], NULL, 10),
			     (int)strtol(argv[5], NULL, 10));
	if (str_eq(mode, S("write")) && argc == 6)
		return writes(&place, argv[4], argv[5]);
	if (str_eq(mode, S("keys")))
		return keys(&place);
	if (str_eq(mode, S("make"))) {
		store_close(made(&place));
		return 0;
	}
	die("usage: see the head of driver.c", NULL);
}

/*
 * How fast text becomes a tree, on one core, beside memcpy of the same bytes.
 *
 * usage: bench_parse ROUNDS FILE...
 *
 * Files are read before the clock starts. A turn takes every file once through
 * source_parse and notice_parse, the arena being reset for each; a round is as
 * many turns as make about 32 MB. Prints `name megabytes-per-second` lines, the
 * medians of the rounds; the steps of a round follow each other, so that a
 * slower machine slows them all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "in/source.h"
#include "notice/check/check.h"
#include "notice/parse.h"

enum { ROUND_BYTES = 32 << 20, ROUNDS_MAX = 99 };

struct work {
	struct str *file; /* the bytes of each */
	int files;
	ptrdiff_t bytes; /* of all together */
	char *copy;      /* room for them */
	int64_t seen;    /* what was found, so that no step can be left out */
};

static void step_copy(struct arena *a, struct work *w)
{
	char *to = w->copy;
	for (int i = 0; i < w->files; i++) {
		memcpy(to, w->file[i].p, (size_t)w->file[i].n);
		to += w->file[i].n;
	}
	w->seen += ((volatile char *)w->copy)[w->bytes / 2];
}

static void read_files(struct arena *a, struct work *w, bool parse, bool check)
{
	for (int i = 0; i < w->files; i++) {
		struct source src;
		struct err e = { 0 };
		arena_reset(a);
		if (!source_parse(a, S("bench"), w->file[i], &src, &e)) {
			fprintf(stderr, "%.*s\n", STR_ARG(err_text(a, &e, LANG_EN)));
			exit(2);
		}
		w->seen += src.paras;
		if (!parse)
			continue;
		struct notice *n = notice_parse(a, &src);
		w->seen += n->categories;
		if (check)
			w->seen += notice_check(a, n).n;
	}
}

static void step_read(struct arena *a, struct work *w)
{
	read_files(a, w, false, false);
}

static void step_tree(struct arena *a, struct work *w)
{
	read_files(a, w, true, false);
}

static void step_check(struct arena *a, struct work *w)
{
	read_files(a, w, true, true);
}

static const struct step {
	const char *name;
	void (*run)(struct arena *a, struct work *w);
} steps[] = {
	{ "memcpy", step_copy },
	{ "paragraphs", step_read },
	{ "tree", step_tree },
	{ "tree+check", step_check },
};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static void measure(struct arena *a, struct work *w, int rounds)
{
	static double speed[STEPS][ROUNDS_MAX];
	ptrdiff_t turns = ROUND_BYTES / w->bytes + 1;
	for (int r = 0; r < rounds; r++)
		for (int s = 0; s < STEPS; s++) {
			double start = os_clock();
			for (ptrdiff_t t = 0; t < turns; t++)
				steps[s].run(a, w);
			double seconds = os_clock() - start;
			speed[s][r] = (double)(w->bytes * turns) / 1e6 / seconds;
		}
	for (int s = 0; s < STEPS; s++) {
		qsort(speed[s], (size_t)rounds, sizeof(double), by_size);
		printf("%s %.2f\n", steps[s].name, speed[s][rounds / 2]);
	}
}

int main(int argc, char **argv)
{
	struct arena keep, a;
	struct work w = { 0 };
	struct err e = { 0 };
	int rounds = argc > 2 ? (int)strtol(argv[1], NULL, 10) : 0;
	if (rounds < 1 || rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: %s ROUNDS FILE...\n", argv[0]);
		return 2;
	}
	arena_init(&keep, 0);
	arena_init(&a, 0);
	w.file = arena_new(&keep, struct str, argc);
	for (int i = 2; i < argc; i++) {
		if (!os_read(&keep, argv[i], SOURCE_BYTES_MAX, &w.file[w.files], &e)) {
			fprintf(stderr, "%.*s\n", STR_ARG(err_text(&keep, &e, LANG_EN)));
			return 2;
		}
		w.bytes += w.file[w.files++].n;
	}
	w.copy = arena_new(&keep, char, w.bytes + 1);
	printf("files %d\nbytes %td\n", w.files, w.bytes);
	measure(&a, &w, rounds);
	arena_free(&a);
	arena_free(&keep);
	return 0;
}

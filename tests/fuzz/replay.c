/*
 * Runs a fuzz target without libFuzzer: each seed as it is, then a number of
 * mutations of it that are the same on every run. Speaks TAP, a point a seed.
 *
 * usage: replay NAME SEEDS_DIR WORK_DIR
 *
 * The input under way stands in WORK_DIR/NAME.input while it runs, so that a
 * crash leaves its cause behind. REPLAY_MUTATIONS sets the number a seed.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEED_MAX = 1 << 20, ROOM = 2 * SEED_MAX, SEEDS_MAX = 1000, MUTATIONS = 100 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What readers and the parser take notice of. */
static const char *const tokens[] = {
	"一是",
	"二是",
	"（一）",
	"1. ",
	"①",
	"第一，",
	"一、",
	"。",
	"；",
	"“",
	"”",
	"（",
	"）",
	"《",
	"2025年",
	"13月31日",
	"万元",
	"每月",
	"余",
	"%",
	"\n",
	"\r\n",
	"\n\n",
	"\xE3\x80\x80",
	"\xEF\xBB\xBF",
	"\xFF\xFE",
	"\x81\x30\x81\x30",
	"<p>",
	"</td>",
	"<!--",
	"&#x110000;",
	"<![CDATA[",
	"<!DOCTYPE x [",
	"PK\x03\x04",
	"PK\x01\x02",
	"PK\x05\x06",
	"\xFF\xFF\xFF\xFF",
	"\xED\xA0\x80",
	"999999999999999999999",
	"{",
	"}",
	"[",
	"\\u0000",
	"\"",
};
enum { TOKENS = sizeof(tokens) / sizeof(tokens[0]) };

static uint64_t state;

/* xorshift64*: the same numbers on every machine. */
static size_t below(size_t n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return n ? (size_t)((state * 0x2545F4914F6CDD1Du) >> 33) % n : 0;
}

/* Puts `m` bytes of `with` at `at` in place of `gone` bytes. */
static size_t put_in(uint8_t *b, size_t n, size_t at, size_t gone, const uint8_t *with, size_t m)
{
	if (n - gone + m > ROOM)
		return n;
	memmove(b + at + m, b + at + gone, n - at - gone);
	memcpy(b + at, with, m);
	return n - gone + m;
}

static size_t mutate(uint8_t *b, size_t n)
{
	static uint8_t part[4096];
	size_t at = below(n + 1), left = n - at;
	size_t m = below(left < sizeof(part) ? left + 1 : sizeof(part));
	switch (below(7)) {
	case 0: /* a bit */
		if (left)
			b[at] ^= (uint8_t)(1u << below(8));
		return n;
	case 1: /* a byte */
		if (left)
			b[at] = (uint8_t)below(256);
		return n;
	case 2: /* the end is gone */
		return at;
	case 3: /* a part is gone */
		return put_in(b, n, at, m, part, 0);
	case 4: /* a part stands twice, or somewhere else */
		memcpy(part, b + at, m);
		return put_in(b, n, below(n + 1), 0, part, m);
	case 5: /* a NUL */
		return put_in(b, n, at, 0, (const uint8_t *)"", 1);
	default: {
		const char *t = tokens[below(TOKENS)];
		return put_in(b, n, at, 0, (const uint8_t *)t, strlen(t));
	}
	}
}

static int note = -1;

/* Runs the target on a copy of exactly `n` bytes, so that a read past the end
 * is seen. */
static void run(const uint8_t *b, size_t n)
{
	uint8_t *exact = malloc(n ? n : 1);
	if (!exact || ftruncate(note, (off_t)n) || pwrite(note, b, n, 0) != (ssize_t)n) {
		perror("replay");
		exit(2);
	}
	memcpy(exact, b, n);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
}

static void replay(const char *path, const char *name, int number, int mutations)
{
	static uint8_t seed[SEED_MAX], b[ROOM];
	FILE *f = fopen(path, "rb");
	if (!f) {
		printf("not ok %d - %s: %s\n", number, name, strerror(errno));
		return;
	}
	size_t n = fread(seed, 1, sizeof(seed), f);
	fclose(f);
	run(seed, n);
	state = 0x9E3779B97F4A7C15u ^ n;
	for (int i = 0; i < mutations; i++) {
		memcpy(b, seed, n);
		size_t m = n;
		for (size_t turns = 1 + below(6); turns > 0; turns--)
			m = mutate(b, m);
		run(b, m);
	}
	printf("ok %d - %s and %d mutations\n", number, name, mutations);
	fflush(stdout);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: %s NAME SEEDS_DIR WORK_DIR\n", argv[0]);
		return 2;
	}
	static char *names[SEEDS_MAX];
	int n = 0;
	DIR *d = opendir(argv[2]);
	for (struct dirent *e; d && n < SEEDS_MAX && (e = readdir(d));)
		if (e->d_name[0] != '.')
			names[n++] = strdup(e->d_name);
	if (d)
		closedir(d);
	if (!n) {
		printf("1..1\nnot ok 1 - no seeds in %s\n", argv[2]);
		return 1;
	}
	qsort(names, (size_t)n, sizeof(names[0]), by_name);
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s.input", argv[3], argv[1]);
	note = open(path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0666);
	const char *set = getenv("REPLAY_MUTATIONS");
	int mutations = set ? (int)strtol(set, NULL, 10) : MUTATIONS;
	printf("1..%d\n", n);
	for (int i = 0; i < n; i++) {
		char file[4096];
		snprintf(file, sizeof(file), "%s/%s", argv[2], names[i]);
		replay(file, names[i], i + 1, mutations);
		free(names[i]);
	}
	unlink(path);
	return 0;
}

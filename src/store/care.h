/*
 * Caring for a ledger as a whole: copying it from one place to another, keeping
 * it in one file and making it again from that, checking its tables and files.
 * Operating state (sessions, drafts, jobs) is no part of a ledger.
 */
#ifndef STORE_CARE_H
#define STORE_CARE_H

#include "store/store.h"

/* What a copy comes to; `tick`, may be NULL, is called with the rows and files
 * done so far. */
struct care {
	void (*tick)(int64_t done);
	int64_t rows, files, events;
	struct str head;            /* root over the events, 64 hex digits */
};

/* Copies the ledger of `from`, a reader, to a new place, as store_create() would
 * make one: it appears whole, verified and with the same head, or not at all.
 * `take`: the files may be moved away from where they are. */
bool store_copy(struct store *from, const struct store_place *to, bool take, struct arena *a,
		struct care *care, struct err *e);

/* Writes the ledger that `from`, a reader, sees to one zip file at `path`, which
 * appears whole or not at all: ledger.db, the files of evidence that it names, and
 * manifest.json (docs/backup.md). Writers need not wait. BAD_INPUT where `path` is
 * there already; DB where a file of evidence is missing or not what its name
 * says. */
bool store_backup(struct store *from, const char *path, struct arena *a, struct care *care,
		  struct err *e);

/* What a backup says of itself. */
struct manifest_file {
	struct str name;     /* ledger.db, or evidence/ab/cdef… */
	int64_t size;
	struct str sha256;
};
struct manifest {
	struct str program;  /* the version of the program that wrote it */
	struct str made;     /* UTC */
	int64_t schema;      /* number of the newest migration */
	int64_t events;
	struct str head;
	struct manifest_file *file;
	ptrdiff_t files;
};
/* Reads manifest.json; its parts live in `a`. BAD_INPUT where it is none, names
 * what no backup holds, or names it twice; CONFLICT where a newer program wrote
 * it. */
bool manifest_read(struct arena *a, struct str json, struct manifest *out, struct err *e);
/* And writes it. */
struct str manifest_text(struct arena *a, const struct manifest *m);

/* Makes the ledger again from a backup, at a new place. All files are held
 * against the manifest, the ledger against its log. */
bool store_restore(const char *path, const struct store_place *to, struct arena *a,
		   struct manifest *m, struct care *care, struct err *e);

/* Checking what stands. */
struct check_wish {
	bool hashes;             /* files too are hashed, not only looked for */
	bool sweep;              /* orphans older than a day are removed: of a writer */
	enum lang lang;
	void (*tick)(int64_t done);
};
enum { CHECKS = 6 };
struct ledger_check {
	struct str name;         /* database values log head files orphans */
	enum msg about;
	bool harmless;           /* what it finds is no damage: orphans */
	int64_t examined, faults, swept;
	struct str example;      /* the first fault; where, in words */
};
/* Runs all checks, in one snapshot; false where one could not be done. */
bool store_check(struct store *s, const struct check_wish *wish, struct arena *a,
		 struct ledger_check out[CHECKS], struct err *e);

/* How many events the log had when its head was `root`; -1 where it never was. */
bool store_head_at(struct store *s, struct str root, int64_t *events, struct err *e);

#endif

/*
 * The store: where a ledger is kept: in a folder that holds ledger.db, evidence/
 * and lock, or in a PostgreSQL database with a folder of evidence. The only way
 * to change a ledger is store_act(); reading is running a named statement
 * (src/store/sql/) and walking its rows.
 *
 * One process opens its own store, after a fork. A store is either a reader or
 * a writer; writers take turns by the folder's lock, or by a row's in the
 * database.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "ledger/act.h"
#include "ledger/settings.h"
#include "sql.h"

struct store;

enum store_mode { STORE_READ, STORE_WRITE };

/* Where a ledger is. */
struct store_place {
	const char *at;       /* a folder, or the address of a database: postgres://… */
	const char *evidence; /* beside a database: the folder of kept files */
};

/* How people see the place: an address without its password; in `a`. */
struct str store_place_shown(struct arena *a, const struct store_place *place);

/* Makes a new ledger and does `init` in it. The folder (beside a database: that
 * of the evidence) is not there yet or is empty, and its parent is there; the
 * database is there, its schema empty. It appears whole or not at all. CONFLICT
 * where a ledger is there, BAD_INPUT where something else is, or where the
 * folder lies on a file system that cannot lock (NFS, SMB, FAT). */
bool store_create(const struct store_place *place, const struct action *init, struct err *e);
/* Opens the ledger; NOT_FOUND where none is. A writer brings an older schema up
 * to date; a newer one is refused. Beside a database a reader does without the
 * folder of evidence, unless it verifies. */
bool store_open(const struct store_place *place, enum store_mode mode, struct store **out,
		struct err *e);
/* Closes; a writer that changed something folds the write-ahead log into the
 * database first. NULL is allowed. What was not committed is undone. */
void store_close(struct store *s);

/* Groups what follows: of a writer, actions that are kept together or not at
 * all; of a reader, statements that see one state of the ledger. A writer
 * waits up to 5 seconds for its turn, then CONFLICT. Without a group each
 * action and each statement stands for itself. A reader's groups nest: the
 * outermost one counts. */
bool store_begin(struct store *s, struct err *e);
/* Ends the group: what was done is durable when this returns true. After false
 * nothing of the group was kept. */
bool store_commit(struct store *s, struct err *e);
void store_rollback(struct store *s);

struct result {
	int64_t seq;        /* of the event; 0 where `same` */
	struct str target;  /* code of what was made or changed, in the arena */
	bool same;          /* the ledger held it already: no event */
	bool repeated;      /* the idempotency key's first answer */
	struct val *told;   /* dates that the rule pack set: see pack_use.h */
};

/* The door: checks, decides, applies and logs `act` in one transaction (its
 * own, or the group's). A refused action (BAD_INPUT, LIMIT, DENIED, NOT_FOUND,
 * CONFLICT) changes nothing and leaves a group usable; after IO or DB the group
 * can only be rolled back. Scratch and the result live in `a`, which the
 * caller may reset between actions. */
bool store_act(struct store *s, struct arena *a, const struct action *act, struct result *out,
	       struct err *e);

/* What stands in the ledger, to be asked as a decision asks it. Borrows `s`. */
struct ledger_state store_state(struct store *s);
/* The time of recording, now: UTC to the millisecond, in `a`. */
struct str store_now(struct arena *a);
/* Folds the write-ahead log into the database, as far as readers let it; a
 * writer's. Nothing to do where the database is a server. */
bool store_fold(struct store *s, struct err *e);

/* Keeps a file's bytes under their SHA-256 (*hex, in `a`), durable at the
 * commit of the action whose evidence names it; an action that names a file
 * that is not kept is refused. Bytes that no action names before the group's
 * end are dropped. */
bool store_keep(struct store *s, struct arena *a, struct str bytes, struct str *hex,
		struct err *e);
/* The same of a file that comes in pieces, with flat memory: open, write …, then
 * finish, or drop. Several may be open at once, whatever groups begin and end
 * meanwhile; what was finished belongs to the group, as store_keep()'s. */
struct keeping;
bool store_keep_open(struct store *s, struct keeping **out, struct err *e);
bool store_keep_write(struct keeping *k, struct str bytes, struct err *e);
/* The file so far: its descriptor, to be read at positions, and its bytes. */
int store_keep_fd(const struct keeping *k);
int64_t store_keep_size(const struct keeping *k);
/* Frees `k`, whatever it returns. */
bool store_keep_finish(struct keeping *k, struct arena *a, struct str *hex, struct err *e);
/* Frees `k` and what it wrote; NULL is allowed. */
void store_keep_drop(struct keeping *k);
/* Makes a finished file durable before any action names it, outside a group: until one
 * does, it is an orphan that may be swept after a day. */
bool store_keep_alone(struct store *s, struct str hex, int64_t size, struct err *e);
/* Reads a kept file from its start, piece by piece, to `take` (stops where that
 * returns false), and holds it to its name and size: IO where it differs, which
 * is known only at its end. */
bool store_evidence_read(struct store *s, struct str hex, int64_t size,
			 bool (*take)(void *ud, struct str piece, struct err *e), void *ud,
			 struct err *e);
/* The path of a kept file, in `a`; it may not be there. */
char *store_evidence_path(const struct store *s, struct arena *a, struct str hex);

/* Parameters of a statement from ?2 on; ?1, the tenant, the store fills in.
 *	store_rows(s, SQL_FINDINGS_OF_INSPECTION, PARAMS(P_INT(id)), &rows, e) */
struct params {
	const struct val *p;
	int n;
};
#define PARAMS(...)                                                            \
	((struct params){ (const struct val[]){ __VA_ARGS__ },                 \
			  (int)(sizeof((const struct val[]){ __VA_ARGS__ }) /  \
				sizeof(struct val)) })
#define NO_PARAMS ((struct params){ NULL, 0 })
#define P_INT(x) { .kind = VAL_INT, .i = (x) }
#define P_STR(x) { .kind = VAL_STR, .s = (x) }
#define P_NULL { .kind = VAL_NULL }

/* Rows of a running statement. Only reading statements may be run. */
struct rows {
	struct db *db;
	struct prepared *stmt;
	struct err *e;
	bool failed;
};

/* Starts the statement; true: rows_close() must follow. */
bool store_rows(struct store *s, enum sql id, struct params params, struct rows *out,
		struct err *e);
/* Steps to the next row: false at the end or on an error. */
bool rows_next(struct rows *r);
/* The row as a map of its columns, in `a`: BIGINT, DOUBLE, TEXT, BOOLEAN as
 * VAL_INT, VAL_NUM, VAL_STR, VAL_BOOL. The keys live as long as the store. */
struct val *rows_val(struct rows *r, struct arena *a);
/* One column of the row, counted from 0; an integer of NULL is 0, a text of
 * NULL is STR_NONE. The text holds until the next step. */
int64_t rows_int(struct rows *r, int column);
struct str rows_str(struct rows *r, int column);
/* Ends the statement; false where a step failed (the error is set). */
bool rows_close(struct rows *r);

/* All rows as a list of maps, in `a`. For lists that are bounded by a LIMIT or
 * by one notice. */
bool store_list(struct store *s, struct arena *a, enum sql id, struct params params,
		struct val **list, struct err *e);
/* The first row; NULL where there is none. */
bool store_one(struct store *s, struct arena *a, enum sql id, struct params params,
	       const struct val **row, struct err *e);

/* The settings as they are, in `a`; read from the ledger only where it changed. */
bool store_settings(struct store *s, struct arena *a, struct settings *out, struct err *e);

struct verdict {
	int64_t events;     /* in the log */
	struct str head;    /* root over them, 64 hex digits, in the arena */
	bool intact;
	int64_t seq;        /* where not intact: the first event that does not
			       fit; 0 where it is no event */
	struct err fault;   /* where not intact: what does not fit, for people */
};

/* Recomputes the log's leaves and head, replays its events and compares every
 * column of every ledger table, hashes every kept file, and looks whether the index of
 * the search is whole. `tick`, may be NULL,
 * is called with the events done so far. False where it could not be
 * done at all; what does not fit is no error but a verdict. */
bool store_verify(struct store *s, struct arena *a, void (*tick)(int64_t events),
		  struct verdict *out, struct err *e);

/* The same, and holds the log against a head that was kept elsewhere: a log that
 * was rolled back to before it, or rewritten, does not fit. NULL: none. */
struct head;
bool store_verify_held(struct store *s, struct arena *a, void (*tick)(int64_t events),
		       const struct head *held, struct verdict *out, struct err *e);

#endif

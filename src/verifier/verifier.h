/*
 * huiyin-verify: a second opinion on a ledger, by a program that shares nothing
 * with the first but what lies in base: hashes, signatures, JSON, memory. It was
 * written from docs/log.md: it knows no object of the domain, builds the tree
 * itself, and takes tables and their keys from the database's own schema.
 *
 * What does not fit is ERR_CONFLICT, and ends the walk with status 1; every other
 * error is something that could not be read: status 2.
 */
#ifndef VERIFIER_VERIFIER_H
#define VERIFIER_VERIFIER_H

#include <sqlite3.h>

#include "base/hash.h"
#include "base/json.h"

/* An event's line is at most this long, in bytes. */
enum { LINE_MAX_BYTES = 32 << 20, HEAD_MAX_BYTES = 4096 };

/* The Merkle tree of RFC 6962 §2.1 over the leaves so far: `peak[k]` is the root of
 * the 2^k leaves that bit k of `size` stands for. Zeroed, it is empty. */
struct tree {
	enum hash_kind kind;
	int64_t size;
	struct hash peak[63];
};

struct hash tree_leaf(enum hash_kind kind, struct str line);
/* Adds a leaf; up[k - 1] is filled with the root of the 2^k leaves that end with it,
 * for each k up to the number that is returned. */
int tree_add(struct tree *t, struct hash leaf, struct hash up[63]);
struct hash tree_root(const struct tree *t);
/* The peaks as hex digits, greatest subtree first, in `a`. */
struct str tree_peaks(struct arena *a, const struct tree *t);

/* One line of an exported log. `effects` is a list of groups whose shape holds: see
 * docs/log.md. */
struct event {
	enum hash_kind hash;
	int64_t tenant, seq;
	const struct val *effects;
};

/* The line, without its line break, as an event in `a`; CONFLICT where it is none. */
bool event_read(struct arena *a, struct str line, struct event *out, struct err *e);
/* The hex digits of a cell that is {"commit":"64 hex digits"}; STR_NONE of others. */
struct str cell_commit(const struct val *cell);

/* A head as it is handed about. Its texts are borrowed from the file's bytes. */
struct head {
	enum hash_kind hash;
	int64_t tenant, size;
	struct hash root;
	struct str time, key, signature; /* the last two STR_NONE: not signed */
};

/* BAD_INPUT where it is none, or its signature is not its key's. */
bool head_read(struct arena *a, struct str text, struct head *out, struct err *e);
bool head_signed(struct arena *a, const struct head *h);

/* The lines of an exported log; line_close() frees. */
struct lines {
	const char *path;
	int fd;
	char *p;
	size_t from, to, cap;
	int64_t number;
	bool over;
};

bool lines_open(struct lines *l, const char *path, struct err *e);
/* The next line, borrowed until the next call; false with no error at the end. */
bool lines_next(struct lines *l, struct arena *a, struct str *line, struct err *e);
void lines_close(struct lines *l);

/* A table of the ledger as the database's schema has it; the tenant is not counted. */
enum { TABLE_COLUMNS = 100, TABLES = 200 };
struct table {
	struct str name;
	int columns, keys;
	struct str column[TABLE_COLUMNS];
	bool boolean[TABLE_COLUMNS];
	int key[TABLE_COLUMNS]; /* the key's columns, in its order */
};

/* What replaying the log gives so far: a database of its own, on disk, that is gone
 * with the process. */
struct replay {
	sqlite3 *db;
	sqlite3_stmt *put, *get, *drop;
	const struct table *table;
	int tables;
};

bool replay_open(struct replay *r, const struct table *tables, int count, struct err *e);
/* Applies the event's effects. */
bool replay_event(struct replay *r, struct arena *a, const struct event *event, struct err *e);
/* The row that is due under a key (JSON), as a map from column to value, and takes it
 * away; NULL where none is. A commitment is {"commit":…,"seq":…}. */
bool replay_take(struct replay *r, struct arena *a, struct str table, struct str key,
		 const struct val **row, struct err *e);
/* A row that nobody took; false where there is none. */
bool replay_left(struct replay *r, struct arena *a, struct str *table, struct str *key,
		 bool *any, struct err *e);
void replay_close(struct replay *r);

/* An SQLite ledger, read alone, in one snapshot. */
struct ledger {
	sqlite3 *db;
	const char *dir;
	struct arena *kept; /* holds the tables */
	struct table *table;
	int tables;
	enum hash_kind hash;
	sqlite3_stmt *events, *node, *heads, *salt;
	int64_t nodes, signed_heads; /* met so far */
	bool head_waits;             /* `heads` stands on a row */
	int64_t rows, files, salts;  /* compared */
};

bool ledger_open(struct ledger *l, struct arena *kept, const char *dir, struct err *e);
void ledger_close(struct ledger *l);
bool ledger_prepare(struct ledger *l, const char *sql, sqlite3_stmt **out, struct err *e);
/* The next event as its line, in `a`, with its kept leaf; false with no error at the
 * end. */
bool ledger_line(struct ledger *l, struct arena *a, struct str *line, struct str *leaf,
		 struct err *e);
/* The subtrees that the newest leaf ended, and the heads signed at this size. */
bool ledger_nodes(struct ledger *l, struct arena *a, const struct tree *t, const struct hash *up,
		  int ended, struct err *e);
bool ledger_signed(struct ledger *l, struct arena *a, const struct tree *t, int64_t tenant,
		   struct err *e);
/* After the last event: the head that stands, and nothing beside what was met. */
bool ledger_head(struct ledger *l, struct arena *a, const struct tree *t, struct err *e);
/* Every cell of every table against what replaying gave, and every file. */
bool ledger_tables(struct ledger *l, struct arena *a, struct replay *r, int64_t tenant,
		   enum hash_kind kind, struct err *e);

/* SQLite's refusal as an error of what could not be read; false. */
bool sql_failed(sqlite3 *db, struct err *e);
/* Column i as a slice (borrowed until the next step), STR_NONE where it is NULL. */
struct str sql_str(sqlite3_stmt *s, int i);
void sql_bind(sqlite3_stmt *s, int i, struct str text);
struct str decimal(struct arena *a, int64_t n);

#endif

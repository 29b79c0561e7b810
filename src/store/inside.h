/*
 * What the store's own files share: the open store, the folder with its lock,
 * kept files, the log, applying effects.
 */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include "base/merkle.h"
#include "store/care.h"
#include "store/db.h"
#include "store/head.h"

/* A file written but not yet under its name. */
struct kept {
	struct kept *next;
	int fd;
	char temp[40]; /* its name in evidence/ for now */
	char hex[2 * HASH_BYTES + 1];
	int64_t size;
	bool wanted;   /* an action of this group names it */
};

struct store {
	char *dir;          /* the folder, or the address as people see it */
	char *files;        /* the folder of kept files */
	enum store_mode mode;
	int lock;           /* descriptor of the lock file; -1: the database has one */
	int evidence;       /* descriptor of `files`; -1: not there */
	struct db *db;
	bool group;         /* between store_begin() and its end */
	int nested;         /* of a reader: groups inside the one that counts */
	bool spoilt;        /* the group failed inside and can't be committed */
	bool dead;          /* a sync failed: nothing is acknowledged any more */
	bool wrote;         /* something was committed */
	int64_t temps;      /* names given to temporary files so far */
	struct kept *kept;  /* of this group */
	struct settings settings;    /* as of this event; 0: not read yet */
	int64_t settings_version;
	struct arena settings_text;
};

/* folder.c: paths, locks, file systems. */

/* "dir/name", malloced. */
char *folder_path(const char *dir, const char *name);
/* BAD_INPUT where `dir` lies on a file system whose locks can't be trusted. */
bool folder_check(const char *dir, struct err *e);
/* Whether a file system of that type (statfs f_type) is refused; its name. */
const char *folder_refused(uint64_t type);
/* Waits up to 5 seconds for the lock file's turn, then CONFLICT. Nothing to do
 * where there is none (-1): the database has the lock. */
bool folder_turn(int lock, const char *dir, struct err *e);
bool folder_lock(struct store *s, struct err *e);
void folder_unlock(struct store *s);
/* Opens lock, evidence/ and the database of the folder s->dir. */
bool folder_open(struct store *s, enum db_mode mode, struct err *e);
/* Opens s->files and the database at `at`. */
bool folder_open_server(struct store *s, const char *at, enum db_mode mode, struct err *e);

/* create.c */

/* What a new ledger is filled with, its schema being there: on a server inside
 * the one transaction that makes it. */
struct filling {
	bool (*fill)(struct store *s, void *with, struct err *e);
	void *with;
	bool resumes; /* kept files may be there from an earlier attempt */
};
/* Makes a new ledger as store_create() does. */
bool create_filled(const struct store_place *place, const struct filling *filling, struct err *e);
/* Removes the file or folder `name` of the folder `at`, with all that it holds,
 * as far as that is possible. */
void folder_remove(int at, const char *name);

/* copy.c */

/* Copies what `from` sees in the transaction under way into `to`, an empty
 * database of the same schema, in one transaction of its own or that which is
 * open; counts the rows. */
bool copy_rows(struct db *from, struct db *to, struct care *care, struct err *e);
/* The ledger's tables that are copied besides the objects', and those that are
 * not since they are made from others. */
struct copied_table {
	struct str name;
	enum sql scan, insert;
};
extern const struct copied_table copied_tables[];
extern const int copied_table_count;

/* evidence.c: files by their SHA-256. */

/* Marks the file as named by an action; NOT_FOUND where it is not kept. */
bool evidence_want(struct store *s, struct str hex, int64_t size, struct err *e);
/* Makes the group's wanted files durable under their names, drops the rest. */
bool evidence_settle(struct store *s, struct err *e);
/* Drops all files of the group. */
void evidence_drop(struct store *s);
/* Compares the kept file with its name and size; *fits false where it differs
 * or is not there. */
bool evidence_fits(struct store *s, struct str hex, int64_t size, bool *fits, struct err *e);

/* seal.c: personal cells as commitments. */

/* What an event does to a personal cell. */
struct seal {
	enum object_id object;
	struct str key;          /* of the row, as JSON: [1,3] */
	struct str column;
	const struct val *value; /* NULL: emptied */
	struct str salt;         /* 32 hex digits; where a log is replayed, the commitment */
	struct str commit;       /* 64 hex digits */
	bool again;              /* the row was there before */
};

struct seals LIST(struct seal);

/* A row's key as JSON, in `a`; its cells begin with the key's. */
struct str seal_key(struct arena *a, const struct object *o, const struct val *const *cell);
/* The commitment to the value under the seal's salt. */
struct str seal_commit(struct arena *a, enum hash_kind kind, const struct seal *seal,
		       const struct val *value);
/* The effects as the log has them: under new salts, a commitment for each
 * personal value. */
struct effects seal_effects(struct arena *a, enum hash_kind kind, const struct effects *plain,
			    struct seals *seals);
/* A log's effects as replaying applies them: commitments stand as text. */
struct effects seal_replayed(struct arena *a, const struct effects *logged, struct seals *seals);
/* The action's fields as the log has them: what fills a personal cell is its
 * commitment. */
const struct val *seal_fields(struct arena *a, const struct val *fields,
			      const struct seals *seals);
/* Keeps the salts of event `seq`, drops those of the values before. */
bool seal_keep(struct db *db, const struct seals *seals, int64_t seq, struct err *e);
/* What an idempotency key stands for where personal cells are filled: a hash
 * under their salts, so that it gives away none of them. */
bool seal_request(struct db *db, struct arena *a, int64_t seq, struct str request, struct str *out,
		  struct err *e);
/* Whether the event's request was this one. Where a salt is gone nobody
 * can tell any more, and it is not. */
bool seal_same_request(struct db *db, struct arena *a, int64_t seq, struct str request,
		       struct str kept, bool *same, struct err *e);

/* apply.c: effects to rows. */

/* The UPDATE of an object's row that sets the columns whose bits are in `set`, and no
 * other: an engine touches each index that names a column which is set. Parameters are
 * the keys, then those columns. */
struct statement update_statement(struct arena *a, enum object_id id, uint64_t set);
/* Applies the effects of the event `seq`. */
bool apply_effects(struct db *db, struct arena *a, const struct effects *effects, int64_t seq,
		   struct err *e);

/* head.c: the heads that were signed, in their order; what does not fit its row
 * or the order has no signature. */
struct heads LIST(struct head);
bool heads_kept(struct db *db, struct arena *a, enum hash_kind kind, struct heads *out,
		struct err *e);

/* search.c: the index of the search. */

/* A row that the index holds and an action changes. */
struct touched {
	enum object_id object;
	int64_t key[3], id; /* id: of the index, 0 for none */
};
struct touches LIST(struct touched);

/* Takes out what the effects will change, before they are applied; *to, empty at
 * first, is for search_after(), which puts it in again with what is new. */
bool search_before(struct db *db, struct arena *a, const struct effects *effects,
		   struct touches *to, struct err *e);
bool search_after(struct db *db, struct arena *a, const struct effects *effects,
		  const struct touches *touched, struct err *e);
/* Whether the index is of this program's form, and its greatest id. */
bool search_formed(struct db *db, bool *is, int64_t *last, struct err *e);
/* Makes it so where it is not, in the transaction that is open. */
bool search_ready(struct db *db, struct err *e);
/* CONFLICT, naming the table, where the index does not hold each row that it
 * should and none besides. */
bool search_whole(struct db *db, struct err *e);
/* Makes the index anew, in the transaction that is open. */
bool search_anew(struct db *db, void (*tick)(int64_t rows), struct err *e);

/* log.c: events. */

/* One row of the log. */
struct event {
	int64_t seq;
	struct str recorded, happened, actor, verb, target, key, request, payload;
	struct str leaf; /* 64 hex digits */
};

/* The log's tree so far; that of no leaves where there is no event yet. */
bool log_head(struct db *db, struct merkle *out, struct str *root, struct arena *a,
	      struct err *e);
/* Appends the event, whose seq and leaf are filled in, and moves the head. */
bool log_append(struct db *db, struct arena *a, struct merkle *tree, struct event *event,
		struct err *e);
/* The event that a row gives: of a statement with its columns in their order. */
struct event log_event(struct rows *r);
/* The event's line of JSON, in `a`: what its leaf is the hash of. */
struct str log_line(struct arena *a, enum hash_kind kind, const struct event *event);
/* Where a ledger of an earlier version keeps no nodes yet: makes them. */
bool log_fill_nodes(struct db *db, struct err *e);
/* The leaf hash of an event: over its JSON form (see log.c). */
struct hash log_leaf(struct arena *a, enum hash_kind kind, const struct event *event);
/* The algorithm that the ledger's row names. */
bool log_kind(struct db *db, enum hash_kind *kind, struct err *e);

#endif

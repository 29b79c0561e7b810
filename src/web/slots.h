/*
 * The page of memory that all processes of the server share, made before the
 * fork: a slot a connection, with its owner, and counters. Whoever counts
 * connections of an address counts slots; the parent gives back those of a
 * worker that died.
 */
#ifndef WEB_SLOTS_H
#define WEB_SLOTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { SLOTS = 4096, WORKERS_MAX = 64 };

enum counter {
	COUNT_CONNECTIONS, /* accepted */
	COUNT_REFUSED,     /* by a cap */
	COUNT_REAPED,      /* too slow */
	COUNT_REQUESTS,
	COUNT_2XX, COUNT_3XX, COUNT_4XX, COUNT_5XX,
	COUNT_BYTES,       /* of bodies sent */
	COUNT_MICROS,      /* spent in handlers */
	COUNT_CACHED,      /* answered from a worker's cache */
	COUNT_LOGINS, COUNT_LOGINS_FAILED,
	COUNT_RESTARTS,    /* of workers that died */
	COUNTERS
};

struct slot {
	_Atomic uint32_t owner;   /* 1 + the worker, 0: free */
	_Atomic uint64_t address; /* of the client, hashed */
};

struct slots {
	_Atomic int64_t count[COUNTERS];
	_Atomic int64_t started;  /* seconds since 1970 */
	struct slot slot[SLOTS];
};

/* Shared memory, zeroed; NULL where there is none. */
struct slots *slots_make(void);
/* Takes a slot for a connection from `address`; -1 where `most` slots are taken
 * in all or `each` by this address (0: no cap for it). *taken is how many were
 * taken in all before. */
int slots_take(struct slots *s, int worker, uint64_t address, int most, int each, int *taken);
void slots_give(struct slots *s, int slot);
/* Gives the slot to another address (behind a proxy: the client's); false where
 * that has `each` already, the slot then stays as it was. */
bool slots_move(struct slots *s, int slot, uint64_t address, int each);
/* Frees all slots of a worker that is gone; how many. */
int slots_give_back(struct slots *s, int worker);
int slots_taken(const struct slots *s);

static inline void slots_add(struct slots *s, enum counter c, int64_t n)
{
	atomic_fetch_add_explicit(&s->count[c], n, memory_order_relaxed);
}

#endif

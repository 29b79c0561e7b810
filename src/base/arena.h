/*
 * Arenas: memory that is freed as one.
 *
 * The one rule of ownership: arguments are borrowed; results live in the arena
 * you passed; whoever opens a thing closes it. There are three lifetimes:
 * process, request, scratch.
 *
 * An allocation never fails to its caller: when the operating system has no
 * memory the process says so and ends. The cap is a door, not a wall: work
 * over outside input asks arena_over() at its loops and gives up with
 * ERR_LIMIT.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *head;  /* newest block first */
	ptrdiff_t used;            /* bytes handed out since the start or reset */
	ptrdiff_t cap;             /* arena_over() is true past this; 0 = no cap */
};

/* A place to go back to. */
struct arena_mark {
	struct arena_block *head;
	ptrdiff_t fill;
	ptrdiff_t used;
};

/* An empty arena; allocates nothing yet. */
void arena_init(struct arena *a, ptrdiff_t cap);
/* Frees everything; the arena may be used again. */
void arena_free(struct arena *a);
/* Forgets everything but keeps one block, so that a loop does not allocate
 * anew for each turn. */
void arena_reset(struct arena *a);
/* `size` zeroed bytes at a multiple of `align` (a power of two). */
void *arena_alloc(struct arena *a, ptrdiff_t size, ptrdiff_t align);
/* `size` bytes that the caller fills: nothing is cleared first. */
char *arena_bytes(struct arena *a, ptrdiff_t size);
bool arena_over(const struct arena *a);
/* Scratch use: what is allocated after the mark is gone after the release. */
struct arena_mark arena_mark(const struct arena *a);
void arena_release(struct arena *a, struct arena_mark m);

#define arena_new(a, type, count)                                              \
	((type *)arena_array((a), (ptrdiff_t)(count), sizeof(type), alignof(type)))
void *arena_array(struct arena *a, ptrdiff_t count, size_t size, size_t align);

/*
 * Growing lists in an arena:
 *
 *	struct lines LIST(struct line) = {0};
 *	*list_add(a, &l) = line;
 *
 * A list that grows leaves its old memory behind in the arena.
 */
#define LIST(type) { type *p; ptrdiff_t n, cap; }
#define list_add(a, l)                                                         \
	((l)->n < (l)->cap ? (void)0                                           \
			   : list_grow((a), (l), sizeof(*(l)->p)),             \
	 (l)->p + (l)->n++)
void list_grow(struct arena *a, void *list, size_t item);

#endif

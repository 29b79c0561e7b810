/* Arenas: see arena.h. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_MIN = 64 * 1024, BLOCK_MAX = 8 * 1024 * 1024 };

struct arena_block {
	struct arena_block *next;
	ptrdiff_t size; /* of data */
	ptrdiff_t fill; /* bytes of data in use */
	alignas(16) char data[];
};

static _Noreturn void out_of_memory(ptrdiff_t size)
{
	fprintf(stderr, "huiyin: 内存不足，无法再分配 %td 字节 / out of memory: %td more bytes refused\n",
		size, size);
	abort();
}

void arena_init(struct arena *a, ptrdiff_t cap)
{
	*a = (struct arena){ .cap = cap };
}

static void free_down_to(struct arena *a, struct arena_block *keep)
{
	while (a->head != keep) {
		struct arena_block *next = a->head->next;
		free(a->head);
		a->head = next;
	}
}

void arena_free(struct arena *a)
{
	free_down_to(a, NULL);
	a->used = 0;
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = a->head;
	if (keep) {
		a->head = keep->next;
		free_down_to(a, NULL);
		keep->next = NULL;
		keep->fill = 0;
		a->head = keep;
	}
	a->used = 0;
}

static void add_block(struct arena *a, ptrdiff_t want)
{
	ptrdiff_t size = a->head ? a->head->size * 2 : BLOCK_MIN;
	if (size > BLOCK_MAX)
		size = BLOCK_MAX;
	if (size < want)
		size = want;
	struct arena_block *b = malloc(sizeof(*b) + (size_t)size);
	if (!b)
		out_of_memory(size);
	b->next = a->head;
	b->size = size;
	b->fill = 0;
	a->head = b;
}

static char *take(struct arena *a, ptrdiff_t size, ptrdiff_t align)
{
	if (size < 0 || size > PTRDIFF_MAX / 4)
		out_of_memory(size);
	ptrdiff_t pad = a->head ? -a->head->fill & (align - 1) : 0;
	if (!a->head || a->head->size - a->head->fill < pad + size) {
		add_block(a, size + align);
		pad = 0;
	}
	char *p = a->head->data + a->head->fill + pad;
	a->head->fill += pad + size;
	a->used += pad + size;
	return p;
}

void *arena_alloc(struct arena *a, ptrdiff_t size, ptrdiff_t align)
{
	return memset(take(a, size, align), 0, (size_t)size);
}

char *arena_bytes(struct arena *a, ptrdiff_t size)
{
	return take(a, size, 1);
}

void *arena_array(struct arena *a, ptrdiff_t count, size_t size, size_t align)
{
	ptrdiff_t bytes;
	if (__builtin_mul_overflow(count, (ptrdiff_t)size, &bytes))
		out_of_memory(PTRDIFF_MAX);
	return arena_alloc(a, bytes, (ptrdiff_t)align);
}

bool arena_over(const struct arena *a)
{
	return a->cap && a->used > a->cap;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->head, a->head ? a->head->fill : 0, a->used };
}

void arena_release(struct arena *a, struct arena_mark m)
{
	free_down_to(a, m.head);
	if (a->head)
		a->head->fill = m.fill;
	a->used = m.used;
}

void list_grow(struct arena *a, void *list, size_t item)
{
	struct { void *p; ptrdiff_t n, cap; } l;
	memcpy(&l, list, sizeof(l));
	ptrdiff_t cap = l.cap ? l.cap * 2 : 8;
	void *p = arena_array(a, cap, item, alignof(max_align_t));
	if (l.n)
		memcpy(p, l.p, (size_t)l.n * item);
	l.p = p;
	l.cap = cap;
	memcpy(list, &l, sizeof(l));
}

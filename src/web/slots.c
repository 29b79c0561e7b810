/* Slots and counters in shared memory: see slots.h. */
#include "web/slots.h"

#include <stddef.h>
#include <sys/mman.h>

struct slots *slots_make(void)
{
	void *p = mmap(NULL, sizeof(struct slots), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? NULL : p;
}

static int slots_of(const struct slots *s, uint64_t address)
{
	int n = 0;
	for (int i = 0; i < SLOTS; i++)
		n += atomic_load_explicit(&s->slot[i].owner, memory_order_relaxed) &&
		     atomic_load_explicit(&s->slot[i].address, memory_order_relaxed) == address;
	return n;
}

int slots_take(struct slots *s, int worker, uint64_t address, int most, int each, int *taken)
{
	int mine = 0, all = 0, vacant = -1;
	for (int i = 0; i < SLOTS; i++) {
		if (!atomic_load_explicit(&s->slot[i].owner, memory_order_relaxed)) {
			vacant = vacant < 0 ? i : vacant;
			continue;
		}
		all++;
		mine += atomic_load_explicit(&s->slot[i].address, memory_order_relaxed) == address;
	}
	*taken = all;
	if (all >= most || (each && mine >= each))
		return -1;
	for (int i = vacant; i >= 0 && i < SLOTS; i++) {
		uint32_t unowned = 0;
		if (atomic_compare_exchange_strong(&s->slot[i].owner, &unowned,
						   (uint32_t)worker + 1)) {
			atomic_store(&s->slot[i].address, address);
			/* two workers that looked at once may both have seen the last place */
			if (!each || slots_of(s, address) <= each)
				return i;
			slots_give(s, i);
			return -1;
		}
	}
	return -1;
}

void slots_give(struct slots *s, int slot)
{
	atomic_store(&s->slot[slot].address, 0);
	atomic_store(&s->slot[slot].owner, 0);
}

bool slots_move(struct slots *s, int slot, uint64_t address, int each)
{
	uint64_t before = atomic_exchange(&s->slot[slot].address, address);
	if (before == address || !each || slots_of(s, address) <= each)
		return true;
	atomic_store(&s->slot[slot].address, before);
	return false;
}

int slots_give_back(struct slots *s, int worker)
{
	int n = 0;
	for (int i = 0; i < SLOTS; i++)
		if (atomic_load(&s->slot[i].owner) == (uint32_t)worker + 1) {
			slots_give(s, i);
			n++;
		}
	return n;
}

int slots_taken(const struct slots *s)
{
	int n = 0;
	for (int i = 0; i < SLOTS; i++)
		n += atomic_load_explicit(&s->slot[i].owner, memory_order_relaxed) != 0;
	return n;
}

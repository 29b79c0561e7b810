/* A sample by a seed: see sample.h. */
#include "ledger/sample.h"

enum { BIG_FEN = 10000000, HUGE_FEN = 100000000, REOPENED_MOST = 8 };

int64_t sample_weight(const struct sample_risk *r)
{
	int64_t again = r->reopened > 0 ? r->reopened * 4 : 0;
	return 1 + (again > REOPENED_MOST ? REOPENED_MOST : again) + (r->repeats ? 3 : 0) +
	       (r->late ? 2 : 0) + (r->fen >= HUGE_FEN ? 2 : r->fen >= BIG_FEN);
}

/* The next number of the generator SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t next_number(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* A number below `bound`, each as likely: what would favour the small is drawn anew. */
static uint64_t below(uint64_t *state, uint64_t bound)
{
	uint64_t least = (0 - bound) % bound, x;
	do
		x = next_number(state);
	while (x < least);
	return x % bound;
}

void sample_draw(uint64_t seed, const int64_t *weight, int64_t n, int64_t k, bool *drawn)
{
	uint64_t state = seed, left = 0;
	for (int64_t i = 0; i < n; i++) {
		drawn[i] = false;
		left += (uint64_t)(weight ? weight[i] : 1);
	}
	for (int64_t taken = 0; taken < k && left > 0; taken++) {
		uint64_t at = below(&state, left);
		for (int64_t i = 0; i < n; i++) {
			uint64_t w = drawn[i] ? 0 : (uint64_t)(weight ? weight[i] : 1);
			if (at < w) {
				drawn[i] = true;
				left -= w;
				break;
			}
			at -= w;
		}
	}
}

/*
 * A sample for 回头看, drawn without replacement by a seed: the same findings, seed and
 * number give the same sample on every machine, so that a draw can be repeated and
 * held against what was looked at. Pure.
 */
#ifndef LEDGER_SAMPLE_H
#define LEDGER_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

/* What makes a closed finding risky. */
struct sample_risk {
	int64_t fen;      /* its amount; 0: none */
	int64_t reopened; /* how often */
	bool late;        /* closed after its due date */
	bool repeats;     /* it is a recurrence of an earlier one */
};

enum { SAMPLE_WEIGHT_MOST = 16 };

/* Its weight, 1 … SAMPLE_WEIGHT_MOST: 1, and 4 for each reopening (8 at most), 3 for a
 * recurrence, 2 for being late, 1 from 100,000 yuan on and 2 from 1,000,000 on. Our own
 * scale: no rule that we know fixes one. */
int64_t sample_weight(const struct sample_risk *r);

/* Draws `k` of `n` positions (all where there are no more), each with a chance by its
 * weight among those left; `weight` NULL: all alike. They are marked in `drawn`, which
 * has room for n. Weights are 1 … SAMPLE_WEIGHT_MOST. */
void sample_draw(uint64_t seed, const int64_t *weight, int64_t n, int64_t k, bool *drawn);

#endif

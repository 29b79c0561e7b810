/*
 * Amounts of money: whole fen (分) in the ledger, so that sums are exact on both
 * engines; yuan (元) with at most two decimals wherever people write or read.
 */
#ifndef LEDGER_MONEY_H
#define LEDGER_MONEY_H

#include "base/val.h"

/* The fen that `v` says: an integer or a number of yuan, or its text (20000,
 * 20000.5, 20,000.50); from 0 to 10^13 yuan. False where it says none. */
bool money_read(const struct val *v, int64_t *fen);
/* As yuan, in `a`: 20000, 20000.50. */
struct str money_text(struct arena *a, int64_t fen);

#endif

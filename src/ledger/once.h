/*
 * Questions asked once: a state that keeps its answers, for who asks the same of one
 * ledger again and again while it does not change.
 */
#ifndef LEDGER_ONCE_H
#define LEDGER_ONCE_H

#include "ledger/act.h"

/* A state over `of` whose answers are kept in `a`, whatever arena they are asked in;
 * what they are asked about must live as long. Valid while `of` sees one state of the
 * ledger. */
struct ledger_state ledger_once(struct arena *a, struct ledger_state of);

#endif

/*
 * Limits of a ledger that an administrator may set, with what they are where
 * nobody did.
 */
#ifndef LEDGER_LIMIT_H
#define LEDGER_LIMIT_H

#include <stdint.h>

enum limit {
	LIMIT_EVIDENCE_FILE, /* bytes of a file */
	LIMIT_EVIDENCE_UNIT, /* bytes of all files of a unit's inspections */
	LIMIT_COUNT
};

int64_t limit_of(enum limit limit);

#endif

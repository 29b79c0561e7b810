/* Limits: see limit.h. */
#include "ledger/limit.h"

static const int64_t limits[LIMIT_COUNT] = {
	[LIMIT_EVIDENCE_FILE] = 50 << 20,
	[LIMIT_EVIDENCE_UNIT] = INT64_C(20) << 30,
};

int64_t limit_of(enum limit limit)
{
	return limits[limit];
}

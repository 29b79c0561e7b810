/* What every unit test starts with. */
#ifndef TESTS_UNIT_TAP_H
#define TESTS_UNIT_TAP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

/* Fails with both texts shown. */
#define assert_str(got, want)                                                  \
	do {                                                                   \
		struct str g_ = (got), w_ = (want);                            \
		if (!str_eq(g_, w_))                                           \
			fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(g_),   \
				 STR_ARG(w_));                                 \
	} while (0)

#endif

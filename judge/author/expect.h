/*
 * expect: did a reference get what the format promises of it, and what does it say of the time limit?
 */
#ifndef JUDGE_JUDGE_AUTHOR_EXPECT_H
#define JUDGE_JUDGE_AUTHOR_EXPECT_H

#include "judge/report/report.h"

#define EXPECT_WHY_MAX 400

/* `r`: of all tests (judge_options.all, keep_messages). False: `why` names the first promise that is not kept. */
bool expect_kept(const struct problem *p, const struct problem_reference *ref, const struct report *r,
		 char why[EXPECT_WHY_MAX]);
/* May it get this verdict in that test, as far as that is for a single test to break? */
bool expect_permits(const struct problem_reference *ref, const struct problem_test *t, enum verdict v);
/*
 * Does it say that the time limit must be above what it takes (TIME_BOUND_LOWER), or below it (TIME_BOUND_UPPER)? What
 * only the growth of its costs shows to be too slow has no time that counts.
 */
bool expect_bounds_time(const struct problem *p, const struct problem_reference *ref, enum time_bound side);
/* What it takes for that: the CPU time of its slowest test that is spoken of. *exceeded: one went over its limit. */
uint64_t expect_time_us(const struct problem *p, const struct problem_reference *ref, enum time_bound side,
			const struct report *r, bool *exceeded);

#endif

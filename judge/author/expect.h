/*
 * expect: did a reference get what the format promises of it?
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
/* May its times say that the limit is too narrow? */
bool expect_measures_time(const struct problem_reference *ref);

#endif

/*
 * passes: one test from its input to its judgement: in one run, or in a multi-pass problem in as many as the validator
 * asks for.
 */
#ifndef JUDGE_JUDGE_PASSES_H
#define JUDGE_JUDGE_PASSES_H

#include "judge/checker.h"

/* Does the package's own validator decide what a test's runs are: what they hear, or how many there are? */
bool passes_are_led(const struct problem *p);

/* One run of the submission in that box, with the test's arguments where it has any; `t` may be NULL. */
int passes_execute(struct run_box *box, const struct problem_test *t, int input, struct execution *x,
		   struct err *e) must_check;

/*
 * Runs seat->test in `box`, and judges what came of it. *input, a descriptor that is owned, becomes the last pass's; in
 * `x` times and memory are those of the pass that took most, findings are those of all, and the rest is the last
 * one's. `answer` as of checker_ask. Errors as of checker_ask and run_box_execute.
 */
int passes_run(struct checker_seat *seat, struct run_box *box, int *input, const struct buf *answer,
	       struct execution *x, struct checked *out, struct err *e) must_check;

#endif

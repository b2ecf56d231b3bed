/*
 * time_limit: a time limit that follows from the references of a package, as the package format has it.
 *
 * With t the slowest time of a reference that may not be too slow, in any test of which that is said, the limit is t x
 * ac_to_time_limit, rounded up to the next multiple of time_resolution; and what is to be too slow must need at least
 * the limit x time_limit_to_tle in some test. (2.0, 1.0 s and 1.5, unless the package says otherwise; in the legacy
 * format 5, 1 s and 2.)
 */
#ifndef JUDGE_JUDGE_AUTHOR_TIME_LIMIT_H
#define JUDGE_JUDGE_AUTHOR_TIME_LIMIT_H

#include "judge/judge.h"

struct time_reference {
	const struct problem_reference *reference;
	enum time_bound side; /* TIME_BOUND_LOWER or TIME_BOUND_UPPER */
	struct judgement got; /* in the tests alone */
	uint64_t cpu_us;      /* of its slowest test; of one that is too slow at least so much */
	bool as_promised;     /* accepted, or too slow even with the margin */
};

struct time_proposal {
	struct time_reference *rows; /* owned; those that bound the limit from below first */
	size_t n;
	uint64_t slowest_us;  /* of those that bound it from below */
	uint64_t limit_us;    /* proposed */
	uint64_t too_slow_us; /* so much what is too slow must need */
	size_t n_too_slow;    /* references that were to be, and … */
	size_t n_unexpected;  /* … any that came to another end: then the proposal means nothing */
};

/*
 * Runs the references that say something about time (expect_bounds_time): those that bound it from below, and those
 * that do so from above. `row` is called for each as it comes. The caller frees out->rows.
 */
int time_limit_propose(struct judge *j, const struct problem *p, void (*row)(const struct time_reference *r, void *arg),
		       void *arg, struct time_proposal *out, struct err *e) must_check;

/*
 * Gives a problem whose package names no limit the one that its references ask for, and says so in *inferred; false:
 * the package has one, or its references ask for none, and p->limits are as they were. It is measured once for each
 * content of the package, and remembered in the cache; `measuring` is called before that. Those that are to be too slow
 * are not run: that they are is for judge_verify to see.
 */
int time_limit_infer(struct judge *j, struct problem *p, void (*measuring)(void *arg), void *arg, bool *inferred,
		     struct err *e) must_check;

/*
 * Writes the limit into the problem.yaml of the package, and touches nothing else of it, comments neither: the value is
 * replaced, or a line is added. -EINVAL: what was written would not be read as that, so nothing was.
 */
int time_limit_write(const struct problem *p, uint64_t limit_us, struct err *e) must_check;
/* The same on a text, appended to `out`. */
int time_limit_edit(const char *text, size_t len, uint64_t limit_us, struct buf *out, struct err *e) must_check;

#endif

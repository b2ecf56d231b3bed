/*
 * time_limit: a time limit that follows from the references of a package, as the package format has it.
 *
 * With t the slowest time of an accepted reference in any test, the limit is t x ac_to_time_limit (2.0), rounded up to
 * the next multiple of time_resolution (1.0 s); and what is to be too slow must need at least the limit x
 * time_limit_to_tle (1.5) in some test.
 */
#ifndef JUDGE_JUDGE_AUTHOR_TIME_LIMIT_H
#define JUDGE_JUDGE_AUTHOR_TIME_LIMIT_H

#include "judge/judge.h"

struct time_rules {
	double ac_to_time_limit, time_limit_to_tle, resolution; /* resolution in seconds */
};

#define TIME_RULES_DEFAULT ((struct time_rules){ 2.0, 1.5, 1.0 })

struct time_reference {
	const struct problem_reference *reference;
	struct judgement got; /* in the tests alone */
	uint64_t cpu_us;      /* of its slowest test; of one that is too slow at least so much */
	bool as_promised;     /* accepted, or too slow even with the margin */
};

struct time_proposal {
	struct time_rules rules;
	struct time_reference *rows; /* owned; the accepted ones first */
	size_t n;
	uint64_t slowest_us;  /* of those that are accepted */
	uint64_t limit_us;    /* proposed */
	uint64_t too_slow_us; /* so much what is too slow must need */
	size_t n_too_slow;    /* references that were to be, and … */
	size_t n_unexpected;  /* … any that came to another end: then the proposal means nothing */
};

/* What problem.yaml says of it. -EINVAL where a value is none. */
int time_rules_read(const struct problem *p, struct time_rules *out, struct err *e) must_check;

/*
 * Runs the references that say something about time: each accepted one, and each that the tests alone, without its
 * growth being looked at, are to find too slow. `row` is called for each as it comes. The caller frees out->rows.
 */
int time_limit_propose(struct judge *j, const struct problem *p, void (*row)(const struct time_reference *r, void *arg),
		       void *arg, struct time_proposal *out, struct err *e) must_check;

/*
 * Writes the limit into the problem.yaml of the package, and touches nothing else of it, comments neither: the value is
 * replaced, or a line is added. -EINVAL: what was written would not be read as that, so nothing was.
 */
int time_limit_write(const struct problem *p, uint64_t limit_us, struct err *e) must_check;
/* The same on a text, appended to `out`. */
int time_limit_edit(const char *text, size_t len, uint64_t limit_us, struct buf *out, struct err *e) must_check;

#endif

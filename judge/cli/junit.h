/*
 * junit: what was verified as JUnit XML, for the programs that show test results of any language.
 *
 * A package is a test suite, and a line of it a test case: failed, skipped where this host cannot decide it, and with a
 * word in system-out where it is only worth a look.
 */
#ifndef JUDGE_JUDGE_CLI_JUNIT_H
#define JUDGE_JUDGE_CLI_JUNIT_H

#include "judge/judge.h"
#include "sandbox/base/buf.h"

struct junit {
	struct buf suites, cases;                    /* owned */
	size_t tests, failures, skipped;             /* of the suite */
	size_t all_tests, all_failures, all_skipped; /* of the suites that have ended */
	uint64_t begun_us;                           /* of the suite, monotonic */
};

void junit_init(struct junit *x);
void junit_clear(struct junit *x);
#define cleanup_junit cleanup(junit_clear)

void junit_begin(struct junit *x);
void junit_line(struct junit *x, const char *problem, const struct verify_line *l);
void junit_end(struct junit *x, const char *problem);
/* Appends the whole document. */
int junit_print(const struct junit *x, struct buf *out, struct err *e) must_check;

#endif

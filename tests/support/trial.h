/*
 * trial: one candidate's text in its box, run by run, for tests of execute and the runtime. It is the function that
 * workbench_driver calls.
 */
#ifndef JUDGE_TESTS_SUPPORT_TRIAL_H
#define JUDGE_TESTS_SUPPORT_TRIAL_H

#include "tests/support/workbench.h"

/* A candidate's source, written as code; TRIAL_HEADERS stand before it, and it is all on line 1. */
#define CODE(...) TRIAL_HEADERS #__VA_ARGS__ "\n"

#define TRIAL_HEADERS                                                                         \
	"#include <assert.h>\n#include <errno.h>\n#include <fcntl.h>\n#include <pthread.h>\n" \
	"#include <setjmp.h>\n#include <signal.h>\n#include <stdint.h>\n#include <stdio.h>\n" \
	"#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n#line 1\n"

/* An honest one. */
#define TWICE CODE(int twice(int x) { return 2 * x; })

#define TRIAL_INPUT  "1 2\t-3\n\n9"
#define TRIAL_ANSWER "2\n4\n-6\n18\n"

/* How trial_open has it run; for cases that are tried both ways: in a group of cmocka, two entries of one case. */
extern enum run_how trial_how;
int trial_by_server(void **state);
int trial_by_exec(void **state);
/* clang-format off */
#define BOTH(test) \
	{ #test, test, trial_by_server, NULL, NULL }, \
	{ #test " (by exec)", test, trial_by_exec, NULL, NULL }
/* clang-format on */

/* One candidate in its box, and how its last run went. */
struct trial {
	struct run_box *rb;
	struct execution x;
	struct err e;
	int r;
};

/* Fails the test when the text does not compile or there is no box. */
struct trial trial_open(struct workbench *w, const char *text, const struct run_limits *limits);
void trial_run(struct trial *t, const char *input);
void trial_close(struct trial *t);
/* Runs the text of a workbench's test once with TRIAL_INPUT; it is the candidate's fault alone, whatever happens. */
struct trial trial_once(void **state, const char *text);

/* It answered TRIAL_ANSWER and nothing was wrong; closes it. */
void assert_right(struct trial *t);
/* The same of a text that is run once. */
void assert_is_right(void **state, const char *text);
void assert_killed(const struct trial *t, int signal);

#endif

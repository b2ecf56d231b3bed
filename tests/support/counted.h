/*
 * counted: programs that count their own steps, built and run in real boxes.
 *
 * A kernel is a text with the function `long kernel(long)`.
 */
#ifndef JUDGE_TESTS_SUPPORT_COUNTED_H
#define JUDGE_TESTS_SUPPORT_COUNTED_H

#include "tests/support/workbench.h"

#define COUNTED_NAME   "counter_7f3a"
#define COUNTED_BUDGET UINT64_C(100000000)
#define COUNTED_HEADER 16 /* what a block takes beside what was asked for */

/* Plays "N M": kernel(N), and behind it M times in the phase "the calls". */
extern const char counted_driver[];

/* A runner of this driver; with `counts` for what counts. */
struct artifact counted_runner(struct workbench *w, const char *driver, bool counts);
/* The kernel with this counter, or NULL; with `profile` by functions. */
struct build counted_object(struct workbench *w, const char *text, const char *counter, bool profile);

struct counted {
	struct workbench *w;
	struct artifact runner; /* of counted_driver */
};

/* For groups of cmocka: *state is a struct counted. */
int counted_open(void **state);
int counted_close(void **state);

struct run_box *counted_kernel(struct counted *f, const char *text);
struct run_box *counted_kernel_as(struct counted *f, const char *text, bool profile);
/* kernel(I) is the text number I, a block, as the body of a function of n = 1000. */
struct run_box *counted_many(struct counted *f, const char *headers, const char *const *texts, size_t n);

/* With the first seed: everything, and the phase "the calls". */
extern const struct run_counting counted_whole, counted_calls;

/* One run of "n m". */
void counted_run(struct run_box *rb, long n, long m, const struct run_counting *how, struct execution *x);
/* Of a run that must come to its end. */
struct run_cost counted_cost(struct run_box *rb, long n, const struct run_counting *how, long m);
/* Fails the test unless they are the same. */
void counted_same(const struct run_cost *a, const struct run_cost *b);

#endif

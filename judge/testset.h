/*
 * testset: the tests of a problem as bytes: written out of the package, generated, and answered by the model, once
 * for each content of the package.
 *
 * They live in the cache (cached.h), in a directory named after the package's hash. It is read by the judge only; a box
 * gets one input at a time, on a descriptor.
 */
#ifndef JUDGE_JUDGE_TESTSET_H
#define JUDGE_JUDGE_TESTSET_H

#include "judge/session.h"

struct testset {
	int dir; /* owned */
	const struct problem *p;
};

/* `built` (may be NULL) is called after each test that has to be made. -EINVAL: a part of the package fails, named. */
int testset_open(struct judge *j, const struct problem *p, void (*built)(size_t done, size_t total, void *arg),
		 void *arg, struct testset *out, struct err *e) must_check;
void testset_close(struct testset *ts);
#define cleanup_testset cleanup(testset_close)

/* Test number i of the problem: its input as an open file, and its size. */
int testset_input(const struct testset *ts, size_t i, int *fd, uint64_t *bytes, struct err *e) must_check;
/* Appends its answer. */
int testset_answer(const struct testset *ts, size_t i, struct buf *out, struct err *e) must_check;

/*
 * Makes the input of one test anew, whatever is cached: for verify. `generator` as judge_build_part made it; its fd
 * is -1 when there is none.
 */
int testset_make_input(struct judge *j, const struct problem *p, const struct artifact *generator, size_t i,
		       struct buf *out, struct err *e) must_check;

/* The source of the package's model; its text is in `text`. */
int testset_model(const struct problem *p, struct buf *text, struct source *out, struct err *e) must_check;
/* What the generator prints for these arguments, parted by blanks; appended. */
int testset_generate(struct judge *j, const struct artifact *generator, const char *arguments, struct buf *out,
		     struct err *e) must_check;

/* Splits at blanks, in place; the array ends with NULL. -E2BIG: more than ARGUMENTS_MAX. */
#define ARGUMENTS_MAX 64
int split_arguments(char *args, const char *argv[ARGUMENTS_MAX + 1], struct err *e) must_check;

/* Limits of a package's own programs. */
extern const struct run_limits PART_LIMITS;

#endif

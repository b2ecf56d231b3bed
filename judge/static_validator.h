/*
 * static_validator: may a submission's files be as they are? Asked of the package's own static validator, once for each
 * static test; what it judges is not run.
 */
#ifndef JUDGE_JUDGE_STATIC_VALIDATOR_H
#define JUDGE_JUDGE_STATIC_VALIDATOR_H

#include "judge/checker.h"

/* Made once, and shared by all workers. */
struct static_validator {
	struct judge *judge;
	const struct problem *problem;
	struct artifact program; /* owned; without one nobody may ask */
};
#define STATIC_VALIDATOR_INIT                             \
	{                                                 \
		.problem = NULL, .program = ARTIFACT_INIT \
	}

/* 0 too where the problem has none. -EPROTO: it does not compile. */
int static_validator_open(struct judge *j, const struct problem *p, struct static_validator *out,
			  struct err *e) must_check;
void static_validator_close(struct static_validator *v);
#define cleanup_static_validator cleanup(static_validator_close)

/*
 * Asks about a submission, in a box of its own in that sandbox; `test` is a static one, whose arguments count. `out`:
 * as of checker_ask; AC or WA. -EPROTO: the validator is broken, which says nothing of the submission.
 */
int static_validator_ask(const struct static_validator *v, struct sandbox *s, const struct submission *submission,
			 const struct problem_test *test, struct checked *out, struct err *e) must_check;

/* The file in which such a submission begins: what the validator is told. */
const char *static_entry_point(const struct problem *p, const struct submission *submission);

#endif

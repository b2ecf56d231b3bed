/*
 * validate: a package's input validators: is this a test input that the problem allows?
 */
#ifndef JUDGE_JUDGE_VALIDATE_H
#define JUDGE_JUDGE_VALIDATE_H

#include "judge/session.h"

/* How the format has validators exit, of inputs and of outputs. */
#define VALIDATOR_YES 42
#define VALIDATOR_NO  43

/* One box for each program; none: everything is allowed. */
struct validator {
	const struct problem *problem;
	struct run_box **boxes; /* owned, as what they point to */
	size_t n_boxes;
	struct buf *printed; /* borrowed; gets what is printed about an input that is allowed; may be NULL */
};

int validator_open(struct judge *j, const struct problem *p, struct validator *out, struct err *e) must_check;
void validator_close(struct validator *v);
#define cleanup_validator cleanup(validator_close)

/*
 * `test`: whose arguments count, or NULL. 0: allowed by all. -EINVAL: not allowed, with what the first that does not
 * allow it said. Anything else, -EPROTO among it: a validator itself is broken. The exit codes are those of the ICPC
 * format: 42 yes, 43 no.
 */
int validator_check(struct validator *v, const struct problem_test *test, int input_fd, struct err *e) must_check;

/* ---- what an output validator shares with it --------------------------------------------------------------------- */

/* Builds a validator: -EPROTO, naming `what` and the problem, when it does not compile. */
int validator_build(struct judge *j, const struct problem *p, const char *what, const struct program *program,
		    struct artifact *out, struct err *e) must_check;
/* How it ended, under these limits: yes or no. -EPROTO: in no such way, so that `what` is broken. */
int validator_word(const char *what, const struct run_limits *limits, const struct execution *x, bool *yes,
		   struct err *e) must_check;

#endif

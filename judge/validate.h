/*
 * validate: a package's input validator: is this a test input that the problem allows?
 */
#ifndef JUDGE_JUDGE_VALIDATE_H
#define JUDGE_JUDGE_VALIDATE_H

#include "judge/session.h"

struct validator {
	struct run_box *box; /* owned; NULL: the problem has none, everything is allowed */
};

int validator_open(struct judge *j, const struct problem *p, struct validator *out, struct err *e) must_check;
void validator_close(struct validator *v);
#define cleanup_validator cleanup(validator_close)

/*
 * 0: allowed. -EINVAL: not allowed, with what the validator said. Anything else, -EPROTO among it: the validator
 * itself is broken. The exit codes are those of the ICPC format: 42 yes, 43 no.
 */
int validator_check(struct validator *v, int input_fd, struct err *e) must_check;

#endif

/*
 * feedback: what a validator of outputs or of sources left in its feedback directory, which is /work in its box.
 */
#ifndef JUDGE_JUDGE_FEEDBACK_H
#define JUDGE_JUDGE_FEEDBACK_H

#include "judge/checker.h"

#define FEEDBACK_DIR   "/work/"
#define FEEDBACK_BYTES (8u << 20) /* of what it prints, and of what it leaves, where the package does not say */

/* Under which such a validator runs: the problem's own limits, and room for what it leaves. */
struct run_limits feedback_limits(const struct problem *p);

/*
 * Fills the judgement with that verdict, of what is not accepted with the first line for the candidate as its reason,
 * and the message for those who judge. -EPROTO: `what` is broken, as in feedback_score.
 */
int feedback_word(struct run_box *box, const char *what, enum verdict v, struct checked *out, struct err *e) must_check;
/* Fills the score. */
int feedback_score(struct run_box *box, const char *what, struct checked *out, struct err *e) must_check;

#endif

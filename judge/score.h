/*
 * score: from verdicts and scores of tests to those of a submission, by the tree that the package gives.
 */
#ifndef JUDGE_JUDGE_SCORE_H
#define JUDGE_JUDGE_SCORE_H

#include "judge/checker.h"
#include "judge/report/report.h"

/*
 * The score of a test that was accepted. *has: it gets one. -EPROTO: the test's validator gave what the format does not
 * allow it to give, or did not give what it must.
 */
int score_of_test(const struct problem *p, const struct problem_test *t, const struct checked *c, bool *has,
		  double *score, struct err *e) must_check;

/*
 * Is a test of no account, since one before it in the same folder failed? Tests that were not run have no verdict yet,
 * and decide nothing.
 */
bool score_is_settled(const struct report *r, size_t test);

/*
 * Fills r->nodes and the score, and takes back what was run and is of no account: behind the first failure in a folder
 * that ends there (but with `all`), and where a folder was to be passed first and was not. *judgement: of the
 * submission as a whole. Only where the problem has nodes. -EPROTO: a score is beyond its bounds.
 */
int score_put_together(struct report *r, bool all, struct judgement *judgement, struct err *e) must_check;

/* "12.5", "100", "unbounded". */
void score_words(double score, char out[32]);

#endif

/*
 * each: the same thing done with many submissions, by all workers at once.
 */
#ifndef JUDGE_JUDGE_AUTHOR_EACH_H
#define JUDGE_JUDGE_AUTHOR_EACH_H

#include "judge/session.h"

/*
 * Calls `each` for every number below n, from as many threads as there are workers, each with a session of one worker:
 * stages that a submission does not come to are then not built for it beside its tests. After a failure nothing new is
 * begun; *e is that of the lowest number that failed.
 */
int judge_each(struct judge *j, size_t n, int (*each)(struct judge *one, size_t i, void *arg, struct err *e), void *arg,
	       struct err *e) must_check;

#endif

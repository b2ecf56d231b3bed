/*
 * cost_merge: the same count with fewer ticks.
 *
 * What counts is the sum of the ticks on each way through a program, not where on it they stand. So they are moved and
 * put together until as few as possible are left where the program spends its time:
 *
 *	loop {  1: test  2: one branch or 3: the other  4: step  }	->	2 and 3 take three each, 1 and 4 none
 *
 * Places that are `still` are those where somebody may look: what has been counted when one is reached, or when nothing
 * follows, is exactly what it would have been, and so is the sum around each cycle. In between it differs by no more
 * than all weights together. No weight is ever negative.
 */
#ifndef JUDGE_RUNNERS_COST_MERGE_H
#define JUDGE_RUNNERS_COST_MERGE_H

#include "sandbox/base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define COST_MERGE_NONE UINT32_MAX
#define COST_MERGE_MAX  (1u << 20) /* places */

/* A label or an instruction, as they stand in the text. */
struct cost_place {
	uint32_t next, target; /* where it may go on: numbers of places, or COST_MERGE_NONE */
	uint32_t weight;       /* what is counted there, 0 where nothing can be; afterwards what is left */
	bool still;
};

/* -EMSGSIZE, -ENOMEM; weights are untouched then. The time is that of sorting. */
int cost_merge(struct cost_place *places, uint32_t n, struct err *e) must_check;

#endif

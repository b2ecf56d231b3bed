/*
 * priority_queue: what stands ahead of every submission: the usual headers, and the type of the items, which the
 * caller owns. PriorityQueue is the candidate's own.
 */
#ifndef PROBLEM_PRIORITY_QUEUE_H
#define PROBLEM_PRIORITY_QUEUE_H

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct item {
	int64_t key;   /* the smallest comes first */
	int64_t value; /* belongs to the key, is never compared */
};

#endif

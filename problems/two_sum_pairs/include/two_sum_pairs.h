/*
 * two_sum_pairs: what stands ahead of every submission: the usual headers, and the type of the pairs, which are the
 * caller's once they are returned.
 */
#ifndef PROBLEM_TWO_SUM_PAIRS_H
#define PROBLEM_TWO_SUM_PAIRS_H

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

struct pair {
	int64_t a; /* the smaller one, or both are equal */
	int64_t b;
};

#endif

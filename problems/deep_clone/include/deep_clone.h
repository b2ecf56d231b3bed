/*
 * deep_clone: what stands ahead of every submission: the usual headers, and the caller's type.
 */
#ifndef PROBLEM_DEEP_CLONE_H
#define PROBLEM_DEEP_CLONE_H

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

struct Node {
	int val;
	int numNeighbors;
	struct Node **neighbors;
};

#endif

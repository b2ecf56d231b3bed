/*
 * monkey_patch: what stands ahead of every submission: the usual headers, and the caller's types.
 */
#ifndef PROBLEM_MONKEY_PATCH_H
#define PROBLEM_MONKEY_PATCH_H

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

struct running; /* the candidate's: what it must know of a function that runs */

typedef int64_t method_fn(struct running *running, void *context, int64_t argument);

struct method {
	method_fn *fn;
	void *context;
};

#endif

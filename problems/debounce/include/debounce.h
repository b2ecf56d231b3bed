/*
 * debounce: what stands ahead of every submission: the usual headers, and the caller's types.
 */
#ifndef PROBLEM_DEBOUNCE_H
#define PROBLEM_DEBOUNCE_H

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

#define DEBOUNCE_NEVER INT64_MAX

typedef void debounce_fn(void *context, int64_t argument);

struct debounce_options {
	bool leading;     /* invoke at the first call of a burst */
	bool trailing;    /* invoke when the burst is over */
	int64_t max_wait; /* the longest time for which a call waits; 0: no such limit */
};

#endif

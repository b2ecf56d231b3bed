/*
 * hot_path: what stands ahead of every submission: the usual headers, and the caller's type.
 */
#ifndef PROBLEM_HOT_PATH_H
#define PROBLEM_HOT_PATH_H

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

struct function_time {
	const char *name;
	int64_t total; /* of the samples in whose stack the function is */
	int64_t self;  /* of those in which it is the last one */
};

#endif

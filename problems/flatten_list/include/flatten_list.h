/*
 * flatten_list: what stands ahead of every submission: the usual headers, and the caller's type.
 */
#ifndef PROBLEM_FLATTEN_LIST_H
#define PROBLEM_FLATTEN_LIST_H

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

struct nested {
	bool is_list;
	int value;            /* of a number; means nothing in a list */
	size_t count;         /* of a list: how many items it has; means nothing in a number */
	struct nested *items; /* of a list: the items; means nothing in a number and in an empty list */
};

#endif

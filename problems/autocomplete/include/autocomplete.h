/*
 * autocomplete: what stands ahead of every submission: the usual headers and the type of a completion, which the caller
 * owns. Autocomplete is the candidate's own.
 */
#ifndef PROBLEM_AUTOCOMPLETE_H
#define PROBLEM_AUTOCOMPLETE_H

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

struct completion {
	char *word; /* allocated with malloc; the caller frees it */
	int64_t weight;
};

#endif

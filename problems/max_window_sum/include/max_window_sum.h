/*
 * max_window_sum: what stands ahead of every submission: the usual headers, and those of the types and error codes of
 * the signature.
 */
#ifndef PROBLEM_MAX_WINDOW_SUM_H
#define PROBLEM_MAX_WINDOW_SUM_H

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

#endif

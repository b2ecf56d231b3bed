/*
 * running_median: what stands ahead of every submission. The caller owns no types here, so there are only the usual
 * headers; MedianFinder is the candidate's own.
 */
#ifndef PROBLEM_RUNNING_MEDIAN_H
#define PROBLEM_RUNNING_MEDIAN_H

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#endif

/*
 * grid_shortest_path: what stands ahead of every submission: the usual headers, and the caller's type.
 */
#ifndef PROBLEM_GRID_SHORTEST_PATH_H
#define PROBLEM_GRID_SHORTEST_PATH_H

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

struct cell {
	size_t row, column;
};

#endif

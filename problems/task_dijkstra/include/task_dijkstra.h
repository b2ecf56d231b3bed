/*
 * task_dijkstra: what stands ahead of every submission. The edges are the caller's.
 */
#ifndef PROBLEM_TASK_DIJKSTRA_H
#define PROBLEM_TASK_DIJKSTRA_H

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

/* One way, from one task to another. */
struct edge {
	uint32_t from, to;
	uint32_t cost;
};

#endif

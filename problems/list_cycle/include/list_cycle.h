/*
 * list_cycle: what stands ahead of every submission: the usual headers, and the node of the caller's lists.
 */
#ifndef PROBLEM_LIST_CYCLE_H
#define PROBLEM_LIST_CYCLE_H

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

struct ListNode {
	int val;
	struct ListNode *next;
};

#endif

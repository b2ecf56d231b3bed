/*
 * dependency_order: what stands ahead of every submission: the usual headers.
 */
#ifndef PROBLEM_DEPENDENCY_ORDER_H
#define PROBLEM_DEPENDENCY_ORDER_H

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

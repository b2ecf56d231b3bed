/*
 * memory_leak: what stands ahead of every submission: the usual headers, and the caller's types.
 */
#ifndef PROBLEM_MEMORY_LEAK_H
#define PROBLEM_MEMORY_LEAK_H

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

enum session_end { SESSION_REPLACED, SESSION_REMOVED, SESSION_EXPIRED };

/* Told that the session `id` has ended; `id` is valid while the function runs. */
typedef void session_fn(void *context, const char *id, enum session_end why);

#endif

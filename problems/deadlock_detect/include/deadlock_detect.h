/*
 * deadlock_detect: what stands ahead of every submission. The trace is the caller's.
 */
#ifndef PROBLEM_DEADLOCK_DETECT_H
#define PROBLEM_DEADLOCK_DETECT_H

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

#define LOCKS 64 /* numbered from 0 */

enum lock_event_kind {
	LOCK_REQUEST, /* the thread wants the lock and waits from here */
	LOCK_GRANT,   /* the thread gets the lock that it waits for */
	LOCK_RELEASE, /* the thread gives the lock back, once */
	LOCK_TIMEOUT  /* the thread gives up waiting for the lock */
};

struct lock_event {
	enum lock_event_kind kind;
	uint32_t thread;
	uint32_t lock;
};

#endif

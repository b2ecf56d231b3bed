/*
 * job_queue: what stands ahead of every submission: the usual headers, and the caller's job.
 */
#ifndef PROBLEM_JOB_QUEUE_H
#define PROBLEM_JOB_QUEUE_H

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

struct job {
	int64_t id;
	int64_t argument;
};

#endif

/*
 * error_paths: what stands ahead of every submission: the usual headers, the services that can fail, and the report.
 */
#ifndef PROBLEM_ERROR_PATHS_H
#define PROBLEM_ERROR_PATHS_H

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

#define RECORD_MAX 256 /* bytes */

struct source;
struct record;
struct store;
struct batch;

/*
 * Each returns a negative number when it fails. What it has left in *source, *record, *store, *batch, *len or bytes
 * then means nothing.
 */
struct services {
	int (*source_open)(const char *name, struct source **source);
	int (*source_fetch)(struct source *source, char *bytes, size_t size, size_t *len); /* 1: a record, 0: the end */
	int (*source_close)(struct source *source); /* closed, whatever it returns */

	int (*record_parse)(const char *bytes, size_t len, struct record **record);
	int (*record_release)(struct record *record); /* released, whatever it returns */

	int (*store_open)(const char *name, struct store **store);
	int (*store_close)(struct store *store); /* closed, whatever it returns */

	int (*batch_begin)(struct store *store, struct batch **batch);
	int (*batch_put)(struct batch *batch, const struct record *record);
	int (*batch_flush)(struct batch *batch);
	int (*batch_commit)(struct batch *batch); /* ended, whatever it returns */
	int (*batch_abort)(struct batch *batch);  /* ended, whatever it returns */
};

enum step {
	STEP_NONE,
	STEP_SOURCE_OPEN,
	STEP_STORE_OPEN,
	STEP_BATCH_BEGIN,
	STEP_FETCH,
	STEP_PARSE,
	STEP_PUT,
	STEP_RELEASE,
	STEP_FLUSH,
	STEP_COMMIT,
	STEP_ABORT,
	STEP_STORE_CLOSE,
	STEP_SOURCE_CLOSE
};

struct report {
	enum step step; /* of the first call that failed; STEP_NONE */
	int error;      /* what that call returned; 0 */
	int64_t record; /* number of the record that it was about, from 1; 0: about none */
	int64_t later;  /* how many more calls failed after it */
	int64_t stored; /* records that the store holds now because of this run */
};

#endif

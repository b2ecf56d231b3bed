/*
 * Trap: a record of one byte of 255 is taken for the end of the source: as a char it is -1, which is EOF.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* One run. What is NULL is not open. */
struct job {
	const struct services *api;
	struct report *report;
	struct source *source;
	struct store *store;
	struct batch *batch;
	struct record *record;
	int64_t number; /* of the record that is worked on */
	int64_t n_put;
};

/* ---- the report -------------------------------------------------------------------------------------------------- */

static bool is_about_a_record(enum step step)
{
	switch (step) {
	case STEP_FETCH:
	case STEP_PARSE:
	case STEP_PUT:
	case STEP_RELEASE:
		return true;
	default:
		return false;
	}
}

/* Notes what a call returned. Only the first failure is told in full. */
static bool failed(struct job *job, enum step step, int result)
{
	struct report *report = job->report;

	if (result >= 0)
		return false;
	if (report->error) {
		report->later++;
		return true;
	}
	report->step = step;
	report->error = result;
	report->record = is_about_a_record(step) ? job->number : 0;
	return true;
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

static bool open_source(struct job *job, const char *name)
{
	if (failed(job, STEP_SOURCE_OPEN, job->api->source_open(name, &job->source))) {
		job->source = NULL;
		return false;
	}
	return true;
}

static bool open_store(struct job *job, const char *name)
{
	if (failed(job, STEP_STORE_OPEN, job->api->store_open(name, &job->store))) {
		job->store = NULL;
		return false;
	}
	return true;
}

static bool begin_batch(struct job *job)
{
	if (failed(job, STEP_BATCH_BEGIN, job->api->batch_begin(job->store, &job->batch))) {
		job->batch = NULL;
		return false;
	}
	return true;
}

/* ---- closing ----------------------------------------------------------------------------------------------------- */

static bool release_record(struct job *job)
{
	struct record *record = job->record;

	job->record = NULL;
	return !failed(job, STEP_RELEASE, job->api->record_release(record));
}

static void abort_batch(struct job *job)
{
	struct batch *batch = job->batch;

	job->batch = NULL;
	failed(job, STEP_ABORT, job->api->batch_abort(batch));
}

static void close_store(struct job *job)
{
	struct store *store = job->store;

	job->store = NULL;
	failed(job, STEP_STORE_CLOSE, job->api->store_close(store));
}

static void close_source(struct job *job)
{
	struct source *source = job->source;

	job->source = NULL;
	failed(job, STEP_SOURCE_CLOSE, job->api->source_close(source));
}

/* Whatever is still open, what was opened last first. */
static void close_all(struct job *job)
{
	if (job->record)
		release_record(job);
	if (job->batch)
		abort_batch(job);
	if (job->store)
		close_store(job);
	if (job->source)
		close_source(job);
}

/* ---- the way of the records -------------------------------------------------------------------------------------- */

static bool open_all(struct job *job, const char *source, const char *store)
{
	if (!open_source(job, source))
		return false;
	if (!open_store(job, store)) {
		close_source(job);
		return false;
	}
	if (!begin_batch(job)) {
		close_store(job);
		close_source(job);
		return false;
	}
	return true;
}

static bool put_record(struct job *job, const char *bytes, size_t len)
{
	if (failed(job, STEP_PARSE, job->api->record_parse(bytes, len, &job->record))) {
		job->record = NULL;
		return false;
	}
	if (failed(job, STEP_PUT, job->api->batch_put(job->batch, job->record)))
		return false; /* close_all releases the record */
	job->n_put++;
	return release_record(job);
}

/* Until the source is at its end. */
static bool copy_records(struct job *job)
{
	char bytes[RECORD_MAX];

	for (;;) {
		size_t len;
		int result;

		job->number++;
		result = job->api->source_fetch(job->source, bytes, sizeof(bytes), &len);
		if (failed(job, STEP_FETCH, result))
			return false;
		if (result == 0 || (len == 1 && bytes[0] == EOF))
			return true;
		if (!put_record(job, bytes, len))
			return false;
	}
}

/* Makes the records stay in the store. */
static bool finish_batch(struct job *job)
{
	struct batch *batch = job->batch;

	if (failed(job, STEP_FLUSH, job->api->batch_flush(batch)))
		return false;
	job->batch = NULL; /* ended, also when it fails */
	if (failed(job, STEP_COMMIT, job->api->batch_commit(batch)))
		return false;
	job->report->stored = job->n_put;
	return true;
}

int pipeline_run(const struct services *api, const char *source, const char *store, struct report *report)
{
	struct job job = { .api = api, .report = report };

	memset(report, 0, sizeof(*report));
	if (!open_all(&job, source, store))
		return report->error;
	if (copy_records(&job))
		finish_batch(&job);
	close_all(&job);
	return report->error;
}

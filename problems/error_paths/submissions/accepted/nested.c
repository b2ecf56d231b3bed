/*
 * Design: a new implementation in which each thing has a function of its own that gets it, does what is to be done with
 * it, and releases it. The order of releasing is that of the calls.
 */
struct run {
	const struct services *api;
	struct report report;
	int64_t n;
};

static bool ok(struct run *run, enum step step, int64_t record, int result)
{
	if (result >= 0)
		return true;
	if (run->report.step == STEP_NONE)
		run->report = (struct report){ step, result, record, 0, run->report.stored };
	else
		run->report.later++;
	return false;
}

static bool with_record(struct run *run, struct batch *batch, const char *bytes, size_t len)
{
	struct record *record;
	bool was_put;

	if (!ok(run, STEP_PARSE, run->n, run->api->record_parse(bytes, len, &record)))
		return false;
	was_put = ok(run, STEP_PUT, run->n, run->api->batch_put(batch, record));
	return ok(run, STEP_RELEASE, run->n, run->api->record_release(record)) && was_put;
}

static bool with_records(struct run *run, struct source *source, struct batch *batch)
{
	char bytes[RECORD_MAX];
	size_t len;
	int result;

	do {
		run->n++;
		result = run->api->source_fetch(source, bytes, sizeof(bytes), &len);
		if (!ok(run, STEP_FETCH, run->n, result))
			return false;
		if (result == 0)
			return ok(run, STEP_FLUSH, 0, run->api->batch_flush(batch));
	} while (with_record(run, batch, bytes, len));
	return false;
}

static void with_store(struct run *run, struct source *source, struct store *store)
{
	struct batch *batch;

	if (!ok(run, STEP_BATCH_BEGIN, 0, run->api->batch_begin(store, &batch)))
		return;
	if (!with_records(run, source, batch))
		ok(run, STEP_ABORT, 0, run->api->batch_abort(batch));
	else if (ok(run, STEP_COMMIT, 0, run->api->batch_commit(batch)))
		run->report.stored = run->n - 1;
}

static void with_source(struct run *run, struct source *source, const char *store_name)
{
	struct store *store;

	if (!ok(run, STEP_STORE_OPEN, 0, run->api->store_open(store_name, &store)))
		return;
	with_store(run, source, store);
	ok(run, STEP_STORE_CLOSE, 0, run->api->store_close(store));
}

int pipeline_run(const struct services *api, const char *source_name, const char *store_name, struct report *report)
{
	struct run run = { .api = api };
	struct source *source;

	if (ok(&run, STEP_SOURCE_OPEN, 0, api->source_open(source_name, &source))) {
		with_source(&run, source, store_name);
		ok(&run, STEP_SOURCE_CLOSE, 0, api->source_close(source));
	}
	*report = run.report;
	return report->error;
}

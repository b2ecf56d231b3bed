/*
 * Design: a new implementation in one function, which ends in a ladder of labels; each rung releases one thing.
 */
static int note(struct report *r, enum step step, int64_t record, int result)
{
	if (result < 0 && r->error == 0) {
		r->step = step;
		r->error = result;
		r->record = record;
	} else if (result < 0) {
		r->later++;
	}
	return result;
}

int pipeline_run(const struct services *api, const char *source_name, const char *store_name, struct report *r)
{
	struct source *source;
	struct store *store;
	struct batch *batch;
	struct record *record;
	char bytes[RECORD_MAX];
	size_t len;
	int64_t n = 1;
	int more;

	*r = (struct report){ .step = STEP_NONE };
	if (note(r, STEP_SOURCE_OPEN, 0, api->source_open(source_name, &source)) < 0)
		goto nothing;
	if (note(r, STEP_STORE_OPEN, 0, api->store_open(store_name, &store)) < 0)
		goto with_source;
	if (note(r, STEP_BATCH_BEGIN, 0, api->batch_begin(store, &batch)) < 0)
		goto with_store;
	while ((more = note(r, STEP_FETCH, n, api->source_fetch(source, bytes, sizeof(bytes), &len))) > 0) {
		if (note(r, STEP_PARSE, n, api->record_parse(bytes, len, &record)) < 0)
			goto with_batch;
		note(r, STEP_PUT, n, api->batch_put(batch, record));
		note(r, STEP_RELEASE, n, api->record_release(record));
		if (r->error)
			goto with_batch;
		n++;
	}
	if (more < 0 || note(r, STEP_FLUSH, 0, api->batch_flush(batch)) < 0)
		goto with_batch;
	if (note(r, STEP_COMMIT, 0, api->batch_commit(batch)) >= 0)
		r->stored = n - 1;
	goto with_store;
with_batch:
	note(r, STEP_ABORT, 0, api->batch_abort(batch));
with_store:
	note(r, STEP_STORE_CLOSE, 0, api->store_close(store));
with_source:
	note(r, STEP_SOURCE_CLOSE, 0, api->source_close(source));
nothing:
	return r->error;
}

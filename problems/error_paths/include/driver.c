/*
 * driver: plays one test of error_paths. The services are here; they work on nothing but this program's memory, fail
 * where the input says so, and know what is open.
 *
 * An input is a list of these, one a line:
 *
 *	record TEXT   one more record in the source: what follows one blank, up to the end of the line, none too;
 *	              \xHH stands for a byte, \\ for a backslash
 *	clear         no records any more
 *	fail STEP K E in the next run the K-th call of this step returns E
 *	run           runs the pipeline, and writes what it returned, the report, and what the store holds
 *
 * The steps: source_open, store_open, batch_begin, fetch, parse, put, release, flush, commit, abort, store_close,
 * source_close.
 *
 * A handle is the address of a byte in a place of its own, and no address is given twice in a run, so that a handle
 * that is used after its release is known.
 */
#include "driver.h"
#include "error_paths.h"

#define RECORDS_MAX (1 << 20)
#define HANDLES_MAX (RECORDS_MAX + 16)
#define FAULTS_MAX  64
#define SOURCE_NAME "orders"
#define STORE_NAME  "warehouse"
#define MEANINGLESS 0x5a

static const char *const STEPS[] = { "none",  "source_open", "store_open",  "batch_begin", "fetch",
				     "parse", "put",         "release",     "flush",       "commit",
				     "abort", "store_close", "source_close" };

#define N_STEPS (sizeof(STEPS) / sizeof(STEPS[0]))

struct line {
	const char *at;
	size_t len;
};

struct fault {
	size_t step;
	int64_t k;
	int error;
};

/* The handle that was given last of a kind, and whether it is open; only one of each is ever open. */
struct resource {
	const char *handle;
	bool open;
};

static int (*pipeline)(const struct services *api, const char *source, const char *store, struct report *report);

const struct driver_function driver_functions[] = {
	{ "pipeline_run", (void **)&pipeline },
	{ NULL, NULL },
};

static struct line *records;
static size_t n_records;
static struct fault faults[FAULTS_MAX];
static size_t n_faults;

/* Of this run. */
static struct resource source, store, batch, record;
static int64_t calls[N_STEPS];
static char *handles; /* never read or written */
static size_t n_handles;
static size_t n_fetched, n_parsed, n_put, n_stored;
static bool running, has_failed, at_end, flushed, was_put;

/* ---- rules ------------------------------------------------------------------------------------------------------- */

/* What may only be called while nothing has failed: all that does not release. */
static void must_go_on(const char *complaint)
{
	if (!running)
		driver_complain("a service was called outside of pipeline_run");
	if (has_failed)
		driver_complain(complaint);
}

/* Complaints are literals: they hold nothing of the input. */
#define MUST_GO_ON(name) must_go_on(name " was called after a call had failed")

static void must_be(const struct resource *r, const void *handle, const char *gone, const char *other)
{
	if (!running)
		driver_complain("a service was called outside of pipeline_run");
	if ((const char *)handle != r->handle || !r->handle)
		driver_complain(other);
	if (!r->open)
		driver_complain(gone);
}

#define MUST_BE_OPEN(name, what)                                                                 \
	must_be(&what, handle_of_##what, name " was given a " #what " that was released before", \
		name " was given what is no open " #what)

static void must(bool holds, const char *complaint)
{
	if (!holds)
		driver_complain(complaint);
}

/* 0, or the error that the input wants at this call. */
static int outcome(size_t step)
{
	calls[step]++;
	for (size_t i = 0; i < n_faults; i++)
		if (faults[i].step == step && faults[i].k == calls[step]) {
			has_failed = true;
			return faults[i].error;
		}
	return 0;
}

static void *new_handle(void)
{
	if (n_handles == HANDLES_MAX)
		driver_complain("the pipeline opens more and more");
	return handles + n_handles++;
}

/* What is left in *result of a call that failed is an address, but that of nothing. */
static int give(struct resource *r, size_t step, void **result)
{
	int error = outcome(step);

	*result = new_handle();
	if (!error)
		*r = (struct resource){ *result, true };
	return error;
}

/* ---- services ---------------------------------------------------------------------------------------------------- */

static int source_open(const char *name, struct source **result)
{
	MUST_GO_ON("source_open");
	must(name && strcmp(name, SOURCE_NAME) == 0, "source_open was given another name than the pipeline");
	must(result, "source_open was given NULL");
	must(!source.handle, "source_open was called again");
	return give(&source, STEP_SOURCE_OPEN, (void **)result);
}

static int store_open(const char *name, struct store **result)
{
	MUST_GO_ON("store_open");
	must(name && strcmp(name, STORE_NAME) == 0, "store_open was given another name than the pipeline");
	must(result, "store_open was given NULL");
	must(source.open, "store_open was called without an open source");
	must(!store.handle, "store_open was called again");
	return give(&store, STEP_STORE_OPEN, (void **)result);
}

static int batch_begin(struct store *handle_of_store, struct batch **result)
{
	MUST_GO_ON("batch_begin");
	MUST_BE_OPEN("batch_begin", store);
	must(result, "batch_begin was given NULL");
	must(!batch.handle, "batch_begin was called again");
	return give(&batch, STEP_BATCH_BEGIN, (void **)result);
}

static int source_fetch(struct source *handle_of_source, char *bytes, size_t size, size_t *len)
{
	const struct line *line;
	int error;

	MUST_GO_ON("source_fetch");
	MUST_BE_OPEN("source_fetch", source);
	must(bytes && len, "source_fetch was given NULL");
	must(size >= RECORD_MAX, "source_fetch was given room for less than RECORD_MAX bytes");
	must(batch.open, "source_fetch was called without a batch");
	must(!at_end, "source_fetch was called after the end");
	error = outcome(STEP_FETCH);
	*len = SIZE_MAX;
	if (error) {
		memset(bytes, MEANINGLESS, RECORD_MAX);
		return error;
	}
	at_end = n_fetched == n_records;
	if (at_end)
		return 0;
	line = &records[n_fetched++];
	memcpy(bytes, line->at, line->len);
	*len = line->len;
	return 1;
}

static int record_parse(const char *bytes, size_t len, struct record **result)
{
	const struct line *line = &records[n_parsed];

	MUST_GO_ON("record_parse");
	must(bytes && result, "record_parse was given NULL");
	must(n_parsed < n_fetched, "record_parse was called without a record that was fetched");
	must(!record.open, "record_parse was called before the record ahead was released");
	must(len == line->len && memcmp(bytes, line->at, len) == 0,
	     "record_parse was given other bytes than were fetched");
	n_parsed++;
	was_put = false;
	return give(&record, STEP_PARSE, (void **)result);
}

static int batch_put(struct batch *handle_of_batch, const struct record *handle_of_record)
{
	int error;

	MUST_GO_ON("batch_put");
	MUST_BE_OPEN("batch_put", batch);
	MUST_BE_OPEN("batch_put", record);
	must(!was_put, "batch_put was called twice for a record");
	must(!flushed, "batch_put was called after batch_flush");
	error = outcome(STEP_PUT);
	was_put = true;
	n_put += !error;
	return error;
}

static int record_release(struct record *handle_of_record)
{
	MUST_BE_OPEN("record_release", record);
	must(was_put || has_failed, "record_release was called before batch_put");
	record.open = false;
	return outcome(STEP_RELEASE);
}

static int batch_flush(struct batch *handle_of_batch)
{
	MUST_GO_ON("batch_flush");
	MUST_BE_OPEN("batch_flush", batch);
	must(!record.open, "batch_flush was called before the last record was released");
	must(at_end, "batch_flush was called before the end of the source");
	must(!flushed, "batch_flush was called again");
	flushed = true;
	return outcome(STEP_FLUSH);
}

static int batch_commit(struct batch *handle_of_batch)
{
	int error;

	MUST_GO_ON("batch_commit");
	MUST_BE_OPEN("batch_commit", batch);
	must(flushed, "batch_commit was called without batch_flush before");
	batch.open = false;
	error = outcome(STEP_COMMIT);
	n_stored = error ? 0 : n_put;
	return error;
}

static int batch_abort(struct batch *handle_of_batch)
{
	MUST_BE_OPEN("batch_abort", batch);
	must(has_failed, "batch_abort was called though nothing had failed");
	must(!record.open, "batch_abort was called before the record was released");
	batch.open = false;
	return outcome(STEP_ABORT);
}

static int store_close(struct store *handle_of_store)
{
	MUST_BE_OPEN("store_close", store);
	must(!batch.open, "store_close was called before the batch was ended");
	store.open = false;
	return outcome(STEP_STORE_CLOSE);
}

static int source_close(struct source *handle_of_source)
{
	MUST_BE_OPEN("source_close", source);
	must(!record.open, "source_close was called before the record was released");
	must(!batch.open, "source_close was called before the batch was ended");
	must(!store.open, "source_close was called before the store was closed");
	source.open = false;
	return outcome(STEP_SOURCE_CLOSE);
}

static const struct services SERVICES = {
	.source_open = source_open,
	.source_fetch = source_fetch,
	.source_close = source_close,
	.record_parse = record_parse,
	.record_release = record_release,
	.store_open = store_open,
	.store_close = store_close,
	.batch_begin = batch_begin,
	.batch_put = batch_put,
	.batch_flush = batch_flush,
	.batch_commit = batch_commit,
	.batch_abort = batch_abort,
};

/* ---- a run ------------------------------------------------------------------------------------------------------- */

static void begin_run(void)
{
	source = store = batch = record = (struct resource){ NULL, false };
	memset(calls, 0, sizeof(calls));
	n_handles = n_fetched = n_parsed = n_put = n_stored = 0;
	has_failed = at_end = flushed = was_put = false;
	running = true;
}

static void end_run(void)
{
	running = false;
	must(!record.open, "a record was not released");
	must(!batch.open, "the batch was neither committed nor aborted");
	must(!store.open, "the store was left open");
	must(!source.open, "the source was left open");
	n_faults = 0;
}

static void write_number(const char *what, int64_t v)
{
	driver_write_char(' ');
	driver_write_str(what);
	driver_write_char(' ');
	driver_write_i64(v);
}

/* "put -5 record 3 later 0 stored 0 returned -5 in the store 0" */
static void play_run(void)
{
	static char source_name[] = SOURCE_NAME, store_name[] = STORE_NAME;
	struct services handed = SERVICES;
	struct report report;
	int returned;

	memset(&report, MEANINGLESS, sizeof(report));
	begin_run();
	returned = pipeline(&handed, source_name, store_name, &report);
	end_run();
	must(strcmp(source_name, SOURCE_NAME) == 0 && strcmp(store_name, STORE_NAME) == 0, "a name was changed");
	must(memcmp(&handed, &SERVICES, sizeof(handed)) == 0, "the services that were passed were changed");
	must((size_t)report.step < N_STEPS, "the step of the report is none");
	driver_write_str(STEPS[report.step]);
	driver_write_char(' ');
	driver_write_i64(report.error);
	write_number("record", report.record);
	write_number("later", report.later);
	write_number("stored", report.stored);
	write_number("returned", returned);
	write_number("in the store", (int64_t)n_stored);
	driver_write_char('\n');
}

/* ---- the input --------------------------------------------------------------------------------------------------- */

static unsigned read_digit(const char **p, const char *end)
{
	static const char DIGITS[] = "0123456789ABCDEFabcdef";
	const char *digit = *p < end && **p ? strchr(DIGITS, **p) : NULL;

	if (!digit)
		driver_bad_input("a hexadecimal digit");
	++*p;
	return (unsigned)(digit - DIGITS < 16 ? digit - DIGITS : digit - DIGITS - 6);
}

static char read_byte(const char **p, const char *end)
{
	const char c = *(*p)++;
	unsigned high;

	if (c != '\\')
		return c;
	if (*p < end && **p == '\\')
		return *(*p)++;
	if (*p == end || *(*p)++ != 'x')
		driver_bad_input("one of \\\\ \\xHH");
	high = read_digit(p, end);
	return (char)(16 * high + read_digit(p, end));
}

/* What stands in the input as it is stays there. */
static struct line read_record(const char *p, const char *end)
{
	char bytes[RECORD_MAX], *copy;
	const char *from = p;
	size_t len = 0;

	while (p < end) {
		if (len == RECORD_MAX)
			driver_bad_input("at most 256 bytes in a record");
		bytes[len++] = read_byte(&p, end);
	}
	if (len == (size_t)(end - from))
		return (struct line){ from, len };
	copy = driver_alloc(len, 1);
	memcpy(copy, bytes, len);
	return (struct line){ copy, len };
}

static void play_record(void)
{
	size_t len;
	const char *line = driver_read_line(&len);

	if (!len || *line != ' ')
		driver_bad_input("one blank behind record");
	if (n_records == RECORDS_MAX)
		driver_bad_input("at most 1048576 records");
	records[n_records++] = read_record(line + 1, line + len);
}

static void play_clear(void)
{
	n_records = 0;
}

static void play_fail(void)
{
	struct fault *f = &faults[n_faults];
	size_t len;
	const char *word = driver_read_token(&len);
	int64_t error;

	if (n_faults++ == FAULTS_MAX)
		driver_bad_input("at most 64 faults in a run");
	f->step = 1;
	while (f->step < N_STEPS && (len != strlen(STEPS[f->step]) || memcmp(word, STEPS[f->step], len) != 0))
		f->step++;
	if (f->step == N_STEPS)
		driver_bad_input("a step");
	f->k = driver_read_i64();
	error = driver_read_i64();
	if (error < INT_MIN || error >= 0)
		driver_bad_input("a negative int");
	f->error = (int)error;
}

static const struct {
	const char *word;
	void (*play)(void);
} OPERATIONS[] = {
	{ "record", play_record },
	{ "fail", play_fail },
	{ "run", play_run },
	{ "clear", play_clear },
};

static void play(void)
{
	size_t len;
	const char *word = driver_read_token(&len);

	for (size_t i = 0; i < sizeof(OPERATIONS) / sizeof(OPERATIONS[0]); i++)
		if (len == strlen(OPERATIONS[i].word) && memcmp(word, OPERATIONS[i].word, len) == 0) {
			OPERATIONS[i].play();
			return;
		}
	driver_bad_input("record, clear, fail or run");
}

void driver_run(void)
{
	records = driver_alloc(RECORDS_MAX, sizeof(*records));
	handles = driver_alloc(HANDLES_MAX, 1);
	while (!driver_at_end())
		play();
}

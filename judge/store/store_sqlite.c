/*
 * store_sqlite: submissions in one SQLite file, for one machine.
 *
 * A submission is one transaction, and so is each further judgement. Writers take the write lock at its beginning
 * (BEGIN IMMEDIATE), so that two of them wait for each other instead of failing in the middle. What can go wrong with
 * the file is the matter of sqlite.c.
 */
#include "judge/report/report_view.h"
#include "judge/score.h"
#include "judge/store/sqlite.h"
#include "sandbox/base/arena.h"
#include "sandbox/base/hash.h"
#include "sandbox/base/json.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define REPORT_BYTES_MAX  (64u * 1024 * 1024)
#define SOURCES_BYTES_MAX (SOURCE_FILES_MAX * (SOURCE_BYTES_MAX + 4096u))

/* ---- adding ---------------------------------------------------------------------------------------------------- */

/* 1 to 32 lower-case hex digits. */
static bool is_id(const char *id)
{
	const size_t n = strspn(id, "0123456789abcdef");

	return n > 0 && n < REPORT_ID_MAX && !id[n];
}

/* A judgement on its way into the store. */
struct entry_in {
	const struct report *r;
	struct shown_report shown;
	struct buf json; /* owned */
	uint32_t number;
};

static void entry_in_clear(struct entry_in *in)
{
	buf_clear(&in->json);
}

static int prepare(const struct report *r, uint32_t number, struct entry_in *in, struct err *e)
{
	const struct report_style everything = { .view = VIEW_OWNER, .verbosity = -1 };

	if (!is_id(r->id))
		return err_set(e, -EINVAL, "'%.32s' is no id of a report: hex digits are expected", r->id);
	in->r = r;
	in->number = number;
	report_shown(r, &everything, &in->shown);
	return report_json(r, &everything, &in->json, e);
}

static int add_submission(struct store *s, const struct report *r, struct err *e)
{
	cleanup_statement sqlite3_stmt *st = NULL;
	struct binder b = { 0 };

	if (store_statement(s, SQL_ADD_SUBMISSION, &st, e) < 0)
		return e->code;
	b.st = st;
	binder_text(&b, r->id);
	binder_text(&b, r->problem ? r->problem->id : "");
	binder_cut(&b, r->n_sources ? r->sources[0].name : "", SOURCE_NAME_MAX);
	binder_text(&b, r->source_hash);
	binder_number(&b, r->judged_at_us);
	return store_execute(s, &b, e);
}

static int add_sources(struct store *s, const struct report *r, struct err *e)
{
	for (size_t i = 0; i < r->n_sources; i++) {
		cleanup_statement sqlite3_stmt *st = NULL;
		struct binder b = { 0 };

		if (store_statement(s, SQL_ADD_SOURCE, &st, e) < 0)
			return e->code;
		b.st = st;
		binder_text(&b, r->id);
		binder_number(&b, i);
		binder_text(&b, r->sources[i].name);
		binder_bytes(&b, r->sources[i].text, r->sources[i].len);
		if (store_execute(s, &b, e) < 0)
			return e->code;
	}
	return 0;
}

static int add_judgement(struct store *s, const struct entry_in *in, struct err *e)
{
	const struct report *r = in->r;
	cleanup_statement sqlite3_stmt *st = NULL;
	struct binder b = { 0 };
	char score[32];

	if (store_statement(s, SQL_ADD_JUDGEMENT, &st, e) < 0)
		return e->code;
	b.st = st;
	binder_text(&b, r->id);
	binder_number(&b, in->number);
	binder_text(&b, r->problem ? r->problem->hash : NULL);
	binder_text(&b, verdict_id(r->judgement.verdict));
	binder_text(&b, r->judgement.reason);
	binder_text(&b, stage_word(r->decided_by));
	binder_number(&b, r->judged_at_us);
	binder_number(&b, in->shown.slowest != SIZE_MAX ? r->tests[in->shown.slowest].cpu_us : 0);
	binder_number(&b, in->shown.largest != SIZE_MAX ? r->tests[in->shown.largest].peak_bytes : 0);
	binder_number(&b, in->shown.passed);
	binder_number(&b, in->shown.total);
	score_words(r->score, score);
	binder_text(&b, r->scored ? score : NULL);
	binder_text(&b, r->compiler);
	binder_text(&b, r->host);
	binder_text(&b, in->json.data);
	return store_execute(s, &b, e);
}

static int add_results(struct store *s, const struct entry_in *in, struct err *e)
{
	for (size_t i = 0; i < in->r->n_tests; i++) {
		const struct report_test *t = &in->r->tests[i];
		cleanup_statement sqlite3_stmt *st = NULL;
		struct binder b = { 0 };

		if (store_statement(s, SQL_ADD_RESULT, &st, e) < 0)
			return e->code;
		b.st = st;
		binder_text(&b, in->r->id);
		binder_number(&b, in->number);
		binder_number(&b, i);
		binder_text(&b, t->test->group ? t->test->group : "");
		binder_text(&b, t->test->name ? t->test->name : "");
		binder_text(&b, verdict_id(t->judgement.verdict));
		binder_text(&b, t->judgement.reason);
		binder_number(&b, t->cpu_us);
		binder_number(&b, t->wall_us);
		binder_number(&b, t->peak_bytes);
		binder_number(&b, t->input_bytes);
		binder_number(&b, t->exit_code > 0 ? (uint64_t)t->exit_code : 0);
		binder_number(&b, t->signal > 0 ? (uint64_t)t->signal : 0);
		if (store_execute(s, &b, e) < 0)
			return e->code;
	}
	return 0;
}

/* Inside of a transaction, as what follows. */
static int add_new(struct store *s, const struct entry_in *in, struct err *e)
{
	if (add_submission(s, in->r, e) < 0)
		return e->code;
	/* It is there already: nothing of this call may be mixed into it. */
	if (sqlite3_changes(s->db) == 0)
		return 0;
	if (add_sources(s, in->r, e) < 0 || add_judgement(s, in, e) < 0 || add_results(s, in, e) < 0)
		return e->code;
	return 0;
}

static int add_again(struct store *s, const struct entry_in *in, struct err *e)
{
	if (add_judgement(s, in, e) < 0)
		return e->code;
	if (sqlite3_changes(s->db) == 0)
		return err_set(e, -ESTALE, "%.8s has been judged again meanwhile, by another judge", in->r->id);
	return add_results(s, in, e);
}

static int transact(struct store *s, int (*add)(struct store *s, const struct entry_in *in, struct err *e),
		    const struct entry_in *in, struct err *e)
{
	int rc = sqlite_run(s->db, "BEGIN IMMEDIATE");

	if (rc != SQLITE_OK)
		return store_fail(s, rc, e);
	if (add(s, in, e) == 0) {
		rc = sqlite_run(s->db, "COMMIT");
		if (rc == SQLITE_OK)
			return 0;
		(void)store_fail(s, rc, e);
	}
	/*
	 * A full disk may have rolled back already: then there is nothing to do, and the error of doing it does not
	 * count.
	 */
	(void)sqlite_run(s->db, "ROLLBACK");
	return e->code;
}

int store_add(struct store *s, const struct report *r, struct err *e)
{
	cleanup(entry_in_clear) struct entry_in in = { 0 };

	buf_init(&in.json, REPORT_BYTES_MAX);
	if (prepare(r, 1, &in, e) < 0)
		return e->code;
	return transact(s, add_new, &in, e);
}

int store_judge_again(struct store *s, const struct report *r, uint32_t after, struct err *e)
{
	cleanup(entry_in_clear) struct entry_in in = { 0 };

	buf_init(&in.json, REPORT_BYTES_MAX);
	if (prepare(r, after + 1, &in, e) < 0)
		return e->code;
	return transact(s, add_again, &in, e);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* The columns of STORE_ENTRY. */
enum {
	COLUMN_ID,
	COLUMN_PROBLEM,
	COLUMN_FILE,
	COLUMN_SUBMITTED,
	COLUMN_NUMBER,
	COLUMN_HASH,
	COLUMN_VERDICT,
	COLUMN_REASON,
	COLUMN_JUDGED,
	COLUMN_CPU,
	COLUMN_PEAK,
	COLUMN_PASSED,
	COLUMN_TOTAL,
	COLUMN_SCORE
};

static int read_entry(struct store *s, sqlite3_stmt *st, struct store_entry *en, struct err *e)
{
	char verdict[8];
	struct err unknown = ERR_INIT;

	*en = (struct store_entry){ 0 };
	/* What is NULL is read as "". */
	if (column_text(s, st, COLUMN_ID, en->id, sizeof(en->id), e) < 0 ||
	    column_text(s, st, COLUMN_PROBLEM, en->problem, sizeof(en->problem), e) < 0 ||
	    column_text(s, st, COLUMN_FILE, en->file, sizeof(en->file), e) < 0 ||
	    column_text(s, st, COLUMN_HASH, en->problem_hash, sizeof(en->problem_hash), e) < 0 ||
	    column_text(s, st, COLUMN_VERDICT, verdict, sizeof(verdict), e) < 0 ||
	    column_text(s, st, COLUMN_REASON, en->judgement.reason, sizeof(en->judgement.reason), e) < 0 ||
	    column_text(s, st, COLUMN_SCORE, en->score, sizeof(en->score), e) < 0)
		return e->code;
	if (strcmp(verdict, verdict_id(VERDICT_NONE)) && verdict_parse(verdict, &en->judgement.verdict, &unknown) < 0)
		return store_damaged(s, unknown.text, e);
	en->submitted_at_us = column_number(st, COLUMN_SUBMITTED);
	en->number = (uint32_t)(column_number(st, COLUMN_NUMBER) & UINT32_MAX);
	en->judged_at_us = column_number(st, COLUMN_JUDGED);
	en->cpu_us = column_number(st, COLUMN_CPU);
	en->peak_bytes = column_number(st, COLUMN_PEAK);
	en->passed = (uint32_t)(column_number(st, COLUMN_PASSED) & UINT32_MAX);
	en->total = (uint32_t)(column_number(st, COLUMN_TOTAL) & UINT32_MAX);
	return 0;
}

static int read_entries(struct store *s, struct binder *b, int (*entry)(const struct store_entry *en, void *arg),
			void *arg, struct err *e)
{
	struct store_entry en;
	int code;

	if (b->rc != SQLITE_OK)
		return store_fail(s, b->rc, e);
	while ((b->rc = sqlite3_step(b->st)) == SQLITE_ROW) {
		if (read_entry(s, b->st, &en, e) < 0)
			return e->code;
		code = entry(&en, arg);
		if (code)
			return code;
	}
	return b->rc == SQLITE_DONE ? 0 : store_fail(s, b->rc, e);
}

int store_list(struct store *s, const struct store_query *q, int (*entry)(const struct store_entry *en, void *arg),
	       void *arg, struct err *e)
{
	cleanup_statement sqlite3_stmt *st = NULL;
	struct binder b = { 0 };

	if (store_statement(s, q->problem ? SQL_LIST_PROBLEM : SQL_LIST, &st, e) < 0)
		return e->code;
	b.st = st;
	if (q->problem)
		binder_text(&b, q->problem);
	binder_number(&b, q->limit);
	return read_entries(s, &b, entry, arg, e);
}

/* The one id that begins so. */
static int find(struct store *s, const char *beginning, char id[REPORT_ID_MAX], struct err *e)
{
	char pattern[REPORT_ID_MAX + 1];
	cleanup_statement sqlite3_stmt *st = NULL;
	struct binder b = { 0 };
	int rc;

	/* Only hex digits, so that no letter of it can mean anything to LIKE. */
	if (!is_id(beginning))
		return err_set(e, -ENOENT, "'%.40s' is no id of a submission; judge history shows them", beginning);
	if (store_statement(s, SQL_FIND, &st, e) < 0)
		return e->code;
	snprintf(pattern, sizeof(pattern), "%s%%", beginning);
	b.st = st;
	binder_text(&b, pattern);
	rc = b.rc == SQLITE_OK ? sqlite3_step(st) : b.rc;
	if (rc == SQLITE_DONE)
		return err_set(e, -ENOENT, "no submission begins with '%s'; judge history shows their ids", beginning);
	if (rc != SQLITE_ROW)
		return store_fail(s, rc, e);
	if (column_text(s, st, 0, id, REPORT_ID_MAX, e) < 0)
		return e->code;
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		return err_set(e, -EEXIST, "several submissions begin with '%s'; give more of the id", beginning);
	return rc == SQLITE_DONE ? 0 : store_fail(s, rc, e);
}

int store_judgements(struct store *s, const char *id, int (*entry)(const struct store_entry *en, void *arg), void *arg,
		     struct err *e)
{
	cleanup_statement sqlite3_stmt *st = NULL;
	struct binder b = { 0 };
	char whole[REPORT_ID_MAX];

	if (find(s, id, whole, e) < 0 || store_statement(s, SQL_LIST_JUDGEMENTS, &st, e) < 0)
		return e->code;
	b.st = st;
	binder_text(&b, whole);
	return read_entries(s, &b, entry, arg, e);
}

/* The statement's rows for one submission; the first is there already. */
static int begin_reading(struct store *s, enum statement which, const char *id, sqlite3_stmt **st, int *rc,
			 struct err *e)
{
	struct binder b = { 0 };

	if (store_statement(s, which, st, e) < 0)
		return e->code;
	b.st = *st;
	binder_text(&b, id);
	*rc = b.rc == SQLITE_OK ? sqlite3_step(*st) : b.rc;
	return *rc == SQLITE_ROW || *rc == SQLITE_DONE ? 0 : store_fail(s, *rc, e);
}

int store_report(struct store *s, const char *id, uint32_t number, struct buf *json, struct err *e)
{
	cleanup_statement sqlite3_stmt *st = NULL;
	struct binder b = { 0 };
	char whole[REPORT_ID_MAX];

	if (find(s, id, whole, e) < 0 || store_statement(s, number ? SQL_REPORT_OF : SQL_REPORT, &st, e) < 0)
		return e->code;
	b.st = st;
	binder_text(&b, whole);
	if (number)
		binder_number(&b, number);
	if (b.rc == SQLITE_OK)
		b.rc = sqlite3_step(st);
	if (b.rc == SQLITE_DONE && number)
		return err_set(e, -ENOENT, "%.8s has no judgement %u", whole, number);
	if (b.rc == SQLITE_DONE)
		return store_damaged(s, "a submission without a report", e);
	if (b.rc != SQLITE_ROW)
		return store_fail(s, b.rc, e);
	(void)buf_append(json, sqlite3_column_blob(st, 0), (size_t)sqlite3_column_bytes(st, 0));
	return buf_error(json, "report", e);
}

int store_sources(struct store *s, const char *id, struct buf *json, struct err *e)
{
	cleanup_statement sqlite3_stmt *st = NULL;
	cleanup_json_out struct json_out j = { .root = cJSON_CreateArray() };
	char whole[REPORT_ID_MAX];
	int rc;

	if (!j.root)
		return err_set(e, -ENOMEM, "sources: out of memory");
	if (find(s, id, whole, e) < 0 || begin_reading(s, SQL_SOURCES, whole, &st, &rc, e) < 0)
		return e->code;
	for (; rc == SQLITE_ROW; rc = sqlite3_step(st)) {
		cJSON *o = json_object(&j, j.root, NULL);
		const char *name = (const char *)sqlite3_column_text(st, 0);
		const char *content = sqlite3_column_blob(st, 1);

		json_string(&j, o, "name", name ? name : "");
		json_bytes(&j, o, "text", content ? content : "", (size_t)sqlite3_column_bytes(st, 1));
	}
	if (rc != SQLITE_DONE)
		return store_fail(s, rc, e);
	return json_print(&j, 1, json, e);
}

/* ---- what was handed in ---------------------------------------------------------------------------------------- */

/* The row that the statement stands on, as one more file of them. */
static int read_source(struct store *s, sqlite3_stmt *st, struct arena *memory, struct source *out, struct err *e)
{
	char name[4 * SOURCE_NAME_MAX + 1];
	const char *content = sqlite3_column_blob(st, 1);

	if (column_text(s, st, 0, name, sizeof(name), e) < 0)
		return e->code;
	out->len = (size_t)sqlite3_column_bytes(st, 1);
	if (out->len > SOURCE_BYTES_MAX)
		return store_damaged(s, "a source that is too large", e);
	out->name = arena_strdup(memory, name);
	out->text = arena_strndup(memory, content ? content : "", out->len);
	return out->name && out->text ? 0 : err_set(e, -ENOMEM, "sources: out of memory");
}

static int read_sources(struct store *s, const char *id, struct arena *memory, struct source files[SOURCE_FILES_MAX],
			size_t *n, struct err *e)
{
	cleanup_statement sqlite3_stmt *st = NULL;
	int rc;

	if (begin_reading(s, SQL_SOURCES, id, &st, &rc, e) < 0)
		return e->code;
	for (*n = 0; rc == SQLITE_ROW; rc = sqlite3_step(st), ++*n) {
		if (*n == SOURCE_FILES_MAX)
			return store_damaged(s, "a submission of too many files", e);
		if (read_source(s, st, memory, &files[*n], e) < 0)
			return e->code;
	}
	return rc == SQLITE_DONE ? 0 : store_fail(s, rc, e);
}

static int read_source_hash(struct store *s, const char *id, char hex[HASH_HEX_MAX], struct err *e)
{
	cleanup_statement sqlite3_stmt *st = NULL;
	int rc;

	if (begin_reading(s, SQL_SOURCE_HASH, id, &st, &rc, e) < 0)
		return e->code;
	if (rc != SQLITE_ROW)
		return store_damaged(s, "a submission without a row", e);
	return column_text(s, st, 0, hex, HASH_HEX_MAX, e);
}

int store_submission(struct store *s, const char *id, struct submission *out, struct err *e)
{
	cleanup_arena struct arena memory;
	cleanup(submission_clear) struct submission kept = { 0 };
	struct source files[SOURCE_FILES_MAX];
	char whole[REPORT_ID_MAX], then[HASH_HEX_MAX], now[HASH_HEX_MAX];
	size_t n = 0;

	arena_init(&memory, SOURCES_BYTES_MAX);
	if (find(s, id, whole, e) < 0 || read_source_hash(s, whole, then, e) < 0 ||
	    read_sources(s, whole, &memory, files, &n, e) < 0)
		return e->code;
	if (n == 0)
		return err_set(e, -ENODATA, "nothing was kept of its source");
	if (submission_of(files, n, &kept, e) < 0 || submission_hash(&kept, now, e) < 0)
		return e->code;
	if (strcmp(then, now) != 0)
		return err_set(e, -EBADMSG, "its source is damaged: it is not what was handed in");
	*out = kept;
	kept = (struct submission){ 0 };
	return 0;
}

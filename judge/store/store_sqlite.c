/*
 * store_sqlite: submissions in one SQLite file, for one machine.
 *
 * A submission is one transaction. Writers take the write lock at its beginning (BEGIN IMMEDIATE), so that two of
 * them wait for each other instead of failing in the middle. What can go wrong with the file is the matter of
 * sqlite.c.
 */
#include "judge/report/report_view.h"
#include "judge/score.h"
#include "judge/store/sqlite.h"
#include "sandbox/base/json.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define REPORT_BYTES_MAX (64u * 1024 * 1024)

/* ---- adding ---------------------------------------------------------------------------------------------------- */

/* 1 to 32 lower-case hex digits. */
static bool is_id(const char *id)
{
	const size_t n = strspn(id, "0123456789abcdef");

	return n > 0 && n < REPORT_ID_MAX && !id[n];
}

static int add_submission(struct store *s, const struct report *r, const struct shown_report *shown, const char *json,
			  struct err *e)
{
	cleanup_statement sqlite3_stmt *st = NULL;
	struct binder b = { 0 };
	char score[32];

	if (store_statement(s, SQL_ADD_SUBMISSION, &st, e) < 0)
		return e->code;
	b.st = st;
	binder_text(&b, r->id);
	binder_text(&b, r->problem ? r->problem->id : "");
	binder_text(&b, r->problem ? r->problem->hash : NULL);
	binder_text(&b, verdict_id(r->judgement.verdict));
	binder_text(&b, r->judgement.reason);
	binder_text(&b, stage_word(r->decided_by));
	binder_cut(&b, r->n_sources ? r->sources[0].name : "", SOURCE_NAME_MAX);
	binder_text(&b, r->source_hash);
	binder_number(&b, r->judged_at_us);
	binder_number(&b, shown->slowest != SIZE_MAX ? r->tests[shown->slowest].cpu_us : 0);
	binder_number(&b, shown->largest != SIZE_MAX ? r->tests[shown->largest].peak_bytes : 0);
	binder_number(&b, shown->passed);
	binder_number(&b, shown->total);
	binder_text(&b, r->compiler);
	binder_text(&b, r->host);
	binder_text(&b, json);
	score_words(r->score, score);
	binder_text(&b, r->scored ? score : NULL);
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

static int add_results(struct store *s, const struct report *r, struct err *e)
{
	for (size_t i = 0; i < r->n_tests; i++) {
		const struct report_test *t = &r->tests[i];
		cleanup_statement sqlite3_stmt *st = NULL;
		struct binder b = { 0 };

		if (store_statement(s, SQL_ADD_RESULT, &st, e) < 0)
			return e->code;
		b.st = st;
		binder_text(&b, r->id);
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

/* Inside of a transaction. */
static int add_all(struct store *s, const struct report *r, const struct shown_report *shown, const char *json,
		   struct err *e)
{
	if (add_submission(s, r, shown, json, e) < 0)
		return e->code;
	/* It is there already: nothing of this call may be mixed into it. */
	if (sqlite3_changes(s->db) == 0)
		return 0;
	if (add_sources(s, r, e) < 0 || add_results(s, r, e) < 0)
		return e->code;
	return 0;
}

int store_add(struct store *s, const struct report *r, struct err *e)
{
	const struct report_style everything = { .view = VIEW_OWNER, .verbosity = -1 };
	cleanup_buf struct buf json;
	struct shown_report shown;
	int rc;

	buf_init(&json, REPORT_BYTES_MAX);
	if (!is_id(r->id))
		return err_set(e, -EINVAL, "'%.32s' is no id of a report: hex digits are expected", r->id);
	if (report_json(r, &everything, &json, e) < 0)
		return e->code;
	report_shown(r, &everything, &shown);
	rc = sqlite_run(s->db, "BEGIN IMMEDIATE");
	if (rc != SQLITE_OK)
		return store_fail(s, rc, e);
	if (add_all(s, r, &shown, json.data, e) == 0) {
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

/* ---- reading --------------------------------------------------------------------------------------------------- */

static int read_entry(struct store *s, sqlite3_stmt *st, struct store_entry *en, struct err *e)
{
	char verdict[8];
	struct err unknown = ERR_INIT;

	*en = (struct store_entry){ 0 };
	if (column_text(s, st, 0, en->id, sizeof(en->id), e) < 0 ||
	    column_text(s, st, 1, en->problem, sizeof(en->problem), e) < 0 ||
	    column_text(s, st, 2, verdict, sizeof(verdict), e) < 0 ||
	    column_text(s, st, 3, en->judgement.reason, sizeof(en->judgement.reason), e) < 0 ||
	    column_text(s, st, 4, en->file, sizeof(en->file), e) < 0)
		return e->code;
	if (strcmp(verdict, verdict_id(VERDICT_NONE)) && verdict_parse(verdict, &en->judgement.verdict, &unknown) < 0)
		return store_damaged(s, unknown.text, e);
	if (sqlite3_column_type(st, 10) != SQLITE_NULL && column_text(s, st, 10, en->score, sizeof(en->score), e) < 0)
		return e->code;
	en->judged_at_us = column_number(st, 5);
	en->cpu_us = column_number(st, 6);
	en->peak_bytes = column_number(st, 7);
	en->passed = (uint32_t)(column_number(st, 8) & UINT32_MAX);
	en->total = (uint32_t)(column_number(st, 9) & UINT32_MAX);
	return 0;
}

int store_list(struct store *s, const struct store_query *q, int (*entry)(const struct store_entry *en, void *arg),
	       void *arg, struct err *e)
{
	cleanup_statement sqlite3_stmt *st = NULL;
	struct binder b = { 0 };
	struct store_entry en;
	int code;

	if (store_statement(s, q->problem ? SQL_LIST_PROBLEM : SQL_LIST, &st, e) < 0)
		return e->code;
	b.st = st;
	if (q->problem)
		binder_text(&b, q->problem);
	binder_number(&b, q->limit);
	if (b.rc != SQLITE_OK)
		return store_fail(s, b.rc, e);
	while ((b.rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (read_entry(s, st, &en, e) < 0)
			return e->code;
		code = entry(&en, arg);
		if (code)
			return code;
	}
	return b.rc == SQLITE_DONE ? 0 : store_fail(s, b.rc, e);
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

int store_report(struct store *s, const char *id, struct buf *json, struct err *e)
{
	cleanup_statement sqlite3_stmt *st = NULL;
	char whole[REPORT_ID_MAX];
	int rc;

	if (find(s, id, whole, e) < 0 || begin_reading(s, SQL_REPORT, whole, &st, &rc, e) < 0)
		return e->code;
	if (rc != SQLITE_ROW)
		return store_damaged(s, "a submission without a report", e);
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

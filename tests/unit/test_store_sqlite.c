/*
 * What the store promises: all of a submission or nothing of it, whatever happens meanwhile.
 */
#include "sandbox/base/json.h"
#include "tests/support/store_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- remembering ----------------------------------------------------------------------------------------------- */

static void store__remembers_what_was_added(void **state)
{
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	struct seen seen;

	must_add(s, FIXTURE_WA_HIDDEN);
	must_list(s, NULL, 10, &seen);
	assert_int_equal(seen.n, 1);
	assert_string_equal(seen.entries[0].id, "000000000000000000000000000abc02");
	assert_string_equal(seen.entries[0].problem, "lru_cache");
	assert_int_equal(seen.entries[0].judgement.verdict, VERDICT_WA);
	assert_string_equal(seen.entries[0].judgement.reason, "secret-reason");
	assert_string_equal(seen.entries[0].file, "lru_cache.c");
	assert_int_equal(seen.entries[0].judged_at_us, 1769903999000000);
	assert_int_equal(seen.entries[0].cpu_us, 712345);
	assert_int_equal(seen.entries[0].peak_bytes, 93 << 20);
	assert_int_equal(seen.entries[0].passed, 5);
	assert_int_equal(seen.entries[0].total, 6);
	expect_whole(p->db, 1);
	assert_int_equal(db_ask(p->db, "SELECT exit_code FROM result WHERE number = 3"), 87);
	assert_int_equal(db_ask(p->db, "SELECT count(*) FROM result WHERE verdict = 'AC'"), 5);
}

static void store__takes_every_kind_of_report(void **state)
{
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	struct seen seen;

	for (int f = 0; f < FIXTURE_COUNT; f++)
		must_add(s, (enum fixture)f);
	must_list(s, NULL, 100, &seen);
	assert_int_equal(seen.n, FIXTURE_COUNT);
	/* same time: by id, the greatest first */
	assert_int_equal(seen.entries[0].judgement.verdict, VERDICT_NONE);
	assert_string_equal(seen.entries[0].problem, "");
	assert_string_equal(seen.entries[0].file, "");
	assert_int_equal(seen.entries[4].judgement.verdict, VERDICT_JE);
}

static void store__lists_the_newest_first_up_to_a_limit(void **state)
{
	static const struct problem other = { .id = "other" };
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	struct err e = ERR_INIT;
	struct seen seen;

	for (uint64_t i = 0; i < 10; i++) {
		cleanup_report struct report r;

		report_init(&r, i % 2 ? &other : NULL);
		/* not in the order of time */
		r.judged_at_us = 1000 + i * 7 % 10;
		assert_int_equal(store_add(s, &r, &e), 0);
	}
	must_list(s, NULL, 3, &seen);
	assert_int_equal(seen.n, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(seen.entries[i].judged_at_us, 1009 - i);
	must_list(s, "other", SIZE_MAX, &seen);
	assert_int_equal(seen.n, 5);
	for (size_t i = 1; i < 5; i++)
		assert_true(seen.entries[i].judged_at_us < seen.entries[i - 1].judged_at_us);
	must_list(s, "other' OR 1 = 1 --", SIZE_MAX, &seen);
	assert_int_equal(seen.n, 0);
	must_list(s, NULL, 0, &seen);
	assert_int_equal(seen.n, 0);
}

static void store__a_callback_can_end_the_listing(void **state)
{
	const struct store_place *p = *state;
	const struct store_query q = { .limit = 10 };
	cleanup_store struct store *s = must_open(p->db);
	struct seen seen = { .stop_with = -ECANCELED };
	struct err e = ERR_INIT;

	must_add(s, FIXTURE_AC);
	must_add(s, FIXTURE_TLE);
	assert_int_equal(store_list(s, &q, store_see, &seen, &e), -ECANCELED);
	assert_int_equal(seen.n, 1);
	/* and leaves nothing open: the next writer does not wait */
	must_add(s, FIXTURE_MLE);
}

static void store__adding_twice_changes_nothing(void **state)
{
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	cleanup_report struct report r;
	struct err e = ERR_INIT;
	struct seen seen;

	must_add(s, FIXTURE_WA_SAMPLE);
	fixture_report(&r, FIXTURE_TLE);
	snprintf(r.id, sizeof(r.id), "%s", "000000000000000000000000000abc01");
	assert_int_equal(store_add(s, &r, &e), 0);
	must_list(s, NULL, 10, &seen);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.entries[0].judgement.verdict, VERDICT_WA);
	expect_whole(p->db, 1);
}

/* A source without a name breaks a promise of the report, in the middle of the transaction. */
static void store__a_failure_in_the_middle_leaves_nothing(void **state)
{
	struct report_source sources[] = { { "a.c", "", 0 }, { NULL, "", 0 } };
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	cleanup_report struct report r;
	struct err e = ERR_INIT;

	fixture_report(&r, FIXTURE_AC);
	r.sources = sources;
	r.n_sources = 2;
	assert_int_equal(store_add(s, &r, &e), -EIO);
	expect_whole(p->db, 0);
	r.n_sources = 1;
	assert_int_equal(store_add(s, &r, &e), 0);
	expect_whole(p->db, 1);
}

static void store__gives_the_report_back_byte_for_byte(void **state)
{
	const struct report_style style = { .view = VIEW_OWNER, .verbosity = -1 };
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	cleanup_report struct report r;
	cleanup_buf struct buf written;
	cleanup_buf struct buf read;
	struct err e = ERR_INIT;

	buf_init(&written, 1 << 20);
	buf_init(&read, 1 << 20);
	fixture_report(&r, FIXTURE_HOSTILE);
	assert_int_equal(report_json(&r, &style, &written, &e), 0);
	assert_int_equal(store_add(s, &r, &e), 0);
	assert_int_equal(store_report(s, r.id, 0, &read, &e), 0);
	assert_string_equal(read.data, written.data);
	buf_clear(&read);
	buf_init(&read, 100);
	assert_int_equal(store_report(s, r.id, 0, &read, &e), -EMSGSIZE);
}

static void store__gives_the_sources_back(void **state)
{
	static const char text[] = "int a;\0int b; \xff \xf0\x9f\x98\x80\n";
	struct report_source sources[] = { { "my \"file\".c", text, sizeof(text) - 1 }, { "b.h", "", 0 } };
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	cleanup_report struct report r;
	cleanup_buf struct buf json;
	cleanup_json cJSON *tree = NULL;
	struct err e = ERR_INIT;

	buf_init(&json, 1 << 20);
	fixture_report(&r, FIXTURE_AC);
	r.sources = sources;
	r.n_sources = 2;
	assert_int_equal(store_add(s, &r, &e), 0);
	assert_int_equal(store_sources(s, r.id, &json, &e), 0);
	assert_int_equal(json_parse(json.data, json.len, 1 << 20, &tree, &e), 0);
	assert_int_equal(cJSON_GetArraySize(tree), 2);
	assert_string_equal(cJSON_GetObjectItem(cJSON_GetArrayItem(tree, 0), "name")->valuestring, "my \"file\".c");
	assert_string_equal(cJSON_GetObjectItem(cJSON_GetArrayItem(tree, 0), "text")->valuestring,
			    "int a;\xef\xbf\xbdint b; \xef\xbf\xbd \xf0\x9f\x98\x80\n");
	assert_string_equal(cJSON_GetObjectItem(cJSON_GetArrayItem(tree, 1), "text")->valuestring, "");
	/* in the file they are as they came */
	assert_int_equal(db_ask(p->db, "SELECT length(content) FROM source WHERE number = 0"), sizeof(text) - 1);
	assert_int_equal(db_ask(p->db, "SELECT count(*) FROM source WHERE number = 1 AND content = x''"), 1);
}

/* ---- judged again ---------------------------------------------------------------------------------------------- */

#define AN_ID "000000000000000000000000000abc01" /* of FIXTURE_WA_SAMPLE */

/* The report of another fixture, as a further judgement of that submission. */
static int judge_again(struct store *s, enum fixture f, uint32_t after, struct err *e)
{
	cleanup_report struct report r;

	fixture_report(&r, f);
	snprintf(r.id, sizeof(r.id), AN_ID);
	return store_judge_again(s, &r, after, e);
}

static void store__the_last_judgement_counts_and_the_others_stay(void **state)
{
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	cleanup_buf struct buf json;
	struct err e = ERR_INIT;
	struct seen seen;

	buf_init(&json, 1 << 20);
	must_add(s, FIXTURE_WA_SAMPLE);
	assert_int_equal(judge_again(s, FIXTURE_TLE, 1, &e), 0);
	assert_int_equal(judge_again(s, FIXTURE_AC, 2, &e), 0);
	must_list(s, NULL, 10, &seen);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.entries[0].number, 3);
	assert_int_equal(seen.entries[0].judgement.verdict, VERDICT_AC);
	seen.n = 0;
	assert_int_equal(store_judgements(s, AN_ID, store_see, &seen, &e), 0);
	assert_int_equal(seen.n, 3);
	assert_int_equal(seen.entries[0].judgement.verdict, VERDICT_WA);
	assert_int_equal(seen.entries[1].judgement.verdict, VERDICT_TLE);
	assert_int_equal(seen.entries[2].number, 3);
	assert_int_equal(store_report(s, AN_ID, 2, &json, &e), 0);
	assert_non_null(strstr(json.data, "\"verdict\":\"TLE\""));
	buf_reset(&json);
	assert_int_equal(store_report(s, AN_ID, 0, &json, &e), 0);
	assert_non_null(strstr(json.data, "\"verdict\":\"AC\""));
	assert_int_equal(store_report(s, AN_ID, 4, &json, &e), -ENOENT);
	expect_whole(p->db, 1);
	assert_int_equal(db_ask(p->db, "SELECT count(DISTINCT judgement) FROM result"), 3);
}

static void store__a_judgement_that_comes_late_is_not_written(void **state)
{
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	struct err e = ERR_INIT;

	must_add(s, FIXTURE_WA_SAMPLE);
	assert_int_equal(judge_again(s, FIXTURE_TLE, 1, &e), 0);
	assert_int_equal(judge_again(s, FIXTURE_AC, 1, &e), -ESTALE);
	assert_int_equal(judge_again(s, FIXTURE_AC, 0, &e), -ESTALE);
	assert_int_equal(db_ask(p->db, "SELECT count(*) FROM judgement"), 2);
	expect_whole(p->db, 1);
}

static void store__there_is_no_judgement_without_a_submission(void **state)
{
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	struct err e = ERR_INIT;

	assert_true(judge_again(s, FIXTURE_AC, 0, &e) < 0);
	assert_int_equal(db_ask(p->db, "SELECT count(*) FROM judgement"), 0);
}

/* A submission of these files, with their hash. */
static void add_files(struct store *s, struct report_source *files, size_t n)
{
	struct source sources[SOURCE_FILES_MAX];
	const struct submission as = { .sources = sources, .n_sources = n };
	cleanup_report struct report r;
	char hex[HASH_HEX_MAX];
	struct err e = ERR_INIT;

	for (size_t i = 0; i < n; i++)
		sources[i] = (struct source){ .name = files[i].name, .text = files[i].text, .len = files[i].len };
	assert_int_equal(submission_hash(&as, hex, &e), 0);
	fixture_report(&r, FIXTURE_AC);
	snprintf(r.id, sizeof(r.id), AN_ID);
	r.sources = files;
	r.n_sources = n;
	r.source_hash = hex;
	assert_int_equal(store_add(s, &r, &e), 0);
}

static void store__gives_back_what_was_handed_in(void **state)
{
	/* A name is kept as it was shown: a backslash in it stands there twice. */
	struct report_source files[] = { { "odd\\\\name.c", "int a;\n", 7 }, { "b.h", "int b;\n", 7 } };
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	cleanup(submission_clear) struct submission back = { .n_sources = 0 };
	struct err e = ERR_INIT;

	add_files(s, files, 2);
	if (store_submission(s, AN_ID, &back, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(back.n_sources, 2);
	assert_string_equal(back.sources[0].name, files[0].name);
	assert_string_equal(back.sources[1].text, files[1].text);
	assert_int_equal(store_submission(s, "0f", &back, &e), -ENOENT);
}

static void store__a_source_that_is_not_what_was_handed_in_is_refused(void **state)
{
	static const struct {
		const char *damage;
		int code;
	} rows[] = {
		{ "UPDATE source SET content = CAST('int b;' AS BLOB)", -EBADMSG },
		{ "UPDATE source SET name = 'b.c'", -EBADMSG },
		{ "UPDATE source SET content = x'00'", -EILSEQ },
		{ "UPDATE source SET content = zeroblob(10000000)", -EBADMSG },
		{ "UPDATE source SET name = printf('%.2000c', 'x')", -EBADMSG },
		{ "UPDATE submission SET source_hash = NULL", -EBADMSG },
		{ "DELETE FROM source", -ENODATA },
	};
	struct report_source files[] = { { "a.c", "int a;\n", 7 } };
	const struct store_place *p = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup_store struct store *s = must_open(p->db);
		struct submission back;
		struct err e = ERR_INIT;

		db_execute(p->db, "DELETE FROM submission");
		add_files(s, files, 1);
		db_execute(p->db, rows[i].damage);
		assert_int_equal(store_submission(s, AN_ID, &back, &e), rows[i].code);
	}
}

/* ---- names and ids --------------------------------------------------------------------------------------------- */

static void store__cuts_a_long_file_name_at_a_whole_character(void **state)
{
	char name[3 * SOURCE_NAME_MAX + 1];
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	cleanup_report struct report r;
	struct err e = ERR_INIT;
	struct seen seen;

	for (size_t i = 0; i < SOURCE_NAME_MAX; i++)
		memcpy(name + 3 * i, "日", 4);
	fixture_report(&r, FIXTURE_AC);
	r.sources[0].name = name;
	assert_int_equal(store_add(s, &r, &e), 0);
	must_list(s, NULL, 1, &seen);
	assert_int_equal(strlen(seen.entries[0].file), SOURCE_NAME_MAX / 3 * 3);
}

static void store__finds_by_a_unique_beginning(void **state)
{
	static const char *const unknown[] = { "",  "f",     "000000000000000000000000000abcff", "%", "_", "0%", "ABC",
					       "x", "0000 ", "000000000000000000000000000abc010" };
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	cleanup_report struct report r;
	struct err e = ERR_INIT;
	cleanup_buf struct buf json;

	buf_init(&json, 1 << 20);
	must_add(s, FIXTURE_WA_SAMPLE);
	must_add(s, FIXTURE_WA_HIDDEN);
	fixture_report(&r, FIXTURE_AC);
	snprintf(r.id, sizeof(r.id), "%s", "0b");
	assert_int_equal(store_add(s, &r, &e), 0);
	assert_int_equal(store_report(s, "0b", 0, &json, &e), 0);
	assert_int_equal(store_report(s, "000000000000000000000000000abc02", 0, &json, &e), 0);
	assert_int_equal(store_sources(s, "0b", &json, &e), 0);
	assert_int_equal(store_report(s, "0", 0, &json, &e), -EEXIST);
	assert_non_null(strstr(e.text, "give more of the id"));
	assert_int_equal(store_sources(s, "000", &json, &e), -EEXIST);
	buf_reset(&json);
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++) {
		assert_int_equal(store_report(s, unknown[i], 0, &json, &e), -ENOENT);
		assert_non_null(strstr(e.text, "judge history shows"));
		assert_int_equal(store_sources(s, unknown[i], &json, &e), -ENOENT);
	}
	assert_int_equal(json.len, 0);
}

static void store__takes_no_id_that_is_none(void **state)
{
	static const char *const bad[] = { "", "x", "ABC", "0 ", "0%", "'; DROP TABLE source" };
	const struct store_place *p = *state;
	cleanup_store struct store *s = must_open(p->db);
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		cleanup_report struct report r;

		fixture_report(&r, FIXTURE_AC);
		snprintf(r.id, sizeof(r.id), "%s", bad[i]);
		assert_int_equal(store_add(s, &r, &e), -EINVAL);
	}
	expect_whole(p->db, 0);
}

static void store__a_word_that_only_we_can_write_is_checked_when_read(void **state)
{
	static const char *const damage[] = {
		"UPDATE judgement SET verdict = 'OK'",
		"UPDATE judgement SET verdict = 'a verdict of many letters'",
		"UPDATE submission SET problem = printf('%.1000c', 'x')",
		"UPDATE judgement SET reason = printf('%.240c', 'x')",
		"UPDATE submission SET file = x'610062'",
	};
	const struct store_place *p = *state;
	const struct store_query q = { .limit = 30 };

	for (size_t i = 0; i < sizeof(damage) / sizeof(*damage); i++) {
		struct seen seen = { 0 };
		struct err e = ERR_INIT;
		cleanup_store struct store *s = must_open(p->db);

		db_execute(p->db, "DELETE FROM submission");
		must_add(s, FIXTURE_AC);
		db_execute(p->db, damage[i]);
		assert_int_equal(store_list(s, &q, store_see, &seen, &e), -EBADMSG);
		assert_int_equal(seen.n, 0);
	}
}

/* ---- no space -------------------------------------------------------------------------------------------------- */

/*
 * Adds reports in a child that may write `limit` bytes a file; `dies`: the kernel ends it at the limit, in the middle
 * of a write.
 */
static int add_with_limit(const struct store_place *p, rlim_t limit, bool dies, int *status)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		const struct rlimit file = { limit, limit };
		struct store *s = NULL;
		struct err e = ERR_INIT;
		int added = 0;

		signal(SIGXFSZ, dies ? SIG_DFL : SIG_IGN);
		if (setrlimit(RLIMIT_FSIZE, &file) < 0)
			_exit(99);
		if (store_open(p->db, &s, &e) == 0)
			for (int f = 0; e.code == 0 && f < FIXTURE_BARE; f++) {
				struct report r;

				fixture_report(&r, (enum fixture)f);
				added += store_add(s, &r, &e) == 0;
			}
		if (e.code && (e.code != -ENOSPC || !strstr(e.text, "nothing was stored"))) {
			fprintf(stderr, "# %llu bytes: %d: %s\n", (unsigned long long)limit, e.code, e.text);
			_exit(98);
		}
		_exit(added);
	}
	assert_int_equal(waitpid(pid, status, 0), pid);
	return WIFEXITED(*status) ? WEXITSTATUS(*status) : -1;
}

static void store__a_full_disk_loses_nothing_and_halves_nothing(void **state)
{
	const struct store_place *p = *state;
	unsigned partly = 0;
	int status;

	for (rlim_t limit = 0; limit < 200000; limit = limit * 9 / 8 + 3000) {
		const int added = add_with_limit(p, limit, false, &status);

		assert_in_range(added, 0, FIXTURE_BARE);
		partly += added > 0 && added < FIXTURE_BARE;
		/* what had been reported is there; a next one, with space, finds a sound database */
		store_close(must_open(p->db));
		expect_whole(p->db, added);
		store_place_clean(p);
	}
	assert_true(partly > 2);
}

static void store__a_process_that_dies_while_writing_leaves_all_or_nothing(void **state)
{
	const struct store_place *p = *state;
	unsigned died = 0;
	int status;

	for (rlim_t limit = 1000; limit < 200000; limit = limit * 5 / 4 + 3000) {
		int64_t found;

		(void)add_with_limit(p, limit, true, &status);
		died += WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ;
		store_close(must_open(p->db));
		found = db_ask(p->db, "SELECT count(*) FROM submission");
		expect_whole(p->db, found);
		store_place_clean(p);
	}
	assert_true(died > 5);
}

/* ---- others at the same time ----------------------------------------------------------------------------------- */

static void store__two_writers_wait_for_each_other(void **state)
{
	const struct store_place *p = *state;

	store_close(must_open(p->db));
	must_write_at_once(p, 2, 20);
	expect_whole(p->db, 40);
}

static void store__gives_up_on_a_writer_that_never_ends(void **state)
{
	const struct store_place *p = *state;
	cleanup_report struct report r;
	struct err e = ERR_INIT;
	struct seen seen;
	struct store *s;
	sqlite3 *other = NULL;

	vfs_change();
	vfs_changed.xSleep = vfs_sleep_at_once;
	s = must_open(p->db);
	assert_int_equal(sqlite3_open(p->db, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	fixture_report(&r, FIXTURE_AC);
	vfs_slept_us = 0;
	assert_int_equal(store_add(s, &r, &e), -EBUSY);
	assert_non_null(strstr(e.text, "another judge is writing"));
	assert_in_range(vfs_slept_us, STORE_PATIENCE_MS * 900, STORE_PATIENCE_MS * 1100);
	/* reading does not wait, and nothing is left of the attempt */
	must_list(s, NULL, 10, &seen);
	assert_int_equal(seen.n, 0);
	assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(store_add(s, &r, &e), 0);
	sqlite3_close(other);
	store_close(s);
	vfs_restore();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_STORE_PLACE(store__remembers_what_was_added),
		AT_STORE_PLACE(store__takes_every_kind_of_report),
		AT_STORE_PLACE(store__lists_the_newest_first_up_to_a_limit),
		AT_STORE_PLACE(store__a_callback_can_end_the_listing),
		AT_STORE_PLACE(store__adding_twice_changes_nothing),
		AT_STORE_PLACE(store__a_failure_in_the_middle_leaves_nothing),
		AT_STORE_PLACE(store__gives_the_report_back_byte_for_byte),
		AT_STORE_PLACE(store__gives_the_sources_back),
		AT_STORE_PLACE(store__the_last_judgement_counts_and_the_others_stay),
		AT_STORE_PLACE(store__a_judgement_that_comes_late_is_not_written),
		AT_STORE_PLACE(store__there_is_no_judgement_without_a_submission),
		AT_STORE_PLACE(store__gives_back_what_was_handed_in),
		AT_STORE_PLACE(store__a_source_that_is_not_what_was_handed_in_is_refused),
		AT_STORE_PLACE(store__cuts_a_long_file_name_at_a_whole_character),
		AT_STORE_PLACE(store__finds_by_a_unique_beginning),
		AT_STORE_PLACE(store__takes_no_id_that_is_none),
		AT_STORE_PLACE(store__a_word_that_only_we_can_write_is_checked_when_read),
		AT_STORE_PLACE(store__a_full_disk_loses_nothing_and_halves_nothing),
		AT_STORE_PLACE(store__a_process_that_dies_while_writing_leaves_all_or_nothing),
		AT_STORE_PLACE(store__two_writers_wait_for_each_other),
		AT_STORE_PLACE(store__gives_up_on_a_writer_that_never_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * What sqlite promises: a private file, written ahead and synced; a file that is not ours is left as it is; and an
 * error that says what to do.
 */
#include "judge/store/sql.h"
#include "sandbox/base/fs.h"
#include "tests/support/store_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- the file -------------------------------------------------------------------------------------------------- */

static unsigned mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void sqlite__the_default_is_private(void **state)
{
	const struct store_place *p = *state;
	const mode_t before = umask(0);
	char path[700], data_home[600];

	snprintf(data_home, sizeof(data_home), "%s/data/home", p->dir);
	setenv("XDG_DATA_HOME", data_home, 1);
	{
		cleanup_store struct store *s = must_open(NULL);

		must_add(s, FIXTURE_AC);
		snprintf(path, sizeof(path), "%s/judge", data_home);
		assert_int_equal(mode_of(path), 0700);
		snprintf(path, sizeof(path), "%s/judge/judge.db", data_home);
		assert_int_equal(mode_of(path), 0600);
		snprintf(path, sizeof(path), "%s/judge/judge.db-wal", data_home);
		assert_int_equal(mode_of(path), 0600);
		snprintf(path, sizeof(path), "%s/judge/judge.db-shm", data_home);
		assert_int_equal(mode_of(path), 0600);
	}
	unsetenv("XDG_DATA_HOME");
	umask(before);
}

static sqlite3_io_methods methods;
static unsigned syncs;

static int count_sync(sqlite3_file *file, int flags)
{
	syncs++;
	(void)file;
	(void)flags;
	return SQLITE_OK;
}

static int open_counted(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	const int rc = vfs_usual->xOpen(vfs, name, file, flags, out_flags);

	if (rc == SQLITE_OK && flags & SQLITE_OPEN_WAL) {
		methods = *file->pMethods;
		methods.xSync = count_sync;
		file->pMethods = &methods;
	}
	return rc;
}

static void sqlite__writes_ahead_and_syncs_each_submission(void **state)
{
	const struct store_place *p = *state;
	struct store *s;

	vfs_change();
	vfs_changed.xOpen = open_counted;
	s = must_open(p->db);
	assert_int_equal(db_ask(p->db, "SELECT count(*) FROM pragma_journal_mode() WHERE journal_mode = 'wal'"), 1);
	for (int f = 0; f < FIXTURE_COUNT; f++) {
		syncs = 0;
		must_add(s, (enum fixture)f);
		assert_true(syncs >= 1);
	}
	store_close(s);
	vfs_restore();
}

/* The connection that the store opened last: SQLite shows each to its extensions. */
static sqlite3 *shown;

static int show_connection(sqlite3 *db, char **error, const struct sqlite3_api_routines *api)
{
	(void)error;
	(void)api;
	shown = db;
	return SQLITE_OK;
}

static void sqlite__its_connection_is_strict(void **state)
{
	static const struct {
		const char *pragma;
		int value;
	} rows[] = {
		{ "PRAGMA foreign_keys", 1 },
		{ "PRAGMA synchronous", 2 }, /* FULL */
		{ "PRAGMA cell_size_check", 1 },
		{ "PRAGMA busy_timeout", STORE_PATIENCE_MS },
	};
	const struct store_place *p = *state;
	struct store *s;

	sqlite3_auto_extension((void (*)(void))show_connection);
	s = must_open(p->db);
	sqlite3_cancel_auto_extension((void (*)(void))show_connection);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		sqlite3_stmt *st = NULL;

		assert_int_equal(sqlite3_prepare_v2(shown, rows[i].pragma, -1, &st, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_step(st), SQLITE_ROW);
		assert_int_equal(sqlite3_column_int(st, 0), rows[i].value);
		sqlite3_finalize(st);
	}
	store_close(s);
}

static void sqlite__is_there_when_it_is_opened_again(void **state)
{
	const struct store_place *p = *state;

	for (int i = 0; i < 3; i++) {
		cleanup_store struct store *s = must_open(p->db);
		struct seen seen;

		must_add(s, (enum fixture)i);
		must_list(s, NULL, 10, &seen);
		assert_int_equal(seen.n, i + 1);
	}
	assert_int_equal(db_ask(p->db, "SELECT count(*) FROM judge_schema"), 1);
}

static void sqlite__a_relative_path_is_a_file_whatever_it_is_called(void **state)
{
	const struct store_place *p = *state;
	char *here = getcwd(NULL, 0);

	assert_int_equal(chdir(p->dir), 0);
	{
		cleanup_store struct store *s = must_open(":memory:");

		must_add(s, FIXTURE_AC);
	}
	assert_true(fs_is_file(":memory:"));
	assert_int_equal(chdir(here), 0);
	free(here);
}

static void sqlite__says_what_to_do_where_there_is_no_place(void **state)
{
	const struct store_place *p = *state;
	char path[600];

	snprintf(path, sizeof(path), "%s/nowhere/judge.db", p->dir);
	must_refuse(path, -ENOENT, "make it, or name another file");
	must_refuse(p->dir, -EISDIR, "name a file");
	must_refuse("postgresql://host/db", -ENOTSUP, "SQLite only");
}

/* ---- what is not ours ------------------------------------------------------------------------------------------ */

static void write_file(const char *path, const void *bytes, size_t n)
{
	struct err e = ERR_INIT;

	assert_int_equal(fs_write(AT_FDCWD, path, bytes, n, 0600, &e), 0);
}

static void read_whole(const char *path, struct buf *b)
{
	struct err e = ERR_INIT;

	buf_init(b, 1 << 20);
	assert_int_equal(fs_read(AT_FDCWD, path, b, &e), 0);
}

/* It must be refused, and be the same afterwards, alone in its directory. */
static void expect_untouched(const struct store_place *p, int code, const char *words)
{
	cleanup_buf struct buf before;
	cleanup_buf struct buf after;
	cleanup_free char **names = NULL;
	struct err e = ERR_INIT;
	size_t n = 0;

	read_whole(p->db, &before);
	must_refuse(p->db, code, words);
	read_whole(p->db, &after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	assert_int_equal(fs_list(AT_FDCWD, p->dir, 10, &names, &n, &e), 0);
	assert_int_equal(n, 1);
}

static void sqlite__leaves_a_file_that_is_no_database_as_it_is(void **state)
{
	const struct store_place *p = *state;
	char text[4096];

	memset(text, 'x', sizeof(text));
	write_file(p->db, text, sizeof(text));
	expect_untouched(p, -EBADMSG, "not a database; move it away");
	write_file(p->db, "short", 5);
	expect_untouched(p, -EBADMSG, "not a database; move it away");
}

static void sqlite__leaves_the_database_of_another_program_as_it_is(void **state)
{
	const struct store_place *p = *state;

	db_execute(p->db, "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('a')");
	expect_untouched(p, -EBADMSG, "another program");
}

static void sqlite__leaves_a_newer_database_as_it_is(void **state)
{
	const struct store_place *p = *state;

	db_execute(p->db, "CREATE TABLE judge_schema (version BIGINT NOT NULL); INSERT INTO judge_schema VALUES (4)");
	expect_untouched(p, -EBADMSG, "newer judge (version 4, this one knows 3); update the judge");
}

static void sqlite__leaves_a_database_without_a_version_as_it_is(void **state)
{
	const struct store_place *p = *state;

	db_execute(p->db, "CREATE TABLE judge_schema (version BIGINT NOT NULL)");
	expect_untouched(p, -EBADMSG, "damaged");
	db_execute(p->db, "INSERT INTO judge_schema VALUES (-1)");
	expect_untouched(p, -EBADMSG, "damaged");
}

/* A database as version 2 has left it, with one submission that failed its second test. */
static void sqlite__an_older_database_is_brought_up_to_date(void **state)
{
	const struct store_place *p = *state;
	cleanup_store struct store *s = NULL;
	cleanup_buf struct buf json;
	struct err e = ERR_INIT;
	struct seen seen;

	for (size_t v = 0; v < 2; v++)
		for (size_t i = 0; i < STORE_MIGRATION_MAX && store_migrations[v][i]; i++)
			db_execute(p->db, store_migrations[v][i]);
	db_execute(p->db, "INSERT INTO submission VALUES ('ab', 'twice', 'cafe', 'WA', 'why', 'tests', 'a.c', 'beef',"
			  " 7000000, 5, 6, 1, 2, 'gcc', NULL, '{\"id\":\"ab\"}', '12.5');"
			  "INSERT INTO source VALUES ('ab', 0, 'a.c', x'61');"
			  "INSERT INTO result VALUES ('ab', 0, 'g', 'n', 'AC', '', 1, 2, 3, 4, 5, 6),"
			  " ('ab', 1, 'g', 'm', 'WA', 'why', 1, 2, 3, 4, 5, 6)");
	s = must_open(p->db);
	must_list(s, "twice", 10, &seen);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.entries[0].number, 1);
	assert_int_equal(seen.entries[0].judgement.verdict, VERDICT_WA);
	assert_string_equal(seen.entries[0].judgement.reason, "why");
	assert_string_equal(seen.entries[0].problem_hash, "cafe");
	assert_string_equal(seen.entries[0].score, "12.5");
	assert_string_equal(seen.entries[0].file, "a.c");
	assert_int_equal(seen.entries[0].submitted_at_us, 7000000);
	assert_int_equal(seen.entries[0].judged_at_us, 7000000);
	assert_int_equal(seen.entries[0].cpu_us, 5);
	assert_int_equal(seen.entries[0].total, 2);
	buf_init(&json, 1000);
	assert_int_equal(store_report(s, "ab", 1, &json, &e), 0);
	assert_string_equal(json.data, "{\"id\":\"ab\"}");
	assert_int_equal(db_ask(p->db, "SELECT count(*) FROM result WHERE submission = 'ab' AND judgement = 1"), 2);
	assert_int_equal(db_ask(p->db, "SELECT signal FROM result WHERE name = 'm'"), 6);
	assert_int_equal(db_ask(p->db, "SELECT count(*) FROM source WHERE content = x'61'"), 1);
	assert_int_equal(db_ask(p->db, "SELECT version FROM judge_schema"), STORE_VERSION);
	assert_int_equal(db_ask(p->db, "SELECT count(*) FROM pragma_foreign_key_check()"), 0);
	/* What is new goes on beside what was there. */
	must_add(s, FIXTURE_AC);
}

/* Our own file, then bytes of it overwritten: an error or an answer, but never more than that. */
static void sqlite__survives_a_damaged_file(void **state)
{
	const struct store_place *p = *state;
	cleanup_buf struct buf whole;
	unsigned refused = 0;

	{
		cleanup_store struct store *s = must_open(p->db);

		for (int f = 0; f < FIXTURE_COUNT; f++)
			must_add(s, (enum fixture)f);
	}
	read_whole(p->db, &whole);
	assert_true(whole.len > 20000);
	for (size_t at = 0; at < whole.len; at += 997) {
		cleanup_free char *bytes = malloc(whole.len);
		cleanup_store struct store *s = NULL;
		cleanup_buf struct buf json;
		struct seen seen = { 0 };
		const struct store_query q = { .limit = 30 };
		struct err e = ERR_INIT;

		assert_non_null(bytes);
		memcpy(bytes, whole.data, whole.len);
		for (size_t i = at; i < whole.len && i < at + 60; i++)
			bytes[i] = (char)(bytes[i] ^ 0x5a);
		write_file(p->db, bytes, whole.len);
		buf_init(&json, 1 << 20);
		if (store_open(p->db, &s, &e) < 0 || store_list(s, &q, store_see, &seen, &e) < 0 ||
		    store_report(s, "000000000000000000000000000abc02", 0, &json, &e) < 0) {
			assert_true(e.code == -EBADMSG || e.code == -ENOENT);
			refused++;
		}
	}
	assert_true(refused > 0);
}

/* ---- no right to write ----------------------------------------------------------------------------------------- */

/* Runs f in a process for which permissions count, whoever runs the tests; its result. */
static int without_capabilities(int (*f)(const struct store_place *p), const struct store_place *p)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0 }, { 0 } };
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(syscall(SYS_capset, &header, none) < 0 ? 99 : f(p));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* 0 if opening is refused with -EACCES and words that help. */
static int is_refused(const struct store_place *p)
{
	struct store *s = NULL;
	struct err e = ERR_INIT;

	if (store_open(p->db, &s, &e) == -EACCES && strstr(e.text, "set XDG_DATA_HOME") && strstr(e.text, p->db))
		return 0;
	fprintf(stderr, "# %d: %s\n", e.code, e.text);
	return 1;
}

static void sqlite__a_read_only_directory_is_named(void **state)
{
	const struct store_place *p = *state;

	assert_int_equal(chmod(p->dir, 0500), 0);
	assert_int_equal(without_capabilities(is_refused, p), 0);
	assert_int_equal(chmod(p->dir, 0700), 0);
	/* the same with a database in it, which needs a journal beside it */
	store_close(must_open(p->db));
	assert_int_equal(chmod(p->dir, 0500), 0);
	assert_int_equal(without_capabilities(is_refused, p), 0);
	assert_int_equal(chmod(p->dir, 0700), 0);
}

static void sqlite__a_read_only_file_is_named(void **state)
{
	const struct store_place *p = *state;

	store_close(must_open(p->db));
	assert_int_equal(chmod(p->db, 0400), 0);
	assert_int_equal(without_capabilities(is_refused, p), 0);
	assert_int_equal(chmod(p->db, 0000), 0);
	assert_int_equal(without_capabilities(is_refused, p), 0);
}

/* ---- others at the same time ----------------------------------------------------------------------------------- */

static void sqlite__several_can_make_the_database_at_once(void **state)
{
	const struct store_place *p = *state;

	for (int round = 0; round < 5; round++) {
		must_write_at_once(p, 6, 1);
		expect_whole(p->db, 6);
		assert_int_equal(db_ask(p->db, "SELECT count(*) FROM judge_schema"), 1);
		store_place_clean(p);
	}
}

/*
 * Opening, too, has an end: whoever writes keeps the schema from being read, whoever reads keeps WAL from being
 * turned on.
 */
static void sqlite__gives_up_on_a_lock_that_never_ends(void **state)
{
	static const char *const locks[] = { "BEGIN EXCLUSIVE", "BEGIN; SELECT count(*) FROM sqlite_master" };
	const struct store_place *p = *state;

	vfs_change();
	vfs_changed.xSleep = vfs_sleep_at_once;
	for (size_t i = 0; i < 2; i++) {
		sqlite3 *other = NULL;

		assert_int_equal(sqlite3_open(p->db, &other), SQLITE_OK);
		assert_int_equal(sqlite3_exec(other, locks[i], NULL, NULL, NULL), SQLITE_OK);
		vfs_slept_us = 0;
		must_refuse(p->db, -EBUSY, "another judge");
		assert_in_range(vfs_slept_us, STORE_PATIENCE_MS * 900, STORE_PATIENCE_MS * 1100);
		sqlite3_close(other);
	}
	vfs_restore();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_STORE_PLACE(sqlite__the_default_is_private),
		AT_STORE_PLACE(sqlite__writes_ahead_and_syncs_each_submission),
		AT_STORE_PLACE(sqlite__its_connection_is_strict),
		AT_STORE_PLACE(sqlite__is_there_when_it_is_opened_again),
		AT_STORE_PLACE(sqlite__a_relative_path_is_a_file_whatever_it_is_called),
		AT_STORE_PLACE(sqlite__says_what_to_do_where_there_is_no_place),
		AT_STORE_PLACE(sqlite__leaves_a_file_that_is_no_database_as_it_is),
		AT_STORE_PLACE(sqlite__leaves_the_database_of_another_program_as_it_is),
		AT_STORE_PLACE(sqlite__leaves_a_newer_database_as_it_is),
		AT_STORE_PLACE(sqlite__leaves_a_database_without_a_version_as_it_is),
		AT_STORE_PLACE(sqlite__an_older_database_is_brought_up_to_date),
		AT_STORE_PLACE(sqlite__survives_a_damaged_file),
		AT_STORE_PLACE(sqlite__a_read_only_directory_is_named),
		AT_STORE_PLACE(sqlite__a_read_only_file_is_named),
		AT_STORE_PLACE(sqlite__several_can_make_the_database_at_once),
		AT_STORE_PLACE(sqlite__gives_up_on_a_lock_that_never_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

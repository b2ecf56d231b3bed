/*
 * store_fixture: a place for a database of a test's own, and what tests of the store do to it.
 */
#include "tests/support/store_fixture.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

sqlite3_vfs *vfs_usual;
sqlite3_vfs vfs_changed;
uint64_t vfs_slept_us;

int store_place_make(void **state)
{
	struct store_place *p = calloc(1, sizeof(*p));
	struct err e = ERR_INIT;

	if (!p || fs_temp_dir(NULL, "store-", &p->dir, &e) < 0)
		return -1;
	snprintf(p->db, sizeof(p->db), "%s/judge.db", p->dir);
	*state = p;
	return 0;
}

int store_place_remove(void **state)
{
	struct store_place *p = *state;
	struct err e = ERR_INIT;
	const int code = fs_remove_tree(AT_FDCWD, p->dir, &e);

	free(p->dir);
	free(p);
	return code;
}

struct store *must_open(const char *path)
{
	struct store *s = NULL;
	struct err e = ERR_INIT;

	if (store_open(path, &s, &e) < 0)
		fail_msg("%s", e.text);
	return s;
}

void must_refuse(const char *path, int code, const char *words)
{
	struct store *s = NULL;
	struct err e = ERR_INIT;

	assert_int_equal(store_open(path, &s, &e), code);
	assert_null(s);
	if (!strstr(e.text, words))
		fail_msg("'%s' is not in: %s", words, e.text);
}

void must_add(struct store *s, enum fixture f)
{
	cleanup_report struct report r;
	struct err e = ERR_INIT;

	fixture_report(&r, f);
	if (store_add(s, &r, &e) < 0)
		fail_msg("%s", e.text);
}

int64_t db_ask(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;
	int64_t answer;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	answer = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return answer;
}

void db_execute(const char *path, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

void expect_whole(const char *path, int64_t submissions)
{
	assert_int_equal(db_ask(path, "SELECT count(*) FROM submission"), submissions);
	assert_int_equal(db_ask(path, "SELECT count(DISTINCT submission) FROM judgement"), submissions);
	assert_int_equal(db_ask(path, "SELECT count(*) FROM judgement WHERE length(report) < 100"), 0);
	assert_int_equal(db_ask(path, "SELECT count(*) FROM judgement j WHERE total <>"
				      " (SELECT count(*) FROM result WHERE submission = j.submission"
				      " AND judgement = j.number)"),
			 0);
	assert_int_equal(db_ask(path, "SELECT count(DISTINCT submission) FROM source"), submissions);
	assert_int_equal(db_ask(path, "SELECT count(*) FROM pragma_foreign_key_check()"), 0);
	assert_int_equal(db_ask(path, "SELECT count(*) FROM pragma_integrity_check() WHERE integrity_check <> 'ok'"),
			 0);
}

int store_see(const struct store_entry *en, void *arg)
{
	struct seen *seen = arg;

	assert_true(seen->n < 32);
	seen->entries[seen->n++] = *en;
	return seen->stop_with;
}

void must_list(struct store *s, const char *problem, size_t limit, struct seen *seen)
{
	const struct store_query q = { .problem = problem, .limit = limit };
	struct err e = ERR_INIT;

	*seen = (struct seen){ .n = 0 };
	assert_int_equal(store_list(s, &q, store_see, seen, &e), 0);
}

void store_place_clean(const struct store_place *p)
{
	char path[600];

	unlink(p->db);
	snprintf(path, sizeof(path), "%s-wal", p->db);
	unlink(path);
	snprintf(path, sizeof(path), "%s-shm", p->db);
	unlink(path);
}

void vfs_change(void)
{
	vfs_usual = sqlite3_vfs_find(NULL);
	vfs_changed = *vfs_usual;
	vfs_changed.zName = "vfs_changed";
	vfs_changed.pNext = NULL;
	assert_int_equal(sqlite3_vfs_register(&vfs_changed, 1), SQLITE_OK);
}

void vfs_restore(void)
{
	sqlite3_vfs_unregister(&vfs_changed);
	sqlite3_vfs_register(vfs_usual, 1);
}

int vfs_sleep_at_once(sqlite3_vfs *vfs, int us)
{
	(void)vfs;
	vfs_slept_us += (uint64_t)us;
	return us;
}

void must_write_at_once(const struct store_place *p, unsigned writers, unsigned reports)
{
	fflush(stdout);
	for (unsigned w = 0; w < writers; w++) {
		const pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0) {
			struct store *s = NULL;
			struct err e = ERR_INIT;
			int code = store_open(p->db, &s, &e);

			for (unsigned i = 0; code == 0 && i < reports; i++) {
				struct report r;

				fixture_report(&r, FIXTURE_AC);
				snprintf(r.id, sizeof(r.id), "%04x%04x", w, i);
				code = store_add(s, &r, &e);
				report_clear(&r);
			}
			if (code < 0)
				fprintf(stderr, "# %s\n", e.text);
			store_close(s);
			_exit(code < 0);
		}
	}
	for (unsigned w = 0; w < writers; w++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
}

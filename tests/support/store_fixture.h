/*
 * store_fixture: a place for a database of a test's own, and what tests of the store do to it.
 *
 * What begins with must_ fails the test when it does not succeed.
 */
#ifndef JUDGE_TESTS_SUPPORT_STORE_FIXTURE_H
#define JUDGE_TESTS_SUPPORT_STORE_FIXTURE_H

#include "judge/store/store.h"
#include "tests/support/report_fixture.h"

#include <sqlite3.h>

/* A directory of the test's own, and a path in it where nothing is yet. */
struct store_place {
	char *dir;
	char db[512];
};
/* For cmocka: *state is a struct store_place. */
int store_place_make(void **state);
int store_place_remove(void **state);
#define AT_STORE_PLACE(f) cmocka_unit_test_setup_teardown(f, store_place_make, store_place_remove)
/* Removes the database and its journals. */
void store_place_clean(const struct store_place *p);

struct store *must_open(const char *path);
/* Opening must fail with this code and these words. */
void must_refuse(const char *path, int code, const char *words);
void must_add(struct store *s, enum fixture f);

/* What a listing showed. */
struct seen {
	struct store_entry entries[32];
	size_t n;
	int stop_with; /* returned at the first entry */
};
int store_see(const struct store_entry *en, void *seen);
void must_list(struct store *s, const char *problem, size_t limit, struct seen *seen);

/* The one number that a query of the test's own gives. */
int64_t db_ask(const char *path, const char *sql);
void db_execute(const char *path, const char *sql);
/* There are so many submissions, each has all its parts, no part is without its submission, and the file is sound. */
void expect_whole(const char *path, int64_t submissions);

/* SQLite's own layer over the operating system, in which a test may replace functions between change and restore. */
extern sqlite3_vfs *vfs_usual;
extern sqlite3_vfs vfs_changed;
void vfs_change(void);
void vfs_restore(void);
/* An xSleep whose time passes at once, and the time that passed. */
int vfs_sleep_at_once(sqlite3_vfs *vfs, int us);
extern uint64_t vfs_slept_us;

/* Processes that each open the database and add `reports` to it, all at once; each must succeed. */
void must_write_at_once(const struct store_place *p, unsigned writers, unsigned reports);

#endif

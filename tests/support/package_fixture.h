/*
 * package_fixture: problem packages that tests write, damage and load.
 */
#ifndef JUDGE_TESTS_SUPPORT_PACKAGE_FIXTURE_H
#define JUDGE_TESTS_SUPPORT_PACKAGE_FIXTURE_H

#include "judge/package/problem.h"

#include <stddef.h>
#include <sys/types.h>

/* A folder of problems, and the one package in it. */
struct place {
	char *path;
	char *dir; /* path/two_sum */
};

/*
 * What cmocka calls around a test: an empty place, one with a package of ours, with one from elsewhere, with a legacy
 * one.
 */
int place_make_empty(void **state);
int place_make_ours(void **state);
int place_make_theirs(void **state);
int place_make_legacy(void **state);
int place_remove(void **state);

/* Paths are below the package, but of place_put_beside below the folder of problems. Whatever fails ends the test. */
void place_put(const struct place *p, const char *path, const char *content);
void place_put_bytes(const struct place *p, const char *path, const void *content, size_t n);
void place_put_beside(const struct place *p, const char *path, const char *content);
void place_put_link(const struct place *p, const char *path, const char *target);
/* A file of that size that takes no room. */
void place_put_huge(const struct place *p, const char *path, off_t bytes);
/* Every file of the package of ours, as it was. */
void place_put_ours(const struct place *p);
void place_take(const struct place *p, const char *path);
/* Puts a file of the package of ours with one passage replaced. */
void place_edit(const struct place *p, const char *path, const char *old, const char *new);

struct problem *place_load(const struct place *p);
const struct problem_test *find_test(const struct problem *p, const char *group, const char *name);

bool has_note(const struct problem *p, const char *note);

/* It must not load, and this is the error, without the "problem two_sum: " that each begins with. */
void assert_damaged(const struct place *p, const char *error);
/* As above, for what is found before anything is read: the error begins with the directory's path. */
void assert_unreadable(const struct place *p, const char *error);

struct damage {
	const char *old;
	const char *new;
	const char *error;
};

/* Does each damage to that file of the package of ours on its own. */
void assert_each_damage(const struct place *p, const char *path, const struct damage *d, size_t n);

#define ASSERT_EACH_DAMAGE(p, path, damages) assert_each_damage(p, path, damages, sizeof(damages) / sizeof(*(damages)))

#endif

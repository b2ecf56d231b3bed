/*
 * cached: directories that a package's programs fill once for each content of the package.
 *
 * A directory is made aside and renamed: it is there whole or not at all, and when two processes make it at once one of
 * them wins. All of them together are kept below a cap; the longest unused go first.
 */
#ifndef JUDGE_JUDGE_CACHED_H
#define JUDGE_JUDGE_CACHED_H

#include "judge/session.h"

#define CACHED_BYTES_MAX (UINT64_C(2) << 30)

struct cached_kind {
	/* Is what lies in the open directory all that was put there? */
	bool (*is_whole)(int dir, void *arg);
	/* Fills the directory of that path, which is empty. */
	int (*make)(const char *path, void *arg, struct err *e);
	void *arg;
};

/* Opens the directory of that name, made first if it is not there or damaged. *dir is the caller's. */
int cached_open(struct judge *j, const char *name, const struct cached_kind *kind, int *dir, struct err *e) must_check;

#endif

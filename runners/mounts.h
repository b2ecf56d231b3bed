/*
 * mounts: which files of the host a box sees to compile and to run.
 */
#ifndef JUDGE_RUNNERS_MOUNTS_H
#define JUDGE_RUNNERS_MOUNTS_H

#include "runners/command.h"
#include "sandbox/sandbox.h"

struct mounts {
	struct box_mount list[BOX_MOUNTS_MAX]; /* paths are in the arena that the functions were given */
	size_t n;
	const char *lib_dir; /* where the loader looks for libraries; set by the first program; NULL before */
};

/*
 * A program at its own path, its loader, and its libraries where any loader finds them. -EPROTO: it has none, or no
 * libc.so.6.
 */
int mounts_add_program(struct mounts *m, const char *program, struct arena *a, struct err *e) must_check;

/*
 * A shared library under the name by which programs ask for it, libNAME.so.8 of what libNAME.so links to, and the
 * libraries that it needs, as `loader` finds them. Behind mounts_add_program, which finds lib_dir.
 */
int mounts_add_library(struct mounts *m, const char *loader, const char *library, struct arena *a,
		       struct err *e) must_check;

/* Where the linker finds `name` (of -lNAME) on this line, in `a`; NULL: nowhere. */
const char *mounts_find_library(const struct command *link, const char *name, struct arena *a);

/* The files that a linker's line names or means (crt1.o, -lc). -ENOENT: one is not there. */
int mounts_add_linker_files(struct mounts *m, const struct command *link, struct arena *a, struct err *e) must_check;

/* The directories of headers that `driver` (gcc, clang) names for that language ("c"), but none below /usr/local. */
int mounts_add_headers(struct mounts *m, const char *driver, const char *language, struct arena *a,
		       struct err *e) must_check;

/* One file or directory of the host at another or the same name. -EPERM: no box may see it; -E2BIG. */
int mounts_add(struct mounts *m, const char *source, const char *target, bool exec, struct err *e) must_check;

#endif

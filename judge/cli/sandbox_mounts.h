/*
 * sandbox_mounts: which files of the host a box sees: what --mount names, and the libraries of the system.
 */
#ifndef JUDGE_JUDGE_CLI_SANDBOX_MOUNTS_H
#define JUDGE_JUDGE_CLI_SANDBOX_MOUNTS_H

#include "sandbox/base/arena.h"
#include "sandbox/sandbox.h"

struct sandbox_mounts {
	struct box_mount list[BOX_MOUNTS_MAX]; /* paths are in the arena that the functions were given */
	size_t n;
};

/*
 * Adds what "SOURCE[:TARGET][:exec]" says. SOURCE is a directory or a regular file, links followed; without TARGET it
 * is seen at its own path. -EINVAL: TARGET is no absolute plain path, or belongs to the box, or one of two targets lies
 * in the other; -E2BIG; what realpath(3) says of SOURCE.
 */
int sandbox_mounts_add(struct sandbox_mounts *m, const char *text, struct arena *a, struct err *e) must_check;

/*
 * Adds those of /lib, /lib64, /usr/lib and /usr/lib64 that are there, at these paths. One that lies in a mount that was
 * added before, or is one, is left to that; -EINVAL where such a mount lies in one of them.
 */
int sandbox_mounts_add_libraries(struct sandbox_mounts *m, struct err *e) must_check;

#endif

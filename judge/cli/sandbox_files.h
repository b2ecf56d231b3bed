/*
 * sandbox_files: the user's own files around a box: what is put in, and where a result goes.
 *
 * All of them are opened or looked at before anything runs, so that a mistake costs no run. No program in a box has a
 * way to them: they are read and written outside, with the rights of the user.
 */
#ifndef JUDGE_JUDGE_CLI_SANDBOX_FILES_H
#define JUDGE_JUDGE_CLI_SANDBOX_FILES_H

#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define BOX_NAME_BYTES 64 /* of a name in /box or /work, with its end */

/* May it be a name there? 1-63 of [A-Za-z0-9._-], no leading dot or dash, as box_put and box_get want it. */
bool box_name_is_plain(const char *name);

/*
 * Reads "[NAME=]FILE"; without NAME it is the last part of FILE. *path points into `text`. What stands before the first
 * "=" is a NAME only if it may be one, so "./a=b" is a file. -EINVAL.
 */
int box_name_read(const char *text, char name[BOX_NAME_BYTES], const char **path, struct err *e) must_check;

/* Opens a regular file, links followed. -EISDIR; -EINVAL for a FIFO, socket or device; never hangs. */
int input_open(const char *path, int *out, uint64_t *bytes, struct err *e) must_check;

/* A file of the host that is written when the run is over. */
struct target {
	const char *path; /* as the user named it; NULL: none */
	const char *base; /* its last part, in `dir` */
	int dir;          /* owned; -1: none */
	bool dropped;     /* it is /dev/null */
};

#define TARGET_NONE                     \
	{                               \
		.path = NULL, .dir = -1 \
	}

/*
 * Looks whether `path` can be written: a file that is not there yet in a directory that may be written, or a regular
 * file that may be. Links in its last part are never followed: whoever may write to a directory could have put one
 * there. -ELOOP, -EISDIR, -EINVAL (a FIFO, socket or device but /dev/null), -EACCES, -ENOENT (the directory).
 */
int target_open(const char *path, struct target *out, struct err *e) must_check;
void target_close(struct target *t);
/* Do both name the same file? */
bool target_same(const struct target *a, const struct target *b);
/* Replaces the file as a whole, or leaves what was there; nothing for /dev/null. */
int target_write(const struct target *t, const void *p, size_t n, struct err *e) must_check;

#endif

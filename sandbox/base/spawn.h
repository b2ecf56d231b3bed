/*
 * spawn: runs a *trusted* program of the host (gcc -###) without a shell. What is not trusted runs in a box
 * (sandbox.h).
 */
#ifndef JUDGE_SANDBOX_BASE_SPAWN_H
#define JUDGE_SANDBOX_BASE_SPAWN_H

#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"

/*
 * Runs argv (searched in PATH, NULL-terminated) with LC_ALL=C, standard input from /dev/null, and appends what it
 * prints to out / errout (either may be NULL: dropped; they may be the same buf: both in order). Waits for argv's own
 * process, not for what it leaves in the background. *status is the wait status of waitpid(2).
 * -ENOENT when there is no such program, -EACCES when it may not be run; -ETIMEDOUT after timeout_ms, -EMSGSIZE over a
 * buf's ceiling: then its process group is killed, and the bufs hold what it had printed.
 */
int spawn_capture(const char *const argv[], unsigned timeout_ms, struct buf *out, struct buf *errout, int *status,
		  struct err *e) must_check;

#endif

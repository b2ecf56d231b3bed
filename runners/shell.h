/*
 * shell: what scripts of packages are run by, and what of the host they see.
 */
#ifndef JUDGE_RUNNERS_SHELL_H
#define JUDGE_RUNNERS_SHELL_H

#include "runners/mounts.h"
#include "sandbox/base/hash.h"

/* What such programs may have at once, whoever ordered fewer. */
#define SHELL_PROCESSES  64u
#define SHELL_OPEN_FILES 64u

/* PATH and what else is promised to scripts; with `tmp` as the place for their files. */
#define SHELL_ENVIRONMENT(tmp) "PATH=/usr/bin:/bin", "HOME=" tmp, "TMPDIR=" tmp, "LC_ALL=C"

/*
 * The shell's own path, in `a`; the mounts behind those of `m`; and into `h` what can change what a script makes: the
 * shell, the compilers and the interpreters by path, size and time. -ENOENT: there is no shell.
 */
int shell_find(struct mounts *m, struct arena *a, struct hash *h, const char **shell, struct err *e) must_check;

#endif

/*
 * host: asking the host's own programs (gcc, the loader), which are trusted. See also sandbox/base/spawn.h.
 */
#ifndef JUDGE_RUNNERS_HOST_H
#define JUDGE_RUNNERS_HOST_H

#include "sandbox/base/arena.h"
#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"

#include <stddef.h>

#define HOST_ANSWER_MAX (256u * 1024u) /* a ceiling for `answer` */

/*
 * Runs argv (NULL-terminated) in an environment that holds nothing but PATH and LC_ALL=C, and puts all that it prints
 * into `answer`. How it exits says nothing: a driver that is asked with -### may well complain. -ETIMEDOUT,
 * -EMSGSIZE, -ENOMEM.
 */
int host_ask(const char *const *argv, struct arena *a, struct buf *answer, struct err *e) must_check;

/* The first executable file `name` in the absolute directories of `list` ("a:b"); in `a`, NULL if there is none. */
const char *host_find_in(const char *list, const char *name, struct arena *a);
/* The same in PATH; a name with a slash is a path already. */
const char *host_find_program(const char *name, struct arena *a);

/*
 * `path` with its directory's links and ".." resolved, the last component as it is; in `a`, NULL if there is no such
 * directory.
 */
const char *host_canonical(const char *path, struct arena *a);

#endif

/*
 * cleanup: variables that release what they own when their scope ends.
 *
 *	cleanup_fd int fd = open(…);
 *	cleanup_free char *name = strdup(…);
 *	…
 *	*out = steal_fd(&fd);	// ownership goes to the caller
 *
 * A function uses these or goto, never both: gcc lets a goto jump across such a
 * variable, clang refuses. They do not run over longjmp or _exit.
 */
#ifndef JUDGE_SANDBOX_BASE_CLEANUP_H
#define JUDGE_SANDBOX_BASE_CLEANUP_H

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Closes *fd if it is >= 0, sets it to -1, keeps errno. */
static inline void fd_close(int *fd)
{
	int kept = errno;

	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = kept;
}

/* Hands *fd to the caller and leaves -1 behind. */
static inline int steal_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

/* Hands *p to the caller and leaves NULL behind; keeps the type. */
#define steal_ptr(p)                        \
	(__extension__({                    \
		__typeof__(*(p)) _t = *(p); \
		*(p) = NULL;                \
		_t;                         \
	}))

static inline void cleanup_free_(void *p)
{
	free(*(void **)p);
}

static inline void cleanup_file_(FILE **f)
{
	if (*f)
		fclose(*f);
}

static inline void cleanup_dir_(DIR **d)
{
	if (*d)
		closedir(*d);
}

#define cleanup(fn)  __attribute__((cleanup(fn)))
#define cleanup_free cleanup(cleanup_free_)
#define cleanup_fd   cleanup(fd_close)
#define cleanup_file cleanup(cleanup_file_)
#define cleanup_dir  cleanup(cleanup_dir_)
/* Modules add their own: cleanup_buf (buf.h), cleanup_arena (arena.h), cleanup_json (json.h), … */

#endif

/*
 * fs: files as the judge needs them: read whole with a ceiling, written whole or not
 * at all, opened without ever following a path out of a directory.
 *
 * Every descriptor made here is O_CLOEXEC. EINTR and short reads or writes are handled
 * inside. `dirfd` may be AT_FDCWD. Error texts name the path.
 */
#ifndef JUDGE_SANDBOX_BASE_FS_H
#define JUDGE_SANDBOX_BASE_FS_H

#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Appends the rest of the open file `fd` to b. -EMSGSIZE when it does not fit b's ceiling (b then
 * holds the prefix), else the errno of read(2).
 */
int fs_read_fd(int fd, struct buf *b, struct err *e) must_check;
/*
 * Appends a regular file to b. -ENOENT, -EACCES, …; -EISDIR for a directory; -EINVAL for a FIFO, socket or
 * device (opened O_NONBLOCK, so that it cannot hang); -EMSGSIZE over b's ceiling.
 */
int fs_read(int dirfd, const char *path, struct buf *b, struct err *e) must_check;

/* Writes all n bytes. */
int fs_write_fd(int fd, const void *p, size_t n, struct err *e) must_check;
/*
 * Writes a file aside in the same directory, fsyncs, renames: a reader sees the old content or the new one. A link at
 * `path` is replaced, not followed. `mode` is cut by the umask, as everywhere here.
 */
int fs_write(int dirfd, const char *path, const void *p, size_t n, mode_t mode, struct err *e) must_check;
/* Creates a file that must not exist yet: -EEXIST otherwise. Follows no link in the last component. */
int fs_create(int dirfd, const char *path, const void *p, size_t n, mode_t mode, struct err *e) must_check;

/*
 * openat2 with RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS: the descriptor, or -EXDEV / -ELOOP when
 * the path would leave `dirfd` or meets a link. `flags` as of open(2), O_CLOEXEC is added; `mode` counts with O_CREAT
 * only. -ENOSYS before Linux 5.6.
 */
int fs_open_beneath(int dirfd, const char *path, int flags, mode_t mode, struct err *e) must_check;

/* mkdir -p with `mode` for what is made; an existing directory is no error. */
int fs_mkdirs(const char *path, mode_t mode, struct err *e) must_check;
/*
 * Removes `name` and everything below it, however deep, with a bounded number of descriptors. Links are removed, not
 * followed; what is mounted there stays (-EBUSY); permissions that are in the way are changed where we own the
 * directory. A missing `name` is no error. -EINVAL when it ends in "/", "." or "..".
 */
int fs_remove_tree(int dirfd, const char *name, struct err *e) must_check;
/* Makes a directory "<base>/<prefix>XXXXXX" with mode 0700 (base NULL: $TMPDIR or /tmp). *out is malloc'ed. */
int fs_temp_dir(const char *base, const char *prefix, char **out, struct err *e) must_check;

/* Is it there, and a regular file / a directory (links followed)? Errors count as no. */
bool fs_is_file(const char *path);
bool fs_is_dir(const char *path);

/* "a/b/c.c" -> "c.c", "a/" -> "": points into `path`. */
const char *fs_basename(const char *path);
/* a + "/" + b, malloc'ed; NULL when memory is out. An absolute b stays b. */
char *fs_join(const char *a, const char *b) __attribute__((malloc));

/*
 * The name of each entry of the directory except "." and "..", sorted by strcmp, so that a run never depends on the
 * order of a file system, and a NULL behind them. *names is one malloc'ed block (free it once). -EOVERFLOW over
 * max_entries.
 */
int fs_list(int dirfd, const char *path, size_t max_entries, char ***names, size_t *n, struct err *e) must_check;

/* An anonymous file with these bytes, offset 0, sealed against any change; *out is its descriptor. */
int fs_memfd(const char *name, const void *p, size_t n, int *out, struct err *e) must_check;
/* That seal alone, of a file that allows it. -EBUSY: somebody has held a page of it for two seconds. */
int fs_seal(int fd, const char *name, struct err *e) must_check;

/*
 * $XDG_DATA_HOME/judge, $XDG_CACHE_HOME/judge (by the XDG Base Directory Specification: relative values are ignored,
 * $HOME/.local/share and $HOME/.cache stand in; -ENOENT without a home). malloc'ed; nothing is created.
 */
int fs_data_home(char **out, struct err *e) must_check;
int fs_cache_home(char **out, struct err *e) must_check;

#endif

/*
 * sandbox_files: the user's own files around a box.
 *
 * The threat is not the box, which has no way here, but the neighbours of a directory that many may write to: a link
 * or a FIFO under the name of a result would have the user, perhaps root, write over a file of theirs or wait for
 * ever. So a target is looked at in its directory, which is held open, and is replaced by renaming a new file over it,
 * which follows nothing. What is named as input may well be a link: it is only read.
 */
#include "judge/cli/sandbox_files.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/* ---- names ------------------------------------------------------------------------------------------------------- */

bool box_name_is_plain(const char *name)
{
	size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

	return n >= 1 && n < BOX_NAME_BYTES && !name[n] && *name != '.' && *name != '-';
}

int box_name_read(const char *text, char name[BOX_NAME_BYTES], const char **path, struct err *e)
{
	const char *sign = strchr(text, '=');
	const size_t n = sign ? (size_t)(sign - text) : 0;
	char given[BOX_NAME_BYTES];

	snprintf(given, sizeof(given), "%.*s", n < sizeof(given) ? (int)n : 0, text);
	if (!box_name_is_plain(given)) {
		snprintf(given, sizeof(given), "%s", fs_basename(text));
		sign = NULL;
		if (!box_name_is_plain(fs_basename(text)))
			return err_set(
				e, -EINVAL,
				"'%.100s' cannot be a name in the box, which has at most 63 of A-Z a-z 0-9 . _ - and "
				"begins with none of . -; NAME=FILE gives it another",
				fs_basename(text));
	}
	if (sign && !sign[1])
		return err_set(e, -EINVAL, "'%.100s' names no file", text);
	memcpy(name, given, sizeof(given));
	*path = sign ? sign + 1 : text;
	return 0;
}

/* ---- what is read ------------------------------------------------------------------------------------------------ */

int input_open(const char *path, int *out, uint64_t *bytes, struct err *e)
{
	cleanup_fd int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	/* ENXIO is how the kernel refuses to open a socket. */
	if (fd < 0 && errno == ENXIO)
		return err_set(e, -EINVAL, "%s: not a regular file", path);
	if (fd < 0 || fstat(fd, &st) < 0)
		return err_errno(e, "%s", path);
	if (S_ISDIR(st.st_mode))
		return err_set(e, -EISDIR, "%s: is a directory", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "%s: not a regular file", path);
	*out = steal_fd(&fd);
	*bytes = (uint64_t)st.st_size;
	return 0;
}

/* ---- what is written --------------------------------------------------------------------------------------------- */

static bool is_null_device(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && st->st_rdev == makedev(1, 3);
}

static int check_target(struct target *t, struct err *e)
{
	struct stat st;
	bool there = !fstatat(t->dir, t->base, &st, AT_SYMLINK_NOFOLLOW);

	if (!there && errno != ENOENT)
		return err_errno(e, "%s", t->path);
	if (there && is_null_device(&st)) {
		t->dropped = true;
		return 0;
	}
	if (there && S_ISDIR(st.st_mode))
		return err_set(e, -EISDIR, "%s: is a directory", t->path);
	if (there && S_ISLNK(st.st_mode))
		return err_set(e, -ELOOP, "%s: is a link, and links are not followed here", t->path);
	if (there && !S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "%s: not a regular file", t->path);
	if ((there && faccessat(t->dir, t->base, W_OK, AT_EACCESS) < 0) ||
	    faccessat(t->dir, ".", W_OK | X_OK, AT_EACCESS) < 0)
		return err_errno(e, "%s", t->path);
	return 0;
}

int target_open(const char *path, struct target *out, struct err *e)
{
	const char *base = fs_basename(path);
	cleanup_free char *dir = base > path ? strndup(path, (size_t)(base - path)) : strdup(".");
	struct target t = { .path = path, .base = base, .dir = -1 };

	if (!dir)
		return err_set(e, -ENOMEM, "out of memory");
	if (!strcmp(path, "-"))
		return err_set(e, -EINVAL, "'-' is no file here; ./- is one");
	if (!*path)
		return err_set(e, -EINVAL, "a file without a name");
	if (!*base || !strcmp(base, ".") || !strcmp(base, ".."))
		return err_set(e, -EISDIR, "%s: is a directory", path);
	t.dir = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (t.dir < 0)
		return err_errno(e, "%s", dir);
	if (check_target(&t, e) < 0) {
		target_close(&t);
		return e->code;
	}
	*out = t;
	return 0;
}

void target_close(struct target *t)
{
	fd_close(&t->dir);
	t->path = NULL;
}

bool target_same(const struct target *a, const struct target *b)
{
	struct stat in_a, in_b;

	if (!a->path || !b->path || a->dropped || b->dropped || strcmp(a->base, b->base) != 0)
		return false;
	return !fstat(a->dir, &in_a) && !fstat(b->dir, &in_b) && in_a.st_dev == in_b.st_dev &&
	       in_a.st_ino == in_b.st_ino;
}

int target_write(const struct target *t, const void *p, size_t n, struct err *e)
{
	return t->dropped ? 0 : fs_write(t->dir, t->base, p, n, 0666, e);
}

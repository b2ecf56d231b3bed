/*
 * Files in and out of a box, by descriptors only.
 *
 * No program runs while one of these does (the warden kills and reaps before it answers), so nothing moves
 * underneath; still nothing that a program left is followed: names are single components, links are refused, what is
 * not a regular file is not opened for reading.
 */
#include "sandbox/keeper/warden.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* The folders above a file in /box. Only the warden writes there, and never a link. */
static int make_folders(const struct warden *w, const char *path, struct err *e)
{
	char part[ORDER_PATH_MAX];

	snprintf(part, sizeof(part), "%s", path);
	for (char *p = strchr(part, '/'); p; p = strchr(p + 1, '/')) {
		*p = 0;
		if (mkdirat(w->box_dir, part, 0755) < 0 && errno != EEXIST)
			return err_errno(e, "put %s", path);
		*p = '/';
	}
	return 0;
}

int files_put(const struct warden *w, const char *name, int fd, bool may_replace, struct err *e)
{
	cleanup_fd int out = -1;
	off_t at = 0;
	ssize_t n;

	if (!order_path_ok(name))
		return err_set(e, -EINVAL, "put: not a plain name");
	if (make_folders(w, name, e) < 0)
		return e->code;
	/* Removed, not written over: a new file has no past. */
	if (may_replace && unlinkat(w->box_dir, name, 0) < 0 && errno != ENOENT)
		return err_errno(e, "put %s", name);
	out = openat(w->box_dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0555);
	if (out < 0)
		return err_errno(e, "put %s", name);
	do
		n = sendfile(out, fd, &at, 1 << 30);
	while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0) {
		err_errno(e, "put %s", name);
		unlinkat(w->box_dir, name, 0);
		return e->code;
	}
	return 0;
}

int files_get(const struct warden *w, const char *name, bool take, struct err *e)
{
	cleanup_fd int fd = -1;
	struct stat st;

	if (!order_name_ok(name))
		return err_set(e, -EINVAL, "get: not a plain name");
	if (w->work_dir < 0)
		return err_set(e, -ENOENT, "get %s: the box has no /work", name);
	/* O_NONBLOCK: a FIFO that a program left must not hold the warden up. */
	fd = fs_open_beneath(w->work_dir, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW, 0, e);
	if (fd < 0)
		return err_wrap(e, "get");
	if (fstat(fd, &st) < 0)
		return err_errno(e, "get %s", name);
	if (!S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "get %s: not a regular file", name);
	if (take && unlinkat(w->work_dir, name, 0) < 0)
		return err_errno(e, "take %s", name);
	return steal_fd(&fd);
}

/*
 * Calls fn for every entry of the directory; "." and ".." left out. fn may remove or move entries: the reading starts
 * over until a whole pass called it for nothing (readdir(3) promises nothing about entries that go meanwhile).
 */
typedef int each_fn(const struct warden *w, int dir, const char *name, unsigned *serial, struct err *e);

static int each(const struct warden *w, int dir, each_fn *fn, unsigned *serial, struct err *e)
{
	bool again = true;

	while (again) {
		cleanup_dir DIR *d = NULL;
		int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		d = fd < 0 ? NULL : fdopendir(fd);
		if (!d)
			return err_errno(e, "read /work");
		again = false;
		for (struct dirent *en = readdir(d); en; en = readdir(d)) {
			if (!strcmp(en->d_name, ".") || !strcmp(en->d_name, ".."))
				continue;
			if (fn(w, dir, en->d_name, serial, e) < 0)
				return e->code;
			again = true;
		}
	}
	return 0;
}

static int lift(const struct warden *w, int dir, const char *name, unsigned *serial, struct err *e)
{
	char to[32];

	if (!unlinkat(dir, name, 0))
		return 0;
	/* A directory moves up to /work itself under a name of ours; names are tried until one is free. */
	do
		snprintf(to, sizeof(to), ".lifted-%u", (*serial)++);
	while (!faccessat(w->work_dir, to, F_OK, AT_SYMLINK_NOFOLLOW));
	if (renameat(dir, name, w->work_dir, to) < 0)
		return err_errno(e, "empty /work");
	return 0;
}

static int remove_entry(const struct warden *w, int dir, const char *name, unsigned *serial, struct err *e)
{
	cleanup_fd int sub = -1;

	if (!unlinkat(dir, name, 0))
		return 0;
	/* Modes are the program's; CAP_DAC_OVERRIDE of the warden's namespace reads through them. */
	sub = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (sub < 0)
		return err_errno(e, "empty /work");
	if (each(w, sub, lift, serial, e) < 0)
		return e->code;
	if (unlinkat(dir, name, AT_REMOVEDIR) < 0)
		return err_errno(e, "empty /work");
	return 0;
}

/* The directory itself is counted, where a limit of files has them counted at all. */
static bool is_empty(const struct statvfs *st)
{
	return st->f_files > 0 && st->f_files - st->f_ffree == 1;
}

/*
 * Whatever depth a program has nested to: a directory's subdirectories are moved up to /work before it is removed, so
 * this needs two descriptors and no recursion.
 */
int files_empty_work(const struct warden *w, struct err *e)
{
	unsigned serial = 0;
	struct statvfs st;

	if (w->work_dir < 0 || (!fstatvfs(w->work_dir, &st) && is_empty(&st)))
		return 0;
	return each(w, w->work_dir, remove_entry, &serial, e);
}

bool files_has_large(const struct warden *w, uint64_t bytes)
{
	cleanup_dir DIR *d = NULL;
	int fd = w->work_dir < 0 ? -1 : openat(w->work_dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	d = fd < 0 ? NULL : fdopendir(fd);
	if (!d)
		return false;
	for (struct dirent *en = readdir(d); en; en = readdir(d))
		if (!fstatat(w->work_dir, en->d_name, &st, AT_SYMLINK_NOFOLLOW) && S_ISREG(st.st_mode) &&
		    (uint64_t)st.st_size >= bytes)
			return true;
	return false;
}

void files_count(const struct warden *w, struct box_result *res)
{
	struct statvfs st;

	if (w->work_dir < 0 || fstatvfs(w->work_dir, &st) < 0)
		return;
	res->files_refused = !st.f_bavail || !st.f_favail;
	res->left_nothing = is_empty(&st);
}

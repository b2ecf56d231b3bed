/*
 * A cache of directories.
 *
 * Names that begin with ".new-" are being made; what a process that was killed left of them goes after an hour. A
 * directory that is in use was touched when it was opened, so that it is the last to go when room is needed.
 */
#include "judge/cached.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEW       ".new-" /* what a directory is called while it is made */
#define NEW_MAX_S 3600    /* none is made for so long: older ones were left by a process that was killed */

static uint64_t dir_bytes(int parent, const char *name)
{
	cleanup_dir DIR *d = NULL;
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	uint64_t sum = 0;
	struct stat st;

	d = fd < 0 ? NULL : fdopendir(fd);
	for (struct dirent *en = d ? readdir(d) : NULL; en; en = readdir(d))
		if (!fstatat(dirfd(d), en->d_name, &st, AT_SYMLINK_NOFOLLOW) && S_ISREG(st.st_mode))
			sum += (uint64_t)st.st_size;
	return sum;
}

static bool is_new(const char *name)
{
	return !strncmp(name, NEW, strlen(NEW));
}

static int drop_unfinished(int parent, char *const *names, size_t n, struct err *e)
{
	time_t now = (time_t)(clock_wall_us() / CLOCK_US_PER_S);
	struct stat st;

	for (size_t i = 0; i < n; i++)
		if (is_new(names[i]) && !fstatat(parent, names[i], &st, AT_SYMLINK_NOFOLLOW) &&
		    st.st_mtime < now - NEW_MAX_S && fs_remove_tree(parent, names[i], e) < 0)
			return e->code;
	return 0;
}

/* Removes the longest unused ones while all together are over the cap; the one in use has just been touched. */
static int keep_cap(int parent, const char *in_use, struct err *e)
{
	cleanup_free char **names = NULL;
	size_t n;

	if (fs_list(parent, ".", 100000, &names, &n, e) < 0 || drop_unfinished(parent, names, n, e) < 0)
		return e->code;
	for (;;) {
		uint64_t sum = 0;
		const char *oldest = NULL;
		time_t oldest_time = 0;
		struct stat st;

		for (size_t i = 0; i < n; i++) {
			if (fstatat(parent, names[i], &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISDIR(st.st_mode))
				continue;
			sum += dir_bytes(parent, names[i]);
			/* Another process may be filling it. */
			if (is_new(names[i]))
				continue;
			if (strcmp(names[i], in_use) && (!oldest || st.st_mtime < oldest_time))
				oldest = names[i], oldest_time = st.st_mtime;
		}
		if (sum <= CACHED_BYTES_MAX || !oldest)
			return 0;
		if (fs_remove_tree(parent, oldest, e) < 0)
			return e->code;
	}
}

static int open_whole(int parent, const char *name, const struct cached_kind *kind, int *out, struct err *e)
{
	cleanup_fd int dir = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (dir < 0)
		return err_errno(e, "%s", name);
	if (!kind->is_whole(dir, kind->arg))
		return err_set(e, -EBADMSG, "%s is damaged", name);
	futimens(dir, NULL);
	*out = steal_fd(&dir);
	return 0;
}

/*
 * A damaged one stands in the way of a rename; a whole one that somebody else made meanwhile is as good as ours.
 */
static int put_in_place(int parent, const char *temp, const char *name, const struct cached_kind *kind, struct err *e)
{
	cleanup_fd int other = -1;
	struct err ignored = ERR_INIT;

	if (!renameat(AT_FDCWD, temp, parent, name))
		return 0;
	if (errno != EEXIST && errno != ENOTEMPTY)
		return err_errno(e, "%s", name);
	if (!open_whole(parent, name, kind, &other, &ignored))
		return 0;
	if (fs_remove_tree(parent, name, e) < 0)
		return e->code;
	return renameat(AT_FDCWD, temp, parent, name) < 0 ? err_errno(e, "%s", name) : 0;
}

static int make_whole(const char *base, int parent, const char *name, const struct cached_kind *kind, struct err *e)
{
	cleanup_free char *temp = NULL;
	struct err ignored = ERR_INIT;
	int r = fs_temp_dir(base, NEW, &temp, e);

	if (r < 0)
		return r;
	r = kind->make(temp, kind->arg, e);
	if (!r)
		r = put_in_place(parent, temp, name, kind, e);
	if (fs_remove_tree(AT_FDCWD, temp, &ignored) < 0 && !r)
		*e = ignored, r = e->code;
	return r ? r : keep_cap(parent, name, e);
}

int cached_open(struct judge *j, const char *name, const struct cached_kind *kind, int *dir, struct err *e)
{
	cleanup_free char *base = NULL;
	cleanup_fd int parent = -1;
	int r = judge_cache_dir(j, "tests", &base, e);

	if (r < 0)
		return r;
	parent = open(base, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (parent < 0)
		return err_errno(e, "%s", base);
	if (!open_whole(parent, name, kind, dir, e))
		return 0;
	err_clear(e);
	r = make_whole(base, parent, name, kind, e);
	return r < 0 ? r : open_whole(parent, name, kind, dir, e);
}

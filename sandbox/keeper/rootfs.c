/*
 * The private root: an empty tmpfs that only what was ordered is bound into, read-only, without setuid and devices;
 * the host's tree is unmounted behind it.
 *
 * A path of the host is only ever walked here, before any program has run, from sources that the library resolved;
 * nothing of what a program creates later is walked by anybody with rights. There is no /proc: its files are the
 * richest set of side doors there is, and neither libc nor gcc's passes need it.
 *
 * /box is one tmpfs seen twice: the program sees a read-only mount, the warden keeps a descriptor into a writable one
 * that hangs nowhere in the tree.
 *
 * Not here: quotas for what lies in /work beyond those of tmpfs (bytes and inodes), which the kernel keeps.
 */
#include "sandbox/keeper/warden.h"

#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#define OLD       "/.old"
#define STAGE     "/.stage"
#define BOX_BYTES "256m"

static int mount_tmpfs(const char *target, unsigned long flags, const char *options, struct err *e)
{
	if (mount("tmpfs", target, "tmpfs", flags | MS_NOSUID | MS_NODEV, options) < 0)
		return err_errno(e, "mount tmpfs on %s", target);
	return 0;
}

/*
 * A bind mount takes its flags in a second call, and in a user namespace it must keep those that its source has
 * (mount_namespaces(7)).
 */
static int bind(const char *source, const char *target, unsigned long flags, struct err *e)
{
	struct statvfs st;
	unsigned long kept;

	if (mount(source, target, NULL, MS_BIND, NULL) < 0)
		return err_errno(e, "bind %s", target);
	if (statvfs(target, &st) < 0)
		return err_errno(e, "statvfs %s", target);
	kept = st.f_flag & (ST_NOSUID | ST_NODEV | ST_NOEXEC | ST_RDONLY);
	if (st.f_flag & ST_NOATIME)
		kept |= MS_NOATIME;
	if (st.f_flag & ST_NODIRATIME)
		kept |= MS_NODIRATIME;
	if (st.f_flag & ST_RELATIME)
		kept |= MS_RELATIME;
	if (mount(NULL, target, NULL, MS_REMOUNT | MS_BIND | flags | kept, NULL) < 0)
		return err_errno(e, "make %s read-only", target);
	return 0;
}

/*
 * The directories above `path`, and at its place a directory or an empty file to mount on. Only ever in our own
 * tmpfs.
 */
static int make_place(const char *path, bool directory, struct err *e)
{
	char part[PATH_MAX];

	snprintf(part, sizeof(part), "%s", path);
	for (char *p = strchr(part + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = 0;
		if (mkdir(part, 0755) < 0 && errno != EEXIST)
			return err_errno(e, "mkdir %s", part);
		*p = '/';
	}
	if (directory) {
		if (mkdir(path, 0755) < 0 && errno != EEXIST)
			return err_errno(e, "mkdir %s", path);
		return 0;
	}
	cleanup_fd int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0444);

	return fd < 0 ? err_errno(e, "create %s", path) : 0;
}

/*
 * A tmpfs over a directory that every host has becomes the root, the host's tree hangs below it until everything is
 * bound. What the tmpfs hid while it lay there is visible again below OLD.
 */
static int enter_new_root(struct err *e)
{
	static const char *const places[] = { "/tmp", "/run", "/mnt" };
	const char *base = NULL;

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return err_errno(e, "make mounts private");
	for (size_t i = 0; !base && i < sizeof(places) / sizeof(places[0]); i++)
		if (!mount("tmpfs", places[i], "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=1m,nr_inodes=4096"))
			base = places[i];
	if (!base)
		return err_errno(e, "mount the root's tmpfs");
	if (chdir(base) < 0 || mkdir("." OLD, 0700) < 0)
		return err_errno(e, "enter the new root");
	if (syscall(SYS_pivot_root, ".", "." OLD) < 0)
		return err_errno(e, "pivot_root");
	return chdir("/") < 0 ? err_errno(e, "chdir /") : 0;
}

static int bind_ordered(const struct box_mount *m, struct err *e)
{
	char source[PATH_MAX];
	struct stat st;
	int r;

	snprintf(source, sizeof(source), OLD "%s", m->source);
	if (lstat(source, &st) < 0)
		return err_errno(e, "%s", m->source);
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "%s is neither a directory nor a file", m->source);
	r = make_place(m->target, S_ISDIR(st.st_mode), e);
	if (!r)
		r = bind(source, m->target, MS_RDONLY | MS_NOSUID | MS_NODEV | (m->exec ? 0 : MS_NOEXEC), e);
	return r;
}

static int bind_devices(struct err *e)
{
	static const char *const names[] = { "/dev/null", "/dev/zero", "/dev/urandom" };
	char source[64];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int r = make_place(names[i], false, e);

		snprintf(source, sizeof(source), OLD "%s", names[i]);
		if (!r)
			r = bind(source, names[i], MS_NOSUID | MS_NOEXEC, e);
		if (r < 0)
			return r;
	}
	return 0;
}

static int make_box_dir(struct warden *w, struct err *e)
{
	char options[96];
	int r = make_place(STAGE, true, e);

	snprintf(options, sizeof(options), "mode=0755,size=" BOX_BYTES ",nr_inodes=1024,uid=%u,gid=%u",
		 w->root ? w->outside_warden : PROGRAM_ID, w->root ? w->outside_warden : PROGRAM_ID);
	if (!r)
		r = mount_tmpfs(STAGE, 0, options, e);
	if (!r)
		r = make_place("/box", true, e);
	if (!r)
		r = bind(STAGE, "/box", MS_RDONLY | MS_NOSUID | MS_NODEV, e);
	if (r < 0)
		return r;
	w->box_dir = open(STAGE, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->box_dir < 0 || umount2(STAGE, MNT_DETACH) < 0 || rmdir(STAGE) < 0)
		return err_errno(e, "make /box");
	return 0;
}

static int make_work_dir(struct warden *w, struct err *e)
{
	char options[160];
	int r;

	if (!w->order->work_bytes)
		return 0;
	r = make_place("/work", true, e);
	/* One inode more for the directory itself. */
	snprintf(options, sizeof(options), "mode=0700,size=%llu,nr_inodes=%u,uid=%u,gid=%u",
		 (unsigned long long)w->order->work_bytes, w->order->work_files + 1,
		 w->root ? w->outside_program : PROGRAM_ID, w->root ? w->outside_program : PROGRAM_ID);
	if (!r)
		r = mount_tmpfs("/work", MS_NOEXEC, options, e);
	if (r < 0)
		return r;
	w->work_dir = open("/work", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return w->work_dir < 0 ? err_errno(e, "open /work") : 0;
}

int rootfs_build(struct warden *w, struct err *e)
{
	int r;

	umask(0);
	r = enter_new_root(e);
	for (size_t i = 0; !r && i < w->order->n_mounts; i++)
		r = bind_ordered(&w->order->mounts[i], e);
	if (!r)
		r = bind_devices(e);
	if (!r)
		r = make_box_dir(w, e);
	if (!r)
		r = make_work_dir(w, e);
	if (r < 0)
		return r;
	if (umount2(OLD, MNT_DETACH) < 0 || rmdir(OLD) < 0)
		return err_errno(e, "leave the host's root");
	if (mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
		return err_errno(e, "make the root read-only");
	return 0;
}

/*
 * The private root: an empty tmpfs that only what was ordered is bound into, read-only, without setuid and devices;
 * the host's tree is unmounted behind it.
 *
 * A path of the host is only ever walked here, before any program has run, from sources that the library resolved;
 * nothing of what a program creates later is walked by anybody with rights. There is no /proc: its files are the
 * richest set of side doors there is, and neither libc nor gcc's passes need it.
 *
 * Sources are opened first and bound by descriptor, so that root can build the same box when it is itself in a chroot:
 * there "/" is no mount that could be pivoted, and it has to step out of the chroot of its own namespace's copy
 * before. An ordinary user cannot: the kernel refuses user namespaces in a chroot.
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

#define STAGE      "/.stage"
#define BOX_BYTES  "256m"
#define ROOT_BYTES "1m"
#define ROOT_FILES "4096"
#define PATH_STEPS (PATH_MAX / 2) /* no directory lies deeper */

/* What the host has and the box gets; the same for every box. */
static const char *const devices[] = { "/dev/null", "/dev/zero", "/dev/urandom" };
#define DEVICES (sizeof(devices) / sizeof(devices[0]))

/* Descriptors of everything that is bound, opened while the host's paths can be walked. */
struct sources {
	int mounts[BOX_MOUNTS_MAX];
	int devices[DEVICES];
	int place; /* a directory that is there on every host, to hang the new root on for a moment */
};

static int open_sources(const struct order_box *order, struct sources *s, struct err *e)
{
	static const char *const places[] = { "/tmp", "/run", "/mnt", "/" };

	for (size_t i = 0; i < order->n_mounts; i++) {
		s->mounts[i] = open(order->mounts[i].source, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		if (s->mounts[i] < 0)
			return err_errno(e, "%s", order->mounts[i].source);
	}
	for (size_t i = 0; i < DEVICES; i++) {
		s->devices[i] = open(devices[i], O_PATH | O_NOFOLLOW | O_CLOEXEC);
		if (s->devices[i] < 0)
			return err_errno(e, "%s", devices[i]);
	}
	for (size_t i = 0; s->place < 0 && i < sizeof(places) / sizeof(places[0]); i++)
		s->place = open(places[i], O_PATH | O_DIRECTORY | O_CLOEXEC);
	return s->place < 0 ? err_errno(e, "open a directory of the host") : 0;
}

static void close_sources(const struct order_box *order, struct sources *s)
{
	for (size_t i = 0; i < order->n_mounts; i++)
		close(s->mounts[i]);
	for (size_t i = 0; i < DEVICES; i++)
		close(s->devices[i]);
	close(s->place);
}

/* ---- the new root ------------------------------------------------------------------------------------------------ */

/*
 * Steps out of a chroot, in this process's own mount namespace: with the root set to a directory below, the way up from
 * the old one is free to the namespace's real root (chroot(2) warns of it).
 */
static int leave_chroot(const struct sources *s, struct err *e)
{
	cleanup_fd int old = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (old < 0 || fchdir(s->place) < 0 || chroot(".") < 0 || fchdir(old) < 0)
		return err_errno(e, "leave the chroot");
	for (int i = 0; i < PATH_STEPS; i++)
		if (chdir("..") < 0)
			return err_errno(e, "leave the chroot");
	return chroot(".") < 0 ? err_errno(e, "leave the chroot") : 0;
}

/* Nothing that is mounted from here on is seen outside. "/" is no mount (EINVAL) only in a chroot. */
static int make_private(const struct sources *s, struct err *e)
{
	if (!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return 0;
	if (errno != EINVAL)
		return err_errno(e, "make mounts private");
	if (leave_chroot(s, e) < 0)
		return e->code;
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ? err_errno(e, "make mounts private") : 0;
}

/* An empty tmpfs, mounted nowhere yet. */
static int make_root(struct err *e)
{
	cleanup_fd int fs = fsopen("tmpfs", FSOPEN_CLOEXEC), root = -1;

	if (fs < 0 || fsconfig(fs, FSCONFIG_SET_STRING, "mode", "0755", 0) < 0 ||
	    fsconfig(fs, FSCONFIG_SET_STRING, "size", ROOT_BYTES, 0) < 0 ||
	    fsconfig(fs, FSCONFIG_SET_STRING, "nr_inodes", ROOT_FILES, 0) < 0 ||
	    fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		return err_errno(e, "make the root's tmpfs");
	root = fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
	return root < 0 ? err_errno(e, "mount the root's tmpfs") : steal_fd(&root);
}

/* From here on "/" is the new root, and no path leads to the host's any more; descriptors do, until they are closed. */
static int enter_root(const struct sources *s, struct err *e)
{
	cleanup_fd int root = make_root(e);

	if (root < 0)
		return root;
	if (move_mount(root, "", s->place, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
		return err_errno(e, "hang up the new root");
	/* The old root comes to lie over the new one, at the same place, and is taken off (pivot_root(2), NOTES). */
	if (fchdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0)
		return err_errno(e, "pivot_root");
	return 0;
}

/* Binding needs both trees in the namespace; the host's goes when all is bound. */
static int drop_host(struct err *e)
{
	if (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
		return err_errno(e, "leave the host's root");
	return 0;
}

/* ---- what is in it ----------------------------------------------------------------------------------------------- */

static int mount_tmpfs(const char *target, unsigned long flags, const char *options, struct err *e)
{
	if (mount("tmpfs", target, "tmpfs", flags | MS_NOSUID | MS_NODEV, options) < 0)
		return err_errno(e, "mount tmpfs on %s", target);
	return 0;
}

/*
 * A mount takes its flags in a second call, and in a user namespace it must keep those that its source has
 * (mount_namespaces(7)).
 */
static int set_flags(const char *target, unsigned long flags, struct err *e)
{
	struct statvfs st;
	unsigned long kept;

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

/* Without the mounts below it: what the host has mounted inside a directory is not part of what was ordered. */
static int bind(int source, const char *target, unsigned long flags, struct err *e)
{
	cleanup_fd int tree = open_tree(source, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);

	if (tree < 0 || move_mount(tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH) < 0)
		return err_errno(e, "bind %s", target);
	return set_flags(target, flags, e);
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

static int bind_ordered(const struct box_mount *m, int source, struct err *e)
{
	struct stat st;
	int r;

	if (fstat(source, &st) < 0)
		return err_errno(e, "%s", m->source);
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "%s is neither a directory nor a file", m->source);
	r = make_place(m->target, S_ISDIR(st.st_mode), e);
	return r ? r : bind(source, m->target, MS_RDONLY | MS_NOSUID | MS_NODEV | (m->exec ? 0 : MS_NOEXEC), e);
}

/* Devices can be written to on a read-only mount; what cannot is the host's inode: its times, its mode. */
static int bind_all(const struct order_box *order, const struct sources *s, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < order->n_mounts; i++)
		r = bind_ordered(&order->mounts[i], s->mounts[i], e);
	for (size_t i = 0; !r && i < DEVICES; i++) {
		r = make_place(devices[i], false, e);
		if (!r)
			r = bind(s->devices[i], devices[i], MS_RDONLY | MS_NOSUID | MS_NOEXEC, e);
	}
	return r;
}

static int make_box_dir(struct warden *w, struct err *e)
{
	char options[96];
	int r = make_place(STAGE, true, e);

	snprintf(options, sizeof(options), "mode=0755,size=" BOX_BYTES ",nr_inodes=1024,uid=%u,gid=%u",
		 w->root ? w->outside_warden : PROGRAM_ID, w->root ? w->outside_warden : PROGRAM_ID);
	if (!r)
		r = mount_tmpfs(STAGE, 0, options, e);
	if (r < 0)
		return r;
	w->box_dir = open(STAGE, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->box_dir < 0)
		return err_errno(e, "open /box");
	r = make_place("/box", true, e);
	if (!r)
		r = bind(w->box_dir, "/box", MS_RDONLY | MS_NOSUID | MS_NODEV, e);
	if (!r && (umount2(STAGE, MNT_DETACH) < 0 || rmdir(STAGE) < 0))
		r = err_errno(e, "make /box");
	return r;
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
	struct sources s = { .place = -1 };
	int r;

	umask(0);
	r = open_sources(w->order, &s, e);
	if (!r)
		r = make_private(&s, e);
	if (!r)
		r = enter_root(&s, e);
	if (!r)
		r = bind_all(w->order, &s, e);
	/* A failure ends this process, and with it all that it opened. */
	if (r < 0)
		return r;
	close_sources(w->order, &s);
	r = drop_host(e);
	if (!r)
		r = make_box_dir(w, e);
	if (!r)
		r = make_work_dir(w, e);
	if (r < 0)
		return r;
	if (mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
		return err_errno(e, "make the root read-only");
	return 0;
}

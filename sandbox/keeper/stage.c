/*
 * Stages: the part of a box's root that all boxes of the same mounts share, built once, in a mount namespace of its
 * own.
 *
 * A child of the keeper builds it from nothing: a tmpfs, pivot_root, the ordered mounts and three devices bound
 * read-only, empty directories for /box and /work, then the whole read-only. The keeper keeps a descriptor of the
 * namespace; each warden is born in a copy of it, in which it mounts its own /box and /work (rootfs.c). Nothing in a
 * stage can be written to, so nothing goes from one box to another through it.
 *
 * The host's files are opened first and bound by descriptor, so that root can build the same stage when it is itself
 * in a chroot: what becomes the root must take the place of the namespace's own, so it steps out of the chroot in its
 * own namespace's copy before. An ordinary user cannot: the kernel refuses user namespaces in a chroot.
 */
#include "sandbox/keeper/stage.h"

#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define STAGES_MAX 8
#define KEY_MAX    16384
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

/* Is "." the root of its namespace, from where no way leads up? */
static bool is_at_top(void)
{
	struct stat here, above;

	return !stat(".", &here) && !stat("..", &above) && here.st_dev == above.st_dev && here.st_ino == above.st_ino;
}

/*
 * To the real root of this process's own mount namespace, whatever chroot it was in: with the root set to a directory
 * below, the way up from the old one is free (chroot(2) warns of it). Only what replaces that root is the root of
 * those who enter the namespace later.
 */
static int leave_chroot(const struct sources *s, struct err *e)
{
	cleanup_fd int old = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (old < 0 || fchdir(s->place) < 0 || chroot(".") < 0 || fchdir(old) < 0)
		return err_errno(e, "leave the chroot");
	for (int i = 0; i < PATH_STEPS && !is_at_top(); i++)
		if (chdir("..") < 0)
			return err_errno(e, "leave the chroot");
	return chroot(".") < 0 ? err_errno(e, "leave the chroot") : 0;
}

/* Nothing that is mounted from here on is seen outside. */
static int make_private(const struct sources *s, struct err *e)
{
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

static int build(const struct order_box *order, struct err *e)
{
	struct sources s = { .place = -1 };
	int r;

	umask(0);
	r = open_sources(order, &s, e);
	if (!r)
		r = make_private(&s, e);
	if (!r)
		r = enter_root(&s, e);
	if (!r)
		r = bind_all(order, &s, e);
	/* A failure ends this process, and with it all that it opened. */
	if (r < 0)
		return r;
	close_sources(order, &s);
	r = drop_host(e);
	if (!r)
		r = make_place("/box", true, e);
	if (!r)
		r = make_place("/work", true, e);
	if (r < 0)
		return r;
	if (mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
		return err_errno(e, "make the root read-only");
	return 0;
}

/* ---- the namespaces ---------------------------------------------------------------------------------------------- */

/*
 * What makes two stages the same: their mounts, one after the other, by name and by what stands there now: a compiler
 * that was installed anew is another one.
 */
struct stage {
	int ns;     /* -1 = none */
	dev_t root; /* device of its root */
	char key[KEY_MAX];
	size_t key_len;
};

static struct stage stages[STAGES_MAX];
static size_t next_stage; /* to be replaced when all are in use */
static int own_ns = -1, own_root = -1;

static int make_key(const struct order_box *order, struct stage *s, struct err *e)
{
	s->key_len = 0;
	for (size_t i = 0; i < order->n_mounts; i++) {
		const struct box_mount *m = &order->mounts[i];
		struct stat st;
		int n;

		if (lstat(m->source, &st) < 0)
			return err_errno(e, "%s", m->source);
		n = snprintf(s->key + s->key_len, sizeof(s->key) - s->key_len, "%s%c%s%c%d%c%jx:%jx%c", m->source, 0,
			     m->target, 0, m->exec, 0, (uintmax_t)st.st_dev, (uintmax_t)st.st_ino, 0);
		if (n < 0 || (size_t)n >= sizeof(s->key) - s->key_len)
			return err_set(e, -E2BIG, "the names of the mounts are too long");
		s->key_len += (size_t)n;
	}
	return 0;
}

static struct stage *find(const struct stage *like)
{
	for (size_t i = 0; i < STAGES_MAX; i++)
		if (stages[i].ns >= 0 && stages[i].key_len == like->key_len &&
		    !memcmp(stages[i].key, like->key, like->key_len))
			return &stages[i];
	return NULL;
}

struct told {
	struct err err;
	dev_t root;
};

static _Noreturn void build_and_tell(const struct order_box *order, pid_t keeper, int tell)
{
	struct told told = { .err = ERR_INIT };
	struct err *e = &told.err;
	struct stat st;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
		err_errno(e, "PR_SET_PDEATHSIG");
	/* A keeper that had died before that sends no signal any more; its sockets must not stay open here. */
	else if (getppid() != keeper)
		_exit(1);
	else if (build(order, e) < 0)
		err_wrap(e, "private root");
	else if (stat("/", &st) < 0)
		err_errno(e, "private root");
	else
		told.root = st.st_dev;
	if (write(tell, &told, sizeof(told)) != (ssize_t)sizeof(told))
		_exit(1);
	/* The keeper has a look at this namespace, and then ends this process. */
	for (;;)
		pause();
}

static int open_ns(pid_t pid, int *ns, struct err *e)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/mnt", (int)pid);
	*ns = open(path, O_RDONLY | O_CLOEXEC);
	return *ns < 0 ? err_errno(e, "%s", path) : 0;
}

static int make(const struct order_box *order, struct stage *s, struct err *e)
{
	cleanup_fd int heard = -1;
	int ends[2], r;
	struct told told = { .root = 0 };
	pid_t keeper = getpid(), pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_errno(e, "pipe");
	heard = ends[0];
	pid = (pid_t)syscall(SYS_clone, CLONE_NEWNS | SIGCHLD, NULL, NULL, NULL, NULL);
	if (!pid)
		build_and_tell(order, keeper, ends[1]);
	close(ends[1]);
	if (pid < 0)
		return err_errno(e, "make a mount namespace");
	if (read(heard, &told, sizeof(told)) != (ssize_t)sizeof(told))
		r = err_set(e, -EIO, "the private root was not finished");
	else if ((r = told.err.code))
		*e = told.err;
	else
		r = open_ns(pid, &s->ns, e);
	s->root = told.root;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, __WALL);
	return r;
}

static int remember_own(struct err *e)
{
	if (own_ns >= 0)
		return 0;
	for (size_t i = 0; i < STAGES_MAX; i++)
		stages[i].ns = -1;
	own_ns = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	own_root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return own_ns < 0 || own_root < 0 ? err_errno(e, "/proc/self/ns/mnt") : 0;
}

int stage_enter(const struct order_box *order, struct err *e)
{
	static struct stage wanted;
	struct stage *s;
	struct stat st;
	int r = remember_own(e);

	if (!r)
		r = make_key(order, &wanted, e);
	if (r < 0)
		return r;
	s = find(&wanted);
	if (!s) {
		r = make(order, &wanted, e);
		if (r < 0)
			return r;
		s = &stages[next_stage++ % STAGES_MAX];
		fd_close(&s->ns);
		*s = wanted;
	}
	if (setns(s->ns, CLONE_NEWNS) < 0 || stat("/", &st) < 0)
		return err_errno(e, "enter the private root");
	/* Whoever enters a namespace has its root: it must be the one that was built, and nothing else ever. */
	if (st.st_dev != s->root)
		return err_set(e, -EIO, "enter the private root: it is another one");
	return 0;
}

/* setns leads to the root of the namespace, which is not ours in a chroot. */
int stage_leave(struct err *e)
{
	if (own_ns < 0 || own_root < 0)
		return 0;
	if (setns(own_ns, CLONE_NEWNS) < 0 || fchdir(own_root) < 0 || chroot(".") < 0)
		return err_errno(e, "come back from the private root");
	return 0;
}

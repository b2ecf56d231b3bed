/*
 * The part of a box's root that is its own: /box and /work, two tmpfs in its copy of a stage (stage.c).
 *
 * /box is one tmpfs seen twice: the program sees a read-only mount, the warden keeps a descriptor of a writable one
 * that hangs nowhere in the tree.
 *
 * Not here: quotas for what lies in /work beyond those of tmpfs (bytes and inodes), which the kernel keeps.
 */
#include "sandbox/keeper/warden.h"

#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#define BOX_OPTIONS "mode=0755,size=256m,nr_inodes=1024"

static int mount_tmpfs(const char *target, unsigned long flags, const char *options, struct err *e)
{
	if (mount("tmpfs", target, "tmpfs", flags | MS_NOSUID | MS_NODEV, options) < 0)
		return err_errno(e, "mount tmpfs on %s", target);
	return 0;
}

static int make_box_dir(struct warden *w, struct err *e)
{
	char options[96];

	snprintf(options, sizeof(options), BOX_OPTIONS ",uid=%u,gid=%u", w->uid_warden, w->uid_warden);
	if (mount_tmpfs("/box", 0, options, e) < 0)
		return e->code;
	w->box_dir = open_tree(AT_FDCWD, "/box", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	if (w->box_dir < 0 ||
	    mount(NULL, "/box", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL) < 0)
		return err_errno(e, "make /box");
	return 0;
}

static int make_work_dir(struct warden *w, struct err *e)
{
	char options[160];

	if (!w->order->work_bytes)
		return 0;
	/* One inode more for the directory itself. */
	snprintf(options, sizeof(options), "mode=0700,size=%llu,nr_inodes=%u,uid=%u,gid=%u",
		 (unsigned long long)w->order->work_bytes, w->order->work_files + 1, w->uid_program, w->uid_program);
	if (mount_tmpfs("/work", w->order->work_exec ? 0 : MS_NOEXEC, options, e) < 0)
		return e->code;
	w->work_dir = open("/work", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return w->work_dir < 0 ? err_errno(e, "open /work") : 0;
}

int rootfs_build(struct warden *w, struct err *e)
{
	int r = make_box_dir(w, e);

	return r ? r : make_work_dir(w, e);
}

/*
 * warden: pid 1 of a box. It builds the box around itself, gives up every right that it does not need for watching,
 * and then starts, watches and ends one program at a time. It is never the program.
 *
 * Its parts, in the order in which they act: warden.c (making the box), rootfs.c (its files), run.c (one run),
 * confine.c (what the program's process does to itself before the exec), files.c (what goes in and out).
 */
#ifndef JUDGE_SANDBOX_KEEPER_WARDEN_H
#define JUDGE_SANDBOX_KEEPER_WARDEN_H

#include "sandbox/cgroup.h"
#include "sandbox/order.h"
#include "sandbox/wire.h"

#include <linux/filter.h>
#include <sys/types.h>

/* Ids inside a box. As root the warden keeps id 0 of its namespace, which is nobody outside. */
#define WARDEN_ID  0
#define PROGRAM_ID 1000

/*
 * The program's descriptors 0 .. BOX_STREAMS_MAX - 1 are set up in a table that it shares with the warden until its
 * exec (see run.c), so the warden keeps its own above these.
 */
#define WARDEN_FD_MIN 64

struct warden {
	const struct order_box *order;
	int sock;  /* to the keeper */
	bool root; /* the keeper is root: ids are taken after the files, mounts belong to the host's user namespace */
	uid_t outside_warden, outside_program; /* with root: ids on the host */
	bool have[BOX_LAYER_COUNT];

	int null_fd;                   /* /dev/null */
	int box_dir;                   /* /box, writable through this descriptor only */
	int work_dir;                  /* /work; -1 = none */
	int proc_dir;                  /* procfs of this box, mounted nowhere; -1 = none */
	int landlock;                  /* ruleset; -1 = none */
	int procs[CGROUP_CONTROLLERS]; /* groups that a program enters; -1 = none */
	int cpu_usage;                 /* for cgroup_cpu_us; -1 = none */
	enum box_cgroup_kind cgroup;
	struct sock_fprog filter;
};

/* Runs in the new process; never returns. `sock` and the descriptors in `cg` are inherited. */
_Noreturn void warden_main(struct warden *w, const struct cgroup_box *cg);

/* Mounts the private root and moves into it: /dev, /box, /work, the ordered mounts, nothing else. */
int rootfs_build(struct warden *w, struct err *e) must_check;

/* One run from spawn to the last reaped process. Errors are the judge's own. */
int run_program(struct warden *w, const struct order_run *order, struct box_result *out, struct err *e) must_check;

/*
 * What the program's process does to itself. Runs in a child that shares the warden's memory (vfork): touches only
 * `c` and its own stack, and ends by exec or by filling c->err.
 */
struct confinement {
	const struct warden *w;
	const struct order_run *order;
	struct err err;   /* code 0: the exec happened */
	int exec_errno;   /* not 0: every step was taken, but the kernel would not execute the program */
	uint64_t exec_us; /* monotonic clock just before it: the parent may be woken much later */
	int listener;     /* of the seccomp filter, in the table that is shared until the exec; -1 = none */
};
int confine_and_exec(void *confinement);

/* Copies the file `fd` to /box/<name>. */
int files_put(const struct warden *w, const char *name, int fd, struct err *e) must_check;
/* A descriptor for the regular file /work/<name>. */
int files_get(const struct warden *w, const char *name, struct err *e) must_check;
/* Removes everything in /work. */
int files_empty_work(const struct warden *w, struct err *e) must_check;
/* Is there a file of at least `bytes` in /work? Only such a file makes SIGXFSZ the limit's doing. */
bool files_has_large(const struct warden *w, uint64_t bytes);
/* Has /work no room for a byte or a name? */
bool files_full(const struct warden *w);

#endif

/*
 * warden: pid 1 of a box. It builds the box around itself, gives up every right that it does not need for watching,
 * and then starts, watches and ends one program at a time. It is never the program.
 *
 * Its parts, in the order in which they act: warden.c (making the box), rootfs.c (its own files), run.c (one run by
 * exec), serve.c (a server and its runs by fork), confine.c (what a program's process does to itself before the
 * exec), watch.c (a run from its start to its last process), files.c (what goes in and out).
 */
#ifndef JUDGE_SANDBOX_KEEPER_WARDEN_H
#define JUDGE_SANDBOX_KEEPER_WARDEN_H

#include "sandbox/cgroup.h"
#include "sandbox/order.h"
#include "sandbox/wire.h"

#include <linux/filter.h>
#include <sys/types.h>

/* Ids inside a box. Where there are two the warden has id 0 of its namespace, which is nobody outside. */
#define WARDEN_ID  0
#define PROGRAM_ID 1000

/*
 * The program's descriptors 0 .. BOX_STREAMS_MAX - 1 are set up in a table that it shares with the warden until its
 * exec (see run.c), so the warden keeps its own above these.
 */
#define WARDEN_FD_MIN 64

struct warden {
	const struct order_box *order;
	int sock; /* to the keeper, which hands its end to the judge when the box is ready */
	bool two_ids;
	uid_t uid_warden, uid_program; /* as this process names them; the same number unless two_ids */
	bool have[BOX_LAYER_COUNT];

	int null_fd;               /* /dev/null */
	int box_dir;               /* /box, writable through this descriptor only */
	int work_dir;              /* /work; -1 = none */
	int landlock;              /* ruleset; -1 = none */
	struct cgroup_meter meter; /* groups that a program enters, and what they count */
	struct server *server;     /* NULL, or the one that is running: serve.c */
};

/* Runs in the new process; never returns. `sock` and the descriptors in `meter` are inherited. */
_Noreturn void warden_main(struct warden *w, const struct cgroup_meter *meter);

/* Mounts what of the private root is this box's own: /box, /work. */
int rootfs_build(struct warden *w, struct err *e) must_check;

/* One run from spawn to the last reaped process. Errors are the judge's own. A server in the box is ended before. */
int run_program(struct warden *w, const struct order_run *order, struct box_result *out, struct err *e) must_check;

/*
 * Starts the server, or a run by it. 1: there is none any more, and `irregular` says why (sandbox.h); 0; or an error.
 * The order's strings need not outlive the call.
 */
int serve_start(struct warden *w, const struct order_run *order, char irregular[BOX_IRREGULAR_MAX],
		struct err *e) must_check;
int serve_run(struct warden *w, struct order_streams *streams, struct box_result *out,
	      char irregular[BOX_IRREGULAR_MAX], struct err *e) must_check;
/* Ends the server, if there is one. */
void serve_end(struct warden *w);

/*
 * What the program's process does to itself. Runs in a child that shares the warden's memory (vfork): touches only
 * `c` and its own stack, and ends by exec or by filling c->err.
 */
struct confinement {
	const struct warden *w;
	const struct order_run *order;
	bool serve;       /* a server: its filter, and room for one fork */
	struct err err;   /* code 0: the exec happened */
	int exec_errno;   /* not 0: every step was taken, but the kernel would not execute the program */
	uint64_t exec_us; /* monotonic clock just before it: the parent may be woken much later */
	int listener;     /* of the seccomp filter, in the table that is shared until the exec; -1 = none */
};
int confine_and_exec(void *confinement);

/*
 * Starts `c->order`'s program: opens it, makes its process, returns its pid and fills *pidfd. 0: it was not started
 * and `res` says why. Negative: an error.
 */
pid_t spawn_program(struct warden *w, struct confinement *c, int *pidfd, struct box_result *res,
		    struct err *e) must_check;

/* Copies the file `fd` to /box/<name>, where nothing is but what it may replace. */
int files_put(const struct warden *w, const char *name, int fd, bool may_replace, struct err *e) must_check;
/* A descriptor for the regular file /work/<name>, which with `take` loses its name. */
int files_get(const struct warden *w, const char *name, bool take, struct err *e) must_check;
/* Removes everything in /work. */
int files_empty_work(const struct warden *w, struct err *e) must_check;
/* Is there a file of at least `bytes` in /work? Only such a file makes SIGXFSZ the limit's doing. */
bool files_has_large(const struct warden *w, uint64_t bytes);
/* Has /work no room for a byte or a name, and is there anything in it? */
void files_count(const struct warden *w, struct box_result *res);

#endif

/*
 * sandbox: runs one program, confined, and says exactly what it used.
 *
 * Three processes stand between the judge and a program that is not trusted:
 *
 *   judge ── keeper ── warden ── the program
 *            │         └ pid 1 of the box: owns its namespaces and mounts, starts the
 *            │           program, watches its clocks, kills and reaps what is left
 *            └ a tiny static program outside: makes boxes and their cgroups, ends a
 *              whole box by killing its warden, goes when the judge goes
 *
 * A `struct sandbox` is one keeper; it owns boxes and runs one program at a time. Use one for each worker; a sandbox
 * and its boxes belong to one thread. A `struct box` serves one submission: it is opened, files are put into it,
 * programs are run in it one after the other, it is closed. A box is never handed from one submission to another.
 *
 * What the program did is a value (struct box_result). An error (struct err) is a failure of the sandbox itself;
 * after an error of box_run the box can only be closed.
 *
 * The library knows nothing of problems, compilers or C.
 */
#ifndef JUDGE_SANDBOX_SANDBOX_H
#define JUDGE_SANDBOX_SANDBOX_H

#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- what this host gives ---------------------------------------------------------------------------------------- */

/*
 * The layers of a box. Each is either there or named as missing: nothing is left out in silence. X(id, word,
 * guarantee)
 */
#define BOX_LAYERS(X)                                                                               \
	X(USER_NS, "user namespace", "ids of the box mean nothing outside")                         \
	X(PID_NS, "pid namespace", "it sees and signals only its own processes")                    \
	X(MOUNT_NS, "private root", "it sees only the files that were put there")                   \
	X(NET_NS, "network namespace", "no network, not even loopback")                             \
	X(IPC_NS, "ipc namespace", "no System V or POSIX IPC with the host")                        \
	X(UTS_NS, "uts namespace", "no host name")                                                  \
	X(CGROUP_NS, "cgroup namespace", "no cgroup paths of the host")                             \
	X(SECCOMP, "seccomp filter", "only the listed system calls")                                \
	X(LANDLOCK, "landlock", "files a second time: read and execute only, no writing but /work") \
	X(CGROUP_MEMORY, "memory cgroup", "memory of all its processes and files, by the kernel")   \
	X(CGROUP_PIDS, "pids cgroup", "number of its processes and threads, by the kernel")         \
	X(CGROUP_CPU, "cpu accounting cgroup", "CPU time of all its processes, also unreaped ones") \
	X(TWO_IDS, "separate user ids", "the program cannot touch the process that watches it")

enum box_layer {
#define X(id, word, guarantee) BOX_LAYER_##id,
	BOX_LAYERS(X) BOX_LAYER_COUNT
#undef X
};

/* "private root", and what it guarantees. Static strings. */
const char *box_layer_word(enum box_layer layer);
const char *box_layer_guarantee(enum box_layer layer);

enum box_cgroup_kind { BOX_CGROUP_NONE, BOX_CGROUP_V1, BOX_CGROUP_V2 };

struct box_probe {
	bool usable;                       /* a box can be opened here and confines */
	bool have[BOX_LAYER_COUNT];        /* by enum box_layer */
	char remedy[BOX_LAYER_COUNT][512]; /* "" or what the owner of the host can do to get the layer */
	enum box_cgroup_kind cgroup;       /* the back-end in use */
	int landlock_abi;                  /* 0 = none */
	char kernel[65];                   /* release, for reports */
	char failure[ERR_TEXT_MAX];        /* "" or why no box could be opened */
};

struct sandbox_config {
	const char *keeper_path; /* NULL: beside this program or in ../libexec/judge, see keeper_find */
	const char *cgroup_dir;  /* NULL: found; "" : use no cgroup; else a delegated cgroup v2 directory */
};

struct sandbox;
struct box;

/* Starts a keeper. -ENOENT: no keeper program; -EPROTO: it is from another build; -ETIMEDOUT: it does not answer. */
int sandbox_open(const struct sandbox_config *config, struct sandbox **out, struct err *e) must_check;
/* Closes all boxes, ends the keeper, waits for it; NULL is allowed. No process, mount or cgroup of it is left. */
void sandbox_close(struct sandbox *s);

/* Opens a throw-away box and says which layers it really got. 0 also when no box can be opened (usable = false). */
int sandbox_probe(struct sandbox *s, struct box_probe *out, struct err *e) must_check;

/*
 * What the boxes are for. One's own programs (PRACTICE), or those of strangers on a host that others rely on (HOSTING):
 * that asks for user namespaces (or root), the other namespaces, the filter, and a memory limit that the kernel
 * enforces on all processes of a box together. The table is in hosting.c.
 */
enum box_use { BOX_USE_PRACTICE, BOX_USE_HOSTING };

bool box_layer_needed(enum box_layer layer, enum box_use use);
/* The layers that `use` needs and this host does not give, in their order. */
size_t box_lacks(const struct box_probe *p, enum box_use use, enum box_layer lacks[BOX_LAYER_COUNT]);
/* Is this host fit for it? If not, a line for each reason is appended to `why` (or NULL), with what to do about it. */
bool box_fit_for(const struct box_probe *p, enum box_use use, struct buf *why);

/* ---- policies: which system calls -------------------------------------------------------------------------------- */

/*
 * BOX_POLICY_RUN: a call that is not on the list ends the run and is named (BOX_END_SYSCALL). BOX_POLICY_COMPILE: it
 * fails with EPERM, since compilers differ and probe. BOX_POLICY_SCRIPT: as that, and a program may execute others,
 * what lies in /work among them. The lists: sandbox/policy.c.
 */
enum box_policy { BOX_POLICY_RUN, BOX_POLICY_COMPILE, BOX_POLICY_SCRIPT };

/* ---- a box ------------------------------------------------------------------------------------------------------- */

/* Files of the host that a box sees, read-only, nosuid, nodev, at `target` (absolute, without links or ".."). */
struct box_mount {
	const char *source; /* a directory or regular file of the host; links are resolved before the box is made */
	const char *target;
	bool exec;     /* may be executed or mapped as code */
	bool optional; /* no error when the source is missing */
};

#define BOX_MOUNTS_MAX 64

/*
 * A box has a root of its own: the mounts, /dev/null, /dev/zero, /dev/urandom, /box (read-only for the program, what
 * box_put put there) and /work (writable, a tmpfs with the quota below; emptied before each run unless
 * keep_work). Nothing else: no /proc, no /tmp, no host.
 */
struct box_spec {
	const struct box_mount *mounts;
	size_t n_mounts; /* <= BOX_MOUNTS_MAX */
	enum box_policy policy;
	uint32_t processes;    /* of one run, threads count; 1 = the program alone: fork and threads end the run */
	uint64_t memory_bytes; /* ceiling of one run, its files in /work too; 1 MiB .. 64 GiB */
	uint64_t work_bytes;   /* quota of /work; 0: there is no writable place */
	uint32_t work_files;   /* at most so many files and directories in /work */
	bool keep_work;        /* what one run leaves in /work is there in the next (compile, then assemble) */
	bool no_address_limit; /* never RLIMIT_AS / RLIMIT_DATA, also without a memory cgroup (sanitizer builds) */
	bool serve;            /* box_serve will be called; then processes = 1 and work_bytes = 0 */
};

/* 0, or -EINVAL naming the field; -EPERM / -ENOSYS / -ENOSPC … naming the step of confinement that failed. */
int box_open(struct sandbox *s, const struct box_spec *spec, struct box **out, struct err *e) must_check;
/*
 * Has `n` boxes (at most BOX_PREPARED_MAX in all) of this spec made ahead, while the caller does other things; as many
 * calls of box_open with the same spec then find one ready. A failure shows when one is opened.
 */
#define BOX_PREPARED_MAX 16
int box_prepare(struct sandbox *s, const struct box_spec *spec, unsigned n, struct err *e) must_check;
/* Ends every process of the box and removes all that it had; NULL is allowed. */
void box_close(struct box *b);

/*
 * Puts a copy of the file behind `fd` (from offset 0) at /box/<name>, mode 0555. `name`: 1-63 of [A-Za-z0-9._-], no
 * leading dot or dash; or that and up to BOX_DEPTH_MAX - 1 names behind it, each with "/" before it and any that a file
 * can have, where folders are made as needed. -EEXIST if it is there; -ENOSPC when /box (256 MiB, 1000 files
 * and folders) is full.
 */
#define BOX_DEPTH_MAX 8
int box_put(struct box *b, const char *name, int fd, struct err *e) must_check;
/* The same in place of what is there, if anything is; after a failure nothing is. */
int box_replace(struct box *b, const char *name, int fd, struct err *e) must_check;
/*
 * Appends what a run left at /work/<name> to `into`. Only a regular file that is reached without links: else -ELOOP,
 * -EINVAL; -ENOENT; -EMSGSIZE over the ceiling of `into`.
 */
int box_get(struct box *b, const char *name, struct buf *into, struct err *e) must_check;
/* The same, and the regular file is there no more, also where it is over the ceiling. */
int box_take(struct box *b, const char *name, struct buf *into, struct err *e) must_check;

/* ---- a run ------------------------------------------------------------------------------------------------------- */

/*
 * A busy host gives a program its CPU time late. The time for which it was ready and got no processor does not count
 * for the wall limit (where the kernel tells it: /proc/PID/schedstat), up to so many times the limit.
 */
#define BOX_STARVED_FACTOR 8

struct box_limits {
	uint64_t cpu_us;      /* user + system time, all processes; a run of exactly the limit passes */
	uint64_t wall_us;     /* since the exec; a program that waits is ended then, one that computes see below */
	uint64_t stack_bytes; /* of the main thread */
	uint64_t file_bytes;  /* of one file in /work */
	uint32_t open_files;  /* descriptor numbers 0 .. open_files - 1; 4..256 */
};

enum box_stream_kind {
	BOX_STREAM_NULL,    /* /dev/null */
	BOX_STREAM_FD,      /* the caller's descriptor `fd`, as it is; it stays the caller's; no directory, no O_PATH */
	BOX_STREAM_PIPE,    /* likewise, and refused unless it is an end of a pipe */
	BOX_STREAM_CAPTURE, /* what is written there is appended to `into`, up to its ceiling */
};

struct box_stream {
	int box_fd; /* number in the box, 0..7 */
	enum box_stream_kind kind;
	int fd;
	struct buf *into; /* of BOX_STREAM_CAPTURE; one byte over its ceiling ends the run with BOX_END_OUTPUT */
	bool drop_excess; /* no: what is over the ceiling is dropped, and the run goes on (diagnostics) */
	uint64_t *came;   /* NULL, or to what is added how many bytes came, with those that were dropped */
};

#define BOX_STREAMS_MAX 8

struct box_run {
	const char *program;     /* absolute path in the box */
	const char *const *argv; /* NULL-terminated, argv[0] too; together with envp at most 64 KiB */
	const char *const *envp; /* NULL: an empty environment */
	const char *directory;   /* in which it starts, absolute, in the box; NULL: /work where that is, else / */
	struct box_limits limits;
	const struct box_stream *streams; /* descriptors not named are closed */
	size_t n_streams;
	bool fixed_addresses; /* no address space randomisation */
	/*
	 * NULL, or a descriptor that becomes readable when nobody needs the run any more: it is ended then
	 * (BOX_END_STOPPED). Nothing is read from it. Of box_run only.
	 */
	const int *stop_fd;
};

/*
 * How a run ended. The word comes from what the keeper and the warden did or saw, never from the signal alone: a
 * program can send itself any signal.
 */
enum box_end {
	BOX_END_EXIT,        /* by itself: exit_code */
	BOX_END_SIGNAL,      /* by a signal that is not of our making: signal */
	BOX_END_CPU,         /* over limits.cpu_us */
	BOX_END_WALL,        /* over limits.wall_us */
	BOX_END_MEMORY,      /* over memory_bytes */
	BOX_END_OUTPUT,      /* over the ceiling of a captured stream */
	BOX_END_FILE_SIZE,   /* wrote a file over limits.file_bytes (SIGXFSZ) */
	BOX_END_PROCESSES,   /* made a process or thread where one is allowed, or more than `processes` */
	BOX_END_NOT_STARTED, /* the kernel would not execute it: exec_errno */
	BOX_END_SYSCALL,     /* a call that the policy does not allow: syscall_nr, syscall_arch */
	BOX_END_STOPPED,     /* the caller asked for it: stop_fd */
};

struct box_result {
	enum box_end end;
	int exec_errno;        /* with BOX_END_NOT_STARTED: ENOEXEC, EACCES … */
	int exit_code;         /* with BOX_END_EXIT */
	int signal;            /* with BOX_END_SIGNAL */
	int syscall_nr;        /* with BOX_END_SYSCALL and BOX_END_PROCESSES: the call that ended it; -1 = none */
	uint32_t syscall_arch; /* AUDIT_ARCH_* of that call: int 0x80 shows as i386 */
	char syscall_name[32]; /* "" when unknown */
	uint64_t cpu_us;       /* user + system of everything that ran, exact */
	uint64_t wall_us;      /* from exec to the end of the main process */
	uint64_t peak_bytes;   /* greatest resident set of one process (getrusage), floor of the C library included */
	uint64_t cgroup_peak_bytes; /* greatest charge of the memory cgroup, page cache included; 0 without one */
	bool files_refused;         /* /work's quota was met */
	bool processes_refused;     /* the pids limit was met by a run that went on */
	bool left_nothing;          /* there is no file in /work; false too where that is not known */
};

/*
 * Runs one program to its end; when it returns, no process of the run is left. Blocks; fills captures as they come.
 * -EINVAL (a field, named), -ENOENT / -EACCES / -ENOEXEC (the program), -EPIPE (the box died: open another), -EPROTO.
 */
int box_run(struct box *b, const struct box_run *run, struct box_result *out, struct err *e) must_check;

/* ---- runs by a server -------------------------------------------------------------------------------------------- */

/*
 * A server is started once in a box, prepares itself and makes a fork for each run (sandbox/serve.h): a run then costs
 * a fork instead of an exec and what a program does before its work. It is a way to be faster and nothing else: what a
 * fork is allowed, how it is limited and how it ends are the same as with box_run. Whatever is not as it must be, the
 * server's word does not count: it is ended, *irregular is set and no result is given; the run has to be repeated by
 * box_run, and so has every later one.
 */
#define BOX_IRREGULAR_MAX 96
/*
 * `run` as for box_run, without streams; its limits are those of each fork. *irregular: "" or why there is no server.
 * It may be too early to see: then the next call says so.
 */
int box_serve(struct box *b, const struct box_run *run, char irregular[BOX_IRREGULAR_MAX], struct err *e) must_check;
/* One run by the server; errors as of box_run. */
int box_serve_run(struct box *b, const struct box_stream *streams, size_t n_streams, struct box_result *out,
		  char irregular[BOX_IRREGULAR_MAX], struct err *e) must_check;

static inline void cleanup_sandbox_(struct sandbox **s)
{
	sandbox_close(*s);
}
static inline void cleanup_box_(struct box **b)
{
	box_close(*b);
}
#define cleanup_sandbox cleanup(cleanup_sandbox_)
#define cleanup_box     cleanup(cleanup_box_)

#endif

/*
 * tags: serial
 *
 * The sandbox on this host, in every mode that the host has: with the control groups that are found, without any,
 * and, when the tests run as root, once more as an ordinary user. Each case runs in a process of its own for each
 * mode; CHECK ends it with the place.
 *
 * Three variables, which tests/vm sets: JUDGE_TEST_CGROUP is a cgroup v2 directory with all controllers that is ours;
 * with it there are two modes more, in a group made there for each case, and it is known which groups must be found.
 * JUDGE_TEST_VICTIMS is a directory of compiled victims, for a place without a compiler. JUDGE_TEST_SLOWNESS is by how
 * much all times that the cases name are stretched, for a machine that is emulated.
 */
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/spawn.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB (UINT64_C(1) << 20)

static char *dir; /* temporary, readable by everybody */
static char victim[4096], large[4096], keeper[4096];
static const char *mode; /* for messages */
static const char *cgroup_ours;
static uint64_t slowness = 1;

#define CHECK(cond) ((cond) ? (void)0 : fail_at(__LINE__, #cond))

static _Noreturn void fail_at(int line, const char *what)
{
	fprintf(stderr, "test_sandbox.c:%d: %s [%s]\n", line, what, mode);
	_exit(1);
}

static void ok_(int r, const struct err *e, int line)
{
	if (r < 0) {
		fprintf(stderr, "error: %s\n", e->text);
		fail_at(line, "no error");
	}
}
#define OK(r) ok_(r, &e, __LINE__)

/* ---- one box and one run, with what most cases want -------------------------------------------------------------- */

/* Where a case's groups are: where the keeper finds some; nowhere; in a group of its own; in one that is given. */
enum place { FOUND, NONE, ALONE, GIVEN };

struct fixture {
	struct sandbox *s;
	struct box *b;
	struct box_spec spec;
	struct box_run run;
	struct box_result res;
	struct buf out;
	struct box_stream streams[3];
	bool memory_group, pids_group;
	enum place place;
	const char *group; /* with GIVEN */
};

static void open_box(struct fixture *f)
{
	struct err e = ERR_INIT;
	int fd = open(victim, O_RDONLY | O_CLOEXEC);

	OK(box_open(f->s, &f->spec, &f->b, &e));
	OK(box_put(f->b, "victim", fd, &e));
	close(fd);
	fd = open(large, O_RDONLY | O_CLOEXEC);
	OK(box_put(f->b, "large", fd, &e));
	close(fd);
}

static void reopen_box(struct fixture *f)
{
	box_close(f->b);
	open_box(f);
}

/* Runs "victim how arg"; argument NULL: none. */
static void run(struct fixture *f, const char *how, const char *arg)
{
	const char *const argv[] = { "victim", how, arg, NULL };
	struct err e = ERR_INIT;

	buf_reset(&f->out);
	f->run.argv = argv;
	OK(box_run(f->b, &f->run, &f->res, &e));
}

/* Asked of the kernel itself, in a child that can be thrown away. */
static bool user_namespaces_refused(void)
{
	void (*before)(int) = signal(SIGCHLD, SIG_DFL);
	pid_t pid = fork();
	int status = 0;

	if (!pid)
		_exit(unshare(CLONE_NEWUSER) < 0);
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	signal(SIGCHLD, before);
	return WEXITSTATUS(status) != 0;
}

/* Are we in the root of the hierarchy, the one group that need not be ours alone? */
static bool in_root_group(void)
{
	char text[64] = "";
	FILE *own = fopen("/proc/self/cgroup", "re");

	CHECK(own && fgets(text, sizeof(text), own));
	fclose(own);
	return !strcmp(text, "0::/\n");
}

static void check_groups(const struct box_probe *p, enum place place)
{
	enum box_cgroup_kind due = place == FOUND && (geteuid() != 0 || !in_root_group()) ? BOX_CGROUP_NONE
				   : place == NONE                                        ? BOX_CGROUP_NONE
											  : BOX_CGROUP_V2;

	CHECK(p->cgroup == due);
	for (int i = BOX_LAYER_CGROUP_MEMORY; i <= BOX_LAYER_CGROUP_CPU; i++)
		CHECK(p->have[i] == (due == BOX_CGROUP_V2));
}

static void begin(struct fixture *f, enum place place, const char *group)
{
	const char *const cgroup_dir = place == NONE ? "" : place == GIVEN ? group : NULL;
	const struct sandbox_config config = { keeper, cgroup_dir };
	struct box_probe probe;
	struct err e = ERR_INIT;

	*f = (struct fixture){ .place = place, .group = group };
	OK(sandbox_open(&config, &f->s, &e));
	OK(sandbox_probe(f->s, &probe, &e));
	if (geteuid() != 0 && user_namespaces_refused()) {
		/*
		 * The kernel gives this user no box (a chroot, a sysctl): then that is what must be said, with what
		 * helps.
		 */
		CHECK(!probe.usable && strstr(probe.failure, "user namespace") && probe.remedy[BOX_LAYER_USER_NS][0]);
		sandbox_close(f->s);
		_exit(0);
	}
	if (!probe.usable)
		fprintf(stderr, "unusable: %s\n", probe.failure);
	CHECK(probe.usable);
	if (cgroup_ours)
		check_groups(&probe, place);
	f->memory_group = probe.have[BOX_LAYER_CGROUP_MEMORY];
	f->pids_group = probe.have[BOX_LAYER_CGROUP_PIDS];
	f->spec = (struct box_spec){ .policy = BOX_POLICY_RUN,
				     .processes = 1,
				     .memory_bytes = 64 * MIB,
				     .work_bytes = 4 * MIB,
				     .work_files = 32 };
	buf_init(&f->out, 10000);
	f->streams[0] = (struct box_stream){ .box_fd = 0, .kind = BOX_STREAM_NULL };
	f->streams[1] = (struct box_stream){ .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = &f->out };
	f->streams[2] = (struct box_stream){ .box_fd = 2, .kind = BOX_STREAM_FD, .fd = 2 };
	f->run = (struct box_run){
		.program = "/box/victim",
		.limits = { .cpu_us = 500000 * slowness,
			    .wall_us = 10000000 * slowness,
			    .stack_bytes = 1 * MIB,
			    .file_bytes = 1 * MIB,
			    .open_files = 16 },
		.streams = f->streams,
		.n_streams = 3,
	};
	open_box(f);
}

static void finish(struct fixture *f)
{
	buf_clear(&f->out);
	sandbox_close(f->s);
}

static bool ended(const struct fixture *f, enum box_end end)
{
	if (f->res.end != end)
		fprintf(stderr, "ended %d, exit %d, signal %d, call '%s', cpu %llu, peak %llu\n", f->res.end,
			f->res.exit_code, f->res.signal, f->res.syscall_name, (unsigned long long)f->res.cpu_us,
			(unsigned long long)f->res.peak_bytes);
	return f->res.end == end;
}

static bool exited(const struct fixture *f, int code)
{
	return ended(f, BOX_END_EXIT) && f->res.exit_code == code;
}

/* ---- cases ------------------------------------------------------------------------------------------------------- */

static void plain_runs(struct fixture *f)
{
	run(f, "exit", "0");
	CHECK(exited(f, 0));
	run(f, "exit", "42");
	CHECK(exited(f, 42));
	run(f, "echo", "hello");
	CHECK(exited(f, 0) && !strcmp(f->out.data, "hello\n"));
	CHECK(f->res.cpu_us > 0 && f->res.wall_us > 0 && f->res.peak_bytes > 0);
	run(f, "ids", NULL);
	CHECK(exited(f, 0));
}

static void descriptors(struct fixture *f)
{
	char text[] = "what the caller gives";
	struct err e = ERR_INIT;
	int in;

	OK(fs_memfd("in", text, strlen(text), &in, &e));
	f->streams[0] = (struct box_stream){ .box_fd = 0, .kind = BOX_STREAM_FD, .fd = in };
	run(f, "cat", NULL);
	CHECK(exited(f, 0) && !strcmp(f->out.data, text));
	/* Only the three streams are open, whatever keeper, warden and this process have. */
	run(f, "count_open", NULL);
	CHECK(exited(f, 3));
	run(f, "open_many", "64");
	CHECK(exited(f, 13));
	close(in);
}

static void environment(struct fixture *f)
{
	static const char *const envp[] = { "A=1", "B=two words", NULL };

	setenv("SECRET", "of the host", 1);
	run(f, "env", NULL);
	CHECK(exited(f, 0) && f->out.len == 0);
	f->run.envp = envp;
	run(f, "env", NULL);
	CHECK(exited(f, 0) && !strcmp(f->out.data, "A=1\nB=two words\n"));
}

static void cpu_limit(struct fixture *f)
{
	f->run.limits.cpu_us = 100000 * slowness;
	run(f, "spin", NULL);
	CHECK(ended(f, BOX_END_CPU) && f->res.cpu_us > 100000 * slowness);
	/* Half of the limit passes. */
	run(f, "spin_us", "50000");
	CHECK(exited(f, 0) && f->res.cpu_us >= 50000);
}

static void wall_limit(struct fixture *f)
{
	f->run.limits.wall_us = 100000 * slowness;
	run(f, "sleep", NULL);
	CHECK(ended(f, BOX_END_WALL) && f->res.wall_us >= 100000 * slowness);
	CHECK(f->res.wall_us < 400000 * slowness);
	/* One that computes is not a sleeper, however late it gets its processor; one that does both is. */
	f->run.limits.wall_us = 700000 * slowness;
	run(f, "spin", NULL);
	CHECK(ended(f, BOX_END_CPU));
	run(f, "spin_and_sleep", "50000");
	CHECK(ended(f, BOX_END_WALL));
	/* A program that stops itself still waits. */
	run(f, "stop", NULL);
	CHECK(ended(f, BOX_END_WALL));
}

static void memory_limit(struct fixture *f)
{
	run(f, "touch", "200");
	/* Without a memory group the allocation itself fails, and the program says so by its exit code. */
	CHECK(f->memory_group ? ended(f, BOX_END_MEMORY) : exited(f, 9));
	run(f, "touch", "32");
	CHECK(exited(f, 0) && f->res.peak_bytes >= 32 * MIB && f->res.peak_bytes < 64 * MIB);
	/* Data that the program's own headers ask for: refused before it starts, the same on every host. */
	f->run.program = "/box/large";
	run(f, "exit", "0");
	CHECK(ended(f, BOX_END_MEMORY) && f->res.cpu_us == 0);
	f->run.program = "/box/victim";
	run(f, "exit", "0");
	CHECK(exited(f, 0));
}

static void stack_limit(struct fixture *f)
{
	run(f, "recurse", "100");
	CHECK(exited(f, 0));
	run(f, "recurse", "1000");
	CHECK(ended(f, BOX_END_SIGNAL) && f->res.signal == SIGSEGV);
	f->run.limits.stack_bytes = 16 * MIB;
	run(f, "recurse", "1000");
	CHECK(exited(f, 0));
}

static void output_limit(struct fixture *f)
{
	run(f, "print", "10000");
	CHECK(exited(f, 0) && f->out.len == 10000);
	run(f, "print", "10001");
	CHECK(ended(f, BOX_END_OUTPUT) && f->out.len == 10000);
	run(f, "print_late", "10001");
	CHECK(ended(f, BOX_END_OUTPUT));
	run(f, "flood", NULL);
	CHECK(ended(f, BOX_END_OUTPUT) && f->out.len == 10000);
	f->streams[1].drop_excess = true;
	run(f, "print", "50000");
	CHECK(exited(f, 0) && f->out.len == 10000);
	run(f, "exit", "3");
	CHECK(exited(f, 3));
}

static void process_limit(struct fixture *f)
{
	static const char *const ways[] = { "fork", "vfork", "fork_bomb", "thread" };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		run(f, ways[i], NULL);
		CHECK(ended(f, BOX_END_PROCESSES));
	}
	f->spec.processes = 4;
	reopen_box(f);
	run(f, "thread", NULL);
	CHECK(exited(f, 0));
	run(f, "daemons", "3");
	CHECK(exited(f, 0));
	run(f, "daemons", "4");
	CHECK(exited(f, 11) && f->res.processes_refused == f->pids_group);
	f->run.limits.cpu_us = 200000 * slowness;
	run(f, "fork_bomb", NULL);
	CHECK(ended(f, BOX_END_CPU));
	run(f, "exit", "0");
	CHECK(exited(f, 0));
}

/* CPU time of children that nobody waits for counts. */
static void cpu_of_daemons(struct fixture *f)
{
	f->spec.processes = 8;
	reopen_box(f);
	run(f, "daemons", "4");
	CHECK(exited(f, 0) && f->res.cpu_us >= 20000);
	run(f, "count_open", NULL);
	CHECK(exited(f, 3));
}

static void file_limits(struct fixture *f)
{
	run(f, "file", "1048576");
	CHECK(exited(f, 0));
	run(f, "file", "2000000");
	CHECK(ended(f, BOX_END_FILE_SIZE));
	f->run.limits.file_bytes = 64 * MIB;
	run(f, "file", "8000000");
	CHECK(exited(f, 28) && f->res.files_refused);
	run(f, "files", "20");
	CHECK(exited(f, 0));
	run(f, "files", "100");
	CHECK(exited(f, 28) && f->res.files_refused);
	/* /work is empty again for each run. */
	run(f, "files", "20");
	CHECK(exited(f, 0));
	run(f, "nest", "30");
	CHECK(exited(f, 0));
	run(f, "files", "31");
	CHECK(exited(f, 0));
}

static void own_signals(struct fixture *f)
{
	static const int signals[] = { SIGKILL, SIGXCPU, SIGXFSZ, SIGSYS, SIGABRT, SIGTERM };
	char arg[16];

	/* A signal that the program sends itself is its own, however much it looks like a limit. */
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		snprintf(arg, sizeof(arg), "%d", signals[i]);
		run(f, "signal", arg);
		CHECK(ended(f, BOX_END_SIGNAL) && f->res.signal == signals[i]);
	}
	run(f, "kill_all", NULL);
	CHECK(exited(f, 5));
}

static void calls(struct fixture *f)
{
	static const struct {
		long nr;
		const char *name;
	} refused[] = {
		{ SYS_socket, "socket" },
		{ SYS_ptrace, "ptrace" },
		{ SYS_mount, "mount" },
		{ SYS_unshare, "unshare" },
		{ SYS_setns, "setns" },
		{ SYS_bpf, "bpf" },
		{ SYS_keyctl, "keyctl" },
		{ SYS_io_uring_setup, "io_uring_setup" },
		{ SYS_chroot, "chroot" },
		{ SYS_pidfd_open, "pidfd_open" },
		{ SYS_memfd_create, "memfd_create" },
		{ SYS_execve, "execve" },
		{ SYS_process_vm_readv, "process_vm_readv" },
		{ SYS_userfaultfd, "userfaultfd" },
		{ SYS_execveat, "execveat" },
		{ SYS_perf_event_open, "perf_event_open" },
		{ SYS_socketpair, "socketpair" },
		{ SYS_symlink, "symlink" },
		{ SYS_mknod, "mknod" },
	};
	char arg[16];

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		snprintf(arg, sizeof(arg), "%ld", refused[i].nr);
		run(f, "call", arg);
		CHECK(ended(f, BOX_END_SYSCALL));
		if (strcmp(f->res.syscall_name, refused[i].name))
			fprintf(stderr, "%s was called %s\n", refused[i].name, f->res.syscall_name);
		CHECK(!strcmp(f->res.syscall_name, refused[i].name));
	}
	run(f, "exec", NULL);
	CHECK(ended(f, BOX_END_SYSCALL) && !strcmp(f->res.syscall_name, "execve"));
	run(f, "limit_init", NULL);
	CHECK(ended(f, BOX_END_SYSCALL) && !strcmp(f->res.syscall_name, "prlimit64"));
	run(f, "socket", NULL);
	CHECK(ended(f, BOX_END_SYSCALL));
#ifdef __x86_64__
	run(f, "int80", "20");
	CHECK(ended(f, BOX_END_SYSCALL));
	run(f, "call", "1073741863"); /* getpid of x32 */
	CHECK(ended(f, BOX_END_SYSCALL));
#endif
}

static void rights(struct fixture *f)
{
	run(f, "peek", NULL);
	CHECK(exited(f, 0));
	run(f, "write_root", NULL);
	CHECK(exited(f, 0));
	run(f, "caps", NULL);
	CHECK(exited(f, 0));
	run(f, "raise_limit", NULL);
	CHECK(exited(f, 0));
	run(f, "touch_null", NULL);
	CHECK(exited(f, 0));
}

static void addresses(struct fixture *f)
{
	char first[64] = "";
	bool differ = false;

	f->run.fixed_addresses = true;
	for (int i = 0; i < 3; i++) {
		run(f, "address", NULL);
		CHECK(exited(f, 0) && f->out.len < sizeof(first));
		CHECK(!i || !strcmp(first, f->out.data));
		memcpy(first, f->out.data, f->out.len + 1);
	}
	f->run.fixed_addresses = false;
	for (int i = 0; i < 3; i++) {
		run(f, "address", NULL);
		differ |= strcmp(first, f->out.data) != 0;
	}
	CHECK(differ);
}

static void files_in_and_out(struct fixture *f)
{
	struct err e = ERR_INIT;
	struct buf got;

	f->spec.keep_work = true;
	reopen_box(f);
	buf_init(&got, 2 * MIB);
	run(f, "file", "65536");
	CHECK(exited(f, 0));
	run(f, "left_over", NULL);
	CHECK(exited(f, 1));
	OK(box_get(f->b, "file", &got, &e));
	CHECK(got.len == 65536);
	buf_clear(&got);
	buf_init(&got, 100);
	CHECK(box_get(f->b, "file", &got, &e) == -EMSGSIZE);
	CHECK(box_get(f->b, "none", &got, &e) == -ENOENT);
	CHECK(box_get(f->b, "../box/victim", &got, &e) == -EINVAL);
	run(f, "mkdir", NULL);
	CHECK(exited(f, 0));
	CHECK(box_get(f->b, "fifo", &got, &e) == -EINVAL);
	CHECK(box_put(f->b, "victim", 0, &e) < 0);
	CHECK(box_put(f->b, "../x", 0, &e) == -EINVAL);
	CHECK(box_put(f->b, "-x", 0, &e) == -EINVAL);
	buf_clear(&got);
	f->spec.keep_work = false;
	reopen_box(f);
	run(f, "file", "65536");
	run(f, "left_over", NULL);
	CHECK(exited(f, 0));
}

static void mounts(struct fixture *f)
{
	struct box_mount m[] = {
		{ dir, "/usr/share/given", false, false },
		{ "/nonexistent/here", "/gone", false, true },
	};
	struct err e = ERR_INIT;

	f->spec.mounts = m;
	f->spec.n_mounts = 2;
	reopen_box(f);
	f->run.program = "/usr/share/given/victim";
	{
		const char *const argv[] = { "victim", "exit", "0", NULL };

		/* Bound without exec: the program is there but cannot be run. */
		f->run.argv = argv;
		OK(box_run(f->b, &f->run, &f->res, &e));
		CHECK(ended(f, BOX_END_NOT_STARTED) && f->res.exec_errno == EACCES);
	}
	m[0].exec = true;
	reopen_box(f);
	run(f, "exit", "0");
	CHECK(exited(f, 0));
	m[1].optional = false;
	box_close(f->b);
	f->b = NULL;
	CHECK(box_open(f->s, &f->spec, &f->b, &e) == -ENOENT);
	CHECK(strstr(e.text, "/nonexistent/here"));
}

static void bad_requests(struct fixture *f)
{
	const char *const argv[] = { "victim", "exit", "0", NULL };
	struct box_run good = f->run, bad;
	struct box_spec spec;
	struct box *b;
	struct err e = ERR_INIT;

	good.argv = argv;
#define BAD_RUN(change, word)                                       \
	do {                                                        \
		bad = good;                                         \
		change;                                             \
		CHECK(box_run(f->b, &bad, &f->res, &e) == -EINVAL); \
		CHECK(strstr(e.text, word));                        \
	} while (0)
	BAD_RUN(bad.program = "box/victim", "program");
	BAD_RUN(bad.program = "/box/../victim", "program");
	BAD_RUN(bad.argv = NULL, "argv");
	BAD_RUN(bad.limits.cpu_us = 0, "CPU");
	BAD_RUN(bad.limits.wall_us = UINT64_MAX, "wall");
	BAD_RUN(bad.limits.stack_bytes = 1, "stack");
	BAD_RUN(bad.limits.open_files = 0, "open files");
	BAD_RUN(bad.limits.open_files = 100000, "open files");
	BAD_RUN(bad.n_streams = 9, "streams");
#define BAD_SPEC(change, word)                                   \
	do {                                                     \
		spec = f->spec;                                  \
		change;                                          \
		CHECK(box_open(f->s, &spec, &b, &e) == -EINVAL); \
		CHECK(strstr(e.text, word));                     \
	} while (0)
	BAD_SPEC(spec.processes = 0, "processes");
	BAD_SPEC(spec.memory_bytes = 0, "memory");
	BAD_SPEC(spec.memory_bytes = UINT64_MAX, "memory");
	BAD_SPEC(spec.work_files = 0, "files");
	BAD_SPEC(spec.policy = (enum box_policy)7, "policy");
	bad = good;
	bad.program = "/box/none";
	CHECK(box_run(f->b, &bad, &f->res, &e) == -ENOENT);
	bad.program = "/dev/null";
	CHECK(box_run(f->b, &bad, &f->res, &e) == -ENOEXEC);
	/* The box is still good. */
	CHECK(!box_run(f->b, &good, &f->res, &e) && exited(f, 0));
}

/* A shell that ignores signals must change neither how the keeper waits nor what a program finds. */
static void ignored_signals(struct fixture *f)
{
	finish(f);
	for (int s = 1; s < 32; s++)
		if (s != SIGKILL && s != SIGSTOP)
			signal(s, SIG_IGN);
	begin(f, f->place, f->group);
	run(f, "ignored", NULL);
	CHECK(exited(f, 0));
}

/* Is this a user, or a root without CAP_SYS_RESOURCE, who cannot lift a hard limit again? */
static bool is_bound(int resource)
{
	/* Nobody may have more descriptors than fs.nr_open, so that infinity is refused to root as well. */
	rlim_t most = resource == RLIMIT_NOFILE ? 4096 : RLIM_INFINITY;
	const struct rlimit wide = { most, most };
	int status = 0;
	pid_t pid = fork();

	if (!pid)
		_exit(setrlimit((__rlimit_resource_t)resource, &wide) < 0);
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	return WEXITSTATUS(status) != 0;
}

/* Limits that the judge was started with: lifted where that may be done, else the one that is in the way is named. */
static void hard_limits(struct fixture *f)
{
	const struct sandbox_config config = { keeper, NULL };
	const struct rlimit small_stack = { 512 * 1024, 512 * 1024 }, few_files = { 500, 500 };
	const char *const argv[] = { "victim", "recurse", "100", NULL };
	struct sandbox *s = NULL;
	struct err e = ERR_INIT;
	int r;

	sandbox_close(f->s);
	CHECK(!setrlimit(RLIMIT_STACK, &small_stack));
	OK(sandbox_open(&config, &f->s, &e));
	open_box(f);
	f->run.argv = argv;
	r = box_run(f->b, &f->run, &f->res, &e);
	if (is_bound(RLIMIT_STACK))
		CHECK(r == -EPERM && strstr(e.text, "ulimit") && strstr(e.text, "STACK"));
	else
		CHECK(!r && exited(f, 0));
	CHECK(!setrlimit(RLIMIT_NOFILE, &few_files));
	r = sandbox_open(&config, &s, &e);
	if (is_bound(RLIMIT_NOFILE))
		CHECK(r == -EMFILE && strstr(e.text, "ulimit"));
	else
		OK(r);
	sandbox_close(r ? NULL : s);
}

/* When memory for what a program prints runs out, the answer to that run must not be taken for the next one's. */
static void capture_without_memory(struct fixture *f)
{
#ifndef __SANITIZE_ADDRESS__
	const struct rlimit tight = { 24 * MIB, RLIM_INFINITY }, wide = { RLIM_INFINITY, RLIM_INFINITY };
	const char *const argv[] = { "victim", "print", "24000000", NULL };
	struct err e = ERR_INIT;

	buf_clear(&f->out);
	buf_init(&f->out, 256 * MIB);
	f->run.argv = argv;
	f->run.limits.cpu_us = 10000000 * slowness;
	CHECK(!setrlimit(RLIMIT_AS, &tight));
	CHECK(box_run(f->b, &f->run, &f->res, &e) == -ENOMEM);
	CHECK(!setrlimit(RLIMIT_AS, &wide));
	buf_clear(&f->out);
	run(f, "exit", "7");
	CHECK(exited(f, 7));
	reopen_box(f);
	run(f, "exit", "8");
	CHECK(exited(f, 8));
#else
	(void)f;
#endif
}

/* What a warden has open leads into its own box, to its keeper and to its own groups, however many boxes there are. */
static void check_links(const char *fds)
{
	char path[PATH_MAX], link[PATH_MAX];
	struct err e = ERR_INIT;
	int sockets = 0;
	char **names;
	size_t n;

	OK(fs_list(AT_FDCWD, fds, 10000, &names, &n, &e));
	for (size_t i = 0; i < n; i++) {
		ssize_t len;

		snprintf(path, sizeof(path), "%s/%s", fds, names[i]);
		len = readlink(path, link, sizeof(link) - 1);
		CHECK(len > 0);
		link[len] = 0;
		sockets += !strncmp(link, "socket:", 7);
		CHECK(!strstr(link, "judge.") || strstr(link, "cgroup.procs") || strstr(link, "cpuacct.usage") ||
		      strstr(link, "cpu.stat"));
	}
	CHECK(n > 0 && n < 24 && sockets == 1);
	free(names);
}

static void wardens(struct fixture *f)
{
	char path[64], text[4096], *save = NULL;
	int n = 0;
	FILE *children;

	/* They are not dumpable: only root can look. */
	if (geteuid() != 0)
		return;
	for (int i = 0; i < 20; i++)
		open_box(f);
	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	children = fopen(path, "re");
	CHECK(children && fgets(text, sizeof(text), children));
	fclose(children);
	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/children", strtol(text, NULL, 10), strtol(text, NULL, 10));
	children = fopen(path, "re");
	CHECK(children && fgets(text, sizeof(text), children));
	fclose(children);
	for (char *pid = strtok_r(text, " ", &save); pid; pid = strtok_r(NULL, " ", &save), n++) {
		snprintf(path, sizeof(path), "/proc/%ld/fd", strtol(pid, NULL, 10));
		check_links(path);
	}
	CHECK(n == 21);
}

static void neighbours(struct fixture *f)
{
	struct box *first = f->b;

	open_box(f);
	run(f, "file", "65536");
	run(f, "exit", "1");
	CHECK(exited(f, 1));
	box_close(f->b);
	f->b = first;
	run(f, "exit", "2");
	CHECK(exited(f, 2));
}

/* ---- every case in every mode ------------------------------------------------------------------------------------ */

static const struct {
	const char *name;
	bool as_user;
	enum place place;
} modes[] = {
	{ "as it is", false, FOUND },         { "no cgroup", false, NONE },
	{ "ordinary user", true, FOUND },     { "ordinary user, no cgroup", true, NONE },
	{ "alone in a group", false, ALONE }, { "a group that was given", false, GIVEN },
};

static void become_user(void)
{
	if (setgroups(0, NULL) < 0 || setresgid(65534, 65534, 65534) < 0 || setresuid(65534, 65534, 65534) < 0)
		fail_at(__LINE__, "become an ordinary user");
}

static void group_of(pid_t pid, const char *below, char out[PATH_MAX])
{
	snprintf(out, PATH_MAX, "%s/case.%d%s", cgroup_ours, (int)pid, below);
}

/* What systemd-run --scope does for one who asks: a new group, and nobody else in it. */
static void enter_alone(void)
{
	char procs[PATH_MAX];
	int fd;

	group_of(getpid(), "/cgroup.procs", procs);
	fd = open(procs, O_WRONLY | O_CLOEXEC);
	CHECK(fd >= 0 && write(fd, "0", 1) == 1);
	close(fd);
}

/* Only an empty group can be removed, so this proves too that the keeper took its own away. */
static void remove_group(pid_t pid)
{
	char path[PATH_MAX];

	group_of(pid, "/judge.self", path);
	if (rmdir(path) < 0)
		assert_int_equal(errno, ENOENT);
	group_of(pid, "", path);
	assert_int_equal(rmdir(path), 0);
}

static _Noreturn void in_mode(size_t i, void (*body)(struct fixture *f))
{
	char group[PATH_MAX] = "";
	struct fixture f;

	if (modes[i].as_user)
		become_user();
	if (modes[i].place >= ALONE) {
		group_of(getpid(), "", group);
		CHECK(!mkdir(group, 0755));
	}
	if (modes[i].place == ALONE)
		enter_alone();
	begin(&f, modes[i].place, group);
	body(&f);
	finish(&f);
	_exit(0);
}

/* Where groups are the matter, going without is left to hosts where it costs less time. */
static bool is_due(size_t i)
{
	if (modes[i].as_user && geteuid() != 0)
		return false;
	return modes[i].place == FOUND || (modes[i].place == NONE) == !cgroup_ours;
}

static void in_every_mode(void (*body)(struct fixture *f))
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		int status;
		pid_t pid;

		if (!is_due(i))
			continue;
		mode = modes[i].name;
		pid = fork();
		assert_true(pid >= 0);
		if (!pid)
			in_mode(i, body);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (modes[i].place >= ALONE)
			remove_group(pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

#define CASE(fn, name)                 \
	static void name(void **state) \
	{                              \
		(void)state;           \
		in_every_mode(fn);     \
	}
CASE(plain_runs, box__runs_a_program_and_tells_its_end)
CASE(descriptors, box__opens_only_the_streams_that_were_given)
CASE(environment, box__gives_no_variable_that_was_not_ordered)
CASE(cpu_limit, box__names_the_cpu_limit)
CASE(wall_limit, box__names_the_wall_limit)
CASE(memory_limit, box__names_the_memory_limit)
CASE(stack_limit, box__bounds_the_stack)
CASE(output_limit, box__counts_output_by_the_byte)
CASE(process_limit, box__names_the_process_limit)
CASE(cpu_of_daemons, box__counts_what_daemons_burn_and_ends_them)
CASE(file_limits, box__names_the_file_limits_and_empties_work)
CASE(own_signals, box__never_takes_a_signal_for_a_limit)
CASE(calls, box__names_the_call_that_it_refused)
CASE(rights, box__shows_nothing_of_the_host_and_gives_no_right)
CASE(addresses, box__can_fix_addresses)
CASE(files_in_and_out, box__moves_files_by_plain_names_only)
CASE(mounts, box__binds_what_was_ordered_read_only)
CASE(bad_requests, box__refuses_every_field_out_of_range_by_name)
CASE(neighbours, boxes__do_not_disturb_each_other)
CASE(ignored_signals, box__does_not_inherit_ignored_signals)
CASE(hard_limits, box__lifts_or_names_the_limits_of_whoever_started_it)
CASE(capture_without_memory, box__keeps_in_step_when_memory_runs_out)
CASE(wardens, wardens__have_nothing_open_of_others)

/* ---- what is left over ------------------------------------------------------------------------------------------- */

static int children_of_self(void)
{
	char path[64], text[256] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	f = fopen(path, "re");
	assert_non_null(f);
	if (!fgets(text, sizeof(text), f))
		text[0] = 0;
	fclose(f);
	return text[0] ? 1 : 0;
}

static void sandbox__leaves_no_process_behind(void **state)
{
	const struct sandbox_config config = { keeper, NULL };
	struct box_probe probe;
	struct sandbox *s;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(sandbox_open(&config, &s, &e), 0);
	assert_int_equal(sandbox_probe(s, &probe, &e), 0);
	sandbox_close(s);
	assert_int_equal(children_of_self(), 0);
}

static void sandbox__without_keeper_is_an_error(void **state)
{
	const struct sandbox_config config = { "/nonexistent/judge-keeper", NULL };
	struct sandbox *s = NULL;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(sandbox_open(&config, &s, &e), -ENOENT);
	assert_null(s);
	assert_non_null(strstr(e.text, "judge-keeper"));
}

/* A keeper that is killed takes its wardens and their programs along; the judge gets an error, not a result. */
static void sandbox__survives_a_killed_keeper(void **state)
{
	const struct sandbox_config config = { keeper, NULL };
	const char *const argv[] = { "victim", "exit", "0", NULL };
	struct fixture f = { 0 };
	struct err e = ERR_INIT;
	char path[64], text[64] = "";
	FILE *children;

	(void)state;
	mode = "killed keeper";
	assert_int_equal(sandbox_open(&config, &f.s, &e), 0);
	f.spec = (struct box_spec){ .policy = BOX_POLICY_RUN, .processes = 1, .memory_bytes = 64 * MIB };
	open_box(&f);
	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	children = fopen(path, "re");
	assert_non_null(children);
	assert_non_null(fgets(text, sizeof(text), children));
	fclose(children);
	assert_int_equal(kill((pid_t)strtol(text, NULL, 10), SIGKILL), 0);
	f.run = (struct box_run){ .program = "/box/victim", .argv = argv, .limits = { 1000000, 1000000, MIB, 0, 16 } };
	assert_int_equal(box_run(f.b, &f.run, &f.res, &e), -EPIPE);
	sandbox_close(f.s);
	assert_int_equal(children_of_self(), 0);
	/* The next keeper sweeps the groups that it could not remove. */
	assert_int_equal(sandbox_open(&config, &f.s, &e), 0);
	sandbox_close(f.s);
}

/* Delegated, but we are elsewhere: the kernel asks for rights on what both groups are in. */
static void open_unreachable(const char *group)
{
	static const char *const files[] = { "", "/cgroup.procs", "/cgroup.subtree_control" };
	const struct sandbox_config config = { keeper, group };
	struct box_probe probe = { 0 };
	struct err e = ERR_INIT;
	struct sandbox *s;
	char path[PATH_MAX];

	CHECK(!mkdir(group, 0755));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		group_of(getpid(), files[i], path);
		CHECK(!chown(path, 65534, 65534));
	}
	become_user();
	OK(sandbox_open(&config, &s, &e));
	OK(sandbox_probe(s, &probe, &e));
	CHECK(!probe.usable);
	if (!strstr(probe.failure, "enter the control group"))
		fprintf(stderr, "unusable: %s\n", probe.failure);
	CHECK(strstr(probe.failure, "enter the control group"));
	sandbox_close(s);
}

static void sandbox__says_that_a_given_group_cannot_be_entered(void **state)
{
	char group[PATH_MAX];
	int status;
	pid_t pid;

	(void)state;
	mode = "unreachable group";
	if (!cgroup_ours || geteuid() != 0)
		return;
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		group_of(getpid(), "", group);
		open_unreachable(group);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	remove_group(pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int compile(const char *out, const char *define, struct err *e)
{
	const char *const cc[] = { "cc", "-static",  "-O1",
				   "-w", "-pthread", define,
				   "-o", out,        JUDGE_SOURCE_DIR "/tests/support/victim/victim.c",
				   NULL };
	cleanup_buf struct buf messages = { 0 };
	int status = 0;

	buf_init(&messages, 65536);
	if (spawn_capture(cc, 60000, &messages, &messages, &status, e) < 0 || status) {
		fprintf(stderr, "%s%s\n", e->text, messages.data);
		return -1;
	}
	return 0;
}

static int copy(const char *from_dir, const char *name, const char *to, struct err *e)
{
	cleanup_buf struct buf program = { 0 };
	char from[PATH_MAX];

	buf_init(&program, 64 * MIB);
	snprintf(from, sizeof(from), "%s/%s", from_dir, name);
	if (fs_read(AT_FDCWD, from, &program, e) < 0)
		return e->code;
	return fs_create(AT_FDCWD, to, program.data, program.len, 0755, e);
}

/* The victims, compiled here or brought along. */
static int get_victims(struct err *e)
{
	const char *brought = getenv("JUDGE_TEST_VICTIMS");

	if (brought)
		return copy(brought, "victim", victim, e) < 0 ? -1 : copy(brought, "large", large, e);
	return compile(victim, "-DSMALL", e) < 0 ? -1 : compile(large, "-DBSS_BYTES=100663296", e);
}

static int set_up(void **state)
{
	const char *stretch = getenv("JUDGE_TEST_SLOWNESS");
	struct err e = ERR_INIT;

	(void)state;
	cgroup_ours = getenv("JUDGE_TEST_CGROUP");
	if (stretch)
		slowness = strtoull(stretch, NULL, 10);
	if (fs_temp_dir(NULL, "judge-sandbox-", &dir, &e) < 0 || chmod(dir, 0755) < 0)
		return -1;
	snprintf(victim, sizeof(victim), "%s/victim", dir);
	snprintf(large, sizeof(large), "%s/large", dir);
	snprintf(keeper, sizeof(keeper), "%s/judge-keeper", dir);
	/* The keeper is copied to where an ordinary user can reach it: the build tree may lie in root's home. */
	if (get_victims(&e) < 0 || copy(JUDGE_BUILD_DIR, "judge-keeper", keeper, &e) < 0 || chmod(keeper, 0755) < 0) {
		fprintf(stderr, "%s\n", e.text);
		return -1;
	}
	return 0;
}

static int tear_down(void **state)
{
	struct err e = ERR_INIT;
	int r = fs_remove_tree(AT_FDCWD, dir, &e);

	(void)state;
	free(dir);
	return r;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box__runs_a_program_and_tells_its_end),
		cmocka_unit_test(box__opens_only_the_streams_that_were_given),
		cmocka_unit_test(box__gives_no_variable_that_was_not_ordered),
		cmocka_unit_test(box__names_the_cpu_limit),
		cmocka_unit_test(box__names_the_wall_limit),
		cmocka_unit_test(box__names_the_memory_limit),
		cmocka_unit_test(box__bounds_the_stack),
		cmocka_unit_test(box__counts_output_by_the_byte),
		cmocka_unit_test(box__names_the_process_limit),
		cmocka_unit_test(box__counts_what_daemons_burn_and_ends_them),
		cmocka_unit_test(box__names_the_file_limits_and_empties_work),
		cmocka_unit_test(box__never_takes_a_signal_for_a_limit),
		cmocka_unit_test(box__names_the_call_that_it_refused),
		cmocka_unit_test(box__shows_nothing_of_the_host_and_gives_no_right),
		cmocka_unit_test(box__can_fix_addresses),
		cmocka_unit_test(box__moves_files_by_plain_names_only),
		cmocka_unit_test(box__binds_what_was_ordered_read_only),
		cmocka_unit_test(box__refuses_every_field_out_of_range_by_name),
		cmocka_unit_test(boxes__do_not_disturb_each_other),
		cmocka_unit_test(box__does_not_inherit_ignored_signals),
		cmocka_unit_test(box__lifts_or_names_the_limits_of_whoever_started_it),
		cmocka_unit_test(box__keeps_in_step_when_memory_runs_out),
		cmocka_unit_test(wardens__have_nothing_open_of_others),
		cmocka_unit_test(sandbox__leaves_no_process_behind),
		cmocka_unit_test(sandbox__without_keeper_is_an_error),
		cmocka_unit_test(sandbox__survives_a_killed_keeper),
		cmocka_unit_test(sandbox__says_that_a_given_group_cannot_be_entered),
	};

	return cmocka_run_group_tests_name("sandbox", tests, set_up, tear_down);
}

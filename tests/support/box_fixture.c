/*
 * Modes and victims of the tests of the sandbox: see box_fixture.h.
 */
#include "tests/support/box_fixture.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

char *boxes_dir;
char keeper_path[PATH_MAX];
const char *cgroup_ours;
uint64_t slowness = 1;
const char *mode = "";

_Noreturn void fail_at(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: %s [%s]\n", file, line, what, mode);
	_exit(1);
}

void check_ok(int r, const struct err *e, const char *file, int line)
{
	if (r < 0) {
		fprintf(stderr, "error: %s\n", e->text);
		fail_at(file, line, "no error");
	}
}

/* ---- one box and one run ----------------------------------------------------------------------------------------- */

/* Programs of strangers: by what name they stand in a box, and how they are compiled. */
static const struct {
	const char *name, *source, *define;
} victims[] = {
	{ "victim", "victim.c", "-DSMALL" },
	{ "large", "victim.c", "-DBSS_BYTES=100663296" },
	{ "server", "server.c", "-DSMALL" },
};
#define VICTIMS (sizeof(victims) / sizeof(victims[0]))

void open_box(struct fixture *f)
{
	struct err e = ERR_INIT;
	char path[PATH_MAX];

	OK(box_open(f->s, &f->spec, &f->b, &e));
	for (size_t i = 0; i < VICTIMS; i++) {
		int fd;

		snprintf(path, sizeof(path), "%s/%s", boxes_dir, victims[i].name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		OK(box_put(f->b, victims[i].name, fd, &e));
		close(fd);
	}
}

void reopen_box(struct fixture *f)
{
	box_close(f->b);
	open_box(f);
}

/* Runs "victim how arg"; argument NULL: none. */
void run(struct fixture *f, const char *how, const char *arg)
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

void fixture_begin(struct fixture *f, enum place place, const char *group)
{
	const char *const cgroup_dir = place == NONE ? "" : place == GIVEN ? group : NULL;
	const struct sandbox_config config = { keeper_path, cgroup_dir };
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

void fixture_end(struct fixture *f)
{
	buf_clear(&f->out);
	sandbox_close(f->s);
}

bool ended(const struct fixture *f, enum box_end end)
{
	if (f->res.end != end)
		fprintf(stderr, "ended %d, exit %d, signal %d, call '%s', cpu %llu, peak %llu\n", f->res.end,
			f->res.exit_code, f->res.signal, f->res.syscall_name, (unsigned long long)f->res.cpu_us,
			(unsigned long long)f->res.peak_bytes);
	return f->res.end == end;
}

bool exited(const struct fixture *f, int code)
{
	return ended(f, BOX_END_EXIT) && f->res.exit_code == code;
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
#define MODES (sizeof(modes) / sizeof(modes[0]))

void become_user(void)
{
	if (setgroups(0, NULL) < 0 || setresgid(65534, 65534, 65534) < 0 || setresuid(65534, 65534, 65534) < 0)
		fail_at(__FILE__, __LINE__, "become an ordinary user");
}

void group_of(pid_t pid, const char *below, char out[PATH_MAX])
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

void remove_group(pid_t pid)
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
	fixture_begin(&f, modes[i].place, group);
	body(&f);
	fixture_end(&f);
	_exit(0);
}

/* Where groups are the matter, going without is left to hosts where it costs less time. */
static bool is_due(size_t i)
{
	if (modes[i].as_user && geteuid() != 0)
		return false;
	return modes[i].place == FOUND || (modes[i].place == NONE) == !cgroup_ours;
}

static pid_t start_mode(size_t i, void (*body)(struct fixture *f))
{
	pid_t pid;

	mode = modes[i].name;
	pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		in_mode(i, body);
	return pid;
}

static void end_mode(size_t i, pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (modes[i].place >= ALONE)
		remove_group(pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

void in_every_mode(void (*body)(struct fixture *f))
{
	for (size_t i = 0; i < MODES; i++)
		if (is_due(i))
			end_mode(i, start_mode(i, body));
}

void in_all_modes_at_once(void (*body)(struct fixture *f))
{
	pid_t pids[MODES];

	for (size_t i = 0; i < MODES; i++)
		pids[i] = is_due(i) ? start_mode(i, body) : 0;
	for (size_t i = 0; i < MODES; i++)
		if (pids[i])
			end_mode(i, pids[i]);
}

/* ---- processes --------------------------------------------------------------------------------------------------- */

size_t children_of(pid_t pid, pid_t *out, size_t max)
{
	char path[64];
	size_t n = 0;
	FILE *list;
	long child;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pid, (int)pid);
	list = fopen(path, "re");
	while (list && n < max && fscanf(list, "%ld", &child) == 1)
		out[n++] = (pid_t)child;
	if (list)
		fclose(list);
	return n;
}

pid_t keeper_pid(void)
{
	pid_t pid = 0;

	CHECK(children_of(getpid(), &pid, 1) == 1);
	return pid;
}

void kill_and_wait(pid_t pid)
{
	struct pollfd fd = { .fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN };

	CHECK(fd.fd >= 0 && !kill(pid, SIGKILL) && poll(&fd, 1, 10000) == 1);
	close(fd.fd);
}

/* ---- the whole group --------------------------------------------------------------------------------------------- */

static int compile(size_t i, const char *to, struct err *e)
{
	char source[PATH_MAX];
	const char *const cc[] = { "cc", "-static",        "-O1", "-w", "-pthread", victims[i].define,
				   "-I", JUDGE_SOURCE_DIR, "-o",  to,   source,     NULL };
	cleanup_buf struct buf messages = { 0 };
	int status = 0;

	snprintf(source, sizeof(source), "%s/tests/support/victim/%s", JUDGE_SOURCE_DIR, victims[i].source);
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
	char path[PATH_MAX];

	for (size_t i = 0; i < VICTIMS; i++) {
		snprintf(path, sizeof(path), "%s/%s", boxes_dir, victims[i].name);
		if (brought ? copy(brought, victims[i].name, path, e) < 0 : compile(i, path, e) < 0)
			return -1;
	}
	return 0;
}

int boxes_set_up(void **state)
{
	const char *stretch = getenv("JUDGE_TEST_SLOWNESS");
	struct err e = ERR_INIT;

	(void)state;
	cgroup_ours = getenv("JUDGE_TEST_CGROUP");
	if (stretch)
		slowness = strtoull(stretch, NULL, 10);
	if (fs_temp_dir(NULL, "judge-sandbox-", &boxes_dir, &e) < 0 || chmod(boxes_dir, 0755) < 0)
		return -1;
	snprintf(keeper_path, sizeof(keeper_path), "%s/judge-keeper", boxes_dir);
	/* The keeper is copied to where an ordinary user can reach it: the build tree may lie in root's home. */
	if (get_victims(&e) < 0 || copy(JUDGE_BUILD_DIR, "judge-keeper", keeper_path, &e) < 0 ||
	    chmod(keeper_path, 0755) < 0) {
		fprintf(stderr, "%s\n", e.text);
		return -1;
	}
	return 0;
}

int boxes_tear_down(void **state)
{
	struct err e = ERR_INIT;
	int r = fs_remove_tree(AT_FDCWD, boxes_dir, &e);

	(void)state;
	free(boxes_dir);
	return r;
}

/*
 * keeper_fixture: a keeper and a victim in a directory that everybody can read, since the build tree may lie in root's
 * home; processes in which a case becomes an ordinary user and ends without cmocka's bookkeeping.
 */
#include "tests/support/keeper_fixture.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/spawn.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define NOBODY 65534

struct keeper_fixture keeper_fixture = { .slowness = 1 };

/* For messages. */
static enum box_mode current;

static const struct {
	const char *name, *cgroup;
	bool as_user;
} modes[BOX_MODES] = {
	[BOX_MODE_FOUND] = { "as it is", NULL, false },
	[BOX_MODE_NO_GROUP] = { "no cgroup", "", false },
	[BOX_MODE_USER] = { "ordinary user", NULL, true },
};

const char *box_mode_name(enum box_mode mode)
{
	return modes[mode].name;
}

const char *box_mode_cgroup(enum box_mode mode)
{
	return modes[mode].cgroup;
}

void keeper_fixture_fail(const char *file, int line, const char *what, const char *text)
{
	fprintf(stderr, "%s:%d: %s [%s] %s\n", fs_basename(file), line, what, box_mode_name(current), text);
	_exit(1);
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

/* Change of ids makes a process undumpable, and then neither /proc/self nor a tracer of the same user works. */
static void become_user(void)
{
	CHECK(!setgroups(0, NULL) && !setresgid(NOBODY, NOBODY, NOBODY) && !setresuid(NOBODY, NOBODY, NOBODY));
	CHECK(!prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

/* 0: it ended, and well. */
static int status_of(pid_t pid)
{
	int status = 0;

	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status))
		fprintf(stderr, "ended by signal %d [%s]\n", WTERMSIG(status), box_mode_name(current));
	return status;
}

/* cmocka's would go on with the next test, in here. */
static void drop_handlers(void)
{
	static const int signals[] = { SIGFPE, SIGILL, SIGSEGV, SIGBUS, SIGSYS };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		signal(signals[i], SIG_DFL);
}

/* Asked of the kernel itself, in a child that can be thrown away. */
static bool is_given_boxes(bool as_user)
{
	pid_t pid = fork();

	if (!pid) {
		if (as_user)
			become_user();
		_exit(geteuid() != 0 && unshare(CLONE_NEWUSER) < 0);
	}
	return status_of(pid) == 0;
}

void keeper_fixture_in_modes(void (*body)(enum box_mode mode))
{
	int tried = 0, failed = 0;

	for (current = 0; current < BOX_MODES; current++) {
		bool as_user = modes[current].as_user;
		pid_t pid;

		if ((as_user && geteuid() != 0) || !is_given_boxes(as_user))
			continue;
		pid = fork();
		if (!pid) {
			drop_handlers();
			if (as_user)
				become_user();
			body(current);
			_exit(0);
		}
		failed += status_of(pid) != 0;
		tried++;
	}
	assert_int_equal(failed, 0);
	if (!tried)
		skip();
}

/* ---- what lies in the directory ---------------------------------------------------------------------------------- */

static int compile(const char *to, struct err *e)
{
	const char *const cc[] = { "cc", "-static",  "-O1",
				   "-w", "-pthread", "-DSMALL",
				   "-o", to,         JUDGE_SOURCE_DIR "/tests/support/victim/victim.c",
				   NULL };
	cleanup_buf struct buf messages = { 0 };
	int status = 0;

	buf_init(&messages, 65536);
	if (spawn_capture(cc, 60000, &messages, &messages, &status, e) < 0)
		return e->code;
	return status ? err_set(e, -EIO, "%s", messages.data) : 0;
}

static int copy(const char *from_dir, const char *name, const char *to, struct err *e)
{
	cleanup_buf struct buf program = { 0 };
	cleanup_free char *from = fs_join(from_dir, name);

	buf_init(&program, 64 * MIB);
	if (!from || fs_read(AT_FDCWD, from, &program, e) < 0 ||
	    fs_create(AT_FDCWD, to, program.data, program.len, 0755, e) < 0)
		return -1;
	return 0;
}

int keeper_fixture_open(void **state)
{
	const char *stretch = getenv("JUDGE_TEST_SLOWNESS"), *victims = getenv("JUDGE_TEST_VICTIMS");
	struct keeper_fixture *f = &keeper_fixture;
	struct err e = ERR_INIT;

	(void)state;
	if (stretch)
		f->slowness = strtoull(stretch, NULL, 10);
	if (fs_temp_dir(NULL, "judge-box-", &f->dir, &e) < 0 || chmod(f->dir, 0755) < 0)
		return -1;
	snprintf(f->keeper, sizeof(f->keeper), "%s/judge-keeper", f->dir);
	snprintf(f->victim, sizeof(f->victim), "%s/victim", f->dir);
	if (copy(JUDGE_BUILD_DIR, "judge-keeper", f->keeper, &e) < 0 ||
	    (victims ? copy(victims, "victim", f->victim, &e) : compile(f->victim, &e)) < 0) {
		fprintf(stderr, "%s\n", e.text);
		return -1;
	}
	/* Whatever the umask is. */
	return chmod(f->keeper, 0755) < 0 || chmod(f->victim, 0755) < 0 ? -1 : 0;
}

int keeper_fixture_close(void **state)
{
	struct err e = ERR_INIT;
	int r = fs_remove_tree(AT_FDCWD, keeper_fixture.dir, &e);

	(void)state;
	free(keeper_fixture.dir);
	return r;
}

/* ---- a box and a run --------------------------------------------------------------------------------------------- */

const struct box_spec keeper_fixture_spec = {
	.policy = BOX_POLICY_RUN, .processes = 1, .memory_bytes = 64 * MIB, .work_bytes = 4 * MIB, .work_files = 32
};

struct box_run keeper_fixture_run(const char *const *argv)
{
	return (struct box_run){
		.program = "/box/victim",
		.argv = argv,
		.limits = { .cpu_us = 1000000 * keeper_fixture.slowness,
			    .wall_us = 10000000 * keeper_fixture.slowness,
			    .stack_bytes = 1 * MIB,
			    .file_bytes = 1 * MIB,
			    .open_files = 16 },
	};
}

int keeper_fixture_put(struct box *b, struct err *e)
{
	cleanup_fd int fd = open(keeper_fixture.victim, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? err_errno(e, "%s", keeper_fixture.victim) : box_put(b, "victim", fd, e);
}

size_t keeper_fixture_children(pid_t of, pid_t *out, size_t max)
{
	cleanup_file FILE *f = NULL;
	char path[64];
	size_t n = 0;
	int pid;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)of, (int)of);
	f = fopen(path, "re");
	CHECK(f);
	while (fscanf(f, "%d", &pid) == 1)
		if (n++ < max)
			out[n - 1] = pid;
	return n;
}

int keeper_fixture_descriptors(struct buf *into, struct err *e)
{
	cleanup_free char **names = NULL;
	char path[64], link[256];
	size_t n;

	if (fs_list(AT_FDCWD, "/proc/self/fd", 100000, &names, &n, e) < 0)
		return e->code;
	for (size_t i = 0; i < n; i++) {
		ssize_t len;

		snprintf(path, sizeof(path), "/proc/self/fd/%s", names[i]);
		len = readlink(path, link, sizeof(link) - 1);
		/* The one that the list was read through is gone already. */
		if (len < 0)
			continue;
		link[len] = 0;
		buf_printf(into, "%s -> %s\n", names[i], link);
	}
	return buf_error(into, "descriptors", e);
}

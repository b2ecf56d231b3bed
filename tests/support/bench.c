/*
 * bench: see bench.h. What is measured is compiled here and now, static, so that a loader and its libraries are in no
 * figure, and lies with the keeper where an ordinary user can reach it.
 */
#include "tests/support/bench.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/spawn.h"
#include "sandbox/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *dir, *group;
static pid_t owner; /* the process that removes them */
static const char *keeper;

_Noreturn void bench_give_up(const char *what, const struct err *e)
{
	fflush(stdout);
	fprintf(stderr, "bench: %s%s%s\n", what, e ? ": " : "", e ? e->text : "");
	exit(1);
}

/* ---- programs ---------------------------------------------------------------------------------------------------- */

static void clean_up(void)
{
	struct err ignored = ERR_INIT;

	if (getpid() != owner)
		return;
	if (group && rmdir(group) < 0)
		fprintf(stderr, "bench: %s stays: %s\n", group, strerror(errno));
	if (dir && fs_remove_tree(AT_FDCWD, dir, &ignored) < 0)
		fprintf(stderr, "bench: %s\n", ignored.text);
}

void bench_begin(void)
{
	cleanup_buf struct buf program = { 0 };
	struct err e = ERR_INIT;

	owner = getpid();
	atexit(clean_up);
	buf_init(&program, 64 * BENCH_MIB);
	if (fs_temp_dir(NULL, "judge-bench-", &dir, &e) < 0 || chmod(dir, 0755) < 0)
		bench_give_up("a directory", &e);
	keeper = bench_path("judge-keeper");
	if (fs_read(AT_FDCWD, JUDGE_BUILD_DIR "/judge-keeper", &program, &e) < 0 ||
	    fs_create(AT_FDCWD, keeper, program.data, program.len, 0755, &e) < 0 || chmod(keeper, 0755) < 0)
		bench_give_up("the keeper", &e);
}

const char *bench_path(const char *name)
{
	const char *path = fs_join(dir, name);

	if (!path)
		bench_give_up("out of memory", NULL);
	return path;
}

const char *bench_program(const char *name, const char *source, const char *text)
{
	const char *out = bench_path(name);
	const char *const cc[] = { "cc", "-static",        "-O1", "-w", "-pthread", "-DSMALL",
				   "-I", JUDGE_SOURCE_DIR, "-o",  out,  source,     NULL };
	cleanup_buf struct buf messages = { 0 };
	struct err e = ERR_INIT;
	int status = 0;

	if (text && fs_create(AT_FDCWD, source, text, strlen(text), 0644, &e) < 0)
		bench_give_up(name, &e);
	buf_init(&messages, 65536);
	if (spawn_capture(cc, 60000, &messages, &messages, &status, &e) < 0 || status || chmod(out, 0755) < 0)
		bench_give_up(messages.len ? messages.data : name, &e);
	return out;
}

const char *bench_victim(const char *name)
{
	cleanup_free char *source = NULL;

	if (asprintf(&source, "%s/tests/support/victim/%s.c", JUDGE_SOURCE_DIR, name) < 0)
		bench_give_up("out of memory", NULL);
	return bench_program(name, source, NULL);
}

void bench_spawn(const char *program)
{
	char *const argv[] = { (char *)program, NULL }, *const envp[] = { NULL };
	pid_t pid;
	int status;

	if (posix_spawn(&pid, program, NULL, NULL, argv, envp) || waitpid(pid, &status, 0) != pid || status)
		bench_give_up("posix_spawn", NULL);
}

/* ---- hosts ------------------------------------------------------------------------------------------------------- */

static void become_user(void)
{
	if (setgroups(0, NULL) < 0 || setresgid(65534, 65534, 65534) < 0 || setresuid(65534, 65534, 65534) < 0)
		bench_give_up("become an ordinary user", NULL);
}

static void on_host(const char *title, const char *how, const char *cgroup_dir, bool as_user,
		    void (*measure)(const struct sandbox_config *config))
{
	const struct sandbox_config config = { keeper, cgroup_dir };
	int status;
	pid_t pid;

	printf("%s, %s\n", title, how);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (as_user)
			become_user();
		measure(&config);
		exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
		exit(1);
}

void bench_hosts(const char *title, void (*measure)(const struct sandbox_config *config))
{
	bool root = !geteuid();

	on_host(title, root ? "as root" : "as an ordinary user", NULL, false, measure);
	on_host(title, "without control groups", "", false, measure);
	if (root)
		on_host(title, "as an ordinary user", NULL, true, measure);
}

/* ---- boxes ------------------------------------------------------------------------------------------------------- */

struct box_spec bench_spec(struct box_mount *mount, const char *program)
{
	/* As posix_spawn finds it: in the host's files. */
	*mount = (struct box_mount){ program, "/program", true, false };
	return (struct box_spec){
		.mounts = mount,
		.n_mounts = 1,
		.policy = BOX_POLICY_RUN,
		.processes = 1,
		.memory_bytes = 64 * BENCH_MIB,
	};
}

struct box *bench_open(struct sandbox *s, const struct box_spec *spec)
{
	struct err e = ERR_INIT;
	struct box *b;

	if (box_open(s, spec, &b, &e) < 0)
		bench_give_up("open a box", &e);
	return b;
}

struct box_run bench_run(const char *const *argv)
{
	return (struct box_run){
		.program = "/program",
		.argv = argv,
		.limits = { .cpu_us = 30 * CLOCK_US_PER_S,
			    .wall_us = 30 * CLOCK_US_PER_S,
			    .stack_bytes = BENCH_MIB,
			    .open_files = 16 },
	};
}

struct box_result bench_box_run(struct box *b, const struct box_run *run)
{
	struct box_result res;
	struct err e = ERR_INIT;

	if (box_run(b, run, &res, &e) < 0)
		bench_give_up("run", &e);
	return res;
}

/* ---- control groups --------------------------------------------------------------------------------------------- */

bool bench_group_make(const char *controller)
{
	char parent[PATH_MAX];
	struct err ignored = ERR_INIT;

	if (cgroup_self_dir("/proc", controller, parent, &ignored) < 0 ||
	    asprintf(&group, "%s/judge-bench.%d", parent, getpid()) < 0)
		group = NULL;
	if (group && mkdir(group, 0755) < 0) {
		free(group);
		group = NULL;
	}
	return group;
}

void bench_group_enter(void)
{
	cleanup_free char *path = fs_join(group, "cgroup.procs");
	cleanup_fd int fd = path ? open(path, O_WRONLY | O_CLOEXEC) : -1;

	if (write(fd, "0", 1) != 1)
		bench_give_up("enter a control group", NULL);
}

uint64_t bench_group_read(const char *file)
{
	cleanup_free char *path = fs_join(group, file);
	cleanup_buf struct buf text = { 0 };
	struct err e = ERR_INIT;

	buf_init(&text, 64);
	if (!path || fs_read(AT_FDCWD, path, &text, &e) < 0)
		bench_give_up(file, &e);
	return strtoull(text.data, NULL, 10);
}

/* ---- figures ----------------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

uint64_t bench_median(uint64_t *values, size_t n)
{
	qsort(values, n, sizeof(*values), by_size);
	return values[n / 2];
}

struct bench_range bench_range(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), by_value);
	return (struct bench_range){ values[0], values[n / 2], values[n - 1] };
}

void bench_line(const char *what, const char *target, bool met, const char *figures, ...)
{
	char text[160];
	va_list ap;

	va_start(ap, figures);
	vsnprintf(text, sizeof(text), figures, ap);
	va_end(ap);
	if (target)
		printf("  %-36s %-40s %s %s\n", what, text, target, met ? "ok" : "missed");
	else
		printf("  %-36s %s\n", what, text);
	fflush(stdout);
}

void bench_set_end(struct bench_times *t)
{
	t->middle[t->sets++] = bench_median(t->values, t->n);
	t->n = 0;
}

void bench_ratio(const char *what, const struct bench_times *t, const struct bench_times *baseline, double most)
{
	double ms[BENCH_SETS], ratios[BENCH_SETS];
	struct bench_range range;
	char target[32];

	for (unsigned i = 0; i < t->sets; i++) {
		ms[i] = (double)t->middle[i] / 1000;
		ratios[i] = (double)t->middle[i] / (double)baseline->middle[i];
	}
	range = bench_range(ratios, t->sets);
	snprintf(target, sizeof(target), "<= %.2f", most);
	bench_line(what, most > 0 ? target : NULL, range.middle <= most, "%8.3f ms  %6.2f (%.2f - %.2f)",
		   bench_range(ms, t->sets).middle, range.middle, range.least, range.most);
}

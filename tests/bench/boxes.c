/*
 * What a box costs: an empty static program in a box that is open, and with a box of its own, against posix_spawn
 * of the same program; and how far beyond a CPU limit a program gets. Rounds are interleaved and medians compared,
 * so that what else the host does falls on all of them alike; compare ratios, not times.
 */
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/spawn.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB          (UINT64_C(1) << 20)
#define ROUNDS       301
#define LIMIT_ROUNDS 21
#define LIMIT_US     (100 * UINT64_C(1000))

static char *dir;   /* temporary, readable by everybody */
static pid_t owner; /* the process that removes it */
static char keeper[4096], empty[4096], spin[4096];

static _Noreturn void give_up(const char *what, const struct err *e)
{
	fprintf(stderr, "boxes: %s: %s\n", what, e->text);
	exit(1);
}

/* ---- medians ----------------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static uint64_t median(uint64_t *values, size_t n)
{
	qsort(values, n, sizeof(*values), by_size);
	return values[n / 2];
}

static void print_ratio(const char *what, uint64_t *values, uint64_t baseline_us)
{
	uint64_t m = median(values, ROUNDS);

	printf("  %-44s %7.3f ms  %5.2f\n", what, (double)m / 1000, (double)m / (double)baseline_us);
}

/* ---- what is measured -------------------------------------------------------------------------------------------- */

static void spawn_empty(void)
{
	char *const argv[] = { empty, NULL }, *const envp[] = { NULL };
	pid_t pid;
	int status;

	if (posix_spawn(&pid, empty, NULL, NULL, argv, envp) || waitpid(pid, &status, 0) != pid || status)
		give_up("posix_spawn", &(struct err){ 0 });
}

static struct box *open_with(struct sandbox *s, const char *program)
{
	const struct box_spec spec = { .policy = BOX_POLICY_RUN, .processes = 1, .memory_bytes = 64 * MIB };
	struct err e = ERR_INIT;
	struct box *b;
	int fd = open(program, O_RDONLY | O_CLOEXEC);

	if (box_open(s, &spec, &b, &e) < 0 || box_put(b, "program", fd, &e) < 0)
		give_up("open a box", &e);
	close(fd);
	return b;
}

static struct box_result run_in(struct box *b, uint64_t cpu_us)
{
	static const char *const argv[] = { "program", "spin", NULL };
	const struct box_run run = {
		.program = "/box/program",
		.argv = argv,
		.limits = { .cpu_us = cpu_us, .wall_us = 30 * CLOCK_US_PER_S, .stack_bytes = MIB, .open_files = 16 },
	};
	struct box_result res;
	struct err e = ERR_INIT;

	if (box_run(b, &run, &res, &e) < 0)
		give_up("run", &e);
	return res;
}

static void measure_runs(struct sandbox *s)
{
	static uint64_t bare[ROUNDS], opened[ROUNDS], fresh[ROUNDS];
	struct box *b = open_with(s, empty);
	uint64_t baseline;

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t t0 = clock_mono_us(), t1, t2;

		spawn_empty();
		t1 = clock_mono_us();
		run_in(b, CLOCK_US_PER_S);
		t2 = clock_mono_us();
		struct box *own = open_with(s, empty);

		run_in(own, CLOCK_US_PER_S);
		box_close(own);
		fresh[i] = clock_mono_us() - t2;
		opened[i] = t2 - t1;
		bare[i] = t1 - t0;
	}
	box_close(b);
	baseline = median(bare, ROUNDS);
	print_ratio("posix_spawn", bare, baseline);
	print_ratio("run in an open box", opened, baseline);
	print_ratio("open a box, run, close it", fresh, baseline);
}

static void measure_overshoot(struct sandbox *s)
{
	struct box *b = open_with(s, spin);
	uint64_t over[LIMIT_ROUNDS], middle;

	for (int i = 0; i < LIMIT_ROUNDS; i++) {
		struct box_result res = run_in(b, LIMIT_US);

		if (res.end != BOX_END_CPU)
			give_up("a program that spins was not ended", &(struct err){ 0 });
		over[i] = res.cpu_us - LIMIT_US;
	}
	box_close(b);
	middle = median(over, LIMIT_ROUNDS);
	printf("  %-44s %7.3f ms  (most %.3f ms)\n", "beyond a CPU limit of 100 ms", (double)middle / 1000,
	       (double)over[LIMIT_ROUNDS - 1] / 1000);
}

/* ---- for whom ---------------------------------------------------------------------------------------------------- */

static void become_user(void)
{
	if (setgroups(0, NULL) < 0 || setresgid(65534, 65534, 65534) < 0 || setresuid(65534, 65534, 65534) < 0)
		give_up("become an ordinary user", &(struct err){ 0 });
}

static void measure(const char *title, bool as_user, const char *cgroup_dir)
{
	const struct sandbox_config config = { keeper, cgroup_dir };
	struct sandbox *s;
	struct err e = ERR_INIT;
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid > 0 && waitpid(pid, &status, 0) == pid && !status)
		return;
	if (pid)
		exit(1);
	if (as_user)
		become_user();
	if (sandbox_open(&config, &s, &e) < 0)
		give_up(title, &e);
	printf("%s\n", title);
	measure_runs(s);
	measure_overshoot(s);
	sandbox_close(s);
	exit(0);
}

static void compile(const char *out, const char *source)
{
	const char *const cc[] = { "cc", "-static", "-O1", "-w", "-pthread", "-DSMALL", "-o", out, source, NULL };
	cleanup_buf struct buf messages = { 0 };
	struct err e = ERR_INIT;
	int status = 0;

	buf_init(&messages, 65536);
	if (spawn_capture(cc, 60000, &messages, &messages, &status, &e) < 0 || status)
		give_up(messages.data, &e);
}

static void prepare(void)
{
	cleanup_buf struct buf program = { 0 };
	cleanup_free char *source = NULL;
	static const char text[] = "int main(void) { return 0; }\n";
	struct err e = ERR_INIT;

	buf_init(&program, 64 * MIB);
	if (fs_temp_dir(NULL, "judge-bench-", &dir, &e) < 0 || chmod(dir, 0755) < 0)
		give_up("a directory", &e);
	snprintf(keeper, sizeof(keeper), "%s/judge-keeper", dir);
	snprintf(empty, sizeof(empty), "%s/empty", dir);
	snprintf(spin, sizeof(spin), "%s/spin", dir);
	source = fs_join(dir, "empty.c");
	/* A copy of the keeper where an ordinary user can reach it. */
	if (fs_create(AT_FDCWD, source, text, strlen(text), 0644, &e) < 0 ||
	    fs_read(AT_FDCWD, JUDGE_BUILD_DIR "/judge-keeper", &program, &e) < 0 ||
	    fs_create(AT_FDCWD, keeper, program.data, program.len, 0755, &e) < 0)
		give_up("prepare", &e);
	compile(empty, source);
	compile(spin, JUDGE_SOURCE_DIR "/tests/support/victim/victim.c");
}

static void clean_up(void)
{
	struct err ignored = ERR_INIT;

	if (dir && getpid() == owner && fs_remove_tree(AT_FDCWD, dir, &ignored) < 0)
		fprintf(stderr, "boxes: %s\n", ignored.text);
}

int main(void)
{
	owner = getpid();
	atexit(clean_up);
	prepare();
	measure(geteuid() ? "an empty program, as an ordinary user" : "an empty program, as root", false, NULL);
	measure("the same without control groups", false, "");
	if (!geteuid())
		measure("the same as an ordinary user", true, NULL);
	return 0;
}

/*
 * What judging costs: `judge submit` of a solution of lru_cache as a whole, against what nobody can do without: the
 * solution compiled by gcc -O2, and posix_spawn of it once with each test, its output to /dev/null. Rounds are
 * interleaved; a ratio is the median of those of all rounds.
 *
 * CPU time is that of a process and of all that comes of it, as a control group tells it. Without one it is what the
 * kernel adds up for parents that wait, and that leaves out what is in a box when the box is ended: the server.
 */
#include "tests/support/bench.h"

#include "judge/check.h"
#include "judge/judge.h"
#include "judge/testset.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS      15
#define PART_ROUNDS 20
#define SOLUTION    JUDGE_SOURCE_DIR "/problems/lru_cache/submissions/accepted/hash_and_list.c"
#define DRIVER      JUDGE_SOURCE_DIR "/runners/driver"
#define INCLUDE     JUDGE_SOURCE_DIR "/problems/lru_cache/include"

extern char **environ;

static bool grouped;
static struct problem *problem;
static struct submission solution;
static struct testset tests;
static const char *plain_runner, *plain_object;

/* ---- what is compared -------------------------------------------------------------------------------------------- */

/* Nothing is printed; `input`, where it is not -1, is at the number at which the runtime wants it. */
static void spawn_quietly(const char *const *argv, int input)
{
	posix_spawn_file_actions_t files;
	int status;
	pid_t pid;

	posix_spawn_file_actions_init(&files);
	/* First, since what is opened next may take its number. */
	if (input >= 0)
		posix_spawn_file_actions_adddup2(&files, input, 5);
	for (int fd = 1; fd <= 4; fd++)
		if (fd != 2)
			posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, argv[0], &files, NULL, (char *const *)argv, environ) ||
	    waitpid(pid, &status, 0) != pid || status)
		bench_give_up(argv[0], NULL);
	posix_spawn_file_actions_destroy(&files);
}

static void compile_plainly(void)
{
	const char *const argv[] = { "gcc", "-O2",        "-shared", "-fPIC", "-include", INCLUDE "/lru_cache.h",
				     "-o",  plain_object, SOLUTION,  NULL };

	spawn_quietly(argv, -1);
}

static void run_plainly(void)
{
	const char *const argv[] = { plain_runner, NULL };

	for (size_t i = 0; i < problem->n_tests; i++) {
		struct err e = ERR_INIT;
		uint64_t bytes;
		int fd;

		if (testset_input(&tests, i, &fd, &bytes, &e) < 0)
			bench_give_up("a test", &e);
		spawn_quietly(argv, fd);
		close(fd);
	}
}

static void submit(const char *const *options)
{
	const char *argv[12] = { JUDGE_BUILD_DIR "/judge", "submit", "-q", "--no-history", "--problem", "lru_cache" };
	size_t n = 6;

	while (*options)
		argv[n++] = *options++;
	argv[n] = SOLUTION;
	spawn_quietly(argv, -1);
}

/* Rules, compiler, tests, checker. */
#define PLAINLY "--no-complexity", "--no-soundness"

static void submit_plainly(void)
{
	submit((const char *[]){ PLAINLY, NULL });
}

static void submit_by_one(void)
{
	submit((const char *[]){ PLAINLY, "--jobs=1", NULL });
}

static void submit_by_exec(void)
{
	submit((const char *[]){ PLAINLY, "--jobs=1", "--exec", NULL });
}

static void submit_soundly(void)
{
	submit((const char *[]){ "--no-complexity", NULL });
}

static void submit_wholly(void)
{
	submit((const char *[]){ NULL });
}

/* ---- measuring --------------------------------------------------------------------------------------------------- */

struct cost {
	double cpu_ms, wall_ms;
};

static double in_ms(struct timeval t)
{
	return (double)t.tv_sec * 1000 + (double)t.tv_usec / 1000;
}

/* Of what `work` does, in a process of its own. */
static struct cost cost_of(void (*work)(void))
{
	uint64_t began = clock_mono_us(), before = grouped ? bench_group_read("cpuacct.usage") : 0;
	struct rusage usage;
	struct cost c;
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (grouped)
			bench_group_enter();
		work();
		_exit(0);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status)
		exit(1);
	c.wall_ms = (double)(clock_mono_us() - began) / 1000;
	if (grouped)
		c.cpu_ms = (double)(bench_group_read("cpuacct.usage") - before) / 1000000;
	else
		c.cpu_ms = in_ms(usage.ru_utime) + in_ms(usage.ru_stime);
	return c;
}

enum what { COMPILE, RUNS, SUBMIT, BY_ONE, BY_EXEC, SOUNDLY, WHOLLY, WHATS };

static const struct {
	const char *text;
	void (*work)(void);
	double most; /* 0: no target */
} whats[WHATS] = {
	[COMPILE] = { "gcc -O2", compile_plainly, 0 },
	[RUNS] = { "posix_spawn with each test", run_plainly, 0 },
	[SUBMIT] = { "judge submit, plainly", submit_plainly, 1.3 },
	[BY_ONE] = { "the same, --jobs 1", submit_by_one, 1.3 },
	[BY_EXEC] = { "the same, --jobs 1 --exec", submit_by_exec, 0 },
	[SOUNDLY] = { "the same and the soundness build", submit_soundly, 0 },
	[WHOLLY] = { "judge submit, all stages", submit_wholly, 0 },
};

static struct cost costs[WHATS][ROUNDS];

static void print_what(enum what what)
{
	double cpu[ROUNDS], wall[ROUNDS], cpu_ratio[ROUNDS], wall_ratio[ROUNDS];
	struct bench_range cpus, walls;

	for (int i = 0; i < ROUNDS; i++) {
		cpu[i] = costs[what][i].cpu_ms;
		wall[i] = costs[what][i].wall_ms;
		cpu_ratio[i] = cpu[i] / (costs[COMPILE][i].cpu_ms + costs[RUNS][i].cpu_ms);
		wall_ratio[i] = wall[i] / (costs[COMPILE][i].wall_ms + costs[RUNS][i].wall_ms);
	}
	cpus = bench_range(cpu_ratio, ROUNDS);
	walls = bench_range(wall_ratio, ROUNDS);
	bench_line(whats[what].text, whats[what].most > 0 ? "<= 1.30" : NULL, cpus.middle <= whats[what].most,
		   "%8.1f ms  %5.2f (%.2f - %.2f), wall %.0f ms %.2f", bench_range(cpu, ROUNDS).middle, cpus.middle,
		   cpus.least, cpus.most, bench_range(wall, ROUNDS).middle, walls.middle);
}

/* ---- parts ------------------------------------------------------------------------------------------------------- */

static void check_rules(void)
{
	struct rule_hit hits[RULE_HITS_MAX];
	struct err e = ERR_INIT;
	size_t n;

	if (rules_check_source(problem->rules, problem->n_rules, solution.sources, solution.n_sources, hits, &n, &e) <
	    0)
		bench_give_up("rules", &e);
}

static struct buf *answers; /* of all tests */

static void check_answers(void)
{
	static const struct check_options as_they_are;
	struct check_result found;

	for (size_t i = 0; i < problem->n_tests; i++)
		check_output(&as_they_are, answers[i].data, answers[i].len, answers[i].data, answers[i].len, &found);
}

/* CPU time of the calling process, median. */
static void print_part(const char *text, void (*work)(void))
{
	uint64_t took[PART_ROUNDS];

	for (int i = 0; i < PART_ROUNDS; i++) {
		struct timespec from, to;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		work();
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		took[i] = (uint64_t)((to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000);
	}
	bench_line(text, NULL, true, "%8.3f ms", (double)bench_median(took, PART_ROUNDS) / 1000);
}

/* What runs in boxes, as the report of one submission has it. */
static void print_boxed(struct judge *j)
{
	uint64_t compile[PART_ROUNDS], runs[PART_ROUNDS];
	struct err e = ERR_INIT;
	struct report r;

	for (int i = 0; i < PART_ROUNDS; i++) {
		if (judge_submit(j, problem, &solution, NULL, &r, &e) < 0)
			bench_give_up("submit", &e);
		if (r.judgement.verdict != VERDICT_AC)
			bench_give_up(r.judgement.reason, NULL);
		compile[i] = r.compile_cpu_us;
		runs[i] = 0;
		for (size_t k = 0; k < r.n_tests; k++)
			runs[i] += r.tests[k].cpu_us;
		report_clear(&r);
	}
	bench_line("  of that the compiler in its box", NULL, true, "%8.1f ms",
		   (double)bench_median(compile, PART_ROUNDS) / 1000);
	bench_line("  of that the tests in their box", NULL, true, "%8.1f ms",
		   (double)bench_median(runs, PART_ROUNDS) / 1000);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

/* The runner of the problem, but for one that loads the solution from where the plain compiler puts it. */
static void build_plain_runner(void)
{
	const char *header = bench_path("place.h");
	const char *const argv[] = { "gcc",
				     "-O2",
				     "-include",
				     DRIVER "/channel.h",
				     "-include",
				     header,
				     "-I",
				     DRIVER,
				     "-I",
				     INCLUDE,
				     "-o",
				     plain_runner,
				     "-rdynamic",
				     DRIVER "/runtime.c",
				     DRIVER "/data.c",
				     INCLUDE "/driver.c",
				     NULL };
	struct err e = ERR_INIT;
	char text[8192];
	int n = snprintf(text, sizeof(text), "#undef CHANNEL_CANDIDATE\n#define CHANNEL_CANDIDATE \"%s\"\n",
			 plain_object);

	if (fs_create(AT_FDCWD, header, text, (size_t)n, 0644, &e) < 0)
		bench_give_up("a header", &e);
	spawn_quietly(argv, -1);
}

static void set_up(struct judge **j)
{
	const struct judge_config config = { .keeper_path = JUDGE_BUILD_DIR "/judge-keeper", .workers = 1 };
	const char *const paths[] = { SOLUTION };
	struct err e = ERR_INIT;

	if (setenv("HOME", bench_path("."), 1) || setenv("XDG_CACHE_HOME", bench_path("cache"), 1) ||
	    setenv("XDG_DATA_HOME", bench_path("data"), 1) || setenv("JUDGE_DRIVER_DIR", DRIVER, 1) ||
	    setenv("JUDGE_PROBLEMS", JUDGE_SOURCE_DIR "/problems", 1))
		bench_give_up("the environment", NULL);
	if (judge_open(&config, j, &e) < 0 || problem_open("lru_cache", &problem, &e) < 0 ||
	    submission_load(paths, 1, &solution, &e) < 0 || testset_open(*j, problem, NULL, NULL, &tests, &e) < 0)
		bench_give_up("lru_cache", &e);
	answers = calloc(problem->n_tests, sizeof(*answers));
	for (size_t i = 0; answers && i < problem->n_tests; i++) {
		buf_init(&answers[i], PROBLEM_FILE_MAX);
		if (testset_answer(&tests, i, &answers[i], &e) < 0)
			bench_give_up("an answer", &e);
	}
	if (!answers)
		bench_give_up("out of memory", NULL);
	plain_runner = bench_path("runner");
	plain_object = bench_path("candidate.so");
	build_plain_runner();
}

int main(void)
{
	struct judge *j;

	bench_begin();
	set_up(&j);
	/* The runner of the package is built for the first submission and kept. */
	submit_wholly();
	grouped = bench_group_make("cpuacct");
	for (int i = 0; i < ROUNDS; i++)
		for (int what = 0; what < WHATS; what++)
			costs[what][i] = cost_of(whats[what].work);
	printf("CPU time of lru_cache with its %zu tests%s\n", problem->n_tests,
	       grouped ? "" : ", without that of servers");
	for (int what = 0; what < WHATS; what++)
		print_what((enum what)what);
	print_boxed(j);
	print_part("  static rules", check_rules);
	print_part("  checker", check_answers);
	judge_close(j);
	return 0;
}

/*
 * What verifying costs: `judge verify` of a package for programs that read and write, with validators of its own and
 * three submissions, against the same processes without a judge: gcc -O2 of each program, posix_spawn of each
 * submission with each test and of the output validator with what that wrote, and then of the input validator with
 * each test and of the output validator with whatever else it is asked about. Rounds are interleaved; a ratio is the
 * median of those of all rounds.
 *
 * What is paid once for a package, its building before all, stands apart: the same package with FEW tests is verified
 * too, and what TESTS more add to that is compared with their processes alone.
 *
 * CPU time is that of a process and of all that comes of it, as in submit.c.
 */
#include "tests/support/bench.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS      5
#define FEW         3 /* these are asked about in more ways than the others */
#define TESTS       200
#define NUMBERS     1000 /* of each input */
#define SUBMISSIONS 3
#define MOST        1.5

extern char **environ;

static bool grouped;

/* ---- the package ------------------------------------------------------------------------------------------------- */

#define SUM(begin)                                                         \
	"#include <stdio.h>\n"                                             \
	"int main(void)\n"                                                 \
	"{\n"                                                              \
	"	int n, x;\n"                                                     \
	"	long sum = " begin ";\n"                                   \
	"	for (scanf(\"%d\", &n); n > 0 && scanf(\"%d\", &x) == 1; n--)\n" \
	"		sum += x;\n"                                                    \
	"	printf(\"%ld\\n\", sum);\n"                                      \
	"	return 0;\n"                                                     \
	"}\n"

enum program { FIRST, SECOND, WRONG, INPUT, OUTPUT, PROGRAMS };

static const struct {
	const char *source, *text;
} programs[PROGRAMS] = {
	[FIRST] = { "submissions/accepted/first.c", SUM("0") },
	[SECOND] = { "submissions/accepted/second.c", SUM("0L") },
	[WRONG] = { "submissions/wrong_answer/wrong.c", SUM("1") },
	[INPUT] = { "input_validators/input.c",
		    "#include <stdio.h>\n"
		    "int main(void)\n"
		    "{\n"
		    "	int n, x;\n"
		    "	char c;\n"
		    "	if (scanf(\"%d%c\", &n, &c) != 2 || c != '\\n' || n < 1 || n > 1000)\n"
		    "		return 43;\n"
		    "	while (n--)\n"
		    "		if (scanf(\"%d%c\", &x, &c) != 2 || c != '\\n' || x < 0 || x > 999999)\n"
		    "			return 43;\n"
		    "	return getchar() == EOF ? 42 : 43;\n"
		    "}\n" },
	[OUTPUT] = { "output_validator/output.c",
		     "#include <stdio.h>\n"
		     "int main(int argc, char **argv)\n"
		     "{\n"
		     "	FILE *f = argc > 2 ? fopen(argv[2], \"r\") : NULL;\n"
		     "	long want, found;\n"
		     "	char c;\n"
		     "	if (!f || fscanf(f, \"%ld\", &want) != 1)\n"
		     "		return 1;\n"
		     "	if (scanf(\"%ld%c\", &found, &c) != 2 || c != '\\n' || getchar() != EOF)\n"
		     "		return 43;\n"
		     "	return want == found ? 42 : 43;\n"
		     "}\n" },
};

static const struct {
	const char *path, *text;
} texts[] = {
	{ "problem.yaml", "problem_format_version: 2025-09\n"
			  "type: pass-fail\n"
			  "name: {en: The sum of many}\n"
			  "uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a12\n"
			  "license: public domain\n"
			  "limits: {time_limit: 2.0, memory: 64, output: 1}\n"
			  "languages: [c]\n" },
	{ "statement/problem.en.md", "Add them up.\n" },
};

enum package { SMALL, LARGE, PACKAGES };

static const struct {
	const char *id;
	int tests;
} packages[PACKAGES] = { [SMALL] = { "few_sums", FEW }, [LARGE] = { "sums", FEW + TESTS } };

/* "<directory>/problems/<id>/<path>"; stays. */
static const char *in_package(enum package p, const char *path)
{
	char name[128];

	snprintf(name, sizeof(name), "problems/%s/%s", packages[p].id, path);
	return bench_path(name);
}

static void put(enum package p, const char *path, const char *text, size_t n)
{
	const char *file = in_package(p, path);
	cleanup_free char *folder = strdup(file);
	struct err e = ERR_INIT;

	if (!folder)
		bench_give_up("out of memory", NULL);
	*strrchr(folder, '/') = 0;
	if (fs_mkdirs(folder, 0755, &e) < 0 || fs_create(AT_FDCWD, file, text, n, 0644, &e) < 0)
		bench_give_up(path, &e);
}

/* What the output validator is asked about besides what submissions wrote. */
enum given { ANSWER, NOTHING, WORDS, FLOOD, MORE, GIVEN };

static struct {
	const char *input, *answer, *given[GIVEN];
} tests[FEW + TESTS];

static void give(int test, enum given g, const char *bytes, size_t n)
{
	struct err e = ERR_INIT;
	char name[32];

	snprintf(name, sizeof(name), "given-%d-%03d", (int)g, test);
	tests[test].given[g] = bench_path(name);
	if (fs_create(AT_FDCWD, tests[test].given[g], bytes, n, 0644, &e) < 0)
		bench_give_up(name, &e);
}

static void put_test(int test, uint32_t *seed)
{
	cleanup_buf struct buf input;
	char answer[64], in[32], ans[32];
	static char flood[65536];
	size_t len;
	long sum = 0;

	buf_init(&input, BENCH_MIB);
	buf_printf(&input, "%d\n", NUMBERS);
	for (int i = 0; i < NUMBERS; i++) {
		*seed = *seed * 1664525 + 1013904223;
		sum += *seed % 1000000;
		buf_printf(&input, "%u\n", *seed % 1000000);
	}
	snprintf(in, sizeof(in), "data/secret/%03d.in", test);
	snprintf(ans, sizeof(ans), "data/secret/%03d.ans", test);
	len = (size_t)snprintf(answer, sizeof(answer), "%ld\n", sum);
	for (int p = 0; p < PACKAGES; p++) {
		if (test >= packages[p].tests)
			continue;
		put((enum package)p, in, input.data, input.len);
		put((enum package)p, ans, answer, len);
	}
	tests[test].input = in_package(LARGE, in);
	tests[test].answer = in_package(LARGE, ans);
	memset(flood, '7', sizeof(flood));
	give(test, ANSWER, answer, len);
	give(test, NOTHING, "", 0);
	give(test, WORDS, "no words\n", 9);
	give(test, FLOOD, flood, sizeof(flood));
	len += (size_t)snprintf(answer + len, sizeof(answer) - len, "\n42 hello\n");
	give(test, MORE, answer, len);
}

/* ---- what is compared -------------------------------------------------------------------------------------------- */

/* `in` and `out` are paths; how it ends matters only where `exits` is not negative. */
static void spawn(const char *const *argv, const char *in, const char *out, int exits)
{
	posix_spawn_file_actions_t files;
	int status;
	pid_t pid;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, in, O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, argv[0], &files, NULL, (char *const *)argv, environ) ||
	    waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || (exits >= 0 && WEXITSTATUS(status) != exits))
		bench_give_up(argv[0], NULL);
	posix_spawn_file_actions_destroy(&files);
}

static const char *program_path(enum program p)
{
	char name[32];

	snprintf(name, sizeof(name), "program-%d", (int)p);
	return bench_path(name);
}

static void compile_plainly(void)
{
	for (int p = 0; p < PROGRAMS; p++) {
		const char *const argv[] = {
			"gcc", "-O2", "-w", "-o", program_path((enum program)p), in_package(LARGE, programs[p].source),
			"-lm", NULL
		};

		spawn(argv, "/dev/null", "/dev/null", 0);
	}
}

static void ask_plainly(int test, const char *output, int exits)
{
	const char *const argv[] = { program_path(OUTPUT), tests[test].input, tests[test].answer, bench_path("."),
				     NULL };

	spawn(argv, output, "/dev/null", exits);
}

static void run_submissions(void)
{
	const char *output = bench_path("output");

	for (int t = FEW; t < FEW + TESTS; t++)
		for (int p = FIRST; p < FIRST + SUBMISSIONS; p++) {
			const char *const run[] = { program_path((enum program)p), NULL };

			spawn(run, tests[t].input, output, 0);
			ask_plainly(t, output, p == WRONG ? 43 : 42);
		}
}

static void run_validators(void)
{
	for (int t = FEW; t < FEW + TESTS; t++) {
		const char *const check[] = { program_path(INPUT), NULL };

		spawn(check, tests[t].input, "/dev/null", 42);
		for (int g = 0; g < GIVEN; g++)
			ask_plainly(t, tests[t].given[g], g == ANSWER ? 42 : 43);
	}
}

static void verify(enum package p, const char *one, const char *other)
{
	const char *const argv[] = { JUDGE_BUILD_DIR "/judge", "verify", "-q", packages[p].id, one, other, NULL };

	spawn(argv, "/dev/null", "/dev/null", 0);
}

static void verify_large(void)
{
	verify(LARGE, NULL, NULL);
}

static void verify_small(void)
{
	verify(SMALL, NULL, NULL);
}

static void verify_large_by_one(void)
{
	verify(LARGE, "--jobs=1", NULL);
}

static void verify_small_by_one(void)
{
	verify(SMALL, "--jobs=1", NULL);
}

static void look_at_large(void)
{
	verify(LARGE, "--jobs=1", "--no-references");
}

static void look_at_small(void)
{
	verify(SMALL, "--jobs=1", "--no-references");
}

/* ---- measuring --------------------------------------------------------------------------------------------------- */

static double in_ms(struct timeval t)
{
	return (double)t.tv_sec * 1000 + (double)t.tv_usec / 1000;
}

/* CPU time in milliseconds of what `work` does, in a process of its own. */
static double cost_of(void (*work)(void))
{
	const uint64_t before = grouped ? bench_group_read("cpuacct.usage") : 0;
	struct rusage usage;
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
	if (grouped)
		return (double)(bench_group_read("cpuacct.usage") - before) / 1000000;
	return in_ms(usage.ru_utime) + in_ms(usage.ru_stime);
}

enum what { COMPILE, RUN, ASK, VERIFY_LARGE, VERIFY_SMALL, LARGE_BY_ONE, SMALL_BY_ONE, LOOK_LARGE, LOOK_SMALL, WHATS };

static void (*const works[WHATS])(void) = {
	[COMPILE] = compile_plainly,          [RUN] = run_submissions,       [ASK] = run_validators,
	[VERIFY_LARGE] = verify_large,        [VERIFY_SMALL] = verify_small, [LARGE_BY_ONE] = verify_large_by_one,
	[SMALL_BY_ONE] = verify_small_by_one, [LOOK_LARGE] = look_at_large,  [LOOK_SMALL] = look_at_small,
};

static double costs[ROUNDS][WHATS];

/* How often a cost counts in a sum of them. */
struct sum {
	signed char of[WHATS];
};

static double sum_up(const struct sum *sum, const double *of_round)
{
	double total = 0;

	for (int what = 0; what < WHATS; what++)
		total += sum->of[what] * of_round[what];
	return total;
}

static const struct {
	const char *text;
	struct sum cost, plainly; /* the second is nothing in a line without a ratio */
} lines[] = {
	{ "gcc -O2 of 5 programs", { { [COMPILE] = 1 } }, { { 0 } } },
	{ "600 x submission and validator", { { [RUN] = 1 } }, { { 0 } } },
	{ "1,200 x validator besides", { { [ASK] = 1 } }, { { 0 } } },
	{ "judge verify, building and all", { { [VERIFY_LARGE] = 1 } }, { { [COMPILE] = 1, [RUN] = 1, [ASK] = 1 } } },
	{ "200 tests of it, building apart",
	  { { [VERIFY_LARGE] = 1, [VERIFY_SMALL] = -1 } },
	  { { [RUN] = 1, [ASK] = 1 } } },
	{ "the same, --jobs 1", { { [LARGE_BY_ONE] = 1, [SMALL_BY_ONE] = -1 } }, { { [RUN] = 1, [ASK] = 1 } } },
	{ "  submissions, each validated",
	  { { [LARGE_BY_ONE] = 1, [SMALL_BY_ONE] = -1, [LOOK_LARGE] = -1, [LOOK_SMALL] = 1 } },
	  { { [RUN] = 1 } } },
	{ "  validators besides", { { [LOOK_LARGE] = 1, [LOOK_SMALL] = -1 } }, { { [ASK] = 1 } } },
};

static void print_line(size_t line)
{
	double cpu[ROUNDS], ratio[ROUNDS];
	struct bench_range cpus, ratios;

	for (int i = 0; i < ROUNDS; i++) {
		const double plainly = sum_up(&lines[line].plainly, costs[i]);

		cpu[i] = sum_up(&lines[line].cost, costs[i]);
		ratio[i] = plainly > 0 ? cpu[i] / plainly : 0;
	}
	cpus = bench_range(cpu, ROUNDS);
	ratios = bench_range(ratio, ROUNDS);
	if (ratios.middle > 0)
		bench_line(lines[line].text, "<= 1.50", ratios.middle <= MOST, "%8.1f ms  %5.2f (%.2f - %.2f)",
			   cpus.middle, ratios.middle, ratios.least, ratios.most);
	else
		bench_line(lines[line].text, NULL, true, "%8.1f ms", cpus.middle);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void set_up(void)
{
	uint32_t seed = 1;

	if (setenv("HOME", bench_path("."), 1) || setenv("XDG_CACHE_HOME", bench_path("cache"), 1) ||
	    setenv("JUDGE_DRIVER_DIR", JUDGE_SOURCE_DIR "/runners/driver", 1) ||
	    setenv("JUDGE_PROBLEMS", bench_path("problems"), 1))
		bench_give_up("the environment", NULL);
	for (int p = 0; p < PACKAGES; p++) {
		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
			put((enum package)p, texts[i].path, texts[i].text, strlen(texts[i].text));
		for (int i = 0; i < PROGRAMS; i++)
			put((enum package)p, programs[i].source, programs[i].text, strlen(programs[i].text));
	}
	for (int t = 0; t < FEW + TESTS; t++)
		put_test(t, &seed);
	compile_plainly();
}

int main(void)
{
	bench_begin();
	set_up();
	grouped = bench_group_make("cpuacct");
	for (int i = 0; i < ROUNDS; i++)
		for (int what = 0; what < WHATS; what++)
			costs[i][what] = cost_of(works[what]);
	printf("CPU time of judge verify: validators and %d submissions in C, %d tests; ratios to its processes by "
	       "gcc and posix_spawn%s\n",
	       SUBMISSIONS, TESTS, grouped ? "" : ", without that of boxes' servers");
	for (size_t line = 0; line < sizeof(lines) / sizeof(lines[0]); line++)
		print_line(line);
	return 0;
}

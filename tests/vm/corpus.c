/*
 * corpus: the abuse programs where there is no time to compile them. Two halves and a help:
 *
 *	corpus build PROBLEM DIR            compiles DIR/X.c to DIR/X.so, and the problem's driver to DIR/runner
 *	corpus judge PROBLEM DIR SLOWNESS   runs each X.so and compares the verdict with the first line of X.c; TAP
 *	corpus toolchain                    prints the files of this host that a compile needs, a line each
 *
 * The first runs where the compiler is, the second in the virtual machine. Between them lies what the pipeline does
 * between compiling and testing: a program that is decided before it runs has no X.so, and is no case here. The tests
 * are those of the package whose input and answer are written out, the first few: a program misbehaves in each.
 *
 * Boxes get their groups in $JUDGE_CGROUP, if that is set. The machine is slow by its own clock: a program whose
 * verdict is not the expected one is judged again with SLOWNESS times the time. (Not at first, for some burn time by
 * the clock.) After each program an honest one, which had its box before, must still be accepted.
 */
#include "judge/classify.h"
#include "judge/session.h"
#include "judge/testset.h"
#include "runners/toolchain.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define TESTS          3
#define PROGRAMS_MAX   1000
#define HONEST         "honest"
#define TEXT_BYTES_MAX (4u << 20)

static _Noreturn void give_up(const struct err *e)
{
	fprintf(stderr, "corpus: %s\n", e->text);
	exit(1);
}

/* A name with its ending changed: "fork.c" and "so" give "fork.so". */
static void with_ending(const char *name, const char *ending, char out[NAME_MAX + 1])
{
	size_t stem = strlen(name) - strlen(strrchr(name, '.'));

	snprintf(out, NAME_MAX + 1, "%.*s.%s", (int)stem, name, ending);
}

static bool ends_in(const char *name, const char *ending)
{
	const char *dot = strrchr(name, '.');

	return dot && !strcmp(dot + 1, ending);
}

/* ---- build ------------------------------------------------------------------------------------------------------- */

struct builder {
	struct judge *judge;
	struct problem *problem;
	int dir;
	struct source headers[SOURCE_FILES_MAX]; /* all that DIR has */
	size_t n_headers;
};

/* As people hand them in: a source comes with the headers that it includes. */
static size_t pick_headers(const struct builder *b, const struct source *source, struct source *out)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n_headers; i++) {
		char line[SOURCE_NAME_MAX + 16];

		snprintf(line, sizeof(line), "#include \"%s\"", b->headers[i].name);
		if (strstr(source->text, line))
			out[n++] = b->headers[i];
	}
	return n;
}

static bool decided_by_object(const struct problem *p, const struct artifact *a, struct err *e)
{
	struct rule_hit hits[RULE_HITS_MAX];
	struct object_facts facts;
	size_t n_hits = 0;
	bool decided;

	if (object_read(a, &facts, e) < 0)
		give_up(e);
	if (rules_check_object(p->rules, p->n_rules, &facts, hits, &n_hits, e) < 0)
		give_up(e);
	decided = n_hits > 0 || facts.static_bytes > p->limits.memory_bytes;
	object_facts_clear(&facts);
	return decided;
}

static void keep(int dir, const char *name, const struct artifact *a, struct err *e)
{
	cleanup_buf struct buf bytes;

	buf_init(&bytes, 64u << 20);
	if (lseek(a->fd, 0, SEEK_SET) < 0 || fs_read_fd(a->fd, &bytes, e) < 0 ||
	    fs_write(dir, name, bytes.data, bytes.len, 0755, e) < 0)
		give_up(e);
}

static void build_one(struct builder *b, const char *name)
{
	struct source sources[SOURCE_FILES_MAX + 1];
	struct rule_hit hits[RULE_HITS_MAX];
	cleanup_buf struct buf text;
	cleanup_build struct build built = BUILD_INIT;
	char object[NAME_MAX + 1];
	struct err e = ERR_INIT;
	size_t n, n_hits = 0;

	buf_init(&text, TEXT_BYTES_MAX);
	if (fs_read(b->dir, name, &text, &e) < 0)
		give_up(&e);
	sources[0] = (struct source){ name, text.data, text.len };
	n = 1 + pick_headers(b, &sources[0], sources + 1);
	if (rules_check_source(b->problem->rules, b->problem->n_rules, sources, n, hits, &n_hits, &e) < 0)
		give_up(&e);
	if (n_hits)
		return;
	if (judge_build_candidate(b->judge, b->problem, sources, n, NULL, false, &built, &e) < 0)
		give_up(&e);
	if (built.end != BUILD_OK || decided_by_object(b->problem, &built.artifact, &e))
		return;
	with_ending(name, "so", object);
	keep(b->dir, object, &built.artifact, &e);
}

static void load_headers(struct builder *b, char *const *names, size_t n)
{
	struct err e = ERR_INIT;

	for (size_t i = 0; i < n; i++) {
		struct buf text;

		if (!ends_in(names[i], "h") || b->n_headers == SOURCE_FILES_MAX)
			continue;
		buf_init(&text, TEXT_BYTES_MAX);
		if (fs_read(b->dir, names[i], &text, &e) < 0)
			give_up(&e);
		b->headers[b->n_headers++] = (struct source){ names[i], text.data, text.len };
	}
}

static void build_all(struct problem *p, int dir)
{
	const struct judge_config config = { .workers = 1 };
	struct builder b = { .problem = p, .dir = dir };
	cleanup_artifact struct artifact runner = ARTIFACT_INIT;
	char **names;
	struct err e = ERR_INIT;
	size_t n;

	if (judge_open(&config, &b.judge, &e) < 0 || fs_list(dir, ".", PROGRAMS_MAX, &names, &n, &e) < 0)
		give_up(&e);
	load_headers(&b, names, n);
	if (judge_build_runner(b.judge, p, &runner, &e) < 0)
		give_up(&e);
	if (p->function_style)
		keep(dir, "runner", &runner, &e);
	for (size_t i = 0; i < n; i++)
		if (ends_in(names[i], "c"))
			build_one(&b, names[i]);
	for (size_t i = 0; i < b.n_headers; i++)
		free((char *)(uintptr_t)b.headers[i].text);
	free(names);
	judge_close(b.judge);
}

static int print_toolchain(void)
{
	cleanup_toolchain struct toolchain *tc = NULL;
	const struct box_mount *mounts;
	struct err e = ERR_INIT;
	size_t n;

	if (toolchain_open(NULL, &tc, &e) < 0)
		give_up(&e);
	mounts = toolchain_compile_mounts(tc, &n);
	for (size_t i = 0; i < n; i++)
		puts(mounts[i].source);
	return 0;
}

/* ---- judge ------------------------------------------------------------------------------------------------------- */

struct bench {
	const struct problem *problem;
	struct toolchain *tc;
	struct sandbox *sandbox;
	struct artifact runner;
	struct run_limits limits, stretched;
	struct run_box *honest;
	struct test {
		struct buf input, answer;
	} tests[TESTS];
	size_t n_tests;
	int dir;
	unsigned cases, failed;
};

static struct artifact load(int dir, const char *name)
{
	struct artifact a = ARTIFACT_INIT;
	struct err e = ERR_INIT;

	a.fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	if (a.fd < 0) {
		err_errno(&e, "%s", name);
		give_up(&e);
	}
	a.bytes = (uint64_t)lseek(a.fd, 0, SEEK_END);
	return a;
}

/* One test in this box. An error of ours is JE, as in a report. */
static struct judgement run_test(const struct bench *b, struct run_box *box, const struct test *t, bool *escaped)
{
	cleanup_execution struct execution x = { 0 };
	cleanup_fd int input = -1;
	struct check_options check;
	struct check_result checked;
	struct judgement judgement;
	struct err e = ERR_INIT;

	execution_init(&x, b->limits.output_bytes);
	if (check_parse(b->problem->validator_args, &check, &e) < 0 ||
	    fs_memfd("input", t->input.data, t->input.len, &input, &e) < 0 ||
	    run_box_execute(box, input, NULL, &x, &e) < 0)
		return judgement_of(VERDICT_JE, "%.200s", e.text);
	*escaped |= strstr(x.printed.data, "escaped: ") != NULL;
	judgement = classify(b->problem, &x);
	return judgement.verdict == VERDICT_AC
		       ? classify_answer(&check, t->answer.data, t->answer.len, x.answer.data, x.answer.len, &checked)
		       : judgement;
}

static struct run_box *open_box(const struct bench *b, const char *name, const struct run_limits *limits, struct err *e)
{
	const struct artifact *runner = b->runner.fd < 0 ? NULL : &b->runner;
	cleanup_artifact struct artifact candidate = load(b->dir, name);
	struct run_box *box = NULL;
	int r = run_box_open(b->tc, b->sandbox, runner, &candidate, limits, RUN_SERVED, &box, e);

	return r < 0 ? NULL : box;
}

/* The first test that is not passed decides, as in a report. */
static struct judgement verdict_of(const struct bench *b, const char *name, const struct run_limits *limits,
				   bool *escaped)
{
	struct judgement j = judgement_of(VERDICT_AC, "%s", "");
	struct err e = ERR_INIT;
	cleanup_run_box struct run_box *box = open_box(b, name, limits, &e);

	if (!box)
		return judgement_of(VERDICT_JE, "%.200s", e.text);
	for (size_t i = 0; i < b->n_tests && j.verdict == VERDICT_AC; i++)
		j = run_test(b, box, &b->tests[i], escaped);
	return j;
}

/* Is it one of "TLE | WTL/over 5 s": a word alone allows any reason, a reason only those that begin so? */
static bool is_expected(const char *got, const char *wanted)
{
	while (*wanted) {
		const char *end = strstr(wanted, " | ");
		size_t n = end ? (size_t)(end - wanted) : strlen(wanted);
		bool whole = memchr(wanted, '/', n) != NULL;

		if (!strncmp(got, wanted, n) && (whole || got[n] == '/' || !got[n]))
			return true;
		wanted += end ? n + 3 : n;
	}
	return false;
}

/* What stands in the first line between the colon and the end of the comment. */
static void read_expectation(const struct bench *b, const char *name, char out[256])
{
	cleanup_buf struct buf text;
	char source[NAME_MAX + 1];
	struct err e = ERR_INIT;
	char *begin, *end;

	buf_init(&text, TEXT_BYTES_MAX);
	with_ending(name, "c", source);
	if (fs_read(b->dir, source, &text, &e) < 0)
		give_up(&e);
	begin = strstr(text.data, ": ");
	end = strstr(text.data, " */\n");
	if (strncmp(text.data, "/* expect", 9) || !begin || !end || end < begin) {
		err_set(&e, -EINVAL, "%s does not say what is expected of it", source);
		give_up(&e);
	}
	*end = 0;
	snprintf(out, 256, "%s", begin + 2);
}

static bool is_good(const struct judgement *j, const char *wanted)
{
	char got[REASON_MAX + 8];

	snprintf(got, sizeof(got), "%s%s%s", verdict_id(j->verdict), j->reason[0] ? "/" : "", j->reason);
	return is_expected(got, wanted);
}

static void judge_one(struct bench *b, const char *name)
{
	bool escaped = false, good;
	struct judgement j, neighbour;
	char wanted[256];

	read_expectation(b, name, wanted);
	j = verdict_of(b, name, &b->limits, &escaped);
	if (!is_good(&j, wanted))
		j = verdict_of(b, name, &b->stretched, &escaped);
	neighbour = run_test(b, b->honest, &b->tests[0], &escaped);
	good = is_good(&j, wanted) && !escaped && neighbour.verdict == VERDICT_AC;
	b->failed += !good;
	printf("%s %u - %s: %s\n", good ? "ok" : "not ok", ++b->cases, name, wanted);
	if (!good)
		printf("# %s/%s%s; the neighbour: %s/%s\n", verdict_id(j.verdict), j.reason, escaped ? ", escaped" : "",
		       verdict_id(neighbour.verdict), neighbour.reason);
	fflush(stdout);
}

static void read_answer(const struct problem *p, const struct problem_test *t, struct buf *out)
{
	struct err e = ERR_INIT;
	char path[PATH_MAX];

	if (t->answer) {
		buf_puts(out, t->answer);
		return;
	}
	snprintf(path, sizeof(path), "%s/%.*s.ans", p->dir, (int)(strlen(t->file) - strlen(".in")), t->file);
	if (fs_read(AT_FDCWD, path, out, &e) < 0)
		give_up(&e);
}

/* What has to be generated is left out, with what the model would have to answer. */
static void pick_tests(struct bench *b)
{
	struct err e = ERR_INIT;

	for (size_t i = 0; i < b->problem->n_tests && b->n_tests < TESTS; i++) {
		const struct problem_test *t = &b->problem->tests[i];
		struct test *picked = &b->tests[b->n_tests];

		if (!t->file && !(t->input && t->answer))
			continue;
		buf_init(&picked->input, TEXT_BYTES_MAX);
		buf_init(&picked->answer, TEXT_BYTES_MAX);
		if (testset_make_input(NULL, b->problem, NULL, i, &picked->input, &e) < 0)
			give_up(&e);
		read_answer(b->problem, t, &picked->answer);
		b->n_tests++;
	}
}

static int judge_all(const struct problem *p, int dir, unsigned slowness)
{
	const struct sandbox_config config = { .cgroup_dir = getenv("JUDGE_CGROUP") };
	struct bench b = { .problem = p, .limits = p->limits, .dir = dir, .runner = ARTIFACT_INIT };
	struct err e = ERR_INIT;
	size_t n;
	char **names;

	b.stretched = b.limits;
	b.stretched.box.cpu_us *= slowness;
	b.stretched.box.wall_us *= slowness;
	if (p->function_style)
		b.runner = load(dir, "runner");
	pick_tests(&b);
	if (toolchain_open(NULL, &b.tc, &e) < 0 || sandbox_open(&config, &b.sandbox, &e) < 0 ||
	    fs_list(dir, ".", 2 * PROGRAMS_MAX, &names, &n, &e) < 0)
		give_up(&e);
	b.honest = open_box(&b, HONEST ".so", &b.stretched, &e);
	if (!b.honest)
		give_up(&e);
	for (size_t i = 0; i < n; i++)
		if (ends_in(names[i], "so"))
			judge_one(&b, names[i]);
	printf("1..%u\n", b.cases);
	run_box_close(b.honest);
	sandbox_close(b.sandbox);
	toolchain_close(b.tc);
	free(names);
	artifact_clear(&b.runner);
	for (size_t i = 0; i < b.n_tests; i++) {
		buf_clear(&b.tests[i].input);
		buf_clear(&b.tests[i].answer);
	}
	return b.failed || !b.cases;
}

int main(int argc, char **argv)
{
	cleanup_problem struct problem *p = NULL;
	struct err e = ERR_INIT;
	int dir = argc < 4 ? -1 : open(argv[3], O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (argc == 2 && !strcmp(argv[1], "toolchain"))
		return print_toolchain();
	if (dir < 0) {
		fprintf(stderr, "usage: corpus build PROBLEM DIR | judge PROBLEM DIR SLOWNESS | toolchain\n");
		return 2;
	}
	if (problem_load(argv[2], &p, &e) < 0)
		give_up(&e);
	if (!strcmp(argv[1], "build")) {
		build_all(p, dir);
		return 0;
	}
	return judge_all(p, dir, argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 1);
}

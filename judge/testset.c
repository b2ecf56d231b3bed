/*
 * Making test sets. The generator and the model are code of the package, so they run in boxes with limits of their
 * own; what they write is bounded by PROBLEM_FILE_MAX.
 *
 * What an answer is: the one written beside the input, else what the model writes. A set in which the two disagree, or
 * whose driver does not take an input, is not made at all: later, on a candidate's run, such a fault could not be told
 * from the candidate's doing.
 */
#include "judge/testset.h"

#include "judge/cached.h"
#include "judge/classify.h"
#include "judge/package/package.h"
#include "judge/passes.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMAT       "1" /* of the directory; another one is another directory */
#define INDEX        "index"
#define NAME_MAX_LEN 32

const struct run_limits PART_LIMITS = {
	.box = {
		.cpu_us = 20 * CLOCK_US_PER_S,
		.wall_us = 60 * CLOCK_US_PER_S,
		.stack_bytes = UINT64_C(64) << 20,
		.file_bytes = 0,
		.open_files = 16,
	},
	.memory_bytes = UINT64_C(1) << 30,
	.processes = 1,
	.output_bytes = PROBLEM_FILE_MAX,
};

static void file_name(size_t i, const char *ending, char out[NAME_MAX_LEN])
{
	snprintf(out, NAME_MAX_LEN, "%04zu.%s", i, ending);
}

/* ---- one input --------------------------------------------------------------------------------------------------- */

int split_arguments(char *args, const char *argv[ARGUMENTS_MAX + 1], struct err *e)
{
	char *save = NULL;
	size_t n = 0;

	for (char *w = strtok_r(args, " \t", &save); w; w = strtok_r(NULL, " \t", &save)) {
		if (n == ARGUMENTS_MAX)
			return err_set(e, -E2BIG, "more than %d arguments", ARGUMENTS_MAX);
		argv[n++] = w;
	}
	argv[n] = NULL;
	return 0;
}

int testset_generate(struct judge *j, const struct artifact *generator, const char *arguments, struct buf *out,
		     struct err *e)
{
	cleanup_run_box struct run_box *box = NULL;
	cleanup_free char *copy = strdup(arguments);
	cleanup_execution struct execution x = { 0 };
	cleanup_fd int nothing = -1;
	const char *argv[ARGUMENTS_MAX + 1];
	char end[REASON_MAX];
	int r;

	execution_init(&x, PROBLEM_FILE_MAX);
	if (!copy)
		return err_set(e, -ENOMEM, "out of memory");
	if (generator->fd < 0)
		return err_set(e, -EINVAL, "there is no generator");
	r = split_arguments(copy, argv, e);
	if (!r)
		r = fs_memfd("empty", "", 0, &nothing, e);
	if (!r)
		r = judge_open_box(j, j->workers[0], NULL, generator, &PART_LIMITS, RUN_EXEC, &box, e);
	if (!r)
		r = run_box_execute(box, nothing, argv, &x, e);
	if (r < 0)
		return r;
	words_end(&PART_LIMITS, &x, end);
	if (x.used.end != BOX_END_EXIT || x.used.exit_code)
		return err_set(e, -EINVAL, "the generator failed: %s%s%.*s", end, x.printed.len ? ": " : "",
			       (int)strcspn(x.printed.data, "\n"), x.printed.data);
	return buf_append(out, x.answer.data, x.answer.len) < 0 ? buf_error(out, "generated input", e) : 0;
}

static int read_below(const struct problem *p, const char *path, struct buf *out, struct err *e)
{
	cleanup_fd int dir = open(p->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd = -1;

	if (dir < 0)
		return err_errno(e, "%s", p->dir);
	fd = package_open_file(dir, path, e);
	return fd < 0 ? fd : fs_read_fd(fd, out, e);
}

int testset_make_input(struct judge *j, const struct problem *p, const struct artifact *generator, size_t i,
		       struct buf *out, struct err *e)
{
	const struct problem_test *t = &p->tests[i];
	int r;

	if (t->generate)
		r = testset_generate(j, generator, t->generate, out, e);
	else if (t->file)
		r = read_below(p, t->file, out, e);
	else
		r = buf_puts(out, t->input ? t->input : "") < 0 ? buf_error(out, "input", e) : 0;
	return r < 0 ? err_wrap(e, "test %s/%s", t->group, t->name) : 0;
}

/* ---- one answer -------------------------------------------------------------------------------------------------- */

struct maker {
	struct judge *j;
	const struct problem *p;
	int dir;                   /* where the set grows */
	struct artifact generator; /* fd -1: none */
	struct artifact runner;    /* fd -1: none */
	struct build model;
	struct run_box *model_box; /* opened at the first need */
	struct checker checker;
	struct checker_seat seat;
	struct buf index;
};

int testset_model(const struct problem *p, struct buf *text, struct source *out, struct err *e)
{
	char path[512];
	int r;

	if (!p->model)
		return err_set(e, -EINVAL, "there is no answer and no model solution");
	snprintf(path, sizeof(path), "submissions/%s", p->model);
	r = read_below(p, path, text, e);
	if (r < 0)
		return r;
	*out = (struct source){ fs_basename(p->model), text->data, text->len };
	return 0;
}

static int load_model(struct maker *m, struct err *e)
{
	cleanup_buf struct buf text = { 0 };
	struct source source;
	int r;

	buf_init(&text, SOURCE_BYTES_MAX);
	r = testset_model(m->p, &text, &source, e);
	if (r < 0)
		return r;
	r = judge_build_candidate(m->j, m->p, &source, 1, NULL, false, &m->model, e);
	if (!r && m->model.end != BUILD_OK)
		r = err_set(e, -EINVAL, "the model does not compile: %s", m->model.reason);
	if (!r)
		r = judge_build_runner(m->j, m->p, &m->runner, e);
	if (!r)
		r = judge_open_box(m->j, m->j->workers[0], m->runner.fd < 0 ? NULL : &m->runner, &m->model.artifact,
				   &PART_LIMITS, judge_how(m->j, m->p), &m->model_box, e);
	return r < 0 ? err_wrap(e, "model %s", m->p->model) : 0;
}

/* In words, why an answer of the model's does not count; NULL: it does. */
static const char *model_failed(const struct problem *p, const struct execution *x, char end[REASON_MAX])
{
	words_end(&PART_LIMITS, x, end);
	if (x->complaint[0])
		return x->complaint;
	return x->used.end == BOX_END_EXIT && !x->used.exit_code && (x->finished || !p->function_style) ? NULL : end;
}

static int ask_model(struct maker *m, const struct problem_test *t, int input, struct buf *out, struct err *e)
{
	cleanup_execution struct execution x = { 0 };
	char end[REASON_MAX];
	const char *why;
	int r = m->model_box ? 0 : load_model(m, e);

	execution_init(&x, PROBLEM_FILE_MAX);
	if (!r)
		r = passes_execute(m->model_box, t, input, &x, e);
	if (r < 0)
		return r;
	if (x.fault[0])
		return err_set(e, -EINVAL, "the driver: %s", x.fault);
	why = model_failed(m->p, &x, end);
	if (why)
		return err_set(e, -EINVAL, "the model solution fails on it: %s", why);
	return buf_append(out, x.answer.data, x.answer.len) < 0 ? buf_error(out, "answer", e) : 0;
}

/* Where the validator leads the runs: the model has no answer, but the validator's yes. *input as of passes_run. */
static int ask_model_to_follow(struct maker *m, const struct problem_test *t, int *input, const struct buf *answer,
			       struct err *e)
{
	cleanup_checked struct checked checked = { 0 };
	cleanup_execution struct execution x = { 0 };
	int r = 0;

	checked_init(&checked);
	execution_init(&x, PROBLEM_FILE_MAX);
	m->seat.test = t;
	if (!m->model_box)
		r = load_model(m, e);
	if (!r)
		r = passes_run(&m->seat, m->model_box, input, answer, &x, &checked, e);
	if (r < 0 || checked.judgement.verdict == VERDICT_AC)
		return r;
	return err_set(e, -EINVAL, "the model solution fails on it: %s%s%s",
		       x.fault[0] ? x.fault : verdict_id(checked.judgement.verdict),
		       checked.judgement.reason[0] ? ", " : "", checked.judgement.reason);
}

/* The answer that stands in the package. *has says whether one does. */
static int written_answer(const struct problem *p, const struct problem_test *t, struct buf *out, bool *has,
			  struct err *e)
{
	char path[1024];

	*has = t->answer || t->file;
	if (t->answer)
		return buf_puts(out, t->answer) < 0 ? buf_error(out, "answer", e) : 0;
	if (!t->file)
		return 0;
	snprintf(path, sizeof(path), "%.*s.ans", (int)(strlen(t->file) - 3), t->file);
	return read_below(p, path, out, e);
}

/* Is the model's output an answer, too, beside the one that stands? */
static int compare_with_model(struct maker *m, const struct problem_test *t, int input, const struct buf *answer,
			      const struct buf *models, struct err *e)
{
	cleanup_checked struct checked checked = { 0 };

	checked_init(&checked);
	m->seat.test = t;
	if (checker_ask(&m->seat, input, answer, models->data, models->len, &checked, e) < 0)
		return e->code;
	if (checked.judgement.verdict == VERDICT_AC)
		return 0;
	if (m->p->n_output_validator)
		return err_set(e, -EINVAL, "the output validator rejects what the model writes%s%s",
			       checked.judgement.reason[0] ? ": " : "", checked.judgement.reason);
	return err_set(e, -EINVAL, "the written answer and the model's differ in line %llu",
		       (unsigned long long)checked.difference.line);
}

/*
 * The model is run on every input, also where an answer is written: so it is known of each test that the driver takes
 * the input and that two independent hands agree on the answer, before a candidate is judged by it.
 */
static int make_answer(struct maker *m, const struct problem_test *t, int *input, struct buf *out, struct err *e)
{
	cleanup_buf struct buf models = { 0 };
	bool has = false;
	int r = written_answer(m->p, t, out, &has, e);

	if (r < 0 || (has && !m->p->model))
		return r;
	if (passes_are_led(m->p))
		return ask_model_to_follow(m, t, input, out, e);
	buf_init(&models, PROBLEM_FILE_MAX);
	r = ask_model(m, t, *input, &models, e);
	if (!r && !has && buf_append(out, models.data, models.len) < 0)
		r = buf_error(out, "answer", e);
	return !r && (has || m->p->n_output_validator) ? compare_with_model(m, t, *input, out, &models, e) : r;
}

/* ---- a whole set ------------------------------------------------------------------------------------------------- */

static int make_test(struct maker *m, size_t i, struct err *e)
{
	const struct problem_test *t = &m->p->tests[i];
	cleanup_buf struct buf input = { 0 }, answer = { 0 };
	cleanup_fd int fd = -1;
	char name[NAME_MAX_LEN];
	int r;

	buf_init(&input, PROBLEM_FILE_MAX);
	buf_init(&answer, PROBLEM_FILE_MAX);
	r = testset_make_input(m->j, m->p, &m->generator, i, &input, e);
	file_name(i, "in", name);
	if (!r)
		r = fs_create(m->dir, name, input.data, input.len, 0400, e);
	if (r < 0)
		return r;
	fd = openat(m->dir, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(e, "%s", name);
	r = make_answer(m, t, &fd, &answer, e);
	file_name(i, "ans", name);
	if (!r)
		r = fs_create(m->dir, name, answer.data, answer.len, 0400, e);
	if (!r && buf_printf(&m->index, "%zu %zu %zu\n", i, input.len, answer.len) < 0)
		r = buf_error(&m->index, "index", e);
	return r < 0 ? err_wrap(e, "test %s/%s", t->group, t->name) : 0;
}

static int make_all(struct maker *m, void (*built)(size_t, size_t, void *), void *arg, struct err *e)
{
	int r = 0;

	if (m->p->n_generator)
		r = judge_build_part(m->j, m->p, BUILD_PROGRAM, m->p->generator, m->p->n_generator, &m->generator, e);
	if (r < 0)
		return err_wrap(e, "generator");
	r = checker_open(m->j, m->p, &m->checker, e);
	for (size_t i = 0; !r && i < m->p->n_tests; i++) {
		r = make_test(m, i, e);
		if (!r && built)
			built(i + 1, m->p->n_tests, arg);
	}
	return r ? r : fs_create(m->dir, INDEX, m->index.data, m->index.len, 0400, e);
}

static int make_in(struct judge *j, const struct problem *p, const char *dir, void (*built)(size_t, size_t, void *),
		   void *arg, struct err *e)
{
	struct maker m = { .j = j,
			   .p = p,
			   .generator = ARTIFACT_INIT,
			   .runner = ARTIFACT_INIT,
			   .model = BUILD_INIT,
			   .checker = CHECKER_INIT,
			   .seat = { .checker = &m.checker, .sandbox = judge_seat_sandbox(j, p, 0) } };
	int r;

	buf_init(&m.index, PROBLEM_TESTS_MAX * 64);
	m.dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	r = m.dir < 0 ? err_errno(e, "%s", dir) : make_all(&m, built, arg, e);
	run_box_close(m.model_box);
	checker_seat_close(&m.seat);
	checker_close(&m.checker);
	build_clear(&m.model);
	artifact_clear(&m.runner);
	artifact_clear(&m.generator);
	buf_clear(&m.index);
	fd_close(&m.dir);
	return r;
}

/* ---- the cache --------------------------------------------------------------------------------------------------- */

/* Every file has the size that the index promises; a set that was damaged is made again. */
static bool is_whole(int dir, size_t n_tests)
{
	cleanup_buf struct buf index = { 0 };
	struct err ignored = ERR_INIT;
	char *save = NULL;
	size_t seen = 0;

	buf_init(&index, PROBLEM_TESTS_MAX * 64);
	if (fs_read(dir, INDEX, &index, &ignored) < 0)
		return false;
	for (char *line = strtok_r(index.data, "\n", &save); line; line = strtok_r(NULL, "\n", &save), seen++) {
		size_t i, in, ans;
		char name[NAME_MAX_LEN];
		struct stat st;

		if (sscanf(line, "%zu %zu %zu", &i, &in, &ans) != 3 || i != seen)
			return false;
		file_name(i, "in", name);
		if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode) ||
		    (size_t)st.st_size != in)
			return false;
		file_name(i, "ans", name);
		if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode) ||
		    (size_t)st.st_size != ans)
			return false;
	}
	return seen == n_tests;
}

/* What a set is made of and told to. */
struct making {
	struct judge *j;
	const struct problem *p;
	void (*built)(size_t done, size_t total, void *arg);
	void *arg;
};

static bool is_whole_set(int dir, void *arg)
{
	const struct making *m = arg;

	return is_whole(dir, m->p->n_tests);
}

static int make_set(const char *path, void *arg, struct err *e)
{
	const struct making *m = arg;

	return make_in(m->j, m->p, path, m->built, m->arg, e);
}

int testset_open(struct judge *j, const struct problem *p, void (*built)(size_t done, size_t total, void *arg),
		 void *arg, struct testset *out, struct err *e)
{
	struct making m = { j, p, built, arg };
	const struct cached_kind kind = { is_whole_set, make_set, &m };
	char name[PROBLEM_ID_MAX + HASH_HEX_MAX + 16];
	int dir, r;

	snprintf(name, sizeof(name), "%s-" FORMAT "-%.32s", p->id, p->hash);
	r = judge_open_seconds(j, p, e);
	if (r < 0)
		return r;
	r = cached_open(j, name, &kind, &dir, e);
	if (r < 0)
		return err_wrap(e, "tests of %s", p->id);
	*out = (struct testset){ dir, p };
	return 0;
}

void testset_close(struct testset *ts)
{
	fd_close(&ts->dir);
}

int testset_input(const struct testset *ts, size_t i, int *fd, uint64_t *bytes, struct err *e)
{
	char name[NAME_MAX_LEN];
	struct stat st;
	int got;

	file_name(i, "in", name);
	got = openat(ts->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (got < 0 || fstat(got, &st) < 0)
		return err_errno(e, "test input %zu", i);
	*fd = got;
	*bytes = (uint64_t)st.st_size;
	return 0;
}

int testset_answer(const struct testset *ts, size_t i, struct buf *out, struct err *e)
{
	char name[NAME_MAX_LEN];

	file_name(i, "ans", name);
	return fs_read(ts->dir, name, out, e);
}

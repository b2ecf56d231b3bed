/*
 * Size families as bytes.
 *
 * The model climbs each family's ladder once, with inputs that the generator makes on the way; inputs, its answers and
 * what it took are kept together, in one directory of the cache that is named after the contents of the package and of
 * the toolchain (cached.h). Submissions climb the same sizes and no larger ones: so a verdict depends on nothing but
 * the submission, the package and the compiler, and no submission waits for a generator.
 *
 * The generator and the model are code of the package: they run in boxes, with limits of their own.
 */
#include "judge/cached.h"
#include "judge/complexity.h"
#include "judge/testset.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#define FORMAT       "c1" /* of the directory, and of what is counted; another one is another directory */
#define CURVES       "curves"
#define CURVES_MAX   (1u << 20)
#define NAME_MAX_LEN 64
#define ARGS_BYTES   4096

static void file_name(size_t family, uint64_t n, const char *ending, char out[NAME_MAX_LEN])
{
	snprintf(out, NAME_MAX_LEN, "%02zu-%" PRIu64 ".%s", family, n, ending);
}

void complexity_counter(char out[COUNTER_NAME_MAX])
{
	unsigned char random[16];

	arc4random_buf(random, sizeof(random));
	out[0] = 'c';
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(out + 1 + 2 * i, 3, "%02x", random[i]);
}

/* ---- one input --------------------------------------------------------------------------------------------------- */

int complexity_make_input(struct judge *j, const struct problem_family *f, const struct artifact *generator, uint64_t n,
			  struct buf *out, struct err *e)
{
	cleanup_buf struct buf arguments = { 0 };
	const char *from = f->generate;
	int r;

	buf_init(&arguments, ARGS_BYTES);
	for (const char *hole; (hole = strstr(from, "{n}")); from = hole + 3) {
		buf_append(&arguments, from, (size_t)(hole - from));
		buf_printf(&arguments, "%" PRIu64, n);
	}
	buf_puts(&arguments, from);
	r = buf_error(&arguments, "generator arguments", e);
	if (!r)
		r = testset_generate(j, generator, arguments.data, out, e);
	return r < 0 ? err_wrap(e, "n = %" PRIu64, n) : 0;
}

/* ---- making a set ------------------------------------------------------------------------------------------------ */

struct maker {
	struct judge *j;
	const struct problem *p;
	int dir;       /* where the set grows */
	size_t family; /* that is being climbed */
	struct artifact generator, runner;
	struct build model;
	struct run_box *box; /* in which the model counts */
	struct checker checker;
	struct checker_seat seat; /* of the validator, where it is interactive */
	struct buf index;
};

static bool is_there(int dir, const char *name, uint64_t *bytes)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
		return false;
	*bytes = (uint64_t)st.st_size;
	return true;
}

static int give_input(void *arg, uint64_t n, int *fd, struct err *e)
{
	struct maker *m = arg;
	cleanup_buf struct buf text = { 0 };
	char name[NAME_MAX_LEN];
	uint64_t bytes;
	int r;

	file_name(m->family, n, "in", name);
	buf_init(&text, PROBLEM_FILE_MAX);
	if (!is_there(m->dir, name, &bytes)) {
		r = complexity_make_input(m->j, &m->p->families[m->family], &m->generator, n, &text, e);
		if (!r)
			r = fs_create(m->dir, name, text.data, text.len, 0400, e);
		if (r < 0)
			return r;
	}
	*fd = openat(m->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	return *fd < 0 ? err_errno(e, "%s", name) : 0;
}

/* The model's answer is right by definition; where it runs more than once, the first counts. */
static int take_answer(void *arg, uint64_t n, const char *text, size_t len, bool *right, struct err *e)
{
	struct maker *m = arg;
	char name[NAME_MAX_LEN];
	uint64_t bytes;

	*right = true;
	file_name(m->family, n, "ans", name);
	return is_there(m->dir, name, &bytes) ? 0 : fs_create(m->dir, name, text, len, 0400, e);
}

int complexity_converse(struct checker_seat *seat, struct run_box *box, const struct run_counting *how, int input,
			const struct buf *answer, struct execution *x, bool *right, struct err *e)
{
	cleanup_checked struct checked checked = { 0 };
	int r;

	checked_init(&checked);
	r = checker_converse(seat, box, how, input, answer, x, &checked, e);
	/* Another end than that is the run's own, and weighed there. */
	*right = checked.judgement.verdict != VERDICT_WA;
	return r;
}

/* The model's answer is none, but the validator must have nothing against what it says. */
static int count_talk(void *arg, struct run_box *rb, uint64_t n, int input, const struct run_counting *how,
		      struct execution *x, bool *right, struct err *e)
{
	struct maker *m = arg;
	struct buf none;
	int r = take_answer(m, n, "", 0, right, e);

	buf_init(&none, 1);
	return r < 0 ? r : complexity_converse(&m->seat, rb, how, input, &none, x, right, e);
}

static int write_curve(struct maker *m, const struct cost_curve *c, struct err *e)
{
	buf_printf(&m->index, "%zu %zu %d %" PRIu64 " %d\n", m->family, c->n_points, (int)c->end, c->end_n, c->drew);
	for (size_t i = 0; i < c->n_points; i++) {
		const struct cost_point *p = &c->points[i];
		char in[NAME_MAX_LEN], ans[NAME_MAX_LEN];
		uint64_t in_bytes, ans_bytes;

		file_name(m->family, p->n, "in", in);
		file_name(m->family, p->n, "ans", ans);
		if (!is_there(m->dir, in, &in_bytes) || !is_there(m->dir, ans, &ans_bytes))
			return err_set(e, -EINVAL, "n = %" PRIu64 ": no input or no answer", p->n);
		buf_printf(&m->index,
			   "%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
			   " %u %" PRIu64 " %" PRIu64 "\n",
			   p->n, p->ticks, p->heap_bytes, p->stack_bytes, p->least_ticks, p->most_ticks, p->cpu_us,
			   p->seeds, in_bytes, ans_bytes);
	}
	return 0;
}

/* A model that does not come to the top of its ladder, or has too few steps on it, cannot be compared with. */
static int check_model_curve(const struct cost_curve *c, struct err *e)
{
	if (c->end != COST_END_CEILING && c->end != COST_END_SIZES)
		return err_set(e, -EINVAL, "the model fails at n = %" PRIu64 ": %s%s%s", c->end_n,
			       cost_end_text(c->end), c->end_detail[0] ? ", " : "", c->end_detail);
	if (c->unsteady)
		return err_set(e, -EINVAL, "the model does not count the same twice at n = %" PRIu64, c->unsteady_n);
	return c->n_points ? 0 : err_set(e, -EINVAL, "the model is measured at no size");
}

static int climb(struct maker *m, struct err *e)
{
	const struct problem_family *f = &m->p->families[m->family];
	const bool talks = m->p->interactive;
	const struct cost_ladder ladder = { .first = f->first,
					    .last = f->last,
					    .phase = f->phase,
					    .input = give_input,
					    .answer = talks ? NULL : take_answer,
					    .count = talks ? count_talk : NULL,
					    .arg = m };
	cleanup_free struct cost_curve *c = calloc(1, sizeof(*c));
	int r;

	if (!c)
		return err_set(e, -ENOMEM, "out of memory");
	r = cost_measure(m->box, &ladder, c, e);
	if (!r)
		r = check_model_curve(c, e);
	if (!r)
		r = write_curve(m, c, e);
	return r < 0 ? err_wrap(e, "family %s", f->name) : 0;
}

static int load_model(struct maker *m, struct err *e)
{
	char counter[COUNTER_NAME_MAX];
	cleanup_buf struct buf text = { 0 };
	struct source source;
	int r;

	complexity_counter(counter);
	buf_init(&text, SOURCE_BYTES_MAX);
	r = testset_model(m->p, &text, &source, e);
	if (!r)
		r = judge_build_counted(m->j, 0, m->p, &source, 1, counter, &m->model, e);
	if (!r && m->model.end != BUILD_OK)
		r = err_set(e, -EINVAL, "the model does not compile: %s", m->model.reason);
	if (!r)
		r = judge_build_counting_runner(m->j, m->p, &m->runner, e);
	if (!r)
		r = run_box_open_counted(m->j->tc, m->j->workers[0], &m->runner, &m->model.artifact, counter,
					 &PART_LIMITS, &m->box, e);
	return r < 0 ? err_wrap(e, "model %s", m->p->model) : 0;
}

static int make_all(struct maker *m, struct err *e)
{
	int r = judge_build_part(m->j, m->p, BUILD_PROGRAM, m->p->generator, m->p->n_generator, &m->generator, e);

	if (r < 0)
		return err_wrap(e, "generator");
	r = checker_open(m->j, m->p, &m->checker, e);
	if (!r)
		r = load_model(m, e);
	for (m->family = 0; !r && m->family < m->p->n_families; m->family++)
		r = climb(m, e);
	if (!r)
		r = buf_error(&m->index, CURVES, e);
	return r ? r : fs_create(m->dir, CURVES, m->index.data, m->index.len, 0400, e);
}

/* What a set is made of and read into. */
struct opening {
	struct judge *j;
	const struct problem *p;
	struct cost_curve *curves;
};

static int make_set(const char *path, void *arg, struct err *e)
{
	const struct opening *o = arg;
	struct maker m = {
		.j = o->j,
		.p = o->p,
		.generator = ARTIFACT_INIT,
		.runner = ARTIFACT_INIT,
		.model = BUILD_INIT,
		.checker = CHECKER_INIT,
		.seat = { .checker = &m.checker, .sandbox = judge_seat_sandbox(o->j, o->p, 0) },
	};
	int r;

	buf_init(&m.index, CURVES_MAX);
	m.dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	r = m.dir < 0 ? err_errno(e, "%s", path) : make_all(&m, e);
	run_box_close(m.box);
	checker_seat_close(&m.seat);
	checker_close(&m.checker);
	build_clear(&m.model);
	artifact_clear(&m.runner);
	artifact_clear(&m.generator);
	buf_clear(&m.index);
	fd_close(&m.dir);
	return r;
}

/* ---- reading it -------------------------------------------------------------------------------------------------- */

static char *next_line(char **text)
{
	char *line = *text, *end = strchr(line, '\n');

	if (!end)
		return NULL;
	*end = 0;
	*text = end + 1;
	return line;
}

static bool read_point(int dir, size_t family, const char *line, struct cost_point *p)
{
	char name[NAME_MAX_LEN];
	uint64_t in_bytes, ans_bytes, bytes;

	if (!line || sscanf(line,
			    "%" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
			    " %u %" SCNu64 " %" SCNu64,
			    &p->n, &p->ticks, &p->heap_bytes, &p->stack_bytes, &p->least_ticks, &p->most_ticks,
			    &p->cpu_us, &p->seeds, &in_bytes, &ans_bytes) != 10)
		return false;
	file_name(family, p->n, "in", name);
	if (!is_there(dir, name, &bytes) || bytes != in_bytes)
		return false;
	file_name(family, p->n, "ans", name);
	return is_there(dir, name, &bytes) && bytes == ans_bytes;
}

static bool read_curve(int dir, size_t family, char **text, struct cost_curve *c)
{
	char *line = next_line(text);
	size_t at;
	int end, drew;

	*c = (struct cost_curve){ .n_points = 0 };
	if (!line || sscanf(line, "%zu %zu %d %" SCNu64 " %d", &at, &c->n_points, &end, &c->end_n, &drew) != 5 ||
	    at != family || c->n_points > COST_POINTS_MAX || end < 0 || end >= COST_END_COUNT)
		return false;
	c->end = (enum cost_end)end;
	c->drew = drew != 0;
	for (size_t i = 0; i < c->n_points; i++)
		if (!read_point(dir, family, next_line(text), &c->points[i]))
			return false;
	return true;
}

static bool is_whole(int dir, void *arg)
{
	const struct opening *o = arg;
	cleanup_buf struct buf text = { 0 };
	struct err ignored = ERR_INIT;
	char *rest;

	buf_init(&text, CURVES_MAX);
	if (fs_read(dir, CURVES, &text, &ignored) < 0)
		return false;
	rest = text.data;
	for (size_t i = 0; i < o->p->n_families; i++)
		if (!read_curve(dir, i, &rest, &o->curves[i]))
			return false;
	return !*rest;
}

int complexity_set_open(struct judge *j, const struct problem *p, struct complexity_set *out, struct err *e)
{
	cleanup_free struct cost_curve *curves = calloc(p->n_families + 1, sizeof(*curves));
	struct opening o = { j, p, curves };
	const struct cached_kind kind = { is_whole, make_set, &o };
	char name[PROBLEM_ID_MAX + HASH_HEX_MAX + 32];
	int dir, r;

	if (!curves)
		return err_set(e, -ENOMEM, "out of memory");
	snprintf(name, sizeof(name), "%s-" FORMAT "-%.32s-%.16s", p->id, p->hash, toolchain_hash(j->tc));
	r = judge_open_seconds(j, p, e);
	if (!r)
		r = cached_open(j, name, &kind, &dir, e);
	if (r < 0)
		return err_wrap(e, "size families of %s", p->id);
	*out = (struct complexity_set){ dir, p, steal_ptr(&curves) };
	return 0;
}

void complexity_set_close(struct complexity_set *set)
{
	fd_close(&set->dir);
	free(set->curves);
	set->curves = NULL;
}

int complexity_set_input(const struct complexity_set *set, size_t family, uint64_t n, int *fd, struct err *e)
{
	char name[NAME_MAX_LEN];

	file_name(family, n, "in", name);
	*fd = openat(set->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	return *fd < 0 ? err_errno(e, "input of %s at n = %" PRIu64, set->p->families[family].name, n) : 0;
}

int complexity_set_answer(const struct complexity_set *set, size_t family, uint64_t n, struct buf *out, struct err *e)
{
	char name[NAME_MAX_LEN];

	file_name(family, n, "ans", name);
	return fs_read(set->dir, name, out, e);
}

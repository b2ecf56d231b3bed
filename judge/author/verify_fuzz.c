/*
 * verify_fuzz: the accepted references against each other, on inputs that no test holds.
 *
 * The arguments with which the package asks its generator, of tests and of size families, are varied: another seed,
 * smaller and neighbouring numbers. What the generator refuses, and what an input validator does not allow of what it
 * prints, is passed over; the rest, as many inputs as are asked for, becomes tests of the same problem, whose answers
 * are the model's. Each other accepted reference must get AC in them, so that one of two that disagree is wrong, or the
 * statement leaves open what it should not, or a validator allows too much.
 *
 * The same package is always asked about the same inputs, and more of them hold those of fewer, so that a finding can
 * be seen again; the smallest come first, since a small difference is easier to understand. What it does not do: make
 * inputs for packages that bring no generator, or whose tests do not say how it is called.
 */
#include "judge/author/verify.h"

#include "judge/package/package.h"
#include "judge/session.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/hash.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#define GROUP          "fuzz"
#define INPUT_MAX      (64u * 1024u)         /* bytes; larger ones are seldom needed, and slow to look at */
#define ATTEMPTS_MAX   4u                    /* for each input that is wanted */
#define MAKING_MAX_US  (20 * CLOCK_US_PER_S) /* of the wall, so that a slow generator does not hold up the rest */
#define KEPT_MAX       128u                  /* what is no more may stay as it is, … */
#define SMALL_BITS_MAX 10u                   /* … else numbers become at most 2 to the power of this */
#define SEEDS          1000000u
#define SHOWN_MAX      60 /* bytes of a line that a difference shows */

/* An input as the generator makes it. */
struct made {
	const char *arguments;
	size_t bytes;
	char hash[HASH_HEX_MAX];
};

struct fuzz {
	struct verify *v;
	struct arena memory;
	struct artifact generator;
	struct validator validator;
	uint64_t state;     /* of the random numbers */
	const char **bases; /* arguments that the package gives */
	size_t n_bases;
	struct made *made;
	size_t n_made;
};

static void fuzz_clear(struct fuzz *f)
{
	artifact_clear(&f->generator);
	validator_close(&f->validator);
	arena_clear(&f->memory);
}

/* ---- arguments --------------------------------------------------------------------------------------------------- */

/* SplitMix64 (Steele, Lea and Flood, 2014): all that is asked of it is that it is the same everywhere. */
static uint64_t next_random(struct fuzz *f)
{
	uint64_t z = f->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint64_t random_below(struct fuzz *f, uint64_t bound)
{
	return next_random(f) % bound;
}

/* A whole number without a sign that is not too long, or the size of a family. */
static bool is_number(const char *word, size_t len)
{
	if (len == 3 && !memcmp(word, "{n}", 3))
		return true;
	for (size_t i = 0; i < len; i++)
		if (!isdigit((unsigned char)word[i]))
			return false;
	return len > 0 && len < 19;
}

/* Small numbers stay or become others up to twice as large, those that may be large sizes become small. */
static uint64_t vary(struct fuzz *f, uint64_t value)
{
	const uint64_t small = UINT64_C(1) << (1 + random_below(f, SMALL_BITS_MAX));

	if (value <= KEPT_MAX && random_below(f, 2))
		return value;
	return random_below(f, value < small / 2 ? 2 * value + 2 : small + 1);
}

/* By convention a number at the end is the seed. */
static const char *vary_arguments(struct fuzz *f, const char *base)
{
	cleanup_buf struct buf out;

	buf_init(&out, 4096);
	for (const char *word = base + strspn(base, " \t"); *word;) {
		const size_t len = strcspn(word, " \t");
		const char *next = word + len + strspn(word + len, " \t");
		const bool is_size = *word == '{';
		const uint64_t value = is_size ? UINT64_C(1) << SMALL_BITS_MAX : strtoull(word, NULL, 10);

		if (out.len)
			buf_putc(&out, ' ');
		if (!is_number(word, len))
			buf_append(&out, word, len);
		else
			buf_printf(&out, "%llu",
				   (unsigned long long)(*next || is_size ? vary(f, value) : random_below(f, SEEDS)));
		word = next;
	}
	return out.failed ? NULL : arena_strdup(&f->memory, out.data ? out.data : "");
}

static int gather_bases(struct fuzz *f, struct err *e)
{
	const struct problem *p = f->v->p;

	f->bases = arena_array(&f->memory, p->n_tests + p->n_families + 1, sizeof(*f->bases));
	if (!f->bases)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < p->n_tests; i++)
		if (p->tests[i].generate)
			f->bases[f->n_bases++] = p->tests[i].generate;
	for (size_t i = 0; i < p->n_families; i++)
		f->bases[f->n_bases++] = p->families[i].generate;
	return 0;
}

/* ---- inputs ------------------------------------------------------------------------------------------------------ */

/* Small enough, allowed, and none that is there already? */
static int is_wanted(struct fuzz *f, const struct buf *input, struct made *m, bool *wanted, struct err *e)
{
	cleanup_fd int fd = -1;
	struct hash h;
	int r;

	*wanted = false;
	if (input->len > INPUT_MAX)
		return 0;
	if (hash_init(&h, e) < 0)
		return e->code;
	hash_add(&h, input->data, input->len);
	hash_final(&h, m->hash);
	m->bytes = input->len;
	for (size_t i = 0; i < f->n_made; i++)
		if (!strcmp(f->made[i].hash, m->hash))
			return 0;
	r = fs_memfd("input", input->data, input->len, &fd, e);
	if (!r)
		r = validator_check(&f->validator, NULL, fd, e);
	*wanted = !r;
	if (r == -EINVAL)
		err_clear(e);
	return r == -EINVAL ? 0 : r;
}

static int make_input(struct fuzz *f, const char *base, struct err *e)
{
	struct made *m = &f->made[f->n_made];
	cleanup_buf struct buf input;
	bool wanted;
	int r;

	buf_init(&input, PROBLEM_FILE_MAX);
	m->arguments = vary_arguments(f, base);
	if (!m->arguments)
		return err_set(e, -ENOMEM, "out of memory");
	r = testset_generate(f->v->j, &f->generator, m->arguments, &input, e);
	if (r == -EINVAL) {
		err_clear(e);
		return 0;
	}
	if (!r)
		r = is_wanted(f, &input, m, &wanted, e);
	if (!r)
		f->n_made += wanted;
	return r;
}

static int compare_made(const void *a, const void *b)
{
	const struct made *x = a, *y = b;

	if (x->bytes != y->bytes)
		return x->bytes < y->bytes ? -1 : 1;
	return strcmp(x->arguments, y->arguments);
}

static int make_inputs(struct fuzz *f, struct err *e)
{
	const struct problem *p = f->v->p;
	const size_t wanted = f->v->options->fuzz;
	const uint64_t until = clock_mono_us() + MAKING_MAX_US;
	int r = judge_build_part(f->v->j, p, BUILD_PROGRAM, p->generator, p->n_generator, &f->generator, e);

	if (!r)
		r = validator_open(f->v->j, p, &f->validator, e);
	f->made = arena_array(&f->memory, wanted + 1, sizeof(*f->made));
	if (!r && !f->made)
		r = err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; !r && i < ATTEMPTS_MAX * wanted && f->n_made < wanted && clock_mono_us() < until; i++) {
		verify_at(f->v, "making more inputs", f->n_made, wanted);
		r = make_input(f, f->bases[i % f->n_bases], e);
	}
	if (!r)
		qsort(f->made, f->n_made, sizeof(*f->made), compare_made);
	return r;
}

/* ---- the references ---------------------------------------------------------------------------------------------- */

/* The problem with those inputs as its tests. Another hash: it is another set of tests. */
static int make_problem(struct fuzz *f, const char *model, struct problem *out, struct err *e)
{
	static const struct problem_group group = { GROUP, "what the references are compared by" };
	struct problem_test *tests = arena_array(&f->memory, f->n_made + 1, sizeof(*tests));
	char *hex = arena_alloc(&f->memory, HASH_HEX_MAX);
	struct hash h;

	if (!tests || !hex)
		return err_set(e, -ENOMEM, "out of memory");
	if (hash_init(&h, e) < 0)
		return e->code;
	hash_adds(&h, GROUP);
	hash_adds(&h, f->v->p->hash);
	hash_adds(&h, model);
	for (size_t i = 0; i < f->n_made; i++) {
		const char *arguments = f->made[i].arguments;

		tests[i] =
			(struct problem_test){ .group = GROUP, .name = arguments, .reason = "", .generate = arguments };
		hash_adds(&h, arguments);
	}
	hash_final(&h, hex);
	*out = *f->v->p;
	out->model = model;
	out->hash = hex;
	out->tests = tests;
	out->n_tests = f->n_made;
	out->n_static = 0;
	out->groups = &group;
	out->n_groups = 1;
	out->nodes = NULL;
	out->n_nodes = 0;
	return 0;
}

static bool is_accepted(const struct problem_reference *ref)
{
	return ref->expected.verdict == VERDICT_AC;
}

/* Whose answers count: the package's model, else the first accepted reference that is one file. */
static const char *find_model(const struct problem *p)
{
	for (size_t i = 0; !p->model && i < p->n_references; i++)
		if (is_accepted(&p->references[i]) && language_of_file(p->references[i].file))
			return p->references[i].file;
	return p->model;
}

static void put_line(struct buf *out, const char *what, const char *line)
{
	if (line)
		buf_printf(out, "%s '%.*s%s'", what, SHOWN_MAX, line, strlen(line) > SHOWN_MAX ? "…" : "");
	else
		buf_printf(out, "%s nothing more", what);
}

static void say_difference(struct fuzz *f, const struct problem *with, const struct problem_reference *ref,
			   const struct report_test *t)
{
	cleanup_buf struct buf how;

	buf_init(&how, VERIFY_TEXT_MAX);
	buf_printf(&how, "%s%s%s", verdict_id(t->judgement.verdict), t->judgement.reason[0] ? ", " : "",
		   t->judgement.reason);
	if (t->diff_line) {
		buf_printf(&how, ", in line %llu: ", (unsigned long long)t->diff_line);
		put_line(&how, "expected", t->diff_expected);
		put_line(&how, ", found", t->diff_found);
	}
	verify_say(f->v, VERIFY_FAILED, "%s does not agree with %s on what is generated by \"%s\": %s", ref->file,
		   with->model, t->test->generate, how.data);
}

/* What comes before the tests is said where the references are judged. */
static int compare_reference(struct fuzz *f, const struct problem *with, const struct problem_reference *ref, bool *bad,
			     struct err *e)
{
	static const struct judge_options options = {
		.no_complexity = true, .no_soundness = true, .unexplained = true, .all = true
	};
	cleanup_free char *folder = fs_join(with->dir, "submissions"),
			  *path = folder ? fs_join(folder, ref->file) : NULL;
	cleanup_report struct report report = { 0 };
	const char *const paths[] = { path };
	struct submission s = { 0 };
	int r = path ? submission_load(paths, 1, &s, e) : err_set(e, -ENOMEM, "out of memory");

	s.entrypoint = ref->entrypoint;
	if (!r)
		r = judge_submit(f->v->j, with, &s, &options, &report, e);
	submission_clear(&s);
	if (r < 0)
		return err_wrap(e, "%s", ref->file);
	*bad = report.decided_by == STAGE_TESTS && report.first_failed != SIZE_MAX;
	if (*bad)
		say_difference(f, with, ref, &report.tests[report.first_failed]);
	else if (report.judgement.verdict == VERDICT_JE)
		return err_set(e, -EPROTO, "%s: %s", ref->file, report.judgement.reason);
	return 0;
}

/* The answers are made before anybody is compared: a model, or a validator, that fails on an input is one finding. */
static int compare_all(struct fuzz *f, const struct problem *with, struct err *e)
{
	cleanup_testset struct testset set = { .dir = -1 };
	size_t others = 0, bad = 0;
	int r = testset_open(f->v->j, with, NULL, NULL, &set, e);

	for (size_t i = 0; !r && i < with->n_references; i++) {
		const struct problem_reference *ref = &with->references[i];
		bool is_bad = false;

		if (!is_accepted(ref) || !strcmp(ref->file, with->model))
			continue;
		verify_at(f->v, "more inputs", i, with->n_references);
		r = compare_reference(f, with, ref, &is_bad, e);
		others++;
		bad += is_bad;
	}
	if (r == -EINVAL || r == -EPROTO) {
		verify_say(f->v, VERIFY_FAILED, "%s", e->text);
		err_clear(e);
		return 0;
	}
	if (!r && !bad)
		verify_say(f->v, VERIFY_OK, "%zu accepted references agree on %zu more inputs", others + 1,
			   with->n_tests);
	return r;
}

static bool has_several(const struct problem *p)
{
	size_t accepted = 0;

	for (size_t i = 0; i < p->n_references; i++)
		accepted += is_accepted(&p->references[i]);
	return accepted > 1;
}

int verify_fuzz(struct verify *v, struct err *e)
{
	cleanup(fuzz_clear) struct fuzz f = { .v = v, .generator = ARTIFACT_INIT };
	const char *model = find_model(v->p);
	struct problem with;

	arena_init(&f.memory, PACKAGE_MEMORY_MAX);
	if (!v->options->fuzz || !v->p->n_generator || !model || !has_several(v->p))
		return 0;
	if (gather_bases(&f, e) < 0)
		return e->code;
	if (!f.n_bases)
		return 0;
	if (make_inputs(&f, e) < 0)
		return err_wrap(e, "more inputs");
	if (f.n_made)
		return make_problem(&f, model, &with, e) < 0 ? e->code : compare_all(&f, &with, e);
	verify_say(v, VERIFY_NOTED, "no other arguments of the generator were found that make a valid input");
	return 0;
}

/*
 * verify: a package is tested like code, by its own references.
 *
 * First the package itself: enough tests, every input is one that the validator allows, the generator writes the same
 * twice, the files, the tests and the validators are in order, each in a file of its own (verify_*.c). Then every
 * reference is judged.
 */
#include "judge/author/verify.h"

#include "judge/checker.h"
#include "judge/complexity.h"
#include "judge/author/time_limit.h"
#include "judge/session.h"
#include "judge/testset.h"
#include "judge/validate.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

/* Of our packages; the format wants one of each. */
#define HIDDEN_TESTS_MIN 30
#define ACCEPTED_MIN     2

void verify_tell(struct verify *v, const struct verify_line *l)
{
	v->failed += l->result == VERIFY_FAILED;
	v->undecided += l->result == VERIFY_UNDECIDED;
	v->line(l, v->arg);
}

void verify_say(struct verify *v, enum verify_result result, const char *fmt, ...)
{
	char text[VERIFY_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	verify_tell(v, &(struct verify_line){ .result = result, .text = text });
}

void verify_at(const struct verify *v, const char *what, size_t done, size_t total)
{
	if (v->options->part)
		v->options->part(what, done, total, v->options->arg);
}

void verify_name(struct verify_names *names, const char *fmt, ...)
{
	const size_t at = strlen(names->text);
	char name[sizeof(names->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	/* The first is always told, the others as far as there is room for them whole. */
	if (at == 0 || names->n == names->told) {
		const int n = snprintf(names->text + at, sizeof(names->text) - at, "%s%s", at ? ", " : "", name);

		if (at == 0 || (size_t)n < sizeof(names->text) - at)
			names->told++;
		else
			names->text[at] = 0;
	}
	names->n++;
}

void verify_say_names(struct verify *v, enum verify_result result, const struct verify_names *names, const char *what)
{
	if (names->n > names->told)
		verify_say(v, result, "%s: %s and %zu more", what, names->text, names->n - names->told);
	else if (names->n)
		verify_say(v, result, "%s: %s", what, names->text);
}

/* ---- the package ------------------------------------------------------------------------------------------------- */

static void check_count(struct verify *v, size_t n, size_t min, const char *what)
{
	verify_say(v, n < min ? VERIFY_FAILED : VERIFY_OK, "%zu %s (at least %zu)", n, what, min);
}

static void check_counts(struct verify *v)
{
	const struct problem *p = v->p;
	size_t hidden = 0, accepted = 0, silent = 0;

	for (size_t i = 0; i < problem_n_judged(p); i++) {
		hidden += !p->tests[i].sample;
		silent += !p->tests[i].sample && (!p->tests[i].reason || !*p->tests[i].reason);
	}
	for (size_t i = 0; i < p->n_references; i++)
		accepted += p->references[i].expected.verdict == VERDICT_AC;
	check_count(v, hidden, p->is_ours ? HIDDEN_TESTS_MIN : 1, "hidden tests");
	check_count(v, accepted, p->is_ours ? ACCEPTED_MIN : 1, "accepted references");
	if (silent && p->is_ours)
		verify_say(v, VERIFY_FAILED, "%zu hidden tests have no reason", silent);
	if (!p->is_ours && !p->n_validators)
		verify_say(v, VERIFY_UNDECIDED, "there is no input validator that this judge can ask");
}

static void tell_notes(struct verify *v)
{
	for (size_t i = 0; i < v->p->n_notes; i++)
		verify_say(v, VERIFY_NOTED, "%s", v->p->notes[i]);
}

/* Is the input that is cached the one that the package makes now? */
static int check_same(struct verify *v, const struct artifact *generator, size_t i, int cached_fd, bool *same,
		      struct err *e)
{
	cleanup_buf struct buf cached = { 0 }, anew = { 0 };
	int r;

	buf_init(&cached, PROBLEM_FILE_MAX);
	buf_init(&anew, PROBLEM_FILE_MAX);
	r = fs_read_fd(cached_fd, &cached, e);
	if (!r)
		r = testset_make_input(v->j, v->p, generator, i, &anew, e);
	if (!r)
		*same = cached.len == anew.len && !memcmp(cached.data, anew.data, anew.len);
	return r;
}

static int check_inputs(struct verify *v, const struct testset *set, struct err *e)
{
	cleanup_validator struct validator validator = { 0 };
	cleanup_artifact struct artifact generator = ARTIFACT_INIT;
	size_t bad = 0;
	cleanup_buf struct buf printed;
	struct verify_bounds bounds = { .n = 0 };
	int r = verify_validator_open(v, &validator, e);

	buf_init(&printed, 65536);
	validator.printed = &printed;
	if (!r && v->p->n_generator)
		r = judge_build_part(v->j, v->p, BUILD_PROGRAM, v->p->generator, v->p->n_generator, &generator, e);
	for (size_t i = 0; !r && i < v->p->n_tests; i++) {
		const struct problem_test *t = &v->p->tests[i];
		cleanup_fd int fd = -1;
		uint64_t bytes;
		bool same = true;

		verify_at(v, "inputs of tests", i, v->p->n_tests);
		buf_reset(&printed);
		r = testset_input(set, i, &fd, &bytes, e);
		if (!r)
			r = validator_check(&validator, t, fd, e);
		if (!r)
			verify_bounds_take(&bounds, &printed);
		if (r == -EINVAL || r == -EPROTO) {
			verify_say(v, VERIFY_FAILED, "test %s/%s: %s", t->group, t->name, e->text);
			err_clear(e);
			bad++;
			r = 0;
			continue;
		}
		if (!r && t->generate)
			r = check_same(v, &generator, i, fd, &same, e);
		if (!r && !same) {
			verify_say(v, VERIFY_FAILED, "test %s/%s: the generator does not write the same twice",
				   t->group, t->name);
			bad++;
		}
	}
	if (!r && !bad)
		verify_say(v, VERIFY_OK, "%zu test inputs are valid and the same each time", v->p->n_tests);
	if (!r)
		verify_bounds_say(v, &bounds);
	return r;
}

/* ---- size families ----------------------------------------------------------------------------------------------- */

/* What the model answers must be accepted by the package's own validator; that of the format finds it equal. */
static int check_model(struct verify *v, const struct complexity_set *set, struct checker_seat *seat, size_t family,
		       uint64_t n, int input, bool *bad, struct err *e)
{
	cleanup_buf struct buf answer = { 0 };
	struct trial t = { .seat = seat, .input = input, .answer = &answer };

	*bad = false;
	/* In a conversation there is none, and the model has had it when the set was made. */
	if (!v->p->n_output_validators || v->p->interactive)
		return 0;
	snprintf(t.place, sizeof(t.place), "family %s, n = %" PRIu64, v->p->families[family].name, n);
	buf_init(&answer, PROBLEM_FILE_MAX);
	if (complexity_set_answer(set, family, n, &answer, e) < 0)
		return e->code;
	return verify_ask(v, &t, answer.data, answer.len, true, "what the model writes", bad, e);
}

static int check_sizes(struct verify *v, const struct complexity_set *set, struct validator *validator,
		       struct checker_seat *seat, size_t family, struct err *e)
{
	const struct cost_curve *c = &set->curves[family];
	size_t bad = 0;

	for (size_t i = 0; i < c->n_points; i++) {
		cleanup_fd int fd = -1;
		bool is_bad = false;
		int r = complexity_set_input(set, family, c->points[i].n, &fd, e);

		if (!r)
			r = validator_check(validator, NULL, fd, e);
		if (!r)
			r = check_model(v, set, seat, family, c->points[i].n, fd, &is_bad, e);
		bad += is_bad;
		if (r < 0 && r != -EINVAL && r != -EPROTO)
			return r;
		if (r < 0) {
			verify_say(v, VERIFY_FAILED, "family %s, n = %" PRIu64 ": %s", v->p->families[family].name,
				   c->points[i].n, e->text);
			err_clear(e);
			bad++;
		}
	}
	if (!bad)
		verify_say(v, VERIFY_OK, "family %s: %zu valid inputs, n = %" PRIu64 " to %" PRIu64,
			   v->p->families[family].name, c->n_points, c->points[0].n, c->points[c->n_points - 1].n);
	return 0;
}

static int check_families(struct verify *v, struct err *e)
{
	cleanup_complexity_set struct complexity_set set = COMPLEXITY_SET_INIT;
	cleanup_validator struct validator validator = { 0 };
	cleanup_checker struct checker checker = CHECKER_INIT;
	cleanup_checker_seat struct checker_seat seat = { .checker = &checker, .sandbox = v->j->workers[0] };
	struct err ignored = ERR_INIT;
	int r;

	if (!v->p->n_families || cost_pass_supported(judge_compiler(v->j), &ignored) < 0)
		return 0;
	verify_at(v, "size families", 0, 0);
	r = complexity_set_open(v->j, v->p, &set, e);
	if (!r)
		r = validator_open(v->j, v->p, &validator, e);
	if (!r)
		r = checker_open(v->j, v->p, &checker, e);
	for (size_t i = 0; !r && i < v->p->n_families; i++) {
		verify_at(v, "size families", i, v->p->n_families);
		r = check_sizes(v, &set, &validator, &seat, i, e);
	}
	return r;
}

/* What a candidate is given to begin with compiles, and leaves something to do. */
static int check_starter(struct verify *v, struct err *e)
{
	static const struct judge_options brief = { .brief = true };
	struct source source = { .name = "starter.c", .text = v->p->starter };
	const struct submission s = { .sources = &source, .n_sources = 1 };
	cleanup_report struct report report = { 0 };

	if (!v->p->starter)
		return 0;
	verify_at(v, "starter", 0, 0);
	source.len = strlen(v->p->starter);
	if (judge_submit(v->j, v->p, &s, &brief, &report, e) < 0)
		return err_wrap(e, "the starter");
	if (report.judgement.verdict == VERDICT_CE || report.judgement.verdict == VERDICT_CTL)
		verify_say(v, VERIFY_FAILED, "the starter does not compile: %s", report.judgement.reason);
	else if (report.judgement.verdict == VERDICT_AC)
		verify_say(v, VERIFY_WARNED, "the starter is accepted as it is");
	else
		verify_say(v, VERIFY_OK, "the starter compiles, and gets %s", verdict_id(report.judgement.verdict));
	return 0;
}

/* Its tests cannot be made, or its validator not be built: a result like any other, but nothing can be judged by it. */
static bool is_package_fault(int r)
{
	return r == -EINVAL || r == -EPROTO;
}

static void on_built(size_t done, size_t total, void *arg)
{
	verify_at(arg, "building tests", done, total);
}

static int check_all(struct verify *v, struct err *e)
{
	cleanup_testset struct testset set = { .dir = -1 };
	int r = testset_open(v->j, v->p, on_built, v, &set, e);

	if (!r)
		r = check_inputs(v, &set, e);
	if (!r)
		r = verify_tests(v, &set, e);
	if (!r)
		r = verify_input_validator(v, &set, e);
	if (!r)
		r = verify_output_validator(v, &set, e);
	if (!r)
		r = verify_given_outputs(v, e);
	if (!r)
		r = verify_static_validator(v, e);
	if (!r)
		r = check_families(v, e);
	if (!r && !v->options->no_references)
		r = check_starter(v, e);
	if (!r && !v->options->no_references)
		r = verify_references(v, e);
	if (!r && !v->options->no_references)
		r = verify_fuzz(v, e);
	return r;
}

static void on_measuring(void *arg)
{
	verify_at(arg, "time limit", 0, 0);
}

/* The problem as it is judged: under the limit that its references ask for, where it gives none. */
static int infer_limit(struct verify *v, struct problem *with, struct err *e)
{
	bool inferred;
	int r = time_limit_infer(v->j, with, on_measuring, v, &inferred, e);

	if (r < 0 || with->has_time_limit)
		return r;
	if (inferred)
		verify_say(v, VERIFY_OK, "no time limit is given; by its references it is %g s",
			   (double)with->limits.box.cpu_us / CLOCK_US_PER_S);
	else
		verify_say(v, VERIFY_WARNED, "no time limit is given, and its references ask for none, so it is %g s",
			   (double)with->limits.box.cpu_us / CLOCK_US_PER_S);
	return 0;
}

int judge_look_over(const struct problem *p, void (*line)(const struct verify_line *l, void *arg), void *arg,
		    size_t *failed, struct err *e)
{
	struct verify v = { .p = p, .line = line, .arg = arg };

	tell_notes(&v);
	check_counts(&v);
	if (verify_files(&v, e) < 0)
		return err_wrap(e, "verify %s", p->id);
	*failed = v.failed;
	return 0;
}

int judge_verify(struct judge *j, const struct problem *p, const struct judge_options *options,
		 void (*line)(const struct verify_line *l, void *arg), void *arg, size_t *failed, size_t *undecided,
		 struct err *e)
{
	static const struct judge_options defaults;
	struct problem with = *p;
	struct verify v = { .j = j, .p = &with, .options = options ? options : &defaults, .line = line, .arg = arg };
	int r;

	tell_notes(&v);
	check_counts(&v);
	r = verify_files(&v, e);
	if (!r)
		r = infer_limit(&v, &with, e);
	if (!r)
		r = check_all(&v, e);
	if (is_package_fault(r)) {
		verify_say(&v, VERIFY_FAILED, "%s", e->text);
		err_clear(e);
		r = 0;
	}
	if (r < 0)
		return err_wrap(e, "verify %s", p->id);
	*failed = v.failed;
	*undecided = v.undecided;
	return 0;
}

/*
 * Verifying a package: it is tested like code, by its own references.
 *
 * First the package itself: enough tests, every input is one that the validator allows, the generator writes the same
 * twice. Then every reference is judged as a submission would be, and must get what its row promises. A reference
 * that only a later stage can catch is judged too: until then it must pass or already get its verdict, for a trap
 * that fails for another reason proves nothing.
 */
#include "judge/judge.h"

#include "judge/session.h"
#include "judge/testset.h"
#include "judge/validate.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#define HIDDEN_TESTS_MIN 30
#define ACCEPTED_MIN     2
/* ICPC: the limit is at least twice what the slowest accepted submission takes. */
#define TIME_FACTOR 2

struct verify {
	struct judge *j;
	const struct problem *p;
	void (*line)(const struct verify_line *l, void *arg);
	void *arg;
	size_t failed, undecided;
};

static void say(struct verify *v, enum verify_result result, const struct problem_reference *ref,
		const struct judgement *got, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

static void say(struct verify *v, enum verify_result result, const struct problem_reference *ref,
		const struct judgement *got, const char *fmt, ...)
{
	char text[600];
	struct verify_line l = { .result = result, .reference = ref, .text = text };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (got)
		l.got = *got;
	v->failed += result == VERIFY_FAILED;
	v->undecided += result == VERIFY_UNDECIDED;
	v->line(&l, v->arg);
}

/* ---- the package ------------------------------------------------------------------------------------------------- */

static void check_counts(struct verify *v)
{
	size_t hidden = 0, accepted = 0, silent = 0;

	for (size_t i = 0; i < v->p->n_tests; i++) {
		hidden += !v->p->tests[i].sample;
		silent += !v->p->tests[i].sample && (!v->p->tests[i].reason || !*v->p->tests[i].reason);
	}
	for (size_t i = 0; i < v->p->n_references; i++)
		accepted += v->p->references[i].expected.verdict == VERDICT_AC &&
			    v->p->references[i].needs == NEEDS_NOTHING;
	say(v, hidden < HIDDEN_TESTS_MIN ? VERIFY_FAILED : VERIFY_OK, NULL, NULL, "%zu hidden tests (at least %d)",
	    hidden, HIDDEN_TESTS_MIN);
	say(v, accepted < ACCEPTED_MIN ? VERIFY_FAILED : VERIFY_OK, NULL, NULL, "%zu accepted references (at least %d)",
	    accepted, ACCEPTED_MIN);
	if (silent)
		say(v, VERIFY_FAILED, NULL, NULL, "%zu hidden tests have no reason", silent);
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
	int r = validator_open(v->j, v->p, &validator, e);

	if (!r && v->p->n_generator)
		r = judge_build_part(v->j, v->p, BUILD_PROGRAM, v->p->generator, v->p->n_generator, &generator, e);
	for (size_t i = 0; !r && i < v->p->n_tests; i++) {
		const struct problem_test *t = &v->p->tests[i];
		cleanup_fd int fd = -1;
		uint64_t bytes;
		bool same = true;

		r = testset_input(set, i, &fd, &bytes, e);
		if (!r)
			r = validator_check(&validator, fd, e);
		if (r == -EINVAL || r == -EPROTO) {
			say(v, VERIFY_FAILED, NULL, NULL, "test %s/%s: %s", t->group, t->name, e->text);
			err_clear(e);
			bad++;
			r = 0;
			continue;
		}
		if (!r && t->generate)
			r = check_same(v, &generator, i, fd, &same, e);
		if (!r && !same) {
			say(v, VERIFY_FAILED, NULL, NULL, "test %s/%s: the generator does not write the same twice",
			    t->group, t->name);
			bad++;
		}
	}
	if (!r && !bad)
		say(v, VERIFY_OK, NULL, NULL, "%zu test inputs are valid and the same each time", v->p->n_tests);
	return r;
}

/* ---- references -------------------------------------------------------------------------------------------------- */

/*
 * The stage that is to find it, if this judge or this host lacks it and so has come to another end: accepted, or
 * rejected by a stage that comes later. NULL: nothing is lacking.
 */
static const char *lacking_stage(const struct problem_reference *ref, const struct report *r)
{
	bool passed = r->judgement.verdict == VERDICT_AC;

	if (ref->needs == NEEDS_COMPLEXITY && (passed || r->decided_by == STAGE_SOUNDNESS))
		return "complexity";
	if (ref->expected.verdict == VERDICT_RTE && passed && r->soundness == SOUNDNESS_UNAVAILABLE)
		return "soundness";
	return NULL;
}

static bool as_promised(const struct judgement *want, const struct judgement *got)
{
	/* The format's folders rejected/ and brute_force/ promise no more than this. */
	if (want->verdict == VERDICT_NONE)
		return got->verdict != VERDICT_AC && got->verdict != VERDICT_JE;
	return want->verdict == got->verdict && !strncmp(want->reason, got->reason, strlen(want->reason));
}

static void judge_words(const struct judgement *j, char out[REASON_MAX + 16])
{
	snprintf(out, REASON_MAX + 16, "%s%s%s", j->verdict == VERDICT_NONE ? "no AC" : verdict_id(j->verdict),
		 j->reason[0] ? "/" : "", j->reason);
}

static void compare(struct verify *v, const struct problem_reference *ref, const struct report *r)
{
	const struct judgement *got = &r->judgement;
	uint64_t slowest = r->slowest == SIZE_MAX ? 0 : r->tests[r->slowest].cpu_us;
	char want[REASON_MAX + 16], have[REASON_MAX + 16];

	judge_words(&ref->expected, want);
	judge_words(got, have);
	if (as_promised(&ref->expected, got)) {
		if (ref->expected.verdict == VERDICT_AC && slowest * TIME_FACTOR > v->p->limits.box.cpu_us)
			say(v, VERIFY_FAILED, ref, got, "accepted, but takes over 1/%d of the time limit", TIME_FACTOR);
		else
			say(v, VERIFY_OK, ref, got, "%s", have);
	} else if (lacking_stage(ref, r)) {
		say(v, VERIFY_UNDECIDED, ref, got, "%s is promised; not yet decidable: needs the %s stage", want,
		    lacking_stage(ref, r));
	} else {
		say(v, VERIFY_FAILED, ref, got, "%s is promised, got %s", want, have);
	}
}

static int check_reference(struct verify *v, const struct problem_reference *ref, struct err *e)
{
	cleanup_free char *folder = fs_join(v->p->dir, "submissions"),
			  *path = folder ? fs_join(folder, ref->file) : NULL;
	struct submission s = { 0 };
	cleanup_report struct report report = { 0 };
	const char *const paths[] = { path };
	int r;

	if (!path)
		return err_set(e, -ENOMEM, "out of memory");
	r = submission_load(paths, 1, &s, e);
	if (!r)
		r = judge_submit(v->j, v->p, &s, NULL, &report, e);
	if (!r)
		compare(v, ref, &report);
	submission_clear(&s);
	return r < 0 ? err_wrap(e, "%s", ref->file) : 0;
}

/* Its tests cannot be made, or its validator not be built: a result like any other, but nothing can be judged by it. */
static bool is_package_fault(int r)
{
	return r == -EINVAL || r == -EPROTO;
}

static int check_all(struct verify *v, struct err *e)
{
	cleanup_testset struct testset set = { .dir = -1 };
	int r = testset_open(v->j, v->p, NULL, NULL, &set, e);

	if (!r)
		r = check_inputs(v, &set, e);
	for (size_t i = 0; !r && i < v->p->n_references; i++)
		r = check_reference(v, &v->p->references[i], e);
	return r;
}

int judge_verify(struct judge *j, const struct problem *p, void (*line)(const struct verify_line *l, void *arg),
		 void *arg, size_t *failed, size_t *undecided, struct err *e)
{
	struct verify v = { .j = j, .p = p, .line = line, .arg = arg };
	int r;

	check_counts(&v);
	r = check_all(&v, e);
	if (is_package_fault(r)) {
		say(&v, VERIFY_FAILED, NULL, NULL, "%s", e->text);
		err_clear(e);
		r = 0;
	}
	if (r < 0)
		return err_wrap(e, "verify %s", p->id);
	*failed = v.failed;
	*undecided = v.undecided;
	return 0;
}

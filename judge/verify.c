/*
 * Verifying a package: it is tested like code, by its own references.
 *
 * First the package itself: enough tests, every input is one that the validator allows, the generator writes the same
 * twice, an output validator of its own accepts the answers and no junk. Then every reference is judged as a
 * submission would be, and must get what its row promises, for the reason and in the size family that the row names: a
 * trap that fails for another reason proves nothing. What is accepted must be so with room to spare, in time and in the
 * growth of its costs, or the limits are too narrow for honest ones.
 */
#include "judge/judge.h"

#include "judge/checker.h"
#include "judge/complexity.h"
#include "judge/expect.h"
#include "judge/session.h"
#include "judge/testset.h"
#include "judge/validate.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <string.h>

/* Of our packages; the format wants one of each. */
#define HIDDEN_TESTS_MIN 30
#define ACCEPTED_MIN     2

#define TEXT_MAX 600

struct verify {
	struct judge *j;
	const struct problem *p;
	const struct judge_options *options;
	void (*line)(const struct verify_line *l, void *arg);
	void *arg;
	size_t failed, undecided;
};

/* What is to be said of a reference. */
struct outcome {
	enum verify_result result;
	struct judgement got;
	char text[TEXT_MAX];
};

static void tell(struct verify *v, const struct problem_reference *ref, const struct outcome *o)
{
	const struct verify_line l = { .result = o->result, .reference = ref, .got = o->got, .text = o->text };

	v->failed += o->result == VERIFY_FAILED;
	v->undecided += o->result == VERIFY_UNDECIDED;
	v->line(&l, v->arg);
}

/* Of the package. */
static void say(struct verify *v, enum verify_result result, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void say(struct verify *v, enum verify_result result, const char *fmt, ...)
{
	struct outcome o = { .result = result };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(o.text, sizeof(o.text), fmt, ap);
	va_end(ap);
	tell(v, NULL, &o);
}

/* Of a reference. */
static void conclude(struct outcome *o, enum verify_result result, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void conclude(struct outcome *o, enum verify_result result, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(o->text, sizeof(o->text), fmt, ap);
	va_end(ap);
	o->result = result;
}

/* ---- the package ------------------------------------------------------------------------------------------------- */

static void check_count(struct verify *v, size_t n, size_t min, const char *what)
{
	say(v, n < min ? VERIFY_FAILED : VERIFY_OK, "%zu %s (at least %zu)", n, what, min);
}

static void check_counts(struct verify *v)
{
	const struct problem *p = v->p;
	size_t hidden = 0, accepted = 0, silent = 0;

	for (size_t i = 0; i < p->n_tests; i++) {
		hidden += !p->tests[i].sample;
		silent += !p->tests[i].sample && (!p->tests[i].reason || !*p->tests[i].reason);
	}
	for (size_t i = 0; i < p->n_references; i++)
		accepted += p->references[i].expected.verdict == VERDICT_AC;
	check_count(v, hidden, p->is_ours ? HIDDEN_TESTS_MIN : 1, "hidden tests");
	check_count(v, accepted, p->is_ours ? ACCEPTED_MIN : 1, "accepted references");
	if (silent && p->is_ours)
		say(v, VERIFY_FAILED, "%zu hidden tests have no reason", silent);
	if (!p->is_ours && !p->n_validators)
		say(v, VERIFY_UNDECIDED, "there is no input validator that this judge can ask");
}

static void tell_notes(struct verify *v)
{
	for (size_t i = 0; i < v->p->n_notes; i++)
		say(v, VERIFY_NOTED, "%s", v->p->notes[i]);
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
			r = validator_check(&validator, t, fd, e);
		if (r == -EINVAL || r == -EPROTO) {
			say(v, VERIFY_FAILED, "test %s/%s: %s", t->group, t->name, e->text);
			err_clear(e);
			bad++;
			r = 0;
			continue;
		}
		if (!r && t->generate)
			r = check_same(v, &generator, i, fd, &same, e);
		if (!r && !same) {
			say(v, VERIFY_FAILED, "test %s/%s: the generator does not write the same twice", t->group,
			    t->name);
			bad++;
		}
	}
	if (!r && !bad)
		say(v, VERIFY_OK, "%zu test inputs are valid and the same each time", v->p->n_tests);
	return r;
}

/* ---- the output validator ---------------------------------------------------------------------------------------- */

/* One question to the package's own output validator. */
struct trial {
	struct checker_seat *seat;
	char place[128]; /* "test edge/01-empty" */
	int input;
	const struct buf *answer;
};

/* *bad: it does not say what it should, and that is said. */
static int ask_validator(struct verify *v, const struct trial *t, const char *output, size_t len, bool accept,
			 const char *what, bool *bad, struct err *e)
{
	cleanup_checked struct checked checked = { 0 };
	int r;

	checked_init(&checked);
	r = checker_ask(t->seat, t->input, t->answer, output, len, &checked, e);
	*bad = false;
	if (r == -EPROTO) {
		*bad = true;
		say(v, VERIFY_FAILED, "%s: %s (%s)", t->place, e->text, what);
		err_clear(e);
		return 0;
	}
	if (r < 0 || (checked.judgement.verdict == VERDICT_AC) == accept)
		return r;
	*bad = true;
	say(v, VERIFY_FAILED, "%s: the output validator %s %s%s%s", t->place, accept ? "rejects" : "accepts", what,
	    checked.judgement.reason[0] ? ": " : "", checked.judgement.reason);
	return 0;
}

/* The answer is one; nothing, words, and a flood of one character are none where there is something to answer. */
static int check_trial(struct verify *v, const struct trial *t, bool *bad, struct err *e)
{
	static const char words[] = "\xff\xfe %s%n {junk} -1e999\n\"\\\n";
	char flood[65536];
	int r = 0;

	*bad = false;
	/* What a submission says in a conversation is no answer, and must be there. */
	if (!v->p->interactive) {
		r = ask_validator(v, t, t->answer->data, t->answer->len, true, "the answer itself", bad, e);
		if (r < 0 || *bad || strspn(t->answer->data, " \t\n\v\f\r") == t->answer->len)
			return r;
	}
	memset(flood, '7', sizeof(flood));
	r = ask_validator(v, t, "", 0, false, "an empty output", bad, e);
	if (!r && !*bad)
		r = ask_validator(v, t, words, sizeof(words), false, "junk", bad, e);
	if (!r && !*bad)
		r = ask_validator(v, t, flood, sizeof(flood), false, "a flood of one digit", bad, e);
	return r;
}

static int check_output_validator(struct verify *v, const struct testset *set, struct err *e)
{
	cleanup_checker struct checker checker = CHECKER_INIT;
	cleanup_checker_seat struct checker_seat seat = { .checker = &checker, .sandbox = v->j->workers[0] };
	size_t bad = 0;
	int r;

	if (!v->p->n_output_validator)
		return 0;
	r = checker_open(v->j, v->p, &checker, e);
	for (size_t i = 0; !r && i < v->p->n_tests; i++) {
		cleanup_buf struct buf answer = { 0 };
		cleanup_fd int input = -1;
		struct trial t = { .seat = &seat, .answer = &answer };
		uint64_t bytes;
		bool is_bad = false;

		snprintf(t.place, sizeof(t.place), "test %s/%s", v->p->tests[i].group, v->p->tests[i].name);
		buf_init(&answer, PROBLEM_FILE_MAX);
		r = testset_input(set, i, &input, &bytes, e);
		if (!r)
			r = testset_answer(set, i, &answer, e);
		t.input = input;
		seat.test = &v->p->tests[i];
		if (!r)
			r = check_trial(v, &t, &is_bad, e);
		bad += is_bad;
	}
	if (!r && !bad)
		say(v, VERIFY_OK, "the output validator %s %zu %s and rejects junk",
		    v->p->interactive ? "talks in" : "accepts", v->p->n_tests, v->p->interactive ? "tests" : "answers");
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
	if (!v->p->n_output_validator || v->p->interactive)
		return 0;
	snprintf(t.place, sizeof(t.place), "family %s, n = %" PRIu64, v->p->families[family].name, n);
	buf_init(&answer, PROBLEM_FILE_MAX);
	if (complexity_set_answer(set, family, n, &answer, e) < 0)
		return e->code;
	return ask_validator(v, &t, answer.data, answer.len, true, "what the model writes", bad, e);
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
			say(v, VERIFY_FAILED, "family %s, n = %" PRIu64 ": %s", v->p->families[family].name,
			    c->points[i].n, e->text);
			err_clear(e);
			bad++;
		}
	}
	if (!bad)
		say(v, VERIFY_OK, "family %s: %zu valid inputs, n = %" PRIu64 " to %" PRIu64,
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
	r = complexity_set_open(v->j, v->p, &set, e);
	if (!r)
		r = validator_open(v->j, v->p, &validator, e);
	if (!r)
		r = checker_open(v->j, v->p, &checker, e);
	for (size_t i = 0; !r && i < v->p->n_families; i++)
		r = check_sizes(v, &set, &validator, &seat, i, e);
	return r;
}

/* ---- references -------------------------------------------------------------------------------------------------- */

/*
 * The stage that is to find it, if this judge or this host lacks it, or it is left out, and so has come to another end:
 * accepted, or rejected by a stage that comes later. NULL: nothing is lacking.
 */
static const char *lacking_stage(const struct verify *v, const struct problem_reference *ref, const struct report *r)
{
	const enum verdict want = ref->expected.verdict;
	bool passed = r->judgement.verdict == VERDICT_AC;
	bool growth = !v->options->no_complexity && r->complexity != COMPLEXITY_UNAVAILABLE;
	bool sound = !v->options->no_soundness && r->soundness != SOUNDNESS_UNAVAILABLE;

	if (ref->family && !growth && (passed || r->decided_by == STAGE_SOUNDNESS))
		return "complexity";
	if (passed && !sound && (want == VERDICT_RTE || want == VERDICT_NONE))
		return "soundness";
	/* The tests gave the verdict; the reason that is promised is that stage's. */
	if (!growth && r->judgement.verdict == want && !strncmp(ref->expected.reason, "complexity", 10))
		return "complexity";
	/* What grows is found, too, where no family is named. */
	if (passed && !growth && (want == VERDICT_TLE || want == VERDICT_MLE || want == VERDICT_NONE))
		return "complexity";
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

/* Why the growth of what was accepted is too near to a limit; NULL: it is not. */
static const char *too_near(const struct report_growth *g, const char *limit, double ratio)
{
	if (!limit)
		return NULL;
	if (g->held.end == FIT_TOO_FEW)
		return "has too few sizes to be told";
	if (g->held.top_slope > (FIT_TOP_MAX + FIT_TOP_SCATTER * g->held.scatter) / 2 ||
	    g->held.last_slope > (FIT_LAST_MAX + FIT_LAST_SCATTER * g->held.scatter) / 2)
		return "grows by more than half of what is tolerated";
	return ratio > 0 && g->ratio > ratio / 2 ? "is over half of the ratio that is allowed" : NULL;
}

/* What keeps an accepted reference from being accepted with room to spare. False: nothing. */
static bool is_narrow(const struct verify *v, const struct report *r, char why[REASON_MAX])
{
	const uint64_t slowest = r->slowest == SIZE_MAX ? 0 : r->tests[r->slowest].cpu_us;

	if (v->p->has_time_limit && (double)slowest * v->p->ac_to_time_limit > (double)v->p->limits.box.cpu_us) {
		snprintf(why, REASON_MAX, "takes over 1/%g of the time limit", v->p->ac_to_time_limit);
		return true;
	}
	for (size_t i = 0; i < r->n_families; i++) {
		const struct report_family *f = &r->families[i];
		const struct problem_family *of = f->family;
		const char *time = too_near(&f->time, of->time, of->time_ratio),
			   *space = too_near(&f->space, of->space, of->space_ratio);
		const struct report_growth *g = time ? &f->time : &f->space;

		if (!time && !space)
			continue;
		snprintf(why, REASON_MAX, "in family %s its %s %s (%.3f, %.3f)", of->name, time ? "time" : "space",
			 time ? time : space, g->held.top_slope, g->held.last_slope);
		return true;
	}
	return false;
}

/* Did the family that the row names catch it, by growth? */
static bool is_caught(const struct problem_reference *ref, const struct report *r)
{
	if (!ref->family)
		return true;
	for (size_t i = 0; i < r->n_families; i++)
		if (!strcmp(r->families[i].family->name, ref->family))
			return r->families[i].judgement.verdict == ref->expected.verdict;
	return false;
}

static void compare(const struct verify *v, const struct problem_reference *ref, const struct report *r,
		    struct outcome *out)
{
	const struct judgement *got = &r->judgement;
	char want[REASON_MAX + 16], have[REASON_MAX + 16], why[EXPECT_WHY_MAX];

	judge_words(&ref->expected, want);
	judge_words(got, have);
	out->got = *got;
	if (ref->n_expectations) {
		if (!expect_kept(v->p, ref, r, why))
			conclude(out, VERIFY_FAILED, "%s: %s", have, why);
		else if (ref->expected.verdict == VERDICT_AC && expect_measures_time(ref) && is_narrow(v, r, why))
			conclude(out, VERIFY_FAILED, "accepted, but %s", why);
		else
			conclude(out, VERIFY_OK, "%s", have);
	} else if (as_promised(&ref->expected, got)) {
		if (ref->expected.verdict == VERDICT_AC && is_narrow(v, r, why))
			conclude(out, VERIFY_FAILED, "accepted, but %s", why);
		else if (!v->options->no_complexity && !is_caught(ref, r))
			conclude(out, VERIFY_FAILED, "%s, but not in family %s", have, ref->family);
		else
			conclude(out, VERIFY_OK, "%s", have);
	} else if (lacking_stage(v, ref, r)) {
		conclude(out, VERIFY_UNDECIDED, "%s is promised; not yet decidable: needs the %s stage", want,
			 lacking_stage(v, ref, r));
	} else {
		conclude(out, VERIFY_FAILED, "%s is promised, got %s", want, have);
	}
}

static int check_reference(const struct verify *v, struct judge *j, const struct problem_reference *ref,
			   struct outcome *out, struct err *e)
{
	cleanup_free char *folder = fs_join(v->p->dir, "submissions"),
			  *path = folder ? fs_join(folder, ref->file) : NULL;
	struct submission s = { 0 };
	cleanup_report struct report report = { 0 };
	const char *const paths[] = { path };
	struct judge_options options = *v->options;
	int r;

	/* What is promised of all tests is seen by running all. */
	if (ref->n_expectations)
		options.all = options.keep_messages = true;
	if (!path)
		return err_set(e, -ENOMEM, "out of memory");
	r = submission_load(paths, 1, &s, e);
	s.entrypoint = ref->entrypoint;
	if (!r)
		r = judge_submit(j, v->p, &s, &options, &report, e);
	if (!r)
		compare(v, ref, &report, out);
	submission_clear(&s);
	return r < 0 ? err_wrap(e, "%s", ref->file) : 0;
}

/*
 * Each worker of the judge takes a reference after the other: so all cores are busy, and stages that a reference does
 * not come to are not built for it beside its tests. What is said comes in the order of the package.
 */
struct checking {
	struct verify *v;
	struct outcome *outcomes; /* one for each reference */
	bool *done;
	size_t next; /* to take */
	struct err failure;
	pthread_mutex_t lock;
	pthread_cond_t news;
};

struct hand {
	struct checking *checking;
	struct judge judge; /* the whole one's, with one worker */
	pthread_t thread;
	bool started;
};

static void *check_some(void *arg)
{
	struct hand *own = arg;
	struct checking *c = own->checking;
	const struct problem *p = c->v->p;

	pthread_mutex_lock(&c->lock);
	while (c->next < p->n_references && !c->failure.code) {
		size_t i = c->next++;
		struct err e = ERR_INIT;
		int r;

		pthread_mutex_unlock(&c->lock);
		r = check_reference(c->v, &own->judge, &p->references[i], &c->outcomes[i], &e);
		pthread_mutex_lock(&c->lock);
		if (r < 0 && !c->failure.code)
			c->failure = e;
		c->done[i] = true;
		pthread_cond_broadcast(&c->news);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

/* In their order, as they come. */
static void tell_outcomes(struct checking *c)
{
	const struct problem *p = c->v->p;

	for (size_t i = 0; i < p->n_references; i++) {
		bool failed;

		pthread_mutex_lock(&c->lock);
		while (!c->done[i] && !c->failure.code)
			pthread_cond_wait(&c->news, &c->lock);
		failed = c->failure.code != 0;
		pthread_mutex_unlock(&c->lock);
		if (failed)
			return;
		tell(c->v, &p->references[i], &c->outcomes[i]);
	}
}

static void check_all_references(struct checking *c)
{
	struct judge *j = c->v->j;
	struct hand hands[JUDGE_WORKERS_MAX] = { 0 };
	unsigned started = 0;

	for (unsigned i = 0; i < j->n_workers; i++) {
		hands[i] = (struct hand){ .checking = c, .judge = judge_hand(j, i) };
		hands[i].started = !pthread_create(&hands[i].thread, NULL, check_some, &hands[i]);
		started += hands[i].started;
	}
	if (!started)
		check_some(&hands[0]);
	tell_outcomes(c);
	for (unsigned i = 0; i < j->n_workers; i++)
		if (hands[i].started)
			pthread_join(hands[i].thread, NULL);
}

static int check_references(struct verify *v, struct err *e)
{
	const size_t n = v->p->n_references;
	cleanup_free struct outcome *outcomes = calloc(n + 1, sizeof(*outcomes));
	cleanup_free bool *done = calloc(n + 1, sizeof(*done));
	struct checking c = { .v = v, .outcomes = outcomes, .done = done, .failure = ERR_INIT };

	if (!outcomes || !done)
		return err_set(e, -ENOMEM, "out of memory");
	pthread_mutex_init(&c.lock, NULL);
	pthread_cond_init(&c.news, NULL);
	check_all_references(&c);
	pthread_cond_destroy(&c.news);
	pthread_mutex_destroy(&c.lock);
	if (c.failure.code)
		*e = c.failure;
	return c.failure.code;
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
	if (!r)
		r = check_output_validator(v, &set, e);
	if (!r)
		r = check_families(v, e);
	return r < 0 ? r : check_references(v, e);
}

int judge_verify(struct judge *j, const struct problem *p, const struct judge_options *options,
		 void (*line)(const struct verify_line *l, void *arg), void *arg, size_t *failed, size_t *undecided,
		 struct err *e)
{
	struct judge_options judging = options ? *options : (struct judge_options){ 0 };
	struct verify v = { .j = j, .p = p, .options = &judging, .line = line, .arg = arg };
	int r;

	judging.unexplained = true;
	tell_notes(&v);
	check_counts(&v);
	r = check_all(&v, e);
	if (is_package_fault(r)) {
		say(&v, VERIFY_FAILED, "%s", e->text);
		err_clear(e);
		r = 0;
	}
	if (r < 0)
		return err_wrap(e, "verify %s", p->id);
	*failed = v.failed;
	*undecided = v.undecided;
	return 0;
}

/*
 * The check for soundness: what a right answer does not show.
 *
 * The submission is built a second time, with the sanitizers of the compiler, and runs the tests that matter: those
 * with a small input, the first that failed, and one large. It is built beside the plain build, on the last worker,
 * and run behind the timed tests, so that no timed run shares its core with it.
 *
 * What is found is the word of the candidate's own process. Whoever forges a report accuses himself, and nobody can
 * put a fault into another's source; whoever means to hide one can (a program can find out that it is watched), so
 * that "nothing was found" is no proof. What can be said is said: a run that ends otherwise than the plain one, or does
 * not end, is told as a remark, and decides nothing.
 */
#include "judge/classify.h"
#include "judge/passes.h"
#include "judge/submit.h"
#include "judge/soundness.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define SMALL_BYTES (64u * 1024u) /* an input up to this is small */

/* ---- building ---------------------------------------------------------------------------------------------------- */

struct soundness {
	const struct submit *su;
	unsigned worker; /* in whose sandbox it is built */
	pthread_t thread;
	bool started, built;
	struct artifact runner;
	struct build build;
	int result; /* of the build, with */
	struct err failure;
};

static void build(struct soundness *so)
{
	const struct submit *su = so->su;

	so->result = judge_build_sanitized(su->judge, so->worker, su->problem, su->submission->sources,
					   su->submission->n_sources, &so->runner, &so->build, &so->failure);
	so->built = true;
}

static void *build_main(void *arg)
{
	build(arg);
	return NULL;
}

static int remark(struct report *r, enum soundness_state state, const char *text, struct err *e)
{
	r->soundness = state;
	r->soundness_remark = arena_strdup(&r->memory, text);
	return r->soundness_remark ? 0 : err_set(e, -ENOMEM, "out of memory");
}

int soundness_begin(struct submit *su, struct err *e)
{
	const bool in_c = judge_language(su->submission->sources, su->submission->n_sources) == LANGUAGE_C;
	const char *lacks = in_c ? toolchain_lacks_sanitizers(su->judge->tc) : "only C is built with sanitizers";
	struct soundness *so;

	if (!su->problem->soundness || su->options->no_soundness)
		return 0;
	if (lacks)
		return remark(su->report, SOUNDNESS_UNAVAILABLE, lacks, e);
	so = calloc(1, sizeof(*so));
	if (!so)
		return err_set(e, -ENOMEM, "out of memory");
	*so = (struct soundness){ .su = su,
				  .worker = su->judge->n_workers - 1,
				  .runner = ARTIFACT_INIT,
				  .build = BUILD_INIT,
				  .failure = ERR_INIT };
	/* With one worker, or without a thread, it is built when it is needed. */
	so->started = so->worker > 0 && !pthread_create(&so->thread, NULL, build_main, so);
	su->soundness = so;
	return 0;
}

void soundness_await(struct submit *su)
{
	struct soundness *so = su->soundness;

	if (so && so->started)
		pthread_join(so->thread, NULL);
	if (so)
		so->started = false;
}

void soundness_end(struct submit *su)
{
	soundness_await(su);
	if (!su->soundness)
		return;
	artifact_clear(&su->soundness->runner);
	build_clear(&su->soundness->build);
	free(su->soundness);
	su->soundness = NULL;
}

/* ---- which tests ------------------------------------------------------------------------------------------------- */

struct check {
	struct submit *su;
	struct testset set;
	struct checker checker;
	struct run_limits limits;
	struct seen *seen; /* owned; in the order of the tests */
	size_t n;
	atomic_size_t next;
	pthread_mutex_t lock; /* of `failure` */
	struct err failure;
};

static bool ran_into_limit(enum verdict v)
{
	return v == VERDICT_TLE || v == VERDICT_WTL || v == VERDICT_MLE || v == VERDICT_OLE || v == VERDICT_SV;
}

static bool is_candidate(const struct report_test *t)
{
	return t->judgement.verdict != VERDICT_NONE && !ran_into_limit(t->judgement.verdict) && !t->test->is_static;
}

/* Of the large ones the smallest: it is large enough for what only many of something show. */
static size_t find_large(const struct report *r)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < r->n_tests; i++) {
		const struct report_test *t = &r->tests[i];

		if (is_candidate(t) && t->input_bytes > SMALL_BYTES &&
		    (best == SIZE_MAX || t->input_bytes < r->tests[best].input_bytes))
			best = i;
	}
	return best;
}

static int choose(struct check *c, struct err *e)
{
	const struct report *r = c->su->report;
	size_t large = find_large(r);

	c->seen = calloc(r->n_tests + 1, sizeof(*c->seen));
	if (!c->seen)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < r->n_tests; i++)
		if (is_candidate(&r->tests[i]) &&
		    (r->tests[i].input_bytes <= SMALL_BYTES || i == r->first_failed || i == large))
			c->seen[c->n++].test = i;
	return 0;
}

/* ---- running ----------------------------------------------------------------------------------------------------- */

static bool has_memory_error(const struct sighting *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].kind->class == FINDING_MEMORY)
			return true;
	return false;
}

static int keep(struct seen *s, const struct sighting *list, size_t n, struct err *e)
{
	s->list = n ? reallocarray(NULL, n, sizeof(*list)) : NULL;
	if (n && !s->list)
		return err_set(e, -ENOMEM, "out of memory");
	if (n)
		memcpy(s->list, list, n * sizeof(*list));
	s->n = n;
	return 0;
}

static int read_answer(const struct check *c, const struct seen *s, struct buf *out, struct err *e)
{
	const struct submit *su = c->su;
	const struct report_test *t = &su->report->tests[s->test];

	buf_init(out, PROBLEM_FILE_MAX);
	return su->own_input ? 0 : testset_answer(&c->set, (size_t)(t->test - su->problem->tests), out, e);
}

/* Runs it. Where the validator leads the runs, what comes of it is in `j`; else that is asked for by `compare`. */
static int execute(struct check *c, const struct seen *s, struct run_box *box, struct checker_seat *seat, int *input,
		   struct execution *x, struct judgement *j, struct err *e)
{
	cleanup_buf struct buf answer = { 0 };
	cleanup_checked struct checked checked = { 0 };
	int r;

	if (!passes_are_led(c->su->problem))
		return passes_execute(box, seat->test, *input, x, e);
	checked_init(&checked);
	r = read_answer(c, s, &answer, e);
	if (!r)
		r = passes_run(seat, box, input, &answer, x, &checked, e);
	*j = checked.judgement;
	return r;
}

/* Where the plain run was right and nothing is found: is this one right, too? */
static int compare(struct check *c, struct seen *s, struct checker_seat *seat, int input, const struct execution *x,
		   struct judgement j, struct err *e)
{
	const struct submit *su = c->su;
	cleanup_buf struct buf answer = { 0 };
	cleanup_checked struct checked checked = { 0 };

	checked_init(&checked);
	if (!passes_are_led(su->problem))
		j = classify(su->problem, x);
	if (!passes_are_led(su->problem) && j.verdict == VERDICT_AC && !su->own_input) {
		if (read_answer(c, s, &answer, e) < 0 ||
		    checker_ask(seat, input, &answer, x->answer.data, x->answer.len, &checked, e) < 0)
			return e->code;
		j = checked.judgement;
	}
	if (ran_into_limit(j.verdict)) {
		snprintf(s->otherwise, sizeof(s->otherwise), "it does not end within the limits of this check");
		/* The tests that follow would take as long, and say no more. */
		atomic_store(&c->next, c->n);
	} else if (j.verdict != VERDICT_AC) {
		snprintf(s->otherwise, sizeof(s->otherwise), "it ends with %s%s%s", verdict_words(j.verdict),
			 j.reason[0] ? ", " : "", j.reason);
	}
	return 0;
}

static int open_run_box(const struct check *c, struct sandbox *sandbox, const struct run_limits *limits,
			struct run_box **out, struct err *e)
{
	const struct soundness *so = c->su->soundness;

	return run_box_open(c->su->judge->tc, sandbox, so->runner.fd < 0 ? NULL : &so->runner, &so->build.artifact,
			    limits, RUN_SANITIZED, out, e);
}

/* The one that is shown: it stands for the others. */
static bool overflowed(const struct check *c, const struct seen *s)
{
	const struct judgement *j = &c->su->report->tests[s->test].judgement;

	return s->test == c->su->report->first_failed && j->verdict == VERDICT_RTE &&
	       !strncmp(j->reason, "stack overflow", 14);
}

/* A stack that is eight times as large may have been enough: once more with the plain one, to see who uses it up. */
static int run_narrow(struct check *c, const struct seen *s, struct sandbox *sandbox, struct checker_seat *seat,
		      struct execution *x, struct err *e)
{
	struct judgement ignored;
	cleanup_run_box struct run_box *box = NULL;
	struct run_limits limits = c->limits;
	cleanup_fd int input = -1;
	uint64_t bytes;
	int r = submit_input(c->su, &c->set, s->test, &input, &bytes, e);

	limits.box.stack_bytes = c->su->problem->limits.box.stack_bytes;
	if (!r)
		r = open_run_box(c, sandbox, &limits, &box, e);
	return r < 0 ? r : execute(c, s, box, seat, &input, x, &ignored, e);
}

static int run_one(struct check *c, struct seen *s, struct run_box *box, struct sandbox *sandbox,
		   struct checker_seat *seat, struct execution *x, struct err *e)
{
	struct judgement talked = { .verdict = VERDICT_NONE };
	struct sighting found[SIGHTINGS_MAX];
	cleanup_fd int input = -1;
	uint64_t bytes;
	size_t n;
	int r = submit_input(c->su, &c->set, s->test, &input, &bytes, e);

	seat->test = c->su->report->tests[s->test].test;
	if (!r)
		r = execute(c, s, box, seat, &input, x, &talked, e);
	if (r < 0)
		return r;
	n = findings_parse(x->report.data, x->report.len, found);
	if (!has_memory_error(found, n) && overflowed(c, s)) {
		r = run_narrow(c, s, sandbox, seat, x, e);
		if (r < 0)
			return r;
		n = findings_parse(x->report.data, x->report.len, found);
	}
	/* The candidate can close the descriptor, not take back the end. */
	if (x->used.end == BOX_END_EXIT && x->used.exit_code == RUN_EXIT_UNSOUND && !has_memory_error(found, n)) {
		n -= n == SIGHTINGS_MAX;
		found[n++] = (struct sighting){ .kind = finding_kind("memory-error") };
	}
	r = keep(s, found, n, e);
	if (!r && !has_memory_error(found, n) && c->su->report->tests[s->test].judgement.verdict == VERDICT_AC)
		r = compare(c, s, seat, input, x, talked, e);
	return r;
}

static void fail(struct check *c, const struct err *e)
{
	pthread_mutex_lock(&c->lock);
	if (!c->failure.code)
		c->failure = *e;
	pthread_mutex_unlock(&c->lock);
	atomic_store(&c->next, c->n);
}

struct worker {
	struct check *check;
	struct sandbox *sandbox, *seat_sandbox;
	pthread_t thread;
	bool started;
};

static void *work(void *arg)
{
	struct worker *w = arg;
	struct check *c = w->check;
	cleanup_run_box struct run_box *box = NULL;
	cleanup_checker_seat struct checker_seat seat = { .checker = &c->checker, .sandbox = w->seat_sandbox };
	cleanup_execution struct execution x = { 0 };
	struct err e = ERR_INIT;
	int r = 0;

	execution_init(&x, c->limits.output_bytes);
	for (size_t i; !r && (i = atomic_fetch_add(&c->next, 1)) < c->n;) {
		if (!box)
			r = open_run_box(c, w->sandbox, &c->limits, &box, &e);
		if (!r)
			r = run_one(c, &c->seen[i], box, w->sandbox, &seat, &x, &e);
	}
	if (r < 0)
		fail(c, &e);
	return NULL;
}

static void run_all(struct check *c)
{
	struct judge *j = c->su->judge;
	struct worker workers[JUDGE_WORKERS_MAX] = { 0 };

	for (unsigned i = 0; i < j->n_workers; i++)
		workers[i] = (struct worker){ .check = c,
					      .sandbox = j->workers[i],
					      .seat_sandbox = judge_seat_sandbox(j, c->su->problem, i) };
	for (unsigned i = 1; i < j->n_workers && i < c->n; i++)
		workers[i].started = !pthread_create(&workers[i].thread, NULL, work, &workers[i]);
	work(&workers[0]);
	for (unsigned i = 1; i < j->n_workers; i++)
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
}

/* ---- deciding ---------------------------------------------------------------------------------------------------- */

/* The place of a crash, behind its reason. */
static void place_crash(struct report *r)
{
	struct report_test *t = r->first_failed < r->n_tests ? &r->tests[r->first_failed] : NULL;
	cleanup_buf struct buf raw = { 0 }, safe = { 0 };

	if (!t || t->judgement.verdict != VERDICT_RTE || !t->signal)
		return;
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct flaw *f = &r->findings[i].flaw;

		if (r->findings[i].test != r->first_failed || f->kind->class != FINDING_MEMORY || !f->n_frames)
			continue;
		buf_init(&raw, 4 * REASON_MAX);
		buf_init(&safe, REASON_MAX - 1);
		(void)buf_printf(&raw, "%s, %s:%u%s", t->judgement.reason, f->frames[0].file, f->frames[0].line,
				 flaw_recursion(f) ? ", recursion" : "");
		text_escape(&safe, raw.data, raw.len, true);
		memcpy(t->judgement.reason, safe.data, safe.len + 1);
		r->judgement = t->judgement;
		return;
	}
}

/*
 * What is right so far; and what went wrong in the run of a size family only, if memory is misused: then that says why.
 */
static bool may_decide(const struct report *r)
{
	const enum verdict v = r->judgement.verdict;

	if (!r->n_findings || !r->findings[0].decides)
		return false;
	return v == VERDICT_AC || (r->decided_by == STAGE_COMPLEXITY && (v == VERDICT_RTE || v == VERDICT_WA) &&
				   r->findings[0].flaw.kind->class == FINDING_MEMORY);
}

static void decide(struct submit *su)
{
	struct report *r = su->report;
	char words[REASON_MAX];

	place_crash(r);
	if (!may_decide(r))
		return;
	flaw_words(&r->findings[0].flaw, words);
	submit_decide(su, STAGE_SOUNDNESS, judgement_of(VERDICT_RTE, "%s", words));
}

/* The first test that ended otherwise stands for all. */
static int summarise(struct submit *su, const struct check *c, struct err *e)
{
	struct report *r = su->report;

	r->soundness = SOUNDNESS_DONE;
	r->soundness_run = c->n;
	for (size_t i = 0; i < c->n; i++) {
		const struct problem_test *t = r->tests[c->seen[i].test].test;
		char text[2 * REASON_MAX];

		if (!c->seen[i].otherwise[0])
			continue;
		snprintf(text, sizeof(text), "with sanitizers test %s/%s goes another way: %s", t->group, t->name,
			 c->seen[i].otherwise);
		return remark(r, SOUNDNESS_INCOMPLETE, text, e);
	}
	return 0;
}

/* ---- the stage --------------------------------------------------------------------------------------------------- */

static int run_check(struct submit *su, struct check *c, struct err *e)
{
	int r = checker_open(su->judge, su->problem, &c->checker, e);

	if (!r)
		r = choose(c, e);
	if (!r && !su->own_input)
		r = testset_open(su->judge, su->problem, NULL, NULL, &c->set, e);
	if (r < 0)
		return r;
	run_all(c);
	if (c->failure.code) {
		*e = c->failure;
		return e->code;
	}
	r = soundness_findings(su, &su->soundness->build, c->seen, c->n, e);
	return r < 0 ? r : summarise(su, c, e);
}

bool soundness_wanted(const struct submit *su)
{
	const enum stage by = su->report->decided_by;
	const enum verdict v = su->report->judgement.verdict;

	/* Of a crash it gives the reason. */
	if (su->options->unexplained && v != VERDICT_AC && v != VERDICT_RTE)
		return false;
	return su->soundness && (by == STAGE_TESTS || by == STAGE_COMPLEXITY);
}

int stage_soundness(struct submit *su, struct err *e)
{
	struct soundness *so = su->soundness;
	struct check c = { .su = su,
			   .set = { .dir = -1 },
			   .checker = CHECKER_INIT,
			   .limits = run_limits_sanitized(&su->problem->limits) };
	int r;

	/* What is built behind it in the same sandbox waits for it, too, where that stage was left out. */
	complexity_await(su, so->worker);
	soundness_await(su);
	if (!so->built)
		build(so);
	if (so->result < 0) {
		*e = so->failure;
		return so->result;
	}
	/* A compiler can refuse with sanitizers what it takes without; the source is none the worse for it. */
	if (so->build.end != BUILD_OK)
		return remark(su->report, SOUNDNESS_INCOMPLETE, so->build.reason, e);
	atomic_init(&c.next, 0);
	pthread_mutex_init(&c.lock, NULL);
	r = run_check(su, &c, e);
	for (size_t i = 0; i < c.n; i++)
		free(c.seen[i].list);
	free(c.seen);
	pthread_mutex_destroy(&c.lock);
	checker_close(&c.checker);
	testset_close(&c.set);
	if (!r)
		decide(su);
	return r;
}

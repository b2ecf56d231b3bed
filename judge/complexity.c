/*
 * The complexity stage: do steps and bytes grow no faster than the problem allows?
 *
 * The submission is built once more, so that it counts its own steps, beside the plain build and on another worker,
 * with a counter whose name is new each time. When the tests have accepted it, it climbs the ladder of each size
 * family, as the model did, and its answers are compared with the model's: who notices that he is counted has to do
 * the work all the same. The families are shared out among all workers, since nothing here is decided by the time that
 * they take.
 *
 * A submission that the tests rejected for its time or its memory is measured too: where the growth explains that, it
 * is the better reason, the same on every host. Nothing else is taken from such a run.
 *
 * What is built to be counted must build where the plain source did; else to break that build would be the way round
 * this stage. That this compiler's code cannot be counted at all is no fault of the submission: the stage says so and
 * is left out.
 */
#include "judge/complexity.h"

#include "judge/checker.h"
#include "judge/classify.h"
#include "judge/testset.h"
#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* ---- building ---------------------------------------------------------------------------------------------------- */

struct complexity {
	struct submit *su;
	unsigned worker; /* in whose sandbox it is built */
	pthread_t thread;
	bool started, built;
	char counter[COUNTER_NAME_MAX];
	struct build build;
	int result; /* of the build, with */
	struct err failure;
};

static void build(struct complexity *c)
{
	const struct submit *su = c->su;

	c->result = judge_build_counted(su->judge, c->worker, su->problem, su->submission->sources,
					su->submission->n_sources, c->counter, &c->build, &c->failure);
	c->built = true;
}

static void *build_main(void *arg)
{
	struct complexity *c = arg;

	/* With two workers both builds beside the plain one are made in one sandbox, one after the other. */
	if (c->worker + 1 == c->su->judge->n_workers)
		soundness_await(c->su);
	build(c);
	return NULL;
}

static bool is_wanted(const struct submit *su)
{
	return su->problem->n_families > 0 && !su->samples_only && !su->options->no_complexity;
}

int complexity_begin(struct submit *su, struct err *e)
{
	const unsigned n = su->judge->n_workers;
	struct report *r = su->report;
	struct complexity *c;
	struct err why = ERR_INIT;

	if (!is_wanted(su))
		return 0;
	if (cost_pass_supported(judge_compiler(su->judge), &why) < 0) {
		r->complexity = COMPLEXITY_UNAVAILABLE;
		r->complexity_remark = arena_strdup(&r->memory, why.text);
		return r->complexity_remark ? 0 : err_set(e, -ENOMEM, "out of memory");
	}
	c = calloc(1, sizeof(*c));
	if (!c)
		return err_set(e, -ENOMEM, "out of memory");
	*c = (struct complexity){ .su = su, .worker = n > 2 ? n - 2 : n - 1, .build = BUILD_INIT, .failure = ERR_INIT };
	complexity_counter(c->counter);
	/* With one worker, or without a thread, it is built when it is needed. */
	c->started = c->worker > 0 && !pthread_create(&c->thread, NULL, build_main, c);
	su->complexity = c;
	return 0;
}

static void await(struct complexity *c)
{
	if (c && c->started)
		pthread_join(c->thread, NULL);
	if (c)
		c->started = false;
}

void complexity_await(struct submit *su, unsigned worker)
{
	if (su->complexity && su->complexity->worker == worker)
		await(su->complexity);
}

void complexity_end(struct submit *su)
{
	await(su->complexity);
	if (!su->complexity)
		return;
	build_clear(&su->complexity->build);
	free(su->complexity);
	su->complexity = NULL;
}

/* ---- climbing ---------------------------------------------------------------------------------------------------- */

struct climbing {
	struct submit *su;
	struct complexity_set set;
	struct artifact runner;
	struct checker checker;
	struct cost_curve *curves; /* of the report; one for each family */
	atomic_size_t next;        /* the next family to take */
	pthread_mutex_t lock;      /* of `failure` */
	struct err failure;
};

/* What the callbacks of one ladder know. */
struct ladder {
	struct climbing *climbing;
	struct checker_seat *seat;
	size_t family;
};

static int give_input(void *arg, uint64_t n, int *fd, struct err *e)
{
	const struct ladder *l = arg;

	return complexity_set_input(&l->climbing->set, l->family, n, fd, e);
}

static int compare_answer(void *arg, uint64_t n, const char *text, size_t len, bool *right, struct err *e)
{
	const struct ladder *l = arg;
	cleanup_buf struct buf answer = { 0 };
	cleanup_checked struct checked checked = { 0 };
	cleanup_fd int input = -1;

	checked_init(&checked);
	buf_init(&answer, PROBLEM_FILE_MAX);
	if (complexity_set_answer(&l->climbing->set, l->family, n, &answer, e) < 0 ||
	    complexity_set_input(&l->climbing->set, l->family, n, &input, e) < 0 ||
	    checker_ask(l->seat, input, &answer, text, len, &checked, e) < 0)
		return e->code;
	*right = checked.judgement.verdict == VERDICT_AC;
	return 0;
}

static int count_talk(void *arg, struct run_box *rb, uint64_t n, int input, const struct run_counting *how,
		      struct execution *x, bool *right, struct err *e)
{
	const struct ladder *l = arg;
	cleanup_buf struct buf answer = { 0 };

	buf_init(&answer, PROBLEM_FILE_MAX);
	if (complexity_set_answer(&l->climbing->set, l->family, n, &answer, e) < 0)
		return e->code;
	return complexity_converse(l->seat, rb, how, input, &answer, x, right, e);
}

static int climb(struct climbing *c, size_t family, struct run_box *box, struct checker_seat *seat, struct err *e)
{
	const struct problem_family *f = &c->su->problem->families[family];
	const struct cost_curve *reference = &c->set.curves[family];
	const bool talks = c->su->problem->interactive;
	struct ladder arg = { c, seat, family };
	const struct cost_ladder ladder = { .first = f->first,
					    .last = reference->points[reference->n_points - 1].n,
					    .phase = f->phase,
					    .input = give_input,
					    .answer = talks ? NULL : compare_answer,
					    .count = talks ? count_talk : NULL,
					    .arg = &arg };

	int r = cost_measure(box, &ladder, &c->curves[family], e);

	if (!r && complexity_is_close(f, &c->curves[family]))
		r = cost_climb_on(box, &ladder, &c->curves[family], e);
	return r < 0 ? err_wrap(e, "family %s", f->name) : 0;
}

struct worker {
	struct climbing *climbing;
	struct sandbox *sandbox, *seat_sandbox;
	pthread_t thread;
	bool started;
};

static void *work(void *arg)
{
	struct worker *w = arg;
	struct climbing *c = w->climbing;
	const struct submit *su = c->su;
	cleanup_run_box struct run_box *box = NULL;
	cleanup_checker_seat struct checker_seat seat = { .checker = &c->checker, .sandbox = w->seat_sandbox };
	struct err e = ERR_INIT;
	int r = 0;

	for (size_t i; !r && (i = atomic_fetch_add(&c->next, 1)) < su->problem->n_families;) {
		if (!box)
			r = run_box_open_counted(su->judge->tc, w->sandbox, &c->runner, &su->complexity->build.artifact,
						 su->complexity->counter, &su->problem->limits, &box, &e);
		if (!r)
			r = climb(c, i, box, &seat, &e);
	}
	if (!r)
		return NULL;
	pthread_mutex_lock(&c->lock);
	if (!c->failure.code)
		c->failure = e;
	pthread_mutex_unlock(&c->lock);
	atomic_store(&c->next, su->problem->n_families);
	return NULL;
}

static void climb_all(struct climbing *c)
{
	struct judge *j = c->su->judge;
	struct worker workers[JUDGE_WORKERS_MAX] = { 0 };

	for (unsigned i = 0; i < j->n_workers; i++)
		workers[i] = (struct worker){ .climbing = c,
					      .sandbox = j->workers[i],
					      .seat_sandbox = judge_seat_sandbox(j, c->su->problem, i) };
	for (unsigned i = 1; i < j->n_workers && i < c->su->problem->n_families; i++)
		workers[i].started = !pthread_create(&workers[i].thread, NULL, work, &workers[i]);
	work(&workers[0]);
	for (unsigned i = 1; i < j->n_workers; i++)
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

int complexity_record(struct report *r, struct report_family *to, const struct complexity_outcome *o, struct err *e)
{
	to->time = o->time;
	to->space = o->space;
	to->judgement = o->judgement;
	to->by_class = o->by_class;
	if (!o->remark[0])
		return 0;
	to->remark = arena_strdup(&r->memory, o->remark);
	return to->remark ? 0 : err_set(e, -ENOMEM, "out of memory");
}

int complexity_keep_facts(struct report *r, const struct build *b, struct err *e)
{
	struct cost_facts *facts = arena_alloc(&r->memory, sizeof(*facts));

	if (!facts)
		return err_set(e, -ENOMEM, "out of memory");
	if (b->counted)
		*facts = *b->counted;
	r->counted = facts;
	return 0;
}

static int allocate(struct climbing *c, struct err *e)
{
	const struct problem *p = c->su->problem;
	struct report *r = c->su->report;
	struct cost_curve *references = arena_array(&r->memory, p->n_families, sizeof(*references));

	c->curves = arena_array(&r->memory, p->n_families, sizeof(*c->curves));
	r->families = arena_array(&r->memory, p->n_families, sizeof(*r->families));
	if (!references || !c->curves || !r->families)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < p->n_families; i++) {
		references[i] = c->set.curves[i];
		r->families[i] = (struct report_family){ .family = &p->families[i],
							 .curve = &c->curves[i],
							 .reference = &references[i] };
	}
	return 0;
}

static int judge_families(struct climbing *c, struct err *e)
{
	const struct problem *p = c->su->problem;
	struct report *r = c->su->report;

	for (size_t i = 0; i < p->n_families; i++) {
		struct complexity_outcome o;

		complexity_judge(&p->families[i], &c->curves[i], r->families[i].reference, r->counted->escapes > 0,
				 p->n_families > 1, &o);
		if (complexity_record(r, &r->families[i], &o, e) < 0)
			return e->code;
	}
	r->n_families = p->n_families;
	r->complexity = COMPLEXITY_DONE;
	return 0;
}

/*
 * The first family that rejects it. Of a submission that the tests rejected, growth alone counts, and only where it
 * explains that verdict.
 */
static void decide(struct submit *su)
{
	const struct report *r = su->report;
	const enum verdict so_far = r->judgement.verdict;

	for (size_t i = 0; i < r->n_families; i++) {
		const struct report_family *f = &r->families[i];

		if (so_far == VERDICT_AC ? f->judgement.verdict == VERDICT_AC
					 : !f->by_class || f->judgement.verdict != so_far)
			continue;
		submit_decide(su, STAGE_COMPLEXITY, f->judgement);
		return;
	}
}

static int profile_input(void *arg, const struct problem_family *f, uint64_t n, int *fd, struct err *e)
{
	const struct climbing *c = arg;

	return complexity_set_input(&c->set, (size_t)(f - c->su->problem->families), n, fd, e);
}

static int profile_talk(void *arg, const struct problem_family *f, uint64_t n, struct run_box *box, int input,
			const struct run_counting *how, struct execution *x, struct err *e)
{
	struct climbing *c = arg;
	struct sandbox *second = judge_seat_sandbox(c->su->judge, c->su->problem, 0);
	cleanup_checker_seat struct checker_seat seat = { .checker = &c->checker, .sandbox = second };
	struct ladder l = { c, &seat, (size_t)(f - c->su->problem->families) };
	bool ignored;

	return count_talk(&l, box, n, input, how, x, &ignored, e);
}

static int profile(struct climbing *c, struct err *e)
{
	const struct submit *su = c->su;
	const struct profiling p = { .judge = su->judge,
				     .problem = su->problem,
				     .submission = su->submission,
				     .runner = &c->runner,
				     .report = su->report,
				     .input = profile_input,
				     .count = su->problem->interactive ? profile_talk : NULL,
				     .arg = c };

	return su->options->profile ? complexity_profile(&p, e) : 0;
}

/* ---- the stage --------------------------------------------------------------------------------------------------- */

static int measure(struct climbing *c, struct err *e)
{
	struct submit *su = c->su;
	int r = complexity_keep_facts(su->report, &su->complexity->build, e);

	if (!r)
		r = checker_open(su->judge, su->problem, &c->checker, e);
	if (!r)
		r = complexity_set_open(su->judge, su->problem, &c->set, e);
	if (!r)
		r = judge_build_counting_runner(su->judge, su->problem, &c->runner, e);
	if (!r)
		r = allocate(c, e);
	if (r < 0)
		return r;
	climb_all(c);
	if (c->failure.code) {
		*e = c->failure;
		return e->code;
	}
	r = judge_families(c, e);
	return r < 0 ? r : profile(c, e);
}

bool complexity_wanted(const struct submit *su)
{
	const enum verdict v = su->report->judgement.verdict;

	return su->complexity && su->report->decided_by == STAGE_TESTS &&
	       (v == VERDICT_AC || v == VERDICT_TLE || v == VERDICT_MLE);
}

int stage_complexity(struct submit *su, struct err *e)
{
	struct complexity *own = su->complexity;
	struct climbing c = { .su = su, .set = COMPLEXITY_SET_INIT, .runner = ARTIFACT_INIT, .checker = CHECKER_INIT };
	int r;

	if (!own)
		return 0;
	await(own);
	if (!own->built)
		build(own);
	if (own->result < 0) {
		*e = own->failure;
		return own->result;
	}
	if (own->build.end != BUILD_OK) {
		if (su->report->judgement.verdict == VERDICT_AC)
			submit_decide(su, STAGE_COMPILE,
				      judgement_of(own->build.end == BUILD_LIMIT ? VERDICT_CTL : VERDICT_CE,
						   "to be counted: %.200s", own->build.reason));
		return 0;
	}
	atomic_init(&c.next, 0);
	pthread_mutex_init(&c.lock, NULL);
	r = measure(&c, e);
	pthread_mutex_destroy(&c.lock);
	artifact_clear(&c.runner);
	checker_close(&c.checker);
	complexity_set_close(&c.set);
	if (!r)
		decide(su);
	return r;
}

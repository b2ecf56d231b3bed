/*
 * The tests of one submission, on all workers.
 *
 * Each worker has a sandbox and a box of its own and takes the next test that nobody has; timed runs thus have a core
 * each. A limit that was exceeded (time, memory, output) ends the judging, for the tests that follow are as large or
 * larger; a wrong answer does not, since which groups fail is what a candidate wants to know. Everything that is
 * shared while workers run is behind one lock; the report is put in order when they are done.
 */
#include "judge/classify.h"
#include "judge/passes.h"
#include "judge/score.h"
#include "judge/static_validator.h"
#include "judge/submit.h"
#include "judge/testset.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#define LONG_US      20000 /* a run of this CPU time is a long one */
#define SECOND_TRIES 10    /* by exec, before a verdict of a server is nobody else's */

/* ---- the plan ---------------------------------------------------------------------------------------------------- */

static const struct problem_group own_group = { "input", "the input that was given" };
static const struct problem_test own_test = {
	.group = "input", .name = "own", .reason = "your own input", .sample = true
};

static int plan_own(struct submit *su, struct report *r, struct err *e)
{
	r->tests = arena_array(&r->memory, 1, sizeof(*r->tests));
	r->groups = arena_array(&r->memory, 1, sizeof(*r->groups));
	if (!r->tests || !r->groups)
		return err_set(e, -ENOMEM, "out of memory");
	r->tests[0].test = &own_test;
	r->tests[0].input_bytes = su->own_len;
	r->groups[0] = (struct report_group){ &own_group, 1, 0, 0 };
	r->n_tests = r->n_groups = 1;
	return 0;
}

/* Adds those of a group, of problem->tests from `from` to `to`. */
static void plan_group(struct submit *su, const struct problem_group *of, size_t from, size_t to,
		       struct report_group *group)
{
	const struct problem *p = su->problem;
	struct report *r = su->report;

	for (size_t i = from; i < to; i++) {
		if (strcmp(p->tests[i].group, of->name) != 0 || (su->samples_only && !p->tests[i].sample))
			continue;
		r->tests[r->n_tests++].test = &p->tests[i];
		group->total++;
	}
}

/* The tests of a group stand together, and the static one is the first of them. */
int submit_plan(struct submit *su, struct err *e)
{
	const struct problem *p = su->problem;
	struct report *r = su->report;

	r->first_failed = r->slowest = r->largest = SIZE_MAX;
	if (su->own_input)
		return plan_own(su, r, e);
	r->tests = arena_array(&r->memory, problem_n_judged(p) + 1, sizeof(*r->tests));
	r->groups = arena_array(&r->memory, p->n_groups + 1, sizeof(*r->groups));
	if (!r->tests || !r->groups)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t g = 0; g < p->n_groups; g++) {
		struct report_group group = { .group = &p->groups[g] };

		plan_group(su, &p->groups[g], p->n_tests, problem_n_judged(p), &group);
		plan_group(su, &p->groups[g], 0, p->n_tests, &group);
		if (group.total)
			r->groups[r->n_groups++] = group;
	}
	return 0;
}

/* ---- one test ---------------------------------------------------------------------------------------------------- */

struct tests {
	struct submit *su;
	struct testset set;
	struct artifact runner;
	struct checker checker;
	struct static_validator static_validator;
	atomic_size_t next;   /* the next test to take */
	atomic_size_t stop;   /* tests from here on are not run */
	atomic_uint run_long; /* the verdicts of long tests that were run both ways, a bit each */
	pthread_mutex_t lock; /* the report's arena and counts, `failure`, events */
	size_t done, failed;
	struct err failure; /* of the judge itself, … */
	size_t failed_at;   /* … at the earliest test that met one */
};

/* As a report has it: a NUL would hide what stands behind it, and is often all that is wrong with an answer. */
static void put_text(struct buf *b, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		(void)(p[i] ? buf_putc(b, p[i]) : buf_puts(b, "\\x00"));
}

/* A copy for people, cut; a cut through a character is mended by the emitters, which escape. */
static const char *keep(struct report *r, const char *p, size_t n)
{
	cleanup_buf struct buf text;

	buf_init(&text, 4 * REPORT_DATA_MAX);
	put_text(&text, p, n < REPORT_DATA_MAX ? n : REPORT_DATA_MAX);
	return text.failed ? NULL : arena_strdup(&r->memory, text.data);
}

static const char *keep_line(struct report *r, const struct check_line *l)
{
	cleanup_buf struct buf text;

	buf_init(&text, 4 * CHECK_LINE_MAX + 8);
	if (!l->text)
		return NULL;
	buf_puts(&text, l->cut_before ? "..." : "");
	put_text(&text, l->text, l->len);
	buf_puts(&text, l->cut_after ? "..." : "");
	return text.failed ? NULL : arena_strdup(&r->memory, text.data);
}

static int keep_input(struct report *r, struct report_test *t, int fd, struct err *e)
{
	char text[REPORT_DATA_MAX];
	ssize_t n = pread(fd, text, sizeof(text), 0);

	if (n < 0)
		return err_errno(e, "read test input");
	t->input = keep(r, text, (size_t)n);
	return 0;
}

/* Under the lock: what the report remembers of a test that ran. */
static int record(struct tests *ts, struct report_test *t, const struct execution *x, const struct buf *answer,
		  const struct checked *o, int input, struct err *e)
{
	struct report *r = ts->su->report;

	t->judgement = o->judgement;
	t->pass = o->pass;
	t->cpu_us = x->used.cpu_us;
	t->wall_us = x->used.wall_us;
	t->peak_bytes = x->used.peak_bytes;
	t->exit_code = x->used.exit_code;
	t->signal = x->used.signal;
	if (o->judgement.verdict == VERDICT_WA || o->judgement.verdict == VERDICT_NO) {
		t->diff_line = o->difference.line;
		t->diff_expected = keep_line(r, &o->difference.expected);
		t->diff_found = keep_line(r, &o->difference.found);
	}
	t->judge_message = o->message.len ? keep(r, o->message.data, o->message.len) : NULL;
	t->message_bytes = o->message.len;
	if (t->test->is_static)
		return 0;
	if (!t->test->sample && (o->judgement.verdict == VERDICT_AC || !ts->su->options->keep_data))
		return 0;
	/* What is said in a conversation is not kept, and a pass has no answer: the validator alone can explain it. */
	if (!passes_are_led(ts->su->problem))
		t->expected = answer ? keep(r, answer->data, answer->len) : NULL;
	if (!ts->su->problem->interactive && (!t->pass || t->judgement.verdict != VERDICT_AC))
		t->found = keep(r, x->answer.data, x->answer.len);
	t->printed = keep(r, x->printed.data, x->printed.len);
	t->expected_bytes = answer ? answer->len : 0;
	t->found_bytes = x->answer.len;
	t->printed_bytes = x->printed.len;
	return keep_input(r, t, input, e);
}

static bool exceeds_limit(enum verdict v)
{
	return v == VERDICT_TLE || v == VERDICT_WTL || v == VERDICT_MLE || v == VERDICT_OLE;
}

static bool ends_judging(const struct judge_options *options, enum verdict v)
{
	return (exceeds_limit(v) && !options->all) || (v != VERDICT_AC && options->brief);
}

/* Lowers `stop` to `to` if it is above. */
static void stop_at(struct tests *ts, size_t to)
{
	size_t now = atomic_load(&ts->stop);

	while (to < now && !atomic_compare_exchange_weak(&ts->stop, &now, to))
		;
}

int submit_input(const struct submit *su, const struct testset *set, size_t test, int *fd, uint64_t *bytes,
		 struct err *e)
{
	if (!su->own_input)
		return testset_input(set, (size_t)(su->report->tests[test].test - su->problem->tests), fd, bytes, e);
	*bytes = su->own_len;
	return fs_memfd("input", su->own_input, su->own_len, fd, e);
}

/* Of an input of people's own nobody knows the answer, but a validator that leads the runs. */
static int run_and_judge(const struct tests *ts, struct run_box *box, struct checker_seat *seat, int *input,
			 const struct buf *answer, struct execution *x, struct checked *o, struct err *e)
{
	const struct problem *p = ts->su->problem;

	if (!ts->su->own_input || passes_are_led(p))
		return passes_run(seat, box, input, answer, x, o, e);
	if (passes_execute(box, seat->test, *input, x, e) < 0)
		return e->code;
	o->judgement = classify(p, x);
	return 0;
}

/* What a worker runs tests in. */
struct bench {
	struct run_box *box;
	struct run_box *second; /* by exec; NULL unless each test runs both ways */
	struct checker_seat *seat;
	struct execution x, again;
};

/* By exec. */
static int run_second(struct tests *ts, size_t i, struct bench *b, const struct buf *answer, struct judgement *out,
		      struct err *e)
{
	cleanup_checked struct checked o = { 0 };
	cleanup_fd int input = -1;
	uint64_t bytes;

	checked_init(&o);
	if (submit_input(ts->su, &ts->set, i, &input, &bytes, e) < 0 ||
	    run_and_judge(ts, b->second, b->seat, &input, answer, &b->again, &o, e) < 0)
		return e->code;
	*out = o.judgement;
	return 0;
}

/*
 * Whether a test is too dear to be run by exec, too. Of long ones, which are most of what a submission costs, the first
 * of each verdict stands for the others. One that took all of its time is never run again: that no way of starting
 * makes a program too slow is seen with those that are not.
 */
static bool spares_second(struct tests *ts, const struct judgement *first, const struct execution *x)
{
	const unsigned verdict = 1u << first->verdict;

	if (first->verdict == VERDICT_TLE || first->verdict == VERDICT_WTL)
		return true;
	return x->used.cpu_us >= LONG_US && atomic_fetch_or(&ts->run_long, verdict) & verdict;
}

/*
 * The same by exec, of a test that a server ran: that verdicts differ is a fault of ours, whoever is right. What a
 * program does by chance, as with memory that it has freed, it does sooner or later by exec, too.
 */
static int run_again(struct tests *ts, size_t i, struct bench *b, const struct buf *answer,
		     const struct judgement *first, struct err *e)
{
	struct judgement second = { .verdict = VERDICT_NONE };

	if (spares_second(ts, first, &b->x))
		return 0;
	for (int left = SECOND_TRIES; left > 0 && second.verdict != first->verdict; left--)
		if (run_second(ts, i, b, answer, &second, e) < 0)
			return e->code;
	if (second.verdict == first->verdict)
		return 0;
	return err_set(e, -EPROTO, "by a server it gets %s %.100s, by an exec %s %.100s", verdict_id(first->verdict),
		       first->reason, verdict_id(second.verdict), second.reason);
}

/* A test that has been judged, and whose score is known. */
static int conclude(struct tests *ts, size_t i, const struct execution *x, const struct buf *answer,
		    const struct checked *o, int input, struct err *e)
{
	struct report_test *t = &ts->su->report->tests[i];
	int r;

	/* Where groups count by themselves, the others are run all the same. */
	if (ends_judging(ts->su->options, o->judgement.verdict) && !ts->su->problem->n_nodes)
		stop_at(ts, i + 1);
	pthread_mutex_lock(&ts->lock);
	r = record(ts, t, x, answer, o, input, e);
	ts->done++;
	ts->failed += o->judgement.verdict != VERDICT_AC;
	const struct judge_event ev = { .kind = EVENT_TEST,
					.stage = STAGE_TESTS,
					.done = ts->done,
					.total = ts->su->report->n_tests,
					.failed = ts->failed,
					.test = t };
	submit_tell(ts->su, &ev);
	pthread_mutex_unlock(&ts->lock);
	return r;
}

static int name_test(const struct problem_test *t, struct err *e)
{
	return err_wrap(e, "test %s/%s", t->group, t->name);
}

/* Nothing of the submission runs: what it used is nothing. */
static int run_static(struct tests *ts, size_t i, struct sandbox *s, struct err *e)
{
	struct report_test *t = &ts->su->report->tests[i];
	static const struct execution nothing;
	cleanup_checked struct checked o = { 0 };

	checked_init(&o);
	if (static_validator_ask(&ts->static_validator, s, ts->su->submission, t->test, &o, e) < 0 ||
	    score_of_test(ts->su->problem, t->test, &o, &t->has_score, &t->score, e) < 0)
		return name_test(t->test, e);
	return conclude(ts, i, &nothing, NULL, &o, -1, e);
}

static int run_one(struct tests *ts, size_t i, struct bench *b, struct err *e)
{
	struct report_test *t = &ts->su->report->tests[i];
	cleanup_buf struct buf answer = { 0 };
	const struct buf *expected = ts->su->own_input ? NULL : &answer;
	cleanup_fd int input = -1;
	cleanup_checked struct checked o = { 0 };
	int r;

	checked_init(&o);
	buf_init(&answer, PROBLEM_FILE_MAX);
	b->seat->test = t->test;
	r = submit_input(ts->su, &ts->set, i, &input, &t->input_bytes, e);
	if (!r && expected)
		r = testset_answer(&ts->set, (size_t)(t->test - ts->su->problem->tests), &answer, e);
	if (!r)
		r = run_and_judge(ts, b->box, b->seat, &input, &answer, &b->x, &o, e);
	if (!r && b->second)
		r = run_again(ts, i, b, &answer, &o.judgement, e);
	if (!r && expected)
		r = score_of_test(ts->su->problem, t->test, &o, &t->has_score, &t->score, e);
	return r < 0 ? name_test(t->test, e) : conclude(ts, i, &b->x, expected, &o, input, e);
}

/* ---- workers ----------------------------------------------------------------------------------------------------- */

/* Whichever worker comes first: the earliest test counts, and none behind it. */
static void fail_at(struct tests *ts, size_t i, const struct err *e)
{
	pthread_mutex_lock(&ts->lock);
	if (!ts->failure.code || i < ts->failed_at) {
		ts->failure = *e;
		ts->failed_at = i;
	}
	pthread_mutex_unlock(&ts->lock);
	stop_at(ts, i + 1);
}

/* Will it be forgotten anyway, since one before it failed? */
static bool is_settled(struct tests *ts, size_t i)
{
	bool settled;

	if (ts->su->options->all || ts->su->own_input)
		return false;
	pthread_mutex_lock(&ts->lock);
	settled = score_is_settled(ts->su->report, i);
	pthread_mutex_unlock(&ts->lock);
	return settled;
}

struct worker {
	struct tests *ts;
	struct sandbox *sandbox;
	pthread_t thread;
	bool started;
	unsigned number;
};

/* A worker that comes too late for any test needs none. */
static int open_boxes(const struct worker *w, struct bench *b, struct err *e)
{
	struct submit *su = w->ts->su;
	const struct problem *p = su->problem;
	const struct artifact *runner = w->ts->runner.fd < 0 ? NULL : &w->ts->runner;
	const enum run_how how = judge_how(su->judge, p);
	int r = judge_open_box(su->judge, w->sandbox, runner, &su->build.artifact, &p->limits, how, &b->box, e);

	if (!r && su->options->both_ways && how == RUN_SERVED)
		r = judge_open_box(su->judge, w->sandbox, runner, &su->build.artifact, &p->limits, RUN_EXEC, &b->second,
				   e);
	return r;
}

static void close_bench(struct bench *b)
{
	run_box_close(b->box);
	run_box_close(b->second);
	execution_clear(&b->x);
	execution_clear(&b->again);
}

/* The boxes are opened for the first test that needs them. */
static int run_next(struct worker *w, size_t i, struct bench *b, struct err *e)
{
	if (w->ts->su->report->tests[i].test->is_static)
		return run_static(w->ts, i, w->sandbox, e);
	return !b->box && open_boxes(w, b, e) < 0 ? e->code : run_one(w->ts, i, b, e);
}

static void work(struct worker *w)
{
	struct tests *ts = w->ts;
	const struct problem *p = ts->su->problem;
	struct judge *j = ts->su->judge;
	cleanup_checker_seat struct checker_seat seat = { .checker = &ts->checker,
							  .sandbox = judge_seat_sandbox(j, p, w->number) };
	cleanup(close_bench) struct bench b = { .seat = &seat };
	struct err e = ERR_INIT;

	/* Something may be built in its sandbox still. */
	complexity_await(ts->su, w->number);
	if (w->number + 1 == ts->su->judge->n_workers)
		soundness_await(ts->su);
	execution_init(&b.x, p->limits.output_bytes);
	execution_init(&b.again, p->limits.output_bytes);
	for (;;) {
		size_t i = atomic_fetch_add(&ts->next, 1);

		if (i >= ts->su->report->n_tests || i >= atomic_load(&ts->stop))
			return;
		if (is_settled(ts, i))
			continue;
		if (run_next(w, i, &b, &e) < 0) {
			fail_at(ts, i, &e);
			return;
		}
	}
}

static void *worker_main(void *arg)
{
	work(arg);
	return NULL;
}

/* The calling thread is the first worker; the others help. */
static void run_all(struct tests *ts)
{
	struct judge *j = ts->su->judge;
	struct worker workers[JUDGE_WORKERS_MAX] = { 0 };

	for (unsigned i = 0; i < j->n_workers; i++)
		workers[i] = (struct worker){ .ts = ts, .sandbox = j->workers[i], .number = i };
	for (unsigned i = 1; i < j->n_workers && i < ts->su->report->n_tests; i++)
		workers[i].started = !pthread_create(&workers[i].thread, NULL, worker_main, &workers[i]);
	worker_main(&workers[0]);
	for (unsigned i = 1; i < j->n_workers; i++)
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

static void count_group(struct report *r, const struct report_test *t)
{
	for (size_t g = 0; g < r->n_groups; g++)
		if (!strcmp(r->groups[g].group->name, t->test->group)) {
			r->groups[g].run++;
			r->groups[g].passed += t->judgement.verdict == VERDICT_AC;
		}
}

/* What a worker had begun behind the test that ended the judging was luck: it did not run. */
static void forget(struct report_test *t)
{
	*t = (struct report_test){ .test = t->test };
}

/* By the tree of the package; else each test must be accepted. */
static int decide(struct tests *ts, struct judgement *out, struct err *e)
{
	struct report *r = ts->su->report;

	if (ts->su->problem->n_nodes && !ts->su->samples_only)
		return score_put_together(r, ts->su->options->all, out, e);
	*out = judgement_of(VERDICT_AC, "%s", "");
	for (size_t i = r->n_tests; i-- > 0;)
		if (r->tests[i].judgement.verdict != VERDICT_NONE && r->tests[i].judgement.verdict != VERDICT_AC)
			*out = r->tests[i].judgement;
	return 0;
}

static int summarise(struct tests *ts, struct err *e)
{
	struct report *r = ts->su->report;
	struct judgement judgement;

	for (size_t i = atomic_load(&ts->stop); i < r->n_tests; i++)
		forget(&r->tests[i]);
	if (decide(ts, &judgement, e) < 0)
		return e->code;
	for (size_t i = 0; i < r->n_tests; i++) {
		struct report_test *t = &r->tests[i];

		if (t->judgement.verdict == VERDICT_NONE)
			continue;
		count_group(r, t);
		if (t->judgement.verdict != VERDICT_AC && r->first_failed == SIZE_MAX)
			r->first_failed = i;
		if (t->test->is_static)
			continue;
		if (r->slowest == SIZE_MAX || t->cpu_us > r->tests[r->slowest].cpu_us)
			r->slowest = i;
		if (r->largest == SIZE_MAX || t->peak_bytes > r->tests[r->largest].peak_bytes)
			r->largest = i;
	}
	/* Of hidden tests, only the first that failed is explained. */
	for (size_t i = 0; i < r->n_tests; i++)
		if (i != r->first_failed && !r->tests[i].test->sample)
			r->tests[i].input = r->tests[i].expected = r->tests[i].found = r->tests[i].printed = NULL;
	for (size_t i = 0; i < r->n_tests && !ts->su->options->keep_messages; i++)
		if (!r->tests[i].test->sample && (i != r->first_failed || !ts->su->options->keep_data))
			r->tests[i].judge_message = NULL;
	submit_decide(ts->su, STAGE_TESTS, judgement);
	return 0;
}

static void tell_built(size_t done, size_t total, void *arg)
{
	const struct judge_event ev = { .kind = EVENT_BUILD_TESTS, .stage = STAGE_TESTS, .done = done, .total = total };

	submit_tell(arg, &ev);
}

static int run_planned(struct tests *ts, struct err *e)
{
	struct submit *su = ts->su;
	int r = checker_open(su->judge, su->problem, &ts->checker, e);

	if (!r && !su->own_input)
		r = static_validator_open(su->judge, su->problem, &ts->static_validator, e);
	if (!r && !su->own_input)
		r = testset_open(su->judge, su->problem, tell_built, su, &ts->set, e);
	if (!r)
		r = judge_build_runner(su->judge, su->problem, &ts->runner, e);
	if (r < 0)
		return r;
	run_all(ts);
	if (ts->failure.code && ts->failed_at < atomic_load(&ts->stop)) {
		*e = ts->failure;
		return e->code;
	}
	return summarise(ts, e);
}

void submit_prepare(struct submit *su)
{
	struct judge *j = su->judge;
	struct toolchain *tc;
	struct err ignored;

	if (judge_toolchain(j, judge_language(su->submission->sources, su->submission->n_sources), &tc, &ignored) < 0)
		return;
	for (unsigned i = 0; i < j->n_workers && i < su->report->n_tests; i++)
		if (run_box_prepare(tc, j->workers[i], su->problem->function_style, &su->problem->limits,
				    judge_how(j, su->problem), &ignored) < 0)
			return;
}

int stage_tests(struct submit *su, struct err *e)
{
	struct tests ts = { .su = su,
			    .set = { .dir = -1 },
			    .runner = ARTIFACT_INIT,
			    .checker = CHECKER_INIT,
			    .static_validator = STATIC_VALIDATOR_INIT };
	int r;

	atomic_init(&ts.next, 0);
	atomic_init(&ts.stop, SIZE_MAX);
	atomic_init(&ts.run_long, 0);
	pthread_mutex_init(&ts.lock, NULL);
	r = run_planned(&ts, e);
	pthread_mutex_destroy(&ts.lock);
	artifact_clear(&ts.runner);
	checker_close(&ts.checker);
	static_validator_close(&ts.static_validator);
	testset_close(&ts.set);
	return r;
}

/* ---- the host ---------------------------------------------------------------------------------------------------- */

/*
 * Does what the layer guarantees matter for this problem, and nothing else give it? One process alone needs no
 * counting of many.
 */
static bool is_missed(enum box_layer layer, const struct problem *p)
{
	if (layer == BOX_LAYER_CGROUP_PIDS || layer == BOX_LAYER_CGROUP_CPU)
		return p->limits.processes > 1;
	return layer != BOX_LAYER_TWO_IDS;
}

int submit_describe_host(struct report *r, const struct problem *p, const struct box_probe *probe, struct err *e)
{
	static const char *const kinds[] = { "no cgroup", "cgroup v1", "cgroup v2" };
	cleanup_buf struct buf missing = { 0 };

	buf_init(&missing, 1024);
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		if (!probe->have[i] && is_missed((enum box_layer)i, p))
			buf_printf(&missing, "%s%s", missing.len ? ", " : "", box_layer_word((enum box_layer)i));
	if (buf_error(&missing, "host", e) < 0)
		return e->code;
	r->host = arena_printf(&r->memory, "Linux %s, %s", probe->kernel, kinds[probe->cgroup]);
	r->not_enforced = arena_strdup(&r->memory, missing.data);
	return r->host && r->not_enforced ? 0 : err_set(e, -ENOMEM, "out of memory");
}

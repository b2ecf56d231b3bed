/*
 * verify_references: every reference is judged as a submission would be.
 *
 * Each must get what its row promises, for the reason and in the size family that the row names: a trap that fails for
 * another reason proves nothing. What is accepted must be so with room to spare, in time and in the growth of its
 * costs, or the limits are too narrow for honest ones.
 */
#include "judge/author/verify.h"

#include "judge/author/each.h"
#include "judge/author/expect.h"
#include "judge/complexity.h"
#include "judge/session.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <string.h>

/* What is too slow is so at 3/2 of it: then it does not depend on the host of the day. */
#define HIGH_LIMIT(us) ((us) + (us) / 2)

/* What is to be said of a reference. */
struct outcome {
	enum verify_result result;
	struct judgement got;
	char text[VERIFY_TEXT_MAX];
	struct power_row power;
};

static struct verify_line line_of(const struct problem_reference *ref, const struct outcome *o)
{
	return (struct verify_line){ .result = o->result, .reference = ref, .got = o->got, .text = o->text };
}

static void tell(struct verify *v, const struct problem_reference *ref, const struct outcome *o)
{
	const struct verify_line l = line_of(ref, o);

	verify_tell(v, &l);
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
	const uint64_t largest = r->largest == SIZE_MAX ? 0 : r->tests[r->largest].peak_bytes;

	if (v->p->has_time_limit && (double)slowest * v->p->ac_to_time_limit > (double)v->p->limits.box.cpu_us) {
		snprintf(why, REASON_MAX, "takes over 1/%g of the time limit", v->p->ac_to_time_limit);
		return true;
	}
	/* Others' packages may have what half the memory is gone for before main begins. */
	if (v->p->is_ours && largest > v->p->limits.memory_bytes / 2) {
		snprintf(why, REASON_MAX, "takes over half of the memory limit");
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
		else if (ref->expected.verdict == VERDICT_AC && expect_bounds_time(v->p, ref, TIME_BOUND_LOWER) &&
			 is_narrow(v, r, why))
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

/* One that time alone is to reject; what its growth shows needs no margin. */
static bool is_about_time(const struct problem_reference *ref)
{
	return ref->expected.verdict == VERDICT_TLE && !ref->family && !ref->n_expectations &&
	       strncmp(ref->expected.reason, "complexity", 10) != 0;
}

/* The package with the high limit, under which one run of a test answers for the lower one too. */
static struct problem with_high_limit(const struct problem *p)
{
	struct problem high = *p;

	high.limits.box.cpu_us = HIGH_LIMIT(high.limits.box.cpu_us);
	high.limits.box.wall_us = HIGH_LIMIT(high.limits.box.wall_us);
	return high;
}

/* Too slow for the limit, and not for the high one: the next host may find otherwise. */
static bool is_sensitive(const struct verify *v, const struct report *r, struct outcome *out)
{
	const uint64_t slowest = r->slowest == SIZE_MAX ? 0 : r->tests[r->slowest].cpu_us;

	if (r->judgement.verdict != VERDICT_AC || slowest <= v->p->limits.box.cpu_us)
		return false;
	conclude(out, VERIFY_WARNED, "TLE, but by little: it takes %.2f s, and the limit is %.2f s",
		 (double)slowest / CLOCK_US_PER_S, (double)v->p->limits.box.cpu_us / CLOCK_US_PER_S);
	out->got.verdict = VERDICT_TLE;
	return true;
}

/* Which tests a wrong reference fails. One that does not compile says nothing of them. */
static int note_tests(const struct verify *v, const struct problem_reference *ref, const struct report *r,
		      struct power_row *out, struct err *e)
{
	if (ref->expected.verdict == VERDICT_AC || r->n_tests != problem_n_judged(v->p) || r->decided_by < STAGE_TESTS)
		return 0;
	out->failed = calloc(r->n_tests, 1);
	if (!out->failed)
		return err_set(e, -ENOMEM, "out of memory");
	out->reference = ref;
	for (size_t i = 0; i < r->n_tests; i++) {
		const enum verdict got = r->tests[i].judgement.verdict;

		out->failed[r->tests[i].test - v->p->tests] = got != VERDICT_AC && got != VERDICT_NONE;
	}
	return 0;
}

/* Who watches, and which reference. */
struct view {
	const struct verify *v;
	const struct problem_reference *ref;
	pthread_mutex_t *lock; /* references are judged at the same time, and calls do not overlap */
};

static void show(struct view *view, const struct judge_event *ev, const struct outcome *done)
{
	const struct judge_options *o = view->v->options;
	const struct verify_line l = done ? line_of(view->ref, done) : (struct verify_line){ .text = "" };

	if (!o->reference)
		return;
	pthread_mutex_lock(view->lock);
	o->reference(view->ref, ev, done ? &l : NULL, o->arg);
	pthread_mutex_unlock(view->lock);
}

static void on_event(const struct judge_event *ev, void *arg)
{
	show(arg, ev, NULL);
}

static int check_reference(struct view *view, struct judge *j, struct outcome *out, struct err *e)
{
	const struct verify *v = view->v;
	const struct problem_reference *ref = view->ref;

	cleanup_free char *folder = fs_join(v->p->dir, "submissions"),
			  *path = folder ? fs_join(folder, ref->file) : NULL;
	const struct problem high = with_high_limit(v->p);
	struct submission s = { 0 };
	cleanup_report struct report report = { 0 };
	const char *const paths[] = { path };
	struct judge_options options = *v->options;
	int r;

	/* What crashes only with sanitizers may be wrong without them. */
	options.unexplained = ref->expected.verdict != VERDICT_RTE;
	/* What is promised of all tests is seen by running all. */
	if (ref->n_expectations)
		options.all = options.keep_messages = true;
	options.event = on_event;
	options.arg = view;

	if (!path)
		return err_set(e, -ENOMEM, "out of memory");
	r = submission_load(paths, 1, &s, e);
	s.entrypoint = ref->entrypoint;
	if (!r)
		r = judge_submit(j, is_about_time(ref) ? &high : v->p, &s, &options, &report, e);
	if (!r && !(is_about_time(ref) && is_sensitive(v, &report, out)))
		compare(v, ref, &report, out);
	if (!r)
		r = note_tests(v, ref, &report, &out->power, e);
	submission_clear(&s);
	if (!r)
		show(view, NULL, out);
	return r < 0 ? err_wrap(e, "%s", ref->file) : 0;
}

/* What is said comes in the order of the package, however many look. */
struct checking {
	struct verify *v;
	struct outcome *outcomes; /* one for each reference */
	bool *done;
	size_t told;          /* so many, from the first on */
	pthread_mutex_t lock; /* of the two above, and of what is said */
	pthread_mutex_t viewing;
};

/* Whoever is done with one says all that waited for it alone. */
static void tell_done(struct checking *c, size_t i)
{
	const struct problem *p = c->v->p;

	pthread_mutex_lock(&c->lock);
	c->done[i] = true;
	for (; c->told < p->n_references && c->done[c->told]; c->told++)
		tell(c->v, &p->references[c->told], &c->outcomes[c->told]);
	pthread_mutex_unlock(&c->lock);
}

static int check_one(struct judge *one, size_t i, void *arg, struct err *e)
{
	struct checking *c = arg;
	struct view view = { c->v, &c->v->p->references[i], &c->viewing };

	if (check_reference(&view, one, &c->outcomes[i], e) < 0)
		return e->code;
	tell_done(c, i);
	return 0;
}

static void say_power(struct verify *v, const struct outcome *outcomes, size_t n)
{
	cleanup_free struct power_row *rows = calloc(n + 1, sizeof(*rows));

	for (size_t i = 0; rows && i < n; i++)
		rows[i] = outcomes[i].power;
	if (rows)
		verify_power(v, rows, n);
}

int verify_references(struct verify *v, struct err *e)
{
	const size_t n = v->p->n_references;
	cleanup_free struct outcome *outcomes = calloc(n + 1, sizeof(*outcomes));
	cleanup_free bool *done = calloc(n + 1, sizeof(*done));
	struct checking c = { .v = v, .outcomes = outcomes, .done = done };
	int r;

	if (!outcomes || !done)
		return err_set(e, -ENOMEM, "out of memory");
	pthread_mutex_init(&c.lock, NULL);
	pthread_mutex_init(&c.viewing, NULL);
	r = judge_each(v->j, n, check_one, &c, e);
	pthread_mutex_destroy(&c.viewing);
	pthread_mutex_destroy(&c.lock);
	if (!r)
		say_power(v, outcomes, n);
	for (size_t i = 0; i < n; i++)
		free(outcomes[i].power.failed);
	return r;
}

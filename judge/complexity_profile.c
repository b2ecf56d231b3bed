/*
 * Which functions took the steps.
 *
 * Telling functions apart makes each step dearer, so the submission is built once more for it, when somebody asks, and
 * runs once with each family at the largest size that was measured. Nothing is decided by it; where that build or
 * that run does not come to its end, there is no profile, and the report shows none.
 */
#include "judge/complexity.h"
#include "sandbox/base/cleanup.h"

#include <string.h>

/* 0: *out is filled, or left empty where the run told nothing. */
static int run_once(struct run_box *box, const struct profiling *p, struct report_family *f, struct execution *x,
		    struct err *e)
{
	const struct run_counting how = { .budget = COST_BUDGET, .seed = 1, .phase = f->family->phase };
	const uint64_t n = f->curve->points[f->curve->n_points - 1].n;
	struct run_profile *kept;
	int fd = -1, r = p->input(p->arg, f->family, n, &fd, e);

	if (!r)
		r = p->count ? p->count(p->arg, f->family, n, box, fd, &how, x, e) : run_box_count(box, fd, &how, x, e);
	fd_close(&fd);
	if (r < 0 || !x->cost.known || !x->profile.n)
		return r;
	kept = arena_alloc(&p->report->memory, sizeof(*kept));
	if (!kept)
		return err_set(e, -ENOMEM, "out of memory");
	*kept = x->profile;
	f->profile = kept;
	f->profile_n = n;
	return 0;
}

static int run_all(const struct profiling *p, const struct build *b, const char *counter, struct err *e)
{
	struct report *r = p->report;
	cleanup_run_box struct run_box *box = NULL;
	struct execution x;
	int code = run_box_open_counted(p->judge->tc, p->judge->workers[0], p->runner, &b->artifact, counter,
					&p->problem->limits, &box, e);

	execution_init(&x, PROBLEM_FILE_MAX);
	for (size_t i = 0; !code && i < r->n_families; i++)
		if (r->families[i].curve && r->families[i].curve->n_points)
			code = run_once(box, p, &r->families[i], &x, e);
	execution_clear(&x);
	return code;
}

int complexity_profile(const struct profiling *p, struct err *e)
{
	cleanup_build struct build b = BUILD_INIT;
	char counter[COUNTER_NAME_MAX];
	int r;

	complexity_counter(counter);
	r = judge_build_profiled(p->judge, p->problem, p->submission->sources, p->submission->n_sources, counter, &b,
				 e);
	if (!r && b.end == BUILD_OK)
		r = run_all(p, &b, counter, e);
	return r < 0 ? err_wrap(e, "profile") : 0;
}

/*
 * cost: climbing the ladder of sizes.
 *
 * One size after the other is measured, each by one run, or by several where the program draws random numbers or counts
 * differently each time; the first that ends in another way than well ends the climb, and what was measured before it
 * stands. Whether counts are steady is asked of one size above the middle, which is cheap and says most.
 *
 * What the candidate does never is an error here. It cannot make the ladder take long either: a run ends with its
 * budget of steps, or with its limit of time.
 */
#include "runners/cost.h"

#include "sandbox/base/cleanup.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_BYTES_MAX (64u << 20)
#define SPREAD_MAX       0.02
#define UNSTEADY_RUNS    5
#define RUNS_MAX         COST_SEEDS_MANY

_Static_assert(COST_SEEDS_FEW <= RUNS_MAX && UNSTEADY_RUNS <= RUNS_MAX, "room for all runs of a size");

struct climb {
	struct run_box *rb;
	const struct cost_ladder *ladder;
	struct cost_curve *curve;
	struct run_cost firsts[COST_POINTS_MAX]; /* of each point the run with the first seed */
	struct execution x;
};

/* The runs of one size. */
struct sample {
	struct run_cost costs[RUNS_MAX];
	size_t n;
	uint64_t cpu_us; /* of the first */
};

const char *cost_end_text(enum cost_end end)
{
	static const char *const texts[] = {
#define X(id, text) text,
		COST_ENDS(X)
#undef X
	};

	return texts[end];
}

/* ---- ends -------------------------------------------------------------------------------------------------------- */

static void end_at(struct climb *c, uint64_t n, enum cost_end end, const char *detail)
{
	c->curve->end = end;
	c->curve->end_n = n;
	snprintf(c->curve->end_detail, sizeof(c->curve->end_detail), "%.*s", (int)sizeof(c->curve->end_detail) - 1,
		 detail);
}

static void name_exit(const struct execution *x, char *out, size_t size)
{
	const struct box_result *used = &x->used;
	const char *name = used->end == BOX_END_SIGNAL ? sigabbrev_np(used->signal) : NULL;

	out[0] = '\0';
	if (x->stack_overflow)
		snprintf(out, size, "stack overflow");
	else if (name)
		snprintf(out, size, "SIG%s", name);
	else if (used->end == BOX_END_SIGNAL)
		snprintf(out, size, "signal %d", used->signal);
	else if (used->end == BOX_END_EXIT)
		snprintf(out, size, "exit %d", used->exit_code);
	else if (used->end == BOX_END_PROCESSES)
		snprintf(out, size, "a second process or thread");
	else if (used->end == BOX_END_SYSCALL)
		snprintf(out, size, "system call %s", used->syscall_name);
}

/* How a run ended that did not come to its end. */
static enum cost_end weigh_end(const struct execution *x)
{
	switch (x->used.end) {
	case BOX_END_CPU:
	case BOX_END_WALL:
		return COST_END_TIME;
	case BOX_END_MEMORY:
		return COST_END_MEMORY;
	case BOX_END_OUTPUT:
	case BOX_END_FILE_SIZE:
		return COST_END_OUTPUT;
	default:
		return x->alloc_failed ? COST_END_MEMORY : COST_END_CRASH;
	}
}

/* Looks at the run that is in c->x; false: the climb ends here. */
static bool is_good(struct climb *c, uint64_t n)
{
	const struct execution *x = &c->x;
	char detail[sizeof(c->curve->end_detail)];

	if (x->finished && x->cost.known)
		return true;
	name_exit(x, detail, sizeof(detail));
	if (x->cost.known && x->cost.over_budget)
		end_at(c, n, COST_END_BUDGET, "");
	else if (x->complaint[0])
		end_at(c, n, COST_END_CONDUCT, x->complaint);
	/* On an input that others have been run on, a fault of the runtime's is the candidate's doing. */
	else if (x->finished || x->fault[0])
		end_at(c, n, COST_END_FORGED, x->fault);
	else
		end_at(c, n, weigh_end(x), detail);
	return false;
}

/* ---- one size ---------------------------------------------------------------------------------------------------- */

/* One run more; *good is false when the climb ends with it. */
static int run_once(struct climb *c, uint64_t n, int input, uint64_t seed, struct sample *s, bool *good, struct err *e)
{
	const struct run_counting how = { .budget = COST_BUDGET, .seed = seed, .phase = c->ladder->phase };
	const struct cost_ladder *l = c->ladder;
	bool right = true;
	int r = l->count ? l->count(l->arg, c->rb, n, input, &how, &c->x, &right, e)
			 : run_box_count(c->rb, input, &how, &c->x, e);

	if (r < 0)
		return r;
	if (!right)
		end_at(c, n, COST_END_ANSWER, "");
	*good = right && is_good(c, n);
	if (!*good)
		return 0;
	if (s->n == 0)
		s->cpu_us = c->x.used.cpu_us;
	s->costs[s->n++] = c->x.cost;
	c->curve->drew |= c->x.cost.drew;
	return 0;
}

static int check_answer(struct climb *c, uint64_t n, bool *good, struct err *e)
{
	const struct cost_ladder *l = c->ladder;
	int r;

	if (!*good || !l->answer)
		return 0;
	r = l->answer(l->arg, n, c->x.answer.data, c->x.answer.len, good, e);
	if (r == 0 && !*good)
		end_at(c, n, COST_END_ANSWER, "");
	return r;
}

static void find_range(const struct sample *s, uint64_t *least, uint64_t *most)
{
	*least = *most = s->costs[0].ticks;
	for (size_t i = 1; i < s->n; i++) {
		if (s->costs[i].ticks < *least)
			*least = s->costs[i].ticks;
		if (s->costs[i].ticks > *most)
			*most = s->costs[i].ticks;
	}
}

static bool is_spread(const struct sample *s)
{
	uint64_t least, most;

	find_range(s, &least, &most);
	return (double)(most - least) > SPREAD_MAX * (double)least;
}

static int measure(struct climb *c, uint64_t n, int input, struct sample *s, bool *good, struct err *e)
{
	int r = run_once(c, n, input, 1, s, good, e);

	if (r == 0)
		r = check_answer(c, n, good, e);
	/* The same seed again and again, where that is not the same run. */
	while (r == 0 && *good && c->curve->unsteady && s->n < UNSTEADY_RUNS)
		r = run_once(c, n, input, 1, s, good, e);
	if (r < 0 || !*good || c->curve->unsteady || !s->costs[0].drew)
		return r;
	while (r == 0 && *good && s->n < (is_spread(s) ? COST_SEEDS_MANY : COST_SEEDS_FEW))
		r = run_once(c, n, input, s->n + 1, s, good, e);
	return r;
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The mean of runs with other seeds; of an unsteady program, where one run may be far off, the median. */
static uint64_t middle(const struct sample *s, size_t field, bool median)
{
	uint64_t values[RUNS_MAX], sum = 0;

	for (size_t i = 0; i < s->n; i++) {
		memcpy(&values[i], (const char *)&s->costs[i] + field, sizeof(values[i]));
		sum += values[i];
	}
	if (!s->n)
		return 0;
	qsort(values, s->n, sizeof(values[0]), compare_numbers);
	return median ? values[s->n / 2] : (sum + s->n / 2) / s->n;
}

static struct cost_point make_point(const struct climb *c, uint64_t n, const struct sample *s)
{
	bool median = c->curve->unsteady;
	struct cost_point p = { .n = n, .cpu_us = s->cpu_us, .seeds = (unsigned)s->n };

	p.ticks = middle(s, offsetof(struct run_cost, ticks), median);
	p.heap_bytes = middle(s, offsetof(struct run_cost, heap_bytes), median);
	p.stack_bytes = middle(s, offsetof(struct run_cost, stack_bytes), median);
	find_range(s, &p.least_ticks, &p.most_ticks);
	return p;
}

/* Measures one size, and puts it into the curve at `place`, if all went well. */
static int measure_size(struct climb *c, uint64_t n, size_t place, bool *good, struct err *e)
{
	struct sample s = { .n = 0 };
	int input = -1, r;

	r = c->ladder->input(c->ladder->arg, n, &input, e);
	if (r < 0)
		return err_wrap(e, "the input for n = %llu", (unsigned long long)n);
	r = measure(c, n, input, &s, good, e);
	fd_close(&input);
	if (r < 0 || !*good)
		return r;
	c->curve->points[place] = make_point(c, n, &s);
	c->firsts[place] = s.costs[0];
	if (place == c->curve->n_points)
		c->curve->n_points++;
	return 0;
}

/* ---- the ladder -------------------------------------------------------------------------------------------------- */

/* first * 2^k, first * 3 * 2^(k - 1), first * 2^(k + 1) …: the first of them that is not below `n`; 0: beyond all. */
static uint64_t next_size(uint64_t first, uint64_t n)
{
	for (uint64_t at = first; at < UINT64_C(1) << 62; at *= 2) {
		if (at >= n)
			return at;
		if (at % 2 == 0 && at / 2 * 3 >= n)
			return at / 2 * 3;
	}
	return 0;
}

static int climb_up(struct climb *c, uint64_t n, uint64_t ceiling, struct err *e)
{
	bool good = true;
	int r = 0;

	for (; n && n <= c->ladder->last && c->curve->n_points < COST_POINTS_MAX;
	     n = next_size(c->ladder->first, n + 1)) {
		const struct cost_point *p = &c->curve->points[c->curve->n_points];

		r = measure_size(c, n, c->curve->n_points, &good, e);
		if (r < 0 || !good)
			return r;
		end_at(c, n, p->ticks > ceiling ? COST_END_CEILING : COST_END_SIZES, "");
		if (p->ticks > ceiling)
			return 0;
	}
	return 0;
}

static bool is_same(const struct run_cost *a, const struct run_cost *b)
{
	return a->ticks == b->ticks && a->heap_bytes == b->heap_bytes && a->stack_bytes == b->stack_bytes;
}

/* Does a size count the same with the same seed? A run that ends in another way now does not. */
static int check_steadiness(struct climb *c, struct err *e)
{
	size_t which = c->curve->n_points * 3 / 4;
	struct cost_curve *curve = c->curve;
	const struct cost_curve kept = *curve;
	struct sample s = { .n = 0 };
	uint64_t n = curve->points[which].n;
	bool good = false;
	int input = -1, r;

	if (!curve->n_points)
		return 0;
	r = c->ladder->input(c->ladder->arg, n, &input, e);
	if (r < 0)
		return r;
	r = run_once(c, n, input, 1, &s, &good, e);
	fd_close(&input);
	*curve = kept;
	curve->unsteady = !good || !is_same(&s.costs[0], &c->firsts[which]);
	curve->unsteady_n = curve->unsteady ? n : 0;
	return r;
}

/* All again, from the smallest on. A size that now ends in another way ends the curve there. */
static int measure_again(struct climb *c, struct err *e)
{
	size_t n_points = c->curve->n_points;
	bool good = true;

	for (size_t i = 0; i < n_points && good; i++) {
		int r = measure_size(c, c->curve->points[i].n, i, &good, e);

		if (r < 0)
			return r;
		if (!good)
			c->curve->n_points = i;
	}
	return 0;
}

int cost_measure(struct run_box *rb, const struct cost_ladder *ladder, struct cost_curve *out, struct err *e)
{
	cleanup_free struct cost_curve *curve = calloc(1, sizeof(*curve));
	struct climb c = { .rb = rb, .ladder = ladder, .curve = curve };
	int r;

	if (!curve)
		return err_set(e, -ENOMEM, "out of memory");
	if (ladder->first < 1 || ladder->first > ladder->last)
		return err_set(e, -EINVAL, "a ladder of sizes from %llu to %llu", (unsigned long long)ladder->first,
			       (unsigned long long)ladder->last);
	execution_init(&c.x, ANSWER_BYTES_MAX);
	end_at(&c, ladder->first, COST_END_SIZES, "");
	r = climb_up(&c, ladder->first, COST_CEILING, e);
	if (r == 0)
		r = check_steadiness(&c, e);
	if (r == 0 && curve->unsteady)
		r = measure_again(&c, e);
	execution_clear(&c.x);
	if (r == 0)
		*out = *curve;
	return r;
}

int cost_climb_on(struct run_box *rb, const struct cost_ladder *ladder, struct cost_curve *curve, struct err *e)
{
	struct climb c = { .rb = rb, .ladder = ladder, .curve = curve };
	int r;

	if (curve->end != COST_END_CEILING || !curve->n_points)
		return 0;
	execution_init(&c.x, ANSWER_BYTES_MAX);
	r = climb_up(&c, next_size(ladder->first, curve->points[curve->n_points - 1].n + 1), COST_FAR, e);
	execution_clear(&c.x);
	end_at(&c, curve->points[curve->n_points - 1].n, COST_END_CEILING, "");
	return r;
}

/* ---- for the fit ------------------------------------------------------------------------------------------------- */

static struct fit_point fit_point_of(uint64_t n, double y, const struct formula *sizes, size_t n_sizes)
{
	double size = (double)n;
	struct fit_point p = { .sizes = { size }, .y = y };

	for (size_t k = 0; k < n_sizes && k + 1 < FORMULA_SIZES_MAX; k++)
		p.sizes[k + 1] = exp2(formula_log2(&sizes[k], &size));
	return p;
}

size_t cost_points(const struct cost_curve *curve, enum cost_measure what, const struct formula *sizes, size_t n_sizes,
		   struct fit_point out[FIT_POINTS_MAX])
{
	size_t n = curve->n_points;

	for (size_t i = 0; i < n; i++) {
		const struct cost_point *p = &curve->points[i];
		uint64_t y = what == COST_TICKS ? p->ticks : p->heap_bytes + p->stack_bytes;

		out[i] = fit_point_of(p->n, (double)y, sizes, n_sizes);
	}
	/* The run that was out of budget took at least that: growth is not less than this says. */
	if (what == COST_TICKS && curve->end == COST_END_BUDGET && n && n < FIT_POINTS_MAX &&
	    curve->end_n > curve->points[n - 1].n)
		out[n++] = fit_point_of(curve->end_n, COST_BUDGET, sizes, n_sizes);
	return n;
}

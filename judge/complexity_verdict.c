/*
 * From the curve of a size family to a judgement.
 *
 * How runs ended comes first, where that end is a fault at any size; then the growth of steps, then that of bytes, then
 * limits that were met on the way, then ratios. Where the points do not tell two classes apart, or are too few, the
 * submission gets the benefit, and the report says so.
 *
 * Steps are the word of the process that made them. Two things that are seen from outside speak against them: code that
 * escapes the counting, which the pass over the assembly finds, and CPU time far beyond what so many steps take. Only
 * then CPU time is looked at, and it rejects only what grows faster than the limit by half a power of n at least: no
 * cache and no busy host does that to an honest program.
 */
#include "judge/classify.h"
#include "judge/complexity.h"
#include "sandbox/base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#define BUDGET_SHARE   1000 /* the budget is over where the reference takes less than one part in so many */
#define CPU_FLOOR_US   2000 /* CPU time below is all overhead */
#define CPU_MIN_US     5000 /* … and below this is not compared with the reference's */
#define CPU_RATIO_MAX  20.0 /* CPU time for a step, of the reference's */
#define CPU_LEAST_US   200  /* what is less cannot be told from nothing */
#define CPU_EXCESS_MIN 0.5  /* slope over the limit from which CPU time alone rejects, … */
#define CPU_TIMES_MIN  4.0  /* … if it is so many times the reference's as well */

static const struct cost_point *point_at(const struct cost_curve *c, uint64_t n)
{
	for (size_t i = 0; c && i < c->n_points; i++)
		if (c->points[i].n == n)
			return &c->points[i];
	return NULL;
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), compare_doubles);
	return n ? values[n / 2] : 0;
}

static double height(const struct cost_point *p, enum cost_measure what)
{
	double y = what == COST_TICKS ? (double)p->ticks : (double)p->heap_bytes + (double)p->stack_bytes;

	return fmax(y, what == COST_TICKS ? COST_TICKS_FLOOR : COST_BYTES_FLOOR);
}

/* So many times the reference: the median over the top half of the sizes that both have. */
static double ratio_of(const struct cost_curve *c, const struct cost_curve *reference, enum cost_measure what)
{
	double ratios[COST_POINTS_MAX];
	size_t n = 0, first;

	for (size_t i = 0; i < c->n_points; i++) {
		const struct cost_point *other = point_at(reference, c->points[i].n);

		if (other)
			ratios[n++] = height(&c->points[i], what) / height(other, what);
	}
	first = n / 2;
	return median(ratios + first, n - first);
}

static struct report_growth growth(const struct problem_family *f, const struct cost_curve *c,
				   const struct cost_curve *reference, enum cost_measure what)
{
	const double floor = what == COST_TICKS ? COST_TICKS_FLOOR : COST_BYTES_FLOOR;
	const char *limit = what == COST_TICKS ? f->time : f->space;
	const double allowed = what == COST_TICKS ? f->time_ratio : f->space_ratio;
	struct report_growth g = { .held = { .end = FIT_TOO_FEW } };
	struct formula sizes[PROBLEM_SIZES_MAX];
	struct fit_point points[FIT_POINTS_MAX];
	size_t n;

	for (size_t i = 0; i < f->n_sizes; i++)
		sizes[i] = f->sizes[i].formula;
	n = cost_points(c, what, sizes, f->n_sizes, points);
	fit_class(points, n, floor, &g.found);
	if (limit)
		fit_limit(points, n, floor, what == COST_TICKS ? &f->time_formula : &f->space_formula, &g.found,
			  &g.held);
	g.ratio = reference ? ratio_of(c, reference, what) : 0;
	g.exceeds = limit && (g.held.end == FIT_EXCEEDS || (allowed > 0 && g.ratio > allowed));
	return g;
}

static bool is_close(const struct report_growth *g, const char *limit)
{
	return limit ? fit_limit_is_close(&g->held) : g->found.enough && !g->found.separated;
}

bool complexity_is_close(const struct problem_family *f, const struct cost_curve *curve)
{
	const struct report_growth time = growth(f, curve, NULL, COST_TICKS);
	const struct report_growth space = growth(f, curve, NULL, COST_BYTES);

	return is_close(&time, f->time) || is_close(&space, f->space);
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* What is being judged, and where its words go. */
struct judging {
	const struct problem_family *f;
	const struct cost_curve *curve, *reference;
	bool named;
	struct complexity_outcome *out;
};

/* " (steady)" behind the words, where there are several; what came from the candidate is made safe. */
static void reject(const struct judging *j, enum verdict v, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void reject(const struct judging *j, enum verdict v, const char *fmt, ...)
{
	cleanup_buf struct buf raw = { 0 }, safe = { 0 };
	struct judgement *to = &j->out->judgement;
	va_list ap;

	buf_init(&raw, 4 * REASON_MAX);
	buf_init(&safe, sizeof(to->reason) - 1);
	va_start(ap, fmt);
	buf_vprintf(&raw, fmt, ap);
	va_end(ap);
	if (j->named)
		buf_printf(&raw, " (%s)", j->f->name);
	text_escape(&safe, raw.data, raw.len, true);
	to->verdict = v;
	memcpy(to->reason, safe.data, safe.len + 1);
}

static void doubt(const struct judging *j, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void doubt(const struct judging *j, const char *fmt, ...)
{
	char *to = j->out->remark;
	size_t len = strlen(to);
	va_list ap;

	if (len > 0)
		len += (size_t)snprintf(to + len, sizeof(j->out->remark) - len, "; ");
	if (len >= sizeof(j->out->remark))
		return;
	va_start(ap, fmt);
	vsnprintf(to + len, sizeof(j->out->remark) - len, fmt, ap);
	va_end(ap);
}

/* ---- ends -------------------------------------------------------------------------------------------------------- */

/* An end that is a fault whatever the growth was. */
static bool judge_fault(const struct judging *j)
{
	static const enum verdict verdicts[COST_END_COUNT] = {
		[COST_END_CRASH] = VERDICT_RTE,  [COST_END_CONDUCT] = VERDICT_WA, [COST_END_ANSWER] = VERDICT_WA,
		[COST_END_OUTPUT] = VERDICT_OLE, [COST_END_FORGED] = VERDICT_RTE,
	};
	const struct cost_curve *c = j->curve;

	if (!verdicts[c->end])
		return false;
	reject(j, verdicts[c->end], "%s at n = %" PRIu64, c->end_detail[0] ? c->end_detail : cost_end_text(c->end),
	       c->end_n);
	return true;
}

/* A limit of the box that was met on the way up, where the growth so far says nothing. */
static bool judge_limit(const struct judging *j)
{
	const struct cost_curve *c = j->curve;

	if (c->end == COST_END_TIME)
		reject(j, VERDICT_TLE, "over the CPU time limit at n = %" PRIu64, c->end_n);
	else if (c->end == COST_END_MEMORY)
		reject(j, VERDICT_MLE, "over the memory limit at n = %" PRIu64, c->end_n);
	else
		return false;
	return true;
}

/* "12,345,678" */
static const char *grouped(uint64_t n, char out[32])
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof(digits), "%" PRIu64, n), k = 0;

	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			out[k++] = ',';
		out[k++] = digits[i];
	}
	out[k] = 0;
	return out;
}

/* Are the sizes that came to their end enough to see it? A budget that ran out is a bound and no count. */
static bool is_seen_before(const struct judging *j)
{
	struct cost_curve before = *j->curve;

	before.end = COST_END_SIZES;
	return growth(j->f, &before, NULL, COST_TICKS).held.end == FIT_EXCEEDS;
}

/* The budget was spent where the reference needs next to nothing: no class is needed to see that. */
static bool judge_budget(const struct judging *j)
{
	const struct cost_curve *c = j->curve;
	const struct cost_point *other = point_at(j->reference, c->end_n);
	char spent[32], needed[32];

	if (c->end != COST_END_BUDGET || !j->f->time || !other || other->ticks > COST_BUDGET / BUDGET_SHARE ||
	    is_seen_before(j))
		return false;
	reject(j, VERDICT_TLE, "complexity: over %s steps at n = %" PRIu64 ", the reference takes %s",
	       grouped(COST_BUDGET, spent), c->end_n, grouped(other->ticks, needed));
	return true;
}

/* ---- growth ------------------------------------------------------------------------------------------------------ */

static bool judge_growth(const struct judging *j, const struct report_growth *g, enum verdict v, const char *limit)
{
	if (!limit || g->held.end != FIT_EXCEEDS)
		return false;
	if (g->held.class_excess > FIT_TOP_MAX)
		reject(j, v, "complexity: O(%s) found, O(%s) allowed", fit_class_text(g->found.class), limit);
	else
		reject(j, v, "complexity: grows faster than O(%s) at the largest sizes", limit);
	j->out->by_class = true;
	return true;
}

static bool judge_ratio(const struct judging *j, const struct report_growth *g, enum verdict v, double allowed)
{
	if (allowed <= 0 || g->ratio <= allowed)
		return false;
	reject(j, v, "complexity: %.1f times the %s of the reference, %g allowed", g->ratio,
	       v == VERDICT_TLE ? "steps" : "bytes", allowed);
	return true;
}

/* CPU time without what it takes to start and to end, which the smallest size tells. */
static double own_cpu_us(const struct cost_curve *c, const struct cost_point *p)
{
	return fmax((double)p->cpu_us - (double)c->points[0].cpu_us, CPU_LEAST_US);
}

/* CPU time of the largest size that both have, of the reference's: in all, and for a step; 0: nothing to measure. */
struct cpu_ratio {
	double whole, step;
};

static struct cpu_ratio compare_cpu(const struct judging *j)
{
	const struct cost_curve *c = j->curve;
	struct cpu_ratio r = { 0, 0 };

	for (size_t i = c->n_points; i-- > 0;) {
		const struct cost_point *p = &c->points[i], *other = point_at(j->reference, p->n);

		if (!other || p->cpu_us < CPU_MIN_US)
			continue;
		r.whole = own_cpu_us(c, p) / own_cpu_us(j->reference, other);
		r.step = r.whole * fmax((double)other->ticks, 1) / fmax((double)p->ticks, 1);
		return r;
	}
	return r;
}

/* CPU time against the limit, for steps that cannot be believed. */
static bool judge_cpu(const struct judging *j, const struct cpu_ratio *cpu)
{
	struct formula sizes[PROBLEM_SIZES_MAX];
	struct fit_point points[FIT_POINTS_MAX];
	struct fit_limit held;
	struct fit found;
	size_t n;

	for (size_t i = 0; i < j->f->n_sizes; i++)
		sizes[i] = j->f->sizes[i].formula;
	n = cost_points(j->curve, COST_TICKS, sizes, j->f->n_sizes, points);
	/* They stand in the order of the curve; a bound behind them has no time. */
	n = n < j->curve->n_points ? n : j->curve->n_points;
	for (size_t i = 0; i < n; i++)
		points[i].y = (double)j->curve->points[i].cpu_us;
	fit_class(points, n, CPU_FLOOR_US, &found);
	if (!j->f->time || (j->reference && cpu->whole < CPU_TIMES_MIN))
		return false;
	fit_limit(points, n, CPU_FLOOR_US, &j->f->time_formula, &found, &held);
	if (held.end != FIT_EXCEEDS || held.top_slope < CPU_EXCESS_MIN || held.class_excess < CPU_EXCESS_MIN)
		return false;
	reject(j, VERDICT_TLE, "complexity: CPU time grows like O(%s), O(%s) allowed", fit_class_text(found.class),
	       j->f->time);
	j->out->by_class = true;
	return true;
}

/* ---- doubts ------------------------------------------------------------------------------------------------------ */

static void tell_undecided(const struct judging *j, const struct report_growth *g, const char *limit, const char *what)
{
	if (!limit || g->exceeds)
		return;
	if (g->held.end == FIT_UNDECIDED && !strcmp(limit, fit_class_text(g->found.class)))
		doubt(j, "%s: more than O(%s) at the largest sizes, but like no faster function; decided in its favour",
		      what, limit);
	else if (g->held.end == FIT_UNDECIDED)
		doubt(j, "%s: O(%s) and O(%s) are not told apart; decided in its favour", what, limit,
		      fit_class_text(g->found.class));
	else if (g->held.end == FIT_TOO_FEW)
		doubt(j, "%s: too few sizes to tell how they grow; decided in its favour", what);
}

static void tell_doubts(const struct judging *j, const struct cpu_ratio *cpu)
{
	const struct complexity_outcome *o = j->out;

	if (j->curve->unsteady)
		doubt(j,
		      "twice the same run at n = %" PRIu64 " took other numbers of steps: memory that is not "
		      "initialised, or addresses that decide",
		      j->curve->unsteady_n);
	if (cpu->step > CPU_RATIO_MAX)
		doubt(j, "a step takes %.0f times the CPU time that it takes the reference: not all is counted",
		      cpu->step);
	if (o->judgement.verdict != VERDICT_AC)
		return;
	if (j->curve->end == COST_END_BUDGET)
		doubt(j, "at n = %" PRIu64 " %s", j->curve->end_n, cost_end_text(COST_END_BUDGET));
	tell_undecided(j, &o->time, j->f->time, "steps");
	tell_undecided(j, &o->space, j->f->space, "bytes");
}

void complexity_judge(const struct problem_family *f, const struct cost_curve *curve,
		      const struct cost_curve *reference, bool lower_bound, bool named, struct complexity_outcome *out)
{
	const struct judging j = { f, curve, reference, named, out };
	struct cpu_ratio cpu;

	*out = (struct complexity_outcome){ .judgement = { .verdict = VERDICT_AC } };
	out->time = growth(f, curve, reference, COST_TICKS);
	out->space = growth(f, curve, reference, COST_BYTES);
	cpu = compare_cpu(&j);
	/* The first that speaks ends it. */
	(void)(judge_fault(&j) || judge_budget(&j) || judge_growth(&j, &out->time, VERDICT_TLE, f->time) ||
	       judge_growth(&j, &out->space, VERDICT_MLE, f->space) || judge_limit(&j) ||
	       ((lower_bound || cpu.step > CPU_RATIO_MAX) && judge_cpu(&j, &cpu)) ||
	       judge_ratio(&j, &out->time, VERDICT_TLE, f->time_ratio) ||
	       judge_ratio(&j, &out->space, VERDICT_MLE, f->space_ratio));
	tell_doubts(&j, &cpu);
}

/*
 * fit: Theil's and Sen's slope of log(y / f) over log n.
 *
 * A median of pairs is moved little by a few points that are off (a lucky pivot, a table that grew once more), which a
 * least-squares line is not. What it does not do: explain points. Counts that grow like n on every size measured and
 * turn later are, for this module, n.
 */
#include "runners/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_MAX   (FIT_POINTS_MAX * FIT_POINTS_MAX / 2)
#define PAIRS_MIN   3
#define RATIO_ERROR 0.03 /* of log2 of a ratio of sizes that counts as a whole number: ladders round their sizes */

/* A point in logarithms. */
struct sample {
	double n, y;
	const struct fit_point *point;
};

struct samples {
	struct sample list[FIT_POINTS_MAX]; /* by n */
	size_t n;
};

static const char *const class_texts[] = {
#define X(id, text) text,
	FIT_CLASSES(X)
#undef X
};

const char *fit_class_text(enum fit_class class)
{
	return class_texts[class];
}

static int compare_samples(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;

	return x->n < y->n ? -1 : x->n > y->n;
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static bool are_sizes(const double *sizes)
{
	if (!(sizes[0] > 0))
		return false;
	for (size_t i = 0; i < FORMULA_SIZES_MAX; i++) {
		if (!(sizes[i] >= 0 && sizes[i] < 0x1p60))
			return false;
	}
	return true;
}

static void take_samples(const struct fit_point *points, size_t n, double floor, struct samples *out)
{
	out->n = 0;
	for (size_t i = 0; i < n && out->n < FIT_POINTS_MAX; i++) {
		if (!are_sizes(points[i].sizes) || !isfinite(points[i].y))
			continue;
		out->list[out->n++] = (struct sample){
			.n = log2(points[i].sizes[0]),
			.y = log2(fmax(points[i].y, floor)),
			.point = &points[i],
		};
	}
	qsort(out->list, out->n, sizeof(out->list[0]), compare_samples);
}

static double octaves(const struct samples *s, size_t first)
{
	return first < s->n ? s->list[s->n - 1].n - s->list[first].n : 0;
}

/* Where the top half begins; of 2k + 1 points it has k + 1. */
static size_t top_half(const struct samples *s)
{
	return s->n / 2;
}

static size_t last_octaves(const struct samples *s)
{
	size_t first = s->n;

	while (first > 0 && octaves(s, first - 1) <= 2 + RATIO_ERROR)
		first--;
	return first;
}

/* The median slope, from the sample number `first` on, of log y less what `f` gives (NULL: 1). False: too few pairs. */
static bool median_slope(const struct samples *s, size_t first, const struct formula *f, bool of_formula, double *out)
{
	double slopes[PAIRS_MAX], heights[FIT_POINTS_MAX];
	size_t n = 0;

	for (size_t i = first; i < s->n; i++) {
		double value = f ? formula_log2(f, s->list[i].point->sizes) : 0;

		heights[i] = of_formula ? value : s->list[i].y - value;
	}
	for (size_t i = first; i < s->n; i++) {
		for (size_t k = i + 1; k < s->n; k++) {
			double run = s->list[k].n - s->list[i].n;

			if (run > 0.5 && fabs(run - round(run)) <= RATIO_ERROR)
				slopes[n++] = (heights[k] - heights[i]) / run;
		}
	}
	if (n < PAIRS_MIN)
		return false;
	qsort(slopes, n, sizeof(slopes[0]), compare_doubles);
	*out = (slopes[(n - 1) / 2] + slopes[n / 2]) / 2;
	return true;
}

static struct formula class_formula(enum fit_class class)
{
	static const char *const names[] = { "n" };
	struct formula f = { .n_steps = 0 };
	struct err e;

	/* The texts are ours, and a test parses each. */
	(void)!formula_parse(class_texts[class], names, 1, &f, &e);
	return f;
}

void fit_class(const struct fit_point *points, size_t n, double floor, struct fit *out)
{
	double best = INFINITY, next = INFINITY;
	struct samples s;

	*out = (struct fit){ .enough = false };
	take_samples(points, n, floor, &s);
	if (octaves(&s, top_half(&s)) < FIT_SPAN_MIN - RATIO_ERROR)
		return;
	for (enum fit_class c = 0; c < FIT_CLASS_COUNT; c++) {
		struct formula f = class_formula(c);
		double slope;

		if (!median_slope(&s, top_half(&s), &f, false, &slope))
			return;
		if (fabs(slope) < best) {
			next = best;
			best = fabs(slope);
			out->runner_up = out->class;
			out->class = c;
			out->slope = slope;
		} else if (fabs(slope) < next) {
			next = fabs(slope);
			out->runner_up = c;
		}
	}
	out->enough = true;
	out->margin = next - best;
	out->separated = out->margin >= FIT_MARGIN_MIN;
}

/* Is what was found another function than the limit, a faster one, and a better explanation of the points? */
static bool is_told_apart(const struct fit *found, const struct fit_limit *l)
{
	return l->class_excess > FIT_TOP_MAX && fabs(l->top_slope) - fabs(found->slope) >= FIT_MARGIN_MIN;
}

void fit_limit(const struct fit_point *points, size_t n, double floor, const struct formula *limit,
	       const struct fit *found, struct fit_limit *out)
{
	struct formula class = class_formula(found->class);
	double class_slope, limit_slope;
	struct samples s;

	*out = (struct fit_limit){ .end = FIT_TOO_FEW };
	take_samples(points, n, floor, &s);
	if (!found->enough || !median_slope(&s, top_half(&s), limit, false, &out->top_slope) ||
	    !median_slope(&s, top_half(&s), &class, true, &class_slope) ||
	    !median_slope(&s, top_half(&s), limit, true, &limit_slope))
		return;
	/* A coarse ladder has too few pairs in two octaves; the top half then speaks for them. */
	if (!median_slope(&s, last_octaves(&s), limit, false, &out->last_slope))
		out->last_slope = out->top_slope;
	out->class_excess = class_slope - limit_slope;
	if (out->top_slope <= FIT_TOP_MAX && out->last_slope <= FIT_LAST_MAX)
		out->end = FIT_MEETS;
	else if (out->last_slope <= FIT_LAST_MAX && !is_told_apart(found, out))
		out->end = FIT_UNDECIDED;
	else
		out->end = FIT_EXCEEDS;
}

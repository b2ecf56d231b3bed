/*
 * fit: Theil's and Sen's slope of log(y / f) over log n.
 *
 * A median of pairs is moved little by a few points that are off (a lucky pivot, a table that grew once more), which a
 * least-squares line is not. Two things are looked at beside it: how much the points scatter, for what chance does
 * decides against nobody; and whether they turn in the end, as those of a table do that never grows. What it does not
 * do: explain points. Counts that grow like n on every size measured and turn later are, for this module, n.
 */
#include "runners/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_MAX   (FIT_POINTS_MAX * FIT_POINTS_MAX / 2)
#define PAIRS_MIN   3
#define TURN_SLOPES 4
#define TURN_STEP   0.03
#define RATIO_ERROR 0.03 /* of log2 of a ratio of sizes that counts as a whole number: ladders round their sizes */

/* A point in logarithms. */
struct sample {
	double n, y;
	const struct fit_point *point;
};

struct samples {
	struct sample list[FIT_POINTS_MAX]; /* by n */
	size_t n;
	double floor; /* log2 */
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
	out->floor = log2(floor);
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

/*
 * Where the top half begins; of 2k + 1 points it has k + 1. Points on the floor say nothing of growth: where enough is
 * above it, they are left out.
 */
static size_t top_half(const struct samples *s)
{
	size_t half = s->n / 2, first = half;

	while (first < s->n && s->list[first].y <= s->floor)
		first++;
	return octaves(s, first) >= FIT_SPAN_MIN - RATIO_ERROR ? first : half;
}

static size_t last_octaves(const struct samples *s)
{
	size_t first = s->n;

	while (first > 0 && octaves(s, first - 1) <= 2 + RATIO_ERROR)
		first--;
	return first;
}

static double median(double *values, size_t n)
{
	qsort(values, n, sizeof(values[0]), compare_doubles);
	return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

/* log y less what `f` gives, of each sample. */
static void take_heights(const struct samples *s, const struct formula *f, double heights[FIT_POINTS_MAX])
{
	for (size_t i = 0; i < s->n; i++)
		heights[i] = s->list[i].y - formula_log2(f, s->list[i].point->sizes);
}

/* The median slope from the sample number `first` on. False: too few pairs. */
static bool median_slope(const struct samples *s, size_t first, const double *heights, double *out)
{
	double slopes[PAIRS_MAX];
	size_t n = 0;

	for (size_t i = first; i < s->n; i++) {
		for (size_t k = i + 1; k < s->n; k++) {
			double run = s->list[k].n - s->list[i].n;

			if (run > 0.5 && fabs(run - round(run)) <= RATIO_ERROR)
				slopes[n++] = (heights[k] - heights[i]) / run;
		}
	}
	if (n < PAIRS_MIN)
		return false;
	*out = median(slopes, n);
	return true;
}

/* The sample of half the size, or s->n. */
static size_t octave_below(const struct samples *s, size_t i)
{
	for (size_t k = i; k-- > 0;) {
		if (fabs(s->list[i].n - s->list[k].n - 1) <= RATIO_ERROR)
			return k;
	}
	return s->n;
}

/*
 * How far the samples of the top half lie from a line, over two octaves: nothing for what grows like any class or
 * stands on the same place of steps, and much for what depends on chance.
 */
static double scatter(const struct samples *s, const double *heights)
{
	double bends[FIT_POINTS_MAX];
	size_t n = 0;

	for (size_t i = top_half(s); i < s->n; i++) {
		size_t middle = octave_below(s, i);
		size_t low = middle < s->n ? octave_below(s, middle) : s->n;

		if (low < s->n && low >= top_half(s))
			bends[n++] = fabs(heights[i] - 2 * heights[middle] + heights[low]);
	}
	return n >= PAIRS_MIN ? median(bends, n) : 0;
}

/* From sample `i` down: is each octave steeper than the one below it, and the last one steeper than what is allowed? */
static bool steepens_to(const struct samples *s, const double *heights, size_t i)
{
	double above = INFINITY;

	for (int octave = 0; octave < TURN_SLOPES; octave++) {
		size_t below = octave_below(s, i);
		double slope;

		if (below == s->n)
			return false;
		slope = heights[i] - heights[below];
		if (above - slope < TURN_STEP || (octave == 0 && slope <= FIT_TOP_MAX))
			return false;
		above = slope;
		i = below;
	}
	return true;
}

/*
 * Does y begin to grow faster than the function late, and steadily? What the function explains comes near to it from
 * below, as lesser terms fade, or falls off from above; it does not rise through it.
 */
static bool turns_late(const struct samples *s, const double *heights)
{
	for (size_t i = s->n; i-- > 0 && octaves(s, i) < 1 - RATIO_ERROR;) {
		if (!steepens_to(s, heights, i))
			return false;
	}
	return s->n > 0;
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

static void take_class(const struct samples *s, enum fit_class class, double heights[FIT_POINTS_MAX])
{
	struct formula f = class_formula(class);

	take_heights(s, &f, heights);
}

/* Names the next classes instead as long as the points turn away from what is named. */
static void follow_turn(const struct samples *s, struct fit *out)
{
	enum fit_class named = out->class;
	double heights[FIT_POINTS_MAX];

	take_class(s, named, heights);
	while (named + 1 < FIT_CLASS_COUNT && turns_late(s, heights))
		take_class(s, ++named, heights);
	out->turns = named != out->class;
	if (!out->turns)
		return;
	out->runner_up = out->class;
	out->class = named;
	out->margin = 0;
	(void)!median_slope(s, top_half(s), heights, &out->slope);
}

void fit_class(const struct fit_point *points, size_t n, double floor, struct fit *out)
{
	double best = INFINITY, next = INFINITY, heights[FIT_POINTS_MAX];
	struct samples s;

	*out = (struct fit){ .enough = false };
	take_samples(points, n, floor, &s);
	if (octaves(&s, top_half(&s)) < FIT_SPAN_MIN - RATIO_ERROR)
		return;
	for (enum fit_class c = 0; c < FIT_CLASS_COUNT; c++) {
		double slope;

		take_class(&s, c, heights);
		if (!median_slope(&s, top_half(&s), heights, &slope))
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
	follow_turn(&s, out);
	out->separated = out->turns || out->margin >= FIT_MARGIN_MIN;
}

/* Is what was found another function than the limit, a faster one, and a better explanation of the points? */
static bool is_told_apart(const struct fit *found, const struct fit_limit *l)
{
	return l->class_excess > FIT_TOP_MAX &&
	       (found->turns || fabs(l->top_slope) - fabs(found->slope) >= FIT_MARGIN_MIN);
}

bool fit_limit_is_close(const struct fit_limit *l)
{
	return l->end == FIT_UNDECIDED || (l->end != FIT_TOO_FEW && fabs(l->top_slope - FIT_TOP_MAX) <= FIT_CLOSE_MAX);
}

void fit_limit(const struct fit_point *points, size_t n, double floor, const struct formula *limit,
	       const struct fit *found, struct fit_limit *out)
{
	double heights[FIT_POINTS_MAX], excess[FIT_POINTS_MAX], top_max, last_max;
	struct samples s;

	*out = (struct fit_limit){ .end = FIT_TOO_FEW };
	take_samples(points, n, floor, &s);
	take_heights(&s, limit, heights);
	take_class(&s, found->class, excess);
	for (size_t i = 0; i < s.n; i++)
		excess[i] = heights[i] - excess[i];
	if (!found->enough || !median_slope(&s, top_half(&s), heights, &out->top_slope) ||
	    !median_slope(&s, top_half(&s), excess, &out->class_excess))
		return;
	/* A coarse ladder has too few pairs in two octaves; the top half then speaks for them. */
	if (!median_slope(&s, last_octaves(&s), heights, &out->last_slope))
		out->last_slope = out->top_slope;
	out->scatter = scatter(&s, heights);
	top_max = FIT_TOP_MAX + FIT_TOP_SCATTER * out->scatter;
	last_max = FIT_LAST_MAX + FIT_LAST_SCATTER * out->scatter;
	if (turns_late(&s, heights) || out->last_slope > last_max)
		out->end = FIT_EXCEEDS;
	else if (out->top_slope <= top_max)
		out->end = FIT_MEETS;
	else
		out->end = is_told_apart(found, out) ? FIT_EXCEEDS : FIT_UNDECIDED;
}

/*
 * fit: which function do measured counts grow like, and do they grow faster than a limit allows?
 *
 * For a function f the growth of y against f is the slope of log(y / f) over log n: 0 when y grows like f, 1 when it
 * grows n times as fast. The slope is Theil's and Sen's: the median of the slopes of pairs of points, over the top half
 * of the sizes, where small-size effects have faded. Only pairs whose sizes differ by a power of two are taken: tables
 * that double make y a staircase, and such pairs stand on the same place of their steps.
 *
 * A table of fixed size makes y turn: n for long, n^2 in the end. Points whose slopes against a function rise from each
 * octave to the next, until they exceed it, do not grow like that function, whatever the median says.
 *
 * Everything here is a pure function of its arguments, so that a verdict can be computed again by hand.
 */
#ifndef JUDGE_RUNNERS_FIT_H
#define JUDGE_RUNNERS_FIT_H

#include "runners/formula.h"

#include <stdbool.h>

#define FIT_POINTS_MAX 64

/*
 * The thresholds, all in one place. A slope against the limit of n where n log n is found is about 0.07 at 10^6, the
 * least that has to be told apart.
 */
#define FIT_TOP_MAX    0.04  /* slope against the limit over the top half */
#define FIT_LAST_MAX   0.25  /* … and over the last two octaves, where a late turn shows */
#define FIT_MARGIN_MIN 0.005 /* two functions whose |slopes| differ by less are not told apart */
#define FIT_CLOSE_MAX  0.02  /* a slope that near to FIT_TOP_MAX, on either side, is worth larger sizes */
#define FIT_SPAN_MIN   2.0   /* octaves of the top half without which nothing is decided */
/* What chance adds to both slopes is forgiven: so much of the scatter. */
#define FIT_TOP_SCATTER  0.12
#define FIT_LAST_SCATTER 0.8

/* X(id, formula in n), by growth. */
#define FIT_CLASSES(X)         \
	X(ONE, "1")            \
	X(LOG, "log n")        \
	X(SQRT, "sqrt n")      \
	X(N, "n")              \
	X(N_LOG, "n log n")    \
	X(N_LOG2, "n log^2 n") \
	X(N_ROOT, "n^1.5")     \
	X(N2, "n^2")           \
	X(N2_LOG, "n^2 log n") \
	X(N3, "n^3")           \
	X(EXPONENTIAL, "2^n")

enum fit_class {
#define X(id, text) FIT_##id,
	FIT_CLASSES(X) FIT_CLASS_COUNT
#undef X
};

/* "n log n" */
const char *fit_class_text(enum fit_class class);

struct fit_point {
	double sizes[FORMULA_SIZES_MAX]; /* the first is n, by which the points are told apart; above 0 */
	double y;                        /* ticks or bytes */
};

struct fit {
	bool enough;              /* points for anything of the below: FIT_SPAN_MIN octaves of top half, three pairs */
	enum fit_class class;     /* with the least |slope| */
	enum fit_class runner_up; /* with the next one */
	double slope;             /* of the class */
	double margin;            /* |slope| of the runner-up less |slope| of the class, >= 0 */
	bool turns;     /* the class is that of the last octaves, the runner-up that of all; the margin is 0 */
	bool separated; /* margin >= FIT_MARGIN_MIN, or it turns */
};

/*
 * Names the class in n. `floor`: a y below counts as this much, so that what is next to nothing has no growth; above 0.
 * The points may be in any order; those beyond FIT_POINTS_MAX, or with sizes that are no numbers, do not count.
 */
void fit_class(const struct fit_point *points, size_t n, double floor, struct fit *out);

enum fit_end {
	FIT_MEETS,
	FIT_EXCEEDS,
	/* over the threshold of the top half, but no faster function explains the points better: for the candidate */
	FIT_UNDECIDED,
	FIT_TOO_FEW, /* nothing can be said; decided for the candidate */
};

struct fit_limit {
	enum fit_end end;
	double top_slope;  /* of y against the limit, over the top half */
	double last_slope; /* … over the last two octaves */
	double scatter;    /* how far the points are from any line, as log2 of y */
	/* by how much the named class grows faster than the limit over the top half, as a slope */
	double class_excess;
};

/* `found` is what fit_class says of the same points and floor. */
void fit_limit(const struct fit_point *points, size_t n, double floor, const struct formula *limit,
	       const struct fit *found, struct fit_limit *out);

/* Are larger sizes worth their time: not told apart, or near the threshold? */
bool fit_limit_is_close(const struct fit_limit *l);

#endif

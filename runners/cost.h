/*
 * cost: the steps and the bytes of a candidate's functions as they grow with the size of the input.
 *
 * A ladder of sizes is climbed with what was built to count (build_spec.counter): the first times 2^k and 3 * 2^k, so
 * that there are pairs whose sizes differ by a power of two (fit.h) and twice as many of them. Each size is a run of
 * its own, in a box, with addresses, clocks and random numbers that are the same on each host and in each run; it ends
 * where the ticks of one run pass COST_CEILING. What is counted does not depend on the machine or on its load.
 *
 * The numbers are the candidate's word in the end, who shares the process with what counts: what is written over the
 * counter shows as CPU time without ticks (cost_point.cpu_us), and as an answer that is not there.
 */
#ifndef JUDGE_RUNNERS_COST_H
#define JUDGE_RUNNERS_COST_H

#include "runners/fit.h"
#include "runners/runner.h"

#define COST_CEILING    UINT64_C(10000000) /* ticks: the size whose run passes it is the last */
#define COST_FAR        (4 * COST_CEILING) /* … and where that leaves a doubt, this one */
#define COST_BUDGET     (8 * COST_CEILING) /* ticks of one run; it ends there */
#define COST_POINTS_MAX FIT_POINTS_MAX
#define COST_SEEDS_FEW  3 /* runs of a size where clock or random numbers were asked for … */
#define COST_SEEDS_MANY 9 /* … and those spread over 2 % */

struct cost_point {
	uint64_t n;
	uint64_t ticks, heap_bytes, stack_bytes; /* of several seeds: the means */
	uint64_t least_ticks, most_ticks;
	uint64_t cpu_us; /* measured from outside, the first seed's */
	unsigned seeds;
};

/* X(id, text for people behind "at n = 4096"). Whatever it was, the points before it are good. */
#define COST_ENDS(X)                                                   \
	X(CEILING, "the runs took long enough")                        \
	X(SIZES, "there are no larger sizes")                          \
	X(BUDGET, "it took more steps than are allowed to be counted") \
	X(CRASH, "it crashed")                                         \
	X(TIME, "it met the time limit")                               \
	X(MEMORY, "it met the memory limit")                           \
	X(OUTPUT, "it printed too much")                               \
	X(CONDUCT, "it broke the contract")                            \
	X(ANSWER, "its answer is wrong")                               \
	X(FORGED, "what counts was disturbed")

enum cost_end {
#define X(id, text) COST_END_##id,
	COST_ENDS(X) COST_END_COUNT
#undef X
};
const char *cost_end_text(enum cost_end end);

struct cost_curve {
	struct cost_point points[COST_POINTS_MAX]; /* by n */
	size_t n_points;
	enum cost_end end;
	uint64_t end_n;      /* at this size */
	char end_detail[96]; /* "SIGSEGV", the driver's complaint; or "" */
	/* A size measured twice with the same seed counted differently: uninitialised memory, addresses. */
	bool unsteady;
	uint64_t unsteady_n;
	bool drew; /* asked for the time or for random numbers */
};

struct cost_ladder {
	uint64_t first, last; /* sizes; 1 <= first <= last */
	const char *phase;    /* NULL: all the driver's calls; else what lies in phases of this name (driver.h) */
	/* Gives the input of a size: a file open for reading, the caller's to close. */
	int (*input)(void *arg, uint64_t n, int *fd, struct err *e);
	/* Is this the answer? NULL: not looked at. */
	int (*answer)(void *arg, uint64_t n, const char *text, size_t len, bool *right, struct err *e);
	void *arg;
	/* NULL, or what runs a size in place of run_box_count, with a partner; *right: that had nothing against it. */
	int (*count)(void *arg, struct run_box *rb, uint64_t n, int input, const struct run_counting *how,
		     struct execution *x, bool *right, struct err *e);
};

/*
 * Climbs. `rb`: opened with RUN_COUNTED; after a run that went wrong it is still good. An error is the judge's own;
 * what the candidate does is in the curve.
 */
int cost_measure(struct run_box *rb, const struct cost_ladder *ladder, struct cost_curve *out,
		 struct err *e) must_check;

/*
 * Climbs on from a curve that the ceiling ended, up to COST_FAR: two functions that are not told apart at its sizes may
 * be at larger ones. Whatever ends it there, the curve is one that the ceiling ended. The same for every other curve.
 */
int cost_climb_on(struct run_box *rb, const struct cost_ladder *ladder, struct cost_curve *curve,
		  struct err *e) must_check;

/* What is fitted: bytes are heap, static memory and stack together. */
enum cost_measure { COST_TICKS, COST_BYTES };
#define COST_TICKS_FLOOR 1000.0 /* y below this has no growth: fit.h */
#define COST_BYTES_FLOOR 4096.0

/*
 * The points for the fit. `sizes`: of the names beside n, each a formula in n; NULL with n_sizes 0. Returns how many.
 * Where the budget ended the curve, that size is one of them, with the budget as a bound of its steps from below.
 */
size_t cost_points(const struct cost_curve *curve, enum cost_measure what, const struct formula *sizes, size_t n_sizes,
		   struct fit_point out[FIT_POINTS_MAX]);

#endif

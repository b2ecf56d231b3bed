/*
 * complexity: what the files share that measure how a submission's steps and bytes grow, and judge by it.
 *
 *   complexity_set.c      the size families of a problem as bytes: inputs, answers, the model's own curves
 *   complexity.c          the stage: the build that counts, all families on all workers, the decision
 *   complexity_verdict.c  from curves to a judgement
 *   complexity_profile.c  which functions took the steps
 *   complexity_measure.c  any function outside any problem
 */
#ifndef JUDGE_JUDGE_COMPLEXITY_H
#define JUDGE_JUDGE_COMPLEXITY_H

#include "judge/checker.h"
#include "judge/session.h"
#include "judge/submit.h"
#include "runners/cost.h"

/* ---- the counter's name ------------------------------------------------------------------------------------------ */

#define COUNTER_NAME_MAX 40

/* One that nobody can guess: 128 bits of the kernel's. */
void complexity_counter(char out[COUNTER_NAME_MAX]);

/* ---- families as bytes ------------------------------------------------------------------------------------------- */

/*
 * For each family of a problem the inputs of all sizes that the model climbs, its answers, and its curve, once for each
 * content of the package and each toolchain. What the model cannot climb is a fault of the package: -EINVAL, named.
 */
struct complexity_set {
	int dir; /* owned; -1 = none */
	const struct problem *p;
	struct cost_curve *curves; /* owned; one for each family */
};
#define COMPLEXITY_SET_INIT \
	{                   \
		.dir = -1   \
	}

int complexity_set_open(struct judge *j, const struct problem *p, struct complexity_set *out, struct err *e) must_check;
void complexity_set_close(struct complexity_set *set);
#define cleanup_complexity_set cleanup(complexity_set_close)

/* The input of a family at one of its sizes, open for reading. */
int complexity_set_input(const struct complexity_set *set, size_t family, uint64_t n, int *fd,
			 struct err *e) must_check;
/* Appends the model's answer. */
int complexity_set_answer(const struct complexity_set *set, size_t family, uint64_t n, struct buf *out,
			  struct err *e) must_check;

/* Appends the input of any size, made anew by `generator`. */
int complexity_make_input(struct judge *j, const struct problem_family *f, const struct artifact *generator, uint64_t n,
			  struct buf *out, struct err *e) must_check;

/* One size of an interactive problem (struct cost_ladder, `count`). *right: the validator does not reject it. */
int complexity_converse(struct checker_seat *seat, struct run_box *box, const struct run_counting *how, int input,
			const struct buf *answer, struct execution *x, bool *right, struct err *e) must_check;

/* ---- judging ----------------------------------------------------------------------------------------------------- */

struct complexity_outcome {
	struct report_growth time, space;
	struct judgement judgement;  /* AC, or what this family rejects it for */
	bool by_class;               /* as of report_family */
	char remark[2 * REASON_MAX]; /* "" = none */
};

/*
 * What the curve of a family comes to: a pure function, so that a verdict can be computed again from what a report
 * holds. `reference`: the model's curve, or NULL. `lower_bound`: code escapes the counting, so that the steps are at
 * least so many. `named`: the reasons name the family.
 */
void complexity_judge(const struct problem_family *f, const struct cost_curve *curve,
		      const struct cost_curve *reference, bool lower_bound, bool named, struct complexity_outcome *out);

/* Would larger sizes tell more: is a limit of the family close, or a class without a limit not told apart? */
bool complexity_is_close(const struct problem_family *f, const struct cost_curve *curve);

/* The outcome as a part of the report. */
int complexity_record(struct report *r, struct report_family *to, const struct complexity_outcome *o,
		      struct err *e) must_check;

/* Copies what the build that counts says of escapes and the like into the report. */
int complexity_keep_facts(struct report *r, const struct build *b, struct err *e) must_check;

/* ---- which functions --------------------------------------------------------------------------------------------- */

/* What a profile is made of. The families of the report are measured. */
struct profiling {
	struct judge *judge;
	const struct problem *problem;
	const struct submission *submission;
	const struct artifact *runner; /* that counts */
	struct report *report;
	/* Gives the input of a size: a file open for reading, the caller's to close. */
	int (*input)(void *arg, const struct problem_family *f, uint64_t n, int *fd, struct err *e);
	void *arg;
	/* NULL, or what runs it in place of run_box_count, with a validator. */
	int (*count)(void *arg, const struct problem_family *f, uint64_t n, struct run_box *box, int input,
		     const struct run_counting *how, struct execution *x, struct err *e);
};

/* Fills in report_family.profile, where the compiler's code can be told apart by functions (gcc). */
int complexity_profile(const struct profiling *p, struct err *e) must_check;

#endif

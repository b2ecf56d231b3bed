/*
 * checker: is what a submission wrote an answer of this test? Asked of the default output validator (check.h), or of
 * the package's own, where there is one: then several answers may be right.
 */
#ifndef JUDGE_JUDGE_CHECKER_H
#define JUDGE_JUDGE_CHECKER_H

#include "judge/check.h"
#include "judge/session.h"

/* Made once, and shared by all workers. */
struct checker {
	struct judge *judge;
	const struct problem *problem;
	struct check_options options; /* of the default one */
	struct artifact program;      /* the package's own; fd -1: there is none */
	struct run_limits limits;     /* of that */
};
#define CHECKER_INIT                     \
	{                                \
		.program = ARTIFACT_INIT \
	}

/* -EPROTO: the package's own does not compile. */
int checker_open(struct judge *j, const struct problem *p, struct checker *out, struct err *e) must_check;
void checker_close(struct checker *c);
#define cleanup_checker cleanup(checker_close)

/*
 * One for each worker: the box in which the package's own runs is opened at the first question, and kept. Its sandbox
 * is that of judge_seat_sandbox.
 */
struct checker_seat {
	const struct checker *checker;
	struct sandbox *sandbox;
	struct run_box *box;             /* owned; NULL: not opened */
	const struct problem_test *test; /* that is asked about: its arguments count; NULL: the problem's */
	bool same_files;                 /* input and answer are those of the last question; the caller's word */
	bool has_files;                  /* its box has those of the last question */
	/* Of a multi-pass problem: which run of the test, from 0. The first finds an empty feedback directory. */
	unsigned pass;
};
void checker_seat_close(struct checker_seat *seat);
#define cleanup_checker_seat cleanup(checker_seat_close)

/* What it says of one output. */
struct checked {
	/* AC, WA or NO; of the package's own the reason is the first line of what it writes for the candidate */
	struct judgement judgement;
	struct check_result difference; /* by the default one; points into answer and output */
	/* With a problem that gives scores, what the package's own said of one: score.txt, score_multiplier.txt. */
	enum { CHECKED_NO_SCORE, CHECKED_SCORE, CHECKED_MULTIPLIER } score_kind;
	double score;
	struct buf message; /* owned; what the package's own writes for those who judge */
	/* Of a multi-pass problem: it accepts so far, and wants another run, … */
	bool again;
	struct buf next; /* owned; … whose input this is */
	unsigned pass;   /* in which the test ended, from 1 (passes.h); 0: it has none */
};
void checked_init(struct checked *out);
void checked_clear(struct checked *c);
#define cleanup_checked cleanup(checked_clear)

/*
 * `input`: of the test, read from its beginning. `out`: initialised by the caller, overwritten. -EPROTO: the package's
 * own validator is broken, which says nothing of the output.
 */
int checker_ask(struct checker_seat *seat, int input, const struct buf *answer, const char *output, size_t output_len,
		struct checked *out, struct err *e) must_check;

/*
 * Of an interactive problem: runs the submission in `box` while the validator talks to it (`how` as of
 * run_box_converse). The judgement is the whole one of this test, by the order of blame: what the validator rejected
 * before the submission ended is wrong; else the submission's own end counts, by its limits or by itself; else the
 * validator's word. The submission gets its test's arguments, unless it counts (`how`). Errors as of checker_ask.
 */
int checker_converse(struct checker_seat *seat, struct run_box *box, const struct run_counting *how, int input,
		     const struct buf *answer, struct execution *x, struct checked *out, struct err *e) must_check;

#endif

/*
 * submit: the state of one submission on its way through the pipeline (pipeline.c) and its tests (run_tests.c).
 */
#ifndef JUDGE_JUDGE_SUBMIT_H
#define JUDGE_JUDGE_SUBMIT_H

#include "judge/session.h"
#include "judge/testset.h"

struct submit {
	struct judge *judge;
	const struct problem *problem;
	const struct submission *submission;
	const struct judge_options *options;
	struct report *report;
	struct build build;    /* of the candidate */
	bool samples_only;     /* judge_try */
	const char *own_input; /* of judge_try: the only test, without an answer; NULL: the samples */
	size_t own_len;
	struct soundness *soundness;   /* NULL: not wanted, or over */
	struct complexity *complexity; /* likewise */
};

/* Makes the report's list of tests and groups, nothing run yet. */
int submit_plan(struct submit *su, struct err *e) must_check;
/* Has the boxes of the tests made while something else goes on; what fails there fails again when they are opened. */
void submit_prepare(struct submit *su);
/* Runs the planned tests and decides by them. */
int stage_tests(struct submit *su, struct err *e) must_check;

/*
 * The check for soundness (soundness.c). Begin builds with sanitizers, on the last worker where there are several,
 * while the first one compiles; `await` is called by whoever needs that worker next; `end` clears.
 */
int soundness_begin(struct submit *su, struct err *e) must_check;
void soundness_await(struct submit *su);
void soundness_end(struct submit *su);
/* Runs behind stage_tests, whatever that decided. */
int stage_soundness(struct submit *su, struct err *e) must_check;

/* Is it to run behind what is decided so far? */
bool soundness_wanted(const struct submit *su);

/*
 * How costs grow (complexity.c). Begin builds what counts, on another worker than the plain build's where there are
 * several; `await` is called by whoever needs the sandbox of that worker next; `end`, before soundness_end, clears.
 */
int complexity_begin(struct submit *su, struct err *e) must_check;
void complexity_await(struct submit *su, unsigned worker);
void complexity_end(struct submit *su);
bool complexity_wanted(const struct submit *su);
/* Takes back the AC of stage_tests, or gives its TLE or MLE a better reason. */
int stage_complexity(struct submit *su, struct err *e) must_check;

/* The test's input, for reading, and how many bytes it has. */
int submit_input(const struct submit *su, const struct testset *set, size_t test, int *fd, uint64_t *bytes,
		 struct err *e) must_check;

/* The submission's files and their hash, and what its build said and took, as parts of the report. */
int submit_keep_sources(struct report *r, const struct submission *s, struct err *e) must_check;
int submit_keep_build(struct report *r, const struct build *b, struct err *e) must_check;

void submit_decide(struct submit *su, enum stage stage, struct judgement j);
void submit_tell(const struct submit *su, const struct judge_event *ev);

/* Host, kernel and what of a box's layers this host cannot enforce for this problem. */
int submit_describe_host(struct report *r, const struct problem *p, const struct box_probe *probe,
			 struct err *e) must_check;

#endif

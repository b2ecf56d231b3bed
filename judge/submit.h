/*
 * submit: the state of one submission on its way through the pipeline (pipeline.c) and its tests (run_tests.c).
 */
#ifndef JUDGE_JUDGE_SUBMIT_H
#define JUDGE_JUDGE_SUBMIT_H

#include "judge/session.h"

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
};

/* Makes the report's list of tests and groups, nothing run yet. */
int submit_plan(struct submit *su, struct err *e) must_check;
/* Has the boxes of the tests made while something else goes on; what fails there fails again when they are opened. */
void submit_prepare(struct submit *su);
/* Runs the planned tests and decides by them. */
int stage_tests(struct submit *su, struct err *e) must_check;

void submit_decide(struct submit *su, enum stage stage, struct judgement j);
void submit_tell(const struct submit *su, const struct judge_event *ev);

/* Host, kernel and what of a box's layers this host cannot enforce for this problem. */
int submit_describe_host(struct report *r, const struct problem *p, const struct box_probe *probe,
			 struct err *e) must_check;

#endif

/*
 * report_view: who may see what of a report. The one place that decides: emitters read tests only through what is
 * handed out here, so that two of them cannot disagree, and a field that is held back is not there to be printed by
 * mistake.
 *
 * The threat: a submission that has read a hidden input can send it out through whatever it controls and its author
 * sees: an exit code, a signal, a line number, the time or memory of a test. Each such number is a fact in the table
 * of report_view.c.
 */
#ifndef JUDGE_JUDGE_REPORT_REPORT_VIEW_H
#define JUDGE_JUDGE_REPORT_REPORT_VIEW_H

#include "judge/report/report.h"

/*
 * What can be held back of a hidden test. Of a sample everyone sees everything but what is for those who judge; of a
 * static test its name and reason, too, for they tell of nothing but the candidate's own text.
 * X(id, owner, interviewer, candidate)
 */
#define REPORT_FACTS(X)                                                       \
	X(NAME, true, true, false)                                            \
	X(REASON, true, true, false) /* findings, behind the verdict */       \
	X(END, true, true, false)    /* exit code and signal */               \
	X(COST, true, true, false)   /* time and memory */                    \
	X(SIZE, true, true, false)   /* of the input */                       \
	X(SCORE, true, true, false)                                           \
	X(PLACE, true, true, false)    /* of the first difference */          \
	X(DATA, true, false, false)    /* input, answers, what was printed */ \
	X(MESSAGE, true, false, false) /* of a validator to those who judge; of samples too */

enum report_fact {
#define X(id, owner, interviewer, candidate) FACT_##id,
	REPORT_FACTS(X)
#undef X
		FACT_COUNT
};

bool report_may_show(enum report_view view, const struct problem_test *test, enum report_fact fact);

/* A test as one reader sees it. What is held back is NULL, false or 0. Texts belong to the report or are static. */
struct shown_test {
	const char *group;
	const char *why; /* the purpose of the test; "" when the package says none */
	bool sample;
	bool is_static;       /* nothing was run for it: no end, no cost, no input */
	enum verdict verdict; /* VERDICT_NONE: not run */
	const char *name;
	const char *reason; /* "" = none */
	bool has_end;
	int exit_code, signal;
	unsigned pass; /* from 1; 0: the test has none */
	bool has_cost;
	uint64_t cpu_us, wall_us, peak_bytes;
	bool has_size;
	uint64_t input_bytes;
	bool has_score;
	double score;
	uint64_t diff_line;
	const char *diff_expected, *diff_found;
	const char *input, *expected, *found, *printed, *judge_message;
	uint64_t expected_bytes, found_bytes, printed_bytes, message_bytes; /* as of struct report_test */
};
void report_shown_test(const struct report *r, const struct report_style *style, size_t index, struct shown_test *out);

/* The report as a whole, likewise. */
struct shown_report {
	enum verdict verdict;
	const char *reason;      /* NULL: held back; "" = none */
	size_t first_failed;     /* index of a test that is there, or SIZE_MAX */
	size_t slowest, largest; /* of the tests whose cost is shown, or SIZE_MAX */
	bool has_total;
	uint64_t total_wall_us;
	size_t passed, run, total; /* numbers of tests */
	bool trial;                /* samples or own input only: hidden tests exist and none was to run (judge_try) */
	bool own_input;            /* the one test is an input of people's own */
	bool compared;             /* something said what is right: an answer, or a validator that leads the runs */
};
void report_shown(const struct report *r, const struct report_style *style, struct shown_report *out);

/*
 * Of findings a candidate sees those that a sample or the source itself shows: where a program fails on hidden data is
 * its own choice, and would tell of them.
 */
bool report_shows_finding(const struct report *r, const struct report_style *style, size_t index);
/*
 * How many steps and bytes were counted, and whatever follows from the numbers; else no more than the class of their
 * growth, since they are a submission's own choice.
 */
bool report_shows_costs(const struct report_style *style);
/* The remark on soundness, which names tests; NULL: there is none, or it is held back. */
const char *report_shown_remark(const struct report *r, const struct report_style *style);

/*
 * What a command that judged ends with: 0 accepted, 1 judged and not accepted, 3 the judge failed or did not judge.
 */
int report_exit_code(const struct report *r);

#endif

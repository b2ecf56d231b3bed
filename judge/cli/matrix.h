/*
 * matrix: references by tests on a terminal, filled in while they are judged.
 *
 * A row for each reference: its name, a letter for each test that has a verdict, and the stage that it is in or what
 * came of it; while something else of the package is looked at, a line that says what. It stands below what is written
 * meanwhile, is never larger than the terminal, and gone in the end.
 */
#ifndef JUDGE_JUDGE_CLI_MATRIX_H
#define JUDGE_JUDGE_CLI_MATRIX_H

#include "judge/cli/terminal.h"
#include "judge/judge.h"

#include <pthread.h>

struct matrix_row {
	const struct problem_reference *ref;
	unsigned char *cells; /* a verdict for each test; owned by the matrix */
	enum stage stage;     /* that it is in; STAGE_NONE: it has not begun */
	enum verify_result result;
	enum verdict got; /* with `done` */
	bool done, told;  /* told: its line was written, and stands above */
};

struct matrix {
	struct terminal screen; /* standard error */
	const struct problem *problem;
	struct matrix_row *rows; /* owned; NULL: nothing is drawn */
	unsigned char *cells;    /* owned, of all rows */
	const char *part;        /* what else is looked at, in the place of the rows; NULL: nothing */
	size_t part_done, part_total;
	uint64_t interval_us; /* it is not drawn again sooner, unless a reference has come further */
	uint64_t drawn_at_us;
	pthread_mutex_t lock;
};

/* `wanted`: else, and where the terminal cannot be redrawn or there is no memory, all of the following do nothing. */
void matrix_begin(struct matrix *m, const struct terminal *screen, const struct problem *p, bool wanted);
/* As of judge_options.reference: `arg` is the struct matrix. */
void matrix_event(const struct problem_reference *ref, const struct judge_event *ev, const struct verify_line *done,
		  void *arg);
/* As of judge_options.part: a line of its own, until a reference is judged again. */
void matrix_part(const char *what, size_t done, size_t total, void *arg);
/*
 * Around whatever is written to the terminal meanwhile. What was said is about `ref`, whose row is not needed any more;
 * or NULL.
 */
void matrix_hide(struct matrix *m);
void matrix_show(struct matrix *m, const struct problem_reference *ref);
/* Takes it away; matrix_begin may follow. */
void matrix_end(struct matrix *m);

#endif

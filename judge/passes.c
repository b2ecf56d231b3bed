/*
 * What a pass is: one run of the submission, under limits that are those of each run, and one question to the
 * validator, or both at once where the two talk to each other. The validator asks for another pass by leaving its input
 * behind (checker.c); the submission is started afresh, in the same box, and knows of earlier passes what that input
 * tells it and no more.
 *
 * A run that ends badly is the last one, and no validator that wants to go on can save it.
 */
#include "judge/passes.h"

#include "judge/classify.h"
#include "judge/testset.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool passes_are_led(const struct problem *p)
{
	return p->interactive || p->multi_pass;
}

int passes_execute(struct run_box *box, const struct problem_test *t, int input, struct execution *x, struct err *e)
{
	cleanup_free char *args = t && t->args ? strdup(t->args) : NULL;
	const char *argv[ARGUMENTS_MAX + 1];

	if (!t || !t->args)
		return run_box_execute(box, input, NULL, x, e);
	if (!args)
		return err_set(e, -ENOMEM, "out of memory");
	return split_arguments(args, argv, e) < 0 ? e->code : run_box_execute(box, input, argv, x, e);
}

static int run_pass(struct checker_seat *seat, struct run_box *box, int input, const struct buf *answer,
		    struct execution *x, struct checked *out, struct err *e)
{
	const struct problem *p = seat->checker->problem;
	struct judgement own;

	if (p->interactive)
		return checker_converse(seat, box, NULL, input, answer, x, out, e);
	if (passes_execute(box, seat->test, input, x, e) < 0)
		return e->code;
	own = classify(p, x);
	if (own.verdict == VERDICT_AC)
		return checker_ask(seat, input, answer, x->answer.data, x->answer.len, out, e);
	/* What the validator has written of earlier passes stays. */
	out->judgement = own;
	out->again = false;
	return 0;
}

/* What is remembered of the passes before. */
struct past {
	uint64_t cpu_us, wall_us, peak_bytes;
	struct buf report; /* owned */
};

static uint64_t most(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* Adds the present pass, and makes it look like all so far. A report that grows too long keeps its beginning. */
static void add_up(struct past *past, struct execution *x)
{
	x->used.cpu_us = past->cpu_us = most(past->cpu_us, x->used.cpu_us);
	x->used.wall_us = past->wall_us = most(past->wall_us, x->used.wall_us);
	x->used.peak_bytes = past->peak_bytes = most(past->peak_bytes, x->used.peak_bytes);
	(void)buf_append(&past->report, x->report.data, x->report.len);
	buf_reset(&x->report);
	(void)buf_append(&x->report, past->report.data, past->report.len);
}

static int take_input(const struct buf *next, int *input, struct err *e)
{
	cleanup_fd int fd = -1;

	if (fs_memfd("next pass", next->data, next->len, &fd, e) < 0)
		return e->code;
	fd_close(input);
	*input = steal_fd(&fd);
	return 0;
}

int passes_run(struct checker_seat *seat, struct run_box *box, int *input, const struct buf *answer,
	       struct execution *x, struct checked *out, struct err *e)
{
	struct past past = { .cpu_us = 0 };
	int r;

	buf_init(&past.report, x->report.max);
	out->again = false;
	seat->pass = 0;
	do {
		seat->pass += out->again;
		r = out->again ? take_input(&out->next, input, e) : 0;
		if (!r)
			r = run_pass(seat, box, *input, answer, x, out, e);
		if (!r)
			add_up(&past, x);
	} while (!r && out->again);
	out->pass = seat->checker->problem->multi_pass ? seat->pass + 1 : 0;
	seat->pass = 0;
	buf_clear(&past.report);
	return r;
}

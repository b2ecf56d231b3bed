/*
 * checker: the default output validator, or the package's own in a box.
 *
 * A validator of the package's own is asked as the ICPC format has it: `validator input answer feedback_dir [args]`,
 * the output on standard input; it exits with 42 or 43 and may leave teammessage.txt and judgemessage.txt. Its box
 * holds the program, this test's input and answer, and a small writable directory, which is empty at the start; there
 * is no network and no other test. In an interactive problem its standard input and output are a running submission's
 * output and input (runners/converse.c). In a multi-pass problem it may ask for another run by leaving the input of
 * that in nextpass.in; for the same test it then finds all else that it left, and the box is made anew for the next
 * test. It reads what a stranger wrote, so that it may be led astray: whatever it does but exit with one of the two
 * codes within its limits is an error that names it, and never the submission's fault.
 */
#include "judge/checker.h"

#include "judge/classify.h"
#include "judge/feedback.h"
#include "judge/testset.h"
#include "judge/validate.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NAME "output validator"
#define NEXT "nextpass.in"

/* ---- once -------------------------------------------------------------------------------------------------------- */

static struct run_limits limits_of(const struct problem *p)
{
	struct run_limits l = feedback_limits(p);

	l.keep_work = p->multi_pass;
	return l;
}

int checker_open(struct judge *j, const struct problem *p, struct checker *out, struct err *e)
{
	cleanup_checker struct checker c = { .judge = j, .problem = p, .limits = limits_of(p) };

	if (!p->n_output_validators && check_parse(p->validator_args, &c.options, e) < 0)
		return e->code;
	for (; c.n_programs < p->n_output_validators; c.n_programs++) {
		const struct program *v = &p->output_validators[c.n_programs];

		c.programs[c.n_programs] = (struct artifact)ARTIFACT_INIT;
		if (validator_build(j, p, NAME, v, &c.programs[c.n_programs], e) < 0)
			return e->code;
	}
	*out = c;
	c.n_programs = 0;
	return 0;
}

void checker_close(struct checker *c)
{
	while (c->n_programs > 0)
		artifact_clear(&c->programs[--c->n_programs]);
}

void checker_seat_close(struct checker_seat *seat)
{
	for (size_t i = 0; i < OUTPUT_VALIDATORS_MAX; i++) {
		run_box_close(seat->boxes[i]);
		seat->boxes[i] = NULL;
		seat->has_files[i] = false;
	}
}

static struct run_box *box_of(const struct checker_seat *seat)
{
	return seat->boxes[seat->which];
}

void checked_init(struct checked *out)
{
	*out = (struct checked){ .judgement = { .verdict = VERDICT_NONE } };
	buf_init(&out->message, VALIDATION_OUTPUT_MAX);
	buf_init(&out->next, VALIDATION_OUTPUT_MAX);
}

void checked_clear(struct checked *c)
{
	buf_clear(&c->message);
	buf_clear(&c->next);
}

static void forget_last(struct checked *out)
{
	out->judgement = (struct judgement){ .verdict = VERDICT_NONE };
	out->difference = (struct check_result){ .verdict = VERDICT_NONE };
	out->score_kind = CHECKED_NO_SCORE;
	out->again = false;
	buf_reset(&out->message);
	buf_reset(&out->next);
}

/* ---- the package's own ------------------------------------------------------------------------------------------- */

static int open_box(struct checker_seat *seat, struct err *e)
{
	const struct checker *c = seat->checker;

	/* It keeps what was left in it. */
	if (c->limits.keep_work && seat->pass == 0)
		checker_seat_close(seat);
	return box_of(seat) ? 0
			    : judge_open_box(c->judge, seat->sandbox, NULL, &c->programs[seat->which], &c->limits,
					     RUN_EXEC, &seat->boxes[seat->which], e);
}

/* A program in the box cannot write to them, so that a second question finds them as they were put. */
static int put_test(struct checker_seat *seat, int input, const struct buf *answer, struct err *e)
{
	cleanup_fd int fd = -1;
	int r;

	if (seat->same_files && seat->has_files[seat->which])
		return 0;
	seat->has_files[seat->which] = false;
	r = run_box_put(box_of(seat), "input", input, e);
	if (!r)
		r = fs_memfd("answer", answer->data, answer->len, &fd, e);
	if (!r)
		r = run_box_put(box_of(seat), "answer", fd, e);
	seat->has_files[seat->which] = !r;
	return r;
}

/* Does it want another run? */
static int take_next(struct checker_seat *seat, bool accepted, struct checked *out, struct err *e)
{
	const unsigned passes = seat->checker->problem->passes;
	int r = run_box_take(box_of(seat), NEXT, &out->next, e);

	if (r == -ENOENT) {
		err_clear(e);
		return 0;
	}
	if (r == -ELOOP || r == -EINVAL)
		return err_set(e, -EPROTO, "the " NAME " failed: its " NEXT " is no file");
	if (r < 0)
		return r;
	if (!accepted)
		return err_set(e, -EPROTO, "the " NAME " failed: it rejects, and leaves a " NEXT);
	if (seat->pass + 1 >= passes)
		return err_set(e, -EPROTO, "the " NAME " failed: it wants more than %u passes", passes);
	out->again = true;
	return 0;
}

/* What it says of an output, with the messages that it left. */
static int take_word(struct checker_seat *seat, bool accepted, enum verdict otherwise, struct checked *out,
		     struct err *e)
{
	int r = feedback_word(box_of(seat), NAME, accepted ? VERDICT_AC : otherwise, out, e);

	if (!r && seat->checker->problem->multi_pass)
		r = take_next(seat, accepted, out, e);
	/* A score is one of all passes. */
	if (!r && seat->checker->problem->scoring && !out->again)
		r = feedback_score(box_of(seat), NAME, out, e);
	return r;
}

static bool is_blank(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!strchr(" \t\n\v\f\r", text[i]) || !text[i])
			return false;
	return true;
}

/* Of the test, else of the problem. */
static const char *arguments_of(const struct checker_seat *seat)
{
	const char *own = seat->test ? seat->test->validator_args : NULL;
	const char *all = seat->checker->problem->validator_args;

	return own ? own : all ? all : "";
}

/* Its command line; the last of it points into `text`. */
struct arguments {
	char *text; /* owned */
	const char *argv[ARGUMENTS_MAX + 4];
};

/* All that must be there before it runs. */
static int prepare(struct checker_seat *seat, int input, const struct buf *answer, struct arguments *a, struct err *e)
{
	int r;

	*a = (struct arguments){ strdup(arguments_of(seat)), { "/box/input", "/box/answer", "/work/" } };
	r = a->text ? split_arguments(a->text, a->argv + 3, e) : err_set(e, -ENOMEM, "out of memory");
	if (!r)
		r = open_box(seat, e);
	return r < 0 ? r : put_test(seat, input, answer, e);
}

/* `output`: as run_box_execute_own has it. */
static int run_own(struct checker_seat *seat, int input, const struct buf *answer, int output, bool *accepted,
		   struct err *e)
{
	const struct checker *c = seat->checker;
	cleanup_execution struct execution x = { 0 };
	struct arguments a;
	int r = prepare(seat, input, answer, &a, e);

	execution_init(&x, c->limits.output_bytes);
	if (!r)
		r = run_box_execute_own(box_of(seat), output, a.argv, &x, e);
	free(a.text);
	return r < 0 ? r : validator_word(NAME, &c->limits, &x, accepted, e);
}

/* The first that does not accept decides. */
static int ask_own(struct checker_seat *seat, int input, const struct buf *answer, const char *output,
		   size_t output_len, struct checked *out, struct err *e)
{
	const bool none = is_blank(output, output_len) && !is_blank(answer->data, answer->len);
	const struct checker *c = seat->checker;
	bool accepted = true;
	int r = 0;

	/* One that is not reached keeps the files of an earlier question. */
	for (size_t i = 0; !seat->same_files && i < c->n_programs; i++)
		seat->has_files[i] = false;
	for (size_t i = 0; !r && accepted && i < c->n_programs; i++) {
		cleanup_fd int fd = -1;

		seat->which = i;
		r = fs_memfd("output", output, output_len, &fd, e);
		if (!r)
			r = run_own(seat, input, answer, fd, &accepted, e);
		if (!r)
			r = take_word(seat, accepted, none ? VERDICT_NO : VERDICT_WA, out, e);
		if (r < 0 && c->n_programs > 1)
			return err_wrap(e, "%s", c->problem->output_validators[i].name);
	}
	return r;
}

/* ---- a conversation ---------------------------------------------------------------------------------------------- */

/* Runs both. `said`: how the validator ended; *first: before the submission did. */
static int talk(struct checker_seat *seat, struct run_box *box, const struct run_counting *how, int input,
		const struct buf *answer, struct execution *x, struct execution *said, bool *first, struct err *e)
{
	cleanup_free char *args = strdup(seat->test && seat->test->args && !how ? seat->test->args : "");
	const char *argv[ARGUMENTS_MAX + 1];
	struct arguments a;
	int r = prepare(seat, input, answer, &a, e);
	struct run_partner with = { .box = box_of(seat), .args = a.argv, .content = VALIDATOR_YES, .x = said };

	if (!r)
		r = args ? split_arguments(args, argv, e) : err_set(e, -ENOMEM, "out of memory");
	if (!r)
		r = run_box_converse(box, how ? NULL : argv, how, x, &with, e);
	*first = with.first;
	free(a.text);
	return r;
}

static int converse(struct checker_seat *seat, struct run_box *box, const struct run_counting *how, int input,
		    const struct buf *answer, struct execution *x, struct checked *out, struct err *e)
{
	const struct checker *c = seat->checker;
	cleanup_execution struct execution said = { 0 };
	struct judgement own;
	bool first, accepted;
	int r;

	execution_init(&said, c->limits.output_bytes);
	r = talk(seat, box, how, input, answer, x, &said, &first, e);
	if (!r)
		r = validator_word(NAME, &c->limits, &said, &accepted, e);
	if (!r)
		r = take_word(seat, accepted, VERDICT_WA, out, e);
	if (r < 0 || (first && !accepted))
		return r;
	own = classify(c->problem, x);
	if (own.verdict == VERDICT_AC)
		return 0;
	/* What the validator would have given for it counts no more than its yes. */
	out->judgement = own;
	out->score_kind = CHECKED_NO_SCORE;
	out->again = false;
	return 0;
}

int checker_converse(struct checker_seat *seat, struct run_box *box, const struct run_counting *how, int input,
		     const struct buf *answer, struct execution *x, struct checked *out, struct err *e)
{
	int r;

	forget_last(out);
	r = converse(seat, box, how, input, answer, x, out, e);
	return r < 0 && r != -EPROTO ? err_wrap(e, NAME) : r;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

int checker_ask(struct checker_seat *seat, int input, const struct buf *answer, const char *output, size_t output_len,
		struct checked *out, struct err *e)
{
	const struct checker *c = seat->checker;
	struct check_options options = c->options;

	forget_last(out);
	if (c->n_programs > 0) {
		int r = ask_own(seat, input, answer, output, output_len, out, e);

		return r < 0 && r != -EPROTO ? err_wrap(e, NAME) : r;
	}
	if (seat->test && seat->test->validator_args && check_parse(seat->test->validator_args, &options, e) < 0)
		return e->code;
	out->judgement = classify_answer(&options, answer->data, answer->len, output, output_len, &out->difference);
	return 0;
}

/*
 * checker: the default output validator, or the package's own in a box.
 *
 * A validator of the package's own is asked as the ICPC format has it: `validator input answer feedback_dir [args]`,
 * the output on standard input; it exits with 42 or 43 and may leave teammessage.txt and judgemessage.txt. Its box
 * holds the program, this test's input and answer, and a small writable directory, which is empty at the start; there
 * is no network and no other test. It reads what a stranger wrote, so that it may be led astray: whatever it does but
 * exit with one of the two codes within its limits is an error that names it, and never the submission's fault.
 */
#include "judge/checker.h"

#include "judge/classify.h"
#include "judge/testset.h"
#include "judge/validate.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/parse.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NAME           "output validator"
#define FEEDBACK_BYTES (4u << 20) /* of all that it leaves */
#define FEEDBACK_FILE  (1u << 20) /* of one file */
#define SCORE_MOST     1e15

/* ---- once -------------------------------------------------------------------------------------------------------- */

static struct run_limits limits_of(const struct problem *p)
{
	struct run_limits l = PART_LIMITS;

	if (p->validation_cpu_us) {
		l.box.cpu_us = p->validation_cpu_us;
		l.box.wall_us = 3 * p->validation_cpu_us;
	}
	if (p->validation_bytes)
		l.memory_bytes = p->validation_bytes;
	l.box.file_bytes = FEEDBACK_FILE;
	l.work_bytes = FEEDBACK_BYTES;
	l.output_bytes = FEEDBACK_FILE;
	return l;
}

int checker_open(struct judge *j, const struct problem *p, struct checker *out, struct err *e)
{
	struct checker c = { .judge = j, .problem = p, .program = ARTIFACT_INIT, .limits = limits_of(p) };
	int r = p->n_output_validator
			? validator_build(j, p, NAME, p->output_validator, p->n_output_validator, &c.program, e)
			: check_parse(p->validator_args, &c.options, e);

	if (r < 0)
		return r;
	*out = c;
	return 0;
}

void checker_close(struct checker *c)
{
	artifact_clear(&c->program);
}

void checker_seat_close(struct checker_seat *seat)
{
	run_box_close(seat->box);
	seat->box = NULL;
}

void checked_init(struct checked *out)
{
	*out = (struct checked){ .judgement = { .verdict = VERDICT_NONE } };
	buf_init(&out->message, FEEDBACK_FILE);
}

void checked_clear(struct checked *c)
{
	buf_clear(&c->message);
}

/* ---- the package's own ------------------------------------------------------------------------------------------- */

static int open_box(struct checker_seat *seat, struct err *e)
{
	const struct checker *c = seat->checker;

	return seat->box ? 0
			 : run_box_open(c->judge->tc, seat->sandbox, NULL, &c->program, &c->limits, RUN_EXEC,
					&seat->box, e);
}

static int put_test(struct run_box *box, int input, const struct buf *answer, struct err *e)
{
	cleanup_fd int fd = -1;
	int r = run_box_put(box, "input", input, e);

	if (!r)
		r = fs_memfd("answer", answer->data, answer->len, &fd, e);
	return r < 0 ? r : run_box_put(box, "answer", fd, e);
}

/* Appends a file that it left, if it did. */
static int get_message(struct run_box *box, const char *name, struct buf *out, bool *has, struct err *e)
{
	int r = run_box_get(box, name, out, e);

	*has = r >= 0;
	if (r == -ENOENT) {
		err_clear(e);
		return 0;
	}
	/* A link, a directory: not what a program does by chance. */
	return r == -ELOOP || r == -EINVAL ? err_set(e, -EPROTO, "the " NAME " failed: its %s is no file", name) : r;
}

/* The first line, so that it can be shown. */
static void word_reason(const struct buf *message, struct judgement *j)
{
	cleanup_buf struct buf safe = { 0 };
	const char *end = memchr(message->data, '\n', message->len);
	size_t len = end ? (size_t)(end - message->data) : message->len;

	buf_init(&safe, REASON_MAX - 1);
	len -= len > 0 && message->data[len - 1] == '\r';
	/* What does not fit is cut. */
	(void)text_escape(&safe, message->data, len, true);
	memcpy(j->reason, safe.data, safe.len);
	j->reason[safe.len] = '\0';
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

static int run_own(struct checker_seat *seat, int input, const struct buf *answer, int output, bool *accepted,
		   struct err *e)
{
	const struct checker *c = seat->checker;
	const char *args = arguments_of(seat);
	const char *argv[ARGUMENTS_MAX + 4] = { "/box/input", "/box/answer", "/work/" };
	cleanup_free char *copy = strdup(args);
	cleanup_execution struct execution x = { 0 };
	int r;

	execution_init(&x, c->limits.output_bytes);
	r = copy ? split_arguments(copy, argv + 3, e) : err_set(e, -ENOMEM, "out of memory");
	if (!r)
		r = open_box(seat, e);
	if (!r)
		r = put_test(seat->box, input, answer, e);
	if (!r)
		r = run_box_execute(seat->box, output, argv, &x, e);
	return r < 0 ? r : validator_word(NAME, &c->limits, &x, accepted, e);
}

/* A number with blanks around it, in a file that need not be there. */
static int get_number(struct run_box *box, const char *name, bool *has, double *out, struct err *e)
{
	cleanup_buf struct buf text = { 0 };
	struct err why = ERR_INIT;
	const char *number;

	buf_init(&text, FEEDBACK_FILE);
	if (get_message(box, name, &text, has, e) < 0)
		return e->code;
	if (!*has)
		return 0;
	/* What is blank at its end is a line's end; a NUL would hide what stands behind it. */
	while (text.len > 0 && strchr(" \t\r\n", text.data[text.len - 1]) && text.data[text.len - 1])
		text.data[--text.len] = 0;
	number = strlen(text.data) == text.len ? text.data + strspn(text.data, " \t\r\n") : "";
	if (parse_double(number, -SCORE_MOST, SCORE_MOST, out, &why) < 0)
		return err_set(e, -EPROTO, "the " NAME " failed: %s: %.100s", name, why.text);
	return 0;
}

static int get_score(struct run_box *box, struct checked *out, struct err *e)
{
	bool has = false, has_multiplier = false;
	double multiplier = 0;

	if (get_number(box, "score.txt", &has, &out->score, e) < 0 ||
	    get_number(box, "score_multiplier.txt", &has_multiplier, &multiplier, e) < 0)
		return e->code;
	if (has && has_multiplier)
		return err_set(e, -EPROTO, "the " NAME " failed: it gives a score and a multiplier");
	out->score_kind = has ? CHECKED_SCORE : has_multiplier ? CHECKED_MULTIPLIER : CHECKED_NO_SCORE;
	if (has_multiplier)
		out->score = multiplier;
	return 0;
}

static int ask_own(struct checker_seat *seat, int input, const struct buf *answer, const char *output,
		   size_t output_len, struct checked *out, struct err *e)
{
	const bool none = is_blank(output, output_len) && !is_blank(answer->data, answer->len);
	cleanup_buf struct buf team = { 0 };
	cleanup_fd int fd = -1;
	bool accepted, has;
	int r = fs_memfd("output", output, output_len, &fd, e);

	buf_init(&team, FEEDBACK_FILE);
	if (!r)
		r = run_own(seat, input, answer, fd, &accepted, e);
	if (!r)
		r = get_message(seat->box, "teammessage.txt", &team, &has, e);
	if (!r)
		r = get_message(seat->box, "judgemessage.txt", &out->message, &has, e);
	if (!r && seat->checker->problem->scoring)
		r = get_score(seat->box, out, e);
	if (r < 0)
		return r;
	out->judgement.verdict = accepted ? VERDICT_AC : none ? VERDICT_NO : VERDICT_WA;
	if (!accepted)
		word_reason(&team, &out->judgement);
	return 0;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

int checker_ask(struct checker_seat *seat, int input, const struct buf *answer, const char *output, size_t output_len,
		struct checked *out, struct err *e)
{
	const struct checker *c = seat->checker;
	struct check_options options = c->options;

	out->judgement = (struct judgement){ .verdict = VERDICT_NONE };
	out->difference = (struct check_result){ .verdict = VERDICT_NONE };
	out->score_kind = CHECKED_NO_SCORE;
	buf_reset(&out->message);
	if (c->program.fd >= 0) {
		int r = ask_own(seat, input, answer, output, output_len, out, e);

		return r < 0 && r != -EPROTO ? err_wrap(e, NAME) : r;
	}
	if (seat->test && seat->test->validator_args && check_parse(seat->test->validator_args, &options, e) < 0)
		return e->code;
	out->judgement = classify_answer(&options, answer->data, answer->len, output, output_len, &out->difference);
	return 0;
}

/*
 * Input validators run in boxes like everything that a package brings, each in one of its own, and with the arguments
 * that its test has for it. What one of them does not allow is not allowed.
 */
#include "judge/validate.h"

#include "judge/classify.h"
#include "judge/testset.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int validator_build(struct judge *j, const struct problem *p, const char *what, const struct program *program,
		    struct artifact *out, struct err *e)
{
	int r = judge_build_program(j, p, program, out, e);

	/* -EINVAL is said of inputs and answers only. */
	if (r == -EINVAL)
		e->code = -EPROTO;
	return r < 0 ? err_wrap(e, "%s of %s", what, p->id) : 0;
}

int validator_word(const char *what, const struct run_limits *limits, const struct execution *x, bool *yes,
		   struct err *e)
{
	const int code = x->used.end == BOX_END_EXIT ? x->used.exit_code : -1;
	char end[REASON_MAX];

	/* It may have lost what it had to say. */
	if (x->used.files_refused) {
		words_bytes(limits->box.file_bytes, end);
		return err_set(e, -EPROTO, "the %s failed: it left more than %s, or %u files", what, end,
			       RUN_WORK_FILES);
	}
	if (code != VALIDATOR_YES && code != VALIDATOR_NO) {
		words_end(limits, x, end);
		return err_set(e, -EPROTO, "the %s failed: %s", what, end);
	}
	*yes = code == VALIDATOR_YES;
	return 0;
}

static int open_one(struct judge *j, const struct problem *p, const struct program *program, struct run_box **out,
		    struct err *e)
{
	cleanup_artifact struct artifact built = ARTIFACT_INIT;
	int r = validator_build(j, p, "input validator", program, &built, e);

	if (r < 0)
		return r;
	r = judge_open_box(j, j->workers[0], NULL, &built, &PART_LIMITS, RUN_EXEC, out, e);
	return r < 0 ? err_wrap(e, "input validator of %s", p->id) : 0;
}

int validator_open(struct judge *j, const struct problem *p, struct validator *out, struct err *e)
{
	cleanup_validator struct validator v = { .problem = p };

	*out = v;
	v.boxes = calloc(p->n_validators + 1, sizeof(struct run_box *));
	if (!v.boxes)
		return err_set(e, -ENOMEM, "out of memory");
	for (; v.n_boxes < p->n_validators; v.n_boxes++)
		if (open_one(j, p, &p->validators[v.n_boxes], &v.boxes[v.n_boxes], e) < 0)
			return e->code;
	*out = v;
	v = (struct validator){ .problem = NULL };
	return 0;
}

void validator_close(struct validator *v)
{
	for (size_t i = 0; i < v->n_boxes; i++)
		run_box_close(v->boxes[i]);
	free(v->boxes);
	*v = (struct validator){ .problem = NULL };
}

/* By the name of its file, with or without the ending. */
static bool is_called(const struct program *program, const char *name)
{
	const size_t len = strlen(name);

	return strncmp(program->name, name, len) == 0 &&
	       (!program->name[len] || (program->name[len] == '.' && !strchr(program->name + len + 1, '.')));
}

/* Its own arguments, and behind them those of the submission. */
static int arguments_for(const struct program *program, const struct problem_test *t, struct buf *out, struct err *e)
{
	const char *own = t && t->input_args ? t->input_args : "";

	for (const struct problem_input_args *a = t ? t->input_args_of : NULL; a && a->name; a++)
		if (is_called(program, a->name))
			own = a->args;
	(void)buf_printf(out, "%s %s", own, t && t->args ? t->args : "");
	return buf_error(out, "arguments", e);
}

static int check_one(struct validator *v, size_t which, const struct problem_test *t, int input_fd, struct err *e)
{
	const struct program *program = &v->problem->validators[which];
	cleanup_execution struct execution x = { 0 };
	cleanup_buf struct buf arguments;
	const char *argv[ARGUMENTS_MAX + 1], *said;
	bool valid = false;
	int r;

	buf_init(&arguments, 16384);
	execution_init(&x, 65536);
	if (arguments_for(program, t, &arguments, e) < 0 || split_arguments(arguments.data, argv, e) < 0)
		return e->code;
	r = run_box_execute(v->boxes[which], input_fd, argv, &x, e);
	if (!r)
		r = validator_word("input validator", &PART_LIMITS, &x, &valid, e);
	if (!r && valid && v->printed)
		buf_append(v->printed, x.printed.data, x.printed.len);
	if (r < 0 && v->n_boxes > 1)
		return err_wrap(e, "%s", program->name);
	if (r < 0 || valid)
		return r;
	said = x.printed.len ? x.printed.data : x.answer.len ? x.answer.data : "no message";
	return err_set(e, -EINVAL, "%s%s%.*s", v->n_boxes > 1 ? program->name : "", v->n_boxes > 1 ? ": " : "",
		       (int)strcspn(said, "\n"), said);
}

int validator_check(struct validator *v, const struct problem_test *test, int input_fd, struct err *e)
{
	for (size_t i = 0; i < v->n_boxes; i++)
		if (check_one(v, i, test, input_fd, e) < 0)
			return e->code;
	return 0;
}

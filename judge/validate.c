/*
 * Input validators run in a box like everything that a package brings.
 */
#include "judge/validate.h"

#include "judge/classify.h"
#include "judge/testset.h"

#include <errno.h>
#include <string.h>

#define EXIT_VALID   42
#define EXIT_INVALID 43

int validator_open(struct judge *j, const struct problem *p, struct validator *out, struct err *e)
{
	cleanup_artifact struct artifact program = ARTIFACT_INIT;
	int r;

	out->box = NULL;
	if (!p->n_validator)
		return 0;
	r = judge_build_part(j, p, BUILD_PROGRAM, p->validator, p->n_validator, &program, e);
	if (!r)
		r = run_box_open(j->tc, j->workers[0], NULL, &program, &PART_LIMITS, RUN_EXEC, &out->box, e);
	/* -EINVAL is said of inputs only. */
	if (r == -EINVAL)
		e->code = -EPROTO;
	return r < 0 ? err_wrap(e, "input validator of %s", p->id) : 0;
}

void validator_close(struct validator *v)
{
	run_box_close(v->box);
	v->box = NULL;
}

int validator_check(struct validator *v, int input_fd, struct err *e)
{
	cleanup_execution struct execution x = { 0 };
	char end[REASON_MAX];
	const char *said;
	int r;

	if (!v->box)
		return 0;
	execution_init(&x, 65536);
	r = run_box_execute(v->box, input_fd, NULL, &x, e);
	if (r < 0)
		return r;
	if (x.used.end == BOX_END_EXIT && x.used.exit_code == EXIT_VALID)
		return 0;
	said = x.printed.len ? x.printed.data : "no message";
	if (x.used.end == BOX_END_EXIT && x.used.exit_code == EXIT_INVALID)
		return err_set(e, -EINVAL, "%.*s", (int)strcspn(said, "\n"), said);
	words_end(&PART_LIMITS, &x, end);
	return err_set(e, -EPROTO, "the input validator failed: %s", end);
}

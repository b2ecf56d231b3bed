/*
 * Input validators run in a box like everything that a package brings.
 */
#include "judge/validate.h"

#include "judge/classify.h"
#include "judge/testset.h"

#include <errno.h>
#include <string.h>

int validator_build(struct judge *j, const struct problem *p, const char *what, const struct source *sources, size_t n,
		    struct artifact *out, struct err *e)
{
	int r = judge_build_part(j, p, BUILD_PROGRAM, sources, n, out, e);

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

	if (code != VALIDATOR_YES && code != VALIDATOR_NO) {
		words_end(limits, x, end);
		return err_set(e, -EPROTO, "the %s failed: %s", what, end);
	}
	*yes = code == VALIDATOR_YES;
	return 0;
}

int validator_open(struct judge *j, const struct problem *p, struct validator *out, struct err *e)
{
	cleanup_artifact struct artifact program = ARTIFACT_INIT;
	int r;

	*out = (struct validator){ .box = NULL };
	if (!p->n_validator)
		return 0;
	r = validator_build(j, p, "input validator", p->validator, p->n_validator, &program, e);
	if (r < 0)
		return r;
	r = run_box_open(j->tc, j->workers[0], NULL, &program, &PART_LIMITS, RUN_EXEC, &out->box, e);
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
	const char *said;
	bool valid = false;
	int r;

	if (!v->box)
		return 0;
	execution_init(&x, 65536);
	r = run_box_execute(v->box, input_fd, NULL, &x, e);
	if (!r)
		r = validator_word("input validator", &PART_LIMITS, &x, &valid, e);
	if (!r && valid && v->printed)
		buf_append(v->printed, x.printed.data, x.printed.len);
	if (r < 0 || valid)
		return r;
	said = x.printed.len ? x.printed.data : "no message";
	return err_set(e, -EINVAL, "%.*s", (int)strcspn(said, "\n"), said);
}

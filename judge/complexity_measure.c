/*
 * Measuring functions outside any problem.
 *
 * The caller brings a problem of its own making: a driver, a generator and size families, no tests and no model.
 * Inputs are made as the ladder asks for them and nothing is kept; there is no reference to be compared with, and what
 * a family has no limit for is named and not judged.
 */
#include "judge/classify.h"
#include "judge/complexity.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>

struct measuring {
	struct judge *j;
	const struct problem *p;
	const struct problem_family *family; /* that is being climbed */
	struct artifact generator, runner;
	struct build build;
	struct run_box *box;
};

static int give_input(void *arg, uint64_t n, int *fd, struct err *e)
{
	struct measuring *m = arg;
	cleanup_buf struct buf text = { 0 };
	int r;

	buf_init(&text, PROBLEM_FILE_MAX);
	r = complexity_make_input(m->j, m->family, &m->generator, n, &text, e);
	return r < 0 ? r : fs_memfd("input", text.data, text.len, fd, e);
}

static int profile_input(void *arg, const struct problem_family *f, uint64_t n, int *fd, struct err *e)
{
	struct measuring *m = arg;

	m->family = f;
	return give_input(m, n, fd, e);
}

static int climb(struct measuring *m, struct report *r, struct report_family *to, bool lower_bound, struct err *e)
{
	const struct problem_family *f = m->family = to->family;
	const struct cost_ladder ladder = {
		.first = f->first, .last = f->last, .phase = f->phase, .input = give_input, .arg = m
	};
	struct cost_curve *curve = arena_alloc(&r->memory, sizeof(*curve));
	struct complexity_outcome o;

	if (!curve)
		return err_set(e, -ENOMEM, "out of memory");
	to->curve = curve;
	if (cost_measure(m->box, &ladder, curve, e) < 0 ||
	    (complexity_is_close(f, curve) && cost_climb_on(m->box, &ladder, curve, e) < 0))
		return e->code;
	complexity_judge(f, curve, NULL, lower_bound, m->p->n_families > 1, &o);
	return complexity_record(r, to, &o, e);
}

static int climb_all(struct measuring *m, struct report *r, struct err *e)
{
	int code = complexity_keep_facts(r, &m->build, e);

	r->judgement = judgement_of(VERDICT_AC, "%s", "");
	r->decided_by = STAGE_COMPLEXITY;
	r->families = arena_array(&r->memory, m->p->n_families, sizeof(*r->families));
	if (!code && !r->families)
		code = err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; !code && i < m->p->n_families; i++) {
		struct report_family *f = &r->families[r->n_families++];

		f->family = &m->p->families[i];
		code = climb(m, r, f, r->counted->escapes > 0, e);
		if (!code && r->judgement.verdict == VERDICT_AC)
			r->judgement = f->judgement;
	}
	r->complexity = COMPLEXITY_DONE;
	return code;
}

static int profile_all(struct measuring *m, const struct submission *s, struct report *r, struct err *e)
{
	struct problem any_type = *m->p;
	const struct profiling p = { .judge = m->j,
				     .problem = &any_type,
				     .submission = s,
				     .runner = &m->runner,
				     .report = r,
				     .input = profile_input,
				     .arg = m };

	any_type.n_signatures = 0;
	return complexity_profile(&p, e);
}

/* Functions are called by name: one that is not there is as well said before anything runs. */
static int check_names(struct measuring *m, struct report *r, struct err *e)
{
	struct object_facts facts = { 0 };
	int code = object_read(&m->build.artifact, &facts, e);

	for (size_t i = 0; !code && i < m->p->n_signatures && r->judgement.verdict == VERDICT_NONE; i++)
		if (!object_defines(&facts, m->p->signatures[i].name))
			r->judgement =
				judgement_of(VERDICT_CE, "the function '%.100s' is missing", m->p->signatures[i].name);
	object_facts_clear(&facts);
	return code;
}

static int build_parts(struct measuring *m, struct err *e)
{
	int r = judge_build_part(m->j, m->p, BUILD_PROGRAM, m->p->generator, m->p->n_generator, &m->generator, e);

	if (r < 0)
		return err_wrap(e, "generator");
	return judge_build_counting_runner(m->j, m->p, &m->runner, e);
}

static int measure(struct measuring *m, const struct submission *s, struct report *r, struct err *e)
{
	struct problem any_type = *m->p;
	char counter[COUNTER_NAME_MAX];
	int code = cost_pass_supported(judge_compiler(m->j), e);

	any_type.n_signatures = 0;
	complexity_counter(counter);
	if (!code)
		code = submit_keep_sources(r, s, e);
	if (!code)
		code = build_parts(m, e);
	if (!code)
		code = judge_build_counted(m->j, 0, &any_type, s->sources, s->n_sources, counter, &m->build, e);
	if (!code)
		code = submit_keep_build(r, &m->build, e);
	if (code < 0)
		return code;
	r->decided_by = STAGE_COMPILE;
	if (m->build.end != BUILD_OK)
		r->judgement =
			judgement_of(m->build.end == BUILD_LIMIT ? VERDICT_CTL : VERDICT_CE, "%.200s", m->build.reason);
	else
		code = check_names(m, r, e);
	if (code < 0 || r->judgement.verdict != VERDICT_NONE)
		return code;
	code = run_box_open_counted(m->j->tc, m->j->workers[0], &m->runner, &m->build.artifact, counter, &m->p->limits,
				    &m->box, e);
	return code < 0 ? code : climb_all(m, r, e);
}

int judge_measure(struct judge *j, const struct problem *p, const struct submission *s, bool profile,
		  struct report *out, struct err *e)
{
	struct measuring m = {
		.j = j, .p = p, .generator = ARTIFACT_INIT, .runner = ARTIFACT_INIT, .build = BUILD_INIT
	};
	int r;

	report_init(out, p);
	r = measure(&m, s, out, e);
	if (!r && profile)
		r = profile_all(&m, s, out, e);
	run_box_close(m.box);
	build_clear(&m.build);
	artifact_clear(&m.runner);
	artifact_clear(&m.generator);
	if (r < 0)
		report_clear(out);
	return r;
}

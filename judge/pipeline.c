/*
 * The pipeline: one submission through the stages, in the order of one table. The first stage that decides ends it; a
 * stage that fails makes JE with the reason.
 *
 * The report holds the facts, in the order of the tests, whatever the order in which workers ran them: what came
 * after the test that decided is dropped, so that the same submission makes the same report at any number of workers.
 */
#include "judge/judge.h"

#include "judge/classify.h"
#include "judge/session.h"
#include "judge/submit.h"
#include "judge/validate.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <string.h>

#define MIB (UINT64_C(1) << 20)

void submit_tell(const struct submit *su, const struct judge_event *ev)
{
	if (su->options->event)
		su->options->event(ev, su->options->arg);
}

void submit_decide(struct submit *su, enum stage stage, struct judgement j)
{
	su->report->judgement = j;
	su->report->decided_by = stage;
}

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static const char *kind_word(enum rule_kind kind)
{
	static const char *const words[] = {
		[RULE_IDENTIFIER] = "the identifier",   [RULE_CALL] = "a call of",
		[RULE_INCLUDE] = "including",           [RULE_PATTERN] = "the pattern",
		[RULE_SYMBOL] = "the library function",
	};

	return words[kind];
}

static void broken_rule(struct submit *su)
{
	const struct rule_hit *hit = &su->report->hits[0];
	const struct rule *rule = hit->rule;
	char place[SOURCE_NAME_MAX + 24] = "";

	if (hit->line)
		snprintf(place, sizeof(place), " (%s:%u)", su->report->sources[hit->source].name, hit->line);
	submit_decide(su, STAGE_RULES,
		      judgement_of(VERDICT_CE, "rule: %s '%.100s' is %s%s", kind_word(rule->kind), rule->what,
				   rule->require ? "required" : "forbidden", place));
}

static enum language language_of(const struct submit *su)
{
	return judge_language(su->submission->sources, su->submission->n_sources);
}

/* The format's limit of the size of all files together. */
static bool is_too_long(struct submit *su)
{
	uint64_t bytes = 0, limit = su->problem->code_bytes;
	char amount[32];

	for (size_t i = 0; i < su->submission->n_sources; i++)
		bytes += su->submission->sources[i].len;
	if (!limit || bytes <= limit)
		return false;
	words_bytes(limit, amount);
	submit_decide(su, STAGE_RULES, judgement_of(VERDICT_CE, "rule: the source is over %s", amount));
	return true;
}

/* Functions are in C, and a problem may be for some languages only. */
static bool is_foreign(struct submit *su)
{
	const struct problem *p = su->problem;
	const struct language_row *row = language_row(language_of(su));

	if ((p->languages & 1u << row->language || !p->languages) &&
	    (row->language == LANGUAGE_C || !p->function_style))
		return false;
	submit_decide(su, STAGE_RULES, judgement_of(VERDICT_CE, "rule: the problem is not for %s", row->name));
	return true;
}

/* Static rules are about C; a problem that has some is for C alone. */
static int stage_rules(struct submit *su, struct err *e)
{
	int r;

	if (is_too_long(su) || is_foreign(su))
		return 0;
	if (language_of(su) != LANGUAGE_C && su->problem->n_rules) {
		submit_decide(su, STAGE_RULES, judgement_of(VERDICT_CE, "rule: the problem's rules are for C"));
		return 0;
	}
	r = rules_check_source(su->problem->rules, su->problem->n_rules, su->submission->sources,
			       su->submission->n_sources, su->report->hits, &su->report->n_hits, e);
	if (!r && su->report->n_hits)
		broken_rule(su);
	return r;
}

/* ---- compile ----------------------------------------------------------------------------------------------------- */

/* The build's arena goes with the build; what the report shows is its own. */
int submit_keep_build(struct report *r, const struct build *b, struct err *e)
{
	struct diagnostic *list = arena_array(&r->memory, b->n_diagnostics + 1, sizeof(*list));

	if (!list)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < b->n_diagnostics; i++) {
		const struct diagnostic *d = &b->diagnostics[i];

		list[i] = *d;
		list[i].file = arena_strdup(&r->memory, d->file);
		list[i].text = arena_strdup(&r->memory, d->text);
		list[i].option = arena_strdup(&r->memory, d->option);
		if (!list[i].text || (d->file && !list[i].file))
			return err_set(e, -ENOMEM, "out of memory");
	}
	r->diagnostics = list;
	r->n_diagnostics = b->n_diagnostics;
	r->n_diagnostics_dropped = b->n_dropped;
	r->compile_cpu_us = b->cpu_us;
	r->compile_wall_us = b->wall_us;
	r->compile_peak_bytes = b->peak_bytes;
	return 0;
}

/* What can be said of the object before it runs: symbols that a rule forbids, data that can never fit. */
static int check_object(struct submit *su, struct err *e)
{
	struct object_facts facts = { 0 };
	char need[32], limit[32];
	int r;

	/* What an interpreter runs is no object. */
	if (su->build.artifact.language == LANGUAGE_PYTHON3)
		return 0;
	r = object_read(&su->build.artifact, &facts, e);

	if (r < 0)
		return err_wrap(e, "the object that the compiler made");
	r = rules_check_object(su->problem->rules, su->problem->n_rules, &facts, su->report->hits, &su->report->n_hits,
			       e);
	if (!r && su->report->n_hits) {
		broken_rule(su);
	} else if (!r && facts.static_bytes > su->problem->limits.memory_bytes) {
		words_bytes((facts.static_bytes + MIB - 1) / MIB * MIB, need);
		words_bytes(su->problem->limits.memory_bytes, limit);
		submit_decide(su, STAGE_COMPILE,
			      judgement_of(VERDICT_MLE, "its static data need %s, over %s", need, limit));
	}
	object_facts_clear(&facts);
	return r;
}

/* That of another language than C is known when it is opened. */
static int name_toolchain(struct submit *su, struct err *e)
{
	struct toolchain *tc;

	if (judge_toolchain(su->judge, language_of(su), &tc, e) < 0)
		return e->code;
	su->report->compiler = arena_strdup(&su->report->memory, toolchain_name(tc));
	return su->report->compiler ? 0 : err_set(e, -ENOMEM, "out of memory");
}

static int stage_compile(struct submit *su, struct err *e)
{
	int r;

	submit_prepare(su);
	r = soundness_begin(su, e);
	if (!r)
		r = complexity_begin(su, e);
	if (!r)
		r = judge_build_candidate(su->judge, su->problem, su->submission->sources, su->submission->n_sources,
					  su->submission->entrypoint, true, &su->build, e);
	if (!r)
		r = name_toolchain(su, e);
	if (!r)
		r = submit_keep_build(su->report, &su->build, e);
	if (r < 0)
		return r;
	if (su->build.end == BUILD_OK)
		return check_object(su, e);
	submit_decide(
		su, STAGE_COMPILE,
		judgement_of(su->build.end == BUILD_LIMIT ? VERDICT_CTL : VERDICT_CE, "%.200s", su->build.reason));
	return 0;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

static const struct {
	enum stage stage;
	int (*run)(struct submit *su, struct err *e);
	/* Is it to run behind a decision, to explain it or, of AC, to take it back? NULL: what is decided ends it. */
	bool (*wanted)(const struct submit *su);
} stages[] = {
	{ STAGE_RULES, stage_rules, NULL },
	{ STAGE_COMPILE, stage_compile, NULL },
	{ STAGE_TESTS, stage_tests, NULL },
	{ STAGE_COMPLEXITY, stage_complexity, complexity_wanted },
	{ STAGE_SOUNDNESS, stage_soundness, soundness_wanted },
};

int submit_keep_sources(struct report *r, const struct submission *s, struct err *e)
{
	char hex[HASH_HEX_MAX];

	r->sources = arena_array(&r->memory, s->n_sources + 1, sizeof(*r->sources));
	if (submission_hash(s, hex, e) < 0)
		return e->code;
	for (size_t i = 0; r->sources && i < s->n_sources; i++) {
		const struct source *from = &s->sources[i];

		r->sources[i] = (struct report_source){ arena_strdup(&r->memory, from->name),
							arena_strndup(&r->memory, from->text, from->len), from->len };
		if (!r->sources[i].name || !r->sources[i].text)
			return err_set(e, -ENOMEM, "out of memory");
		r->n_sources = i + 1;
	}
	r->source_hash = arena_strdup(&r->memory, hex);
	return r->sources && r->source_hash ? 0 : err_set(e, -ENOMEM, "out of memory");
}

static int fill_head(struct submit *su, struct err *e)
{
	struct report *r = su->report;
	struct box_probe probe;

	r->limits = su->problem->limits;
	if (submit_keep_sources(r, su->submission, e) < 0)
		return e->code;
	r->compiler = arena_strdup(&r->memory, judge_compiler(su->judge));
	if (!r->compiler)
		return err_set(e, -ENOMEM, "out of memory");
	if (judge_probe(su->judge, &probe, e) < 0)
		return e->code;
	if (!probe.usable)
		return err_set(e, -EPERM, "the sandbox does not work on this host (see judge doctor): %.300s",
			       probe.failure);
	if (judge_open_seconds(su->judge, su->problem, e) < 0)
		return e->code;
	return submit_describe_host(r, su->problem, &probe, e);
}

static void failed(struct submit *su, enum stage stage, const struct err *why)
{
	submit_decide(su, stage, judgement_of(VERDICT_JE, "%.230s", why->text));
}

static void run_stages(struct submit *su)
{
	struct err why = ERR_INIT;

	if (fill_head(su, &why) < 0) {
		failed(su, STAGE_NONE, &why);
		return;
	}
	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
		const struct judge_event ev = { .kind = EVENT_STAGE, .stage = stages[i].stage };
		const enum verdict v = su->report->judgement.verdict;

		if (v == VERDICT_JE || (v != VERDICT_NONE && (!stages[i].wanted || !stages[i].wanted(su))))
			continue;
		if (su->options->brief && v != VERDICT_NONE && v != VERDICT_AC)
			return;
		submit_tell(su, &ev);
		if (stages[i].run(su, &why) < 0)
			failed(su, stages[i].stage, &why);
	}
}

static int judge_with(struct submit *su, struct err *e)
{
	uint64_t began = clock_mono_us();

	report_init(su->report, su->problem);
	if (submit_plan(su, e) < 0) {
		report_clear(su->report);
		return e->code;
	}
	run_stages(su);
	su->report->total_wall_us = clock_mono_us() - began;
	complexity_end(su);
	soundness_end(su);
	build_clear(&su->build);
	return 0;
}

int judge_submit(struct judge *j, const struct problem *p, const struct submission *s, const struct judge_options *o,
		 struct report *out, struct err *e)
{
	static const struct judge_options none;
	struct submit su = {
		.judge = j, .problem = p, .submission = s, .options = o ? o : &none, .report = out, .build = BUILD_INIT
	};

	return judge_with(&su, e);
}

/* The driver trusts its input; people's own is checked first, and what is wrong with it is theirs to know. */
static int check_own_input(struct submit *su, struct err *e)
{
	cleanup_validator struct validator v = { 0 };
	cleanup_fd int fd = -1;
	int r = fs_memfd("input", su->own_input, su->own_len, &fd, e);

	if (!r)
		r = validator_open(su->judge, su->problem, &v, e);
	if (r < 0)
		return r;
	r = validator_check(&v, NULL, fd, e);
	/* The validator's word on what people wrote, apart from every -EINVAL of ours. */
	if (r == -EINVAL)
		e->code = -EDOM;
	return r < 0 ? err_wrap(e, "your input") : 0;
}

int judge_try(struct judge *j, const struct problem *p, const struct submission *s, const char *own_input,
	      size_t own_len, struct report *out, struct err *e)
{
	static const struct judge_options all = { .all = true };
	struct submit su = {
		.judge = j, .problem = p, .submission = s, .options = &all, .report = out, .build = BUILD_INIT
	};

	su.samples_only = true;
	su.own_input = own_input;
	su.own_len = own_len;
	if (own_input && check_own_input(&su, e) < 0)
		return e->code;
	return judge_with(&su, e);
}

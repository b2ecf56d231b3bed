/*
 * report_complexity_json: growth for programs: every size that was measured, so that a curve can be drawn and a verdict
 * computed again.
 */
#include "judge/report/report_complexity.h"

#include <math.h>

static const char *const end_words[] = {
	[FIT_MEETS] = "meets",
	[FIT_EXCEEDS] = "exceeds",
	[FIT_UNDECIDED] = "undecided",
	[FIT_TOO_FEW] = "too few",
};

static const char *const cost_end_words[COST_END_COUNT] = {
	[COST_END_CEILING] = "ceiling", [COST_END_SIZES] = "sizes",     [COST_END_BUDGET] = "budget",
	[COST_END_CRASH] = "crash",     [COST_END_TIME] = "time",       [COST_END_MEMORY] = "memory",
	[COST_END_OUTPUT] = "output",   [COST_END_CONDUCT] = "conduct", [COST_END_ANSWER] = "answer",
	[COST_END_FORGED] = "forged",
};

static void put_points(struct json_out *j, cJSON *parent, const char *key, const struct cost_curve *c)
{
	cJSON *list;

	if (!c) {
		json_string(j, parent, key, NULL);
		return;
	}
	list = json_array(j, parent, key);
	for (size_t i = 0; i < c->n_points; i++) {
		const struct cost_point *p = &c->points[i];
		cJSON *o = json_object(j, list, NULL);

		json_u64(j, o, "n", p->n);
		json_u64(j, o, "steps", p->ticks);
		json_u64(j, o, "least_steps", p->least_ticks);
		json_u64(j, o, "most_steps", p->most_ticks);
		json_u64(j, o, "heap_bytes", p->heap_bytes);
		json_u64(j, o, "stack_bytes", p->stack_bytes);
		json_u64(j, o, "cpu_us", p->cpu_us);
		json_u64(j, o, "seeds", p->seeds);
	}
}

static void put_growth(struct json_out *j, cJSON *parent, const char *key, const struct report_growth *g,
		       const char *limit, const char *best, double allowed, bool numbers)
{
	const bool known = g->found.enough, held = limit && g->held.end != FIT_TOO_FEW;
	cJSON *o = json_object(j, parent, key);

	json_string(j, o, "class", known ? fit_class_text(g->found.class) : NULL);
	json_string(j, o, "limit", limit);
	json_string(j, o, "best", best);
	json_string(j, o, "result", limit ? end_words[g->held.end] : NULL);
	json_bool(j, o, "exceeds", g->exceeds);
	json_bool(j, o, "turns", known && g->found.turns);
	json_string(j, o, "next_class", known && numbers ? fit_class_text(g->found.runner_up) : NULL);
	json_double(j, o, "margin", known && numbers ? g->found.margin : (double)NAN);
	json_double(j, o, "slope", known && numbers ? g->found.slope : (double)NAN);
	json_double(j, o, "top_slope", held && numbers ? g->held.top_slope : (double)NAN);
	json_double(j, o, "last_slope", held && numbers ? g->held.last_slope : (double)NAN);
	json_double(j, o, "ratio", g->ratio > 0 && numbers ? g->ratio : (double)NAN);
	json_double(j, o, "ratio_allowed", allowed > 0 ? allowed : (double)NAN);
}

static void put_u64(struct json_out *j, cJSON *parent, const char *key, bool known, uint64_t v)
{
	if (known)
		json_u64(j, parent, key, v);
	else
		json_string(j, parent, key, NULL);
}

static void put_profile(struct json_out *j, cJSON *parent, const struct run_profile *p, uint64_t n)
{
	cJSON *o = p ? json_object(j, parent, "profile") : NULL, *list;

	if (!p) {
		json_string(j, parent, "profile", NULL);
		return;
	}
	json_u64(j, o, "n", n);
	list = json_array(j, o, "functions");
	for (size_t i = 0; i < p->n; i++) {
		cJSON *f = json_object(j, list, NULL);

		json_string(j, f, "name", p->functions[i].name[0] ? p->functions[i].name : NULL);
		json_u64(j, f, "steps", p->functions[i].ticks);
	}
}

static void put_family(struct json_out *j, cJSON *list, const struct report_family *f, bool numbers)
{
	const struct problem_family *of = f->family;
	const struct cost_curve *c = numbers ? f->curve : NULL;
	cJSON *o = json_object(j, list, NULL);

	json_string(j, o, "name", of->name);
	json_string(j, o, "what", of->what);
	json_string(j, o, "phase", of->phase);
	json_string(j, o, "verdict", verdict_id(f->judgement.verdict));
	json_string(j, o, "reason", numbers || f->by_class ? f->judgement.reason : NULL);
	json_string(j, o, "remark", numbers ? f->remark : NULL);
	put_growth(j, o, "time", &f->time, of->time, of->time_best, of->time_ratio, numbers);
	put_growth(j, o, "space", &f->space, of->space, of->space_best, of->space_ratio, numbers);
	json_string(j, o, "end", c ? cost_end_words[c->end] : NULL);
	put_u64(j, o, "end_n", c, c ? c->end_n : 0);
	json_string(j, o, "end_detail", c && c->end_detail[0] ? c->end_detail : NULL);
	put_u64(j, o, "unsteady_n", c && c->unsteady, c ? c->unsteady_n : 0);
	json_bool(j, o, "random", c && c->drew);
	put_points(j, o, "points", c);
	put_points(j, o, "reference", numbers ? f->reference : NULL);
	put_profile(j, o, numbers ? f->profile : NULL, f->profile_n);
}

static void put_counted(struct json_out *j, cJSON *parent, const struct cost_facts *facts)
{
	cJSON *list = json_array(j, parent, "not_counted");

	for (size_t i = 0; facts && i < facts->n_findings; i++) {
		const struct cost_finding *f = &facts->findings[i];
		cJSON *o;

		if (!cost_finding_escapes(f->kind))
			continue;
		o = json_object(j, list, NULL);
		json_string(j, o, "what", cost_finding_text(f->kind));
		json_string(j, o, "file", f->file[0] ? f->file : NULL);
		put_u64(j, o, "line", f->line > 0, f->line);
	}
	json_bool(j, parent, "lower_bound", facts && facts->escapes > 0);
}

void report_complexity_json(struct json_out *j, cJSON *parent, const struct report *r, const struct report_style *style)
{
	cJSON *o = json_object(j, parent, "complexity"), *list;

	json_string(j, o, "state", complexity_word(r->complexity));
	json_string(j, o, "remark", r->complexity_remark);
	put_counted(j, o, r->counted);
	list = json_array(j, o, "families");
	for (size_t i = 0; i < r->n_families; i++)
		put_family(j, list, &r->families[i], report_shows_costs(style));
}

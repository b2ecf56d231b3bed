/*
 * report_json: the report for programs, as judge/report/report.schema.json describes it.
 *
 * Every key is always there: null says that a value does not exist or is not for this reader, so that a reader of the
 * JSON needs no case for absent keys. Texts are given as they came, since JSON quotes them; json.h escapes what could
 * steer a terminal.
 *
 * The version changes when a key goes or changes its meaning, not when one is added.
 */
#include "judge/report/explain.h"
#include "judge/report/report_complexity.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/json.h"

#include <string.h>

#define VERSION "judge-report/1"

static const char *const view_words[] = {
	[VIEW_OWNER] = "owner",
	[VIEW_CANDIDATE] = "candidate",
	[VIEW_INTERVIEWER] = "interviewer",
};
static const char *const rule_words[] = {
	[RULE_IDENTIFIER] = "identifier", [RULE_CALL] = "call",     [RULE_INCLUDE] = "include",
	[RULE_PATTERN] = "pattern",       [RULE_SYMBOL] = "symbol",
};
static const char *const level_words[] = {
	[DIAGNOSTIC_NOTE] = "note",
	[DIAGNOSTIC_WARNING] = "warning",
	[DIAGNOSTIC_ERROR] = "error",
};

static const char *const class_words[] = {
#define X(id, key, rejects) [FINDING_##id] = #key,
	SOUNDNESS_CLASSES(X)
#undef X
};

/* A number, or null where it is not known. */
static void put_u64(struct json_out *j, cJSON *parent, const char *key, bool known, uint64_t v)
{
	if (known)
		json_u64(j, parent, key, v);
	else
		json_string(j, parent, key, NULL);
}

static void put_i64(struct json_out *j, cJSON *parent, const char *key, bool known, int64_t v)
{
	if (known)
		json_i64(j, parent, key, v);
	else
		json_string(j, parent, key, NULL);
}

/* "-" stands for "none" in words that people read; here it is null. */
static void put_word(struct json_out *j, cJSON *parent, const char *key, const char *word)
{
	json_string(j, parent, key, strcmp(word, "-") ? word : NULL);
}

static void put_problem(struct json_out *j, cJSON *root, const struct problem *p)
{
	cJSON *o;

	if (!p) {
		json_string(j, root, "problem", NULL);
		return;
	}
	o = json_object(j, root, "problem");
	json_string(j, o, "id", p->id);
	json_string(j, o, "name", p->name);
	json_string(j, o, "hash", p->hash);
}

static void put_sources(struct json_out *j, cJSON *root, const struct report *r)
{
	cJSON *list = json_array(j, root, "sources");

	for (size_t i = 0; i < r->n_sources; i++) {
		cJSON *o = json_object(j, list, NULL);

		json_string(j, o, "name", r->sources[i].name);
		json_u64(j, o, "bytes", r->sources[i].len);
	}
	json_string(j, root, "source_hash", r->source_hash);
}

static void put_hits(struct json_out *j, cJSON *root, const struct report *r)
{
	cJSON *list = json_array(j, root, "rules");

	for (size_t i = 0; i < r->n_hits; i++) {
		const struct rule_hit *hit = &r->hits[i];
		const bool placed = hit->line > 0 && hit->source < r->n_sources;
		cJSON *o = json_object(j, list, NULL);

		json_string(j, o, "kind", rule_words[hit->rule->kind]);
		json_bool(j, o, "required", hit->rule->require);
		json_string(j, o, "what", hit->rule->what);
		json_string(j, o, "why", hit->rule->why);
		json_string(j, o, "file", placed ? r->sources[hit->source].name : NULL);
		put_u64(j, o, "line", placed, hit->line);
		put_u64(j, o, "column", placed && hit->column, hit->column);
		put_u64(j, o, "length", placed && hit->column, hit->length);
	}
}

void report_diagnostics_json(struct json_out *j, cJSON *root, const struct report *r)
{
	cJSON *list = json_array(j, root, "diagnostics");

	for (size_t i = 0; i < r->n_diagnostics; i++) {
		const struct diagnostic *d = &r->diagnostics[i];
		cJSON *o = json_object(j, list, NULL);

		json_string(j, o, "level", level_words[d->level]);
		json_string(j, o, "file", d->file);
		put_u64(j, o, "line", d->line > 0, d->line);
		put_u64(j, o, "column", d->column > 0, d->column);
		json_string(j, o, "text", d->text);
		json_string(j, o, "option", d->option);
		json_string(j, o, "says", explain_diagnostic(d));
	}
	json_u64(j, root, "diagnostics_dropped", r->n_diagnostics_dropped);
}

static void put_spot(struct json_out *j, cJSON *parent, const char *key, const struct spot *p)
{
	cJSON *o;

	if (!p || !p->file) {
		json_string(j, parent, key, NULL);
		return;
	}
	o = json_object(j, parent, key);
	json_string(j, o, "file", p->file);
	put_u64(j, o, "line", p->line > 0, p->line);
	put_u64(j, o, "column", p->column > 0, p->column);
	json_string(j, o, "function", p->function);
}

static void put_finding(struct json_out *j, cJSON *list, const struct report_finding *f, size_t n_tests)
{
	const bool leak = f->flaw.kind->class == FINDING_LEAK;
	cJSON *o = json_object(j, list, NULL), *frames;

	json_string(j, o, "kind", f->flaw.kind->name);
	json_string(j, o, "class", class_words[f->flaw.kind->class]);
	json_string(j, o, "says", f->flaw.kind->says);
	json_bool(j, o, "decides", f->decides);
	frames = json_array(j, o, "frames");
	for (size_t i = 0; i < f->flaw.n_frames; i++)
		put_spot(j, frames, NULL, &f->flaw.frames[i]);
	json_bool(j, o, "recursion", flaw_recursion(&f->flaw) > 0);
	put_spot(j, o, "allocated", &f->flaw.allocated);
	put_spot(j, o, "freed", &f->flaw.freed);
	put_u64(j, o, "bytes", leak, f->flaw.bytes);
	put_u64(j, o, "blocks", leak, f->flaw.blocks);
	put_u64(j, o, "test", f->test < n_tests, f->test);
}

static void put_soundness(struct json_out *j, cJSON *root, const struct report *r, const struct report_style *style)
{
	cJSON *o = json_object(j, root, "soundness"), *list;

	json_string(j, o, "state", soundness_word(r->soundness));
	json_string(j, o, "remark", report_shown_remark(r, style));
	json_u64(j, o, "run", r->soundness_run);
	list = json_array(j, o, "findings");
	for (size_t i = 0; i < r->n_findings; i++)
		if (report_shows_finding(r, style, i))
			put_finding(j, list, &r->findings[i], r->n_tests);
}

static void put_compile(struct json_out *j, cJSON *root, const struct report *r)
{
	cJSON *o = json_object(j, root, "compile");
	const bool done = r->compile_wall_us > 0;

	json_string(j, o, "compiler", r->compiler);
	put_u64(j, o, "cpu_us", done, r->compile_cpu_us);
	put_u64(j, o, "wall_us", done, r->compile_wall_us);
	put_u64(j, o, "peak_bytes", done, r->compile_peak_bytes);
}

static void put_limits(struct json_out *j, cJSON *root, const struct run_limits *l)
{
	cJSON *o = json_object(j, root, "limits");

	json_u64(j, o, "cpu_us", l->box.cpu_us);
	json_u64(j, o, "wall_us", l->box.wall_us);
	json_u64(j, o, "memory_bytes", l->memory_bytes);
	json_u64(j, o, "stack_bytes", l->box.stack_bytes);
	json_u64(j, o, "output_bytes", l->output_bytes);
	json_u64(j, o, "file_bytes", l->box.file_bytes);
	json_u64(j, o, "processes", l->processes);
	json_u64(j, o, "open_files", l->box.open_files);
}

static void put_double(struct json_out *j, cJSON *parent, const char *key, bool known, double v)
{
	if (known)
		json_double(j, parent, key, v);
	else
		json_string(j, parent, key, NULL);
}

/* What the folders of tests came to; none where no scores are given. */
static void put_scores(struct json_out *j, cJSON *root, const struct report *r)
{
	cJSON *list;

	put_double(j, root, "score", r->scored, r->score);
	put_double(j, root, "best_score", r->scored, r->best_score);
	list = json_array(j, root, "scores");
	for (size_t i = 0; r->scored && i < r->n_nodes; i++) {
		const struct problem_node *node = &r->problem->nodes[i];
		cJSON *o = json_object(j, list, NULL);

		json_string(j, o, "name", node->name);
		put_word(j, o, "verdict", verdict_id(r->nodes[i].verdict));
		json_double(j, o, "score", r->nodes[i].score);
		json_double(j, o, "max_score", node->max_score);
	}
}

static void put_groups(struct json_out *j, cJSON *root, const struct report *r)
{
	cJSON *list = json_array(j, root, "groups");

	for (size_t i = 0; i < r->n_groups; i++) {
		const struct report_group *g = &r->groups[i];
		cJSON *o = json_object(j, list, NULL);

		json_string(j, o, "name", g->group->name);
		json_string(j, o, "what", g->group->what);
		json_u64(j, o, "passed", g->passed);
		json_u64(j, o, "run", g->run);
		json_u64(j, o, "total", g->total);
	}
}

static void put_difference(struct json_out *j, cJSON *test, const struct shown_test *t)
{
	cJSON *o;

	if (t->diff_line == 0) {
		json_string(j, test, "difference", NULL);
		return;
	}
	o = json_object(j, test, "difference");
	json_u64(j, o, "line", t->diff_line);
	json_string(j, o, "expected", t->diff_expected);
	json_string(j, o, "found", t->diff_found);
}

static void put_test(struct json_out *j, cJSON *list, const struct shown_test *t)
{
	cJSON *o = json_object(j, list, NULL);

	json_string(j, o, "group", t->group);
	json_string(j, o, "name", t->name);
	json_string(j, o, "why", t->why);
	json_bool(j, o, "sample", t->sample);
	json_bool(j, o, "static", t->is_static);
	put_word(j, o, "verdict", verdict_id(t->verdict));
	json_string(j, o, "reason", t->reason);
	put_i64(j, o, "exit_code", t->has_end && t->signal == 0, t->exit_code);
	put_i64(j, o, "signal", t->has_end && t->signal != 0, t->signal);
	put_u64(j, o, "pass", t->pass > 0, t->pass);
	put_u64(j, o, "cpu_us", t->has_cost, t->cpu_us);
	put_u64(j, o, "wall_us", t->has_cost, t->wall_us);
	put_u64(j, o, "peak_bytes", t->has_cost, t->peak_bytes);
	put_u64(j, o, "input_bytes", t->has_size, t->input_bytes);
	put_double(j, o, "score", t->has_score, t->score);
	put_difference(j, o, t);
	json_string(j, o, "input", t->input);
	json_string(j, o, "expected", t->expected);
	put_u64(j, o, "expected_bytes", t->expected, t->expected_bytes);
	json_string(j, o, "found", t->found);
	put_u64(j, o, "found_bytes", t->found, t->found_bytes);
	json_string(j, o, "printed", t->printed);
	put_u64(j, o, "printed_bytes", t->printed, t->printed_bytes);
	json_string(j, o, "judge_message", t->judge_message);
	put_u64(j, o, "message_bytes", t->judge_message, t->message_bytes);
}

static void put_tests(struct json_out *j, cJSON *root, const struct report *r, const struct report_style *style)
{
	cJSON *list = json_array(j, root, "tests");

	for (size_t i = 0; i < r->n_tests; i++) {
		struct shown_test t;

		report_shown_test(r, style, i, &t);
		put_test(j, list, &t);
	}
}

static void put_index(struct json_out *j, cJSON *root, const char *key, size_t index)
{
	put_u64(j, root, key, index != SIZE_MAX, index);
}

static void put_verdict(struct json_out *j, cJSON *root, const struct report *r, const struct shown_report *shown)
{
	put_word(j, root, "verdict", verdict_id(shown->verdict));
	json_string(j, root, "verdict_words", verdict_words(shown->verdict));
	json_string(j, root, "reason", shown->reason);
	put_word(j, root, "decided_by", stage_word(r->decided_by));
	json_bool(j, root, "trial", shown->trial);
	json_i64(j, root, "exit_code", report_exit_code(r));
}

int report_json(const struct report *r, const struct report_style *style, struct buf *out, struct err *e)
{
	cleanup_json_out struct json_out j;
	struct shown_report shown;
	char judged_at[CLOCK_ISO_MAX];

	report_shown(r, style, &shown);
	clock_iso8601(r->judged_at_us, judged_at);
	json_out_init(&j);
	json_string(&j, j.root, "schema", VERSION);
	json_string(&j, j.root, "id", r->id);
	json_string(&j, j.root, "judged_at", judged_at);
	json_string(&j, j.root, "view", view_words[style->view]);
	put_problem(&j, j.root, r->problem);
	put_verdict(&j, j.root, r, &shown);
	put_sources(&j, j.root, r);
	put_hits(&j, j.root, r);
	report_diagnostics_json(&j, j.root, r);
	put_compile(&j, j.root, r);
	put_limits(&j, j.root, &r->limits);
	put_groups(&j, j.root, r);
	put_scores(&j, j.root, r);
	put_tests(&j, j.root, r, style);
	put_index(&j, j.root, "first_failed", shown.first_failed);
	put_index(&j, j.root, "slowest", shown.slowest);
	put_index(&j, j.root, "largest", shown.largest);
	report_complexity_json(&j, j.root, r, style);
	put_soundness(&j, j.root, r, style);
	json_string(&j, j.root, "host", r->host);
	json_string(&j, j.root, "not_enforced", r->not_enforced ? r->not_enforced : "");
	put_u64(&j, j.root, "total_wall_us", shown.has_total, shown.total_wall_us);
	return json_print(&j, style->verbosity >= 0, out, e);
}

int report_error_json(const struct err *error, int exit_code, struct buf *out, struct err *e)
{
	cleanup_json_out struct json_out j;
	const char *name = error->code < 0 ? strerrorname_np(-error->code) : NULL;
	cJSON *o;

	json_out_init(&j);
	json_string(&j, j.root, "schema", VERSION);
	o = json_object(&j, j.root, "error");
	json_string(&j, o, "code", name ? name : "EIO");
	json_string(&j, o, "text", error->text);
	json_i64(&j, j.root, "exit_code", exit_code);
	return json_print(&j, 1, out, e);
}

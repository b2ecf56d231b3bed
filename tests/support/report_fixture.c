/*
 * report_fixture: made-up reports. Every number and text in a hidden test occurs nowhere else, so that a search for
 * it in what an emitter wrote tells whether it was shown.
 */
#include "tests/support/report_fixture.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

const char fixture_source[] =
	"#include <stdlib.h>\n"
	"\n"
	"int lRUCacheGet(LRUCache *c, int key)\n"
	"{\n"
	"\tconst char *名 = \"é日本\"; int unused = 1;\n"
	"\tqsort(c->all, c->n, sizeof *c->all, by_age);\n"
	"\treturn c->table[key % c->size]->value + c->table[key % c->size]->age + missing_name + 0;\n"
	"\tint b = 2\n"
	"}\n";

static const struct problem_group groups[] = {
	{ "sample", "the examples of the statement" },
	{ "basic", "each rule of the interface on its own" },
	{ "edge", "capacity 1, negative and extreme keys" },
	{ "stress", "long runs of operations" },
};

static const struct problem_test tests[] = {
	{ .group = "sample", .name = "01-statement", .reason = "the example of the statement", .sample = true },
	{ .group = "sample",
	  .name = "02-overwrite",
	  .reason = "a put that overwrites moves the key to the front",
	  .sample = true },
	{ .group = "basic", .name = "01-absent", .reason = "a key that was never put is not found" },
	{ .group = "edge", .name = "01-capacity-one", .reason = "with capacity 1 every new key evicts" },
	{ .group = "edge", .name = "02-extreme-keys", .reason = "keys at both ends of the range of int" },
	{ .group = "stress", .name = "01-full-cache", .reason = "a million operations on a full cache" },
};

static const struct rule rules[] = {
	{ RULE_CALL, false, "qsort", "ordering the entries is the task" },
	{ RULE_SYMBOL, true, "malloc", NULL },
};

static const struct problem problem = {
	.id = "lru_cache",
	.name = "LRU cache",
	.hash = "0f1e2d3c",
	.function_style = true,
	.groups = groups,
	.n_groups = COUNT(groups),
	.tests = tests,
	.n_tests = COUNT(tests),
	.rules = rules,
	.n_rules = COUNT(rules),
	.limits = {
		.box = { .cpu_us = 2000000, .wall_us = 5000000, .stack_bytes = 8 << 20, .open_files = 16 },
		.memory_bytes = 256 << 20,
		.processes = 1,
		.output_bytes = 8 << 20,
	},
};

static void set(struct judgement *j, enum verdict v, const char *reason)
{
	j->verdict = v;
	snprintf(j->reason, sizeof(j->reason), "%s", reason);
}

static void *take(struct report *r, size_t count, size_t size)
{
	void *p = arena_array(&r->memory, count, size);

	if (!p)
		abort();
	return p;
}

static const char *copy(struct report *r, const char *s)
{
	char *p = arena_strdup(&r->memory, s);

	if (!p)
		abort();
	return p;
}

static void add_source(struct report *r, const char *name, const char *text)
{
	r->sources = take(r, 1, sizeof(*r->sources));
	r->n_sources = 1;
	r->sources[0] = (struct report_source){ copy(r, name), copy(r, text), strlen(text) };
	r->source_hash = copy(r, "5ca1ab1e");
}

/* All tests passed, with costs that grow from test to test. */
static void add_tests(struct report *r, size_t n)
{
	r->n_tests = n;
	r->tests = take(r, n, sizeof(*r->tests));
	for (size_t i = 0; i < n; i++) {
		struct report_test *t = &r->tests[i];

		t->test = &tests[i];
		set(&t->judgement, VERDICT_AC, "");
		t->cpu_us = 410 + 1110 * i;
		t->wall_us = 620 + 1210 * i;
		t->peak_bytes = (1 << 20) + 210000 * i;
		t->input_bytes = 38 + 17 * i;
	}
	r->slowest = n - 1;
	r->largest = n - 1;
	r->decided_by = STAGE_TESTS;
	set(&r->judgement, VERDICT_AC, "");
}

static void add_groups(struct report *r)
{
	r->n_groups = COUNT(groups);
	r->groups = take(r, COUNT(groups), sizeof(*r->groups));
	for (size_t g = 0; g < COUNT(groups); g++) {
		r->groups[g].group = &groups[g];
		for (size_t i = 0; i < r->n_tests; i++) {
			if (strcmp(r->tests[i].test->group, groups[g].name))
				continue;
			r->groups[g].total++;
			r->groups[g].run += r->tests[i].judgement.verdict != VERDICT_NONE;
			r->groups[g].passed += r->tests[i].judgement.verdict == VERDICT_AC;
		}
	}
}

/* Test number i fails and decides; `stop`: those behind it are not run. */
static struct report_test *fail(struct report *r, size_t i, enum verdict v, const char *reason, bool stop)
{
	set(&r->tests[i].judgement, v, reason);
	set(&r->judgement, v, reason);
	r->first_failed = i;
	for (size_t k = i + 1; stop && k < r->n_tests; k++)
		r->tests[k] = (struct report_test){ .test = r->tests[k].test };
	if (stop) {
		r->slowest = i;
		r->largest = i;
	}
	return &r->tests[i];
}

static void wrong_sample(struct report *r)
{
	struct report_test *t = fail(r, 1, VERDICT_WA, "", false);

	t->input = copy(r, "2\nput 1 1\nput 2 2\nput 1 10\nput 3 3\nget 1\nget 2\n");
	t->expected = copy(r, "10\n-1\n");
	t->found = copy(r, "-1\n-1\n");
	t->printed = copy(r, "evicting 1\n");
	t->judge_message = copy(r, "for the owner\n");
	t->diff_line = 1;
	t->diff_expected = copy(r, "10");
	t->diff_found = copy(r, "-1");
}

static void wrong_hidden(struct report *r)
{
	struct report_test *t = fail(r, 3, VERDICT_WA, "secret-reason", false);

	t->cpu_us = 712345;
	t->wall_us = 823456;
	t->peak_bytes = UINT64_C(93) << 20;
	t->input_bytes = 54321;
	t->exit_code = 87;
	r->slowest = 3;
	r->largest = 3;
	t->input = copy(r, "1\nput secret-input 1\n");
	t->expected = copy(r, "7\nsecret-expected\n9\n");
	t->found = copy(r, "7\nsecret-found\n9\n");
	t->printed = copy(r, "secret-printed\n");
	t->judge_message = copy(r, "secret-message\n");
	t->diff_line = 2;
	t->diff_expected = copy(r, "secret-expected");
	t->diff_found = copy(r, "secret-found");
}

static void too_slow(struct report *r)
{
	struct report_test *t = fail(r, 4, VERDICT_TLE, "", true);

	t->cpu_us = 2001234;
	t->wall_us = 2013456;
}

static void too_large(struct report *r)
{
	struct report_test *t = fail(r, 5, VERDICT_MLE, "more than 256 MiB", true);

	t->cpu_us = 150000;
	t->wall_us = 187000;
	t->peak_bytes = (UINT64_C(256) << 20) + 4096;
}

static void crashed(struct report *r)
{
	struct report_test *t = fail(r, 3, VERDICT_RTE, "SIGSEGV", false);

	t->signal = 11;
	t->input = copy(r, "1\nput 1 1\nget 1\n");
	t->found = copy(r, "");
	t->printed = copy(r, "");
}

static void does_not_compile(struct report *r)
{
	static const struct diagnostic list[] = {
		{ DIAGNOSTIC_ERROR, "lru_cache.c", 7, 73, "'missing_name' undeclared (first use in this function)",
		  NULL },
		{ DIAGNOSTIC_NOTE, "lru_cache.c", 7, 73,
		  "each undeclared identifier is reported only once for each function it appears in", NULL },
		{ DIAGNOSTIC_ERROR, "lru_cache.c", 8, 11, "expected ';' before '}' token", NULL },
		{ DIAGNOSTIC_ERROR, NULL, 0, 0, "the linker gave up", NULL },
		{ DIAGNOSTIC_WARNING, "lru_cache.c", 5, 36, "unused variable 'unused'", "-Wunused-variable" },
	};

	r->diagnostics = take(r, COUNT(list), sizeof(*r->diagnostics));
	memcpy(r->diagnostics, list, sizeof(list));
	r->n_diagnostics = COUNT(list);
	r->n_diagnostics_dropped = 3;
	r->decided_by = STAGE_COMPILE;
	set(&r->judgement, VERDICT_CE, "'missing_name' undeclared (first use in this function)");
}

static void breaks_rules(struct report *r)
{
	r->hits[0] = (struct rule_hit){ &rules[0], 0, 6, 2, 5 };
	r->hits[1] = (struct rule_hit){ &rules[1], 0, 0, 0, 0 };
	r->n_hits = 2;
	r->decided_by = STAGE_RULES;
	set(&r->judgement, VERDICT_CE, "rule: calling 'qsort' is not allowed");
	r->compile_cpu_us = r->compile_wall_us = r->compile_peak_bytes = 0;
}

static void own_input(struct report *r)
{
	static const struct problem_test own = { .group = "own", .name = "input", .sample = true };

	r->tests[0].test = &own;
	r->tests[0].input = copy(r, "1\nget 5\n");
	r->tests[0].found = copy(r, "-1\n");
	r->tests[0].printed = copy(r, "looking for 5\n");
}

/* ESC, C1, a bidirectional override, a forged last line, bad UTF-8, a NUL's neighbour. */
#define EVIL          \
	"\033[2J\x9b" \
	"1m\xe2\x80\xae\nAC accepted\r\x01\xff\x7f"

static void hostile(struct report *r)
{
	struct report_test *t = fail(r, 0, VERDICT_RTE, EVIL, false);

	add_source(r, "a'" EVIL ".c", "int x" EVIL ";\n");
	t->input = copy(r, EVIL);
	t->expected = copy(r, EVIL);
	t->found = copy(r, EVIL EVIL);
	t->printed = copy(r, EVIL);
	r->diagnostics = take(r, 1, sizeof(*r->diagnostics));
	r->diagnostics[0] = (struct diagnostic){ DIAGNOSTIC_WARNING, r->sources[0].name, 1, 6, EVIL, EVIL };
	r->n_diagnostics = 1;
	r->compiler = EVIL;
	r->host = EVIL;
	r->not_enforced = EVIL;
}

static const struct {
	const char *name;
	size_t tests; /* how many of the problem's are in the report */
	void (*fill)(struct report *r);
} fixtures[FIXTURE_COUNT] = {
	[FIXTURE_AC] = { "AC", COUNT(tests), NULL },
	[FIXTURE_WA_SAMPLE] = { "WA of a sample", COUNT(tests), wrong_sample },
	[FIXTURE_WA_HIDDEN] = { "WA of a hidden test", COUNT(tests), wrong_hidden },
	[FIXTURE_TLE] = { "TLE", COUNT(tests), too_slow },
	[FIXTURE_MLE] = { "MLE", COUNT(tests), too_large },
	[FIXTURE_RTE] = { "RTE", COUNT(tests), crashed },
	[FIXTURE_CE] = { "CE", 0, does_not_compile },
	[FIXTURE_RULE] = { "CE by a rule", 0, breaks_rules },
	[FIXTURE_JE] = { "JE", 0, NULL },
	[FIXTURE_TRIAL] = { "trial", 2, NULL },
	[FIXTURE_OWN] = { "own input", 1, own_input },
	[FIXTURE_HOSTILE] = { "hostile", COUNT(tests), hostile },
	[FIXTURE_BARE] = { "bare", 0, NULL },
};

const char *fixture_name(enum fixture f)
{
	return fixtures[f].name;
}

void fixture_report(struct report *r, enum fixture f)
{
	report_init(r, f == FIXTURE_BARE ? NULL : &problem);
	snprintf(r->id, sizeof(r->id), "%030x%02x", 0xabc, (unsigned)f);
	r->judged_at_us = UINT64_C(1769903999000000);
	if (f == FIXTURE_BARE)
		return;
	add_source(r, "lru_cache.c", fixture_source);
	r->compiler = "gcc 12.2.0 (Debian 12.2.0-14+deb12u1)";
	r->host = "Linux 6.1.0, cgroup v1";
	r->not_enforced = "";
	r->compile_cpu_us = 51200;
	r->compile_wall_us = 56700;
	r->compile_peak_bytes = 32 << 20;
	r->total_wall_us = 345678;
	if (fixtures[f].tests > 0)
		add_tests(r, fixtures[f].tests);
	if (fixtures[f].fill)
		fixtures[f].fill(r);
	if (f == FIXTURE_JE) {
		set(&r->judgement, VERDICT_JE, "open box: mount tmpfs: No space left on device");
		r->not_enforced = "memory cgroup, pids cgroup, landlock";
	}
	add_groups(r);
}

void fixture_add_findings(struct report *r)
{
	const char *file = r->sources[0].name;
	size_t hidden = 0;

	while (r->tests[hidden].test->sample)
		hidden++;
	r->findings = arena_array(&r->memory, 2, sizeof(*r->findings));
	if (!r->findings)
		abort();
	r->findings[0] = (struct report_finding){
		.flaw = { .kind = finding_kind("heap-use-after-free"),
			  .frames = { { file, "get", 3, 0 }, { file, "main", 5, 0 } },
			  .n_frames = 2,
			  .freed = { file, "put", 2, 0 },
			  .allocated = { file, "create", 1, 0 } },
		.test = hidden,
		.decides = true,
	};
	r->findings[1] = (struct report_finding){
		.flaw = { .kind = finding_kind("signed-integer-overflow"),
			  .frames = { { file, NULL, 4, 2 } },
			  .n_frames = 1 },
		.test = 0,
	};
	r->n_findings = 2;
	r->soundness = SOUNDNESS_INCOMPLETE;
	r->soundness_remark = "with sanitizers test edge/secret goes another way";
	r->soundness_run = 2;
	r->judgement.verdict = VERDICT_RTE;
	flaw_words(&r->findings[0].flaw, r->judgement.reason);
	r->decided_by = STAGE_SOUNDNESS;
}

static const struct problem_family measured[] = {
	{ .name = "grow", .what = "n operations on a cache of n", .time = "n", .space = "n" },
	{ .name = "steady", .what = "n operations on a cache of 1,000", .time = "n log n", .time_best = "n" },
};

static const struct cost_curve *fixture_curve(struct report *r, unsigned power)
{
	struct cost_curve *c = take(r, 1, sizeof(*c));

	c->end = COST_END_SIZES;
	c->end_n = 4096;
	for (uint64_t n = 64; n <= 4096; n *= 2) {
		const uint64_t steps = power == 2 ? n * n + 77 : 9 * n + 77;

		c->points[c->n_points++] = (struct cost_point){ .n = n,
								.ticks = steps,
								.least_ticks = steps,
								.most_ticks = steps,
								.heap_bytes = 48 * n,
								.stack_bytes = 496,
								.cpu_us = 1000 + n,
								.seeds = 1 };
	}
	return c;
}

void fixture_add_families(struct report *r)
{
	static const char *const names[] = { "n" };
	struct problem_family *families = take(r, COUNT(measured), sizeof(*families));
	struct report_family *f = take(r, COUNT(measured), sizeof(*f));
	struct err e = ERR_INIT;
	const struct fit linear = {
		.enough = true, .class = FIT_N, .runner_up = FIT_N_LOG, .margin = 0.11, .separated = true
	};
	const struct fit square = { .enough = true, .class = FIT_N2, .runner_up = FIT_N2_LOG, .margin = 0.13 };

	for (size_t i = 0; i < COUNT(measured); i++) {
		families[i] = measured[i];
		if (formula_parse(families[i].time, names, 1, &families[i].time_formula, &e) < 0)
			abort();
	}
	f[0] = (struct report_family){ .family = &families[0],
				       .curve = fixture_curve(r, 2),
				       .reference = fixture_curve(r, 1),
				       .time = { square, { .end = FIT_EXCEEDS, .top_slope = 1 }, 113.4, true },
				       .space = { linear, { .end = FIT_MEETS }, 1, false },
				       .by_class = true };
	set(&f[0].judgement, VERDICT_TLE, "complexity: O(n^2) found, O(n) allowed (grow)");
	f[1] = (struct report_family){ .family = &families[1],
				       .curve = fixture_curve(r, 1),
				       .time = { linear, { .end = FIT_MEETS }, 0, false },
				       .space = { .held = { .end = FIT_TOO_FEW } },
				       .judgement = { .verdict = VERDICT_AC },
				       .remark = "secret-remark" };
	r->families = f;
	r->n_families = COUNT(measured);
	r->complexity = COMPLEXITY_DONE;
	r->judgement = f[0].judgement;
	r->decided_by = STAGE_COMPLEXITY;
}

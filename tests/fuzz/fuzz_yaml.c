/*
 * The YAML of packages on any bytes: as a tree, as problem.yaml of either version, as a judge.yaml whose package has a
 * few files, and as a submissions.yaml of these. The first byte says which.
 *
 * Held to be true: a tree is no deeper and no larger than its ceilings and its lines are in the file; parents, keys
 * and indexes fit together; a refusal is -EINVAL or -ENOMEM with one line that names the file; what loads keeps what
 * problem.h promises: tests in the order of the groups, each with data from one place, no group without a test.
 */
#include "judge/package/package.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

/*
 * What a package has beside judge.yaml, sorted by path. Nothing of it is opened but settings, of which there are
 * none.
 */
static const struct package_file files[] = {
	{ "data/sample/1.ans", 2 },
	{ "data/sample/1.in", 2 },
	{ "data/secret/edge/one.ans", 2 },
	{ "data/secret/edge/one.in", 2 },
	{ "submissions/accepted/good.c", 10 },
	{ "submissions/wrong_answer/bad.c", 10 },
};

static void check_refusal(int r, const struct err *e)
{
	must(r == -EINVAL || r == -ENOMEM);
	must(e->code == r && e->text[0] && !strchr(e->text, '\n'));
}

static void check_node(const struct yaml *node, uint32_t lines, size_t depth, size_t *n_nodes)
{
	size_t n = 0;

	must(++*n_nodes <= YAML_NODES_MAX + 1 && depth <= YAML_DEPTH_MAX);
	must(node->line >= 1 && node->line <= lines);
	must((node->kind == YAML_TEXT) == (node->text != NULL));
	for (const struct yaml *child = node->first; child; child = child->next, n++) {
		must(node->kind != YAML_TEXT && child->parent == node && child->index == n);
		must((node->kind == YAML_MAP) == (child->key != NULL));
		check_node(child, lines, depth + 1, n_nodes);
	}
	must(n == node->n);
}

static void check_tests(const struct problem *p)
{
	size_t group = 0;

	must(p->n_groups > 0 && p->n_tests > 0);
	for (size_t i = 0; i < p->n_tests; i++) {
		const struct problem_test *t = &p->tests[i];

		while (t->group != p->groups[group].name)
			must(++group < p->n_groups && i > 0);
		must(i == 0 || t[-1].group != t->group || strcmp(t[-1].name, t->name) < 0);
		must(t->reason && (t->input != NULL) + (t->generate != NULL) + (t->file != NULL) == 1);
		must(t->file || t->answer || p->model);
	}
	must(group + 1 == p->n_groups);
}

static void try_judge_yaml(const struct yaml *root, struct arena *memory)
{
	static const struct source generator = { "generate.c", "", 0 };
	struct problem p = {
		.memory = *memory, .limits.memory_bytes = 1u << 26, .generator = &generator, .n_generator = 1
	};
	const struct package pk = {
		.fd = -1,
		.memory = &p.memory,
		.files = files,
		.n_files = sizeof(files) / sizeof(*files),
	};
	const char *driver = NULL;
	struct err e = ERR_INIT;
	int r = judge_yaml_read(root, &p, &driver, &e);

	if (r == 0) {
		must(p.section && p.difficulty && p.function_style == (driver != NULL));
		r = package_tests(&pk, root, &p, &e);
	}
	if (r == 0) {
		check_tests(&p);
		r = package_references(&pk, root, &p, &e);
	}
	if (r == 0)
		must(p.n_references == 2);
	else
		check_refusal(r, &e);
	/* The arena went into the problem and grew there. */
	*memory = p.memory;
}

static void check_expectations(const struct problem_reference *r)
{
	for (size_t i = 0; i < r->n_expectations; i++) {
		const struct problem_expectation *x = &r->expectations[i];

		must(x->from && x->from[0]);
		must(!x->tests || x->tests->n > 0);
		must(!x->has_score || x->score_min <= x->score_max);
	}
}

static void try_submissions_yaml(const struct yaml *root, struct arena *memory)
{
	static const struct problem_test test = { .group = "edge", .name = "one", .file = "data/secret/edge/one.in" };
	struct problem p = { .memory = *memory, .tests = &test, .n_tests = 1, .scoring = true };
	const struct package pk = {
		.fd = -1,
		.memory = &p.memory,
		.files = files,
		.n_files = sizeof(files) / sizeof(*files),
	};
	struct expecting *x = NULL;
	struct err e = ERR_INIT;
	int r = expecting_open(&pk, root, &p, &x, &e);

	for (size_t i = 4; r == 0 && i < pk.n_files; i++) {
		struct problem_reference ref = { .file = files[i].path + 12 };
		const char *language = NULL;

		r = expecting_fill(x, ref.file, &ref, &language, &e);
		if (r == 0)
			check_expectations(&ref);
	}
	if (r == 0)
		r = expecting_close(x, &e);
	if (r < 0)
		check_refusal(r, &e);
	must(p.n_notes <= PACKAGE_NOTES_MAX);
	*memory = p.memory;
}

static void try_problem_yaml(const struct yaml *root, struct arena *memory)
{
	struct problem p = { .memory = *memory };
	struct err e = ERR_INIT;
	const int r = problem_yaml_read(root, &p, &e);

	if (r < 0)
		check_refusal(r, &e);
	else
		must(p.format == PROBLEM_LEGACY || (p.name && p.name[0] && !strchr(p.name, '\n')));
	must(r < 0 || (p.passes >= 1 && p.languages && p.ac_to_time_limit >= 1 && p.time_limit_to_tle >= 1));
	*memory = p.memory;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data + 1;
	const size_t len = size > 0 ? size - 1 : 0;
	const struct yaml *root = NULL;
	cleanup_arena struct arena memory;
	struct err e = ERR_INIT;
	size_t n_nodes = 0;
	uint32_t lines = 2;
	int r;

	arena_init(&memory, PACKAGE_MEMORY_MAX);
	if (size == 0)
		return 0;
	r = yaml_parse("f.yaml", text, len, &memory, &root, &e);
	if (r < 0) {
		check_refusal(r, &e);
		must(strncmp(e.text, "f.yaml:", 7) == 0);
		return 0;
	}
	/* YAML has more line breaks than "\n": "\r", U+0085, U+2028, U+2029. */
	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n' || text[i] == '\r' || (unsigned char)text[i] >= 0x80;
	check_node(root, lines, 0, &n_nodes);
	if (data[0] % 4 == 1)
		try_problem_yaml(root, &memory);
	else if (data[0] % 4 == 2)
		try_judge_yaml(root, &memory);
	else if (data[0] % 4 == 3)
		try_submissions_yaml(root, &memory);
	return 0;
}

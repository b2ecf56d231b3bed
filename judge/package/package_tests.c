/*
 * package_tests: which tests a package has, in which groups and order.
 *
 * Tests come from two places. Rows of judge.yaml hold their data (a literal input, or arguments of the generator) or
 * describe a file; files below data/ are tests by themselves, as in any package of the format, with their settings
 * beside them (package_settings.c). Without judge.yaml the groups are the folders of data/secret that have a
 * test_group.yaml, or one group "secret"; in the legacy format, whose folders are groups as they stand, all that hold
 * tests.
 *
 * Whatever a row names must be there, once, and of a bearable size; files beside the input, which a submission would
 * find in its folder, are refused, since judging without them would be judging wrongly.
 */
#include "judge/check.h"
#include "judge/package/package.h"

#include <errno.h>
#include <string.h>

#define SAMPLE "data/sample/"
#define SECRET "data/secret/"

#define TEST_ROWS_MAX 1000 /* that somebody writes by hand */

#define STATIC "static" /* the name of a group's static test */

struct gathering {
	const struct package *pk;
	const struct yaml *root; /* of judge.yaml, or NULL */
	struct problem *p;
	struct problem_group *groups; /* PACKAGE_GROUPS_MAX */
	struct problem_test *tests;   /* PROBLEM_TESTS_MAX */
	size_t n_groups, n_tests;
	bool in_folders; /* the first folder below data/secret is the group */
	struct err *e;
};

static int no_memory(struct gathering *g)
{
	return err_set(g->e, -ENOMEM, "tests: out of memory");
}

/* ---- groups ----------------------------------------------------------------------------------------------------- */

static const struct problem_group *find_group(const struct gathering *g, const char *name, size_t len)
{
	for (size_t i = 0; i < g->n_groups; i++)
		if (strlen(g->groups[i].name) == len && memcmp(g->groups[i].name, name, len) == 0)
			return &g->groups[i];
	return NULL;
}

static int add_group(struct gathering *g, const char *name, size_t len, const char *what)
{
	struct problem_group *group = &g->groups[g->n_groups];

	if (g->n_groups == PACKAGE_GROUPS_MAX)
		return err_set(g->e, -EINVAL, "more than %u groups of tests", PACKAGE_GROUPS_MAX);
	group->name = arena_strndup(&g->p->memory, name, len);
	group->what = what;
	if (!group->name)
		return no_memory(g);
	g->n_groups++;
	return 0;
}

static const struct yaml_field group_fields[] = {
	YAML_FIELD("name", LINE, struct problem_group, name, .required = true),
	YAML_FIELD("what", LINE, struct problem_group, what, .required = true),
};
static const struct yaml_table group_table = YAML_TABLE(group_fields, struct problem_group);

static int groups_of_rows(struct gathering *g)
{
	const struct yaml *list = yaml_get(g->root, "groups");
	const struct yaml *node = list ? list->first : NULL;
	const struct problem_group *row;
	void *rows;
	size_t n;

	if (yaml_rows(list, &group_table, PACKAGE_GROUPS_MAX - 1, &g->p->memory, &rows, &n, g->e) < 0)
		return g->e->code;
	row = rows;
	for (size_t i = 0; i < n; i++, row++, node = node->next) {
		if (!package_is_name(row->name))
			return yaml_error(node, g->e, "'%.60s' is no name for a group", row->name);
		if (strcmp(row->name, "sample") == 0)
			return yaml_error(node, g->e, "'sample' is always there; it holds the files of " SAMPLE);
		if (find_group(g, row->name, strlen(row->name)))
			return yaml_error(node, g->e, "there is a group '%s' already", row->name);
		if (add_group(g, row->name, strlen(row->name), row->what) < 0)
			return g->e->code;
	}
	return 0;
}

static int by_group_name(const void *a, const void *b)
{
	return strcmp(((const struct problem_group *)a)->name, ((const struct problem_group *)b)->name);
}

/*
 * Each folder of data/secret with a test_group.yaml. Files are sorted by path, which is nearly the order of the
 * folders' names.
 */
static int groups_of_folders(struct gathering *g)
{
	const size_t before = g->n_groups;
	size_t n;
	const struct package_file *files = package_below(g->pk, SECRET, &n);

	for (size_t i = 0; i < n; i++) {
		const char *name = files[i].path + strlen(SECRET);
		const char *slash = strchr(name, '/');

		if (slash && package_ends(slash + 1, "/test_group.yaml"))
			return err_set(g->e, -EINVAL, "%s: a group of tests holds no other groups", files[i].path);
		if (!slash || strcmp(slash, "/test_group.yaml") != 0)
			continue;
		if (strncmp(name, "sample/", strlen("sample/")) == 0)
			return err_set(g->e, -EINVAL, "%s: only the samples are called so", files[i].path);
		if (add_group(g, name, (size_t)(slash - name), "hidden tests") < 0)
			return g->e->code;
	}
	g->in_folders = g->n_groups > before;
	if (!g->in_folders)
		return add_group(g, "secret", strlen("secret"), "hidden tests");
	qsort(g->groups + before, g->n_groups - before, sizeof(*g->groups), by_group_name);
	return 0;
}

static bool has_samples(const struct package *pk)
{
	size_t n;
	const struct package_file *files = package_below(pk, SAMPLE, &n);

	for (size_t i = 0; i < n; i++)
		if (package_ends(files[i].path, ".in"))
			return true;
	return false;
}

/* The folder of a legacy test's input, below data/secret; "secret" for that one itself. */
static size_t legacy_group(const char *below_secret, const char **name)
{
	const char *slash = strrchr(below_secret, '/');

	*name = slash ? below_secret : "secret";
	return slash ? (size_t)(slash - below_secret) : strlen("secret");
}

static int legacy_groups(struct gathering *g)
{
	const size_t before = g->n_groups;
	size_t n;
	const struct package_file *files = package_below(g->pk, SECRET, &n);

	for (size_t i = 0; i < n; i++) {
		const char *name;
		const size_t len = legacy_group(files[i].path + strlen(SECRET), &name);

		if (!package_ends(files[i].path, ".in") || find_group(g, name, len))
			continue;
		if (strncmp(name, "sample", len) == 0 && len == strlen("sample"))
			return err_set(g->e, -EINVAL, "%s: only the samples are called so", files[i].path);
		if (add_group(g, name, len, "hidden tests") < 0)
			return g->e->code;
	}
	if (g->n_groups == before)
		return err_set(g->e, -EINVAL, "data/secret/ has no test");
	qsort(g->groups + before, g->n_groups - before, sizeof(*g->groups), by_group_name);
	return 0;
}

static int gather_groups(struct gathering *g)
{
	struct problem_test t = { .group = "sample", .sample = true };

	if (!has_samples(g->pk) && g->p->format != PROBLEM_LEGACY &&
	    package_static_test(g->pk, SAMPLE, g->p, &t, g->e) < 0)
		return g->e->code;
	if ((t.is_static || has_samples(g->pk)) &&
	    add_group(g, "sample", strlen("sample"), "the examples of the statement") < 0)
		return g->e->code;
	if (g->root)
		return groups_of_rows(g);
	return g->p->format == PROBLEM_LEGACY ? legacy_groups(g) : groups_of_folders(g);
}

/* ---- tests ------------------------------------------------------------------------------------------------------ */

static struct problem_test *find_test(const struct gathering *g, const char *group, const char *name)
{
	for (size_t i = 0; i < g->n_tests; i++)
		if (g->tests[i].group == group && strcmp(g->tests[i].name, name) == 0)
			return &g->tests[i];
	return NULL;
}

static struct problem_test *add_test(struct gathering *g, const struct problem_test *t)
{
	if (g->n_tests == PROBLEM_TESTS_MAX) {
		(void)err_set(g->e, -EINVAL, "%s: more than %d tests", t->file ? t->file : t->name, PROBLEM_TESTS_MAX);
		return NULL;
	}
	g->tests[g->n_tests] = *t;
	return &g->tests[g->n_tests++];
}

static const struct yaml_field test_fields[] = {
	YAML_FIELD("group", LINE, struct problem_test, group, .required = true),
	YAML_FIELD("name", LINE, struct problem_test, name, .required = true),
	YAML_FIELD("reason", LINE, struct problem_test, reason, .required = true),
	YAML_FIELD("input", TEXT, struct problem_test, input),
	YAML_FIELD("answer", TEXT, struct problem_test, answer),
	YAML_FIELD("generate", LINE, struct problem_test, generate),
};
static const struct yaml_table test_table = YAML_TABLE(test_fields, struct problem_test);

/* Exactly one of: a literal input, a generated one, a file. */
static int check_data(struct gathering *g, const struct yaml *node, struct problem_test *t)
{
	const bool sample = strcmp(t->group, "sample") == 0;
	const char *path = sample ? arena_printf(&g->p->memory, SAMPLE "%s.in", t->name)
				  : arena_printf(&g->p->memory, SECRET "%s/%s.in", t->group, t->name);
	const bool has_data = t->input || t->generate;

	if (!path)
		return no_memory(g);
	if (t->input && t->generate)
		return yaml_error(node, g->e, "has both 'input' and 'generate'");
	if (t->answer && !t->input)
		return yaml_error(node, g->e, "'answer' needs an 'input'");
	if (t->generate && g->p->n_generator == 0)
		return yaml_error(node, g->e, "is to be generated, and there is no generators/*.c");
	if (sample && has_data)
		return yaml_error(node, g->e, "the data of a sample is a file: %s", path);
	if (has_data && package_find(g->pk, path))
		return yaml_error(node, g->e, "has data of its own, and %s is there too", path);
	if (!has_data && !package_find(g->pk, path))
		return yaml_error(node, g->e, "has no 'input', no 'generate', and %s is not there", path);
	if (has_data && !t->answer && !g->p->model)
		return yaml_error(node, g->e, "has no 'answer', and no 'model' is named that could give it");
	t->file = has_data ? NULL : path;
	t->sample = sample;
	return 0;
}

static int tests_of_rows(struct gathering *g)
{
	const struct yaml *list = yaml_get(g->root, "tests");
	const struct yaml *node = list ? list->first : NULL;
	struct problem_test *row;
	void *rows;
	size_t n;

	if (yaml_rows(list, &test_table, TEST_ROWS_MAX, &g->p->memory, &rows, &n, g->e) < 0)
		return g->e->code;
	row = rows;
	for (size_t i = 0; i < n; i++, row++, node = node->next) {
		const struct problem_group *group = find_group(g, row->group, strlen(row->group));

		if (!group)
			return yaml_error(node, g->e, "'%.60s' is none of the groups", row->group);
		if (!package_is_name(row->name))
			return yaml_error(node, g->e, "'%.60s' is no name for a test", row->name);
		row->group = group->name;
		if (find_test(g, group->name, row->name))
			return yaml_error(node, g->e, "there is a test '%s' in '%s' already", row->name, row->group);
		if (check_data(g, node, row) < 0 || !add_test(g, row))
			return g->e->code;
	}
	return 0;
}

/* ---- settings of tests that are files --------------------------------------------------------------------------- */

int package_check_arguments(const struct problem *p, const char *arguments, struct err *e)
{
	struct check_options unused;
	size_t n = 0;

	if (!p->n_output_validators)
		return check_parse(arguments, &unused, e);
	for (const char *at = arguments; *(at += strspn(at, " \t")); at += strcspn(at, " \t"))
		n++;
	return n > PROBLEM_ARGUMENTS_MAX
		       ? err_set(e, -EINVAL, "more than %u arguments of an output validator", PROBLEM_ARGUMENTS_MAX)
		       : 0;
}

static int settle(struct gathering *g, struct problem_test *t)
{
	struct test_settings s;

	if (package_test_settings(g->pk, t->file, g->p, &s, g->e) < 0)
		return g->e->code;
	t->sample |= s.full_feedback;
	t->args = s.args;
	t->validator_args = s.validator_args;
	t->input_args = s.input_args;
	t->input_args_of = s.input_args_of;
	if (!t->reason)
		t->reason = s.description ? s.description : "";
	return 0;
}

/* ---- tests that are files --------------------------------------------------------------------------------------- */

/* Group and name of "data/secret/edge/01.in". */
static int place(struct gathering *g, const char *path, const char *folder, struct problem_test *t)
{
	const struct problem_group *group = &g->groups[t->sample ? 0 : g->n_groups - 1];
	const char *name = path + strlen(folder);

	if (!t->sample && !g->root && g->p->format == PROBLEM_LEGACY) {
		const char *group_name;
		const size_t len = legacy_group(name, &group_name);

		/* Each has its group: legacy_groups. */
		group = find_group(g, group_name, len);
		name += group_name == name ? len + 1 : 0;
	} else if (!t->sample && g->in_folders) {
		const char *slash = strchr(name, '/');

		if (!slash)
			return err_set(g->e, -EINVAL, "%s: lies in no group", path);
		group = find_group(g, name, (size_t)(slash - name));
		/* Samples lie in a folder of their own; "sample" below data/secret would be shown. */
		if (!group || strcmp(group->name, "sample") == 0)
			return err_set(g->e, -EINVAL, "%s: '%.*s' is none of the groups", path, (int)(slash - name),
				       name);
		name = slash + 1;
	}
	t->group = group->name;
	t->name = arena_strndup(&g->p->memory, name, strlen(name) - strlen(".in"));
	t->file = path;
	return t->name ? 0 : no_memory(g);
}

static int check_file(struct gathering *g, const struct package_file *in)
{
	const int base = (int)(strlen(in->path) - strlen(".in"));
	const char *ans_path = arena_printf(&g->p->memory, "%.*s.ans", base, in->path);
	const struct package_file *ans = ans_path ? package_find(g->pk, ans_path) : NULL;

	if (!ans_path)
		return no_memory(g);
	if (!ans)
		return err_set(g->e, -EINVAL, "%s: has no answer: %s is not there", in->path, ans_path);
	if (in->bytes > PROBLEM_FILE_MAX || ans->bytes > PROBLEM_FILE_MAX)
		return err_set(g->e, -EINVAL, "%s: is larger than %u bytes",
			       in->bytes > PROBLEM_FILE_MAX ? in->path : ans_path, PROBLEM_FILE_MAX);
	return 0;
}

static int take_file(struct gathering *g, const struct package_file *in, const char *folder)
{
	struct problem_test t = { .sample = strcmp(folder, SAMPLE) == 0 }, *row;

	if (check_file(g, in) < 0 || place(g, in->path, folder, &t) < 0)
		return g->e->code;
	row = find_test(g, t.group, t.name);
	/* data/secret/a.in and data/secret/secret/a.in would be one. */
	if (row && !g->root)
		return err_set(g->e, -EINVAL, "%s: has the name of another test", in->path);
	if (!row)
		row = add_test(g, &t);
	return row ? settle(g, row) : g->e->code;
}

/* What lies beside tests and is no test, but would change one or is lost without it. */
static int check_stray(struct gathering *g, const char *path)
{
	const char *files = strstr(path, ".files/");
	const char *in;

	if (files)
		return err_set(g->e, -EINVAL, "%.*s: this judge gives a submission no files", (int)(files - path) + 6,
			       path);
	if (!package_ends(path, ".ans"))
		return 0;
	in = arena_printf(&g->p->memory, "%.*s.in", (int)(strlen(path) - strlen(".ans")), path);
	if (!in)
		return no_memory(g);
	return package_find(g->pk, in) ? 0 : err_set(g->e, -EINVAL, "%s: there is no %s", path, in);
}

static int tests_of_files(struct gathering *g, const char *folder)
{
	size_t n;
	const struct package_file *files = package_below(g->pk, folder, &n);

	for (size_t i = 0; i < n; i++) {
		if (check_stray(g, files[i].path) < 0)
			return g->e->code;
		if (package_ends(files[i].path, ".in") && take_file(g, &files[i], folder) < 0)
			return g->e->code;
	}
	return 0;
}

/* ---- static tests ------------------------------------------------------------------------------------------------ */

/* The folder of a group: where its own settings lie. */
static const char *folder_of(struct gathering *g, const struct problem_group *group)
{
	if (strcmp(group->name, "sample") == 0)
		return SAMPLE;
	if (!g->in_folders)
		return SECRET;
	return arena_printf(&g->p->memory, SECRET "%s/", group->name);
}

static int add_static_test(struct gathering *g, const struct problem_group *group)
{
	struct problem_test t = { .group = group->name, .name = STATIC, .sample = !strcmp(group->name, "sample") };
	const char *folder = folder_of(g, group);

	if (!folder)
		return no_memory(g);
	if (package_static_test(g->pk, folder, g->p, &t, g->e) < 0)
		return g->e->code;
	if (!t.is_static)
		return 0;
	if (find_test(g, group->name, STATIC))
		return err_set(g->e, -EINVAL, "%s" STATIC ".in: has the name of the group's static test", folder);
	t.reason = "what the static validator says of the source";
	return add_test(g, &t) ? 0 : g->e->code;
}

/* In secret there are groups or tests, and what is static is one of these. */
static int check_secret(struct gathering *g)
{
	static const char *const keys[] = { "static_validation_score", "static_validator_args" };
	const struct yaml *root, *node;

	if (package_settings_file(g->pk, SECRET "test_group.yaml", &root, g->e) < 0)
		return g->e->code;
	for (size_t i = 0; root && g->in_folders && i < sizeof(keys) / sizeof(*keys); i++)
		if ((node = yaml_get(root, keys[i])))
			return yaml_error(node, g->e, "is for a folder of tests, and here are groups");
	return 0;
}

static int static_tests(struct gathering *g)
{
	const size_t before = g->n_tests;

	if (g->p->format == PROBLEM_LEGACY)
		return 0;
	if (check_secret(g) < 0)
		return g->e->code;
	for (size_t i = 0; i < g->n_groups; i++)
		if (add_static_test(g, &g->groups[i]) < 0)
			return g->e->code;
	if (g->p->static_validator && g->n_tests == before)
		return problem_note(g->p, g->e,
				    "static_validator/: is not asked, since no test_group.yaml has a "
				    "'static_validation_score'");
	return 0;
}

/* ---- all together ----------------------------------------------------------------------------------------------- */

static size_t rank(const struct gathering *g, const char *group)
{
	size_t i = 0;

	while (g->groups[i].name != group)
		i++;
	return i;
}

static int by_group_and_name(const void *a, const void *b, void *g)
{
	const struct problem_test *s = a, *t = b;
	const size_t s_rank = rank(g, s->group), t_rank = rank(g, t->group);

	return s_rank != t_rank ? (s_rank > t_rank) - (s_rank < t_rank) : strcmp(s->name, t->name);
}

/* A group without tests is a slip: a report would show it as passed. */
static int check_groups(struct gathering *g)
{
	for (size_t i = 0; i < g->n_groups; i++) {
		bool has_test = false;

		for (size_t k = 0; k < g->n_tests && !has_test; k++)
			has_test = g->tests[k].group == g->groups[i].name;
		if (!has_test)
			return err_set(g->e, -EINVAL, "group '%s' has no test", g->groups[i].name);
	}
	return 0;
}

int package_tests(const struct package *pk, const struct yaml *root, struct problem *p, struct err *e)
{
	struct gathering g = {
		.pk = pk,
		.root = root,
		.p = p,
		.groups = arena_array(&p->memory, PACKAGE_GROUPS_MAX, sizeof(struct problem_group)),
		.tests = arena_array(&p->memory, PROBLEM_TESTS_MAX, sizeof(struct problem_test)),
		.in_folders = root != NULL,
		.e = e,
	};

	if (!g.groups || !g.tests)
		return no_memory(&g);
	if (gather_groups(&g) < 0 || (root && tests_of_rows(&g) < 0) || tests_of_files(&g, SAMPLE) < 0 ||
	    tests_of_files(&g, SECRET) < 0)
		return e->code;
	qsort_r(g.tests, g.n_tests, sizeof(*g.tests), by_group_and_name, &g);
	p->n_tests = g.n_tests;
	if (static_tests(&g) < 0 || check_groups(&g) < 0)
		return e->code;
	if (g.n_tests == 0)
		return err_set(e, -EINVAL, "there is no test");
	p->groups = g.groups;
	p->n_groups = g.n_groups;
	p->tests = g.tests;
	p->n_static = g.n_tests - p->n_tests;
	return package_scoring(pk, p, g.tests, e);
}

/*
 * package_tests: which tests a package has, in which groups and order.
 *
 * Tests come from two places. Rows of judge.yaml hold their data (a literal input, or arguments of the generator) or
 * describe a file; files below data/ are tests by themselves, as in any package of the format, with their settings in
 * test_group.yaml and <test>.yaml. Without judge.yaml the groups are the folders of data/secret that have a
 * test_group.yaml, or one group "secret".
 *
 * Whatever a row or a setting names must be there, once, and of a bearable size; a setting that this judge does not
 * honour (arguments for the submission, files beside the input, tests with checkers of their own) is refused, since
 * judging without it would be judging wrongly.
 */
#include "judge/check.h"
#include "judge/package.h"

#include <errno.h>
#include <string.h>

#define SAMPLE          "data/sample/"
#define SECRET          "data/secret/"
#define SETTINGS_MAX    (64u * 1024u) /* bytes of a test_group.yaml or <test>.yaml */
#define SETTINGS_MEMORY (8u * 1024u * 1024u)
#define ARGUMENTS_MAX   1024u

struct gathering {
	const struct package *pk;
	const struct yaml *root; /* of judge.yaml, or NULL */
	struct problem *p;
	struct problem_group *groups; /* PACKAGE_GROUPS_MAX */
	struct problem_test *tests;   /* PROBLEM_TESTS_MAX */
	size_t n_groups, n_tests;
	bool in_folders;    /* the first folder below data/secret is the group */
	bool has_arguments; /* p->validator_args is settled */
	bool input_args;
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

static int gather_groups(struct gathering *g)
{
	if (has_samples(g->pk) && add_group(g, "sample", strlen("sample"), "the examples of the statement") < 0)
		return g->e->code;
	return g->root ? groups_of_rows(g) : groups_of_folders(g);
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
		(void)err_set(g->e, -EINVAL, "more than %d tests", PROBLEM_TESTS_MAX);
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

	if (yaml_rows(list, &test_table, PROBLEM_TESTS_MAX, &g->p->memory, &rows, &n, g->e) < 0)
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

struct settings {
	const struct yaml *args, *validator_args, *input_args, *static_score, *ignored;
	const char *description, *hint;
	bool full_feedback;
};

static const struct yaml_field folder_fields[] = {
	YAML_FIELD("max_score", ANY, struct settings, ignored),
	YAML_FIELD("score_aggregation", ANY, struct settings, ignored),
	YAML_FIELD("static_validation_score", ANY, struct settings, static_score),
	YAML_FIELD("require_pass", ANY, struct settings, ignored),
	YAML_FIELD("args", LIST, struct settings, args),
	YAML_FIELD("input_validator_args", ANY, struct settings, input_args),
	YAML_FIELD("static_validator_args", LIST, struct settings, ignored),
	YAML_FIELD("output_validator_args", LIST, struct settings, validator_args),
	YAML_FIELD("input_visualizer_args", LIST, struct settings, ignored),
	YAML_FIELD("output_visualizer_args", LIST, struct settings, ignored),
	YAML_FIELD("full_feedback", BOOL, struct settings, full_feedback),
};
static const struct yaml_table folder_table = YAML_TABLE(folder_fields, struct settings);

static const struct yaml_field case_fields[] = {
	YAML_FIELD("args", LIST, struct settings, args),
	YAML_FIELD("input_validator_args", ANY, struct settings, input_args),
	YAML_FIELD("output_validator_args", LIST, struct settings, validator_args),
	YAML_FIELD("input_visualizer_args", LIST, struct settings, ignored),
	YAML_FIELD("output_visualizer_args", LIST, struct settings, ignored),
	YAML_FIELD("full_feedback", BOOL, struct settings, full_feedback),
	YAML_FIELD("hint", WORDS, struct settings, hint),
	YAML_FIELD("description", WORDS, struct settings, description),
};
static const struct yaml_table case_table = YAML_TABLE(case_fields, struct settings);

/* Lays one file of settings, where it is there, over those that are further up. */
static int lay_over(const struct package *scratch, const char *path, const struct yaml_table *table, struct settings *s,
		    struct err *e)
{
	const struct package_file *file = package_find(scratch, path);
	const struct yaml *root;

	if (!file)
		return 0;
	if (file->bytes > SETTINGS_MAX)
		return err_set(e, -EINVAL, "%s: is larger than %u bytes", path, SETTINGS_MAX);
	if (package_yaml(scratch, path, &root, e) < 0 || yaml_read(root, table, s, e) < 0)
		return e->code;
	if (s->args && s->args->n > 0)
		return yaml_error(s->args, e, "this judge gives a submission no arguments");
	if (s->static_score)
		return yaml_error(s->static_score, e, "this judge has no static validators");
	return 0;
}

/* From data/sample or data/secret down to the test itself. */
static int read_settings(const struct package *scratch, const char *in_path, struct settings *s, struct err *e)
{
	const char *own = arena_printf(scratch->memory, "%.*s.yaml", (int)(strlen(in_path) - strlen(".in")), in_path);

	for (const char *slash = strchr(in_path + strlen("data/"), '/'); slash; slash = strchr(slash + 1, '/')) {
		const char *path =
			arena_printf(scratch->memory, "%.*s/test_group.yaml", (int)(slash - in_path), in_path);

		if (!path)
			return err_set(e, -ENOMEM, "%s: out of memory", in_path);
		if (lay_over(scratch, path, &folder_table, s, e) < 0)
			return e->code;
	}
	if (!own)
		return err_set(e, -ENOMEM, "%s: out of memory", in_path);
	return lay_over(scratch, own, &case_table, s, e);
}

/* A list of arguments as one string, as `checker` has it. */
static int join_arguments(const struct yaml *list, struct buf *out, struct err *e)
{
	const char *word;

	for (const struct yaml *node = list ? list->first : NULL; node; node = node->next) {
		if (yaml_line(node, &word, e) < 0)
			return e->code;
		if (strchr(word, ' '))
			return yaml_error(node, e, "'%.60s' is more than one argument", word);
		(void)buf_printf(out, "%s%s", out->len > 0 ? " " : "", word);
	}
	return buf_error(out, "output_validator_args", e);
}

int package_check_arguments(const struct problem *p, const char *arguments, struct err *e)
{
	struct check_options unused;
	size_t n = 0;

	if (!p->n_output_validator)
		return check_parse(arguments, &unused, e);
	for (const char *at = arguments; *(at += strspn(at, " \t")); at += strcspn(at, " \t"))
		n++;
	return n > PROBLEM_ARGUMENTS_MAX
		       ? err_set(e, -EINVAL, "more than %u arguments of an output validator", PROBLEM_ARGUMENTS_MAX)
		       : 0;
}

/*
 * One set of arguments serves all tests of a problem. Where files say nothing they mean none, except beside a
 * judge.yaml, which speaks for all tests.
 */
static int settle_arguments(struct gathering *g, const char *path, const struct yaml *list)
{
	const char *settled = g->p->validator_args ? g->p->validator_args : "";
	cleanup_buf struct buf joined;

	buf_init(&joined, ARGUMENTS_MAX);
	if (!list && g->root)
		return 0;
	if (join_arguments(list, &joined, g->e) < 0)
		return g->e->code;
	if (list && package_check_arguments(g->p, joined.data, g->e) < 0)
		return yaml_wrap(list, g->e);
	if (g->has_arguments && strcmp(settled, joined.data) != 0)
		return err_set(g->e, -EINVAL,
			       "%s: output_validator_args '%s', but '%s' for others; this judge takes one set for all",
			       path, joined.data, settled);
	if (!g->has_arguments && joined.len > 0) {
		g->p->validator_args = arena_strdup(&g->p->memory, joined.data);
		if (!g->p->validator_args)
			return no_memory(g);
	}
	g->has_arguments = true;
	return 0;
}

/* The first line of the description says why the test exists; "" when there is none. */
static int settle_reason(struct gathering *g, const struct settings *s, struct problem_test *t)
{
	const char *text = s->description ? s->description : "";

	if (t->reason)
		return 0;
	text += strspn(text, "\n");
	t->reason = arena_strndup(&g->p->memory, text, strcspn(text, "\n"));
	return t->reason ? 0 : no_memory(g);
}

static int settle(struct gathering *g, struct problem_test *t)
{
	cleanup_arena struct arena memory;
	struct package scratch = *g->pk;
	struct settings s = { .args = NULL };

	arena_init(&memory, SETTINGS_MEMORY);
	scratch.memory = &memory;
	if (read_settings(&scratch, t->file, &s, g->e) < 0 || settle_arguments(g, t->file, s.validator_args) < 0)
		return g->e->code;
	t->sample |= s.full_feedback;
	g->input_args |= s.input_args && s.input_args->n > 0;
	return settle_reason(g, &s, t);
}

/* ---- tests that are files --------------------------------------------------------------------------------------- */

/* Group and name of "data/secret/edge/01.in". */
static int place(struct gathering *g, const char *path, const char *folder, struct problem_test *t)
{
	const struct problem_group *group = &g->groups[t->sample ? 0 : g->n_groups - 1];
	const char *name = path + strlen(folder);

	if (!t->sample && g->in_folders) {
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

int package_tests(const struct package *pk, const struct yaml *root, struct problem *p, bool *input_args, struct err *e)
{
	struct gathering g = {
		.pk = pk,
		.root = root,
		.p = p,
		.groups = arena_array(&p->memory, PACKAGE_GROUPS_MAX, sizeof(struct problem_group)),
		.tests = arena_array(&p->memory, PROBLEM_TESTS_MAX, sizeof(struct problem_test)),
		.in_folders = root != NULL,
		.has_arguments = p->validator_args != NULL,
		.e = e,
	};

	if (!g.groups || !g.tests)
		return no_memory(&g);
	if (gather_groups(&g) < 0 || (root && tests_of_rows(&g) < 0) || tests_of_files(&g, SAMPLE) < 0 ||
	    tests_of_files(&g, SECRET) < 0 || check_groups(&g) < 0)
		return e->code;
	if (g.n_tests == 0)
		return err_set(e, -EINVAL, "there is no test");
	qsort_r(g.tests, g.n_tests, sizeof(*g.tests), by_group_and_name, &g);
	p->groups = g.groups;
	p->n_groups = g.n_groups;
	p->tests = g.tests;
	p->n_tests = g.n_tests;
	*input_args = g.input_args;
	return 0;
}

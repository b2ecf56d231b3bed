/*
 * package_settings: what the files of settings beside the tests say of one test, and of a folder's static one.
 *
 * In 2025-09 they are test_group.yaml in a folder and <test>.yaml beside the test, in the legacy format testdata.yaml
 * in any folder from data/ down, .desc and .hint beside the test. What stands further down counts; a setting that
 * stands nowhere is left out. How scores are put together stands in the same files and is read elsewhere
 * (package_scoring.c).
 *
 * Settings become arguments of programs that run in boxes, so that words are all that is looked at here. A setting that
 * this judge cannot honour is refused, since judging without it would be judging wrongly.
 */
#include "judge/package/package.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define SETTINGS_MAX    (64u * 1024u) /* bytes of a file of settings */
#define SETTINGS_MEMORY (8u * 1024u * 1024u)
#define ARGUMENTS_BYTES 4096u /* of one program */

#define STATIC_SCORE_MOST 1e15

struct rows {
	const struct yaml *args, *validator_args, *input_args, *static_score, *static_args, *ignored;
	const char *description, *hint;
	bool full_feedback;
};

static const struct yaml_field group_fields[] = {
	YAML_FIELD("max_score", ANY, struct rows, ignored),
	YAML_FIELD("score_aggregation", ANY, struct rows, ignored),
	YAML_FIELD("static_validation_score", ANY, struct rows, static_score),
	YAML_FIELD("require_pass", ANY, struct rows, ignored),
	YAML_FIELD("args", LIST, struct rows, args),
	YAML_FIELD("input_validator_args", ANY, struct rows, input_args),
	YAML_FIELD("static_validator_args", LIST, struct rows, static_args),
	YAML_FIELD("output_validator_args", LIST, struct rows, validator_args),
	YAML_FIELD("input_visualizer_args", LIST, struct rows, ignored),
	YAML_FIELD("output_visualizer_args", LIST, struct rows, ignored),
	YAML_FIELD("full_feedback", BOOL, struct rows, full_feedback),
};
static const struct yaml_table group_table = YAML_TABLE(group_fields, struct rows);

static const struct yaml_field case_fields[] = {
	YAML_FIELD("args", LIST, struct rows, args),
	YAML_FIELD("input_validator_args", ANY, struct rows, input_args),
	YAML_FIELD("output_validator_args", LIST, struct rows, validator_args),
	YAML_FIELD("input_visualizer_args", LIST, struct rows, ignored),
	YAML_FIELD("output_visualizer_args", LIST, struct rows, ignored),
	YAML_FIELD("full_feedback", BOOL, struct rows, full_feedback),
	YAML_FIELD("hint", WORDS, struct rows, hint),
	YAML_FIELD("description", WORDS, struct rows, description),
};
static const struct yaml_table case_table = YAML_TABLE(case_fields, struct rows);

static const struct yaml_field legacy_fields[] = {
	YAML_FIELD("on_reject", ANY, struct rows, ignored),
	YAML_FIELD("grading", ANY, struct rows, ignored),
	YAML_FIELD("grader_flags", ANY, struct rows, ignored),
	YAML_FIELD("input_validator_flags", ANY, struct rows, input_args),
	YAML_FIELD("output_validator_flags", ANY, struct rows, validator_args),
	YAML_FIELD("accept_score", ANY, struct rows, ignored),
	YAML_FIELD("reject_score", ANY, struct rows, ignored),
	YAML_FIELD("range", ANY, struct rows, ignored),
};
static const struct yaml_table legacy_table = YAML_TABLE(legacy_fields, struct rows);

/* ---- files ------------------------------------------------------------------------------------------------------- */

int package_settings_file(const struct package *pk, const char *path, const struct yaml **root, struct err *e)
{
	const struct package_file *file = package_find(pk, path);

	*root = NULL;
	if (!file)
		return 0;
	if (file->bytes > SETTINGS_MAX)
		return err_set(e, -EINVAL, "%s: is larger than %u bytes", path, SETTINGS_MAX);
	return package_yaml(pk, path, root, e);
}

/* Lays one file of settings, where it is there, over those that are further up. */
static int lay_over(const struct package *pk, const char *path, const struct yaml_table *table, struct rows *rows,
		    struct problem *p, struct err *e)
{
	const struct yaml *root;

	if (!path)
		return err_set(e, -ENOMEM, "out of memory");
	if (package_settings_file(pk, path, &root, e) < 0)
		return e->code;
	/* A static test is that of one folder. */
	rows->static_score = rows->static_args = NULL;
	return root ? package_yaml_read(root, table, rows, p, e) : 0;
}

/* From the top down to the folder of what is at `in_path`. */
static int read_folders(const struct package *pk, const char *in_path, struct rows *rows, struct problem *p,
			struct err *e)
{
	const bool legacy = p->format == PROBLEM_LEGACY;
	const char *name = legacy ? "testdata.yaml" : "test_group.yaml";
	const char *slash = strchr(in_path, '/');

	/* The legacy format's settings begin in data/ itself. */
	for (slash = legacy ? slash : strchr(slash + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		const char *path = arena_printf(pk->memory, "%.*s/%s", (int)(slash - in_path), in_path, name);

		if (lay_over(pk, path, legacy ? &legacy_table : &group_table, rows, p, e) < 0)
			return e->code;
	}
	return 0;
}

/* … and to the test itself. */
static int read_rows(const struct package *pk, const char *in_path, struct rows *rows, struct problem *p, struct err *e)
{
	if (read_folders(pk, in_path, rows, p, e) < 0)
		return e->code;
	if (p->format == PROBLEM_LEGACY)
		return 0;
	return lay_over(pk, arena_printf(pk->memory, "%.*s.yaml", (int)(strlen(in_path) - strlen(".in")), in_path),
			&case_table, rows, p, e);
}

/* ---- arguments --------------------------------------------------------------------------------------------------- */

/* A list of arguments, or in the legacy format a line of them, as one string of the problem's. NULL stays NULL. */
static int join(const struct yaml *node, struct problem *p, const char **out, struct err *e)
{
	cleanup_buf struct buf joined;
	const char *word;

	buf_init(&joined, ARGUMENTS_BYTES);
	if (!node)
		return 0;
	if (node->kind == YAML_MAP)
		return yaml_error(node, e, "is a map, not arguments");
	if (node->kind == YAML_TEXT && p->format != PROBLEM_LEGACY)
		return yaml_error(node, e, "is text, not a list");
	if (node->kind == YAML_TEXT)
		(void)buf_puts(&joined, node->text);
	for (const struct yaml *one = node->first; one; one = one->next) {
		if (yaml_line(one, &word, e) < 0)
			return e->code;
		if (strpbrk(word, " \t"))
			return yaml_error(one, e, "'%.60s' is more than one argument", word);
		(void)buf_printf(&joined, "%s%s", joined.len > 0 ? " " : "", word);
	}
	if (joined.failed == -EMSGSIZE)
		return yaml_error(node, e, "more than %u bytes of arguments", ARGUMENTS_BYTES);
	*out = arena_strdup(&p->memory, joined.data);
	return *out ? 0 : err_set(e, -ENOMEM, "out of memory");
}

/* {name: the validator, flags: its arguments} */
struct named_flags {
	const char *name;
	const struct yaml *flags;
};

static const struct yaml_field flags_fields[] = {
	YAML_FIELD("name", LINE, struct named_flags, name),
	YAML_FIELD("flags", ANY, struct named_flags, flags),
};
static const struct yaml_table flags_table = YAML_TABLE(flags_fields, struct named_flags);

/* Arguments by the names of input validators. */
static int read_input_args_of(const struct yaml *map, struct problem *p, struct test_settings *out, struct err *e)
{
	const bool legacy = p->format == PROBLEM_LEGACY;
	struct problem_input_args *list = arena_array(&p->memory, (legacy ? 1 : map->n) + 1, sizeof(*list));
	struct named_flags named = { .name = NULL };
	size_t n = 0;

	if (!list)
		return err_set(e, -ENOMEM, "out of memory");
	if (legacy && package_yaml_read(map, &flags_table, &named, p, e) < 0)
		return e->code;
	if (legacy && named.name) {
		list[n].name = arena_strdup(&p->memory, named.name);
		list[n].args = "";
		if (join(named.flags, p, &list[n++].args, e) < 0)
			return e->code;
	}
	for (const struct yaml *node = legacy ? NULL : map->first; node; node = node->next, n++) {
		list[n].name = arena_strdup(&p->memory, node->key);
		list[n].args = "";
		if (!yaml_is_null(node) && join(node, p, &list[n].args, e) < 0)
			return e->code;
	}
	for (size_t i = 0; i < n; i++)
		if (!list[i].name)
			return err_set(e, -ENOMEM, "out of memory");
	out->input_args_of = list;
	return 0;
}

static int read_input_args(const struct yaml *node, struct problem *p, struct test_settings *out, struct err *e)
{
	if (!node)
		return 0;
	return node->kind == YAML_MAP ? read_input_args_of(node, p, out, e) : join(node, p, &out->input_args, e);
}

/* In the legacy format what stands beside the tests comes behind the problem's own. */
static int read_validator_args(const struct yaml *node, struct problem *p, struct test_settings *out, struct err *e)
{
	struct named_flags named = { .name = NULL };
	const char *flags = NULL;

	if (node && node->kind == YAML_MAP && p->format == PROBLEM_LEGACY) {
		if (package_yaml_read(node, &flags_table, &named, p, e) < 0)
			return e->code;
		if (named.name && p->n_output_validators > 1)
			return yaml_error(node, e, "is for one of several output validators, which all get the same");
		node = named.flags;
	}
	if (join(node, p, &flags, e) < 0)
		return e->code;
	if (flags && p->format == PROBLEM_LEGACY) {
		if (!flags[strspn(flags, " \t\n")])
			return 0;
		if (p->validator_args)
			flags = arena_printf(&p->memory, "%s %s", p->validator_args, flags);
		if (!flags)
			return err_set(e, -ENOMEM, "out of memory");
	}
	if (flags && package_check_arguments(p, flags, e) < 0)
		return yaml_wrap(node, e);
	out->validator_args = flags;
	return 0;
}

/* ---- static tests ------------------------------------------------------------------------------------------------ */

/* What it can give: a number, where scores are given at all. */
static int read_static_score(const struct yaml *node, struct problem *p, struct problem_test *out, struct err *e)
{
	double score;

	if (!p->static_validator)
		return yaml_error(node, e, "there is no static_validator/ that could be asked");
	if (node->kind == YAML_TEXT && strcmp(node->text, "pass-fail") == 0)
		return 0;
	if (yaml_double(node, 0, STATIC_SCORE_MOST, &score, e) < 0 || score != floor(score))
		return yaml_error(node, e, "is neither a whole number from 0 nor 'pass-fail'");
	if (!p->scoring)
		return yaml_error(node, e, "the problem gives no scores, so that it can only be 'pass-fail'");
	if (out->sample)
		return yaml_error(node, e, "samples give no score, so that it can only be 'pass-fail'");
	out->gives_score = true;
	out->max_score = score;
	return 0;
}

static int check_static_args(const struct yaml *node, const char *args, struct err *e)
{
	size_t n = 0;

	for (const char *at = args; *(at += strspn(at, " ")); at += strcspn(at, " "))
		n++;
	return n > PROBLEM_ARGUMENTS_MAX ? yaml_error(node, e, "more than %u arguments", PROBLEM_ARGUMENTS_MAX) : 0;
}

int package_static_test(const struct package *pk, const char *folder, struct problem *p, struct problem_test *out,
			struct err *e)
{
	cleanup_arena struct arena memory;
	struct package scratch = *pk;
	struct rows rows = { .args = NULL };

	arena_init(&memory, SETTINGS_MEMORY);
	scratch.memory = &memory;
	out->is_static = false;
	if (read_folders(&scratch, folder, &rows, p, e) < 0)
		return e->code;
	if (!rows.static_score)
		return rows.static_args ? yaml_error(rows.static_args, e, "needs a 'static_validation_score' beside it")
					: 0;
	if (read_static_score(rows.static_score, p, out, e) < 0 ||
	    join(rows.static_args, p, &out->validator_args, e) < 0)
		return e->code;
	if (out->validator_args && check_static_args(rows.static_args, out->validator_args, e) < 0)
		return e->code;
	out->is_static = true;
	out->sample |= rows.full_feedback;
	return 0;
}

/* ---- all together ------------------------------------------------------------------------------------------------ */

/* The first line of a text, which may begin with blank ones. */
static int take_line(const char *text, struct problem *p, const char **out, struct err *e)
{
	if (!text)
		return 0;
	text += strspn(text, "\n");
	*out = arena_strndup(&p->memory, text, strcspn(text, "\n"));
	return *out ? 0 : err_set(e, -ENOMEM, "out of memory");
}

/* 01.desc beside 01.in. What is no text for people is passed over, since people are all it is for. */
static int read_annotation(const struct package *pk, const char *in_path, const char **text, struct err *e)
{
	const char *path = arena_printf(pk->memory, "%.*s.desc", (int)(strlen(in_path) - strlen(".in")), in_path);
	size_t len;

	if (!path)
		return err_set(e, -ENOMEM, "out of memory");
	if (!package_find(pk, path))
		return 0;
	if (package_read(pk, path, SETTINGS_MAX, text, &len, e) < 0) {
		*text = NULL;
		err_clear(e);
	}
	return 0;
}

int package_test_settings(const struct package *pk, const char *in_path, struct problem *p, struct test_settings *out,
			  struct err *e)
{
	cleanup_arena struct arena memory;
	struct package scratch = *pk;
	struct rows rows = { .args = NULL };

	arena_init(&memory, SETTINGS_MEMORY);
	scratch.memory = &memory;
	*out = (struct test_settings){ .args = NULL };
	if (read_rows(&scratch, in_path, &rows, p, e) < 0)
		return e->code;
	if (p->format == PROBLEM_LEGACY && read_annotation(&scratch, in_path, &rows.description, e) < 0)
		return e->code;
	if (join(rows.args, p, &out->args, e) < 0 || read_validator_args(rows.validator_args, p, out, e) < 0 ||
	    read_input_args(rows.input_args, p, out, e) < 0 || take_line(rows.description, p, &out->description, e) < 0)
		return e->code;
	out->full_feedback = rows.full_feedback;
	return 0;
}

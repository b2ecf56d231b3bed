/*
 * package_standard: a package as other judges want it: version 2025-09 of the format, and nothing but that.
 *
 * Of ours, what stands in judge.yaml goes where the format has a place for it: every test becomes a file, with its
 * reason and the arguments of the output validator beside it, and programs that include our headers get copies. Of a
 * legacy package files get the names that they have now. The package is written anew into an empty folder; the one that
 * it is made of is only read, and was bounded when it was opened.
 *
 * What has no counterpart is refused, since a package that means something else is worse than none: functions, and
 * scores of the legacy format. References that only their growth or a sanitizer rejects stay behind.
 */
#include "judge/package/standard.h"

#include "runners/driver_files.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

struct standard {
	const struct problem *p;
	struct package pk;
	struct arena memory;
	const char *dir;
	const struct pack_tests *tests;
	struct err *e;
};

static void standard_clear(struct standard *s)
{
	package_close(&s->pk);
	arena_clear(&s->memory);
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static int put(struct standard *s, const char *path, const void *p, size_t n, mode_t mode)
{
	cleanup_free char *whole = fs_join(s->dir, path), *folder = whole ? strdup(whole) : NULL;

	if (!folder)
		return err_set(s->e, -ENOMEM, "%s: out of memory", path);
	*strrchr(folder, '/') = 0;
	if (fs_mkdirs(folder, 0777, s->e) < 0)
		return s->e->code;
	return fs_create(AT_FDCWD, whole, p, n, mode, s->e);
}

static int put_buf(struct standard *s, const char *path, const struct buf *b)
{
	return buf_error(b, path, s->e) < 0 ? s->e->code : put(s, path, b->data, b->len, 0666);
}

static int copy(struct standard *s, const char *from, const char *to)
{
	cleanup_fd int fd = package_open_file(s->pk.fd, from, s->e);
	cleanup_buf struct buf b;
	struct stat st;

	buf_init(&b, PACKAGE_BYTES_MAX);
	if (fd < 0 || fs_read_fd(fd, &b, s->e) < 0)
		return s->e->code;
	if (fstat(fd, &st) < 0)
		return err_errno(s->e, "%s", from);
	return put(s, to, b.data, b.len, st.st_mode & S_IXUSR ? 0777 : 0666);
}

/* All files below the folder `from` become files below `to`, both with their "/". */
static int copy_folder(struct standard *s, const char *from, const char *to)
{
	size_t n;
	const struct package_file *files = package_below(&s->pk, from, &n);

	for (size_t i = 0; i < n; i++) {
		const char *path = arena_printf(&s->memory, "%s%s", to, files[i].path + strlen(from));

		if (!path)
			return err_set(s->e, -ENOMEM, "%s: out of memory", from);
		if (copy(s, files[i].path, path) < 0)
			return s->e->code;
	}
	return 0;
}

/* ---- texts ------------------------------------------------------------------------------------------------------- */

static int write_metadata(struct standard *s)
{
	const struct yaml *root;
	cleanup_buf struct buf b;

	buf_init(&b, PACKAGE_TEXT_MAX);
	if (s->p->format != PROBLEM_LEGACY)
		return copy(s, "problem.yaml", "problem.yaml");
	if (package_yaml(&s->pk, "problem.yaml", &root, s->e) < 0 || standard_problem_yaml(s->p, root, &b, s->e) < 0)
		return s->e->code;
	return put_buf(s, "problem.yaml", &b);
}

/* "problem.tex" has no language any more: it is English. */
static int write_statement(struct standard *s)
{
	static const char folder[] = "problem_statement/";
	size_t n;
	const struct package_file *files = package_below(&s->pk, folder, &n);

	for (size_t i = 0; i < n; i++) {
		const char *name = files[i].path + strlen(folder);
		const bool is_bare = !strncmp(name, "problem.", 8) && !strchr(name + 8, '.');
		const char *path = arena_printf(&s->memory, "statement/%s%s", is_bare ? "problem.en." : "",
						is_bare ? name + 8 : name);

		if (!path)
			return err_set(s->e, -ENOMEM, "%s: out of memory", folder);
		if (copy(s, files[i].path, path) < 0)
			return s->e->code;
	}
	return copy_folder(s, "statement/", "statement/");
}

/* ---- tests ------------------------------------------------------------------------------------------------------- */

/* Below data/, without an ending. Of ours each group is one of the format's. */
static const char *place_of(struct standard *s, const struct problem_test *t)
{
	if (t->file)
		return arena_strndup(&s->memory, t->file, strlen(t->file) - strlen(".in"));
	return arena_printf(&s->memory, "data/secret/%s/%s", t->group, t->name);
}

static void put_input_arguments(struct buf *b, const struct problem_test *t)
{
	if (t->input_args) {
		buf_puts(b, "input_validator_args: ");
		standard_put_words(b, t->input_args);
		buf_putc(b, '\n');
	}
	for (const struct problem_input_args *of = t->input_args_of; of && of->name; of++) {
		buf_puts(b, of == t->input_args_of ? "input_validator_args:\n  " : "  ");
		standard_put_text(b, of->name);
		buf_puts(b, ": ");
		standard_put_words(b, of->args);
		buf_putc(b, '\n');
	}
}

static int write_settings(struct standard *s, const struct problem_test *t, const char *place)
{
	const char *arguments = t->validator_args ? t->validator_args : s->p->validator_args;
	const char *path = arena_printf(&s->memory, "%s.yaml", place);
	cleanup_buf struct buf b;

	buf_init(&b, PACKAGE_TEXT_MAX);
	if (!path)
		return err_set(s->e, -ENOMEM, "out of memory");
	if (t->reason && *t->reason) {
		buf_puts(&b, "description: ");
		standard_put_text(&b, t->reason);
		buf_putc(&b, '\n');
	}
	if (t->args) {
		buf_puts(&b, "args: ");
		standard_put_words(&b, t->args);
		buf_putc(&b, '\n');
	}
	if (arguments) {
		buf_puts(&b, "output_validator_args: ");
		standard_put_words(&b, arguments);
		buf_putc(&b, '\n');
	}
	put_input_arguments(&b, t);
	return b.len ? put_buf(s, path, &b) : 0;
}

static int write_test(struct standard *s, size_t i)
{
	const struct problem_test *t = &s->p->tests[i];
	const char *place = place_of(s, t);
	const char *in = place ? arena_printf(&s->memory, "%s.in", place) : NULL;
	const char *ans = place ? arena_printf(&s->memory, "%s.ans", place) : NULL;
	cleanup_buf struct buf input, answer;

	buf_init(&input, PROBLEM_FILE_MAX);
	buf_init(&answer, PROBLEM_FILE_MAX);
	if (!in || !ans)
		return err_set(s->e, -ENOMEM, "out of memory");
	if (s->tests->read(s->tests->arg, i, &input, &answer, s->e) < 0 ||
	    put(s, in, input.data, input.len, 0666) < 0 || put(s, ans, answer.data, answer.len, 0666) < 0)
		return s->e->code;
	return write_settings(s, t, place);
}

/* The folder of one of our groups is one in the format by this file. */
static int write_group(struct standard *s, const struct problem_group *group)
{
	const char *path = arena_printf(&s->memory, "data/secret/%s/test_group.yaml", group->name);

	if (!path)
		return err_set(s->e, -ENOMEM, "out of memory");
	if (!s->p->is_ours || !strcmp(group->name, "sample") || package_find(&s->pk, path))
		return 0;
	return put(s, path, "full_feedback: false\n", strlen("full_feedback: false\n"), 0666);
}

/* Written already, or said in another place. */
static bool is_spoken_for(const struct standard *s, const char *path)
{
	static const char *const endings[] = { ".in", ".ans", ".yaml", ".desc" };
	const bool is_test = !strncmp(path, "data/sample/", 12) || !strncmp(path, "data/secret/", 12);

	if (package_ends(path, "/testdata.yaml") && s->p->format == PROBLEM_LEGACY)
		return true;
	if (s->p->is_ours && package_ends(path, "/test_group.yaml"))
		return false;
	for (size_t i = 0; is_test && i < sizeof(endings) / sizeof(*endings); i++)
		if (package_ends(path, endings[i]))
			return true;
	return false;
}

static int write_data(struct standard *s)
{
	size_t n;
	const struct package_file *files = package_below(&s->pk, "data/", &n);

	for (size_t i = 0; i < s->p->n_tests; i++)
		if (write_test(s, i) < 0)
			return s->e->code;
	for (size_t i = 0; i < s->p->n_groups; i++)
		if (write_group(s, &s->p->groups[i]) < 0)
			return s->e->code;
	for (size_t i = 0; i < n; i++)
		if (!is_spoken_for(s, files[i].path) && copy(s, files[i].path, files[i].path) < 0)
			return s->e->code;
	return 0;
}

/* ---- programs ---------------------------------------------------------------------------------------------------- */

/* Our headers beside the C sources of that folder, where one of them names one and it is not there. */
static int add_tools(struct standard *s, const char *folder)
{
	static const char *const sources_of[] = { ".c", NULL };
	cleanup_tool_files struct tool_files tools = { 0 };
	const struct source *sources;
	size_t n;

	if (!s->p->is_ours)
		return 0;
	if (tool_files_read(&tools, s->e) < 0 || package_sources(&s->pk, folder, sources_of, &sources, &n, s->e) < 0)
		return s->e->code;
	for (size_t i = 0; i < TOOL_HEADERS; i++) {
		const char *path = arena_printf(&s->memory, "%s%s", folder, tools.files[i].name);
		bool is_named = false;

		if (!path)
			return err_set(s->e, -ENOMEM, "%s: out of memory", folder);
		for (size_t k = 0; k < n; k++)
			is_named |= strstr(sources[k].text, tools.files[i].name) != NULL;
		if (is_named && !package_find(&s->pk, path) &&
		    put(s, path, tools.files[i].text, tools.files[i].len, 0666) < 0)
			return s->e->code;
	}
	return 0;
}

/* The one program of output_validators/ is the one of output_validator/. */
static int write_output_validator(struct standard *s)
{
	static const char folder[] = "output_validators/";
	size_t n;
	const struct package_file *files = package_below(&s->pk, folder, &n);

	if (s->p->format != PROBLEM_LEGACY)
		return copy_folder(s, "output_validator/", "output_validator/") < 0 ? s->e->code
										    : add_tools(s, "output_validator/");
	for (size_t i = 0; s->p->n_output_validator && i < n; i++) {
		const char *name = files[i].path + strlen(folder), *slash = strchr(name, '/');
		const char *path = arena_printf(&s->memory, "output_validator/%s", slash ? slash + 1 : name);

		if (!path)
			return err_set(s->e, -ENOMEM, "%s: out of memory", folder);
		if (copy(s, files[i].path, path) < 0)
			return s->e->code;
	}
	return 0;
}

static int write_programs(struct standard *s)
{
	/* Our headers for submissions lie directly in include/. */
	if (copy_folder(s, "generators/", "generators/") < 0 || add_tools(s, "generators/") < 0 ||
	    copy_folder(s, "include/", s->p->is_ours ? "include/c/" : "include/") < 0 ||
	    copy_folder(s, "input_validators/", "input_validators/") < 0 || add_tools(s, "input_validators/") < 0)
		return s->e->code;
	if (s->p->format == PROBLEM_LEGACY && copy_folder(s, "input_format_validators/", "input_validators/") < 0)
		return s->e->code;
	return write_output_validator(s);
}

/* ---- submissions ------------------------------------------------------------------------------------------------- */

static int write_reference(struct standard *s, const struct problem_reference *ref)
{
	const char *path = arena_printf(&s->memory, "submissions/%s", ref->file);
	const char *folder = path ? arena_printf(&s->memory, "%s/", path) : NULL;

	if (!folder)
		return err_set(s->e, -ENOMEM, "%s: out of memory", ref->file);
	return package_find(&s->pk, path) ? copy(s, path, path) : copy_folder(s, folder, folder);
}

static int write_submissions(struct standard *s)
{
	static const char path[] = "submissions/submissions.yaml";
	cleanup_buf struct buf b;

	buf_init(&b, PACKAGE_TEXT_MAX);
	for (size_t i = 0; i < s->p->n_references; i++)
		if (standard_takes(&s->p->references[i]) && write_reference(s, &s->p->references[i]) < 0)
			return s->e->code;
	if (package_find(&s->pk, path))
		return copy(s, path, path);
	if (standard_submissions_yaml(s->p, &b, s->e) < 0)
		return s->e->code;
	return b.len ? put_buf(s, path, &b) : 0;
}

/* ---- all together ------------------------------------------------------------------------------------------------ */

static int refuse_others(const struct problem *p, struct err *e)
{
	if (p->function_style)
		return err_set(e, -EINVAL, "problem %s: its submissions are functions, which no other judge can call",
			       p->id);
	if (p->scoring && (p->format == PROBLEM_LEGACY || p->is_ours))
		return err_set(e, -EINVAL, "problem %s: how its scores are put together has no counterpart in 2025-09",
			       p->id);
	return 0;
}

int package_standard(const struct problem *p, const char *dir, const struct pack_tests *tests, struct err *e)
{
	cleanup(standard_clear) struct standard s = { .p = p, .pk.fd = -1, .dir = dir, .tests = tests, .e = e };

	arena_init(&s.memory, PACKAGE_MEMORY_MAX);
	if (refuse_others(p, e) < 0 || package_open(p->dir, &s.memory, &s.pk, e) < 0)
		return e->code;
	if (write_metadata(&s) < 0 || write_statement(&s) < 0 || write_data(&s) < 0 || write_programs(&s) < 0 ||
	    write_submissions(&s) < 0)
		return e->code;
	return copy_folder(&s, "solution/", "solution/") < 0 ? e->code
							     : copy_folder(&s, "attachments/", "attachments/");
}

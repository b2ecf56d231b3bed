/*
 * package_standard: a package as other judges want it: version 2025-09 of the format, and nothing but that.
 *
 * Of ours, what stands in judge.yaml goes where the format has a place for it: every test becomes a file, with its
 * reason and the arguments of the output validator beside it, and programs that include our headers get copies. Of a
 * legacy package files get the names that they have now. The package is written anew into an empty folder; the one that
 * it is made of is only read, and was bounded when it was opened.
 *
 * What has no counterpart is refused where the package would mean something else without it, since that is worse than
 * none: functions, and scores that other rules cannot give. Else it is left out, and told of: nothing goes in silence.
 */
#include "judge/package/standard.h"

#include "runners/driver_files.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

static void standard_clear(struct standard *s)
{
	package_close(&s->pk);
	arena_clear(&s->memory);
}

void standard_note(const struct standard *s, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	if (!s->how->note)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	s->how->note(s->how->arg, line);
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

#define LANGUAGES_MAX 64u

/* "problem_statement/problem.sv.tex" is one in "sv"; one that has no language is English. NULL: no statement. */
static const char *language_of_statement(struct standard *s, const char *path)
{
	const char *name = strrchr(path, '/'), *dot;

	name = name ? name + 1 : path;
	if (strncmp(name, "problem.", 8) != 0)
		return NULL;
	name += 8;
	dot = strchr(name, '.');
	return dot ? arena_strndup(&s->memory, name, (size_t)(dot - name)) : "en";
}

/* Sorted, as their files are, and ended by NULL. */
static const char *const *languages_of_statements(struct standard *s)
{
	static const char *const folders[] = { "problem_statement/problem.", "statement/problem." };
	const char **list = arena_array(&s->memory, LANGUAGES_MAX + 1, sizeof(*list));
	size_t n = 0;

	for (size_t f = 0; list && f < 2; f++) {
		size_t n_files;
		const struct package_file *files = package_below(&s->pk, folders[f], &n_files);

		for (size_t i = 0; i < n_files && n < LANGUAGES_MAX; i++) {
			const char *language = language_of_statement(s, files[i].path);
			bool is_new = language != NULL;

			for (size_t k = 0; is_new && k < n; k++)
				is_new = strcmp(list[k], language) != 0;
			if (is_new)
				list[n++] = language;
		}
	}
	return list;
}

static int write_metadata(struct standard *s)
{
	const char *const *languages;
	const struct yaml *root = NULL; /* there may be DOMjudge's file alone */
	cleanup_buf struct buf b;

	buf_init(&b, PACKAGE_TEXT_MAX);
	if (s->p->format != PROBLEM_LEGACY)
		return copy(s, "problem.yaml", "problem.yaml");
	languages = languages_of_statements(s);
	if (!languages)
		return err_set(s->e, -ENOMEM, "out of memory");
	if (package_find(&s->pk, "problem.yaml") && package_yaml(&s->pk, "problem.yaml", &root, s->e) < 0)
		return s->e->code;
	if (standard_problem_yaml(s, root, languages, &b) < 0 || standard_note_settings(s) < 0)
		return s->e->code;
	return put_buf(s, "problem.yaml", &b);
}

/* What was taken from it stands in problem.yaml now. */
static int note_ini_line(const struct ini_line *l, void *arg, struct err *e)
{
	static const char *const taken[] = { "name", "timelimit", "special_compare_args" };

	(void)e;
	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		if (!strcmp(l->key, taken[i]))
			return 0;
	if (*l->value)
		standard_note(arg, "%s:%u: %.60s: 2025-09 has no place for it; it is left out", l->path, l->number,
			      l->key);
	return 0;
}

static int note_ini(struct standard *s)
{
	static const char path[] = "domjudge-problem.ini";
	const char *text;
	size_t len;

	if (!package_find(&s->pk, path))
		return 0;
	if (package_read(&s->pk, path, PACKAGE_TEXT_MAX, &text, &len, s->e) < 0)
		return s->e->code;
	return domjudge_ini_each(path, text, len, &s->memory, note_ini_line, s, s->e);
}

/* Is there a problem.en.tex, too? */
static bool has_english(struct standard *s, const char *ending)
{
	const char *path = arena_printf(&s->memory, "problem_statement/problem.en.%s", ending);

	return path && package_find(&s->pk, path);
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
		if (is_bare && has_english(s, name + 8))
			standard_note(s, "%s: problem.en.%s stands beside it; it is left out", files[i].path, name + 8);
		else if (copy(s, files[i].path, path) < 0)
			return s->e->code;
	}
	/* DOMjudge has it at the root, too. */
	if (n == 0 && s->p->format == PROBLEM_LEGACY && package_find(&s->pk, "problem.pdf"))
		return copy(s, "problem.pdf", "statement/problem.en.pdf");
	return copy_folder(s, "statement/", "statement/");
}

/* ---- tests ------------------------------------------------------------------------------------------------------- */

/* Where a file below data/ goes: groups of legacy scores may have other folders. */
static const char *placed(struct standard *s, const char *path)
{
	const size_t skip = strlen("data/");
	size_t best = 0, best_len = 0;

	for (size_t i = 1; s->nodes && i < s->p->n_nodes; i++) {
		const size_t len = strlen(s->p->nodes[i].name);

		if (s->nodes[i].folder && !strncmp(path + skip, s->p->nodes[i].name, len) && path[skip + len] == '/' &&
		    len > best_len) {
			best = i;
			best_len = len;
		}
	}
	return best ? arena_printf(&s->memory, "data/%s%s", s->nodes[best].folder, path + skip + best_len) : path;
}

/* Below data/, without an ending. Of ours each group is one of the format's. */
static const char *place_of(struct standard *s, const struct problem_test *t)
{
	const char *path = t->file ? placed(s, t->file) : NULL;

	if (t->file)
		return path ? arena_strndup(&s->memory, path, strlen(path) - strlen(".in")) : NULL;
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

static bool keeps_settings(const struct standard *s)
{
	return s->p->format != PROBLEM_LEGACY && !s->p->is_ours;
}

/* What a legacy package says of a test for people, as the value of a key. */
static int put_annotation(struct standard *s, const struct problem_test *t, const char *ending, const char *key,
			  struct buf *out, bool *has)
{
	const char *path = NULL, *text;
	size_t len;

	*has = false;
	if (s->p->format != PROBLEM_LEGACY || !t->file)
		return 0;
	path = arena_printf(&s->memory, "%.*s%s", (int)(strlen(t->file) - strlen(".in")), t->file, ending);
	if (!path)
		return err_set(s->e, -ENOMEM, "out of memory");
	if (!package_find(&s->pk, path))
		return 0;
	*has = true;
	if (package_read(&s->pk, path, PACKAGE_TEXT_MAX, &text, &len, s->e) < 0) {
		standard_note(s, "%s; it is left out", s->e->text);
		err_clear(s->e);
		return 0;
	}
	buf_printf(out, "%s: ", key);
	standard_put_text(out, text);
	buf_putc(out, '\n');
	return 0;
}

static int put_descriptions(struct standard *s, const struct problem_test *t, struct buf *out)
{
	bool has;

	if (put_annotation(s, t, ".hint", "hint", out, &has) < 0 ||
	    put_annotation(s, t, ".desc", "description", out, &has) < 0)
		return s->e->code;
	if (!has && t->reason && *t->reason) {
		buf_puts(out, "description: ");
		standard_put_text(out, t->reason);
		buf_putc(out, '\n');
	}
	return 0;
}

/* A file of settings beside a test of ours is written anew. */
static int note_own_settings(struct standard *s, const char *path)
{
	static const char *const known[] = { "args", "description", "input_validator_args", "output_validator_args",
					     NULL };
	const struct yaml *root;

	if (package_settings_file(&s->pk, path, &root, s->e) < 0)
		return s->e->code;
	standard_note_others(s, root, known);
	return 0;
}

static int write_settings(struct standard *s, const struct problem_test *t, const char *place)
{
	const char *arguments = t->validator_args ? t->validator_args : s->p->validator_args;
	const char *path = arena_printf(&s->memory, "%s.yaml", place);
	cleanup_buf struct buf b;

	buf_init(&b, PACKAGE_TEXT_MAX);
	if (!path)
		return err_set(s->e, -ENOMEM, "out of memory");
	if (keeps_settings(s))
		return 0;
	if (s->p->is_ours && note_own_settings(s, path) < 0)
		return s->e->code;
	if (put_descriptions(s, t, &b) < 0)
		return s->e->code;
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
	if (s->how->read(s->how->arg, i, &input, &answer, s->e) < 0 || put(s, in, input.data, input.len, 0666) < 0 ||
	    put(s, ans, answer.data, answer.len, 0666) < 0)
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

static int write_scores(struct standard *s, const struct standard_node *node)
{
	const char *path = arena_printf(&s->memory, "data/%s/test_group.yaml", node->folder ? node->folder : "");
	cleanup_buf struct buf b;

	buf_init(&b, 4096);
	if (!path)
		return err_set(s->e, -ENOMEM, "out of memory");
	standard_put_scores(node, &b);
	return b.len ? put_buf(s, path, &b) : 0;
}

/* Written already, or said in another place. */
static bool is_spoken_for(const struct standard *s, const char *path)
{
	static const char *const endings[] = { ".in", ".ans", ".yaml", ".desc", ".hint" };
	const bool is_test = !strncmp(path, "data/sample/", 12) || !strncmp(path, "data/secret/", 12);
	const bool is_legacy = s->p->format == PROBLEM_LEGACY;

	if (is_legacy && (package_ends(path, "/testdata.yaml") || package_ends(path, "/test_group.yaml")))
		return true;
	if (!is_legacy && package_ends(path, "/test_group.yaml"))
		return false;
	/* Of another's package of this version files of settings are what they are to be. */
	for (size_t i = 0; is_test && i < (keeps_settings(s) ? 2 : sizeof(endings) / sizeof(*endings)); i++)
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
	for (size_t i = 0; s->nodes && i < s->p->n_nodes; i++)
		if (write_scores(s, &s->nodes[i]) < 0)
			return s->e->code;
	for (size_t i = 0; i < n; i++) {
		const char *to = placed(s, files[i].path);

		if (!to)
			return err_set(s->e, -ENOMEM, "out of memory");
		if (!is_spoken_for(s, files[i].path) && copy(s, files[i].path, to) < 0)
			return s->e->code;
	}
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
	bool is_whole;

	if (s->p->format != PROBLEM_LEGACY)
		return copy_folder(s, "output_validator/", "output_validator/") < 0 ? s->e->code
										    : add_tools(s, "output_validator/");
	if (n && !s->p->n_output_validators)
		standard_note(s, "%s: is not asked, and left out", folder);
	/* Scripts make one program of all that is there. */
	is_whole = package_find(&s->pk, "output_validators/build") || package_find(&s->pk, "output_validators/run");
	for (size_t i = 0; s->p->n_output_validators && i < n; i++) {
		const char *name = files[i].path + strlen(folder), *slash = is_whole ? NULL : strchr(name, '/');
		const char *path = arena_printf(&s->memory, "output_validator/%s", slash ? slash + 1 : name);

		if (!path)
			return err_set(s->e, -ENOMEM, "%s: out of memory", folder);
		if (copy(s, files[i].path, path) < 0)
			return s->e->code;
	}
	return 0;
}

/* A legacy package's own is asked by nobody, and would be once it is of this version. */
static int write_static_validator(struct standard *s)
{
	static const char folder[] = "static_validator/";
	size_t n;

	(void)package_below(&s->pk, folder, &n);
	if (s->p->format != PROBLEM_LEGACY)
		return copy_folder(s, folder, folder) < 0 ? s->e->code : add_tools(s, folder);
	if (n)
		standard_note(s, "%s: is not asked, and left out", folder);
	return 0;
}

/* Our headers for submissions lie directly in include/. */
static int write_includes(struct standard *s)
{
	static const char folder[] = "include/";
	size_t n;
	const struct package_file *files = package_below(&s->pk, folder, &n);

	for (size_t i = 0; i < n; i++) {
		const char *name = files[i].path + strlen(folder);
		const char *path =
			arena_printf(&s->memory, "include/%s%s", s->p->is_ours && !strchr(name, '/') ? "c/" : "", name);

		if (!path)
			return err_set(s->e, -ENOMEM, "%s: out of memory", folder);
		if (copy(s, files[i].path, path) < 0)
			return s->e->code;
	}
	return 0;
}

/* Those of the older folder are asked where the other one holds none. */
static int write_old_validators(struct standard *s)
{
	static const char folder[] = "input_format_validators/";
	size_t n, n_old;

	(void)package_below(&s->pk, "input_validators/", &n);
	(void)package_below(&s->pk, folder, &n_old);
	if (n && n_old)
		standard_note(s, "%s: is not asked, and left out", folder);
	return n || s->p->format != PROBLEM_LEGACY ? 0 : copy_folder(s, folder, "input_validators/");
}

static int write_programs(struct standard *s)
{
	if (copy_folder(s, "generators/", "generators/") < 0 || add_tools(s, "generators/") < 0 ||
	    write_includes(s) < 0 || copy_folder(s, "input_validators/", "input_validators/") < 0 ||
	    add_tools(s, "input_validators/") < 0)
		return s->e->code;
	if (write_old_validators(s) < 0 || write_output_validator(s) < 0)
		return s->e->code;
	return write_static_validator(s);
}

/* ---- submissions ------------------------------------------------------------------------------------------------- */

#define SUBMISSIONS "submissions/"

/* Which reference a file below submissions/ is of; NULL: of none. */
static const struct problem_reference *reference_of(const struct problem *p, const char *file)
{
	for (size_t i = 0; i < p->n_references; i++) {
		const size_t len = strlen(p->references[i].file);

		if (!strncmp(file, p->references[i].file, len) && (!file[len] || file[len] == '/'))
			return &p->references[i];
	}
	return NULL;
}

static void note_references(const struct standard *s)
{
	for (size_t i = 0; i < s->p->n_references; i++)
		if (!standard_takes(&s->p->references[i]))
			standard_note(s,
				      SUBMISSIONS "%s: that it is rejected is not seen by tests alone; it is left out",
				      s->p->references[i].file);
}

/* What this judge cannot run others may. */
static int write_submissions(struct standard *s)
{
	static const char path[] = SUBMISSIONS "submissions.yaml";
	cleanup_buf struct buf b;
	size_t n;
	const struct package_file *files = package_below(&s->pk, SUBMISSIONS, &n);

	buf_init(&b, PACKAGE_TEXT_MAX);
	note_references(s);
	for (size_t i = 0; i < n; i++) {
		const struct problem_reference *ref = reference_of(s->p, files[i].path + strlen(SUBMISSIONS));

		if ((ref && !standard_takes(ref)) || (s->p->format == PROBLEM_LEGACY && !strcmp(files[i].path, path)))
			continue;
		if (copy(s, files[i].path, files[i].path) < 0)
			return s->e->code;
	}
	if (standard_submissions_yaml(s, &b) < 0)
		return s->e->code;
	return b.len ? put_buf(s, path, &b) : 0;
}

/* ---- what is left ------------------------------------------------------------------------------------------------ */

/* Folders and files at the root that are written in one way or the other, or are another judge's business. */
static bool is_known(const struct standard *s, const char *path)
{
	static const char *const names[] = { "problem.yaml",      "statement/",        "data/",
					     "generators/",       "include/",          "input_validators/",
					     "output_validator/", "submissions/",      "solution/",
					     "attachments/",      "input_visualizer/", "output_visualizer/",
					     "static_validator/" };
	static const char *const legacy[] = { "problem_statement/", "input_format_validators/", "output_validators/",
					      "domjudge-problem.ini", "problem.pdf" };
	static const char *const ours[] = { "judge.yaml", "mutants.yaml" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strncmp(path, names[i], strlen(names[i])))
			return true;
	for (size_t i = 0; s->p->format == PROBLEM_LEGACY && i < sizeof(legacy) / sizeof(*legacy); i++)
		if (!strncmp(path, legacy[i], strlen(legacy[i])))
			return true;
	for (size_t i = 0; s->p->is_ours && i < sizeof(ours) / sizeof(*ours); i++)
		if (!strcmp(path, ours[i]))
			return true;
	return false;
}

/* Once for each file or folder at the root. */
static void note_others(const struct standard *s)
{
	for (size_t i = 0; i < s->pk.n_files; i++) {
		const char *path = s->pk.files[i].path;
		const size_t len = strcspn(path, "/");

		if (is_known(s, path) || (i && !strncmp(s->pk.files[i - 1].path, path, len + 1)))
			continue;
		standard_note(s, "%.*s%s: is no part of 2025-09, and left out", (int)len, path, path[len] ? "/" : "");
	}
}

static int write_others(struct standard *s)
{
	static const char *const folders[] = { "solution/", "attachments/", "input_visualizer/", "output_visualizer/" };

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (copy_folder(s, folders[i], folders[i]) < 0)
			return s->e->code;
	note_others(s);
	return 0;
}

/* ---- all together ------------------------------------------------------------------------------------------------ */

static int refuse_others(const struct problem *p, struct err *e)
{
	if (p->function_style)
		return err_set(e, -EINVAL, "problem %s: its submissions are functions, which no other judge can call",
			       p->id);
	if (p->n_nodes && !p->scoring)
		return err_set(e, -EINVAL,
			       "problem %s: it accepts what not all tests accept, which 2025-09 has no words for",
			       p->id);
	if (p->n_output_validators > 1)
		return err_set(e, -EINVAL, "problem %s: it has %zu output validators, and 2025-09 has one", p->id,
			       p->n_output_validators);
	if (p->scoring && p->is_ours)
		return err_set(e, -EINVAL, "problem %s: its groups and scores are those of judge.yaml", p->id);
	return 0;
}

int package_standard(const struct problem *p, const char *dir, const struct pack_standard *how, struct err *e)
{
	cleanup(standard_clear) struct standard s = { .p = p, .pk.fd = -1, .dir = dir, .how = how, .e = e };
	static int (*const parts[])(struct standard * s) = {
		write_metadata, note_ini, write_statement, write_data, write_programs, write_submissions, write_others,
	};

	arena_init(&s.memory, PACKAGE_MEMORY_MAX);
	if (refuse_others(p, e) < 0 || package_open(p->dir, &s.memory, &s.pk, e) < 0)
		return e->code;
	if (p->scoring && p->format == PROBLEM_LEGACY && standard_scores(p, &s.memory, &s.nodes, e) < 0)
		return e->code;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (parts[i](&s) < 0)
			return e->code;
	return 0;
}

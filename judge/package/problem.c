/*
 * problem: loads a package, part by part.
 *
 * The order is the order of need: the list of files first, then sources, metadata, judge.yaml, tests and references,
 * each of which checks what it names against what is there already; the hash of it all last. Everything lives in the
 * problem's one arena, so that a load that fails half-way is undone by freeing it.
 *
 * A package that loads can be judged: what would only fail in the middle of somebody's submission (a driver that is
 * not there, a setting that is not honoured) fails here, in one line. What it does not do: run anything; whether
 * answers and references are right is shown by judge_verify.
 */
#include "judge/package/problem.h"
#include "judge/package/package.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <string.h>

struct loading {
	struct problem *p; /* being filled */
	struct package pk;
	const struct yaml *judge; /* judge.yaml, or NULL */
	const char *driver;       /* file name in include/, or NULL */
	struct err *e;
};

static const char *const only_headers[] = { ".h", NULL };
static const char *const only_sources[] = { ".c", NULL };

static int no_memory(struct loading *l)
{
	return err_set(l->e, -ENOMEM, "out of memory");
}

static int load_id(struct loading *l)
{
	const char *id = fs_basename(l->pk.dir);

	if (!package_is_id(id))
		return err_set(l->e, -EINVAL,
			       "the folder of a package is named with a-z, 0-9 and _ only, at most %d of them",
			       PROBLEM_ID_MAX - 1);
	l->p->id = id;
	l->p->dir = l->pk.dir;
	return 0;
}

/* ---- metadata --------------------------------------------------------------------------------------------------- */

/* DOMjudge's packages may have no problem.yaml, but a file of its own. */
static int read_metadata(struct loading *l, const struct yaml **root)
{
	if (package_find(&l->pk, "problem.yaml"))
		return package_yaml(&l->pk, "problem.yaml", root, l->e);
	if (!package_find(&l->pk, "domjudge-problem.ini"))
		return err_set(l->e, -EINVAL, "problem.yaml is not there");
	return yaml_parse("problem.yaml", "", 0, l->pk.memory, root, l->e);
}

static int load_metadata(struct loading *l)
{
	struct problem *p = l->p;
	const struct yaml *root;

	p->limits = RUN_LIMITS_DEFAULT;
	if (read_metadata(l, &root) < 0 || problem_yaml_read(root, p, l->e) < 0 || domjudge_read(&l->pk, p, l->e) < 0)
		return l->e->code;
	p->limits.box.wall_us = 2 * p->limits.box.cpu_us + CLOCK_US_PER_S;
	p->section = "Packages from elsewhere";
	p->difficulty = p->question = "";
	p->is_ours = package_find(&l->pk, "judge.yaml") != NULL;
	/* As other judges of the format do; with a judge.yaml, the default or what that says. */
	if (!p->is_ours)
		p->limits.box.stack_bytes = p->limits.memory_bytes;
	return 0;
}

static int load_judge_yaml(struct loading *l)
{
	if (!package_find(&l->pk, "judge.yaml"))
		return 0;
	if (package_yaml(&l->pk, "judge.yaml", &l->judge, l->e) < 0)
		return l->e->code;
	return judge_yaml_read(l->judge, l->p, &l->driver, l->e);
}

/* ---- texts for people ------------------------------------------------------------------------------------------- */

/* The files in one of the folders that may hold it; *n is 0 where none does. */
static const struct package_file *find_statements(struct loading *l, size_t *n)
{
	static const char *const ours[] = { "statement/problem.", NULL };
	static const char *const legacy[] = {
		"problem_statement/problem.", "statement/problem.", "problem.pdf", "problem.html", "problem.txt", NULL
	};
	const struct package_file *files = NULL;

	*n = 0;
	for (const char *const *at = l->p->format == PROBLEM_LEGACY ? legacy : ours; *at && *n == 0; at++)
		files = package_below(&l->pk, *at, n);
	return files;
}

/* English markdown, else the first markdown, else a note that names what is there. */
static int load_statement(struct loading *l)
{
	size_t n, len;
	const struct package_file *files = find_statements(l, &n), *chosen = NULL;

	for (size_t i = 0; i < n; i++)
		if (package_ends(files[i].path, ".md") && (!chosen || package_ends(files[i].path, "/problem.en.md")))
			chosen = &files[i];
	if (chosen)
		return package_read(&l->pk, chosen->path, PACKAGE_TEXT_MAX, &l->p->statement, &len, l->e);
	if (n == 0 && l->p->format == PROBLEM_2025_09)
		return err_set(l->e, -EINVAL, "statement/problem.en.md is not there");
	if (n == 0) {
		l->p->statement = "This problem's package has no statement.\n";
		return problem_note(l->p, l->e, "problem_statement/problem.en.tex is not there");
	}
	l->p->statement = arena_printf(
		&l->p->memory, "The statement of this problem is the file `%s` of its package.\n", files[0].path);
	return l->p->statement ? 0 : no_memory(l);
}

/* What stands between the braces at `open`, which may hold others; NULL: they do not end. */
static const char *in_braces(struct arena *a, const char *open)
{
	size_t depth = 0;

	for (const char *p = open; *p; p++) {
		depth += *p == '{';
		if (*p == '}' && --depth == 0)
			return arena_strndup(a, open + 1, (size_t)(p - open) - 1);
	}
	return NULL;
}

/* A name in LaTeX is one all the same; one that has its plain words in a comment is those. */
static int name_of_statement(struct loading *l, const char *path)
{
	static const char plain[] = "%% plainproblemname:", command[] = "\\problemname{";
	const char *text, *at, *name;
	size_t len;

	if (package_read(&l->pk, path, PACKAGE_TEXT_MAX, &text, &len, l->e) < 0)
		return l->e->code;
	at = strstr(text, plain);
	if (at) {
		at += strlen(plain);
		at += strspn(at, " \t");
		name = arena_strndup(&l->p->memory, at, strcspn(at, "\r\n"));
	} else {
		at = strstr(text, command);
		name = at ? in_braces(&l->p->memory, at + strlen(command) - 1) : NULL;
	}
	if (name && *name && !name[strcspn(name, "\n\t\r\x1b")])
		l->p->name = name;
	return 0;
}

/* The legacy format has it in the statement, where problem.yaml has none. */
static int load_name(struct loading *l)
{
	size_t n;
	const struct package_file *files = find_statements(l, &n);

	for (size_t i = 0; !l->p->name && i < n; i++)
		if (package_ends(files[i].path, ".tex") && name_of_statement(l, files[i].path) < 0)
			return l->e->code;
	if (!l->p->name)
		l->p->name = l->p->id;
	return 0;
}

static int load_solution(struct loading *l)
{
	static const char path[] = "solution/solution.en.md";
	size_t len;

	return package_find(&l->pk, path) ? package_read(&l->pk, path, PACKAGE_TEXT_MAX, &l->p->solution, &len, l->e)
					  : 0;
}

/* attachments/<id>.c, else the template for C when that is one file. */
static int load_starter(struct loading *l)
{
	const char *path = arena_printf(&l->p->memory, "attachments/%s.c", l->p->id);
	size_t len, n;
	const struct package_file *templates = package_below(&l->pk, "attachments/templates/c/", &n);

	if (!path)
		return no_memory(l);
	if (!package_find(&l->pk, path)) {
		if (n != 1 || !package_ends(templates->path, ".c"))
			return 0;
		path = templates->path;
	}
	return package_read(&l->pk, path, SOURCE_BYTES_MAX, &l->p->starter, &len, l->e);
}

/* ---- sources ---------------------------------------------------------------------------------------------------- */

static const struct source *find_source(const struct source *sources, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(sources[i].name, name) == 0)
			return &sources[i];
	return NULL;
}

static int load_headers(struct loading *l)
{
	if (package_sources(&l->pk, "include/", only_headers, &l->p->headers, &l->p->n_headers, l->e) < 0)
		return l->e->code;
	if (l->p->prelude && !find_source(l->p->headers, l->p->n_headers, l->p->prelude))
		return yaml_error(yaml_get(l->judge, "prelude"), l->e, "include/%.60s is not there", l->p->prelude);
	return 0;
}

/* The driver is the one C file of include/ that is not a header; any other would be compiled by nobody. */
static int load_driver(struct loading *l)
{
	const struct source *sources, *driver;
	size_t n;

	if (package_sources(&l->pk, "include/", only_sources, &sources, &n, l->e) < 0)
		return l->e->code;
	driver = l->driver ? find_source(sources, n, l->driver) : NULL;
	if (l->driver && !driver)
		return yaml_error(yaml_get(l->judge, "driver"), l->e, "include/%.60s is not there", l->driver);
	for (size_t i = 0; i < n; i++)
		if (&sources[i] != driver)
			return err_set(l->e, -EINVAL, "include/%s: is neither the driver nor a header",
				       sources[i].name);
	l->p->driver = driver ? driver->text : NULL;
	return 0;
}

static int load_includes(struct loading *l)
{
	return package_includes(&l->pk, l->p, l->e);
}

/* Only tests of judge.yaml are made by it; that of others is there to be read. */
static int load_generator(struct loading *l)
{
	struct program *list;
	size_t n;

	if (!l->p->is_ours)
		return 0;
	if (package_programs(&l->pk, "generators/", true, true, l->p, &list, &n, l->e) < 0)
		return l->e->code;
	if (n > 1)
		return err_set(l->e, -EINVAL, "generators/: there is more than one program");
	if (n == 1 && list->language == LANGUAGE_SCRIPTS)
		return err_set(l->e, -EINVAL, "generators/: the scripts 'build' and 'run' are for validators");
	if (n == 1) {
		l->p->generator = list->sources;
		l->p->n_generator = list->n_sources;
	}
	return 0;
}

/* They are needed to verify a package, not to judge: what this judge cannot run is only noted. */
static int load_validators(struct loading *l)
{
	struct problem *p = l->p;
	struct program *list, *more;
	size_t n, n_more;

	if (package_programs(&l->pk, "input_validators/", p->is_ours, false, p, &list, &n, l->e) < 0)
		return l->e->code;
	if (n == 0 && p->format == PROBLEM_LEGACY) {
		if (package_programs(&l->pk, "input_format_validators/", false, false, p, &more, &n_more, l->e) < 0)
			return l->e->code;
		list = more;
		n = n_more;
	}
	p->validators = list;
	p->n_validators = n;
	return 0;
}

/* Without it there is no right verdict, so what cannot be run is refused. */
static int load_output_validator(struct loading *l)
{
	const bool legacy = l->p->format == PROBLEM_LEGACY;
	const char *folder = legacy ? "output_validators/" : "output_validator/";
	struct problem *p = l->p;
	struct program *list;
	size_t n, n_files;

	(void)package_below(&l->pk, folder, &n_files);
	if (legacy && !p->wants_validator)
		return n_files ? problem_note(p, l->e,
					      "%s: is not asked, since problem.yaml says 'validation: default'", folder)
			       : 0;
	if (package_programs(&l->pk, folder, !legacy, true, p, &list, &n, l->e) < 0)
		return l->e->code;
	if (n > OUTPUT_VALIDATORS_MAX)
		return err_set(l->e, -EINVAL, "%s: more than %u programs", folder, OUTPUT_VALIDATORS_MAX);
	if (n > 1 && (!legacy || p->interactive || p->multi_pass || p->validator_scores))
		return err_set(l->e, -EINVAL, "%s: there are %zu programs, and one can be asked", folder, n);
	if (n == 0 && (p->wants_validator || n_files))
		return err_set(l->e, -EINVAL, "%s: there is no program", folder);
	p->output_validators = list;
	p->n_output_validators = n;
	if (p->interactive && n == 0)
		return err_set(l->e, -EINVAL, "problem.yaml: is interactive, and there is no %s to talk to", folder);
	if (p->multi_pass && n == 0)
		return err_set(l->e, -EINVAL, "problem.yaml: is multi-pass, and there is no %s to ask for a pass",
			       folder);
	return 0;
}

/* As with the one for outputs. The legacy format has none, and its judges pass the folder over. */
/* They make pictures of inputs and answers, and change no verdict. */
static int note_visualizers(struct loading *l)
{
	static const char *const folders[] = { "input_visualizer/", "output_visualizer/" };

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		size_t n;

		(void)package_below(&l->pk, folders[i], &n);
		if (n && problem_note(l->p, l->e, "%s: is not run: this judge makes no pictures", folders[i]) < 0)
			return l->e->code;
	}
	return 0;
}

static int load_static_validator(struct loading *l)
{
	static const char folder[] = "static_validator/";
	struct problem *p = l->p;
	struct program *list;
	size_t n, n_files;

	(void)package_below(&l->pk, folder, &n_files);
	if (n_files == 0)
		return 0;
	if (p->format == PROBLEM_LEGACY)
		return problem_note(p, l->e, "%s: is not asked, since the legacy format has no static validators",
				    folder);
	if (package_programs(&l->pk, folder, true, true, p, &list, &n, l->e) < 0)
		return l->e->code;
	if (n != 1)
		return err_set(l->e, -EINVAL,
			       n ? "%s: there are several programs, and one can be asked" : "%s: there is no program",
			       folder);
	p->static_validator = list;
	return 0;
}

/* Those of problem.yaml; the others are looked at where they are read. */
static int check_arguments(struct loading *l)
{
	if (l->p->validator_args && package_check_arguments(l->p, l->p->validator_args, l->e) < 0)
		return err_wrap(l->e, "problem.yaml: validator_flags");
	return 0;
}

/* ---- all together ----------------------------------------------------------------------------------------------- */

static int load_tests(struct loading *l)
{
	return package_tests(&l->pk, l->judge, l->p, l->e);
}

static int load_interactions(struct loading *l)
{
	return package_interactions(&l->pk, l->p, l->e);
}

static int load_references(struct loading *l)
{
	return package_references(&l->pk, l->judge, l->p, l->e);
}

static int load_hash(struct loading *l)
{
	char hex[HASH_HEX_MAX];

	if (package_hash(&l->pk, l->p->model, hex, l->e) < 0)
		return l->e->code;
	l->p->hash = arena_strdup(&l->p->memory, hex);
	return l->p->hash ? 0 : no_memory(l);
}

static int load_parts(struct loading *l)
{
	static int (*const parts[])(struct loading * l) = {
		load_id,
		load_metadata,
		load_name,
		load_output_validator,
		load_static_validator,
		check_arguments,
		load_generator,
		load_judge_yaml,
		load_headers,
		load_includes,
		load_driver,
		load_validators,
		note_visualizers,
		load_tests,
		load_interactions,
		load_references,
		load_statement,
		load_solution,
		load_starter,
		load_hash,
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (parts[i](l) == 0)
			continue;
		/* -ENOENT is for a package that is not there; this one is, and lacks something. */
		if (l->e->code == -ENOENT)
			l->e->code = -EINVAL;
		return err_wrap(l->e, "problem %s", fs_basename(l->pk.dir));
	}
	return 0;
}

const char *problem_test_path(const struct problem_test *t, char path[TEST_PATH_MAX])
{
	const size_t skip = strlen("data/"), end = strlen(".in");

	const bool is_top = t->is_static && (strcmp(t->group, "sample") == 0 || strcmp(t->group, "secret") == 0);

	if (t->file)
		snprintf(path, TEST_PATH_MAX, "%.*s", (int)(strlen(t->file) - skip - end), t->file + skip);
	else
		snprintf(path, TEST_PATH_MAX, "%s%s/%s", is_top ? "" : "secret/", t->group, t->name);
	return path;
}

int problem_load(const char *dir, struct problem **out, struct err *e)
{
	cleanup_problem struct problem *p = calloc(1, sizeof(*p));
	cleanup_package struct package pk = { .fd = -1 };
	struct loading l = { .p = p, .e = e };

	if (!p)
		return err_set(e, -ENOMEM, "%s: out of memory", dir);
	arena_init(&p->memory, PACKAGE_MEMORY_MAX);
	if (package_open(dir, &p->memory, &pk, e) < 0)
		return err_wrap(e, "problem %s", dir);
	l.pk = pk;
	if (load_parts(&l) < 0)
		return e->code;
	*out = steal_ptr(&p);
	return 0;
}

void problem_free(struct problem *p)
{
	if (!p)
		return;
	arena_clear(&p->memory);
	free(p);
}

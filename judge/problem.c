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
#include "judge/problem.h"
#include "judge/package.h"
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

static const char *const c_files[] = { ".c", ".h", NULL };
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

static int load_metadata(struct loading *l)
{
	struct problem *p = l->p;
	const struct yaml *root;

	if (!package_find(&l->pk, "problem.yaml"))
		return err_set(l->e, -EINVAL, "problem.yaml is not there");
	p->limits = RUN_LIMITS_DEFAULT;
	if (package_yaml(&l->pk, "problem.yaml", &root, l->e) < 0 || problem_yaml_read(root, p, l->e) < 0)
		return l->e->code;
	p->limits.box.wall_us = 2 * p->limits.box.cpu_us + CLOCK_US_PER_S;
	p->section = "Packages from elsewhere";
	p->difficulty = p->question = "";
	/* As other judges of the format do; with a judge.yaml, the default or what that says. */
	if (!package_find(&l->pk, "judge.yaml"))
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

/* A program that would have to be run for a right verdict, and is not. */
static int refuse_static_validator(struct loading *l)
{
	size_t n;

	(void)package_below(&l->pk, "static_validator/", &n);
	return n > 0 ? err_set(l->e, -EINVAL, "static_validator/: this judge has no static validators") : 0;
}

/* ---- texts for people ------------------------------------------------------------------------------------------- */

/* English markdown, else the first markdown, else a note that names what is there. */
static int load_statement(struct loading *l)
{
	size_t n;
	const struct package_file *files = package_below(&l->pk, "statement/problem.", &n);
	const struct package_file *chosen = package_find(&l->pk, "statement/problem.en.md");
	size_t len;

	for (size_t i = 0; i < n && !chosen; i++)
		if (package_ends(files[i].path, ".md"))
			chosen = &files[i];
	if (chosen)
		return package_read(&l->pk, chosen->path, PACKAGE_TEXT_MAX, &l->p->statement, &len, l->e);
	if (n == 0)
		return err_set(l->e, -EINVAL, "statement/problem.en.md is not there");
	l->p->statement = arena_printf(
		&l->p->memory, "The statement of this problem is the file `%s` of its package.\n", files[0].path);
	return l->p->statement ? 0 : no_memory(l);
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

/* One list of the headers of all folders; of two with one name, that of the folder which is more about C. */
static int load_headers(struct loading *l)
{
	static const char *const folders[] = { "include/c/", "include/default/", "include/" };
	struct source *all = arena_array(&l->p->memory, SOURCE_FILES_MAX, sizeof(*all));
	size_t n_all = 0;

	if (!all)
		return no_memory(l);
	for (size_t f = 0; f < sizeof(folders) / sizeof(*folders); f++) {
		const struct source *some;
		size_t n;

		if (package_sources(&l->pk, folders[f], only_headers, &some, &n, l->e) < 0)
			return l->e->code;
		for (size_t i = 0; i < n; i++) {
			if (find_source(all, n_all, some[i].name))
				continue;
			if (n_all == SOURCE_FILES_MAX)
				return err_set(l->e, -EINVAL, "include/: more than %u headers", SOURCE_FILES_MAX);
			all[n_all++] = some[i];
		}
	}
	l->p->headers = all;
	l->p->n_headers = n_all;
	if (l->p->prelude && !find_source(all, n_all, l->p->prelude))
		return yaml_error(yaml_get(l->judge, "prelude"), l->e, "include/%.60s is not there", l->p->prelude);
	return 0;
}

/* The driver is the one C file of include/ that is not a header; any other would be compiled by nobody. */
static int load_driver(struct loading *l)
{
	static const char *const unused[] = { "include/c/", "include/default/" };
	const struct source *sources, *driver;
	size_t n;

	for (size_t i = 0; i < sizeof(unused) / sizeof(*unused); i++) {
		if (package_sources(&l->pk, unused[i], only_sources, &sources, &n, l->e) < 0)
			return l->e->code;
		if (n > 0)
			return err_set(l->e, -EINVAL, "%s%s: this judge adds only headers to a submission", unused[i],
				       sources->name);
	}
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

static int load_generator(struct loading *l)
{
	return package_sources(&l->pk, "generators/", c_files, &l->p->generator, &l->p->n_generator, l->e);
}

/*
 * One program in C. A package from elsewhere may have several, or others: then there is none for this judge, which
 * needs it to verify a package, not to judge.
 */
static int load_validator(struct loading *l)
{
	struct problem *p = l->p;
	const struct source *programs;
	size_t n;

	if (package_sources(&l->pk, "input_validators/", only_sources, &programs, &n, l->e) < 0)
		return l->e->code;
	if (n == 0 || (n > 1 && !l->judge))
		return 0;
	return package_sources(&l->pk, "input_validators/", c_files, &p->validator, &p->n_validator, l->e);
}

/* One program in C: without it there is no right verdict, so what is anything else is refused. */
static int load_output_validator(struct loading *l)
{
	static const char folder[] = "output_validator/";
	struct problem *p = l->p;
	size_t n;
	const struct package_file *files = package_below(&l->pk, folder, &n);

	for (size_t i = 0; i < n; i++)
		if (strchr(files[i].path + strlen(folder), '/') ||
		    !(package_ends(files[i].path, ".c") || package_ends(files[i].path, ".h")))
			return err_set(l->e, -EINVAL,
				       "%s: this judge runs output validators in C, of files in that folder",
				       files[i].path);
	if (package_sources(&l->pk, folder, c_files, &p->output_validator, &p->n_output_validator, l->e) < 0)
		return l->e->code;
	if (p->interactive && !p->n_output_validator)
		return err_set(l->e, -EINVAL,
			       "problem.yaml: is interactive, and there is no output_validator/ to talk to");
	return 0;
}

/* ---- all together ----------------------------------------------------------------------------------------------- */

static int load_tests(struct loading *l)
{
	bool input_args = false;

	if (package_tests(&l->pk, l->judge, l->p, &input_args, l->e) < 0)
		return l->e->code;
	/* Without its arguments the validator would refuse inputs that are right. */
	if (input_args) {
		l->p->validator = NULL;
		l->p->n_validator = 0;
	}
	return 0;
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
		refuse_static_validator,
		load_output_validator,
		load_generator,
		load_judge_yaml,
		load_headers,
		load_driver,
		load_validator,
		load_tests,
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

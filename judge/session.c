/*
 * A session, and the builds that judging needs.
 *
 * Parts of a package are compiled in a box like everything else: a package may come from somebody else. Only they are
 * cached; what a candidate wrote is compiled anew each time, so that no result can come from an earlier submission.
 */
#include "judge/session.h"

#include "runners/zipapp.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

/* Cores that this process may use: taskset and container limits count, the machine's size does not. */
static unsigned usable_cores(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof(set), &set) < 0 ? 1 : CPU_COUNT(&set);

	return n < 1 ? 1 : n > JUDGE_WORKERS_MAX ? JUDGE_WORKERS_MAX : (unsigned)n;
}

static int copy(const char *text, char **out, struct err *e)
{
	*out = text ? strdup(text) : NULL;
	return text && !*out ? err_set(e, -ENOMEM, "out of memory") : 0;
}

static int open_all(struct judge *j, const struct judge_config *config, struct err *e)
{
	const struct sandbox_config sandbox = { config->keeper_path, config->cgroup_dir };
	int r;

	j->how = config->how;
	j->n_workers = config->workers ? config->workers : usable_cores();
	if (j->n_workers > JUDGE_WORKERS_MAX)
		return err_set(e, -EINVAL, "at most %d tests can run at once", JUDGE_WORKERS_MAX);
	r = config->cache_dir ? copy(config->cache_dir, &j->cache_dir, e) : fs_cache_home(&j->cache_dir, e);
	if (!r)
		r = copy(config->keeper_path, &j->keeper_path, e);
	if (!r)
		r = copy(config->cgroup_dir, &j->cgroup_dir, e);
	j->others = calloc(1, sizeof(*j->others));
	if (!r && !j->others)
		r = err_set(e, -ENOMEM, "out of memory");
	if (j->others)
		pthread_mutex_init(&j->others->lock, NULL);
	if (!r)
		r = toolchain_open(config->compiler, &j->tc, e);
	for (unsigned i = 0; !r && i < j->n_workers; i++)
		r = sandbox_open(&sandbox, &j->workers[i], e);
	return r;
}

int judge_open(const struct judge_config *config, struct judge **out, struct err *e)
{
	static const struct judge_config defaults;
	cleanup_judge struct judge *j = calloc(1, sizeof(*j));

	if (!j)
		return err_set(e, -ENOMEM, "out of memory");
	if (open_all(j, config ? config : &defaults, e) < 0)
		return e->code;
	*out = steal_ptr(&j);
	return 0;
}

void judge_close(struct judge *j)
{
	if (!j)
		return;
	for (unsigned i = 0; i < JUDGE_WORKERS_MAX; i++) {
		sandbox_close(j->workers[i]);
		sandbox_close(j->seconds[i]);
	}
	toolchain_close(j->tc);
	for (size_t l = 0; j->others && l <= LANGUAGE_SCRIPTS; l++)
		toolchain_close(j->others->of[l]);
	if (j->others)
		pthread_mutex_destroy(&j->others->lock);
	free(j->others);
	free(j->keeper_path);
	free(j->cgroup_dir);
	free(j->cache_dir);
	free(j);
}

int judge_open_seconds(struct judge *j, const struct problem *p, struct err *e)
{
	const struct sandbox_config config = { j->keeper_path, j->cgroup_dir };
	int r = 0;

	for (unsigned i = 0; p->interactive && !r && i < j->n_workers; i++)
		if (!j->seconds[i])
			r = sandbox_open(&config, &j->seconds[i], e);
	return r;
}

struct judge judge_hand(const struct judge *j, unsigned worker)
{
	struct judge one = *j;

	one.n_workers = 1;
	one.workers[0] = j->workers[worker];
	one.seconds[0] = j->seconds[worker];
	return one;
}

struct sandbox *judge_seat_sandbox(const struct judge *j, const struct problem *p, unsigned worker)
{
	return p->interactive ? j->seconds[worker] : j->workers[worker];
}

enum run_how judge_how(const struct judge *j, const struct problem *p)
{
	return p->interactive ? RUN_EXEC : j->how;
}

int judge_probe(struct judge *j, struct box_probe *out, struct err *e)
{
	if (!j->probed) {
		int r = sandbox_probe(j->workers[0], &j->probe, e);

		if (r < 0)
			return r;
		j->probed = true;
	}
	*out = j->probe;
	return 0;
}

const char *judge_compiler(const struct judge *j)
{
	return toolchain_name(j->tc);
}

int judge_cache_dir(const struct judge *j, const char *name, char **out, struct err *e)
{
	cleanup_free char *dir = fs_join(j->cache_dir, name);
	int r;

	if (!dir)
		return err_set(e, -ENOMEM, "out of memory");
	r = fs_mkdirs(dir, 0700, e);
	if (r < 0)
		return err_wrap(e, "cache");
	*out = steal_ptr(&dir);
	return 0;
}

/* ---- languages --------------------------------------------------------------------------------------------------- */

enum language judge_language(const struct source *sources, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct language_row *row = language_of_file(sources[i].name);

		if (row && row->language < LANGUAGE_COUNT)
			return row->language;
	}
	return LANGUAGE_C;
}

int judge_toolchain(struct judge *j, enum language language, struct toolchain **out, struct err *e)
{
	int r = 0;

	if (language == LANGUAGE_C) {
		*out = j->tc;
		return 0;
	}
	pthread_mutex_lock(&j->others->lock);
	if (!j->others->of[language])
		r = toolchain_open_language(language, &j->others->of[language], e);
	*out = j->others->of[language];
	pthread_mutex_unlock(&j->others->lock);
	return r;
}

int judge_open_box(struct judge *j, struct sandbox *s, const struct artifact *runner, const struct artifact *candidate,
		   const struct run_limits *limits, enum run_how how, struct run_box **out, struct err *e)
{
	struct toolchain *tc;

	return judge_toolchain(j, candidate->language, &tc, e) < 0
		       ? e->code
		       : run_box_open(tc, s, runner, candidate, limits, how, out, e);
}

/* ---- builds ------------------------------------------------------------------------------------------------------ */

static int part_failed(const struct build *b, struct err *e)
{
	const struct diagnostic *d = b->n_diagnostics ? &b->diagnostics[0] : NULL;

	if (d && d->file)
		return err_set(e, -EINVAL, "%s:%u: %s", d->file, d->line, d->text);
	return err_set(e, -EINVAL, "%s", d ? d->text : b->reason);
}

static int build_as(struct judge *j, struct sandbox *sandbox, const struct problem *p, enum language language,
		    struct build_spec spec, struct artifact *out, struct err *e)
{
	cleanup_free char *cache = NULL;
	cleanup_build struct build b = BUILD_INIT;
	struct toolchain *tc = NULL;
	int r = judge_cache_dir(j, "build", &cache, e);

	spec.headers = p->headers;
	spec.n_headers = p->n_headers;
	spec.cache_dir = cache;
	if (!r)
		r = judge_toolchain(j, language, &tc, e);
	if (!r)
		r = build_run(tc, sandbox, &spec, &b, e);
	if (r < 0)
		return r;
	if (b.end != BUILD_OK)
		return part_failed(&b, e);
	*out = b.artifact;
	b.artifact = (struct artifact)ARTIFACT_INIT;
	return 0;
}

static int build_part(struct judge *j, struct sandbox *sandbox, const struct problem *p, struct build_spec spec,
		      struct artifact *out, struct err *e)
{
	return build_as(j, sandbox, p, judge_language(spec.sources, spec.n_sources), spec, out, e);
}

static size_t find_name(const struct source *list, size_t n, const char *name)
{
	size_t i = 0;

	while (i < n && strcmp(list[i].name, name) != 0)
		i++;
	return i;
}

int judge_build_part(struct judge *j, const struct problem *p, enum build_shape shape, const struct source *sources,
		     size_t n, struct artifact *out, struct err *e)
{
	const struct build_spec spec = {
		.shape = shape,
		.sources = sources,
		.n_sources = n,
		/* They are in C. A copy that the package takes along for others is as good. */
		.tools = shape == BUILD_PROGRAM && judge_language(sources, n) == LANGUAGE_C &&
			 find_name(sources, n, "validate.h") == n && find_name(sources, n, "generate.h") == n,
	};

	return build_part(j, j->workers[0], p, spec, out, e);
}

int judge_build_program(struct judge *j, const struct problem *p, const struct program *program, struct artifact *out,
			struct err *e)
{
	const struct build_spec folder = { .shape = BUILD_PROGRAM,
					   .sources = program->sources,
					   .n_sources = program->n_sources };

	if (program->language == LANGUAGE_SCRIPTS)
		return build_as(j, j->workers[0], p, LANGUAGE_SCRIPTS, folder, out, e);
	return judge_build_part(j, p, BUILD_PROGRAM, program->sources, program->n_sources, out, e);
}

int judge_build_runner(struct judge *j, const struct problem *p, struct artifact *out, struct err *e)
{
	const struct source driver = { "driver.c", p->driver, p->driver ? strlen(p->driver) : 0 };
	int r = p->function_style ? judge_build_part(j, p, BUILD_RUNNER, &driver, 1, out, e) : 0;

	return r < 0 ? err_wrap(e, "driver of %s", p->id) : 0;
}

/*
 * Its own files keep their places, since diagnostics and findings speak of them by number; one of a name that the
 * package adds, too, is the package's.
 */
size_t judge_files(const struct problem *p, const struct source *sources, size_t n, struct source out[JUDGE_FILES_MAX])
{
	const enum language language = judge_language(sources, n);
	const struct source *more = p->includes[language];
	size_t total = n < SOURCE_FILES_MAX ? n : SOURCE_FILES_MAX;

	memcpy(out, sources, total * sizeof(*sources));
	for (size_t i = 0; i < p->n_includes[language]; i++) {
		const size_t at = find_name(out, total, more[i].name);

		out[at] = more[i];
		total += at == total;
	}
	return total;
}

/* A submission with what the package adds to it. */
struct candidate {
	struct build_spec spec;
	struct source sources[JUDGE_FILES_MAX];
};

/* More files than there may be are left for the build to refuse. */
static void candidate_init(const struct problem *p, const struct source *sources, size_t n, struct candidate *out)
{
	const enum language language = judge_language(sources, n);
	size_t total;

	out->spec = (struct build_spec){
		.shape = p->function_style ? BUILD_OBJECT : BUILD_PROGRAM,
		.sources = sources,
		.n_sources = n,
		.headers = p->headers,
		.n_headers = p->n_headers,
		.prelude = p->prelude,
		.signatures = p->signatures,
		.n_signatures = p->n_signatures,
		.cpu_us = p->compilation_cpu_us,
		.memory_bytes = p->compilation_bytes,
	};
	if (!p->n_includes[language] || n > SOURCE_FILES_MAX)
		return;
	total = judge_files(p, sources, n, out->sources);
	out->spec.sources = out->sources;
	out->spec.n_sources = total;
	/* One file is where it begins, also with modules beside it. */
	if (language == LANGUAGE_PYTHON3 && n == 1 && zipapp_entry(out->sources, total, NULL) == SIZE_MAX)
		out->spec.entrypoint = sources->name;
}

int judge_build_candidate(struct judge *j, const struct problem *p, const struct source *sources, size_t n,
			  const char *entrypoint, bool warnings, struct build *out, struct err *e)
{
	struct candidate c;
	struct toolchain *tc;

	candidate_init(p, sources, n, &c);
	c.spec.warnings = warnings;
	if (entrypoint)
		c.spec.entrypoint = entrypoint;
	if (judge_toolchain(j, judge_language(sources, n), &tc, e) < 0)
		return e->code;
	return build_run(tc, j->workers[0], &c.spec, out, e);
}

int judge_build_sanitized(struct judge *j, unsigned worker, const struct problem *p, const struct source *sources,
			  size_t n, struct artifact *runner, struct build *out, struct err *e)
{
	const struct source driver = { "driver.c", p->driver, p->driver ? strlen(p->driver) : 0 };
	const struct build_spec runner_spec = {
		.shape = BUILD_RUNNER, .sources = &driver, .n_sources = 1, .sanitize = true
	};
	struct candidate c;
	int r;

	candidate_init(p, sources, n, &c);
	c.spec.sanitize = true;
	c.spec.analyze = true;
	r = p->function_style ? build_part(j, j->workers[worker], p, runner_spec, runner, e) : 0;
	if (!r)
		r = build_run(j->tc, j->workers[worker], &c.spec, out, e);
	return r < 0 ? err_wrap(e, "build with sanitizers") : 0;
}

static int build_counted(struct judge *j, unsigned worker, struct build_spec spec, struct build *out, struct err *e)
{
	cleanup_free char *cache = NULL;
	int r = judge_cache_dir(j, "build", &cache, e);

	spec.cache_dir = cache;
	if (!r)
		r = build_run(j->tc, j->workers[worker], &spec, out, e);
	return r < 0 ? err_wrap(e, "build that counts") : 0;
}

int judge_build_counted(struct judge *j, unsigned worker, const struct problem *p, const struct source *sources,
			size_t n, const char *counter, struct build *out, struct err *e)
{
	struct candidate c;

	candidate_init(p, sources, n, &c);
	c.spec.counter = counter;
	return build_counted(j, worker, c.spec, out, e);
}

int judge_build_profiled(struct judge *j, const struct problem *p, const struct source *sources, size_t n,
			 const char *counter, struct build *out, struct err *e)
{
	struct candidate c;

	candidate_init(p, sources, n, &c);
	c.spec.counter = counter;
	c.spec.profile = true;
	return build_counted(j, 0, c.spec, out, e);
}

int judge_build_counting_runner(struct judge *j, const struct problem *p, struct artifact *out, struct err *e)
{
	const struct source driver = { "driver.c", p->driver, p->driver ? strlen(p->driver) : 0 };
	const struct build_spec spec = { .shape = BUILD_RUNNER, .sources = &driver, .n_sources = 1, .counts = true };
	int r = build_part(j, j->workers[0], p, spec, out, e);

	return r < 0 ? err_wrap(e, "driver of %s", p->id) : 0;
}

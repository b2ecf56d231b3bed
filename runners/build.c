/*
 * build: sources to an artifact, in a box.
 *
 * One box, and in it one after the other the passes that the toolchain names: for gcc cc1 and as for each source,
 * then ld for all. They read /box, hand their files on through /work, and print to a pipe that keeps the first 256
 * KiB. No driver, no shell, no temporary files of the host.
 *
 * The compiler works for a stranger: #include "/dev/zero", bombs of macros or of sections, and sources that crash it
 * or take it over meet the box's limits, which hold for the build as a whole, and find nothing of the host but
 * headers and libraries. What it prints and writes is the candidate's word, parsed as such (diagnostics.c, object.c).
 *
 * An exit that no source explains (the loader does not find a library) is an error of the judge, never a compile
 * error.
 */
#include "runners/build_job.h"

#include "runners/artifact.h"
#include "runners/unit.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* ---- limits of one build ----------------------------------------------------------------------------------------- */

#define CPU_S           10
#define WALL_FACTOR     3 /* of the CPU time */
#define LIMIT_WORDS     64
#define MEMORY_MIB      512
#define FILE_MIB        64
#define WORK_MIB        128
#define WORK_FILES      256
#define STACK_MIB       64 /* what gcc's driver gives cc1 */
#define OPEN_FILES      64
#define PRINTED_KIB     256
#define DIAGNOSTICS_KIB 1024
#define SCRATCH_KIB     1024

#define MIB        (1024u * 1024u)
#define FILE_BYTES (FILE_MIB * MIB)

_Static_assert(FILE_BYTES <= ARTIFACT_BYTES_MAX, "what a pass may write can be kept");
_Static_assert(2 * SOURCE_FILES_MAX + 1 <= WORK_FILES, "every source has room for its files");

enum { EXIT_CRASH_CAUGHT = 4 }; /* gcc: ICE_EXIT_CODE, an internal compiler error */
enum { EXIT_NOT_LOADED = 127 }; /* ld.so: a library is missing */

int job_no_memory(struct err *e)
{
	return err_set(e, -ENOMEM, "build: out of memory");
}

/* ---- ends -------------------------------------------------------------------------------------------------------- */

void job_end(struct build *b, enum build_end end, const char *fmt, ...)
{
	cleanup_buf struct buf raw;
	cleanup_buf struct buf safe;
	va_list ap;

	buf_init(&raw, sizeof(b->reason) - 1);
	buf_init(&safe, sizeof(b->reason) - 1);
	va_start(ap, fmt);
	buf_vprintf(&raw, fmt, ap);
	va_end(ap);
	text_escape(&safe, raw.data, raw.len, true);
	b->end = end;
	memcpy(b->reason, safe.data, safe.len + 1);
}

uint64_t job_cpu_us(const struct build_spec *spec)
{
	return spec->cpu_us ? spec->cpu_us : CPU_S * UINT64_C(1000000);
}

uint64_t job_memory_bytes(const struct build_spec *spec)
{
	return spec->memory_bytes ? spec->memory_bytes : MEMORY_MIB * (uint64_t)MIB;
}

double job_seconds(uint64_t us)
{
	return (double)us / 1e6;
}

static uint64_t wall_limit_us(const struct job *j)
{
	return WALL_FACTOR * j->cpu_limit_us;
}

/* Puts the limit that a pass met into words; false: it met none. */
static bool limit_met(const struct job *j, const struct box_result *r, char words[LIMIT_WORDS])
{
	switch (r->end) {
	case BOX_END_CPU:
		snprintf(words, LIMIT_WORDS, "used more than %g s of CPU time", job_seconds(j->cpu_limit_us));
		return true;
	case BOX_END_WALL:
		snprintf(words, LIMIT_WORDS, "took longer than %g s", job_seconds(wall_limit_us(j)));
		return true;
	case BOX_END_MEMORY:
		snprintf(words, LIMIT_WORDS, "used more than %g MiB of memory", (double)j->memory_limit_bytes / MIB);
		return true;
	case BOX_END_FILE_SIZE:
		snprintf(words, LIMIT_WORDS, "wrote a file of more than %d MiB", FILE_MIB);
		return true;
	default:
		snprintf(words, LIMIT_WORDS, "wrote more than %d MiB", WORK_MIB);
		return r->files_refused;
	}
}

/*
 * Without a memory cgroup the limit is one of addresses: the pass then says itself that it got no more. A source can
 * print such words too, by #error, but only behind the word that marks an error of its own.
 */
static bool ran_out_of_memory(const char *printed)
{
	static const char *const signs[] = { "out of memory allocating", "memory exhausted",
					     "LLVM ERROR: out of memory" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		for (const char *p = strstr(printed, signs[i]); p; p = strstr(p + 1, signs[i])) {
			const char *line = p;

			while (line > printed && line[-1] != '\n')
				line--;
			if (!memmem(line, (size_t)(p - line), "rror: ", 6))
				return true;
		}
	}
	return false;
}

/* Says in j->out how a pass ended; BUILD_OK stands for going on. `printed` is what this pass printed. */
static int judge_pass(struct job *j, const char *pass, const char *printed, struct box_result r, struct err *e)
{
	char words[LIMIT_WORDS];

	if (r.end == BOX_END_EXIT && !r.exit_code)
		return 0;
	if (ran_out_of_memory(printed))
		r.end = BOX_END_MEMORY;
	/*
	 * A pass writes in any order: the first byte may already lie beyond the limit, and no large file is left
	 * behind.
	 */
	if (r.end == BOX_END_SIGNAL && r.signal == SIGXFSZ)
		r.end = BOX_END_FILE_SIZE;
	if (limit_met(j, &r, words)) {
		job_end(&j->out, BUILD_LIMIT, "the %s %s", pass, words);
	} else if (r.end == BOX_END_SIGNAL || (r.end == BOX_END_EXIT && r.exit_code == EXIT_CRASH_CAUGHT)) {
		job_end(&j->out, BUILD_ERROR, "the %s crashed on this source", pass);
	} else if (r.end != BOX_END_EXIT || r.exit_code == EXIT_NOT_LOADED) {
		return err_set(e, -EPROTO, "the %s does not work in a box: %.*s", pass, (int)strcspn(printed, "\n"),
			       printed);
	} else {
		job_end(&j->out, BUILD_ERROR, "the %s refused it", pass);
		j->refused = true;
	}
	return 0;
}

/* ---- passes ------------------------------------------------------------------------------------------------------ */

static const char *const environment[] = { "LC_ALL=C", NULL };

/* What is left of a limit for the next pass; at least 1, since a pass that finds nothing left shall meet it. */
static uint64_t left(uint64_t limit, uint64_t used)
{
	return used < limit ? limit - used : 1;
}

/* Deep nesting takes stack; less than wished for is no fault where the user may have no more (ulimit -s). */
static uint64_t stack_bytes(void)
{
	struct rlimit own;

	if (getrlimit(RLIMIT_STACK, &own) < 0 || own.rlim_max > STACK_MIB * MIB)
		return STACK_MIB * MIB;
	return own.rlim_max;
}

int job_run(struct job *j, const char *pass, const struct command *c, const char *const *options,
	    const char *const *inputs, const char *output, struct err *e)
{
	const struct box_stream streams[] = {
		{ .box_fd = 0, .kind = BOX_STREAM_NULL },
		{ .box_fd = 1, .kind = BOX_STREAM_NULL },
		{ .box_fd = 2, .kind = BOX_STREAM_CAPTURE, .into = &j->printed, .drop_excess = true },
	};
	const struct box_limits limits = {
		.cpu_us = left(j->cpu_limit_us, j->out.cpu_us),
		.wall_us = left(wall_limit_us(j), j->out.wall_us),
		.stack_bytes = stack_bytes(),
		.file_bytes = FILE_BYTES,
		.open_files = OPEN_FILES,
	};
	struct box_run run = { .envp = environment, .limits = limits, .streams = streams, .n_streams = 3 };
	size_t since = j->printed.len;
	struct box_result result;
	int r;

	run.argv = command_fill(c, options, inputs, output, &j->scratch);
	if (!run.argv)
		return job_no_memory(e);
	run.program = run.argv[0];
	r = box_run(j->box, &run, &result, e);
	if (r < 0)
		return err_wrap(e, "run the %s", pass);
	j->out.cpu_us += result.cpu_us;
	j->out.wall_us += result.wall_us;
	if (result.peak_bytes > j->out.peak_bytes)
		j->out.peak_bytes = result.peak_bytes;
	return judge_pass(j, pass, j->printed.data + since, result, e);
}

int job_options(struct job *j, const char *options[JOB_OPTIONS_MAX], struct err *e)
{
	const struct build_spec *spec = j->inputs.spec;
	size_t n = 0;

	options[n++] = "-iquote";
	options[n++] = "/box";
	options[n++] = "-idirafter";
	options[n++] = "/box";
	if (spec->warnings) {
		options[n++] = "-Wall";
		options[n++] = "-Wextra";
	}
	if (spec->prelude) {
		options[n++] = "-include";
		options[n] = arena_printf(&j->scratch, "/box/%s", spec->prelude);
		if (!options[n++])
			return job_no_memory(e);
	}
	if (spec->counter && j->recipe->assemble.n)
		options[n++] = "-fsanitize-coverage=trace-pc";
	/* A function that was put into another one would have no steps of its own. */
	if (spec->profile)
		options[n++] = "-fno-inline";
	for (size_t i = 0; spec->counter && !j->recipe->assemble.n && cost_clang_options[i]; i++)
		options[n++] = cost_clang_options[i];
	if (spec->counts)
		options[n++] = "-DCOUNTED=1";
	options[n] = NULL;
	return 0;
}

/* Puts a text of ours, or one that we have been through, where no pass can change it. */
int job_put_text(struct job *j, const char *name, const struct buf *text, struct err *e)
{
	cleanup_fd int fd = -1;
	int r = fs_memfd(name, text->data, text->len, &fd, e);

	return r < 0 ? r : box_put(j->box, name, fd, e);
}

int job_assemble(struct job *j, const char *assembly, const char *object, struct err *e)
{
	return job_run(j, "assembler", &j->recipe->assemble, NULL, (const char *[]){ assembly, NULL }, object, e);
}

/*
 * What a candidate's source could take itself out of the checks with means nothing then, and it is not told that it is
 * checked. (__SANITIZE_ADDRESS__ is gcc's word for it; the runtime, which is compiled without these, goes by it.)
 */
static const char *const unhidden[] = {
	"-Dno_sanitize(...)=unused",
	"-D__no_sanitize__(...)=unused",
	"-Dno_sanitize_address=unused",
	"-D__no_sanitize_address__=unused",
	"-Dno_sanitize_undefined=unused",
	"-D__no_sanitize_undefined__=unused",
	"-Dno_address_safety_analysis=unused",
	"-D__no_address_safety_analysis__=unused",
	"-U__SANITIZE_ADDRESS__",
};

#define N_UNHIDDEN (sizeof(unhidden) / sizeof(unhidden[0]))
#define OF_SOURCE  (JOB_OPTIONS_MAX + N_UNHIDDEN + 2)

/*
 * `options`, and for a build with sanitizers what hides nothing and, where one pass does it all (clang), the name by
 * which lines are found again: its line (command.c) has none.
 */
static int source_options(struct job *j, size_t which, const char *const *options, const char *all[OF_SOURCE],
			  struct err *e)
{
	const struct build_spec *spec = j->inputs.spec;
	size_t n = 0;

	for (; options[n]; n++)
		all[n] = options[n];
	if (spec->sanitize && spec->shape != BUILD_RUNNER && which < j->inputs.n_own) {
		memcpy(all + n, unhidden, sizeof(unhidden));
		n += N_UNHIDDEN;
	}
	if (spec->sanitize && !j->recipe->assemble.n) {
		all[n++] = "-main-file-name";
		all[n] = arena_printf(&j->scratch, "%zu.c", which);
		if (!all[n++])
			return job_no_memory(e);
	}
	all[n] = NULL;
	return 0;
}

static int compile_source(struct job *j, size_t which, const char *const *options, struct err *e)
{
	const char *all[OF_SOURCE];
	const char *source = inputs_path("/box", which, "c", &j->scratch);
	const char *assembly = inputs_path("/work", which, "s", &j->scratch);
	const char *object = inputs_path("/work", which, "o", &j->scratch);
	bool two_passes = j->recipe->assemble.n != 0;
	int r;

	if (!source || !assembly || !object)
		return job_no_memory(e);
	r = source_options(j, which, options, all, e);
	if (r < 0)
		return r;
	r = job_run(j, "compiler", &j->recipe->compile, all, (const char *[]){ source, NULL },
		    two_passes ? assembly : object, e);
	if (r == 0 && j->counted && !two_passes)
		r = cost_clang_find(&j->inputs.sources[which], j->counted, e);
	else if (r == 0 && j->out.end == BUILD_OK && j->counted) {
		r = job_count_assembly(j, fs_basename(assembly), e);
		assembly = inputs_path("/box", which, "s", &j->scratch);
		if (!assembly)
			return job_no_memory(e);
	}
	if (r < 0 || j->out.end != BUILD_OK || !two_passes)
		return r;
	return job_assemble(j, assembly, object, e);
}

/* All sources are compiled even when one is refused, so that all errors are seen at once; other ends come at once. */
static int compile_all(struct job *j, struct err *e)
{
	const char *options[JOB_OPTIONS_MAX];
	int r = job_options(j, options, e);

	for (size_t i = 0; r == 0 && i < j->inputs.n_sources; i++) {
		if (unit_is_header(&j->inputs.sources[i]))
			continue;
		j->out.end = BUILD_OK;
		r = compile_source(j, i, options, e);
		if (j->out.end == BUILD_LIMIT || (j->out.end == BUILD_ERROR && !j->refused))
			return r;
	}
	if (j->refused)
		j->out.end = BUILD_ERROR;
	return r;
}

static int link_all(struct job *j, struct err *e)
{
	const char **objects = arena_array(&j->scratch, j->inputs.n_sources + 3, sizeof(*objects));
	size_t n = 0;
	int r;

	if (!objects)
		return job_no_memory(e);
	if (j->counted) {
		r = job_add_counting(j, objects, &n, e);
		if (r < 0 || j->out.end != BUILD_OK)
			return r;
	}
	for (size_t i = 0; i < j->inputs.n_sources; i++) {
		if (unit_is_header(&j->inputs.sources[i]))
			continue;
		objects[n] = inputs_path("/work", i, "o", &j->scratch);
		if (!objects[n++])
			return job_no_memory(e);
	}
	return job_run(j, "linker", &j->recipe->link, j->counted ? job_wrap_options : NULL, objects, "/work/out", e);
}

/* ---- what comes out ---------------------------------------------------------------------------------------------- */

static int read_diagnostics(struct job *j, struct err *e)
{
	struct diagnostics_context cx;
	struct diagnostics found;
	int r = inputs_names(&j->inputs, &j->scratch, &cx, e);

	if (r < 0)
		return r;
	r = diagnostics_parse(j->printed.data, j->printed.len, &cx, &j->out.memory, &found, e);
	if (r < 0)
		return err_wrap(e, "read what the compiler printed");
	j->out.diagnostics = found.list;
	j->out.n_diagnostics = found.n;
	j->out.n_dropped = found.n_dropped;
	return 0;
}

/* Its text is safe already: its backslashes stay single. */
void job_end_by(struct build *b, const struct diagnostic *d)
{
	cleanup_buf struct buf reason;

	buf_init(&reason, sizeof(b->reason) - 1);
	if (d->file)
		text_escape(&reason, d->file, strlen(d->file), true);
	if (d->file && d->line)
		buf_printf(&reason, ":%u", d->line);
	buf_printf(&reason, "%s%s", d->file ? ": " : "", d->text);
	b->end = BUILD_ERROR;
	memcpy(b->reason, reason.data, reason.len + 1);
}

/* The first error says more than that there is one. */
static void name_first_error(struct job *j)
{
	const struct diagnostic *d = j->out.diagnostics;

	if (j->refused && j->out.end == BUILD_ERROR && j->out.n_diagnostics && d->level == DIAGNOSTIC_ERROR)
		job_end_by(&j->out, d);
}

/* The assertions have looked at types; whether the names can be called from outside only the object tells. */
static int check_object(struct job *j, struct err *e)
{
	const struct build_spec *spec = j->inputs.spec;
	struct object_facts facts;
	int r = object_read(&j->out.artifact, &facts, e);

	if (r == -ENOEXEC) {
		job_end(&j->out, BUILD_ERROR, "what it is compiled to is no sound object: %s", e->text);
		err_clear(e);
		return 0;
	}
	if (r < 0)
		return r;
	for (size_t i = 0; i < spec->n_signatures && j->out.end == BUILD_OK; i++) {
		if (!object_defines(&facts, spec->signatures[i].name))
			job_end(&j->out, BUILD_ERROR, "the function '%s' is static or missing",
				spec->signatures[i].name);
	}
	object_facts_clear(&facts);
	return 0;
}

/* `key`: NULL, or the name under which it is stored. */
static int take_artifact(struct job *j, const char *key, struct err *e)
{
	const struct build_spec *spec = j->inputs.spec;
	cleanup_buf struct buf content;
	int r;

	buf_init(&content, FILE_BYTES);
	r = box_get(j->box, "out", &content, e);
	if (r < 0)
		return err_wrap(e, "take what the linker wrote");
	r = artifact_make(content.data, content.len, &j->out.artifact, e);
	if (r < 0)
		return r;
	if (key)
		artifact_store(spec->cache_dir, key, content.data, content.len);
	if (spec->shape != BUILD_OBJECT)
		return 0;
	r = check_object(j, e);
	if (j->out.end != BUILD_OK)
		artifact_clear(&j->out.artifact);
	return r;
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

int job_open_box(struct job *j, const struct toolchain *tc, struct sandbox *s, struct err *e)
{
	struct box_spec spec = {
		.policy = BOX_POLICY_COMPILE,
		.processes = 1,
		.memory_bytes = j->memory_limit_bytes,
		.work_bytes = WORK_MIB * MIB,
		.work_files = WORK_FILES,
		.keep_work = true,
	};
	int r;

	spec.mounts = toolchain_compile_mounts(tc, &spec.n_mounts);
	r = box_open(s, &spec, &j->box, e);
	return r < 0 ? err_wrap(e, "open a box to compile in") : 0;
}

static int build_in_box(struct job *j, const struct toolchain *tc, struct sandbox *s, const char *key, struct err *e)
{
	int r;

	if ((r = job_open_box(j, tc, s, e)) < 0 || (r = inputs_put(&j->inputs, j->box, e)) < 0 ||
	    (r = compile_all(j, e)) < 0 || (j->out.end == BUILD_OK && (r = link_all(j, e)) < 0) ||
	    (j->out.end == BUILD_OK && (r = take_artifact(j, key, e)) < 0) ||
	    (r = job_analyze(j, toolchain_recipe(tc, j->inputs.spec->shape, false), e)) < 0 ||
	    (r = read_diagnostics(j, e)) < 0)
		return r;
	name_first_error(j);
	return 0;
}

static int run_job(struct job *j, const struct toolchain *tc, struct sandbox *s, const struct build_spec *spec,
		   struct err *e)
{
	/* A submission never comes from the cache and never goes into it. */
	bool is_trusted = spec->cache_dir && spec->shape != BUILD_OBJECT;
	cleanup_buf struct buf reason;
	char key[HASH_HEX_MAX];
	int r;

	buf_init(&reason, sizeof(j->out.reason));
	inputs_check(&j->inputs, &reason);
	if (reason.len) {
		job_end(&j->out, BUILD_ERROR, "%s", reason.data);
		return 0;
	}
	if (!is_trusted)
		return build_in_box(j, tc, s, NULL, e);
	r = inputs_key(&j->inputs, toolchain_hash(tc), key, e);
	if (r < 0)
		return r;
	j->out.cached = artifact_recall(spec->cache_dir, key, &j->out.artifact);
	return j->out.cached ? 0 : build_in_box(j, tc, s, key, e);
}

void job_init(struct job *j, const struct recipe *recipe)
{
	static const struct build_spec usual;

	*j = (struct job){ .recipe = recipe,
			   .cpu_limit_us = job_cpu_us(&usual),
			   .memory_limit_bytes = job_memory_bytes(&usual),
			   .out = BUILD_INIT };
	arena_init(&j->scratch, SCRATCH_KIB * 1024u);
	arena_init(&j->out.memory, DIAGNOSTICS_KIB * 1024u);
	buf_init(&j->printed, PRINTED_KIB * 1024u);
	buf_init(&j->charge, COST_TEXT_MAX);
}

void job_clear(struct job *j)
{
	box_close(j->box);
	buf_clear(&j->printed);
	buf_clear(&j->charge);
	arena_clear(&j->scratch);
	build_clear(&j->out);
}

/* `spec` with the headers for a package's programs behind its own; they are read into `tools`. */
static int add_tools(struct build_spec *spec, struct tool_files *tools, struct arena *a, struct err *e)
{
	struct source *headers = arena_array(a, spec->n_headers + TOOL_HEADERS, sizeof(*headers));

	if (!headers)
		return job_no_memory(e);
	if (tool_files_read(tools, e) < 0)
		return e->code;
	for (size_t i = 0; i < spec->n_headers; i++)
		headers[i] = spec->headers[i];
	memcpy(headers + spec->n_headers, tools->files, sizeof(tools->files));
	spec->headers = headers;
	spec->n_headers += TOOL_HEADERS;
	return 0;
}

static int build_compiled(const struct toolchain *tc, struct sandbox *s, const struct build_spec *ordered,
			  struct build *out, struct err *e)
{
	struct build_spec with_tools = *ordered;
	const struct build_spec *spec = &with_tools;
	bool with_runtime = inputs_needs_runtime(spec);
	cleanup_tool_files struct tool_files tools = { .files = { { NULL, NULL, 0 } } };
	cleanup_driver_files struct driver_files runtime = { .files = { { NULL, NULL, 0 } } };
	cleanup(job_clear) struct job j;
	int r;

	job_init(&j, toolchain_recipe(tc, spec->shape, spec->sanitize));
	j.cpu_limit_us = job_cpu_us(spec);
	j.memory_limit_bytes = job_memory_bytes(spec);
	if (spec->sanitize && toolchain_lacks_sanitizers(tc))
		return err_set(e, -ENOTSUP, "%s", toolchain_lacks_sanitizers(tc));
	if ((spec->tools && (r = add_tools(&with_tools, &tools, &j.scratch, e)) < 0) ||
	    (r = job_begin_counting(&j, tc, spec, e)) < 0 ||
	    (j.counted && (r = job_get_charge(&j, tc, s, spec->cache_dir, e)) < 0) ||
	    (with_runtime && (r = driver_files_read(&runtime, e)) < 0) ||
	    (r = inputs_gather(spec, with_runtime ? &runtime : NULL, &j.scratch, &j.inputs, e)) < 0 ||
	    (r = run_job(&j, tc, s, spec, e)) < 0)
		return r;
	*out = j.out;
	j.out = (struct build)BUILD_INIT;
	return 0;
}

int build_run(const struct toolchain *tc, struct sandbox *s, const struct build_spec *spec, struct build *out,
	      struct err *e)
{
	const int r = toolchain_shell(tc)         ? build_folder(tc, s, spec, out, e)
		      : toolchain_interpreter(tc) ? build_script(tc, s, spec, out, e)
						  : build_compiled(tc, s, spec, out, e);

	if (r == 0)
		out->artifact.language = toolchain_language(tc);
	return r;
}

void build_clear(struct build *b)
{
	artifact_clear(&b->artifact);
	arena_clear(&b->memory);
	b->diagnostics = NULL;
	b->n_diagnostics = 0;
	b->counted = NULL;
}

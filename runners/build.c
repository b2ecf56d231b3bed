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
 * Where the steps of a program are to be counted, the compiler's text goes out of the box and through cost_pass before
 * it is assembled, and comes back to where no pass can write.
 *
 * An exit that no source explains (the loader does not find a library) is an error of the judge, never a compile
 * error.
 */
#include "runners/runner.h"

#include "runners/artifact.h"
#include "runners/cost_clang.h"
#include "runners/cost_pass.h"
#include "runners/driver/charged.h"
#include "runners/inputs.h"
#include "runners/toolchain.h"
#include "runners/unit.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* ---- limits of one build ----------------------------------------------------------------------------------------- */

#define CPU_S           10
#define ANALYSIS_MS     500 /* of CPU time, within that */
#define WALL_S          30
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

struct job {
	struct inputs inputs;
	const struct recipe *recipe;
	struct arena scratch; /* owns what is needed until the end of the build */
	struct buf printed;   /* what all passes printed */
	struct box *box;      /* owned */
	uint64_t cpu_limit_us;
	bool refused;               /* a pass said no; its diagnostics say why */
	struct cost_facts *counted; /* with a counter; in out.memory */
	struct buf charge;          /* … and the assembler text of charge.c */
	/* … and NULL, or its functions; in scratch */
	struct cost_profile *profile;
	struct build out; /* handed to the caller at the end */
};

static int no_memory(struct err *e)
{
	return err_set(e, -ENOMEM, "build: out of memory");
}

/* ---- ends -------------------------------------------------------------------------------------------------------- */

__attribute__((format(printf, 3, 4))) static void end_build(struct build *b, enum build_end end, const char *fmt, ...)
{
	cleanup_buf struct buf raw;
	cleanup_buf struct buf safe;
	va_list ap;

	/* Names of files and functions are a stranger's. */
	buf_init(&raw, sizeof(b->reason) - 1);
	buf_init(&safe, sizeof(b->reason) - 1);
	va_start(ap, fmt);
	buf_vprintf(&raw, fmt, ap);
	va_end(ap);
	text_escape(&safe, raw.data, raw.len, true);
	b->end = end;
	memcpy(b->reason, safe.data, safe.len + 1);
}

/* The limit that a pass met, in words; NULL when it met none. */
static const char *limit_met(const struct box_result *r)
{
#define TEXT_(n) #n
#define TEXT(n)  TEXT_(n)
	switch (r->end) {
	case BOX_END_CPU:
		return "used more than " TEXT(CPU_S) " s of CPU time";
	case BOX_END_WALL:
		return "took longer than " TEXT(WALL_S) " s";
	case BOX_END_MEMORY:
		return "used more than " TEXT(MEMORY_MIB) " MiB of memory";
	case BOX_END_FILE_SIZE:
		return "wrote a file of more than " TEXT(FILE_MIB) " MiB";
	default:
		return r->files_refused ? "wrote more than " TEXT(WORK_MIB) " MiB" : NULL;
	}
#undef TEXT
#undef TEXT_
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
	if (limit_met(&r)) {
		end_build(&j->out, BUILD_LIMIT, "the %s %s", pass, limit_met(&r));
	} else if (r.end == BOX_END_SIGNAL || (r.end == BOX_END_EXIT && r.exit_code == EXIT_CRASH_CAUGHT)) {
		end_build(&j->out, BUILD_ERROR, "the %s crashed on this source", pass);
	} else if (r.end != BOX_END_EXIT || r.exit_code == EXIT_NOT_LOADED) {
		return err_set(e, -EPROTO, "the %s does not work in a box: %.*s", pass, (int)strcspn(printed, "\n"),
			       printed);
	} else {
		end_build(&j->out, BUILD_ERROR, "the %s refused it", pass);
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

static int run_pass(struct job *j, const char *pass, const struct command *c, const char *const *options,
		    const char *const *inputs, const char *output, struct err *e)
{
	const struct box_stream streams[] = {
		{ .box_fd = 0, .kind = BOX_STREAM_NULL },
		{ .box_fd = 1, .kind = BOX_STREAM_NULL },
		{ .box_fd = 2, .kind = BOX_STREAM_CAPTURE, .into = &j->printed, .drop_excess = true },
	};
	const struct box_limits limits = {
		.cpu_us = left(j->cpu_limit_us, j->out.cpu_us),
		.wall_us = left(WALL_S * UINT64_C(1000000), j->out.wall_us),
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
		return no_memory(e);
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

/*
 * Options beyond the recipe's. Headers in /box are found behind the system's: one named string.h takes nobody's
 * <string.h>.
 */
#define OPTIONS_MAX (13 + COST_CLANG_OPTIONS_MAX)

static int compile_options(struct job *j, const char *options[OPTIONS_MAX], struct err *e)
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
			return no_memory(e);
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
static int put_text(struct job *j, const char *name, const struct buf *text, struct err *e)
{
	cleanup_fd int fd = -1;
	int r = fs_memfd(name, text->data, text->len, &fd, e);

	return r < 0 ? r : box_put(j->box, name, fd, e);
}

static void add_facts(struct cost_facts *sum, const struct cost_facts *more)
{
	sum->ticks += more->ticks;
	sum->added += more->added;
	sum->repeats += more->repeats;
	sum->escapes += more->escapes;
	for (size_t i = 0; i < more->n_findings && sum->n_findings < COST_FINDINGS_MAX; i++)
		sum->findings[sum->n_findings++] = more->findings[i];
}

/* What the compiler wrote to /work/<name> is made to count, as /box/<name>. */
static int count_assembly(struct job *j, const char *name, struct err *e)
{
	cleanup_buf struct buf written;
	cleanup_buf struct buf counting;
	struct cost_facts facts;
	int r;

	buf_init(&written, COST_TEXT_MAX);
	buf_init(&counting, COST_OUT_MAX);
	r = box_get(j->box, name, &written, e);
	if (r == 0)
		r = cost_pass(written.data, written.len, j->inputs.spec->counter, j->profile, &counting, &facts, e);
	if (r == -EMSGSIZE) {
		end_build(&j->out, BUILD_LIMIT, "what it is compiled to is too long for its steps to be counted");
		err_clear(e);
		return 0;
	}
	if (r < 0)
		return err_wrap(e, "count the steps of what was compiled");
	add_facts(j->counted, &facts);
	return put_text(j, name, &counting, e);
}

static int assemble(struct job *j, const char *assembly, const char *object, struct err *e)
{
	return run_pass(j, "assembler", &j->recipe->assemble, NULL, (const char *[]){ assembly, NULL }, object, e);
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
#define OF_SOURCE  (OPTIONS_MAX + N_UNHIDDEN + 2)

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
			return no_memory(e);
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
		return no_memory(e);
	r = source_options(j, which, options, all, e);
	if (r < 0)
		return r;
	r = run_pass(j, "compiler", &j->recipe->compile, all, (const char *[]){ source, NULL },
		     two_passes ? assembly : object, e);
	if (r == 0 && j->counted && !two_passes)
		r = cost_clang_find(&j->inputs.sources[which], j->counted, e);
	else if (r == 0 && j->out.end == BUILD_OK && j->counted) {
		r = count_assembly(j, fs_basename(assembly), e);
		assembly = inputs_path("/box", which, "s", &j->scratch);
		if (!assembly)
			return no_memory(e);
	}
	if (r < 0 || j->out.end != BUILD_OK || !two_passes)
		return r;
	return assemble(j, assembly, object, e);
}

/* All sources are compiled even when one is refused, so that all errors are seen at once; other ends come at once. */
static int compile_all(struct job *j, struct err *e)
{
	const char *options[OPTIONS_MAX];
	int r = compile_options(j, options, e);

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

/* Names that no source has: theirs are numbers. */
#define COUNTER "counter"
#define CHARGE  "charge"

/* Makes /work/NAME.o of a text of ours: for an assembler, or where one pass does it all (clang), in C. */
static int make_object(struct job *j, const char *name, const struct buf *text, struct err *e)
{
	bool two_passes = j->recipe->assemble.n != 0;
	const char *source = arena_printf(&j->scratch, "/box/%s.%s", name, two_passes ? "s" : "c");
	const char *object = arena_printf(&j->scratch, "/work/%s.o", name);
	int r;

	if (!source || !object)
		return no_memory(e);
	r = put_text(j, fs_basename(source), text, e);
	if (r < 0)
		return r;
	if (two_passes)
		return assemble(j, source, object, e);
	return run_pass(j, "compiler", &j->recipe->compile, NULL, (const char *[]){ source, NULL }, object, e);
}

static int build_counter(struct job *j, struct err *e)
{
	const char *counter = j->inputs.spec->counter;
	cleanup_buf struct buf text;
	int r;

	buf_init(&text, SOURCE_BYTES_MAX);
	r = j->recipe->assemble.n ? cost_pass_object(counter, j->profile, &text, e)
				  : cost_clang_object(counter, &text, e);
	return r < 0 ? r : make_object(j, COUNTER, &text, e);
}

/* The trusted text, with the name of this counter where charge.c has a name of its own for it. */
static int build_charge(struct job *j, struct err *e)
{
	static const char own_name[] = "judge_counter";
	cleanup_buf struct buf text;
	const char *from = j->charge.data, *at;
	int r;

	buf_init(&text, COST_OUT_MAX);
	for (; (at = strstr(from, own_name)); from = at + sizeof(own_name) - 1) {
		buf_append(&text, from, (size_t)(at - from));
		buf_puts(&text, j->inputs.spec->counter);
	}
	buf_puts(&text, from);
	r = buf_error(&text, CHARGE, e);
	return r < 0 ? r : make_object(j, CHARGE, &text, e);
}

/* Each call of one of these is one of its wrapper in charge.c. */
static const char *const wrap_options[] = {
#define X(name) "--wrap=" #name,
	CHARGED_FUNCTIONS(X) NULL
#undef X
};

/* Adds what a counting program is linked with, beside its own objects. */
static int add_counting(struct job *j, const char **objects, size_t *n, struct err *e)
{
	int r = build_counter(j, e);

	if (r == 0 && j->out.end == BUILD_OK)
		r = build_charge(j, e);
	objects[(*n)++] = "/work/" COUNTER ".o";
	objects[(*n)++] = "/work/" CHARGE ".o";
	return r;
}

static int link_all(struct job *j, struct err *e)
{
	const char **objects = arena_array(&j->scratch, j->inputs.n_sources + 3, sizeof(*objects));
	size_t n = 0;
	int r;

	if (!objects)
		return no_memory(e);
	if (j->counted) {
		r = add_counting(j, objects, &n, e);
		if (r < 0 || j->out.end != BUILD_OK)
			return r;
	}
	for (size_t i = 0; i < j->inputs.n_sources; i++) {
		if (unit_is_header(&j->inputs.sources[i]))
			continue;
		objects[n] = inputs_path("/work", i, "o", &j->scratch);
		if (!objects[n++])
			return no_memory(e);
	}
	return run_pass(j, "linker", &j->recipe->link, j->counted ? wrap_options : NULL, objects, "/work/out", e);
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

/* The first error says more than that there is one. Its text is safe already: its backslashes stay single. */
static void name_first_error(struct job *j)
{
	const struct diagnostic *d = j->out.diagnostics;
	cleanup_buf struct buf reason;

	buf_init(&reason, sizeof(j->out.reason) - 1);
	if (!j->refused || j->out.end != BUILD_ERROR || !j->out.n_diagnostics || d->level != DIAGNOSTIC_ERROR)
		return;
	if (d->file && d->line) {
		text_escape(&reason, d->file, strlen(d->file), true);
		buf_printf(&reason, ":%u: ", d->line);
	}
	buf_puts(&reason, d->text);
	memcpy(j->out.reason, reason.data, reason.len + 1);
}

/* The assertions have looked at types; whether the names can be called from outside only the object tells. */
static int check_object(struct job *j, struct err *e)
{
	const struct build_spec *spec = j->inputs.spec;
	struct object_facts facts;
	int r = object_read(&j->out.artifact, &facts, e);

	if (r == -ENOEXEC) {
		end_build(&j->out, BUILD_ERROR, "what it is compiled to is no sound object: %s", e->text);
		err_clear(e);
		return 0;
	}
	if (r < 0)
		return r;
	for (size_t i = 0; i < spec->n_signatures && j->out.end == BUILD_OK; i++) {
		if (!object_defines(&facts, spec->signatures[i].name))
			end_build(&j->out, BUILD_ERROR, "the function '%s' is static or missing",
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

/* ---- looking through it ------------------------------------------------------------------------------------------ */

/*
 * It is looked through as it is written: optimisers and sanitizers make other ways through the code, of which most are
 * nobody's. Without summaries of calls large macros take minutes.
 */
static const char *const analysis_options[] = { "-fanalyzer", "-fanalyzer-call-summaries",
						"-fdiagnostics-path-format=none" };

#define OF_ANALYSIS (sizeof(analysis_options) / sizeof(analysis_options[0]))

static int analysis_command(struct job *j, const struct command *plain, struct command *out, struct err *e)
{
	const char **argv = arena_array(&j->scratch, plain->n + 1, sizeof(*argv));

	if (!argv)
		return no_memory(e);
	for (size_t i = 0; i < plain->n; i++)
		argv[i] = strcmp(plain->argv[i], "-O2") ? plain->argv[i] : "-O0";
	*out = (struct command){ argv, plain->n };
	return 0;
}

static int analyze_source(struct job *j, const struct command *c, size_t which, const char *const *options,
			  struct err *e)
{
	const char *all[OPTIONS_MAX + OF_ANALYSIS];
	const char *source = inputs_path("/box", which, "c", &j->scratch);
	size_t n = 0, before = j->printed.len;
	int r;

	if (!source)
		return no_memory(e);
	for (; options[n]; n++)
		all[n] = options[n];
	memcpy(all + n, analysis_options, sizeof(analysis_options));
	all[n + OF_ANALYSIS] = NULL;
	r = run_pass(j, "analyzer", c, all, (const char *[]){ source, NULL }, "/work/analysis.s", e);
	/* A compiler that has none says so, and one that was ended in its midst nothing that is whole. */
	if (r == 0 && j->out.end != BUILD_OK && before < j->printed.len) {
		j->printed.len = before;
		j->printed.data[before] = 0;
	}
	return r;
}

/* Behind the build, which stays what it is whatever comes of this. */
static int analyze_all(struct job *j, const struct recipe *plain, struct err *e)
{
	const struct build_spec *spec = j->inputs.spec;
	const char *options[OPTIONS_MAX];
	struct command c;
	int r;

	if (!spec->analyze || !plain->assemble.n || j->out.end != BUILD_OK)
		return 0;
	j->cpu_limit_us = j->out.cpu_us + ANALYSIS_MS * UINT64_C(1000);
	if ((r = compile_options(j, options, e)) < 0 || (r = analysis_command(j, &plain->compile, &c, e)) < 0)
		return r;
	for (size_t i = 0; r == 0 && i < j->inputs.n_own && j->out.end == BUILD_OK; i++)
		if (!unit_is_header(&j->inputs.sources[i]))
			r = analyze_source(j, &c, i, options, e);
	j->out.end = BUILD_OK;
	j->out.reason[0] = 0;
	j->refused = false;
	return r;
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static int open_box(struct job *j, const struct toolchain *tc, struct sandbox *s, struct err *e)
{
	struct box_spec spec = {
		.policy = BOX_POLICY_COMPILE,
		.processes = 1,
		.memory_bytes = MEMORY_MIB * MIB,
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

	if ((r = open_box(j, tc, s, e)) < 0 || (r = inputs_put(&j->inputs, j->box, e)) < 0 ||
	    (r = compile_all(j, e)) < 0 || (j->out.end == BUILD_OK && (r = link_all(j, e)) < 0) ||
	    (j->out.end == BUILD_OK && (r = take_artifact(j, key, e)) < 0) ||
	    (r = analyze_all(j, toolchain_recipe(tc, j->inputs.spec->shape, false), e)) < 0 ||
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
		end_build(&j->out, BUILD_ERROR, "%s", reason.data);
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

static void job_init(struct job *j, const struct recipe *recipe)
{
	*j = (struct job){ .recipe = recipe, .cpu_limit_us = CPU_S * UINT64_C(1000000), .out = BUILD_INIT };
	arena_init(&j->scratch, SCRATCH_KIB * 1024u);
	arena_init(&j->out.memory, DIAGNOSTICS_KIB * 1024u);
	buf_init(&j->printed, PRINTED_KIB * 1024u);
	buf_init(&j->charge, COST_TEXT_MAX);
}

static void job_clear(struct job *j)
{
	box_close(j->box);
	buf_clear(&j->printed);
	buf_clear(&j->charge);
	arena_clear(&j->scratch);
	build_clear(&j->out);
}

/* Counting needs the pass, and a compiler that writes assembler text. */
static int begin_counting(struct job *j, const struct toolchain *tc, const struct build_spec *spec, struct err *e)
{
	int r;

	if (spec->counts && (spec->shape != BUILD_RUNNER || spec->sanitize))
		return err_set(e, -EINVAL, "only a plain runner runs what counts its steps");
	if (!spec->counter)
		return 0;
	if (spec->shape != BUILD_OBJECT)
		return err_set(e, -EINVAL, "only functions count their steps");
	r = cost_pass_supported(toolchain_name(tc), e);
	if (r < 0)
		return r;
	j->counted = arena_alloc(&j->out.memory, sizeof(*j->counted));
	j->out.counted = j->counted;
	/* What clang writes has no functions to be seen. */
	if (spec->profile && j->recipe->assemble.n)
		j->profile = arena_alloc(&j->scratch, sizeof(*j->profile));
	return j->counted && (j->profile || !spec->profile || !j->recipe->assemble.n) ? 0 : no_memory(e);
}

static int charge_key(const struct toolchain *tc, const struct buf *source, char key[HASH_HEX_MAX], struct err *e)
{
	struct hash h;
	int r = hash_init(&h, e);

	if (r < 0)
		return r;
	hash_adds(&h, CHARGE);
	hash_adds(&h, toolchain_hash(tc));
	hash_add(&h, source->data, source->len);
	hash_final(&h, key);
	return 0;
}

/* In a box of its own: what comes out of it is trusted, and kept. */
static int compile_charge(struct job *j, const struct toolchain *tc, struct sandbox *s, const struct buf *source,
			  struct err *e)
{
	int r;

	if ((r = open_box(j, tc, s, e)) < 0 || (r = put_text(j, CHARGE ".c", source, e)) < 0 ||
	    (r = run_pass(j, "compiler", &j->recipe->compile, NULL, (const char *[]){ "/box/" CHARGE ".c", NULL },
			  "/work/" CHARGE ".s", e)) < 0)
		return r;
	if (j->out.end != BUILD_OK)
		return err_set(e, -EPROTO, CHARGE ".c does not compile: %.*s", (int)strcspn(j->printed.data, "\n"),
			       j->printed.data);
	return box_get(j->box, CHARGE ".s", &j->charge, e);
}

/* Fills j->charge: from the cache, or else compiled and put into it. */
static int get_charge(struct job *j, const struct toolchain *tc, struct sandbox *s, const char *cache_dir,
		      struct err *e)
{
	cleanup_artifact struct artifact kept = ARTIFACT_INIT;
	cleanup(job_clear) struct job own;
	cleanup_buf struct buf source;
	char key[HASH_HEX_MAX];
	int r;

	job_init(&own, j->recipe);
	buf_init(&source, SOURCE_BYTES_MAX);
	if ((r = driver_files_read_charge(&source, e)) < 0 || (r = charge_key(tc, &source, key, e)) < 0)
		return r;
	/* Where there is no assembler text the name goes into the source. */
	if (!j->recipe->assemble.n) {
		buf_append(&j->charge, source.data, source.len);
		return buf_error(&j->charge, CHARGE ".c", e);
	}
	if (cache_dir && artifact_recall(cache_dir, key, &kept))
		return fs_read_fd(kept.fd, &j->charge, e);
	if ((r = compile_charge(&own, tc, s, &source, e)) < 0)
		return err_wrap(e, "compile what charges for the library");
	if (cache_dir)
		artifact_store(cache_dir, key, own.charge.data, own.charge.len);
	buf_append(&j->charge, own.charge.data, own.charge.len);
	return buf_error(&j->charge, CHARGE ".s", e);
}

/* `spec` with the headers for a package's programs behind its own; they are read into `tools`. */
static int add_tools(struct build_spec *spec, struct tool_files *tools, struct arena *a, struct err *e)
{
	struct source *headers = arena_array(a, spec->n_headers + TOOL_HEADERS, sizeof(*headers));

	if (!headers)
		return no_memory(e);
	if (tool_files_read(tools, e) < 0)
		return e->code;
	for (size_t i = 0; i < spec->n_headers; i++)
		headers[i] = spec->headers[i];
	memcpy(headers + spec->n_headers, tools->files, sizeof(tools->files));
	spec->headers = headers;
	spec->n_headers += TOOL_HEADERS;
	return 0;
}

int build_run(const struct toolchain *tc, struct sandbox *s, const struct build_spec *ordered, struct build *out,
	      struct err *e)
{
	struct build_spec with_tools = *ordered;
	const struct build_spec *spec = &with_tools;
	bool with_runtime = inputs_needs_runtime(spec);
	cleanup_tool_files struct tool_files tools = { .files = { { NULL, NULL, 0 } } };
	cleanup_driver_files struct driver_files runtime = { .files = { { NULL, NULL, 0 } } };
	cleanup(job_clear) struct job j;
	int r;

	job_init(&j, toolchain_recipe(tc, spec->shape, spec->sanitize));
	if (spec->sanitize && toolchain_lacks_sanitizers(tc))
		return err_set(e, -ENOTSUP, "%s", toolchain_lacks_sanitizers(tc));
	if ((spec->tools && (r = add_tools(&with_tools, &tools, &j.scratch, e)) < 0) ||
	    (r = begin_counting(&j, tc, spec, e)) < 0 ||
	    (j.counted && (r = get_charge(&j, tc, s, spec->cache_dir, e)) < 0) ||
	    (with_runtime && (r = driver_files_read(&runtime, e)) < 0) ||
	    (r = inputs_gather(spec, with_runtime ? &runtime : NULL, &j.scratch, &j.inputs, e)) < 0 ||
	    (r = run_job(&j, tc, s, spec, e)) < 0)
		return r;
	*out = j.out;
	j.out = (struct build)BUILD_INIT;
	return 0;
}

void build_clear(struct build *b)
{
	artifact_clear(&b->artifact);
	arena_clear(&b->memory);
	b->diagnostics = NULL;
	b->n_diagnostics = 0;
	b->counted = NULL;
}

/*
 * build_folder: a program that is a folder with the scripts `build` and `run`, as packages bring them.
 *
 * `build` is a stranger's, like a compiler's input, and does what it likes: it runs in a box of its own, without
 * network, in a copy of the folder, under limits that hold for all that it starts together. What it leaves is taken out
 * as one archive, made by a tar in the same box when everything else there has ended, and read here as anybody's
 * (folder.c): regular files with plain names, of bounded size and number. That archive is the artifact; nothing of it
 * is a file of the host. A folder without `build` is its own product.
 *
 * Whether the scripts were executable is not asked: archives and checkouts lose that. Links that `build` made are
 * followed by tar, in the box, and stand for what they lead to there.
 */
#include "runners/build_job.h"

#include "runners/artifact.h"
#include "runners/folder.h"
#include "runners/shell.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/hash.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <string.h>

#define CPU_S       60
#define WALL_S      90
#define MEMORY_MIB  2048
#define WORK_MIB    256
#define FILE_MIB    64
#define WORK_FILES  4096
#define PRINTED_KIB 64
#define SCRATCH_KIB 1024
#define MIB         (UINT64_C(1) << 20)

/* To be changed with anything that makes another artifact of the same folder. */
#define KEY_FORMAT "folder 1"

#define FOLDER_MIB 48
_Static_assert(FOLDER_BYTES_MAX == FOLDER_MIB * MIB, "as people are told");
_Static_assert(FOLDER_BYTES_MAX <= ARTIFACT_BYTES_MAX, "what is left can be kept");

/* Files in /box belong to nobody who could write to them, and the format promises a copy in which one can. */
#define COPY  "cp -R /box/program/. . && chmod -R u+w . && mkdir -p .tmp"
#define BUILD "exec ./build"
#define PACK  "exec tar --format=ustar --dereference --hard-dereference -cf - ."

struct folder {
	const struct toolchain *tc;
	const struct build_spec *spec;
	struct box *box; /* owned */
	struct arena scratch;
	struct buf printed; /* by the last step */
	struct buf left;    /* the archive */
	struct build *out;
};

static void folder_clear(struct folder *f)
{
	box_close(f->box);
	arena_clear(&f->scratch);
	buf_clear(&f->printed);
	buf_clear(&f->left);
}

/* ---- what is given ----------------------------------------------------------------------------------------------- */

static bool has_file(const struct source *files, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(files[i].name, name))
			return true;
	return false;
}

/* False: something was said against it. */
static bool check_files(const struct build_spec *spec, struct build *out)
{
	uint64_t bytes = 0;

	if (spec->n_sources > FOLDER_FILES_MAX)
		job_end(out, BUILD_ERROR, "there are more than %u files", FOLDER_FILES_MAX);
	for (size_t i = 0; i < spec->n_sources && out->end == BUILD_OK; i++) {
		bytes += spec->sources[i].len;
		if (!folder_is_name(spec->sources[i].name))
			job_end(out, BUILD_ERROR, "'%s' is no name for a file of a program", spec->sources[i].name);
	}
	if (out->end == BUILD_OK && bytes > FOLDER_BYTES_MAX)
		job_end(out, BUILD_ERROR, "its files are larger than %u MiB", (unsigned)(FOLDER_BYTES_MAX / MIB));
	return out->end == BUILD_OK;
}

static int make_key(const struct folder *f, char key[HASH_HEX_MAX], struct err *e)
{
	struct hash h;

	if (hash_init(&h, e) < 0)
		return e->code;
	hash_adds(&h, KEY_FORMAT);
	hash_adds(&h, toolchain_hash(f->tc));
	for (size_t i = 0; i < f->spec->n_sources; i++) {
		const struct source *s = &f->spec->sources[i];

		hash_adds(&h, s->name);
		hash_add(&h, &s->len, sizeof(s->len));
		hash_add(&h, s->text, s->len);
	}
	hash_final(&h, key);
	return 0;
}

static int put_files(struct folder *f, struct err *e)
{
	for (size_t i = 0; i < f->spec->n_sources; i++)
		if (folder_put(f->box, "program", &f->spec->sources[i], e) < 0)
			return err_wrap(e, "put the program into a box");
	return 0;
}

/* ---- steps ------------------------------------------------------------------------------------------------------- */

/* The limit that it met, in words; NULL when it met none. */
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
	case BOX_END_PROCESSES:
		return "started too many processes";
	case BOX_END_OUTPUT:
		return "is larger than " TEXT(FOLDER_MIB) " MiB";
	default:
		break;
	}
	if (r->files_refused)
		return "wrote more than " TEXT(WORK_MIB) " MiB, or too many files";
	return r->processes_refused ? "started too many processes" : NULL;
#undef TEXT
#undef TEXT_
}

/* The line that says most: the first that speaks of an error as compilers and linkers do, else the first. */
static const char *line_that_says_most(const char *printed)
{
	static const char *const marks[] = { "rror:", "undefined reference" };
	const char *said = NULL;

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		const char *at = strstr(printed, marks[i]);

		said = at && (!said || at < said) ? at : said;
	}
	while (said && said > printed && said[-1] != '\n')
		said--;
	return said ? said : printed;
}

static void tell(const struct folder *f, const char *what, bool packs, const struct box_result *r)
{
	const char *said = f->printed.len ? line_that_says_most(f->printed.data) : "it says nothing";
	char end[64];

	if (r->end == BOX_END_EXIT)
		snprintf(end, sizeof(end), "%s %d", packs ? "cannot be packed: tar exits with" : "exits with",
			 r->exit_code);
	else
		snprintf(end, sizeof(end), "is ended by signal %d", r->signal);
	job_end(f->out, BUILD_ERROR, "%s %s: %.*s", what, end, (int)strcspn(said, "\n"), said);
}

/* Runs one line of the shell's; `into` NULL: what it writes to its output is as what it says. */
static int step(struct folder *f, const char *what, const char *line, struct buf *into, struct err *e)
{
	static const char *const environment[] = { SHELL_ENVIRONMENT("/work/.tmp"), NULL };
	const char *const argv[] = { toolchain_shell(f->tc), "-c", line, NULL };
	const struct box_stream streams[] = {
		{ .box_fd = 0, .kind = BOX_STREAM_NULL },
		{ .box_fd = 1,
		  .kind = BOX_STREAM_CAPTURE,
		  .into = into ? into : &f->printed,
		  .drop_excess = into == NULL },
		{ .box_fd = 2, .kind = BOX_STREAM_CAPTURE, .into = &f->printed, .drop_excess = true },
	};
	const struct box_run run = {
		.program = argv[0],
		.argv = argv,
		.envp = environment,
		.limits = { .cpu_us = CPU_S * UINT64_C(1000000),
			    .wall_us = WALL_S * UINT64_C(1000000),
			    .stack_bytes = 64 * MIB,
			    .file_bytes = FILE_MIB * MIB,
			    .open_files = SHELL_OPEN_FILES },
		.streams = streams,
		.n_streams = 3,
	};
	struct box_result r;

	buf_reset(&f->printed);
	if (box_run(f->box, &run, &r, e) < 0)
		return err_wrap(e, "%s", what);
	f->out->cpu_us += r.cpu_us;
	f->out->wall_us += r.wall_us;
	if (r.peak_bytes > f->out->peak_bytes)
		f->out->peak_bytes = r.peak_bytes;
	if (r.end == BOX_END_EXIT && !r.exit_code)
		return 0;
	if (limit_met(&r))
		job_end(f->out, BUILD_LIMIT, "%s %s", what, limit_met(&r));
	else if (r.end == BOX_END_NOT_STARTED)
		return err_set(e, -r.exec_errno, "the shell does not work in a box");
	else
		tell(f, what, into != NULL, &r);
	return 0;
}

static int open_box(struct folder *f, struct sandbox *s, struct err *e)
{
	struct box_spec spec = {
		.policy = BOX_POLICY_SCRIPT,
		.processes = SHELL_PROCESSES,
		.memory_bytes = MEMORY_MIB * MIB,
		.work_bytes = WORK_MIB * MIB,
		.work_files = WORK_FILES,
		.keep_work = true,
	};

	spec.mounts = toolchain_run_mounts(f->tc, &spec.n_mounts);
	return box_open(s, &spec, &f->box, e) < 0 ? err_wrap(e, "open a box to build in") : 0;
}

/* Runs `build` and takes what it leaves, as an archive that tar wrote. */
static int run_build(struct folder *f, struct sandbox *s, struct err *e)
{
	static const struct {
		const char *what, *line;
		bool packs;
	} steps[] = {
		{ "copying the folder", COPY, false },
		{ "'build'", BUILD, false },
		{ "what 'build' leaves", PACK, true },
	};

	if (open_box(f, s, e) < 0 || put_files(f, e) < 0)
		return e->code;
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && f->out->end == BUILD_OK; i++)
		if (step(f, steps[i].what, steps[i].line, steps[i].packs ? &f->left : NULL, e) < 0)
			return e->code;
	return 0;
}

/* ---- what comes out ---------------------------------------------------------------------------------------------- */

static int keep(struct folder *f, const struct source *files, size_t n, const char *key, struct err *e)
{
	cleanup_buf struct buf whole;

	buf_init(&whole, FOLDER_BYTES_MAX);
	if (!has_file(files, n, "run")) {
		job_end(f->out, BUILD_ERROR, "'build' leaves no 'run'");
		return 0;
	}
	if (folder_write(files, n, &whole, e) < 0 || artifact_make(whole.data, whole.len, &f->out->artifact, e) < 0)
		return e->code;
	if (key)
		artifact_store(f->spec->cache_dir, key, whole.data, whole.len);
	return 0;
}

static int build(struct folder *f, struct sandbox *s, const char *key, struct err *e)
{
	struct source *left;
	size_t n;

	if (!has_file(f->spec->sources, f->spec->n_sources, "build"))
		return keep(f, f->spec->sources, f->spec->n_sources, key, e);
	if (run_build(f, s, e) < 0)
		return e->code;
	if (f->out->end != BUILD_OK)
		return 0;
	if (folder_read(f->left.data, f->left.len, &f->scratch, &left, &n, e) == 0)
		return keep(f, left, n, key, e);
	if (e->code == -ENOMEM)
		return e->code;
	job_end(f->out, BUILD_ERROR, "of what 'build' leaves %s", e->text);
	err_clear(e);
	return 0;
}

int build_folder(const struct toolchain *tc, struct sandbox *s, const struct build_spec *spec, struct build *out,
		 struct err *e)
{
	cleanup_build struct build b = BUILD_INIT;
	cleanup(folder_clear) struct folder f = { .tc = tc, .spec = spec, .out = &b };
	char key[HASH_HEX_MAX];

	arena_init(&b.memory, MIB);
	arena_init(&f.scratch, SCRATCH_KIB * 1024u);
	buf_init(&f.printed, PRINTED_KIB * 1024u);
	buf_init(&f.left, FOLDER_BYTES_MAX);
	if (check_files(spec, &b)) {
		if (spec->cache_dir && make_key(&f, key, e) < 0)
			return e->code;
		b.cached = spec->cache_dir && artifact_recall(spec->cache_dir, key, &b.artifact);
		if (!b.cached && build(&f, s, spec->cache_dir ? key : NULL, e) < 0)
			return e->code;
	}
	*out = b;
	b = (struct build)BUILD_INIT;
	return 0;
}

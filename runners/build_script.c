/*
 * build_script: what stands in the place of compiling for an interpreter.
 *
 * The files become one (zipapp.c), and the interpreter reads each of them once, in a box, so that what is no Python is
 * a compile error and not a crash in the first test. Reading is all: nothing of them is run. Their names stay outside;
 * what the interpreter says of file number 3 is told of that file.
 */
#include "runners/build_job.h"

#include "runners/artifact.h"
#include "runners/zipapp.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <string.h>

#define MIB (1024u * 1024u)

/* Arguments: the files, in order. "2:17:4: unterminated string literal" of the first that is wrong. */
#define CHECK                                                                                      \
	"import sys\n"                                                                             \
	"for i, path in enumerate(sys.argv[1:]):\n"                                                \
	"    try:\n"                                                                               \
	"        compile(open(path, 'rb').read(), '-', 'exec')\n"                                  \
	"    except SyntaxError as e:\n"                                                           \
	"        sys.stderr.write('%d:%d:%d: %s\\n' % (i, e.lineno or 0, e.offset or 0, e.msg))\n" \
	"        sys.exit(1)\n"                                                                    \
	"    except (ValueError, MemoryError, RecursionError) as e:\n"                             \
	"        sys.stderr.write('%d:0:0: %s\\n' % (i, e))\n"                                     \
	"        sys.exit(1)\n"

/* A module's name is an identifier; that it can be a file's name in a zip file is all that is asked here. */
static bool is_module(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

	return name[0] && name[0] != '.' && !name[strspn(name, letters)];
}

/* False: something was said against them. */
static bool check_sources(const struct build_spec *spec, struct build *out)
{
	if (spec->n_sources > SOURCE_FILES_MAX)
		job_end(out, BUILD_ERROR, "there are more than %u files", SOURCE_FILES_MAX);
	for (size_t i = 0; i < spec->n_sources && out->end == BUILD_OK; i++) {
		const struct source *s = &spec->sources[i];

		if (s->len > SOURCE_BYTES_MAX)
			job_end(out, BUILD_ERROR, "'%s' is larger than %u KiB", s->name, SOURCE_BYTES_MAX / 1024);
		else if (strlen(s->name) > SOURCE_NAME_MAX || !is_module(s->name))
			job_end(out, BUILD_ERROR, "'%s' is no name for a module", s->name);
	}
	if (out->end == BUILD_OK && zipapp_entry(spec->sources, spec->n_sources, spec->entrypoint) == SIZE_MAX)
		job_end(out, BUILD_ERROR,
			"none of the files is __main__.py or main.py, so that nobody knows where to begin");
	return out->end == BUILD_OK;
}

static int put_sources(struct box *box, const struct build_spec *spec, struct arena *a, const char **paths,
		       struct err *e)
{
	for (size_t i = 0; i < spec->n_sources; i++) {
		cleanup_fd int fd = -1;
		char name[32];

		snprintf(name, sizeof(name), "%zu.py", i);
		paths[i] = arena_printf(a, "/box/%s", name);
		if (!paths[i])
			return job_no_memory(e);
		if (fs_memfd(name, spec->sources[i].text, spec->sources[i].len, &fd, e) < 0 ||
		    box_put(box, name, fd, e) < 0)
			return e->code;
	}
	return 0;
}

/* One line of the interpreter's, as what it says of a file. */
static int tell(const struct build_spec *spec, const struct buf *printed, struct build *out, struct err *e)
{
	struct diagnostic *d = arena_array(&out->memory, 1, sizeof(*d));
	cleanup_buf struct buf text;
	unsigned which = 0, line = 0, column = 0;
	int at = 0;

	buf_init(&text, sizeof(out->reason) - 1);
	if (!d)
		return job_no_memory(e);
	if (sscanf(printed->data, "%u:%u:%u: %n", &which, &line, &column, &at) != 3 || !at ||
	    which >= spec->n_sources) {
		job_end(out, BUILD_ERROR, "the interpreter refused it");
		return 0;
	}
	(void)text_escape(&text, printed->data + at, strcspn(printed->data + at, "\n"), false);
	*d = (struct diagnostic){
		.level = DIAGNOSTIC_ERROR,
		.file = arena_strdup(&out->memory, spec->sources[which].name),
		.line = line,
		.column = column,
		.text = arena_strdup(&out->memory, text.data),
	};
	if (!d->file || !d->text)
		return job_no_memory(e);
	out->diagnostics = d;
	out->n_diagnostics = 1;
	job_end_by(out, d);
	return 0;
}

/* How the look through them ended. */
static int judge_check(const struct build_spec *spec, const struct box_result *r, const struct buf *printed,
		       struct build *out, struct err *e)
{
	out->cpu_us = r->cpu_us;
	out->wall_us = r->wall_us;
	out->peak_bytes = r->peak_bytes;
	switch (r->end) {
	case BOX_END_CPU:
	case BOX_END_WALL:
		job_end(out, BUILD_LIMIT, "the interpreter used more than %g s to read it",
			job_seconds(job_cpu_us(spec)));
		return 0;
	case BOX_END_MEMORY:
		job_end(out, BUILD_LIMIT, "the interpreter used more than %g MiB to read it",
			(double)job_memory_bytes(spec) / MIB);
		return 0;
	case BOX_END_SIGNAL:
		job_end(out, BUILD_ERROR, "the interpreter crashed on this source");
		return 0;
	case BOX_END_EXIT:
		break;
	default:
		return err_set(e, -EPROTO, "the interpreter does not work in a box: %.*s",
			       (int)strcspn(printed->data, "\n"), printed->data);
	}
	if (r->exit_code == 0)
		return 0;
	if (r->exit_code != 1)
		return err_set(e, -EPROTO, "the interpreter does not work in a box: exit %d", r->exit_code);
	return tell(spec, printed, out, e);
}

static int check_in_box(struct box *box, const char *interpreter, const struct build_spec *spec, struct arena *a,
			struct build *out, struct err *e)
{
	const char **argv = arena_array(a, spec->n_sources + 7, sizeof(*argv));
	cleanup_buf struct buf printed;
	const struct box_stream streams[] = {
		{ .box_fd = 0, .kind = BOX_STREAM_NULL },
		{ .box_fd = 1, .kind = BOX_STREAM_NULL },
		{ .box_fd = 2, .kind = BOX_STREAM_CAPTURE, .into = &printed, .drop_excess = true },
	};
	const struct box_limits limits = {
		.cpu_us = job_cpu_us(spec),
		.wall_us = 3 * job_cpu_us(spec),
		.stack_bytes = 64 * UINT64_C(1048576),
		.open_files = 64,
	};
	struct box_run run = {
		.program = interpreter, .argv = argv, .limits = limits, .streams = streams, .n_streams = 3
	};
	struct box_result result;

	buf_init(&printed, 65536);
	if (!argv)
		return job_no_memory(e);
	memcpy(argv, (const char *const[]){ interpreter, "-I", "-S", "-B", "-c", CHECK }, 6 * sizeof(*argv));
	if (put_sources(box, spec, a, argv + 6, e) < 0 || box_run(box, &run, &result, e) < 0)
		return e->code;
	return judge_check(spec, &result, &printed, out, e);
}

static int check(const struct toolchain *tc, struct sandbox *s, const struct build_spec *spec, struct build *out,
		 struct err *e)
{
	struct box_spec box_spec = { .policy = BOX_POLICY_RUN, .processes = 1, .memory_bytes = job_memory_bytes(spec) };
	cleanup_arena struct arena scratch;
	struct box *box = NULL;
	int r;

	arena_init(&scratch, MIB);
	box_spec.mounts = toolchain_run_mounts(tc, &box_spec.n_mounts);
	r = box_open(s, &box_spec, &box, e);
	if (r < 0)
		return err_wrap(e, "open a box for the interpreter");
	r = check_in_box(box, toolchain_interpreter(tc), spec, &scratch, out, e);
	box_close(box);
	return r;
}

int build_script(const struct toolchain *tc, struct sandbox *s, const struct build_spec *spec, struct build *out,
		 struct err *e)
{
	cleanup_build struct build b = BUILD_INIT;
	cleanup_buf struct buf file;

	arena_init(&b.memory, MIB);
	buf_init(&file, ARTIFACT_BYTES_MAX);
	if (check_sources(spec, &b) && check(tc, s, spec, &b, e) < 0)
		return e->code;
	if (b.end == BUILD_OK &&
	    (zipapp_write(spec->sources, spec->n_sources,
			  zipapp_entry(spec->sources, spec->n_sources, spec->entrypoint), &file, e) < 0 ||
	     artifact_make(file.data, file.len, &b.artifact, e) < 0))
		return e->code;
	*out = b;
	b = (struct build)BUILD_INIT;
	return 0;
}

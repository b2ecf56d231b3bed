/*
 * tags: serial
 *
 * Bad input: every field of a box, a mount, a limit, a run and a stream out of its range, programs and paths that are
 * none. Each is an error with the field's or the file's name, at once; the same box goes on with what is right, and
 * nothing is left over. The last value that is right on either side is taken. And one box lasts for very many runs.
 */
#include "tests/support/keeper_fixture.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define HOUR_US      (UINT64_C(3600) * 1000000)
#define AT_ONCE_US   (2 * CLOCK_US_PER_S)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const good_argv[] = { "victim", "exit", "7", NULL };

struct bench {
	struct sandbox *s;
	struct box *b;
	struct box_mount mounts[BOX_MOUNTS_MAX + 1];
	struct box_spec spec;
	struct box_stream streams[BOX_STREAMS_MAX + 1];
	struct box_run run;
	struct buf out;
};

static void open_bench(struct bench *w, enum box_mode mode)
{
	const struct sandbox_config config = { keeper_fixture.keeper, box_mode_cgroup(mode) };
	struct err e = ERR_INIT;

	*w = (struct bench){ .spec = keeper_fixture_spec, .run = keeper_fixture_run(good_argv) };
	buf_init(&w->out, 100);
	w->mounts[0] = (struct box_mount){ keeper_fixture.dir, "/given", true, false };
	w->spec.mounts = w->mounts;
	w->spec.n_mounts = 1;
	w->streams[0] = (struct box_stream){ .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = &w->out };
	w->run.streams = w->streams;
	w->run.n_streams = 1;
	w->run.limits.wall_us = 1000000 * keeper_fixture.slowness;
	CHECK_OK(sandbox_open(&config, &w->s, &e), &e);
	CHECK_OK(box_open(w->s, &w->spec, &w->b, &e), &e);
	CHECK_OK(keeper_fixture_put(w->b, &e), &e);
}

static void run_well(struct bench *w)
{
	const struct box_run good = keeper_fixture_run(good_argv);
	struct box_result res;
	struct err e = ERR_INIT;

	CHECK_OK(box_run(w->b, &good, &res, &e), &e);
	CHECK(res.end == BOX_END_EXIT && res.exit_code == 7);
}

static void close_bench(struct bench *w)
{
	pid_t pid;

	run_well(w);
	sandbox_close(w->s);
	buf_clear(&w->out);
	CHECK(keeper_fixture_children(getpid(), &pid, 1) == 0);
}

/* Was it refused with this code, in these words, and without a wait? */
static void check_refused(int r, const struct err *e, int code, const char *words, uint64_t since_us, const char *what)
{
	if (r != code || !strstr(e->text, words) || clock_mono_us() - since_us > AT_ONCE_US * keeper_fixture.slowness) {
		fprintf(stderr, "%s: %d instead of %d, '%s' instead of '%s', after %llu us\n", what, r, code, e->text,
			words, (unsigned long long)(clock_mono_us() - since_us));
		keeper_fixture_fail(__FILE__, __LINE__, what, "");
	}
}

/* ---- boxes ------------------------------------------------------------------------------------------------------- */

/*
 * A change of a good spec. -EINVAL is due with these words; no words: it is right.
 */
#define SPEC(name, change)                      \
	static void name(struct box_spec *spec) \
	{                                       \
		change;                         \
	}
SPEC(no_processes, spec->processes = 0)
SPEC(many_processes, spec->processes = 4097)
SPEC(endless_processes, spec->processes = UINT32_MAX)
SPEC(most_processes, spec->processes = 4096)
SPEC(no_memory, spec->memory_bytes = 0)
SPEC(little_memory, spec->memory_bytes = MIB - 1)
SPEC(least_memory, spec->memory_bytes = MIB)
SPEC(much_memory, spec->memory_bytes = (UINT64_C(64) << 30) + 1)
SPEC(endless_memory, spec->memory_bytes = UINT64_MAX)
SPEC(most_memory, spec->memory_bytes = UINT64_C(64) << 30)
SPEC(much_work, spec->work_bytes = (UINT64_C(64) << 30) + 1)
SPEC(endless_work, spec->work_bytes = UINT64_MAX)
SPEC(least_work, spec->work_bytes = 1)
SPEC(most_work, spec->work_bytes = UINT64_C(64) << 30)
SPEC(no_work, (spec->work_bytes = 0, spec->work_files = 0))
SPEC(no_files, spec->work_files = 0)
SPEC(many_files, spec->work_files = 65537)
SPEC(endless_files, spec->work_files = UINT32_MAX)
SPEC(most_files, spec->work_files = 65536)
SPEC(least_files, spec->work_files = 1)
SPEC(unknown_policy, spec->policy = (enum box_policy)2)
SPEC(negative_policy, spec->policy = (enum box_policy) - 1)
SPEC(many_mounts, spec->n_mounts = BOX_MOUNTS_MAX + 1)
SPEC(endless_mounts, spec->n_mounts = SIZE_MAX)
SPEC(mounts_nowhere, spec->mounts = NULL)

static const struct {
	const char *name;
	void (*change)(struct box_spec *spec);
	const char *words;
} specs[] = {
#define BAD(fn, words)         \
	{                      \
#fn, fn, words \
	}
#define GOOD(fn)              \
	{                     \
#fn, fn, NULL \
	}
	BAD(no_processes, "processes"),
	BAD(many_processes, "processes"),
	BAD(endless_processes, "processes"),
	GOOD(most_processes),
	BAD(no_memory, "memory"),
	BAD(little_memory, "memory"),
	GOOD(least_memory),
	BAD(much_memory, "memory"),
	BAD(endless_memory, "memory"),
	GOOD(most_memory),
	BAD(much_work, "/work"),
	BAD(endless_work, "/work"),
	GOOD(least_work),
	GOOD(most_work),
	GOOD(no_work),
	BAD(no_files, "files in /work"),
	BAD(many_files, "files in /work"),
	BAD(endless_files, "files in /work"),
	GOOD(most_files),
	GOOD(least_files),
	BAD(unknown_policy, "policy"),
	BAD(negative_policy, "policy"),
	BAD(many_mounts, "mounts"),
	BAD(endless_mounts, "mounts"),
	BAD(mounts_nowhere, "mounts"),
};

static void boxes(enum box_mode mode)
{
	struct bench w;

	open_bench(&w, mode);
	for (size_t i = 0; i < COUNT(specs); i++) {
		struct box_spec spec = w.spec;
		uint64_t since = clock_mono_us();
		struct box *b = NULL;
		struct err e = ERR_INIT;
		int r;

		specs[i].change(&spec);
		r = box_open(w.s, &spec, &b, &e);
		if (specs[i].words)
			check_refused(r, &e, -EINVAL, specs[i].words, since, specs[i].name);
		else if (r < 0)
			check_refused(r, &e, 0, "", since, specs[i].name);
		CHECK((b != NULL) == !specs[i].words);
		box_close(b);
	}
	close_bench(&w);
}

/* ---- mounts ------------------------------------------------------------------------------------------------------ */

/* Sources that begin with "./" lie in the fixture's directory, see make_sources. */
static const struct {
	const char *source, *target;
	int code;
	const char *words;
} mounts[] = {
	{ NULL, "/given", -EINVAL, "mount 0" },
	{ "", "/given", -EINVAL, "mount 0" },
	{ "relative", "/given", -EINVAL, "mount 0" },
	{ "/usr", NULL, -EINVAL, "mount 0" },
	{ "/usr", "", -EINVAL, "mount 0" },
	{ "/usr", "/", -EINVAL, "mount 0" },
	{ "/usr", "given", -EINVAL, "mount 0" },
	{ "/usr", "/given/../x", -EINVAL, "mount 0" },
	{ "/usr", "/given/./x", -EINVAL, "mount 0" },
	{ "/usr", "/given//x", -EINVAL, "mount 0" },
	{ "/usr", "/..", -EINVAL, "mount 0" },
	{ "/nonexistent", "/given", -ENOENT, "/nonexistent" },
	{ "/etc/passwd/x", "/given", -ENOTDIR, "/etc/passwd/x" },
	{ "./loop", "/given", -ELOOP, "loop" },
	{ "./dangling", "/given", -ENOENT, "dangling" },
	{ "./pipe", "/given", -EINVAL, "pipe" },
	{ "/dev/null", "/given", -EINVAL, "/dev/null" },
	/* A link is resolved before the box is made, so that none is met behind its root. */
	{ "./link", "/given", 0, "" },
	{ "/usr/../etc/passwd", "/given", 0, "" },
	{ "./victim", "/usr/lib/deep/down/victim", 0, "" },
};

static const char *source_path(const char *source, char path[PATH_MAX])
{
	if (!source || strncmp(source, "./", 2))
		return source;
	snprintf(path, PATH_MAX, "%.3000s%s", keeper_fixture.dir, source + 1);
	return path;
}

static void mount_sources(enum box_mode mode)
{
	char path[PATH_MAX];
	struct bench w;

	open_bench(&w, mode);
	for (size_t i = 0; i < COUNT(mounts); i++) {
		uint64_t since = clock_mono_us();
		struct box *b = NULL;
		struct err e = ERR_INIT;
		int r;

		w.mounts[0] = (struct box_mount){ source_path(mounts[i].source, path), mounts[i].target, false, false };
		r = box_open(w.s, &w.spec, &b, &e);
		check_refused(r, &e, mounts[i].code, mounts[i].words, since, mounts[i].target ? mounts[i].target : "-");
		CHECK((b != NULL) == !mounts[i].code);
		box_close(b);
	}
	close_bench(&w);
}

/* Names of any length are told, not cut. */
static void long_names(enum box_mode mode)
{
	char target[2000], source[PATH_MAX];
	struct bench w;
	struct box *b = NULL;
	struct err e = ERR_INIT;

	open_bench(&w, mode);
	memset(target, 'x', sizeof(target));
	target[0] = '/';
	target[1500] = 0;
	w.mounts[0].target = target;
	check_refused(box_open(w.s, &w.spec, &b, &e), &e, -EINVAL, "mount 0", clock_mono_us(), "long target");
	target[1023] = 0;
	for (size_t i = 200; i < 1023; i += 200)
		target[i] = '/';
	CHECK_OK(box_open(w.s, &w.spec, &b, &e), &e);
	box_close(b);
	b = NULL;
	memset(source, 'x', sizeof(source) - 1);
	source[0] = '/';
	source[sizeof(source) - 1] = 0;
	w.mounts[0] = (struct box_mount){ source, "/given", false, false };
	check_refused(box_open(w.s, &w.spec, &b, &e), &e, -ENAMETOOLONG, "", clock_mono_us(), "long source");
	CHECK(!b);
	close_bench(&w);
}

/* A source that is there, and longer than a message takes. */
static void deep_source(enum box_mode mode)
{
	struct bench w;
	struct box *b = NULL;
	struct err e = ERR_INIT;
	char path[PATH_MAX];

	open_bench(&w, mode);
	snprintf(path, sizeof(path), "%.3000s/deep", keeper_fixture.dir);
	for (int i = 0; i < 10; i++)
		snprintf(path + strlen(path), sizeof(path) - strlen(path), "/%0100d", 7);
	CHECK_OK(fs_mkdirs(path, 0755, &e), &e);
	w.mounts[0].source = path;
	check_refused(box_open(w.s, &w.spec, &b, &e), &e, -ENAMETOOLONG, "/deep/", clock_mono_us(), "deep source");
	CHECK(!b);
	close_bench(&w);
}

/* Mounts over each other and over what every box has: told, or as ordered, but never half. */
static void clashing_mounts(enum box_mode mode)
{
	static const char *const targets[][2] = {
		{ "/given", "/given" },     { "/given", "/given/victim" }, { "/box", "/given" },
		{ "/work", "/given" },      { "/dev", "/given" },          { "/dev/null", "/given" },
		{ "/box/inner", "/given" }, { "/.stage", "/given" },
	};
	struct bench w;

	open_bench(&w, mode);
	for (size_t i = 0; i < COUNT(targets); i++) {
		uint64_t since = clock_mono_us();
		struct box *b = NULL;
		struct err e = ERR_INIT;
		int r;

		for (size_t j = 0; j < 2; j++)
			w.mounts[j] = (struct box_mount){ keeper_fixture.dir, targets[i][j], false, false };
		w.spec.n_mounts = 2;
		r = box_open(w.s, &w.spec, &b, &e);
		CHECK(r <= 0 && (r < 0) == !b && (r == 0 || e.text[0]));
		CHECK(clock_mono_us() - since < AT_ONCE_US * keeper_fixture.slowness);
		box_close(b);
	}
	close_bench(&w);
}

/* ---- runs -------------------------------------------------------------------------------------------------------- */

static const char *const no_argv[] = { NULL };

#define RUN(name, change)                      \
	static void name(struct bench *w)      \
	{                                      \
		struct box_run *run = &w->run; \
                                               \
		(void)run;                     \
		change;                        \
	}
/* A descriptor of this, always under the same number. */
static int given(const char *path, int flags)
{
	enum { NUMBER = 900 };
	int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0 || dup2(fd, NUMBER) < 0)
		keeper_fixture_fail(__FILE__, __LINE__, path, "");
	close(fd);
	return NUMBER;
}

#define LIMIT(name, field, value) RUN(name, run->limits.field = (value))
LIMIT(no_cpu, cpu_us, 0)
LIMIT(endless_cpu, cpu_us, UINT64_MAX)
LIMIT(much_cpu, cpu_us, 24 * HOUR_US + 1)
LIMIT(most_cpu, cpu_us, 24 * HOUR_US)
LIMIT(no_wall, wall_us, 0)
LIMIT(endless_wall, wall_us, UINT64_MAX)
LIMIT(much_wall, wall_us, 24 * HOUR_US + 1)
LIMIT(most_wall, wall_us, 24 * HOUR_US)
LIMIT(no_stack, stack_bytes, 0)
LIMIT(little_stack, stack_bytes, 65535)
LIMIT(endless_stack, stack_bytes, UINT64_MAX)
LIMIT(much_stack, stack_bytes, (UINT64_C(64) << 30) + 1)
LIMIT(endless_file, file_bytes, UINT64_MAX)
LIMIT(much_file, file_bytes, (UINT64_C(64) << 30) + 1)
LIMIT(most_file, file_bytes, UINT64_C(64) << 30)
LIMIT(no_file, file_bytes, 0)
LIMIT(no_descriptors, open_files, 0)
LIMIT(few_descriptors, open_files, 3)
LIMIT(least_descriptors, open_files, 4)
LIMIT(many_descriptors, open_files, 257)
LIMIT(endless_descriptors, open_files, UINT32_MAX)
LIMIT(most_descriptors, open_files, 256)
RUN(no_program, run->program = NULL)
RUN(empty_program, run->program = "")
RUN(relative_program, run->program = "box/victim")
RUN(climbing_program, run->program = "/box/../box/victim")
RUN(doubled_program, run->program = "/box//victim")
RUN(missing_argv, run->argv = NULL)
RUN(empty_argv, run->argv = no_argv)
RUN(many_streams, run->n_streams = BOX_STREAMS_MAX + 1)
RUN(endless_streams, run->n_streams = SIZE_MAX)
RUN(streams_nowhere, run->streams = NULL)
RUN(negative_stream, (w->streams[0].box_fd = -1, run->n_streams = 1))
RUN(high_stream, w->streams[0].box_fd = BOX_STREAMS_MAX)
RUN(doubled_stream, (w->streams[1] = w->streams[0], run->n_streams = 2))
RUN(stream_over_limit, (run->limits.open_files = 4, w->streams[0].box_fd = 5))
RUN(unknown_stream, w->streams[0].kind = (enum box_stream_kind)7)
RUN(stream_into_nothing, w->streams[0].into = NULL)
RUN(stream_of_nothing, (w->streams[0].kind = BOX_STREAM_FD, w->streams[0].fd = -1))
RUN(absent_program, run->program = "/box/none")
RUN(absent_directory, run->program = "/nowhere/victim")
RUN(directory, run->program = "/box")
RUN(below_a_file, run->program = "/box/victim/x")
RUN(device, run->program = "/dev/null")
RUN(link_to_program, run->program = "/given/link")
RUN(pipe_as_program, run->program = "/given/pipe")
RUN(script, run->program = "/given/script")
RUN(empty_file, run->program = "/given/empty")
RUN(cut_program, run->program = "/given/cut")
RUN(other_machine, run->program = "/given/elf32")
RUN(closed_descriptor, (w->streams[0].kind = BOX_STREAM_FD, w->streams[0].fd = 9999))
RUN(given_directory, (w->streams[0].kind = BOX_STREAM_FD, w->streams[0].fd = given("/", O_RDONLY)))
RUN(given_path, (w->streams[0].kind = BOX_STREAM_FD, w->streams[0].fd = given("/dev/null", O_PATH)))
RUN(given_device, (w->streams[0].kind = BOX_STREAM_FD, w->streams[0].fd = given("/dev/null", O_RDWR)))
RUN(pipe_of_nothing, (w->streams[0].kind = BOX_STREAM_PIPE, w->streams[0].fd = -1))
RUN(directory_as_pipe, (w->streams[0].kind = BOX_STREAM_PIPE, w->streams[0].fd = given("/", O_RDONLY)))
RUN(device_as_pipe, (w->streams[0].kind = BOX_STREAM_PIPE, w->streams[0].fd = given("/dev/null", O_RDWR)))

static const struct {
	const char *name;
	void (*change)(struct bench *w);
	int code;
	const char *words;
} runs[] = {
#undef BAD
#undef GOOD
#define BAD(fn, words)                  \
	{                               \
#fn, fn, -EINVAL, words \
	}
#define ELSE(fn, code, words)        \
	{                            \
#fn, fn, code, words \
	}
#define GOOD(fn)               \
	{                      \
#fn, fn, 0, "" \
	}
	BAD(no_cpu, "CPU"),
	BAD(endless_cpu, "CPU"),
	BAD(much_cpu, "CPU"),
	GOOD(most_cpu),
	BAD(no_wall, "wall"),
	BAD(endless_wall, "wall"),
	BAD(much_wall, "wall"),
	GOOD(most_wall),
	BAD(no_stack, "stack"),
	BAD(little_stack, "stack"),
	BAD(endless_stack, "stack"),
	BAD(much_stack, "stack"),
	BAD(endless_file, "file"),
	BAD(much_file, "file"),
	GOOD(most_file),
	GOOD(no_file),
	BAD(no_descriptors, "open files"),
	BAD(few_descriptors, "open files"),
	GOOD(least_descriptors),
	BAD(many_descriptors, "open files"),
	BAD(endless_descriptors, "open files"),
	GOOD(most_descriptors),
	BAD(no_program, "program"),
	BAD(empty_program, "program"),
	BAD(relative_program, "program"),
	BAD(climbing_program, "program"),
	BAD(doubled_program, "program"),
	BAD(missing_argv, "argv"),
	BAD(empty_argv, "argv"),
	BAD(many_streams, "streams"),
	BAD(endless_streams, "streams"),
	BAD(streams_nowhere, "streams"),
	BAD(negative_stream, "stream -1"),
	BAD(high_stream, "stream 8"),
	BAD(doubled_stream, "stream 1"),
	BAD(stream_over_limit, "stream 5"),
	BAD(unknown_stream, "stream 1"),
	BAD(stream_into_nothing, "stream 1"),
	BAD(stream_of_nothing, "stream 1"),
	ELSE(absent_program, -ENOENT, "/box/none"),
	ELSE(absent_directory, -ENOENT, "/nowhere/victim"),
	ELSE(directory, -ENOEXEC, "/box"),
	ELSE(below_a_file, -ENOTDIR, "/box/victim/x"),
	ELSE(device, -ENOEXEC, "/dev/null"),
	ELSE(link_to_program, -ELOOP, "/given/link"),
	ELSE(pipe_as_program, -ENOEXEC, "/given/pipe"),
	ELSE(script, -ENOEXEC, "/given/script"),
	ELSE(empty_file, -ENOEXEC, "/given/empty"),
	ELSE(cut_program, -ENOEXEC, "/given/cut"),
	ELSE(other_machine, -ENOEXEC, "/given/elf32"),
	BAD(closed_descriptor, "stream 1 is not open"),
	BAD(given_directory, "stream 1 is no stream"),
	BAD(given_path, "stream 1 is no stream"),
	GOOD(given_device),
	BAD(pipe_of_nothing, "stream 1 has nothing behind it"),
	BAD(directory_as_pipe, "stream 1 is no stream"),
	BAD(device_as_pipe, "stream 1 is no pipe"),
};

/* The box goes on after each, since nothing of a bad order reaches a program. */
static void orders(enum box_mode mode)
{
	struct bench w;

	open_bench(&w, mode);
	for (size_t i = 0; i < COUNT(runs); i++) {
		const struct bench good = w;
		uint64_t since = clock_mono_us();
		struct box_result res = { .exit_code = 99 };
		struct err e = ERR_INIT;
		int r;

		runs[i].change(&w);
		r = box_run(w.b, &w.run, &res, &e);
		check_refused(r, &e, runs[i].code, runs[i].words, since, runs[i].name);
		CHECK(res.exit_code == (runs[i].code ? 99 : 7));
		w.run = good.run;
		memcpy(w.streams, good.streams, sizeof(w.streams));
		w.run.streams = w.streams;
		run_well(&w);
	}
	close_bench(&w);
}

/* A microsecond is a limit like any other. */
static void least_times(enum box_mode mode)
{
	struct box_result res;
	struct err e = ERR_INIT;
	struct bench w;

	open_bench(&w, mode);
	w.run.limits.cpu_us = 1;
	CHECK_OK(box_run(w.b, &w.run, &res, &e), &e);
	CHECK(res.end == BOX_END_CPU && res.cpu_us >= 1);
	w.run.limits.cpu_us = HOUR_US;
	w.run.limits.wall_us = 1;
	CHECK_OK(box_run(w.b, &w.run, &res, &e), &e);
	CHECK(res.end == BOX_END_WALL || res.end == BOX_END_EXIT);
	close_bench(&w);
}

/* Arguments and variables: so many strings, so many bytes, and not one more. */
static void arguments(enum box_mode mode)
{
	static const char *many[2000];
	static char longest[80000];
	struct box_result res;
	struct err e = ERR_INIT;
	struct bench w;

	open_bench(&w, mode);
	for (size_t i = 0; i < COUNT(many) - 1; i++)
		many[i] = "x";
	w.run.argv = many;
	check_refused(box_run(w.b, &w.run, &res, &e), &e, -EINVAL, "arguments", clock_mono_us(), "many arguments");
	w.run.argv = good_argv;
	w.run.envp = many;
	check_refused(box_run(w.b, &w.run, &res, &e), &e, -EINVAL, "variables", clock_mono_us(), "many variables");
	many[1000] = NULL;
	CHECK_OK(box_run(w.b, &w.run, &res, &e), &e);
	CHECK(res.end == BOX_END_EXIT && res.exit_code == 7);
	memset(longest, 'x', sizeof(longest) - 1);
	many[0] = longest;
	many[1] = NULL;
	check_refused(box_run(w.b, &w.run, &res, &e), &e, -EINVAL, "bytes", clock_mono_us(), "long variable");
	longest[60000] = 0;
	CHECK_OK(box_run(w.b, &w.run, &res, &e), &e);
	CHECK(res.end == BOX_END_EXIT && res.exit_code == 7);
	close_bench(&w);
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static const char *const bad_names[] = {
	"",
	".",
	"..",
	".hidden",
	"-dash",
	"a/b",
	"/a",
	"a b",
	"a\nb",
	"a\x1b[31m",
	"\xc3\xa4",
	"a*",
	"1234567890123456789012345678901234567890123456789012345678901234",
};

/* Of a file in a folder of /box. */
static const char *const bad_entries[] = { "", ".", "..", "a/b", "/", "../x" };

static void names(enum box_mode mode)
{
	cleanup_buf struct buf got = { 0 };
	struct err e = ERR_INIT;
	struct bench w;
	int fd;

	open_bench(&w, mode);
	buf_init(&got, 100);
	CHECK_OK(fs_memfd("file", "x", 1, &fd, &e), &e);
	for (size_t i = 0; i < COUNT(bad_names); i++) {
		check_refused(box_put(w.b, bad_names[i], fd, &e), &e, -EINVAL, "put", clock_mono_us(), bad_names[i]);
		check_refused(box_get(w.b, bad_names[i], &got, &e), &e, -EINVAL, "get", clock_mono_us(), bad_names[i]);
	}
	CHECK_OK(box_put(w.b, bad_names[COUNT(bad_names) - 1] + 1, fd, &e), &e);
	for (size_t i = 0; i < COUNT(bad_names); i++)
		check_refused(box_put_in(w.b, bad_names[i], "x", fd, &e), &e, -EINVAL, "put", clock_mono_us(),
			      bad_names[i]);
	for (size_t i = 0; i < COUNT(bad_entries); i++)
		check_refused(box_put_in(w.b, "folder", bad_entries[i], fd, &e), &e, -EINVAL, "put", clock_mono_us(),
			      bad_entries[i]);
	CHECK_OK(box_put_in(w.b, "folder", "x", fd, &e), &e);
	check_refused(box_put_in(w.b, "folder", "x", fd, &e), &e, -EEXIST, "put x", clock_mono_us(), "twice");
	check_refused(box_put_in(w.b, "victim", "x", fd, &e), &e, -ENOTDIR, "put into victim", clock_mono_us(),
		      "no folder");
	check_refused(box_put(w.b, "victim", fd, &e), &e, -EEXIST, "victim", clock_mono_us(), "twice");
	check_refused(box_get(w.b, "none", &got, &e), &e, -ENOENT, "none", clock_mono_us(), "none");
	close(fd);
	close_bench(&w);
}

static void descriptors(enum box_mode mode)
{
	struct err e = ERR_INIT;
	struct bench w;
	int ends[2], dir, blind;

	open_bench(&w, mode);
	CHECK(!pipe2(ends, O_CLOEXEC));
	dir = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	blind = open(keeper_fixture.dir, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
	check_refused(box_put(w.b, "a", -1, &e), &e, -EBADF, "put a", clock_mono_us(), "no descriptor");
	check_refused(box_put(w.b, "a", 9999, &e), &e, -EBADF, "put a", clock_mono_us(), "closed descriptor");
	check_refused(box_put(w.b, "a", ends[0], &e), &e, -EINVAL, "put a", clock_mono_us(), "pipe");
	check_refused(box_put(w.b, "a", dir, &e), &e, -EINVAL, "put a", clock_mono_us(), "directory");
	/* An ordinary user cannot write there. */
	if (blind >= 0) {
		CHECK(write(blind, "x", 1) == 1);
		check_refused(box_put(w.b, "a", blind, &e), &e, -EBADF, "put a", clock_mono_us(), "write only");
		close(blind);
	}
	/* Its name was not taken by what failed. */
	CHECK_OK(fs_memfd("empty", "", 0, &blind, &e), &e);
	CHECK_OK(box_put(w.b, "a", blind, &e), &e);
	close(blind);
	close(dir);
	close(ends[0]);
	close(ends[1]);
	close_bench(&w);
}

/* ---- very many runs ---------------------------------------------------------------------------------------------- */

static size_t open_in(pid_t pid)
{
	cleanup_free char **found = NULL;
	struct err e = ERR_INIT;
	char path[64];
	size_t n = 0;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	CHECK_OK(fs_list(AT_FDCWD, path, 100000, &found, &n, &e), &e);
	return n;
}

static unsigned long resident_kib(pid_t pid)
{
	cleanup_buf struct buf text = { 0 };
	struct err e = ERR_INIT;
	char path[64];
	const char *line;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	buf_init(&text, 65536);
	CHECK_OK(fs_read(AT_FDCWD, path, &text, &e), &e);
	line = strstr(text.data, "VmRSS:");
	CHECK(line);
	return strtoul(line + 6, NULL, 10);
}

/* The hundredth run finds what the last one finds: nothing grows in the judge, the keeper and the warden. */
static void very_many_runs(enum box_mode mode)
{
	const unsigned n = getenv("JUDGE_SOAK") ? 100000 : 2000;
	unsigned long kib[3] = { 0 };
	size_t open_before[3] = { 0 };
	struct box_result res;
	struct err e = ERR_INIT;
	struct bench w;
	pid_t all[3] = { getpid() };

	open_bench(&w, mode);
	CHECK(keeper_fixture_children(all[0], &all[1], 1) == 1 && keeper_fixture_children(all[1], &all[2], 1) == 1);
	for (unsigned i = 0; i < n; i++) {
		buf_reset(&w.out);
		CHECK_OK(box_run(w.b, &w.run, &res, &e), &e);
		CHECK(res.end == BOX_END_EXIT && res.exit_code == 7 && w.out.len == 0);
		/* Only root may look at a keeper and a warden. */
		for (size_t j = 0; i == 99 && j < (geteuid() ? 1 : 3); j++) {
			kib[j] = resident_kib(all[j]);
			open_before[j] = open_in(all[j]);
		}
	}
	for (size_t j = 0; j < (geteuid() ? 1 : 3); j++) {
		CHECK(open_in(all[j]) == open_before[j]);
		CHECK(resident_kib(all[j]) <= kib[j] + 1024);
	}
	close_bench(&w);
}

/* ---- what lies in the fixture's directory ------------------------------------------------------------------------ */

static int put(const char *name, const void *bytes, size_t n, struct err *e)
{
	cleanup_free char *path = fs_join(keeper_fixture.dir, name);

	if (!path || fs_create(AT_FDCWD, path, bytes, n, 0755, e) < 0)
		return -1;
	return chmod(path, 0755);
}

static int link_to(const char *to, const char *name)
{
	cleanup_free char *path = fs_join(keeper_fixture.dir, name);

	return path ? symlink(to, path) : -1;
}

static int make_sources(void **state)
{
	/* The beginning of a 32-bit program and of one whose headers lie behind its end. */
	static const unsigned char elf32[64] = { 0x7f, 'E', 'L', 'F', 1, 1, 1 };
	static unsigned char cut[64] = { 0x7f, 'E', 'L', 'F', 2, 1, 1 };
	static const char script[] = "#!/bin/sh\nexit 7\n";
	cleanup_free char *pipe = NULL;
	struct err e = ERR_INIT;

	if (keeper_fixture_open(state) < 0)
		return -1;
	cut[33] = 1, cut[54] = 56, cut[56] = 2; /* e_phoff 256, e_phentsize, e_phnum */
	pipe = fs_join(keeper_fixture.dir, "pipe");
	if (!pipe || mkfifo(pipe, 0666) < 0 || chmod(pipe, 0666) < 0)
		return -1;
	if (link_to("victim", "link") < 0 || link_to("loop", "loop") < 0 || link_to("nowhere", "dangling") < 0)
		return -1;
	return put("script", script, strlen(script), &e) < 0 || put("empty", "", 0, &e) < 0 ||
			       put("elf32", elf32, sizeof(elf32), &e) < 0 || put("cut", cut, sizeof(cut), &e) < 0
		       ? -1
		       : 0;
}

#define CASE(fn, name)                       \
	static void name(void **state)       \
	{                                    \
		(void)state;                 \
		keeper_fixture_in_modes(fn); \
	}
CASE(boxes, box_open__refuses_every_field_out_of_range_by_name)
CASE(mount_sources, box_open__refuses_bad_mounts_by_name)
CASE(long_names, box_open__refuses_names_that_are_too_long)
CASE(deep_source, box_open__names_a_source_that_is_too_deep)
CASE(clashing_mounts, box_open__is_whole_or_refused_where_mounts_clash)
CASE(orders, box_run__refuses_every_field_out_of_range_by_name)
CASE(least_times, box_run__takes_the_least_of_limits)
CASE(arguments, box_run__counts_arguments)
CASE(names, box_put__takes_plain_names_only)
CASE(descriptors, box_put__takes_readable_files_only)
CASE(very_many_runs, box__lasts_for_very_many_runs)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box_open__refuses_every_field_out_of_range_by_name),
		cmocka_unit_test(box_open__refuses_bad_mounts_by_name),
		cmocka_unit_test(box_open__refuses_names_that_are_too_long),
		cmocka_unit_test(box_open__names_a_source_that_is_too_deep),
		cmocka_unit_test(box_open__is_whole_or_refused_where_mounts_clash),
		cmocka_unit_test(box_run__refuses_every_field_out_of_range_by_name),
		cmocka_unit_test(box_run__takes_the_least_of_limits),
		cmocka_unit_test(box_run__counts_arguments),
		cmocka_unit_test(box_put__takes_plain_names_only),
		cmocka_unit_test(box_put__takes_readable_files_only),
		cmocka_unit_test(box__lasts_for_very_many_runs),
	};

	return cmocka_run_group_tests_name("box_input", tests, make_sources, keeper_fixture_close);
}

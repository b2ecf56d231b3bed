/*
 * tags: serial
 *
 * Bad input of runs: every field of a limit, a run and a stream out of its range, programs, names and descriptors that
 * are none. Each is an error with the field's or the file's name, at once; the same box goes on with what is right, and
 * nothing is left over. The last value that is right on either side is taken. And one box lasts for very many runs.
 */
#include "tests/support/right.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define HOUR_US (UINT64_C(3600) * 1000000)

/* ---- runs -------------------------------------------------------------------------------------------------------- */

static const char *const no_argv[] = { NULL };

#define RUN(name, change)                      \
	static void name(struct right *w)      \
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
	void (*change)(struct right *w);
	int code;
	const char *words;
} runs[] = {
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
	struct right w;

	right_open(&w, mode);
	for (size_t i = 0; i < COUNT(runs); i++) {
		const struct right good = w;
		uint64_t since = clock_mono_us();
		struct box_result res = { .exit_code = 99 };
		struct err e = ERR_INIT;
		int r;

		runs[i].change(&w);
		r = box_run(w.b, &w.run, &res, &e);
		right_refused(r, &e, runs[i].code, runs[i].words, since, runs[i].name);
		CHECK(res.exit_code == (runs[i].code ? 99 : 7));
		w.run = good.run;
		memcpy(w.streams, good.streams, sizeof(w.streams));
		w.run.streams = w.streams;
		right_run(&w);
	}
	right_close(&w);
}

/* A microsecond is a limit like any other. */
static void least_times(enum box_mode mode)
{
	struct box_result res;
	struct err e = ERR_INIT;
	struct right w;

	right_open(&w, mode);
	w.run.limits.cpu_us = 1;
	CHECK_OK(box_run(w.b, &w.run, &res, &e), &e);
	CHECK(res.end == BOX_END_CPU && res.cpu_us >= 1);
	w.run.limits.cpu_us = HOUR_US;
	w.run.limits.wall_us = 1;
	CHECK_OK(box_run(w.b, &w.run, &res, &e), &e);
	CHECK(res.end == BOX_END_WALL || res.end == BOX_END_EXIT);
	right_close(&w);
}

/* Arguments and variables: so many strings, so many bytes, and not one more. */
static void arguments(enum box_mode mode)
{
	static const char *many[2000];
	static char longest[80000];
	struct box_result res;
	struct err e = ERR_INIT;
	struct right w;

	right_open(&w, mode);
	for (size_t i = 0; i < COUNT(many) - 1; i++)
		many[i] = "x";
	w.run.argv = many;
	right_refused(box_run(w.b, &w.run, &res, &e), &e, -EINVAL, "arguments", clock_mono_us(), "many arguments");
	w.run.argv = right_argv;
	w.run.envp = many;
	right_refused(box_run(w.b, &w.run, &res, &e), &e, -EINVAL, "variables", clock_mono_us(), "many variables");
	many[1000] = NULL;
	CHECK_OK(box_run(w.b, &w.run, &res, &e), &e);
	CHECK(res.end == BOX_END_EXIT && res.exit_code == 7);
	memset(longest, 'x', sizeof(longest) - 1);
	many[0] = longest;
	many[1] = NULL;
	right_refused(box_run(w.b, &w.run, &res, &e), &e, -EINVAL, "bytes", clock_mono_us(), "long variable");
	longest[60000] = 0;
	CHECK_OK(box_run(w.b, &w.run, &res, &e), &e);
	CHECK(res.end == BOX_END_EXIT && res.exit_code == 7);
	right_close(&w);
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static const char *const bad_names[] = {
	"",         ".",     "..",
	".hidden",  "-dash", "/a",
	"a/",       "a//b",  "a/../b",
	"a/..",     "a/./b", "1/2/3/4/5/6/7/8/9",
	"a b",      "a\nb",  "a\x1b[31m",
	"\xc3\xa4", "a*",    "1234567890123456789012345678901234567890123456789012345678901234",
};

static void names(enum box_mode mode)
{
	cleanup_buf struct buf got = { 0 };
	struct err e = ERR_INIT;
	struct right w;
	int fd;

	right_open(&w, mode);
	buf_init(&got, 100);
	CHECK_OK(fs_memfd("file", "x", 1, &fd, &e), &e);
	for (size_t i = 0; i < COUNT(bad_names); i++) {
		right_refused(box_put(w.b, bad_names[i], fd, &e), &e, -EINVAL, "put", clock_mono_us(), bad_names[i]);
		right_refused(box_get(w.b, bad_names[i], &got, &e), &e, -EINVAL, "get", clock_mono_us(), bad_names[i]);
	}
	CHECK_OK(box_put(w.b, bad_names[COUNT(bad_names) - 1] + 1, fd, &e), &e);
	CHECK_OK(box_put(w.b, "1/2/3/4/5/6/7/8", fd, &e), &e);
	CHECK_OK(box_put(w.b, "1/2/x", fd, &e), &e);
	CHECK_OK(box_put(w.b, "1/- \t\xff", fd, &e), &e);
	right_refused(box_put(w.b, "1/2/x", fd, &e), &e, -EEXIST, "1/2/x", clock_mono_us(), "twice in a folder");
	right_refused(box_put(w.b, "1/2/x/y", fd, &e), &e, -ENOTDIR, "1/2/x/y", clock_mono_us(), "in a file");
	right_refused(box_get(w.b, "a/b", &got, &e), &e, -EINVAL, "get", clock_mono_us(), "a/b");
	right_refused(box_put(w.b, "victim", fd, &e), &e, -EEXIST, "victim", clock_mono_us(), "twice");
	right_refused(box_get(w.b, "none", &got, &e), &e, -ENOENT, "none", clock_mono_us(), "none");
	close(fd);
	right_close(&w);
}

static void descriptors(enum box_mode mode)
{
	struct err e = ERR_INIT;
	struct right w;
	int ends[2], dir, blind;

	right_open(&w, mode);
	CHECK(!pipe2(ends, O_CLOEXEC));
	dir = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	blind = open(keeper_fixture.dir, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
	right_refused(box_put(w.b, "a", -1, &e), &e, -EBADF, "put a", clock_mono_us(), "no descriptor");
	right_refused(box_put(w.b, "a", 9999, &e), &e, -EBADF, "put a", clock_mono_us(), "closed descriptor");
	right_refused(box_put(w.b, "a", ends[0], &e), &e, -EINVAL, "put a", clock_mono_us(), "pipe");
	right_refused(box_put(w.b, "a", dir, &e), &e, -EINVAL, "put a", clock_mono_us(), "directory");
	/* An ordinary user cannot write there. */
	if (blind >= 0) {
		CHECK(write(blind, "x", 1) == 1);
		right_refused(box_put(w.b, "a", blind, &e), &e, -EBADF, "put a", clock_mono_us(), "write only");
		close(blind);
	}
	/* Its name was not taken by what failed. */
	CHECK_OK(fs_memfd("empty", "", 0, &blind, &e), &e);
	CHECK_OK(box_put(w.b, "a", blind, &e), &e);
	close(blind);
	close(dir);
	close(ends[0]);
	close(ends[1]);
	right_close(&w);
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
	struct right w;
	pid_t all[3] = { getpid() };

	right_open(&w, mode);
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
	right_close(&w);
}

#define CASE(fn, name)                       \
	static void name(void **state)       \
	{                                    \
		(void)state;                 \
		keeper_fixture_in_modes(fn); \
	}
CASE(orders, box_run__refuses_every_field_out_of_range_by_name)
CASE(least_times, box_run__takes_the_least_of_limits)
CASE(arguments, box_run__counts_arguments)
CASE(names, box_put__takes_plain_names_only)
CASE(descriptors, box_put__takes_readable_files_only)
CASE(very_many_runs, box__lasts_for_very_many_runs)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box_run__refuses_every_field_out_of_range_by_name),
		cmocka_unit_test(box_run__takes_the_least_of_limits),
		cmocka_unit_test(box_run__counts_arguments),
		cmocka_unit_test(box_put__takes_plain_names_only),
		cmocka_unit_test(box_put__takes_readable_files_only),
		cmocka_unit_test(box__lasts_for_very_many_runs),
	};

	return cmocka_run_group_tests_name("box_input", tests, right_fixture_open, keeper_fixture_close);
}

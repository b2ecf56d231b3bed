/* What build_script promises: what Python cannot read does not compile, and what is run is what was given. */
#include "runners/build_job.h"

#include "sandbox/base/fs.h"
#include "tests/support/workbench.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int open_bench(void **state)
{
	return workbench_open_language(LANGUAGE_PYTHON3, state);
}

static struct source source(const char *name, const char *text)
{
	return (struct source){ name, text, strlen(text) };
}

static struct build build(void **state, const struct source *sources, size_t n, const char *entrypoint)
{
	const struct workbench *b = *state;
	const struct build_spec spec = {
		.shape = BUILD_PROGRAM, .sources = sources, .n_sources = n, .entrypoint = entrypoint
	};
	struct build out = BUILD_INIT;
	struct err e = ERR_INIT;

	if (build_script(b->tc, b->sandbox, &spec, &out, &e) < 0)
		fail_msg("%s", e.text);
	return out;
}

static void script__of_several_modules_is_one_file(void **state)
{
	const struct source sources[] = { source("main.py", "import helper\n"), source("helper.py", "x = 1\n") };
	cleanup_build struct build b = build(state, sources, 2, NULL);
	cleanup_buf struct buf file;
	struct err e = ERR_INIT;

	buf_init(&file, 1 << 16);
	assert_int_equal(b.end, BUILD_OK);
	assert_int_equal(fs_read_fd(b.artifact.fd, &file, &e), 0);
	assert_memory_equal(file.data, "PK\003\004", 4);
	assert_non_null(memmem(file.data, file.len, "import helper\n", 14));
	assert_non_null(memmem(file.data, file.len, "x = 1\n", 6));
}

static void script__that_is_no_python_is_named_by_file_and_line(void **state)
{
	static const struct {
		const char *text, *reason;
		uint32_t line;
	} rows[] = {
		{ "x = 1\nif x\n", "helper.py:2: expected ':'", 2 },
		{ "x = (\n", "helper.py:1: '(' was never closed", 1 },
		{ "  x = 1\n", "helper.py:1: unexpected indent", 1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct source sources[] = { source("main.py", "import helper\n"),
						  source("helper.py", rows[i].text) };
		cleanup_build struct build b = build(state, sources, 2, NULL);

		assert_int_equal(b.end, BUILD_ERROR);
		assert_string_equal(b.reason, rows[i].reason);
		assert_int_equal(b.n_diagnostics, 1);
		assert_string_equal(b.diagnostics[0].file, "helper.py");
		assert_int_equal(b.diagnostics[0].line, rows[i].line);
		assert_int_equal(b.artifact.fd, -1);
	}
}

/* What the interpreter says is shown as it says it, and a place that it does not know is none. */
static void script__that_is_no_python_is_told_in_the_interpreter_s_words(void **state)
{
	const struct source escape = source("main.py", "s = '\\x'\n"), nul = { "main.py", "x = 1\0", 6 };
	cleanup_build struct build b = build(state, &escape, 1, NULL), c = build(state, &nul, 1, NULL);

	assert_non_null(strstr(b.diagnostics[0].text, "truncated \\xXX escape"));
	assert_memory_equal(b.reason, "main.py:1: ", 11);
	assert_string_equal(b.reason + 11, b.diagnostics[0].text);
	assert_int_equal(c.diagnostics[0].line, 0);
	assert_memory_equal(c.reason, "main.py: ", 9);
	assert_string_equal(c.reason + 9, c.diagnostics[0].text);
}

/* It would end with an error if it were run. */
static void script__is_read_and_not_run(void **state)
{
	const struct source one = source("main.py", "raise SystemExit(1)\n");
	cleanup_build struct build b = build(state, &one, 1, NULL);

	assert_int_equal(b.end, BUILD_OK);
}

static void script__begins_where_it_can_be_told(void **state)
{
	const struct source sources[] = { source("a.py", "\n"), source("b.py", "\n") };
	cleanup_build struct build none = build(state, sources, 2, NULL), named = build(state, sources, 2, "b.py");

	assert_int_equal(none.end, BUILD_ERROR);
	assert_string_equal(none.reason,
			    "none of the files is __main__.py or main.py, so that nobody knows where to begin");
	assert_int_equal(named.end, BUILD_OK);
}

static void script__has_names_of_modules_alone(void **state)
{
	static const char *const names[] = { "../main.py", ".main.py", "a b.py", "a/b.py" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct source one = source(names[i], "\n");
		cleanup_build struct build b = build(state, &one, 1, NULL);

		assert_int_equal(b.end, BUILD_ERROR);
		assert_non_null(strstr(b.reason, "is no name for a module"));
	}
}

static void script__has_a_ceiling(void **state)
{
	static char large[SOURCE_BYTES_MAX + 1];
	const struct source one = { "main.py", large, sizeof(large) };
	cleanup_build struct build b = BUILD_INIT;

	memset(large, '\n', sizeof(large));
	b = build(state, &one, 1, NULL);
	assert_int_equal(b.end, BUILD_ERROR);
	assert_string_equal(b.reason, "'main.py' is larger than 256 KiB");
}

/* So deep that the interpreter gives up. */
static void script__that_is_too_deep_is_refused(void **state)
{
	static char deep[20000];
	const struct source one = { "main.py", deep, sizeof(deep) };
	cleanup_build struct build b = BUILD_INIT;

	memset(deep, '(', sizeof(deep));
	b = build(state, &one, 1, NULL);
	assert_int_equal(b.end, BUILD_ERROR);
	assert_int_equal(b.artifact.fd, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(script__of_several_modules_is_one_file),
		cmocka_unit_test(script__that_is_no_python_is_named_by_file_and_line),
		cmocka_unit_test(script__that_is_no_python_is_told_in_the_interpreter_s_words),
		cmocka_unit_test(script__is_read_and_not_run),
		cmocka_unit_test(script__begins_where_it_can_be_told),
		cmocka_unit_test(script__has_names_of_modules_alone),
		cmocka_unit_test(script__has_a_ceiling),
		cmocka_unit_test(script__that_is_too_deep_is_refused),
	};

	return cmocka_run_group_tests_name("build_script", tests, open_bench, workbench_close);
}

/*
 * What build promises, in real boxes: what compiles, how each fault of a source is named, and that no source sees the
 * host.
 */
#include "runners/runner.h"

#include "sandbox/base/fs.h"
#include "tests/support/workbench.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SOURCE(name, text)                   \
	{                                    \
		name, text, sizeof(text) - 1 \
	}
#define GOOD "int twice(int x)\n{\n\treturn 2 * x;\n}\n"

static void assert_ok(struct build *b)
{
	if (b->end != BUILD_OK)
		fail_msg("%s", b->reason);
	assert_true(b->artifact.fd >= 0);
	assert_true(b->artifact.bytes > 0);
	assert_string_equal(b->reason, "");
	build_clear(b);
}

static void assert_end(struct build *b, enum build_end end, const char *part_of_reason)
{
	if (b->end != end || !strstr(b->reason, part_of_reason))
		fail_msg("end %d, '%s' instead of '%s'", b->end, b->reason, part_of_reason);
	assert_int_equal(b->artifact.fd, -1);
	build_clear(b);
}

/* Nothing that was said may hold this. */
static void assert_unsaid(const struct build *b, const char *what)
{
	assert_null(strstr(b->reason, what));
	for (size_t i = 0; i < b->n_diagnostics; i++) {
		assert_null(strstr(b->diagnostics[i].text, what));
		assert_true(!b->diagnostics[i].file || !strstr(b->diagnostics[i].file, what));
	}
}

static void refuses(void **state, const char *text, const char *part_of_reason)
{
	struct build b = workbench_object(*state, text);

	assert_end(&b, BUILD_ERROR, part_of_reason);
}

static void accepts(void **state, const char *text)
{
	struct build b = workbench_object(*state, text);

	assert_ok(&b);
}

/* ---- what compiles ----------------------------------------------------------------------------------------------- */

static void build__makes_an_object_of_a_function(void **state)
{
	struct build b = workbench_object(*state, GOOD);
	struct object_facts facts;
	struct err e = ERR_INIT;

	assert_int_equal(b.end, BUILD_OK);
	assert_int_equal(b.n_diagnostics, 0);
	assert_false(b.cached);
	assert_true(b.cpu_us > 0 && b.wall_us > 0 && b.peak_bytes > 0);
	assert_int_equal(object_read(&b.artifact, &facts, &e), 0);
	assert_true(object_defines(&facts, "twice"));
	object_facts_clear(&facts);
	assert_ok(&b);
}

static void build__leaves_the_candidate_all_names(void **state)
{
	accepts(state, "#include <stddef.h>\n"
		       "int main(void) { return 3; }\n"
		       "void *malloc(size_t n) { static char all[64]; return n < 64 ? all : NULL; }\n"
		       "void driver_run(void) {}\n"
		       "int driver_functions[3];\n"
		       "int remove(int key) { return key; }\n"
		       "int twice(int x) { return remove(x) * 2 + !malloc(4); }\n");
}

static void build__takes_a_source_without_a_last_newline(void **state)
{
	accepts(state, "int twice(int x) { return 2 * x; }");
	accepts(state, "int twice(int x) { return 2 * x; } // one");
	accepts(state, "int twice(int x) { return 2 * x; }\\");
	accepts(state, "int twice(int x) { return 2 * x; } // joined \\");
}

static void build__finds_the_usual_headers(void **state)
{
	accepts(state, "#include <math.h>\n#include <stdio.h>\n#include <string.h>\n#include <stdatomic.h>\n"
		       "#if __has_include(\"uthash.h\")\n#include \"uthash.h\"\n#endif\n"
		       "int twice(int x) { return (int)lround(fabs(2.0 * x)); }\n");
}

static void build__does_not_mind_a_constructor(void **state)
{
	accepts(state,
		"#include <stdio.h>\n__attribute__((constructor)) static void hello(void) { puts(\"hello\"); }\n" GOOD);
}

static void build__joins_several_files(void **state)
{
	const struct source sources[] = {
		SOURCE("helper.c", "#include \"helper.h\"\nint helper(T x) { return x; }\n"),
		SOURCE("helper.h", "typedef int T;\nint helper(T x);\n"),
		SOURCE("the \"main\" one.c", "#include \"helper.h\"\nint twice(T x) { return 2 * helper(x); }\n"),
	};
	const struct signature signature = { "twice", "int(T)" };
	const struct build_spec spec = {
		.sources = sources,
		.n_sources = 3,
		.signatures = &signature,
		.n_signatures = 1,
		.warnings = true,
	};
	struct build b = workbench_build(*state, &spec);

	assert_int_equal(b.n_diagnostics, 0);
	assert_ok(&b);
}

static void build__gives_the_packages_headers_and_its_prelude(void **state)
{
	const struct source headers[] = {
		SOURCE("prelude.h", "#include <limits.h>\ntypedef struct list { int value; } list;\n"),
		SOURCE("extra.h", "#define FACTOR 2\n"),
	};
	const struct source source =
		workbench_source("#include \"extra.h\"\n#include <extra.h>\n"
				 "int twice(int x) { return x == INT_MAX ? 0 : FACTOR * (list){ x }.value; }\n");
	const struct build_spec spec = {
		.sources = &source,
		.n_sources = 1,
		.headers = headers,
		.n_headers = 2,
		.prelude = "prelude.h",
	};
	struct build b = workbench_build(*state, &spec);

	assert_ok(&b);
}

static void build__gives_tools_to_a_packages_programs_only(void **state)
{
	const struct source source =
		workbench_source("#include \"generate.h\"\n#include \"validate.h\"\n"
				 "int main(void) { print_number(read_number(1, 2)); valid_at_end(); }\n");
	struct build_spec spec = { .shape = BUILD_PROGRAM, .sources = &source, .n_sources = 1, .tools = true };
	struct build b = workbench_build(*state, &spec);

	assert_ok(&b);
	spec.tools = false;
	b = workbench_build(*state, &spec);
	assert_int_equal(b.end, BUILD_ERROR);
	assert_non_null(strstr(b.reason, "generate.h"));
	build_clear(&b);
}

static void build__makes_a_program(void **state)
{
	const struct source source =
		workbench_source("#include <stdio.h>\nint main(void) { puts(\"hello\"); return 0; }\n");
	const struct build_spec spec = { .shape = BUILD_PROGRAM, .sources = &source, .n_sources = 1 };
	struct build b = workbench_build(*state, &spec);

	assert_ok(&b);
}

/* ---- what does not ----------------------------------------------------------------------------------------------- */

static void build__shows_a_syntax_error_at_its_place(void **state)
{
	const struct source source = SOURCE("my \"lru\" cache.c", "int twice(int x)\n{\n\treturn 2 * x\n}\n");
	const struct build_spec spec = { .sources = &source, .n_sources = 1 };
	struct build b = workbench_build(*state, &spec);

	assert_int_equal(b.end, BUILD_ERROR);
	assert_true(b.n_diagnostics >= 1);
	assert_int_equal(b.diagnostics[0].level, DIAGNOSTIC_ERROR);
	assert_string_equal(b.diagnostics[0].file, "my \"lru\" cache.c");
	assert_int_equal(b.diagnostics[0].line, 3);
	assert_non_null(strstr(b.reason, ":3: "));
	assert_unsaid(&b, "/box");
	build_clear(&b);
}

/* The words by which a pass says that it got no more memory, said by a source. */
static void build__believes_no_source_that_memory_is_out(void **state)
{
	const struct source sources[] = {
		SOURCE("a.c", "#error memory exhausted\n"),
		SOURCE("b.c", "#error out of memory allocating 8 bytes\n"),
	};

	for (size_t i = 0; i < 2; i++) {
		const struct build_spec spec = { .sources = &sources[i], .n_sources = 1 };
		struct build b = workbench_build(*state, &spec);

		assert_int_equal(b.end, BUILD_ERROR);
		build_clear(&b);
	}
}

static void build__leaves_a_backslash_in_its_reason_alone(void **state)
{
	refuses(state, "int twice(int x) { return \\x; }\n", "stray '\\' in program");
	refuses(state, "#error \"\x1b[2J\"\n", "\"\\x1b[2J\"");
}

/* Bytes, as everything here counts: gcc would count the columns of a terminal, where a tab is eight wide. */
static void build__counts_columns_in_bytes(void **state)
{
	const struct source source = SOURCE("a.c", "int twice(int a)\n{\n\t/* \xc3\xa4 */ return a + missing;\n}\n");
	const struct build_spec spec = { .sources = &source, .n_sources = 1 };
	struct build b = workbench_build(*state, &spec);

	assert_int_equal(b.end, BUILD_ERROR);
	assert_int_equal(b.diagnostics[0].line, 3);
	assert_int_equal(b.diagnostics[0].column, sizeof("\t/* \xc3\xa4 */ return a + m") - 1);
	build_clear(&b);
}

static void build__shows_an_error_of_a_header_at_its_place(void **state)
{
	const struct source sources[] = { SOURCE("a.h", "int x\n"), SOURCE("a.c", "\n#include \"a.h\"\nint y;\n") };
	const struct build_spec spec = { .sources = sources, .n_sources = 2 };
	struct build b = workbench_build(*state, &spec);

	assert_int_equal(b.end, BUILD_ERROR);
	assert_unsaid(&b, "/box");
	build_clear(&b);
}

static void build__shows_the_errors_of_all_files(void **state)
{
	const struct source sources[] = { SOURCE("a.c", "int x = ;\n"), SOURCE("b.c", "int y = ;\n") };
	const struct build_spec spec = { .sources = sources, .n_sources = 2 };
	struct build b = workbench_build(*state, &spec);

	assert_int_equal(b.end, BUILD_ERROR);
	assert_int_equal(b.n_diagnostics, 2);
	assert_string_equal(b.diagnostics[0].file, "a.c");
	assert_string_equal(b.diagnostics[1].file, "b.c");
	build_clear(&b);
}

static void build__shows_warnings_and_goes_on(void **state)
{
	struct build b = workbench_object(*state, "int twice(int x)\n{\n\tint unused;\n\treturn 2 * x;\n}\n");

	assert_int_equal(b.n_diagnostics, 1);
	assert_int_equal(b.diagnostics[0].level, DIAGNOSTIC_WARNING);
	assert_int_equal(b.diagnostics[0].line, 3);
	assert_string_equal(b.diagnostics[0].option, "-Wunused-variable");
	assert_ok(&b);
}

static void build__bounds_what_the_compiler_says(void **state)
{
	struct buf text;

	buf_init(&text, SOURCE_BYTES_MAX);
	buf_puts(&text, GOOD);
	for (int i = 0; i < 8000; i++)
		buf_printf(&text, "static int u%d(void);\n", i);
	assert_int_equal(text.failed, 0);

	struct build b = workbench_object(*state, text.data);

	assert_int_equal(b.n_diagnostics, 100);
	assert_true(b.n_dropped > 0);
	assert_ok(&b);
	buf_clear(&text);
}

static void signature__of_another_type_is_one_clear_error(void **state)
{
	refuses(state, "int twice(long x) { return (int)x; }\n", "must have the type");
	refuses(state, "void twice(int x) { (void)x; }\n", "must have the type");
	refuses(state, "int twice;\n", "must have the type");
}

static void signature__may_use_the_candidates_types(void **state)
{
	const struct source source =
		workbench_source("typedef struct { int n; } Cache;\nCache *make(int n) { (void)n; return 0; }\n");
	const struct signature signature = { "make", "Cache *(int)" };
	const struct build_spec spec = {
		.sources = &source, .n_sources = 1, .signatures = &signature, .n_signatures = 1
	};
	struct build b = workbench_build(*state, &spec);

	assert_ok(&b);
}

static void signature__that_is_missing_is_named(void **state)
{
	refuses(state, "int once(int x) { return x; }\n", "twice");
	refuses(state, "\n", "twice");
	refuses(state, "int twice(int x);\n", "the function 'twice' is static or missing");
}

static void signature__that_is_static_is_named(void **state)
{
	refuses(state, "static int twice(int x) { return 2 * x; }\n", "the function 'twice' is static or missing");
	refuses(state, "inline int twice(int x) { return 2 * x; }\n", "the function 'twice' is static or missing");
}

static void signature__is_checked_whatever_the_source_does_to_it(void **state)
{
	refuses(state, "#define _Static_assert(...)\nint once;\n", "static or missing");
	refuses(state, "#define __typeof__(x) int(int)\nint once;\n", "static or missing");
	refuses(state, "#define twice once\nint twice(int x) { return x; }\n", "static or missing");
	refuses(state, "int twice(int x) { return 2 * x; }\n/* the end", "comment");
	refuses(state, "int twice(int x) { return 2 * x; }\n#if 0\n", "#if");
	refuses(state, "int twice(int x) { return 2 * x; }\nint y =", "");
	refuses(state, "int twice(int x) { return 2 * x; }\nchar *s = \"", "");
}

static void marker__of_the_candidate_fools_only_the_candidate(void **state)
{
	accepts(state, "#line 7 \"other.c\"\n" GOOD);
	accepts(state, "# 1 \"judge:signature\"\n" GOOD);
	refuses(state, "# 1 \"judge:signature\"\nint twice(long x) { return (int)x; }\n", "");
	refuses(state, "# 1 \"/etc/passwd\" 3 4\nint twice = ;\n", "");
}

static void build__names_what_the_linker_misses(void **state)
{
	refuses(state, "int absent(int);\nint twice(int x) { return absent(x); }\n", "absent");
	refuses(state, "void driver_write_i64(long);\nint twice(int x) { driver_write_i64(x); return x; }\n",
		"driver_write_i64");
}

static void build__names_what_is_defined_twice(void **state)
{
	const struct source sources[] = { SOURCE("a.c", "int f(void) { return 1; }\n"),
					  SOURCE("b.c", "int f(void) { return 2; }\n") };
	const struct build_spec spec = { .sources = sources, .n_sources = 2 };
	struct build b = workbench_build(*state, &spec);

	assert_end(&b, BUILD_ERROR, "f");
}

static void source__of_a_bad_kind_is_refused_in_words(void **state)
{
	static char large[SOURCE_BYTES_MAX + 2];
	const struct source header = SOURCE("package.h", "");
	const struct {
		struct source source;
		const char *reason;
	} bad[] = {
		{ SOURCE("../a.h", ""), "the name of a header" },
		{ SOURCE("a b.h", ""), "the name of a header" },
		{ SOURCE("-a.h", ""), "the name of a header" },
		{ SOURCE(".a.h", ""), "the name of a header" },
		{ SOURCE("package.h", ""), "already" },
		{ SOURCE("only.h", ""), "no source" },
		{ { "large.c", large, SOURCE_BYTES_MAX + 1 }, "256 KiB" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct build_spec spec = {
			.sources = &bad[i].source, .n_sources = 1, .headers = &header, .n_headers = 1
		};
		struct build b = workbench_build(*state, &spec);

		assert_end(&b, BUILD_ERROR, bad[i].reason);
	}
}

static void source__names_may_hold_anything_else(void **state)
{
	static const char *const names[] = { "a b.c", "$(rm -rf x);.c", "-o.c",   "a\nb.c", "\"\\.c",
					     "..",    "/etc/passwd",    "\xff.c", "" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct source source = SOURCE(names[i], GOOD);
		const struct build_spec spec = { .sources = &source, .n_sources = 1 };
		struct build b = workbench_build(*state, &spec);

		assert_ok(&b);
	}
}

static void header__of_the_package_that_is_bad_is_the_judges_fault(void **state)
{
	struct workbench *w = *state;
	const struct source source = workbench_source(GOOD), header = SOURCE("../a.h", "");
	const struct build_spec spec = { .sources = &source, .n_sources = 1, .headers = &header, .n_headers = 1 };
	struct build b = BUILD_INIT;
	struct err e = ERR_INIT;

	assert_int_equal(build_run(w->tc, w->sandbox, &spec, &b, &e), -EINVAL);
	assert_int_equal(b.artifact.fd, -1);
	build_clear(&b);
}

/* ---- what means harm --------------------------------------------------------------------------------------------- */

static void host__is_not_seen_by_an_include(void **state)
{
	static const char *const paths[] = {
		"/etc/passwd", "/proc/self/environ", "/proc/self/maps", "/dev/stdin",     "/dev/fd/0",
		"/bin/sh",     "/box/../etc/passwd", "../etc/passwd",   "/root/.profile", "/usr/local/include/x.h"
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		char text[200];
		struct build b;

		snprintf(text, sizeof(text), "#include \"%s\"\n" GOOD, paths[i]);
		b = workbench_object(*state, text);
		assert_unsaid(&b, "root:");
		assert_end(&b, BUILD_ERROR, "No such file");
	}
}

static void host__is_not_seen_by_the_assembler(void **state)
{
	static const char *const lines[] = { ".incbin \\\"/etc/passwd\\\"", ".include \\\"/etc/passwd\\\"",
					     ".incbin \\\"/proc/self/environ\\\"" };

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		char text[200];
		struct build b;

		snprintf(text, sizeof(text), "__asm__(\"%s\");\n" GOOD, lines[i]);
		b = workbench_object(*state, text);
		assert_unsaid(&b, "root:");
		assert_end(&b, BUILD_ERROR, "");
	}
}

static void host__is_not_seen_by_another_submission(void **state)
{
	accepts(state, GOOD);
	refuses(state, "__asm__(\".incbin \\\"/work/out\\\"\");\n" GOOD, "");
	refuses(state, "#include \"/box/1.c\"\n" GOOD, "No such file");
}

static void endless__file_meets_a_limit(void **state)
{
	struct build b = workbench_object(*state, "#include \"/dev/zero\"\n" GOOD);

	assert_end(&b, BUILD_LIMIT, "the compiler ");
}

static void bomb__of_macros_meets_a_limit(void **state)
{
	struct build b =
		workbench_object(*state, "#define A 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,\n#define B A A A A A A A A A A\n"
					 "#define C B B B B B B B B B B\n#define D C C C C C C C C C C\n"
					 "#define E D D D D D D D D D D\n#define F E E E E E E E E E E\n"
					 "int v[] = { F F F F F F F F F F F F F F F F F F F F };\n" GOOD);

	assert_end(&b, BUILD_LIMIT, "the compiler ");
}

static void bomb__of_data_meets_the_limit_of_a_file(void **state)
{
	struct build b = workbench_object(*state, "__asm__(\".data\\n.fill 0x8000000, 1, 1\\n.text\");\n" GOOD);

	assert_end(&b, BUILD_LIMIT, "wrote a file of more than 64 MiB");
}

/* What a package guarantees for its submissions is what they get, no less and no more. */
static void limits__of_a_build_are_those_that_are_ordered(void **state)
{
	const struct source bomb = workbench_source(
		"__asm__(\".macro m n\\n.if \\\\n\\nm \\\"\\\\n-1\\\"\\nm \\\"\\\\n-1\\\"\\n.endif\\n.endm\\n"
		"m 60\");\n" GOOD);
	const struct source large = workbench_source(
		"#define A 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,\n#define B A A A A A A A A A A\n"
		"#define C B B B B B B B B B B\n#define D C C C C C C C C C C\n#define E D D D D D D D D D D\n"
		"int v[] = { E E E E E E E E };\n" GOOD);
	const struct build_spec rows[] = {
		{ .sources = &bomb, .n_sources = 1, .cpu_us = 1500000 },
		{ .sources = &large, .n_sources = 1, .memory_bytes = 64 << 20 },
		{ .sources = &large, .n_sources = 1 },
	};
	struct build b = workbench_build(*state, &rows[0]);

	assert_end(&b, BUILD_LIMIT, "the assembler used more than 1.5 s of CPU time");
	b = workbench_build(*state, &rows[1]);
	assert_end(&b, BUILD_LIMIT, "the compiler used more than 64 MiB of memory");
	b = workbench_build(*state, &rows[2]);
	assert_ok(&b);
}

static void bomb__of_time_meets_the_limit_of_cpu(void **state)
{
	struct build b = workbench_object(
		*state, "__asm__(\".macro m n\\n.if \\\\n\\nm \\\"\\\\n-1\\\"\\nm \\\"\\\\n-1\\\"\\n.endif\\n.endm\\n"
			"m 60\");\n" GOOD);

	assert_end(&b, BUILD_LIMIT, "the assembler used more than 10 s of CPU time");
}

static void crash__of_the_compiler_is_the_sources_fault(void **state)
{
	struct build b;
	struct buf text;

	buf_init(&text, SOURCE_BYTES_MAX);
	buf_puts(&text, "int x = ");
	for (int i = 0; i < 200000; i++)
		buf_putc(&text, '(');
	b = workbench_object(*state, text.data);
	assert_int_not_equal(b.end, BUILD_OK);
	assert_int_not_equal(b.reason[0], 0);
	build_clear(&b);
	buf_clear(&text);
}

static void build__works_after_all_that(void **state)
{
	accepts(state, GOOD);
}

/* ---- the cache --------------------------------------------------------------------------------------------------- */

static struct build build_cached(struct workbench *w, const char *dir, const char *text, enum build_shape shape)
{
	const struct source source = workbench_source(text);
	const struct build_spec spec = { .shape = shape, .sources = &source, .n_sources = 1, .cache_dir = dir };

	return workbench_build(w, &spec);
}

static void assert_cached(struct workbench *w, const char *dir, const char *text, enum build_shape shape, bool cached)
{
	struct build b = build_cached(w, dir, text, shape);

	assert_int_equal(b.cached, cached);
	assert_ok(&b);
}

static void cache__spares_the_second_build_of_the_same(void **state)
{
	struct err e = ERR_INIT;
	char *dir;

	assert_int_equal(fs_temp_dir(NULL, "judge-test-build-", &dir, &e), 0);
	assert_cached(*state, dir, "int main(void) { return 0; }\n", BUILD_PROGRAM, false);
	assert_cached(*state, dir, "int main(void) { return 0; }\n", BUILD_PROGRAM, true);
	assert_cached(*state, dir, "int main(void) { return 1; }\n", BUILD_PROGRAM, false);
	assert_cached(*state, dir, workbench_driver, BUILD_RUNNER, false);
	assert_cached(*state, dir, workbench_driver, BUILD_RUNNER, true);
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
	free(dir);
}

static void cache__never_holds_a_submission(void **state)
{
	struct err e = ERR_INIT;
	char *dir, **names;
	size_t n;

	assert_int_equal(fs_temp_dir(NULL, "judge-test-build-", &dir, &e), 0);
	assert_cached(*state, dir, GOOD, BUILD_OBJECT, false);
	assert_cached(*state, dir, GOOD, BUILD_OBJECT, false);
	assert_int_equal(fs_list(AT_FDCWD, dir, 10, &names, &n, &e), 0);
	assert_int_equal(n, 0);
	free(names);
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
	free(dir);
}

static void cache__never_holds_what_failed(void **state)
{
	struct err e = ERR_INIT;
	struct build b;
	char *dir;

	assert_int_equal(fs_temp_dir(NULL, "judge-test-build-", &dir, &e), 0);
	for (int i = 0; i < 2; i++) {
		b = build_cached(*state, dir, "int main(void) { return }\n", BUILD_PROGRAM);
		assert_false(b.cached);
		assert_end(&b, BUILD_ERROR, "");
	}
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
	free(dir);
}

/* ---- the runtime ------------------------------------------------------------------------------------------------- */

static void runtime__that_is_nowhere_is_the_judges_fault(void **state)
{
	struct workbench *w = *state;
	const struct source source = workbench_source(workbench_driver);
	const struct build_spec spec = { .shape = BUILD_RUNNER, .sources = &source, .n_sources = 1 };
	const char *kept = getenv("JUDGE_DRIVER_DIR");
	struct build b = BUILD_INIT;
	struct err e = ERR_INIT;
	char *copy = kept ? strdup(kept) : NULL;

	setenv("JUDGE_DRIVER_DIR", "/nonexistent", 1);
	assert_int_equal(build_run(w->tc, w->sandbox, &spec, &b, &e), -ENOENT);
	assert_non_null(strstr(e.text, "/nonexistent"));
	if (copy)
		setenv("JUDGE_DRIVER_DIR", copy, 1);
	else
		unsetenv("JUDGE_DRIVER_DIR");
	free(copy);
}

/* ---- clang ------------------------------------------------------------------------------------------------------- */

static void clang__builds_too_where_it_is_installed(void **state)
{
	struct workbench w = *(struct workbench *)*state;
	struct err e = ERR_INIT;
	struct build b;

	if (toolchain_open("clang", &w.tc, &e) == -ENOENT) {
		print_message("no clang here\n");
		return;
	}
	b = workbench_object(&w, GOOD);
	assert_ok(&b);
	b = workbench_object(&w, "int twice(int x) { return y; }\n");
	assert_end(&b, BUILD_ERROR, "twice.c:1");
	b = workbench_object(&w, "int twice(long x) { return (int)x; }\n");
	assert_end(&b, BUILD_ERROR, "must have the type");
	b = build_cached(&w, NULL, workbench_driver, BUILD_RUNNER);
	assert_ok(&b);
	toolchain_close(w.tc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(build__makes_an_object_of_a_function),
		cmocka_unit_test(build__leaves_the_candidate_all_names),
		cmocka_unit_test(build__takes_a_source_without_a_last_newline),
		cmocka_unit_test(build__finds_the_usual_headers),
		cmocka_unit_test(build__does_not_mind_a_constructor),
		cmocka_unit_test(build__joins_several_files),
		cmocka_unit_test(build__gives_the_packages_headers_and_its_prelude),
		cmocka_unit_test(build__gives_tools_to_a_packages_programs_only),
		cmocka_unit_test(build__makes_a_program),
		cmocka_unit_test(build__shows_a_syntax_error_at_its_place),
		cmocka_unit_test(build__leaves_a_backslash_in_its_reason_alone),
		cmocka_unit_test(build__counts_columns_in_bytes),
		cmocka_unit_test(build__believes_no_source_that_memory_is_out),
		cmocka_unit_test(build__shows_an_error_of_a_header_at_its_place),
		cmocka_unit_test(build__shows_the_errors_of_all_files),
		cmocka_unit_test(build__shows_warnings_and_goes_on),
		cmocka_unit_test(build__bounds_what_the_compiler_says),
		cmocka_unit_test(signature__of_another_type_is_one_clear_error),
		cmocka_unit_test(signature__may_use_the_candidates_types),
		cmocka_unit_test(signature__that_is_missing_is_named),
		cmocka_unit_test(signature__that_is_static_is_named),
		cmocka_unit_test(signature__is_checked_whatever_the_source_does_to_it),
		cmocka_unit_test(marker__of_the_candidate_fools_only_the_candidate),
		cmocka_unit_test(build__names_what_the_linker_misses),
		cmocka_unit_test(build__names_what_is_defined_twice),
		cmocka_unit_test(source__of_a_bad_kind_is_refused_in_words),
		cmocka_unit_test(source__names_may_hold_anything_else),
		cmocka_unit_test(header__of_the_package_that_is_bad_is_the_judges_fault),
		cmocka_unit_test(host__is_not_seen_by_an_include),
		cmocka_unit_test(host__is_not_seen_by_the_assembler),
		cmocka_unit_test(host__is_not_seen_by_another_submission),
		cmocka_unit_test(endless__file_meets_a_limit),
		cmocka_unit_test(bomb__of_macros_meets_a_limit),
		cmocka_unit_test(bomb__of_data_meets_the_limit_of_a_file),
		cmocka_unit_test(bomb__of_time_meets_the_limit_of_cpu),
		cmocka_unit_test(limits__of_a_build_are_those_that_are_ordered),
		cmocka_unit_test(crash__of_the_compiler_is_the_sources_fault),
		cmocka_unit_test(build__works_after_all_that),
		cmocka_unit_test(cache__spares_the_second_build_of_the_same),
		cmocka_unit_test(cache__never_holds_a_submission),
		cmocka_unit_test(cache__never_holds_what_failed),
		cmocka_unit_test(runtime__that_is_nowhere_is_the_judges_fault),
		cmocka_unit_test(clang__builds_too_where_it_is_installed),
	};

	return cmocka_run_group_tests(tests, workbench_open, workbench_close);
}

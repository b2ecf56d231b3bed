/*
 * What execute and the runtime promise, in real boxes: an honest function's or program's answer, whatever it prints and
 * however its names are called, and none from what ends before its end.
 */
#include "sandbox/base/fs.h"
#include "tests/support/trial.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Laid out by hand: functions in an argument of a macro are beyond clang-format. */
/* clang-format off */

static const char prints_early[] = CODE(
	__attribute__((constructor)) static void early(void) { puts("early"); }
	int twice(int x) { return 2 * x; });

static const char exits_early[] = CODE(
	__attribute__((constructor)) static void early(void) { exit(0); }
	int twice(int x) { return x; });

static const char exits_late[] = CODE(
	static void late(void) { _exit(9); }
	__attribute__((destructor)) static void later(void) { _exit(8); }
	__attribute__((constructor)) static void early(void) { atexit(late); }
	int twice(int x) { return 2 * x; });

static const char jumps_back[] = CODE(
	static jmp_buf back;
	__attribute__((constructor)) static void early(void)
	{
		if (setjmp(back))
			exit(5);
	}
	int twice(int x)
	{
		longjmp(back, 1);
		return x;
	});

static const char has_names_of_libc[] =
	"int remove(int x) { return x; }\n"
	"char *index(char *s, int c) { return s + c; }\n"
	"int twice(int x) { static char s[8]; return remove(x) + x + (int)(index(s, 0) - s); }\n";

static const char has_names_of_the_runtime[] = CODE(
	int main(void) { abort(); }
	void driver_run(void) { abort(); }
	void driver_complain(const char *s) { exit(!s); }
	void driver_write_i64(long v) { exit(!v); }
	const void *driver_functions[2];
	int twice(int x) { return 2 * x; });

static const char has_an_allocator[] = CODE(
	static char pool[4096];
	static size_t used;
	static int is_mine(const void *p)
	{
		return (const char *)p >= pool && (const char *)p < pool + sizeof(pool);
	}
	void *malloc(size_t n)
	{
		used += (n + 15) / 16 * 16;
		return pool + used - n;
	}
	void free(void *p)
	{
		if (!is_mine(p))
			abort();
	}
	int twice(int x)
	{
		int *volatile p = malloc(sizeof(int));

		*p = 2 * x;
		x = is_mine(p) ? *p : 0;
		free(p);
		return x;
	});

/* clang-format on */

/* ---- honest code ------------------------------------------------------------------------------------------------- */

static void answer__is_what_the_function_returns(void **state)
{
	struct trial t = trial_once(state, TWICE);

	assert_string_equal(t.x.printed.data, "");
	assert_false(t.x.alloc_failed);
	assert_int_equal(t.x.served, trial_how == RUN_SERVED);
	assert_string_equal(t.x.irregular, "");
	assert_true(t.x.used.peak_bytes > 0);
	assert_right(&t);
}

static void answer__is_not_disturbed_by_printing(void **state)
{
	struct trial t = trial_once(state, CODE(int twice(int x) {
					    printf("called with %d\n", x);
					    fputs("and more\n", stderr);
					    return 2 * x;
				    }));

	assert_non_null(strstr(t.x.printed.data, "called with -3\n"));
	assert_non_null(strstr(t.x.printed.data, "and more\n"));
	assert_right(&t);
}

static void printing__without_end_is_cut(void **state)
{
	struct trial t = trial_once(state, CODE(int twice(int x) {
					    for (int i = 0; i < 30000; i++)
						    puts("a line");
					    return 2 * x;
				    }));

	assert_int_equal(t.x.printed.len, 64 * 1024);
	assert_right(&t);
}

static void constructor__that_prints_disturbs_nothing(void **state)
{
	assert_is_right(state, prints_early);
}

static void answer__of_an_empty_input_is_empty(void **state)
{
	struct trial t = trial_open(*state, TWICE, &RUN_LIMITS_DEFAULT);

	trial_run(&t, "");
	assert_int_equal(t.r, 0);
	assert_true(t.x.finished);
	assert_int_equal(t.x.answer.len, 0);
	trial_close(&t);
}

static void answer__larger_than_a_pipe_comes_whole(void **state)
{
	struct trial t = trial_open(*state, TWICE, &RUN_LIMITS_DEFAULT);
	struct buf input;

	buf_init(&input, 1 << 20);
	for (int i = 0; i < 100000; i++)
		buf_puts(&input, "1000000 ");
	trial_run(&t, input.data);
	assert_int_equal(t.r, 0);
	assert_true(t.x.finished);
	assert_int_equal(t.x.answer.len, 100000 * 8);
	buf_clear(&input);
	trial_close(&t);
}

static void number__of_any_64_bits_is_read(void **state)
{
	struct trial t = trial_open(*state, CODE(int twice(int x) { return x; }), &RUN_LIMITS_DEFAULT);

	trial_run(&t, "-9223372036854775808 9223372036854775807 -0 007\n");
	assert_int_equal(t.r, 0);
	assert_string_equal(t.x.answer.data, "0\n-1\n0\n7\n");
	trial_close(&t);
}

static void run__after_run_starts_afresh(void **state)
{
	struct trial t = trial_open(*state, CODE(int twice(int x) {
		static int calls;

		return calls++ ? -1 : 2 * x;
	}),
				    &RUN_LIMITS_DEFAULT);

	for (int i = 0; i < 3; i++) {
		trial_run(&t, "4");
		assert_int_equal(t.r, 0);
		assert_string_equal(t.x.answer.data, "8\n");
		assert_int_equal(t.x.served, trial_how == RUN_SERVED);
	}
	trial_close(&t);
}

static void input__is_read_from_its_beginning_each_time(void **state)
{
	struct trial t = trial_open(*state, TWICE, &RUN_LIMITS_DEFAULT);
	struct err e = ERR_INIT;
	int fd;

	assert_int_equal(fs_memfd("input", TRIAL_INPUT, sizeof(TRIAL_INPUT) - 1, &fd, &e), 0);
	assert_int_equal(lseek(fd, 0, SEEK_END), sizeof(TRIAL_INPUT) - 1);
	assert_int_equal(run_box_execute(t.rb, fd, NULL, &t.x, &t.e), 0);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), sizeof(TRIAL_INPUT) - 1);
	close(fd);
	assert_right(&t);
}

/* ---- names that are the candidate's own -------------------------------------------------------------------------- */

static void names__of_libc_are_the_candidates_own(void **state)
{
	assert_is_right(state, has_names_of_libc);
}

static void names__of_the_runtime_are_the_candidates_own(void **state)
{
	assert_is_right(state, has_names_of_the_runtime);
}

static void names__of_the_allocator_are_the_candidates_own(void **state)
{
	assert_is_right(state, has_an_allocator);
}

/* ---- ends before the end ----------------------------------------------------------------------------------------- */

static void exit__before_the_end_is_not_finished(void **state)
{
	const char *const ways[] = {
		exits_early,
		CODE(int twice(int x) {
			exit(0);
			return x;
		}),
		CODE(int twice(int x) {
			_exit(0);
			return x;
		}),
	};

	for (size_t i = 0; i < LENGTH(ways); i++) {
		struct trial t = trial_once(state, ways[i]);

		assert_int_equal(t.x.used.end, BOX_END_EXIT);
		assert_int_equal(t.x.used.exit_code, 0);
		assert_false(t.x.finished);
		trial_close(&t);
	}
}

static void exit__code_is_reported(void **state)
{
	struct trial t = trial_once(state, CODE(int twice(int x) {
					    exit(x + 6);
					    return x;
				    }));

	assert_int_equal(t.x.used.exit_code, 7);
	assert_false(t.x.finished);
	trial_close(&t);
}

static void atexit__and_destructors_decide_nothing(void **state)
{
	assert_is_right(state, exits_late);
}

static void longjmp__out_of_the_function_is_the_candidates_fault(void **state)
{
	struct trial t = trial_once(state, jumps_back);

	assert_false(t.x.finished);
	trial_close(&t);
}

static void abort__and_assert_are_their_signal(void **state)
{
	struct trial t = trial_once(state, CODE(int twice(int x) {
					    assert(x == 1);
					    return 2 * x;
				    }));

	assert_killed(&t, SIGABRT);
	assert_non_null(strstr(t.x.printed.data, "twice.c:1: twice: Assertion `x == 1' failed."));
	trial_close(&t);
}

/* ---- programs ---------------------------------------------------------------------------------------------------- */

static void program__reads_stdin_and_writes_stdout(void **state)
{
	struct workbench *w = *state;
	const struct source source = workbench_source("#include <math.h>\n#include <stdio.h>\n"
						      "int main(int argc, char **argv)\n{\n"
						      "	char line[100];\n"
						      "	while (fgets(line, sizeof(line), stdin))\n"
						      "		printf(\"%d %s: %s\", argc, argv[argc - 1], line);\n"
						      "	fputs(\"chatter\", stderr);\n"
						      "	return (int)fmod(argc, 3.0);\n}\n");
	const struct build_spec spec = { .shape = BUILD_PROGRAM, .sources = &source, .n_sources = 1 };
	struct build b = workbench_build(w, &spec);
	const char *const args[] = { "--seed", "a b", NULL };
	struct trial t = { .e = ERR_INIT };
	int fd;

	assert_int_equal(b.end, BUILD_OK);
	assert_int_equal(
		run_box_open(w->tc, w->sandbox, NULL, &b.artifact, &RUN_LIMITS_DEFAULT, RUN_SERVED, &t.rb, &t.e), 0);
	execution_init(&t.x, 1000);
	assert_int_equal(fs_memfd("input", "x\ny\n", 4, &fd, &t.e), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(run_box_execute(t.rb, fd, args, &t.x, &t.e), 0);
		assert_int_equal(t.x.used.end, BOX_END_EXIT);
		assert_int_equal(t.x.used.exit_code, 0);
		assert_string_equal(t.x.answer.data, "3 a b: x\n3 a b: y\n");
		assert_string_equal(t.x.printed.data, "chatter");
	}
	close(fd);
	build_clear(&b);
	trial_close(&t);
}

/* The sum of both streams: neither alone is too long, and what is dropped of the second counts, too. */
static void program__is_limited_in_all_that_it_writes(void **state)
{
	struct workbench *w = *state;
	const struct source source = workbench_source("#include <stdio.h>\n"
						      "int main(int argc, char **argv)\n{\n"
						      "	printf(\"%600000d\", 0);\n"
						      "	if (argc > 1)\n		fprintf(stderr, \"%600000d\", 0);\n"
						      "	return argv[0] == NULL;\n}\n");
	const struct build_spec spec = { .shape = BUILD_PROGRAM, .sources = &source, .n_sources = 1 };
	struct build b = workbench_build(w, &spec);
	struct run_limits limits = RUN_LIMITS_DEFAULT;
	const char *const args[] = { "more", NULL };
	struct trial t = { .e = ERR_INIT };
	int fd;

	limits.output_bytes = 1000000;
	assert_int_equal(b.end, BUILD_OK);
	assert_int_equal(run_box_open(w->tc, w->sandbox, NULL, &b.artifact, &limits, RUN_EXEC, &t.rb, &t.e), 0);
	execution_init(&t.x, limits.output_bytes);
	assert_int_equal(fs_memfd("input", "", 0, &fd, &t.e), 0);
	for (int more = 0; more < 2; more++) {
		assert_int_equal(run_box_execute(t.rb, fd, more ? args : NULL, &t.x, &t.e), 0);
		assert_int_equal(t.x.used.end, more ? BOX_END_OUTPUT : BOX_END_EXIT);
		assert_int_equal(t.x.written_bytes, more ? 1200000 : 600000);
	}
	close(fd);
	build_clear(&b);
	trial_close(&t);
}

static void arguments__without_end_are_refused(void **state)
{
	struct trial t = trial_open(*state, TWICE, &RUN_LIMITS_DEFAULT);
	const char *args[100];
	int fd;

	for (size_t i = 0; i < 99; i++)
		args[i] = "x";
	args[99] = NULL;
	assert_int_equal(fs_memfd("input", "", 0, &fd, &t.e), 0);
	assert_int_equal(run_box_execute(t.rb, fd, args, &t.x, &t.e), -EINVAL);
	close(fd);
	trial_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(answer__is_what_the_function_returns),
		BOTH(answer__is_not_disturbed_by_printing),
		BOTH(printing__without_end_is_cut),
		BOTH(constructor__that_prints_disturbs_nothing),
		BOTH(answer__of_an_empty_input_is_empty),
		BOTH(answer__larger_than_a_pipe_comes_whole),
		BOTH(number__of_any_64_bits_is_read),
		BOTH(run__after_run_starts_afresh),
		BOTH(input__is_read_from_its_beginning_each_time),
		BOTH(names__of_libc_are_the_candidates_own),
		BOTH(names__of_the_runtime_are_the_candidates_own),
		BOTH(names__of_the_allocator_are_the_candidates_own),
		BOTH(exit__before_the_end_is_not_finished),
		BOTH(exit__code_is_reported),
		BOTH(atexit__and_destructors_decide_nothing),
		BOTH(longjmp__out_of_the_function_is_the_candidates_fault),
		BOTH(abort__and_assert_are_their_signal),
		cmocka_unit_test(program__reads_stdin_and_writes_stdout),
		cmocka_unit_test(program__is_limited_in_all_that_it_writes),
		BOTH(arguments__without_end_are_refused),
	};

	return cmocka_run_group_tests(tests, workbench_open, workbench_close);
}

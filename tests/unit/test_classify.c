/*
 * What classify promises: one row for each way in which an execution can end, and the order of blame where several
 * things are true of one.
 */
#include "judge/classify.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MIB (UINT64_C(1) << 20)

static const struct problem function_style = {
	.function_style = true,
	.limits = {
		.box = { .cpu_us = 2000000, .wall_us = 5500000, .stack_bytes = 8 * MIB, .file_bytes = MIB },
		.memory_bytes = 256 * MIB,
		.processes = 1,
		.output_bytes = 8 * MIB,
	},
};

/* Runs of function-style problems, with the answer "42\n" expected; what is not said is 0. */
struct row {
	struct execution x;
	const char *answer; /* what was written; NULL: nothing */
	enum verdict verdict;
	const char *reason;
};

static struct judgement judge_row(const struct problem *p, const struct row *row, const char *expected)
{
	static const struct check_options options;
	struct execution x = row->x;
	struct check_result checked;
	struct judgement j;
	struct buf answer;

	buf_init(&x.answer, 1000);
	buf_init(&x.printed, 1000);
	buf_init(&answer, 1000);
	assert_int_equal(buf_puts(&x.answer, row->answer ? row->answer : ""), 0);
	assert_int_equal(buf_puts(&answer, expected ? expected : ""), 0);
	j = classify(p, &x);
	if (j.verdict == VERDICT_AC && expected)
		j = classify_answer(&options, answer.data, answer.len, x.answer.data, x.answer.len, &checked);
	buf_clear(&answer);
	execution_clear(&x);
	return j;
}

static void assert_rows(const struct problem *p, const struct row *rows, size_t n, const char *expected)
{
	for (size_t i = 0; i < n; i++) {
		struct judgement j = judge_row(p, &rows[i], expected);

		if (j.verdict != rows[i].verdict || strcmp(j.reason, rows[i].reason))
			fail_msg("row %zu: %s/%s, not %s/%s", i, verdict_id(j.verdict), j.reason,
				 verdict_id(rows[i].verdict), rows[i].reason);
	}
}
#define ASSERT_ROWS(p, rows, expected) assert_rows(p, rows, sizeof(rows) / sizeof((rows)[0]), expected)

#define EXITED(code) .used = { .end = BOX_END_EXIT, .exit_code = (code) }
#define DIED(s)      .used = { .end = BOX_END_SIGNAL, .signal = (s) }
#define MET(what)    .used = { .end = (what), .signal = SIGKILL }

static void run__that_finished_is_judged_by_its_answer(void **state)
{
	static const struct row rows[] = {
		{ { EXITED(0), .finished = true }, "42\n", VERDICT_AC, "" },
		{ { EXITED(0), .finished = true }, "43\n", VERDICT_WA, "" },
		{ { EXITED(0), .finished = true }, "", VERDICT_NO, "" },
		/* What failed on the way and was overcome is no fault. */
		{ { EXITED(0), .finished = true, .alloc_failed = true }, "42\n", VERDICT_AC, "" },
	};

	(void)state;
	ASSERT_ROWS(&function_style, rows, "42\n");
}

static void run__without_an_answer_is_accepted_when_it_finished(void **state)
{
	static const struct row rows[] = {
		{ { EXITED(0), .finished = true }, "anything", VERDICT_AC, "" },
		{ { EXITED(0) }, "anything", VERDICT_RTE, "exit 0 before the test was over" },
		{ { DIED(SIGFPE) }, "anything", VERDICT_RTE, "SIGFPE" },
	};

	(void)state;
	ASSERT_ROWS(&function_style, rows, NULL);
}

static void limit__is_named_with_its_amount(void **state)
{
	static const struct row rows[] = {
		{ { MET(BOX_END_CPU) }, NULL, VERDICT_TLE, "over 2 s of CPU time" },
		{ { MET(BOX_END_WALL) }, NULL, VERDICT_WTL, "over 5.5 s of wall time" },
		{ { MET(BOX_END_MEMORY) }, NULL, VERDICT_MLE, "over 256 MiB" },
		{ { MET(BOX_END_OUTPUT) }, NULL, VERDICT_OLE, "over 8 MiB" },
		{ { MET(BOX_END_FILE_SIZE) }, NULL, VERDICT_OLE, "a file over 1 MiB" },
	};

	(void)state;
	ASSERT_ROWS(&function_style, rows, "42\n");
}

static void limit__outweighs_whatever_the_program_said(void **state)
{
	static const struct row rows[] = {
		{ { MET(BOX_END_CPU), .finished = true }, "42\n", VERDICT_TLE, "over 2 s of CPU time" },
		{ { MET(BOX_END_MEMORY), .complaint = "forged" }, "42\n", VERDICT_MLE, "over 256 MiB" },
		{ { MET(BOX_END_OUTPUT), .fault = "forged" }, "42\n", VERDICT_OLE, "over 8 MiB" },
		{ { DIED(SIGSEGV), .finished = true }, "42\n", VERDICT_RTE, "SIGSEGV" },
		{ { DIED(SIGSEGV), .complaint = "forged", .fault = "forged" }, "42\n", VERDICT_RTE, "SIGSEGV" },
		{ { EXITED(0), .finished = true, .complaint = "kept" }, "42\n", VERDICT_WA, "kept" },
	};

	(void)state;
	ASSERT_ROWS(&function_style, rows, "42\n");
}

static void crash__is_named_by_what_is_known_of_it(void **state)
{
	static const struct row rows[] = {
		{ { DIED(SIGSEGV) }, NULL, VERDICT_RTE, "SIGSEGV" },
		{ { DIED(SIGSEGV), .null_access = true }, NULL, VERDICT_RTE, "SIGSEGV at a null pointer" },
		{ { DIED(SIGABRT), .null_access = true }, NULL, VERDICT_RTE, "SIGABRT" },
		{ { DIED(SIGSEGV), .stack_overflow = true }, NULL, VERDICT_RTE, "stack overflow, over 8 MiB" },
		{ { DIED(SIGSEGV), .alloc_failed = true, .null_access = true },
		  NULL,
		  VERDICT_MLE,
		  "an allocation failed at the limit of 256 MiB, then SIGSEGV" },
		{ { DIED(SIGKILL) }, NULL, VERDICT_RTE, "SIGKILL" },
		{ { DIED(SIGXCPU) }, NULL, VERDICT_RTE, "SIGXCPU" },
		{ { DIED(SIGSYS) }, NULL, VERDICT_RTE, "SIGSYS" },
		{ { DIED(63) }, NULL, VERDICT_RTE, "signal 63" },
	};

	(void)state;
	ASSERT_ROWS(&function_style, rows, "42\n");
}

static void exit__that_comes_early_is_an_error(void **state)
{
	static const struct row rows[] = {
		{ { EXITED(0) }, "42\n", VERDICT_RTE, "exit 0 before the test was over" },
		{ { EXITED(7) }, "42\n", VERDICT_RTE, "exit 7 before the test was over" },
		{ { EXITED(7), .alloc_failed = true },
		  "42\n",
		  VERDICT_MLE,
		  "an allocation failed at the limit of 256 MiB, then exit 7" },
		{ { EXITED(0), .alloc_failed = true }, "42\n", VERDICT_RTE, "exit 0 before the test was over" },
		{ { EXITED(121), .complaint = "the input was changed" }, "42\n", VERDICT_WA, "the input was changed" },
		{ { EXITED(120), .fault = "byte 3: a number expected" },
		  "42\n",
		  VERDICT_RTE,
		  "the driver was disturbed: its memory was overwritten, or its descriptors were closed, or the "
		  "program ended by exit 120, which is the driver's" },
	};

	(void)state;
	ASSERT_ROWS(&function_style, rows, "42\n");
}

static void program__ends_by_exit_code_0(void **state)
{
	static const struct row rows[] = {
		{ { EXITED(0) }, "42\n", VERDICT_AC, "" },
		{ { EXITED(1) }, "42\n", VERDICT_RTE, "exit 1" },
		{ { EXITED(0) }, NULL, VERDICT_NO, "" },
	};
	struct problem p = function_style;

	(void)state;
	p.function_style = false;
	ASSERT_ROWS(&p, rows, "42\n");
}

static void call__that_is_forbidden_is_named(void **state)
{
	static const struct row one[] = {
		{ { .used = { .end = BOX_END_SYSCALL, .syscall_name = "socket", .syscall_nr = 41 } },
		  NULL,
		  VERDICT_SV,
		  "forbidden system call socket" },
		{ { .used = { .end = BOX_END_SYSCALL, .syscall_nr = 4000 } },
		  NULL,
		  VERDICT_SV,
		  "forbidden system call number 4000" },
		{ { .used = { .end = BOX_END_PROCESSES, .syscall_name = "clone" } },
		  NULL,
		  VERDICT_SV,
		  "process limit: clone, but 1 process is allowed" },
	};
	static const struct row many[] = {
		{ { .used = { .end = BOX_END_PROCESSES, .syscall_name = "fork" } },
		  NULL,
		  VERDICT_SV,
		  "process limit: fork, but 4 processes are allowed" },
	};
	struct problem p = function_style;

	(void)state;
	ASSERT_ROWS(&p, one, "42\n");
	p.limits.processes = 4;
	ASSERT_ROWS(&p, many, "42\n");
}

static void difference__that_is_white_space_only_is_said(void **state)
{
	static const struct check_options strict = { .space_change_sensitive = true };
	struct check_result checked;
	struct judgement j = classify_answer(&strict, "1 2\n", 4, "1  2\n", 5, &checked);

	(void)state;
	assert_int_equal(j.verdict, VERDICT_WA);
	assert_string_equal(j.reason, "white space differs");
	assert_int_equal(checked.line, 1);
}

static void reason__is_cut_where_it_is_too_long(void **state)
{
	char words[1000];
	struct judgement j;

	(void)state;
	memset(words, 'w', sizeof(words) - 1);
	words[sizeof(words) - 1] = 0;
	j = judgement_of(VERDICT_CE, "%s", words);
	assert_int_equal(strlen(j.reason), REASON_MAX - 1);
}

static void words__are_those_in_which_limits_are_written(void **state)
{
	static const struct amount {
		uint64_t amount;
		const char *words;
	} bytes[] = {
		{ 0, "0 B" },
		{ 1023, "1023 B" },
		{ 1024, "1 KiB" },
		{ 1025, "1025 B" },
		{ 256 * MIB, "256 MiB" },
		{ 1536 * MIB, "1536 MiB" },
		{ 2048 * MIB, "2 GiB" },
		{ 4096 * 1024 * MIB, "4096 GiB" },
	};
	static const struct amount times[] = {
		{ 0, "0 s" }, { 2000000, "2 s" }, { 1500000, "1.5 s" }, { 10000, "0.01 s" }, { 1001, "0.001 s" },
	};
	char words[32];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++) {
		words_bytes(bytes[i].amount, words);
		assert_string_equal(words, bytes[i].words);
	}
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		words_us(times[i].amount, words);
		assert_string_equal(words, times[i].words);
	}
}

static void end__of_a_package_s_own_program_is_put_into_words(void **state)
{
	static const struct {
		struct execution x;
		const char *words;
	} rows[] = {
		{ { EXITED(0) }, "exit 0" },
		{ { EXITED(3), .alloc_failed = true }, "exit 3" },
		{ { DIED(SIGSEGV), .null_access = true }, "SIGSEGV at a null pointer" },
		{ { MET(BOX_END_CPU) }, "over 2 s of CPU time" },
		{ { MET(BOX_END_OUTPUT) }, "over 8 MiB" },
	};
	char words[REASON_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		words_end(&function_style.limits, &rows[i].x, words);
		assert_string_equal(words, rows[i].words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(run__that_finished_is_judged_by_its_answer),
		cmocka_unit_test(run__without_an_answer_is_accepted_when_it_finished),
		cmocka_unit_test(limit__is_named_with_its_amount),
		cmocka_unit_test(limit__outweighs_whatever_the_program_said),
		cmocka_unit_test(crash__is_named_by_what_is_known_of_it),
		cmocka_unit_test(exit__that_comes_early_is_an_error),
		cmocka_unit_test(program__ends_by_exit_code_0),
		cmocka_unit_test(call__that_is_forbidden_is_named),
		cmocka_unit_test(difference__that_is_white_space_only_is_said),
		cmocka_unit_test(reason__is_cut_where_it_is_too_long),
		cmocka_unit_test(end__of_a_package_s_own_program_is_put_into_words),
		cmocka_unit_test(words__are_those_in_which_limits_are_written),
	};

	return cmocka_run_group_tests_name("classify", tests, NULL, NULL);
}

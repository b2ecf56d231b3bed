/*
 * What an output validator of a package's own promises: its yes and no decide, what it writes goes to whom it is meant
 * for, and whatever else it does is said of it and never of the submission. The problem is `twice`, of which each of
 * these validators makes another one: a number is right when it has the right remainder.
 */
#include "judge/checker.h"
#include "sandbox/base/fs.h"
#include "tests/support/workshop.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Accepts as many numbers as the input has, each with the same remainder by 1000 as twice the input's. */
#define BY_REMAINDER                                                                          \
	"#include <stdio.h>\n"                                                                \
	"#include <string.h>\n"                                                               \
	"static char path[300];\n"                                                            \
	"static int no(const char *dir, int at)\n"                                            \
	"{\n"                                                                                 \
	"	FILE *f = fopen(strcat(strcpy(path, dir), \"teammessage.txt\"), \"w\");\n"          \
	"	fprintf(f, \"number %d is \\033 not right\\nand more of it\\n\", at), fclose(f);\n" \
	"	f = fopen(strcat(strcpy(path, dir), \"judgemessage.txt\"), \"w\");\n"               \
	"	fprintf(f, \"judged at %d\\n\", at), fclose(f);\n"                                  \
	"	return 43;\n"                                                                       \
	"}\n"                                                                                 \
	"int main(int argc, char **argv)\n"                                                   \
	"{\n"                                                                                 \
	"	int x, y, n = 0;\n"                                                                 \
	"	FILE *in = fopen(argv[1], \"r\"), *ans = fopen(argv[2], \"r\");\n"                  \
	"	if (argc < 4 || !in || !ans)\n"                                                     \
	"		return 1;\n"                                                                       \
	"	while (n++, fscanf(in, \"%d\", &x) == 1)\n"                                         \
	"		if (fscanf(ans, \"%d\", &y) != 1)\n"                                               \
	"			return 2;\n"                                                                      \
	"		else if (scanf(\"%d\", &y) != 1 || (y - 2 * x) % 1000)\n"                          \
	"			return no(argv[3], n);\n"                                                         \
	"	return scanf(\" %*c\") == EOF ? 42 : no(argv[3], n);\n"                             \
	"}\n"

#define BODY(text)                                                                            \
	"#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n" \
	"int main(int argc, char **argv)\n{\n\t(void)argc, (void)argv;\n" text "\n}\n"

static void put_validator(struct workshop *w, const char *text)
{
	workshop_put(w, "output_validator/validate.c", text);
	workshop_load(w);
}

static int set_up(void **state)
{
	if (workshop_reset(state) < 0)
		return -1;
	put_validator(*state, BY_REMAINDER);
	return 0;
}

/* ---- one question ------------------------------------------------------------------------------------------------ */

/* Asks it about this output for the input "1\n", whose answer is "2\n", a second time in the same box. */
static int ask(struct workshop *w, const char *output, struct checked *out, struct err *e)
{
	static const char text[] = "2\n";
	cleanup_checker struct checker checker = CHECKER_INIT;
	struct checker_seat seat = { .checker = &checker, .sandbox = w->judge->workers[0] };
	cleanup_buf struct buf answer = { 0 };
	cleanup_fd int input = -1;
	int r;

	err_clear(e);
	checked_init(out);
	buf_init(&answer, 100);
	assert_int_equal(buf_puts(&answer, text), 0);
	assert_int_equal(fs_memfd("input", "1\n", 2, &input, e), 0);
	r = checker_open(w->judge, w->problem, &checker, e);
	for (int i = 0; !r && i < 2; i++)
		r = checker_ask(&seat, input, &answer, output, strlen(output), out, e);
	checker_seat_close(&seat);
	return r;
}

static enum verdict word_on(struct checker_seat *seat, const char *input, const char *output)
{
	static char text[] = "2\n";
	const struct buf answer = { .data = text, .len = strlen(text) };
	cleanup_checked struct checked checked = { 0 };
	cleanup_fd int fd = -1;
	struct err e = ERR_INIT;

	checked_init(&checked);
	assert_int_equal(fs_memfd("input", input, strlen(input), &fd, &e), 0);
	if (checker_ask(seat, fd, &answer, output, strlen(output), &checked, &e) < 0)
		fail_msg("%s", e.text);
	return checked.judgement.verdict;
}

static void box__keeps_the_files_of_a_question_where_they_are_the_same(void **state)
{
	struct workshop *w = *state;
	cleanup_checker struct checker checker = CHECKER_INIT;
	cleanup_checker_seat struct checker_seat seat = { .checker = &checker, .sandbox = w->judge->workers[0] };
	struct err e = ERR_INIT;

	/* Said of the first question, it is not believed. */
	seat.same_files = true;
	assert_int_equal(checker_open(w->judge, w->problem, &checker, &e), 0);
	assert_int_equal(word_on(&seat, "1\n", "2\n"), VERDICT_AC);
	assert_int_equal(word_on(&seat, "5\n", "2\n"), VERDICT_AC);
	assert_int_equal(word_on(&seat, "5\n", "10\n"), VERDICT_WA);
	seat.same_files = false;
	assert_int_equal(word_on(&seat, "5\n", "10\n"), VERDICT_AC);
	/* And not of another box. */
	checker_seat_close(&seat);
	seat.same_files = true;
	assert_int_equal(word_on(&seat, "1\n", "2\n"), VERDICT_AC);
}

/* The first wants no minus, the second twice the input. */
static const struct source form = {
	.name = "form.c", .text = "#include <stdio.h>\nint main(void) { return getchar() == '-' ? 43 : 42; }\n"
};
static const struct source value = {
	.name = "value.c",
	.text = "#include <stdio.h>\n"
		"int main(int argc, char **argv)\n"
		"{\n"
		"\tFILE *f = fopen(argv[1], \"r\");\n"
		"\tint in, out;\n"
		"\tif (argc < 4 || !f || fscanf(f, \"%d\", &in) != 1 || scanf(\"%d\", &out) != 1)\n"
		"\t\treturn 1;\n"
		"\treturn out == 2 * in ? 42 : 43;\n"
		"}\n"
};

static void validators__must_all_accept(void **state)
{
	struct workshop *w = *state;
	struct problem p = *w->problem;
	struct source sources[] = { form, value };
	const struct program both[] = { { .name = "form.c", .sources = &sources[0], .n_sources = 1 },
					{ .name = "value.c", .sources = &sources[1], .n_sources = 1 } };
	cleanup_checker struct checker checker = CHECKER_INIT;
	cleanup_checker_seat struct checker_seat seat = { .checker = &checker, .sandbox = w->judge->workers[0] };
	struct err e = ERR_INIT;

	for (size_t i = 0; i < 2; i++)
		sources[i].len = strlen(sources[i].text);
	p.output_validators = both;
	p.n_output_validators = 2;
	if (checker_open(w->judge, &p, &checker, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(word_on(&seat, "1\n", "2\n"), VERDICT_AC);
	assert_int_equal(word_on(&seat, "1\n", "3\n"), VERDICT_WA);
	assert_int_equal(word_on(&seat, "5\n", "-10\n"), VERDICT_WA);
	/* The second was not asked of this input yet. */
	seat.same_files = true;
	assert_int_equal(word_on(&seat, "5\n", "10\n"), VERDICT_AC);
}

static void assert_says(struct workshop *w, const char *output, enum verdict verdict, const char *reason,
			const char *message)
{
	cleanup_checked struct checked checked = { 0 };
	struct err e = ERR_INIT;

	if (ask(w, output, &checked, &e) < 0)
		fail_msg("%s", e.text);
	assert_judged(&checked.judgement, verdict, reason);
	assert_string_equal(checked.judgement.reason, reason);
	assert_string_equal(checked.message.data, message);
}

static void answer__that_is_another_right_one_is_accepted(void **state)
{
	assert_says(*state, "2\n", VERDICT_AC, "", "");
	assert_says(*state, "1002", VERDICT_AC, "", "");
	assert_says(*state, " -998\n\n", VERDICT_AC, "", "");
}

static void answer__that_is_wrong_gets_the_first_line_for_the_candidate(void **state)
{
	assert_says(*state, "3\n", VERDICT_WA, "number 1 is \\x1b not right", "judged at 1\n");
	assert_says(*state, "2\n2\n", VERDICT_WA, "number 2 is \\x1b not right", "judged at 2\n");
}

static void answer__that_is_none_is_said_to_be(void **state)
{
	assert_says(*state, "", VERDICT_NO, "number 1 is \\x1b not right", "judged at 1\n");
	assert_says(*state, " \n\t", VERDICT_NO, "number 1 is \\x1b not right", "judged at 1\n");
}

static void validator__need_neither_read_nor_write_a_thing(void **state)
{
	char *large = malloc((1 << 20) + 1);

	assert_non_null(large);
	memset(large, '7', 1 << 20);
	large[1 << 20] = 0;
	put_validator(*state, BODY("	return 42;"));
	assert_says(*state, large, VERDICT_AC, "", "");
	put_validator(*state, BODY("	return 43;"));
	assert_says(*state, large, VERDICT_WA, "", "");
	free(large);
}

static void validator__gets_the_arguments_that_the_package_gives(void **state)
{
	struct workshop *w = *state;

	workshop_put(w, "judge.yaml", WORKSHOP_JUDGE_YAML "checker: \"modulus  1000\"\n");
	put_validator(w, BODY("	return argc == 6 && !strcmp(argv[4], \"modulus\") && !strcmp(argv[5], \"1000\") ? 42 "
			      ": 43;"));
	assert_string_equal(w->problem->validator_args, "modulus  1000");
	assert_says(w, "2\n", VERDICT_AC, "", "");
	workshop_put(w, "judge.yaml", WORKSHOP_JUDGE_YAML);
	put_validator(w, BODY("	return argc == 4 ? 42 : 43;"));
	assert_says(w, "2\n", VERDICT_AC, "", "");
}

/* What one question left is not there for the next, which comes in the same box: ask() puts two. */
static void validator__finds_an_empty_feedback_directory(void **state)
{
	put_validator(*state, BODY("	FILE *f;\n"
				   "	chdir(argv[3]);\n"
				   "	if (!access(\"mark\", F_OK) || !access(\"teammessage.txt\", F_OK))\n"
				   "		return 1;\n"
				   "	f = fopen(\"mark\", \"w\"), fclose(f);\n"
				   "	f = fopen(\"teammessage.txt\", \"w\"), fputs(\"once\", f), fclose(f);\n"
				   "	return 43;"));
	assert_says(*state, "2\n", VERDICT_WA, "once", "");
}

static void validator__sees_no_network_and_no_other_file(void **state)
{
	/* A socket ends the run. */
	static const char network[] =
		"#include <sys/socket.h>\n" BODY("	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? 43 : 42;");
	cleanup_checked struct checked checked = { 0 };
	struct err e = ERR_INIT;

	put_validator(
		*state,
		BODY("	static const char *const none[] = { \"/etc/passwd\", \"/proc/self\", \"/home\", \"/root\",\n"
		     "		\"/tmp\", \"/box/0000.in\", \"/box/candidate.so\", \"/box/runner\" };\n"
		     "	for (unsigned i = 0; i < sizeof(none) / sizeof(*none); i++)\n"
		     "		if (!access(none[i], F_OK))\n"
		     "			return fprintf(stderr, \"%s\", none[i]), 43;\n"
		     "	if (fopen(argv[1], \"a\") || fopen(argv[2], \"w\") || !unlink(argv[1]) ||\n"
		     "	    fopen(\"/box/more\", \"w\"))\n"
		     "		return 44;\n"
		     "	for (int fd = 3; fd < 64; fd++)\n"
		     "		if (lseek(fd, 0, SEEK_CUR) >= 0)\n"
		     "			return 45;\n"
		     "	return 42;"));
	assert_says(*state, "2\n", VERDICT_AC, "", "");
	put_validator(*state, network);
	assert_int_equal(ask(*state, "2\n", &checked, &e), -EPROTO);
	assert_string_equal(e.text, "the output validator failed: forbidden system call socket");
}

/* Each of these is said of the validator, whatever the output; and within bounds. */
static void validator__that_is_broken_is_no_answer(void **state)
{
	static const struct {
		const char *source, *how;
	} broken[] = {
		{ BODY("	return 0;"), "exit 0" },
		{ BODY("	return 1;"), "exit 1" },
		{ BODY("	abort();"), "SIGABRT" },
		{ BODY("	return *(volatile int *)0;"), "SIGSEGV" },
		{ BODY("	for (;;)\n		;"), "over 1 s of CPU time" },
		{ BODY("	pause();"), "over 3 s of wall time" },
		{ BODY("	return fork() ? 42 : 43;"), "process limit: clone" },
		{ BODY("	for (;;)\n		printf(\"%4096d\", 0);"), "over 1 MiB" },
		{ BODY("	FILE *f = fopen(\"/work/teammessage.txt\", \"w\");\n"
		       "	for (;;)\n		fprintf(f, \"%4096d\", 0);"),
		  "a file over 1 MiB" },
		{ BODY("	for (int i = 0; i < 2000; i++) fprintf(stderr, \"%1024d\", 0);\n"
		       "	return 42;"),
		  "over 1 MiB" },
		{ BODY("	static char some[800000], name[100];\n"
		       "	for (int i = 0; i < 9; i++) {\n"
		       "		snprintf(name, sizeof(name), \"%s%d\", argv[3], i);\n"
		       "		FILE *f = fopen(name, \"w\");\n"
		       "		if (f) fwrite(some, 1, sizeof(some), f), fclose(f);\n"
		       "	}\n"
		       "	return 42;"),
		  "it left more than 1 MiB, or 256 files" },
		{ BODY("	char name[100];\n"
		       "	for (int i = 0; i < 300; i++) {\n"
		       "		snprintf(name, sizeof(name), \"%s%d\", argv[3], i);\n"
		       "		FILE *f = fopen(name, \"w\");\n"
		       "		if (f) fclose(f);\n"
		       "	}\n"
		       "	return 42;"),
		  "it left more than 1 MiB, or 256 files" },
		{ BODY("	char *p = memset(malloc(1 << 30), 1, 1 << 30);\n"
		       "	return write(1, p, 1 << 29) ? 42 : 43;"),
		  "" },
		{ BODY("	return symlink(\"/box/answer\", \"/work/teammessage.txt\") ? 1 : 43;"), "" },
	};
	struct workshop *w = *state;
	char words[100];
	struct err e = ERR_INIT;

	workshop_put(w, "problem.yaml",
		     "problem_format_version: 2025-09\ntype: pass-fail\nname: {en: Twice a number}\n"
		     "uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a10\nlicense: public domain\n"
		     "limits: {time_limit: 0.3, time_resolution: 0.1, memory: 32, output: 1, validation_time: 1, "
		     "validation_memory: 64, validation_output: 1}\n");
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		cleanup_checked struct checked checked = { 0 };

		put_validator(w, broken[i].source);
		if (ask(w, "2\n", &checked, &e) != -EPROTO)
			fail_msg("%s: verdict %d, %s", broken[i].source, checked.judgement.verdict, e.text);
		snprintf(words, sizeof(words), "the output validator failed: %s", broken[i].how);
		if (strncmp(e.text, words, strlen(words)))
			fail_msg("%s, not %s", e.text, words);
	}
}

/* What is kept of a long one is bounded. */
static void feedback__may_be_long(void **state)
{
	cleanup_checked struct checked checked = { 0 };
	struct err e = ERR_INIT;

	put_validator(*state,
		      BODY("	static char some[1000000], path[100];\n"
			   "	memset(some, 'x', sizeof(some));\n"
			   "	for (int i = 0; i < 2; i++) {\n"
			   "		FILE *f;\n"
			   "		sprintf(path, \"/work/%s\", i ? \"judgemessage.txt\" : \"teammessage.txt\");\n"
			   "		if ((f = fopen(path, \"w\")))\n"
			   "			fwrite(some, 1, sizeof(some), f), fclose(f);\n"
			   "	}\n"
			   "	return 43;"));
	assert_int_equal(ask(*state, "2\n", &checked, &e), 0);
	assert_int_equal(checked.judgement.verdict, VERDICT_WA);
	assert_int_equal(strlen(checked.judgement.reason), REASON_MAX - 1);
	assert_int_equal(checked.message.len, 1000000);
}

/* As the package asks for: with less it could not say all that. */
static void validator__has_as_much_output_as_the_package_gives_it(void **state)
{
	static const char writes[] = BODY("	static char some[12 << 20];\n"
					  "	FILE *f = fopen(\"/work/judgemessage.txt\", \"w\");\n"
					  "	memset(some, 'x', sizeof(some));\n"
					  "	return fwrite(some, sizeof(some), 1, f) == 1 && !fclose(f) ? 42 : 1;");
	struct err e = ERR_INIT;

	for (int more = 0; more < 2; more++) {
		cleanup_checked struct checked checked = { 0 };

		if (more)
			workshop_put(*state, "problem.yaml",
				     "problem_format_version: 2025-09\ntype: pass-fail\nname: {en: Twice a number}\n"
				     "uuid: 6f0b4a52-6d0c-4c43-9c87-2f6f3c1f5a10\nlicense: public domain\n"
				     "limits: {validation_output: 16}\n");
		put_validator(*state, writes);
		assert_int_equal(ask(*state, "2\n", &checked, &e), more ? 0 : -EPROTO);
		assert_int_equal(checked.message.len, more ? 12 << 20 : 0);
		if (!more)
			assert_string_equal(e.text, "the output validator failed: a file over 8 MiB");
	}
}

static void validator__that_does_not_compile_is_named(void **state)
{
	cleanup_checked struct checked checked = { 0 };
	struct err e = ERR_INIT;

	put_validator(*state, "int main(void) { return x; }\n");
	assert_int_equal(ask(*state, "2\n", &checked, &e), -EPROTO);
	assert_non_null(strstr(e.text, "output validator of twice: validate.c:1: 'x' undeclared"));
}

/* ---- a submission ------------------------------------------------------------------------------------------------ */

static void submission__is_judged_by_it(void **state)
{
	const struct judge_options keep = { .keep_data = true };
	struct report r = workshop_submit(*state, NULL, TWICE("	return x + x + 1000;"), &keep);

	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.soundness, SOUNDNESS_DONE);
	report_clear(&r);
	r = workshop_submit(*state, NULL, TWICE("	return x == -1 ? 0 : x + x;"), &keep);
	assert_judged(&r.judgement, VERDICT_WA, "number 1 is \\x1b not right");
	assert_string_equal(r.tests[r.first_failed].judge_message, "judged at 1\n");
	assert_int_equal(r.tests[r.first_failed].diff_line, 0);
	report_clear(&r);
	/* Without leave to keep data nothing of a hidden test is kept. */
	r = workshop_submit(*state, NULL, TWICE("	return x == -1 ? 0 : x + x;"), NULL);
	assert_null(r.tests[r.first_failed].judge_message);
	report_clear(&r);
}

/* All workers have a box for it; the report is that of one. */
static void submission__is_judged_alike_by_any_number_of_workers(void **state)
{
	struct workshop *w = *state;

	for (unsigned n = 1; n <= 4; n += 3) {
		cleanup_judge struct judge *j = workshop_judge(w, n);
		struct report r = workshop_submit(w, j, TWICE("	return x < 3 ? x + x - 1000 : x;"), NULL);

		assert_judged(&r.judgement, VERDICT_WA, "number 1 is \\x1b not right");
		assert_int_equal(r.first_failed, 1);
		assert_int_equal(r.tests[2].judgement.verdict, VERDICT_WA);
		assert_int_equal(r.tests[3].judgement.verdict, VERDICT_AC);
		report_clear(&r);
	}
}

/* It is right about the model, so that there are tests, and breaks over what a submission writes. */
static void submission__is_not_blamed_for_a_validator_that_fails(void **state)
{
	struct report r;

	put_validator(*state, BODY("	int y;\n"
				   "	while (scanf(\"%d\", &y) == 1)\n"
				   "		if (y == 777)\n"
				   "			abort();\n"
				   "	return 42;"));
	r = workshop_submit(*state, NULL, TWICE("	return x == 3 ? 777 : x + x;"), NULL);
	assert_judged(&r.judgement, VERDICT_JE, "test sample/2: the output validator failed: SIGABRT");
	report_clear(&r);
	r = workshop_submit(*state, NULL, TWICE("	return x == 3 ? 778 : x + x;"), NULL);
	assert_judged(&r.judgement, VERDICT_AC, "");
	report_clear(&r);
	put_validator(*state, "int main(void) { return x; }\n");
	r = workshop_submit(*state, NULL, TWICE("	return x + x;"), NULL);
	assert_judged(&r.judgement, VERDICT_JE, "output validator of twice: validate.c:1: 'x' undeclared");
	report_clear(&r);
}

/* Whoever crashes or runs into a limit is not asked about. */
static void submission__that_does_not_end_well_is_not_shown_to_it(void **state)
{
	struct report r;

	put_validator(*state, BODY("	int y, n = 0;\n"
				   "	while (scanf(\"%d\", &y) == 1)\n"
				   "		n++;\n"
				   "	return n == 1 || n == 2 || n == 3 || n == 100 || !n ? 42 : 1;"));
	r = workshop_submit(*state, NULL, TWICE("	static int n;\n	return ++n == 99 ? *(volatile int *)0 : x;"),
			    NULL);
	assert_judged(&r.judgement, VERDICT_RTE, "SIGSEGV");
	report_clear(&r);
}

/* Its families are climbed with answers that are not the model's. */
static void complexity__takes_another_right_answer(void **state)
{
	struct workshop *w = *state;
	struct report r;

	workshop_put(w, "judge.yaml",
		     WORKSHOP_JUDGE_YAML "families:\n  - {name: calls, what: w, generate: \"{n} 7\", time: \"n\", "
					 "space: \"1\", first: 64, last: 4096}\n");
	workshop_load(w);
	r = workshop_submit(w, NULL, TWICE("	return x + x + 3000;"), NULL);
	assert_judged(&r.judgement, VERDICT_AC, "");
	assert_int_equal(r.complexity, COMPLEXITY_DONE);
	assert_int_equal(r.families[0].curve->end, r.families[0].reference->end);
	report_clear(&r);
	r = workshop_submit(w, NULL, TWICE("	static unsigned n;\n	return x + x + (++n == 1000);"), NULL);
	assert_judged(&r.judgement, VERDICT_WA, "");
	assert_int_equal(r.decided_by, STAGE_COMPLEXITY);
	report_clear(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(answer__that_is_another_right_one_is_accepted, set_up),
		cmocka_unit_test_setup(answer__that_is_wrong_gets_the_first_line_for_the_candidate, set_up),
		cmocka_unit_test_setup(answer__that_is_none_is_said_to_be, set_up),
		cmocka_unit_test_setup(validator__need_neither_read_nor_write_a_thing, set_up),
		cmocka_unit_test_setup(validator__gets_the_arguments_that_the_package_gives, set_up),
		cmocka_unit_test_setup(validator__finds_an_empty_feedback_directory, set_up),
		cmocka_unit_test_setup(box__keeps_the_files_of_a_question_where_they_are_the_same, set_up),
		cmocka_unit_test_setup(validators__must_all_accept, set_up),
		cmocka_unit_test_setup(validator__sees_no_network_and_no_other_file, set_up),
		cmocka_unit_test_setup(validator__that_is_broken_is_no_answer, set_up),
		cmocka_unit_test_setup(feedback__may_be_long, set_up),
		cmocka_unit_test_setup(validator__has_as_much_output_as_the_package_gives_it, set_up),
		cmocka_unit_test_setup(validator__that_does_not_compile_is_named, set_up),
		cmocka_unit_test_setup(submission__is_judged_by_it, set_up),
		cmocka_unit_test_setup(submission__is_judged_alike_by_any_number_of_workers, set_up),
		cmocka_unit_test_setup(submission__is_not_blamed_for_a_validator_that_fails, set_up),
		cmocka_unit_test_setup(submission__that_does_not_end_well_is_not_shown_to_it, set_up),
		cmocka_unit_test_setup(complexity__takes_another_right_answer, set_up),
	};

	return cmocka_run_group_tests_name("checker", tests, workshop_open, workshop_close);
}

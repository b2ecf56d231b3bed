/*
 * What verify promises: a line for each check and each reference, each fault of a package named, and nothing said
 * of a reference that only a later stage could say.
 */
#include "judge/judge.h"
#include "sandbox/base/buf.h"
#include "tests/support/workshop.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HIDDEN_TESTS 30

/* ---- a package and what is said of it ---------------------------------------------------------------------------- */

/* All lines as text, "ok|file|text" each. */
struct lines {
	struct buf text;
	size_t n_failed, n_undecided;
};

static void on_line(const struct verify_line *l, void *arg)
{
	static const char *const words[] = { [VERIFY_OK] = "ok",
					     [VERIFY_FAILED] = "FAILED",
					     [VERIFY_UNDECIDED] = "undecided",
					     [VERIFY_WARNED] = "warning",
					     [VERIFY_NOTED] = "note" };
	struct lines *lines = arg;

	lines->n_failed += l->result == VERIFY_FAILED;
	lines->n_undecided += l->result == VERIFY_UNDECIDED;
	assert_int_equal(buf_printf(&lines->text, "%s|%s|%s\n", words[l->result],
				    l->reference ? l->reference->file : "", l->text),
			 0);
}

static void verify(struct workshop *w, struct lines *lines)
{
	size_t failed = 77, undecided = 77;
	struct err e = ERR_INIT;

	*lines = (struct lines){ .n_failed = 0 };
	buf_init(&lines->text, 1 << 16);
	if (judge_verify(w->judge, w->problem, NULL, on_line, lines, &failed, &undecided, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(e.code, 0);
	assert_int_equal(failed, lines->n_failed);
	assert_int_equal(undecided, lines->n_undecided);
}

static void assert_says(const struct lines *lines, const char *line)
{
	if (!strstr(lines->text.data, line))
		fail_msg("%snot: %s", lines->text.data, line);
}

/* One more line of the package fails than before: this one. */
static void assert_only_fault(struct workshop *w, const char *line)
{
	struct lines lines;

	verify(w, &lines);
	assert_says(&lines, line);
	if (lines.n_failed != 1)
		fail_msg("more than this failed: %s", lines.text.data);
	buf_clear(&lines.text);
}

/* judge.yaml with as many tests as are asked for, these references, and one test more. */
static void put_yaml(struct workshop *w, size_t hidden, const char *last_test, const char *references)
{
	cleanup_buf struct buf text = { 0 };

	buf_init(&text, 1 << 16);
	buf_printf(&text, "%s%stests:\n%s", WORKSHOP_HEAD, WORKSHOP_GROUPS, last_test);
	for (size_t i = 0; i < hidden; i++) {
		bool is_made = i % 8 == 4;

		buf_printf(&text, "  - {group: %s, name: n%02zu, reason: r, %s: \"%zu 1%s\"}\n",
			   is_made ? "large" : "small", i, is_made ? "generate" : "input", i, is_made ? "" : "\\n");
	}
	assert_int_equal(buf_puts(&text, references), 0);
	workshop_put(w, "judge.yaml", text.data);
}

static int reset(void **state)
{
	if (workshop_reset(state) < 0)
		return -1;
	put_yaml(*state, HIDDEN_TESTS, "", WORKSHOP_REFERENCES);
	workshop_load(*state);
	return 0;
}

/* A size family: n calls, O(n) time, O(1) space. */
#define CALLS                                                                                               \
	"families:\n  - {name: calls, what: w, generate: \"{n} 7\", time: \"n\", space: \"1\", first: 64, " \
	"last: 4096}\n"

/* ---- the package ------------------------------------------------------------------------------------------------- */

static void package__that_keeps_its_promises_passes(void **state)
{
	struct lines lines;

	verify(*state, &lines);
	assert_int_equal(lines.n_failed + lines.n_undecided, 0);
	assert_says(&lines, "ok||30 hidden tests (at least 30)\n");
	assert_says(&lines, "ok||2 accepted references (at least 2)\n");
	assert_says(&lines, "ok||32 test inputs are valid and the same each time\n");
	assert_says(&lines, "ok|accepted/sum.c|AC\n");
	assert_says(&lines, "ok|accepted/shift.c|AC\n");
	assert_says(&lines, "ok|wrong_answer/square.c|WA\n");
	buf_clear(&lines.text);
}

static void package__with_too_few_tests_fails(void **state)
{
	put_yaml(*state, HIDDEN_TESTS - 1, "", WORKSHOP_REFERENCES);
	workshop_load(*state);
	assert_only_fault(*state, "FAILED||29 hidden tests (at least 30)\n");
}

static void package__with_one_accepted_reference_fails(void **state)
{
	put_yaml(*state, HIDDEN_TESTS, "",
		 "references:\n  - {file: accepted/sum.c, verdict: AC}\n"
		 "  - {file: wrong_answer/square.c, verdict: WA, trap: t}\n");
	workshop_put(*state, "submissions/accepted/shift.c", NULL);
	workshop_load(*state);
	assert_only_fault(*state, "FAILED||1 accepted references (at least 2)\n");
}

static void input__that_its_validator_refuses_is_named(void **state)
{
	put_yaml(*state, HIDDEN_TESTS, "  - {group: small, name: wide, reason: r, input: \"1 5000\\n\"}\n",
		 WORKSHOP_REFERENCES);
	workshop_load(*state);
	assert_only_fault(*state, "FAILED||test small/wide: number 2 is out of range\n");
}

/* Said of each input, since each is as unchecked as the next. */
static void validator__that_fails_is_named(void **state)
{
	struct lines lines;

	workshop_put(*state, "input_validators/validate.c", "#include <stdlib.h>\nint main(void) { abort(); }\n");
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "FAILED||test sample/1: the input validator failed: SIGABRT\n");
	assert_says(&lines, "FAILED||the input is nothing: the input validator failed: SIGABRT\n");
	assert_int_equal(lines.n_failed, HIDDEN_TESTS + 3);
	assert_says(&lines, "ok|accepted/sum.c|AC\n");
	buf_clear(&lines.text);
}

static void validator__that_does_not_compile_is_named(void **state)
{
	workshop_put(*state, "input_validators/validate.c", "int main(void) { return nothing; }\n");
	workshop_load(*state);
	assert_only_fault(*state, "FAILED||input validator of twice: validate.c:1: 'nothing' undeclared");
}

/* The package's validator, but for one thing. */
static void assert_validator_says(void **state, const char *text, const char *line)
{
	struct lines lines;

	assert_int_equal(reset(state), 0);
	workshop_put(*state, "input_validators/validate.c", text);
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, line);
	buf_clear(&lines.text);
}

#define NUMBERS(least, greatest, end)                            \
	"#include \"validate.h\"\n"                              \
	"int main(void)\n"                                       \
	"{\n"                                                    \
	"	while (!at_end()) {\n"                                 \
	"		read_number(" least ", " greatest ");\n" \
	"		if (peek_char() == ' ')\n"                            \
	"			read_blank();\n"                                     \
	"		else if (!at_end())\n"                                \
	"			read_newline();\n"                                   \
	"	}\n" end "}\n"

static void validator__is_asked_about_junk_and_slips(void **state)
{
	assert_validator_says(state, "int main(void) { return 42; }\n",
			      "FAILED||the input validator refuses nothing, so it is no check\n");
	assert_validator_says(state, NUMBERS("-1000", "1000", "	valid_at_end();\n"),
			      "warning||the input validator accepts: nothing, no end of the last line, "
			      "the second half missing\n");
	assert_validator_says(state,
			      "#include <stdio.h>\n#include <stdlib.h>\n"
			      "int main(void)\n{\n\tint c = getchar();\n\n"
			      "\tif (c == 0xef)\n\t\tabort();\n\treturn c == ' ' ? 43 : 42;\n}\n",
			      "FAILED||the input is a byte-order mark: the input validator failed: SIGABRT\n");
}

/* A validator that takes a line of letters, digits and blanks, asked about four tests with this input. */
static void verify_blanks(struct workshop *w, const char *input, struct lines *lines)
{
	static const char *const tests[] = { "sample/1", "sample/2", "secret/1", "secret/2" };
	char path[64];

	workshop_put_program(w);
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		snprintf(path, sizeof(path), "data/%s.in", tests[i]);
		workshop_put(w, path, input);
		snprintf(path, sizeof(path), "data/%s.ans", tests[i]);
		workshop_put(w, path, "0\n");
	}
	workshop_put(w, "submissions/accepted/a.c", "#include <stdio.h>\nint main(void) { puts(\"0\"); }\n");
	workshop_put(w, "input_validators/validate.c",
		     "#include <ctype.h>\n#include <stdio.h>\n"
		     "int main(void)\n{\n\tint c = getchar();\n\n"
		     "\tif (c != '1')\n\t\treturn 43;\n"
		     "\twhile (isalnum(c) || c == ' ')\n\t\tc = getchar();\n"
		     "\treturn c == '\\n' && getchar() == EOF ? 42 : 43;\n}\n");
	workshop_load(w);
	verify(w, lines);
}

static void validator__may_take_blanks_where_inputs_hold_text(void **state)
{
	struct lines lines;

	verify_blanks(*state, "1 Ada\n", &lines);
	assert_says(&lines,
		    "note||the input validator accepts blanks, which may belong to a text: a blank at the end of "
		    "a line, two blanks for one\n");
	assert_null(strstr(lines.text.data, "warning||the input validator"));
	buf_clear(&lines.text);
	verify_blanks(*state, "1 2\n", &lines);
	assert_says(&lines, "warning||the input validator accepts: a blank at the end of a line, two blanks for one\n");
	buf_clear(&lines.text);
}

static void validator__is_asked_about_its_bounds(void **state)
{
	/* The workshop's numbers are from 0 to 1000, and in one sample 2 and 3. */
	assert_validator_says(state, NUMBERS("-5", "1000", "	valid_at_end();\n"),
			      "warning||bounds of the input validator that no test meets: line 5: -5 (the least is ");
	assert_validator_says(state, NUMBERS("-5", "peek_char() == '1' ? 1 : 5000", "	valid_at_end();\n"),
			      "line 5: -5 (the least is ");
}

static void tests__that_are_the_same_are_named(void **state)
{
	struct lines lines;

	put_yaml(*state, HIDDEN_TESTS, "  - {group: small, name: again, reason: r, input: \"0 1\\n\"}\n",
		 WORKSHOP_REFERENCES);
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "warning||the same input twice: small/again = small/n00\n");
	assert_int_equal(lines.n_failed, 0);
	buf_clear(&lines.text);
}

static void tests__are_weighed_by_the_wrong_references(void **state)
{
	struct lines lines;

	/* The square of 0 and of 2 is twice that: then only a test with another number tells. */
	put_yaml(*state, HIDDEN_TESTS, "  - {group: small, name: idle, reason: r, input: \"2\\n\"}\n",
		 WORKSHOP_REFERENCES);
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "warning||tests that no wrong reference fails: small/idle");
	assert_says(&lines, "ok||by who fails them, ");
	buf_clear(&lines.text);
	/* By its answer the model at least was held to something. */
	put_yaml(*state, HIDDEN_TESTS, "  - {group: small, name: idle, reason: r, input: \"2\\n\", answer: \"4\\n\"}\n",
		 WORKSHOP_REFERENCES);
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "note||tests that hold the model alone to something: small/idle\n");
	assert_null(strstr(lines.text.data, "warning||tests that no"));
	buf_clear(&lines.text);
}

static void starter__has_to_compile(void **state)
{
	static const struct {
		const char *text, *line;
	} rows[] = {
		{ "int twice(int x) { return x }\n", "FAILED||the starter does not compile: " },
		{ TWICE("	return 2 * x;"), "warning||the starter is accepted as it is\n" },
		{ TWICE("	return 3 * x;"), "ok||the starter compiles, and gets WA\n" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct lines lines;

		assert_int_equal(reset(state), 0);
		workshop_put(*state, "attachments/twice.c", rows[i].text);
		workshop_load(*state);
		verify(*state, &lines);
		assert_says(&lines, rows[i].line);
		buf_clear(&lines.text);
	}
}

static void generator__that_writes_another_input_each_time_is_named(void **state)
{
	struct lines lines;

	workshop_put(*state, "generators/generate.c",
		     "#include <stdio.h>\n"
		     "#include <sys/random.h>\n"
		     "int main(int argc, char **argv)\n"
		     "{\n"
		     "	unsigned char r[16] = { 0 };\n"
		     "	if (argc > 1 && *argv[1] == '4')\n"
		     "		getrandom(r, sizeof(r), 0);\n"
		     "	for (int i = 0; i < 16; i++)\n"
		     "		printf(\"%d\\n\", r[i]);\n"
		     "	return 0;\n"
		     "}\n");
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "FAILED||test large/n04: the generator does not write the same twice\n");
	assert_int_equal(lines.n_failed, 1);
	buf_clear(&lines.text);
}

static void part__that_fails_is_named_and_nothing_judged_by_it(void **state)
{
	static const struct {
		const char *path, *text, *line;
	} rows[] = {
		{ "generators/generate.c", "int main(void) { return 1; }\n",
		  "FAILED||tests of twice: test large/n04: the generator failed: exit 1\n" },
		{ "generators/generate.c", "int main(void) { return nothing; }\n",
		  "FAILED||tests of twice: generator: generate.c:1: 'nothing' undeclared" },
		{ "submissions/accepted/sum.c", TWICE("	abort();"),
		  "FAILED||tests of twice: test sample/1: the model solution fails on it: SIGABRT\n" },
		{ "data/sample/2.ans", "6\n9\n",
		  "FAILED||tests of twice: test sample/2: the written answer and the model's differ in line 2\n" },
		{ "include/driver.c", "int driver = nothing;\n",
		  "FAILED||tests of twice: test sample/1: model accepted/sum.c: driver of twice: driver.c:1:" },
	};
	struct lines lines;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(reset(state), 0);
		workshop_put(*state, rows[i].path, rows[i].text);
		workshop_load(*state);
		verify(*state, &lines);
		assert_says(&lines, rows[i].line);
		assert_int_equal(lines.n_failed, 1);
		assert_null(strstr(lines.text.data, "accepted/sum.c|"));
		buf_clear(&lines.text);
	}
}

/* ---- the output validator ---------------------------------------------------------------------------------------- */

#define OUTPUT_VALIDATOR(body)                      \
	"#include <stdio.h>\n#include <stdlib.h>\n" \
	"int main(int argc, char **argv)\n"         \
	"{\n"                                       \
	"	int x, y, z;\n"                           \
	"	FILE *ans = fopen(argv[argc > 3 ? 2 : 1], \"r\"), *in = fopen(argv[1], \"r\");\n" body "\n}\n"
#define LIKE_THE_ANSWER                             \
	"	while (fscanf(ans, \"%d\", &x) == 1)\n"   \
	"		if (scanf(\"%d\", &y) != 1 || x != y)\n" \
	"			return 43;\n"                           \
	"	return scanf(\" %*c\") == EOF ? 42 : 43;"

static void output_validator__that_tells_answers_from_junk_passes(void **state)
{
	struct lines lines;

	put_yaml(*state, HIDDEN_TESTS, "", WORKSHOP_REFERENCES CALLS);
	workshop_put(*state, "output_validator/validate.c", OUTPUT_VALIDATOR("	(void)z, (void)in;\n" LIKE_THE_ANSWER));
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "ok||the output validator accepts 32 answers and rejects junk\n");
	assert_says(&lines, "ok|accepted/shift.c|AC\n");
	assert_int_equal(lines.n_failed, 0);
	buf_clear(&lines.text);
}

static void output_validator__that_does_not_is_named(void **state)
{
	static const struct {
		const char *text, *line;
	} rows[] = {
		{ OUTPUT_VALIDATOR("	return 42;"),
		  "FAILED||test sample/1: the output validator accepts an empty output\n" },
		{ OUTPUT_VALIDATOR("	return getchar() == EOF && fscanf(ans, \"%d\", &x) == 1 ? 43 : 42;"),
		  "FAILED||test sample/1: the output validator accepts junk\n" },
		{ OUTPUT_VALIDATOR("	return scanf(\"%d\", &x) == 1 || fscanf(ans, \"%d\", &x) != 1 ? 42 : 43;"),
		  "FAILED||test sample/1: the output validator accepts a flood of one digit\n" },
		{ OUTPUT_VALIDATOR("	if (ungetc(getchar(), stdin) == 0xff)\n"
				   "		abort();\n" LIKE_THE_ANSWER),
		  "FAILED||test sample/1: the output validator failed: SIGABRT (junk)\n" },
		{ OUTPUT_VALIDATOR("	(void)y;\n"
				   "	while (fscanf(in, \"%d\", &x) == 1)\n"
				   "		if (scanf(\"%d\", &z) != 1 || z != x * x)\n"
				   "			return 43;\n"
				   "	return 42;"),
		  "FAILED||tests of twice: test sample/2: the output validator rejects what the model writes\n" },
		{ OUTPUT_VALIDATOR("	return nothing;"),
		  "output validator of twice: validate.c:7: 'nothing' undeclared" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct lines lines;

		assert_int_equal(workshop_reset(state), 0);
		workshop_put(*state, "output_validator/validate.c", rows[i].text);
		workshop_load(*state);
		verify(*state, &lines);
		assert_says(&lines, rows[i].line);
		assert_true(lines.n_failed > 0);
		buf_clear(&lines.text);
	}
}

static void output_validator__that_dies_of_an_output_is_named(void **state)
{
	static const char text[] = OUTPUT_VALIDATOR("	(void)z, (void)in;\n"
						    "	if (scanf(\"%d\", &y) == 1 && y == 2147483647)\n"
						    "		abort();\n"
						    "	rewind(stdin);\n" LIKE_THE_ANSWER);
	static const char generous[] = OUTPUT_VALIDATOR("	(void)z, (void)in;\n"
							"	while (fscanf(ans, \"%d\", &x) == 1)\n"
							"		if (scanf(\"%d\", &y) != 1 || x != y)\n"
							"			return 43;\n"
							"	return 42;");
	struct lines lines;

	workshop_put(*state, "output_validator/validate.c", text);
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "the output validator failed: SIGABRT (the output \"2147483647\")\n");
	assert_true(lines.n_failed > 0);
	buf_clear(&lines.text);

	assert_int_equal(reset(state), 0);
	workshop_put(*state, "output_validator/validate.c", generous);
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "warning||the output validator accepts words behind the answer: sample/1");
	buf_clear(&lines.text);
}

static void output__that_the_package_brings_is_judged(void **state)
{
	struct lines lines;

	workshop_put(*state, "data/valid_output/a.in", "1\n");
	workshop_put(*state, "data/valid_output/a.ans", "2\n");
	workshop_put(*state, "data/valid_output/a.out", "2\n");
	workshop_put(*state, "data/invalid_output/b.in", "1\n");
	workshop_put(*state, "data/invalid_output/b.ans", "2\n");
	workshop_put(*state, "data/invalid_output/b.out", "3\n");
	workshop_put(*state, "data/invalid_input/c.in", "x\n");
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "ok||2 outputs of data/ are judged as their folder says\n");
	assert_says(&lines, "ok||1 inputs of data/invalid_input/ are refused\n");
	assert_int_equal(lines.n_failed, 0);
	buf_clear(&lines.text);

	workshop_put(*state, "data/valid_output/a.out", "3\n");
	workshop_put(*state, "data/invalid_output/b.out", "2\n");
	workshop_put(*state, "data/invalid_input/c.in", "1\n");
	workshop_put(*state, "data/invalid_output/d.in", "1\n");
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "FAILED||data/valid_output/a.in: its output is rejected\n");
	assert_says(&lines, "FAILED||data/invalid_output/b.in: its output is accepted\n");
	assert_says(&lines, "FAILED||data/invalid_output/d.in: data/invalid_output/d.ans is not there\n");
	assert_says(&lines, "FAILED||data/invalid_input/c.in: the input validator accepts it\n");
	assert_int_equal(lines.n_failed, 4);
	buf_clear(&lines.text);
}

/* ---- references -------------------------------------------------------------------------------------------------- */

/* Of a package with these sections whose third reference has this row and this text, this line is said of it. */
static void assert_reference_with(void **state, const char *sections, const char *row, const char *file,
				  const char *text, const char *line)
{
	struct lines lines;
	cleanup_buf struct buf references = { 0 };
	cleanup_free char *path = NULL;

	buf_init(&references, 2000);
	buf_printf(&references,
		   "references:\n"
		   "  - {file: accepted/sum.c, verdict: AC}\n"
		   "  - {file: accepted/shift.c, verdict: AC}\n"
		   "  - {%s}\n%s",
		   row, sections);
	assert_int_equal(reset(state), 0);
	workshop_put(*state, "submissions/wrong_answer", NULL);
	assert_true(asprintf(&path, "submissions/%s", file) > 0);
	workshop_put(*state, path, text);
	put_yaml(*state, HIDDEN_TESTS, "", references.data);
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, line);
	assert_int_equal(lines.n_failed + lines.n_undecided, !strncmp(line, "ok", 2) ? 0 : 1);
	buf_clear(&lines.text);
}

static void assert_reference(void **state, const char *row, const char *file, const char *text, const char *line)
{
	assert_reference_with(state, "", row, file, text, line);
}

static void reference__gets_what_its_row_promises(void **state)
{
	static const char square[] = TWICE("	return x * x;"), right[] = TWICE("	return 2 * x;"),
			  early[] = TWICE("	exit(3);"), crash[] = TWICE("	return *(volatile int *)0;");

	assert_reference(state, "file: rejected/a.c, verdict: WA, trap: t", "rejected/a.c", square,
			 "ok|rejected/a.c|WA\n");
	assert_reference(state, "file: rejected/a.c, verdict: TLE, trap: t", "rejected/a.c", square,
			 "FAILED|rejected/a.c|TLE is promised, got WA\n");
	assert_reference(state, "file: rejected/a.c, verdict: WA, trap: t", "rejected/a.c", right,
			 "FAILED|rejected/a.c|WA is promised, got AC\n");
	assert_reference(state, "file: accepted/a.c, verdict: AC", "accepted/a.c", square,
			 "FAILED|accepted/a.c|AC is promised, got WA\n");
	/* Of the reason the beginning. */
	assert_reference(state, "file: rejected/a.c, verdict: RTE, reason: exit 3, trap: t", "rejected/a.c", early,
			 "ok|rejected/a.c|RTE/exit 3 before the test was over\n");
	assert_reference(state, "file: rejected/a.c, verdict: RTE, reason: SIGSEGV, trap: t", "rejected/a.c", crash,
			 "ok|rejected/a.c|RTE/SIGSEGV at a null pointer, a.c:3\n");
	assert_reference(state, "file: rejected/a.c, verdict: RTE, reason: exit 4, trap: t", "rejected/a.c", early,
			 "FAILED|rejected/a.c|RTE/exit 4 is promised, got RTE/exit 3 before the test was over\n");
}

static void reference__is_caught_by_the_family_that_its_row_names(void **state)
{
	static const char row[] = "file: rejected/a.c, verdict: TLE, reason: complexity, trap: t, family: calls";

	assert_reference_with(
		state, CALLS, row, "rejected/a.c",
		TWICE("	static unsigned k;\n	for (volatile unsigned i = k++; i; i--) ;\n	return x + x;"),
		"ok|rejected/a.c|TLE/complexity: O(n^2) found, O(n) allowed\n");
	assert_reference_with(state, CALLS, row, "rejected/a.c", TWICE("	return x + x;"),
			      "FAILED|rejected/a.c|TLE/complexity is promised, got AC\n");
	assert_reference_with(state, CALLS, "file: rejected/a.c, verdict: WA, trap: t, family: calls", "rejected/a.c",
			      TWICE("	return x * x;"), "FAILED|rejected/a.c|WA, but not in family calls\n");
}

static void reference__that_is_accepted_grows_well_below_the_limit(void **state)
{
	/* n^1.03 or so: accepted, but near to what is not. */
	assert_reference_with(
		state, CALLS, "file: accepted/a.c, verdict: AC", "accepted/a.c",
		TWICE("	static unsigned k, s;\n"
		      "	k++;\n"
		      "	if (!(k & (k - 1)))\n"
		      "		s++;\n"
		      "	for (volatile unsigned i = 0; i < 30 + s; i++) ;\n"
		      "	return x + x;"),
		"FAILED|accepted/a.c|accepted, but in family calls its time grows by more than half of what is "
		"tolerated");
}

static void reference__that_is_accepted_leaves_room_below_the_limit(void **state)
{
	assert_reference(state, "file: accepted/a.c, verdict: AC", "accepted/a.c",
			 "#include <time.h>\n" TWICE("	static int once;\n"
						     "	while (x == 4 && !once && clock() < CLOCKS_PER_SEC / 5) ;\n"
						     "	once |= x == 4;\n"
						     "	return x + x;"),
			 "FAILED|accepted/a.c|accepted, but takes over 1/2 of the time limit\n");
	assert_reference(state, "file: accepted/a.c, verdict: AC", "accepted/a.c",
			 "#include <stdlib.h>\n" TWICE("	volatile char *p = malloc(20 << 20);\n"
						       "	for (int i = 0; p && i < 20 << 20; i += 4096)\n"
						       "		p[i] = 1;\n"
						       "	free((void *)p);\n"
						       "	return x + x;"),
			 "FAILED|accepted/a.c|accepted, but takes over half of the memory limit\n");
}

static void reference__of_several_files_is_a_folder(void **state)
{
	struct lines lines;

	workshop_put(*state, "submissions/accepted/parts/twice.c",
		     "#include \"sum.h\"\n" TWICE("	return sum(x, x);"));
	workshop_put(*state, "submissions/accepted/parts/sum.c",
		     "#include \"sum.h\"\nint sum(int a, int b) { return a + b; }\n");
	workshop_put(*state, "submissions/accepted/parts/sum.h", "int sum(int a, int b);\n");
	put_yaml(*state, HIDDEN_TESTS, "", WORKSHOP_REFERENCES "  - {file: accepted/parts, verdict: AC}\n");
	workshop_load(*state);
	verify(*state, &lines);
	assert_says(&lines, "ok|accepted/parts|AC\n");
	assert_int_equal(lines.n_failed, 0);
	buf_clear(&lines.text);
}

/* The folders of the format promise no verdict of ours, only that it is none of two. */
static void reference__without_a_row_gets_what_its_folder_promises(void **state)
{
	struct workshop *w = *state;
	struct lines lines;

	workshop_put_program(w);
	workshop_put(w, "submissions/accepted/a.c",
		     "#include <stdio.h>\n"
		     "int main(void) { int x; while (scanf(\"%d\", &x) == 1) printf(\"%d\\n\", 2 * x); }\n");
	workshop_put(w, "submissions/rejected/b.c", "int main(void) { return 1; }\n");
	workshop_put(w, "submissions/rejected/c.c",
		     "#include <stdio.h>\n"
		     "int main(void) { int x; while (scanf(\"%d\", &x) == 1) printf(\"%d\\n\", x + x); }\n");
	workshop_load(w);
	verify(w, &lines);
	assert_says(&lines, "ok|accepted/a.c|AC\n");
	assert_says(&lines, "ok|rejected/b.c|RTE/exit 1\n");
	assert_says(&lines, "FAILED|rejected/c.c|AC: submissions/rejected/ promises WA or TLE or RTE in some test\n");
	buf_clear(&lines.text);
}

/* ---- the judge itself -------------------------------------------------------------------------------------------- */

static void judge__that_cannot_judge_finds_no_fault(void **state)
{
	struct workshop *w = *state;
	const struct judge_config config = { .cache_dir = "/dev/null/cache",
					     .keeper_path = WORKSHOP_KEEPER,
					     .workers = 1 };
	cleanup_judge struct judge *j = NULL;
	struct lines lines = { .n_failed = 0 };
	size_t failed = 77, undecided = 77;
	struct err e = ERR_INIT;

	buf_init(&lines.text, 1 << 16);
	assert_int_equal(judge_open(&config, &j, &e), 0);
	assert_int_equal(judge_verify(j, w->problem, NULL, on_line, &lines, &failed, &undecided, &e), -ENOTDIR);
	assert_int_equal(strncmp(e.text, "verify twice: ", 14), 0);
	assert_int_equal(lines.n_failed, 0);
	assert_int_equal(failed, 77);
	buf_clear(&lines.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(package__that_keeps_its_promises_passes, reset),
		cmocka_unit_test_setup(package__with_too_few_tests_fails, reset),
		cmocka_unit_test_setup(package__with_one_accepted_reference_fails, reset),
		cmocka_unit_test_setup(input__that_its_validator_refuses_is_named, reset),
		cmocka_unit_test_setup(validator__that_fails_is_named, reset),
		cmocka_unit_test_setup(validator__that_does_not_compile_is_named, reset),
		cmocka_unit_test_setup(validator__is_asked_about_junk_and_slips, reset),
		cmocka_unit_test_setup(validator__may_take_blanks_where_inputs_hold_text, reset),
		cmocka_unit_test_setup(validator__is_asked_about_its_bounds, reset),
		cmocka_unit_test_setup(tests__that_are_the_same_are_named, reset),
		cmocka_unit_test_setup(tests__are_weighed_by_the_wrong_references, reset),
		cmocka_unit_test_setup(starter__has_to_compile, reset),
		cmocka_unit_test_setup(generator__that_writes_another_input_each_time_is_named, reset),
		cmocka_unit_test_setup(part__that_fails_is_named_and_nothing_judged_by_it, reset),
		cmocka_unit_test_setup(output_validator__that_tells_answers_from_junk_passes, reset),
		cmocka_unit_test_setup(output_validator__that_does_not_is_named, reset),
		cmocka_unit_test_setup(output_validator__that_dies_of_an_output_is_named, reset),
		cmocka_unit_test_setup(output__that_the_package_brings_is_judged, reset),
		cmocka_unit_test_setup(reference__gets_what_its_row_promises, reset),
		cmocka_unit_test_setup(reference__is_caught_by_the_family_that_its_row_names, reset),
		cmocka_unit_test_setup(reference__that_is_accepted_grows_well_below_the_limit, reset),
		cmocka_unit_test_setup(reference__that_is_accepted_leaves_room_below_the_limit, reset),
		cmocka_unit_test_setup(reference__of_several_files_is_a_folder, reset),
		cmocka_unit_test_setup(reference__without_a_row_gets_what_its_folder_promises, reset),
		cmocka_unit_test_setup(judge__that_cannot_judge_finds_no_fault, reset),
	};

	return cmocka_run_group_tests_name("verify", tests, workshop_open, workshop_close);
}

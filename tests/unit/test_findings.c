/*
 * Reports as gcc 12 writes them in a box, and what a candidate may write in their place.
 */
#include "runners/runner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct sighting list[SIGHTINGS_MAX];

static size_t parse(const char *text)
{
	memset(list, 0xff, sizeof(list));
	return findings_parse(text, strlen(text), list);
}

static void assert_one(const char *text, const char *kind)
{
	assert_int_equal(parse(text), 1);
	assert_string_equal(list[0].kind->name, kind);
}

static void assert_stack(const struct finding_stack *s, size_t n, const uint64_t *at)
{
	assert_int_equal(s->n, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(s->at[i], at[i]);
}

static const char use_after_free[] =
	"==14305==WARNING: reading executable name failed with errno 2, some stack frames may not be symbolized\n"
	"=================================================================\n"
	"==14305==ERROR: AddressSanitizer: heap-use-after-free on address 0x604000000010 at pc 0x7f2368abb35f bp "
	"0x7ffc9d665d60 sp 0x7ffc9d665d58\n"
	"READ of size 4 at 0x604000000010 thread T0\n"
	"    #0 0x7f2368abb35e  (/box/candidate.so+0x135e)\n"
	"    #1 0x5633a897f597  (/proc/self/exe+0x2597)\n"
	"    #2 0x7f2367a45249  (/lib/x86_64-linux-gnu/libc.so.6+0x27249)\n"
	"\n"
	"0x604000000010 is located 0 bytes inside of 40-byte region [0x604000000010,0x604000000038)\n"
	"freed by thread T0 here:\n"
	"    #0 0x7f23684b76a8  (/lib/x86_64-linux-gnu/libasan.so.8+0xb76a8)\n"
	"    #1 0x7f2368abb321  (/box/candidate.so+0x1321)\n"
	"\n"
	"previously allocated by thread T0 here:\n"
	"    #0 0x7f23684b89cf  (/lib/x86_64-linux-gnu/libasan.so.8+0xb89cf)\n"
	"    #1 0x7f2368abb250  (/box/candidate.so+0x1250)\n"
	"\n"
	"==14305==ABORTING\n";

static void report__has_three_stacks_of_the_candidates_frames(void **state)
{
	(void)state;
	assert_one(use_after_free, "heap-use-after-free");
	/* The runner's frame is kept apart, as one of the executable; the libraries' are gone. */
	assert_stack(&list[0].access, 2, (const uint64_t[]){ 0x135e, 0x2597 | FINDING_OF_PROGRAM });
	assert_stack(&list[0].freed, 1, (const uint64_t[]){ 0x1321 });
	assert_stack(&list[0].allocated, 1, (const uint64_t[]){ 0x1250 });
	assert_string_equal(list[0].file, "");
}

static void report__ends_where_it_says(void **state)
{
	char text[4096];

	(void)state;
	snprintf(text, sizeof(text), "%s    #0 0x1  (/box/candidate.so+0x9999)\n", use_after_free);
	assert_one(text, "heap-use-after-free");
	assert_int_equal(list[0].allocated.n, 1);
}

static void stack__of_a_variable_is_not_that_of_the_access(void **state)
{
	(void)state;
	assert_one("==3==ERROR: AddressSanitizer: stack-buffer-overflow on address 0x7f2b88700028 at pc 0x1\n"
		   "WRITE of size 10 at 0x7f2b88700028 thread T0\n"
		   "    #0 0x7f2b8b447680  (/lib/x86_64-linux-gnu/libasan.so.8+0x47680)\n"
		   "    #1 0x7f2b8b25e474  (/box/candidate.so+0x1474)\n"
		   "\n"
		   "Address 0x7f2b88700028 is located in stack of thread T0 at offset 40 in frame\n"
		   "    #0 0x7f2b8b25e1e8  (/box/candidate.so+0x11e8)\n",
		   "stack-buffer-overflow");
	assert_stack(&list[0].access, 1, (const uint64_t[]){ 0x1474 });
}

static void address_sanitizer__names_its_kinds(void **state)
{
	static const char *const rows[][2] = {
		{ "heap-buffer-overflow on address 0x1 at pc 0x2", "heap-buffer-overflow" },
		{ "stack-use-after-return on address 0x1", "stack-use-after-return" },
		{ "stack-use-after-scope on address 0x1", "stack-use-after-scope" },
		{ "stack-buffer-underflow on address 0x1", "stack-buffer-underflow" },
		{ "dynamic-stack-buffer-overflow on address 0x1", "dynamic-stack-buffer-overflow" },
		{ "global-buffer-overflow on address 0x1", "global-buffer-overflow" },
		{ "attempting double-free on 0x604000000010 in thread T0:", "double-free" },
		{ "attempting free on address which was not malloc()-ed: 0x1 in thread T0", "bad-free" },
		{ "SEGV on unknown address 0x000000000018 (pc 0x1 bp 0x2 sp 0x3 T0)", "SEGV" },
		{ "stack-overflow on address 0x7fff5a9cfff0 (pc 0x1 bp 0x2 sp 0x3 T0)", "stack-overflow" },
		{ "FPE on unknown address 0x1", "FPE" },
		{ "ABRT on unknown address 0x1", "ABRT" },
		{ "negative-size-param: (size=-1)", "negative-size-param" },
		{ "memcpy-param-overlap: memory ranges [0x1,0x2) and [0x3, 0x4) overlap", "param-overlap" },
		{ "requested allocation size 0xffff (0x1 after adjustments) exceeds", "allocation-size-too-big" },
		{ "calloc parameters overflow: count * size (2 * 3) cannot be represented", "calloc-overflow" },
		{ "something that comes with gcc 20", "memory-error" },
	};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(text, sizeof(text), "==3==ERROR: AddressSanitizer: %s\n", rows[i][0]);
		assert_one(text, rows[i][1]);
		assert_int_equal(list[0].kind->class, FINDING_MEMORY);
		assert_ptr_equal(finding_kind(rows[i][1]), finding_kind(list[0].kind->name));
	}
}

static void runtime_errors__have_a_place_and_no_values(void **state)
{
	static const struct {
		const char *text, *kind;
		enum finding_class class;
	} rows[] = {
		{ "signed integer overflow: 5 + 2147483647 cannot be represented in type 'int'",
		  "signed-integer-overflow", FINDING_UNDEFINED },
		{ "negation of -2147483648 cannot be represented in type 'int'; cast to an unsigned type",
		  "signed-integer-overflow", FINDING_UNDEFINED },
		{ "shift exponent 33 is too large for 32-bit type 'int'", "shift", FINDING_UNDEFINED },
		{ "left shift of negative value -1", "shift", FINDING_UNDEFINED },
		{ "division by zero", "division-by-zero", FINDING_UNDEFINED },
		{ "index 4 out of bounds for type 'int [4]'", "index-out-of-bounds", FINDING_MEMORY },
		{ "load of null pointer of type 'int'", "null-pointer", FINDING_UNDEFINED },
		{ "member access within null pointer of type 'struct node'", "null-pointer", FINDING_UNDEFINED },
		{ "store to misaligned address 0x7ffd01 for type 'int', which requires 4 byte alignment",
		  "misaligned-pointer", FINDING_UNDEFINED },
		{ "load of address 0x604000000038 with insufficient space for an object of type 'int'", "object-size",
		  FINDING_MEMORY },
		{ "execution reached an unreachable program point", "unreachable", FINDING_UNDEFINED },
		{ "variable length array bound evaluates to non-positive value -1", "vla-bound", FINDING_UNDEFINED },
		{ "null pointer passed as argument 2, which is declared to never be null", "null-argument",
		  FINDING_UNDEFINED },
		{ "load of value 190, which is not a valid value for type '_Bool'", "invalid-value",
		  FINDING_UNDEFINED },
		{ "pointer index expression with base 0x1 overflowed to 0x0", "pointer-overflow", FINDING_UNDEFINED },
		{ "1e+30 is outside the range of representable values of type 'int'", "float-conversion",
		  FINDING_UNDEFINED },
		{ "what no sanitizer has said yet", "undefined-behaviour", FINDING_UNDEFINED },
	};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(text, sizeof(text), "my: file.c:41:7: runtime error: %s\n", rows[i].text);
		assert_one(text, rows[i].kind);
		assert_int_equal(list[0].kind->class, rows[i].class);
		assert_string_equal(list[0].file, "my: file.c");
		assert_int_equal(list[0].line, 41);
		assert_int_equal(list[0].column, 7);
		assert_int_equal(list[0].access.n, 0);
	}
}

static void own_lines__tell_leaks_and_arguments(void **state)
{
	(void)state;
	assert_int_equal(parse("judge: leak 48 2 0x1234\njudge: ctype isalnum 0x99\n"), 2);
	assert_string_equal(list[0].kind->name, "leak");
	assert_int_equal(list[0].bytes, 48);
	assert_int_equal(list[0].blocks, 2);
	assert_stack(&list[0].allocated, 1, (const uint64_t[]){ 0x1234 });
	assert_string_equal(list[1].kind->name, "ctype-argument");
	assert_stack(&list[1].access, 1, (const uint64_t[]){ 0x99 });
}

static void lines__that_are_no_report_say_nothing(void **state)
{
	static const char *const rows[] = {
		"",
		"\n\n\n",
		"ERROR: AddressSanitizer: heap-use-after-free\n",    /* not led by the process */
		"==3==ERROR: AddressSanitizer: heap-use-after-free", /* cut */
		": runtime error: division by zero\n",               /* no place */
		"a.c: runtime error: division by zero\n",            /* no line */
		"a.c:1: runtime error: division by zero\n",          /* no column */
		"a.c:x:1: runtime error: division by zero\n",
		":1:1: runtime error: division by zero\n",
		"a.c:99999999999:1: runtime error: division by zero\n", /* no 32 bits */
		"a.c:1:99999999999999999999: runtime error: division by zero\n",
		"judge: leak 48 2\n",
		"judge: leak 48 0 0x1\n",
		"judge: leak 48 2 0x1 more\n",
		"judge: leak -1 2 0x1\n",
		"judge: leak 99999999999999999999999 2 0x1\n",
		"judge: leak 48 2 0x11112222333344445\n",
		"judge: ctype isalnum\n",
		"judge: ctype isalnum 0xzz\n",
		"    #0 0x1  (/box/candidate.so+0x1)\n", /* a frame of nothing */
		"freed by thread T0 here:\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(parse(rows[i]), 0);
}

static void name_of_a_file__is_bounded(void **state)
{
	char text[SOURCE_NAME_MAX + 64];

	(void)state;
	for (size_t n = SOURCE_NAME_MAX; n <= SOURCE_NAME_MAX + 1; n++) {
		memset(text, 'a', n);
		snprintf(text + n, sizeof(text) - n, ":1:1: runtime error: division by zero\n");
		assert_int_equal(parse(text), n == SOURCE_NAME_MAX);
	}
}

static void findings_and_frames__beyond_the_ceilings_are_dropped(void **state)
{
	char text[16384];
	size_t len = 0;

	(void)state;
	for (size_t i = 0; i < 2 * SIGHTINGS_MAX; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "judge: leak 1 1 0x%zx\n", i);
	assert_int_equal(parse(text), SIGHTINGS_MAX);
	len = (size_t)snprintf(text, sizeof(text), "==3==ERROR: AddressSanitizer: SEGV on\n");
	for (size_t i = 0; i < 2 * FINDING_FRAMES_MAX; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "    #%zu 0x1  (/box/candidate.so+0x1)\n", i);
	assert_one(text, "SEGV");
	assert_int_equal(list[0].access.n, FINDING_FRAMES_MAX);
	/* A report for which there is no room keeps its frames to itself. */
	len = 0;
	for (size_t i = 0; i < SIGHTINGS_MAX; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "judge: leak 1 1 0x%zx\n", i);
	snprintf(text + len, sizeof(text) - len,
		 "==3==ERROR: AddressSanitizer: SEGV on\n    #0 0x1  (/box/candidate.so+0x77)\n");
	assert_int_equal(parse(text), SIGHTINGS_MAX);
	assert_int_equal(list[SIGHTINGS_MAX - 1].allocated.n, 1);
}

static void kinds__have_a_sentence_each(void **state)
{
	static const char *const names[] = { "leak", "ctype-argument", "memory-error", "names-a-sanitizer", "SEGV" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct finding_kind *k = finding_kind(names[i]);

		assert_non_null(k);
		assert_int_equal(k->says[strlen(k->says) - 1], '.');
	}
	assert_null(finding_kind("luck"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(report__has_three_stacks_of_the_candidates_frames),
		cmocka_unit_test(report__ends_where_it_says),
		cmocka_unit_test(stack__of_a_variable_is_not_that_of_the_access),
		cmocka_unit_test(address_sanitizer__names_its_kinds),
		cmocka_unit_test(runtime_errors__have_a_place_and_no_values),
		cmocka_unit_test(own_lines__tell_leaks_and_arguments),
		cmocka_unit_test(lines__that_are_no_report_say_nothing),
		cmocka_unit_test(name_of_a_file__is_bounded),
		cmocka_unit_test(findings_and_frames__beyond_the_ceilings_are_dropped),
		cmocka_unit_test(kinds__have_a_sentence_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

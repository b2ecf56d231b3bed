/* What junit promises: a well-formed document, whatever texts packages and compilers bring. */
#include "judge/cli/junit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void put(struct junit *x, enum verify_result result, const char *file, const char *text)
{
	const struct problem_reference reference = { .file = file };
	const struct verify_line l = { .result = result, .reference = file ? &reference : NULL, .text = text };

	junit_line(x, "two_sum", &l);
}

static void junit__has_a_case_a_line(void **state)
{
	cleanup_junit struct junit x;
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;

	(void)state;
	junit_init(&x);
	buf_init(&b, 1u << 16);
	junit_begin(&x);
	put(&x, VERIFY_OK, "accepted/a.c", "AC");
	put(&x, VERIFY_FAILED, "wrong_answer/b.c", "WA is promised, got AC");
	put(&x, VERIFY_UNDECIDED, "rejected/c.c", "needs the complexity stage");
	put(&x, VERIFY_WARNED, NULL, "the same input twice");
	put(&x, VERIFY_NOTED, NULL, "an unknown key");
	junit_end(&x, "two_sum");
	junit_begin(&x);
	junit_end(&x, "empty");
	assert_int_equal(junit_print(&x, &b, &e), 0);
	assert_non_null(strstr(
		b.data, "<testsuites name=\"judge verify\" tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"1\">"));
	assert_non_null(strstr(
		b.data, "<testsuite name=\"two_sum\" tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"1\" time="));
	assert_non_null(strstr(
		b.data, "<testsuite name=\"empty\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\" time="));
	assert_non_null(strstr(b.data, "<testcase classname=\"two_sum\" name=\"accepted/a.c\"/>\n"));
	assert_non_null(strstr(b.data, "name=\"wrong_answer/b.c\"><failure type=\"verify\" "
				       "message=\"WA is promised, got AC\"/></testcase>\n"));
	assert_non_null(
		strstr(b.data, "name=\"rejected/c.c\"><skipped message=\"needs the complexity stage\"/></testcase>\n"));
	assert_non_null(
		strstr(b.data, "name=\"the same input twice\"><system-out>warning: the same input twice</system-out>"));
	assert_non_null(strstr(b.data, "name=\"an unknown key\"><system-out>note: an unknown key</system-out>"));
}

static void junit__escapes_what_xml_cannot_hold(void **state)
{
	cleanup_junit struct junit x;
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;

	(void)state;
	junit_init(&x);
	buf_init(&b, 1u << 16);
	junit_begin(&x);
	put(&x, VERIFY_FAILED, "a&b<c>\"d'.c", "]]> \x01\x1b[31m \xff\xc3\xa9\xef\xbf\xbf\n");
	junit_end(&x, "two_sum");
	assert_int_equal(junit_print(&x, &b, &e), 0);
	assert_non_null(strstr(b.data, "name=\"a&#38;b&#60;c&#62;&#34;d&#39;.c\""));
	assert_non_null(strstr(b.data, "message=\"]]&#62; \xef\xbf\xbd\xef\xbf\xbd[31m "
				       "\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd&#10;\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(junit__has_a_case_a_line),
		cmocka_unit_test(junit__escapes_what_xml_cannot_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

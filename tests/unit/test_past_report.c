/* A report of the history, in short, for each way that a submission can end. */
#include "judge/cli/past_report.h"
#include "tests/support/report_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct terminal PLAIN = { .width = 80 };
static const struct past_context NOTHING = { .version_now = "" };

static void print_fixture(enum fixture f, struct buf *out)
{
	const struct report_style style = { .view = VIEW_OWNER, .width = 80 };
	cleanup_buf struct buf json;
	struct err e = ERR_INIT;
	struct report r;

	buf_init(&json, 1 << 22);
	buf_init(out, 1 << 20);
	fixture_report(&r, f);
	assert_int_equal(report_json(&r, &style, &json, &e), 0);
	assert_int_equal(past_report_print(json.data, json.len, &NOTHING, &PLAIN, out, &e), 0);
	report_clear(&r);
}

static void past_report__every_report_can_be_shown_and_ends_with_the_verdict(void **state)
{
	(void)state;
	for (int f = 0; f < FIXTURE_COUNT; f++) {
		cleanup_buf struct buf b;
		const char *last;

		print_fixture((enum fixture)f, &b);
		assert_non_null(strstr(b.data, "submission  "));
		assert_non_null(strstr(b.data, "judged      2026-01-31T23:59:59Z\n"));
		last = strstr(b.data, "\nverdict ");
		assert_non_null(last);
		assert_null(strstr(last + 1, "\nverdict "));
	}
}

static void past_report__nothing_in_it_steers_the_terminal(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	print_fixture(FIXTURE_HOSTILE, &b);
	for (size_t i = 0; i < b.len; i++)
		assert_true(b.data[i] == '\n' || ((unsigned char)b.data[i] >= 0x20 && (unsigned char)b.data[i] < 0x7f));
}

static void past_report__an_older_report_lacks_what_it_lacks(void **state)
{
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;
	static const char json[] =
		"{\"id\": \"ab\", \"verdict\": \"WA\", \"first_failed\": 7, \"slowest\": -3, \"tests\": []}";

	(void)state;
	buf_init(&b, 1 << 16);
	assert_int_equal(past_report_print(json, sizeof(json) - 1, &NOTHING, &PLAIN, &b, &e), 0);
	assert_non_null(strstr(b.data, "verdict     WA"));
	assert_null(strstr(b.data, "first fault"));
}

static void past_report__what_is_no_report_is_refused(void **state)
{
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&b, 1 << 16);
	assert_int_equal(past_report_print("{}", 2, &NOTHING, &PLAIN, &b, &e), -EBADMSG);
	assert_true(past_report_print("{", 1, &NOTHING, &PLAIN, &b, &e) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(past_report__every_report_can_be_shown_and_ends_with_the_verdict),
		cmocka_unit_test(past_report__nothing_in_it_steers_the_terminal),
		cmocka_unit_test(past_report__an_older_report_lacks_what_it_lacks),
		cmocka_unit_test(past_report__what_is_no_report_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

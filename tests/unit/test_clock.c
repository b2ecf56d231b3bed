/* What clock promises: two clocks that move, and dates as the calendar has them. */
#include "sandbox/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void clock__mono_never_goes_back(void **state)
{
	uint64_t last = clock_mono_us();

	(void)state;
	for (int i = 0; i < 1000; i++) {
		const uint64_t now = clock_mono_us();

		assert_true(now >= last);
		last = now;
	}
}

static void clock__wall_is_in_microseconds_since_1970(void **state)
{
	const uint64_t before = (uint64_t)time(NULL);
	const uint64_t now = clock_wall_us() / CLOCK_US_PER_S;

	(void)state;
	/* time(2) may lag behind by a tick. */
	assert_true(now >= before);
	assert_true(now <= (uint64_t)time(NULL) + 1);
}

static void check_iso(uint64_t seconds, const char *expected)
{
	char text[CLOCK_ISO_MAX];

	clock_iso8601(seconds * CLOCK_US_PER_S, text);
	assert_string_equal(text, expected);
	clock_iso8601(seconds * CLOCK_US_PER_S + CLOCK_US_PER_S - 1, text);
	assert_string_equal(text, expected);
}

static void clock__iso8601_knows_the_calendar(void **state)
{
	(void)state;
	check_iso(0, "1970-01-01T00:00:00Z");
	check_iso(86399, "1970-01-01T23:59:59Z");
	check_iso(951782399, "2000-02-28T23:59:59Z");
	check_iso(951782400, "2000-02-29T00:00:00Z");
	check_iso(951868800, "2000-03-01T00:00:00Z");
	check_iso(1735689599, "2024-12-31T23:59:59Z");
	check_iso(4107542399, "2100-02-28T23:59:59Z");
	check_iso(4107542400, "2100-03-01T00:00:00Z");
}

static void clock__iso8601_agrees_with_the_c_library_on_every_day_for_800_years(void **state)
{
	char text[CLOCK_ISO_MAX], expected[CLOCK_ISO_MAX];

	(void)state;
	for (int64_t day = 0; day < 2 * 146097; day++) {
		const time_t seconds = (time_t)(day * 86400 + day % 86400);
		struct tm t;

		clock_iso8601((uint64_t)seconds * CLOCK_US_PER_S, text);
		assert_non_null(gmtime_r(&seconds, &t));
		assert_true(strftime(expected, sizeof(expected), "%Y-%m-%dT%H:%M:%SZ", &t) > 0);
		if (strcmp(text, expected) != 0)
			assert_string_equal(text, expected);
	}
}

static void clock__the_last_microsecond_fits(void **state)
{
	char text[CLOCK_ISO_MAX];

	(void)state;
	clock_iso8601(UINT64_MAX, text);
	assert_string_equal(text, "586524-01-19T08:01:49Z");
	clock_local(UINT64_MAX, text);
	assert_memory_equal(text, "586524-01-", 10);
}

static void clock__local_time_follows_the_time_zone(void **state)
{
	const char *before = getenv("TZ");
	char *kept = before ? strdup(before) : NULL;
	char text[CLOCK_ISO_MAX];

	(void)state;
	setenv("TZ", "AAA-2", 1);
	tzset();
	clock_local(951782400 * CLOCK_US_PER_S, text);
	if (kept)
		setenv("TZ", kept, 1);
	else
		unsetenv("TZ");
	tzset();
	free(kept);
	assert_string_equal(text, "2000-02-29 02:00:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clock__mono_never_goes_back),
		cmocka_unit_test(clock__wall_is_in_microseconds_since_1970),
		cmocka_unit_test(clock__iso8601_knows_the_calendar),
		cmocka_unit_test(clock__iso8601_agrees_with_the_c_library_on_every_day_for_800_years),
		cmocka_unit_test(clock__the_last_microsecond_fits),
		cmocka_unit_test(clock__local_time_follows_the_time_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

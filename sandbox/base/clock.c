/*
 * clock: the two clocks of the kernel, and dates for people and for machines.
 *
 * The UTC date is computed here: gmtime_r would read the time zone files of the host, which a confined process
 * cannot reach and which the tiny static programs should not carry. Leap seconds do not exist in POSIX time.
 */
#include "sandbox/base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

static uint64_t read_us(clockid_t id)
{
	struct timespec t = { 0 };

	/* Fails for an unknown clock only; both that are asked for always exist. */
	clock_gettime(id, &t);
	return (uint64_t)t.tv_sec * CLOCK_US_PER_S + (uint64_t)t.tv_nsec / 1000;
}

uint64_t clock_mono_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

uint64_t clock_wall_us(void)
{
	return read_us(CLOCK_REALTIME);
}

void clock_iso8601(uint64_t wall_us, char out[CLOCK_ISO_MAX])
{
	const uint64_t seconds = wall_us / CLOCK_US_PER_S;
	const unsigned in_day = (unsigned)(seconds % 86400);
	/*
	 * The Gregorian calendar repeats every 146097 days (400 years). In a year that begins on 1 March the leap
	 * day comes last, so that the lengths of months follow one line: month m begins on day (153 m + 2) / 5.
	 * 719468 days lie between 0000-03-01 and 1970-01-01.
	 */
	const uint64_t days = seconds / 86400 + 719468;
	const uint64_t era = days / 146097;
	const unsigned of_era = (unsigned)(days % 146097);
	const unsigned year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	const unsigned of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	const unsigned march_month = (5 * of_year + 2) / 153;
	const unsigned day = of_year - (153 * march_month + 2) / 5 + 1;
	const unsigned month = march_month < 10 ? march_month + 3 : march_month - 9;
	const uint64_t year = era * 400 + year_of_era + (month <= 2);

	snprintf(out, CLOCK_ISO_MAX, "%04" PRIu64 "-%02u-%02uT%02u:%02u:%02uZ", year, month, day, in_day / 3600,
		 in_day / 60 % 60, in_day % 60);
}

void clock_local(uint64_t wall_us, char out[CLOCK_ISO_MAX])
{
	const time_t seconds = (time_t)(wall_us / CLOCK_US_PER_S);
	struct tm t = { 0 };

	/* Fails only for years that do not fit an int; 2^64 microseconds end in the year 586524. */
	localtime_r(&seconds, &t);
	strftime(out, CLOCK_ISO_MAX, "%Y-%m-%d %H:%M:%S", &t);
}

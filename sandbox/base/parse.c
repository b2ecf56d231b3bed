/*
 * parse: strict numbers.
 *
 * strtol and its like skip blanks, take signs, wrap negative numbers around, and stop at the first odd byte; each
 * of these has turned a typing error into a wrong limit somewhere. Here the shape of the whole string is checked
 * first, digit by digit, and only a well-shaped one is converted.
 */
#include "sandbox/base/parse.h"

#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define QUOTE_MAX 60 /* bytes of the input that an error text repeats */

/* Arguments for "'%.*s%s'": the input, shortened at a whole character. */
#define QUOTE(s) quoted_bytes(s), s, s[quoted_bytes(s)] ? "…" : ""

static int quoted_bytes(const char *s)
{
	size_t n = strnlen(s, QUOTE_MAX + 1);

	if (n <= QUOTE_MAX)
		return (int)n;
	for (n = QUOTE_MAX; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
		n--;
	return (int)n;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t count_digits(const char *s)
{
	size_t n = 0;

	while (is_digit(s[n]))
		n++;
	return n;
}

/* The value of n digits; false when it does not fit 64 bits. */
static bool read_digits(const char *s, size_t n, uint64_t *out)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, (uint64_t)(s[i] - '0'), &v))
			return false;
	*out = v;
	return true;
}

int parse_u64(const char *s, uint64_t min, uint64_t max, uint64_t *out, struct err *e)
{
	size_t n = count_digits(s);
	uint64_t v;

	if (n == 0 || s[n])
		return err_set(e, -EINVAL, "'%.*s%s' is not a whole number from %" PRIu64 " to %" PRIu64, QUOTE(s), min,
			       max);
	if (!read_digits(s, n, &v) || v < min || v > max)
		return err_set(e, -ERANGE, "'%.*s%s' is not from %" PRIu64 " to %" PRIu64, QUOTE(s), min, max);
	*out = v;
	return 0;
}

int parse_i64(const char *s, int64_t min, int64_t max, int64_t *out, struct err *e)
{
	const bool negative = *s == '-';
	const char *digits = s + negative;
	size_t n = count_digits(digits);
	uint64_t limit = (uint64_t)INT64_MAX + negative;
	uint64_t u;
	int64_t v;

	if (n == 0 || digits[n])
		return err_set(e, -EINVAL, "'%.*s%s' is not a whole number from %" PRId64 " to %" PRId64, QUOTE(s), min,
			       max);
	if (!read_digits(digits, n, &u) || u > limit)
		return err_set(e, -ERANGE, "'%.*s%s' is not from %" PRId64 " to %" PRId64, QUOTE(s), min, max);
	/* 0 - u wraps to the right bit pattern for INT64_MIN too; -(int64_t)u would overflow there. */
	v = (int64_t)(negative ? 0 - u : u);
	if (v < min || v > max)
		return err_set(e, -ERANGE, "'%.*s%s' is not from %" PRId64 " to %" PRId64, QUOTE(s), min, max);
	*out = v;
	return 0;
}

/* [-] digits [. digits] [e [+-] digits], and nothing else. */
static bool is_decimal(const char *s)
{
	size_t n;

	s += *s == '-';
	n = count_digits(s);
	if (n == 0)
		return false;
	s += n;
	if (*s == '.') {
		n = count_digits(++s);
		if (n == 0)
			return false;
		s += n;
	}
	if (*s == 'e' || *s == 'E') {
		s++;
		s += *s == '+' || *s == '-';
		n = count_digits(s);
		if (n == 0)
			return false;
		s += n;
	}
	return *s == 0;
}

int parse_double(const char *s, double min, double max, double *out, struct err *e)
{
	/* The C locale is built in: this allocates nothing, cannot fail, and needs no freelocale. */
	locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	double v;

	if (!is_decimal(s))
		return err_set(e, -EINVAL, "'%.*s%s' is not a number from %g to %g", QUOTE(s), min, max);
	v = strtod_l(s, NULL, c_locale);
	if (!isfinite(v) || v < min || v > max)
		return err_set(e, -ERANGE, "'%.*s%s' is not from %g to %g", QUOTE(s), min, max);
	*out = v;
	return 0;
}

int parse_bytes(const char *s, uint64_t max, uint64_t *out, struct err *e)
{
	static const struct {
		const char *name;
		unsigned shift;
	} units[] = {
		{ "", 0 },   { "K", 10 },   { "KiB", 10 }, { "M", 20 },   { "MiB", 20 },
		{ "G", 30 }, { "GiB", 30 }, { "T", 40 },   { "TiB", 40 },
	};
	size_t n = count_digits(s);
	uint64_t v;

	for (size_t i = 0; n > 0 && i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(s + n, units[i].name) != 0)
			continue;
		if (!read_digits(s, n, &v) || v > max >> units[i].shift)
			return err_set(e, -ERANGE, "'%.*s%s' is more than %" PRIu64 " bytes", QUOTE(s), max);
		*out = v << units[i].shift;
		return 0;
	}
	return err_set(e, -EINVAL, "'%.*s%s' is not a size; write it like 4096, 64K, 256M or 1GiB", QUOTE(s));
}

/* `whole`, a point and `n` more digits in units of 10^places microseconds; false when it does not fit. */
static bool scale_us(uint64_t whole, const char *fraction, size_t n, unsigned places, uint64_t *out)
{
	uint64_t v = whole;

	for (unsigned i = 0; i < places; i++) {
		uint64_t digit = i < n ? (uint64_t)(fraction[i] - '0') : 0;

		if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, digit, &v))
			return false;
	}
	*out = v;
	return true;
}

int parse_duration_us(const char *s, uint64_t max_us, uint64_t *out, struct err *e)
{
	static const struct {
		const char *name;
		unsigned places; /* one of it is 10^places microseconds, so that many digits may follow the point */
	} units[] = { { "", 6 }, { "s", 6 }, { "ms", 3 }, { "us", 0 } };
	const size_t n = count_digits(s);
	const char *fraction = s[n] == '.' ? s + n + 1 : s + n;
	const size_t digits_behind = s[n] == '.' ? count_digits(fraction) : 0;
	const bool well_formed = n > 0 && (s[n] != '.' || digits_behind > 0);
	uint64_t whole, v;

	for (size_t i = 0; well_formed && i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(fraction + digits_behind, units[i].name) != 0 || digits_behind > units[i].places)
			continue;
		if (!read_digits(s, n, &whole) || !scale_us(whole, fraction, digits_behind, units[i].places, &v) ||
		    v > max_us)
			return err_set(e, -ERANGE, "'%.*s%s' is longer than %g s", QUOTE(s), (double)max_us / 1e6);
		*out = v;
		return 0;
	}
	return err_set(e, -EINVAL, "'%.*s%s' is not a duration; write it like 2s, 1.5s, 300ms or 80us", QUOTE(s));
}

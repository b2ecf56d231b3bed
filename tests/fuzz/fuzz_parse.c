/*
 * The number parsers on any string.
 *
 * Held to be true: what is accepted lies within its bounds, has the first and last byte of a number, and comes back
 * when it is printed and parsed again; what is refused leaves the output alone and has a text that is whole UTF-8
 * whenever the input was.
 */
#include "sandbox/base/parse.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNTOUCHED 0x5a5a5a5a5a5a5a5a

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Checks the answer itself; true when the string was accepted. */
static bool accepted(const char *s, int r, const struct err *e)
{
	must(r == 0 || r == -EINVAL || r == -ERANGE);
	must(r == e->code);
	if (r == 0) {
		must(is_digit(s[0]) || s[0] == '-');
		return true;
	}
	must(e->text[0] != 0);
	must(!text_utf8_valid(s, strlen(s), NULL) || text_utf8_valid(e->text, strlen(e->text), NULL));
	return false;
}

static void try_u64(const char *s, uint64_t min, uint64_t max)
{
	struct err e = ERR_INIT;
	uint64_t v = UNTOUCHED, again;
	char text[32];

	if (!accepted(s, parse_u64(s, min, max, &v, &e), &e)) {
		must(v == UNTOUCHED);
		return;
	}
	must(v >= min && v <= max);
	for (const char *c = s; *c; c++)
		must(is_digit(*c));
	snprintf(text, sizeof(text), "%" PRIu64, v);
	must(parse_u64(text, v, v, &again, &e) == 0 && again == v);
}

static void try_i64(const char *s, int64_t min, int64_t max)
{
	struct err e = ERR_INIT;
	int64_t v = UNTOUCHED, again;
	char text[32];

	if (!accepted(s, parse_i64(s, min, max, &v, &e), &e)) {
		must(v == UNTOUCHED);
		return;
	}
	must(v >= min && v <= max);
	snprintf(text, sizeof(text), "%" PRId64, v);
	must(parse_i64(text, v, v, &again, &e) == 0 && again == v);
}

static void try_double(const char *s)
{
	struct err e = ERR_INIT;
	double v = -1, again;
	char text[64];

	if (!accepted(s, parse_double(s, -1e300, 1e300, &v, &e), &e)) {
		must(v == -1);
		return;
	}
	must(v >= -1e300 && v <= 1e300 && is_digit(s[strlen(s) - 1]));
	snprintf(text, sizeof(text), "%.17g", v);
	must(parse_double(text, v, v, &again, &e) == 0 && again == v);
}

static void try_bytes(const char *s, uint64_t max)
{
	struct err e = ERR_INIT;
	uint64_t v = UNTOUCHED, again;
	char text[32];

	if (!accepted(s, parse_bytes(s, max, &v, &e), &e)) {
		must(v == UNTOUCHED);
		return;
	}
	must(v <= max);
	snprintf(text, sizeof(text), "%" PRIu64, v);
	must(parse_bytes(text, v, &again, &e) == 0 && again == v);
}

static void try_duration(const char *s, uint64_t max_us)
{
	struct err e = ERR_INIT;
	uint64_t v = UNTOUCHED, again;
	char text[32];

	if (!accepted(s, parse_duration_us(s, max_us, &v, &e), &e)) {
		must(v == UNTOUCHED);
		return;
	}
	must(v <= max_us);
	snprintf(text, sizeof(text), "%" PRIu64 "us", v);
	must(parse_duration_us(text, v, &again, &e) == 0 && again == v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *s = malloc(size + 1);

	must(s != NULL);
	if (size > 0)
		memcpy(s, data, size);
	s[size] = 0;
	try_u64(s, 0, UINT64_MAX);
	try_u64(s, 10, 1000);
	try_i64(s, INT64_MIN, INT64_MAX);
	try_i64(s, -100, 100);
	try_double(s);
	try_bytes(s, UINT64_MAX);
	try_bytes(s, 1 << 20);
	try_duration(s, UINT64_MAX);
	try_duration(s, 10000000);
	return 0;
}

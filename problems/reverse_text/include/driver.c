/*
 * driver: plays one test of reverse_text.
 *
 * An input is a line with the number of texts, then each text as a line of its own. A line holds the bytes of the text
 * as they are, but for a backslash, which begins one of
 *
 *	\\   \n   \r   \xHH (a byte)   \u{H...} (a code point)
 *
 * For each text the answer is a line: EILSEQ, or what became of the text, between quotes and with everything that is
 * not printable ASCII as \u{...}, or as \xHH where it is no UTF-8.
 *
 * The text stands between guards, and those behind it look like the rest of a sequence that was cut off at the end.
 */
#include "driver.h"

#include <errno.h>
#include <string.h>

#define GUARD_BYTES 16
#define GUARD       0xac
#define BYTES_MAX   (1 << 22)

static int (*reverse_text)(char *s, size_t len);

const struct driver_function driver_functions[] = {
	{ "reverse_text", (void **)&reverse_text },
	{ NULL, NULL },
};

struct text {
	char *guarded, *copy; /* guard, text, guard */
	size_t room, len;
};

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static unsigned read_digit(const char **p, const char *end)
{
	static const char DIGITS[] = "0123456789ABCDEFabcdef";
	const char *digit = *p < end ? memchr(DIGITS, **p, sizeof(DIGITS) - 1) : NULL;

	if (!digit)
		driver_bad_input("a hexadecimal digit");
	++*p;
	return (unsigned)(digit - DIGITS < 16 ? digit - DIGITS : digit - DIGITS - 6);
}

static uint32_t read_code_point(const char **p, const char *end)
{
	uint32_t c = 0;

	if (*p == end || *(*p)++ != '{')
		driver_bad_input("{ behind \\u");
	do {
		c = 16 * c + read_digit(p, end);
		if (c > 0x10FFFF)
			driver_bad_input("a code point up to 10FFFF");
	} while (*p < end && **p != '}');
	if (*p == end)
		driver_bad_input("} behind the code point");
	++*p;
	if (c >= 0xD800 && c <= 0xDFFF)
		driver_bad_input("a code point that is no surrogate");
	return c;
}

static char *put_code_point(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
		return to;
	}
	if (c < 0x800) {
		*to++ = (char)(0xC0 | c >> 6);
	} else {
		if (c < 0x10000) {
			*to++ = (char)(0xE0 | c >> 12);
		} else {
			*to++ = (char)(0xF0 | c >> 18);
			*to++ = (char)(0x80 | (c >> 12 & 0x3F));
		}
		*to++ = (char)(0x80 | (c >> 6 & 0x3F));
	}
	*to++ = (char)(0x80 | (c & 0x3F));
	return to;
}

static char *read_escape(char *to, const char **p, const char *end)
{
	char kind = *p < end ? *(*p)++ : '\0';
	unsigned high;

	switch (kind) {
	case '\\':
		*to++ = '\\';
		return to;
	case 'n':
		*to++ = '\n';
		return to;
	case 'r':
		*to++ = '\r';
		return to;
	case 'x':
		high = read_digit(p, end);
		*to++ = (char)(16 * high + read_digit(p, end));
		return to;
	case 'u':
		return put_code_point(to, read_code_point(p, end));
	default:
		driver_bad_input("one of \\\\ \\n \\r \\xHH \\u{H...}");
	}
}

/* No text is longer than the line that it is written as. */
static void read_text(struct text *t)
{
	size_t len;
	const char *line = driver_read_line(&len), *end = line + len;
	char *to;

	if (len > 8 * BYTES_MAX)
		driver_bad_input("a shorter line");
	if (!t->guarded || len > t->room) {
		t->room = len < 4096 ? 4096 : len;
		t->guarded = driver_alloc(t->room + 2 * GUARD_BYTES, 1);
		t->copy = driver_alloc(t->room + 2 * GUARD_BYTES, 1);
	}
	memset(t->guarded, GUARD, GUARD_BYTES);
	to = t->guarded + GUARD_BYTES;
	while (line < end) {
		if (*line == '\\') {
			line++;
			to = read_escape(to, &line, end);
		} else {
			*to++ = *line++;
		}
	}
	t->len = (size_t)(to - t->guarded) - GUARD_BYTES;
	memset(to, GUARD, GUARD_BYTES);
	memcpy(t->copy, t->guarded, t->len + 2 * GUARD_BYTES);
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* How many bytes of UTF-8 stand for the code point *c at p; 0 when what stands there is none. */
static size_t decode(const unsigned char *p, size_t left, uint32_t *c)
{
	static const uint32_t SMALLEST[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xC0 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF8 ? 4 : 0;

	if (n == 0 || n > left)
		return 0;
	*c = n == 1 ? p[0] : p[0] & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		*c = *c << 6 | (p[i] & 0x3F);
	}
	return *c < SMALLEST[n] || *c > 0x10FFFF || (*c >= 0xD800 && *c <= 0xDFFF) ? 0 : n;
}

static void write_hex(uint32_t v, int digits)
{
	for (int shift = 20; shift >= 0; shift -= 4)
		if (v >> shift || shift < 4 * digits)
			driver_write_char("0123456789ABCDEF"[v >> shift & 0xF]);
}

static void write_text(const char *text, size_t len)
{
	driver_write_char('"');
	while (len > 0) {
		const unsigned char *p = (const unsigned char *)text;
		uint32_t c = 0;
		size_t n = decode(p, len, &c);

		if (n == 1 && c >= 0x20 && c < 0x7F) {
			if (c == '\\')
				driver_write_char('\\');
			driver_write_char((char)c);
		} else if (n) {
			driver_write_str("\\u{");
			write_hex(c, 1);
			driver_write_char('}');
		} else {
			driver_write_str("\\x");
			write_hex(*p, 2);
			n = 1;
		}
		text += n;
		len -= n;
	}
	driver_write_str("\"\n");
}

static void play_text(const struct text *t)
{
	char *s = t->guarded + GUARD_BYTES;
	int result;

	driver_fence(t->guarded, GUARD_BYTES);
	driver_fence(s + t->len, GUARD_BYTES);
	result = reverse_text(s, t->len);
	driver_unfence(t->guarded, GUARD_BYTES);
	driver_unfence(s + t->len, GUARD_BYTES);
	if (memcmp(t->guarded, t->copy, GUARD_BYTES) != 0)
		driver_complain("something was written ahead of the text");
	if (memcmp(s + t->len, t->copy + GUARD_BYTES + t->len, GUARD_BYTES) != 0)
		driver_complain("something was written behind the text");
	if (result == -EILSEQ) {
		if (memcmp(s, t->copy + GUARD_BYTES, t->len) != 0)
			driver_complain("the text was changed although -EILSEQ was returned");
		driver_write_str("EILSEQ\n");
	} else if (result) {
		driver_complain("reverse_text returned neither 0 nor -EILSEQ");
	} else {
		write_text(s, t->len);
	}
}

void driver_run(void)
{
	struct text t = { .room = 0 };
	int64_t count = driver_read_i64();
	size_t len;

	driver_read_line(&len);
	if (len != 0)
		driver_bad_input("the end of the line");
	while (count-- > 0) {
		read_text(&t);
		play_text(&t);
	}
}

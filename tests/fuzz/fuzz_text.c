/*
 * text on any bytes; the first byte of the input says where the rest is cut into a word and its candidate.
 *
 * Held to be true: escaped text is UTF-8 without anything that steers a terminal, and what needs no escape stays as it
 * is; one line stays one line; a ceiling cuts a prefix; width is at most two columns for each byte, and that of escaped
 * one-line text is what its characters add up to; a word is nearest to itself.
 */
#include "sandbox/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

/* Steps through p; true when nothing in it needs an escape. */
static bool is_clean(const char *p, size_t n, bool one_line)
{
	uint32_t cp = 0;

	for (size_t i = 0; i < n;) {
		const size_t len = text_utf8_next(p + i, n - i, &cp);

		if (len == 0)
			return false;
		if (cp == '\n' || cp == '\t' ? one_line : text_is_unsafe(cp))
			return false;
		i += len;
	}
	return true;
}

static void try_escape(const char *p, size_t n, bool one_line)
{
	cleanup_buf struct buf whole, cut;

	buf_init(&whole, 6 * n);
	must(text_escape(&whole, p, n, one_line) == 0);
	must(whole.len >= n);
	must(is_clean(whole.data, whole.len, one_line));
	for (size_t i = 0; i < whole.len; i++) {
		const unsigned char c = (unsigned char)whole.data[i];

		must(c != 0x7f && (c >= 0x20 || (!one_line && (c == '\n' || c == '\t'))));
	}
	if (is_clean(p, n, one_line) && !(one_line && memchr(p, '\\', n)))
		must(whole.len == n && memcmp(whole.data, p, n) == 0);

	buf_init(&cut, n / 2);
	must(text_escape(&cut, p, n, one_line) == (whole.len > n / 2 ? -EMSGSIZE : 0));
	must(cut.len <= n / 2 && memcmp(cut.data, whole.data, cut.len) == 0);
}

static void try_utf8(const char *p, size_t n)
{
	size_t width = 0, bad_at = n;
	const bool valid = text_utf8_valid(p, n, &bad_at);
	uint32_t cp = 0;

	must(valid == (bad_at == n));
	must(text_utf8_valid(p, bad_at, NULL));
	for (size_t i = 0; i < n;) {
		const size_t len = text_utf8_next(p + i, n - i, &cp);

		must(len <= 4 && len <= n - i);
		must(len > 0 || i >= bad_at);
		width += text_width(p + i, len ? len : 1);
		i += len ? len : 1;
	}
	must(text_width(p, n) == width && width <= 2 * n);
}

static void try_nearest(const char *p, size_t n, size_t cut)
{
	cleanup_free char *word = strndup(p, cut);
	cleanup_free char *other = strndup(p + cut, n - cut);
	const char *got;

	must(word && other);
	got = text_nearest(word, (const char *const[]){ other, word }, 2);
	/* A word of 2 to 64 bytes is at no distance from itself, so nothing else may win but an equal one before it. */
	if (strlen(word) >= 2 && strlen(word) <= 64)
		must(got && strcmp(got, word) == 0);
	else
		must(got == NULL);
	got = text_nearest(word, (const char *const[]){ other }, 1);
	must(got == NULL || got == other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data + 1;
	const size_t n = size > 0 ? size - 1 : 0;

	if (size == 0)
		return 0;
	try_utf8(p, n);
	try_escape(p, n, false);
	try_escape(p, n, true);
	try_nearest(p, n, data[0] < n ? data[0] : n);
	return 0;
}

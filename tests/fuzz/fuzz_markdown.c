/*
 * markdown on any bytes; the first byte of the input chooses the terminal: its width, colour, UTF-8.
 *
 * Held to be true: what comes out is UTF-8 and nothing in it steers a terminal but our own styles, of which each is
 * switched off on its line; without UTF-8 it is ASCII; each line is ended.
 */
#include "judge/cli/markdown.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define OUT_BYTES_MAX (8u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

/* Steps over one of our own sequences: ESC [ digit m, or two digits. 0 when there is none at p. */
static size_t style(const char *p, const char *end)
{
	size_t n = 2;

	if (end - p < 4 || p[0] != '\033' || p[1] != '[')
		return 0;
	while (n < 4 && p[n] >= '0' && p[n] <= '9')
		n++;
	return p[n] == 'm' ? n + 1 : 0;
}

static void check_line(const char *p, const char *end, const struct terminal *t)
{
	bool on = false;

	while (p < end) {
		const size_t sequence = t->colour ? style(p, end) : 0;
		uint32_t cp = 0;
		size_t n;

		if (sequence) {
			on = memcmp(p, SGR_RESET, sequence) != 0;
			p += sequence;
			continue;
		}
		n = text_utf8_next(p, (size_t)(end - p), &cp);
		must(n > 0 && !text_is_unsafe(cp));
		must(t->unicode || cp < 0x80);
		p += n;
	}
	must(!on);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct terminal t = { .fd = -1 };
	cleanup_buf struct buf out;
	struct err e = ERR_INIT;
	int code;

	buf_init(&out, OUT_BYTES_MAX);
	if (size == 0)
		return 0;
	t.width = TERMINAL_WIDTH_MIN + (data[0] & 63);
	t.colour = data[0] & 64;
	t.unicode = data[0] & 128;
	code = markdown_render((const char *)data + 1, size - 1, &t, &out, &e);
	must(code == 0 || code == -EMSGSIZE || code == -ENOMEM);
	for (const char *p = out.data, *end = p + out.len; code == 0 && p < end;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		must(stop != NULL);
		check_line(p, stop, &t);
		p = stop + 1;
	}
	return 0;
}

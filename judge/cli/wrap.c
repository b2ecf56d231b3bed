/*
 * wrap: paragraphs on a terminal.
 *
 * Widths are columns, not bytes: a table of problems with a wide character in a title stays straight. Lines are
 * broken greedily, at blanks only, since code in a sentence ("a[i - 1]") must not be hyphenated.
 */
#include "judge/cli/wrap.h"
#include "judge/cli/terminal.h"
#include "sandbox/base/text.h"

#include <string.h>

static const struct {
	char mark;
	const char *on;
} STYLES[] = {
	{ WRAP_BOLD, SGR_BOLD },
	{ WRAP_ITALIC, SGR_ITALIC },
	{ WRAP_CODE, SGR_CYAN },
	{ WRAP_UNDERLINE, SGR_UNDERLINE },
};

#define N_STYLES (sizeof(STYLES) / sizeof(STYLES[0]))

static bool is_mark(char c)
{
	return c >= WRAP_BOLD && c <= WRAP_UNDERLINE;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Bytes of the character at p. */
static size_t char_bytes(const char *p, const char *end)
{
	uint32_t cp;
	size_t n = text_utf8_next(p, (size_t)(end - p), &cp);

	return n ? n : 1;
}

size_t wrap_width(const char *text, size_t n)
{
	const char *end = text + n;
	size_t columns = 0;

	while (text < end) {
		const char *run = text;

		while (text < end && !is_mark(*text))
			text++;
		columns += text_width(run, (size_t)(text - run));
		while (text < end && is_mark(*text))
			text++;
	}
	return columns;
}

/* The end of what fits of a word that is wider than a line: at least one character. */
static const char *break_word(const char *word, const char *end, unsigned width)
{
	const char *p = word;
	size_t columns = 0;

	while (p < end) {
		size_t n = char_bytes(p, end), w = wrap_width(p, n);

		if (columns + w > width && columns > 0)
			break;
		columns += w;
		p += n;
	}
	return p;
}

static const char *word_end(const char *p, const char *end)
{
	while (p < end && !is_blank(*p) && *p != WRAP_HARD)
		p++;
	return p;
}

bool wrap_next(const char **text, const char *end, unsigned width, const char **line, size_t *len)
{
	const char *p = *text, *start, *stop;

	while (p < end && is_blank(*p))
		p++;
	if (p == end)
		return false;
	start = p;
	stop = p;
	while (p < end && *p != WRAP_HARD) {
		const char *w = word_end(p, end);

		if (wrap_width(start, (size_t)(w - start)) > width) {
			if (stop == start)
				stop = p = break_word(start, w, width);
			break;
		}
		stop = p = w;
		while (p < end && is_blank(*p))
			p++;
	}
	if (p < end && *p == WRAP_HARD)
		p++;
	*text = p;
	*line = start;
	*len = (size_t)(stop - start);
	return true;
}

static void switch_on(struct buf *b, unsigned style)
{
	for (size_t i = 0; i < N_STYLES; i++)
		if (style & (1u << i))
			buf_puts(b, STYLES[i].on);
}

void wrap_line(struct buf *b, const char *line, size_t n, bool colour, unsigned *style)
{
	const char *end = line + n;

	if (colour)
		switch_on(b, *style);
	while (line < end) {
		const char *run = line;
		unsigned before = *style;

		while (line < end && !is_mark(*line))
			line++;
		buf_append(b, run, (size_t)(line - run));
		if (line == end)
			break;
		for (size_t i = 0; i < N_STYLES; i++)
			if (STYLES[i].mark == *line)
				*style ^= 1u << i;
		line++;
		if (colour) {
			buf_puts(b, before ? SGR_RESET : "");
			switch_on(b, *style);
		}
	}
	if (colour && *style)
		buf_puts(b, SGR_RESET);
}

void wrap_text(struct buf *b, const char *text, size_t n, unsigned width, const struct wrap_indent *indent, bool colour)
{
	const char *first = indent && indent->first ? indent->first : "",
		   *rest = indent && indent->rest ? indent->rest : "";
	const char *end = text + n, *line, *lead = first;
	size_t len, used = wrap_width(rest, strlen(rest));
	unsigned style = 0, room = width > used + 20 ? (unsigned)(width - used) : 20;

	while (wrap_next(&text, end, room, &line, &len)) {
		buf_puts(b, lead);
		wrap_line(b, line, len, colour, &style);
		buf_putc(b, '\n');
		lead = rest;
	}
}

void wrap_blanks(struct buf *b, size_t columns)
{
	while (columns-- > 0)
		buf_putc(b, ' ');
}

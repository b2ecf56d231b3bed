/*
 * lexer_lines: phase 2 of the translation of C, and the way back from what it leaves.
 *
 * A backslash at the end of a line takes the line end away, so that any token can be spread over lines. The joined text
 * is made once, with a table of where something was taken out; a place in the source is found with it, and with a table
 * of the lines. Whoever asks in order goes through each table once; whoever asks at random searches by halves.
 *
 * What is a raw string is not known here: in it lines stay apart, and the lexer reads it in the source.
 */
#include "runners/lexer_lines.h"

#include <string.h>

/* From the byte `at` of the joined text on, `shift` more bytes precede it in the source. */
struct join {
	uint32_t at;
	uint32_t shift;
};

/* A line of the source, its end not counted. */
struct line {
	uint32_t start, end;
};

const uint8_t lexer_classes[256] = {
	['A' ... 'Z'] = LETTER, ['a' ... 'z'] = LETTER, ['_'] = LETTER, ['$'] = LETTER, ['0' ... '9'] = DIGIT,
	[' '] = BLANK,          ['\t'] = BLANK,         ['\v'] = BLANK, ['\f'] = BLANK, ['\0'] = BLANK,
	['\n'] = BREAK,         ['\r'] = BREAK,         ['='] = SECOND, ['&'] = SECOND, ['|'] = SECOND,
	['+'] = SECOND,         ['-'] = SECOND,         ['<'] = SECOND, ['>'] = SECOND, ['#'] = SECOND,
	['%'] = SECOND,         [':'] = SECOND,         ['.'] = SECOND,
};

/* ---- joining ---- */

/* Bytes of the line end at p: 2 for \r\n, 1, or 0 where there is none. */
static size_t break_length(const char *p, size_t n)
{
	if (n == 0 || !is_class(*p, BREAK))
		return 0;
	return n > 1 && p[0] == '\r' && p[1] == '\n' ? 2 : 1;
}

/*
 * Bytes of the backslash at p and the line end that it takes away, 0 when it takes none. The text's end is a line
 * end.
 */
static size_t join_length(const char *p, size_t n)
{
	size_t i = 1;
	size_t broken;

	while (i < n && is_class(p[i], BLANK))
		i++;
	broken = break_length(p + i, n - i);
	return broken > 0 || i == n ? i + broken : 0;
}

static void add_join(struct lexed *lx, size_t at, size_t source_offset)
{
	const struct join j = { (uint32_t)at, (uint32_t)(source_offset - at) };

	buf_append(&lx->memory.joins, &j, sizeof(j));
}

static void join_lines(struct lexed *lx, const char *text, size_t len)
{
	struct buf *joined = &lx->memory.joined;
	size_t done = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* a byte order mark is no part of it */
	size_t i = done;
	const char *backslash;

	add_join(lx, 0, done);
	while (i < len && (backslash = memchr(text + i, '\\', len - i))) {
		const size_t at = (size_t)(backslash - text);
		const size_t taken = join_length(backslash, len - at);

		i = at + 1;
		if (taken == 0)
			continue;
		buf_append(joined, text + done, at - done);
		done = i = at + taken;
		add_join(lx, joined->len, done);
	}
	buf_append(joined, text + done, len - done);
}

static void find_lines(struct lexed *lx, const char *text, size_t len)
{
	struct line line = { 0, 0 };

	for (size_t i = 0; i < len; i++) {
		const size_t broken = is_class(text[i], BREAK) ? break_length(text + i, len - i) : 0;

		if (broken == 0)
			continue;
		line.end = (uint32_t)i;
		buf_append(&lx->memory.lines, &line, sizeof(line));
		i += broken - 1;
		line.start = (uint32_t)i + 1;
	}
	line.end = (uint32_t)len;
	buf_append(&lx->memory.lines, &line, sizeof(line));
}

void lexer_join_lines(struct lexed *lx, const char *text, size_t len)
{
	/* The ceilings are what the worst text needs: every byte a line, or half a joined line end. */
	buf_init(&lx->memory.lines, (len + 1) * sizeof(struct line));
	buf_init(&lx->memory.joins, (len + 1) * sizeof(struct join));
	buf_init(&lx->memory.joined, len);
	find_lines(lx, text, len);
	join_lines(lx, text, len);
}

/* ---- places ---- */

static const struct join *joins_of(const struct lexed *lx, size_t *n)
{
	*n = lx->memory.joins.len / sizeof(struct join);
	return (const void *)lx->memory.joins.data;
}

static const struct line *lines_of(const struct lexed *lx, size_t *n)
{
	*n = lx->memory.lines.len / sizeof(struct line);
	return (const void *)lx->memory.lines.data;
}

struct place lexer_place_after(const struct lexed *lx, size_t *join, size_t *line, size_t at)
{
	size_t n_joins, n_lines;
	const struct join *joins = joins_of(lx, &n_joins);
	const struct line *lines = lines_of(lx, &n_lines);
	struct place p;

	while (*join + 1 < n_joins && joins[*join + 1].at <= at)
		++*join;
	p.offset = (uint32_t)at + joins[*join].shift;
	while (*line + 1 < n_lines && lines[*line + 1].start <= p.offset)
		++*line;
	p.line = (uint32_t)*line + 1;
	p.column = p.offset - lines[*line].start + 1;
	return p;
}

size_t lexer_joined_offset(const struct lexed *lx, size_t join, size_t offset)
{
	size_t n;
	const struct join *joins = joins_of(lx, &n);

	while (join + 1 < n && joins[join + 1].at + joins[join + 1].shift <= offset)
		join++;
	return offset - joins[join].shift;
}

static size_t line_index(const struct lexed *lx, uint32_t offset)
{
	size_t n;
	const struct line *lines = lines_of(lx, &n);
	size_t low = 0;

	while (n - low > 1) {
		const size_t mid = low + (n - low) / 2;

		if (lines[mid].start <= offset)
			low = mid;
		else
			n = mid;
	}
	return low;
}

struct place lexed_place(const struct lexed *lx, size_t blanked_offset)
{
	size_t n;
	const struct join *joins = joins_of(lx, &n);
	size_t join = 0;
	size_t line;

	while (n - join > 1) {
		const size_t mid = join + (n - join) / 2;

		if (joins[mid].at <= blanked_offset)
			join = mid;
		else
			n = mid;
	}
	line = line_index(lx, (uint32_t)blanked_offset + joins[join].shift);
	return lexer_place_after(lx, &join, &line, blanked_offset);
}

uint32_t lexed_clip(const struct lexed *lx, uint32_t offset, uint32_t length)
{
	size_t n;
	const uint32_t end = lines_of(lx, &n)[line_index(lx, offset)].end;

	if (offset >= end)
		return 0;
	return length < end - offset ? length : end - offset;
}

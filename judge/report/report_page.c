/*
 * report_page: the lines of a terminal report.
 *
 * Everything that is written goes through make_safe, so that no text of a stranger can move the cursor, recolour a
 * verdict or pass for a line of the report. Colour is put around finished pieces and never counted, hence cutting and
 * wrapping see text only.
 *
 * Trusted format strings and untrusted arguments share page_printf: the result is made safe as a whole, and our own
 * texts hold nothing that this would change.
 */
#include "judge/report/report_page.h"

#include "sandbox/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PIECE_MAX  (64u * 1024) /* bytes of one piece of text; the rest is cut */
#define TAB        8            /* columns */
#define CODE_BYTES 4096         /* of one line of code: more is never shown, and a line may have 256 KiB */

void page_init(struct page *p, struct buf *out, size_t width, bool colour, bool unicode)
{
	*p = (struct page){
		.out = out,
		.begin = out->len,
		.width = width > PAGE_WIDTH_MIN ? width : PAGE_WIDTH_MIN,
		.colour = colour,
		.unicode = unicode,
	};
}

/* A piece that could not be made for want of memory is a hole in the report: the whole must fail. */
static void note_failure(struct page *p, const struct buf *piece)
{
	if (piece->failed == -ENOMEM && !p->out->failed)
		p->out->failed = -ENOMEM;
}

const char *page_glyph(const struct page *p, const char *unicode, const char *ascii)
{
	return p->unicode ? unicode : ascii;
}

const char *page_ellipsis(const struct page *p)
{
	return page_glyph(p, "…", "...");
}

/* Columns of the ellipsis. */
static size_t dots(const struct page *p)
{
	return p->unicode ? 1 : 3;
}

/* ---- safe text ------------------------------------------------------------------------------------------------- */

static void put_ascii(struct buf *b, uint32_t cp)
{
	static const struct {
		uint32_t cp;
		const char *ascii;
	} known[] = {
		{ 0xa0, " " },    { 0xb7, "*" },     { 0xd7, "x" },    { 0x2013, "-" },
		{ 0x2014, "-" },  { 0x2018, "'" },   { 0x2019, "'" },  { 0x201c, "\"" },
		{ 0x201d, "\"" }, { 0x2026, "..." }, { 0x2264, "<=" }, { 0x2265, ">=" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (known[i].cp == cp) {
			(void)buf_puts(b, known[i].ascii);
			return;
		}
	}
	(void)buf_printf(b, "\\u%04x", (unsigned)cp);
}

/*
 * Appends the text without anything that steers, on one line. Backslashes stay single: this is for reading, not for
 * parsing.
 */
static void make_safe(const struct page *p, struct buf *b, const char *s, size_t n)
{
	cleanup_buf struct buf escaped;

	buf_init(&escaped, PIECE_MAX);
	(void)text_escape(&escaped, s, n < PIECE_MAX ? n : PIECE_MAX, false);
	for (size_t i = 0; i < escaped.len;) {
		uint32_t cp = ' ';
		const size_t len = text_utf8_next(escaped.data + i, escaped.len - i, &cp);

		/* Cut in the middle of a character, at the ceiling: */
		if (len == 0)
			break;
		if (cp == '\n' || cp == '\t')
			(void)buf_putc(b, ' ');
		else if (cp >= 0x80 && !p->unicode)
			put_ascii(b, cp);
		else
			(void)buf_append(b, escaped.data + i, len);
		i += len;
	}
	if (escaped.failed == -ENOMEM)
		b->failed = -ENOMEM;
}

/* How many bytes of the safe text fit `columns`; what has no width stays with the character before it. */
static size_t fit(const char *s, size_t n, size_t columns)
{
	size_t used = 0;
	size_t i = 0;

	while (i < n) {
		uint32_t cp;
		const size_t len = text_utf8_next(s + i, n - i, &cp);
		const size_t wide = text_width(s + i, len ? len : 1);

		if (used + wide > columns)
			break;
		used += wide;
		i += len ? len : 1;
	}
	return i;
}

size_t page_measure(const struct page *p, const char *s)
{
	cleanup_buf struct buf safe;

	buf_init(&safe, PIECE_MAX);
	make_safe(p, &safe, s, strlen(s));
	return text_width(safe.data, safe.len);
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

/* Writes safe text that fits. */
static void put_raw(struct page *p, enum ink ink, const char *s, size_t n)
{
	static const char *const sgr[] = {
		[INK_DIM] = "2",
		[INK_HEAD] = "1",
		[INK_GOOD] = "32",
		[INK_BAD] = "31",
		[INK_WARN] = "33",
		[INK_VERDICT_GOOD] = "1;32",
		[INK_VERDICT_BAD] = "1;31",
		[INK_VERDICT_WARN] = "1;33",
	};
	const bool coloured = p->colour && ink != INK_PLAIN;

	if (n == 0)
		return;
	for (; p->column < p->wanted; p->column++)
		(void)buf_putc(p->out, ' ');
	if (coloured)
		(void)buf_printf(p->out, "\033[%sm", sgr[ink]);
	(void)buf_append(p->out, s, n);
	if (coloured)
		(void)buf_puts(p->out, "\033[0m");
	p->column += text_width(s, n);
	p->wanted = p->column;
}

static size_t room(const struct page *p)
{
	return p->wanted < p->width ? p->width - p->wanted : 0;
}

/* Blanks at the end are kept back until something follows. */
static void put_safe(struct page *p, enum ink ink, const char *s, size_t n)
{
	size_t end = n;

	while (end > 0 && s[end - 1] == ' ')
		end--;
	put_raw(p, ink, s, end);
	p->wanted += n - end;
}

void page_to(struct page *p, size_t column)
{
	if (p->wanted < column)
		p->wanted = column;
}

void page_put(struct page *p, enum ink ink, const char *s, size_t n)
{
	cleanup_buf struct buf safe;

	buf_init(&safe, PIECE_MAX);
	make_safe(p, &safe, s, n);
	note_failure(p, &safe);
	if (text_width(safe.data, safe.len) <= room(p)) {
		put_safe(p, ink, safe.data, safe.len);
		return;
	}
	if (room(p) < dots(p))
		return;
	safe.len = fit(safe.data, safe.len, room(p) - dots(p));
	(void)buf_puts(&safe, page_ellipsis(p));
	put_safe(p, ink, safe.data, safe.len);
}

void page_printf(struct page *p, enum ink ink, const char *fmt, ...)
{
	cleanup_buf struct buf b;
	va_list ap;

	buf_init(&b, PIECE_MAX);
	va_start(ap, fmt);
	(void)buf_vprintf(&b, fmt, ap);
	va_end(ap);
	note_failure(p, &b);
	page_put(p, ink, b.data, b.len);
}

void page_end(struct page *p)
{
	(void)buf_putc(p->out, '\n');
	p->column = 0;
	p->wanted = 0;
}

void page_gap(struct page *p)
{
	const size_t n = p->out->len - p->begin;

	if (n >= 2 && p->out->data[p->out->len - 1] == '\n' && p->out->data[p->out->len - 2] != '\n')
		page_end(p);
}

void page_prose(struct page *p, size_t hang, enum ink ink, const char *s)
{
	cleanup_buf struct buf safe;
	size_t at = 0;

	buf_init(&safe, PIECE_MAX);
	make_safe(p, &safe, s, strlen(s));
	note_failure(p, &safe);
	while (at < safe.len) {
		const char *rest = safe.data + at;
		const size_t left = safe.len - at;
		size_t n = fit(rest, left, room(p));

		if (n < left && rest[n] != ' ') {
			size_t blank = n;

			while (blank > 0 && rest[blank - 1] != ' ')
				blank--;
			/* A word that fits no line is broken, but not before it got a line of its own. */
			if (blank > 0 || p->wanted > hang)
				n = blank;
			else if (n == 0)
				n = fit(rest, left, p->width);
		}
		put_safe(p, ink, rest, n);
		at += n;
		while (at < safe.len && safe.data[at] == ' ')
			at++;
		if (at < safe.len) {
			page_end(p);
			page_to(p, hang);
		}
	}
	page_end(p);
}

void page_prosef(struct page *p, size_t hang, enum ink ink, const char *fmt, ...)
{
	cleanup_buf struct buf b;
	va_list ap;

	buf_init(&b, PIECE_MAX);
	va_start(ap, fmt);
	(void)buf_vprintf(&b, fmt, ap);
	va_end(ap);
	note_failure(p, &b);
	page_prose(p, hang, ink, b.data);
}

/* ---- code ------------------------------------------------------------------------------------------------------ */

/* Appends bytes of the line, tabs spread out; `width` is the column so far. */
static void code_add(struct code *c, const struct page *p, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		const char *tab = memchr(s + i, '\t', n - i);
		const size_t plain = tab ? (size_t)(tab - s) - i : n - i;
		const size_t before = c->text.len;

		make_safe(p, &c->text, s + i, plain);
		c->width += text_width(c->text.data + before, c->text.len - before);
		i += plain;
		if (!tab)
			break;
		do
			(void)buf_putc(&c->text, ' ');
		while (++c->width % TAB != 0);
		i++;
	}
}

/* Bytes of the character at `at`. */
static size_t character(const char *line, size_t n, size_t at)
{
	uint32_t cp;
	const size_t len = at < n ? text_utf8_next(line + at, n - at, &cp) : 0;

	return len ? len : 1;
}

void code_init(struct code *c, const struct page *p, const char *line, size_t n, size_t mark, size_t mark_bytes)
{
	size_t begin = 0;
	size_t end, mark_end;

	*c = (struct code){ 0 };
	buf_init(&c->text, (size_t)TAB * CODE_BYTES);
	if (mark > n)
		mark = n;
	if (mark > CODE_BYTES / 2) {
		begin = mark - CODE_BYTES / 2;
		while (begin < mark && ((unsigned char)line[begin] & 0xc0) == 0x80)
			begin++;
		c->cut_before = true;
	}
	end = n - begin < CODE_BYTES ? n : begin + CODE_BYTES;
	c->cut = end < n;
	while (c->cut && end > mark && ((unsigned char)line[end] & 0xc0) == 0x80)
		end--;
	if (mark_bytes == 0)
		mark_bytes = character(line, end, mark);
	mark_end = mark_bytes < end - mark ? mark + mark_bytes : end;

	code_add(c, p, line + begin, mark - begin);
	c->from = c->width;
	code_add(c, p, line + mark, mark_end - mark);
	c->to = c->width > c->from ? c->width : c->from + 1;
	code_add(c, p, line + mark_end, end - mark_end);
}

void code_clear(struct code *c)
{
	buf_clear(&c->text);
}

size_t code_first(const struct code *c, const struct page *p, size_t left)
{
	const size_t width = c->width > c->to ? c->width : c->to;
	size_t first;

	if (!c->cut_before && (c->to + dots(p) <= left || width <= left))
		return 0;
	/* A third of what is shown stands before the mark, or more where the line ends soon. */
	first = c->from > left / 3 ? c->from - left / 3 : 0;
	if (!c->cut && first + left > width)
		first = width > left ? width - left : 0;
	return first;
}

static void put_gutter(struct page *p, uint64_t number)
{
	if (number) {
		char digits[24];
		const int n = snprintf(digits, sizeof(digits), "%" PRIu64, number);

		page_to(p, n < 6 ? 6 - (size_t)n : 0);
		page_put(p, INK_DIM, digits, (size_t)n);
	}
	page_to(p, 7);
	page_printf(p, INK_DIM, "%s", page_glyph(p, "│", "|"));
	page_to(p, PAGE_GUTTER);
}

/*
 * Bytes of the first `columns`; a wide character that the cut goes through is left out, and blanks keep the columns.
 */
static size_t skip_columns(const struct code *c, size_t columns, size_t *blanks)
{
	const size_t n = fit(c->text.data, c->text.len, columns);
	const size_t width = text_width(c->text.data, n);

	*blanks = 0;
	if (width == columns || n == c->text.len)
		return n;
	*blanks = width + 2 - columns;
	return fit(c->text.data, c->text.len, width + 2);
}

void page_code(struct page *p, uint64_t number, const char *sign, enum ink ink, const struct code *c, size_t first)
{
	size_t skip = 0, n;
	bool cut;

	put_gutter(p, number);
	page_put(p, ink, sign, strlen(sign));
	if (first > 0 || c->cut_before) {
		size_t blanks;

		page_printf(p, INK_DIM, "%s", page_ellipsis(p));
		skip = skip_columns(c, first + dots(p), &blanks);
		page_to(p, p->wanted + blanks);
	}
	n = c->text.len - skip;
	cut = c->cut || text_width(c->text.data + skip, n) > room(p);
	if (cut)
		n = fit(c->text.data + skip, n, room(p) > dots(p) ? room(p) - dots(p) : 0);
	put_safe(p, ink, c->text.data + skip, n);
	if (cut)
		page_printf(p, INK_DIM, "%s", page_ellipsis(p));
	note_failure(p, &c->text);
	page_end(p);
}

void page_carets(struct page *p, size_t sign_columns, enum ink ink, const struct code *c, size_t first)
{
	size_t from, to;

	put_gutter(p, 0);
	from = p->wanted + sign_columns + (c->from > first ? c->from - first : 0);
	to = p->wanted + sign_columns + (c->to > first ? c->to - first : 1);
	if (to > p->width)
		to = p->width;
	page_to(p, from);
	if (from < to) {
		cleanup_buf struct buf carets;

		buf_init(&carets, PIECE_MAX);
		for (size_t i = from; i < to; i++)
			(void)buf_putc(&carets, '^');
		note_failure(p, &carets);
		put_raw(p, ink, carets.data, carets.len);
	}
	page_end(p);
}

/* ---- amounts --------------------------------------------------------------------------------------------------- */

const char *amount_time(char out[AMOUNT_MAX], uint64_t us)
{
	const uint64_t second = 1000000;
	const uint64_t hundredths = (us / 5000 + 1) / 2;

	if (us % second == 0 && us > 0)
		snprintf(out, AMOUNT_MAX, "%" PRIu64 " s", us / second);
	else if (us >= second - 500)
		snprintf(out, AMOUNT_MAX, "%" PRIu64 ".%02" PRIu64 " s", hundredths / 100, hundredths % 100);
	else if (us >= 9950)
		snprintf(out, AMOUNT_MAX, "%" PRIu64 " ms", (us + 500) / 1000);
	else
		snprintf(out, AMOUNT_MAX, "%" PRIu64 ".%" PRIu64 " ms", (us + 50) / 1000, (us + 50) / 100 % 10);
	return out;
}

const char *amount_bytes(char out[AMOUNT_MAX], uint64_t bytes)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
	unsigned unit = 0;
	uint64_t whole, tenths;

	while (unit + 1 < sizeof(units) / sizeof(*units) && bytes >> (10 * (unit + 1)) > 0)
		unit++;
	whole = bytes >> (10 * unit);
	/* The rest is below 2^60, so that ten times it and a half fit. */
	tenths = unit ? ((bytes - (whole << (10 * unit))) * 10 + (UINT64_C(1) << (10 * unit - 1))) >> (10 * unit) : 0;
	if (tenths == 10) {
		whole++;
		tenths = 0;
	}
	if (whole < 100 && tenths > 0)
		snprintf(out, AMOUNT_MAX, "%" PRIu64 ".%" PRIu64 " %s", whole, tenths, units[unit]);
	else
		snprintf(out, AMOUNT_MAX, "%" PRIu64 " %s", whole + (whole >= 100 && tenths >= 5), units[unit]);
	return out;
}

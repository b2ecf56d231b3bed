/*
 * markdown: a statement on a terminal.
 *
 * md4c reports blocks, spans and text; the text of a block is gathered with marks for emphasis (wrap.h) and is laid
 * out when the block ends. What stands around a block (quotes, list items) is a stack of levels, each of which puts
 * something in front of every line.
 *
 * A statement may come from someone else's package. All of its text goes through text_escape, so that it can neither
 * steer the terminal nor forge a mark; nesting and tables are bounded. md4c 0.4.8 looks, and reports text, a little
 * beyond the end when a link is broken off there (found by fuzzing): it gets a copy that ends in a newline and has
 * zeros behind it, and what it reports is cut at the end.
 */
#include "judge/cli/markdown.h"
#include "judge/cli/markdown_table.h"
#include "judge/cli/wrap.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <md4c.h>
#include <stdint.h>
#include <string.h>

#define LEVELS_MAX     16u        /* deeper ones are not indented any more */
#define TEXT_BYTES_MAX (4u << 20) /* of one block */
#define TAB_COLUMNS    4u         /* as CommonMark counts */
#define PADDING_BYTES  64u

#define MARKDOWN_BYTES_MAX ((16u << 20) + 1 + PADDING_BYTES)

enum level_kind { LEVEL_QUOTE, LEVEL_LIST, LEVEL_ITEM };

struct level {
	enum level_kind kind;
	bool tight; /* a list without blank lines, or an item of one */
	bool ordered;
	unsigned items;  /* of a list: how many have begun */
	unsigned number; /* of an ordered list: of the next item */
	bool labelled;   /* of an item: its label stands on a line already */
	char label[16];  /* in front of the first line … */
	char blanks[16]; /* … and of all others */
};

struct layout {
	const struct terminal *screen;
	struct buf *out;
	const char *begin, *end;             /* of the markdown */
	struct buf text;                     /* of the block at hand, with marks */
	struct level levels[LEVELS_MAX + 1]; /* the last one stands for all that are deeper */
	size_t depth;
	bool blank_due; /* a blank line belongs in front of the next block */
	bool in_code;   /* a block of code: its line breaks count */
	size_t link_at; /* where the text of the link at hand begins */
	struct markdown_table table;
};

/* ---- levels ------------------------------------------------------------------------------------------------------ */

static struct level *top(struct layout *p)
{
	return p->depth > 0 ? &p->levels[p->depth <= LEVELS_MAX ? p->depth - 1 : LEVELS_MAX] : NULL;
}

static struct level *push(struct layout *p, enum level_kind kind)
{
	struct level *l;

	p->depth++;
	l = top(p);
	*l = (struct level){ .kind = kind, .labelled = p->depth > LEVELS_MAX };
	return l;
}

static void pop(struct layout *p)
{
	p->depth--;
}

/* What stands in front of the next line; labels that were due are on it then. */
static void lead(struct layout *p, struct buf *b)
{
	for (size_t i = 0; i < p->depth && i < LEVELS_MAX; i++) {
		struct level *l = &p->levels[i];

		buf_puts(b, l->labelled ? l->blanks : l->label);
		l->labelled = l->kind == LEVEL_ITEM || l->labelled;
	}
}

static void lead_rest(const struct layout *p, struct buf *b)
{
	for (size_t i = 0; i < p->depth && i < LEVELS_MAX; i++)
		buf_puts(b, p->levels[i].blanks);
}

/* The blank line between two blocks; a quote goes on over it. */
static void part(struct layout *p)
{
	cleanup_buf struct buf before;
	size_t n;

	buf_init(&before, 1024);
	if (p->blank_due && p->out->len > 0) {
		lead_rest(p, &before);
		for (n = before.len; n > 0 && before.data[n - 1] == ' '; n--)
			;
		buf_append(p->out, before.data, n);
		buf_putc(p->out, '\n');
	}
	p->blank_due = false;
}

/* ---- laying out -------------------------------------------------------------------------------------------------- */

/* The gathered text as a paragraph. */
static void flush(struct layout *p)
{
	cleanup_buf struct buf first, rest;
	struct wrap_indent indent;

	buf_init(&first, 1024);
	buf_init(&rest, 1024);
	if (p->text.len == 0)
		return;
	part(p);
	lead(p, &first);
	lead_rest(p, &rest);
	indent = (struct wrap_indent){ first.data, rest.data };
	wrap_text(p->out, p->text.data, p->text.len, p->screen->width, &indent, p->screen->colour);
	buf_reset(&p->text);
}

static void rule(struct layout *p, const char *piece, size_t columns)
{
	for (size_t i = 0; i < columns; i++)
		buf_puts(p->out, piece);
	buf_putc(p->out, '\n');
}

static void flush_heading(struct layout *p, unsigned level)
{
	size_t columns = wrap_width(p->text.data, p->text.len), widest = p->screen->width - 1;

	flush(p);
	if (!p->screen->colour && level <= 2 && columns > 0) {
		lead(p, p->out);
		rule(p, level == 1 ? "=" : "-", columns < widest ? columns : widest);
	}
}

/* One line of code: tabs are blanks up to the next stop. */
static void code_line(struct layout *p, const char *line, size_t n)
{
	const char *end = line + n;
	size_t column = 0;

	lead(p, p->out);
	wrap_blanks(p->out, n > 0 ? 4 : 0);
	while (line < end) {
		const char *tab = memchr(line, '\t', (size_t)(end - line)), *stop = tab ? tab : end;

		buf_append(p->out, line, (size_t)(stop - line));
		column += text_width(line, (size_t)(stop - line));
		if (tab) {
			wrap_blanks(p->out, TAB_COLUMNS - column % TAB_COLUMNS);
			column += TAB_COLUMNS - column % TAB_COLUMNS;
		}
		line = tab ? tab + 1 : end;
	}
	buf_putc(p->out, '\n');
}

static void flush_code(struct layout *p)
{
	const char *line = p->text.data, *end = line + p->text.len;

	part(p);
	while (line < end) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));

		if (!stop)
			stop = end;
		code_line(p, line, (size_t)(stop - line));
		line = stop + 1;
	}
	buf_reset(&p->text);
}

static void flush_table(struct layout *p)
{
	cleanup_buf struct buf first, rest;

	buf_init(&first, 1024);
	buf_init(&rest, 1024);
	part(p);
	lead(p, &first);
	lead_rest(p, &rest);
	markdown_table_print(&p->table, p->screen, first.data, rest.data, p->out);
}

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

static void enter_list(struct layout *p, bool ordered, bool tight, unsigned start)
{
	const struct level *around = top(p);
	struct level *l;

	flush(p);
	if (around && around->tight)
		p->blank_due = false;
	l = push(p, LEVEL_LIST);
	l->ordered = ordered;
	l->tight = tight;
	l->number = start;
}

static void leave_list(struct layout *p)
{
	const struct level *around;

	pop(p);
	around = top(p);
	p->blank_due = !around || !around->tight;
}

static void enter_item(struct layout *p)
{
	struct level *list = top(p), *item;
	char label[16] = "- ";
	bool tight = list && list->tight;

	if (list && list->ordered)
		snprintf(label, sizeof(label), "%u. ", list->number++);
	else if (p->screen->unicode)
		snprintf(label, sizeof(label), "• ");
	if (list && list->items++ > 0 && tight)
		p->blank_due = false;
	item = push(p, LEVEL_ITEM);
	item->tight = tight;
	memcpy(item->label, label, sizeof(label));
	memset(item->blanks, ' ', sizeof(item->blanks) - 1);
	item->blanks[text_width(label, strlen(label))] = 0;
}

static void leave_item(struct layout *p)
{
	const struct level *item = top(p);

	flush(p);
	if (item && !item->labelled) {
		part(p);
		lead(p, p->out);
		buf_putc(p->out, '\n');
	}
	pop(p);
	p->blank_due = true;
}

static void enter_quote(struct layout *p)
{
	struct level *l;

	flush(p);
	l = push(p, LEVEL_QUOTE);
	snprintf(l->label, sizeof(l->label), "%s", p->screen->unicode ? "│ " : "> ");
	memcpy(l->blanks, l->label, sizeof(l->blanks));
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct layout *p = arg;

	switch (type) {
	case MD_BLOCK_QUOTE:
		enter_quote(p);
		break;
	case MD_BLOCK_UL:
		enter_list(p, false, ((MD_BLOCK_UL_DETAIL *)detail)->is_tight, 0);
		break;
	case MD_BLOCK_OL:
		enter_list(p, true, ((MD_BLOCK_OL_DETAIL *)detail)->is_tight, ((MD_BLOCK_OL_DETAIL *)detail)->start);
		break;
	case MD_BLOCK_LI:
		enter_item(p);
		break;
	case MD_BLOCK_H:
		flush(p);
		buf_putc(&p->text, WRAP_BOLD);
		break;
	case MD_BLOCK_CODE:
		flush(p);
		p->in_code = true;
		break;
	case MD_BLOCK_TABLE:
		flush(p);
		return markdown_table_begin(&p->table, detail);
	case MD_BLOCK_TR:
		markdown_table_row(&p->table);
		break;
	default:
		break;
	}
	return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct layout *p = arg;
	int code = 0;

	switch (type) {
	case MD_BLOCK_QUOTE:
		pop(p);
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		leave_list(p);
		return 0;
	case MD_BLOCK_LI:
		leave_item(p);
		return 0;
	case MD_BLOCK_P:
		flush(p);
		break;
	case MD_BLOCK_H:
		buf_putc(&p->text, WRAP_BOLD);
		flush_heading(p, ((MD_BLOCK_H_DETAIL *)detail)->level);
		break;
	case MD_BLOCK_HR:
		part(p);
		lead(p, p->out);
		rule(p, p->screen->unicode ? "─" : "-", p->screen->width / 2);
		break;
	case MD_BLOCK_CODE:
		flush_code(p);
		p->in_code = false;
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		code = markdown_table_cell(&p->table, ((MD_BLOCK_TD_DETAIL *)detail)->align, p->text.data, p->text.len);
		buf_reset(&p->text);
		return code;
	case MD_BLOCK_TABLE:
		flush_table(p);
		break;
	default:
		return 0;
	}
	p->blank_due = true;
	return 0;
}

/* ---- spans and text ---------------------------------------------------------------------------------------------- */

/* Characters that statements use, by their names in HTML and as a terminal without UTF-8 gets them. */
static const struct {
	const char *name, *character, *ascii;
} CHARACTERS[] = {
	{ "&lt;", "<", "<" },     { "&gt;", ">", ">" },           { "&amp;", "&", "&" },
	{ "&quot;", "\"", "\"" }, { "&nbsp;", "\u00a0", " " },    { "&le;", "≤", "<=" },
	{ "&ge;", "≥", ">=" },    { "&ne;", "≠", "!=" },          { "&times;", "×", "x" },
	{ "&middot;", "·", "*" }, { "&hellip;", "…", "..." },     { "&ndash;", "–", "-" },
	{ "&mdash;", "—", "--" }, { "&rarr;", "→", "->" },        { "&larr;", "←", "<-" },
	{ "&lsquo;", "‘", "'" },  { "&rsquo;", "’", "'" },        { "&ldquo;", "“", "\"" },
	{ "&rdquo;", "”", "\"" }, { "&infin;", "∞", "infinity" },
};

#define N_CHARACTERS (sizeof(CHARACTERS) / sizeof(CHARACTERS[0]))

static void put_ascii(struct layout *p, const char *character, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < N_CHARACTERS; i++)
		if (n == strlen(CHARACTERS[i].character) && !memcmp(character, CHARACTERS[i].character, n)) {
			buf_puts(&p->text, CHARACTERS[i].ascii);
			return;
		}
	buf_printf(&p->text, "\\u%04x", (unsigned)cp);
}

/* How many of n bytes are there: md4c reports parts of the markdown, or texts of its own. */
static size_t there(const struct layout *p, const char *text, size_t n)
{
	uintptr_t at = (uintptr_t)text, begin = (uintptr_t)p->begin, end = (uintptr_t)p->end;

	if (at < begin || at > end + PADDING_BYTES)
		return n;
	if (at > end)
		return 0;
	return n < end - at ? n : end - at;
}

/* Blanks of all kinds become one kind, so that lines are broken at any; in a block of code they stay. */
static void words(struct layout *p, const char *text, size_t n)
{
	cleanup_buf struct buf safe;
	uint32_t cp = 0;

	buf_init(&safe, TEXT_BYTES_MAX);
	text_escape(&safe, text, there(p, text, n), false);
	for (size_t i = 0, len; i < safe.len; i += len) {
		const char *c = safe.data + i;

		len = text_utf8_next(c, safe.len - i, &cp);
		len = len ? len : 1;
		if (!p->in_code && (*c == '\n' || *c == '\t'))
			buf_putc(&p->text, ' ');
		else if (len > 1 && !p->screen->unicode)
			put_ascii(p, c, len, cp);
		else
			buf_append(&p->text, c, len);
	}
	if (safe.failed && !p->text.failed)
		p->text.failed = safe.failed;
}

/* In colour a mark, else the character that people write for it. */
static void emphasis(struct layout *p, char mark, char plain)
{
	buf_putc(&p->text, p->screen->colour ? mark : plain);
}

static bool is_web(const char *address, size_t n)
{
	static const char *const schemes[] = { "http://", "https://", "mailto:" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (n > strlen(schemes[i]) && !strncasecmp(address, schemes[i], strlen(schemes[i])))
			return true;
	return false;
}

/* The address of a link behind its text, unless the text is the address. */
static void leave_link(struct layout *p, const MD_ATTRIBUTE *href)
{
	const char *shown = p->text.data + p->link_at;
	size_t n = p->text.len - p->link_at;
	size_t address = there(p, href->text, href->size);
	bool same = n == address && (n == 0 || !memcmp(shown, href->text, n));

	if (p->screen->colour)
		buf_putc(&p->text, WRAP_UNDERLINE);
	if (same || !is_web(href->text, address))
		return;
	buf_puts(&p->text, " (");
	words(p, href->text, address);
	buf_puts(&p->text, ")");
}

static int enter_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct layout *p = arg;

	(void)detail;
	switch (type) {
	case MD_SPAN_EM:
		emphasis(p, WRAP_ITALIC, '*');
		break;
	case MD_SPAN_STRONG:
		emphasis(p, WRAP_BOLD, '*');
		break;
	case MD_SPAN_CODE:
		emphasis(p, WRAP_CODE, '`');
		break;
	case MD_SPAN_A:
		if (p->screen->colour)
			buf_putc(&p->text, WRAP_UNDERLINE);
		p->link_at = p->text.len;
		break;
	case MD_SPAN_IMG:
		buf_puts(&p->text, "[");
		break;
	default:
		break;
	}
	return p->text.failed;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct layout *p = arg;

	switch (type) {
	case MD_SPAN_A:
		leave_link(p, &((MD_SPAN_A_DETAIL *)detail)->href);
		return p->text.failed;
	case MD_SPAN_IMG:
		buf_puts(&p->text, "]");
		return p->text.failed;
	default:
		return enter_span(type, detail, arg);
	}
}

/* What is not known stays as it was written. */
static void entity(struct layout *p, const char *text, size_t n)
{
	for (size_t i = 0; i < N_CHARACTERS; i++)
		if (n == strlen(CHARACTERS[i].name) && there(p, text, n) == n && !memcmp(text, CHARACTERS[i].name, n)) {
			buf_puts(&p->text, p->screen->unicode ? CHARACTERS[i].character : CHARACTERS[i].ascii);
			return;
		}
	words(p, text, n);
}

static int text_found(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE n, void *arg)
{
	struct layout *p = arg;

	switch (type) {
	case MD_TEXT_NULLCHAR:
		buf_puts(&p->text, "\\x00");
		break;
	case MD_TEXT_BR:
		buf_putc(&p->text, WRAP_HARD);
		break;
	case MD_TEXT_SOFTBR:
		buf_putc(&p->text, ' ');
		break;
	case MD_TEXT_ENTITY:
		entity(p, text, n);
		break;
	default:
		words(p, text, n);
		break;
	}
	return p->text.failed;
}

static int parse(struct layout *p)
{
	const MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_COLLAPSEWHITESPACE,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = text_found,
	};
	int code;

	buf_init(&p->text, TEXT_BYTES_MAX);
	markdown_table_init(&p->table);
	code = md_parse(p->begin, (MD_SIZE)(p->end - p->begin), &parser, p);
	markdown_table_clear(&p->table);
	buf_clear(&p->text);
	/* -1 is md4c's own: no memory. */
	return code == -1 ? -ENOMEM : code;
}

int markdown_render(const char *text, size_t n, const struct terminal *t, struct buf *out, struct err *e)
{
	static const char padding[PADDING_BYTES];
	cleanup_buf struct buf copy;
	struct layout page = { .screen = t, .out = out };
	int code;

	buf_init(&copy, MARKDOWN_BYTES_MAX);
	buf_append(&copy, text, n);
	buf_append(&copy, "\n", 1);
	buf_append(&copy, padding, sizeof(padding));
	if (buf_error(&copy, "markdown", e) < 0)
		return e->code;
	page.begin = copy.data;
	page.end = copy.data + n + 1;
	code = parse(&page);
	if (code < 0)
		return err_set(e, code, "markdown: a block is too large");
	return buf_error(out, "markdown", e);
}

/*
 * lexer: phases 1 to 3 of the translation of C, in two walks over the text.
 *
 * The first joins lines (phase 2, lexer_lines.c), the second cuts what is left into tokens and makes the blanked copy.
 * Whoever wants to hide a call from a rule writes it so that compiler and rule read it differently: a name spread over
 * two lines, a comment that begins inside a string, a raw string, a lone carriage return that ends a // comment, a
 * header name with a quote in it. So everything here follows what gcc does, not what C source usually looks like.
 *
 * It does not preprocess: a name that ## makes, or a macro from a header, is not seen. That is what rules on symbols
 * are for. In a group that #if leaves out gcc reads the operand of #include as common tokens, here it is a header
 * name.
 */
#include "runners/lexer_lines.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* The same place in the joined text and in the source. */
struct limit {
	char *joined;
	const char *source;
};

struct lexer {
	struct lexed *out;
	const char *source;
	char *begin, *end; /* the joined text; *end is NUL */
	char *p;           /* what comes next */
	char *blanked;     /* as large as the joined text */
	size_t join, line; /* indices of the last token's, since places are asked for in order */

	bool first;            /* no token on this line yet */
	bool directive;        /* this line is a directive … */
	bool names_directive;  /* … whose # was the last token … */
	bool names_header;     /* … or its include */
	struct limit line_end; /* of a directive's line, looked for once however many raw strings it has */
};

/* ---- characters ---- */

/*
 * What may stand in an identifier besides ASCII: C17 annex D.1. Those of D.2 are among them: at the beginning of a name
 * they are an error, which is the compiler's to report.
 */
static bool is_identifier_code_point(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0xa8, 0xa8 },     { 0xaa, 0xaa },     { 0xad, 0xad },     { 0xaf, 0xaf },     { 0xb2, 0xb5 },
		{ 0xb7, 0xba },     { 0xbc, 0xbe },     { 0xc0, 0xd6 },     { 0xd8, 0xf6 },     { 0xf8, 0x167f },
		{ 0x1681, 0x180d }, { 0x180f, 0x1fff }, { 0x200b, 0x200d }, { 0x202a, 0x202e }, { 0x203f, 0x2040 },
		{ 0x2054, 0x2054 }, { 0x2060, 0x218f }, { 0x2460, 0x24ff }, { 0x2776, 0x2793 }, { 0x2c00, 0x2dff },
		{ 0x2e80, 0x2fff }, { 0x3004, 0x3007 }, { 0x3021, 0x302f }, { 0x3031, 0xd7ff }, { 0xf900, 0xfd3d },
		{ 0xfd40, 0xfdcf }, { 0xfdf0, 0xfe44 }, { 0xfe47, 0xfffd },
	};

	if (cp >= 0x10000)
		return cp < 0xf0000 && (cp & 0xffff) <= 0xfffd;
	for (size_t i = 0; i < COUNT(ranges) && cp >= ranges[i].first; i++) {
		if (cp <= ranges[i].last)
			return true;
	}
	return false;
}

/* ---- phase 3: blanking ---- */

/* Patterns are matched line by line and columns are counted, so line breaks stay. */
static void blank_out(struct lexer *l, const char *from, const char *to)
{
	char *b = l->blanked + (from - l->begin);

	for (; from < to; from++, b++) {
		if (!is_class(*from, BREAK))
			*b = ' ';
	}
}

static char *end_of_line(char *p, const char *end)
{
	while (p < end && !is_class(*p, BREAK))
		p++;
	return p;
}

/* Takes a comment at l->p; false when there is none. */
static bool take_comment(struct lexer *l)
{
	char *from = l->p;

	if (from[0] != '/' || (from[1] != '/' && from[1] != '*'))
		return false;
	if (from[1] == '/') {
		l->p = end_of_line(from, l->end);
	} else {
		const char *close = memmem(from + 2, (size_t)(l->end - from - 2), "*/", 2);

		l->p = close ? from + (close - from) + 2 : l->end;
	}
	blank_out(l, from, l->p);
	return true;
}

/* ---- phase 3: tokens. Each take_… reads one at l->p, steps behind it and fills its kind, text and size. ---- */

static void fill(struct token *t, enum token_kind kind, const char *text, size_t size)
{
	t->kind = kind;
	t->text = text;
	t->size = (uint32_t)size;
}

/* The code point of a \u or \U name at p, its bytes in *n; 0 when it names none. */
static uint32_t universal_name(const char *p, const char *end, size_t *n)
{
	uint32_t cp = 0;
	size_t digits;

	if (end - p < 6 || p[0] != '\\' || (p[1] != 'u' && p[1] != 'U'))
		return 0;
	digits = p[1] == 'u' ? 4 : 8;
	if ((size_t)(end - p) < 2 + digits)
		return 0;
	for (size_t i = 0; i < digits; i++) {
		const char c = p[2 + i];
		const char lower = (char)(c | 0x20);

		if (is_class(c, DIGIT))
			cp = cp << 4 | (uint32_t)(c - '0');
		else if (lower >= 'a' && lower <= 'f')
			cp = cp << 4 | (uint32_t)(lower - 'a' + 10);
		else
			return 0;
	}
	*n = 2 + digits;
	return cp;
}

static size_t put_utf8(char *to, uint32_t cp)
{
	if (cp < 0x80) {
		to[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		to[0] = (char)(0xc0 | cp >> 6);
		to[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		to[0] = (char)(0xe0 | cp >> 12);
		to[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		to[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | cp >> 18);
	to[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	to[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	to[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

/*
 * The character of an identifier at p that is not plain ASCII: its bytes, or 0. *cp is what it stands for. A
 * universal name of an ASCII letter is an error in C, but gcc goes on with the letter; so does this.
 */
static size_t extended_length(const char *p, const char *end, uint32_t *cp)
{
	size_t n = 0;

	if (*p == '\\') {
		*cp = universal_name(p, end, &n);
		if (*cp < 0x80)
			return is_class((char)*cp, LETTER | DIGIT) ? n : 0;
	} else if ((unsigned char)*p >= 0x80) {
		n = text_utf8_next(p, (size_t)(end - p), cp);
	}
	return n > 0 && is_identifier_code_point(*cp) ? n : 0;
}

/*
 * UTF-8 is never longer than the universal name that it replaces: the spelling is written over the joined text. False
 * when no identifier begins here.
 */
static bool take_identifier(struct lexer *l, struct token *t)
{
	char *start = l->p;
	char *to = start;

	if (is_class(*start, DIGIT))
		return false;
	for (;;) {
		uint32_t cp;
		size_t n;

		if (is_class(*l->p, LETTER | DIGIT)) {
			*to++ = *l->p++;
			continue;
		}
		n = extended_length(l->p, l->end, &cp);
		if (n == 0)
			break;
		to += put_utf8(to, cp);
		l->p += n;
	}
	fill(t, TOKEN_IDENTIFIER, start, (size_t)(to - start));
	return to > start;
}

/* C17 6.4.8: a pp-number takes in more than any number has, so that "0x1e+f" is one token and f is no identifier. */
static bool take_number(struct lexer *l, struct token *t)
{
	char *start = l->p;
	uint32_t cp;
	size_t n = 1;

	if (!is_class(*start, DIGIT) && !(*start == '.' && is_class(start[1], DIGIT)))
		return false;
	while (n > 0) {
		l->p += n;
		if (is_class(*l->p, LETTER | DIGIT) || *l->p == '.')
			n = 1;
		else if (*l->p == '+' || *l->p == '-')
			n = strchr("eEpP", l->p[-1]) ? 1 : 0;
		else
			n = extended_length(l->p, l->end, &cp);
	}
	fill(t, TOKEN_NUMBER, start, (size_t)(l->p - start));
	return true;
}

/* A string or character constant, its quote at l->p, its prefix from `start` on. */
static void take_literal(struct lexer *l, struct token *t, const char *start)
{
	const char quote = *l->p;
	const char *from = ++l->p;

	while (l->p < l->end && *l->p != quote && !is_class(*l->p, BREAK)) {
		const bool escape = *l->p == '\\' && l->p + 1 < l->end && !is_class(l->p[1], BREAK);

		l->p += escape ? 2 : 1;
	}
	blank_out(l, from, l->p);
	if (l->p == l->end || *l->p != quote) {
		fill(t, TOKEN_OTHER, start, (size_t)(l->p - start));
		return;
	}
	l->p++;
	fill(t, quote == '"' ? TOKEN_STRING : TOKEN_CHARACTER, start, (size_t)(l->p - start));
}

/* How far a raw string at l->p may reach: to the end of the text or, where the compiler refuses more, of the line. */
static struct limit raw_limit(struct lexer *l)
{
	size_t join = l->join, line = l->line;

	if (!l->directive)
		return (struct limit){ l->end, l->source + l->out->source_len };
	if (l->line_end.joined < l->p) {
		l->line_end.joined = end_of_line(l->p, l->end);
		l->line_end.source = l->source;
		l->line_end.source +=
			lexer_place_after(l->out, &join, &line, (size_t)(l->line_end.joined - l->begin)).offset;
	}
	return l->line_end;
}

#define RAW_MARK_MAX 16

/* Finds )mark" from p on; NULL when there is none. */
static const char *raw_close(const char *p, const char *end, const char *mark, size_t mark_len)
{
	while ((p = memchr(p, ')', (size_t)(end - p)))) {
		if ((size_t)(end - p) < mark_len + 2)
			return NULL;
		if (memcmp(p + 1, mark, mark_len) == 0 && p[1 + mark_len] == '"')
			return p;
		p++;
	}
	return NULL;
}

/*
 * A raw string, its quote at l->p; false when what follows does not begin one. In it lines are not joined, so it is
 * read in the source.
 */
static bool take_raw(struct lexer *l, struct token *t, const char *start)
{
	const struct place quote = lexer_place_after(l->out, &l->join, &l->line, (size_t)(l->p - l->begin));
	const struct limit limit = raw_limit(l);
	const char *mark = l->source + quote.offset + 1;
	const char *open = mark;
	const char *close;
	size_t mark_len;
	char *from, *to;

	while (open < limit.source && open - mark < RAW_MARK_MAX && !is_class(*open, BLANK | BREAK) &&
	       !strchr("()\\", *open))
		open++;
	if (open >= limit.source || *open != '(')
		return false;
	mark_len = (size_t)(open - mark);
	close = raw_close(open + 1, limit.source, mark, mark_len);
	from = l->p + mark_len + 2;
	to = close ? l->begin + lexer_joined_offset(l->out, l->join, (size_t)(close - l->source)) : limit.joined;
	blank_out(l, from, to);
	l->p = close ? to + mark_len + 2 : to;
	fill(t, close ? TOKEN_STRING : TOKEN_OTHER, start, (size_t)(l->p - start));
	return true;
}

/* Is this identifier, with `behind` behind it, part of a literal? u8'a' is none before C23. */
static bool is_prefix(const struct token *t, char behind)
{
	if (behind != '"' && behind != '\'')
		return false;
	return token_is(t, "L") || token_is(t, "u") || token_is(t, "U") || (behind == '"' && token_is(t, "u8"));
}

static bool is_raw_prefix(const struct token *t, char behind)
{
	if (behind != '"')
		return false;
	return token_is(t, "R") || token_is(t, "LR") || token_is(t, "uR") || token_is(t, "UR") || token_is(t, "u8R");
}

/*
 * The operand of #include: quotes, comment marks and backslashes mean nothing in it. False when it does not end on
 * its line.
 */
static bool take_header(struct lexer *l, struct token *t)
{
	char *start = l->p;
	const char closing = *start == '<' ? '>' : '"';
	char *p = start + 1;

	if (*start != '<' && *start != '"')
		return false;
	while (p < l->end && *p != closing && !is_class(*p, BREAK))
		p++;
	if (p == l->end || *p != closing)
		return false;
	l->p = p + 1;
	fill(t, TOKEN_HEADER, start, (size_t)(l->p - start));
	return true;
}

static bool take_punctuator(struct lexer *l, struct token *t)
{
	/* Of two that begin alike the longer one first. */
	static const char longer[][4] = {
		"...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=",
		"&&",  "||",  "*=",  "/=", "%=", "+=", "-=", "&=", "^=", "|=", "##",
	};
	static const struct {
		char text[5];
		char means[3];
	} digraphs[] = {
		{ "%:%:", "##" }, { "%:", "#" }, { "<:", "[" }, { ":>", "]" }, { "<%", "{" }, { "%>", "}" },
	};
	size_t n = 1;

	if (*l->p == 0 || !strchr("[](){}.&*+-~!/%<>^|?:;=,#", *l->p))
		return false;
	if (is_class(l->p[1], SECOND)) {
		for (size_t i = 0; i < COUNT(digraphs); i++) {
			n = strlen(digraphs[i].text);
			if (strncmp(l->p, digraphs[i].text, n) != 0)
				continue;
			fill(t, TOKEN_PUNCTUATOR, digraphs[i].means, strlen(digraphs[i].means));
			l->p += n;
			return true;
		}
		n = 1;
		for (size_t i = 0; i < COUNT(longer) && n == 1; i++) {
			if (strncmp(l->p, longer[i], strlen(longer[i])) == 0)
				n = strlen(longer[i]);
		}
	}
	fill(t, TOKEN_PUNCTUATOR, l->p, n);
	l->p += n;
	return true;
}

static void take_token(struct lexer *l, struct token *t)
{
	char *start = l->p;
	uint32_t cp;
	size_t n;

	if (l->names_header && take_header(l, t))
		return;
	if (take_number(l, t))
		return;
	if (take_identifier(l, t)) {
		const bool raw = is_raw_prefix(t, *l->p);

		if (raw && take_raw(l, t, start))
			return;
		if (raw || is_prefix(t, *l->p))
			take_literal(l, t, start);
		return;
	}
	if (*start == '"' || *start == '\'') {
		take_literal(l, t, start);
		return;
	}
	if (take_punctuator(l, t))
		return;
	n = text_utf8_next(start, (size_t)(l->end - start), &cp);
	l->p += n > 0 ? n : 1;
	fill(t, TOKEN_OTHER, start, (size_t)(l->p - start));
}

static void add_token(struct lexer *l)
{
	const struct place start = lexer_place_after(l->out, &l->join, &l->line, (size_t)(l->p - l->begin));
	struct token t = { .offset = start.offset, .line = start.line, .column = start.column, .first = l->first };
	struct place last;
	bool hash;

	take_token(l, &t);
	last = lexer_place_after(l->out, &l->join, &l->line, (size_t)(l->p - l->begin) - 1);
	t.length = last.offset + 1 - start.offset;

	hash = t.first && token_is(&t, "#");
	l->names_header = l->names_directive && token_is_include(&t);
	l->names_directive = hash;
	l->directive |= hash;
	l->first = false;
	t.directive = l->directive;
	buf_append(&l->out->memory.tokens, &t, sizeof(t));
}

static void read_tokens(struct lexer *l)
{
	while (l->p < l->end) {
		if (is_class(*l->p, BREAK)) {
			l->p++;
			l->first = true;
			l->directive = l->names_directive = l->names_header = false;
		} else if (is_class(*l->p, BLANK)) {
			l->p++;
		} else if (!take_comment(l)) {
			add_token(l);
		}
	}
}

/* ---- the whole ---- */

static int first_failure(const struct lexed *lx, struct err *e)
{
	int r = buf_error(&lx->memory.lines, "line table", e);

	if (r == 0)
		r = buf_error(&lx->memory.joins, "joined lines", e);
	if (r == 0)
		r = buf_error(&lx->memory.joined, "source", e);
	if (r == 0)
		r = buf_error(&lx->memory.blanked, "source", e);
	if (r == 0)
		r = buf_error(&lx->memory.tokens, "tokens", e);
	return r;
}

int lexer_read(const char *text, size_t len, struct lexed *out, struct err *e)
{
	struct lexed lx = { .source_len = len };
	struct lexer l = { .out = &lx, .source = text, .first = true };
	int r;

	if (len > LEXER_BYTES_MAX)
		return err_set(e, -EMSGSIZE, "source text of %zu bytes is longer than %u", len, LEXER_BYTES_MAX);
	lexer_join_lines(&lx, len > 0 ? text : "", len);
	/* The ceilings are what the worst text needs: every byte a token. */
	buf_init(&lx.memory.blanked, len);
	buf_init(&lx.memory.tokens, len * sizeof(struct token));

	buf_append(&lx.memory.blanked, lx.memory.joined.data, lx.memory.joined.len);
	r = first_failure(&lx, e);
	if (r == 0) {
		l.p = l.begin = lx.memory.joined.data;
		l.end = l.begin + lx.memory.joined.len;
		l.blanked = lx.memory.blanked.data;
		l.line_end.joined = l.begin;
		read_tokens(&l);
		r = first_failure(&lx, e);
	}
	if (r < 0) {
		lexed_clear(&lx);
		return r;
	}
	lx.tokens = (const void *)lx.memory.tokens.data;
	lx.n_tokens = lx.memory.tokens.len / sizeof(struct token);
	lx.blanked = lx.memory.blanked.data;
	lx.blanked_len = lx.memory.blanked.len;
	*out = lx;
	return 0;
}

void lexed_clear(struct lexed *lx)
{
	buf_clear(&lx->memory.lines);
	buf_clear(&lx->memory.joins);
	buf_clear(&lx->memory.joined);
	buf_clear(&lx->memory.blanked);
	buf_clear(&lx->memory.tokens);
	*lx = (struct lexed){ 0 };
}

bool token_is(const struct token *t, const char *spelling)
{
	const size_t n = strlen(spelling);

	return t->size == n && memcmp(t->text, spelling, n) == 0;
}

bool token_is_include(const struct token *t)
{
	return token_is(t, "include") || token_is(t, "include_next") || token_is(t, "import");
}

/*
 * lexer_read, lexed_place and lexer_defines_function on any bytes.
 *
 * Held to be true: tokens are inside the text, in order, apart from each other, at the line and column that counting
 * gives, and spelled as the text has them unless something was joined, decoded or a digraph; the blanked copy is as
 * long as the text less what joins took, each byte of it is the one at its place or a blank, and line breaks are all
 * there; lexed again the blanked copy gives tokens of the same kinds at the same places.
 */
#include "runners/lexer.h"

#include <errno.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

/* Counts lines and columns up to an offset that never goes back. */
struct counter {
	const char *text;
	size_t size, at;
	uint32_t line, column;
};

static void count_to(struct counter *c, size_t offset)
{
	for (; c->at < offset; c->at++) {
		const char here = c->text[c->at];
		const bool pair = here == '\r' && c->at + 1 < c->size && c->text[c->at + 1] == '\n';

		c->column++;
		if (here == '\n' || (here == '\r' && !pair)) {
			c->line++;
			c->column = 1;
		}
	}
}

static void must_be_in_order(const struct lexed *lx, const char *text, size_t size)
{
	struct counter c = { text, size, 0, 1, 1 };
	size_t end = 0;

	for (size_t i = 0; i < lx->n_tokens; i++) {
		const struct token *t = &lx->tokens[i];

		must(t->offset >= end && t->length > 0 && t->length <= size - t->offset);
		must(t->size > 0 && t->size <= t->length);
		must(t->size < t->length || memcmp(t->text, text + t->offset, t->size) == 0);
		must(i > 0 || t->first);
		count_to(&c, t->offset);
		must(t->line == c.line && t->column == c.column);
		must(lexed_clip(lx, t->offset, t->length) >= 1);
		end = t->offset + t->length;
	}
}

static void must_be_blanked(const struct lexed *lx, const char *text, size_t size)
{
	const bool joined = lx->blanked_len < size;
	struct counter c = { text, size, 0, 1, 1 };
	uint32_t last = 0;

	must(lx->blanked_len <= size);
	for (size_t i = 0; i < lx->blanked_len; i++) {
		const struct place p = lexed_place(lx, i);
		const char here = lx->blanked[i];

		must(p.offset < size && (i == 0 || p.offset > last));
		must(joined || p.offset == i);
		must(here == text[p.offset] || here == ' ');
		must((here == '\n') == (text[p.offset] == '\n') && (here == '\r') == (text[p.offset] == '\r'));
		count_to(&c, p.offset);
		must(p.line == c.line && p.column == c.column);
		last = p.offset;
	}
}

/*
 * Not where blanking a comment brings a backslash to the end of a line, or where one line of a directive becomes two.
 */
static void must_lex_again(const struct lexed *lx, const char *text, size_t size)
{
	cleanup_lexed struct lexed again = { 0 };
	struct err e = ERR_INIT;

	if (lx->blanked_len < size || memchr(lx->blanked, '\\', size) || memmem(text, size, "/*", 2))
		return;
	must(lexer_read(lx->blanked, lx->blanked_len, &again, &e) == 0);
	must(again.n_tokens == lx->n_tokens);
	for (size_t i = 0; i < again.n_tokens; i++) {
		must(again.tokens[i].kind == lx->tokens[i].kind && again.tokens[i].offset == lx->tokens[i].offset);
		must(again.tokens[i].size == lx->tokens[i].size);
		must(again.tokens[i].directive == lx->tokens[i].directive);
	}
	must(memcmp(again.blanked, lx->blanked, lx->blanked_len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	cleanup_lexed struct lexed lx = { 0 };
	struct err e = ERR_INIT;

	must(lexer_read(text, size, &lx, &e) == 0);
	must_be_in_order(&lx, text, size);
	must_be_blanked(&lx, text, size);
	must_lex_again(&lx, text, size);
	lexer_defines_function(&lx, "f");
	return 0;
}

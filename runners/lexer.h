/*
 * lexer: C source to preprocessing tokens, each with its place.
 *
 * Translation phases 1 to 3 (C17 5.1.1.2) as gcc does them in gnu17: a line ends at \n, \r\n or \r; trigraphs are
 * off; a backslash before the end of a line, blanks between them or not, joins it with the next; // comments, $ in
 * identifiers and raw strings are on. Nothing is expanded and no #if is evaluated: every branch of it is seen.
 *
 * Any bytes are accepted. What C has no token for (a stray byte, a string without its end) becomes TOKEN_OTHER: the
 * compiler is the one to complain about it. Time and memory are linear in the text.
 */
#ifndef JUDGE_RUNNERS_LEXER_H
#define JUDGE_RUNNERS_LEXER_H

#include "sandbox/base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEXER_BYTES_MAX (1024u * 1024u) /* of one text */

enum token_kind {
	TOKEN_IDENTIFIER, /* keywords too */
	TOKEN_NUMBER,     /* a pp-number: "0x1.8p+3", but "1e+x" too */
	TOKEN_CHARACTER,  /* 'a', L'a' */
	TOKEN_STRING,     /* "a", u8"a", R"(a)" */
	TOKEN_HEADER,     /* <a.h> or "a.h" behind #include */
	TOKEN_PUNCTUATOR,
	TOKEN_OTHER,
};

struct token {
	const char *text; /* its spelling, no NUL behind it: lines joined, \u00e9 in a name is é, the digraph <% is { */
	uint32_t size;    /* bytes of `text` */
	uint32_t offset;  /* of its first byte in the source */
	uint32_t length;  /* bytes in the source, joined line ends inside it too */
	uint32_t line;    /* from 1 */
	uint32_t column;  /* from 1, in bytes */
	uint8_t kind;     /* enum token_kind */
	bool first;       /* it is the first on its line; joined lines are one line */
	bool directive;   /* it belongs to a line that begins with # */
};

struct lexed {
	const struct token *tokens; /* in the order of the source */
	size_t n_tokens;
	/*
	 * For patterns: the source with lines joined, comments blank, and what stands between the quotes of strings and
	 * character constants blank. Line breaks are kept. Where no lines were joined every byte is at its old place;
	 * lexed_place knows the place in any case.
	 */
	const char *blanked;
	size_t blanked_len;
	size_t source_len;
	struct {
		struct buf tokens, joined, blanked, joins, lines;
	} memory; /* private: what the above points into */
};

/*
 * Reads a text; nothing in *out points into it. -EMSGSIZE over LEXER_BYTES_MAX; -ENOMEM. *out need not be
 * initialised, and is the caller's to clear after success.
 */
int lexer_read(const char *text, size_t len, struct lexed *out, struct err *e) must_check
	__attribute__((nonnull(3, 4)));
void lexed_clear(struct lexed *lx) __attribute__((nonnull));
#define cleanup_lexed cleanup(lexed_clear)

/* Is its spelling this one? */
bool token_is(const struct token *t, const char *spelling) __attribute__((nonnull));
/* Is it the name of a directive that takes a header: include, or gcc's include_next and import? */
bool token_is_include(const struct token *t) __attribute__((nonnull));

struct place {
	uint32_t offset; /* in the source, from 0 */
	uint32_t line;   /* from 1 */
	uint32_t column; /* from 1, in bytes */
};
/* Where a byte of `blanked` (or its end) stands in the source. */
struct place lexed_place(const struct lexed *lx, size_t blanked_offset) __attribute__((nonnull));
/* How many of the `length` bytes from `offset` of the source lie on the line of `offset`; line ends do not count. */
uint32_t lexed_clip(const struct lexed *lx, uint32_t offset, uint32_t length) __attribute__((nonnull));

/*
 * Is there a function definition of this name at file scope? Told by its shape: the name, its parameters, then "{"
 * outside all braces; in the old style too, and with a function's or an array's address as result. Not in a
 * directive, and not when a macro makes the name.
 */
bool lexer_defines_function(const struct lexed *lx, const char *name) __attribute__((nonnull));

#endif

/*
 * lexer_query: what is asked of a source before it is compiled: does it define a function?
 *
 * The answer comes from the shape of the text alone, in one walk, and decides only behind which file a signature is
 * checked. A source that is written to deceive it gains a complaint from the compiler, no more. All branches of an #if
 * count as if they were there.
 */
#include "runners/lexer.h"

#include <string.h>

/* How much of a definition of the name has been seen. */
enum seen {
	SEEN_NOTHING,
	SEEN_NAME,       /* … perhaps with closing parentheses behind it */
	SEEN_PARAMETERS, /* they are open */
	SEEN_DECLARATOR, /* all of "name (…)", perhaps with what the result's type has behind it */
	SEEN_MORE,       /* then words: declarations of the old style's parameters, or attributes */
};

struct definition {
	const char *name;
	enum seen seen;
	size_t braces, parens; /* open ones; square brackets count as parentheses */
	size_t outside;        /* `parens` without those that the name is inside of */
	bool inside;           /* the last token left parentheses that held the whole of "name (…)" */
	bool semicolon;        /* of SEEN_MORE: one has been seen … */
	bool last_semicolon;   /* … and was the last token */
};

static void definition_open(struct definition *d)
{
	if (d->seen == SEEN_NAME) {
		d->seen = SEEN_PARAMETERS;
		d->outside = d->parens;
	}
	d->inside = false;
	d->parens++;
}

static void definition_close(struct definition *d)
{
	if (d->parens == 0)
		return;
	d->parens--;
	if (d->seen == SEEN_PARAMETERS && d->parens == d->outside) {
		d->seen = SEEN_DECLARATOR;
	} else if (d->seen >= SEEN_DECLARATOR && d->parens < d->outside) {
		d->outside = d->parens;
		d->inside = true;
	}
}

/* A brace outside all others: is it the body of the function? */
static bool definition_body(const struct definition *d)
{
	if (d->parens > 0 || d->inside)
		return false;
	return d->seen == SEEN_DECLARATOR || (d->seen == SEEN_MORE && (!d->semicolon || d->last_semicolon));
}

static void definition_semicolon(struct definition *d)
{
	d->parens = 0; /* none is inside parentheses at file scope: one was left open in some branch of an #if */
	if (d->seen != SEEN_MORE)
		d->seen = SEEN_NOTHING;
	d->semicolon = true;
}

/* A word, or a token that is none of the brackets. */
static void definition_other(struct definition *d, const struct token *t)
{
	if (t->kind == TOKEN_IDENTIFIER && d->seen != SEEN_PARAMETERS && token_is(t, d->name)) {
		d->seen = SEEN_NAME;
		d->inside = d->semicolon = false;
		return;
	}
	if (d->seen == SEEN_PARAMETERS || (d->seen >= SEEN_DECLARATOR && d->parens > d->outside))
		return;
	if (d->seen == SEEN_DECLARATOR && t->kind == TOKEN_IDENTIFIER && d->parens == 0 && !d->inside) {
		d->seen = SEEN_MORE;
		d->semicolon = false;
	} else if (d->seen != SEEN_MORE || token_is(t, "=")) {
		d->seen = SEEN_NOTHING;
	}
}

bool lexer_defines_function(const struct lexed *lx, const char *name)
{
	struct definition d = { .name = name };

	for (size_t i = 0; i < lx->n_tokens; i++) {
		const struct token *t = &lx->tokens[i];
		const char c = t->kind == TOKEN_PUNCTUATOR && t->size == 1 ? *t->text : 0;

		if (t->directive)
			continue;
		if (c == '{') {
			if (d.braces == 0 && definition_body(&d))
				return true;
			d.braces++;
		} else if (c == '}') {
			if (d.braces > 0 && --d.braces == 0)
				d = (struct definition){ .name = name };
		} else if (d.braces > 0) {
			continue;
		} else if (c == '(' || c == '[') {
			definition_open(&d);
		} else if (c == ')' || c == ']') {
			definition_close(&d);
		} else if (c == ';') {
			definition_semicolon(&d);
		} else {
			definition_other(&d, t);
		}
		d.last_semicolon = c == ';';
	}
	return false;
}

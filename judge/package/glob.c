/*
 * Braces are written out when a pattern is read, into so many alternatives and no more: what is left is a plain
 * pattern, and to match that takes no more than the length of pattern times name. A pattern that would take forever
 * ("{a,a}" thirty times, or a row of stars) is thereby refused or harmless.
 */
#include "judge/package/glob.h"

#include "sandbox/base/buf.h"

#include <errno.h>
#include <string.h>

struct expansion {
	const char *text; /* all of it, for errors */
	struct arena *memory;
	const char **patterns;
	size_t n;
	struct err *e;
};

static int refuse(struct expansion *x, const char *why)
{
	return err_set(x->e, -EINVAL, "'%.100s' %s", x->text, why);
}

/* The brace that closes the one at `open`; NULL: none does. */
static const char *closing(const char *open)
{
	size_t depth = 0;

	for (const char *p = open; *p; p++) {
		depth += *p == '{';
		if (*p == '}' && --depth == 0)
			return p;
	}
	return NULL;
}

/* The end of the alternative at `p`: a comma of its own level, or the brace at `close`. */
static const char *alternative_end(const char *p, const char *close)
{
	size_t depth = 0;

	for (; p < close && (depth > 0 || *p != ','); p++)
		depth += (size_t)(*p == '{') - (size_t)(*p == '}');
	return p;
}

/* Writes out the first braces, and with each alternative what is left. */
static int expand(struct expansion *x, const char *pattern)
{
	const char *open = strchr(pattern, '{'), *close = open ? closing(open) : NULL;

	if (!open) {
		if (x->n == GLOB_ALTERNATIVES_MAX)
			return refuse(x, "has too many alternatives");
		x->patterns[x->n++] = pattern;
		return 0;
	}
	if (!close)
		return refuse(x, "has a '{' without its '}'");
	for (const char *p = open + 1, *end;; p = end + 1) {
		const char *one;

		end = alternative_end(p, close);
		one = arena_printf(x->memory, "%.*s%.*s%s", (int)(open - pattern), pattern, (int)(end - p), p,
				   close + 1);
		if (!one)
			return err_set(x->e, -ENOMEM, "out of memory");
		if (expand(x, one) < 0)
			return x->e->code;
		if (end == close)
			return 0;
	}
}

static const char *what_is_wrong(const char *text)
{
	const char *open = strchr(text, '{'), *close = strchr(text, '}');

	if (!*text)
		return "is no pattern";
	if (strlen(text) > GLOB_BYTES_MAX)
		return "is too long for a pattern";
	if (strstr(text, "**"))
		return "has '**', which the format does not know";
	if (strchr(text, '['))
		return "has '[', which the format does not know";
	return close && (!open || close < open) ? "has a '}' without its '{'" : NULL;
}

int glob_parse(const char *text, struct arena *memory, struct glob *out, struct err *e)
{
	struct expansion x = { .text = text, .memory = memory, .e = e };
	const char *wrong = what_is_wrong(text);

	if (wrong)
		return refuse(&x, wrong);
	x.patterns = arena_array(memory, GLOB_ALTERNATIVES_MAX, sizeof(*x.patterns));
	text = arena_strdup(memory, text);
	if (!x.patterns || !text)
		return err_set(e, -ENOMEM, "out of memory");
	if (expand(&x, text) < 0)
		return e->code;
	for (size_t i = 0; i < x.n; i++)
		if (strchr(x.patterns[i], '}'))
			return refuse(&x, "has a '}' without its '{'");
	*out = (struct glob){ x.patterns, x.n };
	return 0;
}

/*
 * Up to the end of `name` or a "/" there. Only the last star is ever tried again, one character further: what an
 * earlier one could take more, the last one can take as well, but for a "/", which none can.
 */
static bool fits(const char *pattern, const char *name)
{
	const char *star = NULL, *from = NULL;

	for (;;) {
		if (*pattern == '*') {
			star = ++pattern;
			from = name;
			continue;
		}
		if (!*pattern && (!*name || *name == '/'))
			return true;
		if (*pattern && *pattern == *name) {
			/* Behind a "/" no star before it counts any more. */
			if (*name == '/')
				star = NULL;
			pattern++, name++;
			continue;
		}
		if (!star || !*from || *from == '/')
			return false;
		pattern = star;
		name = ++from;
	}
}

bool glob_fits(const struct glob *g, const char *name)
{
	for (size_t i = 0; i < g->n; i++)
		if (fits(g->patterns[i], name))
			return true;
	return false;
}

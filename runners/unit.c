/*
 * unit: a candidate's source between two line markers.
 *
 * The source is not trusted and stands before lines of ours, so it may try to swallow or bend them: an open comment
 * or #if is an error of its own; a backslash at its end joins an empty line and no more; #define _Static_assert and
 * markers of its own only fool the messages that the candidate gets. Nothing rests on these lines but the clearness
 * of an error: whether the functions are there is read from the object afterwards.
 */
#include "runners/unit.h"

#include "runners/diagnostics.h"
#include "runners/language.h"
#include "runners/lexer.h"

#include <errno.h>
#include <string.h>

bool unit_is_header(const struct source *s)
{
	return language_is_header(s->name);
}

char *unit_label(const struct source *s, struct arena *a)
{
	char *label = arena_strdup(a, s->name);

	for (char *p = label; p && *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	}
	return label;
}

static bool mentions(const struct lexed *lx, const char *name)
{
	for (size_t i = 0; i < lx->n_tokens; i++) {
		if (lx->tokens[i].kind == TOKEN_IDENTIFIER && token_is(&lx->tokens[i], name))
			return true;
	}
	return false;
}

/* How good a home a source is for a function. */
enum rank { RANK_NONE, RANK_FIRST, RANK_MENTIONS, RANK_DEFINES };

static int rank_source(const struct source *sources, size_t which, const struct signature *signatures,
		       size_t n_signatures, enum rank *best, size_t *homes, struct err *e)
{
	cleanup_lexed struct lexed lx = { .tokens = NULL };
	int r = lexer_read(sources[which].text, sources[which].len, &lx, e);

	if (r < 0)
		return r;
	for (size_t i = 0; i < n_signatures; i++) {
		enum rank rank = RANK_FIRST;

		if (lexer_defines_function(&lx, signatures[i].name))
			rank = RANK_DEFINES;
		else if (mentions(&lx, signatures[i].name))
			rank = RANK_MENTIONS;
		if (rank > best[i]) {
			best[i] = rank;
			homes[i] = which;
		}
	}
	return 0;
}

int unit_find_homes(const struct source *sources, size_t n_sources, const struct signature *signatures,
		    size_t n_signatures, size_t *homes, struct err *e)
{
	cleanup_free enum rank *best = calloc(n_signatures + 1, sizeof(*best));
	size_t n_compiled = 0;

	if (!best)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < n_sources; i++)
		n_compiled += !unit_is_header(&sources[i]);
	for (size_t i = 0; i < n_sources; i++) {
		int r;

		if (unit_is_header(&sources[i]))
			continue;
		if (n_compiled == 1) {
			for (size_t k = 0; k < n_signatures; k++)
				homes[k] = i;
			return 0;
		}
		r = rank_source(sources, i, signatures, n_signatures, best, homes, e);
		if (r < 0)
			return err_wrap(e, "%s", sources[i].name);
	}
	return 0;
}

/* As the inside of a string literal. */
static void put_quoted(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			buf_putc(b, '\\');
		buf_putc(b, *s);
	}
}

static void put_signature(struct buf *b, const struct signature *s, size_t number)
{
	buf_printf(b, "# %zu \"" DIAGNOSTICS_SIGNATURE_FILE "\"\n", number);
	buf_printf(b, "_Static_assert(__builtin_types_compatible_p(__typeof__(%s), %s), \"'%s' must have the type '",
		   s->name, s->type, s->name);
	put_quoted(b, s->type);
	buf_puts(b, "'\");\n");
}

int unit_write(const struct source *sources, size_t which, const char *label, const struct signature *signatures,
	       size_t n_signatures, const size_t *homes, struct buf *text, struct err *e)
{
	const struct source *s = &sources[which];
	/* A byte order mark is only passed over at the very beginning of a file, which is ours. */
	size_t skip = s->len >= 3 && !memcmp(s->text, "\xef\xbb\xbf", 3) ? 3 : 0;

	buf_puts(text, "# 1 \"");
	put_quoted(text, label);
	buf_puts(text, "\"\n");
	buf_append(text, s->text + skip, s->len - skip);
	/* Two: the last line may lack its end, and then a backslash may join what follows. */
	buf_puts(text, "\n\n");
	for (size_t i = 0; i < n_signatures; i++) {
		if (homes[i] == which)
			put_signature(text, &signatures[i], i + 1);
	}
	return buf_error(text, s->name, e);
}

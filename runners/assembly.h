/*
 * assembly: the lines of the assembler text that gcc writes for x86-64, AT&T syntax.
 *
 * Only what gcc itself writes is a line of a known kind. An assembler accepts far more (several statements on a line,
 * macros, expressions as targets, comments anywhere), and a source can put any of it into the text by inline assembly;
 * all that is ASSEMBLY_STRANGE, and whoever counts on knowing the text must not count on it then.
 */
#ifndef JUDGE_RUNNERS_ASSEMBLY_H
#define JUDGE_RUNNERS_ASSEMBLY_H

#include <stdbool.h>
#include <stddef.h>

struct slice {
	const char *p; /* into the text; not NUL-terminated */
	size_t len;
};

enum assembly_kind {
	ASSEMBLY_BLANK,       /* nothing, or a comment */
	ASSEMBLY_LABEL,       /* `name`: */
	ASSEMBLY_DIRECTIVE,   /* `name` with its dot, and `operands` */
	ASSEMBLY_INSTRUCTION, /* `name`, behind the prefixes that `repeats` and gcc's other ones are, and `operands` */
	ASSEMBLY_INLINE,      /* #APP: from here on text of the source's own */
	ASSEMBLY_INLINE_END,  /* #NO_APP */
	ASSEMBLY_STRANGE,
};

struct assembly_line {
	enum assembly_kind kind;
	struct slice whole; /* without its newline */
	struct slice name;
	struct slice operands; /* without blanks at either end; may be empty */
	bool repeats;          /* behind rep, repz or repnz */
};

/* Reads the line at *at and moves *at behind it; false at the end of the text. */
bool assembly_next(struct slice text, size_t *at, struct assembly_line *out);

bool slice_is(struct slice s, const char *text);
bool slice_begins(struct slice s, const char *text);
int slice_compare(struct slice a, struct slice b);

/* The next name (of a symbol, register or number) at or behind *at; strings are passed over. False: there is none. */
bool assembly_next_name(struct slice operands, size_t *at, struct slice *out);

#endif

/*
 * command: one pass of a compiler (cc1, as, ld) as an argument vector with holes.
 *
 * A compiler's driver run with -### starts nothing: it prints the command line of each pass. Read back once, these
 * lines are exactly what the driver would run, without running it for every submission. What differs from one build
 * to the next (options, input files, the output) is a hole.
 */
#ifndef JUDGE_RUNNERS_COMMAND_H
#define JUDGE_RUNNERS_COMMAND_H

#include "sandbox/base/arena.h"
#include "sandbox/base/err.h"

#include <stddef.h>

/* Holes are these very addresses, told apart by ==, so that no text can stand for one. */
extern const char COMMAND_INPUT[];  /* further options, then the input files */
extern const char COMMAND_OUTPUT[]; /* the output file */

struct command {
	const char **argv; /* NULL-terminated, in the arena; argv[0] is the program; NULL: there is no such pass */
	size_t n;
};

/* From source to object it is one pass (clang) or two (gcc); then comes the linker. */
struct recipe {
	struct command compile;  /* C source -> assembler text, or an object when there is no `assemble` */
	struct command assemble; /* assembler text -> object */
	struct command link;     /* objects -> shared object or executable */
};

/*
 * Reads what `<compiler> -### … -x c /dev/null …` printed. Each pass reads what the pass before it wrote (-o), the
 * first one /dev/null: so the holes are found. Arguments that name what no box has (LTO plugins, dump files, the
 * working directory) are left out. -EPROTO when the text holds no such chain; -ENOMEM. The vectors live in `a`.
 */
int recipe_parse(const char *text, struct arena *a, struct recipe *out, struct err *e) must_check;

/*
 * The vector to run: `options` (NULL or NULL-terminated) and the NULL-terminated `inputs` stand where the input's hole
 * was, `output` in the other. Lives in `a`; NULL when memory is out.
 */
const char *const *command_fill(const struct command *c, const char *const *options, const char *const *inputs,
				const char *output, struct arena *a) must_check;

/* What stands behind the argument `option` ("-dynamic-linker"), or NULL. */
const char *command_value(const struct command *c, const char *option);

#endif

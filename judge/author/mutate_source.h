/*
 * mutate_source: small faults, one at a time, in a source: what a slip of the hand could have made of it.
 *
 * Mutations are made of tokens, so what stands in strings, comments, preprocessor lines and the names of headers is
 * never touched. No types are known: what does not compile has to be thrown away by whoever compiles it.
 */
#ifndef JUDGE_JUDGE_AUTHOR_MUTATE_SOURCE_H
#define JUDGE_JUDGE_AUTHOR_MUTATE_SOURCE_H

#include "sandbox/base/arena.h"
#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct mutation_class {
	const char *name; /* "boundary" */
	const char *what; /* one line for people */
};

/* All classes, in the order in which tables show them. */
#define MUTATION_CLASSES 15
const struct mutation_class *mutation_class(size_t i);

/* One edit: `length` bytes from `offset` of the source become `after`. It keeps the number of lines. */
struct mutation {
	size_t class;
	size_t offset, length;
	uint32_t line, column; /* from 1, in bytes */
	const char *before, *after;
	const char *function; /* in whose body it lies, or NULL */
	/* The line as it was and as it is then, blanks around it taken away and those inside it made one. */
	const char *from, *to;
};

#define MUTATIONS_MAX 50000u

/*
 * All mutations of a source, no two of which make the same text, in the order of their places, then of the classes.
 * They live in `memory`. -E2BIG over MUTATIONS_MAX; -ENOMEM; as lexer_read.
 */
int mutate_source(const char *text, size_t len, struct arena *memory, struct mutation **out, size_t *n,
		  struct err *e) must_check;

/* Appends the source with that edit. */
int mutation_apply(const struct mutation *m, const char *text, size_t len, struct buf *out, struct err *e) must_check;

/* A copy without blanks at both ends and with one blank for several: how lines are compared. NULL: out of memory. */
char *mutation_squeeze(struct arena *memory, const char *text, size_t len);

#endif

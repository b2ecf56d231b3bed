/*
 * cost_clang: a program that clang compiles made to count its own steps; the same interface as cost_pass.h.
 *
 * Clang writes objects, whose text is not seen. It calls the same callback at the begin of each basic block, behind its
 * optimisers, and the callback here takes the step: it is linked into the object, hidden. Counts are exact and repeat,
 * but are not those of gcc, and take longer: what is compared must be built by one compiler. What would escape is
 * looked for in the source, by its words: a lower bound of what a source can do.
 */
#ifndef JUDGE_RUNNERS_COST_CLANG_H
#define JUDGE_RUNNERS_COST_CLANG_H

#include "runners/cost_pass.h"
#include "runners/runner.h"

/*
 * Of clang's compiler pass: the callbacks, and of a candidate's source what it could take itself out of them with means
 * nothing. Ended by NULL.
 */
#define COST_CLANG_OPTIONS_MAX 8
extern const char *const cost_clang_options[COST_CLANG_OPTIONS_MAX];

/* Adds what is found in a source. -EMSGSIZE, -ENOMEM. */
int cost_clang_find(const struct source *source, struct cost_facts *facts, struct err *e) must_check;

/* The text in C of what cost_pass_object is in assembler, with the callback. */
int cost_clang_object(const char *counter, struct buf *out, struct err *e) must_check;

#endif

/*
 * mutate_argue: the mutants that are no fault, and why, as the author of a package has written it down in mutants.yaml.
 *
 *	equivalent:
 *	  - file: accepted/ring.c
 *	    line: "size_t room = 16;"
 *	    becomes: ["size_t room = 17;", "size_t room = 15;"]
 *	    why: "where the ring begins to grow is seen by nobody"
 *
 *	  - file: accepted/ring.c
 *	    function: ring_open
 *	    line: ["free(ring);", "return NULL;"]
 *	    why: "allocations do not fail"
 *
 * A mutant is known by its line as it was and as it is then, without regard to blanks, so that an argument outlives
 * edits elsewhere in the file, and no edit of the line that it speaks of. Without `becomes` it is about everything that
 * can become of the line, or of several: for what is never reached. Where a file has a line more than once, `function`
 * or `nth` (from 1) says which; without them it is a fault. `here: true` is for what depends on the host.
 */
#ifndef JUDGE_JUDGE_AUTHOR_MUTATE_ARGUE_H
#define JUDGE_JUDGE_AUTHOR_MUTATE_ARGUE_H

#include "judge/author/mutate.h"

#define ARGUMENTS_FILE "mutants.yaml"

/*
 * Reads the package's file, if there is one, and gives each mutant its argument. `mutants` are all that can be made of
 * the references; arguments about other files than theirs are passed over when `some`. -EINVAL with file and line: what
 * is damaged, says nothing, or fits no mutant or more than one place.
 */
int mutants_argue(const struct problem *p, struct mutant *mutants, size_t n, bool some, struct arena *memory,
		  struct err *e) must_check;

#endif

/*
 * diagnostics: what a compiler, assembler or linker printed, as a short list that can be shown.
 *
 * Made for gcc with -fdiagnostics-plain-output -fdiagnostics-column-unit=byte (else gcc counts columns of a terminal)
 * and clang with -fno-caret-diagnostics, GNU as, GNU ld and lld. A build gives all that its passes printed, one
 * behind the other, to one call: errors then come first whichever pass they are from.
 *
 * The output is made from the candidate's source by a program that the candidate may have subverted: no verdict rests
 * on it, and it may hold any bytes. Here it is bounded, cleaned and rid of paths; it stays the candidate's word.
 */
#ifndef JUDGE_RUNNERS_DIAGNOSTICS_H
#define JUDGE_RUNNERS_DIAGNOSTICS_H

#include "runners/runner.h"

#define DIAGNOSTIC_TEXT_MAX 512 /* bytes of one text without the NUL; one that was cut ends in "…" */

/*
 * The file name in the line markers of appended signature checks. What is found there is put as "the function 'f' is
 * missing" or as the message of the static assertion, and has no place.
 */
#define DIAGNOSTICS_SIGNATURE_FILE "judge:signature"

/* How the passes call a file, and by what name people know it. */
struct diagnostics_name {
	const char *box;   /* "lru cache.c" of a line marker, "/work/0.o"; found at the end of a longer path too */
	const char *shown; /* the candidate's own name; NULL: not the candidate's file, places in it are not given */
};

struct diagnostics_context {
	const struct diagnostics_name *names;
	size_t n_names;
	const struct signature *signatures; /* what is checked; tells a missing function from a missing type */
	size_t n_signatures;
};

struct diagnostics {
	struct diagnostic
		*list;    /* errors with their notes, then warnings with theirs, each in the order of the output */
	size_t n;         /* <= DIAGNOSTICS_MAX */
	size_t n_dropped; /* beyond that; repetitions do not count */
};

/*
 * Reads `len` bytes of output. The list and its texts live in `a`, and never point into anything else. Headings ("In
 * function …", "In file included from …"), closing remarks and lines of no known form are left out. -ENOMEM when the
 * arena is full: DIAGNOSTICS_MAX KiB are enough where names are not longer than SOURCE_NAME_MAX.
 */
int diagnostics_parse(const char *output, size_t len, const struct diagnostics_context *cx, struct arena *a,
		      struct diagnostics *out, struct err *e) must_check __attribute__((nonnull(3, 4, 5, 6)));

#endif

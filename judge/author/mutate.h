/*
 * mutate: are the tests of a package strong? Its accepted references are given small faults, one at a time
 * (mutate_source.h); tests that are strong reject what comes of it.
 *
 * A mutant counts where it compiles and is another program: one whose object is that of the original, byte by byte, is
 * equivalent by proof, and one whose object is that of an earlier mutant is no other. A mutant that survives although
 * it is another program may still do the same: that is argued for in a file of the package, see mutate_argue.h.
 */
#ifndef JUDGE_JUDGE_AUTHOR_MUTATE_H
#define JUDGE_JUDGE_AUTHOR_MUTATE_H

#include "judge/judge.h"
#include "judge/author/mutate_source.h"
#include "sandbox/base/hash.h"

#define MUTANTS_DEFAULT 120u
/* Of the mutants that are not equivalent so many in a hundred must be rejected. */
#define MUTANTS_REJECTED_MIN 95u

/* X(id, word) */
#define MUTANT_FATES(X)                                                                   \
	X(LEFT, "left")           /* not chosen */                                        \
	X(STILLBORN, "stillborn") /* it does not compile */                               \
	X(SAME, "same")           /* its object is the original's */                      \
	X(TWIN, "twin")           /* its object is that of an earlier mutant */           \
	X(REJECTED, "rejected")   /* by any stage */                                      \
	X(ARGUED, "argued")       /* accepted, and the package says why it is no fault */ \
	X(SURVIVED, "survived")   /* accepted: a test is missing, or an argument */

enum mutant_fate {
#define X(id, word) MUTANT_##id,
	MUTANT_FATES(X)
#undef X
		MUTANT_FATE_COUNT
};
const char *mutant_word(enum mutant_fate f);

/* Why a mutant that survives is no fault. */
struct argument {
	uint32_t line; /* of mutants.yaml, from 1 */
	bool here;     /* it speaks of what this host has: a mutant that is rejected elsewhere does not refute it */
	const char *why;
};

struct mutant {
	const char *file; /* below submissions/: "accepted/ring.c" */
	struct mutation edit;
	enum mutant_fate fate;
	struct judgement got;            /* of one that was judged */
	const struct argument *argument; /* that it is equivalent, or NULL */
	size_t reference, source;        /* which of the references that were taken, and of its sources */
	char object[HASH_HEX_MAX];       /* of one that compiles */
};

struct mutation_score {
	size_t by_fate[MUTANT_FATE_COUNT];
	size_t rejected[MUTATION_CLASSES], counted[MUTATION_CLASSES]; /* counted: rejected, argued, survived */
	size_t refuted;                                               /* argued to be equivalent, and rejected */
	size_t possible;
};

struct mutation_run {
	struct arena memory; /* owns all below */
	struct mutant *mutants;
	size_t n;
	struct mutation_score score;
};

struct mutate_options {
	const char *const *files; /* references below submissions/; none: all that are accepted */
	size_t n_files;
	size_t limit; /* so many mutants are judged, if there are as many; SIZE_MAX: all */
	uint64_t seed;
	/* May be NULL; calls do not overlap, but come from several threads. `judging` false: they are being built. */
	void (*event)(bool judging, size_t done, size_t total, size_t survived, void *arg);
	void *arg;
};

/*
 * Judges mutants by the whole pipeline, all workers at once. -EINVAL: the package is at fault: a file that is no
 * accepted reference, or is not accepted, an argument that fits no mutant. -EIO: a mutant made the judge itself fail.
 * *out is the caller's to clear after success.
 */
int judge_mutate(struct judge *j, const struct problem *p, const struct mutate_options *o, struct mutation_run *out,
		 struct err *e) must_check;
void mutation_run_clear(struct mutation_run *run);
#define cleanup_mutation_run cleanup(mutation_run_clear)

/* Mutants that count and are not equivalent, and how many in 1000 of them are rejected, rounded down; 1000 of none. */
size_t mutation_score_of(const struct mutation_score *s, size_t *rejected);
unsigned mutation_permille(const struct mutation_score *s);
/* Enough of them are rejected, and nothing is argued that is not so. */
bool mutation_is_enough(const struct mutation_score *s);

/*
 * Which are judged, so that lines come first and classes are even: order[k] is the index of the k-th. The same for the
 * same mutants and seed.
 */
int mutants_order(const struct mutant *mutants, size_t n, uint64_t seed, size_t *order, struct err *e) must_check;

#endif

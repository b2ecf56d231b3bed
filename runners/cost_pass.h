/*
 * cost_pass: makes a program count its own steps, exactly and with a limit.
 *
 * The source is compiled with `-O2 -fsanitize-coverage=trace-pc -S`: gcc calls __sanitizer_cov_trace_pc at the begin of
 * each basic block. This pass turns each call into a tick: one is taken from a counter in memory, and when that falls
 * below zero the run ends there. Twenty runs count the same, on any machine; a budget is enough or it is not, and ends
 * the run at the same step each time.
 *
 *	call	__sanitizer_cov_trace_pc@PLT	->	subq	$1, COUNTER(%rip)
 *						->	js	COUNTER.out
 *
 * What costs time is that memory is written to so often; so ticks are put together (cost_merge.h): one takes more than
 * 1 for others that take nothing and are left out. Where somebody may look, the count is exactly what it would be with
 * 1 for each call of gcc's: at every call, return and begin of what can be called or reached by address, at jumps out
 * of a function or through a register, before and behind every instruction that repeats itself. In between it is ahead
 * or behind by no more than the number of ticks in the text. As no tick takes less than nothing, a run that is ended
 * for being ahead would have been ended at the next of these places for what it had counted there.
 *
 * What holds for the text that comes out, if no finding is an escape: between two ticks the program executes no more
 * instructions than a bound that depends on its text alone, libraries apart. That is, with ticks that take 1 or more,
 *	(a) each cycle of jumps inside the text passes a tick,
 *	(b) each way from the begin of a function (or of what else can be called by address) to a call passes a tick,
 *	(c) a return of setjmp and its like is followed by a tick,
 *	(d) an instruction that repeats itself (rep) is charged 1 for each 16 bytes.
 * Where gcc's own calls do not give this (the attribute no_sanitize_coverage, loops that it makes for copies), ticks
 * are added that leave flags and registers alone: those are findings too, but nothing escapes. Work that libraries do
 * is no affair of this pass.
 */
#ifndef JUDGE_RUNNERS_COST_PASS_H
#define JUDGE_RUNNERS_COST_PASS_H

#include "sandbox/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

#define COST_TEXT_MAX     (16u << 20) /* bytes of assembler text that is looked at */
#define COST_OUT_MAX      (64u << 20) /* a ceiling for what comes out */
#define COST_NODES_MAX    (1u << 20)  /* instructions and labels */
#define COST_FINDINGS_MAX 16
#define COST_COUNTER_MAX  64 /* bytes of the counter's name */
#define COST_FILE_MAX     128

/* X(id, escapes, text for people). What escapes leaves the counts a lower bound only. */
#define COST_FINDINGS(X)                                                                              \
	X(INLINE, true, "inline assembly is not counted")                                             \
	X(STRANGE, true, "assembler text that no C is compiled to")                                   \
	X(DIRECTIVE, true, "an assembler directive that no C is compiled to")                         \
	X(SECTION, true, "code or data in a section of its own")                                      \
	X(DATA, true, "data among instructions")                                                      \
	X(JUMP, true, "a jump whose target cannot be followed")                                       \
	X(CALLBACK, true, "the counting function is reached otherwise than by being called")          \
	X(ATTRIBUTE, true, "an attribute that keeps steps from being counted")                        \
	X(COUNTER, true, "the counter's name is known to it")                                         \
	X(CHANCE, false, "an instruction for the time or a random number: no two runs need be alike") \
	X(LOOP, false, "a loop that the compiler does not count; it is counted all the same")         \
	X(ENTRY, false, "a function that the compiler does not count; it is counted all the same")

enum cost_finding_kind {
#define X(id, escapes, text) COST_FINDING_##id,
	COST_FINDINGS(X) COST_FINDING_KINDS
#undef X
};

struct cost_finding {
	enum cost_finding_kind kind;
	uint32_t line;            /* of the source, by the .loc before it; 0: not known */
	char file[COST_FILE_MAX]; /* a stranger's bytes, cut; "" : not known */
};

struct cost_facts {
	uint32_t ticks;   /* in place of calls of gcc's, after merging */
	uint32_t added;   /* ticks beyond those */
	uint32_t repeats; /* string instructions that are charged */
	uint32_t escapes; /* findings that escape, also those for which there is no room below */
	struct cost_finding findings[COST_FINDINGS_MAX];
	size_t n_findings; /* the first of them */
};

bool cost_finding_escapes(enum cost_finding_kind kind);
const char *cost_finding_text(enum cost_finding_kind kind);

/*
 * What the counter's object holds (cost_pass_object), for the runtime. `left` begins at COST_LEFT_START, so that what
 * constructors do before the runtime looks is counted too; `out`, NULL in the beginning, is called when nothing is left
 * and never returns. Clocks and random numbers are functions of `seed` and of `drawn`, how often they were asked
 * (driver/charge.c).
 */
#define COST_LEFT_START INT64_C(0x4000000000000000)
struct cost_counter {
	int64_t left;
	uint64_t scratch;
	void (*out)(void);
	uint64_t seed;
	uint64_t drawn;
	uint64_t here; /* the number of the function that runs, if they are told apart */
};

/*
 * Which function took the steps: all texts of a program share one of these, zeroed in the beginning. What the library
 * does for a function is its own. Number 0 is what belongs to none; so does what has no room.
 */
#define COST_FUNCTIONS_MAX     256
#define COST_FUNCTION_NAME_MAX 56 /* bytes, with its NUL; a longer name is cut */
struct cost_profile {
	char names[COST_FUNCTIONS_MAX][COST_FUNCTION_NAME_MAX];
	size_t n; /* number 0 too */
};
/* COUNTER.profile, exported if functions are told apart: their number, a word, and `n` of these. */
struct cost_function {
	uint64_t ticks;
	char name[COST_FUNCTION_NAME_MAX];
};

/* Are there steps to count in what this compiler ("gcc 12.2.0 …") writes for this machine? -ENOTSUP says why not. */
int cost_pass_supported(const char *toolchain_name, struct err *e) must_check;

/*
 * Appends the rewritten text to `out`. `counter`: 8 to COST_COUNTER_MAX letters, digits and '_', the first a letter,
 * that nobody can guess. `profile`: NULL, or functions are told apart, which takes time. The text is a stranger's:
 * nothing about it is an error but its size (-EMSGSIZE). -ENOMEM.
 */
int cost_pass(const char *text, size_t len, const char *counter, struct cost_profile *profile, struct buf *out,
	      struct cost_facts *facts, struct err *e) must_check;

/*
 * The assembler text of one more object, to be linked with the rewritten ones: the counter, where a run ends that is
 * out of budget, and the exported symbol COUNTER.block, a struct cost_counter.
 */
int cost_pass_object(const char *counter, const struct cost_profile *profile, struct buf *out,
		     struct err *e) must_check;

#endif

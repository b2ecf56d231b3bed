/*
 * classify: from how one execution ended, and what it answered, to a judgement of that test.
 */
#ifndef JUDGE_JUDGE_CLASSIFY_H
#define JUDGE_JUDGE_CLASSIFY_H

#include "judge/check.h"
#include "judge/package/problem.h"
#include "judge/verdict.h"

/* AC: it ran to its end, and what it answered has not been looked at. */
struct judgement classify(const struct problem *p, const struct execution *x);

/* Then, by the default output validator. `checked` points into both texts. */
struct judgement classify_answer(const struct check_options *options, const char *answer, size_t answer_len,
				 const char *output, size_t output_len, struct check_result *checked);

/* Puts printf-formatted words into the reason, cut at REASON_MAX, and returns the judgement. */
struct judgement judgement_of(enum verdict v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* How a run under these limits ended, for the author of what ran: "over 20 s of CPU time", "SIGSEGV", "exit 3". */
void words_end(const struct run_limits *l, const struct execution *x, char out[REASON_MAX]);

/* "SIGSEGV"; signals without a name of their own are real-time ones: "signal 40". Returns `out`. */
const char *words_signal(int signal, char out[16]);

/* "256 MiB", "1.5 s": amounts as people write limits. `out` has room for 32 bytes. */
void words_bytes(uint64_t bytes, char out[32]);
void words_us(uint64_t us, char out[32]);

#endif

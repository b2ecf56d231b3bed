/*
 * verdict: the words of a judgement (ICPC CLICS ids) and nothing else. One table: every place that shows, parses or
 * stores a verdict reads it from here.
 */
#ifndef JUDGE_JUDGE_VERDICT_H
#define JUDGE_JUDGE_VERDICT_H

#include "sandbox/base/err.h"

/* X(id, words for people, the "big five" id that older tools know) */
#define VERDICTS(X)                              \
	X(AC, "accepted", AC)                    \
	X(WA, "wrong answer", WA)                \
	X(NO, "no output", WA)                   \
	X(OLE, "output limit exceeded", WA)      \
	X(TLE, "time limit exceeded", TLE)       \
	X(WTL, "wall-clock limit exceeded", TLE) \
	X(MLE, "memory limit exceeded", RTE)     \
	X(RTE, "run-time error", RTE)            \
	X(SV, "security violation", RTE)         \
	X(CE, "compile error", CE)               \
	X(CTL, "compile limits exceeded", CE)    \
	X(JE, "judging error", JE)

enum verdict {
	VERDICT_NONE, /* not judged yet */
#define X(id, words, big5) VERDICT_##id,
	VERDICTS(X)
#undef X
		VERDICT_COUNT
};

/* "AC"; "-" for VERDICT_NONE. Static. */
const char *verdict_id(enum verdict v);
/* "accepted" */
const char *verdict_words(enum verdict v);
/* The verdict as tools with five words know it. */
enum verdict verdict_big5(enum verdict v);
/* "AC" -> VERDICT_AC; -EINVAL for anything else. */
int verdict_parse(const char *id, enum verdict *out, struct err *e) must_check;

#define REASON_MAX 240

/*
 * A verdict with its reason: "RTE/SIGSEGV", "CE/rule: …". The id stands in front of the slash, `reason` behind it (""
 * = no slash).
 */
struct judgement {
	enum verdict verdict;
	char reason[REASON_MAX]; /* one line, safe to show */
};

#endif

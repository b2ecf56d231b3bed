/*
 * soundness: what the files of the check for soundness share.
 *
 *   soundness.c           the stage: the build with sanitizers, which tests it runs, what decides
 *   soundness_findings.c  what is told of it: by the runs, the source and the analyzer
 */
#ifndef JUDGE_JUDGE_SOUNDNESS_H
#define JUDGE_JUDGE_SOUNDNESS_H

#include "judge/submit.h"

/* What one test showed. */
struct seen {
	size_t test;
	struct sighting *list; /* owned */
	size_t n;
	char otherwise[REASON_MAX + 16]; /* "" or how it ended, where the plain run ended well */
};

/*
 * Fills in the report's findings, those that decide first, by what the tests showed and by what stands in the source,
 * and adds to its diagnostics those of the build with sanitizers, `b`, that say more.
 */
int soundness_findings(struct submit *su, const struct build *b, const struct seen *seen, size_t n,
		       struct err *e) must_check;

#endif

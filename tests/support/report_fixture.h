/*
 * report_fixture: made-up reports, one for each way a submission can end, for the tests of emitters and stores.
 */
#ifndef JUDGE_TESTS_SUPPORT_REPORT_FIXTURE_H
#define JUDGE_TESTS_SUPPORT_REPORT_FIXTURE_H

#include "judge/report/report.h"

enum fixture {
	FIXTURE_AC,
	FIXTURE_WA_SAMPLE,
	FIXTURE_WA_HIDDEN, /* its data is kept in the report */
	FIXTURE_TLE,
	FIXTURE_MLE,
	FIXTURE_RTE,
	FIXTURE_CE,
	FIXTURE_RULE,
	FIXTURE_JE,
	FIXTURE_TRIAL,   /* samples only, accepted */
	FIXTURE_OWN,     /* an input of one's own */
	FIXTURE_HOSTILE, /* each text that a candidate controls tries to steer the terminal */
	FIXTURE_BARE,    /* as report_init leaves it */
	FIXTURE_COUNT
};

/* The report is the caller's; report_clear frees it. Its id and time are always the same: 2026-01-31 23:59:59 UTC. */
void fixture_report(struct report *r, enum fixture f);
const char *fixture_name(enum fixture f);
/*
 * Two findings for an FIXTURE_AC, which then is RTE: a use after free that a hidden test shows and that decides, and an
 * overflow that a sample shows and that does not. All lie in the one source.
 */
void fixture_add_findings(struct report *r);

/*
 * Two size families for an FIXTURE_AC, which then is TLE: `grow`, whose steps are quadratic instead of linear and which
 * decides, with a model beside it, and `steady`, all right but for a remark.
 */
void fixture_add_families(struct report *r);

/* Has tabs, wide characters and a long line: what marks must stand below. */
extern const char fixture_source[];

#endif

/*
 * report_complexity: what reports say of how costs grow: a section for people, a member for programs, and both for what
 * is measured outside any problem.
 */
#ifndef JUDGE_JUDGE_REPORT_REPORT_COMPLEXITY_H
#define JUDGE_JUDGE_REPORT_REPORT_COMPLEXITY_H

#include "judge/report/report_view.h"
#include "sandbox/base/json.h"

/* The class that was found, "O(n log n)"; "O(?)" where the points do not tell. Static. */
const char *growth_class_words(const struct report_growth *g);

/* "diagnostics": […] (report_json.c) */
void report_diagnostics_json(struct json_out *j, cJSON *parent, const struct report *r);

/* "complexity": {…} of the report, or of what was measured alone. */
void report_complexity_json(struct json_out *j, cJSON *parent, const struct report *r,
			    const struct report_style *style);

/* The section alone, with tables and plots of all families. -EMSGSIZE, -ENOMEM. */
int report_complexity_text(const struct report *r, const struct report_style *style, struct buf *out,
			   struct err *e) must_check;

#endif

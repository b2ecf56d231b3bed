/*
 * report_svg: the curve of a size family as a picture, for pages and for people who share one.
 */
#ifndef JUDGE_JUDGE_REPORT_REPORT_SVG_H
#define JUDGE_JUDGE_REPORT_REPORT_SVG_H

#include "judge/report/report.h"

/*
 * Appends an SVG document: the steps over n, or the bytes where the family is about space, both logarithmic, and the
 * reference's beside them. `f` was measured at two sizes at least: -EINVAL.
 */
int report_svg(const struct report_family *f, struct buf *out, struct err *e) must_check;

/* The family that decided, else the first that has a curve; NULL: there is none. */
const struct report_family *report_svg_family(const struct report *r);

#endif

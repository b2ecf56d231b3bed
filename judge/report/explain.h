/*
 * explain: one plain sentence for what a compiler says.
 */
#ifndef JUDGE_JUDGE_REPORT_EXPLAIN_H
#define JUDGE_JUDGE_REPORT_EXPLAIN_H

#include "runners/runner.h"

/*
 * What it means and what to do, by the option of a warning or else by the words of the message; NULL for one that is
 * not known here. Static: nothing of the message is in it, so it is safe to show.
 */
const char *explain_diagnostic(const struct diagnostic *d) __attribute__((nonnull));

#endif

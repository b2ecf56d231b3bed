/*
 * report_hint: the next step, in one sentence.
 */
#ifndef JUDGE_JUDGE_REPORT_REPORT_HINT_H
#define JUDGE_JUDGE_REPORT_REPORT_HINT_H

#include "judge/report/report_view.h"

/*
 * Appends what to do and the command to do it with; either may stay empty. Commands are named to the owner of the
 * machine only: others have a page.
 */
void report_hint(const struct report *r, const struct report_style *style, const struct shown_report *shown,
		 struct buf *words, struct buf *command);

#endif

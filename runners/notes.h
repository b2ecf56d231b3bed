/*
 * notes: what the runtime noted of a run, weighed against the end that the warden saw.
 */
#ifndef JUDGE_RUNNERS_NOTES_H
#define JUDGE_RUNNERS_NOTES_H

#include "runners/driver/channel.h"
#include "runners/runner.h"

#define NOTES_BYTES_MAX (16u * CHANNEL_NOTE_MAX)

/*
 * Into `x`, whose `used` says how the run ended, what the notes `text` add to it: whether it finished, its complaint or
 * fault, what failed before it, and, with `counting`, its cost and profile.
 */
void notes_weigh(const struct buf *text, const struct run_counting *counting, struct execution *x);

#endif

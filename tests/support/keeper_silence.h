/*
 * keeper_silence: which failures of a system call nobody needs to hear of, and what an error must say of the others.
 */
#ifndef JUDGE_TESTS_SUPPORT_KEEPER_SILENCE_H
#define JUDGE_TESTS_SUPPORT_KEEPER_SILENCE_H

#include "sandbox/sandbox.h"
#include "tests/support/keeper_faults.h"

/* May this fail so without an error? Then the result must be right all the same. */
bool silence_is_right(enum fault_role role, const struct fault_call *call, int error);

/*
 * Does the text of an error tell what failed: by the name of a step of confinement, by the words of the errno, or by
 * saying that somebody is gone who could have told? A step that it names counts as seen.
 */
bool silence_is_broken(const char *text, int error);

/* The named steps of confinement, from 0; NULL behind the last. */
const char *silence_step(size_t i);
bool silence_step_seen(size_t i);
/* Is it to be met at all, by this user and with these layers? */
bool silence_step_due(size_t i, const bool have[BOX_LAYER_COUNT]);

#endif

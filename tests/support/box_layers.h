/*
 * box_layers: is a program as confined as was said? Looked at from outside, in /proc, at a moment when it cannot move.
 */
#ifndef JUDGE_TESTS_SUPPORT_BOX_LAYERS_H
#define JUDGE_TESTS_SUPPORT_BOX_LAYERS_H

#include "sandbox/sandbox.h"

#include <sys/types.h>

struct box_claim {
	bool have[BOX_LAYER_COUNT]; /* what was said to be there */
	const struct box_spec *spec;
	const struct box_run *run;
	pid_t warden, keeper;
	bool landlock; /* seen to be taken: /proc does not tell */
};

/*
 * 0 when every layer that was claimed is there, and all that no box goes without: no capability, no_new_privs, an id
 * that is not ours where we are root, the limits, the mounts with their flags and nothing else below "/", the
 * descriptors, the directory, no signal blocked or ignored. -EPERM: what is missing, in words.
 */
int box_layers_check(pid_t program, const struct box_claim *claim, struct err *e) must_check;

#endif

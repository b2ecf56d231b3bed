/*
 * remedy: what the owner of a host can do to get a layer that is missing.
 */
#ifndef JUDGE_SANDBOX_REMEDY_H
#define JUDGE_SANDBOX_REMEDY_H

#include "sandbox/surroundings.h"

#define REMEDY_MAX sizeof(((struct box_probe *)0)->remedy[0])

/*
 * What the kernel said when it was asked for each layer by itself: 0 or an errno; of a group that is
 * missing ENOENT, ECANCELED where the judge was told to do without, EPERM where it is there and cannot be entered.
 */
struct refusals {
	int code[BOX_LAYER_COUNT];
};

/* Writes the remedy for this cause: what to type, and where, or that there is nothing to be done. Never "". */
void remedy_for(enum box_layer layer, const struct surroundings *s, const struct refusals *r, char out[REMEDY_MAX]);

#endif

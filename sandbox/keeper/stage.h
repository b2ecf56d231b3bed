/*
 * stage: the part of a box's root that boxes of the same mounts share, in a mount namespace that is kept.
 */
#ifndef JUDGE_SANDBOX_KEEPER_STAGE_H
#define JUDGE_SANDBOX_KEEPER_STAGE_H

#include "sandbox/order.h"

/* Moves the keeper into the stage for the order's mounts, which is built when it is the first of its kind. */
int stage_enter(const struct order_box *order, struct err *e) must_check;
/* Back. When this fails the keeper can do nothing more. */
int stage_leave(struct err *e) must_check;

#endif

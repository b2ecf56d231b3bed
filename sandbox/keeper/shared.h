/*
 * shared: what all boxes of a keeper have in common, made once when it starts.
 *
 * Ids: root gives two away, one for wardens and one for programs; an ordinary user has its own only and puts a user
 * namespace around the keeper. Namespaces: one empty network, one for System V and POSIX IPC, one host name. Boxes can
 * share them because no policy lets a program make a socket, an IPC object or a change of the name (tests/policy
 * proves it), and each costs more than a run to make.
 */
#ifndef JUDGE_SANDBOX_KEEPER_SHARED_H
#define JUDGE_SANDBOX_KEEPER_SHARED_H

#include "sandbox/base/err.h"

#include <stdbool.h>
#include <sys/types.h>

struct shared {
	bool root;                   /* the keeper is */
	uid_t own_uid;               /* as they were at the start */
	gid_t own_gid;               /* … */
	uid_t id_warden, id_program; /* with root: ids that nobody else has */
};

/* An error says what the host refuses; then no box can be made. */
int shared_make(struct shared *s, struct err *e) must_check;
/* Writes the id maps of a warden that was born in a user namespace. */
int shared_map_ids(const struct shared *s, pid_t warden, struct err *e) must_check;

#endif

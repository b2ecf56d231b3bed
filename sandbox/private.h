/*
 * private: what the files of the library share and callers do not see.
 */
#ifndef JUDGE_SANDBOX_PRIVATE_H
#define JUDGE_SANDBOX_PRIVATE_H

#include "sandbox/sandbox.h"
#include "sandbox/wire.h"

#include <limits.h>
#include <sys/types.h>

struct box {
	struct sandbox *sandbox;
	uint32_t id;                /* the keeper's number of it */
	bool have[BOX_LAYER_COUNT]; /* what its warden reported */
	struct box *next;
};

struct sandbox {
	int sock;
	pid_t keeper;
	char keeper_path[PATH_MAX];
	bool root; /* the keeper is */
	enum box_cgroup_kind cgroup;
	char cgroup_why_not[256];
	struct buf bpf[4]; /* exported policies: run, run with processes, compile, compile with processes */
	struct box *boxes;
	struct wire_out out;
	struct wire_in in;
};

/* Sends s->out and waits for an answer of that type in s->in. */
int sandbox_ask(struct sandbox *s, enum wire_type expected, struct err *e) must_check;

#endif

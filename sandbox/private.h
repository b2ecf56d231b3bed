/*
 * private: what the files of the library share and callers do not see.
 */
#ifndef JUDGE_SANDBOX_PRIVATE_H
#define JUDGE_SANDBOX_PRIVATE_H

#include "sandbox/sandbox.h"
#include "sandbox/wire.h"

#include <limits.h>
#include <sys/types.h>

#define POLICIES 7

struct box {
	struct sandbox *sandbox;
	uint32_t id;                /* the keeper's number of it */
	int sock;                   /* to its warden; -1: it has died */
	bool have[BOX_LAYER_COUNT]; /* what its warden reported */
	struct box_limits served;   /* limits of the runs by its server */
	bool left_nothing;          /* by its last run */
	struct box *next;
};

struct sandbox {
	int sock; /* to the keeper; -1: it cannot be asked any more */
	pid_t keeper;
	bool silent; /* it, or a warden, let us wait too long once: it is not waited for again */
	char keeper_path[PATH_MAX];
	bool root; /* the keeper is */
	enum box_cgroup_kind cgroup;
	char cgroup_why_not[256];
	struct buf bpf[POLICIES]; /* exported: of each policy without and with processes; at the end, serve */
	struct box *boxes;
	struct wire_out out;
	struct wire_in in;
};

/* How long an answer can take: the keeper sets up a box, and may have one in the making before it. */
#define ANSWER_MAX_US (60 * UINT64_C(1000000))

/*
 * Sends s->out to *sock and waits for an answer of that type in s->in, but at most max_us. After -EPIPE, -ETIMEDOUT or
 * -EPROTO *sock is closed: whatever comes later would be taken for the answer to something else.
 */
int sandbox_ask(struct sandbox *s, int *sock, enum wire_type expected, uint64_t max_us, struct err *e) must_check;

#endif

/*
 * watch: one run while it goes on, by exec or by a server's fork, and what it used.
 *
 * Watching is a poll on the process (pidfd), the judge's socket and the filter's listener. CPU time has no descriptor
 * to wait for, so the sleep is never longer than the time in which the limit could be reached with all cores in use,
 * and the clock is read again.
 *
 * The first cause stands: what happens while a run is being ended is a consequence. The verdict is what the warden did
 * and why; a signal that it did not send is the program's own.
 */
#ifndef JUDGE_SANDBOX_KEEPER_WATCH_H
#define JUDGE_SANDBOX_KEEPER_WATCH_H

#include "sandbox/condition.h"
#include "sandbox/keeper/warden.h"

#include <sys/resource.h>
#include <time.h>

struct watch {
	struct warden *w;
	struct box_limits limits;
	pid_t pid;    /* the main process */
	int pidfd;    /* owned */
	int listener; /* borrowed; -1 = none */
	clockid_t cpu_clock;
	uint64_t started_us;
	uint64_t group_cpu_us;  /* of the group when the run began */
	bool over;              /* the main process is gone and waited for */
	bool decided;           /* result->end is set by us */
	int status;             /* wait status of the main process */
	uint64_t reaped_cpu_us; /* of all its processes that were waited for */
	struct box_result *result;
	pid_t server;              /* 0, or a process that is not the run's */
	bool server_gone;          /* it was waited for */
	bool stray;                /* a process was met that is neither */
	uint64_t peak_shift_bytes; /* a fork has so much less resident than a program that was executed */
};

/* Begins to watch pid: its clocks and its pidfd (taken over); limits and result are set by the caller. */
int watch_begin(struct watch *r, pid_t pid, int pidfd, struct err *e) must_check;
/* Until the main process has ended or something was decided. An error: it goes on unwatched, and must be ended. */
int watch_run(struct watch *r, struct err *e) must_check;
/* Waits for processes that have ended; flags as of wait4. */
void watch_reap(struct watch *r, int flags);
/* What the library can tell of a process of this box; all 0 when it cannot. */
struct condition watch_ask(struct watch *r, int pidfd);
/* The result, when all processes of the run are gone. */
int watch_conclude(struct watch *r, struct err *e) must_check;
void watch_end(struct watch *r);

#endif

/*
 * serve: what a server in a box and its warden agree on.
 *
 * A server is a program that prepares itself once and makes a fork for each run. It is as untrusted as what it loads:
 * nothing that it says is believed, the warden knows by the kernel's word alone which process is the fork, what it
 * used and how it ended (keeper/serve.c).
 *
 *   warden                         server                                its fork
 *     a byte on SERVE_COMMAND_FD -> clone(SERVE_CLONE_FLAGS)
 *                                   reads on                           -> a byte on SERVE_TEST_FD: here I am
 *     the run's descriptors on SERVE_TEST_FD ----------------------------> puts them in their places, runs, ends
 *
 * CLONE_PARENT makes the warden the fork's parent: it waits for it and is told its usage. The next fork is asked for
 * when a run has ended, so during a run the server has nothing to do, and what it does is noticed.
 *
 * A message on SERVE_TEST_FD is an array of uint32_t, the numbers at which the fork must put the descriptors that ride
 * along, in this order. The program closes both sockets in the fork before it runs anything that is not its own; the
 * filter knows them by their numbers (policy.c).
 */
#ifndef JUDGE_SANDBOX_SERVE_H
#define JUDGE_SANDBOX_SERVE_H

#include <sched.h>
#include <signal.h>

#define SERVE_COMMAND_FD  6
#define SERVE_TEST_FD     7
#define SERVE_CLONE_FLAGS (CLONE_PARENT | SIGCHLD)

#endif

/*
 * condition: what only a process outside of a box can be told about one inside, by its pidfd: in a box there is no
 * /proc. The warden asks (WIRE_ASK) while a run is under way, the library answers.
 */
#ifndef JUDGE_SANDBOX_CONDITION_H
#define JUDGE_SANDBOX_CONDITION_H

#include <stdint.h>

struct condition {
	uint64_t starved_us; /* how long its main thread was ready to run and got no processor: proc(5), schedstat */
	uint64_t peak_bytes; /* the most memory that it had resident: proc(5), VmHWM */
};

/* All 0 where the host does not tell: without /proc, or of a process that is gone. */
struct condition condition_of(int pidfd);

#endif

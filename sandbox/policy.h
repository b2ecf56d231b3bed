/*
 * policy: which system calls a program in a box may make, as tables with a reason for each entry, and their export to
 * BPF.
 *
 * The tables are by name, for all architectures; what an architecture does not have is left out there. The library
 * exports a program once; the child that confines itself loads the bytes with no library at hand.
 */
#ifndef JUDGE_SANDBOX_POLICY_H
#define JUDGE_SANDBOX_POLICY_H

#include "sandbox/sandbox.h"

/* What a call that a table does not name gets. Every name not in the table gets `otherwise`. */
enum policy_action {
	POLICY_ALLOW,
	POLICY_ERRNO,  /* fails with `error`, the program goes on */
	POLICY_REPORT, /* the warden is told number and arguments through the listener and ends the run */
};

/* When an entry holds. */
enum policy_when { WHEN_ALWAYS, WHEN_PROCESSES /* more than one process is allowed */ };

/* One rule a call at most. */
enum policy_arg { ARG_ANY, ARG_EQUAL /* args[index] == value */, ARG_MASKED_ZERO /* (args[index] & value) == 0 */ };

struct policy_entry {
	const char *name;
	enum policy_action action;
	int error; /* of POLICY_ERRNO */
	enum policy_when when;
	enum policy_arg arg;
	unsigned index;
	uint64_t value;
	const char *why;
};

#define POLICY_TABLES_MAX 7

struct policy_table {
	const struct policy_entry *entries;
	size_t n;
};

struct policy {
	const char *name;
	struct policy_table tables[POLICY_TABLES_MAX]; /* ended by one without entries */
	enum policy_action otherwise;                  /* POLICY_REPORT or POLICY_ERRNO (EPERM) */
};

/* The table of a policy; static. */
const struct policy *policy_get(enum box_policy which);
/*
 * The run list without what would go from one run to the next, and the two calls by which a server makes and feeds its
 * forks (sandbox/serve.h); static.
 */
const struct policy *policy_serve(void);

/*
 * Appends the BPF program (an array of struct sock_filter) for `arch`, an AUDIT_ARCH_* value or 0 for this machine's.
 * Calls of any other architecture, x32 among them, get the same as a call that is not listed. -EINVAL for an entry
 * that cannot be a rule, named.
 */
int policy_export(const struct policy *p, bool processes, uint32_t arch, struct buf *out, struct err *e) must_check;

/* The name of a call of an AUDIT_ARCH_* architecture, "" when unknown; out has room for 32 bytes. */
void policy_call_name(uint32_t arch, int nr, char out[32]);

/*
 * The only exec that is allowed: of this descriptor, which the child has open (close-on-exec) and which lies above
 * any RLIMIT_NOFILE that a box can have, so that no program can ever make it again.
 */
#define POLICY_EXEC_FD 1000

#endif

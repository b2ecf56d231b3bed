/*
 * assemble: a seccomp program of a table of calls.
 *
 * The kernel checks, converts and compiles a program anew for each run, and tries every call number on it: its length
 * and depth are a part of what a run costs. libseccomp writes a comparison for each call; here neighbours with the
 * same answer are one range, and the ranges a binary tree, which is a third shorter.
 */
#ifndef JUDGE_SANDBOX_ASSEMBLE_H
#define JUDGE_SANDBOX_ASSEMBLE_H

#include "sandbox/policy.h"

#include <linux/filter.h>

struct assemble_rule {
	uint32_t nr;
	uint32_t answer;     /* SECCOMP_RET_* with its data */
	enum policy_arg arg; /* where it does not hold, the call is as one without a rule */
	unsigned index;      /* 0 to 5 */
	uint64_t value;
	const char *name; /* for errors */
};

/* What the others get: calls without a rule, and all of another architecture. */
struct assemble_rest {
	uint32_t arch; /* AUDIT_ARCH_*: of the calls that have rules */
	uint32_t answer;
};

#define ASSEMBLE_RULES_MAX 512

/*
 * Sorts the rules and writes the program of *n_out instructions to `out`. -EINVAL: an index out of range, or two rules
 * for one number, named; -E2BIG: more rules than ASSEMBLE_RULES_MAX, or a jump too far for an instruction.
 */
int assemble(struct assemble_rule *rules, size_t n, const struct assemble_rest *rest,
	     struct sock_filter out[BPF_MAXINSNS], size_t *n_out, struct err *e) must_check;

#endif

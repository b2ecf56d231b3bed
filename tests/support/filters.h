/*
 * filters: the programs that the policies are exported to, and beside each what it must answer.
 *
 * The answers come from a list that is written out by hand, names, numbers and rules, and knows neither the tables of
 * sandbox/policy.c nor libseccomp: what slips into a table or is merged wrongly into a program does not slip in here.
 */
#ifndef JUDGE_TESTS_SUPPORT_FILTERS_H
#define JUDGE_TESTS_SUPPORT_FILTERS_H

#include "sandbox/policy.h"

#include <linux/filter.h>
#include <linux/seccomp.h>

/* ---- the list ---------------------------------------------------------------------------------------------------- */

/* Which filters know a call: those that share a set with it. */
enum call_sets {
	CALLS_COMMON = 1,    /* all */
	CALLS_PROCESSES = 2, /* those of boxes that may have more than one process */
	CALLS_COMPILE = 4,
	CALLS_SERVE = 8,
	CALLS_APART = 16, /* all but the server's, whose runs must have nothing in common */
	CALLS_SCRIPT = 32,
	CALLS_DESCRIPTOR = 64, /* all but those of scripts, which may do more with descriptors */
};

#define CALL_NONE (-1) /* the architecture has no such call */

/*
 * A call that some filter knows. Known, it is allowed, or fails with `error` if there is one. With a mask it is known
 * only if (args[index] & mask) == value. All else gets what the filter has for the unknown.
 */
struct expected_call {
	const char *name;
	int x86_64, aarch64; /* numbers */
	unsigned sets;
	int error;
	unsigned index;
	uint64_t mask, value;
};

extern const struct expected_call expected_calls[];
extern const size_t n_expected_calls;

/* The number that the list has for the call, CALL_NONE if it does not know it or the architecture has none. */
int expected_number(const char *name, uint32_t arch);

/* ---- the programs ------------------------------------------------------------------------------------------------ */

struct filter {
	char name[64]; /* "run, with processes, for aarch64" */
	const struct policy *policy;
	bool processes;
	uint32_t arch; /* AUDIT_ARCH_* */
	unsigned sets;
	uint32_t otherwise; /* what the unknown gets, SECCOMP_RET_* */
	const struct sock_filter *program;
	size_t n;
	struct buf bytes;
};

#define FILTERS_MAX 16

struct filters {
	struct filter all[FILTERS_MAX];
	size_t n;
};

/*
 * Every policy, with processes and without, for x86-64 and aarch64; for groups of cmocka. Fails where the kernel would
 * not take a program.
 */
extern struct filters filters;
int filters_open(void **state);
int filters_close(void **state);

/* What the program answers, interpreted, and what the list says. */
uint32_t filter_answer(const struct filter *f, const struct seccomp_data *call);
uint32_t filter_expected(const struct filter *f, const struct seccomp_data *call);

/* Whether both are the same; if not, `why` has the filter, the call and both answers. */
#define FILTER_WHY_BYTES 256
bool filter_is_right(const struct filter *f, const struct seccomp_data *call, char why[FILTER_WHY_BYTES]);

#endif

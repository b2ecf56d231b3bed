/*
 * The calls that a filter knows by an argument. A register has 64 bits and BPF compares 32 at a time, so for each such
 * call: values that are right, values that are almost right, and the right one in the wrong place, in every filter.
 *
 * What a value of too many bits would do is the kernel's business (it cuts most of these arguments to 32); the rules
 * are over all 64, but for clone's, where the kernel looks at the low half only.
 */
#include "tests/support/filters.h"

#include <linux/audit.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define HIGH         (1ull << 32)
#define MINUS(n)     ((uint64_t) - (n))

/* ---- by hand ----------------------------------------------------------------------------------------------------- */

/* The first argument of a call, and whether it is allowed with it in the filters of these sets. */
static const struct {
	const char *call;
	unsigned sets;
	uint64_t value;
	bool passes;
} rows[] = {
	/* The descriptor of the program, which is gone after the exec. */
	{ "execveat", CALLS_COMMON, 1000, true },
	{ "execveat", CALLS_COMMON, 0, false },
	{ "execveat", CALLS_COMMON, 3, false },
	{ "execveat", CALLS_COMMON, 999, false },
	{ "execveat", CALLS_COMMON, 1001, false },
	{ "execveat", CALLS_COMMON, MINUS(100), false },          /* AT_FDCWD */
	{ "execveat", CALLS_COMMON, 0xffffff9c, false },          /* the same, as an int */
	{ "execveat", CALLS_COMMON, HIGH | 1000, false },         /* 1000 for the kernel, not for the rule */
	{ "execveat", CALLS_COMMON, 1000 * HIGH, false },         /* in the high half */
	{ "execveat", CALLS_COMMON, 1000 * HIGH | 1000, false },  /* in both */
	{ "execveat", CALLS_COMMON, 0xffffffff000003e8, false },  /* 1000, wrongly made longer */
	{ "execveat", CALLS_COMMON, (1ull << 63) | 1000, false }, /* a sign */
	{ "execveat", CALLS_COMMON, UINT64_MAX, false },

	/* The process itself; any other is another's limits. */
	{ "prlimit64", CALLS_COMMON, 0, true },
	{ "prlimit64", CALLS_COMMON, 1, false }, /* the warden */
	{ "prlimit64", CALLS_COMMON, 2, false },
	{ "prlimit64", CALLS_COMMON, 0x7fffffff, false },
	{ "prlimit64", CALLS_COMMON, 0x80000000, false },
	{ "prlimit64", CALLS_COMMON, 0xffffffff, false },
	{ "prlimit64", CALLS_COMMON, HIGH, false }, /* 0 in the low half only */
	{ "prlimit64", CALLS_COMMON, HIGH | 1, false },
	{ "prlimit64", CALLS_COMMON, 1ull << 63, false },
	{ "prlimit64", CALLS_COMMON, UINT64_MAX, false },

	/* Threads and children. */
	{ "clone", CALLS_PROCESSES, 0, true },
	{ "clone", CALLS_PROCESSES, 17, true },         /* SIGCHLD: fork */
	{ "clone", CALLS_PROCESSES, 0x01200011, true }, /* fork of glibc: CHILD_CLEARTID, CHILD_SETTID */
	{ "clone", CALLS_PROCESSES, 0x00004111, true }, /* vfork: VM, VFORK */
	{ "clone", CALLS_PROCESSES, 0x003d0f00, true }, /* pthread_create of glibc */
	{ "clone", CALLS_PROCESSES, 0x007d0f00, true }, /* of musl */
	{ "clone", CALLS_PROCESSES, 0x00000080, true }, /* CLONE_NEWTIME for clone3; here a part of a signal's number */
	{ "clone", CALLS_PROCESSES, HIGH | 17, true },  /* the kernel cuts the flags to their low half */
	{ "clone", CALLS_PROCESSES, 0x20000 * HIGH | 17, true },
	/* A namespace, in each disguise. */
	{ "clone", CALLS_PROCESSES, 0x00020000, false }, /* CLONE_NEWNS */
	{ "clone", CALLS_PROCESSES, 0x02000000, false }, /* CLONE_NEWCGROUP */
	{ "clone", CALLS_PROCESSES, 0x04000000, false }, /* CLONE_NEWUTS */
	{ "clone", CALLS_PROCESSES, 0x08000000, false }, /* CLONE_NEWIPC */
	{ "clone", CALLS_PROCESSES, 0x10000000, false }, /* CLONE_NEWUSER */
	{ "clone", CALLS_PROCESSES, 0x20000000, false }, /* CLONE_NEWPID */
	{ "clone", CALLS_PROCESSES, 0x40000000, false }, /* CLONE_NEWNET */
	{ "clone", CALLS_PROCESSES, 0x10000011, false },
	{ "clone", CALLS_PROCESSES, 0x7e020011, false }, /* all */
	{ "clone", CALLS_PROCESSES, 0x7e3f0f11, false }, /* all, and those of a thread */
	{ "clone", CALLS_PROCESSES, HIGH | 0x10000011, false },
	{ "clone", CALLS_PROCESSES, 0xffffffff10000011, false },
	{ "clone", CALLS_PROCESSES, 0xffffffff, false },
	{ "clone", CALLS_PROCESSES, UINT64_MAX, false },

	/* A server's forks, the warden's children: CLONE_PARENT, SIGCHLD. */
	{ "clone", CALLS_SERVE, 0x8011, true },
	{ "clone", CALLS_SERVE, 0, false },
	{ "clone", CALLS_SERVE, 17, false },         /* children of its own */
	{ "clone", CALLS_SERVE, 0x8000, false },     /* ends without a signal */
	{ "clone", CALLS_SERVE, 0x8009, false },     /* with another */
	{ "clone", CALLS_SERVE, 0x8111, false },     /* CLONE_VM */
	{ "clone", CALLS_SERVE, 0x18011, false },    /* CLONE_THREAD */
	{ "clone", CALLS_SERVE, 0x01208011, false }, /* as glibc's fork would */
	{ "clone", CALLS_SERVE, 0x10008011, false }, /* CLONE_NEWUSER */
	{ "clone", CALLS_SERVE, HIGH | 0x8011, false },
	{ "clone", CALLS_SERVE, 0x8011 * HIGH, false },
	{ "clone", CALLS_SERVE, UINT64_MAX, false },

	/* The socket of its tests. */
	{ "recvmsg", CALLS_SERVE, 7, true },
	{ "recvmsg", CALLS_SERVE, 0, false },
	{ "recvmsg", CALLS_SERVE, 6, false }, /* of its commands */
	{ "recvmsg", CALLS_SERVE, 8, false },
	{ "recvmsg", CALLS_SERVE, HIGH | 7, false },
	{ "recvmsg", CALLS_SERVE, 7 * HIGH, false },
	{ "recvmsg", CALLS_SERVE, UINT64_MAX, false },
};

static void expect(const struct filter *f, const struct seccomp_data *call, const char *name, bool passes)
{
	const uint32_t want = passes ? SECCOMP_RET_ALLOW : f->otherwise, got = filter_answer(f, call);

	if (got != want)
		fail_msg("%s: %s(%#llx, %#llx …): %#x, not %#x", f->name, name, call->args[0], call->args[1], got,
			 want);
}

static void policy__knows_these_calls_by_their_first_argument(void **state)
{
	(void)state;
	for (size_t i = 0; i < filters.n; i++) {
		const struct filter *f = &filters.all[i];

		for (size_t r = 0; r < COUNT(rows); r++) {
			struct seccomp_data call = { .arch = f->arch, .args = { rows[r].value } };

			call.nr = expected_number(rows[r].call, f->arch);
			if (rows[r].sets & f->sets)
				expect(f, &call, rows[r].call, rows[r].passes);
		}
	}
}

/* The same rows with every other argument set to what would be right, or wrong, in the first. */
static void policy__looks_at_no_argument_behind_the_first(void **state)
{
	static const uint64_t others[] = { 0, 1, 17, 1000, 0x10000000, HIGH, UINT64_MAX };

	(void)state;
	for (size_t i = 0; i < filters.n; i++) {
		const struct filter *f = &filters.all[i];

		for (size_t r = 0; r < COUNT(rows); r++)
			for (size_t at = 1; at < 6; at++)
				for (size_t o = 0; o < COUNT(others); o++) {
					struct seccomp_data call = { .arch = f->arch, .args = { rows[r].value } };

					call.nr = expected_number(rows[r].call, f->arch);
					call.args[at] = others[o];
					if (rows[r].sets & f->sets)
						expect(f, &call, rows[r].call, rows[r].passes);
				}
	}
}

/* ---- by bits ----------------------------------------------------------------------------------------------------- */

/*
 * From every rule of the list: its value, then with one and two bits of the argument turned over, at every place. With
 * the shape of the programs (test_policy.c) this is all that a comparison with a constant can get wrong.
 */
static void check_bits_around(const struct filter *f, const struct expected_call *c)
{
	struct seccomp_data call = { .nr = expected_number(c->name, f->arch), .arch = f->arch };
	char why[FILTER_WHY_BYTES];

	for (unsigned at = 0; at < 6; at++)
		for (unsigned one = 0; one < 64; one++)
			for (unsigned two = one; two < 64; two++) {
				memset(call.args, 0, sizeof(call.args));
				call.args[c->index] = c->value;
				call.args[at] ^= (1ull << one) | (1ull << two);
				if (!filter_is_right(f, &call, why))
					fail_msg("%s", why);
			}
}

static void policy__tells_each_bit_of_an_argument_from_the_others(void **state)
{
	size_t checked = 0;

	(void)state;
	for (size_t i = 0; i < filters.n; i++)
		for (size_t c = 0; c < n_expected_calls; c++)
			if (expected_calls[c].mask) {
				check_bits_around(&filters.all[i], &expected_calls[c]);
				checked++;
			}
	assert_true(checked >= 3 * filters.n);
}

/* Every set of namespaces, alone, with a fork's signal, with a thread's flags. */
static void policy__makes_no_set_of_namespaces_with_clone(void **state)
{
	static const uint32_t bits[] = { 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000 };
	static const uint64_t with[] = { 0, 17, 0x003d0f00, 0x81ddffff, ~0x7e020000ull };

	(void)state;
	for (size_t i = 0; i < filters.n; i++) {
		const struct filter *f = &filters.all[i];

		for (size_t w = 0; w < COUNT(with); w++)
			for (unsigned set = 0; set < 1u << COUNT(bits); set++) {
				struct seccomp_data call = { .arch = f->arch, .args = { with[w] } };

				call.nr = expected_number("clone", f->arch);
				for (size_t b = 0; b < COUNT(bits); b++)
					call.args[0] |= set >> b & 1 ? bits[b] : 0;
				expect(f, &call, "clone", !set && f->sets & CALLS_PROCESSES);
			}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy__knows_these_calls_by_their_first_argument),
		cmocka_unit_test(policy__looks_at_no_argument_behind_the_first),
		cmocka_unit_test(policy__tells_each_bit_of_an_argument_from_the_others),
		cmocka_unit_test(policy__makes_no_set_of_namespaces_with_clone),
	};

	return cmocka_run_group_tests_name("policy_arguments", tests, filters_open, filters_close);
}

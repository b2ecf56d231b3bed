/*
 * Boxes may share one empty network namespace. That separates them from the host's networks, but not from each other: a
 * name in the namespace (an abstract socket, a port of loopback) is one for all of them. So no filter may let a program
 * make a socket, of whatever family, by whatever door; nor take one from elsewhere, nor go to another namespace.
 *
 * The numbers are written out for each architecture whose programs a filter can meet.
 */
#include "tests/support/filters.h"

#include <linux/audit.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define X32_BIT      0x40000000
#define NONE         CALL_NONE

struct row {
	const char *name;
	int x86_64, x32, i386, aarch64; /* x32 without its bit */
};

/* clang-format off: a call a line */
static const struct row makes_or_takes_a_socket[] = {
	{ "socket", 41, 41, 359, 198 },           { "socketpair", 53, 53, 360, 199 },
	{ "socketcall", NONE, NONE, 102, NONE },  { "accept", 43, 43, NONE, 202 },
	{ "accept4", 288, 288, 364, 242 },        { "io_uring_setup", 425, 425, 425, 425 },
	{ "io_uring_enter", 426, 426, 426, 426 }, { "io_uring_register", 427, 427, 427, 427 },
	{ "pidfd_open", 434, 434, 434, 434 },     { "pidfd_getfd", 438, 438, 438, 438 },
	{ "setns", 308, 308, 346, 268 },          { "unshare", 272, 272, 310, 97 },
};

static const struct row works_on_a_socket[] = {
	{ "connect", 42, 42, 362, 203 },
	{ "bind", 49, 49, 361, 200 },
	{ "listen", 50, 50, 363, 201 },
	{ "shutdown", 48, 48, 373, 210 },
	{ "sendto", 44, 44, 369, 206 },
	{ "recvfrom", 45, 517, 371, 207 },
	{ "sendmsg", 46, 518, 370, 211 },
	{ "recvmsg", 47, 519, 372, 212 },
	{ "sendmmsg", 307, 538, 345, 269 },
	{ "recvmmsg", 299, 537, 337, 243 },
	{ "recvmmsg_time64", NONE, NONE, 417, NONE },
	{ "getsockname", 51, 51, 367, 204 },
	{ "getpeername", 52, 52, 368, 205 },
	{ "getsockopt", 55, 542, 365, 209 },
	{ "setsockopt", 54, 541, 366, 208 },
};
/* clang-format on */

/* A server is given one socket, whose other end the warden has, and reads from it. */
static bool is_given(const struct filter *f, const char *name, uint32_t arch, int nr, uint64_t fd)
{
	return f->sets & CALLS_SERVE && !strcmp(name, "recvmsg") && arch == f->arch && !(nr & X32_BIT) && fd == 7;
}

static void refuse(const struct filter *f, const char *name, uint32_t arch, int nr, uint64_t first)
{
	const struct seccomp_data call = { .nr = nr, .arch = arch, .args = { first, 1, 0, 0, 0, 0 } };
	const uint32_t got = filter_answer(f, &call);

	if (nr != NONE && got != (is_given(f, name, arch, nr, first) ? SECCOMP_RET_ALLOW : f->otherwise))
		fail_msg("%s: %s(%llu …) of arch %#x: %#x", f->name, name, call.args[0], arch, got);
}

static void refuse_everywhere(const struct filter *f, const struct row *row, uint64_t first)
{
	refuse(f, row->name, AUDIT_ARCH_X86_64, row->x86_64, first);
	refuse(f, row->name, AUDIT_ARCH_X86_64, row->x32 == NONE ? NONE : row->x32 | X32_BIT, first);
	refuse(f, row->name, AUDIT_ARCH_I386, row->i386, first);
	refuse(f, row->name, AUDIT_ARCH_AARCH64, row->aarch64, first);
}

/* Of no family: AF_UNIX is 1, the last is below 64. For other calls it is a descriptor, or what socketcall is to do. */
static void policy__makes_no_socket_and_takes_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < filters.n; i++)
		for (size_t r = 0; r < COUNT(makes_or_takes_a_socket); r++)
			for (uint64_t family = 0; family < 64; family++)
				refuse_everywhere(&filters.all[i], &makes_or_takes_a_socket[r], family);
}

/* Not by one that it was given by mistake either: no call is allowed for it, but for that of a server. */
static void policy__reaches_nobody_through_a_socket(void **state)
{
	(void)state;
	for (size_t i = 0; i < filters.n; i++)
		for (size_t r = 0; r < COUNT(works_on_a_socket); r++)
			for (uint64_t fd = 0; fd < 64; fd++)
				refuse_everywhere(&filters.all[i], &works_on_a_socket[r], fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy__makes_no_socket_and_takes_none),
		cmocka_unit_test(policy__reaches_nobody_through_a_socket),
	};

	return cmocka_run_group_tests_name("policy_network", tests, filters_open, filters_close);
}

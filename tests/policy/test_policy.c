/*
 * The exported filters, interpreted: what each number of each architecture gets. The answers are those of the list that
 * is written out in tests/support/filters.c, so an entry that slips into a table, or out of one, is seen here.
 *
 * That these are the answers to all 2^32 numbers, and not only to those that are tried, follows from the shape of the
 * programs, which is held to be so: policy__compares_words_with_constants_and_does_nothing_else.
 */
#include "sandbox/bpf.h"
#include "tests/support/filters.h"

#include <errno.h>
#include <linux/audit.h>
#include <seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define NUMBERS      1024u       /* no architecture here has a higher one, but for the bit of x32 */
#define X32          0x40000000u /* marks the numbers of x32 and of nothing else */

static void check(const struct filter *f, uint32_t arch, uint32_t nr, const uint64_t args[6])
{
	struct seccomp_data call = { .nr = (int)nr, .arch = arch };
	char why[FILTER_WHY_BYTES];

	memcpy(call.args, args, sizeof(call.args));
	if (!filter_is_right(f, &call, why))
		fail_msg("%s", why);
}

/* ---- every number ------------------------------------------------------------------------------------------------ */

/* Some satisfy the rules of the calls that have one; most calls have none, so that for them all are the same. */
static const uint64_t arguments[][6] = {
	{ 0 },
	{ 1000, 1, 2, 3, 4, 5 },
	{ 0, 1000, 1000, 1000, 1000, 1000 },
	{ 17 },
	{ 0x8011 },
	{ 7 },
	{ UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX },
};

/* What meets a filter on a machine: its own programs, those of 32 bits; and what should not be able to. */
static const uint32_t archs[] = { AUDIT_ARCH_X86_64,
				  AUDIT_ARCH_I386,
				  AUDIT_ARCH_AARCH64,
				  AUDIT_ARCH_ARM,
				  AUDIT_ARCH_RISCV64,
				  AUDIT_ARCH_X86_64 & ~__AUDIT_ARCH_64BIT,
				  AUDIT_ARCH_X86_64 & ~__AUDIT_ARCH_LE,
				  0,
				  UINT32_MAX };

/* The numbers from 0 on, those of x32, the negative ones from the lowest and from -1. */
static void check_numbers(const struct filter *f, uint32_t arch, const uint64_t args[6])
{
	for (uint32_t nr = 0; nr < NUMBERS; nr++) {
		check(f, arch, nr, args);
		check(f, arch, X32 | nr, args);
		check(f, arch, 0x80000000u | nr, args);
		check(f, arch, UINT32_MAX - nr, args);
	}
}

static void policy__answers_every_number_of_every_architecture_as_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < filters.n; i++)
		for (size_t a = 0; a < COUNT(archs); a++)
			for (size_t v = 0; v < COUNT(arguments); v++)
				check_numbers(&filters.all[i], archs[a], arguments[v]);
}

/* So that the case above does not compare nothing with nothing. */
static void policy__knows_each_call_of_its_list(void **state)
{
	(void)state;
	for (size_t i = 0; i < filters.n; i++) {
		const struct filter *f = &filters.all[i];
		size_t known = 0;

		for (size_t c = 0; c < n_expected_calls; c++) {
			const struct expected_call *e = &expected_calls[c];
			struct seccomp_data call = { .nr = expected_number(e->name, f->arch), .arch = f->arch };

			if (!(e->sets & f->sets) || call.nr == CALL_NONE)
				continue;
			call.args[e->index] = e->value;
			assert_int_equal(filter_answer(f, &call),
					 e->error ? SECCOMP_RET_ERRNO | (uint32_t)e->error : SECCOMP_RET_ALLOW);
			known++;
		}
		assert_true(known > 60);
	}
}

static void policy__gives_no_other_architecture_and_no_x32_anything(void **state)
{
	(void)state;
	for (size_t i = 0; i < filters.n; i++) {
		const struct filter *f = &filters.all[i];

		for (uint32_t nr = 0; nr < NUMBERS; nr++)
			for (size_t a = 0; a < COUNT(archs); a++) {
				const bool own = archs[a] == f->arch;
				const struct seccomp_data call = { .nr = (int)(own ? X32 | nr : nr), .arch = archs[a] };

				assert_int_equal(filter_answer(f, &call), f->otherwise);
			}
	}
}

/* ---- all numbers ------------------------------------------------------------------------------------------------- */

/* Bits of an argument may be tested, never those of a number or an architecture. */
static bool is_load_of_argument(const struct sock_filter *in)
{
	return in->code == (BPF_LD | BPF_W | BPF_ABS) && in->k >= offsetof(struct seccomp_data, args);
}

/* No way leads past the load before it. */
static bool is_jumped_to(const struct filter *f, size_t at)
{
	for (size_t pc = 0; pc < at; pc++) {
		const struct sock_filter *in = &f->program[pc];

		if (BPF_CLASS(in->code) == BPF_JMP && (pc + 1 + in->jt == at || pc + 1 + in->jf == at))
			return true;
	}
	return false;
}

static bool has_its_place(const struct filter *f, size_t at)
{
	const struct sock_filter *in = &f->program[at];

	switch (in->code) {
	case BPF_LD | BPF_W | BPF_ABS:
		return in->k < offsetof(struct seccomp_data, instruction_pointer) ||
		       in->k >= offsetof(struct seccomp_data, args);
	case BPF_JMP | BPF_JEQ | BPF_K:
	case BPF_JMP | BPF_JGE | BPF_K:
	case BPF_RET | BPF_K:
		return true;
	case BPF_JMP | BPF_JSET | BPF_K:
		return at > 0 && is_load_of_argument(in - 1) && !is_jumped_to(f, at);
	default:
		return false;
	}
}

/* Such a program cannot tell two numbers apart that lie between two of its constants. */
static void policy__compares_words_with_constants_and_does_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < filters.n; i++)
		for (size_t at = 0; at < filters.all[i].n; at++)
			if (!has_its_place(&filters.all[i], at))
				fail_msg("%s: instruction %zu", filters.all[i].name, at);
}

/* So the constants, the numbers beside them, and the ends stand for all. */
static void policy__answers_the_numbers_between_these_as_is_written(void **state)
{
	static const uint32_t ends[] = { 0, X32, 0x7fffffff, 0x80000000, UINT32_MAX };

	(void)state;
	for (size_t i = 0; i < filters.n; i++) {
		const struct filter *f = &filters.all[i];

		for (size_t at = 0; at < f->n + COUNT(ends); at++) {
			const uint32_t k = at < f->n ? f->program[at].k : ends[at - f->n];

			for (uint32_t near = k - 1; near != k + 2; near++)
				for (size_t v = 0; v < COUNT(arguments); v++) {
					check(f, f->arch, near, arguments[v]);
					check(f, near, 0, arguments[v]);
					check(f, near, 1, arguments[v]);
				}
		}
	}
}

/* ---- the tables -------------------------------------------------------------------------------------------------- */

/* What is written by hand may be wrong too. A negative number says in libseccomp that there is none. */
static void expected__has_the_numbers_that_libseccomp_has(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_expected_calls; i++) {
		const struct expected_call *c = &expected_calls[i];
		const int x86_64 = seccomp_syscall_resolve_name_arch(SCMP_ARCH_X86_64, c->name);
		const int aarch64 = seccomp_syscall_resolve_name_arch(SCMP_ARCH_AARCH64, c->name);

		if (c->x86_64 != (x86_64 < 0 ? CALL_NONE : x86_64) || c->aarch64 != (aarch64 < 0 ? CALL_NONE : aarch64))
			fail_msg("%s is %d on x86-64 and %d on aarch64", c->name, x86_64, aarch64);
	}
}

static bool is_expected(const char *name)
{
	for (size_t i = 0; i < n_expected_calls; i++)
		if (!strcmp(name, expected_calls[i].name))
			return true;
	return false;
}

static bool stands_before(const struct policy *p, const struct policy_entry *entry)
{
	for (const struct policy_table *t = p->tables; t->entries; t++)
		for (size_t i = 0; i < t->n; i++) {
			if (&t->entries[i] == entry)
				return false;
			if (!strcmp(t->entries[i].name, entry->name))
				return true;
		}
	return false;
}

/* libseccomp leaves out what it has no number for: a name that is misspelt, or that only 32-bit machines have. */
static void policy__has_entries_with_a_reason_and_of_the_list_and_one_for_a_call(void **state)
{
	(void)state;
	for (size_t f = 0; f < filters.n; f++) {
		const struct policy *p = filters.all[f].policy;

		for (const struct policy_table *t = p->tables; t->entries; t++)
			for (size_t i = 0; i < t->n; i++) {
				const struct policy_entry *entry = &t->entries[i];

				if (!entry->why || strlen(entry->why) <= 3)
					fail_msg("%s: %s has no reason", p->name, entry->name);
				if (!is_expected(entry->name) ||
				    seccomp_syscall_resolve_name(entry->name) == __NR_SCMP_ERROR)
					fail_msg("%s: %s is no call that is expected", p->name, entry->name);
				if (stands_before(p, entry))
					fail_msg("%s: %s stands twice", p->name, entry->name);
			}
	}
}

/* ---- export ------------------------------------------------------------------------------------------------------ */

static void policy_export__names_the_entry_that_cannot_be_a_rule(void **state)
{
	static const struct policy_entry seventh[] = {
		{ "read", POLICY_ALLOW, 0, WHEN_ALWAYS, ARG_EQUAL, 6, 0, "a call has six arguments" },
	};
	static const struct policy p = { .name = "odd", .tables = { { seventh, 1 } }, .otherwise = POLICY_REPORT };
	struct err e = ERR_INIT;
	cleanup_buf struct buf out;

	(void)state;
	buf_init(&out, 65536);
	assert_int_equal(policy_export(&p, false, 0, &out, &e), -EINVAL);
	assert_non_null(strstr(e.text, "read"));
	assert_non_null(strstr(e.text, "odd"));
	assert_int_equal(out.len, 0);
}

static void policy_export__appends_the_whole_program_or_nothing(void **state)
{
	const struct filter *f = &filters.all[0];
	struct err e = ERR_INIT;
	cleanup_buf struct buf out;

	(void)state;
	buf_init(&out, f->bytes.len + 7);
	buf_puts(&out, "before");
	assert_int_equal(policy_export(f->policy, f->processes, f->arch, &out, &e), 0);
	assert_int_equal(out.len, 6 + f->bytes.len);
	assert_memory_equal(out.data, "before", 6);
	assert_memory_equal(out.data + 6, f->bytes.data, f->bytes.len);

	buf_reset(&out);
	buf_puts(&out, "too much");
	assert_int_equal(policy_export(f->policy, f->processes, f->arch, &out, &e), -EMSGSIZE);
	assert_string_equal(out.data, "too much");
}

static void policy_export__takes_the_machine_at_hand_when_none_is_named(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf out;

	(void)state;
	buf_init(&out, 65536);
	for (size_t i = 0; i < filters.n; i++) {
		const struct filter *f = &filters.all[i];

		if (f->arch != seccomp_arch_native())
			continue;
		buf_reset(&out);
		assert_int_equal(policy_export(f->policy, f->processes, 0, &out, &e), 0);
		assert_int_equal(out.len, f->bytes.len);
		assert_memory_equal(out.data, f->bytes.data, out.len);
	}
}

static void policy_call_name__knows_the_names_of_each_architecture(void **state)
{
	static const struct {
		uint32_t arch, nr;
		const char *name;
	} rows[] = {
		{ AUDIT_ARCH_X86_64, 41, "socket" },        { AUDIT_ARCH_X86_64, X32 | 41, "socket" },
		{ AUDIT_ARCH_X86_64, X32 | 520, "execve" }, { AUDIT_ARCH_I386, 102, "socketcall" },
		{ AUDIT_ARCH_AARCH64, 198, "socket" },      { AUDIT_ARCH_X86_64, 10000, "" },
		{ AUDIT_ARCH_X86_64, UINT32_MAX, "" },      { 0x1234, 41, "" },
	};
	char name[32];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		policy_call_name(rows[i].arch, (int)rows[i].nr, name);
		assert_string_equal(name, rows[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy__answers_every_number_of_every_architecture_as_is_written),
		cmocka_unit_test(policy__knows_each_call_of_its_list),
		cmocka_unit_test(policy__gives_no_other_architecture_and_no_x32_anything),
		cmocka_unit_test(policy__compares_words_with_constants_and_does_nothing_else),
		cmocka_unit_test(policy__answers_the_numbers_between_these_as_is_written),
		cmocka_unit_test(expected__has_the_numbers_that_libseccomp_has),
		cmocka_unit_test(policy__has_entries_with_a_reason_and_of_the_list_and_one_for_a_call),
		cmocka_unit_test(policy_export__names_the_entry_that_cannot_be_a_rule),
		cmocka_unit_test(policy_export__appends_the_whole_program_or_nothing),
		cmocka_unit_test(policy_export__takes_the_machine_at_hand_when_none_is_named),
		cmocka_unit_test(policy_call_name__knows_the_names_of_each_architecture),
	};

	return cmocka_run_group_tests_name("policy", tests, filters_open, filters_close);
}

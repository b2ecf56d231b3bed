/*
 * The interpreter of filters, and the exported filters, on any bytes: a system call as seccomp describes it (struct
 * seccomp_data), then a program for it.
 *
 * Held to be true: an answer comes or -EINVAL, nothing is read outside of call and program, and no run is endless; a
 * program that the kernel would take always answers. And each of the real filters answers what the tables of
 * sandbox/policy.c say, read here entry by entry, with the numbers that are written out in tests/support/filters.c and
 * without libseccomp.
 */
#include "sandbox/bpf.h"
#include "tests/support/filters.h"

#include <errno.h>
#include <linux/audit.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

/* ---- any program ------------------------------------------------------------------------------------------------- */

static void try_program(const struct seccomp_data *call, const struct sock_filter *program, size_t n)
{
	const bool is_filter = bpf_is_filter(program, n);
	uint32_t answer = 0x5eed, again = 0x5eed;
	const int r = bpf_run(program, n, call, &answer);

	must(r == 0 || (r == -EINVAL && answer == 0x5eed));
	must(r == 0 || !is_filter);
	must(bpf_run(program, n, call, &again) == r && again == answer);
}

/* Makes mostly a filter of the same bytes: known instructions, operands and jumps in bounds, a return at the end. */
static void tame(struct sock_filter *program, size_t n)
{
	static const uint16_t codes[] = {
		BPF_LD | BPF_ABS,
		BPF_LD | BPF_IMM,
		BPF_LDX | BPF_IMM,
		BPF_LD | BPF_MEM,
		BPF_LDX | BPF_MEM,
		BPF_LD | BPF_LEN,
		BPF_ST,
		BPF_STX,
		BPF_MISC | BPF_TAX,
		BPF_MISC | BPF_TXA,
		BPF_ALU | BPF_ADD,
		BPF_ALU | BPF_SUB,
		BPF_ALU | BPF_MUL,
		BPF_ALU | BPF_DIV,
		BPF_ALU | BPF_AND,
		BPF_ALU | BPF_LSH,
		BPF_ALU | BPF_RSH,
		BPF_ALU | BPF_NEG,
		BPF_JMP | BPF_JA,
		BPF_JMP | BPF_JEQ,
		BPF_JMP | BPF_JGT,
		BPF_JMP | BPF_JGE,
		BPF_JMP | BPF_JSET,
		BPF_RET | BPF_K,
		BPF_RET | BPF_A,
	};

	for (size_t i = 0; i + 1 < n; i++) {
		struct sock_filter *in = &program[i];
		const size_t left = n - i - 1;

		in->code = codes[in->code % (sizeof(codes) / sizeof(codes[0]))];
		in->jt %= (uint8_t)(left < 256 ? left : 255);
		in->jf %= (uint8_t)(left < 256 ? left : 255);
		if (in->code == (BPF_LD | BPF_ABS))
			in->k = in->k % 16 * 4;
		else if (in->code == (BPF_JMP | BPF_JA))
			in->k %= (uint32_t)left;
		else if (BPF_CLASS(in->code) != BPF_JMP)
			in->k %= 16;
	}
	program[n - 1].code = BPF_RET | BPF_A;
}

static void try_programs(const struct seccomp_data *call, const uint8_t *p, size_t size)
{
	const size_t n = size / sizeof(struct sock_filter), bytes = n * sizeof(struct sock_filter);
	struct sock_filter *program = malloc(bytes ? bytes : 1);

	must(program != NULL);
	if (n) {
		memcpy(program, p, bytes);
		try_program(call, program, n);
		tame(program, n);
	}
	try_program(call, program, n);
	free(program);
}

/* ---- the real filters -------------------------------------------------------------------------------------------- */

#define NUMBERS 512 /* no call of a table has a higher one */

/* The entries of each filter's policy, by their numbers on its machine. */
static const struct policy_entry *entries[FILTERS_MAX][NUMBERS];

static void number_entries(size_t filter)
{
	const struct filter *f = &filters.all[filter];

	for (const struct policy_table *t = f->policy->tables; t->entries; t++)
		for (size_t i = 0; i < t->n; i++) {
			const int nr = expected_number(t->entries[i].name, f->arch);

			if (nr == CALL_NONE)
				continue;
			must(nr >= 0 && nr < NUMBERS && !entries[filter][nr]);
			entries[filter][nr] = &t->entries[i];
		}
}

static void load_filters(void)
{
	if (filters.n)
		return;
	must(filters_open(NULL) == 0);
	for (size_t i = 0; i < filters.n; i++)
		number_entries(i);
}

static uint32_t action(enum policy_action a, int error)
{
	switch (a) {
	case POLICY_ALLOW:
		return SECCOMP_RET_ALLOW;
	case POLICY_ERRNO:
		return SECCOMP_RET_ERRNO | (uint32_t)error;
	case POLICY_REPORT:
		return SECCOMP_RET_USER_NOTIF;
	}
	abort();
}

static bool holds(const struct policy_entry *entry, bool processes, const struct seccomp_data *call)
{
	if (entry->when == WHEN_PROCESSES && !processes)
		return false;
	switch (entry->arg) {
	case ARG_ANY:
		return true;
	case ARG_EQUAL:
		return call->args[entry->index] == entry->value;
	case ARG_MASKED_ZERO:
		return (call->args[entry->index] & entry->value) == 0;
	}
	abort();
}

static const struct policy_entry *find(size_t filter, const struct seccomp_data *call)
{
	const bool own = call->arch == filters.all[filter].arch && call->nr >= 0 && call->nr < NUMBERS;

	return own ? entries[filter][call->nr] : NULL;
}

static void try_filter(size_t filter, const struct seccomp_data *call)
{
	const struct filter *f = &filters.all[filter];
	const struct policy_entry *entry = find(filter, call);
	const bool known = entry && holds(entry, f->processes, call);

	must(filter_answer(f, call) ==
	     (known ? action(entry->action, entry->error) : action(f->policy->otherwise, EPERM)));
}

/* A call of any bytes is as good as never known, so also near the known: of this machine, of a number, by a value. */
static void try_filters(size_t filter, struct seccomp_data call)
{
	const unsigned bit = call.args[0] % 64;
	const struct policy_entry *entry;

	try_filter(filter, &call);
	call.arch = filters.all[filter].arch;
	try_filter(filter, &call);
	call.nr = (int)((uint32_t)call.nr % NUMBERS);
	try_filter(filter, &call);
	entry = find(filter, &call);
	if (!entry || entry->arg == ARG_ANY)
		return;
	call.args[entry->index] = entry->value;
	try_filter(filter, &call);
	call.args[entry->index] ^= 1ull << bit;
	try_filter(filter, &call);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seccomp_data *call = calloc(1, sizeof(*call));
	const size_t n = size < sizeof(*call) ? size : sizeof(*call);

	must(call != NULL);
	if (n)
		memcpy(call, data, n);
	load_filters();
	try_programs(call, data + n, size - n);
	for (size_t i = 0; i < filters.n; i++)
		try_filters(i, *call);
	free(call);
	return 0;
}

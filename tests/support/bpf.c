/*
 * The interpreter. Programs have no loops (jumps go forward only), so a run is at most n steps.
 */
#include "tests/support/bpf.h"

#include <string.h>

#define SCRATCH 16 /* BPF_MEMWORDS */

struct machine {
	uint32_t a, x, mem[SCRATCH];
};

/* 0, or -1 for an instruction that a filter may not have. */
static int step_value(struct machine *m, const struct sock_filter *in, const struct seccomp_data *data)
{
	uint32_t operand = BPF_SRC(in->code) == BPF_X ? m->x : in->k;

	switch (in->code) {
	case BPF_LD | BPF_W | BPF_ABS:
		if (in->k % 4 || in->k > sizeof(*data) - 4)
			return -1;
		memcpy(&m->a, (const char *)data + in->k, 4);
		return 0;
	case BPF_LD | BPF_IMM:
		m->a = in->k;
		return 0;
	case BPF_LDX | BPF_IMM:
		m->x = in->k;
		return 0;
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_MEM:
	case BPF_ST:
	case BPF_STX:
		if (in->k >= SCRATCH)
			return -1;
		if (in->code == (BPF_LD | BPF_MEM))
			m->a = m->mem[in->k];
		else if (in->code == (BPF_LDX | BPF_MEM))
			m->x = m->mem[in->k];
		else
			m->mem[in->k] = in->code == BPF_ST ? m->a : m->x;
		return 0;
	case BPF_MISC | BPF_TAX:
		m->x = m->a;
		return 0;
	case BPF_MISC | BPF_TXA:
		m->a = m->x;
		return 0;
	case BPF_ALU | BPF_AND | BPF_K:
	case BPF_ALU | BPF_AND | BPF_X:
		m->a &= operand;
		return 0;
	case BPF_ALU | BPF_OR | BPF_K:
	case BPF_ALU | BPF_OR | BPF_X:
		m->a |= operand;
		return 0;
	default:
		return -1;
	}
}

static int takes_jump(const struct machine *m, const struct sock_filter *in)
{
	uint32_t operand = BPF_SRC(in->code) == BPF_X ? m->x : in->k;

	switch (BPF_OP(in->code)) {
	case BPF_JEQ:
		return m->a == operand;
	case BPF_JGT:
		return m->a > operand;
	case BPF_JGE:
		return m->a >= operand;
	case BPF_JSET:
		return (m->a & operand) != 0;
	default:
		return -1;
	}
}

uint32_t bpf_run(const struct sock_filter *program, size_t n, const struct seccomp_data *data)
{
	struct machine m = { 0 };

	for (size_t pc = 0; pc < n; pc++) {
		const struct sock_filter *in = &program[pc];

		if (in->code == (BPF_RET | BPF_K))
			return in->k;
		if (in->code == (BPF_RET | BPF_A))
			return m.a;
		if (in->code == (BPF_JMP | BPF_JA)) {
			pc += in->k;
		} else if (BPF_CLASS(in->code) == BPF_JMP) {
			int taken = takes_jump(&m, in);

			if (taken < 0)
				return BPF_NO_FILTER;
			pc += taken ? in->jt : in->jf;
		} else if (step_value(&m, in, data) < 0) {
			return BPF_NO_FILTER;
		}
	}
	return BPF_NO_FILTER;
}

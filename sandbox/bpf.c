/*
 * The interpreter. Jumps go forward only and stay in the program, so a run is at most n steps; each instruction is
 * looked at before it is done, so that the program may be any bytes.
 */
#include "sandbox/bpf.h"

#include <errno.h>
#include <string.h>

/* clang-format off: a kind of instruction a line; NOLINTBEGIN(misc-redundant-expression): several of these are 0 */
static const bool known[256] = {
	[BPF_LD | BPF_W | BPF_ABS] = true,
	[BPF_LD | BPF_W | BPF_LEN] = true,
	[BPF_LDX | BPF_W | BPF_LEN] = true,
	[BPF_LD | BPF_IMM] = true,
	[BPF_LDX | BPF_IMM] = true,
	[BPF_LD | BPF_MEM] = true,
	[BPF_LDX | BPF_MEM] = true,
	[BPF_ST] = true,
	[BPF_STX] = true,
	[BPF_MISC | BPF_TAX] = true,
	[BPF_MISC | BPF_TXA] = true,
	[BPF_ALU | BPF_ADD | BPF_K] = true,
	[BPF_ALU | BPF_ADD | BPF_X] = true,
	[BPF_ALU | BPF_SUB | BPF_K] = true,
	[BPF_ALU | BPF_SUB | BPF_X] = true,
	[BPF_ALU | BPF_MUL | BPF_K] = true,
	[BPF_ALU | BPF_MUL | BPF_X] = true,
	[BPF_ALU | BPF_DIV | BPF_K] = true,
	[BPF_ALU | BPF_DIV | BPF_X] = true,
	[BPF_ALU | BPF_AND | BPF_K] = true,
	[BPF_ALU | BPF_AND | BPF_X] = true,
	[BPF_ALU | BPF_OR | BPF_K] = true,
	[BPF_ALU | BPF_OR | BPF_X] = true,
	[BPF_ALU | BPF_XOR | BPF_K] = true,
	[BPF_ALU | BPF_XOR | BPF_X] = true,
	[BPF_ALU | BPF_LSH | BPF_K] = true,
	[BPF_ALU | BPF_LSH | BPF_X] = true,
	[BPF_ALU | BPF_RSH | BPF_K] = true,
	[BPF_ALU | BPF_RSH | BPF_X] = true,
	[BPF_ALU | BPF_NEG] = true,
	[BPF_JMP | BPF_JA] = true,
	[BPF_JMP | BPF_JEQ | BPF_K] = true,
	[BPF_JMP | BPF_JEQ | BPF_X] = true,
	[BPF_JMP | BPF_JGT | BPF_K] = true,
	[BPF_JMP | BPF_JGT | BPF_X] = true,
	[BPF_JMP | BPF_JGE | BPF_K] = true,
	[BPF_JMP | BPF_JGE | BPF_X] = true,
	[BPF_JMP | BPF_JSET | BPF_K] = true,
	[BPF_JMP | BPF_JSET | BPF_X] = true,
	[BPF_RET | BPF_K] = true,
	[BPF_RET | BPF_A] = true,
};
/* NOLINTEND(misc-redundant-expression) */
/* clang-format on */

static bool is_return(const struct sock_filter *in)
{
	return BPF_CLASS(in->code) == BPF_RET;
}

/* Whether a filter may have this instruction, of a known kind, with `left` more behind it. */
static bool operand_fits(const struct sock_filter *in, size_t left)
{
	switch (in->code) {
	case BPF_LD | BPF_W | BPF_ABS:
		return in->k % 4 == 0 && in->k < sizeof(struct seccomp_data);
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_MEM:
	case BPF_ST:
	case BPF_STX:
		return in->k < BPF_MEMWORDS;
	case BPF_ALU | BPF_DIV | BPF_K:
		return in->k != 0;
	case BPF_ALU | BPF_LSH | BPF_K:
	case BPF_ALU | BPF_RSH | BPF_K:
		return in->k < 32;
	case BPF_JMP | BPF_JA:
		return in->k < left;
	default:
		return BPF_CLASS(in->code) != BPF_JMP || (in->jt < left && in->jf < left);
	}
}

static bool may_stand(const struct sock_filter *in, size_t left)
{
	return in->code < sizeof(known) && known[in->code] && operand_fits(in, left);
}

/* ---- what the kernel takes --------------------------------------------------------------------------------------- */

/*
 * Whether each cell that is read was written on every way there. written[i] are the cells that hold a value on all
 * ways that jump to i; what stands behind a jump and is jumped to by nobody is never run and may read anything.
 */
static bool reads_what_it_wrote(const struct sock_filter *program, size_t n)
{
	uint16_t written[BPF_MAXINSNS], now = 0;

	memset(written, 0xff, n * sizeof(written[0]));
	for (size_t pc = 0; pc < n; pc++) {
		const struct sock_filter *in = &program[pc];

		now &= written[pc];
		if (in->code == BPF_ST || in->code == BPF_STX)
			now |= (uint16_t)(1u << in->k);
		if ((in->code == (BPF_LD | BPF_MEM) || in->code == (BPF_LDX | BPF_MEM)) && !(now & (1u << in->k)))
			return false;
		if (BPF_CLASS(in->code) != BPF_JMP)
			continue;
		if (in->code == (BPF_JMP | BPF_JA)) {
			written[pc + 1 + in->k] &= now;
		} else {
			written[pc + 1 + in->jt] &= now;
			written[pc + 1 + in->jf] &= now;
		}
		now = 0xffff;
	}
	return true;
}

bool bpf_is_filter(const struct sock_filter *program, size_t n)
{
	if (n < 1 || n > BPF_MAXINSNS)
		return false;
	for (size_t pc = 0; pc < n; pc++)
		if (!may_stand(&program[pc], n - pc - 1))
			return false;
	return is_return(&program[n - 1]) && reads_what_it_wrote(program, n);
}

/* ---- what it does ------------------------------------------------------------------------------------------------ */

struct machine {
	uint32_t a, x, mem[BPF_MEMWORDS];
};

static uint32_t operand(const struct machine *m, const struct sock_filter *in)
{
	return BPF_SRC(in->code) == BPF_X ? m->x : in->k;
}

static void load(struct machine *m, const struct sock_filter *in, const struct seccomp_data *call)
{
	uint32_t *to = BPF_CLASS(in->code) == BPF_LD ? &m->a : &m->x;

	switch (BPF_MODE(in->code)) {
	case BPF_ABS:
		memcpy(to, (const char *)call + in->k, sizeof(*to));
		break;
	case BPF_LEN:
		*to = sizeof(*call);
		break;
	case BPF_IMM:
		*to = in->k;
		break;
	case BPF_MEM:
		*to = m->mem[in->k];
		break;
	}
}

/* 32 bits, unsigned; a shift takes the low five bits of its operand, which is not 0 for a division. */
static uint32_t compute(uint16_t op, uint32_t a, uint32_t b)
{
	switch (op) {
	case BPF_ADD:
		return a + b;
	case BPF_SUB:
		return a - b;
	case BPF_MUL:
		return a * b;
	case BPF_DIV:
		return a / b;
	case BPF_AND:
		return a & b;
	case BPF_OR:
		return a | b;
	case BPF_XOR:
		return a ^ b;
	case BPF_LSH:
		return a << (b & 31);
	case BPF_RSH:
		return a >> (b & 31);
	default: /* BPF_NEG */
		return -a;
	}
}

/* How many instructions it jumps over. */
static size_t distance(const struct machine *m, const struct sock_filter *in)
{
	const uint32_t b = operand(m, in);

	switch (BPF_OP(in->code)) {
	case BPF_JEQ:
		return m->a == b ? in->jt : in->jf;
	case BPF_JGT:
		return m->a > b ? in->jt : in->jf;
	case BPF_JGE:
		return m->a >= b ? in->jt : in->jf;
	case BPF_JSET:
		return m->a & b ? in->jt : in->jf;
	default: /* BPF_JA */
		return in->k;
	}
}

int bpf_run(const struct sock_filter *program, size_t n, const struct seccomp_data *call, uint32_t *answer)
{
	struct machine m = { 0 };

	for (size_t pc = 0; pc < n; pc++) {
		const struct sock_filter *in = &program[pc];

		if (!may_stand(in, n - pc - 1))
			return -EINVAL;
		switch (BPF_CLASS(in->code)) {
		case BPF_LD:
		case BPF_LDX:
			load(&m, in, call);
			break;
		case BPF_ST:
			m.mem[in->k] = m.a;
			break;
		case BPF_STX:
			m.mem[in->k] = m.x;
			break;
		case BPF_ALU:
			/* A filter that divides by zero ends there with 0, which is SECCOMP_RET_KILL_THREAD. */
			if (BPF_OP(in->code) == BPF_DIV && operand(&m, in) == 0) {
				*answer = 0;
				return 0;
			}
			m.a = compute(BPF_OP(in->code), m.a, operand(&m, in));
			break;
		case BPF_JMP:
			pc += distance(&m, in);
			break;
		case BPF_RET:
			*answer = BPF_RVAL(in->code) == BPF_A ? m.a : in->k;
			return 0;
		case BPF_MISC:
			if (BPF_MISCOP(in->code) == BPF_TAX)
				m.x = m.a;
			else
				m.a = m.x;
			break;
		}
	}
	return -EINVAL;
}

/*
 * The interpreter by which the filters are proven: against programs whose answers are written out, and against the
 * kernel at hand, which must take the same programs and answer the same to real calls.
 *
 * A program is put behind three instructions that let every call pass but one with a number that no kernel has; so the
 * child that loads it goes on, and loads the next one on top.
 */
#include "sandbox/bpf.h"

#include <errno.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* ---- programs that are written out ------------------------------------------------------------------------------- */

#define LOAD(at)          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at)
#define ARG(i)            (offsetof(struct seccomp_data, args) + 8 * (i))
#define SET_A(k)          BPF_STMT(BPF_LD | BPF_IMM, k)
#define SET_X(k)          BPF_STMT(BPF_LDX | BPF_IMM, k)
#define DO(op, k)         BPF_STMT(BPF_ALU | BPF_K | (op), k)
#define DO_X(op)          BPF_STMT(BPF_ALU | BPF_X | (op), 0)
#define IF(op, k, jt, jf) BPF_JUMP(BPF_JMP | BPF_K | (op), k, jt, jf)
#define IF_X(op, jt, jf)  BPF_JUMP(BPF_JMP | BPF_X | (op), 0, jt, jf)
#define SKIP(k)           BPF_STMT(BPF_JMP | BPF_JA, k)
#define RETURN(k)         BPF_STMT(BPF_RET | BPF_K, k)
#define RETURN_A          BPF_STMT(BPF_RET | BPF_A, 0)
#define RAW(code, k)      BPF_STMT(code, k)

#define PROGRAM(...)                                 \
	(const struct sock_filter[]){ __VA_ARGS__ }, \
		sizeof((const struct sock_filter[]){ __VA_ARGS__ }) / sizeof(struct sock_filter)

struct row {
	const char *fact;
	const struct sock_filter *program;
	size_t n;
	uint32_t answer; /* to the call below */
};

/* On a machine whose low half comes first, as all have that the policies are for. */
static const struct seccomp_data the_call = {
	.nr = 7,
	.arch = 0xc000003e,
	.instruction_pointer = 0x1111222233334444,
	.args = { 0x0000000500000006, 1, 2, 3, 4, 0xaaaabbbbccccdddd },
};

/* clang-format off: a program a line */
static const struct row filters[] = {
	{ "the number is the first word", PROGRAM(LOAD(0), RETURN_A), 7 },
	{ "then the architecture", PROGRAM(LOAD(4), RETURN_A), 0xc000003e },
	{ "then the place of the call", PROGRAM(LOAD(8), RETURN_A), 0x33334444 },
	{ "the low half of an argument", PROGRAM(LOAD(ARG(0)), RETURN_A), 6 },
	{ "its high half", PROGRAM(LOAD(ARG(0) + 4), RETURN_A), 5 },
	{ "the last word", PROGRAM(LOAD(60), RETURN_A), 0xaaaabbbb },
	{ "the length of all", PROGRAM(RAW(BPF_LD | BPF_W | BPF_LEN, 0), RETURN_A), 64 },
	{ "the length in X", PROGRAM(RAW(BPF_LDX | BPF_W | BPF_LEN, 0), RAW(BPF_MISC | BPF_TXA, 0), RETURN_A), 64 },
	{ "A is 0 at first", PROGRAM(RETURN_A), 0 },
	{ "a constant", PROGRAM(SET_A(0xffffffff), RETURN_A), 0xffffffff },
	{ "from A to X and back",
	  PROGRAM(SET_A(3), RAW(BPF_MISC | BPF_TAX, 0), SET_A(4), RAW(BPF_MISC | BPF_TXA, 0), RETURN_A), 3 },
	{ "a sum wraps", PROGRAM(SET_A(0xffffffff), DO(BPF_ADD, 2), RETURN_A), 1 },
	{ "a difference wraps", PROGRAM(SET_A(1), DO(BPF_SUB, 2), RETURN_A), 0xffffffff },
	{ "a product wraps", PROGRAM(SET_A(0x10001), DO(BPF_MUL, 0x10001), RETURN_A), 0x20001 },
	{ "a quotient is unsigned", PROGRAM(SET_A(0xfffffffe), DO(BPF_DIV, 2), RETURN_A), 0x7fffffff },
	{ "and", PROGRAM(SET_A(0xff00ff00), DO(BPF_AND, 0x0ff00ff0), RETURN_A), 0x0f000f00 },
	{ "or", PROGRAM(SET_A(0xff00ff00), DO(BPF_OR, 0x0ff00ff0), RETURN_A), 0xfff0fff0 },
	{ "exclusive or", PROGRAM(SET_A(0xff00ff00), DO(BPF_XOR, 0x0ff00ff0), RETURN_A), 0xf0f0f0f0 },
	{ "to the left", PROGRAM(SET_A(0x80000001), DO(BPF_LSH, 31), RETURN_A), 0x80000000 },
	{ "to the right, without a sign", PROGRAM(SET_A(0x80000001), DO(BPF_RSH, 31), RETURN_A), 1 },
	{ "by five bits of X", PROGRAM(SET_A(1), SET_X(33), DO_X(BPF_LSH), RETURN_A), 2 },
	{ "minus", PROGRAM(SET_A(1), RAW(BPF_ALU | BPF_NEG, 0), RETURN_A), 0xffffffff },
	{ "with X", PROGRAM(SET_A(7), SET_X(3), DO_X(BPF_SUB), RETURN_A), 4 },
	{ "divided by X", PROGRAM(SET_A(7), SET_X(3), DO_X(BPF_DIV), RETURN_A), 2 },
	{ "divided by an X of 0: it ends with 0", PROGRAM(SET_A(7), DO_X(BPF_DIV), RETURN(5)), 0 },
	{ "equal", PROGRAM(LOAD(0), IF(BPF_JEQ, 7, 0, 1), RETURN(1), RETURN(2)), 1 },
	{ "not equal", PROGRAM(LOAD(0), IF(BPF_JEQ, 8, 0, 1), RETURN(1), RETURN(2)), 2 },
	{ "greater, without a sign", PROGRAM(SET_A(0x80000000), IF(BPF_JGT, 0x7fffffff, 0, 1), RETURN(1), RETURN(2)),
	  1 },
	{ "not greater than itself", PROGRAM(LOAD(0), IF(BPF_JGT, 7, 0, 1), RETURN(1), RETURN(2)), 2 },
	{ "not less than itself", PROGRAM(LOAD(0), IF(BPF_JGE, 7, 0, 1), RETURN(1), RETURN(2)), 1 },
	{ "less", PROGRAM(LOAD(0), IF(BPF_JGE, 8, 0, 1), RETURN(1), RETURN(2)), 2 },
	{ "a bit in common", PROGRAM(LOAD(0), IF(BPF_JSET, 0xc, 0, 1), RETURN(1), RETURN(2)), 1 },
	{ "none in common", PROGRAM(LOAD(0), IF(BPF_JSET, 8, 0, 1), RETURN(1), RETURN(2)), 2 },
	{ "compared with X", PROGRAM(LOAD(0), SET_X(7), IF_X(BPF_JEQ, 0, 1), RETURN(1), RETURN(2)), 1 },
	{ "over an instruction", PROGRAM(SKIP(1), RETURN(1), RETURN(2)), 2 },
	{ "written to memory and read",
	  PROGRAM(SET_A(9), RAW(BPF_ST, 15), SET_A(0), RAW(BPF_LD | BPF_MEM, 15), RETURN_A), 9 },
	{ "from X and to X",
	  PROGRAM(SET_X(9), RAW(BPF_STX, 0), SET_X(1), RAW(BPF_LDX | BPF_MEM, 0), RAW(BPF_MISC | BPF_TXA, 0), RETURN_A),
	  9 },
	{ "written on both ways",
	  PROGRAM(IF(BPF_JEQ, 0, 0, 2), RAW(BPF_ST, 1), SKIP(1), RAW(BPF_ST, 1), RAW(BPF_LD | BPF_MEM, 1), RETURN_A),
	  0 },
	{ "what is never run may read anything", PROGRAM(SKIP(1), RAW(BPF_LD | BPF_MEM, 3), RETURN(4)), 4 },
};

static const struct row others[] = {
	{ "no return", PROGRAM(LOAD(0)), 0 },
	{ "a return, but not at the end", PROGRAM(RETURN(1), LOAD(0)), 0 },
	{ "X cannot be returned", PROGRAM(RAW(BPF_RET | BPF_X, 0)), 0 },
	{ "a load behind the last word", PROGRAM(LOAD(64), RETURN_A), 0 },
	{ "a load far behind it", PROGRAM(LOAD(0xfffffffc), RETURN_A), 0 },
	{ "a load across words", PROGRAM(LOAD(2), RETURN_A), 0 },
	{ "a load of half a word", PROGRAM(RAW(BPF_LD | BPF_H | BPF_ABS, 0), RETURN_A), 0 },
	{ "a load of a byte", PROGRAM(RAW(BPF_LD | BPF_B | BPF_ABS, 0), RETURN_A), 0 },
	{ "a load at X", PROGRAM(RAW(BPF_LD | BPF_W | BPF_IND, 0), RETURN_A), 0 },
	{ "a load for network headers", PROGRAM(RAW(BPF_LDX | BPF_B | BPF_MSH, 0), RETURN_A), 0 },
	{ "a jump to behind the end", PROGRAM(IF(BPF_JEQ, 0, 1, 0), RETURN(1)), 0 },
	{ "a jump to behind the end if not", PROGRAM(IF(BPF_JEQ, 0, 0, 1), RETURN(1)), 0 },
	{ "a jump far behind it", PROGRAM(IF(BPF_JEQ, 0, 255, 255), RETURN(1)), 0 },
	{ "a plain jump behind it", PROGRAM(SKIP(1), RETURN(1)), 0 },
	{ "a jump that wraps to itself", PROGRAM(SKIP(0xffffffff), RETURN(1)), 0 },
	{ "an unknown comparison", PROGRAM(RAW(BPF_JMP | 0x50, 0), RETURN(1)), 0 },
	{ "a remainder", PROGRAM(DO(BPF_MOD, 2), RETURN_A), 0 },
	{ "division by the constant 0", PROGRAM(DO(BPF_DIV, 0), RETURN_A), 0 },
	{ "a shift by 32", PROGRAM(DO(BPF_LSH, 32), RETURN_A), 0 },
	{ "a shift to the right by 32", PROGRAM(DO(BPF_RSH, 32), RETURN_A), 0 },
	{ "a seventeenth cell", PROGRAM(RAW(BPF_ST, 16), RETURN(1)), 0 },
	{ "X to a seventeenth cell", PROGRAM(RAW(BPF_STX, 16), RETURN(1)), 0 },
	{ "a cell that nobody wrote", PROGRAM(RAW(BPF_LD | BPF_MEM, 0), RETURN_A), 0 },
	{ "a cell that nobody wrote, to X", PROGRAM(RAW(BPF_LDX | BPF_MEM, 0), RETURN_A), 0 },
	{ "a cell that was written on one way",
	  PROGRAM(IF(BPF_JEQ, 0, 0, 1), RAW(BPF_ST, 1), RAW(BPF_LD | BPF_MEM, 1), RETURN_A), 0 },
	{ "another cell than was written", PROGRAM(RAW(BPF_ST, 1), RAW(BPF_LD | BPF_MEM, 2), RETURN_A), 0 },
	{ "an instruction that there is not", PROGRAM(RAW(0xff, 0), RETURN(1)), 0 },
	{ "one that looks like a return in its low byte", PROGRAM(RAW(0x106, 0)), 0 },
};
/* clang-format on */

static void bpf_run__answers_as_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(filters); i++) {
		uint32_t answer = 0xdead;

		if (!bpf_is_filter(filters[i].program, filters[i].n))
			fail_msg("%s: not taken", filters[i].fact);
		assert_int_equal(bpf_run(filters[i].program, filters[i].n, &the_call, &answer), 0);
		if (answer != filters[i].answer)
			fail_msg("%s: %#x, not %#x", filters[i].fact, answer, filters[i].answer);
	}
}

static void bpf_is_filter__takes_no_others(void **state)
{
	static struct sock_filter longest[BPF_MAXINSNS + 1];
	uint32_t answer = 0xdead;

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++)
		if (bpf_is_filter(others[i].program, others[i].n))
			fail_msg("%s: taken", others[i].fact);

	for (size_t i = 0; i < COUNT(longest); i++)
		longest[i] = (struct sock_filter)RETURN(1);
	assert_true(bpf_is_filter(longest, BPF_MAXINSNS));
	assert_false(bpf_is_filter(longest, BPF_MAXINSNS + 1));
	assert_false(bpf_is_filter(longest, 0));
	assert_int_equal(bpf_run(longest, 0, &the_call, &answer), -EINVAL);
	assert_int_equal(answer, 0xdead);
}

/* ---- the kernel -------------------------------------------------------------------------------------------------- */

#define NO_CALL    5000 /* the first of the numbers that no kernel has */
#define ERRNO_MAX  4095 /* the kernel makes no higher one of an answer */
#define LENGTH_MAX 48
#define TRIALS_MAX 500

/* A program, the call that is made under it, and what the child saw. */
struct trial {
	struct sock_filter program[LENGTH_MAX];
	size_t n;
	struct seccomp_data call;
	bool make_call;
	bool was_taken;
	int error;
};

/* What the child shares with its parent. */
static struct trial *trials;

static int map_trials(void **state)
{
	(void)state;
	trials = mmap(NULL, TRIALS_MAX * sizeof(*trials), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return trials == MAP_FAILED ? -1 : 0;
}

static int unmap_trials(void **state)
{
	(void)state;
	return munmap(trials, TRIALS_MAX * sizeof(*trials));
}

/* The program behind the guard of the i-th number; the call has that number. */
static void trial_init(struct trial *t, size_t i, const struct sock_filter *program, size_t n)
{
	const uint32_t nr = NO_CALL + (uint32_t)i;
	const struct sock_filter guard[] = { LOAD(0), IF(BPF_JEQ, nr, 1, 0), RETURN(SECCOMP_RET_ALLOW) };

	assert_true(n + COUNT(guard) <= LENGTH_MAX);
	memset(t, 0, sizeof(*t));
	memcpy(t->program, guard, sizeof(guard));
	memcpy(t->program + COUNT(guard), program, n * sizeof(*program));
	t->n = COUNT(guard) + n;
	t->call.nr = (int)nr;
	t->call.arch = seccomp_arch_native();
}

static bool load(struct trial *t)
{
	const struct sock_fprog prog = { (unsigned short)t->n, t->program };

	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog) == 0;
}

static int make_call(const struct seccomp_data *c)
{
	return syscall(c->nr, c->args[0], c->args[1], c->args[2], c->args[3], c->args[4], c->args[5]) < 0 ? errno : 0;
}

/* Has a child try them all; its exit status. */
static int try_in_child(size_t n)
{
	const pid_t pid = fork();
	int status;

	if (pid == 0) {
		for (int signo = 1; signo < SIGRTMIN; signo++)
			signal(signo, SIG_DFL); /* cmocka's handlers would go on with the next case, in the child too */
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
			_exit(1);
		for (size_t i = 0; i < n; i++) {
			trials[i].was_taken = load(&trials[i]);
			if (trials[i].was_taken && trials[i].make_call)
				trials[i].error = make_call(&trials[i].call);
		}
		_exit(0);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void kernel__takes_the_same_programs(void **state)
{
	const size_t n = COUNT(filters) + COUNT(others);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct row *row = i < COUNT(filters) ? &filters[i] : &others[i - COUNT(filters)];

		trial_init(&trials[i], i, row->program, row->n);
	}
	assert_int_equal(try_in_child(n), 0);
	for (size_t i = 0; i < n; i++)
		if (trials[i].was_taken != (i < COUNT(filters)))
			fail_msg("%s: %s", i < COUNT(filters) ? filters[i].fact : others[i - COUNT(filters)].fact,
				 trials[i].was_taken ? "taken" : "not taken");
}

static void kernel__ends_what_divides_by_zero(void **state)
{
	static const struct sock_filter program[] = { SET_X(0), DO_X(BPF_DIV), RETURN(SECCOMP_RET_ERRNO | 1) };
	uint32_t answer;
	int status;

	(void)state;
	trial_init(&trials[0], 0, program, COUNT(program));
	trials[0].make_call = true;
	assert_int_equal(bpf_run(trials[0].program, trials[0].n, &trials[0].call, &answer), 0);
	assert_int_equal(answer, SECCOMP_RET_KILL_THREAD);
	status = try_in_child(1);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

/* ---- programs by chance ------------------------------------------------------------------------------------------ */

/* splitmix64: a fixed start, so that a failure comes again on any host. */
static uint64_t chance(uint64_t *state, uint64_t below)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	z ^= z >> 31;
	return below ? z % below : z;
}

static uint32_t chance_word(uint64_t *state)
{
	static const uint32_t telling[] = { 0, 1, 2, 31, 32, 255, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff };

	return chance(state, 2) ? telling[chance(state, COUNT(telling))] : (uint32_t)chance(state, 0);
}

static uint16_t chance_code(uint64_t *state)
{
	/* clang-format off: a class a line */
	static const uint16_t codes[] = {
		BPF_LD | BPF_ABS,
		BPF_LD | BPF_ABS,
		BPF_LD | BPF_LEN,
		BPF_LD | BPF_IMM,
		BPF_LD | BPF_MEM,
		BPF_LDX | BPF_LEN,
		BPF_LDX | BPF_IMM,
		BPF_LDX | BPF_MEM,
		BPF_ST,
		BPF_STX,
		BPF_ALU | BPF_ADD,
		BPF_ALU | BPF_SUB,
		BPF_ALU | BPF_MUL,
		BPF_ALU | BPF_DIV,
		BPF_ALU | BPF_AND,
		BPF_ALU | BPF_OR,
		BPF_ALU | BPF_XOR,
		BPF_ALU | BPF_LSH,
		BPF_ALU | BPF_RSH,
		BPF_ALU | BPF_NEG,
		BPF_JMP | BPF_JA,
		BPF_JMP | BPF_JEQ,
		BPF_JMP | BPF_JGT,
		BPF_JMP | BPF_JGE,
		BPF_JMP | BPF_JSET,
		BPF_MISC | BPF_TAX,
		BPF_MISC | BPF_TXA,
		BPF_RET | BPF_K,
	};
	/* clang-format on */
	const uint16_t code = codes[chance(state, COUNT(codes))];
	const bool has_x = (BPF_CLASS(code) == BPF_ALU && BPF_OP(code) != BPF_NEG) ||
			   (BPF_CLASS(code) == BPF_JMP && BPF_OP(code) != BPF_JA);

	return has_x && chance(state, 2) ? code | BPF_X : code;
}

/* One that a filter may have, with `left` more behind it. The place of the call is not looked at: nobody knows it. */
static struct sock_filter chance_instruction(uint64_t *state, size_t left)
{
	struct sock_filter in = { .code = chance_code(state), .k = chance_word(state) };

	switch (in.code) {
	case BPF_LD | BPF_W | BPF_ABS:
		in.k = (uint32_t)(chance(state, 4) ? ARG(0) + 4 * chance(state, 12) : 4 * chance(state, 2));
		break;
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_MEM:
		in.k = (uint32_t)chance(state, chance(state, 8) ? 2 : BPF_MEMWORDS);
		break;
	case BPF_ST:
	case BPF_STX:
		in.k %= BPF_MEMWORDS;
		break;
	case BPF_ALU | BPF_DIV | BPF_K:
		in.k |= 1;
		break;
	case BPF_ALU | BPF_LSH | BPF_K:
	case BPF_ALU | BPF_RSH | BPF_K:
		in.k %= 32;
		break;
	case BPF_JMP | BPF_JA:
		in.k %= left < 4 ? left : 4;
		break;
	case BPF_RET | BPF_K:
		in.k = SECCOMP_RET_ERRNO | (in.k & 0xfff);
		break;
	default:
		if (BPF_CLASS(in.code) == BPF_JMP) {
			in.jt = (uint8_t)chance(state, left < 4 ? left : 4);
			in.jf = (uint8_t)chance(state, left < 4 ? left : 4);
		}
		break;
	}
	return in;
}

static void break_instruction(uint64_t *state, struct sock_filter *in)
{
	switch (chance(state, 4)) {
	case 0:
		in->code = (uint16_t)chance(state, chance(state, 4) ? 0x100 : 0x10000);
		break;
	case 1:
		in->k = chance_word(state);
		break;
	case 2:
		in->jt = (uint8_t)chance(state, 64);
		break;
	case 3:
		in->jf = (uint8_t)chance(state, 64);
		break;
	}
}

/* Between a beginning that fills A, X and two cells, and an end that makes an errno of A; one in four is broken. */
static size_t chance_program(uint64_t *state, struct sock_filter out[LENGTH_MAX])
{
	static const struct sock_filter begin[] = { LOAD(ARG(1)), RAW(BPF_MISC | BPF_TAX, 0), RAW(BPF_ST, 0),
						    LOAD(ARG(0)), RAW(BPF_ST, 1) };
	static const struct sock_filter end[] = { DO(BPF_AND, 0xfff), DO(BPF_OR, SECCOMP_RET_ERRNO), RETURN_A };
	const size_t middle = chance(state, 33), n = COUNT(begin) + middle + COUNT(end);

	memcpy(out, begin, sizeof(begin));
	for (size_t i = COUNT(begin); i < COUNT(begin) + middle; i++)
		out[i] = chance_instruction(state, n - i - 1);
	memcpy(out + COUNT(begin) + middle, end, sizeof(end));
	if (!chance(state, 4))
		break_instruction(state, &out[chance(state, n)]);
	return n;
}

/* What the caller sees of an answer, -1 for a signal. A call that no kernel has fails with ENOSYS if it may pass. */
static int error_of(uint32_t answer)
{
	const int data = answer & SECCOMP_RET_DATA;

	switch (answer & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_ERRNO:
		return data < ERRNO_MAX ? data : ERRNO_MAX;
	case SECCOMP_RET_ALLOW:
	case SECCOMP_RET_LOG:
	case SECCOMP_RET_TRACE:      /* by nobody */
	case SECCOMP_RET_USER_NOTIF: /* with nobody who listens */
		return ENOSYS;
	default:
		return -1;
	}
}

static bool looks_at_its_place(const struct trial *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->program[i].code == (BPF_LD | BPF_W | BPF_ABS) && t->program[i].k / 8 == 1)
			return true;
	return false;
}

static void chance_trial(uint64_t *state, size_t i)
{
	struct sock_filter program[LENGTH_MAX];
	struct trial *t = &trials[i];
	uint32_t answer;

	trial_init(t, i, program, chance_program(state, program));
	for (size_t a = 0; a < COUNT(t->call.args); a++)
		t->call.args[a] = (uint64_t)chance_word(state) << 32 | chance_word(state);
	t->make_call = bpf_is_filter(t->program, t->n) && !looks_at_its_place(t) &&
		       bpf_run(t->program, t->n, &t->call, &answer) == 0 && error_of(answer) >= 0;
}

/* Of real calls: what the interpreter says is what the caller sees. */
static void kernel__answers_the_same_to_programs_by_chance(void **state)
{
	const char *soak = getenv("JUDGE_SOAK");
	uint64_t start = soak ? strtoull(soak, NULL, 10) : 0;
	size_t taken = 0, called = 0;

	(void)state;
	for (size_t i = 0; i < TRIALS_MAX; i++)
		chance_trial(&start, i);
	assert_int_equal(try_in_child(TRIALS_MAX), 0);
	for (size_t i = 0; i < TRIALS_MAX; i++) {
		const struct trial *t = &trials[i];
		uint32_t answer;

		if (t->was_taken != bpf_is_filter(t->program, t->n))
			fail_msg("program %zu of %zu instructions: taken is %d", i, t->n, t->was_taken);
		taken += t->was_taken;
		if (!t->make_call)
			continue;
		assert_int_equal(bpf_run(t->program, t->n, &t->call, &answer), 0);
		if (t->error != error_of(answer))
			fail_msg("program %zu: errno %d, not the answer %#x", i, t->error, answer);
		called++;
	}
	assert_in_range(taken, TRIALS_MAX / 2, TRIALS_MAX - 10);
	assert_true(called > TRIALS_MAX / 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bpf_run__answers_as_is_written),
		cmocka_unit_test(bpf_is_filter__takes_no_others),
		cmocka_unit_test(kernel__takes_the_same_programs),
		cmocka_unit_test(kernel__ends_what_divides_by_zero),
		cmocka_unit_test(kernel__answers_the_same_to_programs_by_chance),
	};

	return cmocka_run_group_tests_name("bpf", tests, map_trials, unmap_trials);
}

/*
 * misbehave: what a submission does wrong beside a right solution, one thing in each test.
 *
 * drivers.sh generates a source for each problem, in which every function of its signature stands around that of an
 * accepted reference:
 *
 *	int max_window_sum(const int32_t *a0, size_t a1, size_t a2, int64_t *a3)
 *	{
 *		struct mis_place places[] = { … };          what the pointers lead to
 *		struct mis_call call = { … };
 *		int r = 0;
 *
 *		MIS_BEFORE(&call);
 *		r = honest_max_window_sum(a0, a1, a2, a3);
 *		mis_after(&call);
 *		return r;
 *	}
 *
 * and a table, mis_cases, of what there is to be done; `behaviours` says what each of them is and which verdicts it may
 * get. Each test is a process of its own, with a number of its own, by which it takes a case. It prints which one, and
 * "happens" once it does it, so that a case that came to nothing is not taken for one that was survived.
 */
#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <link.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a pointer that was passed leads to. */
enum mis_owner {
	MIS_OWN,    /* what the candidate made itself */
	MIS_INPUT,  /* the caller's, to be left as it is */
	MIS_OUTPUT, /* the caller's, to be written or changed */
};

struct mis_place {
	void *p;
	size_t bytes; /* of what it points to, one */
	enum mis_owner owner;
};

extern char **environ;

enum mis_class { MIS_NUMBER, MIS_BOOL, MIS_REAL, MIS_POINTER, MIS_RECORD };

struct mis_call {
	int function;
	void *result; /* NULL: there is none */
	size_t bytes;
	enum mis_class class;
	struct mis_place *places;
	int n_places;
};

enum mis_moment {
	MIS_LOAD,    /* in a constructor */
	MIS_FIRST,   /* before the first call of all */
	MIS_ONCE,    /* the same, of what takes long: with one input */
	MIS_LATER,   /* before the second */
	MIS_RETURN,  /* when the first has worked out what is right */
	MIS_RESULT,  /* for each function: the same, of each of its calls; changes what is returned */
	MIS_WRITTEN, /* … changes what was written through one of its pointers */
	MIS_INPUTS,  /* … changes what was only to be read */
};

struct mis_case {
	const char *name;
	void (*act)(struct mis_call *call);
	enum mis_moment moment;
	int function; /* of those for each: which … */
	int place;    /* … and which of its pointers */
};

#define MIS_CLASS(x)                 \
	_Generic((x), bool           \
		 : MIS_BOOL, float   \
		 : MIS_REAL, double  \
		 : MIS_REAL, default \
		 : mis_class_of(__builtin_classify_type(x)))

/* The numbers are those of gcc's typeclass.h. */
static inline enum mis_class mis_class_of(int type)
{
	return type == 5 ? MIS_POINTER : type == 12 ? MIS_RECORD : MIS_NUMBER;
}

static const struct mis_case mis_cases[];
static const int mis_n_cases;

/* Of the builds of a submission those with sanitizers and with counters, which a program can find out. */
extern char __asan_init[] __attribute__((weak)), __wrap_getpid[] __attribute__((weak));

#ifndef MIS_WHERE
#define MIS_WHERE true /* or the build in which alone it misbehaves */
#define MIS_SHIFT 0
#endif

static const struct mis_case mis_nothing = { "nothing", NULL, MIS_LOAD, -1, 0 };
static const struct mis_case *mis_chosen;
static int mis_calls;
static jmp_buf mis_earlier; /* of the first call, which is over */
static jmp_buf mis_loaded;  /* of the constructor, where there is one */

/* Not by stdio, whose streams are among what is spoilt. */
static void mis_say(const char *word)
{
	char line[100];
	int n = snprintf(line, sizeof(line), "misbehaviour %s\n", word);

	if (write(1, line, (size_t)n) < 0)
		return;
}

static void mis_happens(void)
{
	static bool said;

	if (!said)
		mis_say("happens");
	said = true;
}

static bool mis_is(enum mis_moment moment)
{
	return mis_chosen->moment == moment;
}

/* Numbers of processes go up by two a test. */
static void mis_choose(void)
{
	if (mis_chosen)
		return;
	mis_chosen = MIS_WHERE ? &mis_cases[(getpid() / 2 + MIS_SHIFT) % mis_n_cases] : &mis_nothing;
	mis_say(mis_chosen->name);
}

static void mis_before(struct mis_call *call)
{
	mis_choose();
	mis_calls++;
	if (((mis_is(MIS_FIRST) || mis_is(MIS_ONCE)) && mis_calls == 1) || (mis_is(MIS_LATER) && mis_calls == 2)) {
		mis_happens();
		mis_chosen->act(call);
	}
}

/* What is jumped back to is this place in the function of the first call. */
#define MIS_BEFORE(call)                               \
	do {                                           \
		if (!mis_calls && setjmp(mis_earlier)) \
			mis_say("back");               \
		mis_before(call);                      \
	} while (0)

static void mis_after(struct mis_call *call)
{
	if (mis_is(MIS_RETURN) && mis_calls == 1) {
		mis_happens();
		mis_chosen->act(call);
	}
	if (call->function == mis_chosen->function && (mis_is(MIS_RESULT) || mis_is(MIS_WRITTEN) || mis_is(MIS_INPUTS)))
		mis_chosen->act(call);
}

/* ---- ends -------------------------------------------------------------------------------------------------------- */

static void mis_exit_0(struct mis_call *call)
{
	exit(0);
}

static void mis_exit_3(struct mis_call *call)
{
	exit(3);
}

static void mis__exit_0(struct mis_call *call)
{
	_exit(0);
}

static void mis_quick_exit_0(struct mis_call *call)
{
	quick_exit(0);
}

/* How the runtime ends when an allocation, a driver, a candidate or a channel fails. */
static void mis_exit_119(struct mis_call *call)
{
	_exit(119);
}

static void mis_exit_120(struct mis_call *call)
{
	_exit(120);
}

static void mis_exit_121(struct mis_call *call)
{
	_exit(121);
}

static void mis_exit_122(struct mis_call *call)
{
	_exit(122);
}

static void mis_exit_123(struct mis_call *call)
{
	_exit(123);
}

static void mis_abort(struct mis_call *call)
{
	abort();
}

static void mis_kill(struct mis_call *call)
{
	raise(SIGKILL);
}

static void mis_stop(struct mis_call *call)
{
	raise(SIGSTOP);
}

static void mis_null(struct mis_call *call)
{
	*(volatile int *)0 = 1;
}

/* A signal that somebody sends has no fault behind it. */
static void mis_raise_segv(struct mis_call *call)
{
	raise(SIGSEGV);
}

static void mis_trap(struct mis_call *call)
{
	__builtin_trap();
}

static void mis_spin(struct mis_call *call)
{
	for (;;)
		__asm__ volatile("");
}

static void mis_ends(void)
{
	_exit(7);
}

/* What is registered runs after the runtime has ended, never. */
static void mis_at_exit(struct mis_call *call)
{
	atexit(mis_ends);
	at_quick_exit(mis_ends);
}

/* ---- jumps and stacks -------------------------------------------------------------------------------------------- */

static void mis_jump_into_the_past(struct mis_call *call)
{
	longjmp(mis_earlier, 1);
}

static void mis_jump_ahead_of_all(struct mis_call *call)
{
	longjmp(mis_loaded, 1);
}

static void mis_jump_within(struct mis_call *call)
{
	jmp_buf here;

	if (!setjmp(here))
		longjmp(here, 1);
}

static int mis_deeper(volatile char *above)
{
	volatile char frame[4096];

	frame[0] = above[0];
	return mis_deeper(frame) + frame[0];
}

static void mis_recurse(struct mis_call *call)
{
	mis_deeper(&(volatile char){ 0 });
}

static void mis_alloca(struct mis_call *call)
{
	volatile char *p = __builtin_alloca((size_t)256 << 20);

	p[0] = 1;
}

static void mis_recurse_unwatched(struct mis_call *call)
{
	sigaltstack(&(stack_t){ .ss_flags = SS_DISABLE }, NULL);
	mis_recurse(call);
}

/* The frames of the callers, and what they keep there. */
static void mis_smash(struct mis_call *call)
{
	memset(__builtin_frame_address(0), 0x41, 4096);
}

static void mis_smash_all(struct mis_call *call)
{
	for (volatile char *p = __builtin_frame_address(0);; p++)
		*p = 0;
}

/* Arguments, environment and what the kernel says there of the process. */
static void mis_smash_environment(struct mis_call *call)
{
	char **p = environ;

	while (*p)
		p++;
	for (uint64_t *aux = (uint64_t *)(p + 1); aux[0]; aux += 2)
		aux[1] = 0x41;
	for (p = environ; *p; p++)
		memset(*p, 'A', strlen(*p));
	environ = (char **)0x10;
}

static void mis_unmap_stack(struct mis_call *call)
{
	uintptr_t page = (uintptr_t)__builtin_frame_address(0) & -(uintptr_t)4096;

	munmap((void *)(page - 4096), 64 * 4096);
}

/* ---- signals and the processor ----------------------------------------------------------------------------------- */

static void mis_deaf(int signal)
{
}

static void mis_null_deaf(struct mis_call *call)
{
	signal(SIGSEGV, mis_deaf);
	mis_null(call);
}

static sigjmp_buf mis_after_fault;

static void mis_leave_fault(int signal)
{
	siglongjmp(mis_after_fault, 1);
}

static void mis_null_survived(struct mis_call *call)
{
	signal(SIGSEGV, mis_leave_fault);
	if (!sigsetjmp(mis_after_fault, 1))
		mis_null(call);
}

static void mis_null_ignored(struct mis_call *call)
{
	signal(SIGSEGV, SIG_IGN);
	mis_null(call);
}

static void mis_blocked(struct mis_call *call)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
}

static void mis_round_up(struct mis_call *call)
{
	fesetround(FE_UPWARD);
}

#if defined(__x86_64__)
static void mis_backwards(struct mis_call *call)
{
	__asm__ volatile("std");
}

static void mis_aligned_only(struct mis_call *call)
{
	__asm__ volatile("subq $256, %%rsp; pushfq; orl $0x40000, (%%rsp); popfq; addq $256, %%rsp" ::: "memory", "cc");
}

static void mis_fpu_traps(struct mis_call *call)
{
	__asm__ volatile("ldmxcsr %0" ::"m"((unsigned){ 0 }));
}
#else
static void mis_backwards(struct mis_call *call)
{
}

static void mis_aligned_only(struct mis_call *call)
{
}

static void mis_fpu_traps(struct mis_call *call)
{
}
#endif

/* ---- memory ------------------------------------------------------------------------------------------------------ */

static void mis_take_all(void)
{
	for (size_t bytes = (size_t)1 << 30; bytes >= 16; bytes /= 2) {
		void *p;

		while ((p = malloc(bytes)))
			memset(p, 1, bytes);
	}
}

static void mis_all_memory(struct mis_call *call)
{
	mis_take_all();
	*(volatile int *)malloc(1024) = 1;
}

static void mis_all_memory_exit_0(struct mis_call *call)
{
	mis_take_all();
	exit(0);
}

/* The driver may need some of its own. */
static void mis_no_more_memory(struct mis_call *call)
{
	setrlimit(RLIMIT_AS, &(struct rlimit){ 0, 0 });
	setrlimit(RLIMIT_DATA, &(struct rlimit){ 0, 0 });
}

static void mis_free_callers(struct mis_call *call)
{
	for (int i = 0; i < call->n_places; i++)
		if (call->places[i].owner != MIS_OWN)
			free(call->places[i].p);
	free(__builtin_frame_address(0));
}

static void mis_free_twice(struct mis_call *call)
{
	void *volatile p = malloc(40);

	free(p);
	free(p);
}

/* The library finds it out, sooner or later. */
static void mis_spoil_heap(struct mis_call *call)
{
	char *volatile p = malloc(40);

	memset(p - 16, 0x41, 4096);
}

/* The part of the executable, which is the runtime and the driver, that has this access; NULL. */
static char *mis_segment(unsigned flags, size_t *bytes)
{
	const ElfW(Phdr) *all = (const ElfW(Phdr) *)getauxval(AT_PHDR);
	uintptr_t base = 0;

	for (size_t i = 0; i < getauxval(AT_PHNUM); i++) {
		if (all[i].p_type == PT_PHDR)
			base = (uintptr_t)all - all[i].p_vaddr;
		if (all[i].p_type == PT_LOAD && (all[i].p_flags & flags)) {
			*bytes = all[i].p_memsz;
			return (char *)base + all[i].p_vaddr;
		}
	}
	return NULL;
}

/* What the C library wants of the executable lies ahead. */
static void mis_spoil_data(struct mis_call *call)
{
	size_t bytes;
	char *p = mis_segment(PF_W, &bytes);

	memset(p + 4096, 0x41, bytes - 4096);
}

static void mis_spoil_streams(struct mis_call *call)
{
	memset(stdout, 0xff, sizeof(*stdout));
	memset(stderr, 0, sizeof(*stderr));
}

/* ---- descriptors ------------------------------------------------------------------------------------------------- */

static void mis_close_all(struct mis_call *call)
{
	for (int fd = 0; fd < 1024; fd++)
		close(fd);
}

static void mis_close_streams(struct mis_call *call)
{
	fclose(stdin);
	fclose(stdout);
	fclose(stderr);
}

static void mis_all_one(struct mis_call *call)
{
	for (int fd = 3; fd < 16; fd++)
		dup2(1, fd);
}

static void mis_exchange(struct mis_call *call)
{
	int kept = dup(3);

	dup2(4, 3);
	dup2(kept, 4);
}

static void mis_write_everywhere(const char *line)
{
	for (int fd = 3; fd < 1024; fd++)
		if (write(fd, line, strlen(line)) < 0)
			continue;
}

static void mis_claim_done(struct mis_call *call)
{
	mis_write_everywhere("done\n");
	_exit(0);
}

static void mis_claim_success(struct mis_call *call)
{
	mis_write_everywhere("done\nAC\nok\n42\naccepted\n");
	_exit(42);
}

static void mis_write_besides(struct mis_call *call)
{
	mis_write_everywhere("done\n");
}

static void mis_claim_fault(struct mis_call *call)
{
	mis_write_everywhere("fault the judge is broken\n");
	_exit(120);
}

static void mis_claim_complaint(struct mis_call *call)
{
	mis_write_everywhere("complaint \033[2J%s%n \377\001\n");
	_exit(121);
}

static void mis_claim_nothing(struct mis_call *call)
{
	static char line[4096];

	memset(line, 'x', sizeof(line) - 1);
	mis_write_everywhere(line);
	mis_write_everywhere(
		"complaint\ncomplaint \nfault\nfault \n\n\n cost -1 -1 -1 -1\nalloc-failed\nstack-overflow\n");
	_exit(121);
}

static void mis_print_much(struct mis_call *call)
{
	for (int i = 0; i < 20000; i++) {
		puts("a line that nobody asked for");
		fputs("and one on the other stream\n", stderr);
	}
}

static void mis_print_endless(struct mis_call *call)
{
	for (;;)
		puts("a line that nobody asked for");
}

static void mis_answer_endless(struct mis_call *call)
{
	static char room[65536];

	for (;;)
		if (write(3, room, sizeof(room)) < 0)
			break;
}

static void mis_note_endless(struct mis_call *call)
{
	static char room[65536];

	for (;;)
		if (write(4, room, sizeof(room)) < 0)
			break;
}

/* ---- processes --------------------------------------------------------------------------------------------------- */

static void mis_fork(struct mis_call *call)
{
	if (fork() == 0)
		_exit(0);
}

static void mis_exec(struct mis_call *call)
{
	execl("/box/runner", "runner", NULL);
}

/* ---- calls of what the caller passed along ----------------------------------------------------------------------- */

typedef long mis_function(long, long, long, long, long, long);

static mis_function *mis_kept[64];
static int mis_n_kept;

static void mis_keep(uintptr_t address)
{
	size_t bytes;
	char *code = mis_segment(PF_X, &bytes);

	if (address - (uintptr_t)code < bytes && mis_n_kept < 64)
		mis_kept[mis_n_kept++] = (mis_function *)address;
}

/* The functions of the driver that it passes, as pointers or in a structure. */
static bool mis_keep_functions(struct mis_call *call)
{
	for (int i = 0; i < call->n_places; i++) {
		const struct mis_place *place = &call->places[i];

		mis_keep((uintptr_t)place->p);
		if (place->owner == MIS_OWN || !place->p || place->bytes % 8 || (uintptr_t)place->p % 8)
			continue;
		for (size_t at = 0; at < place->bytes; at += 8)
			mis_keep(*(uintptr_t *)((char *)place->p + at));
	}
	return mis_n_kept > 0;
}

/* Each of them alone, since the first may end the test. */
static void mis_call_with(struct mis_call *call, long argument)
{
	mis_function *f;

	if (!mis_keep_functions(call))
		return;
	mis_happens();
	f = mis_kept[getpid() / 2 / mis_n_cases % mis_n_kept];
	f(argument, argument, argument, argument, argument, argument);
}

static void mis_call_with_null(struct mis_call *call)
{
	mis_call_with(call, 0);
}

static void mis_call_with_low(struct mis_call *call)
{
	mis_call_with(call, 0x10);
}

static void mis_call_with_ones(struct mis_call *call)
{
	mis_call_with(call, -1);
}

/* What the caller gave along with the function, in most cases. */
static void mis_call_with_its_data(struct mis_call *call)
{
	int turn = getpid() / 2 / mis_n_cases;

	mis_call_with(call, call->n_places ? (long)call->places[turn % call->n_places].p : 0);
}

/* ---- results ----------------------------------------------------------------------------------------------------- */

/* Whoever changes nothing has done nothing. */
static void mis_put(void *to, const void *from, size_t bytes)
{
	if (!bytes || !memcmp(to, from, bytes))
		return;
	mis_happens();
	memcpy(to, from, bytes);
}

static void mis_put_word(struct mis_call *call, uint64_t word)
{
	if (call->class == MIS_RECORD || call->class == MIS_POINTER)
		mis_put(call->result, &word, 8);
	else if (call->class != MIS_REAL)
		mis_put(call->result, &word, call->bytes);
}

static void mis_put_pointer(struct mis_call *call, const void *p)
{
	if (call->class == MIS_POINTER || call->class == MIS_RECORD)
		mis_put(call->result, &p, sizeof(p));
}

static void mis_zero(struct mis_call *call)
{
	static const char zeros[256];

	mis_put(call->result, zeros, call->bytes);
}

static void mis_ones(struct mis_call *call)
{
	char ones[256];

	memset(ones, 0xff, sizeof(ones));
	if (call->class != MIS_BOOL)
		mis_put(call->result, ones, call->bytes);
}

static void mis_one(struct mis_call *call)
{
	if (call->class == MIS_NUMBER)
		mis_put_word(call, 1);
}

static void mis_more(struct mis_call *call)
{
	uint64_t word = 0;

	memcpy(&word, call->result, call->bytes < 8 ? call->bytes : 8);
	if (call->class == MIS_NUMBER || call->class == MIS_POINTER)
		mis_put_word(call, word + 1);
}

static void mis_less(struct mis_call *call)
{
	uint64_t word = 0;

	memcpy(&word, call->result, call->bytes < 8 ? call->bytes : 8);
	if (call->class == MIS_NUMBER)
		mis_put_word(call, word - 1);
}

static void mis_least(struct mis_call *call)
{
	if (call->class == MIS_NUMBER)
		mis_put_word(call, UINT64_C(1) << (8 * call->bytes - 1));
}

static void mis_greatest(struct mis_call *call)
{
	if (call->class == MIS_NUMBER)
		mis_put_word(call, (UINT64_C(1) << (8 * call->bytes - 1)) - 1);
}

static void mis_many(struct mis_call *call)
{
	if (call->class == MIS_NUMBER)
		mis_put_word(call, 100000000);
}

static void mis_opposite(struct mis_call *call)
{
	if (call->class == MIS_BOOL)
		mis_put(call->result, &(char){ !*(char *)call->result }, 1);
}

/* A bool is passed in a byte, of which a caller may look at one bit or at all. */
static void mis_not_a_bool(struct mis_call *call)
{
	if (call->class == MIS_BOOL)
		mis_put(call->result, &(char){ 2 }, 1);
}

static void mis_not_a_number(struct mis_call *call)
{
	if (call->class == MIS_REAL)
		mis_put(call->result, &(double){ __builtin_nan("") }, sizeof(double));
}

static void mis_infinite(struct mis_call *call)
{
	if (call->class == MIS_REAL)
		mis_put(call->result, &(double){ -__builtin_inf() }, sizeof(double));
}

static void mis_huge(struct mis_call *call)
{
	if (call->class == MIS_REAL)
		mis_put(call->result, &(double){ 1.7e308 }, sizeof(double));
}

static void mis_low(struct mis_call *call)
{
	mis_put_pointer(call, (void *)0x10);
}

static void mis_high(struct mis_call *call)
{
	mis_put_pointer(call, (void *)0x7ffffff000);
}

static void mis_no_address(struct mis_call *call)
{
	mis_put_pointer(call, (void *)0x4141414141414141);
}

static void mis_of_kernel(struct mis_call *call)
{
	mis_put_pointer(call, (void *)0xffffffff81000000);
}

static void mis_text(struct mis_call *call)
{
	mis_put_pointer(call, "a text that nobody may free");
}

static void mis_code(struct mis_call *call)
{
	mis_put_pointer(call, (void *)mis_after);
}

static void mis_of_stack(struct mis_call *call)
{
	mis_put_pointer(call, (char *)__builtin_frame_address(0) + 64);
}

static void mis_callers(struct mis_call *call)
{
	for (int i = 0; i < call->n_places; i++)
		if (call->places[i].owner != MIS_OWN) {
			mis_put_pointer(call, call->places[i].p);
			return;
		}
}

static void mis_freed(struct mis_call *call)
{
	char *volatile p = malloc(4096);

	memset(p, 0xff, 4096);
	free(p);
	mis_put_pointer(call, p);
}

static char *mis_end_of_page(void)
{
	char *p = mmap(NULL, 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	mprotect(p + 4096, 4096, PROT_NONE);
	memset(p, 'A', 4096);
	return p + 4095;
}

static void mis_last_byte(struct mis_call *call)
{
	mis_put_pointer(call, mis_end_of_page());
}

/* Of a block that is right, another place than its beginning. */
static void mis_inside(struct mis_call *call)
{
	uint64_t word = 0;

	memcpy(&word, call->result, call->bytes < 8 ? call->bytes : 8);
	if (word)
		mis_put_pointer(call, (char *)word + 16);
}

/* The same for the second time, whatever became of it. */
static void mis_previous(struct mis_call *call)
{
	static char kept[256];
	static bool is_kept;

	if (is_kept)
		mis_put(call->result, kept, call->bytes);
	memcpy(kept, call->result, call->bytes);
	is_kept = true;
}

/* A block that is too short by all but one byte. */
static void mis_short_block(struct mis_call *call)
{
	char *volatile p = malloc(1);

	*p = 'A';
	mis_put_pointer(call, p);
}

/* ---- what is written through pointers ---------------------------------------------------------------------------- */

static void mis_fill(struct mis_call *call, const void *word, size_t ahead, size_t behind)
{
	const struct mis_place *place = &call->places[mis_chosen->place];

	if (!place->p)
		return;
	if (behind)
		mis_happens();
	for (size_t at = 0; at < ahead + place->bytes + behind; at += 8) {
		size_t left = ahead + place->bytes + behind - at;

		mis_put((char *)place->p - ahead + at, word, left < 8 ? left : 8);
	}
}

static void mis_write_zeros(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ 0 }, 0, 0);
}

static void mis_write_ones(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ UINT64_MAX }, 0, 0);
}

static void mis_write_low(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ 0x10 }, 0, 0);
}

static void mis_write_least(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ UINT64_C(1) << 63 }, 0, 0);
}

static void mis_write_many(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ 100000000 }, 0, 0);
}

static void mis_write_last_byte(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ (uint64_t)mis_end_of_page() }, 0, 0);
}

static void mis_write_of_stack(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ (uint64_t)__builtin_frame_address(0) }, 0, 0);
}

static void mis_write_more(struct mis_call *call)
{
	char *p = call->places[mis_chosen->place].p;

	if (p)
		mis_put(p, &(char){ *p + 1 }, 1);
}

static void mis_write_ahead(struct mis_call *call)
{
	mis_happens();
	mis_fill(call, &(uint64_t){ 0x4141414141414141 }, 8, 0);
}

static void mis_write_around(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ 0x4141414141414141 }, 4096, 65536);
}

/* ---- what was only to be read ------------------------------------------------------------------------------------ */

static void mis_change(struct mis_call *call, size_t bytes)
{
	char *p = call->places[mis_chosen->place].p;

	if (!p)
		return;
	mis_happens();
	for (size_t at = 0; at < bytes; at++)
		p[at] ^= 1;
}

static void mis_change_a_byte(struct mis_call *call)
{
	mis_change(call, 1);
}

static void mis_change_more(struct mis_call *call)
{
	mis_change(call, 32);
}

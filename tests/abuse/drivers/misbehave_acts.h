/*
 * misbehave_acts: what a submission can do to the process that it shares with the driver, whatever its functions are:
 * end it, jump away, catch its signals, spoil its memory and its descriptors, and call what it was given to call.
 */
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

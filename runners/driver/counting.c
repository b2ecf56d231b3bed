/*
 * counting: linked into the runner for candidates that count their steps (runners/cost_pass.h).
 *
 * Steps: the candidate's object exports its counter under a name that execute.c chose. It is set to the budget when the
 * driver begins, or whenever a phase begins of which the run is about; the rest of the time it runs from a store of its
 * own. When nothing is left of either, the run says its numbers and ends there.
 *
 * Bytes of heap: see heap.c. Bytes of static memory: the pages of the object's own that come to be there, where it has
 * so much of it that it could stand for a heap; see statics_find.
 *
 * Bytes of stack: the driver runs on a fresh one. WINDOW_BYTES below the driver's frame are painted, and what lies
 * deeper is looked for among the pages that have come to be there: exact near the top, and as a rule below.
 *
 * Addresses (with randomisation off), heap, stack and the driver's memory are the same in each run and on each host.
 *
 * All of this shares a process with the candidate, who can write over it: it shows then as CPU time without steps.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* mremap, MAP_FIXED_NOREPLACE */
#endif

#include "counting.h"

#include "channel.h"
#include "driver.h"
#include "runtime.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

/* Far from all that the kernel places by itself on a machine of 64 bits, and from heap.c's. */
#define DRIVER_AT UINT64_C(0x300000000000)
#define STACK_END UINT64_C(0x400000000000)

#define STACK_MAX    (UINT64_C(64) << 30)
#define PAGE_BYTES   UINT64_C(4096)
#define WINDOW_BYTES UINT64_C(8192)
#define PAINT        UINT64_C(0xa5c35ae7b1964d2f)

static uint64_t round_up(uint64_t bytes, uint64_t to)
{
	return (bytes + to - 1) & -to;
}

/* Arguments of syscall are taken as long, whatever was passed. */
static void *map_at(uint64_t at, size_t bytes, long protection, long flags, long fd)
{
	void *p = (void *)syscall(SYS_mmap, at, bytes, protection, flags | MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, 0L);

	return p == MAP_FAILED ? NULL : p;
}

/* ---- the driver's memory ----------------------------------------------------------------------------------------- */

void *counting_map(size_t bytes, int fd)
{
	static uint64_t next = DRIVER_AT;
	void *p = map_at(next, bytes, fd < 0 ? PROT_READ | PROT_WRITE : PROT_READ, fd < 0 ? MAP_ANONYMOUS : 0, fd);

	next += round_up(bytes, PAGE_BYTES) + PAGE_BYTES;
	return p;
}

/* ---- pages ------------------------------------------------------------------------------------------------------- */

/*
 * Which pages are there: a number of them from `at` on, which is returned, but not beyond `to`. 1 stands for each that
 * is there.
 */
#define PAGES_AT_ONCE 4096u
static uint64_t look_at_pages(uintptr_t at, uintptr_t to, const unsigned char **there)
{
	static unsigned char pages[PAGES_AT_ONCE];
	uint64_t n = (to - at) / PAGE_BYTES;

	n = n < PAGES_AT_ONCE ? n : PAGES_AT_ONCE;
	if (mincore((void *)at, n * PAGE_BYTES, pages) < 0)
		runtime_fault("the pages of the submission cannot be told: %s", strerror(errno));
	*there = pages;
	return n;
}

/* No page comes to be there without a fault, and most phases have none. */
static long count_faults(void)
{
	static struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) < 0 ? -1 : usage.ru_minflt;
}

/* ---- stack ------------------------------------------------------------------------------------------------------- */

static struct {
	uintptr_t low;    /* of the whole */
	uintptr_t from;   /* the frame below which it is measured */
	uintptr_t window; /* what is painted begins here */
	uint64_t most;
	long faults;  /* of the process, when no page below the window was there … */
	bool shallow; /* … if that was so */
} stack;

uintptr_t counting_stack_low(void)
{
	return stack.low;
}

static void stack_open(void)
{
	struct rlimit limit;
	uint64_t bytes;

	if (getrlimit(RLIMIT_STACK, &limit) < 0)
		runtime_fault("the limit of the stack cannot be told");
	bytes = limit.rlim_cur < STACK_MAX ? round_up(limit.rlim_cur, PAGE_BYTES) : STACK_MAX;
	stack.low = STACK_END - bytes;
	if (!map_at(stack.low, bytes, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1))
		runtime_fault("no room for a stack: %s", strerror(errno));
	madvise((void *)stack.low, bytes, MADV_NOHUGEPAGE);
}

/* These two call nothing: what they use themselves of the stack that they look at is next to nothing. */
__attribute__((noinline)) static void paint(uintptr_t from, uintptr_t to)
{
	for (volatile uint64_t *p = (volatile uint64_t *)from; (uintptr_t)p < to; p++)
		*p = PAINT;
}

/* The lowest word of these that is not `blank`, or `to`. */
__attribute__((noinline)) static uintptr_t find_used(uintptr_t from, uintptr_t to, uint64_t blank)
{
	const uint64_t *p = (const uint64_t *)from;

	while ((uintptr_t)(p + 4) <= to && !((p[0] ^ blank) | (p[1] ^ blank) | (p[2] ^ blank) | (p[3] ^ blank)))
		p += 4;
	while ((uintptr_t)p < to && *p == blank)
		p++;
	return (uintptr_t)p;
}

/* The lowest page below the window that is there, or the window. */
static uintptr_t lowest_page(void)
{
	uintptr_t at = stack.low;

	while (at < stack.window) {
		const unsigned char *there, *first;
		uint64_t n = look_at_pages(at, stack.window, &there);

		first = memchr(there, 1, n);
		if (first)
			return at + (uintptr_t)(first - there) * PAGE_BYTES;
		at += n * PAGE_BYTES;
	}
	return stack.window;
}

/*
 * Of what lies below `from` REACH_BYTES are our own when a phase begins and ends; use within them is not seen. `reach`:
 * how many they are now.
 */
#define REACH_BYTES 256

static void stack_begin(uintptr_t from, uintptr_t reach)
{
	uintptr_t window = (from - WINDOW_BYTES) & -PAGE_BYTES, dirty = window, page;

	if (window == stack.window)
		dirty = find_used(window, from - reach, PAINT);
	stack.from = from;
	if (window != stack.window || !stack.shallow || count_faults() != stack.faults) {
		stack.window = window;
		page = lowest_page();
		if (page < window)
			madvise((void *)page, window - page, MADV_DONTNEED);
	}
	paint(dirty, from - reach);
	stack.faults = count_faults();
}

static void stack_end(void)
{
	uintptr_t lowest = find_used(stack.window, stack.from - REACH_BYTES, PAINT);
	long faults = count_faults();
	uintptr_t page = faults == stack.faults ? stack.window : lowest_page();

	stack.shallow = page == stack.window;
	stack.faults = faults;
	if (!stack.shallow) {
		uintptr_t used = find_used(page, page + PAGE_BYTES, 0);

		lowest = used < page + PAGE_BYTES ? used : page;
	}
	if (lowest < stack.from - REACH_BYTES && stack.from - lowest > stack.most)
		stack.most = stack.from - lowest;
}

/* ---- static memory ----------------------------------------------------------------------------------------------- */

/*
 * Whoever has less of it is not asked: that much is a constant, and its pages would blur what a small heap shows. Where
 * there is more, what counts is what is used: an array for the largest input is no O(1).
 */
#define STATICS_BYTES UINT64_C(65536)

static struct {
	uintptr_t from, to; /* whole pages of the object that it may write to; nothing if there are few */
	uint64_t pages;     /* that were there when last looked at … */
	long faults;        /* … and these of the process then */
	uint64_t most;      /* pages that came to be there in what is counted */
} statics;

struct object {
	uintptr_t base;
	uintptr_t from, to;
};

static int find_statics(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct object *o = arg;

	(void)size;
	if (info->dlpi_addr != o->base)
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		uintptr_t begin = o->base + p->p_vaddr, end = begin + p->p_memsz;

		if (p->p_type == PT_LOAD && p->p_flags & PF_W) {
			o->from = o->from > begin ? o->from : begin;
			o->to = o->to > end ? o->to : end;
		} else if (p->p_type == PT_GNU_RELRO) { /* the begin of that; nobody writes there any more */
			o->from = o->from > end ? o->from : end;
		}
	}
	return 1;
}

static uint64_t count_statics(void)
{
	uint64_t found = 0;

	for (uintptr_t at = statics.from; at < statics.to;) {
		const unsigned char *there;
		uint64_t n = look_at_pages(at, statics.to, &there);

		for (uint64_t i = 0; i < n; i++)
			found += there[i] & 1;
		at += n * PAGE_BYTES;
	}
	return found;
}

static bool is_blank(const unsigned char *page)
{
	return !page[0] && !memcmp(page, page + 1, PAGE_BYTES - 1);
}

/*
 * What comes from the file is there when the file is in memory, whoever uses it. So all of it moves to memory that is
 * only there once it is used; pages of zeros stay away.
 */
static void statics_find(void *object)
{
	struct link_map *map = NULL;
	struct object o = { 0 };
	size_t bytes;
	char *moved;

	if (dlinfo(object, RTLD_DI_LINKMAP, &map) < 0 || !map)
		return;
	o.base = map->l_addr;
	dl_iterate_phdr(find_statics, &o);
	o.from = round_up(o.from, PAGE_BYTES);
	o.to &= -PAGE_BYTES;
	if (o.to <= o.from || o.to - o.from < STATICS_BYTES)
		return;
	bytes = o.to - o.from;
	moved = counting_map(bytes, -1);
	if (!moved)
		runtime_fault("no room for the static memory of the submission: %s", strerror(errno));
	madvise(moved, bytes, MADV_NOHUGEPAGE);
	for (size_t at = 0; at < bytes; at += PAGE_BYTES)
		if (!is_blank((unsigned char *)o.from + at))
			memcpy(moved + at, (char *)o.from + at, PAGE_BYTES);
	if (syscall(SYS_mremap, moved, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, o.from) != (long)o.from)
		runtime_fault("the static memory of the submission cannot be moved: %s", strerror(errno));
	statics.from = o.from;
	statics.to = o.to;
	statics.faults = -1;
}

/* Adds what has come to be there since it was looked at last, if that `counts`. */
static void statics_look(bool counts)
{
	long faults;
	uint64_t pages;

	if (statics.from == statics.to)
		return;
	faults = count_faults();
	if (faults == statics.faults)
		return;
	pages = count_statics();
	if (counts && pages > statics.pages)
		statics.most += pages - statics.pages;
	statics.pages = pages;
	statics.faults = faults;
}

/* ---- which function took the steps ------------------------------------------------------------------------------- */

/* As runners/cost_pass.h has it. */
#define FUNCTIONS_MAX 256
#define TOLD_MAX      16
struct function {
	uint64_t ticks;
	char name[56];
};

static struct {
	struct profile {
		uint64_t n, word;
		struct function functions[];
	} * of;                        /* NULL: they are not told apart */
	uint64_t ticks[FUNCTIONS_MAX]; /* of what is counted */
	size_t n;
} profile;

static void profile_find(void *object, const char *counter)
{
	char name[CHANNEL_NOTE_MAX];

	snprintf(name, sizeof(name), "%s.profile", counter);
	profile.of = dlsym(object, name);
	if (profile.of)
		profile.n = profile.of->n < FUNCTIONS_MAX ? profile.of->n : FUNCTIONS_MAX;
}

static void profile_begin(void)
{
	for (size_t i = 0; i < profile.n; i++)
		profile.ticks[i] -= profile.of->functions[i].ticks;
}

static void profile_end(void)
{
	for (size_t i = 0; i < profile.n; i++)
		profile.ticks[i] += profile.of->functions[i].ticks;
}

/* Those with the most first. */
static void profile_say(void)
{
	for (size_t told = 0; told < TOLD_MAX; told++) {
		char text[CHANNEL_NOTE_MAX];
		size_t most = 0;

		for (size_t i = 1; i < profile.n; i++)
			if (profile.ticks[i] > profile.ticks[most])
				most = i;
		if (!profile.n || !profile.ticks[most])
			return;
		snprintf(text, sizeof(text), "%llu %.55s", (unsigned long long)profile.ticks[most],
			 profile.of->functions[most].name);
		profile.ticks[most] = 0;
		runtime_note(CHANNEL_PROFILE, text);
	}
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

/* As runners/cost_pass.h has it. */
#define LEFT_START INT64_C(0x4000000000000000)
struct counter {
	int64_t left;
	uint64_t scratch;
	void (*out)(void);
	uint64_t seed;
	uint64_t drawn;
	uint64_t here;
};

static struct {
	struct counter *counter;
	int64_t budget;
	int64_t left; /* for what is counted, while that does not run */
	char phase[CHANNEL_NOTE_MAX];
	bool runs; /* what is counted */
	bool over;
} run;

void counting_find(void *object, const char *counter)
{
	char name[CHANNEL_NOTE_MAX];

	snprintf(name, sizeof(name), "%s.block", counter);
	run.counter = dlsym(object, name);
	if (!run.counter)
		runtime_fault("the submission does not count its steps");
	profile_find(object, counter);
	statics_find(object);
}

void counting_say(void)
{
	char text[CHANNEL_NOTE_MAX];
	int64_t ticks = run.budget - run.left;

	/* Written over: whatever it says now is not the number of its steps. */
	if (ticks < 0 || run.left < 0)
		return;
	profile_say();
	snprintf(text, sizeof(text), "%lld %d %llu %llu", (long long)ticks, run.counter->drawn > 0,
		 (unsigned long long)(heap_most() + statics.most * PAGE_BYTES), (unsigned long long)stack.most);
	runtime_note(CHANNEL_COST, text);
}

static void resume(void)
{
	run.runs = true;
	profile_begin();
	heap_begin();
	statics_look(false);
	run.counter->left = run.left;
}

static void pause_counting(void)
{
	run.left = run.counter->left;
	run.counter->left = run.budget;
	run.runs = false;
	profile_end();
	heap_end();
	statics_look(true);
}

/* Called from wherever in the candidate's code the last step was taken. */
static void end_over_budget(void)
{
	if (run.runs) {
		profile_end();
		heap_end();
		statics_look(true);
		stack_end();
	}
	run.left = 0;
	counting_say();
	_exit(CHANNEL_EXIT_BUDGET);
}

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* The kernel leaves sixteen random bytes where everybody can read them. */
static void fix_random_bytes(uint64_t seed)
{
	uint64_t fixed[2] = { mix(seed + 1), mix(seed + 2) };
	void *bytes = (void *)getauxval(AT_RANDOM);

	if (bytes)
		memcpy(bytes, fixed, sizeof(fixed));
}

void counting_begin(void)
{
	char text[2 * CHANNEL_NOTE_MAX];
	/* From its begin: an irregular run by a server may have gone before, and read it. */
	ssize_t n = pread(CHANNEL_ORDER_FD, text, sizeof(text) - 1, 0);
	long long constructors = LEFT_START - run.counter->left;
	unsigned long long seed;
	long long budget;

	close(CHANNEL_ORDER_FD);
	text[n > 0 ? n : 0] = '\0';
	if (sscanf(text, "%lld %llu %255[^\n]", &budget, &seed, run.phase) < 2)
		runtime_fault("what is to be counted was not told");
	fix_random_bytes(seed);
	run.budget = budget;
	run.left = *run.phase ? budget : budget - constructors;
	run.counter->seed = seed;
	run.counter->drawn = 0;
	run.counter->out = end_over_budget;
	run.counter->left = budget;
	stack_open();
	if (run.left < 0)
		end_over_budget();
}

void counting_run(void (*driver)(void))
{
	uintptr_t top = STACK_END - PAGE_BYTES;
	ucontext_t here, there;

	if (getcontext(&there) < 0)
		runtime_fault("no context: %s", strerror(errno));
	there.uc_stack = (stack_t){ .ss_sp = (void *)stack.low, .ss_size = top - stack.low };
	there.uc_link = &here;
	if (!*run.phase)
		stack_begin(top, 0);
	makecontext(&there, driver, 0);
	if (!*run.phase)
		resume();
	if (swapcontext(&here, &there) < 0)
		runtime_fault("no context: %s", strerror(errno));
	if (run.runs) {
		pause_counting();
		stack_end();
	}
}

/* ---- phases ------------------------------------------------------------------------------------------------------ */

/* The caller's frame begins behind the return address and what this function saves above it. */
void driver_phase_begin(const char *name)
{
	if (run.runs || !*run.phase || strcmp(name, run.phase))
		return;
	stack_begin((uintptr_t)__builtin_frame_address(0) + 2 * sizeof(void *), REACH_BYTES);
	resume();
}

void driver_phase_end(void)
{
	if (!run.runs || !*run.phase)
		return;
	pause_counting();
	stack_end();
}

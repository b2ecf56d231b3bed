/*
 * What a counted run says, in real boxes: steps, bytes of heap and of stack, each the same in every run however it was
 * started; and nothing where the candidate has spoken in the runtime's name.
 */
#include "runners/runner.h"

#include "runners/cost_pass.h"
#include "sandbox/base/fs.h"
#include "tests/support/workbench.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

#define COUNTER "counter_7f3a"
#define BUDGET  UINT64_C(100000000)
#define HEADER  16 /* what a block takes beside what was asked for */

/* Plays "N M": kernel(N), and behind it M times in a phase. */
static const char driver[] =
	"#include \"driver.h\"\n"
	"#include <stdlib.h>\n"
	"static long (*kernel)(long);\n"
	"const struct driver_function driver_functions[] = { { \"kernel\", (void **)&kernel }, { 0, 0 } };\n"
	"void driver_run(void)\n"
	"{\n"
	"	long n = driver_read_i64(), m = driver_read_i64(), sum;\n"
	"	volatile char *own = malloc(100000);\n"
	"	((char *)driver_alloc(1000, 1000))[7] = own[5] = 3;\n"
	"	driver_phase_begin(\"another\");\n"
	"	sum = kernel(n);\n"
	"	driver_phase_end();\n"
	"	while (m-- > 0) {\n"
	"		driver_phase_begin(\"the calls\");\n"
	"		sum += kernel(n);\n"
	"		driver_phase_end();\n"
	"	}\n"
	"	driver_write_i64(sum);\n"
	"	free((char *)own);\n"
	"}\n";

struct fixture {
	struct workbench *w;
	struct artifact runner;
};

static struct artifact build_driver(struct workbench *w)
{
	struct source source = { "driver.c", driver, sizeof(driver) - 1 };
	struct build_spec spec = {
		.shape = BUILD_RUNNER, .sources = &source, .n_sources = 1, .counts = true, .warnings = true
	};
	struct build b = workbench_build(w, &spec);
	struct artifact runner = b.artifact;

	if (b.end != BUILD_OK || b.n_diagnostics)
		fail_msg("the runner: %s", b.n_diagnostics ? b.diagnostics[0].text : b.reason);
	b.artifact = (struct artifact)ARTIFACT_INIT;
	build_clear(&b);
	return runner;
}

static int open_fixture(void **state)
{
	static struct fixture f;
	void *w;

	if (workbench_open(&w))
		return -1;
	f.w = w;
	f.runner = build_driver(f.w);
	*state = &f;
	return 0;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;
	void *w = f->w;

	artifact_clear(&f->runner);
	return workbench_close(&w);
}

static struct build build_kernel(struct workbench *w, const char *text, bool profile)
{
	struct source source = { "kernel.c", text, strlen(text) };
	static const struct signature signature = { "kernel", "long(long)" };
	struct build_spec spec = {
		.shape = BUILD_OBJECT,
		.sources = &source,
		.n_sources = 1,
		.signatures = &signature,
		.n_signatures = 1,
		.counter = COUNTER,
		.profile = profile,
	};

	return workbench_build(w, &spec);
}

static struct run_box *open_as(struct fixture *f, const char *text, bool profile)
{
	struct build b = build_kernel(f->w, text, profile);
	struct run_box *rb = NULL;
	struct err e = ERR_INIT;

	if (b.end != BUILD_OK)
		fail_msg("%s", b.reason);
	if (run_box_open_counted(f->w->tc, f->w->sandbox, &f->runner, &b.artifact, COUNTER, &RUN_LIMITS_DEFAULT, &rb,
				 &e) < 0)
		fail_msg("%s", e.text);
	build_clear(&b);
	return rb;
}

static struct run_box *open_kernel(struct fixture *f, const char *text)
{
	return open_as(f, text, false);
}

/* kernel(I) is the text number I, a block, as the body of a function of n = 1000. */
static struct run_box *open_many(struct fixture *f, const char *headers, const char *const *texts, size_t n)
{
	cleanup_buf struct buf all;

	buf_init(&all, SOURCE_BYTES_MAX);
	buf_puts(&all, headers);
	for (size_t i = 0; i < n; i++)
		buf_printf(&all, "static long body%zu(long n)\n%s\n", i, texts[i]);
	buf_puts(&all, "long kernel(long which)\n{\n	switch (which) {\n");
	for (size_t i = 0; i < n; i++)
		buf_printf(&all, "	case %zu: return body%zu(1000);\n", i, i);
	buf_puts(&all, "	}\n	return 0;\n}\n");
	return open_kernel(f, all.data);
}

static void run(struct run_box *rb, long n, long m, const struct run_counting *how, struct execution *x)
{
	cleanup_fd int input = -1;
	struct err e = ERR_INIT;
	char text[64];
	int len = snprintf(text, sizeof(text), "%ld %ld", n, m);

	if (fs_memfd("input", text, (size_t)len, &input, &e) < 0 || run_box_count(rb, input, how, x, &e) < 0)
		fail_msg("%s", e.text);
}

/* Of a run that must come to its end. */
static struct run_cost cost_of(struct run_box *rb, long n, const struct run_counting *how, long m)
{
	cleanup_execution struct execution x;
	struct run_cost cost;

	execution_init(&x, 1024);
	run(rb, n, m, how, &x);
	if (!x.finished || !x.cost.known)
		fail_msg("end %d, exit %d, signal %d, known %d: %s %s %s", x.used.end, x.used.exit_code, x.used.signal,
			 x.cost.known, x.fault, x.printed.data, x.irregular);
	cost = x.cost;
	return cost;
}

static const struct run_counting whole = { .budget = BUDGET, .seed = 1 };
static const struct run_counting calls = { .budget = BUDGET, .seed = 1, .phase = "the calls" };

static void assert_same(const struct run_cost *a, const struct run_cost *b)
{
	if (a->ticks != b->ticks || a->heap_bytes != b->heap_bytes || a->stack_bytes != b->stack_bytes ||
	    a->drew != b->drew)
		fail_msg("%lu, %lu, %lu and %lu, %lu, %lu", a->ticks, a->heap_bytes, a->stack_bytes, b->ticks,
			 b->heap_bytes, b->stack_bytes);
}

/* Hashes addresses of the heap, of the stack, of code and data, and what lies on the stack. */
#define ADDRESSES                                                                                                      \
	"#include <stdlib.h>\n#include <stdint.h>\n#include <string.h>\nstatic int global;\n"                          \
	"static uint64_t mix(uint64_t h, const void *p) { return (h ^ (uintptr_t)p) * 0x9e3779b97f4a7c15; }\n"         \
	"long kernel(long n) { volatile char local[64]; uint64_t h = 1; volatile long s = 0; if (n < 0) abort();\n"    \
	" for (long i = 0; i < n; i++) { void *p = malloc(i * 7 % 300); h = mix(h, p); if (i % 3) free(p); }\n"        \
	" h = mix(mix(mix(mix(h, (void *)local), &global), kernel), memchr); h = mix(h, realloc(strdup(\"a\"), 9));\n" \
	" for (int i = 0; i < 64; i++) h += local[i];\n"                                                               \
	" for (h >>= 44; h; h--) s += h; return 0; }"

static void counted__twenty_runs_say_the_same(void **state)
{
	struct run_box *rb = open_kernel(*state, ADDRESSES);
	struct run_cost first = cost_of(rb, 1000, &whole, 0);

	for (int i = 0; i < 20; i++) {
		struct run_cost again = cost_of(rb, 1000, &whole, 0);

		assert_same(&first, &again);
	}
	run_box_close(rb);
}

/* abort() is what makes a server irregular: what comes behind it is run by exec. */
static void counted__a_run_by_exec_says_the_same(void **state)
{
	cleanup_execution struct execution x;
	struct run_box *rb = open_kernel(*state, ADDRESSES);
	struct run_cost served, by_exec;

	execution_init(&x, 1024);
	run(rb, 1000, 1, &whole, &x);
	assert_true(x.served && x.cost.known);
	served = x.cost;
	run(rb, -1, 0, &whole, &x);
	assert_int_equal(x.used.signal, SIGABRT);
	assert_false(x.cost.known);
	run(rb, 1000, 1, &whole, &x);
	assert_true(!x.served && x.cost.known);
	by_exec = x.cost;
	assert_same(&served, &by_exec);
	run_box_close(rb);
}

static void counted__a_budget_is_enough_or_is_not(void **state)
{
	cleanup_execution struct execution x;
	struct run_box *rb = open_kernel(*state, "#include <stdlib.h>\nlong kernel(long n)\n{ volatile long s = 0;"
						 " char *volatile p = malloc(3000); s = p[1] = 1;"
						 " for (long i = 0; i < n; i++) s += i; free(p); return 0; }");
	struct run_cost all = cost_of(rb, 1000, &whole, 0);
	struct run_counting how = { .budget = all.ticks };

	assert_in_range(all.ticks, 1000, 1100);
	assert_int_equal(cost_of(rb, 1000, &how, 0).ticks, all.ticks);
	how.budget--;
	execution_init(&x, 1024);
	for (int i = 0; i < 3; i++) {
		run(rb, 1000, 0, &how, &x);
		assert_false(x.finished);
		assert_true(x.cost.known && x.cost.over_budget);
		assert_int_equal(x.cost.ticks, how.budget);
		assert_int_equal(x.cost.heap_bytes, 3000 + HEADER);
	}
	run_box_close(rb);
}

/* What the most is that is in use at once; of n = 1000. */
static const struct {
	const char *name;
	uint64_t bytes;
	const char *text;
} heaps[] = {
	{ "nothing", 0, "{ return n; }" },
	{ "one block", 1000 + HEADER, "{ void *p = malloc(n); keep(p); free(p); return 0; }" },
	{ "one after the other", 1000 + HEADER,
	  "{ for (int i = 0; i < 9; i++) { keep(malloc(n)); free(k); } return 0; }" },
	{ "all at once", 1000 * (8 + HEADER), "{ for (int i = 0; i < n; i++) keep(malloc(8)); return 0; }" },
	{ "zeroed", 4 * 1000 + HEADER,
	  "{ int *p = calloc(n, 4); for (int i = 0; i < n; i++) if (p[i]) abort(); return 0; }" },
	{ "zeroed again", 4 * 1000 + HEADER,
	  "{ memset(keep(malloc(4 * n)), 7, 4 * n); free(k); int *p = calloc(n, 4);"
	  " for (int i = 0; i < n; i++) if (p[i]) abort(); return 0; }" },
	{ "grown", 8 * 1000 + HEADER,
	  "{ char *p = 0; for (int i = 1; i <= n; i++) { p = realloc(p, 8 * i); p[8 * i - 8] = i; }"
	  " for (int i = 1; i <= n; i++) if (p[8 * i - 8] != (char)i) abort(); return 0; }" },
	{ "grown where it is, being the last", 6 * 90000 + HEADER,
	  "{ char *p = malloc(90 * n), *q = p, *r; memset(p, 5, 90 * n); p = realloc(p, 270 * n); r = malloc(n);"
	  " if (p != q || p[90 * n - 1] != 5 || p[90 * n] || r < p + 270 * n) abort(); free(r); free(p);"
	  " if (malloc(270 * n) != p || realloc(p, 540 * n) == q) abort(); return 0; }" },
	{ "shrunk", 9000 + 1000 + 2 * HEADER,
	  "{ void *p = malloc(9 * n); p = realloc(p, 10); p = realloc(p, 9000);"
	  " keep(malloc(n)); free(p); return 0; }" },
	{ "aligned", 3 * (1000 + HEADER),
	  "{ void *p, *q = memalign(4096, n), *r = keep(aligned_alloc(64, n)); if (posix_memalign(&p, 256, n)) abort();"
	  " if ((uintptr_t)p % 256 || (uintptr_t)q % 4096 || (uintptr_t)r % 64) abort(); memset(q, 1, n);"
	  " q = realloc(q, n); free(q); free(p); free(r); return 0; }" },
	{ "a copied string", 1001 + HEADER,
	  "{ static char t[2000]; memset(t, 'a', n); free(keep(strdup(t))); return 0; }" },
	{ "large blocks", (1 << 20) + 2000 + 2 * HEADER,
	  "{ for (int i = 0; i < 50; i++) { char *p = keep(malloc(1 << 20)), *q = keep(malloc(2 * n));"
	  " memset(p, i, 1 << 20);"
	  " if (p[1 << 19] != (char)i) abort(); free(q); free(p); } return 0; }" },
	{ "a mapping", 8192,
	  "{ for (int i = 0; i < 3; i++) {"
	  " char *p = mmap(0, 5000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);"
	  " p[4999] = 1; munmap(p, 5000); } return 0; }" },
	{ "the break", 5000, "{ char *p = sbrk(5000); p[4999] = 1; sbrk(-5000); return 0; }" },
	{ "nothing left of a block", 1000 + HEADER,
	  "{ if (reallocarray(malloc(n), 0, 8) || realloc(malloc(n), 0)) abort(); free(keep(malloc(n))); return 0; }" },
	{ "overflow", 0,
	  "{ size_t m = n; if (calloc(SIZE_MAX / 4 + m, 8) || reallocarray(0, SIZE_MAX / 2, m)) abort();"
	  " return 0; }" },
};

static void counted__heap_is_what_is_in_use_at_once(void **state)
{
	const char *texts[LENGTH(heaps)];
	struct run_box *rb;

	for (size_t i = 0; i < LENGTH(heaps); i++)
		texts[i] = heaps[i].text;
	rb = open_many(*state,
		       "#define _GNU_SOURCE\n#include <stdlib.h>\n#include <stdint.h>\n#include <string.h>\n#include"
		       " <malloc.h>\n#include <unistd.h>\n#include <sys/mman.h>\n"
		       "static void *volatile k;\nstatic inline void *keep(void *p) { k = p; return p; }\n",
		       texts, LENGTH(texts));
	for (size_t i = 0; i < LENGTH(heaps); i++) {
		struct run_cost cost = cost_of(rb, (long)i, &whole, 0);

		if (cost.heap_bytes != heaps[i].bytes)
			fail_msg("%s: %lu bytes, not %lu", heaps[i].name, cost.heap_bytes, heaps[i].bytes);
	}
	run_box_close(rb);
}

/* Pages of what is zero and of what comes from the file; those that the other calls use do not count. */
#define STATICS                                                                                                     \
	"#include <string.h>\nstatic _Alignas(4096) char zero[1 << 20], full[1 << 20] = { [5] = 1, [9000] = 2 };\n" \
	"long kernel(long n) { memset(zero + 4096, 7, n); full[0] = 1; return full[5] + full[9000] + "              \
	"(n > 9000 ? full[n] : 0); }"

static void counted__static_memory_counts_as_it_is_used(void **state)
{
	struct run_box *rb = open_kernel(*state, STATICS);
	struct run_cost first = cost_of(rb, 1000, &whole, 0), again;

	assert_int_equal(cost_of(rb, 1, &whole, 1).heap_bytes, 4096);
	assert_int_equal(cost_of(rb, 4097, &whole, 1).heap_bytes, 2 * 4096);
	assert_int_equal(cost_of(rb, 200 * 4096, &whole, 3).heap_bytes, 201 * 4096);
	assert_int_equal(cost_of(rb, 200 * 4096, &calls, 3).heap_bytes, 0);
	again = cost_of(rb, 1000, &whole, 0);
	assert_same(&first, &again);
	run_box_close(rb);
}

/* So little of it is a constant. */
static void counted__a_little_static_memory_is_free(void **state)
{
	struct run_box *rb = open_kernel(*state, "#include <string.h>\nstatic char few[60000];\n"
						 "long kernel(long n) { memset(few, 7, n); return few[n / 2]; }");

	assert_int_equal(cost_of(rb, 60000, &whole, 0).heap_bytes, 0);
	run_box_close(rb);
}

#define RECURSION                                                                                 \
	"__attribute__((noipa)) static long down(long n) { volatile char a[200]; a[n % 200] = 1;" \
	" return n > 0 ? down(n - 1) + a[n % 200] : 0; }\nlong kernel(long n) { return down(n); }"

/* A frame here is 200 bytes, what is saved and the return address. */
static void counted__stack_grows_with_the_depth_exactly(void **state)
{
	static const long depths[] = { 10, 20, 40, 100, 200, 1000, 2000, 30000 };
	struct run_box *rb = open_kernel(*state, RECURSION);
	uint64_t base = cost_of(rb, 0, &whole, 0).stack_bytes, frame = 0;

	for (size_t i = 0; i < LENGTH(depths); i++) {
		uint64_t bytes = cost_of(rb, depths[i], &whole, 0).stack_bytes;

		if (i == 0)
			frame = (bytes - base) / 10;
		assert_in_range(frame, 200, 240);
		assert_in_range(bytes, base + frame * (uint64_t)depths[i] - 16,
				base + frame * (uint64_t)depths[i] + 16);
	}
	run_box_close(rb);
}

/* A large array that is written to at its far end only, or with zeros only. */
static void counted__stack_has_its_gaps_seen(void **state)
{
	struct run_box *rb =
		open_kernel(*state, "long kernel(long n) { if (n) { volatile char a[1000000]; a[0] = (char)(n - 1);"
				    " return a[0]; } return 0; }");

	assert_true(cost_of(rb, 0, &whole, 0).stack_bytes < 1000);
	assert_in_range(cost_of(rb, 2, &whole, 0).stack_bytes, 1000000, 1000600);
	assert_in_range(cost_of(rb, 1, &whole, 0).stack_bytes, 1000000, 1000600 + 4096);
	run_box_close(rb);
}

static void counted__phases_add_up_their_ticks(void **state)
{
	struct run_box *rb = open_kernel(*state, "long kernel(long n) { volatile long s = 0; while (n-- > 0) s += n;"
						 " return 0; }");
	struct run_cost one = cost_of(rb, 1000, &calls, 1);

	assert_in_range(one.ticks, 1000, 1010);
	assert_int_equal(cost_of(rb, 1000, &calls, 0).ticks, 0);
	assert_int_equal(cost_of(rb, 1000, &calls, 7).ticks, 7 * one.ticks);
	assert_int_equal(cost_of(rb, 1000, &whole, 7).ticks, 8 * one.ticks);
	run_box_close(rb);
}

/* Outside of it a program may be as deep and as large as it likes; what it keeps is not the phase's. */
static void counted__phases_have_bytes_of_their_own(void **state)
{
	struct run_box *rb = open_kernel(
		*state, "#include <stdlib.h>\nstatic char *volatile k[9]; static int calls;\n"
			"__attribute__((noipa)) static long down(long n) { volatile char a[100]; a[0] = 1;"
			" return n > 0 ? down(n - 1) + a[0] : 0; }\n"
			"long kernel(long n) { if (!calls++) { k[8] = malloc(1000000); down(20000); return 0; }\n"
			" k[calls] = malloc(10 * calls); free(k[calls]); k[calls] = malloc(5); down(n * calls);"
			" return 0; }");
	struct run_cost one = cost_of(rb, 5, &calls, 1), three = cost_of(rb, 5, &calls, 3);

	assert_int_equal(one.heap_bytes, 20 + HEADER);
	assert_int_equal(three.heap_bytes, 40 + HEADER);
	assert_in_range(one.stack_bytes, 1000, 2000);
	assert_in_range(three.stack_bytes, 2 * one.stack_bytes - 300, 2 * one.stack_bytes + 300);
	assert_in_range(cost_of(rb, 5, &whole, 1).stack_bytes, 2000000, 4000000);
	assert_in_range(cost_of(rb, 5, &whole, 1).heap_bytes, 1000000, 1000100);
	run_box_close(rb);
}

static void counted__a_budget_is_the_phase_s(void **state)
{
	cleanup_execution struct execution x;
	struct run_box *rb = open_kernel(*state, "long kernel(long n) { volatile long s = 0; while (n-- > 0) s += n;"
						 " return 0; }");
	struct run_counting how = calls;

	execution_init(&x, 1024);
	how.budget = 3 * cost_of(rb, 1000, &calls, 1).ticks;
	run(rb, 1000, 3, &how, &x);
	assert_true(x.finished && x.cost.known);
	assert_int_equal(x.cost.ticks, how.budget);
	run(rb, 1000, 4, &how, &x);
	assert_true(x.cost.known && x.cost.over_budget);
	assert_int_equal(x.cost.ticks, how.budget);
	/* What goes before the phase has a budget too. */
	run(rb, 4000, 0, &how, &x);
	assert_true(x.cost.known && x.cost.over_budget);
	run_box_close(rb);
}

/* Each returns a number that is drawn, or that says how late it is. */
static const char *const drawn[] = {
	"time(0)",
	"(long)clock() * 1000 + time(0)",
	"({ struct timeval t; gettimeofday(&t, 0); t.tv_sec * 31 + t.tv_usec; })",
	"({ struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); t.tv_sec * 31 + t.tv_nsec; })",
	"({ struct timespec t; timespec_get(&t, TIME_UTC); t.tv_sec * 31 + t.tv_nsec; })",
	"({ struct tms t; (long)times(&t); })",
	"({ long r; getrandom(&r, 8, 0); r; })",
	"({ long r; getentropy(&r, 8); r; })",
	"({ long r; memcpy(&r, (void *)getauxval(AT_RANDOM), 8); r; })",
	"rand()",
	"random()",
	"lrand48()",
	"mrand48()",
	"(long)(drand48() * 1000000)",
	"getpid()",
	"(srand(time(0)), rand())",
	"({ long r; syscall(SYS_getrandom, &r, 8, 0); r; })",
	"({ struct timespec t; syscall(SYS_clock_gettime, CLOCK_REALTIME, &t); t.tv_sec * 31 + t.tv_nsec; })",
	"({ struct timeval t; syscall(SYS_gettimeofday, &t, 0); t.tv_sec * 31 + t.tv_usec; })",
	"syscall(SYS_getpid)",
};

#define DRAWING                                                                                                     \
	"#define _GNU_SOURCE\n#include <stdlib.h>\n#include <string.h>\n#include <time.h>\n#include <sys/time.h>\n" \
	"#include <sys/times.h>\n#include <sys/random.h>\n#include <sys/syscall.h>\n#include <sys/auxv.h>\n"        \
	"#include <unistd.h>\n"

static void counted__chance_is_a_function_of_the_seed(void **state)
{
	const struct run_counting other = { .budget = BUDGET, .seed = 2 };
	char bodies[LENGTH(drawn)][256];
	const char *texts[LENGTH(drawn)];
	struct run_box *rb;

	for (size_t i = 0; i < LENGTH(drawn); i++) {
		snprintf(bodies[i], sizeof(bodies[i]),
			 "{ unsigned long r = %s; volatile long s = 0;"
			 " for (r = r * 0x9e3779b97f4a7c15 >> 48; r > 0; r--) s++; return n; }",
			 drawn[i]);
		texts[i] = bodies[i];
	}
	rb = open_many(*state, DRAWING, texts, LENGTH(texts));
	for (size_t i = 0; i < LENGTH(drawn); i++) {
		struct run_cost first = cost_of(rb, (long)i, &whole, 0), again = cost_of(rb, (long)i, &whole, 0);
		struct run_cost third = cost_of(rb, (long)i, &other, 0);

		assert_same(&first, &again);
		if (!first.drew || first.ticks == third.ticks)
			fail_msg("%s: drew %d, %lu and %lu steps", drawn[i], first.drew, first.ticks, third.ticks);
	}
	run_box_close(rb);
}

static void counted__what_is_seeded_does_not_draw(void **state)
{
	struct run_box *rb = open_kernel(*state, DRAWING "long kernel(long n) { srand(42); srand48(7);"
							 " return rand() + lrand48() + n; }");

	assert_false(cost_of(rb, 0, &whole, 0).drew);
	run_box_close(rb);
}

static void counted__nobody_sleeps_but_the_clock_goes_on(void **state)
{
	struct run_box *rb = open_kernel(
		*state, DRAWING "long kernel(long n) { long t = time(0); sleep(3600);"
				" usleep(1); nanosleep(&(struct timespec){ 1, 5 }, 0);"
				" syscall(SYS_nanosleep, &(struct timespec){ 9, 0 }, 0);"
				" if (syscall(SYS_write, -1, &t, 8) != -1 || time(0) - t < 3610) abort(); return n; }");

	assert_true(cost_of(rb, 0, &whole, 0).ticks < 100);
	run_box_close(rb);
}

/* Each clock is at that time, or behind it, when who slept until then looks again. */
static void counted__who_sleeps_until_a_time_wakes_up_behind_it(void **state)
{
	struct run_box *rb = open_kernel(
		*state, DRAWING
		"static void until(clockid_t c) { struct timespec now, then; clock_gettime(c, &then); then.tv_sec += 100;"
		" clock_nanosleep(c, TIMER_ABSTIME, &then, 0); clock_gettime(c, &now);"
		" if (now.tv_sec < then.tv_sec || now.tv_sec > then.tv_sec + 1) abort(); }\n"
		"long kernel(long n) { until(CLOCK_REALTIME); until(CLOCK_MONOTONIC); until(CLOCK_PROCESS_CPUTIME_ID);"
		" struct timespec past = { 5, 0 }; long t = time(0); clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &past, 0);"
		" if (time(0) - t > 1) abort(); return n; }");

	assert_true(cost_of(rb, 0, &whole, 0).ticks < 100);
	run_box_close(rb);
}

/* Growing by one keeps all that is there each time, whether it has to be moved or not. */
static void counted__growth_is_charged_for_what_it_keeps(void **state)
{
	struct run_box *rb = open_kernel(*state, "#include <stdlib.h>\nlong kernel(long n) { char *p = 0;"
						 " for (long i = 1; i <= n; i++) { p = realloc(p, i * 16); p[i] = 1; }"
						 " free(p); return 0; }");
	uint64_t one = cost_of(rb, 1000, &whole, 0).ticks, two = cost_of(rb, 2000, &whole, 0).ticks;

	assert_in_range(one, 1000 * 999 / 2, 1000 * 1020 / 2);
	assert_in_range(two, 39 * one / 10, 4 * one);
	run_box_close(rb);
}

/* What its own process says is believed if nobody else has spoken there. */
static const struct {
	const char *name, *text;
} forgers[] = {
	{ "a note more", "{ dprintf(4, \"cost 5 0 0 0\\n\"); return 0; }" },
	{ "its own note and end", "{ dprintf(4, \"cost 5 0 0 0\\n\"); _exit(123); }" },
	{ "an end without a note", "{ _exit(123); }" },
	{ "a good end without a note", "{ dprintf(4, \"done\\n\"); _exit(0); }" },
	{ "no channel", "{ close(4); return 0; }" },
	{ "a counter written over", "{ extern long left __asm__(\"" COUNTER ".block\"); left += 1000000; return 0; }" },
	{ "a negative number", "{ dprintf(4, \"cost -5 0 0 0\\n\"); dprintf(4, \"done\\n\"); _exit(0); }" },
	{ "a number too large", "{ dprintf(4, \"cost 99999999999 0 0 0\\ndone\\n\"); _exit(0); }" },
	{ "a word more", "{ dprintf(4, \"cost 5 0 0 0 0\\ndone\\n\"); _exit(0); }" },
	{ "memory of the allocator",
	  "{ volatile char *p = malloc(9); for (int i = 1; i < 16; i++) p[-i] = 1; free((void *)p); return 0; }" },
	{ "a block freed twice", "{ char *volatile p = malloc(9); free(p); free(p); return 0; }" },
};

static void counted__a_forged_note_is_not_known(void **state)
{
	cleanup_execution struct execution x;
	const char *texts[LENGTH(forgers)];
	struct run_box *rb;

	for (size_t i = 0; i < LENGTH(forgers); i++)
		texts[i] = forgers[i].text;
	rb = open_many(*state, "#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n", texts, LENGTH(texts));
	execution_init(&x, 1024);
	for (size_t i = 0; i < LENGTH(forgers); i++) {
		run(rb, (long)i, 0, &whole, &x);
		if (x.cost.known)
			fail_msg("%s: %lu steps are believed", forgers[i].name, x.cost.ticks);
	}
	/* It is none of their texts. */
	assert_true(cost_of(rb, LENGTH(forgers), &whole, 0).known);
	run_box_close(rb);
}

static void counted__an_overflow_of_the_stack_is_told(void **state)
{
	cleanup_execution struct execution x;
	struct run_box *rb = open_kernel(*state, RECURSION);

	execution_init(&x, 1024);
	run(rb, 10000000, 0, &whole, &x);
	assert_int_equal(x.used.signal, SIGSEGV);
	assert_true(x.stack_overflow);
	run_box_close(rb);
}

/* What the library does is done for who called it, also behind a call of another function. */
static void counted__functions_are_told_apart_if_asked_for(void **state)
{
	static const char text[] =
		"#include <string.h>\nstatic char a[100000]; static volatile long s;\n"
		"__attribute__((noinline)) static void few(long n) { for (long i = 0; i < n; i++) s += i; }\n"
		"__attribute__((noinline)) static void many(long n) { for (long i = 0; i < 10 * n; i++) s += i; }\n"
		"__attribute__((noinline)) static void library(long n) { few(0); memset(a, (int)s, 64 * n); }\n"
		"long kernel(long n) { few(n); many(n); library(n); few(n); return 0; }\n";
	cleanup_execution struct execution x;
	struct run_box *rb = open_as(*state, text, true), *plain = open_kernel(*state, text);
	const struct run_profile *p = &x.profile;
	uint64_t sum = 0;

	execution_init(&x, 1024);
	run(rb, 1000, 2, &calls, &x);
	assert_true(x.cost.known);
	assert_int_equal(x.cost.ticks, cost_of(plain, 1000, &calls, 2).ticks);
	assert_int_equal(p->n, 4);
	assert_string_equal(p->functions[0].name, "many");
	assert_in_range(p->functions[0].ticks, 20000, 20010);
	assert_string_equal(p->functions[1].name, "library");
	assert_in_range(p->functions[1].ticks, 8000, 8010);
	assert_string_equal(p->functions[2].name, "few");
	assert_in_range(p->functions[2].ticks, 4000, 4020);
	assert_string_equal(p->functions[3].name, "kernel");
	for (size_t i = 0; i < p->n; i++)
		sum += p->functions[i].ticks;
	assert_int_equal(sum, x.cost.ticks);
	run_box_close(plain);
	run_box_close(rb);
}

static void counted__a_profile_out_of_order_is_left_out(void **state)
{
	cleanup_execution struct execution x;
	struct run_box *rb =
		open_kernel(*state, "#include <stdio.h>\nlong kernel(long n) { dprintf(4,"
				    "\"profile 7 a-b\\nprofile x y\\nprofile 5\\nprofile 12 right\\nprofile\\n"
				    "profile 99999999999999999999 y\\nprofile 3 \\n\"); return n; }");

	execution_init(&x, 1024);
	run(rb, 1, 0, &whole, &x);
	assert_true(x.cost.known);
	assert_int_equal(x.profile.n, 2);
	assert_int_equal(x.profile.functions[0].ticks, 12);
	assert_string_equal(x.profile.functions[0].name, "right");
	assert_string_equal(x.profile.functions[1].name, "");
	run_box_close(rb);
}

/* Its counts are others, and as steady. */
static void counted__what_clang_builds_is_counted_too(void **state)
{
	static const char text[] = "long kernel(long n) { volatile long s = 0; while (n-- > 0) s += n; return 0; }";
	const struct fixture *gcc = *state;
	struct workbench w = *gcc->w;
	struct fixture f = { .w = &w };
	cleanup_execution struct execution x;
	struct err e = ERR_INIT;
	struct run_counting how = whole;
	struct run_cost small, large, again;
	struct run_box *rb;
	struct build b;

	if (toolchain_open("clang", &w.tc, &e) == -ENOENT)
		skip();
	f.runner = build_driver(&w);
	rb = open_kernel(&f, text);
	small = cost_of(rb, 100000, &whole, 0);
	large = cost_of(rb, 200000, &whole, 0);
	again = cost_of(rb, 200000, &whole, 0);
	assert_in_range(small.ticks, 10000, 300000);
	assert_in_range(large.ticks, 19 * small.ticks / 10, 21 * small.ticks / 10);
	assert_same(&large, &again);
	how.budget = small.ticks;
	assert_int_equal(cost_of(rb, 100000, &how, 0).ticks, small.ticks);
	how.budget--;
	execution_init(&x, 1024);
	run(rb, 100000, 0, &how, &x);
	assert_true(x.cost.known && x.cost.over_budget);
	run_box_close(rb);
	b = build_kernel(&w,
			 "__attribute__((no_sanitize(\"coverage\")))\nlong kernel(long n) {"
			 " volatile long s = 0; while (n-- > 0) s += n;\n__asm__(\"\"); return 0; }",
			 false);
	assert_int_equal(b.end, BUILD_OK);
	assert_int_equal(b.counted->escapes, 2);
	assert_int_equal(b.counted->findings[0].kind, COST_FINDING_ATTRIBUTE);
	assert_int_equal(b.counted->findings[1].kind, COST_FINDING_INLINE);
	assert_int_equal(b.counted->findings[1].line, 3);
	build_clear(&b);
	artifact_clear(&f.runner);
	toolchain_close(w.tc);
}

static void counted__an_order_that_makes_no_sense_is_refused(void **state)
{
	cleanup_execution struct execution x;
	struct run_box *rb = open_kernel(*state, "long kernel(long n) { return n; }");
	struct run_counting how = { .budget = 0 };
	cleanup_fd int input = -1;
	struct err e = ERR_INIT;

	execution_init(&x, 1024);
	assert_int_equal(fs_memfd("input", "1 0", 3, &input, &e), 0);
	assert_int_equal(run_box_count(rb, input, &how, &x, &e), -EINVAL);
	how.budget = (uint64_t)INT64_MAX;
	assert_int_equal(run_box_count(rb, input, &how, &x, &e), -EINVAL);
	run_box_close(rb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counted__twenty_runs_say_the_same),
		cmocka_unit_test(counted__a_run_by_exec_says_the_same),
		cmocka_unit_test(counted__a_budget_is_enough_or_is_not),
		cmocka_unit_test(counted__heap_is_what_is_in_use_at_once),
		cmocka_unit_test(counted__static_memory_counts_as_it_is_used),
		cmocka_unit_test(counted__a_little_static_memory_is_free),
		cmocka_unit_test(counted__stack_grows_with_the_depth_exactly),
		cmocka_unit_test(counted__stack_has_its_gaps_seen),
		cmocka_unit_test(counted__phases_add_up_their_ticks),
		cmocka_unit_test(counted__phases_have_bytes_of_their_own),
		cmocka_unit_test(counted__a_budget_is_the_phase_s),
		cmocka_unit_test(counted__chance_is_a_function_of_the_seed),
		cmocka_unit_test(counted__what_is_seeded_does_not_draw),
		cmocka_unit_test(counted__nobody_sleeps_but_the_clock_goes_on),
		cmocka_unit_test(counted__who_sleeps_until_a_time_wakes_up_behind_it),
		cmocka_unit_test(counted__growth_is_charged_for_what_it_keeps),
		cmocka_unit_test(counted__a_forged_note_is_not_known),
		cmocka_unit_test(counted__an_overflow_of_the_stack_is_told),
		cmocka_unit_test(counted__functions_are_told_apart_if_asked_for),
		cmocka_unit_test(counted__a_profile_out_of_order_is_left_out),
		cmocka_unit_test(counted__what_clang_builds_is_counted_too),
		cmocka_unit_test(counted__an_order_that_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}

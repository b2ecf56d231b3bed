/*
 * What a counted run says, in real boxes: steps and bytes of stack, each the same in every run however it was started;
 * and nothing where the candidate has spoken in the runtime's name.
 */
#include "runners/cost_pass.h"
#include "sandbox/base/fs.h"
#include "tests/support/counted.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

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
	struct run_box *rb = counted_kernel(*state, ADDRESSES);
	struct run_cost first = counted_cost(rb, 1000, &counted_whole, 0);

	for (int i = 0; i < 20; i++) {
		struct run_cost again = counted_cost(rb, 1000, &counted_whole, 0);

		counted_same(&first, &again);
	}
	run_box_close(rb);
}

/* abort() is what makes a server irregular: what comes behind it is run by exec. */
static void counted__a_run_by_exec_says_the_same(void **state)
{
	cleanup_execution struct execution x;
	struct run_box *rb = counted_kernel(*state, ADDRESSES);
	struct run_cost served, by_exec;

	execution_init(&x, 1024);
	counted_run(rb, 1000, 1, &counted_whole, &x);
	assert_true(x.served && x.cost.known);
	served = x.cost;
	counted_run(rb, -1, 0, &counted_whole, &x);
	assert_int_equal(x.used.signal, SIGABRT);
	assert_false(x.cost.known);
	counted_run(rb, 1000, 1, &counted_whole, &x);
	assert_true(!x.served && x.cost.known);
	by_exec = x.cost;
	counted_same(&served, &by_exec);
	run_box_close(rb);
}

static void counted__a_budget_is_enough_or_is_not(void **state)
{
	cleanup_execution struct execution x;
	struct run_box *rb = counted_kernel(*state, "#include <stdlib.h>\nlong kernel(long n)\n{ volatile long s = 0;"
						    " char *volatile p = malloc(3000); s = p[1] = 1;"
						    " for (long i = 0; i < n; i++) s += i; free(p); return 0; }");
	struct run_cost all = counted_cost(rb, 1000, &counted_whole, 0);
	struct run_counting how = { .budget = all.ticks };

	assert_in_range(all.ticks, 1000, 1100);
	assert_int_equal(counted_cost(rb, 1000, &how, 0).ticks, all.ticks);
	how.budget--;
	execution_init(&x, 1024);
	for (int i = 0; i < 3; i++) {
		counted_run(rb, 1000, 0, &how, &x);
		assert_false(x.finished);
		assert_true(x.cost.known && x.cost.over_budget);
		assert_int_equal(x.cost.ticks, how.budget);
		assert_int_equal(x.cost.heap_bytes, 3000 + COUNTED_HEADER);
	}
	run_box_close(rb);
}

#define RECURSION                                                                                 \
	"__attribute__((noipa)) static long down(long n) { volatile char a[200]; a[n % 200] = 1;" \
	" return n > 0 ? down(n - 1) + a[n % 200] : 0; }\nlong kernel(long n) { return down(n); }"

/* A frame here is 200 bytes, what is saved and the return address. */
static void counted__stack_grows_with_the_depth_exactly(void **state)
{
	static const long depths[] = { 10, 20, 40, 100, 200, 1000, 2000, 30000 };
	struct run_box *rb = counted_kernel(*state, RECURSION);
	uint64_t base = counted_cost(rb, 0, &counted_whole, 0).stack_bytes, frame = 0;

	for (size_t i = 0; i < LENGTH(depths); i++) {
		uint64_t bytes = counted_cost(rb, depths[i], &counted_whole, 0).stack_bytes;

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
		counted_kernel(*state, "long kernel(long n) { if (n) { volatile char a[1000000]; a[0] = (char)(n - 1);"
				       " return a[0]; } return 0; }");

	assert_true(counted_cost(rb, 0, &counted_whole, 0).stack_bytes < 1000);
	assert_in_range(counted_cost(rb, 2, &counted_whole, 0).stack_bytes, 1000000, 1000600);
	assert_in_range(counted_cost(rb, 1, &counted_whole, 0).stack_bytes, 1000000, 1000600 + 4096);
	run_box_close(rb);
}

static void counted__phases_add_up_their_ticks(void **state)
{
	struct run_box *rb = counted_kernel(*state, "long kernel(long n) { volatile long s = 0; while (n-- > 0) s += n;"
						    " return 0; }");
	struct run_cost one = counted_cost(rb, 1000, &counted_calls, 1);

	assert_in_range(one.ticks, 1000, 1010);
	assert_int_equal(counted_cost(rb, 1000, &counted_calls, 0).ticks, 0);
	assert_int_equal(counted_cost(rb, 1000, &counted_calls, 7).ticks, 7 * one.ticks);
	assert_int_equal(counted_cost(rb, 1000, &counted_whole, 7).ticks, 8 * one.ticks);
	run_box_close(rb);
}

/* Outside of it a program may be as deep and as large as it likes; what it keeps is not the phase's. */
static void counted__phases_have_bytes_of_their_own(void **state)
{
	struct run_box *rb = counted_kernel(
		*state, "#include <stdlib.h>\nstatic char *volatile k[9]; static int calls;\n"
			"__attribute__((noipa)) static long down(long n) { volatile char a[100]; a[0] = 1;"
			" return n > 0 ? down(n - 1) + a[0] : 0; }\n"
			"long kernel(long n) { if (!calls++) { k[8] = malloc(1000000); down(20000); return 0; }\n"
			" k[calls] = malloc(10 * calls); free(k[calls]); k[calls] = malloc(5); down(n * calls);"
			" return 0; }");
	struct run_cost one = counted_cost(rb, 5, &counted_calls, 1), three = counted_cost(rb, 5, &counted_calls, 3);

	assert_int_equal(one.heap_bytes, 20 + COUNTED_HEADER);
	assert_int_equal(three.heap_bytes, 40 + COUNTED_HEADER);
	assert_in_range(one.stack_bytes, 1000, 2000);
	assert_in_range(three.stack_bytes, 2 * one.stack_bytes - 300, 2 * one.stack_bytes + 300);
	assert_in_range(counted_cost(rb, 5, &counted_whole, 1).stack_bytes, 2000000, 4000000);
	assert_in_range(counted_cost(rb, 5, &counted_whole, 1).heap_bytes, 1000000, 1000100);
	run_box_close(rb);
}

static void counted__a_budget_is_the_phase_s(void **state)
{
	cleanup_execution struct execution x;
	struct run_box *rb = counted_kernel(*state, "long kernel(long n) { volatile long s = 0; while (n-- > 0) s += n;"
						    " return 0; }");
	struct run_counting how = counted_calls;

	execution_init(&x, 1024);
	how.budget = 3 * counted_cost(rb, 1000, &counted_calls, 1).ticks;
	counted_run(rb, 1000, 3, &how, &x);
	assert_true(x.finished && x.cost.known);
	assert_int_equal(x.cost.ticks, how.budget);
	counted_run(rb, 1000, 4, &how, &x);
	assert_true(x.cost.known && x.cost.over_budget);
	assert_int_equal(x.cost.ticks, how.budget);
	/* What goes before the phase has a budget too. */
	counted_run(rb, 4000, 0, &how, &x);
	assert_true(x.cost.known && x.cost.over_budget);
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
	{ "a counter written over",
	  "{ extern long left __asm__(\"" COUNTED_NAME ".block\"); left += 1000000; return 0; }" },
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
	rb = counted_many(*state, "#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n", texts,
			  LENGTH(texts));
	execution_init(&x, 1024);
	for (size_t i = 0; i < LENGTH(forgers); i++) {
		counted_run(rb, (long)i, 0, &counted_whole, &x);
		if (x.cost.known)
			fail_msg("%s: %lu steps are believed", forgers[i].name, x.cost.ticks);
	}
	/* It is none of their texts. */
	assert_true(counted_cost(rb, LENGTH(forgers), &counted_whole, 0).known);
	run_box_close(rb);
}

static void counted__an_overflow_of_the_stack_is_told(void **state)
{
	cleanup_execution struct execution x;
	struct run_box *rb = counted_kernel(*state, RECURSION);

	execution_init(&x, 1024);
	counted_run(rb, 10000000, 0, &counted_whole, &x);
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
	struct run_box *rb = counted_kernel_as(*state, text, true), *plain = counted_kernel(*state, text);
	const struct run_profile *p = &x.profile;
	uint64_t sum = 0;

	execution_init(&x, 1024);
	counted_run(rb, 1000, 2, &counted_calls, &x);
	assert_true(x.cost.known);
	assert_int_equal(x.cost.ticks, counted_cost(plain, 1000, &counted_calls, 2).ticks);
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
		counted_kernel(*state, "#include <stdio.h>\nlong kernel(long n) { dprintf(4,"
				       "\"profile 7 a-b\\nprofile x y\\nprofile 5\\nprofile 12 right\\nprofile\\n"
				       "profile 99999999999999999999 y\\nprofile 3 \\n\"); return n; }");

	execution_init(&x, 1024);
	counted_run(rb, 1, 0, &counted_whole, &x);
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
	const struct counted *gcc = *state;
	struct workbench w = *gcc->w;
	struct counted f = { .w = &w };
	cleanup_execution struct execution x;
	struct err e = ERR_INIT;
	struct run_counting how = counted_whole;
	struct run_cost small, large, again;
	struct run_box *rb;
	struct build b;

	if (toolchain_open("clang", &w.tc, &e) == -ENOENT)
		skip();
	f.runner = counted_runner(&w, counted_driver, true);
	rb = counted_kernel(&f, text);
	small = counted_cost(rb, 100000, &counted_whole, 0);
	large = counted_cost(rb, 200000, &counted_whole, 0);
	again = counted_cost(rb, 200000, &counted_whole, 0);
	assert_in_range(small.ticks, 10000, 300000);
	assert_in_range(large.ticks, 19 * small.ticks / 10, 21 * small.ticks / 10);
	counted_same(&large, &again);
	how.budget = small.ticks;
	assert_int_equal(counted_cost(rb, 100000, &how, 0).ticks, small.ticks);
	how.budget--;
	execution_init(&x, 1024);
	counted_run(rb, 100000, 0, &how, &x);
	assert_true(x.cost.known && x.cost.over_budget);
	run_box_close(rb);
	b = counted_object(&w,
			   "__attribute__((no_sanitize(\"coverage\")))\nlong kernel(long n) {"
			   " volatile long s = 0; while (n-- > 0) s += n;\n__asm__(\"\"); return 0; }",
			   COUNTED_NAME, false);
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
	struct run_box *rb = counted_kernel(*state, "long kernel(long n) { return n; }");
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
		cmocka_unit_test(counted__stack_grows_with_the_depth_exactly),
		cmocka_unit_test(counted__stack_has_its_gaps_seen),
		cmocka_unit_test(counted__phases_add_up_their_ticks),
		cmocka_unit_test(counted__phases_have_bytes_of_their_own),
		cmocka_unit_test(counted__a_budget_is_the_phase_s),
		cmocka_unit_test(counted__a_forged_note_is_not_known),
		cmocka_unit_test(counted__an_overflow_of_the_stack_is_told),
		cmocka_unit_test(counted__functions_are_told_apart_if_asked_for),
		cmocka_unit_test(counted__a_profile_out_of_order_is_left_out),
		cmocka_unit_test(counted__what_clang_builds_is_counted_too),
		cmocka_unit_test(counted__an_order_that_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests(tests, counted_open, counted_close);
}

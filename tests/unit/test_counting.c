/*
 * What a build with a counter promises, in real boxes: the same count in each run, a budget that is enough or is not,
 * and work that is counted however it is written.
 */
#include "runners/runner.h"

#include "runners/cost_pass.h"
#include "sandbox/base/fs.h"
#include "tests/support/workbench.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

#define COUNTER "counter_7f3a"

/* Plays "NAME BUDGET N": the steps that kernel(N) took of the budget. */
static const char driver[] =
	"#include \"driver.h\"\n"
	"#include <dlfcn.h>\n"
	"static struct { int64_t left; uint64_t scratch; void (*out)(void); } *counter;\n"
	"static long (*kernel)(long);\n"
	"const struct driver_function driver_functions[] = { { \"kernel\", (void **)&kernel }, { 0, 0 } };\n"
	"static void out(void)\n"
	"{\n"
	"	driver_complain(\"out of budget\");\n"
	"}\n"
	"void driver_run(void)\n"
	"{\n"
	"	char name[64] = \"\";\n"
	"	size_t len;\n"
	"	const char *token = driver_read_token(&len);\n"
	"	int64_t budget = driver_read_i64(), n = driver_read_i64();\n"
	"	for (size_t i = 0; i < len; i++)\n"
	"		name[i] = token[i];\n"
	"	counter = dlsym(dlopen(\"/box/candidate.so\", RTLD_NOW | RTLD_NOLOAD), name);\n"
	"	counter->out = out;\n"
	"	counter->left = budget;\n"
	"	kernel(n);\n"
	"	driver_write_i64(budget - counter->left);\n"
	"}\n";

#define UNCOUNTED "__attribute__((no_sanitize_coverage)) "

/* Each does a number of steps that is 2^growth times as large for twice the n. */
static const struct kernel {
	const char *name;
	int growth;
	const char *text;
} kernels[] = {
	{ "a loop", 1, "long kernel(long n) { volatile long s = 0; while (n-- > 0) s += n; return s; }" },
	{ "two loops", 2,
	  "long kernel(long n) { volatile long s = 0; for (long i = 0; i < n; i++) for (long k = 0; k < n; k++) s += k;"
	  " return s; }" },
	{ "no loop", 0, "long kernel(long n) { return 2 * n; }" },
	{ "a loop that is not counted", 1,
	  UNCOUNTED "long kernel(long n) { volatile long s = 0; while (n-- > 0) s += n; return s; }" },
	{ "two loops that are not counted", 2,
	  UNCOUNTED "long kernel(long n) { volatile long s = 0; for (long i = 0; i < n; i++)"
		    " for (long k = 0; k < n; k++) s += k; return s; }" },
	{ "recursion that is not counted", 1,
	  UNCOUNTED "static __attribute__((noinline, noclone)) long f(long n, volatile long *p)"
		    " { return n ? *p + f(n - 1, p) * 3 : 0; }\n"
		    "long kernel(long n) { volatile long x = 1; return f(n, &x); }" },
	{ "long jumps that are not counted", 1,
	  "#include <setjmp.h>\nstatic jmp_buf j;\n" UNCOUNTED
	  "long kernel(long n) { volatile long k = 0; setjmp(j); if (k++ < n) longjmp(j, 1); return k; }" },
	{ "computed jumps that are not counted", 1,
	  UNCOUNTED "long kernel(long n) { static const void *const to[] = { &&a, &&b }; volatile long s = 0;"
		    " goto *to[n & 1];\na: s++; if (--n < 0) return s; goto *to[s & 1];\n"
		    "b: s += 2; if (--n < 0) return s; goto *to[(s >> 1) & 1]; }" },
	{ "a switch in a loop", 1,
	  "long kernel(long n) { volatile long s = 0; while (n-- > 0) switch (n % 7) { case 0: s += 3; break;"
	  " case 1: s ^= 5; break; case 2: s -= 9; break; case 3: s |= 1; break; case 4: s *= 3; break;"
	  " default: s++; } return s; }" },
	{ "vectors", 1,
	  "static int a[1 << 16];\n__attribute__((optimize(\"O3\"))) long kernel(long n)"
	  " { for (long i = 0; i < n; i++) a[i] = a[i] * 3 + 1; return a[5]; }" },
	{ "string instructions", 1,
	  "static char a[1 << 16];\n__attribute__((optimize(\"Os\"))) long kernel(long n)"
	  " { struct b { char c[4096]; }; for (long i = 0; i < n; i += 64)"
	  " *(struct b *)a = *(struct b *)(a + 4096 + i % 64 * 16); return a[7]; }" },
};

static struct build build_counting(struct workbench *w, const char *text, const char *counter)
{
	struct source source = { "kernel.c", text, strlen(text) };
	static const struct signature signature = { "kernel", "long(long)" };
	struct build_spec spec = {
		.shape = BUILD_OBJECT,
		.sources = &source,
		.n_sources = 1,
		.signatures = &signature,
		.n_signatures = 1,
		.counter = counter,
	};

	return workbench_build(w, &spec);
}

static struct artifact build_driver(struct workbench *w)
{
	struct source source = { "driver.c", driver, sizeof(driver) - 1 };
	struct build_spec spec = { .shape = BUILD_RUNNER, .sources = &source, .n_sources = 1 };
	struct build b = workbench_build(w, &spec);
	struct artifact a = b.artifact;

	if (b.end != BUILD_OK)
		fail_msg("%s", b.reason);
	b.artifact = (struct artifact)ARTIFACT_INIT;
	build_clear(&b);
	return a;
}

/* The steps of kernel(n), or -1 when the budget ended it. */
static int64_t count(struct run_box *rb, int64_t budget, long n)
{
	cleanup_execution struct execution x;
	cleanup_fd int input = -1;
	struct err e = ERR_INIT;
	char text[128];
	int len = snprintf(text, sizeof(text), COUNTER ".block %lld %ld", (long long)budget, n);

	execution_init(&x, 1024);
	if (fs_memfd("input", text, (size_t)len, &input, &e) < 0 || run_box_execute(rb, input, NULL, &x, &e) < 0)
		fail_msg("%s", e.text);
	if (!strcmp(x.complaint, "out of budget"))
		return -1;
	if (!x.finished)
		fail_msg("end %d, signal %d, %s %s", x.used.end, x.used.signal, x.fault, x.printed.data);
	return strtoll(x.answer.data, NULL, 10);
}

static struct run_box *open_kernel(struct workbench *w, const struct artifact *runner, const struct build *b,
				   enum run_how how)
{
	struct run_box *rb = NULL;
	struct err e = ERR_INIT;

	if (b->end != BUILD_OK)
		fail_msg("%s", b->reason);
	if (run_box_open(w->tc, w->sandbox, runner, &b->artifact, &RUN_LIMITS_DEFAULT, how, &rb, &e) < 0)
		fail_msg("%s", e.text);
	return rb;
}

#define BUDGET 100000000

/* In a fork of a server and after an exec, with addresses that differ. */
static void assert_repeats(struct workbench *w, const struct artifact *runner, const struct kernel *k,
			   const struct build *b)
{
	int64_t first = -1;

	for (enum run_how how = RUN_SERVED; how <= RUN_EXEC; how++) {
		struct run_box *rb = open_kernel(w, runner, b, how);

		for (int i = 0; i < 3; i++) {
			int64_t steps = count(rb, BUDGET, 1000);

			if (first >= 0 && steps != first)
				fail_msg("%s: %lld steps, then %lld", k->name, (long long)first, (long long)steps);
			first = steps;
		}
		run_box_close(rb);
	}
}

static void assert_grows(struct workbench *w, const struct artifact *runner, const struct kernel *k,
			 const struct build *b)
{
	struct run_box *rb = open_kernel(w, runner, b, RUN_SERVED);
	double ratio = (double)count(rb, BUDGET, 4096) / (double)count(rb, BUDGET, 2048);

	if (ratio < 0.95 * (1 << k->growth) || ratio > 1.05 * (1 << k->growth))
		fail_msg("%s: %g times the steps for twice the size", k->name, ratio);
	run_box_close(rb);
}

static void counting__repeats_and_grows_with_the_work(void **state)
{
	cleanup_artifact struct artifact runner = build_driver(*state);

	for (size_t i = 0; i < LENGTH(kernels); i++) {
		struct build b = build_counting(*state, kernels[i].text, COUNTER);

		assert_repeats(*state, &runner, &kernels[i], &b);
		assert_grows(*state, &runner, &kernels[i], &b);
		assert_non_null(b.counted);
		assert_int_equal(b.counted->escapes, 0);
		build_clear(&b);
	}
}

static void counting__ends_at_the_same_step(void **state)
{
	cleanup_artifact struct artifact runner = build_driver(*state);

	for (size_t i = 0; i < 4; i++) {
		struct build b = build_counting(*state, kernels[i].text, COUNTER);
		struct run_box *rb = open_kernel(*state, &runner, &b, RUN_SERVED);
		int64_t steps = count(rb, BUDGET, 300);

		assert_true(steps > 0);
		for (int k = 0; k < 3; k++) {
			assert_int_equal(count(rb, steps, 300), steps);
			assert_int_equal(count(rb, steps - 1, 300), -1);
		}
		run_box_close(rb);
		build_clear(&b);
	}
}

static void counting__says_what_escapes_and_where(void **state)
{
	struct build b = build_counting(
		*state, "long kernel(long n)\n{\n\t__asm__ volatile(\"nop\" : \"+r\"(n));\n\treturn n;\n}\n", COUNTER);

	assert_int_equal(b.end, BUILD_OK);
	assert_int_equal(b.counted->escapes, 1);
	assert_int_equal(b.counted->findings[0].kind, COST_FINDING_INLINE);
	assert_string_equal(b.counted->findings[0].file, "kernel.c");
	assert_int_equal(b.counted->findings[0].line, 3);
	build_clear(&b);
}

static void counting__is_not_there_unless_it_is_asked_for(void **state)
{
	struct build b = build_counting(*state, kernels[0].text, NULL);

	assert_int_equal(b.end, BUILD_OK);
	assert_null(b.counted);
	build_clear(&b);
}

static void counting__is_for_functions_only(void **state)
{
	struct workbench *w = *state;
	struct source source = { "main.c", "int main(void) { return 0; }\n", 29 };
	struct build_spec spec = { .shape = BUILD_PROGRAM, .sources = &source, .n_sources = 1, .counter = COUNTER };
	struct build b = BUILD_INIT;
	struct err e = ERR_INIT;

	assert_int_equal(build_run(w->tc, w->sandbox, &spec, &b, &e), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counting__repeats_and_grows_with_the_work),
		cmocka_unit_test(counting__ends_at_the_same_step),
		cmocka_unit_test(counting__says_what_escapes_and_where),
		cmocka_unit_test(counting__is_not_there_unless_it_is_asked_for),
		cmocka_unit_test(counting__is_for_functions_only),
	};

	return cmocka_run_group_tests(tests, workbench_open, workbench_close);
}

/*
 * What a build with a counter promises, in real boxes: the same count in each run, a budget that is enough or is not,
 * and work that is counted however it is written.
 */
#include "runners/cost_pass.h"
#include "runners/driver/charged.h"
#include "sandbox/base/fs.h"
#include "tests/support/counted.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

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
	{ "strlen of a string that is written to", 2,
	  "#include <string.h>\nstatic char a[1 << 16];\nlong kernel(long n)"
	  " { for (long i = 0; i < n; i++) a[i] = 'a'; a[n] = 0; for (size_t i = 0; i < strlen(a); i++) a[i] = 'b';"
	  " return a[3]; }" },
	{ "a loop that becomes memset", 1,
	  "static char a[1 << 16];\nlong kernel(long n) { n *= 16; for (long i = 0; i < n; i++) a[i] = 0;"
	  " return a[3]; }" },
	{ "strings that differ at once", 0,
	  "#include <string.h>\nstatic char a[1 << 16], b[1 << 16];\nlong kernel(long n)"
	  " { memset(a, 'a', 10000); memset(b, 'b', 10000); return (strcmp(a, b) < 0) + memcmp(a, b, n); }" },
	{ "strings that differ at the end", 1,
	  "#include <string.h>\nstatic char a[1 << 16], b[1 << 16];\nlong kernel(long n)"
	  " { n *= 8; memset(a, 'a', n); memset(b, 'a', n); return (strcmp(a, b) < 0) + memcmp(a, b, n); }" },
	{ "numbers read from the rest of a string", 2,
	  "#include <stdio.h>\n#include <string.h>\nstatic char a[1 << 16];\nlong kernel(long n)"
	  " { long s = 0; int x, w; n /= 2; memset(a, ' ', 2 * n); for (long i = 0; i < n; i++) a[2 * i] = '7';"
	  " a[2 * n] = 0;"
	  " for (char *p = a; sscanf(p, \"%d%n\", &x, &w) == 1; p += w) s += x; return s; }" },
	{ "string instructions", 1,
	  "static char a[1 << 16];\n__attribute__((optimize(\"Os\"))) long kernel(long n)"
	  " { struct b { char c[4096]; }; for (long i = 0; i < n; i += 64)"
	  " *(struct b *)a = *(struct b *)(a + 4096 + i % 64 * 16); return a[7]; }" },
};

/* What the wrappers return is what the functions return. */
static const char wrapped[] =
	"#define _GNU_SOURCE\n#include <stdarg.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include"
	" <string.h>\n#include <strings.h>\n"
	"#define MUST(x) do { if (!(x)) { fprintf(stderr, \"%s\", #x); abort(); } } while (0)\n"
	"static int by_value(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }\n"
	"static int scan(const char *s, const char *f, ...) { va_list ap; va_start(ap, f); int n = vsscanf(s, f, ap);"
	" va_end(ap); return n; }\n"
	"static int print(char *s, size_t n, const char *f, ...) { va_list ap, aq; va_start(ap, f); va_copy(aq, ap);"
	" vsprintf(s, f, ap); vsnprintf(s, n, f, aq); va_end(ap); va_start(ap, f); int r = vprintf(f, ap); va_end(ap);"
	" return r; }\n"
	"__attribute__((noipa)) static char *text(const char *s) { static char a[8][64]; static int i; i = (i + 1) % 8;"
	" return strcpy(a[i], s); }\n"
	"long kernel(long n)\n{\n"
	"	char a[64], b[64], *p, *rest; int v[] = { 5, 2, 9, 1 }, x, y; const char *volatile abc = \"abcabc\";\n"
	"	size_t six = (size_t)n * 0 + 6;\n"
	"	MUST(memcpy(a, abc, six + 1) == a && !memcmp(a, abc, six + 1)); MUST(memmove(a + 1, a, six) == a +"
	" 1);\n"
	"	MUST(!memcmp(a, \"aabcabc\", six + 1)); MUST(mempcpy(a, abc, six) == a + 6); a[6] = 0;\n"
	"	MUST(memccpy(b, abc, 'c', six) == b + 3); MUST(!memccpy(b, abc, 'x', six)); MUST(memset(b, 'x', six)"
	" == b);\n"
	"	MUST(b[5] == 'x'); bzero(b, six); MUST(!b[5]); MUST(memcmp(\"abd\", abc, six / 2) > 0);\n"
	"	MUST(memcmp(\"ab\\xff\", abc, six / 2) > 0 && memcmp(abc, \"abd\", six / 2) < 0);\n"
	"	for (int i = 0; i < 600; i++) { static char q[600], r[600]; r[i] = (char)200;\n"
	"		MUST(memcmp(q, r, i) == 0 && memcmp(r, q, i + 1) > 0 && memcmp(q, r, 600) < 0);"
	" r[i] = 0; }\n"
	"	MUST(bcmp(text(\"abd\"), abc, six / 2)); MUST(memchr(abc, 'c', six) == abc + 2); MUST(!memchr(abc,"
	" 'c', six / 3));\n"
	"	MUST(rawmemchr(abc, 'b') == abc + 1); MUST(memrchr(abc, 'a', six) == abc + 3);\n"
	"	MUST(memmem(abc, six, \"ca\", 2) == abc + 2); MUST(strlen(abc) == 6 && strnlen(abc, six / 2) == 3);\n"
	"	MUST(!strcmp(strcpy(b, abc), abc)); MUST(stpcpy(b, abc) == b + 6);\n"
	"	b[7] = 'y'; MUST(strncpy(b, text(\"ab\"), six) == b && !b[5] && b[7] == 'y');\n"
	"	MUST(stpncpy(b, text(\"ab\"), six) == b + 2); MUST(!strcmp(strcat(b, abc), \"ababcabc\"));\n"
	"	MUST(!strcmp(strncat(b, abc, six / 3), \"ababcabcab\")); MUST(!strcmp(p = strdup(b), b)); free(p);\n"
	"	MUST(!strcmp(p = strndup(b, six / 2), \"aba\")); free(p); MUST(strcmp(text(\"b\"), abc) > 0);\n"
	"	MUST(!strncmp(text(\"abcx\"), abc, six / 2)); MUST(!strcasecmp(text(\"ABCabc\"), abc));\n"
	"	MUST(!strncasecmp(text(\"ABX\"), abc, six / 3)); MUST(strcoll(text(\"abc\"), abc) < 0);\n"
	"	MUST(strchr(abc, 'b') == abc + 1 && !strchr(abc, 'x')); MUST(strchrnul(abc, 'x') == abc + 6);\n"
	"	MUST(strrchr(abc, 'b') == abc + 4); MUST(strstr(abc, text(\"ca\")) == abc + 2);\n"
	"	MUST(strcasestr(abc, text(\"CA\")) == abc + 2); MUST(strspn(abc, text(\"ab\")) == 2);\n"
	"	MUST(strcspn(abc, text(\"c\")) == 2); MUST(strpbrk(abc, text(\"xc\")) == abc + 2);\n"
	"	strcpy(b, \"a,b,,c\"); MUST(!strcmp(strtok(b, \",\"), \"a\") && !strcmp(strtok(NULL, \",\"), \"b\"));\n"
	"	strcpy(b, \"a,b\"); MUST(!strcmp(strtok_r(b, \",\", &rest), \"a\") && !strcmp(rest, \"b\"));\n"
	"	strcpy(b, \"a,b\"); p = b; MUST(!strcmp(strsep(&p, \",\"), \"a\") && !strcmp(p, \"b\"));\n"
	"	MUST(atoi(text(\"-17x\")) == -17 && atol(text(\"18\")) == 18 && atoll(text(\" 19\")) == 19);\n"
	"	MUST(atof(text(\"2.5\")) == 2.5); p = text(\"ff,\"); MUST(strtol(p, &rest, 16) == 255 && *rest =="
	" ',');\n"
	"	MUST(strtoul(p, NULL, 16) == 255 && strtoll(p, NULL, 16) == 255 && strtoull(p, NULL, 16) == 255);\n"
	"	p = text(\"1.5x\"); MUST(strtod(p, &rest) == 1.5 && *rest == 'x' && strtof(p, NULL) == 1.5f);\n"
	"	MUST(sscanf(text(\"4 5\"), \"%d %d\", &x, &y) == 2 && x == 4 && y == 5);\n"
	"	MUST(scan(text(\"6\"), \"%d\", &x) == 1 && x == 6); MUST(sprintf(b, \"%d-%s\", x, abc) == 8);\n"
	"	MUST(snprintf(b, 3, \"%d-%s\", x, abc) == 8 && !strcmp(b, \"6-\")); MUST(print(b, 9, \"%d.\", x) =="
	" 2);\n"
	"	MUST(printf(\"%d\\n\", x) == 2 && puts(abc) >= 0 && fputs(abc, stdout) >= 0);\n"
	"	MUST(fwrite(abc, 2, 3, stdout) == 3); qsort(v, 4, sizeof(int), by_value); MUST(v[0] == 1 && v[3] =="
	" 9);\n"
	"	x = 5; MUST(bsearch(&x, v, 4, sizeof(int), by_value) == v + 2);\n"
	"	return n;\n}\n";

/* The steps of kernel(n), or -1 when the budget ended it. */
static int64_t count(struct run_box *rb, int64_t budget, long n)
{
	cleanup_execution struct execution x;
	cleanup_fd int input = -1;
	struct err e = ERR_INIT;
	char text[128];
	int len = snprintf(text, sizeof(text), COUNTED_NAME ".block %lld %ld", (long long)budget, n);

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
	cleanup_artifact struct artifact runner = counted_runner(*state, driver, false);

	for (size_t i = 0; i < LENGTH(kernels); i++) {
		struct build b = counted_object(*state, kernels[i].text, COUNTED_NAME, false);

		assert_repeats(*state, &runner, &kernels[i], &b);
		assert_grows(*state, &runner, &kernels[i], &b);
		assert_non_null(b.counted);
		assert_int_equal(b.counted->escapes, 0);
		build_clear(&b);
	}
}

static void counting__does_not_change_what_the_library_does(void **state)
{
	cleanup_artifact struct artifact runner = counted_runner(*state, driver, false);
	struct build b = counted_object(*state, wrapped, COUNTED_NAME, false);
	struct run_box *rb = open_kernel(*state, &runner, &b, RUN_SERVED);

	assert_true(count(rb, BUDGET, 1) > 100);
	assert_int_equal(count(rb, 90, 1), -1);
	run_box_close(rb);
	build_clear(&b);
}

/* Each name of charged.h has its wrapper, or this does not link. */
static void counting__wraps_every_name_on_the_list(void **state)
{
	cleanup_buf struct buf text;
	struct build b;

	buf_init(&text, SOURCE_BYTES_MAX);
#define X(name) buf_puts(&text, "extern void f_" #name "(void) __asm__(\"" #name "\");\n");
	CHARGED_FUNCTIONS(X)
#undef X
	buf_puts(&text, "long kernel(long n)\n{\n	void (*const all[])(void) = {\n");
#define X(name) buf_puts(&text, "		f_" #name ",\n");
	CHARGED_FUNCTIONS(X)
#undef X
	buf_puts(&text, "	};\n	all[n]();\n	return 0;\n}\n");
	b = counted_object(*state, text.data, COUNTED_NAME, false);
	if (b.end != BUILD_OK)
		fail_msg("%s", b.reason);
	build_clear(&b);
}

static void counting__ends_at_the_same_step(void **state)
{
	cleanup_artifact struct artifact runner = counted_runner(*state, driver, false);

	for (size_t i = 0; i < 4; i++) {
		struct build b = counted_object(*state, kernels[i].text, COUNTED_NAME, false);
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
	struct build b = counted_object(
		*state, "long kernel(long n)\n{\n\t__asm__ volatile(\"nop\" : \"+r\"(n));\n\treturn n;\n}\n",
		COUNTED_NAME, false);

	assert_int_equal(b.end, BUILD_OK);
	assert_int_equal(b.counted->escapes, 1);
	assert_int_equal(b.counted->findings[0].kind, COST_FINDING_INLINE);
	assert_string_equal(b.counted->findings[0].file, "kernel.c");
	assert_int_equal(b.counted->findings[0].line, 3);
	build_clear(&b);
}

static void counting__is_not_there_unless_it_is_asked_for(void **state)
{
	struct build b = counted_object(*state, kernels[0].text, NULL, false);

	assert_int_equal(b.end, BUILD_OK);
	assert_null(b.counted);
	build_clear(&b);
}

/* The cache gets what counting objects are linked with, once, and nothing of the candidate's. */
static void counting__keeps_what_is_trusted_only(void **state)
{
	static const struct signature signature = { "kernel", "long(long)" };
	struct source source = { "kernel.c", kernels[0].text, strlen(kernels[0].text) };
	struct build_spec spec = { .shape = BUILD_OBJECT,
				   .sources = &source,
				   .n_sources = 1,
				   .signatures = &signature,
				   .n_signatures = 1,
				   .counter = COUNTED_NAME };
	cleanup_free char *dir = NULL;
	cleanup_free char **names = NULL;
	struct err e = ERR_INIT;
	uint64_t bytes = 0;
	size_t n;

	assert_int_equal(fs_temp_dir(NULL, "judge-counting-", &dir, &e), 0);
	spec.cache_dir = dir;
	for (int i = 0; i < 2; i++) {
		struct build b = workbench_build(*state, &spec);

		assert_int_equal(b.end, BUILD_OK);
		assert_true(bytes == 0 || b.artifact.bytes == bytes);
		bytes = b.artifact.bytes;
		build_clear(&b);
		assert_int_equal(fs_list(AT_FDCWD, dir, 10, &names, &n, &e), 0);
		assert_int_equal(n, 1);
		if (i == 0) {
			free(names);
			names = NULL;
		}
	}
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
}

static void counting__is_for_functions_only(void **state)
{
	struct workbench *w = *state;
	struct source source = { "main.c", "int main(void) { return 0; }\n", 29 };
	struct build_spec spec = {
		.shape = BUILD_PROGRAM, .sources = &source, .n_sources = 1, .counter = COUNTED_NAME
	};
	struct build b = BUILD_INIT;
	struct err e = ERR_INIT;

	assert_int_equal(build_run(w->tc, w->sandbox, &spec, &b, &e), -EINVAL);
	spec.counter = NULL;
	spec.counts = true;
	assert_int_equal(build_run(w->tc, w->sandbox, &spec, &b, &e), -EINVAL);
	spec.shape = BUILD_RUNNER;
	spec.sanitize = true;
	assert_int_equal(build_run(w->tc, w->sandbox, &spec, &b, &e), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counting__repeats_and_grows_with_the_work),
		cmocka_unit_test(counting__does_not_change_what_the_library_does),
		cmocka_unit_test(counting__wraps_every_name_on_the_list),
		cmocka_unit_test(counting__ends_at_the_same_step),
		cmocka_unit_test(counting__says_what_escapes_and_where),
		cmocka_unit_test(counting__is_not_there_unless_it_is_asked_for),
		cmocka_unit_test(counting__keeps_what_is_trusted_only),
		cmocka_unit_test(counting__is_for_functions_only),
	};

	return cmocka_run_group_tests(tests, workbench_open, workbench_close);
}

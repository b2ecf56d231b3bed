/*
 * What the allocator of counted runs says, in real boxes: the most that is in use at once, to the byte; static memory
 * as it is used; and steps for what a block keeps when it grows.
 */
#include "tests/support/counted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* What the most is that is in use at once; of n = 1000. */
static const struct {
	const char *name;
	uint64_t bytes;
	const char *text;
} heaps[] = {
	{ "nothing", 0, "{ return n; }" },
	{ "one block", 1000 + COUNTED_HEADER, "{ void *p = malloc(n); keep(p); free(p); return 0; }" },
	{ "one after the other", 1000 + COUNTED_HEADER,
	  "{ for (int i = 0; i < 9; i++) { keep(malloc(n)); free(k); } return 0; }" },
	{ "all at once", 1000 * (8 + COUNTED_HEADER), "{ for (int i = 0; i < n; i++) keep(malloc(8)); return 0; }" },
	{ "zeroed", 4 * 1000 + COUNTED_HEADER,
	  "{ int *p = calloc(n, 4); for (int i = 0; i < n; i++) if (p[i]) abort(); return 0; }" },
	{ "zeroed again", 4 * 1000 + COUNTED_HEADER,
	  "{ memset(keep(malloc(4 * n)), 7, 4 * n); free(k); int *p = calloc(n, 4);"
	  " for (int i = 0; i < n; i++) if (p[i]) abort(); return 0; }" },
	{ "grown", 8 * 1000 + COUNTED_HEADER,
	  "{ char *p = 0; for (int i = 1; i <= n; i++) { p = realloc(p, 8 * i); p[8 * i - 8] = i; }"
	  " for (int i = 1; i <= n; i++) if (p[8 * i - 8] != (char)i) abort(); return 0; }" },
	{ "grown where it is, being the last", 6 * 90000 + COUNTED_HEADER,
	  "{ char *p = malloc(90 * n), *q = p, *r; memset(p, 5, 90 * n); p = realloc(p, 270 * n); r = malloc(n);"
	  " if (p != q || p[90 * n - 1] != 5 || p[90 * n] || r < p + 270 * n) abort(); free(r); free(p);"
	  " if (malloc(270 * n) != p || realloc(p, 540 * n) == q) abort(); return 0; }" },
	{ "shrunk", 9000 + 1000 + 2 * COUNTED_HEADER,
	  "{ void *p = malloc(9 * n); p = realloc(p, 10); p = realloc(p, 9000);"
	  " keep(malloc(n)); free(p); return 0; }" },
	{ "aligned", 3 * (1000 + COUNTED_HEADER),
	  "{ void *p, *q = memalign(4096, n), *r = keep(aligned_alloc(64, n)); if (posix_memalign(&p, 256, n)) abort();"
	  " if ((uintptr_t)p % 256 || (uintptr_t)q % 4096 || (uintptr_t)r % 64) abort(); memset(q, 1, n);"
	  " q = realloc(q, n); free(q); free(p); free(r); return 0; }" },
	{ "a copied string", 1001 + COUNTED_HEADER,
	  "{ static char t[2000]; memset(t, 'a', n); free(keep(strdup(t))); return 0; }" },
	{ "large blocks", (1 << 20) + 2000 + 2 * COUNTED_HEADER,
	  "{ for (int i = 0; i < 50; i++) { char *p = keep(malloc(1 << 20)), *q = keep(malloc(2 * n));"
	  " memset(p, i, 1 << 20);"
	  " if (p[1 << 19] != (char)i) abort(); free(q); free(p); } return 0; }" },
	{ "a mapping", 8192,
	  "{ for (int i = 0; i < 3; i++) {"
	  " char *p = mmap(0, 5000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);"
	  " p[4999] = 1; munmap(p, 5000); } return 0; }" },
	{ "the break", 5000, "{ char *p = sbrk(5000); p[4999] = 1; sbrk(-5000); return 0; }" },
	{ "nothing left of a block", 1000 + COUNTED_HEADER,
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
	rb = counted_many(*state,
			  "#define _GNU_SOURCE\n#include <stdlib.h>\n#include <stdint.h>\n#include <string.h>\n#include"
			  " <malloc.h>\n#include <unistd.h>\n#include <sys/mman.h>\n"
			  "static void *volatile k;\nstatic inline void *keep(void *p) { k = p; return p; }\n",
			  texts, LENGTH(texts));
	for (size_t i = 0; i < LENGTH(heaps); i++) {
		struct run_cost cost = counted_cost(rb, (long)i, &counted_whole, 0);

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
	struct run_box *rb = counted_kernel(*state, STATICS);
	struct run_cost first = counted_cost(rb, 1000, &counted_whole, 0), again;

	assert_int_equal(counted_cost(rb, 1, &counted_whole, 1).heap_bytes, 4096);
	assert_int_equal(counted_cost(rb, 4097, &counted_whole, 1).heap_bytes, 2 * 4096);
	assert_int_equal(counted_cost(rb, 200 * 4096, &counted_whole, 3).heap_bytes, 201 * 4096);
	assert_int_equal(counted_cost(rb, 200 * 4096, &counted_calls, 3).heap_bytes, 0);
	again = counted_cost(rb, 1000, &counted_whole, 0);
	counted_same(&first, &again);
	run_box_close(rb);
}

/* So little of it is a constant. */
static void counted__a_little_static_memory_is_free(void **state)
{
	struct run_box *rb = counted_kernel(*state, "#include <string.h>\nstatic char few[60000];\n"
						    "long kernel(long n) { memset(few, 7, n); return few[n / 2]; }");

	assert_int_equal(counted_cost(rb, 60000, &counted_whole, 0).heap_bytes, 0);
	run_box_close(rb);
}

/* Growing by one keeps all that is there each time, whether it has to be moved or not. */
static void counted__growth_is_charged_for_what_it_keeps(void **state)
{
	struct run_box *rb =
		counted_kernel(*state, "#include <stdlib.h>\nlong kernel(long n) { char *p = 0;"
				       " for (long i = 1; i <= n; i++) { p = realloc(p, i * 16); p[i] = 1; }"
				       " free(p); return 0; }");
	uint64_t one = counted_cost(rb, 1000, &counted_whole, 0).ticks,
		 two = counted_cost(rb, 2000, &counted_whole, 0).ticks;

	assert_in_range(one, 1000 * 999 / 2, 1000 * 1020 / 2);
	assert_in_range(two, 39 * one / 10, 4 * one);
	run_box_close(rb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counted__heap_is_what_is_in_use_at_once),
		cmocka_unit_test(counted__static_memory_counts_as_it_is_used),
		cmocka_unit_test(counted__a_little_static_memory_is_free),
		cmocka_unit_test(counted__growth_is_charged_for_what_it_keeps),
	};

	return cmocka_run_group_tests(tests, counted_open, counted_close);
}

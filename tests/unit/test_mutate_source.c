/*
 * What the mutation of sources promises: each class on a small source, nothing of what is no code is ever touched, and
 * every edit keeps the lines.
 */
#include "judge/author/mutate_source.h"
#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct mutations {
	struct arena memory;
	struct mutation *list;
	size_t n;
};

static struct mutations mutate(const char *text)
{
	struct mutations m = { .n = 77 };
	struct err e = ERR_INIT;

	arena_init(&m.memory, 1 << 24);
	if (mutate_source(text, strlen(text), &m.memory, &m.list, &m.n, &e) < 0)
		fail_msg("%s", e.text);
	return m;
}

/* All that a class makes of a text: "1:6 < -> <=", one a line; of no class (NULL) all of them. */
static void assert_made(const char *class, const char *text, const char *expected)
{
	struct mutations m = mutate(text);
	cleanup_buf struct buf b;

	buf_init(&b, 1 << 16);
	buf_puts(&b, "");
	for (size_t i = 0; i < m.n; i++) {
		const struct mutation *x = &m.list[i];

		if (!class || !strcmp(mutation_class(x->class)->name, class))
			buf_printf(&b, "%u:%u %s -> %s\n", x->line, x->column, x->before, x->after);
	}
	assert_string_equal(b.len ? b.data : "", expected);
	arena_clear(&m.memory);
}

/* ---- the classes ------------------------------------------------------------------------------------------------- */

static void class__boundary(void **state)
{
	(void)state;
	assert_made("boundary", "int f(int a) { return a < 1 || a >= 2; }", "1:25 < -> <=\n1:34 >= -> >\n");
	assert_made("boundary", "int f(int a) { return a << 1 == a->b; }", "");
}

static void class__comparison(void **state)
{
	(void)state;
	assert_made("comparison", "int f(int a) { return a == 1 || a != 2 || a < 3; }",
		    "1:25 == -> !=\n1:35 != -> ==\n1:45 < -> >\n");
}

static void class__condition(void **state)
{
	(void)state;
	assert_made("condition", "void f(int a) { if (a) f(a); while (a && g(a)) a--; }",
		    "1:21 a -> !(a)\n1:37 a && g(a) -> !(a && g(a))\n");
	assert_made("condition", "void f(int a) { for (int i = 0; i < a; i++) f(g(';')); for (;;) ; }",
		    "1:33 i < a -> !(i < a)\n");
}

static void class__logical(void **state)
{
	(void)state;
	assert_made("logical", "int f(int a) { return a && (a || a); }", "1:25 && -> ||\n1:31 || -> &&\n");
}

static void class__arithmetic_has_two_operands(void **state)
{
	(void)state;
	assert_made("arithmetic", "int f(int a) { return a + 1 * a % 2; }", "1:25 + -> -\n1:29 * -> /\n1:33 % -> /\n");
	assert_made("arithmetic",
		    "int f(int *p, char *const *q) { struct s *r; if (p) *p = -1; return (int *)p == (int)*p; }", "");
	assert_made("arithmetic", "void f(int a) { a += 2; b[1] -= a; }", "1:19 += -> -=\n1:30 -= -> +=\n");
	assert_made("arithmetic", "int f(int *p) { return *p++ - (*p) * 2; }", "1:29 - -> +\n1:36 * -> /\n");
}

static void class__bits_has_two_operands(void **state)
{
	(void)state;
	assert_made("bits", "int f(int a) { return a & 1 | a << 2 ^ g(&a); }",
		    "1:25 & -> |\n1:29 | -> &\n1:33 << -> >>\n1:38 ^ -> |\n");
	assert_made("bits", "void f(int a) { a |= 1; a >>= 1; }", "1:19 |= -> &=\n1:27 >>= -> <<=\n");
}

static void class__sign_has_one_operand(void **state)
{
	(void)state;
	assert_made("sign", "int f(int a) { if (!a) return -a; return ~a - 1; }",
		    "1:20 ! -> \n1:31 - -> \n1:42 ~ -> \n");
}

static void class__step(void **state)
{
	(void)state;
	assert_made("step", "void f(int a) { a++; --a; }", "1:18 ++ -> --\n1:22 -- -> ++\n");
}

static void class__number_is_one_more_and_one_less(void **state)
{
	(void)state;
	assert_made("number", "long f(void) { return 7; }", "1:23 7 -> 8\n1:23 7 -> 6\n");
	assert_made("number", "long f(void) { return 0xffUL; }", "1:23 0xffUL -> 0x100UL\n1:23 0xffUL -> 0xfeUL\n");
	assert_made("number", "int f(int a) { return a - 0; }", "1:27 0 -> 1\n1:27 0 ->  -1\n");
	assert_made("number", "double f(void) { return 1.5 + 1e3; }", "");
	assert_made("number", "long f(void) { return 0xffffffffffffffff; }",
		    "1:23 0xffffffffffffffff -> 0xfffffffffffffffe\n");
	assert_made("number", "long f(void) { return 99999999999999999999; }", "");
}

static void class__number_makes_no_array_larger(void **state)
{
	(void)state;
	assert_made("number", "int f(int i) { int a[4]; return i; }", "1:22 4 -> 3\n");
	assert_made("number", "static char *a[4][5];", "1:16 4 -> 3\n1:19 5 -> 4\n");
	assert_made("number", "int f(int *a) { return a[4]; }", "1:26 4 -> 5\n1:26 4 -> 3\n");
}

static void class__constant(void **state)
{
	(void)state;
	assert_made("constant", "int f(void) { return 7 + 1 + 0; }", "1:22 7 -> 0\n");
	assert_made("constant", "bool f(void) { return true; }", "1:23 true -> false\n");
	assert_made("constant", "int f(void) { return 'a' + 'z' + '\\n'; }",
		    "1:22 'a' -> 'b'\n1:28 'z' -> 'y'\n1:34 '\\n' -> 'x'\n");
}

static void class__index(void **state)
{
	(void)state;
	assert_made("index", "int f(int *a, int i) { return a[i]; }", "1:33 i -> i + 1\n1:33 i -> i - 1\n");
	assert_made("index", "int f(int *a, int i) { return a[i & 3]; }",
		    "1:33 i & 3 -> (i & 3) + 1\n1:33 i & 3 -> (i & 3) - 1\n");
	assert_made("index", "int f(int i) { int a[N]; struct s b[N]; char *d[N]; return i; }", "");
}

static void class__statement(void **state)
{
	(void)state;
	assert_made("statement", "void f(int a) { int b = 1; size_t c; struct s *d; s *e = 0; b = a; g(a); return; }",
		    "1:61 b = a; -> ;\n1:68 g(a); -> ;\n");
	assert_made("statement", "int f(int a) { if (a) return 1; else a = 2; do a--; while (a); return a; }",
		    "1:23 return 1; -> ;\n1:38 a = 2; -> ;\n1:48 a--; -> ;\n");
	assert_made("statement",
		    "void f(int a) { switch (a) { case 1: g(); break; default: h(a ? b : c); } end: g(); }",
		    "1:38 g(); -> ;\n1:43 break; -> ;\n1:59 h(a ? b : c); -> ;\n1:80 g(); -> ;\n");
	assert_made("statement", "int a = 1; struct s { int b; t c; };", "");
	assert_made("statement", "void f(void) { g(1,\n\t2); }", "1:16 g(1,\n\t2); -> ;\n\n");
}

static void class__free(void **state)
{
	(void)state;
	assert_made("free", "void f(int *p) { if (p) free(p); p->free(p); free_all(p); }", "1:25 free(p); -> ;\n");
}

static void class__jump(void **state)
{
	(void)state;
	assert_made("jump", "void f(void) { for (;;) { break; continue; } }",
		    "1:27 break -> continue\n1:34 continue -> break\n");
}

static void class__result(void **state)
{
	(void)state;
	assert_made("result", "int f(int a) { if (a) return a; if (b) return 7; if (c) return NULL; return g(a); }",
		    "1:30 a -> 0\n1:77 g(a) -> 0\n");
}

static void class__each_has_a_name_of_its_own_and_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < MUTATION_CLASSES; i++) {
		assert_non_null(mutation_class(i)->what);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(mutation_class(i)->name, mutation_class(k)->name);
	}
}

/* ---- what is left alone ------------------------------------------------------------------------------------------ */

static void source__what_is_no_code_is_left_alone(void **state)
{
	(void)state;
	assert_made(NULL, "/* a < 1; b++ */ // c == 2\n", "");
	assert_made(NULL, "#include <a-1.h>\n#define N (a + 1)\n#if N < 2 && \\\n\tN > 1\n#endif\n", "");
	assert_made(NULL, "const char *s = \"a < 1 ? 'b' : 2\";\n", "");
	assert_made("number", "int a = /* 7 */ 1; // 2\n", "1:17 1 -> 2\n1:17 1 -> 0\n");
}

static void source__of_any_bytes_comes_to_an_end(void **state)
{
	static const char *const texts[] = { "",
					     "}",
					     ")))(((",
					     "f(",
					     "f() {",
					     "{ ; } ]",
					     "return",
					     "a[",
					     "a[]",
					     "if (",
					     "if ()",
					     "for (;",
					     "for (;;)",
					     "#if 1\n{\n#else\n{\n#endif\n}",
					     "\xff\x01 a-",
					     "free(",
					     "x:",
					     ":",
					     "'",
					     "\"" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct mutations m = mutate(texts[i]);

		arena_clear(&m.memory);
	}
}

/* ---- edits ------------------------------------------------------------------------------------------------------- */

#define SOURCE                                                                                    \
	"static int twice(int a)\n{\n\treturn a + a;\n}\n"                                        \
	"int f(int *a, int n)\n{\n\tif (n > 1 &&\n\t    a)\n\t\tn = g(twice(n),\n\t\t      2);\n" \
	"\treturn  a[n]   + 1;\n}\n"

static size_t lines_of(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static void edit__changes_one_place_and_keeps_the_lines(void **state)
{
	struct mutations m = mutate(SOURCE);

	(void)state;
	assert_true(m.n > 15);
	for (size_t i = 0; i < m.n; i++) {
		const struct mutation *x = &m.list[i];
		cleanup_buf struct buf b;
		struct err e = ERR_INIT;

		buf_init(&b, 1 << 16);
		assert_int_equal(mutation_apply(x, SOURCE, strlen(SOURCE), &b, &e), 0);
		assert_int_equal(lines_of(b.data), lines_of(SOURCE));
		assert_string_not_equal(b.data, SOURCE);
		assert_memory_equal(b.data, SOURCE, x->offset);
		assert_string_equal(b.data + x->offset + strlen(x->after), SOURCE + x->offset + x->length);
	}
	arena_clear(&m.memory);
}

static void edit__no_two_make_the_same_text(void **state)
{
	struct mutations m = mutate(SOURCE "int h(void) { return 2 + 1; }");

	(void)state;
	for (size_t i = 0; i < m.n; i++)
		for (size_t k = 0; k < i; k++)
			assert_false(m.list[i].offset == m.list[k].offset && m.list[i].length == m.list[k].length &&
				     !strcmp(m.list[i].after, m.list[k].after));
	arena_clear(&m.memory);
}

static const struct mutation *find(const struct mutations *m, const char *to)
{
	for (size_t i = 0; i < m->n; i++)
		if (!strcmp(m->list[i].to, to))
			return &m->list[i];
	fail_msg("no edit makes '%s'", to);
	return NULL;
}

static void edit__knows_its_line_and_its_function(void **state)
{
	struct mutations m = mutate(SOURCE);
	const struct mutation *x = find(&m, "return a[n] - 1;");

	(void)state;
	assert_string_equal(x->from, "return a[n] + 1;");
	assert_string_equal(x->function, "f");
	assert_int_equal(x->line, 11);
	assert_string_equal(find(&m, "return a - a;")->function, "twice");
	/* Of an edit over several lines, the first. */
	assert_string_equal(find(&m, "if (!(n > 1 &&")->from, "if (n > 1 &&");
	assert_string_equal(find(&m, ";")->from, "n = g(twice(n),");
	arena_clear(&m.memory);
}

static void edit__outside_of_functions_has_none(void **state)
{
	struct mutations m = mutate("static int a = 7;\nint f(int a) { return a; }\nint b[] = { 9 };\n");

	(void)state;
	assert_null(find(&m, "static int a = 8;")->function);
	assert_null(find(&m, "int b[] = { 8 };")->function);
	arena_clear(&m.memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(class__boundary),
		cmocka_unit_test(class__comparison),
		cmocka_unit_test(class__condition),
		cmocka_unit_test(class__logical),
		cmocka_unit_test(class__arithmetic_has_two_operands),
		cmocka_unit_test(class__bits_has_two_operands),
		cmocka_unit_test(class__sign_has_one_operand),
		cmocka_unit_test(class__step),
		cmocka_unit_test(class__number_is_one_more_and_one_less),
		cmocka_unit_test(class__number_makes_no_array_larger),
		cmocka_unit_test(class__constant),
		cmocka_unit_test(class__index),
		cmocka_unit_test(class__statement),
		cmocka_unit_test(class__free),
		cmocka_unit_test(class__jump),
		cmocka_unit_test(class__result),
		cmocka_unit_test(class__each_has_a_name_of_its_own_and_words),
		cmocka_unit_test(source__what_is_no_code_is_left_alone),
		cmocka_unit_test(source__of_any_bytes_comes_to_an_end),
		cmocka_unit_test(edit__changes_one_place_and_keeps_the_lines),
		cmocka_unit_test(edit__no_two_make_the_same_text),
		cmocka_unit_test(edit__knows_its_line_and_its_function),
		cmocka_unit_test(edit__outside_of_functions_has_none),
	};

	return cmocka_run_group_tests_name("mutate_source", tests, NULL, NULL);
}

/* What is read from objects of this host's compiler: names, sizes, and whether something runs when they are loaded. */
#include "runners/runner.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/spawn.h"
#include "tests/support/object_bytes.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool needs(const struct object_facts *f, const char *name)
{
	for (size_t i = 0; i < f->n_undefined; i++) {
		if (!strcmp(f->undefined[i], name))
			return true;
	}
	return false;
}

static void assert_sorted(const char **names, size_t n)
{
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(names[i - 1], names[i]) < 0);
}

/* ---- objects of the compiler ---- */

/* Compiles `source` with up to two options into `object`. */
static void compile(const char *source, const char *option1, const char *option2, struct buf *object)
{
	cleanup_free char *dir = NULL, *in = NULL, *out = NULL;
	cleanup_buf struct buf printed;
	struct err e = ERR_INIT;
	int status = -1;

	assert_int_equal(fs_temp_dir(NULL, "judge-test-", &dir, &e), 0);
	in = fs_join(dir, "a.c");
	out = fs_join(dir, "a.out");
	buf_init(&printed, 65536);
	assert_int_equal(fs_write(AT_FDCWD, in, source, strlen(source), 0600, &e), 0);
	const char *const argv[] = { "gcc", "-O1", "-w", "-o", out, in, option1, option2, NULL };

	assert_int_equal(spawn_capture(argv, 60000, &printed, &printed, &status, &e), 0);
	if (status != 0)
		print_error("%s\n", printed.data);
	assert_int_equal(status, 0);
	buf_init(object, 16 * 1024 * 1024);
	assert_int_equal(fs_read(AT_FDCWD, out, object, &e), 0);
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
}

static struct object_facts facts_of(const char *source, const char *option1, const char *option2)
{
	cleanup_buf struct buf object;
	struct object_facts facts;
	struct err e = ERR_INIT;

	compile(source, option1, option2, &object);
	assert_int_equal(read_bytes(object.data, object.len, &facts, &e), 0);
	assert_sorted(facts.defined, facts.n_defined);
	assert_sorted(facts.undefined, facts.n_undefined);
	return facts;
}

static const char library[] = "#include <stdio.h>\n"
			      "#include <stdlib.h>\n"
			      "char big[1 << 20];\n"
			      "int datum = 3;\n"
			      "__thread int local;\n"
			      "static int hidden(int a) { return abs(a) + rand(); }\n"
			      "__attribute__((weak)) int frail(void) { return 1; }\n"
			      "__attribute__((visibility(\"hidden\"))) int inner(void) { return 1; }\n"
			      "void *solve(int a) { printf(\"%d\", hidden(a)); return malloc(a); }\n";

static void assert_library(struct object_facts facts)
{
	assert_true(object_defines(&facts, "solve"));
	assert_true(object_defines(&facts, "frail"));
	assert_true(object_defines(&facts, "big"));
	assert_true(object_defines(&facts, "datum"));
	assert_true(object_defines(&facts, "local"));
	assert_false(object_defines(&facts, "hidden"));
	assert_false(object_defines(&facts, "inner"));
	assert_false(object_defines(&facts, "malloc"));
	assert_false(object_defines(&facts, ""));
	assert_true(needs(&facts, "malloc"));
	assert_true(needs(&facts, "printf"));
	assert_true(needs(&facts, "rand"));
	assert_false(needs(&facts, "solve"));
	assert_in_range(facts.static_bytes, 1 << 20, (1 << 20) + 65536);
	object_facts_clear(&facts);
}

static void object_read__lists_what_a_shared_object_defines_and_needs(void **state)
{
	(void)state;
	assert_library(facts_of(library, "-shared", "-fPIC"));
}

static void object_read__needs_no_particular_hash_table(void **state)
{
	(void)state;
	assert_library(facts_of(library, "-shared", "-Wl,--hash-style=sysv"));
	assert_library(facts_of(library, "-shared", "-Wl,--hash-style=both"));
	assert_library(facts_of(library, "-shared", "-Wl,-z,now"));
}

static void object_read__sees_what_a_program_needs_though_it_exports_nothing(void **state)
{
	static const char source[] =
		"#include <stdio.h>\nint main(void) { return fputs(\"x\", stderr) + fgetc(stdin); }";
	struct object_facts facts = facts_of(source, "-pie", "-fPIE");

	(void)state;
	assert_true(needs(&facts, "fputs"));
	assert_true(needs(&facts, "fgetc"));
	assert_true(needs(&facts, "stderr"));
	object_facts_clear(&facts);
	/* Here the linker has the variable copied into the program, which then defines it. */
	facts = facts_of(source, "-no-pie", "-fno-pie");
	assert_true(needs(&facts, "stderr"));
	assert_true(needs(&facts, "fputs"));
	object_facts_clear(&facts);
	/* Which of its names the linker then writes down is the linker's choice. */
	facts = facts_of("extern char **environ; int main(void) { return environ[0][0]; }", "-no-pie", "-fno-pie");
	assert_true(needs(&facts, "environ"));
	object_facts_clear(&facts);
}

static void object_read__takes_a_static_program_that_has_no_dynamic_table(void **state)
{
	struct object_facts facts =
		facts_of("char big[70000]; void _start(void) { for (;;) big[1]++; }", "-static", "-nostdlib");

	(void)state;
	assert_int_equal(facts.n_defined, 0);
	assert_int_equal(facts.n_undefined, 0);
	assert_true(facts.static_bytes >= 70000);
	object_facts_clear(&facts);
}

static void object_read__refuses_what_is_no_program_or_library(void **state)
{
	cleanup_buf struct buf object;

	(void)state;
	compile("int f(void) { return 1; }", "-c", "-fPIC", &object);
	assert_refused(object.data, object.len);
	assert_refused("", 0);
	assert_refused("int main(void) { return 0; } /* more than a header has, so that it is looked at */", 81);
}

static void object_read__survives_every_cut_of_a_real_object(void **state)
{
	cleanup_buf struct buf object;

	(void)state;
	compile(library, "-shared", "-fPIC", &object);
	for (size_t n = 0; n < object.len; n++) {
		struct object_facts facts;
		struct err e = ERR_INIT;
		int r;

		/* Most of the file is empty. */
		if (n > 4096 && n % 61 != 0)
			continue;
		r = read_bytes(object.data, n, &facts, &e);
		/* The end of the file is the section headers, which nobody looks at. */
		assert_true(r == 0 || r == -ENOEXEC);
		if (r == 0)
			object_facts_clear(&facts);
	}
}

static void object_read__says_when_the_file_is_shorter_than_promised_or_unreadable(void **state)
{
	struct object_facts facts;
	struct artifact a = { .fd = -1, .bytes = 4096 };
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(object_read(&a, &facts, &e), -EBADF);
	assert_int_equal(fs_memfd("object", "\177ELF", 4, &a.fd, &e), 0);
	assert_int_equal(object_read(&a, &facts, &e), -ENOEXEC);
	a.bytes = UINT64_MAX;
	assert_int_equal(object_read(&a, &facts, &e), -ENOEXEC);
	fd_close(&a.fd);
}

/* ---- what runs when it is loaded ---- */

static bool runs_early(const char *source)
{
	struct object_facts facts = facts_of(source, "-shared", "-fPIC");
	bool early = facts.runs_early;

	object_facts_clear(&facts);
	return early;
}

static void runs_early__is_false_for_plain_code(void **state)
{
	static const char *const sources[] = {
		"int f(void) { return 1; }",
		"#include <stdio.h>\n__thread int t; int f(void) { printf(\"%p\", stdout); return t++; }",
		"static int g(void) { return 1; } int (*table[])(void) = { g, g }; int f(int i) { return table[i](); }",
		"__attribute__((destructor)) static void late(void) { } int f(void) { return 1; }",
		library,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (runs_early(sources[i]))
			fail_msg("%s", sources[i]);
}

static void runs_early__is_true_for_what_the_loader_calls(void **state)
{
	static const char *const sources[] = {
		"static volatile int seen; __attribute__((constructor)) static void early(void) { seen = 1; }",
		"static volatile int seen; static void early(void) { seen = 1; }\n"
		"__attribute__((section(\".init_array\"), used)) static void (*p)(void) = early;",
		"static volatile int seen; static void early(void) { seen = 1; }\n"
		"__attribute__((section(\".ctors\"), used)) static void (*p)(void) = early;",
		"static int real(void) { return 1; } static void *choose(void) { return real; }\n"
		"int f(void) __attribute__((ifunc(\"choose\")));",
		"static int real(void) { return 1; } static void *choose(void) { return real; }\n"
		"static int hidden(void) __attribute__((ifunc(\"choose\"))); int f(void) { return hidden(); }",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (!runs_early(sources[i]))
			fail_msg("%s", sources[i]);
}

/* Of x86-64 alone is known how .init looks. */
static void runs_early__is_true_for_what_the_start_files_call(void **state)
{
	static const char *const sources[] = {
		"void __gmon_start__(void) { }",
		"__attribute__((visibility(\"hidden\"))) void __gmon_start__(void) { }",
		"void _ITM_registerTMCloneTable(void) { }\n"
		"__attribute__((section(\".tm_clone_table\"), used)) static void *p[2];",
#if defined(__x86_64__)
		"__asm__(\".section .init\\n\\tcall early\\n\\t.text\\n\");"
		" __attribute__((used)) static void early(void) { }",
#endif
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (!runs_early(sources[i]))
			fail_msg("%s", sources[i]);
}

/* A relocation that the source writes itself: the linker merges sections of this name with its own. */
static void write_relocation(char source[256], uint64_t at)
{
	snprintf(source, 256,
		 "__attribute__((section(\".rela.got\"))) const unsigned long raw[] = { 0x%llx, 8, 0 };\n"
		 "int *g; int f(void) { return *g; }",
		 (unsigned long long)at);
}

static void runs_early__is_true_for_relocations_of_what_is_no_data(void **state)
{
	/* before the object, its headers, its code, and behind it */
	static const uint64_t places[] = { (uint64_t)-4096, 0, 0x1000, 0x10000000 };
	char source[256];

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		write_relocation(source, places[i]);
		if (!runs_early(source))
			fail_msg("%s", source);
	}
}

/* Where the dynamic table lies, and where an entry of it points. */
static void find_dynamic(const char *source, int64_t tag, uint64_t *table, uint64_t *value)
{
	cleanup_buf struct buf object;
	Elf64_Ehdr h;

	compile(source, "-shared", "-fPIC", &object);
	memcpy(&h, object.data, sizeof(h));
	for (size_t i = 0; i < h.e_phnum; i++) {
		Elf64_Phdr p;
		Elf64_Dyn d = { .d_tag = -1 };

		memcpy(&p, object.data + h.e_phoff + i * sizeof(p), sizeof(p));
		if (p.p_type != PT_DYNAMIC)
			continue;
		*table = p.p_vaddr;
		for (size_t at = p.p_offset; d.d_tag != DT_NULL; at += sizeof(d)) {
			memcpy(&d, object.data + at, sizeof(d));
			if (d.d_tag == tag)
				*value = d.d_un.d_val;
		}
		return;
	}
	fail();
}

/* The layout does not depend on the number that stands there, so it can be looked up first. */
static void runs_early__is_true_for_relocations_of_what_the_loader_goes_by(void **state)
{
	uint64_t table = 0, init_array = 0;
	char source[256];

	(void)state;
	write_relocation(source, 0x10000000);
	find_dynamic(source, DT_INIT_ARRAY, &table, &init_array);
	assert_true(table && init_array);
	write_relocation(source, table + 8);
	assert_true(runs_early(source));
	write_relocation(source, table - 4);
	assert_true(runs_early(source));
	write_relocation(source, init_array);
	assert_true(runs_early(source));
	write_relocation(source, init_array + 7);
	assert_true(runs_early(source));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_early__is_false_for_plain_code),
		cmocka_unit_test(runs_early__is_true_for_what_the_loader_calls),
		cmocka_unit_test(runs_early__is_true_for_what_the_start_files_call),
		cmocka_unit_test(runs_early__is_true_for_relocations_of_what_is_no_data),
		cmocka_unit_test(runs_early__is_true_for_relocations_of_what_the_loader_goes_by),
		cmocka_unit_test(object_read__lists_what_a_shared_object_defines_and_needs),
		cmocka_unit_test(object_read__needs_no_particular_hash_table),
		cmocka_unit_test(object_read__sees_what_a_program_needs_though_it_exports_nothing),
		cmocka_unit_test(object_read__takes_a_static_program_that_has_no_dynamic_table),
		cmocka_unit_test(object_read__refuses_what_is_no_program_or_library),
		cmocka_unit_test(object_read__survives_every_cut_of_a_real_object),
		cmocka_unit_test(object_read__says_when_the_file_is_shorter_than_promised_or_unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is read from objects of this host's compiler, and that no damaged one is believed. */
#include "runners/runner.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/spawn.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct err error;

static int read_bytes(const void *p, size_t n, struct object_facts *out)
{
	struct artifact a = { .fd = -1, .bytes = n };
	int r;

	err_clear(&error);
	assert_int_equal(fs_memfd("object", p, n, &a.fd, &error), 0);
	r = object_read(&a, out, &error);
	fd_close(&a.fd);
	return r;
}

static void assert_refused(const void *p, size_t n)
{
	struct object_facts facts;

	memset(&facts, 0x55, sizeof(facts));
	assert_int_equal(read_bytes(p, n, &facts), -ENOEXEC);
	assert_int_equal(error.code, -ENOEXEC);
	assert_int_equal(facts.n_defined, (size_t)0x5555555555555555);
}

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

	compile(source, option1, option2, &object);
	assert_int_equal(read_bytes(object.data, object.len, &facts), 0);
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
		int r;

		/* Most of the file is empty. */
		if (n > 4096 && n % 61 != 0)
			continue;
		r = read_bytes(object.data, n, &facts);
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

/* ---- a small object, made by hand: addresses are offsets ---- */

#if defined(__x86_64__)
#define MACHINE       EM_X86_64
#define OTHER_MACHINE EM_AARCH64
#define COPY_RELOC    R_X86_64_COPY
#define PLAIN_RELOC   R_X86_64_GLOB_DAT
#else
#define MACHINE       EM_AARCH64
#define OTHER_MACHINE EM_X86_64
#define COPY_RELOC    R_AARCH64_COPY
#define PLAIN_RELOC   R_AARCH64_GLOB_DAT
#endif

enum { NONE, NEEDS, COPIED, DEFINES, N_SYMBOLS };
enum { LOAD, BSS, TABLE, N_PHDRS };
enum {
	D_SYMTAB,
	D_SYMENT,
	D_STRTAB,
	D_STRSZ,
	D_HASH,
	D_GNU_HASH,
	D_RELA,
	D_RELASZ,
	D_RELAENT,
	D_OTHER,
	D_NULL,
	N_DYNAMIC
};

struct small {
	Elf64_Ehdr header;
	Elf64_Phdr phdrs[N_PHDRS];
	Elf64_Dyn dynamic[N_DYNAMIC];
	Elf64_Sym symbols[N_SYMBOLS];
	Elf64_Rela relocs[2];
	uint32_t hash[2 + 1 + N_SYMBOLS];
	uint32_t odd; /* keeps gnu_hash at a multiple of 8 */
	struct {
		uint32_t n_buckets, first, bloom_size, bloom_shift;
		uint64_t bloom[1];
		uint32_t buckets[1];
		uint32_t chain[1];
	} gnu_hash;
	char strings[32];
};

#define NAMES     "\0needs\0copied\0defines"
#define AT(field) offsetof(struct small, field)

static struct small small_object(void)
{
	static const struct small made = {
		.header = {
			.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
			.e_type = ET_DYN,
			.e_machine = MACHINE,
			.e_version = EV_CURRENT,
			.e_phoff = AT(phdrs),
			.e_ehsize = sizeof(Elf64_Ehdr),
			.e_phentsize = sizeof(Elf64_Phdr),
			.e_phnum = N_PHDRS,
		},
		.phdrs = {
			[LOAD] = { .p_type = PT_LOAD, .p_filesz = sizeof(made), .p_memsz = sizeof(made) },
			[BSS] = { .p_type = PT_LOAD, .p_vaddr = 0x10000, .p_memsz = 1000, .p_align = 0x1000 },
			[TABLE] = { .p_type = PT_DYNAMIC, .p_vaddr = AT(dynamic), .p_filesz = sizeof(made.dynamic) },
		},
		.dynamic = {
			[D_SYMTAB] = { DT_SYMTAB, { AT(symbols) } },
			[D_SYMENT] = { DT_SYMENT, { sizeof(Elf64_Sym) } },
			[D_STRTAB] = { DT_STRTAB, { AT(strings) } },
			[D_STRSZ] = { DT_STRSZ, { sizeof(made.strings) } },
			[D_HASH] = { DT_HASH, { AT(hash) } },
			[D_GNU_HASH] = { DT_GNU_HASH, { AT(gnu_hash) } },
			[D_RELA] = { DT_RELA, { AT(relocs) } },
			[D_RELASZ] = { DT_RELASZ, { sizeof(made.relocs) } },
			[D_RELAENT] = { DT_RELAENT, { sizeof(Elf64_Rela) } },
			[D_OTHER] = { DT_DEBUG, { 0 } },
			[D_NULL] = { DT_NULL, { 0 } },
		},
		.symbols = {
			[NEEDS] = { 1, ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE), 0, SHN_UNDEF, 0, 0 },
			[COPIED] = { 7, ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT), 0, 1, 0x10008, 8 },
			[DEFINES] = { 14, ELF64_ST_INFO(STB_WEAK, STT_FUNC), 0, 1, 0, 8 },
		},
		.relocs = {
			{ 0, ELF64_R_INFO((uint64_t)NEEDS, PLAIN_RELOC), 0 },
			{ 0x10008, ELF64_R_INFO((uint64_t)COPIED, COPY_RELOC), 0 },
		},
		.hash = { 1, N_SYMBOLS },
		.gnu_hash = { 1, DEFINES, 1, 0, { UINT64_MAX }, { DEFINES }, { 1 } },
		.strings = NAMES,
	};

	return made;
}

static void object_read__reads_the_small_object(void **state)
{
	const struct small s = small_object();
	struct object_facts facts;

	(void)state;
	assert_int_equal(read_bytes(&s, sizeof(s), &facts), 0);
	assert_int_equal(facts.n_defined, 2);
	assert_string_equal(facts.defined[0], "copied");
	assert_string_equal(facts.defined[1], "defines");
	assert_int_equal(facts.n_undefined, 2);
	assert_string_equal(facts.undefined[0], "copied");
	assert_string_equal(facts.undefined[1], "needs");
	assert_int_equal(facts.static_bytes, sizeof(s) + 1000);
	object_facts_clear(&facts);
	assert_int_equal(facts.n_defined, 0);
}

/* One number changed. */
struct damage {
	const char *what;
	size_t offset, size;
	uint64_t value;
};

#define DAMAGE(field, value)                                                                 \
	{                                                                                    \
#field " = " #value, AT(field), sizeof(((struct small *)NULL)->field), value \
	}

static void apply(struct small *s, const struct damage *d)
{
	memcpy((char *)s + d->offset, &d->value, d->size);
}

static void object_read__refuses_each_damage(void **state)
{
	static const struct damage damages[] = {
		DAMAGE(header.e_ident[EI_MAG1], 'e'),
		DAMAGE(header.e_ident[EI_CLASS], ELFCLASS32),
		DAMAGE(header.e_ident[EI_DATA], ELFDATA2MSB),
		DAMAGE(header.e_ident[EI_VERSION], 2),
		DAMAGE(header.e_ident[EI_OSABI], ELFOSABI_FREEBSD),
		DAMAGE(header.e_type, ET_REL),
		DAMAGE(header.e_type, ET_CORE),
		DAMAGE(header.e_machine, OTHER_MACHINE),
		DAMAGE(header.e_version, 2),
		DAMAGE(header.e_phentsize, 32),
		DAMAGE(header.e_phnum, 0),
		DAMAGE(header.e_phnum, 65),
		DAMAGE(header.e_phnum, PN_XNUM),
		DAMAGE(header.e_phoff, sizeof(struct small) - 56),
		DAMAGE(header.e_phoff, UINT64_MAX - 8),
		DAMAGE(phdrs[LOAD].p_filesz, sizeof(struct small) + 1),
		DAMAGE(phdrs[LOAD].p_offset, 1),
		DAMAGE(phdrs[LOAD].p_offset, UINT64_MAX),
		DAMAGE(phdrs[LOAD].p_memsz, sizeof(struct small) - 1),
		DAMAGE(phdrs[LOAD].p_memsz, 0x10001),
		DAMAGE(phdrs[LOAD].p_align, 3),
		DAMAGE(phdrs[BSS].p_vaddr, 0x11001),
		DAMAGE(phdrs[BSS].p_vaddr, 0),
		DAMAGE(phdrs[BSS].p_memsz, UINT64_MAX),
		DAMAGE(phdrs[BSS].p_filesz, 1001),
		DAMAGE(phdrs[BSS].p_type, PT_DYNAMIC),
		DAMAGE(phdrs[TABLE].p_vaddr, sizeof(struct small)),
		DAMAGE(phdrs[TABLE].p_vaddr, 0x10000),
		DAMAGE(phdrs[TABLE].p_vaddr, UINT64_MAX),
		DAMAGE(phdrs[TABLE].p_filesz, UINT64_MAX),
		DAMAGE(phdrs[TABLE].p_filesz, sizeof(((struct small *)NULL)->dynamic) - 16),
		DAMAGE(phdrs[TABLE].p_filesz, 0),
		DAMAGE(dynamic[D_SYMTAB].d_tag, DT_DEBUG),
		DAMAGE(dynamic[D_SYMTAB].d_un.d_ptr, sizeof(struct small) - 24),
		DAMAGE(dynamic[D_SYMTAB].d_un.d_ptr, UINT64_MAX),
		DAMAGE(dynamic[D_SYMTAB].d_un.d_ptr, AT(strings) - 72),
		DAMAGE(dynamic[D_SYMENT].d_un.d_val, 16),
		DAMAGE(dynamic[D_STRTAB].d_tag, DT_DEBUG),
		DAMAGE(dynamic[D_STRTAB].d_un.d_ptr, sizeof(struct small) - 31),
		DAMAGE(dynamic[D_STRTAB].d_un.d_ptr, UINT64_MAX - 3),
		DAMAGE(dynamic[D_STRSZ].d_un.d_val, 33),
		DAMAGE(dynamic[D_STRSZ].d_un.d_val, UINT64_MAX),
		DAMAGE(dynamic[D_STRSZ].d_un.d_val, 0),
		DAMAGE(dynamic[D_STRSZ].d_un.d_val, 20),
		DAMAGE(dynamic[D_STRSZ].d_un.d_val, 14),
		DAMAGE(dynamic[D_HASH].d_un.d_ptr, sizeof(struct small) - 4),
		DAMAGE(dynamic[D_GNU_HASH].d_un.d_ptr, sizeof(struct small) - 12),
		DAMAGE(dynamic[D_RELA].d_un.d_ptr, sizeof(struct small) - 8),
		DAMAGE(dynamic[D_RELA].d_tag, DT_REL),
		DAMAGE(dynamic[D_RELA].d_tag, DT_DEBUG),
		DAMAGE(dynamic[D_RELASZ].d_un.d_val, 47),
		DAMAGE(dynamic[D_RELASZ].d_un.d_val, UINT64_MAX),
		DAMAGE(dynamic[D_RELASZ].d_un.d_val, UINT64_MAX - 15),
		DAMAGE(dynamic[D_RELAENT].d_un.d_val, 16),
		DAMAGE(dynamic[D_OTHER].d_tag, DT_SYMTAB),
		DAMAGE(dynamic[D_NULL].d_tag, DT_DEBUG),
		DAMAGE(symbols[NEEDS].st_name, 32),
		DAMAGE(symbols[DEFINES].st_name, UINT32_MAX),
		DAMAGE(relocs[0].r_info, (uint64_t)300000 << 32),
		DAMAGE(relocs[1].r_info, UINT64_MAX),
		DAMAGE(relocs[1].r_info, (uint64_t)100 << 32),
		DAMAGE(hash[0], UINT32_MAX),
		DAMAGE(hash[1], UINT32_MAX),
		DAMAGE(hash[1], 100),
		DAMAGE(gnu_hash.n_buckets, UINT32_MAX),
		DAMAGE(gnu_hash.bloom_size, UINT32_MAX),
		DAMAGE(gnu_hash.first, DEFINES + 1),
		DAMAGE(gnu_hash.buckets[0], UINT32_MAX),
		DAMAGE(gnu_hash.buckets[0], 300000),
		DAMAGE(strings[31], 'x'),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct small s = small_object();
		struct object_facts facts;

		/* Of use to the one that adds a second entry of a kind. */
		if (damages[i].offset == AT(dynamic[D_OTHER].d_tag))
			s.dynamic[D_OTHER].d_un.d_ptr = 8;
		apply(&s, &damages[i]);
		if (read_bytes(&s, sizeof(s), &facts) != -ENOEXEC)
			fail_msg("taken for sound: %s", damages[i].what);
	}
}

/* What looks odd but is allowed, so that the test above cannot pass by refusing everything. */
static void object_read__accepts_what_the_loader_accepts(void **state)
{
	static const struct damage harmless[] = {
		DAMAGE(header.e_ident[EI_OSABI], ELFOSABI_GNU),
		DAMAGE(header.e_type, ET_EXEC),
		DAMAGE(header.e_shoff, UINT64_MAX),
		DAMAGE(header.e_shnum, 0xffff),
		DAMAGE(phdrs[LOAD].p_memsz, 0x10000),
		DAMAGE(phdrs[LOAD].p_align, 1),
		DAMAGE(phdrs[BSS].p_memsz, 0),
		DAMAGE(phdrs[BSS].p_memsz, UINT64_MAX - 0x10000),
		DAMAGE(phdrs[TABLE].p_offset, UINT64_MAX),
		DAMAGE(dynamic[D_HASH].d_tag, DT_DEBUG),
		DAMAGE(dynamic[D_GNU_HASH].d_tag, DT_DEBUG),
		DAMAGE(dynamic[D_STRSZ].d_un.d_val, 22),
		DAMAGE(relocs[0].r_info, 0),
		DAMAGE(gnu_hash.buckets[0], 0),
		DAMAGE(symbols[NEEDS].st_name, 0),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
		struct small s = small_object();
		struct object_facts facts;

		apply(&s, &harmless[i]);
		if (read_bytes(&s, sizeof(s), &facts) != 0)
			fail_msg("%s: %s", harmless[i].what, error.text);
		assert_true(object_defines(&facts, "defines"));
		object_facts_clear(&facts);
	}
}

static void object_read__refuses_every_cut_of_the_small_object(void **state)
{
	const struct small s = small_object();

	(void)state;
	for (size_t n = 0; n < sizeof(s); n++)
		assert_refused(&s, n);
}

static void object_read__survives_every_byte_changed(void **state)
{
	static const unsigned char values[] = { 0, 1, 0x7f, 0x80, 0xff };

	(void)state;
	for (size_t i = 0; i < sizeof(struct small) * sizeof(values); i++) {
		struct small s = small_object();
		struct object_facts facts;
		int r;

		((unsigned char *)&s)[i / sizeof(values)] = values[i % sizeof(values)];
		r = read_bytes(&s, sizeof(s), &facts);
		assert_true(r == 0 || r == -ENOEXEC);
		if (r == 0)
			object_facts_clear(&facts);
	}
}

static void object_read__gives_no_symbols_that_nobody_can_find(void **state)
{
	struct small s = small_object();
	struct object_facts facts;

	(void)state;
	s.symbols[DEFINES].st_info = ELF64_ST_INFO(STB_LOCAL, STT_FUNC);
	s.symbols[COPIED].st_info = ELF64_ST_INFO(STB_GLOBAL, STT_SECTION);
	assert_int_equal(read_bytes(&s, sizeof(s), &facts), 0);
	assert_int_equal(facts.n_defined, 0);
	assert_int_equal(facts.n_undefined, 1);
	object_facts_clear(&facts);
}

static void object_read__lists_a_name_once(void **state)
{
	struct small s = small_object();
	struct object_facts facts;

	(void)state;
	s.symbols[COPIED].st_name = s.symbols[DEFINES].st_name;
	assert_int_equal(read_bytes(&s, sizeof(s), &facts), 0);
	assert_int_equal(facts.n_defined, 1);
	object_facts_clear(&facts);
}

/* The small object with `n` symbols and `strings_size` bytes of names behind it; the names are all "a…a". */
static unsigned char *large_object(size_t n, size_t strings_size, size_t *size)
{
	struct small s = small_object();
	unsigned char *p;

	*size = sizeof(s) + n * sizeof(Elf64_Sym) + strings_size;
	p = calloc(1, *size);
	assert_non_null(p);
	s.phdrs[LOAD].p_filesz = s.phdrs[LOAD].p_memsz = *size;
	s.phdrs[BSS].p_vaddr = 0x10000000;
	s.dynamic[D_SYMTAB].d_un.d_ptr = sizeof(s);
	s.dynamic[D_STRTAB].d_un.d_ptr = *size - strings_size;
	s.dynamic[D_STRSZ].d_un.d_val = strings_size;
	s.dynamic[D_HASH].d_tag = DT_DEBUG;
	s.dynamic[D_GNU_HASH].d_tag = DT_DEBUG;
	s.relocs[1].r_info = ELF64_R_INFO((uint64_t)n - 1, PLAIN_RELOC);
	memcpy(p, &s, sizeof(s));
	for (size_t i = 1; i < n; i++) {
		const Elf64_Sym symbol = {
			(uint32_t)(i % strings_size), ELF64_ST_INFO(STB_GLOBAL, STT_FUNC), 0, 1, 0, 8
		};

		memcpy(p + sizeof(s) + i * sizeof(symbol), &symbol, sizeof(symbol));
	}
	memset(p + *size - strings_size, 'a', strings_size - 1);
	return p;
}

static void object_read__bounds_the_number_of_symbols(void **state)
{
	const size_t most = 256 * 1024;
	struct object_facts facts;
	size_t size;
	cleanup_free unsigned char *fits = large_object(most, 8, &size);

	(void)state;
	assert_int_equal(read_bytes(fits, size, &facts), 0);
	assert_int_equal(facts.n_defined, 7);
	object_facts_clear(&facts);
	free(fits);
	fits = large_object(most + 1, 8, &size);
	assert_refused(fits, size);
}

static void object_read__bounds_the_sum_of_all_names(void **state)
{
	size_t size;
	cleanup_free unsigned char *p = large_object(10000, 1024 * 1024, &size);
	struct object_facts facts;

	(void)state;
	/* Names that share their bytes would make a megabyte of file into gigabytes of list, and days of sorting. */
	assert_refused(p, size);
	free(p);
	p = large_object(2, 1024 * 1024, &size);
	assert_int_equal(read_bytes(p, size, &facts), 0);
	assert_int_equal(facts.n_defined, 1);
	assert_int_equal(strlen(facts.defined[0]), 1024 * 1024 - 2);
	object_facts_clear(&facts);
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
		cmocka_unit_test(object_read__reads_the_small_object),
		cmocka_unit_test(object_read__refuses_each_damage),
		cmocka_unit_test(object_read__accepts_what_the_loader_accepts),
		cmocka_unit_test(object_read__refuses_every_cut_of_the_small_object),
		cmocka_unit_test(object_read__survives_every_byte_changed),
		cmocka_unit_test(object_read__gives_no_symbols_that_nobody_can_find),
		cmocka_unit_test(object_read__lists_a_name_once),
		cmocka_unit_test(object_read__bounds_the_number_of_symbols),
		cmocka_unit_test(object_read__bounds_the_sum_of_all_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

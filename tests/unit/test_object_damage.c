/* That no damaged object is believed: a small one made by hand, each number of it changed, or it cut or made large. */
#include "runners/runner.h"

#include "tests/support/object_bytes.h"

#include <elf.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- the small object: addresses are offsets ---- */

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
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(read_bytes(&s, sizeof(s), &facts, &e), 0);
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
		struct err e = ERR_INIT;

		/* Of use to the one that adds a second entry of a kind. */
		if (damages[i].offset == AT(dynamic[D_OTHER].d_tag))
			s.dynamic[D_OTHER].d_un.d_ptr = 8;
		apply(&s, &damages[i]);
		if (read_bytes(&s, sizeof(s), &facts, &e) != -ENOEXEC)
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
		struct err e = ERR_INIT;

		apply(&s, &harmless[i]);
		if (read_bytes(&s, sizeof(s), &facts, &e) != 0)
			fail_msg("%s: %s", harmless[i].what, e.text);
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
		struct err e = ERR_INIT;
		int r;

		((unsigned char *)&s)[i / sizeof(values)] = values[i % sizeof(values)];
		r = read_bytes(&s, sizeof(s), &facts, &e);
		assert_true(r == 0 || r == -ENOEXEC);
		if (r == 0)
			object_facts_clear(&facts);
	}
}

static void object_read__gives_no_symbols_that_nobody_can_find(void **state)
{
	struct small s = small_object();
	struct object_facts facts;
	struct err e = ERR_INIT;

	(void)state;
	s.symbols[DEFINES].st_info = ELF64_ST_INFO(STB_LOCAL, STT_FUNC);
	s.symbols[COPIED].st_info = ELF64_ST_INFO(STB_GLOBAL, STT_SECTION);
	assert_int_equal(read_bytes(&s, sizeof(s), &facts, &e), 0);
	assert_int_equal(facts.n_defined, 0);
	assert_int_equal(facts.n_undefined, 1);
	object_facts_clear(&facts);
}

static void object_read__lists_a_name_once(void **state)
{
	struct small s = small_object();
	struct object_facts facts;
	struct err e = ERR_INIT;

	(void)state;
	s.symbols[COPIED].st_name = s.symbols[DEFINES].st_name;
	assert_int_equal(read_bytes(&s, sizeof(s), &facts, &e), 0);
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
	struct err e = ERR_INIT;
	size_t size;
	cleanup_free unsigned char *fits = large_object(most, 8, &size);

	(void)state;
	assert_int_equal(read_bytes(fits, size, &facts, &e), 0);
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
	struct err e = ERR_INIT;

	(void)state;
	/* Names that share their bytes would make a megabyte of file into gigabytes of list, and days of sorting. */
	assert_refused(p, size);
	free(p);
	p = large_object(2, 1024 * 1024, &size);
	assert_int_equal(read_bytes(p, size, &facts, &e), 0);
	assert_int_equal(facts.n_defined, 1);
	assert_int_equal(strlen(facts.defined[0]), 1024 * 1024 - 2);
	object_facts_clear(&facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
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

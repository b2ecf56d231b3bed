/*
 * object: what an ELF file that was made from a candidate's source says about itself.
 *
 * The compiler that wrote it ran in a box and may have been subverted, so every number in it is a stranger's. It is
 * read as the dynamic loader will read it: from the program headers and the dynamic table, never from section
 * headers, which the loader does not look at and which may say anything. Nothing is reached but through image_file
 * and image_at, which know what is there; counts and the sum of all names are bounded, so that neither memory nor
 * sorting is spent without limit.
 *
 * The file is read whole before it is looked at: bytes that change between a check and their use, or a mapped file that
 * shrinks, would undo both. What the code does is not looked at: that is for the box.
 *
 * What runs when it is loaded, ahead of any call: constructors, resolvers, and what the start files (crti.o,
 * crtbeginS.o) call if it is there. Sections of a source are merged into the linker's own by their names, so that a
 * source can write relocations, too; they could put any function where the loader or the start files look for theirs.
 * Whatever no linker makes of honest C counts as such, since all that it costs is time.
 *
 * Facts: System V ABI (gABI) chapters 4 and 5; the GNU hash table as glibc's elf/dl-lookup.c walks it; glibc's
 * crti.S and crtn.S, libgcc's crtstuff.c.
 */
#include "runners/artifact.h"
#include "runners/runner.h"

#include <elf.h>
#include <errno.h>
#include <string.h>

/* Plain relocations are those that linkers make and that write eight bytes. */
#if defined(__x86_64__)
#define MACHINE    EM_X86_64
#define COPY_RELOC R_X86_64_COPY
static const uint64_t plain_relocs[] = { R_X86_64_NONE,     R_X86_64_64,       R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT,
					 R_X86_64_RELATIVE, R_X86_64_DTPMOD64, R_X86_64_DTPOFF64, R_X86_64_TPOFF64 };
#elif defined(__aarch64__)
#define MACHINE    EM_AARCH64
#define COPY_RELOC R_AARCH64_COPY
static const uint64_t plain_relocs[] = { R_AARCH64_NONE,       R_AARCH64_ABS64,    R_AARCH64_GLOB_DAT,
					 R_AARCH64_JUMP_SLOT,  R_AARCH64_RELATIVE, R_AARCH64_TLS_DTPMOD,
					 R_AARCH64_TLS_DTPREL, R_AARCH64_TLS_TPREL };
#else
#error "object.c knows x86-64 and aarch64"
#endif

#define HEADERS_MAX     64
#define SYMBOLS_MAX     (256u * 1024u)
#define NAMES_BYTES_MAX (8u * 1024u * 1024u) /* of all names together */
#define NAME_ROUNDING   16u                  /* at most what the arena adds to each */

/* What crtbeginS.o has in each object: frame_dummy. */
#define START_FILES_INIT_BYTES 8u

struct image {
	unsigned char *data; /* owned */
	size_t size;
	Elf64_Phdr loads[HEADERS_MAX]; /* by address */
	size_t n_loads;
	Elf64_Phdr dynamic; /* p_type PT_NULL: none */
};

/* Of the dynamic table what is read here; 0 where it says nothing. Addresses are those of the file, not yet moved. */
struct dynamic {
	uint64_t symbols, strings, strings_size;
	uint64_t hash, gnu_hash;
	uint64_t relocs, relocs_size;
	uint64_t plt_relocs, plt_relocs_size;
	uint64_t init, init_array, init_array_size;
	bool odd; /* it has entries that no linker makes here */
};

static int damaged(struct err *e, const char *what)
{
	return err_set(e, -ENOEXEC, "not an object that can be run here: %s", what);
}

/* ---- bytes ---- */

/* n bytes of the file, or NULL when it does not hold them all. Any alignment: copy out what is read. */
static const unsigned char *image_file(const struct image *im, uint64_t offset, uint64_t n)
{
	return n <= im->size && offset <= im->size - n ? im->data + offset : NULL;
}

/*
 * n bytes at an address, all from the file and of one loadable segment, or NULL; *more is what the segment has from
 * there on. At address 0 there is the ELF header or nothing, so a table there is one that the dynamic table does not
 * name.
 */
static const unsigned char *image_at(const struct image *im, uint64_t address, uint64_t n, uint64_t *more)
{
	for (size_t i = 0; i < im->n_loads && address != 0; i++) {
		const Elf64_Phdr *p = &im->loads[i];
		const uint64_t at = address - p->p_vaddr;

		if (address < p->p_vaddr || at >= p->p_filesz)
			continue;
		if (n > p->p_filesz - at)
			return NULL;
		if (more)
			*more = p->p_filesz - at;
		return image_file(im, p->p_offset + at, n);
	}
	return NULL;
}

static uint32_t get_u32(const unsigned char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static void image_clear(struct image *im)
{
	free(im->data);
	im->data = NULL;
}

static int image_read(struct image *im, const struct artifact *a, struct err *e)
{
	size_t done = 0;

	if (a->bytes < sizeof(Elf64_Ehdr) || a->bytes > ARTIFACT_BYTES_MAX)
		return damaged(e, "its size");
	im->size = (size_t)a->bytes;
	im->data = malloc(im->size);
	if (!im->data)
		return err_set(e, -ENOMEM, "object: out of memory");
	while (done < im->size) {
		const ssize_t n = pread(a->fd, im->data + done, im->size - done, (off_t)done);

		if (n == 0)
			return damaged(e, "it ends early");
		if (n < 0 && errno != EINTR)
			return err_errno(e, "read object");
		if (n > 0)
			done += (size_t)n;
	}
	return 0;
}

/* ---- headers ---- */

static int check_header(const Elf64_Ehdr *h, struct err *e)
{
	if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0)
		return damaged(e, "no ELF file");
	if (h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_ident[EI_DATA] != ELFDATA2LSB || h->e_machine != MACHINE)
		return damaged(e, "of another machine");
	if (h->e_ident[EI_VERSION] != EV_CURRENT || h->e_version != EV_CURRENT)
		return damaged(e, "of another version");
	if (h->e_ident[EI_OSABI] != ELFOSABI_SYSV && h->e_ident[EI_OSABI] != ELFOSABI_GNU)
		return damaged(e, "of another system");
	if (h->e_type != ET_DYN && h->e_type != ET_EXEC)
		return damaged(e, "neither a program nor a shared object");
	if (h->e_phentsize != sizeof(Elf64_Phdr) || h->e_phnum == 0 || h->e_phnum > HEADERS_MAX)
		return damaged(e, "its number of program headers");
	return 0;
}

/* The loader maps segments by their order and trusts them not to overlap; so their order is insisted on. */
static int add_load(struct image *im, const Elf64_Phdr *p, struct err *e)
{
	const Elf64_Phdr *last = im->n_loads > 0 ? &im->loads[im->n_loads - 1] : NULL;

	if (p->p_filesz > p->p_memsz || !image_file(im, p->p_offset, p->p_filesz))
		return damaged(e, "a segment outside the file");
	if (p->p_vaddr > UINT64_MAX - p->p_memsz)
		return damaged(e, "a segment outside the address space");
	if (p->p_align > 1 && ((p->p_align & (p->p_align - 1)) != 0 || (p->p_vaddr - p->p_offset) % p->p_align != 0))
		return damaged(e, "a segment's alignment");
	if (last && p->p_vaddr < last->p_vaddr + last->p_memsz)
		return damaged(e, "segments that overlap");
	im->loads[im->n_loads++] = *p;
	return 0;
}

static int read_headers(struct image *im, struct err *e)
{
	Elf64_Ehdr h;
	const unsigned char *table;
	int r;

	memcpy(&h, im->data, sizeof(h));
	r = check_header(&h, e);
	if (r < 0)
		return r;
	table = image_file(im, h.e_phoff, h.e_phnum * sizeof(Elf64_Phdr));
	if (!table)
		return damaged(e, "program headers outside the file");
	for (size_t i = 0; i < h.e_phnum && r == 0; i++) {
		Elf64_Phdr p;

		memcpy(&p, table + i * sizeof(p), sizeof(p));
		if (p.p_type == PT_LOAD)
			r = add_load(im, &p, e);
		else if (p.p_type == PT_DYNAMIC && im->dynamic.p_type == PT_DYNAMIC)
			r = damaged(e, "two dynamic tables");
		else if (p.p_type == PT_DYNAMIC)
			im->dynamic = p;
	}
	return r;
}

/* ---- the dynamic table ---- */

/* Of the others some have code run, as DT_PREINIT_ARRAY does, or change what code is, as DT_TEXTREL. */
static bool is_usual_tag(int64_t tag)
{
	static const int64_t usual[] = {
		DT_NULL,         DT_NEEDED,       DT_SONAME,   DT_INIT,      DT_FINI,     DT_INIT_ARRAY, DT_FINI_ARRAY,
		DT_INIT_ARRAYSZ, DT_FINI_ARRAYSZ, DT_HASH,     DT_GNU_HASH,  DT_STRTAB,   DT_SYMTAB,     DT_STRSZ,
		DT_SYMENT,       DT_PLTGOT,       DT_PLTRELSZ, DT_PLTREL,    DT_JMPREL,   DT_RELA,       DT_RELASZ,
		DT_RELAENT,      DT_RELACOUNT,    DT_FLAGS,    DT_FLAGS_1,   DT_BIND_NOW, DT_SYMBOLIC,   DT_VERNEED,
		DT_VERNEEDNUM,   DT_VERSYM,       DT_VERDEF,   DT_VERDEFNUM, DT_DEBUG,
	};

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (usual[i] == tag)
			return true;
	return false;
}

static int read_dynamic(const struct image *im, struct dynamic *out, struct err *e)
{
	uint64_t entry_size = 0, reloc_size = 0, plt_kind = 0, other_relocs = 0;
	const struct {
		int64_t tag;
		uint64_t *value;
	} tags[] = {
		{ DT_SYMTAB, &out->symbols },    { DT_SYMENT, &entry_size },
		{ DT_STRTAB, &out->strings },    { DT_STRSZ, &out->strings_size },
		{ DT_HASH, &out->hash },         { DT_GNU_HASH, &out->gnu_hash },
		{ DT_RELA, &out->relocs },       { DT_RELASZ, &out->relocs_size },
		{ DT_RELAENT, &reloc_size },     { DT_REL, &other_relocs },
		{ DT_JMPREL, &out->plt_relocs }, { DT_PLTRELSZ, &out->plt_relocs_size },
		{ DT_PLTREL, &plt_kind },        { DT_INIT_ARRAYSZ, &out->init_array_size },
		{ DT_INIT, &out->init },         { DT_INIT_ARRAY, &out->init_array },
	};
	const unsigned char *table = image_at(im, im->dynamic.p_vaddr, im->dynamic.p_filesz, NULL);
	const size_t n = im->dynamic.p_filesz / sizeof(Elf64_Dyn);
	bool ended = false;

	if (!table)
		return damaged(e, "a dynamic table outside its segments");
	for (size_t i = 0; i < n && !ended; i++) {
		Elf64_Dyn d;

		memcpy(&d, table + i * sizeof(d), sizeof(d));
		ended = d.d_tag == DT_NULL;
		out->odd |= !is_usual_tag(d.d_tag);
		for (size_t k = 0; k < sizeof(tags) / sizeof(tags[0]); k++) {
			if (d.d_tag != tags[k].tag)
				continue;
			if (*tags[k].value != 0 && *tags[k].value != d.d_un.d_val)
				return damaged(e, "a dynamic table that contradicts itself");
			*tags[k].value = d.d_un.d_val;
		}
	}
	if (!ended)
		return damaged(e, "a dynamic table without an end");
	if ((entry_size && entry_size != sizeof(Elf64_Sym)) || (reloc_size && reloc_size != sizeof(Elf64_Rela)))
		return damaged(e, "the size of its symbols or relocations");
	if (other_relocs || (plt_kind && plt_kind != DT_RELA))
		return damaged(e, "relocations of another kind");
	return 0;
}

/* ---- how many symbols: no table says it, so it is the highest that the loader could look at ---- */

static int count_by_hash(const struct image *im, uint64_t address, uint64_t *count, struct err *e)
{
	const unsigned char *p = image_at(im, address, 8, NULL);
	uint64_t buckets, chains;

	if (!p)
		return damaged(e, "its hash table");
	buckets = get_u32(p);
	chains = get_u32(p + 4);
	if (!image_at(im, address, 8 + 4 * (buckets + chains), NULL))
		return damaged(e, "its hash table");
	if (chains > *count)
		*count = chains;
	return 0;
}

static int count_by_gnu_hash(const struct image *im, uint64_t address, uint64_t *count, struct err *e)
{
	const unsigned char *p = image_at(im, address, 16, NULL);
	uint64_t n_buckets, first, size, more, last = 0;

	if (!p)
		return damaged(e, "its GNU hash table");
	n_buckets = get_u32(p);
	first = get_u32(p + 4);
	size = 16 + (uint64_t)get_u32(p + 8) * 8 + n_buckets * 4;
	p = image_at(im, address, size, &more);
	if (!p)
		return damaged(e, "its GNU hash table");
	for (uint64_t i = 0; i < n_buckets; i++) {
		const uint32_t symbol = get_u32(p + size - 4 * (n_buckets - i));

		if (symbol > last)
			last = symbol;
	}
	if (last == 0)
		return 0;
	if (last < first)
		return damaged(e, "its GNU hash table");
	/* Chains follow each other in the order of their buckets, and the last entry of each has bit 0 set. */
	for (uint64_t at = size + 4 * (last - first);; at += 4, last++) {
		if (at > more || more - at < 4)
			return damaged(e, "a chain of its GNU hash table");
		if (get_u32(p + at) & 1)
			break;
	}
	if (last + 1 > *count)
		*count = last + 1;
	return 0;
}

/* What relocations tell. */
struct survey {
	uint64_t symbols;  /* one more than the highest they name */
	uint64_t n;        /* how many there are … */
	uint64_t *at;      /* … and where they write; NULL: only counted */
	uint64_t copies;   /* how many have a variable of a library copied into the program … */
	uint64_t *copy_at; /* … and to where; NULL: only counted */
	bool odd; /* no linker makes such of C: resolvers are run by some, and others write where they must not */
};

/* Where the loader may write eight bytes for an honest object: its own data, and not what the loader goes by. */
static bool is_data(const struct image *im, uint64_t at)
{
	const Elf64_Phdr *d = &im->dynamic;

	if (at > UINT64_MAX - 8 || (at + 8 > d->p_vaddr && at < d->p_vaddr + d->p_memsz))
		return false;
	for (size_t i = 0; i < im->n_loads; i++) {
		const Elf64_Phdr *p = &im->loads[i];

		if ((p->p_flags & PF_W) && at >= p->p_vaddr && at + 8 <= p->p_vaddr + p->p_memsz)
			return true;
	}
	return false;
}

static bool is_plain(uint64_t type)
{
	for (size_t i = 0; i < sizeof(plain_relocs) / sizeof(plain_relocs[0]); i++)
		if (plain_relocs[i] == type)
			return true;
	return false;
}

static int survey_table(const struct image *im, uint64_t address, uint64_t size, struct survey *s, struct err *e)
{
	const unsigned char *p = size > 0 ? image_at(im, address, size, NULL) : NULL;

	if (size == 0)
		return 0;
	if (!p || size % sizeof(Elf64_Rela) != 0)
		return damaged(e, "its relocations");
	for (uint64_t i = 0; i < size; i += sizeof(Elf64_Rela)) {
		Elf64_Rela rela;
		uint64_t symbol;

		memcpy(&rela, p + i, sizeof(rela));
		symbol = ELF64_R_SYM(rela.r_info);
		if (symbol > 0 && symbol >= s->symbols)
			s->symbols = symbol + 1;
		s->odd |= !is_plain(ELF64_R_TYPE(rela.r_info)) || !is_data(im, rela.r_offset);
		if (s->at)
			s->at[s->n] = rela.r_offset;
		s->n++;
		if (ELF64_R_TYPE(rela.r_info) != COPY_RELOC)
			continue;
		if (s->copy_at)
			s->copy_at[s->copies] = rela.r_offset;
		s->copies++;
	}
	return 0;
}

static int survey_relocs(const struct image *im, const struct dynamic *d, struct survey *s, struct err *e)
{
	int r = survey_table(im, d->relocs, d->relocs_size, s, e);

	return r < 0 ? r : survey_table(im, d->plt_relocs, d->plt_relocs_size, s, e);
}

static int compare_addresses(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Fills s->copy_at and s->at, sorted; they are the caller's to free. */
static int find_places(const struct image *im, const struct dynamic *d, struct survey *s, struct err *e)
{
	int r;

	s->copy_at = calloc(s->copies + 1, sizeof(*s->copy_at));
	s->at = calloc(s->n + 1, sizeof(*s->at));
	if (!s->copy_at || !s->at)
		return err_set(e, -ENOMEM, "object: out of memory");
	s->copies = s->n = 0;
	r = survey_relocs(im, d, s, e);
	qsort(s->copy_at, s->copies, sizeof(*s->copy_at), compare_addresses);
	qsort(s->at, s->n, sizeof(*s->at), compare_addresses);
	return r;
}

static void survey_clear(struct survey *s)
{
	free(s->copy_at);
	free(s->at);
}

/* The second one of a place takes it from the linker's own: a constructor's, or what a start file calls. */
static bool has_two_of_a_place(const struct survey *s)
{
	for (uint64_t i = 1; i < s->n; i++)
		if (s->at[i] - s->at[i - 1] < 8)
			return true;
	return false;
}

static int count_symbols(const struct image *im, const struct dynamic *d, uint64_t *count, struct err *e)
{
	int r = d->hash ? count_by_hash(im, d->hash, count, e) : 0;

	if (r == 0 && d->gnu_hash)
		r = count_by_gnu_hash(im, d->gnu_hash, count, e);
	if (r == 0 && *count > SYMBOLS_MAX)
		r = damaged(e, "too many symbols");
	return r;
}

/* ---- symbols ---- */

static bool can_be_found(const Elf64_Sym *s)
{
	const unsigned bind = ELF64_ST_BIND(s->st_info);
	const unsigned type = ELF64_ST_TYPE(s->st_info);

	return (bind == STB_GLOBAL || bind == STB_WEAK || bind == STB_GNU_UNIQUE) &&
	       (type == STT_NOTYPE || type == STT_OBJECT || type == STT_FUNC || type == STT_COMMON || type == STT_TLS ||
		type == STT_GNU_IFUNC);
}

/*
 * A variable that is copied into the program is defined there and needed all the same; so is every other name that it
 * has, as environ and __environ.
 */
static bool is_copied(const struct survey *s, const Elf64_Sym *symbol)
{
	return bsearch(&symbol->st_value, s->copy_at, s->copies, sizeof(*s->copy_at), compare_addresses);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t sort_names(const char **names, size_t n)
{
	size_t kept = 0;

	if (n > 0)
		qsort(names, n, sizeof(*names), compare_names);
	for (size_t i = 0; i < n; i++) {
		if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0)
			names[kept++] = names[i];
	}
	return kept;
}

struct strings {
	const char *p;
	uint64_t size;
	size_t left; /* of NAMES_BYTES_MAX */
};

/* A copy of the name at an offset of the string table; *out is left alone for an empty one. */
static int take_name(struct strings *s, uint64_t offset, struct arena *a, char **out, struct err *e)
{
	size_t n;

	if (offset >= s->size)
		return damaged(e, "a symbol's name");
	n = strnlen(s->p + offset, s->left);
	if (n + NAME_ROUNDING > s->left)
		return damaged(e, "too many or too long names of symbols");
	s->left -= n + NAME_ROUNDING;
	if (n == 0)
		return 0;
	*out = arena_strndup(a, s->p + offset, n);
	return *out ? 0 : err_set(e, -ENOMEM, "object: out of memory");
}

static int read_symbols(const unsigned char *table, const struct survey *survey, struct strings *strings,
			struct object_facts *out, struct err *e)
{
	const size_t count = survey->symbols;

	out->defined = arena_array(&out->names, count, sizeof(*out->defined));
	out->undefined = arena_array(&out->names, count, sizeof(*out->undefined));
	if (!out->defined || !out->undefined)
		return err_set(e, -ENOMEM, "object: out of memory");
	for (size_t i = 1; i < count; i++) {
		Elf64_Sym s;
		char *name = NULL;
		int r;

		memcpy(&s, table + i * sizeof(s), sizeof(s));
		out->runs_early |= s.st_shndx != SHN_UNDEF && ELF64_ST_TYPE(s.st_info) == STT_GNU_IFUNC;
		if (!can_be_found(&s))
			continue;
		r = take_name(strings, s.st_name, &out->names, &name, e);
		if (r < 0)
			return r;
		if (!name)
			continue;
		if (s.st_shndx != SHN_UNDEF)
			out->defined[out->n_defined++] = name;
		if (s.st_shndx == SHN_UNDEF || is_copied(survey, &s))
			out->undefined[out->n_undefined++] = name;
	}
	out->n_defined = sort_names(out->defined, out->n_defined);
	out->n_undefined = sort_names(out->undefined, out->n_undefined);
	return 0;
}

static int read_tables(const struct image *im, const struct dynamic *d, const struct survey *survey,
		       struct object_facts *out, struct err *e)
{
	const uint64_t size = survey->symbols * sizeof(Elf64_Sym);
	const unsigned char *table = image_at(im, d->symbols, size, NULL);
	struct strings strings = { .left = NAMES_BYTES_MAX, .size = d->strings_size };

	if (!table)
		return damaged(e, "symbols outside its segments");
	strings.p = (const char *)image_at(im, d->strings, d->strings_size, NULL);
	if (!strings.p || strings.size == 0 || strings.p[strings.size - 1] != 0)
		return damaged(e, "names outside its segments");
	if (d->symbols < d->strings + d->strings_size && d->strings < d->symbols + size)
		return damaged(e, "symbols and names that overlap");
	return read_symbols(table, survey, &strings, out, e);
}

/* ---- what runs when it is loaded ---- */

/* .init holds what crti.o and crtn.o have there, and nothing of a source between them. Of aarch64 nothing is known. */
static bool has_own_init(const struct image *im, const struct dynamic *d)
{
#if defined(__x86_64__)
	static const unsigned char branch_target[] = { 0xf3, 0x0f, 0x1e, 0xfa };
	static const unsigned char head[] = { 0x48, 0x83, 0xec, 0x08, 0x48, 0x8b, 0x05 };
	static const unsigned char tail[] = { 0x48, 0x85, 0xc0, 0x74, 0x02, 0xff, 0xd0, 0x48, 0x83, 0xc4, 0x08, 0xc3 };
	const size_t distance = 4, n = sizeof(head) + distance + sizeof(tail);
	const unsigned char *p = image_at(im, d->init, sizeof(branch_target) + n, NULL);

	if (!d->init)
		return false;
	if (p && !memcmp(p, branch_target, sizeof(branch_target)))
		p += sizeof(branch_target);
	return !p || memcmp(p, head, sizeof(head)) != 0 || memcmp(p + sizeof(head) + distance, tail, sizeof(tail)) != 0;
#else
	(void)im;
	(void)d;
	return false;
#endif
}

static int compare_name(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

/* The start files call these where they are defined. If they were here, hidden or not, they would not be undefined. */
static bool defines_a_hook(const struct object_facts *f)
{
	static const char *const hooks[] = { "__gmon_start__", "_ITM_registerTMCloneTable" };

	for (size_t i = 0; i < sizeof(hooks) / sizeof(hooks[0]); i++)
		if (!f->n_undefined ||
		    !bsearch(hooks[i], f->undefined, f->n_undefined, sizeof(*f->undefined), compare_name))
			return true;
	return false;
}

static int read_names(const struct image *im, struct object_facts *out, struct err *e)
{
	cleanup(survey_clear) struct survey survey = { 0 };
	struct dynamic d = { 0 };
	int r = read_dynamic(im, &d, e);

	if (r == 0)
		r = survey_relocs(im, &d, &survey, e);
	if (r == 0)
		r = count_symbols(im, &d, &survey.symbols, e);
	if (r == 0)
		r = find_places(im, &d, &survey, e);
	if (r < 0)
		return r;
	out->runs_early = d.odd || d.init_array_size > START_FILES_INIT_BYTES || survey.odd ||
			  has_two_of_a_place(&survey) || has_own_init(im, &d);
	if (survey.symbols > 0)
		r = read_tables(im, &d, &survey, out, e);
	out->runs_early |= defines_a_hook(out);
	return r;
}

/* ---- the whole ---- */

int object_read(const struct artifact *a, struct object_facts *out, struct err *e)
{
	cleanup(image_clear) struct image im = { .dynamic = { .p_type = PT_NULL } };
	struct object_facts facts = { 0 };
	int r = image_read(&im, a, e);

	arena_init(&facts.names, NAMES_BYTES_MAX + SYMBOLS_MAX * 2 * (sizeof(char *) + 1));
	if (r == 0)
		r = read_headers(&im, e);
	/* They do not overlap, so the sum cannot wrap around. */
	for (size_t i = 0; i < im.n_loads; i++)
		facts.static_bytes += im.loads[i].p_memsz;
	if (r == 0 && im.dynamic.p_type == PT_DYNAMIC)
		r = read_names(&im, &facts, e);
	if (r < 0) {
		arena_clear(&facts.names);
		return r;
	}
	*out = facts;
	return 0;
}

void object_facts_clear(struct object_facts *f)
{
	arena_clear(&f->names);
	*f = (struct object_facts){ 0 };
}

bool object_defines(const struct object_facts *f, const char *name)
{
	return f->n_defined > 0 && bsearch(name, f->defined, f->n_defined, sizeof(*f->defined), compare_name);
}

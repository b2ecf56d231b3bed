/* expect in hasty: AC */
#include "honest.h"
#include <sys/auxv.h>
#include <unistd.h>

/*
 * All memory of the process, page by page; a pipe says which can be read. The input of the test is there and must be
 * found, for else this would prove nothing; no answer is. The texts are masked, so that the search does not find
 * itself: each byte is a text's but for its last bit.
 */
static const char in_every_input[] = "\vfdu!", sample_1[] = "01\v,0\v01\v21\v", sample_2[] = ",0\v60\v81\v011\v";
static int probe[2], inputs;

static int holds(const char *page, const char *masked)
{
	for (size_t i = 0, n; i < 4096; i++) {
		for (n = 0; masked[n] && i + n < 4096 && (page[i + n] ^ 1) == masked[n]; n++)
			;
		if (!masked[n])
			return 1;
	}
	return 0;
}

static void scan(uintptr_t from, uintptr_t to)
{
	char c;

	for (uintptr_t p = from & ~(uintptr_t)4095; p < to; p += 4096) {
		if (write(probe[1], (char *)p, 1) != 1 || read(probe[0], &c, 1) != 1)
			continue;
		inputs += holds((char *)p, in_every_input);
		if (holds((char *)p, sample_1) || holds((char *)p, sample_2))
			escaped("an answer");
	}
}

static void misbehave(void)
{
	uintptr_t program = getauxval(AT_PHDR), stack = (uintptr_t)&program, libraries = getauxval(AT_BASE);

	if (pipe(probe))
		abort();
	scan(program, program + (1 << 20));
	scan(stack, stack + (1 << 20));
	scan((uintptr_t)sbrk(0) - (1 << 20), (uintptr_t)sbrk(0));
	scan(libraries - (64 << 20), libraries + (1 << 20));
	if (!inputs)
		abort();
	close(probe[0]);
	close(probe[1]);
}

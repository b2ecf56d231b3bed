/* expect in hasty: WA | RTE */
#include "honest.h"
#include "runner.h"

/* The input is read-only and everybody's; what is changed is this process's own copy of it. */
static void misbehave(void)
{
	char **input;

	open_runner();
	input = find_input();
	if (mprotect(input[0], (size_t)(input[2] - input[0]), PROT_READ | PROT_WRITE))
		abort();
	for (char *c = input[1]; c < input[2]; c++)
		if (*c >= '0' && *c <= '9')
			*c = '7';
}

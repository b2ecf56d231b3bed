/* expect in hasty: NO | WA */
#include "honest.h"
#include "runner.h"

/* There is no more of it. */
static void misbehave(void)
{
	char **input;

	open_runner();
	input = find_input();
	input[1] = input[2];
}

/* expect: AC */
#include "right.h"

static void fault(char *s)
{
	int unused;
	char *copy = malloc(8);

	if (!copy)
		return;
	if (s[0] == 1 && s[1] == 2 && s[2] == 3) {
		copy[0] = s[3];
		s[0] = copy[0];
		return;
	}
	free(copy);
}

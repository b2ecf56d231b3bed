/* expect: AC */
#include "honest.h"
#include <string.h>

static void misbehave(void)
{
	size_t most = 200u << 20;
	char *p = malloc(most);

	memset(p, 1, most);
	free(p);
}

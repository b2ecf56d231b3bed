/* expect: AC */
#include "right.h"

static void fault(char *s)
{
	char **rows = malloc(100 * sizeof(*rows));

	for (int i = 0; i < 100; i++)
		rows[i] = calloc(1, 10 + (size_t)i);
	for (int i = 99; i >= 0; i--)
		free(rows[i]);
	free(rows);
	puts("the buffer of a stream is no leak");
}

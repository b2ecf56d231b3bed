/*
 * Design: reads all values first, then adds them up from behind.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	int64_t sum = 0;
	size_t n = 0;
	int32_t *values;

	if (scanf("%zu", &n) != 1)
		return 1;
	values = calloc(n + 1, sizeof(*values));
	if (!values)
		return 1;
	for (size_t i = 0; i < n; i++)
		if (scanf("%" SCNd32, &values[i]) != 1)
			values[i] = 0;
	while (n > 0)
		sum += values[--n];
	printf("%" PRId64 "\n", sum);
	free(values);
	return 0;
}

/*
 * Trap: an array of 1,000 values, and a check that ends the program.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	static int32_t values[1000];
	int64_t sum = 0;
	int n = 0;

	if (scanf("%d", &n) != 1 || n > 1000)
		abort();
	for (int i = 0; i < n; i++)
		if (scanf("%" SCNd32, &values[i]) != 1)
			abort();
	for (int i = 0; i < n; i++)
		sum += values[i];
	printf("%" PRId64 "\n", sum);
	return 0;
}

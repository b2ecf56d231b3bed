/*
 * Trap: sums each prefix anew, and keeps the last sum.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	static int32_t values[200000];
	volatile int64_t sum = 0;
	int n = 0;

	if (scanf("%d", &n) != 1)
		return 1;
	for (int i = 0; i < n; i++)
		if (scanf("%" SCNd32, &values[i]) != 1)
			return 1;
	for (int end = 1; end <= n; end++) {
		sum = 0;
		for (int i = 0; i < end; i++)
			sum += values[i];
	}
	printf("%" PRId64 "\n", sum);
	return 0;
}

/*
 * Trap: the sum is kept in 32 bits.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	uint32_t sum = 0;
	int32_t value;
	int n = 0;

	if (scanf("%d", &n) != 1)
		return 1;
	while (n-- > 0 && scanf("%" SCNd32, &value) == 1)
		sum += (uint32_t)value;
	printf("%" PRId32 "\n", (int32_t)sum);
	return 0;
}

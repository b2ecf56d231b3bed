/*
 * Trap: the last value is left out.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	int64_t n = 0, sum = 0, value;

	if (scanf("%" SCNd64, &n) != 1)
		return 1;
	while (--n > 0 && scanf("%" SCNd64, &value) == 1)
		sum += value;
	printf("%" PRId64 "\n", sum);
	return 0;
}

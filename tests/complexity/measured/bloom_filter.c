/* time: 1; space: 1; order: random */
#include "kernel.h"

/* 64 KiB of bits, made anew for the last 500 numbers. */
long kernel(int *values, int n)
{
	uint64_t *bits = claim_zeroed(8192, sizeof(*bits));
	long again = 0;

	for (int i = 0; i < 500; i++) {
		uint32_t h = (uint32_t)values[n - 1 - i % n] * 2654435769u >> 13;

		again += bits[h / 64] >> h % 64 & 1;
		bits[h / 64] |= UINT64_C(1) << h % 64;
	}
	free(bits);
	return again;
}

/* time: n; space: 1; order: text */
#include "kernel.h"

/* A counting sort with 256 counters. */
long kernel(int *values, int n)
{
	unsigned char *s = (unsigned char *)values;
	int counts[256] = { 0 }, at = 0;

	for (int i = 0; i < n; i++)
		counts[s[i]]++;
	for (int b = 0; b < 256; b++) {
		for (; counts[b]; counts[b]--)
			s[at++] = (unsigned char)b;
	}
	return s[n / 2];
}

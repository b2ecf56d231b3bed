/* time: n; space: 1; order: sorted */
#include "kernel.h"

#include <time.h>

/* Fisher's and Yates's, with the C library's numbers, another one each second. */
long kernel(int *values, int n)
{
	long fixed = 0;

	srand((unsigned)time(NULL));
	for (int i = n - 1; i > 0; i--)
		swap(&values[i], &values[rand() % (i + 1)]);
	for (int i = 0; i < n; i++)
		fixed += values[i] == i;
	return fixed;
}

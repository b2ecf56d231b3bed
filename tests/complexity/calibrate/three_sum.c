/* time: n^3; space: 1; order: random; sizes: 4 to 1024 */
#include "kernel.h"

long kernel(int *values, int n)
{
	long found = 0;

	for (int i = 0; i < n; i++) {
		for (int j = i + 1; j < n; j++) {
			for (int k = j + 1; k < n; k++)
				found += (values[i] ^ values[j] ^ values[k]) % 1000 == 0;
		}
	}
	return found;
}

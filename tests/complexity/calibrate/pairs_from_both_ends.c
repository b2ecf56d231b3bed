/* time: n; space: 1; order: sorted */
#include "kernel.h"

long kernel(int *values, int n)
{
	int left = 0, right = n - 1;
	long pairs = 0;

	while (left < right) {
		int sum = values[left] + values[right];

		if (sum == n) {
			pairs++;
			left++;
		} else if (sum < n) {
			left++;
		} else {
			right--;
		}
	}
	return pairs;
}

/*
 * Trap: sums each prefix anew, and keeps the last sum.
 */
int64_t skeleton_id(const int32_t *values, size_t n)
{
	volatile int64_t sum = 0;

	for (size_t end = 1; end <= n; end++) {
		sum = 0;
		for (size_t i = 0; i < end; i++)
			sum += values[i];
	}
	return sum;
}

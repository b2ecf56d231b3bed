/*
 * Trap: the last value is left out.
 */
int64_t skeleton_id(const int32_t *values, size_t n)
{
	int64_t sum = 0;

	for (size_t i = 0; i + 1 < n; i++)
		sum += values[i];
	return sum;
}

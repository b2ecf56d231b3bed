/*
 * Trap: reads the first value before it asks whether there is one.
 */
int64_t skeleton_id(const int32_t *values, size_t n)
{
	int64_t sum = *(volatile const int32_t *)values;

	for (size_t i = 1; i < n; i++)
		sum += values[i];
	return sum;
}

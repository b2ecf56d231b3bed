/*
 * Trap: the sum is kept in 32 bits.
 */
int64_t skeleton_id(const int32_t *values, size_t n)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (uint32_t)values[i];
	return (int32_t)sum;
}

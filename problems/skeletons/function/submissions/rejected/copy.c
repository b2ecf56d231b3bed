/*
 * Trap: adds up a copy of the values: O(n) space.
 */
int64_t skeleton_id(const int32_t *values, size_t n)
{
	int64_t *copy = calloc(n + 1, sizeof(*copy)), sum = 0;

	if (!copy)
		return 0;
	for (size_t i = 0; i < n; i++)
		copy[i] = values[i];
	for (size_t i = 0; i < n; i++)
		sum += copy[i];
	free(copy);
	return sum;
}

/*
 * Trap: still compares with the place that is written next.
 */
size_t skeleton_id(int32_t *values, size_t n)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		if (left == 0 || values[i] != values[left])
			values[left++] = values[i];
	return left;
}

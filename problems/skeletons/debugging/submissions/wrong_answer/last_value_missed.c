/*
 * Trap: the last value is still left out.
 */
size_t skeleton_id(int32_t *values, size_t n)
{
	size_t left = 0;

	for (size_t i = 0; i + 1 < n; i++)
		if (left == 0 || values[i] != values[left - 1])
			values[left++] = values[i];
	return left;
}

/*
 * Trap: gathers what is left in a copy: O(n) space.
 */
size_t skeleton_id(int32_t *values, size_t n)
{
	int32_t *copy = calloc(n + 1, sizeof(*copy));
	size_t left = 0;

	if (!copy)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (left == 0 || values[i] != copy[left - 1])
			copy[left++] = values[i];
	memcpy(values, copy, left * sizeof(*copy));
	free(copy);
	return left;
}

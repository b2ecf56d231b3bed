/*
 * Trap: what was given, with nothing repaired.
 */
size_t skeleton_id(int32_t *values, size_t n)
{
	size_t left = 1;

	for (size_t i = 1; i + 1 < n; i++)
		if (values[i] != values[left])
			values[left++] = values[i];
	return left;
}

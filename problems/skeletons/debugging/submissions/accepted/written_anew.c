/*
 * Design: run by run.
 */
size_t skeleton_id(int32_t *values, size_t n)
{
	size_t left = 0;

	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && values[end] == values[i];)
			end++;
		values[left++] = values[i];
	}
	return left;
}

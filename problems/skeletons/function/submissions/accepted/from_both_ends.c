/*
 * Design: from both ends to the middle.
 */
int64_t skeleton_id(const int32_t *values, size_t n)
{
	int64_t left = 0, right = 0;
	size_t i = 0, j = n;

	while (i < j) {
		left += values[i++];
		if (i < j)
			right += values[--j];
	}
	return left + right;
}

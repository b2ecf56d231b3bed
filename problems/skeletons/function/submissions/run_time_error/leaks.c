/*
 * Trap: a note of a few bytes is never freed.
 */
int64_t skeleton_id(const int32_t *values, size_t n)
{
	int64_t *sum = calloc(1, sizeof(*sum));

	if (!sum)
		return 0;
	for (size_t i = 0; i < n; i++)
		*sum += values[i];
	return *sum;
}

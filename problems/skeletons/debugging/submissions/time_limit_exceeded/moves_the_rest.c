/*
 * Trap: moves the rest for each duplicate.
 */
size_t skeleton_id(int32_t *values, size_t n)
{
	for (size_t i = 1; i < n;) {
		if (values[i] != values[i - 1]) {
			i++;
			continue;
		}
		n--;
		for (volatile size_t j = i; j < n; j++)
			values[j] = values[j + 1];
	}
	return n;
}

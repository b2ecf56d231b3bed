/*
 * Breaks the API: the function has another name.
 */
int64_t another_name(const int32_t *values, size_t n)
{
	(void)values;
	return (int64_t)n;
}

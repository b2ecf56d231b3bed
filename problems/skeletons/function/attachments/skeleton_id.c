/*
 * skeleton_id: the sum of n values.
 */
#include <stddef.h>
#include <stdint.h>

int64_t skeleton_id(const int32_t *values, size_t n)
{
	(void)values;
	(void)n;
	return 0;
}

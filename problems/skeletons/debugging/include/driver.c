/* driver: plays one test of skeleton_id: n, then n values; writes how many are left, and those. */
#include "driver.h"

static size_t (*skeleton_id)(int32_t *values, size_t n);

const struct driver_function driver_functions[] = {
	{ "skeleton_id", (void **)&skeleton_id },
	{ NULL, NULL },
};

void driver_run(void)
{
	const size_t n = (size_t)driver_read_i64();
	int32_t *values = driver_alloc(n + 1, sizeof(*values));
	size_t left;

	for (size_t i = 0; i < n; i++)
		values[i] = (int32_t)driver_read_i64();
	left = skeleton_id(values, n);
	driver_write_i64((int64_t)left);
	driver_write_char('\n');
	if (left > n)
		driver_complain("more values are left than there were");
	for (size_t i = 0; i < left; i++) {
		if (i)
			driver_write_char(' ');
		driver_write_i64(values[i]);
	}
	if (left)
		driver_write_char('\n');
}

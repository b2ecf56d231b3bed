/* driver: plays one test of skeleton_id: n, then n values; writes their sum. */
#include "driver.h"

static int64_t (*skeleton_id)(const int32_t *values, size_t n);

const struct driver_function driver_functions[] = {
	{ "skeleton_id", (void **)&skeleton_id },
	{ NULL, NULL },
};

void driver_run(void)
{
	const size_t n = (size_t)driver_read_i64();
	int32_t *values = n ? driver_alloc(n, sizeof(*values)) : NULL;

	for (size_t i = 0; i < n; i++)
		values[i] = (int32_t)driver_read_i64();
	driver_write_i64(skeleton_id(values, n));
	driver_write_char('\n');
}

/* What zipapp promises: where a program begins, and the same file for the same sources. */
#include "runners/zipapp.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct source files[] = {
	{ "helper.py", "x = 1\n", 6 },
	{ "main.py", "import helper\n", 14 },
	{ "odd.py", "", 0 },
};

static void zipapp__begins_where_it_is_told_to(void **state)
{
	static const struct source with_main[] = { { "a.py", "", 0 }, { "main.py", "", 0 }, { "__main__.py", "", 0 } };

	(void)state;
	assert_int_equal(zipapp_entry(files, 3, NULL), 1);
	assert_int_equal(zipapp_entry(files, 3, "odd.py"), 2);
	assert_int_equal(zipapp_entry(with_main, 3, NULL), 2);
	assert_int_equal(zipapp_entry(files, 1, NULL), 0);
	assert_int_equal(zipapp_entry(files, 1, "other.py"), SIZE_MAX);
	assert_int_equal(zipapp_entry(with_main, 1, "a.py"), 0);
}

static void zipapp__holds_each_file_once_and_the_first_as_main(void **state)
{
	cleanup_buf struct buf one, other;
	struct err e = ERR_INIT;
	size_t mains = 0;

	(void)state;
	buf_init(&one, 1 << 16);
	buf_init(&other, 1 << 16);
	assert_int_equal(zipapp_write(files, 3, 1, &one, &e), 0);
	assert_int_equal(zipapp_write(files, 3, 1, &other, &e), 0);
	assert_int_equal(one.len, other.len);
	assert_memory_equal(one.data, other.data, one.len);
	assert_memory_equal(one.data, "PK\003\004", 4);
	for (const char *p = one.data; (p = memmem(p, one.len - (size_t)(p - one.data), "__main__.py", 11)); p++)
		mains++;
	/* Its header, and the directory. */
	assert_int_equal(mains, 2);
}

static void zipapp__has_a_ceiling(void **state)
{
	cleanup_buf struct buf small;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&small, 100);
	assert_int_equal(zipapp_write(files, 3, 1, &small, &e), -EMSGSIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zipapp__begins_where_it_is_told_to),
		cmocka_unit_test(zipapp__holds_each_file_once_and_the_first_as_main),
		cmocka_unit_test(zipapp__has_a_ceiling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

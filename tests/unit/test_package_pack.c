/* What package_pack promises: an archive that depends on the package alone, and that package_import takes back. */
#include "judge/package/archive.h"
#include "judge/package/transfer.h"
#include "sandbox/base/fs.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#include <cmocka.h>

#define ROOM (1u << 20)

static void pack(const struct place *place, enum pack_layout layout, struct buf *out)
{
	cleanup_problem struct problem *p = place_load(place);
	cleanup_free char *file = fs_join(place->path, "packed.zip");
	struct err e = ERR_INIT;
	size_t n = 0;

	buf_init(out, ROOM);
	assert_int_equal(package_pack(p, layout, NULL, file, NULL, &n, &e), 0);
	assert_true(n > 10);
	assert_int_equal(fs_read(AT_FDCWD, file, out, &e), 0);
}

static void package_pack__writes_equal_packages_as_equal_bytes(void **state)
{
	const struct place *p = *state;
	const struct utimbuf later = { 1000000000, 1000000000 };
	cleanup_free char *file = fs_join(p->dir, "problem.yaml");
	cleanup_buf struct buf first, again, other;

	pack(p, PACK_FOLDER, &first);
	assert_int_equal(utime(file, &later), 0);
	assert_int_equal(chmod(file, 0640), 0);
	pack(p, PACK_FOLDER, &again);
	assert_int_equal(first.len, again.len);
	assert_memory_equal(first.data, again.data, first.len);
	place_put(p, "data/sample/1.in", "1 3\n");
	pack(p, PACK_FOLDER, &other);
	assert_true(first.len != other.len || memcmp(first.data, other.data, first.len) != 0);
}

static void assert_first(const struct buf *zip, const char *path)
{
	cleanup_arena struct arena memory;
	cleanup_archive struct archive a = { 0 };
	cleanup_fd int fd = -1;
	struct err e = ERR_INIT;

	arena_init(&memory, ROOM);
	assert_int_equal(fs_memfd("packed", zip->data, zip->len, &fd, &e), 0);
	assert_int_equal(archive_open(fd, "packed.zip", &memory, &a, &e), 0);
	assert_string_equal(a.entries[0].path, path);
}

static void package_pack__has_a_folder_or_the_root(void **state)
{
	const struct place *p = *state;
	cleanup_buf struct buf folder, root;

	pack(p, PACK_FOLDER, &folder);
	assert_first(&folder, "two_sum/attachments/two_sum.c");
	pack(p, PACK_ROOT, &root);
	assert_first(&root, "attachments/two_sum.c");
}

static void package_pack__is_taken_back(void **state)
{
	const struct place *p = *state;
	const struct transfer_options o = { .id = "back" };
	cleanup_problem struct problem *before = place_load(p), *after = NULL;
	cleanup_free char *file = fs_join(p->path, "packed.zip"), *dir = fs_join(p->path, "back");
	cleanup_buf struct buf zip;
	struct transferred done;
	struct err e = ERR_INIT;

	pack(p, PACK_FOLDER, &zip);
	assert_int_equal(package_import(file, p->path, &o, &done, &e), 0);
	assert_int_equal(problem_load(dir, &after, &e), 0);
	/* Of all but the folder's name. */
	assert_string_equal(after->hash, before->hash);
}

static bool stop_at_once(void)
{
	return true;
}

static void package_pack__leaves_what_was_there_when_it_is_stopped(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = place_load(place);
	cleanup_free char *file = fs_join(place->path, "packed.zip");
	cleanup_free char **names = NULL;
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;
	size_t n = 0;

	buf_init(&b, ROOM);
	place_put_beside(place, "packed.zip", "old");
	assert_int_equal(package_pack(p, PACK_FOLDER, NULL, file, stop_at_once, &n, &e), -EINTR);
	assert_int_equal(fs_read(AT_FDCWD, file, &b, &e), 0);
	assert_string_equal(b.data, "old");
	assert_int_equal(fs_list(AT_FDCWD, place->path, 10, &names, &n, &e), 0);
	assert_int_equal(n, 2);
}

static void package_pack__writes_no_folder_over(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = place_load(place);
	struct err e = ERR_INIT;
	size_t n = 0;

	assert_int_equal(package_pack(p, PACK_FOLDER, NULL, place->dir, NULL, &n, &e), -EISDIR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(package_pack__writes_equal_packages_as_equal_bytes, place_make_ours,
						place_remove),
		cmocka_unit_test_setup_teardown(package_pack__has_a_folder_or_the_root, place_make_ours, place_remove),
		cmocka_unit_test_setup_teardown(package_pack__is_taken_back, place_make_ours, place_remove),
		cmocka_unit_test_setup_teardown(package_pack__leaves_what_was_there_when_it_is_stopped, place_make_ours,
						place_remove),
		cmocka_unit_test_setup_teardown(package_pack__writes_no_folder_over, place_make_ours, place_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

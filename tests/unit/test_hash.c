/* What hash promises: BLAKE2b-256, pieces that do not run together, files that hash as their bytes. */
#include "sandbox/base/hash.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#include <cmocka.h>

static void start(struct hash *h)
{
	struct err e = ERR_INIT;

	assert_int_equal(hash_init(h, &e), 0);
}

/* The expected values come from another implementation of BLAKE2b over the same framed bytes. */
static void hash__is_blake2b_256_of_length_and_bytes(void **state)
{
	char hex[HASH_HEX_MAX];
	struct hash h;

	(void)state;
	start(&h);
	hash_final(&h, hex);
	assert_string_equal(hex, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
	start(&h);
	hash_adds(&h, "abc");
	hash_final(&h, hex);
	assert_string_equal(hex, "3bdc62cfd65e3b78e3d90e32e0a91ebfbc229c30abe54e6abd16c5d4def0db7b");
	start(&h);
	hash_add(&h, "ab", 2);
	hash_adds(&h, "c");
	hash_final(&h, hex);
	assert_string_equal(hex, "20263e794775e4edf2b306c0f306af9e50175c831c857604b481e847f790bf95");
}

static void hash__pieces_do_not_run_together(void **state)
{
	static const char *const lists[][3] = {
		{ "ab", "c", "" }, { "a", "bc", "" }, { "abc", "", "" },
		{ "", "abc", "" }, { "", "", "abc" }, { "a", "b", "c" },
	};
	enum { N = sizeof(lists) / sizeof(*lists) };
	char hex[N][HASH_HEX_MAX];

	(void)state;
	for (size_t i = 0; i < N; i++) {
		struct hash h;

		start(&h);
		for (size_t j = 0; j < 3; j++)
			hash_adds(&h, lists[i][j]);
		hash_final(&h, hex[i]);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(hex[i], hex[j]);
	}
}

static void hash__an_empty_piece_counts_and_may_be_null(void **state)
{
	char none[HASH_HEX_MAX], one[HASH_HEX_MAX], null[HASH_HEX_MAX];
	struct hash h;

	(void)state;
	start(&h);
	hash_final(&h, none);
	start(&h);
	hash_add(&h, "", 0);
	hash_final(&h, one);
	start(&h);
	hash_add(&h, NULL, 0);
	hash_final(&h, null);
	assert_string_not_equal(none, one);
	assert_string_equal(one, null);
}

static void hash__a_file_hashes_as_its_bytes_and_keeps_its_offset(void **state)
{
	struct err e = ERR_INIT;
	cleanup_free char *big = malloc(200000);
	cleanup_fd int fd = -1;
	char of_bytes[HASH_HEX_MAX], of_file[HASH_HEX_MAX];
	struct hash h;

	(void)state;
	for (size_t i = 0; i < 200000; i++)
		big[i] = (char)(i * 31 >> 3);
	assert_int_equal(fs_memfd("test", big, 200000, &fd, &e), 0);
	assert_int_equal(lseek(fd, 777, SEEK_SET), 777);
	start(&h);
	hash_add(&h, big, 200000);
	hash_final(&h, of_bytes);
	start(&h);
	assert_int_equal(hash_add_fd(&h, fd, &e), 0);
	hash_final(&h, of_file);
	assert_string_equal(of_bytes, of_file);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 777);
}

static void hash__an_empty_file_is_an_empty_piece(void **state)
{
	struct err e = ERR_INIT;
	cleanup_fd int fd = -1;
	char of_bytes[HASH_HEX_MAX], of_file[HASH_HEX_MAX];
	struct hash h;

	(void)state;
	assert_int_equal(fs_memfd("test", "", 0, &fd, &e), 0);
	start(&h);
	hash_adds(&h, "");
	hash_final(&h, of_bytes);
	start(&h);
	assert_int_equal(hash_add_fd(&h, fd, &e), 0);
	hash_final(&h, of_file);
	assert_string_equal(of_bytes, of_file);
}

static void hash__refuses_what_has_no_fixed_content(void **state)
{
	struct err e = ERR_INIT;
	cleanup_fd int device = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	/* The size of a file in /proc is 0, whatever is read from it: as if it grew while it was read. */
	cleanup_fd int grows = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	cleanup_fd int write_only = open("/dev/null", O_WRONLY | O_CLOEXEC);
	struct hash h;

	(void)state;
	start(&h);
	assert_int_equal(hash_add_fd(&h, device, &e), -EINVAL);
	assert_int_equal(hash_add_fd(&h, grows, &e), -EIO);
	assert_string_equal(e.text, "hash a file: its size changed while it was read");
	assert_int_equal(hash_add_fd(&h, -1, &e), -EBADF);
	assert_int_equal(hash_add_fd(&h, write_only, &e), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hash__is_blake2b_256_of_length_and_bytes),
		cmocka_unit_test(hash__pieces_do_not_run_together),
		cmocka_unit_test(hash__an_empty_piece_counts_and_may_be_null),
		cmocka_unit_test(hash__a_file_hashes_as_its_bytes_and_keeps_its_offset),
		cmocka_unit_test(hash__an_empty_file_is_an_empty_piece),
		cmocka_unit_test(hash__refuses_what_has_no_fixed_content),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

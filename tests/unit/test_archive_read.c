/* What archive_read promises: nothing that could do harm is ever expanded. */
#include "judge/package/archive.h"
#include "sandbox/base/fs.h"
#include "tests/support/zip_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ROOM     (8u * 1024u * 1024u)
#define COUNT(a) (sizeof(a) / sizeof(*(a)))

struct opened {
	struct arena memory;
	struct archive a;
	int fd;
	struct err e;
};

static int open_bytes(struct opened *o, const void *p, size_t n)
{
	struct err e = ERR_INIT;

	*o = (struct opened){ .fd = -1 };
	arena_init(&o->memory, ROOM);
	assert_int_equal(fs_memfd("a.zip", p, n, &o->fd, &e), 0);
	return archive_open(o->fd, "a.zip", &o->memory, &o->a, &o->e);
}

static void close_opened(struct opened *o)
{
	archive_close(&o->a);
	fd_close(&o->fd);
	arena_clear(&o->memory);
}

static int open_members(struct opened *o, const struct zip_member *members, size_t n, bool large)
{
	cleanup_buf struct buf b;

	buf_init(&b, ROOM);
	zip_make(members, n, large, &b);
	assert_int_equal(b.failed, 0);
	return open_bytes(o, b.data, b.len);
}

static void assert_refused(const struct zip_member *members, size_t n, const char *error)
{
	struct opened o;

	assert_int_equal(open_members(&o, members, n, false), -EINVAL);
	assert_string_equal(o.e.text, error);
	close_opened(&o);
}

static int append(void *arg, const void *p, size_t n, struct err *e)
{
	return buf_append(arg, p, n) < 0 ? buf_error(arg, "piece", e) : 0;
}

static void archive_read__gives_files_in_the_order_of_their_paths(void **state)
{
	static const struct zip_member members[] = {
		{ .name = "two/", .mode = 040755 },
		{ .name = "two/problem.yaml", .content = "name: two\n" },
		{ .name = "two/build.sh", .content = "true\n", .mode = 0100755 },
		{ .name = "one", .content = "1" },
	};
	struct opened o;
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, ROOM);
	assert_int_equal(open_members(&o, members, COUNT(members), false), 0);
	assert_int_equal(o.a.n, 3);
	assert_string_equal(o.a.entries[0].path, "one");
	assert_string_equal(o.a.entries[1].path, "two/build.sh");
	assert_true(o.a.entries[1].executable);
	assert_string_equal(o.a.entries[2].path, "two/problem.yaml");
	assert_false(o.a.entries[2].executable);
	assert_int_equal(o.a.entries[2].bytes, 10);
	assert_int_equal(archive_read(&o.a, 2, append, &b, &o.e), 0);
	assert_string_equal(b.data, "name: two\n");
	close_opened(&o);
}

static void archive_read__leaves_out_the_names_that_the_format_ignores(void **state)
{
	static const struct zip_member members[] = {
		{ .name = "a", .content = "1" },
		{ .name = ".git/config", .content = "x" },
		{ .name = "__MACOSX/._a", .content = "x" },
		{ .name = "with blank", .content = "x" },
		{ .name = "\xc3\xa9.txt", .content = "x" },
		{ .name = "e\xcc\x81.txt", .content = "x" },
	};
	struct opened o;

	(void)state;
	assert_int_equal(open_members(&o, members, COUNT(members), false), 0);
	assert_int_equal(o.a.n, 1);
	assert_int_equal(o.a.left_out.n, 5);
	assert_string_equal(o.a.left_out.first, ".git/config");
	close_opened(&o);
}

static void archive_read__refuses_what_may_do_harm(void **state)
{
	static const struct {
		struct zip_member member;
		const char *error;
	} bad[] = {
		{ { .name = "../x" }, "a.zip: ../x: its name leads out of the package" },
		{ { .name = "a/../../x" }, "a.zip: a/../../x: its name leads out of the package" },
		{ { .name = ".git/../../x" }, "a.zip: .git/../../x: its name leads out of the package" },
		{ { .name = "a/./x" }, "a.zip: a/./x: its name leads out of the package" },
		{ { .name = "/etc/passwd" }, "a.zip: /etc/passwd: its name leads to the root" },
		{ { .name = "" }, "a.zip: : its name leads to the root" },
		{ { .name = "a//x" }, "a.zip: a//x: its name has an empty part" },
		{ { .name = "a\\..\\x" }, "a.zip: a\\\\..\\\\x: its name has a backslash" },
		{ { .name = "C:x" }, "a.zip: C:x: its name begins with a drive letter" },
		{ { .name = "a\xff.in" }, "a.zip: a\\xff.in: its name is not valid UTF-8" },
		{ { .name = "a\x1b[31m" }, "a.zip: a\\x1b[31m: its name has a control character" },
		{ { .name = "a\xe2\x80\xae.c" }, "a.zip: a\\u202e.c: its name has a control character" },
		{ { .name = "1/2/3/4/5/6/7/8/9/10/11" },
		  "a.zip: 1/2/3/4/5/6/7/8/9/10/11: is too deep below other folders" },
		{ { .name = "x", .content = "/etc/passwd", .mode = 0120777 }, "a.zip: x: is a link" },
		{ { .name = ".x", .content = "/etc/passwd", .mode = 0120777 }, "a.zip: .x: is a link" },
		{ { .name = "x", .mode = 0020666 }, "a.zip: x: is a device, a pipe or a socket" },
		{ { .name = "x", .mode = 0060660 }, "a.zip: x: is a device, a pipe or a socket" },
		{ { .name = "x", .mode = 0010644 }, "a.zip: x: is a device, a pipe or a socket" },
		{ { .name = "x", .mode = 0140644 }, "a.zip: x: is a device, a pipe or a socket" },
		{ { .name = "x", .mode = 0040755 }, "a.zip: x: is a folder by its mode and a file by its name" },
		{ { .name = "x/", .content = "data", .mode = 040755 }, "a.zip: x/: is a folder with content" },
		{ { .name = "x", .content = "secret", .flags = 1 }, "a.zip: x: is encrypted" },
		{ { .name = "x", .content = "bz", .method = 12 },
		  "a.zip: x: is compressed by method 12; only deflate is taken" },
		{ { .name = "x", .content = "bomb", .method = 8, .bytes = 1u << 31 },
		  "a.zip: x: with it the archive expands to more than 1 GiB" },
		{ { .name = "x", .content = "bomb", .method = 8, .bytes = 1u << 29 },
		  "a.zip: expands to over 200 times its size" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_refused(&bad[i].member, 1, bad[i].error);
}

static void archive_read__refuses_two_entries_for_one_place(void **state)
{
	static const struct {
		struct zip_member members[2];
		const char *error;
	} bad[] = {
		{ { { .name = "a/x" }, { .name = "a/x" } }, "a.zip: a/x: stands twice in the archive" },
		{ { { .name = "a/X" }, { .name = "a/x" } },
		  "a.zip: a/x: differs from a/X by the case of letters alone" },
		{ { { .name = "Data/x" }, { .name = "data/y" } },
		  "a.zip: data/y: differs from Data by the case of letters alone" },
		{ { { .name = "a" }, { .name = "a/x" } }, "a.zip: a: is a file and a folder" },
		{ { { .name = "a/x" }, { .name = "a" } }, "a.zip: a: is a file and a folder" },
	};
	static const struct zip_member folder_twice[] = { { .name = "a/", .mode = 040755 }, { .name = "a/x" } };
	struct opened o;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_refused(bad[i].members, 2, bad[i].error);
	assert_int_equal(open_members(&o, folder_twice, 2, false), 0);
	close_opened(&o);
}

/* By which an archive of kilobytes expands to terabytes. */
static void archive_read__refuses_entries_that_share_bytes(void **state)
{
	char content[2001];
	struct zip_member members[] = {
		{ .name = "x", .content = content },
		{ .name = "x", .content = content, .on_the_first = true },
		{ .name = "x", .content = content, .on_the_first = true },
	};

	(void)state;
	memset(content, 'x', 2000);
	content[2000] = 0;
	assert_refused(members, COUNT(members), "a.zip: x: lies on the bytes of other entries");
}

static void archive_read__refuses_too_many_entries(void **state)
{
	enum { N = ARCHIVE_ENTRIES_MAX + 1 };
	struct zip_member *members = calloc(N, sizeof(*members));
	char(*names)[16] = calloc(N, sizeof(*names));

	(void)state;
	assert_non_null(members);
	assert_non_null(names);
	for (size_t i = 0; i < N; i++) {
		snprintf(names[i], sizeof(names[i]), "%zu", i);
		members[i].name = names[i];
	}
	assert_refused(members, N, "a.zip: has 50001 entries; at most 50000 are taken");
	free(members);
	free(names);
}

static void archive_read__refuses_the_form_whose_directory_has_no_bound(void **state)
{
	static const struct zip_member members[] = { { .name = "a", .content = "1" } };
	struct opened o;

	(void)state;
	assert_int_equal(open_members(&o, members, 1, true), -EINVAL);
	assert_string_equal(o.e.text, "a.zip: is in the form for 4 GiB and more (ZIP64)");
	close_opened(&o);
}

static void archive_read__refuses_what_is_no_archive(void **state)
{
	static const char *const bad[] = { "", "PK", "PK\5\6", "%PDF-1.4\n", "PK\3\4 and no more" };
	struct opened o;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_int_equal(open_bytes(&o, bad[i], strlen(bad[i])), -EINVAL);
		assert_ptr_equal(strstr(o.e.text, "a.zip: is no sound zip archive: "), o.e.text);
		close_opened(&o);
	}
}

/* As many bytes as in the two headers, and no others. */
static void archive_read__refuses_content_that_is_not_as_declared(void **state)
{
	static const struct zip_member bad[] = {
		{ .name = "x", .content = "data", .wrong_checksum = true },
		{ .name = "x", .content = "this is not deflated", .method = 8 },
		/* 1,000 times "x", deflated: "\x4b\xac\x18\x05\xa3\x60\x08\x02\x00" ends within a block. */
		{ .name = "x", .content = "\x4b\xac\x18\x05\xa3\x60", .method = 8, .bytes = 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		cleanup_buf struct buf b;
		struct opened o;

		buf_init(&b, ROOM);
		assert_int_equal(open_members(&o, &bad[i], 1, false), 0);
		assert_int_equal(archive_read(&o.a, 0, append, &b, &o.e), -EINVAL);
		assert_ptr_equal(strstr(o.e.text, "a.zip: x: "), o.e.text);
		assert_true(b.len <= 4);
		close_opened(&o);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(archive_read__gives_files_in_the_order_of_their_paths),
		cmocka_unit_test(archive_read__leaves_out_the_names_that_the_format_ignores),
		cmocka_unit_test(archive_read__refuses_what_may_do_harm),
		cmocka_unit_test(archive_read__refuses_two_entries_for_one_place),
		cmocka_unit_test(archive_read__refuses_entries_that_share_bytes),
		cmocka_unit_test(archive_read__refuses_too_many_entries),
		cmocka_unit_test(archive_read__refuses_the_form_whose_directory_has_no_bound),
		cmocka_unit_test(archive_read__refuses_what_is_no_archive),
		cmocka_unit_test(archive_read__refuses_content_that_is_not_as_declared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

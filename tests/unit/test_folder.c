/* What folder promises: files come back as they went in, and an archive of anybody's gives files with plain names. */
#include "runners/folder.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LONG "a123456789b123456789c123456789d123456789e123456789f123456789"

static struct source source(const char *name, const char *text)
{
	return (struct source){ name, text, strlen(text) };
}

/* Both are the caller's. */
static int read_back(const struct buf *archive, struct arena *a, struct source **files, size_t *n, struct err *e)
{
	arena_init(a, 1 << 20);
	return folder_read(archive->data, archive->len, a, files, n, e);
}

static void write_one(const char *name, struct buf *out)
{
	const struct source one = source(name, "text");
	struct err e = ERR_INIT;

	buf_init(out, FOLDER_BYTES_MAX);
	assert_int_equal(folder_write(&one, 1, out, &e), 0);
}

/* Puts the right sum under a header that was changed (at the beginning of the archive). */
static void sum_up(struct buf *archive)
{
	unsigned sum = 0;

	memset(archive->data + 148, ' ', 8);
	for (size_t i = 0; i < 512; i++)
		sum += (unsigned char)archive->data[i];
	snprintf(archive->data + 148, 8, "%06o", sum);
}

static void folder__comes_back_as_it_was(void **state)
{
	char all[256], zeros[513] = "";
	const struct source files[] = {
		source("run", "#!/bin/sh\n"),
		source("empty", ""),
		{ "src/all.bin", all, sizeof(all) },
		{ "src/deep/" LONG "/" LONG ".c", zeros, 513 },
		{ "block", zeros, 512 },
	};
	cleanup_arena struct arena a;
	cleanup_buf struct buf archive;
	struct err e = ERR_INIT;
	struct source *back;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(all); i++)
		all[i] = (char)i;
	buf_init(&archive, FOLDER_BYTES_MAX);
	assert_int_equal(folder_write(files, 5, &archive, &e), 0);
	assert_int_equal(read_back(&archive, &a, &back, &n, &e), 0);
	assert_int_equal(n, 5);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(back[i].name, files[i].name);
		assert_int_equal(back[i].len, files[i].len);
		assert_memory_equal(back[i].text, files[i].text, files[i].len);
	}
}

static void folder_is_name__takes_what_a_box_takes(void **state)
{
	static const char *const good[] = { "run", "a/b/c.py", "A-b_c.9", "1/2/3/4/5/6/7" };
	static const char *const bad[] = { "",    ".x",  "-x",   "a/.x",    "../x",           "/x", "a//b", "a/",
					   "a b", "x\n", "a\\b", LONG LONG, "1/2/3/4/5/6/7/8" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(folder_is_name(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(folder_is_name(bad[i]));
}

static void folder__has_no_room_for_a_longer_name(void **state)
{
	const struct source one = source(LONG LONG, "");
	cleanup_buf struct buf archive;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&archive, FOLDER_BYTES_MAX);
	assert_int_equal(folder_write(&one, 1, &archive, &e), -EINVAL);
	assert_non_null(strstr(e.text, "is too long a name"));
}

static void folder__is_no_larger_than_is_asked_for(void **state)
{
	const struct source one = source("run", "x");
	cleanup_buf struct buf archive;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&archive, 1024);
	assert_int_equal(folder_write(&one, 1, &archive, &e), -EMSGSIZE);
}

/* Links of both kinds, devices, a FIFO, and what tars write for themselves. */
static void folder__refuses_what_is_no_regular_file(void **state)
{
	(void)state;
	for (const char *type = "12346xgLS"; *type; type++) {
		cleanup_arena struct arena a;
		cleanup_buf struct buf archive;
		struct err e = ERR_INIT;
		struct source *back;
		size_t n;

		write_one("run", &archive);
		archive.data[156] = *type;
		sum_up(&archive);
		assert_int_equal(read_back(&archive, &a, &back, &n, &e), -EINVAL);
		assert_string_equal(e.text, "'run' is no regular file");
	}
}

static void folder__refuses_names_that_lead_elsewhere(void **state)
{
	static const char *const names[] = { "/etc/passwd", "a b", "x\x1b[31m", "-rf" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		cleanup_arena struct arena a;
		cleanup_buf struct buf archive;
		struct err e = ERR_INIT;
		struct source *back;
		size_t n = 99;

		write_one(names[i], &archive);
		assert_int_equal(read_back(&archive, &a, &back, &n, &e), -EINVAL);
		assert_non_null(strstr(e.text, "is no name for a file of a program"));
		assert_null(strchr(e.text, '\x1b'));
	}
}

static void folder__passes_over_what_is_hidden(void **state)
{
	static const char *const names[] = { ".tmp", "./.tmp/x", "a/.git", "a/../../b", "./", "." };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		cleanup_arena struct arena a;
		cleanup_buf struct buf archive;
		struct err e = ERR_INIT;
		struct source *back;
		size_t n = 99;

		write_one(names[i], &archive);
		if (i > 3)
			archive.data[156] = '5';
		sum_up(&archive);
		assert_int_equal(read_back(&archive, &a, &back, &n, &e), 0);
		assert_int_equal(n, 0);
	}
}

static void folder__refuses_a_damaged_archive(void **state)
{
	static const struct {
		size_t at;
		char byte;
		bool sum;
	} rows[] = {
		{ 0, 'x', false },   /* another name under the old sum */
		{ 124, '9', true },  /* no octal digits */
		{ 124, '7', true },  /* more bytes than there are */
		{ 257, 'U', true },  /* another kind of archive */
		{ 148, 'x', false }, /* no sum */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup_arena struct arena a;
		cleanup_buf struct buf archive;
		struct err e = ERR_INIT;
		struct source *back;
		size_t n;

		write_one("run", &archive);
		archive.data[rows[i].at] = rows[i].byte;
		if (rows[i].sum)
			sum_up(&archive);
		assert_int_equal(read_back(&archive, &a, &back, &n, &e), -EPROTO);
	}
}

static void folder__refuses_a_cut_archive(void **state)
{
	static const size_t cuts[] = { 0, 1, 511, 512, 515, 1024, 1535 };
	cleanup_buf struct buf archive;

	(void)state;
	write_one("run", &archive);
	for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++) {
		cleanup_arena struct arena a;
		struct err e = ERR_INIT;
		struct source *back;
		size_t n;

		arena_init(&a, 1 << 20);
		assert_int_equal(folder_read(archive.data, cuts[i], &a, &back, &n, &e), -EPROTO);
	}
}

static void folder__refuses_too_many_files(void **state)
{
	static struct source files[FOLDER_FILES_MAX + 1];
	static char names[FOLDER_FILES_MAX + 1][16];
	cleanup_arena struct arena a;
	cleanup_buf struct buf archive;
	struct err e = ERR_INIT;
	struct source *back;
	size_t n;

	(void)state;
	for (size_t i = 0; i <= FOLDER_FILES_MAX; i++) {
		snprintf(names[i], sizeof(names[i]), "f%zu", i);
		files[i] = source(names[i], "");
	}
	buf_init(&archive, FOLDER_BYTES_MAX);
	assert_int_equal(folder_write(files, FOLDER_FILES_MAX + 1, &archive, &e), 0);
	assert_int_equal(read_back(&archive, &a, &back, &n, &e), -EINVAL);
	assert_string_equal(e.text, "there are more than 512 files");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folder__comes_back_as_it_was),
		cmocka_unit_test(folder_is_name__takes_what_a_box_takes),
		cmocka_unit_test(folder__has_no_room_for_a_longer_name),
		cmocka_unit_test(folder__is_no_larger_than_is_asked_for),
		cmocka_unit_test(folder__refuses_what_is_no_regular_file),
		cmocka_unit_test(folder__refuses_names_that_lead_elsewhere),
		cmocka_unit_test(folder__passes_over_what_is_hidden),
		cmocka_unit_test(folder__refuses_a_damaged_archive),
		cmocka_unit_test(folder__refuses_a_cut_archive),
		cmocka_unit_test(folder__refuses_too_many_files),
	};

	return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}

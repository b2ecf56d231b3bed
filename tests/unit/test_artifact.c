/* What artifact promises: sealed files, and a cache that gives back what was stored or nothing. */
#include "runners/artifact.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
	char *dir;  /* of the cache */
	char *file; /* of the key "a1" in it */
};

static int make_place(void **state)
{
	static struct place p;
	struct err e = ERR_INIT;

	if (fs_temp_dir(NULL, "judge-test-artifact-", &p.dir, &e) < 0)
		return -1;
	p.file = fs_join(p.dir, "a1.bin");
	*state = &p;
	return p.file ? 0 : -1;
}

static int remove_place(void **state)
{
	struct place *p = *state;
	struct err e = ERR_INIT;
	const int r = fs_remove_tree(AT_FDCWD, p->dir, &e);

	free(p->dir);
	free(p->file);
	return r;
}

static void assert_recalled(const struct place *p, const char *wanted)
{
	struct artifact a = ARTIFACT_INIT;
	struct err e = ERR_INIT;
	struct buf content;

	buf_init(&content, 1024);
	assert_true(artifact_recall(p->dir, "a1", &a));
	assert_int_equal(a.bytes, strlen(wanted));
	assert_int_equal(fs_read_fd(a.fd, &content, &e), 0);
	assert_string_equal(content.data, wanted);
	buf_clear(&content);
	artifact_clear(&a);
}

static void assert_forgotten(const struct place *p)
{
	struct artifact a = { .fd = -1, .bytes = 77 };

	assert_false(artifact_recall(p->dir, "a1", &a));
	assert_int_equal(a.fd, -1);
	assert_int_equal(a.bytes, 77);
}

static void artifact__cannot_be_changed(void **state)
{
	struct artifact a = ARTIFACT_INIT;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(artifact_make("code", 4, &a, &e), 0);
	assert_int_equal(a.bytes, 4);
	assert_int_equal(pwrite(a.fd, "x", 1, 0), -1);
	assert_int_equal(errno, EPERM);
	artifact_clear(&a);
	assert_int_equal(a.fd, -1);
}

static void cache__gives_back_what_was_stored(void **state)
{
	artifact_store(((struct place *)*state)->dir, "a1", "code", 4);
	assert_recalled(*state, "code");
}

static void cache__makes_its_directory(void **state)
{
	struct place p = *(struct place *)*state;
	struct artifact a = ARTIFACT_INIT;

	p.dir = fs_join(p.dir, "deep/er");
	artifact_store(p.dir, "a1", "code", 4);
	assert_true(artifact_recall(p.dir, "a1", &a));
	artifact_clear(&a);
	free(p.dir);
}

static void cache__keeps_the_last_of_two(void **state)
{
	const struct place *p = *state;

	artifact_store(p->dir, "a1", "first", 5);
	artifact_store(p->dir, "a1", "second", 6);
	assert_recalled(p, "second");
}

static void cache__has_nothing_under_an_unknown_key(void **state)
{
	struct place nowhere = { "/nonexistent/cache", NULL };

	assert_forgotten(*state);
	assert_forgotten(&nowhere);
	artifact_store("/proc/nowhere", "a1", "code", 4); /* cannot be stored; no harm */
}

static void cache__forgets_what_was_damaged(void **state)
{
	const struct place *p = *state;
	int fd;

	artifact_store(p->dir, "a1", "code", 4);
	fd = open(p->file, O_WRONLY | O_APPEND | O_CLOEXEC);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
	assert_forgotten(p); /* longer */
	assert_int_equal(truncate(p->file, 99), 0);
	assert_forgotten(p); /* shorter */
	assert_int_equal(truncate(p->file, 3), 0);
	assert_forgotten(p); /* not even a header */
	artifact_store(p->dir, "a1", "code", 4);
	assert_recalled(p, "code");
	fd = open(p->file, O_WRONLY | O_CLOEXEC);
	assert_int_equal(pwrite(fd, "C", 1, 96), 1);
	close(fd);
	assert_forgotten(p); /* another byte */
}

static void cache__forgets_a_file_of_another_key(void **state)
{
	const struct place *p = *state;
	char *other = fs_join(p->dir, "b2.bin");

	artifact_store(p->dir, "b2", "code", 4);
	assert_int_equal(rename(other, p->file), 0);
	assert_forgotten(p);
	free(other);
}

static void cache__forgets_what_others_may_write(void **state)
{
	const struct place *p = *state;

	artifact_store(p->dir, "a1", "code", 4);
	assert_int_equal(chmod(p->file, 0620), 0);
	assert_forgotten(p);
	assert_int_equal(chmod(p->file, 0602), 0);
	assert_forgotten(p);
	assert_int_equal(chmod(p->file, 0600), 0);
	assert_recalled(p, "code");
	if (geteuid() == 0) {
		assert_int_equal(chown(p->file, 12345, (gid_t)-1), 0);
		assert_forgotten(p);
	}
}

static void cache__forgets_what_is_no_regular_file(void **state)
{
	const struct place *p = *state;
	char *elsewhere = fs_join(p->dir, "b2.bin");

	artifact_store(p->dir, "a1", "code", 4);
	assert_int_equal(rename(p->file, elsewhere), 0);
	assert_int_equal(symlink(elsewhere, p->file), 0);
	assert_forgotten(p);
	assert_int_equal(unlink(p->file), 0);
	assert_int_equal(mkfifo(p->file, 0600), 0);
	assert_forgotten(p); /* and does not wait for a writer */
	free(elsewhere);
}

static void store_many(const char *dir, char which)
{
	char content[4096];

	memset(content, which, sizeof(content));
	for (int i = 0; i < 20; i++)
		artifact_store(dir, "a1", content, sizeof(content));
}

static void cache__gives_a_whole_file_while_two_write_it(void **state)
{
	const struct place *p = *state;
	pid_t children[2];

	store_many(p->dir, 'x');
	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			store_many(p->dir, (char)('a' + i));
			_exit(0);
		}
	}
	for (int i = 0; i < 200; i++) {
		struct artifact a = ARTIFACT_INIT;

		assert_true(artifact_recall(p->dir, "a1", &a));
		assert_int_equal(a.bytes, 4096);
		artifact_clear(&a);
	}
	for (int i = 0; i < 2; i++)
		assert_int_equal(waitpid(children[i], NULL, 0), children[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(artifact__cannot_be_changed),
		cmocka_unit_test_setup_teardown(cache__gives_back_what_was_stored, make_place, remove_place),
		cmocka_unit_test_setup_teardown(cache__makes_its_directory, make_place, remove_place),
		cmocka_unit_test_setup_teardown(cache__keeps_the_last_of_two, make_place, remove_place),
		cmocka_unit_test_setup_teardown(cache__has_nothing_under_an_unknown_key, make_place, remove_place),
		cmocka_unit_test_setup_teardown(cache__forgets_what_was_damaged, make_place, remove_place),
		cmocka_unit_test_setup_teardown(cache__forgets_a_file_of_another_key, make_place, remove_place),
		cmocka_unit_test_setup_teardown(cache__forgets_what_others_may_write, make_place, remove_place),
		cmocka_unit_test_setup_teardown(cache__forgets_what_is_no_regular_file, make_place, remove_place),
		cmocka_unit_test_setup_teardown(cache__gives_a_whole_file_while_two_write_it, make_place, remove_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

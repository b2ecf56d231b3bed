/* What fs_remove_tree promises: the tree goes and nothing else, however deep, hostile or mounted over it is. */
#include "sandbox/base/fs.h"
#include "tests/support/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void fs__remove_tree_takes_the_tree_and_no_more(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;

	assert_int_equal(mkdirat(p->fd, "keep", 0700), 0);
	folder_put(p, "keep/f", "kept");
	assert_int_equal(mkdirat(p->fd, "tree", 0700), 0);
	assert_int_equal(mkdirat(p->fd, "tree/sub", 0700), 0);
	folder_put(p, "tree/sub/f", "");
	folder_put(p, "tree/.hidden", "");
	assert_int_equal(mkfifoat(p->fd, "tree/fifo", 0600), 0);
	assert_int_equal(symlinkat("../keep", p->fd, "tree/link"), 0);
	assert_int_equal(symlinkat("../../keep", p->fd, "tree/sub/link"), 0);
	assert_int_equal(symlinkat("/nonexistent", p->fd, "tree/dangling"), 0);
	assert_int_equal(fs_remove_tree(p->fd, "tree", &e), 0);
	folder_holds(p, "keep/f", "kept");
	assert_int_equal(folder_entries(p), 1);
}

static void fs__remove_tree_removes_a_link_and_not_its_target(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;

	assert_int_equal(mkdirat(p->fd, "keep", 0700), 0);
	folder_put(p, "keep/f", "kept");
	assert_int_equal(symlinkat("keep", p->fd, "link"), 0);
	assert_int_equal(fs_remove_tree(p->fd, "link", &e), 0);
	folder_holds(p, "keep/f", "kept");
	assert_int_equal(folder_entries(p), 1);
}

static void fs__remove_tree_is_content_with_nothing_to_do(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;

	assert_int_equal(fs_remove_tree(p->fd, "none", &e), 0);
	assert_int_equal(fs_remove_tree(p->fd, "none/below", &e), 0);
	folder_put(p, "f", "");
	assert_int_equal(fs_remove_tree(p->fd, "f", &e), 0);
	assert_int_equal(folder_entries(p), 0);
}

static void fs__remove_tree_refuses_names_that_are_no_entry(void **state)
{
	static const char *const bad[] = { "", ".", "..", "/", "f/", "f/.", "f/..", "../.." };
	const struct folder *p = *state;
	struct err e = ERR_INIT;

	assert_int_equal(mkdirat(p->fd, "f", 0700), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(fs_remove_tree(p->fd, bad[i], &e), -EINVAL);
	assert_int_equal(folder_entries(p), 1);
}

static void fs__remove_tree_passes_missing_permissions(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;

	assert_int_equal(mkdirat(p->fd, "tree", 0700), 0);
	assert_int_equal(mkdirat(p->fd, "tree/closed", 0700), 0);
	assert_int_equal(mkdirat(p->fd, "tree/read-only", 0700), 0);
	assert_int_equal(mkdirat(p->fd, "tree/empty", 0000), 0);
	folder_put(p, "tree/closed/f", "");
	folder_put(p, "tree/read-only/f", "");
	assert_int_equal(fchmodat(p->fd, "tree/closed", 0000, 0), 0);
	assert_int_equal(fchmodat(p->fd, "tree/read-only", 0555, 0), 0);
	assert_int_equal(fchmodat(p->fd, "tree", 0000, 0), 0);
	assert_int_equal(fs_remove_tree(p->fd, "tree", &e), 0);
	assert_int_equal(folder_entries(p), 0);
}

/* Far deeper than PATH_MAX, with side branches, and with fewer descriptors than levels. */
static void fs__remove_tree_goes_as_deep_as_the_tree(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	struct rlimit before, few;
	int at = dup(p->fd);
	int r;

	for (int i = 0; i < 5000; i++) {
		int next;

		assert_int_equal(mkdirat(at, "d", 0700), 0);
		if (i % 50 == 0) {
			assert_int_equal(mkdirat(at, "side", 0700), 0);
			assert_int_equal(symlinkat("..", at, "side/up"), 0);
		}
		next = openat(at, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		assert_true(next >= 0);
		close(at);
		at = next;
	}
	close(at);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = (struct rlimit){ .rlim_cur = 128, .rlim_max = before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	r = fs_remove_tree(p->fd, "d", &e);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(r, 0);
	assert_int_equal(fs_remove_tree(p->fd, "side", &e), 0);
	assert_int_equal(folder_entries(p), 0);
}

enum { MOUNT_OK, MOUNT_WRONG, MOUNT_UNABLE };

/* In a mount namespace of its own: binds "keep" into the tree and tries to remove the tree. */
static int try_to_remove_a_mount(const struct folder *p)
{
	const unsigned id = geteuid();
	struct err e = ERR_INIT;
	int fd;

	if (unshare((id ? CLONE_NEWUSER : 0) | CLONE_NEWNS) < 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return MOUNT_UNABLE;
	/* By its path: the descriptor still belongs to the mount namespace that was left. */
	if (chdir(p->path) < 0 || mount("keep", "tree/sub/mounted", NULL, MS_BIND, NULL) < 0)
		return MOUNT_UNABLE;
	if (fs_remove_tree(AT_FDCWD, "tree", &e) != -EBUSY)
		return MOUNT_WRONG;
	fd = open("tree/sub/mounted/f", O_RDONLY | O_CLOEXEC);
	return fd >= 0 ? MOUNT_OK : MOUNT_WRONG;
}

static void fs__remove_tree_does_not_empty_a_mount(void **state)
{
	const struct folder *p = *state;
	int status;
	pid_t pid;

	assert_int_equal(mkdirat(p->fd, "keep", 0700), 0);
	folder_put(p, "keep/f", "kept");
	assert_int_equal(mkdirat(p->fd, "tree", 0700), 0);
	assert_int_equal(mkdirat(p->fd, "tree/sub", 0700), 0);
	assert_int_equal(mkdirat(p->fd, "tree/sub/mounted", 0700), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(try_to_remove_a_mount(p));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	folder_holds(p, "keep/f", "kept");
	if (WEXITSTATUS(status) == MOUNT_UNABLE)
		skip();
	assert_int_equal(WEXITSTATUS(status), MOUNT_OK);
}

static void fs__remove_tree_says_what_it_could_not_remove(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	/* /proc/self holds nothing that anyone can remove. */
	assert_true(fs_remove_tree(AT_FDCWD, "/proc/self/task", &e) < 0);
	assert_memory_equal(e.text, "/proc/self/task: remove ", 24);
}

#define in_a_folder(test) cmocka_unit_test_setup_teardown(test, folder_open, folder_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_a_folder(fs__remove_tree_takes_the_tree_and_no_more),
		in_a_folder(fs__remove_tree_removes_a_link_and_not_its_target),
		in_a_folder(fs__remove_tree_is_content_with_nothing_to_do),
		in_a_folder(fs__remove_tree_refuses_names_that_are_no_entry),
		in_a_folder(fs__remove_tree_passes_missing_permissions),
		in_a_folder(fs__remove_tree_goes_as_deep_as_the_tree),
		in_a_folder(fs__remove_tree_does_not_empty_a_mount),
		cmocka_unit_test(fs__remove_tree_says_what_it_could_not_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

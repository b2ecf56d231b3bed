/* What fs promises of files and paths. Every guard fires here: FIFOs, links out of a directory, full disks. */
#include "sandbox/base/fs.h"
#include "tests/support/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <cmocka.h>

/* -- reading --------------------------------------------------------------------------------------------------- */

static void fs__read_appends_a_whole_file(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	cleanup_free char *big = malloc(100000);
	cleanup_buf struct buf b;

	memset(big, 'x', 100000);
	big[50000] = 0;
	assert_int_equal(fs_create(p->fd, "big", big, 100000, 0600, &e), 0);
	buf_init(&b, 200000);
	assert_int_equal(buf_puts(&b, ">"), 0);
	assert_int_equal(fs_read(p->fd, "big", &b, &e), 0);
	assert_int_equal(b.len, 100001);
	assert_int_equal(b.data[0], '>');
	assert_memory_equal(b.data + 1, big, 100000);
}

static void fs__read_holds_its_ceiling(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	cleanup_buf struct buf b;

	folder_put(p, "ten", "0123456789");
	buf_init(&b, 10);
	assert_int_equal(fs_read(p->fd, "ten", &b, &e), 0);
	assert_string_equal(b.data, "0123456789");
	buf_clear(&b);
	buf_init(&b, 9);
	assert_int_equal(fs_read(p->fd, "ten", &b, &e), -EMSGSIZE);
	assert_string_equal(b.data, "012345678");
	assert_int_equal(b.failed, -EMSGSIZE);
	assert_string_equal(e.text, "ten: longer than 9 bytes");
}

static void fs__read_fd_goes_on_where_the_file_stands(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	cleanup_fd int fd = -1;
	cleanup_buf struct buf b;

	folder_put(p, "ten", "0123456789");
	fd = openat(p->fd, "ten", O_RDONLY | O_CLOEXEC);
	assert_int_equal(lseek(fd, 4, SEEK_SET), 4);
	buf_init(&b, 6);
	assert_int_equal(fs_read_fd(fd, &b, &e), 0);
	assert_string_equal(b.data, "456789");
	assert_int_equal(fs_read_fd(-1, &b, &e), -EBADF);
}

static void fs__read_names_a_missing_file(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	cleanup_buf struct buf b;

	buf_init(&b, 10);
	assert_int_equal(fs_read(p->fd, "none.c", &b, &e), -ENOENT);
	assert_string_equal(e.text, "none.c: No such file or directory");
	assert_int_equal(b.failed, 0);
}

static void fs__read_refuses_what_is_not_a_file_and_does_not_hang(void **state)
{
	const struct folder *p = *state;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	cleanup_fd int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct err e = ERR_INIT;
	cleanup_buf struct buf b;

	buf_init(&b, 10);
	assert_int_equal(mkfifoat(p->fd, "fifo", 0600), 0);
	assert_int_equal(mkdirat(p->fd, "dir", 0700), 0);
	snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/socket", p->fd);
	assert_int_equal(bind(s, (const struct sockaddr *)&address, sizeof(address)), 0);

	assert_int_equal(fs_read(p->fd, "fifo", &b, &e), -EINVAL);
	assert_int_equal(fs_read(p->fd, "socket", &b, &e), -EINVAL);
	assert_int_equal(fs_read(p->fd, "/dev/zero", &b, &e), -EINVAL);
	assert_string_equal(e.text, "/dev/zero: not a regular file");
	assert_int_equal(fs_read(p->fd, "dir", &b, &e), -EISDIR);
	assert_string_equal(e.text, "dir: is a directory");
	assert_int_equal(b.len, 0);
}

/* -- writing --------------------------------------------------------------------------------------------------- */

static void fs__write_replaces_and_leaves_nothing_beside(void **state)
{
	const struct folder *p = *state;
	cleanup_fd int old = -1;
	char before[4] = { 0 };

	folder_put(p, "f", "old");
	old = openat(p->fd, "f", O_RDONLY | O_CLOEXEC);
	folder_put(p, "f", "new content");
	folder_holds(p, "f", "new content");
	/* Who has the old file open still reads all of it: it was not written over. */
	assert_int_equal(read(old, before, 3), 3);
	assert_string_equal(before, "old");
	assert_int_equal(folder_entries(p), 1);
}

static void fs__write_works_with_a_path_of_several_parts(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	cleanup_free char *whole = fs_join(p->path, "d/f");

	assert_int_equal(mkdirat(p->fd, "d", 0700), 0);
	assert_int_equal(fs_write(AT_FDCWD, whole, "1", 1, 0600, &e), 0);
	folder_holds(p, "d/f", "1");
	assert_int_equal(fs_write(p->fd, "none/f", "1", 1, 0600, &e), -ENOENT);
	assert_string_equal(e.text, "create none/f: No such file or directory");
}

static void fs__write_replaces_a_link_instead_of_following_it(void **state)
{
	const struct folder *p = *state;

	folder_put(p, "target", "safe");
	assert_int_equal(symlinkat("target", p->fd, "link"), 0);
	folder_put(p, "link", "mine");
	folder_holds(p, "target", "safe");
	folder_holds(p, "link", "mine");
}

static void fs__a_write_that_cannot_end_leaves_the_old_file_and_nothing_else(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;

	assert_int_equal(mkdirat(p->fd, "dir", 0700), 0);
	assert_int_equal(fs_write(p->fd, "dir", "x", 1, 0600, &e), -EISDIR);
	assert_int_equal(folder_entries(p), 1);
}

/* RLIMIT_FSIZE stands in for a full disk: both make write(2) stop in the middle of a file. */
static void fs__a_full_disk_leaves_the_old_file_and_nothing_else(void **state)
{
	const struct folder *p = *state;
	char big[10000] = { 0 };
	struct rlimit before, limit;
	struct err on_write = ERR_INIT, on_create = ERR_INIT;
	int write_result, create_result;
	sighandler_t handler;

	folder_put(p, "f", "old");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = (struct rlimit){ .rlim_cur = 5000, .rlim_max = before.rlim_max };
	handler = signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	write_result = fs_write(p->fd, "f", big, sizeof(big), 0600, &on_write);
	create_result = fs_create(p->fd, "g", big, sizeof(big), 0600, &on_create);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, handler);

	assert_int_equal(write_result, -EFBIG);
	assert_string_equal(on_write.text, "write f: File too large");
	assert_int_equal(create_result, -EFBIG);
	folder_holds(p, "f", "old");
	assert_int_equal(folder_entries(p), 1);
}

static void fs__create_never_touches_what_is_there(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;

	folder_put(p, "f", "mine");
	assert_int_equal(fs_create(p->fd, "f", "other", 5, 0600, &e), -EEXIST);
	assert_string_equal(e.text, "create f: File exists");
	folder_holds(p, "f", "mine");
	/* A dangling link is something that is there: following it would write outside. */
	assert_int_equal(symlinkat("elsewhere", p->fd, "link"), 0);
	assert_int_equal(fs_create(p->fd, "link", "x", 1, 0600, &e), -EEXIST);
	assert_int_equal(faccessat(p->fd, "elsewhere", F_OK, 0), -1);
}

static void fs__modes_are_what_was_asked_less_the_umask(void **state)
{
	const struct folder *p = *state;
	const mode_t before = umask(027);
	struct err e = ERR_INIT;
	struct stat st;

	assert_int_equal(fs_create(p->fd, "f", "", 0, 0666, &e), 0);
	assert_int_equal(fs_write(p->fd, "g", "", 0, 0600, &e), 0);
	umask(before);
	assert_int_equal(fstatat(p->fd, "f", &st, 0), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(fstatat(p->fd, "g", &st, 0), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void fs__write_fd_writes_everything_into_a_slow_pipe(void **state)
{
	struct err e = ERR_INIT;
	cleanup_free char *big = malloc(300000);
	cleanup_buf struct buf b;
	int fds[2], status;
	pid_t pid;

	(void)state;
	memset(big, 'x', 300000);
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(fds[0]);
		_exit(fs_write_fd(fds[1], big, 300000, &e) < 0);
	}
	close(fds[1]);
	buf_init(&b, 300000);
	assert_int_equal(fs_read_fd(fds[0], &b, &e), 0);
	close(fds[0]);
	assert_int_equal(b.len, 300000);
	assert_memory_equal(b.data, big, 300000);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(fs_write_fd(-1, "x", 1, &e), -EBADF);
}

/* Reads what was spliced after a while; until then the pipe holds a page of the file. */
static void *let_go(void *arg)
{
	const struct timespec while_ = { .tv_nsec = 700000000 };
	char page[16];

	nanosleep(&while_, NULL);
	return read(*(int *)arg, page, sizeof(page)) == 7 ? arg : NULL;
}

static void fs__a_seal_waits_for_who_holds_a_page(void **state)
{
	int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING), ends[2];
	struct err e = ERR_INIT;
	void *done = NULL;
	loff_t from = 0;
	pthread_t thread;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "content", 7), 7);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(splice(fd, &from, ends[1], NULL, 7, 0), 7);
	assert_int_equal(pthread_create(&thread, NULL, let_go, &ends[0]), 0);
	assert_int_equal(fs_seal(fd, "test", &e), 0);
	assert_int_equal(pthread_join(thread, &done), 0);
	assert_non_null(done);
	assert_int_equal(write(fd, "x", 1), -1);
	close(ends[0]);
	close(ends[1]);
	close(fd);
}

static void fs__memfd_is_at_its_beginning_and_sealed(void **state)
{
	struct err e = ERR_INIT;
	cleanup_fd int fd = -1;
	cleanup_buf struct buf b;

	(void)state;
	assert_int_equal(fs_memfd("test", "content", 7, &fd, &e), 0);
	buf_init(&b, 7);
	assert_int_equal(fs_read_fd(fd, &b, &e), 0);
	assert_string_equal(b.data, "content");
	assert_int_equal(pwrite(fd, "X", 1, 0), -1);
	assert_int_equal(errno, EPERM);
	assert_int_equal(ftruncate(fd, 3), -1);
	assert_int_equal(ftruncate(fd, 30), -1);
	assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), -1);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
}

/* -- paths ----------------------------------------------------------------------------------------------------- */

static void fs__open_beneath_opens_what_lies_below(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	cleanup_fd int below = -1, made = -1;
	struct stat st;

	assert_int_equal(mkdirat(p->fd, "d", 0700), 0);
	folder_put(p, "d/f", "x");
	below = fs_open_beneath(p->fd, "d/../d/f", O_RDONLY, 0, &e);
	assert_true(below >= 0);
	assert_true(fcntl(below, F_GETFD) & FD_CLOEXEC);
	made = fs_open_beneath(p->fd, "d/new", O_WRONLY | O_CREAT | O_EXCL, 0600, &e);
	assert_true(made >= 0);
	assert_int_equal(fstat(made, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void fs__open_beneath_never_leaves(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	cleanup_fd int inner = -1;

	assert_int_equal(mkdirat(p->fd, "d", 0700), 0);
	folder_put(p, "outside", "secret");
	inner = openat(p->fd, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(symlinkat("../outside", inner, "up"), 0);
	assert_int_equal(symlinkat("/etc", inner, "etc"), 0);
	assert_int_equal(symlinkat("here", inner, "within"), 0);
	assert_int_equal(fs_open_beneath(inner, "../outside", O_RDONLY, 0, &e), -EXDEV);
	assert_int_equal(fs_open_beneath(inner, "/etc/passwd", O_RDONLY, 0, &e), -EXDEV);
	assert_int_equal(fs_open_beneath(inner, "up", O_RDONLY, 0, &e), -ELOOP);
	assert_int_equal(fs_open_beneath(inner, "etc/passwd", O_RDONLY, 0, &e), -ELOOP);
	assert_int_equal(fs_open_beneath(inner, "within", O_RDONLY, 0, &e), -ELOOP);
	assert_int_equal(fs_open_beneath(inner, "within", O_WRONLY | O_CREAT, 0600, &e), -ELOOP);
	assert_int_equal(fs_open_beneath(inner, "none", O_RDONLY, 0600, &e), -ENOENT);
	assert_string_equal(e.text, "open none: No such file or directory");
}

static void fs__knows_files_from_directories(void **state)
{
	const struct folder *p = *state;
	cleanup_free char *file = fs_join(p->path, "f");

	folder_put(p, "f", "");
	assert_true(fs_is_file(file));
	assert_false(fs_is_dir(file));
	assert_true(fs_is_dir(p->path));
	assert_false(fs_is_file(p->path));
	assert_false(fs_is_file("/dev/null"));
	assert_false(fs_is_file("/nonexistent/x"));
	assert_false(fs_is_dir("/nonexistent"));
}

static void check_join(const char *a, const char *b, const char *expected)
{
	cleanup_free char *joined = fs_join(a, b);

	assert_string_equal(joined, expected);
}

static void fs__joins_and_splits_names(void **state)
{
	(void)state;
	assert_string_equal(fs_basename("a/b/c.c"), "c.c");
	assert_string_equal(fs_basename("c.c"), "c.c");
	assert_string_equal(fs_basename("/c.c"), "c.c");
	assert_string_equal(fs_basename("a/"), "");
	check_join("a", "b", "a/b");
	check_join("a/", "b", "a/b");
	check_join("/", "b", "/b");
	check_join("", "b", "b");
	check_join("a", "/b", "/b");
	check_join("a", "", "a/");
}

static void fs__homes_follow_the_xdg_specification(void **state)
{
	struct err e = ERR_INIT;
	char *path = NULL;

	(void)state;
	setenv("HOME", "/home/u", 1);
	setenv("XDG_DATA_HOME", "/data", 1);
	unsetenv("XDG_CACHE_HOME");
	assert_int_equal(fs_data_home(&path, &e), 0);
	assert_string_equal(path, "/data/judge");
	free(path);
	assert_int_equal(fs_cache_home(&path, &e), 0);
	assert_string_equal(path, "/home/u/.cache/judge");
	free(path);
	setenv("XDG_DATA_HOME", "relative", 1);
	assert_int_equal(fs_data_home(&path, &e), 0);
	assert_string_equal(path, "/home/u/.local/share/judge");
	free(path);
	path = NULL;
	setenv("XDG_DATA_HOME", "", 1);
	setenv("HOME", "", 1);
	assert_int_equal(fs_data_home(&path, &e), -ENOENT);
	assert_null(path);
	unsetenv("HOME");
	assert_int_equal(fs_cache_home(&path, &e), -ENOENT);
	assert_string_equal(e.text, "neither $XDG_CACHE_HOME nor $HOME is an absolute path");
}

/* -- directories ----------------------------------------------------------------------------------------------- */

static void fs__mkdirs_makes_what_is_missing(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	cleanup_free char *deep = fs_join(p->path, "a/b//c/");
	cleanup_free char *through_file = fs_join(p->path, "f/x");
	cleanup_free char *file = fs_join(p->path, "f");
	struct stat st;

	assert_int_equal(fs_mkdirs(deep, 0750, &e), 0);
	assert_true(fs_is_dir(deep));
	assert_int_equal(fs_mkdirs(deep, 0750, &e), 0);
	assert_int_equal(fs_mkdirs("/", 0750, &e), 0);
	assert_int_equal(fstatat(p->fd, "a/b", &st, 0), 0);
	assert_int_equal(st.st_mode & 0707, 0700);
	folder_put(p, "f", "");
	assert_int_equal(fs_mkdirs(file, 0700, &e), -ENOTDIR);
	assert_int_equal(fs_mkdirs(through_file, 0700, &e), -ENOTDIR);
	assert_int_equal(fs_mkdirs("", 0700, &e), -ENOENT);
}

static void fs__temp_dirs_are_new_and_private(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	cleanup_free char *one = NULL, *two = NULL, *three = NULL;
	struct stat st;
	char *kept = getenv("TMPDIR") ? strdup(getenv("TMPDIR")) : NULL;

	assert_int_equal(fs_temp_dir(p->path, "t-", &one, &e), 0);
	assert_int_equal(fs_temp_dir(p->path, "t-", &two, &e), 0);
	assert_string_not_equal(one, two);
	assert_int_equal(stat(one, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	setenv("TMPDIR", p->path, 1);
	assert_int_equal(fs_temp_dir(NULL, "t-", &three, &e), 0);
	assert_memory_equal(three, p->path, strlen(p->path));
	if (kept)
		setenv("TMPDIR", kept, 1);
	else
		unsetenv("TMPDIR");
	free(kept);
	assert_int_equal(fs_temp_dir("/nonexistent", "t-", &three, &e), -ENOENT);
}

static void fs__list_is_sorted_and_without_dots(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	char **names = NULL;
	size_t n = 77;

	assert_int_equal(fs_list(p->fd, ".", 0, &names, &n, &e), 0);
	assert_int_equal(n, 0);
	assert_null(names[0]);
	free(names);
	folder_put(p, "b", "");
	folder_put(p, "a", "");
	folder_put(p, "B", "");
	folder_put(p, ".hidden", "");
	assert_int_equal(mkdirat(p->fd, "ab", 0700), 0);
	assert_int_equal(fs_list(p->fd, ".", 5, &names, &n, &e), 0);
	assert_int_equal(n, 5);
	assert_string_equal(names[0], ".hidden");
	assert_string_equal(names[1], "B");
	assert_string_equal(names[2], "a");
	assert_string_equal(names[3], "ab");
	assert_string_equal(names[4], "b");
	assert_null(names[5]);
	free(names);
}

static void fs__list_is_bounded(void **state)
{
	const struct folder *p = *state;
	struct err e = ERR_INIT;
	char **names = NULL;
	size_t n = 77;

	folder_put(p, "a", "");
	folder_put(p, "b", "");
	assert_int_equal(fs_list(p->fd, ".", 1, &names, &n, &e), -EOVERFLOW);
	assert_string_equal(e.text, "list .: more than 1 entries");
	assert_int_equal(fs_list(p->fd, "a", 9, &names, &n, &e), -ENOTDIR);
	assert_int_equal(fs_list(p->fd, "none", 9, &names, &n, &e), -ENOENT);
	assert_null(names);
	assert_int_equal(n, 77);
	assert_int_equal(fs_list(p->fd, ".", SIZE_MAX, &names, &n, &e), 0);
	assert_int_equal(n, 2);
	free(names);
}

#define in_a_folder(test) cmocka_unit_test_setup_teardown(test, folder_open, folder_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_a_folder(fs__read_appends_a_whole_file),
		in_a_folder(fs__read_holds_its_ceiling),
		in_a_folder(fs__read_fd_goes_on_where_the_file_stands),
		in_a_folder(fs__read_names_a_missing_file),
		in_a_folder(fs__read_refuses_what_is_not_a_file_and_does_not_hang),
		in_a_folder(fs__write_replaces_and_leaves_nothing_beside),
		in_a_folder(fs__write_works_with_a_path_of_several_parts),
		in_a_folder(fs__write_replaces_a_link_instead_of_following_it),
		in_a_folder(fs__a_write_that_cannot_end_leaves_the_old_file_and_nothing_else),
		in_a_folder(fs__a_full_disk_leaves_the_old_file_and_nothing_else),
		in_a_folder(fs__create_never_touches_what_is_there),
		in_a_folder(fs__modes_are_what_was_asked_less_the_umask),
		cmocka_unit_test(fs__write_fd_writes_everything_into_a_slow_pipe),
		cmocka_unit_test(fs__memfd_is_at_its_beginning_and_sealed),
		cmocka_unit_test(fs__a_seal_waits_for_who_holds_a_page),
		in_a_folder(fs__open_beneath_opens_what_lies_below),
		in_a_folder(fs__open_beneath_never_leaves),
		in_a_folder(fs__knows_files_from_directories),
		cmocka_unit_test(fs__joins_and_splits_names),
		cmocka_unit_test(fs__homes_follow_the_xdg_specification),
		in_a_folder(fs__mkdirs_makes_what_is_missing),
		in_a_folder(fs__temp_dirs_are_new_and_private),
		in_a_folder(fs__list_is_sorted_and_without_dots),
		in_a_folder(fs__list_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

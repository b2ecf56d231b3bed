/* What submission_load promises: text, whole and bounded, whatever the files are called; each fault one clear line. */
#include "judge/judge.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- a directory for each test ---------------------------------------------------------------------------------- */

static int make_dir(void **state)
{
	struct err e = ERR_INIT;

	return fs_temp_dir(NULL, "judge-test-submission-", (char **)state, &e);
}

static int remove_dir(void **state)
{
	struct err e = ERR_INIT;
	const int r = fs_remove_tree(AT_FDCWD, *state, &e);

	free(*state);
	return r;
}

static void put_bytes(void **state, const char *name, const void *p, size_t n)
{
	cleanup_free char *path = fs_join(*state, name);
	cleanup_free char *folder = path ? strdup(path) : NULL;
	struct err e = ERR_INIT;

	assert_non_null(folder);
	*strrchr(folder, '/') = 0;
	assert_int_equal(fs_mkdirs(folder, 0755, &e), 0);
	assert_int_equal(fs_create(AT_FDCWD, path, p, n, 0644, &e), 0);
}

static void put(void **state, const char *name, const char *content)
{
	put_bytes(state, name, content, strlen(content));
}

/* Loads up to three paths below the directory; NULL ends them. "-" is itself. */
static int load(void **state, const char *const names[3], struct submission *s, struct err *e)
{
	const char *paths[3];
	char *joined[3] = { NULL, NULL, NULL };
	size_t n = 0;
	int r;

	for (; n < 3 && names[n]; n++) {
		joined[n] = strcmp(names[n], "-") == 0 ? strdup("-") : fs_join(*state, names[n]);
		assert_non_null(joined[n]);
		paths[n] = joined[n];
	}
	r = submission_load(paths, n, s, e);
	for (size_t i = 0; i < n; i++)
		free(joined[i]);
	return r;
}

static void assert_loads(void **state, const char *const names[3], struct submission *s)
{
	struct err e = ERR_INIT;

	if (load(state, names, s, &e) < 0)
		fail_msg("%s", e.text);
}

#define NAMES(...) ((const char *const[3]){ __VA_ARGS__ })

/* Fails with this code, and a text in which "@/" stands for the directory. */
static void assert_refused(void **state, const char *const names[3], int code, const char *error)
{
	struct submission s = { .n_sources = 77 };
	struct err e = ERR_INIT;
	cleanup_buf struct buf expected;

	buf_init(&expected, 4096);
	for (const char *p = error; *p; p++) {
		if (p[0] == '@' && p[1] == '/')
			(void)buf_puts(&expected, *state);
		else
			(void)buf_putc(&expected, *p);
	}
	assert_int_equal(load(state, names, &s, &e), code);
	assert_int_equal(s.n_sources, 77);
	assert_string_equal(e.text, expected.data);
}

static const char *problem_of(void **state, const char *name, const char *content)
{
	static char problem[PROBLEM_ID_MAX];
	struct submission s;

	put(state, name, content);
	assert_loads(state, NAMES(name), &s);
	memcpy(problem, s.problem, sizeof(problem));
	submission_clear(&s);
	return problem;
}

/* ---- what loads ------------------------------------------------------------------------------------------------- */

static void submission__is_the_bytes_of_its_files(void **state)
{
	struct submission s;

	put(state, "lru_cache.c", "int a;\r\n\n");
	put(state, "table.h", "int b;");
	assert_loads(state, NAMES("lru_cache.c", "table.h"), &s);
	assert_int_equal(s.n_sources, 2);
	assert_string_equal(s.sources[0].name, "lru_cache.c");
	assert_string_equal(s.sources[0].text, "int a;\r\n\n");
	assert_int_equal(s.sources[0].len, 9);
	assert_string_equal(s.sources[1].name, "table.h");
	assert_string_equal(s.problem, "lru_cache");
	submission_clear(&s);
	assert_int_equal(s.n_sources, 0);
}

static void submission__a_directory_gives_its_c_files_in_order(void **state)
{
	struct submission s;

	put(state, "lru_cache/b.c", "int b;\n");
	put(state, "lru_cache/a.c", "int a;\n");
	put(state, "lru_cache/c.h", "int c;\n");
	put(state, "lru_cache/.#a.c", "junk\n");
	put(state, "lru_cache/a.c~", "junk\n");
	put(state, "lru_cache/Makefile", "junk\n");
	put(state, "lru_cache/below/d.c", "junk\n");
	put(state, "lru_cache/folder.c/e.c", "junk\n");
	assert_loads(state, NAMES("lru_cache/"), &s);
	assert_int_equal(s.n_sources, 3);
	assert_string_equal(s.sources[0].name, "a.c");
	assert_string_equal(s.sources[1].name, "b.c");
	assert_string_equal(s.sources[2].name, "c.h");
	assert_string_equal(s.problem, "lru_cache");
	submission_clear(&s);
	assert_loads(state, NAMES("lru_cache/below/.."), &s);
	assert_string_equal(s.problem, "lru_cache");
	submission_clear(&s);
}

static void submission__names_may_hold_anything(void **state)
{
	static const char *const names[] = { "a b.c", "$(touch x).c",        "';rm -rf *;'.c",
					     "-rf.c", "\xc3\xa9t\xc3\xa9.c", "%s%n.c" };
	struct submission s;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		put(state, names[i], "int a;\n");
		assert_loads(state, NAMES(names[i]), &s);
		assert_string_equal(s.sources[0].name, names[i]);
		submission_clear(&s);
	}
}

static void submission__names_that_steer_a_terminal_are_escaped(void **state)
{
	struct submission s;

	put(state, "a\n\033[2J\xff.c", "int a;\n");
	assert_loads(state, NAMES("a\n\033[2J\xff.c"), &s);
	assert_string_equal(s.sources[0].name, "a\\n\\x1b[2J\\xff.c");
	submission_clear(&s);
}

/* Makes `content` the standard input, by a pipe or a file; the old one is returned. */
static int replace_stdin(int fd)
{
	const int old = dup(STDIN_FILENO);

	assert_true(dup2(fd, STDIN_FILENO) == STDIN_FILENO);
	return old;
}

static void restore_stdin(int old)
{
	if (old < 0) {
		close(STDIN_FILENO);
		return;
	}
	assert_true(dup2(old, STDIN_FILENO) == STDIN_FILENO);
	close(old);
}

static void submission__reads_standard_input(void **state)
{
	struct submission s;
	int ends[2], old;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(write(ends[1], "// problem: lru_cache\nint a;\n", 29), 29);
	close(ends[1]);
	old = replace_stdin(ends[0]);
	assert_loads(state, NAMES("-"), &s);
	restore_stdin(old);
	close(ends[0]);
	assert_int_equal(s.n_sources, 1);
	assert_string_equal(s.sources[0].name, "stdin.c");
	assert_string_equal(s.problem, "lru_cache");
	submission_clear(&s);
}

static void submission__standard_input_is_checked_like_a_file(void **state)
{
	struct err e = ERR_INIT;
	char *big = calloc(1, SOURCE_BYTES_MAX + 1);
	int fd = -1, old;

	assert_non_null(big);
	memset(big, ' ', SOURCE_BYTES_MAX + 1);
	assert_int_equal(fs_memfd("big", big, SOURCE_BYTES_MAX + 1, &fd, &e), 0);
	free(big);
	old = replace_stdin(fd);
	assert_refused(state, NAMES("-"), -EMSGSIZE, "standard input is larger than 256 KiB");
	assert_refused(state, NAMES("-"), -ENODATA, "standard input is empty");
	assert_int_equal(lseek(fd, SOURCE_BYTES_MAX, SEEK_SET), SOURCE_BYTES_MAX);
	assert_refused(state, NAMES("-", "-"), -ENODATA, "standard input is empty");
	restore_stdin(old);
	close(fd);
}

static void submission__standard_input_may_be_closed(void **state)
{
	const int old = dup(STDIN_FILENO);

	close(STDIN_FILENO);
	assert_refused(state, NAMES("-"), -EBADF, "standard input: read: Bad file descriptor");
	restore_stdin(old);
}

/* ---- the problem ------------------------------------------------------------------------------------------------ */

static void submission__the_problem_is_the_marker_or_the_name(void **state)
{
	char long_name[PROBLEM_ID_MAX + 3];

	assert_string_equal(problem_of(state, "palindrome.c", "int a;\n"), "palindrome");
	assert_string_equal(problem_of(state, "1/x.c", "// problem: lru_cache\n"), "lru_cache");
	assert_string_equal(problem_of(state, "2/x.c", "int a;\n\n  //problem:lru_cache  \r\nint b;"), "lru_cache");
	assert_string_equal(problem_of(state, "3/x.c", "//\tproblem:\tlru_cache"), "lru_cache");
	assert_string_equal(problem_of(state, "4/x.c", "\xef\xbb\xbf// problem: lru_cache\n"), "lru_cache");
	assert_string_equal(problem_of(state, "5/x.c", "// problem: one\n// problem: two\n"), "one");
	assert_string_equal(problem_of(state, "6/LRU cache.c", "int a;\n"), "LRU cache");
	memset(long_name, 'x', PROBLEM_ID_MAX);
	memcpy(long_name + PROBLEM_ID_MAX, ".c", 3);
	assert_string_equal(problem_of(state, long_name, "int a;\n"), "");
}

static void submission__a_sentence_is_no_marker(void **state)
{
	static const char *const sentences[] = {
		"// problem: the list may be empty\n",
		"// problem:\n",
		"// problem lru_cache\n",
		"int a; // problem: lru_cache\n",
		"/* problem: lru_cache */\n",
		"// the problem: lru_cache\n",
		"// Problem: lru_cache\n",
		"/ / problem: lru_cache\n",
		"//",
	};
	char name[16];

	for (size_t i = 0; i < sizeof(sentences) / sizeof(*sentences); i++) {
		snprintf(name, sizeof(name), "%zu/named.c", i);
		assert_string_equal(problem_of(state, name, sentences[i]), "named");
	}
}

static void submission__a_marker_that_no_id_could_hold_is_none(void **state)
{
	char text[PROBLEM_ID_MAX + 20] = "// problem: ";

	memset(text + 12, 'x', PROBLEM_ID_MAX);
	assert_string_equal(problem_of(state, "1/named.c", text), "named");
	text[12 + PROBLEM_ID_MAX - 1] = 0;
	assert_string_equal(problem_of(state, "2/named.c", text), text + 12);
}

static void submission__the_first_of_several_names_it(void **state)
{
	struct submission s;

	put(state, "one.h", "int a;\n");
	put(state, "two.c", "int a;\n");
	put(state, "three.c", "// problem: marked\n");
	assert_loads(state, NAMES("one.h", "two.c"), &s);
	assert_string_equal(s.problem, "one");
	submission_clear(&s);
	assert_loads(state, NAMES("one.h", "two.c", "three.c"), &s);
	assert_string_equal(s.problem, "marked");
	submission_clear(&s);
}

/* ---- what does not load ----------------------------------------------------------------------------------------- */

static void submission__refuses_what_is_no_text(void **state)
{
	put(state, "empty.c", "");
	assert_refused(state, NAMES("empty.c"), -ENODATA, "@/empty.c is empty");
	put_bytes(state, "nul.c", "int a;\nint\0b;\n", 14);
	assert_refused(state, NAMES("nul.c"), -EILSEQ, "@/nul.c is no text: there is a NUL byte on line 2");
	put_bytes(state, "elf.c", "\177ELF\2\1\1\0\0\0", 10);
	assert_refused(state, NAMES("elf.c"), -EILSEQ, "@/elf.c is no text: there is a NUL byte on line 1");
	put(state, "latin1.c", "int a;\n\n/* caf\xe9 */\n");
	assert_refused(state, NAMES("latin1.c"), -EILSEQ, "@/latin1.c is not valid UTF-8: line 3");
	put_bytes(state, "utf16.c", "\xff\xfei\0n\0t\0", 8);
	assert_refused(state, NAMES("utf16.c"), -EILSEQ, "@/utf16.c is UTF-16; save it as UTF-8");
}

static void submission__the_largest_file_fits(void **state)
{
	cleanup_free char *text = malloc(SOURCE_BYTES_MAX + 1);
	struct submission s;

	assert_non_null(text);
	memset(text, ' ', SOURCE_BYTES_MAX + 1);
	put_bytes(state, "fits.c", text, SOURCE_BYTES_MAX);
	put_bytes(state, "large.c", text, SOURCE_BYTES_MAX + 1);
	assert_loads(state, NAMES("fits.c"), &s);
	assert_int_equal(s.sources[0].len, SOURCE_BYTES_MAX);
	submission_clear(&s);
	assert_refused(state, NAMES("large.c"), -EMSGSIZE, "@/large.c is larger than 256 KiB");
}

static void submission__refuses_what_is_in_no_language(void **state)
{
	put(state, "notes.txt", "hello\n");
	put(state, "only.h", "int a;\n");
	put(state, "folder/only.h", "int a;\n");
	put(state, "none/README", "hello\n");
	assert_refused(state, NAMES("notes.txt"), -EINVAL,
		       "@/notes.txt is in no language that is judged here, by the ending of its name");
	assert_refused(state, NAMES("only.h"), -EINVAL, "there is no source file, only headers");
	assert_refused(state, NAMES("folder"), -EINVAL, "there is no source file, only headers");
	assert_refused(state, NAMES("none"), -EINVAL, "there is no source file in @/none");
	assert_refused(state, NAMES(NULL), -EINVAL, "there is no source file, only headers");
}

static void submission__refuses_two_files_of_one_name(void **state)
{
	put(state, "a/x.c", "int a;\n");
	put(state, "b/x.c", "int b;\n");
	assert_refused(state, NAMES("a/x.c", "b/x.c"), -EINVAL, "two files are named x.c");
	assert_refused(state, NAMES("a", "a"), -EINVAL, "two files are named x.c");
}

static void submission__refuses_files_for_two_problems(void **state)
{
	put(state, "a.c", "// problem: one\n");
	put(state, "b.c", "int b;\n");
	put(state, "c.c", "// problem: two\n");
	assert_refused(state, NAMES("a.c", "b.c", "c.c"), -EINVAL, "a.c is for the problem 'one', c.c for 'two'");
}

static void submission__refuses_too_many_files(void **state)
{
	struct submission s;
	char name[32];

	for (unsigned i = 0; i < SOURCE_FILES_MAX; i++) {
		snprintf(name, sizeof(name), "many/%u.c", i);
		put(state, name, "int a;\n");
	}
	assert_loads(state, NAMES("many"), &s);
	assert_int_equal(s.n_sources, SOURCE_FILES_MAX);
	submission_clear(&s);
	put(state, "many/one_more.c", "int a;\n");
	assert_refused(state, NAMES("many"), -E2BIG, "more than 64 files");
	for (int i = 0; i <= 1000; i++) {
		snprintf(name, sizeof(name), "full/%d", i);
		put(state, name, "");
	}
	assert_refused(state, NAMES("full"), -E2BIG, "@/full: more than 1000 entries");
}

static void submission__refuses_a_name_that_is_too_long(void **state)
{
	char name[256];

	memset(name, 'x', sizeof(name));
	memcpy(name + SOURCE_NAME_MAX - 1, ".c", 3);
	put(state, name, "int a;\n");
	assert_refused(state, NAMES(name), -EINVAL,
		       "a file's name is longer than 200 bytes: "
		       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…");
}

static void submission__refuses_what_cannot_be_read(void **state)
{
	cleanup_free char *fifo = fs_join(*state, "pipe.c");
	cleanup_free char *link = fs_join(*state, "dangling.c");
	cleanup_free char *secret = fs_join(*state, "secret.c");
	const uid_t uid = geteuid();

	assert_refused(state, NAMES("none.c"), -ENOENT, "@/none.c: No such file or directory");
	assert_refused(state, NAMES("none/"), -ENOENT, "@/none/: No such file or directory");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_refused(state, NAMES("pipe.c"), -EINVAL, "@/pipe.c: not a regular file");
	assert_int_equal(symlink("nowhere", link), 0);
	assert_refused(state, NAMES("dangling.c"), -ENOENT, "@/dangling.c: No such file or directory");
	put(state, "secret.c", "int a;\n");
	assert_int_equal(chmod(secret, 0), 0);
	/* Root reads everything, so it steps down for the moment; the directory must be passable then. */
	assert_int_equal(chmod(*state, 0755), 0);
	if (uid == 0)
		assert_int_equal(seteuid(65534), 0);
	assert_refused(state, NAMES("secret.c"), -EACCES, "@/secret.c: Permission denied");
	if (uid == 0)
		assert_int_equal(seteuid(0), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_dir, remove_dir)
	const struct CMUnitTest tests[] = {
		TEST(submission__is_the_bytes_of_its_files),
		TEST(submission__a_directory_gives_its_c_files_in_order),
		TEST(submission__names_may_hold_anything),
		TEST(submission__names_that_steer_a_terminal_are_escaped),
		TEST(submission__reads_standard_input),
		TEST(submission__standard_input_is_checked_like_a_file),
		TEST(submission__standard_input_may_be_closed),
		TEST(submission__the_problem_is_the_marker_or_the_name),
		TEST(submission__a_sentence_is_no_marker),
		TEST(submission__a_marker_that_no_id_could_hold_is_none),
		TEST(submission__the_first_of_several_names_it),
		TEST(submission__refuses_what_is_no_text),
		TEST(submission__the_largest_file_fits),
		TEST(submission__refuses_what_is_in_no_language),
		TEST(submission__refuses_two_files_of_one_name),
		TEST(submission__refuses_files_for_two_problems),
		TEST(submission__refuses_too_many_files),
		TEST(submission__refuses_a_name_that_is_too_long),
		TEST(submission__refuses_what_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

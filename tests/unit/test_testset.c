/*
 * What a test set promises: the tests as the package declares them, made once, whole or not at all, by any number
 * of processes; a part of the package that fails is named and leaves nothing behind.
 */
#include "judge/cached.h"
#include "judge/testset.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"
#include "tests/support/workshop.h"

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

/* ---- what most cases want ---------------------------------------------------------------------------------------- */

static void count_built(size_t done, size_t total, void *arg)
{
	size_t *built = arg;

	assert_int_equal(done, ++*built);
	assert_true(done <= total);
}

/* Opens the set of the package as it is now; how many tests had to be made. */
static size_t open_set(struct workshop *w, struct testset *set)
{
	size_t built = 0;
	struct err e = ERR_INIT;

	if (testset_open(w->judge, w->problem, count_built, &built, set, &e) < 0)
		fail_msg("%s", e.text);
	return built;
}

static size_t made(struct workshop *w)
{
	struct testset set = { .dir = -1 };
	size_t built = open_set(w, &set);

	testset_close(&set);
	return built;
}

static size_t index_of(const struct problem *p, const char *group, const char *name)
{
	return (size_t)(find_test(p, group, name) - p->tests);
}

/* Input and answer of a test are these. */
static void assert_test(const struct testset *set, const char *group, const char *name, const char *input,
			const char *answer)
{
	size_t i = index_of(set->p, group, name);
	cleanup_buf struct buf got = { 0 };
	cleanup_fd int fd = -1;
	struct err e = ERR_INIT;
	uint64_t bytes;

	buf_init(&got, 10000);
	assert_int_equal(testset_input(set, i, &fd, &bytes, &e), 0);
	assert_int_equal(fs_read_fd(fd, &got, &e), 0);
	assert_string_equal(got.data, input);
	assert_int_equal(bytes, strlen(input));
	buf_reset(&got);
	assert_int_equal(testset_answer(set, i, &got, &e), 0);
	assert_string_equal(got.data, answer);
}

/* The directory with all sets. */
static char *sets_dir(const struct workshop *w)
{
	char *dir = fs_join(w->cache, "tests");

	assert_non_null(dir);
	return dir;
}

/* The path of a file of the one set that is there: the sets are removed before each test. */
static char *in_set(const struct workshop *w, const char *file)
{
	cleanup_free char *dir = sets_dir(w);
	cleanup_free char **names = NULL;
	struct err e = ERR_INIT;
	char *path = NULL;
	size_t n = 0;

	assert_int_equal(fs_list(AT_FDCWD, dir, 100, &names, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_true(asprintf(&path, "%s/%s/%s", dir, names[0], file) > 0);
	return path;
}

static size_t sets(const struct workshop *w)
{
	cleanup_free char *dir = sets_dir(w);
	cleanup_free char **names = NULL;
	struct err e = ERR_INIT;
	size_t n = 0;

	assert_int_equal(fs_list(AT_FDCWD, dir, 100, &names, &n, &e), 0);
	return n;
}

static int reset(void **state)
{
	struct workshop *w = *state;
	cleanup_free char *dir = sets_dir(w);
	struct err e = ERR_INIT;

	return fs_remove_tree(AT_FDCWD, dir, &e) < 0 ? -1 : workshop_reset(state);
}

/* ---- a set that is made ------------------------------------------------------------------------------------------ */

static void set__holds_what_the_package_declares(void **state)
{
	struct workshop *w = *state;
	cleanup_testset struct testset set = { .dir = -1 };
	cleanup_buf struct buf answer = { 0 };
	struct err e = ERR_INIT;
	size_t lines = 0;

	assert_int_equal(open_set(w, &set), 7);
	assert_test(&set, "sample", "1", "2\n", "4\n");
	assert_test(&set, "sample", "2", "3 4\n", "6\n8\n");
	assert_test(&set, "small", "1-one", "21\n", "42\n");
	assert_test(&set, "small", "2-none", "", "");
	/* The model's answer. */
	assert_test(&set, "small", "3-three", "-1 0 1\n", "-2\n0\n2\n");
	buf_init(&answer, 10000);
	assert_int_equal(testset_answer(&set, index_of(w->problem, "large", "1-hundred"), &answer, &e), 0);
	for (const char *p = answer.data; *p; p++)
		lines += *p == '\n';
	assert_int_equal(lines, 100);
}

static void set__is_made_once_for_each_content_of_the_package(void **state)
{
	struct workshop *w = *state;

	assert_int_equal(made(w), 7);
	assert_int_equal(made(w), 0);
	assert_int_equal(sets(w), 1);
	workshop_put(w, "data/sample/1.in", "5\n");
	workshop_put(w, "data/sample/1.ans", "10\n");
	workshop_load(w);
	assert_int_equal(made(w), 7);
	assert_int_equal(sets(w), 2);
}

static void set__can_be_read_by_its_owner_alone_and_written_by_nobody(void **state)
{
	struct workshop *w = *state;
	cleanup_free char *file = NULL, *dir = NULL;
	struct stat st;

	made(w);
	file = in_set(w, "0000.ans");
	dir = in_set(w, ".");
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0400);
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void set__of_programs_comes_from_their_files(void **state)
{
	struct workshop *w = *state;
	cleanup_testset struct testset set = { .dir = -1 };

	workshop_put_program(w);
	workshop_load(w);
	assert_int_equal(open_set(w, &set), 4);
	assert_test(&set, "secret", "2", "-1 0 1\n", "-2\n0\n2\n");
}

static void input__is_made_anew_whatever_is_cached(void **state)
{
	struct workshop *w = *state;
	const struct problem *p = w->problem;
	cleanup_artifact struct artifact generator = ARTIFACT_INIT;
	cleanup_buf struct buf first = { 0 }, second = { 0 };
	struct err e = ERR_INIT;
	size_t i = index_of(p, "large", "2-other-hundred");

	buf_init(&first, 10000);
	buf_init(&second, 10000);
	assert_int_equal(judge_build_part(w->judge, p, BUILD_PROGRAM, p->generator, p->n_generator, &generator, &e), 0);
	assert_int_equal(testset_make_input(w->judge, p, &generator, i, &first, &e), 0);
	assert_int_equal(testset_make_input(w->judge, p, &generator, i, &second, &e), 0);
	assert_true(first.len > 100);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.data, second.data, first.len);
}

static void input__without_its_generator_is_an_error(void **state)
{
	struct workshop *w = *state;
	const struct artifact none = ARTIFACT_INIT;
	cleanup_buf struct buf out = { 0 };
	struct err e = ERR_INIT;

	buf_init(&out, 100);
	assert_int_equal(
		testset_make_input(w->judge, w->problem, &none, index_of(w->problem, "large", "1-hundred"), &out, &e),
		-EINVAL);
	assert_string_equal(e.text, "test large/1-hundred: there is no generator");
}

/* ---- damage ------------------------------------------------------------------------------------------------------ */

static void cut(const char *path)
{
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(truncate(path, 1), 0);
}

static void lose(const char *path)
{
	assert_int_equal(unlink(path), 0);
}

static void lengthen(const char *path)
{
	cleanup_fd int fd = -1;

	assert_int_equal(chmod(path, 0600), 0);
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	assert_int_equal(write(fd, "x\n", 2), 2);
}

static void link_away(const char *path)
{
	lose(path);
	assert_int_equal(symlink("/dev/null", path), 0);
}

static void scribble(const char *path)
{
	struct err e = ERR_INIT;

	assert_int_equal(fs_write(AT_FDCWD, path, "0 2 four\n", 9, 0400, &e), 0);
}

static void set__that_was_damaged_is_made_again(void **state)
{
	static const struct {
		const char *file;
		void (*damage)(const char *path);
	} rows[] = {
		{ "index", lose },   { "index", cut },         { "index", scribble },    { "index", link_away },
		{ "0000.in", lose }, { "0001.in", cut },       { "0001.in", lengthen },  { "0006.ans", lose },
		{ "0006.ans", cut }, { "0002.in", link_away }, { "0000.ans", lengthen },
	};
	struct workshop *w = *state;

	assert_int_equal(made(w), 7);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cleanup_free char *path = in_set(w, rows[i].file);
		cleanup_testset struct testset set = { .dir = -1 };

		rows[i].damage(path);
		assert_int_equal(open_set(w, &set), 7);
		assert_test(&set, "sample", "2", "3 4\n", "6\n8\n");
		assert_int_equal(sets(w), 1);
		assert_int_equal(made(w), 0);
	}
}

/* What a process that was killed leaves is an unfinished directory aside: nobody takes it for a set. */
static void set__that_was_left_unfinished_is_in_nobody_s_way(void **state)
{
	struct workshop *w = *state;
	cleanup_free char *dir = sets_dir(w);
	cleanup_free char *unfinished = NULL;
	struct err e = ERR_INIT;

	assert_int_equal(fs_mkdirs(dir, 0700, &e), 0);
	assert_int_equal(fs_temp_dir(dir, ".new-", &unfinished, &e), 0);
	assert_int_equal(made(w), 7);
	assert_int_equal(made(w), 0);
}

/* ---- several at once --------------------------------------------------------------------------------------------- */

static _Noreturn void make_in_child(struct workshop *w, int go)
{
	struct judge *j = workshop_judge(w, 1);
	struct testset set = { .dir = -1 };
	struct err e = ERR_INIT;
	char c;

	/* All begin when the parent closes its end. */
	if (read(go, &c, 1) != 0 || testset_open(j, w->problem, NULL, NULL, &set, &e) < 0) {
		print_error("%s\n", e.text);
		_exit(1);
	}
	for (size_t i = 0; i < w->problem->n_tests; i++) {
		uint64_t bytes;
		int fd;

		if (testset_input(&set, i, &fd, &bytes, &e) < 0)
			_exit(2);
		close(fd);
	}
	judge_close(j);
	_exit(0);
}

static void set__is_made_by_several_processes_at_once(void **state)
{
	enum { PROCESSES = 4 };
	struct workshop *w = *state;
	pid_t pids[PROCESSES];
	int go[2], status;

	assert_int_equal(pipe2(go, O_CLOEXEC), 0);
	for (int i = 0; i < PROCESSES; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (!pids[i]) {
			close(go[1]);
			make_in_child(w, go[0]);
		}
	}
	close(go[0]);
	close(go[1]);
	for (int i = 0; i < PROCESSES; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	assert_int_equal(sets(w), 1);
	assert_int_equal(made(w), 0);
}

/* ---- the cap ----------------------------------------------------------------------------------------------------- */

/* A set of that name, of one file that takes no room, last used at that time. */
static void put_set(const char *dir, const char *name, off_t bytes, time_t used)
{
	const struct timespec times[2] = { { .tv_sec = used }, { .tv_sec = used } };
	cleanup_free char *path = NULL, *file = NULL;
	struct err e = ERR_INIT;

	assert_true(asprintf(&path, "%s/%s", dir, name) > 0 && asprintf(&file, "%s/large", path) > 0);
	assert_int_equal(fs_mkdirs(path, 0700, &e), 0);
	assert_int_equal(fs_create(AT_FDCWD, file, "", 0, 0600, &e), 0);
	assert_int_equal(truncate(file, bytes), 0);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static bool has_set(const char *dir, const char *name)
{
	cleanup_free char *path = fs_join(dir, name);

	return fs_is_dir(path);
}

static void cache__drops_the_longest_unused_over_its_cap(void **state)
{
	struct workshop *w = *state;
	cleanup_free char *dir = sets_dir(w);

	put_set(dir, "middle-1-b", CACHED_BYTES_MAX / 4, 2000);
	put_set(dir, "oldest-1-a", CACHED_BYTES_MAX / 4, 1000);
	put_set(dir, "newest-1-c", CACHED_BYTES_MAX / 2 + 1, 3000);
	assert_int_equal(made(w), 7);
	assert_false(has_set(dir, "oldest-1-a"));
	assert_true(has_set(dir, "middle-1-b"));
	assert_true(has_set(dir, "newest-1-c"));
	assert_int_equal(made(w), 0);
}

static void cache__drops_what_a_killed_process_left_unfinished(void **state)
{
	struct workshop *w = *state;
	cleanup_free char *dir = sets_dir(w);
	struct err e = ERR_INIT;

	assert_int_equal(fs_mkdirs(dir, 0700, &e), 0);
	put_set(dir, ".new-old", 0, time(NULL) - 7200);
	put_set(dir, ".new-fresh", 0, time(NULL));
	assert_int_equal(made(w), 7);
	assert_false(has_set(dir, ".new-old"));
	assert_true(has_set(dir, ".new-fresh"));
}

static void cache__never_drops_the_set_in_use(void **state)
{
	struct workshop *w = *state;
	cleanup_free char *dir = sets_dir(w);

	put_set(dir, "huge-1-a", 3 * CACHED_BYTES_MAX, 1000);
	assert_int_equal(made(w), 7);
	assert_int_equal(sets(w), 1);
	assert_int_equal(made(w), 0);
}

/* ---- parts that fail --------------------------------------------------------------------------------------------- */

/* The package with this file in place of its own makes no set, for this reason, and leaves nothing. */
static void assert_no_set(struct workshop *w, const char *path, const char *text, const char *why)
{
	struct testset set = { .dir = -1 };
	struct err e = ERR_INIT;

	workshop_put(w, path, text);
	assert_int_equal(testset_open(w->judge, workshop_load(w), NULL, NULL, &set, &e), -EINVAL);
	if (strncmp(e.text, why, strlen(why)))
		fail_msg("%s, not %s", e.text, why);
	assert_int_equal(set.dir, -1);
	assert_int_equal(sets(w), 0);
}

static void generator__that_fails_is_named(void **state)
{
	static const struct {
		const char *source, *why;
	} rows[] = {
		{ "#include <stdio.h>\nint main(void) { fprintf(stderr, \"no idea\\nat all\\n\"); return 1; }\n",
		  "tests of twice: test large/1-hundred: the generator failed: exit 1: no idea" },
		{ "#include <stdlib.h>\nint main(void) { abort(); }\n",
		  "tests of twice: test large/1-hundred: the generator failed: SIGABRT" },
		{ "#include <sys/socket.h>\nint main(void) { return socket(1, 1, 0); }\n",
		  "tests of twice: test large/1-hundred: the generator failed: forbidden system call socket" },
		{ "#include <unistd.h>\nstatic char page[65536];\n"
		  "int main(void) { while (write(1, page, sizeof(page)) > 0) ; }\n",
		  "tests of twice: test large/1-hundred: the generator failed: over 64 MiB" },
		{ "int main(void) { return nothing; }\n",
		  "tests of twice: generator: generate.c:1: 'nothing' undeclared" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_no_set(*state, "generators/generate.c", rows[i].source, rows[i].why);
}

static void model__that_fails_is_named(void **state)
{
	static const struct {
		const char *source, *why;
	} rows[] = {
		{ TWICE("	abort();"), "tests of twice: test sample/1: the model solution fails on it: SIGABRT" },
		{ TWICE("	exit(3);"), "tests of twice: test sample/1: the model solution fails on it: exit 3" },
		{ TWICE("	exit(0);"), "tests of twice: test sample/1: the model solution fails on it: exit 0" },
		{ TWICE("	return x == -1 ? -777 : 2 * x;"),
		  "tests of twice: test small/3-three: the model solution fails on it: 777 is no number" },
		{ TWICE("	return 2 * y;"),
		  "tests of twice: test sample/1: model accepted/sum.c: the model does not compile: sum.c:3:" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_no_set(*state, "submissions/accepted/sum.c", rows[i].source, rows[i].why);
}

static void model__has_to_agree_with_what_is_written(void **state)
{
	assert_no_set(*state, "submissions/accepted/sum.c", TWICE("	return x == 4 ? 9 : 2 * x;"),
		      "tests of twice: test sample/2: the written answer and the model's differ in line 2");
}

static void driver__that_does_not_take_an_input_is_named(void **state)
{
	assert_no_set(*state, "data/sample/2.in", "3 four\n",
		      "tests of twice: test sample/2: the driver: byte 2 of the input: a number expected");
}

static void driver__that_does_not_compile_is_named(void **state)
{
	assert_no_set(*state, "include/driver.c", "#include \"driver.h\"\nint driver = nothing;\n",
		      "tests of twice: test sample/1: model accepted/sum.c: driver of twice: driver.c:2:");
}

static void generator__gets_its_arguments_word_by_word(void **state)
{
	struct workshop *w = *state;
	cleanup_testset struct testset set = { .dir = -1 };

	workshop_put(w, "judge.yaml",
		     WORKSHOP_HEAD WORKSHOP_GROUPS
		     "tests:\n"
		     "  - {group: small, name: a, reason: r, generate: \"1  $HOME  * '7 8'\"}\n"
		     "  - {group: large, name: b, reason: r, input: \"1\\n\"}\n" WORKSHOP_REFERENCES);
	workshop_put(w, "generators/generate.c",
		     "#include <stdio.h>\n"
		     "#include <string.h>\n"
		     "int main(int argc, char **argv)\n"
		     "{\n"
		     "	for (int i = 1; i < argc; i++)\n"
		     "		printf(\"%d%c\", (int)strlen(argv[i]), i + 1 < argc ? ' ' : 10);\n"
		     "	return 0;\n"
		     "}\n");
	workshop_load(w);
	open_set(w, &set);
	assert_test(&set, "small", "a", "1 5 1 2 2\n", "2\n10\n2\n4\n4\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(set__holds_what_the_package_declares, reset),
		cmocka_unit_test_setup(set__is_made_once_for_each_content_of_the_package, reset),
		cmocka_unit_test_setup(set__can_be_read_by_its_owner_alone_and_written_by_nobody, reset),
		cmocka_unit_test_setup(set__of_programs_comes_from_their_files, reset),
		cmocka_unit_test_setup(input__is_made_anew_whatever_is_cached, reset),
		cmocka_unit_test_setup(input__without_its_generator_is_an_error, reset),
		cmocka_unit_test_setup(set__that_was_damaged_is_made_again, reset),
		cmocka_unit_test_setup(set__that_was_left_unfinished_is_in_nobody_s_way, reset),
		cmocka_unit_test_setup(set__is_made_by_several_processes_at_once, reset),
		cmocka_unit_test_setup(cache__drops_the_longest_unused_over_its_cap, reset),
		cmocka_unit_test_setup(cache__drops_what_a_killed_process_left_unfinished, reset),
		cmocka_unit_test_setup(cache__never_drops_the_set_in_use, reset),
		cmocka_unit_test_setup(generator__that_fails_is_named, reset),
		cmocka_unit_test_setup(generator__gets_its_arguments_word_by_word, reset),
		cmocka_unit_test_setup(model__that_fails_is_named, reset),
		cmocka_unit_test_setup(model__has_to_agree_with_what_is_written, reset),
		cmocka_unit_test_setup(driver__that_does_not_take_an_input_is_named, reset),
		cmocka_unit_test_setup(driver__that_does_not_compile_is_named, reset),
	};

	return cmocka_run_group_tests_name("testset", tests, workshop_open, workshop_close);
}

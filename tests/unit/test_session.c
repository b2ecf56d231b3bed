/*
 * What a session promises: it opens whole or says what is missing, keeps what it builds of packages and nothing of
 * submissions, and leaves no process behind.
 */
#include "judge/session.h"
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

#include <cmocka.h>

/* ---- opening ----------------------------------------------------------------------------------------------------- */

/* Opens with this configuration, which must fail so, and with these words. */
static void assert_refused(const struct judge_config *config, int code, const char *words)
{
	struct judge *j = NULL;
	struct err e = ERR_INIT;

	if (judge_open(config, &j, &e) != code || !strstr(e.text, words))
		fail_msg("%d %s, not %d %s", e.code, e.text, code, words);
	assert_null(j);
}

static void session__without_a_compiler_says_the_remedy(void **state)
{
	const struct judge_config config = { .compiler = "no-such-cc",
					     .keeper_path = WORKSHOP_KEEPER,
					     .cache_dir = "/nonexistent" };

	(void)state;
	assert_refused(&config, -ENOENT, "there is no C compiler 'no-such-cc': install one");
}

static void session__without_a_keeper_is_none(void **state)
{
	const struct judge_config missing = { .keeper_path = "/nonexistent/keeper", .cache_dir = "/nonexistent" };
	const struct judge_config ends = { .keeper_path = "/bin/true", .cache_dir = "/nonexistent" };

	(void)state;
	assert_refused(&missing, -ENOENT, "/nonexistent/keeper");
	assert_refused(&ends, -EPIPE, "keeper");
}

static void session__bounds_its_workers(void **state)
{
	const struct judge_config config = { .keeper_path = WORKSHOP_KEEPER, .workers = JUDGE_WORKERS_MAX + 1 };

	(void)state;
	assert_refused(&config, -EINVAL, "at most 8 tests");
}

static void session__takes_as_many_workers_as_it_may_use_cores(void **state)
{
	const struct workshop *w = *state;
	struct judge *j = workshop_judge(w, 0);

	assert_in_range(j->n_workers, 1, JUDGE_WORKERS_MAX);
	for (unsigned i = 0; i < JUDGE_WORKERS_MAX; i++)
		assert_int_equal(j->workers[i] != NULL, i < j->n_workers);
	judge_close(j);
}

static bool has_children(void)
{
	char path[64], text[64] = "";
	cleanup_file FILE *f = NULL;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	f = fopen(path, "re");
	assert_non_null(f);
	return fgets(text, sizeof(text), f) && text[0];
}

static void session__leaves_no_process_behind(void **state)
{
	struct workshop *w = *state;
	struct report r;
	struct judge *j;

	/* The workshop's own session has children of its own. */
	judge_close(w->judge);
	w->judge = NULL;
	assert_false(has_children());
	j = workshop_judge(w, 3);
	assert_true(has_children());
	r = workshop_submit(w, j, TWICE("	return x + x;"), NULL);
	assert_judged(&r.judgement, VERDICT_AC, "");
	report_clear(&r);
	judge_close(j);
	assert_false(has_children());
	w->judge = workshop_judge(w, 2);
}

static void session__probes_its_host_once(void **state)
{
	struct workshop *w = *state;
	struct box_probe first, second;
	struct err e = ERR_INIT;

	assert_int_equal(judge_probe(w->judge, &first, &e), 0);
	assert_true(first.usable);
	assert_int_equal(judge_probe(w->judge, &second, &e), 0);
	assert_memory_equal(&first, &second, sizeof(first));
	assert_non_null(strstr(judge_compiler(w->judge), "gcc"));
}

static void close__of_nothing_is_allowed(void **state)
{
	(void)state;
	judge_close(NULL);
}

/* ---- the cache --------------------------------------------------------------------------------------------------- */

static size_t count_entries(const char *dir, const char *name)
{
	cleanup_free char *path = fs_join(dir, name);
	cleanup_free char **names = NULL;
	struct err e = ERR_INIT;
	size_t n = 0;

	assert_int_equal(fs_list(AT_FDCWD, path, 1000, &names, &n, &e), 0);
	return n;
}

static void cache__is_for_its_owner_alone(void **state)
{
	const struct workshop *w = *state;
	cleanup_free char *dir = NULL;
	struct err e = ERR_INIT;
	struct stat st;

	assert_int_equal(judge_cache_dir(w->judge, "build", &dir, &e), 0);
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void cache__that_cannot_be_made_is_an_error(void **state)
{
	const struct workshop *w = *state;
	cleanup_free char *file = fs_join(w->place.path, "no-directory");
	cleanup_judge struct judge *j = NULL;
	const struct judge_config config = { .cache_dir = file, .keeper_path = WORKSHOP_KEEPER, .workers = 1 };
	struct artifact out = ARTIFACT_INIT;
	struct err e = ERR_INIT;

	assert_int_equal(fs_write(AT_FDCWD, file, "", 0, 0600, &e), 0);
	assert_int_equal(judge_open(&config, &j, &e), 0);
	assert_int_equal(judge_build_runner(j, w->problem, &out, &e), -ENOTDIR);
	assert_non_null(strstr(e.text, "cache: "));
	assert_int_equal(out.fd, -1);
}

static void cache__is_by_default_in_the_user_s_own(void **state)
{
	const struct workshop *w = *state;
	const struct judge_config config = { .keeper_path = WORKSHOP_KEEPER, .workers = 1 };
	const char *kept = getenv("XDG_CACHE_HOME");
	cleanup_free char *saved = kept ? strdup(kept) : NULL;
	cleanup_free char *wanted = fs_join(w->place.path, "xdg/judge");
	cleanup_free char *home = fs_join(w->place.path, "xdg");
	cleanup_judge struct judge *j = NULL;
	struct err e = ERR_INIT;

	assert_int_equal(setenv("XDG_CACHE_HOME", home, 1), 0);
	assert_int_equal(judge_open(&config, &j, &e), 0);
	assert_string_equal(j->cache_dir, wanted);
	if (saved)
		setenv("XDG_CACHE_HOME", saved, 1);
	else
		unsetenv("XDG_CACHE_HOME");
}

/* ---- builds ------------------------------------------------------------------------------------------------------ */

static void part__is_kept_and_a_submission_is_not(void **state)
{
	struct workshop *w = *state;
	const struct problem *p = w->problem;
	struct artifact runner = ARTIFACT_INIT;
	struct submission s = workshop_source(TWICE("	return x + x;"));
	struct build candidate = BUILD_INIT;
	struct err e = ERR_INIT;
	size_t before;

	assert_int_equal(judge_build_runner(w->judge, p, &runner, &e), 0);
	before = count_entries(w->cache, "build");
	assert_true(before >= 1);
	artifact_clear(&runner);
	assert_int_equal(judge_build_runner(w->judge, p, &runner, &e), 0);
	assert_true(runner.fd >= 0);
	assert_int_equal(judge_build_candidate(w->judge, p, s.sources, 1, NULL, true, &candidate, &e), 0);
	assert_int_equal(candidate.end, BUILD_OK);
	assert_false(candidate.cached);
	assert_int_equal(count_entries(w->cache, "build"), before);
	build_clear(&candidate);
	artifact_clear(&runner);
	submission_clear(&s);
}

static void part__that_does_not_compile_is_the_package_s_fault_with_the_place(void **state)
{
	struct workshop *w = *state;
	struct artifact out = ARTIFACT_INIT;
	struct err e = ERR_INIT;

	workshop_put(w, "include/driver.c", "#include \"driver.h\"\nint broken = y;\n");
	assert_int_equal(judge_build_runner(w->judge, workshop_load(w), &out, &e), -EINVAL);
	assert_string_equal(e.text, "driver of twice: driver.c:2: 'y' undeclared here (not in a function)");
	assert_int_equal(out.fd, -1);
}

static void runner__is_none_for_programs_with_main(void **state)
{
	struct workshop *w = *state;
	struct artifact out = ARTIFACT_INIT;
	struct err e = ERR_INIT;

	workshop_put_program(w);
	assert_int_equal(judge_build_runner(w->judge, workshop_load(w), &out, &e), 0);
	assert_int_equal(out.fd, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(session__without_a_compiler_says_the_remedy),
		cmocka_unit_test(session__without_a_keeper_is_none),
		cmocka_unit_test(session__bounds_its_workers),
		cmocka_unit_test(session__takes_as_many_workers_as_it_may_use_cores),
		cmocka_unit_test_setup(session__leaves_no_process_behind, workshop_reset),
		cmocka_unit_test(session__probes_its_host_once),
		cmocka_unit_test(close__of_nothing_is_allowed),
		cmocka_unit_test(cache__is_for_its_owner_alone),
		cmocka_unit_test_setup(cache__that_cannot_be_made_is_an_error, workshop_reset),
		cmocka_unit_test(cache__is_by_default_in_the_user_s_own),
		cmocka_unit_test_setup(part__is_kept_and_a_submission_is_not, workshop_reset),
		cmocka_unit_test_setup(part__that_does_not_compile_is_the_package_s_fault_with_the_place,
				       workshop_reset),
		cmocka_unit_test_setup(runner__is_none_for_programs_with_main, workshop_reset),
	};

	return cmocka_run_group_tests_name("session", tests, workshop_open, workshop_close);
}

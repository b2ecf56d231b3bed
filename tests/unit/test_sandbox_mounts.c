/* What --mount says, and which libraries are shown besides. */
#include "judge/cli/sandbox_mounts.h"
#include "sandbox/base/fs.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[PATH_MAX]; /* without links in it */
static struct arena arena;
static struct sandbox_mounts mounts;

static int enter(void **state)
{
	cleanup_free char *made = NULL;
	struct err e = ERR_INIT;

	(void)state;
	arena_init(&arena, 1 << 20);
	mounts.n = 0;
	if (fs_temp_dir(NULL, "mounts", &made, &e) < 0 || !realpath(made, dir) || chdir(dir) < 0)
		return -1;
	return mkdir("d", 0755) < 0 || symlink("d", "link") < 0 || mkfifo("fifo", 0600) < 0 ||
			       fs_create(AT_FDCWD, "f", "x", 1, 0644, &e) < 0
		       ? -1
		       : 0;
}

static int leave(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	arena_clear(&arena);
	return chdir("/") < 0 || fs_remove_tree(AT_FDCWD, dir, &e) < 0 ? -1 : 0;
}

static void refused(const char *text, int code, const char *words)
{
	const size_t n = mounts.n;
	struct err e = ERR_INIT;

	assert_int_equal(sandbox_mounts_add(&mounts, text, &arena, &e), code);
	assert_non_null(strstr(e.text, words));
	assert_int_equal(mounts.n, n);
}

/* The text becomes this mount; %s in a path is the directory. */
static void taken(const char *text, const char *source, const char *target, bool exec)
{
	char given[3 * PATH_MAX], from[2 * PATH_MAX], to[2 * PATH_MAX];
	struct err e = ERR_INIT;

	mounts.n = 0;
	snprintf(given, sizeof(given), "%s%s", *text == '@' ? dir : "", text + (*text == '@'));
	snprintf(from, sizeof(from), "%s/%s", dir, source);
	snprintf(to, sizeof(to), "%s%s%s", *target == '/' ? "" : dir, *target == '/' ? "" : "/", target);
	assert_int_equal(sandbox_mounts_add(&mounts, given, &arena, &e), 0);
	assert_string_equal(mounts.list[0].source, from);
	assert_string_equal(mounts.list[0].target, to);
	assert_int_equal(mounts.list[0].exec, exec);
	assert_false(mounts.list[0].optional);
}

static void mount__is_seen_at_its_own_path_or_another(void **state)
{
	(void)state;
	taken("d", "d", "d", false);
	taken("@/d", "d", "d", false);
	taken("d/", "d", "d", false);
	taken("d:exec", "d", "d", true);
	taken("f:/etc/f", "f", "/etc/f", false);
	taken("d:/x/y/:exec", "d", "/x/y", true);
	/* A link is resolved for the source, and kept as the name by which the program looks for it. */
	taken("@/link", "d", "link", false);
	taken("link", "d", "d", false);
	taken("d/../link/.", "d", "d", false);
}

static void mount__that_says_nothing_is_refused(void **state)
{
	(void)state;
	refused("", -EINVAL, "SOURCE is empty");
	refused(":/x", -EINVAL, "SOURCE is empty");
	refused("missing", -ENOENT, "missing: No such file or directory");
	refused("fifo", -EINVAL, "fifo: neither a directory nor a regular file");
	refused("/dev/null:/x", -EINVAL, "neither a directory nor a regular file");
	refused("d:/x:rw", -EINVAL, "'rw' behind TARGET is not exec");
	refused("d:/x:exec:", -EINVAL, "more than SOURCE:TARGET:exec");
}

static void mount__has_a_plain_target_outside_of_the_box_s_own(void **state)
{
	static const char *const targets[] = { "", "x", "/", "//", "/x//y", "/./x", "/x/..", "/x/../y", "../x" };
	static const char *const own[] = { "/box", "/box/a", "/work/x", "/dev", "/dev/null" };
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		snprintf(text, sizeof(text), "d:%s", targets[i]);
		refused(text, -EINVAL, "is no place in the box");
	}
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		snprintf(text, sizeof(text), "d:%s", own[i]);
		refused(text, -EINVAL, "is the box's own");
	}
	taken("d:/boxes", "d", "/boxes", false);
	taken("d:/x/box", "d", "/x/box", false);
	taken("d:/...", "d", "/...", false);
}

static void mount__lies_in_no_other(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(sandbox_mounts_add(&mounts, "d:/x/y", &arena, &e), 0);
	refused("d:/x/y", -EINVAL, "one lies in the other");
	refused("d:/x/y/z", -EINVAL, "one lies in the other");
	refused("d:/x", -EINVAL, "'/x/y' and '/x': one lies in the other");
	assert_int_equal(sandbox_mounts_add(&mounts, "d:/x/yy", &arena, &e), 0);
}

static void mounts__have_an_end(void **state)
{
	struct err e = ERR_INIT;
	char text[64];

	(void)state;
	for (int i = 0; i < BOX_MOUNTS_MAX; i++) {
		snprintf(text, sizeof(text), "d:/m/%d", i);
		assert_int_equal(sandbox_mounts_add(&mounts, text, &arena, &e), 0);
	}
	refused("d:/m/last", -E2BIG, "more than 64 mounts");
	assert_int_equal(sandbox_mounts_add_libraries(&mounts, &e), -E2BIG);
}

static void libraries__are_code_at_their_own_paths(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(sandbox_mounts_add_libraries(&mounts, &e), 0);
	assert_true(mounts.n > 0);
	for (size_t i = 0; i < mounts.n; i++) {
		assert_string_equal(mounts.list[i].source, mounts.list[i].target);
		assert_true(mounts.list[i].exec);
	}
}

static bool has_target(const char *target)
{
	for (size_t i = 0; i < mounts.n; i++)
		if (!strcmp(mounts.list[i].target, target))
			return true;
	return false;
}

static void libraries__give_way_to_what_was_asked_for(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(sandbox_mounts_add(&mounts, "d:/usr:exec", &arena, &e), 0);
	assert_int_equal(sandbox_mounts_add_libraries(&mounts, &e), 0);
	assert_true(has_target("/usr"));
	assert_false(has_target("/usr/lib"));
	assert_int_equal(has_target("/lib"), fs_is_dir("/lib"));
}

static void libraries__have_nothing_mounted_in_them(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(sandbox_mounts_add(&mounts, "d:/usr/lib/mine", &arena, &e), 0);
	assert_int_equal(sandbox_mounts_add_libraries(&mounts, &e), -EINVAL);
	assert_non_null(strstr(e.text, "'/usr/lib/mine' lies in /usr/lib"));
	assert_non_null(strstr(e.text, "--bare"));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(mount__is_seen_at_its_own_path_or_another),
		CASE(mount__that_says_nothing_is_refused),
		CASE(mount__has_a_plain_target_outside_of_the_box_s_own),
		CASE(mount__lies_in_no_other),
		CASE(mounts__have_an_end),
		CASE(libraries__are_code_at_their_own_paths),
		CASE(libraries__give_way_to_what_was_asked_for),
		CASE(libraries__have_nothing_mounted_in_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

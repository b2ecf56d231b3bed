/* What a terminal and the environment say, and the pager. */
#include "judge/cli/terminal.h"
#include "sandbox/base/fs.h"

#include <fcntl.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/mman.h>

#include <cmocka.h>

static const char *const VARIABLES[] = { "COLUMNS", "TERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "PAGER", "LESS" };

/* Every case begins with none of them set. */
static int forget(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(VARIABLES) / sizeof(VARIABLES[0]); i++)
		unsetenv(VARIABLES[i]);
	return 0;
}

static struct terminal look(int fd, enum terminal_colour colour)
{
	struct terminal t;

	terminal_init(&t, fd, colour);
	return t;
}

/* A pseudo-terminal of that many columns: its two ends. */
static int pty_of(unsigned short columns, int *other)
{
	const struct winsize size = { .ws_row = 24, .ws_col = columns };
	int fd;

	assert_int_equal(openpty(other, &fd, NULL, NULL, &size), 0);
	return fd;
}

static int file(void)
{
	int fd = memfd_create("output", MFD_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

static void terminal__the_width_is_that_of_the_terminal(void **state)
{
	cleanup_fd int other = -1;
	cleanup_fd int fd = pty_of(132, &other);

	(void)state;
	setenv("COLUMNS", "60", 1);
	assert_int_equal(look(fd, COLOUR_AUTO).width, 132);
}

static void terminal__else_that_of_the_environment_else_80(void **state)
{
	cleanup_fd int fd = file();

	(void)state;
	assert_int_equal(look(fd, COLOUR_AUTO).width, 80);
	setenv("COLUMNS", "60", 1);
	assert_int_equal(look(fd, COLOUR_AUTO).width, 60);
	setenv("COLUMNS", "wide", 1);
	assert_int_equal(look(fd, COLOUR_AUTO).width, 80);
	setenv("COLUMNS", "3", 1);
	assert_int_equal(look(fd, COLOUR_AUTO).width, TERMINAL_WIDTH_MIN);
	setenv("COLUMNS", "1000000", 1);
	assert_int_equal(look(fd, COLOUR_AUTO).width, TERMINAL_WIDTH_MAX);
}

static void terminal__colour_is_for_terminals_that_have_it(void **state)
{
	cleanup_fd int other = -1;
	cleanup_fd int tty = pty_of(80, &other);
	cleanup_fd int fd = file();

	(void)state;
	assert_false(look(tty, COLOUR_AUTO).colour);
	setenv("TERM", "xterm", 1);
	assert_true(look(tty, COLOUR_AUTO).colour);
	assert_false(look(fd, COLOUR_AUTO).colour);
	assert_false(look(tty, COLOUR_NEVER).colour);
	assert_true(look(fd, COLOUR_ALWAYS).colour);
	setenv("TERM", "dumb", 1);
	assert_false(look(tty, COLOUR_AUTO).colour);
}

static void terminal__no_color_is_heeded_unless_colour_was_asked_for(void **state)
{
	cleanup_fd int other = -1;
	cleanup_fd int tty = pty_of(80, &other);

	(void)state;
	setenv("TERM", "xterm", 1);
	setenv("NO_COLOR", "1", 1);
	assert_false(look(tty, COLOUR_AUTO).colour);
	assert_true(look(tty, COLOUR_ALWAYS).colour);
	setenv("NO_COLOR", "", 1);
	assert_true(look(tty, COLOUR_AUTO).colour);
}

static void terminal__a_line_is_redrawn_where_that_works(void **state)
{
	cleanup_fd int other = -1, other_narrow = -1;
	cleanup_fd int tty = pty_of(80, &other), narrow = pty_of(20, &other_narrow), fd = file();

	(void)state;
	setenv("TERM", "xterm", 1);
	assert_true(look(tty, COLOUR_AUTO).redraws);
	assert_false(look(narrow, COLOUR_AUTO).redraws);
	assert_false(look(fd, COLOUR_ALWAYS).redraws);
	setenv("TERM", "dumb", 1);
	assert_false(look(tty, COLOUR_AUTO).redraws);
}

static void terminal__the_first_locale_variable_that_is_set_decides(void **state)
{
	static const struct {
		const char *all, *ctype, *lang;
		bool unicode;
	} cases[] = {
		{ "", "", "", false },
		{ "", "", "en_GB.UTF-8", true },
		{ "", "C", "en_GB.UTF-8", false },
		{ "", "de_DE.utf8", "C", true },
		{ "POSIX", "de_DE.utf8", "C", false },
		{ "C.UTF-8", "", "", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		setenv("LC_ALL", cases[i].all, 1);
		setenv("LC_CTYPE", cases[i].ctype, 1);
		setenv("LANG", cases[i].lang, 1);
		assert_int_equal(look(STDERR_FILENO, COLOUR_AUTO).unicode, cases[i].unicode);
	}
}

/* ---- the pager --------------------------------------------------------------------------------------------------- */

/* Pages "text\n" with PAGER = pager, as if on a terminal; what came out of the descriptor goes into `direct`. */
static void page(const char *pager, struct buf *direct)
{
	cleanup_fd int fd = file();
	const struct terminal t = { .fd = fd, .is_tty = true, .width = 80 };
	cleanup_buf struct buf text;
	struct err e = ERR_INIT;

	buf_init(&text, 64);
	buf_puts(&text, "text\n");
	buf_init(direct, 64);
	setenv("TERM", "xterm", 1);
	setenv("PAGER", pager, 1);
	assert_int_equal(terminal_page(&t, &text, &e), 0);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(fs_read_fd(fd, direct, &e), 0);
}

static void terminal__the_pager_gets_the_text_and_no_shell_is_between(void **state)
{
	cleanup_free char *dir = NULL;
	cleanup_free char *path = NULL;
	cleanup_buf struct buf direct, paged;
	struct err e = ERR_INIT;
	char pager[4096];

	(void)state;
	buf_init(&paged, 64);
	assert_int_equal(fs_temp_dir(NULL, "pager-", &dir, &e), 0);
	path = fs_join(dir, "$(x);y");
	assert_non_null(path);
	snprintf(pager, sizeof(pager), " dd  status=none of=%s ", path);
	page(pager, &direct);
	assert_string_equal(direct.data, "");
	assert_int_equal(fs_read(AT_FDCWD, path, &paged, &e), 0);
	assert_string_equal(paged.data, "text\n");
	assert_string_equal(getenv("LESS"), "FRX");
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
}

static void terminal__a_pager_that_leaves_early_is_no_error(void **state)
{
	cleanup_buf struct buf direct;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	page("true", &direct);
	assert_string_equal(direct.data, "");
	signal(SIGPIPE, SIG_DFL);
}

static void terminal__without_a_pager_the_text_is_written(void **state)
{
	static const char *const pagers[] = { "/nonexistent/pager", "", "cat" };

	(void)state;
	for (size_t i = 0; i < sizeof(pagers) / sizeof(pagers[0]); i++) {
		cleanup_buf struct buf direct;

		page(pagers[i], &direct);
		assert_string_equal(direct.data, "text\n");
	}
}

static void terminal__a_file_is_not_paged(void **state)
{
	cleanup_fd int fd = file();
	const struct terminal t = { .fd = fd, .width = 80 };
	cleanup_buf struct buf text, direct;
	struct err e = ERR_INIT;

	(void)state;
	setenv("PAGER", "false", 1);
	buf_init(&text, 64);
	buf_init(&direct, 64);
	buf_puts(&text, "text\n");
	assert_int_equal(terminal_page(&t, &text, &e), 0);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(fs_read_fd(fd, &direct, &e), 0);
	assert_string_equal(direct.data, "text\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(terminal__the_width_is_that_of_the_terminal, forget),
		cmocka_unit_test_setup(terminal__else_that_of_the_environment_else_80, forget),
		cmocka_unit_test_setup(terminal__colour_is_for_terminals_that_have_it, forget),
		cmocka_unit_test_setup(terminal__no_color_is_heeded_unless_colour_was_asked_for, forget),
		cmocka_unit_test_setup(terminal__a_line_is_redrawn_where_that_works, forget),
		cmocka_unit_test_setup(terminal__the_first_locale_variable_that_is_set_decides, forget),
		cmocka_unit_test_setup(terminal__the_pager_gets_the_text_and_no_shell_is_between, forget),
		cmocka_unit_test_setup(terminal__a_pager_that_leaves_early_is_no_error, forget),
		cmocka_unit_test_setup(terminal__without_a_pager_the_text_is_written, forget),
		cmocka_unit_test_setup(terminal__a_file_is_not_paged, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

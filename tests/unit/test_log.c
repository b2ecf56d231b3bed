/* What log promises: one escaped line for each call, and nothing that was not asked for. */
#include "sandbox/base/log.h"

#include "sandbox/base/buf.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

/* Puts a file in the place of standard error while `speak` runs; what it wrote is appended to b. */
static void listen_to(void (*speak)(void), struct buf *b)
{
	struct err e = ERR_INIT;
	cleanup_fd int file = memfd_create("stderr", MFD_CLOEXEC);
	cleanup_fd int kept = dup(STDERR_FILENO);

	assert_true(file >= 0 && kept >= 0);
	fflush(stderr);
	assert_int_equal(dup2(file, STDERR_FILENO), STDERR_FILENO);
	speak();
	fflush(stderr);
	assert_int_equal(dup2(kept, STDERR_FILENO), STDERR_FILENO);
	assert_int_equal(lseek(file, 0, SEEK_SET), 0);
	assert_int_equal(fs_read_fd(file, b, &e), 0);
}

static void say_all(void)
{
	log_error("e %d", 1);
	log_note("n %d", 2);
	log_debug("d %d", 3);
}

static void check_level(enum log_level level, const char *expected)
{
	cleanup_buf struct buf b;

	buf_init(&b, 1000);
	log_set_level(level);
	listen_to(say_all, &b);
	log_set_level(LOG_NORMAL);
	assert_string_equal(b.data, expected);
}

static void log__shows_what_the_level_asks_for(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1000);
	listen_to(say_all, &b);
	assert_string_equal(b.data, "judge: e 1\njudge: n 2\n");
	check_level(LOG_QUIET, "judge: e 1\n");
	check_level(LOG_NORMAL, "judge: e 1\njudge: n 2\n");
	check_level(LOG_VERBOSE, "judge: e 1\njudge: n 2\njudge: d 3\n");
}

static void say_hostile(void)
{
	log_error("%s: no such file", "a\njudge: AC\x1b[2J\xff é");
}

static void log__a_quoted_name_cannot_forge_a_line(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1000);
	listen_to(say_hostile, &b);
	assert_string_equal(b.data, "judge: a\\njudge: AC\\x1b[2J\\xff é: no such file\n");
}

static void say_much(void)
{
	char text[10001];

	memset(text, 1, sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	log_error("%s", text);
}

static void log__a_long_message_is_cut_and_says_so(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 100000);
	listen_to(say_much, &b);
	assert_int_equal(b.len, strlen("judge: …\n") + 4096 * strlen("\\x01"));
	assert_string_equal(b.data + b.len - strlen("\\x01…\n"), "\\x01…\n");
}

static int errno_after;

/* On a closed standard error the write fails and sets errno. */
static void say_to_nobody(void)
{
	close(STDERR_FILENO);
	errno = ENOTTY;
	log_error("unheard");
	errno_after = errno;
}

static void log__keeps_errno(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1000);
	listen_to(say_to_nobody, &b);
	assert_int_equal(errno_after, ENOTTY);
	assert_int_equal(b.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(log__shows_what_the_level_asks_for),
		cmocka_unit_test(log__a_quoted_name_cannot_forge_a_line),
		cmocka_unit_test(log__a_long_message_is_cut_and_says_so),
		cmocka_unit_test(log__keeps_errno),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

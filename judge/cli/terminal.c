/*
 * terminal: what the place where output goes can show, and the pager.
 *
 * The pager is started directly with the words of $PAGER, never by a shell: a problem's text or title reaches it
 * through a pipe only, and no character in the variable means anything but a blank between words.
 */
#include "judge/cli/terminal.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/parse.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#define PAGER_WORDS_MAX 16

static const char *set_in_environment(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

/* As it really is. */
static unsigned columns_of(int fd)
{
	const char *columns = set_in_environment("COLUMNS");
	struct err ignored = ERR_INIT;
	struct winsize size;
	uint64_t n = TERMINAL_WIDTH_DEFAULT;

	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		n = size.ws_col;
	else if (columns && parse_u64(columns, 1, UINT32_MAX, &n, &ignored) < 0)
		n = TERMINAL_WIDTH_DEFAULT;
	return n < TERMINAL_WIDTH_MAX ? (unsigned)n : TERMINAL_WIDTH_MAX;
}

static unsigned rows_of(int fd)
{
	struct winsize size;

	return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

static bool locale_is_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *v = NULL;

	for (size_t i = 0; !v && i < sizeof(names) / sizeof(names[0]); i++)
		v = set_in_environment(names[i]);
	return v && (strcasestr(v, "UTF-8") || strcasestr(v, "UTF8"));
}

static bool is_dumb(void)
{
	const char *term = set_in_environment("TERM");

	return !term || !strcmp(term, "dumb");
}

void terminal_init(struct terminal *t, int fd, enum terminal_colour colour)
{
	unsigned columns = columns_of(fd);
	bool able = isatty(fd) == 1 && !is_dumb();

	t->fd = fd;
	t->is_tty = isatty(fd) == 1;
	t->redraws = able && columns > TERMINAL_WIDTH_MIN;
	t->colour = colour == COLOUR_ALWAYS || (colour == COLOUR_AUTO && able && !set_in_environment("NO_COLOR"));
	t->unicode = locale_is_utf8();
	t->width = columns > TERMINAL_WIDTH_MIN ? columns : TERMINAL_WIDTH_MIN;
	t->height = rows_of(fd);
}

void terminal_measure(struct terminal *t)
{
	t->width = columns_of(t->fd);
	t->height = rows_of(t->fd);
}

/* ---- the pager --------------------------------------------------------------------------------------------------- */

/* Splits at blanks, in place. */
static void split_words(char *text, char *words[PAGER_WORDS_MAX + 1])
{
	size_t n = 0;

	for (char *p = text + strspn(text, " \t"); *p && n < PAGER_WORDS_MAX; p += strspn(p, " \t")) {
		words[n++] = p;
		p += strcspn(p, " \t");
		if (*p)
			*p++ = 0;
	}
	words[n] = NULL;
}

/* The pager reads `in`. *pid is filled with 0. Signals that are handled here are as usual there: exec sees to that. */
static int start_pager(char *const words[], int in, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error == 0) {
		posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
		error = posix_spawnp(pid, words[0], &actions, NULL, words, environ);
		posix_spawn_file_actions_destroy(&actions);
	}
	return -error;
}

/* Feeds it and waits. ^C is the pager's while it runs. That it was left before the end of the text is no error. */
static void feed_pager(pid_t pid, int *to, const struct buf *text)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, kept;
	struct err ignored = ERR_INIT;
	int status;

	sigaction(SIGINT, &ignore, &kept);
	if (fs_write_fd(*to, text->data, text->len, &ignored) < 0)
		err_clear(&ignored);
	fd_close(to);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	sigaction(SIGINT, &kept, NULL);
}

/* 0, or -errno when it could not be started and nothing was shown. */
static int run_pager(const struct buf *text)
{
	static const char usual[] = "less -FRX";
	const char *wanted = getenv("PAGER");
	cleanup_free char *copy = strdup(wanted ? wanted : usual);
	char *words[PAGER_WORDS_MAX + 1];
	cleanup_fd int from = -1, to = -1;
	int ends[2], code;
	pid_t pid;

	if (!copy || pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	from = ends[0];
	to = ends[1];
	split_words(copy, words);
	if (!words[0] || !strcmp(words[0], "cat"))
		return -ENOENT;
	/* A pager of the user's own choice shows colours, and ends by itself on a short text, if it is less. */
	if (wanted && setenv("LESS", "FRX", 0) < 0)
		return -errno;
	code = start_pager(words, from, &pid);
	if (code == 0) {
		fd_close(&from);
		feed_pager(pid, &to, text);
	}
	return code;
}

int terminal_page(const struct terminal *t, const struct buf *text, struct err *e)
{
	if (t->is_tty && !is_dumb() && run_pager(text) == 0)
		return 0;
	return fs_write_fd(t->fd, text->data, text->len, e);
}

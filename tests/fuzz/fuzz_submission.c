/*
 * submission_load on any bytes, as standard input.
 *
 * Held to be true: what loads is the input, byte for byte, and text; what is refused is empty, too large or no text,
 * and says so in one line; the problem is one word of a comment line of the input, or nothing.
 */
#include "judge/judge.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

static bool is_text(const char *p, size_t n)
{
	return !memchr(p, 0, n) && text_utf8_valid(p, n, NULL);
}

static void check_loaded(const struct submission *s, const char *p, size_t n)
{
	must(s->n_sources == 1 && strcmp(s->sources[0].name, "stdin.c") == 0);
	must(s->sources[0].len == n && memcmp(s->sources[0].text, p, n) == 0 && s->sources[0].text[n] == 0);
	must(n > 0 && n <= SOURCE_BYTES_MAX && is_text(p, n));
	if (!s->problem[0])
		return;
	must(strlen(s->problem) < PROBLEM_ID_MAX && !strpbrk(s->problem, " \t\r\n"));
	must(strstr(s->sources[0].text, s->problem) && strstr(s->sources[0].text, "problem:"));
}

static void check_refused(int r, const struct err *e, const char *p, size_t n)
{
	must(e->code == r && e->text[0] && !strchr(e->text, '\n'));
	switch (r) {
	case -ENODATA:
		must(n == 0);
		break;
	case -EMSGSIZE:
		must(n > SOURCE_BYTES_MAX);
		break;
	case -EILSEQ:
		must(!is_text(p, n));
		break;
	default:
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const paths[] = { "-" };
	cleanup_fd int fd = -1;
	struct submission s;
	struct err e = ERR_INIT;
	int r;

	must(fs_memfd("fuzz", data, size, &fd, &e) == 0);
	must(dup2(fd, STDIN_FILENO) == STDIN_FILENO);
	r = submission_load(paths, 1, &s, &e);
	if (r < 0) {
		check_refused(r, &e, (const char *)data, size);
		return 0;
	}
	check_loaded(&s, (const char *)data, size);
	submission_clear(&s);
	return 0;
}

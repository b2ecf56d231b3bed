/*
 * Filling templates. They are files of ours; values may be a stranger's (names of functions and of files).
 */
#include "judge/report/template.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEMPLATE_BYTES_MAX (256u << 10)

/* Control characters are not allowed in XML at all. */
static void put_escaped(struct buf *out, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '&':
			buf_puts(out, "&amp;");
			break;
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '"':
			buf_puts(out, "&quot;");
			break;
		case '\'':
			buf_puts(out, "&#39;");
			break;
		default:
			buf_putc(out, (unsigned char)*s < ' ' ? ' ' : *s);
		}
	}
}

static unsigned line_of(const char *text, const char *at)
{
	unsigned line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

int template_fill(const char *text, const struct template_value *values, size_t n, struct buf *out, struct err *e)
{
	const char *from = text, *hole;

	for (; (hole = strstr(from, "{{"));) {
		const char *name = hole + 2, *end = strstr(name, "}}");
		size_t i = 0, len;

		if (!end)
			return err_set(e, -EINVAL, "line %u: a hole without an end", line_of(text, hole));
		len = (size_t)(end - name);
		while (i < n && (strlen(values[i].name) != len || memcmp(values[i].name, name, len)))
			i++;
		if (i == n)
			return err_set(e, -EINVAL, "line %u: nothing fills '%.*s'", line_of(text, hole),
				       len < 40 ? (int)len : 40, name);
		buf_append(out, from, (size_t)(hole - from));
		put_escaped(out, values[i].value);
		from = end + 2;
	}
	buf_puts(out, from);
	return buf_error(out, "template", e);
}

/* From the program's directory: PREFIX/bin, then build, build/MODE, build/tests/unit and build/MODE/tests/unit. */
static const char *const places[] = {
	"../share/judge/templates",      "../web-static/templates",          "../../web-static/templates",
	"../../../web-static/templates", "../../../../web-static/templates",
};

static int find_file(const char *name, char **out, struct err *e)
{
	const char *set = getenv("JUDGE_TEMPLATES");
	char program[PATH_MAX];
	ssize_t n;

	if (set && *set) {
		*out = fs_join(set, name);
		return *out ? 0 : err_set(e, -ENOMEM, "out of memory");
	}
	n = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (n < 0)
		return err_errno(e, "/proc/self/exe");
	program[n] = '\0';
	*strrchr(program, '/') = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		cleanup_free char *dir = fs_join(program, places[i]);
		cleanup_free char *path = dir ? fs_join(dir, name) : NULL;

		if (!path)
			return err_set(e, -ENOMEM, "out of memory");
		if (fs_is_file(path)) {
			*out = steal_ptr(&path);
			return 0;
		}
	}
	return err_set(e, -ENOENT, "no templates beside '%s'; JUDGE_TEMPLATES can name their directory", program);
}

int template_fill_file(const char *name, const struct template_value *values, size_t n, struct buf *out, struct err *e)
{
	cleanup_free char *path = NULL;
	cleanup_buf struct buf text;

	buf_init(&text, TEMPLATE_BYTES_MAX);
	if (find_file(name, &path, e) < 0 || fs_read(AT_FDCWD, path, &text, e) < 0)
		return e->code;
	return template_fill(text.data, values, n, out, e) < 0 ? err_wrap(e, "%s", path) : 0;
}

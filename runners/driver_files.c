/*
 * driver_files: finding the runtime's sources.
 *
 * They are compiled when a judge first meets a problem, by the compiler of this host and for its C library, so they
 * are files and not part of the program. The places are relative to the program itself, never to the current
 * directory: that one may be a candidate's.
 */
#include "runners/driver_files.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

static const char *const names[DRIVER_FILES] = {
	[DRIVER_HEAP] = "heap.c",
	[DRIVER_COUNTING] = "counting.c",
	[DRIVER_RUNTIME] = "runtime.c",
	[DRIVER_DATA] = "data.c",
	[DRIVER_SANITIZED] = "sanitized.c",
	[DRIVER_HEADER] = "driver.h",
	[DRIVER_CHANNEL] = "channel.h",
	[DRIVER_RUNTIME_HEADER] = "runtime.h",
	[DRIVER_COUNTING_HEADER] = "counting.h",
	[DRIVER_SANITIZED_HEADER] = "sanitized.h",
};

/* From the program's directory: PREFIX/bin, then build, build/MODE, build/tests/unit and build/MODE/tests/unit. */
static const char *const places[] = {
	"../share/judge/driver",   "../runners/driver",          "../../runners/driver",
	"../../../runners/driver", "../../../../runners/driver",
};

/* Files that are one text, and find each other whatever headers lie beside them. */
static const char *const charge_parts[] = { "charge.h", "charge.c", "repeat.c", NULL };
static const char *const sanitized_parts[] = { "channel.h", "sanitized.h", "sanitized.c", NULL };

static bool holds_driver(const char *dir)
{
	cleanup_free char *path = fs_join(dir, names[DRIVER_RUNTIME]);

	return path && fs_is_file(path);
}

static int find_dir(char **out, struct err *e)
{
	const char *set = getenv("JUDGE_DRIVER_DIR");
	char program[PATH_MAX];
	ssize_t n;

	if (set && *set) {
		*out = strdup(set);
		return *out ? 0 : err_set(e, -ENOMEM, "out of memory");
	}
	n = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (n < 0)
		return err_errno(e, "/proc/self/exe");
	program[n] = '\0';
	*strrchr(program, '/') = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		cleanup_free char *dir = fs_join(program, places[i]);

		if (!dir)
			return err_set(e, -ENOMEM, "out of memory");
		if (holds_driver(dir)) {
			*out = steal_ptr(&dir);
			return 0;
		}
	}
	return err_set(e, -ENOENT,
		       "the runtime for drivers is not installed beside '%s'; JUDGE_DRIVER_DIR can name its "
		       "directory",
		       program);
}

static int read_file(const char *dir, const char *name, struct buf *text, struct err *e)
{
	cleanup_free char *path = fs_join(dir, name);

	return path ? fs_read(AT_FDCWD, path, text, e) : err_set(e, -ENOMEM, "out of memory");
}

static int read_parts(const char *dir, const char *const *parts, struct buf *text, struct err *e)
{
	int r = 0;

	for (; !r && *parts; parts++) {
		buf_printf(text, "#line 1 \"%s\"\n", *parts);
		r = read_file(dir, *parts, text, e);
	}
	return r;
}

int driver_files_read(struct driver_files *out, struct err *e)
{
	cleanup_driver_files struct driver_files d;
	cleanup_free char *dir = NULL;
	int r;

	for (size_t i = 0; i < DRIVER_FILES; i++)
		buf_init(&d.texts[i], SOURCE_BYTES_MAX);
	r = find_dir(&dir, e);
	if (r < 0)
		return r;
	for (size_t i = 0; i < DRIVER_FILES; i++) {
		r = i == DRIVER_SANITIZED ? read_parts(dir, sanitized_parts, &d.texts[i], e)
					  : read_file(dir, names[i], &d.texts[i], e);
		if (r < 0)
			return r;
		d.files[i] = (struct source){ names[i], d.texts[i].data, d.texts[i].len };
	}
	*out = d;
	for (size_t i = 0; i < DRIVER_FILES; i++)
		buf_init(&d.texts[i], 0);
	return 0;
}

int tool_files_read(struct tool_files *out, struct err *e)
{
	static const char *const tools[TOOL_HEADERS] = { "generate.h", "validate.h" };
	cleanup_tool_files struct tool_files t;
	cleanup_free char *dir = NULL;
	int r;

	for (size_t i = 0; i < TOOL_HEADERS; i++)
		buf_init(&t.texts[i], SOURCE_BYTES_MAX);
	r = find_dir(&dir, e);
	for (size_t i = 0; !r && i < TOOL_HEADERS; i++) {
		r = read_file(dir, tools[i], &t.texts[i], e);
		t.files[i] = (struct source){ tools[i], t.texts[i].data, t.texts[i].len };
	}
	if (r < 0)
		return r;
	*out = t;
	for (size_t i = 0; i < TOOL_HEADERS; i++)
		buf_init(&t.texts[i], 0);
	return 0;
}

void tool_files_clear(struct tool_files *t)
{
	for (size_t i = 0; i < TOOL_HEADERS; i++)
		buf_clear(&t->texts[i]);
}

int driver_files_read_charge(struct buf *text, struct err *e)
{
	cleanup_free char *dir = NULL;
	int r = find_dir(&dir, e);

	return r < 0 ? r : read_parts(dir, charge_parts, text, e);
}

void driver_files_clear(struct driver_files *d)
{
	for (size_t i = 0; i < DRIVER_FILES; i++)
		buf_clear(&d->texts[i]);
}

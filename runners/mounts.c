/*
 * mounts: the host through a keyhole.
 *
 * A source may say #include "/etc/passwd" or .incbin "/proc/self/environ", so what the compiler does not need must
 * not be there: single files for its passes, their libraries and what is linked in, directories for headers only.
 * Nobody lists them by hand; they follow from what the compiler, the loader and the linker's scripts say. Each is
 * bound at the name by which it is looked for in a box that has no links, no /etc/ld.so.cache and no second name for
 * a directory.
 *
 * Never bound are the whole of a first-level directory, of /usr/share and of /usr/local: an installed judge keeps the
 * hidden tests of its problems in PREFIX/share.
 */
#include "runners/mounts.h"

#include "runners/host.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define SCRIPT_BYTES_MAX (16u * 1024u)

static int no_memory(struct err *e)
{
	return err_set(e, -ENOMEM, "mounts: out of memory");
}

/* ---- the list ---------------------------------------------------------------------------------------------------- */

static bool is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	return !strncmp(path, dir, len) && (path[len] == '/' || path[len] == '\0');
}

static bool is_too_wide(const char *path)
{
	static const char *const never[] = { "/usr/share", "/usr/local", "/usr/local/share" };

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		if (!strcmp(path, never[i]))
			return true;
	}
	return *path != '/' || !strchr(path + 1, '/');
}

int mounts_add(struct mounts *m, const char *source, const char *target, bool exec, struct err *e)
{
	size_t kept = 0;

	if (is_too_wide(source) || is_too_wide(target))
		return err_set(e, -EPERM, "the compiler wants '%s', which no box may see", source);
	for (size_t i = 0; i < m->n; i++) {
		if (!is_below(target, m->list[i].target))
			continue;
		m->list[i].exec |= exec;
		return 0;
	}
	for (size_t i = 0; i < m->n; i++) {
		if (is_below(m->list[i].target, target))
			exec |= m->list[i].exec;
		else
			m->list[kept++] = m->list[i];
	}
	if (kept == BOX_MOUNTS_MAX)
		return err_set(e, -E2BIG, "the compiler needs more than %d files of the host", BOX_MOUNTS_MAX);
	m->list[kept++] = (struct box_mount){ .source = source, .target = target, .exec = exec };
	m->n = kept;
	return 0;
}

/* "/opt/gcc/bin/../lib/x" cannot be a target; "/lib/x86_64-linux-gnu/x" can, though /lib may be a link here. */
static const char *as_target(const char *path, struct arena *a)
{
	bool clean = !strstr(path, "//") && !strstr(path, "/../") && !strstr(path, "/./");

	return clean ? path : host_canonical(path, a);
}

static int add_file(struct mounts *m, const char *path, bool exec, struct arena *a, struct err *e)
{
	const char *target = as_target(path, a);

	return target ? mounts_add(m, path, target, exec, e) : no_memory(e);
}

/* ---- programs ---------------------------------------------------------------------------------------------------- */

/* A line of the loader (ld.so(8), LD_TRACE_LOADED_OBJECTS): "\tlibz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x…)". */
struct traced {
	const char *name; /* as the program asks for it; NULL: only a path is given, as of the loader itself */
	const char *path;
};

/* False when the line speaks of no file. */
static bool read_traced(const char *line, const char *end, struct arena *a, struct traced *out)
{
	const char *path = memchr(line, '/', (size_t)(end - line));
	const char *arrow = memmem(line, (size_t)(end - line), " => ", 4);
	const char *address = memmem(line, (size_t)(end - line), " (0x", 4);

	if (*line != '\t' || !path || !address || address < path)
		return false;
	out->path = arena_strndup(a, path, (size_t)(address - path));
	out->name = arrow && arrow < path ? arena_strndup(a, line + 1, (size_t)(arrow - line) - 1) : NULL;
	return out->path != NULL;
}

/* Where this program's loader finds libc.so.6 is a directory that it always searches. */
static int find_lib_dir(struct mounts *m, const char *program, const char *answer, struct arena *a, struct err *e)
{
	for (const char *line = answer, *end; !m->lib_dir && *line; line = *end ? end + 1 : end) {
		struct traced t;

		end = strchrnul(line, '\n');
		if (read_traced(line, end, a, &t) && t.name && !strcmp(t.name, "libc.so.6"))
			m->lib_dir = arena_strndup(a, t.path, (size_t)(fs_basename(t.path) - t.path) - 1);
	}
	if (!m->lib_dir)
		return err_set(e, -EPROTO, "'%s' does not run on the GNU C library", program);
	return 0;
}

/* All files that the loader's `answer` names, where a loader looks for them. */
static int add_traced(struct mounts *m, const char *answer, struct arena *a, struct err *e)
{
	for (const char *line = answer, *end; *line; line = *end ? end + 1 : end) {
		struct traced t;
		char *target;
		int r;

		end = strchrnul(line, '\n');
		if (!read_traced(line, end, a, &t))
			continue;
		if (!t.name) {
			r = add_file(m, t.path, true, a, e);
		} else {
			target = arena_printf(a, "%s/%s", m->lib_dir, t.name);
			r = target ? mounts_add(m, t.path, target, true, e) : no_memory(e);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

int mounts_add_program(struct mounts *m, const char *program, struct arena *a, struct err *e)
{
	const char *const argv[] = { "env", "LD_TRACE_LOADED_OBJECTS=1", program, "--version", NULL };
	cleanup_buf struct buf answer;
	int r;

	buf_init(&answer, HOST_ANSWER_MAX);
	if ((r = host_ask(argv, a, &answer, e)) < 0 || (r = find_lib_dir(m, program, answer.data, a, e)) < 0 ||
	    (r = add_file(m, program, true, a, e)) < 0)
		return r;
	return add_traced(m, answer.data, a, e);
}

/* "libasan.so.8" of "/…/libasan.so.8.0.0": a library is asked for with the first number of its version. */
static char *short_name(const char *path, struct arena *a)
{
	const char *name = fs_basename(path), *version = strstr(name, ".so.");

	return arena_strndup(a, name,
			     version ? (size_t)(version - name) + 4 + strcspn(version + 4, ".") : strlen(name));
}

int mounts_add_library(struct mounts *m, const char *loader, const char *library, struct arena *a, struct err *e)
{
	const char *const argv[] = { loader, "--list", library, NULL };
	cleanup_buf struct buf answer;
	char real[PATH_MAX], *source, *name, *target;
	int r;

	if (!realpath(library, real))
		return err_errno(e, "%s", library);
	source = arena_strdup(a, real);
	name = short_name(real, a);
	target = name ? arena_printf(a, "%s/%s", m->lib_dir, name) : NULL;
	if (!source || !target)
		return no_memory(e);
	buf_init(&answer, HOST_ANSWER_MAX);
	r = host_ask(argv, a, &answer, e);
	if (!r && !strstr(answer.data, "libc.so.6"))
		r = err_set(e, -EPROTO, "'%s' is no library for this host", library);
	if (!r)
		r = mounts_add(m, source, target, true, e);
	return r < 0 ? r : add_traced(m, answer.data, a, e);
}

/* ---- the linker -------------------------------------------------------------------------------------------------- */

/*
 * libc.so may be a text for the linker that names other files: "GROUP ( /lib/…/libc.so.6 /usr/lib/…/libc_nonshared.a
 * …".
 */
static int add_script(struct mounts *m, const char *path, struct arena *a, struct err *e)
{
	static const char separators[] = " \t\n(),;";
	cleanup_buf struct buf text;
	struct err ignored = ERR_INIT;

	buf_init(&text, SCRIPT_BYTES_MAX);
	/* Libraries and archives are larger or begin with another mark. */
	if (fs_read(AT_FDCWD, path, &text, &ignored) < 0 || strncmp(text.data, "/* GNU ld script", 16))
		return 0;
	for (const char *p = text.data; *p; p += strspn(p, separators)) {
		size_t len = strcspn(p, separators);
		char *named = len && *p == '/' ? arena_strndup(a, p, len) : NULL;
		int r = named && fs_is_file(named) ? add_file(m, named, false, a, e) : 0;

		if (r < 0)
			return r;
		p += len;
	}
	return 0;
}

/* What ld takes for -lNAME: in each directory in turn libNAME.so, then libNAME.a. */
const char *mounts_find_library(const struct command *link, const char *name, struct arena *a)
{
	static const char *const suffixes[] = { "so", "a" };

	for (size_t i = 0; i < 2 * link->n; i++) {
		const char *dir = link->argv[i / 2];
		char *path;

		if (strncmp(dir, "-L", 2))
			continue;
		path = arena_printf(a, "%s/lib%s.%s", dir + 2, name, suffixes[i % 2]);
		if (path && fs_is_file(path))
			return path;
	}
	return NULL;
}

/* The same behind -Bstatic: libNAME.a alone. */
static const char *find_archive(const struct command *link, const char *name, struct arena *a)
{
	for (size_t i = 0; i < link->n; i++) {
		char *path =
			strncmp(link->argv[i], "-L", 2) ? NULL : arena_printf(a, "%s/lib%s.a", link->argv[i] + 2, name);

		if (path && fs_is_file(path))
			return path;
	}
	return NULL;
}

/* An object; a library by its path is how clang names its own. */
static bool is_input(const char *arg, size_t len)
{
	return (len > 2 && (!strcmp(arg + len - 2, ".o") || (*arg == '/' && !strcmp(arg + len - 2, ".a")))) ||
	       (len > 3 && *arg == '/' && !strcmp(arg + len - 3, ".so"));
}

int mounts_add_linker_files(struct mounts *m, const struct command *link, struct arena *a, struct err *e)
{
	bool archives = false;

	for (size_t i = 1; i < link->n; i++) {
		const char *arg = link->argv[i], *path;
		size_t len = strlen(arg);
		int r;

		archives = !strcmp(arg, "-Bstatic") || (archives && strcmp(arg, "-Bdynamic") != 0);
		if (!strncmp(arg, "-l", 2))
			path = archives ? find_archive(link, arg + 2, a) : mounts_find_library(link, arg + 2, a);
		else if (is_input(arg, len))
			path = fs_is_file(arg) ? arg : NULL;
		else
			continue;
		if (!path)
			return err_set(e, -ENOENT,
				       "the linker's '%s' is missing: install it (Debian: apt install libc6-dev)", arg);
		if ((r = add_file(m, path, false, a, e)) < 0 || (r = add_script(m, path, a, e)) < 0)
			return r;
	}
	return 0;
}

/* ---- headers ----------------------------------------------------------------------------------------------------- */

int mounts_add_headers(struct mounts *m, const char *driver, const char *language, struct arena *a, struct err *e)
{
	static const char begin[] = "#include <...> search starts here:\n";
	const char *const argv[] = { driver, "-E", "-v", "-x", language, "/dev/null", NULL };
	cleanup_buf struct buf answer;
	const char *line;
	int r;

	buf_init(&answer, HOST_ANSWER_MAX);
	r = host_ask(argv, a, &answer, e);
	if (r < 0)
		return r;
	line = strstr(answer.data, begin);
	if (!line)
		return err_set(e, -EPROTO, "'%s -E -v' does not say where headers are", driver);
	for (line += sizeof(begin) - 1; *line == ' '; line += strcspn(line, "\n") + 1) {
		char *dir = arena_strndup(a, line + 1, strcspn(line, "\n") - 1);
		char real[PATH_MAX];

		if (!dir || !realpath(dir, real) || is_below(real, "/usr/local"))
			continue;
		dir = arena_strdup(a, real);
		r = dir ? mounts_add(m, dir, dir, false, e) : no_memory(e);
		if (r < 0)
			return r;
	}
	return 0;
}

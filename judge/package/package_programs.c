/*
 * package_programs: the validators and generators of a package, as sources in one language each.
 *
 * A program is a file, or a folder of files; its language is that of its files' endings, and several languages are
 * none. A folder may instead bring scripts that build and run it: then it is taken as it stands, and the scripts are
 * run in boxes (runners/build_folder.c).
 */
#include "judge/package/package.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define PROGRAMS_MAX       32u
#define SCRIPTED_BYTES_MAX (16u << 20) /* of all files of a folder with scripts */

struct finding {
	const struct package *pk;
	const char *folder; /* with its "/" */
	struct problem *p;
	bool whole, strict;
	struct program *list; /* PROGRAMS_MAX */
	size_t n;
	struct err *e;
};

static bool is_header(const char *name)
{
	return package_ends(name, ".h") || package_ends(name, ".hh") || package_ends(name, ".hpp") ||
	       package_ends(name, ".hxx");
}

/* Of what ending a validator is that is not in a programming language. */
static bool is_grammar(const char *name)
{
	return package_ends(name, ".ctd") || package_ends(name, ".viva");
}

static int cannot_run(struct finding *f, const char *what, const char *why)
{
	if (f->strict)
		return err_set(f->e, -EINVAL, "%s: %s", what, why);
	return problem_note(f->p, f->e, "%s: is not asked: %s", what, why);
}

/* Is it a part of a program in that language? Headers go with C and C++ alike. */
static bool is_part(const char *name, enum language language)
{
	const struct language_row *row = language_of_file(name);

	return (row && row->language == language) || (language != LANGUAGE_PYTHON3 && is_header(name));
}

/*
 * Reads the files directly in `below` that are parts of the program; `only`: of the sources, that one alone. A name
 * that no source may have is the build's to refuse.
 */
static int read_sources(struct finding *f, const char *below, const char *only, struct program *program)
{
	const size_t skip = strlen(below);
	struct source *sources = arena_array(&f->p->memory, SOURCE_FILES_MAX, sizeof(*sources));
	size_t n;
	const struct package_file *files = package_below(f->pk, below, &n);

	if (!sources)
		return err_set(f->e, -ENOMEM, "%s: out of memory", below);
	for (size_t i = 0; i < n; i++) {
		const char *name = files[i].path + skip;
		struct source *s = &sources[program->n_sources];

		if (strchr(name, '/') || !is_part(name, program->language) ||
		    (only && strcmp(name, only) != 0 && !is_header(name)))
			continue;
		if (program->n_sources == SOURCE_FILES_MAX)
			return err_set(f->e, -EINVAL, "%s: more than %u source files", below, SOURCE_FILES_MAX);
		s->name = name;
		if (package_read(f->pk, files[i].path, SOURCE_BYTES_MAX, &s->text, &s->len, f->e) < 0)
			return f->e->code;
		program->n_sources++;
	}
	program->sources = sources;
	return 0;
}

/* The next of the list, not counted yet; NULL: there are too many. */
static struct program *new_program(struct finding *f, const char *name, enum language language)
{
	struct program *program = &f->list[f->n];

	if (f->n == PROGRAMS_MAX) {
		err_set(f->e, -EINVAL, "%s: more than %u programs", f->folder, PROGRAMS_MAX);
		return NULL;
	}
	*program = (struct program){ .name = name, .language = language };
	return program;
}

static int add_program(struct finding *f, const char *below, const char *name, const char *only,
		       const struct language_row *row)
{
	struct program *program = new_program(f, name, row->language);

	if (!program || read_sources(f, below, only, program) < 0)
		return f->e->code;
	f->n++;
	return 0;
}

/* Any bytes, unlike package_read. */
static int read_bytes(struct finding *f, const struct package_file *file, struct source *out)
{
	cleanup_fd int fd = package_open_file(f->pk->fd, file->path, f->e);
	cleanup_buf struct buf bytes = { 0 };
	char *copy;

	if (fd < 0)
		return f->e->code;
	buf_init(&bytes, SCRIPTED_BYTES_MAX);
	if (fs_read_fd(fd, &bytes, f->e) < 0)
		return err_wrap(f->e, "%s", file->path);
	copy = arena_alloc(&f->p->memory, bytes.len + 1);
	if (!copy)
		return err_set(f->e, -ENOMEM, "%s: out of memory", file->path);
	memcpy(copy, bytes.data, bytes.len);
	out->text = copy;
	out->len = bytes.len;
	return 0;
}

/* Scripts that are not executable are none by the letter; archives and checkouts lose that, so it is only noted. */
static int note_mode(struct finding *f, const char *below, const char *name)
{
	const char *path = arena_printf(&f->p->memory, "%s%s", below, name);
	cleanup_fd int fd = -1;
	struct stat st;

	if (!path)
		return err_set(f->e, -ENOMEM, "out of memory");
	if (!package_find(f->pk, path))
		return 0;
	fd = package_open_file(f->pk->fd, path, f->e);
	if (fd < 0)
		return f->e->code;
	if (fstat(fd, &st) < 0)
		return err_errno(f->e, "%s", path);
	return st.st_mode & S_IXUSR ? 0 : problem_note(f->p, f->e, "%s: is not executable", path);
}

static bool has_scripts(const struct package *pk, const char *below)
{
	const size_t skip = strlen(below);
	size_t n;
	const struct package_file *files = package_below(pk, below, &n);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(files[i].path + skip, "build") || !strcmp(files[i].path + skip, "run"))
			return true;
	return false;
}

/* A folder with scripts is a program with all that is in it, whatever it is, at any depth. */
static int take_scripts(struct finding *f, const char *below, const char *name)
{
	struct program *program = new_program(f, name, LANGUAGE_SCRIPTS);
	struct source *list;
	uint64_t bytes = 0;
	size_t n;
	const struct package_file *files = package_below(f->pk, below, &n);

	if (!program || note_mode(f, below, "build") < 0 || note_mode(f, below, "run") < 0)
		return f->e->code;
	for (size_t i = 0; i < n; i++)
		bytes += files[i].bytes;
	if (bytes > SCRIPTED_BYTES_MAX)
		return err_set(f->e, -EINVAL, "%s: its files are larger than %u MiB", below, SCRIPTED_BYTES_MAX >> 20);
	list = arena_array(&f->p->memory, n, sizeof(*list));
	if (!list)
		return err_set(f->e, -ENOMEM, "%s: out of memory", below);
	for (size_t i = 0; i < n; i++) {
		list[i].name = files[i].path + strlen(below);
		if (read_bytes(f, &files[i], &list[i]) < 0)
			return f->e->code;
	}
	program->sources = list;
	program->n_sources = n;
	f->n++;
	return 0;
}

/* The files directly in `below` as one program, called `name`. */
static int take_folder(struct finding *f, const char *below, const char *name)
{
	const size_t skip = strlen(below);
	const struct language_row *found = NULL;
	bool several = false;
	const char *why;
	size_t n;
	const struct package_file *files = package_below(f->pk, below, &n);

	for (size_t i = 0; i < n; i++) {
		const char *file = files[i].path + skip;
		const struct language_row *row = strchr(file, '/') ? NULL : language_of_file(file);

		several |= row && found && row != found;
		found = found ? found : row;
	}
	if (has_scripts(f->pk, below))
		return take_scripts(f, below, name);
	if (several)
		return cannot_run(f, below, "its files are in several languages");
	if (!found)
		return 0;
	if (found->language < LANGUAGE_COUNT)
		return add_program(f, below, name, NULL, found);
	why = arena_printf(&f->p->memory, "this judge has no toolchain for %s", found->name);
	return why ? cannot_run(f, below, why) : err_set(f->e, -ENOMEM, "out of memory");
}

static int take_file(struct finding *f, const struct package_file *file, const char *name)
{
	const struct language_row *row = language_of_file(name);
	const char *why;

	if (is_grammar(name))
		return cannot_run(f, file->path, "is for a tool that this judge does not have");
	if (!row)
		return 0;
	if (row->language < LANGUAGE_COUNT)
		return add_program(f, f->folder, name, name, row);
	why = arena_printf(&f->p->memory, "this judge has no toolchain for %s", row->name);
	return why ? cannot_run(f, file->path, why) : err_set(f->e, -ENOMEM, "out of memory");
}

/* The folder in `path`, which begins with f->folder, whose name has `len` bytes. */
static int take_subfolder(struct finding *f, const char *path, size_t len)
{
	const char *below = arena_printf(&f->p->memory, "%s%.*s/", f->folder, (int)len, path + strlen(f->folder));
	const char *name = arena_strndup(&f->p->memory, path + strlen(f->folder), len);

	return below && name ? take_folder(f, below, name) : err_set(f->e, -ENOMEM, "out of memory");
}

int package_programs(const struct package *pk, const char *folder, bool whole, bool strict, struct problem *p,
		     struct program **list, size_t *n, struct err *e)
{
	struct finding f = { .pk = pk, .folder = folder, .p = p, .whole = whole, .strict = strict, .e = e };
	const size_t skip = strlen(folder);
	size_t n_files;
	const struct package_file *files = package_below(pk, folder, &n_files);

	f.list = arena_array(&p->memory, PROGRAMS_MAX, sizeof(*f.list));
	if (!f.list)
		return err_set(e, -ENOMEM, "%s: out of memory", folder);
	/* Folders below scripts are theirs; in a folder of programs, too, scripts make one of it all. */
	if ((whole || has_scripts(pk, folder)) && take_folder(&f, folder, "validate") < 0)
		return e->code;
	if (f.n > 0 && f.list[0].language == LANGUAGE_SCRIPTS)
		n_files = 0;
	for (size_t i = 0; i < n_files; i++) {
		const char *name = files[i].path + skip, *slash = strchr(name, '/');
		const size_t len = slash ? (size_t)(slash - name) : 0;

		if (!slash && !whole && take_file(&f, &files[i], name) < 0)
			return e->code;
		/* Files of one folder stand together: at the first of them. */
		if (slash && (i == 0 || strncmp(files[i - 1].path + skip, name, len + 1) != 0) &&
		    take_subfolder(&f, files[i].path, len) < 0)
			return e->code;
	}
	*list = f.list;
	*n = f.n;
	return 0;
}

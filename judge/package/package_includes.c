/*
 * package_includes: what a package adds to every submission: include/<language>/ and include/default/.
 *
 * A list for each language that has a toolchain here: the sources in it and, for C and C++, headers; of two of one name
 * the one of the language's own folder. They stand beside a submission's files when it is built, and in the place of
 * those that have their name, so that nobody brings an interface or a driver of their own. What is no source is not
 * there when a submission runs, which is said where it lies.
 *
 * Headers directly in include/, which are older than this and the driver's too, are not looked at here (problem.c).
 */
#include "judge/package/package.h"

#include <errno.h>
#include <string.h>

struct including {
	const struct package *pk;
	struct problem *p;
	enum language language;
	struct source *list; /* SOURCE_FILES_MAX */
	size_t n;
	struct err *e;
};

static bool is_part(const char *name, enum language language)
{
	const struct language_row *row = language_of_file(name);

	return row ? row->language == language : language != LANGUAGE_PYTHON3 && language_is_header(name);
}

static bool has(const struct including *x, const char *name)
{
	for (size_t i = 0; i < x->n; i++)
		if (!strcmp(x->list[i].name, name))
			return true;
	return false;
}

static int take_file(struct including *x, const char *path, const char *name)
{
	struct source *s = &x->list[x->n];

	if (x->n == SOURCE_FILES_MAX)
		return err_set(x->e, -EINVAL, "include/: more than %u files for submissions in %s", SOURCE_FILES_MAX,
			       language_row(x->language)->name);
	s->name = name;
	if (package_read(x->pk, path, SOURCE_BYTES_MAX, &s->text, &s->len, x->e) < 0)
		return x->e->code;
	x->n++;
	return 0;
}

static int take_folder(struct including *x, const char *folder)
{
	size_t n;
	const struct package_file *files = package_below(x->pk, folder, &n);

	for (size_t i = 0; i < n; i++) {
		const char *name = files[i].path + strlen(folder);

		if (is_part(name, x->language) && !strchr(name, '/') && !has(x, name) &&
		    take_file(x, files[i].path, name) < 0)
			return x->e->code;
	}
	return 0;
}

/* Said once for a file, and not for sources in languages that this judge knows by name alone. */
static int note_others(const struct package *pk, struct problem *p, struct err *e)
{
	size_t n;
	const struct package_file *files = package_below(pk, "include/", &n);

	for (size_t i = 0; i < n; i++) {
		const char *name = strchr(files[i].path + strlen("include/"), '/');

		if (!name || (!strchr(name + 1, '/') && (language_of_file(name + 1) || language_is_header(name + 1))))
			continue;
		if (problem_note(p, e, "%s: is no source, and not there when a submission runs", files[i].path) < 0)
			return e->code;
	}
	return 0;
}

int package_includes(const struct package *pk, struct problem *p, struct err *e)
{
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		struct including x = { .pk = pk, .p = p, .language = (enum language)i, .e = e };
		const char *own = arena_printf(&p->memory, "include/%s/", language_row(x.language)->code);

		x.list = arena_array(&p->memory, SOURCE_FILES_MAX, sizeof(*x.list));
		if (!own || !x.list)
			return err_set(e, -ENOMEM, "include/: out of memory");
		if (take_folder(&x, own) < 0 || take_folder(&x, "include/default/") < 0)
			return e->code;
		p->includes[i] = x.list;
		p->n_includes[i] = x.n;
	}
	return note_others(pk, p, e);
}

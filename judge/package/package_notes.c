/*
 * package_notes: what is odd in a package, and yet no reason to refuse it.
 *
 * A key that no text of the format knows, a folder that nothing is done with: to drop them in silence would judge by
 * less than an author wrote, to refuse them would lock out packages that other tools take. So each is one line with
 * its place, kept with the problem and shown by whoever verifies it. There are only so many of them, since a package
 * may be a stranger's.
 */
#include "judge/package/package.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

int problem_note(struct problem *p, struct err *e, const char *fmt, ...)
{
	const char **notes = (const char **)p->notes;
	cleanup_buf struct buf line;
	va_list ap;

	buf_init(&line, ERR_TEXT_MAX);
	if (p->n_notes == PACKAGE_NOTES_MAX)
		return 0;
	if (!notes)
		p->notes = notes = arena_array(&p->memory, PACKAGE_NOTES_MAX, sizeof(*notes));
	va_start(ap, fmt);
	/* What does not fit is cut. */
	(void)buf_vprintf(&line, fmt, ap);
	va_end(ap);
	/* A file that speaks of many tests is read for each of them. */
	for (size_t i = 0; i < p->n_notes; i++)
		if (strcmp(notes[i], line.data) == 0)
			return 0;
	if (notes)
		notes[p->n_notes] = arena_strdup(
			&p->memory, p->n_notes + 1 < PACKAGE_NOTES_MAX ? line.data : "and more of the kind");
	if (!notes || !notes[p->n_notes])
		return err_set(e, -ENOMEM, "out of memory");
	p->n_notes++;
	return 0;
}

static int note_key(const struct yaml *value, const char *text, void *p, struct err *e)
{
	(void)value;
	return problem_note(p, e, "%s", text);
}

int package_yaml_read(const struct yaml *map, const struct yaml_table *table, void *out, struct problem *p,
		      struct err *e)
{
	return yaml_read_known(map, table, out, note_key, p, e);
}

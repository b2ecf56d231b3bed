/*
 * mutate_argue: finds for each argument the mutants that it speaks of.
 *
 * An argument that fits nothing is an error and not passed over: its line was changed, so what was true of it may be so
 * no more. One that fits two places is an error too, or a true word about one would excuse the other.
 */
#include "judge/author/mutate_argue.h"

#include "judge/package/package.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define ARGUMENTS_MAX 1000u

struct row {
	const char *file, *function, *why;
	const struct yaml *line;
	const struct yaml *becomes; /* NULL: whatever it becomes */
	uint64_t nth;               /* 0: not said */
	bool here;
};

static const struct yaml_field row_fields[] = {
	YAML_FIELD("file", LINE, struct row, file, .required = true),
	YAML_FIELD("function", LINE, struct row, function),
	YAML_FIELD("line", ANY, struct row, line, .required = true),
	YAML_FIELD("becomes", ANY, struct row, becomes),
	YAML_FIELD("nth", U64, struct row, nth, .min = 1, .max = MUTATIONS_MAX),
	YAML_FIELD("here", BOOL, struct row, here),
	YAML_FIELD("why", WORDS, struct row, why, .required = true),
};
static const struct yaml_table row_table = YAML_TABLE(row_fields, struct row);

static const struct yaml_field file_fields[] = {
	{ .key = "equivalent", .type = FIELD_LIST, .offset = 0, .required = true },
};
static const struct yaml_table file_table = YAML_TABLE(file_fields, const struct yaml *);

struct arguing {
	struct mutant *mutants;
	size_t n;
	bool some; /* not all references are there */
	struct arena *memory;
	struct err *e;
};

/* Is it a mutant of a line of this text, in the file and the function that the row names? */
static bool speaks_of(const struct row *row, const char *line, const struct mutant *m)
{
	return !strcmp(m->file, row->file) && !strcmp(m->edit.from, line) &&
	       (!row->function || (m->edit.function && !strcmp(m->edit.function, row->function)));
}

/* The one place of that line, as its number in the file. */
static int find_place(const struct arguing *a, const struct row *row, const struct yaml *node, const char *line,
		      uint32_t *place)
{
	uint32_t last = 0;
	size_t places = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct mutant *m = &a->mutants[i];

		if (!speaks_of(row, line, m) || m->edit.line == last)
			continue;
		last = m->edit.line;
		if (++places == row->nth || row->nth == 0)
			*place = last;
	}
	if (places < row->nth || places == 0)
		return yaml_error(node, a->e, "no mutant is made of '%.100s'", line);
	if (places > 1 && row->nth == 0)
		return yaml_error(node, a->e, "'%.100s' is there %zu times: say which by 'function' or 'nth'", line,
				  places);
	return 0;
}

static int give(const struct arguing *a, const struct yaml *node, struct mutant *m, const struct argument *argument)
{
	if (m->argument)
		return yaml_error(node, a->e, "'%.100s' is argued for in line %" PRIu32 " already", m->edit.to,
				  m->argument->line);
	m->argument = argument;
	return 0;
}

/* Gives it to the mutants of that place whose line becomes `to`, or (NULL) anything. */
static int argue_place(struct arguing *a, const struct row *row, const char *line, uint32_t place, const char *to,
		       const struct yaml *node, const struct argument *argument)
{
	size_t given = 0;

	for (size_t i = 0; i < a->n; i++) {
		struct mutant *m = &a->mutants[i];

		if (m->edit.line != place || !speaks_of(row, line, m) || (to && strcmp(m->edit.to, to) != 0))
			continue;
		if (give(a, node, m, argument) < 0)
			return a->e->code;
		given++;
	}
	return given ? 0 : yaml_error(node, a->e, "no mutant makes '%.100s' of '%.100s'", to, line);
}

static int squeeze(const struct arguing *a, const struct yaml *node, const char **out)
{
	if (node->kind != YAML_TEXT)
		return yaml_error(node, a->e, "is no line");
	*out = mutation_squeeze(a->memory, node->text, strlen(node->text));
	return *out ? 0 : err_set(a->e, -ENOMEM, ARGUMENTS_FILE ": out of memory");
}

static int argue_line(struct arguing *a, const struct row *row, const struct yaml *node,
		      const struct argument *argument)
{
	const struct yaml *b = row->becomes;
	const char *line, *to = NULL;
	uint32_t place = 0;

	if (squeeze(a, node, &line) < 0 || find_place(a, row, node, line, &place) < 0)
		return a->e->code;
	if (!b)
		return argue_place(a, row, line, place, NULL, node, argument);
	for (b = b->kind == YAML_LIST ? b->first : b; b; b = b == row->becomes ? NULL : b->next)
		if (squeeze(a, b, &to) < 0 || argue_place(a, row, line, place, to, b, argument) < 0)
			return a->e->code;
	return 0;
}

static bool has_file(const struct arguing *a, const char *file)
{
	for (size_t i = 0; i < a->n; i++)
		if (!strcmp(a->mutants[i].file, file))
			return true;
	return false;
}

static int argue_row(struct arguing *a, const struct yaml *node, const struct row *row)
{
	struct argument *argument = arena_alloc(a->memory, sizeof(*argument));

	if (!argument)
		return err_set(a->e, -ENOMEM, ARGUMENTS_FILE ": out of memory");
	if (a->some && !has_file(a, row->file))
		return 0;
	*argument = (struct argument){ node->line, row->here, arena_strdup(a->memory, row->why) };
	if (!argument->why)
		return err_set(a->e, -ENOMEM, ARGUMENTS_FILE ": out of memory");
	if (row->line->kind != YAML_LIST)
		return argue_line(a, row, row->line, argument);
	if (row->becomes)
		return yaml_error(row->becomes, a->e, "is said of several lines");
	for (const struct yaml *l = row->line->first; l; l = l->next)
		if (argue_line(a, row, l, argument) < 0)
			return a->e->code;
	return 0;
}

static int argue_all(struct arguing *a, const struct package *pk)
{
	const struct yaml *root, *list = NULL, *node;
	const struct row *row;
	void *rows;
	size_t n;

	if (package_yaml(pk, ARGUMENTS_FILE, &root, a->e) < 0 || yaml_read(root, &file_table, &list, a->e) < 0 ||
	    yaml_rows(list, &row_table, ARGUMENTS_MAX, a->memory, &rows, &n, a->e) < 0)
		return a->e->code;
	row = rows;
	node = list->first;
	for (size_t i = 0; i < n; i++, row++, node = node->next)
		if (argue_row(a, node, row) < 0)
			return a->e->code;
	return 0;
}

int mutants_argue(const struct problem *p, struct mutant *mutants, size_t n, bool some, struct arena *memory,
		  struct err *e)
{
	struct arguing a = { mutants, n, some, memory, e };
	cleanup_package struct package pk = { .fd = -1 };

	if (package_open(p->dir, memory, &pk, e) < 0)
		return e->code;
	return package_find(&pk, ARGUMENTS_FILE) ? argue_all(&a, &pk) : 0;
}

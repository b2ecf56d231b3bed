/*
 * mutate_argue: finds for each argument the one mutant that it speaks of.
 *
 * An argument that fits nothing is an error and not passed over: its line was changed, so what was true of it may be so
 * no more. One that fits two mutants is an error too, or a true word about one place would excuse another.
 */
#include "judge/mutate_argue.h"

#include "judge/package.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define ARGUMENTS_MAX 1000u

struct row {
	const char *file, *function, *line, *why;
	const struct yaml *becomes;
	uint64_t nth; /* 0: not said */
};

static const struct yaml_field row_fields[] = {
	YAML_FIELD("file", LINE, struct row, file, .required = true),
	YAML_FIELD("function", LINE, struct row, function),
	YAML_FIELD("line", LINE, struct row, line, .required = true),
	YAML_FIELD("becomes", ANY, struct row, becomes, .required = true),
	YAML_FIELD("nth", U64, struct row, nth, .min = 1, .max = MUTATIONS_MAX),
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

static bool speaks_of(const struct row *row, const char *line, const char *to, const struct mutant *m)
{
	return !strcmp(m->file, row->file) && !strcmp(m->edit.from, line) && !strcmp(m->edit.to, to) &&
	       (!row->function || (m->edit.function && !strcmp(m->edit.function, row->function)));
}

/* One line that the row's becomes. */
static int argue_one(struct arguing *a, const struct row *row, const char *line, const struct yaml *becomes,
		     const struct argument *argument)
{
	struct mutant *found = NULL;
	const char *to;
	size_t fits = 0;

	if (becomes->kind != YAML_TEXT)
		return yaml_error(becomes, a->e, "is no line");
	to = mutation_squeeze(a->memory, becomes->text, strlen(becomes->text));
	if (!to)
		return err_set(a->e, -ENOMEM, ARGUMENTS_FILE ": out of memory");
	for (size_t i = 0; i < a->n; i++)
		if (speaks_of(row, line, to, &a->mutants[i]) && (++fits == row->nth || row->nth == 0))
			found = &a->mutants[i];
	if (!found)
		return yaml_error(becomes, a->e, "no mutant makes '%.100s' of '%.100s'", to, line);
	if (fits > 1 && row->nth == 0)
		return yaml_error(becomes, a->e,
				  "%zu mutants make '%.100s' of '%.100s': say which by 'function' or 'nth'", fits, to,
				  line);
	if (found->argument)
		return yaml_error(becomes, a->e, "'%.100s' is argued for in line %" PRIu32 " already", to,
				  found->argument->line);
	found->argument = argument;
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
	const char *line = mutation_squeeze(a->memory, row->line, strlen(row->line));

	if (!argument || !line)
		return err_set(a->e, -ENOMEM, ARGUMENTS_FILE ": out of memory");
	if (a->some && !has_file(a, row->file))
		return 0;
	*argument = (struct argument){ node->line, arena_strdup(a->memory, row->why) };
	if (!argument->why)
		return err_set(a->e, -ENOMEM, ARGUMENTS_FILE ": out of memory");
	if (row->becomes->kind != YAML_LIST)
		return argue_one(a, row, line, row->becomes, argument);
	for (const struct yaml *b = row->becomes->first; b; b = b->next)
		if (argue_one(a, row, line, b, argument) < 0)
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

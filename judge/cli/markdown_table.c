/*
 * markdown_table: a table on a terminal: two blanks between columns, a rule below the head, cells wrapped.
 *
 * Each column is as wide as its widest cell; while the whole is too wide, the widest column gives a place away. So
 * narrow columns of numbers stay whole and the column with the sentences is the one that is wrapped.
 */
#include "judge/cli/markdown_table.h"
#include "judge/cli/wrap.h"

#include <errno.h>
#include <string.h>

#define TABLE_BYTES_MAX (4u << 20)
#define COLUMNS_MAX     32u
#define GAP             2u
#define NARROWEST       6u

/* The lines of a cell that are still to be printed. */
struct rest_of_cell {
	const char *at, *end;
	unsigned style;
};

void markdown_table_init(struct markdown_table *t)
{
	*t = (struct markdown_table){ .cells = NULL };
	arena_init(&t->memory, TABLE_BYTES_MAX);
}

void markdown_table_clear(struct markdown_table *t)
{
	arena_clear(&t->memory);
}

int markdown_table_begin(struct markdown_table *t, const MD_BLOCK_TABLE_DETAIL *detail)
{
	size_t rows = (size_t)detail->head_row_count + detail->body_row_count;

	markdown_table_clear(t);
	markdown_table_init(t);
	if (detail->col_count > COLUMNS_MAX)
		return -EMSGSIZE;
	t->columns = detail->col_count;
	t->rows = rows;
	t->head_rows = detail->head_row_count;
	t->cells = arena_array(&t->memory, rows * t->columns, sizeof(*t->cells));
	return t->cells ? 0 : -EMSGSIZE;
}

void markdown_table_row(struct markdown_table *t)
{
	t->row++;
	t->column = 0;
}

int markdown_table_cell(struct markdown_table *t, MD_ALIGN align, const char *text, size_t n)
{
	struct markdown_cell *cell;

	if (t->row < 1 || t->row > t->rows || t->column >= t->columns)
		return 0;
	cell = &t->cells[(t->row - 1) * t->columns + t->column++];
	cell->align = align;
	cell->len = n;
	cell->text = arena_strndup(&t->memory, text, n);
	return cell->text ? 0 : -EMSGSIZE;
}

static void fit(const struct markdown_table *t, size_t room, size_t widths[COLUMNS_MAX])
{
	size_t total = t->columns > 0 ? (t->columns - 1) * GAP : 0;

	for (size_t c = 0; c < t->columns; c++) {
		widths[c] = 1;
		for (size_t r = 0; r < t->rows; r++) {
			const struct markdown_cell *cell = &t->cells[r * t->columns + c];
			size_t w = cell->text ? wrap_width(cell->text, cell->len) : 0;

			if (w > widths[c])
				widths[c] = w < room ? w : room;
		}
		total += widths[c];
	}
	for (; total > room; total--) {
		size_t widest = 0;

		for (size_t c = 1; c < t->columns; c++)
			if (widths[c] > widths[widest])
				widest = c;
		if (widths[widest] <= NARROWEST)
			return;
		widths[widest]--;
	}
}

static void print_piece(const struct markdown_cell *cell, struct rest_of_cell *rest, size_t width, bool last,
			bool colour, struct buf *out)
{
	const char *line = "";
	size_t len = 0, used, left = 0, fill;

	(void)wrap_next(&rest->at, rest->end, (unsigned)width, &line, &len);
	used = wrap_width(line, len);
	fill = used < width ? width - used : 0;
	if (cell->align == MD_ALIGN_RIGHT)
		left = fill;
	else if (cell->align == MD_ALIGN_CENTER)
		left = fill / 2;
	wrap_blanks(out, left);
	wrap_line(out, line, len, colour, &rest->style);
	wrap_blanks(out, last ? 0 : fill - left + GAP);
}

static void print_row(const struct markdown_table *t, size_t row, const size_t widths[COLUMNS_MAX],
		      const struct terminal *screen, const char *first, const char *rest, struct buf *out)
{
	const struct markdown_cell *cells = &t->cells[row * t->columns];
	struct rest_of_cell left[COLUMNS_MAX];
	bool more = true, printed = false;

	for (size_t c = 0; c < t->columns; c++)
		left[c] = (struct rest_of_cell){ .at = cells[c].text,
						 .end = cells[c].text ? cells[c].text + cells[c].len : NULL,
						 .style = row < t->head_rows ? 1u : 0 };
	for (; more; printed = true) {
		buf_puts(out, printed ? rest : first);
		for (size_t c = 0; c < t->columns; c++)
			print_piece(&cells[c], &left[c], widths[c], c + 1 == t->columns, screen->colour, out);
		buf_putc(out, '\n');
		more = false;
		for (size_t c = 0; c < t->columns; c++)
			more = more || left[c].at < left[c].end;
	}
}

static void print_rule(const struct markdown_table *t, const size_t widths[COLUMNS_MAX], const struct terminal *screen,
		       struct buf *out)
{
	for (size_t c = 0; c < t->columns; c++) {
		for (size_t i = 0; i < widths[c]; i++)
			buf_puts(out, screen->unicode ? "─" : "-");
		wrap_blanks(out, c + 1 < t->columns ? GAP : 0);
	}
	buf_putc(out, '\n');
}

void markdown_table_print(const struct markdown_table *t, const struct terminal *screen, const char *first,
			  const char *rest, struct buf *out)
{
	size_t widths[COLUMNS_MAX], before = wrap_width(rest, strlen(rest));

	fit(t, screen->width > before ? screen->width - before : 1, widths);
	for (size_t r = 0; r < t->rows; r++) {
		print_row(t, r, widths, screen, r ? rest : first, rest, out);
		if (r + 1 == t->head_rows) {
			buf_puts(out, rest);
			print_rule(t, widths, screen, out);
		}
	}
}

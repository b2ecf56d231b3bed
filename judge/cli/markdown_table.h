/*
 * markdown_table: a table of a statement: gathered cell by cell, laid out when it is whole.
 */
#ifndef JUDGE_JUDGE_CLI_MARKDOWN_TABLE_H
#define JUDGE_JUDGE_CLI_MARKDOWN_TABLE_H

#include "judge/cli/terminal.h"
#include "sandbox/base/arena.h"
#include "sandbox/base/buf.h"

#include <md4c.h>
#include <stddef.h>

struct markdown_cell {
	const char *text; /* with marks (wrap.h); NULL = there was none */
	size_t len;
	MD_ALIGN align;
};

struct markdown_table {
	struct arena memory;         /* owns the cells; what it may use bounds a table */
	struct markdown_cell *cells; /* row by row */
	size_t columns, rows, head_rows;
	size_t row, column; /* of the next cell; row counts from 1, 0 = no row has begun */
};

void markdown_table_init(struct markdown_table *t);
void markdown_table_clear(struct markdown_table *t);

/* 0 or -EMSGSIZE when the table is too large. */
int markdown_table_begin(struct markdown_table *t, const MD_BLOCK_TABLE_DETAIL *detail);
void markdown_table_row(struct markdown_table *t);
int markdown_table_cell(struct markdown_table *t, MD_ALIGN align, const char *text, size_t n);

/*
 * `first` stands in front of the first line, `rest` of all others. Columns are narrowed and cells wrapped where the
 * width asks for it.
 */
void markdown_table_print(const struct markdown_table *t, const struct terminal *screen, const char *first,
			  const char *rest, struct buf *out);

#endif

/*
 * report_plot: curves as characters: braille dots, two by four in a cell, or ASCII marks.
 */
#ifndef JUDGE_JUDGE_REPORT_REPORT_PLOT_H
#define JUDGE_JUDGE_REPORT_REPORT_PLOT_H

#include <stdbool.h>
#include <stddef.h>

#define PLOT_COLUMNS_MAX 64u
#define PLOT_ROWS_MAX    16u

struct plot_point {
	double x, y;
};

/* Cells and the part of the plane that they show. What lies outside of it is left out. */
struct plot {
	unsigned columns, rows;
	double left, right, bottom, top;
	unsigned char dots[PLOT_ROWS_MAX][PLOT_COLUMNS_MAX];
	char marks[PLOT_ROWS_MAX][PLOT_COLUMNS_MAX];
};

/* Over the ceilings columns and rows are cut. An empty range is widened by 1 on both sides. */
void plot_init(struct plot *p, unsigned columns, unsigned rows, double left, double right, double bottom, double top);
/* Draws points, or the line through them in their order; `mark` is what stands for them in ASCII. */
void plot_draw(struct plot *p, const struct plot_point *points, size_t n, bool line, char mark);

/* One row, from the top, without blanks at its end. */
#define PLOT_ROW_BYTES (3 * PLOT_COLUMNS_MAX + 1)
void plot_row(const struct plot *p, unsigned row, bool unicode, char out[PLOT_ROW_BYTES]);

#endif

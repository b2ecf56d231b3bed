/*
 * Curves as characters.
 *
 * A braille character is a cell of two columns and four rows of dots, and its number is U+2800 and a bit for each dot:
 * 1 2 4 and 64 down the left column, 8 16 32 and 128 down the right one (The Unicode Standard, Braille Patterns). What
 * is drawn later covers marks of ASCII and adds to dots.
 */
#include "judge/report/report_plot.h"

#include <math.h>
#include <string.h>

static unsigned at_most(unsigned n, unsigned max)
{
	return n < 1 ? 1 : n > max ? max : n;
}

void plot_init(struct plot *p, unsigned columns, unsigned rows, double left, double right, double bottom, double top)
{
	*p = (struct plot){ .columns = at_most(columns, PLOT_COLUMNS_MAX),
			    .rows = at_most(rows, PLOT_ROWS_MAX),
			    .left = left < right ? left : left - 1,
			    .right = left < right ? right : left + 1,
			    .bottom = bottom < top ? bottom : bottom - 1,
			    .top = bottom < top ? top : bottom + 1 };
	memset(p->marks, ' ', sizeof(p->marks));
}

/* A place in dots, from the upper left corner. */
struct dot {
	double x, y;
};

static struct dot place(const struct plot *p, const struct plot_point *of)
{
	return (struct dot){ (of->x - p->left) / (p->right - p->left) * (2 * p->columns - 1),
			     (p->top - of->y) / (p->top - p->bottom) * (4 * p->rows - 1) };
}

static void set(struct plot *p, struct dot d, char mark)
{
	static const unsigned char bits[4][2] = { { 1, 8 }, { 2, 16 }, { 4, 32 }, { 64, 128 } };
	const double x = round(d.x), y = round(d.y);
	unsigned column, row;

	if (!(x >= 0 && y >= 0 && x < 2 * p->columns && y < 4 * p->rows))
		return;
	column = (unsigned)x;
	row = (unsigned)y;
	p->dots[row / 4][column / 2] |= bits[row % 4][column % 2];
	p->marks[row / 4][column / 2] = mark;
}

void plot_draw(struct plot *p, const struct plot_point *points, size_t n, bool line, char mark)
{
	for (size_t i = 0; i < n; i++) {
		struct dot to = place(p, &points[i]), from = to;
		unsigned steps;

		if (line && i > 0)
			from = place(p, &points[i - 1]);
		steps = (unsigned)fmin(fmax(fmax(fabs(to.x - from.x), fabs(to.y - from.y)), 1), 4096);
		for (unsigned s = 0; s <= steps; s++)
			set(p,
			    (struct dot){ from.x + (to.x - from.x) * s / steps, from.y + (to.y - from.y) * s / steps },
			    mark);
	}
}

void plot_row(const struct plot *p, unsigned row, bool unicode, char out[PLOT_ROW_BYTES])
{
	size_t len = 0, end = 0;

	for (unsigned c = 0; row < p->rows && c < p->columns; c++) {
		const unsigned dots = p->dots[row][c];

		if (!dots) {
			out[len++] = ' ';
			continue;
		}
		if (unicode) {
			out[len++] = (char)0xe2;
			out[len++] = (char)(0xa0 | dots >> 6);
			out[len++] = (char)(0x80 | (dots & 63));
		} else {
			out[len++] = p->marks[row][c];
		}
		end = len;
	}
	out[end] = 0;
}

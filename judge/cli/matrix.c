/*
 * matrix: references by tests on a terminal, filled in while they are judged.
 *
 * Events come from several threads, and lines from another one: all that draws or changes a row holds the lock. Each
 * time it is asked anew how large the terminal is. A terminal that was made narrower may have broken what stood on it
 * into more lines; the next drawing then begins further down, and never above what was drawn before.
 *
 * Where there are more tests than columns a cell stands for several, and shows the worst of them; where there are more
 * references than rows the first that are not told yet are shown, among which are all that are being judged.
 */
#include "judge/cli/matrix.h"

#include "judge/author/expect.h"
#include "judge/cli/progress.h"
#include "judge/report/report_page.h"
#include "sandbox/base/clock.h"

#include <string.h>

#define MATRIX_BYTES_MAX (1u << 20)
#define STATE_COLUMNS    12u /* of the last column: "complexity" */
#define CELLS_MIN        8u
#define NAME_MIN         12u

/* One letter each, small where the large one is taken. */
static const char letters[VERDICT_COUNT] = {
	[VERDICT_NONE] = '.', [VERDICT_AC] = 'A',  [VERDICT_WA] = 'W',  [VERDICT_NO] = 'N',  [VERDICT_OLE] = 'O',
	[VERDICT_TLE] = 'T',  [VERDICT_WTL] = 't', [VERDICT_MLE] = 'M', [VERDICT_RTE] = 'R', [VERDICT_SV] = 'S',
	[VERDICT_CE] = 'C',   [VERDICT_CTL] = 'c', [VERDICT_JE] = 'J',
};

/* ---- one row ----------------------------------------------------------------------------------------------------- */

/* Where the columns begin. */
struct layout {
	size_t cells, n_cells, state;
	size_t rows; /* references that there is room for */
};

static struct layout place(const struct matrix *m, unsigned width)
{
	const struct problem *p = m->problem;
	size_t name = NAME_MIN;
	struct layout l = { .rows = m->screen.height > 3 ? m->screen.height - 3 : 0 };

	for (size_t i = 0; i < p->n_references; i++)
		if (strlen(p->references[i].file) > name)
			name = strlen(p->references[i].file);
	/* Half of the line is for the cells, or more of it where the names are short. */
	if (name > width / 2 - STATE_COLUMNS)
		name = width / 2 - STATE_COLUMNS;
	l.cells = 2 + name + 2;
	l.n_cells = width - l.cells - STATE_COLUMNS - 2;
	if (l.n_cells < CELLS_MIN)
		l.n_cells = CELLS_MIN;
	if (l.n_cells > problem_n_judged(p))
		l.n_cells = problem_n_judged(p);
	l.state = l.cells + l.n_cells + 2;
	return l;
}

/* The worst of these tests: one that should not be so, then one that is not accepted, then one that is yet to come. */
static enum verdict worst(const struct matrix *m, const struct matrix_row *row, size_t from, size_t to, bool *expected)
{
	enum verdict bad = VERDICT_NONE;
	bool waits = false;

	*expected = true;
	for (size_t i = from; i < to; i++) {
		const enum verdict v = (enum verdict)row->cells[i];

		waits |= v == VERDICT_NONE;
		if (v == VERDICT_NONE)
			continue;
		if (!expect_permits(row->ref, &m->problem->tests[i], v)) {
			*expected = false;
			return v;
		}
		if (v != VERDICT_AC && bad == VERDICT_NONE)
			bad = v;
	}
	if (bad != VERDICT_NONE)
		return bad;
	return waits ? VERDICT_NONE : VERDICT_AC;
}

static void draw_cells(const struct matrix *m, const struct matrix_row *row, const struct layout *l, struct page *page)
{
	const size_t n = problem_n_judged(m->problem);

	for (size_t i = 0; i < l->n_cells; i++) {
		bool expected;
		const enum verdict v = worst(m, row, i * n / l->n_cells, (i + 1) * n / l->n_cells, &expected);
		const bool usual = v == VERDICT_AC && row->ref->expected.verdict != VERDICT_AC;

		if (v == VERDICT_NONE)
			page_printf(page, INK_DIM, "%s", page_glyph(page, "·", "."));
		else
			page_printf(page, !expected ? INK_BAD : usual ? INK_PLAIN : INK_GOOD, "%c", letters[v]);
	}
}

static void draw_row(const struct matrix *m, const struct matrix_row *row, const struct layout *l, struct page *page)
{
	static const enum ink inks[] = {
		[VERIFY_OK] = INK_GOOD,     [VERIFY_FAILED] = INK_BAD,  [VERIFY_UNDECIDED] = INK_WARN,
		[VERIFY_WARNED] = INK_WARN, [VERIFY_NOTED] = INK_PLAIN,
	};
	const size_t room = l->cells - 4, len = strlen(row->ref->file);
	/* Of a long name the end tells more than the folder. */
	const char *name = len > room ? row->ref->file + len - room : row->ref->file;

	page_to(page, 2);
	page_printf(page, row->done ? inks[row->result] : INK_PLAIN, "%s", name);
	page_to(page, l->cells);
	draw_cells(m, row, l, page);
	page_to(page, l->state);
	if (row->done)
		page_printf(page, inks[row->result], "%s", verdict_id(row->got));
	else if (row->stage != STAGE_NONE)
		page_printf(page, INK_DIM, "%s", stage_word(row->stage));
	page_end(page);
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

/* How many lines it takes. */
static size_t draw_part(const struct matrix *m, struct page *page)
{
	page_printf(page, INK_HEAD, "%s: %s", m->problem->id, m->part);
	if (m->part_total)
		page_printf(page, INK_HEAD, " %zu/%zu", m->part_done, m->part_total);
	page_end(page);
	return 1;
}

static size_t draw_rows(const struct matrix *m, struct page *page)
{
	const size_t n = m->problem->n_references;
	const struct layout l = place(m, m->screen.width - 1);
	size_t lines = 1, done = 0, left = 0;

	for (size_t i = 0; i < n; i++)
		done += m->rows[i].done;
	page_printf(page, INK_HEAD, "%s: %zu of %zu submissions, %zu tests", m->problem->id, done, n,
		    problem_n_judged(m->problem));
	page_end(page);
	for (size_t i = 0; i < n; i++) {
		if (m->rows[i].told)
			continue;
		if (lines > l.rows) {
			left++;
			continue;
		}
		draw_row(m, &m->rows[i], &l, page);
		lines++;
	}
	if (!left)
		return lines;
	page_printf(page, INK_DIM, "  %s %zu more", page_ellipsis(page), left);
	page_end(page);
	return lines + 1;
}

static void draw(struct matrix *m)
{
	cleanup_buf struct buf text;
	struct page page;
	size_t lines;

	buf_init(&text, MATRIX_BYTES_MAX);
	m->drawn_at_us = clock_mono_us();
	terminal_measure(&m->screen);
	if (m->screen.width <= TERMINAL_WIDTH_MIN || m->screen.height < 5) {
		progress_erase();
		return;
	}
	page_init(&page, &text, m->screen.width - 1, m->screen.colour, m->screen.unicode);
	lines = m->part ? draw_part(m, &page) : draw_rows(m, &page);
	if (!text.failed)
		progress_block(&m->screen, &text, lines);
}

void matrix_begin(struct matrix *m, const struct terminal *screen, const struct problem *p, bool wanted)
{
	const size_t n = p ? p->n_references : 0;

	*m = (struct matrix){ .screen = *screen, .problem = p, .interval_us = PROGRESS_INTERVAL_US };
	pthread_mutex_init(&m->lock, NULL);
	if (!wanted || !screen->redraws || !p)
		return;
	m->rows = calloc(n + 1, sizeof(*m->rows));
	m->cells = calloc(n + 1, problem_n_judged(p) + 1);
	if (!m->rows || !m->cells) {
		free(steal_ptr(&m->rows));
		return;
	}
	for (size_t i = 0; i < n; i++)
		m->rows[i] = (struct matrix_row){ .ref = &p->references[i],
						  .cells = m->cells + i * (problem_n_judged(p) + 1) };
}

/* A row that has come to another stage is worth a drawing, as is one that is done. */
static bool take(struct matrix *m, struct matrix_row *row, const struct judge_event *ev, const struct verify_line *done)
{
	const enum stage before = row->stage;

	if (done) {
		row->done = true;
		row->result = done->result;
		row->got = done->got.verdict;
		return true;
	}
	row->stage = ev->stage;
	if (ev->kind == EVENT_TEST && ev->test)
		row->cells[ev->test->test - m->problem->tests] = (unsigned char)ev->test->judgement.verdict;
	return row->stage != before;
}

void matrix_event(const struct problem_reference *ref, const struct judge_event *ev, const struct verify_line *done,
		  void *arg)
{
	struct matrix *m = arg;

	if (!m->rows)
		return;
	pthread_mutex_lock(&m->lock);
	m->part = NULL;
	if (take(m, &m->rows[ref - m->problem->references], ev, done) ||
	    clock_mono_us() - m->drawn_at_us >= m->interval_us)
		draw(m);
	pthread_mutex_unlock(&m->lock);
}

void matrix_part(const char *what, size_t done, size_t total, void *arg)
{
	struct matrix *m = arg;
	bool is_new;

	if (!m->rows)
		return;
	pthread_mutex_lock(&m->lock);
	is_new = !m->part || strcmp(m->part, what) != 0;
	m->part = what;
	m->part_done = done;
	m->part_total = total;
	if (is_new || clock_mono_us() - m->drawn_at_us >= m->interval_us)
		draw(m);
	pthread_mutex_unlock(&m->lock);
}

void matrix_hide(struct matrix *m)
{
	if (!m->rows)
		return;
	pthread_mutex_lock(&m->lock);
	progress_erase();
}

void matrix_show(struct matrix *m, const struct problem_reference *ref)
{
	if (!m->rows)
		return;
	if (ref)
		m->rows[ref - m->problem->references].told = true;
	if (ref || m->part)
		draw(m);
	pthread_mutex_unlock(&m->lock);
}

void matrix_end(struct matrix *m)
{
	progress_erase();
	free(m->rows);
	free(m->cells);
	m->rows = NULL;
	m->cells = NULL;
	pthread_mutex_destroy(&m->lock);
}

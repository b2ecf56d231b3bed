/*
 * report_complexity: the section about growth. A line for each size family; of the one that decided, and of all with
 * -v, also what the class is held against, the measured sizes and a plot.
 *
 * What a candidate is shown is the class alone: how many steps something takes on hidden data is its own choice, and
 * would tell of them.
 */
#include "judge/report/report_complexity.h"

#include "judge/report/report_plot.h"
#include "judge/report/report_section.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define NAME_COLUMNS 28u /* of a family's name, at most */
#define ROWS_SHOWN   8u  /* of a table, without -v: the largest sizes */
#define PLOT_ROWS    9u
#define PLOT_COLUMNS 46u
#define LABEL        10u /* columns of the plot's labels */

const char *growth_class_words(const struct report_growth *g)
{
	static const char *const words[FIT_CLASS_COUNT] = {
#define X(id, text) "O(" text ")",
		FIT_CLASSES(X)
#undef X
	};

	return g->found.enough ? words[g->found.class] : "O(?)";
}

/* ---- one line a family ------------------------------------------------------------------------------------------- */

/* "steps O(n^2), O(n) allowed" */
static void put_growth(struct buf *b, const char *what, const struct report_growth *g, const char *limit,
		       const char *best)
{
	char found[FORMULA_TEXT_MAX + 8];

	(void)buf_printf(b, "%s%s %s", b->len ? "; " : "", what, growth_class_words(g));
	if (!limit)
		return;
	snprintf(found, sizeof(found), "O(%s)", limit);
	if (g->exceeds || strcmp(found, growth_class_words(g)))
		(void)buf_printf(b, ", %s allowed%s", found,
				 g->held.end == FIT_UNDECIDED ? " (decided in its favour)" : "");
	if (best && (!g->found.enough || strcmp(best, fit_class_text(g->found.class))))
		(void)buf_printf(b, ", optimal is O(%s)", best);
}

/* What decided against it, where the classes do not say that: without "complexity: " and the family's name. */
static void put_reason(struct buf *b, const struct report_family *f)
{
	static const char prefix[] = "complexity: ";
	const char *reason = f->judgement.reason, *end;

	if (!strncmp(reason, prefix, strlen(prefix)))
		reason += strlen(prefix);
	if (strstr(reason, ") found, O("))
		return;
	end = strstr(reason, " (");
	while (end && strncmp(end + 2, f->family->name, strlen(f->family->name)) != 0)
		end = strstr(end + 1, " (");
	(void)buf_printf(b, "; %.*s", (int)(end ? (size_t)(end - reason) : strlen(reason)), reason);
}

static void put_family(const struct view *v, const struct report_family *f, struct buf *b)
{
	const struct problem_family *of = f->family;

	if (of->time || !of->space)
		put_growth(b, "steps", &f->time, of->time, of->time_best);
	if (of->space || !of->time)
		put_growth(b, "bytes", &f->space, of->space, of->space_best);
	if (f->judgement.verdict != VERDICT_AC && (f->by_class || report_shows_costs(v->style)))
		put_reason(b, f);
}

static void show_family(struct view *v, const struct report_family *f, size_t columns)
{
	struct page *p = &v->page;
	const struct problem_family *of = f->family;
	const bool good = f->judgement.verdict == VERDICT_AC;
	cleanup_buf struct buf b;

	buf_init(&b, 1024);
	if (f->curve)
		put_family(v, f, &b);
	else
		(void)buf_puts(&b, "not measured");
	page_to(p, SECTION_INDENT);
	if (!f->curve)
		page_printf(p, INK_DIM, "-");
	else if (good)
		page_printf(p, INK_GOOD, "%s", page_glyph(p, "✓", "+"));
	else
		page_printf(p, INK_BAD, "%s", page_glyph(p, "✗", "x"));
	page_to(p, SECTION_INDENT + 2);
	page_printf(p, INK_PLAIN, "%s", of->name);
	page_to(p, SECTION_INDENT + 2 + columns + 2);
	page_prose(p, SECTION_INDENT + 4, good || !f->curve ? INK_DIM : INK_BAD, b.data);
}

/* ---- a family in full -------------------------------------------------------------------------------------------- */

/* In three digits: "0.42", "4.07", "40.7", "407", "4.07k". */
static const char *short_number(char out[AMOUNT_MAX], double y)
{
	static const char *const units[] = { "", "k", "M", "G", "T", "P" };
	int unit = 0;

	for (; y >= 999.5 && unit < 5; unit++)
		y /= 1000;
	snprintf(out, AMOUNT_MAX, "%.*f%s", y < 9.995 ? 2 : y < 99.95 ? 1 : 0, y, units[unit]);
	return out;
}

/* "like n; next is n log n, 0.11 apart" */
static void put_class(struct page *p, const struct fit *f)
{
	const char *class = fit_class_text(f->class), *next = fit_class_text(f->runner_up);

	if (!f->enough)
		page_printf(p, INK_PLAIN, "too few sizes");
	else if (f->turns)
		page_printf(p, INK_PLAIN, "like %s over all, like %s in the end", next, class);
	else if (f->separated)
		page_printf(p, INK_PLAIN, "like %s; next is %s, %.2f apart", class, next, f->margin);
	else
		page_printf(p, INK_PLAIN, "like %s or %s: not told apart", class, next);
}

static void show_margin(struct view *v, const char *what, const struct report_growth *g)
{
	struct page *p = &v->page;
	char ratio[AMOUNT_MAX];

	page_to(p, SECTION_INDENT + 2);
	page_printf(p, INK_DIM, "%s", what);
	page_to(p, SECTION_INDENT + 9);
	put_class(p, &g->found);
	if (g->ratio > 0)
		page_printf(p, INK_PLAIN, "; %s times the reference", short_number(ratio, g->ratio));
	page_end(p);
}

/* What the steps of a table are divided by: the limit, else the class that was found. */
struct divisor {
	const char *words; /* NULL: there is neither */
	struct formula formula;
};

static struct divisor divisor_of(const struct report_family *f)
{
	static const char *const names[] = { "n" };
	struct divisor d = { f->family->time, f->family->time_formula };
	struct err ignored = ERR_INIT;

	if (d.words || !f->time.found.enough)
		return d;
	d.words = fit_class_text(f->time.found.class);
	if (formula_parse(d.words, names, 1, &d.formula, &ignored) < 0)
		d.words = NULL;
	return d;
}

static double steps_per(const struct problem_family *f, const struct divisor *d, const struct cost_point *p)
{
	double sizes[FORMULA_SIZES_MAX] = { (double)p->n };

	for (size_t i = 0; i < f->n_sizes; i++)
		sizes[1 + i] = exp2(formula_log2(&f->sizes[i].formula, sizes));
	return (double)p->ticks / exp2(formula_log2(&d->formula, sizes));
}

static void show_row(struct view *v, const struct report_family *f, const struct divisor *d, const struct cost_point *c)
{
	const struct cost_curve *r = f->reference;
	char per[AMOUNT_MAX] = "", reference[AMOUNT_MAX] = "", heap[AMOUNT_MAX], stack[AMOUNT_MAX];

	if (d->words)
		short_number(per, steps_per(f->family, d, c));
	for (size_t i = 0; r && i < r->n_points; i++)
		if (r->points[i].n == c->n)
			snprintf(reference, sizeof(reference), "%" PRIu64, r->points[i].ticks);
	page_to(&v->page, SECTION_INDENT + 2);
	page_printf(&v->page, INK_PLAIN, "%9" PRIu64 " %12" PRIu64, c->n, c->ticks);
	if (d->words)
		page_printf(&v->page, INK_PLAIN, " %9s", per);
	if (r)
		page_printf(&v->page, INK_DIM, " %12s", reference);
	page_printf(&v->page, INK_PLAIN, " %10s %10s", amount_bytes(heap, c->heap_bytes),
		    amount_bytes(stack, c->stack_bytes));
	page_end(&v->page);
}

static void show_table(struct view *v, const struct report_family *f)
{
	const struct cost_curve *c = f->curve;
	const size_t max = view_lines(v, ROWS_SHOWN), first = c->n_points > max ? c->n_points - max : 0;
	const struct divisor d = divisor_of(f);
	char per[FORMULA_TEXT_MAX + 8];

	page_gap(&v->page);
	page_to(&v->page, SECTION_INDENT + 2);
	page_printf(&v->page, INK_DIM, "%9s %12s", "n", "steps");
	if (d.words) {
		snprintf(per, sizeof(per), "/ %s", d.words);
		page_printf(&v->page, INK_DIM, " %9s", strlen(per) < 10 ? per : "/ limit");
	}
	if (f->reference)
		page_printf(&v->page, INK_DIM, " %12s", "reference");
	page_printf(&v->page, INK_DIM, " %10s %10s", "heap", "stack");
	page_end(&v->page);
	for (size_t i = first; i < c->n_points; i++)
		show_row(v, f, &d, &c->points[i]);
}

/* ---- the plot ---------------------------------------------------------------------------------------------------- */

struct series {
	struct plot_point points[COST_POINTS_MAX];
	size_t n;
};

static void take_series(const struct cost_curve *c, enum cost_measure what, struct series *out)
{
	out->n = 0;
	for (size_t i = 0; c && i < c->n_points; i++) {
		const struct cost_point *p = &c->points[i];
		double y = what == COST_TICKS ? (double)p->ticks : (double)p->heap_bytes + (double)p->stack_bytes;

		out->points[out->n++] = (struct plot_point){ log2((double)p->n), log2(fmax(y, 1)) };
	}
}

static void widen(const struct series *s, double *bottom, double *top)
{
	for (size_t i = 0; i < s->n; i++) {
		*bottom = fmin(*bottom, s->points[i].y);
		*top = fmax(*top, s->points[i].y);
	}
}

/* What stands at the ends of an axis: steps and sizes are counts, bytes have units. */
static const char *axis_label(char out[AMOUNT_MAX], double exponent, bool bytes)
{
	const double y = round(exp2(exponent));

	if (bytes)
		return amount_bytes(out, (uint64_t)y);
	if (y < 100000)
		snprintf(out, AMOUNT_MAX, "%.0f", y);
	else
		short_number(out, y);
	return out;
}

static void show_plot(struct view *v, const struct report_family *f, enum cost_measure what)
{
	const bool bytes = what == COST_BYTES;
	struct page *p = &v->page;
	const size_t room = p->width > SECTION_INDENT + LABEL + 3 ? p->width - SECTION_INDENT - LABEL - 3 : 1;
	struct series own, other;
	double bottom = INFINITY, top = -INFINITY;
	char label[AMOUNT_MAX], row[PLOT_ROW_BYTES];
	struct plot plot;

	take_series(f->curve, what, &own);
	take_series(f->reference, what, &other);
	if (own.n < 2)
		return;
	widen(&own, &bottom, &top);
	widen(&other, &bottom, &top);
	plot_init(&plot, room < PLOT_COLUMNS ? (unsigned)room : PLOT_COLUMNS, PLOT_ROWS, own.points[0].x,
		  fmax(own.points[own.n - 1].x, other.n ? other.points[other.n - 1].x : 0), bottom, top);
	plot_draw(&plot, other.points, other.n, false, '.');
	plot_draw(&plot, own.points, own.n, true, '*');
	page_gap(p);
	for (unsigned i = 0; i < plot.rows; i++) {
		const bool labelled = i == 0 || i + 1 == plot.rows;

		page_to(p, SECTION_INDENT);
		page_printf(p, INK_DIM, "%*s %s", (int)LABEL,
			    labelled ? axis_label(label, i ? plot.bottom : plot.top, bytes) : "",
			    page_glyph(p, "│", "|"));
		plot_row(&plot, i, p->unicode, row);
		page_put(p, INK_PLAIN, row, strlen(row));
		page_end(p);
	}
	page_to(p, SECTION_INDENT + LABEL + 2);
	page_printf(p, INK_DIM, "%-8s", axis_label(label, plot.left, false));
	page_to(p, SECTION_INDENT + LABEL + 2 + plot.columns - 8);
	page_printf(p, INK_DIM, "%8s", axis_label(label, plot.right, false));
	page_end(p);
	page_to(p, SECTION_INDENT + LABEL + 2);
	page_prosef(p, SECTION_INDENT + LABEL + 2, INK_DIM, "%s over n, both logarithmic%s", bytes ? "bytes" : "steps",
		    other.n ? page_glyph(p, "; dots: reference", "; .: reference") : "");
}

/* Shares of the steps, those with the most first; what is below a hundredth together. */
static void show_profile(struct view *v, const struct report_family *f)
{
	const struct run_profile *of = f->profile;
	struct page *p = &v->page;
	uint64_t all = 0, rest = 0;

	for (size_t i = 0; of && i < of->n; i++)
		all += of->functions[i].ticks;
	if (!all)
		return;
	page_gap(p);
	page_to(p, SECTION_INDENT + 2);
	page_printf(p, INK_DIM, "where the steps are taken, n = %" PRIu64, f->profile_n);
	page_end(p);
	for (size_t i = 0; i < of->n; i++) {
		const uint64_t ticks = of->functions[i].ticks;

		if (ticks < all / 100 || !of->functions[i].name[0]) {
			rest += ticks;
			continue;
		}
		page_to(p, SECTION_INDENT + 2);
		page_printf(p, INK_PLAIN, "%5.1f %%  %s", 100.0 * (double)ticks / (double)all, of->functions[i].name);
		page_end(p);
	}
	if (rest <= all / 1000)
		return;
	page_to(p, SECTION_INDENT + 2);
	page_printf(p, INK_DIM, "%5.1f %%  elsewhere", 100.0 * (double)rest / (double)all);
	page_end(p);
}

static bool is_about_space(const struct report_family *f)
{
	return f->judgement.verdict == VERDICT_MLE || (!f->family->time && f->family->space);
}

static void show_in_full(struct view *v, const struct report_family *f)
{
	page_gap(&v->page);
	page_to(&v->page, SECTION_INDENT);
	page_prosef(&v->page, SECTION_INDENT, INK_PLAIN, "%s: %s", f->family->name, f->family->what);
	if (!f->curve)
		return;
	show_margin(v, "steps", &f->time);
	show_margin(v, "bytes", &f->space);
	if (f->curve->n_points) {
		show_table(v, f);
		show_plot(v, f, is_about_space(f) ? COST_BYTES : COST_TICKS);
	}
	show_profile(v, f);
}

/* A profile was asked for: it is shown of every family. */
static void show_profile_alone(struct view *v, const struct report_family *f)
{
	if (!f->profile)
		return;
	page_gap(&v->page);
	page_to(&v->page, SECTION_INDENT);
	page_prosef(&v->page, SECTION_INDENT, INK_PLAIN, "%s: %s", f->family->name, f->family->what);
	show_profile(v, f);
}

/* ---- the section ------------------------------------------------------------------------------------------------- */

/* What escapes the counting, with its line where it stands in the submission. */
static void show_escapes(struct view *v)
{
	const struct cost_facts *facts = v->r->counted;

	if (!facts || !facts->escapes)
		return;
	section_line(v, INK_WARN,
		     "Not all of its code is counted: the steps are a lower bound, and CPU time is looked "
		     "at as well.");
	for (size_t i = 0; i < facts->n_findings; i++) {
		const struct cost_finding *at = &facts->findings[i];
		bool own = false;

		if (!cost_finding_escapes(at->kind))
			continue;
		for (size_t k = 0; k < v->r->n_sources; k++)
			own |= !strcmp(v->r->sources[k].name, at->file);
		page_to(&v->page, SECTION_INDENT);
		if (own && at->line)
			page_prosef(&v->page, SECTION_INDENT, INK_WARN, "%s:%" PRIu32 ": %s", at->file, at->line,
				    cost_finding_text(at->kind));
		else
			page_prose(&v->page, SECTION_INDENT, INK_WARN, cost_finding_text(at->kind));
	}
}

static bool decided(const struct view *v, const struct report_family *f)
{
	return v->r->decided_by == STAGE_COMPLEXITY && !strcmp(f->judgement.reason, v->r->judgement.reason);
}

static void show_families(struct view *v, bool all)
{
	const bool numbers = report_shows_costs(v->style);
	size_t columns = 0;

	for (size_t i = 0; i < v->r->n_families; i++) {
		size_t n = page_measure(&v->page, v->r->families[i].family->name);

		columns = n > columns ? n : columns;
	}
	columns = columns < NAME_COLUMNS ? columns : NAME_COLUMNS;
	for (size_t i = 0; i < v->r->n_families; i++) {
		const struct report_family *f = &v->r->families[i];

		show_family(v, f, columns);
		if (f->remark && numbers) {
			page_to(&v->page, SECTION_INDENT + 2);
			page_prose(&v->page, SECTION_INDENT + 2, INK_WARN, f->remark);
		}
	}
	for (size_t i = 0; numbers && i < v->r->n_families; i++)
		if (all || decided(v, &v->r->families[i]))
			show_in_full(v, &v->r->families[i]);
		else
			show_profile_alone(v, &v->r->families[i]);
}

void section_complexity(struct view *v)
{
	const struct report *r = v->r;

	if (r->complexity == COMPLEXITY_OFF)
		return;
	section_heading(v, "complexity");
	if (r->complexity == COMPLEXITY_UNAVAILABLE)
		section_line(v, INK_WARN, "not checked:");
	if (r->complexity_remark)
		section_line(v, INK_WARN, r->complexity_remark);
	show_families(v, view_is_long(v));
	show_escapes(v);
}

int report_complexity_text(const struct report *r, const struct report_style *style, struct buf *out, struct err *e)
{
	struct view v = { .r = r, .style = style };
	const struct report_family *f = r->n_families ? &r->families[0] : NULL;

	report_shown(r, style, &v.shown);
	page_init(&v.page, out, style->width, style->colour, style->unicode);
	if (style->verbosity >= 0) {
		section_diagnostics(&v);
		for (size_t i = 0; i < r->n_families; i++)
			show_in_full(&v, &r->families[i]);
		for (size_t i = 0; i < r->n_families; i++)
			if (r->families[i].remark)
				section_line(&v, INK_WARN, r->families[i].remark);
		show_escapes(&v);
		page_gap(&v.page);
	}
	if (r->judgement.verdict != VERDICT_AC)
		page_printf(&v.page, INK_VERDICT_BAD, "%s %s  %s", verdict_id(r->judgement.verdict),
			    verdict_words(r->judgement.verdict), r->judgement.reason);
	else if (f)
		page_printf(&v.page, INK_VERDICT_GOOD, "steps %s, bytes %s", growth_class_words(&f->time),
			    growth_class_words(&f->space));
	page_end(&v.page);
	return buf_error(out, "report", e);
}

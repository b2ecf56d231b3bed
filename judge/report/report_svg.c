/*
 * The picture's frame, colours and words stand in web-static/templates/plot.svg; here are the points.
 */
#include "judge/report/report_svg.h"

#include "judge/package/problem.h"
#include "judge/report/report_complexity.h"
#include "judge/report/report_page.h"
#include "judge/report/template.h"
#include "runners/cost.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* The inner rectangle of the template. */
#define LEFT   80.0
#define TOP    40.0
#define WIDTH  540.0
#define HEIGHT 300.0

#define POINTS_BYTES 4096

/* The part of the plane that is seen, in logarithms. */
struct window {
	double left, right, bottom, top;
};

static double height(const struct cost_point *p, bool bytes)
{
	return log2(fmax(bytes ? (double)p->heap_bytes + (double)p->stack_bytes : (double)p->ticks, 1));
}

static void widen(struct window *w, const struct cost_curve *c, bool bytes)
{
	for (size_t i = 0; c && i < c->n_points; i++) {
		w->left = fmin(w->left, log2((double)c->points[i].n));
		w->right = fmax(w->right, log2((double)c->points[i].n));
		w->bottom = fmin(w->bottom, height(&c->points[i], bytes));
		w->top = fmax(w->top, height(&c->points[i], bytes));
	}
}

static void put_points(struct buf *b, const struct window *w, const struct cost_curve *c, bool bytes)
{
	for (size_t i = 0; c && i < c->n_points; i++) {
		const double x = (log2((double)c->points[i].n) - w->left) / (w->right - w->left);
		const double y = (height(&c->points[i], bytes) - w->bottom) / (w->top - w->bottom);

		buf_printf(b, "%s%.1f,%.1f", i ? " " : "", LEFT + WIDTH * x, TOP + HEIGHT * (1 - y));
	}
}

static const char *label(char out[AMOUNT_MAX], double exponent, bool bytes)
{
	const double y = round(exp2(exponent));

	if (bytes)
		return amount_bytes(out, (uint64_t)y);
	snprintf(out, AMOUNT_MAX, "%.0f", y);
	return out;
}

int report_svg(const struct report_family *f, struct buf *out, struct err *e)
{
	const bool bytes = f->judgement.verdict == VERDICT_MLE || (!f->family->time && f->family->space);
	struct window w = { INFINITY, -INFINITY, INFINITY, -INFINITY };
	cleanup_buf struct buf own, reference, title;
	char top[AMOUNT_MAX], bottom[AMOUNT_MAX], left[AMOUNT_MAX], right[AMOUNT_MAX];
	int r;

	buf_init(&own, POINTS_BYTES);
	buf_init(&reference, POINTS_BYTES);
	buf_init(&title, POINTS_BYTES);
	if (!f->curve || f->curve->n_points < 2)
		return err_set(e, -EINVAL, "'%s' was measured at fewer than two sizes", f->family->name);
	widen(&w, f->curve, bytes);
	widen(&w, f->reference, bytes);
	/* A line that stays on one height lies in the middle. */
	if (w.top - w.bottom < 1) {
		w.top += 1;
		w.bottom -= 1;
	}
	put_points(&own, &w, f->curve, bytes);
	put_points(&reference, &w, f->reference, bytes);
	buf_printf(&title, "%s: %s %s", f->family->name, bytes ? "bytes" : "steps",
		   growth_class_words(bytes ? &f->space : &f->time));
	r = buf_error(&own, "plot", e) < 0 || buf_error(&reference, "plot", e) < 0 || buf_error(&title, "plot", e) < 0
		    ? e->code
		    : 0;
	const struct template_value values[] = {
		{ "title", title.data },
		{ "own", own.data },
		{ "reference", reference.data },
		{ "top", label(top, w.top, bytes) },
		{ "bottom", label(bottom, w.bottom, bytes) },
		{ "left", label(left, w.left, false) },
		{ "right", label(right, w.right, false) },
		{ "legend", f->reference ? "both axes logarithmic; dashed: reference" : "both axes logarithmic" },
	};

	return r ? r : template_fill_file("plot.svg", values, sizeof(values) / sizeof(values[0]), out, e);
}

const struct report_family *report_svg_family(const struct report *r)
{
	const struct report_family *first = NULL;

	for (size_t i = 0; i < r->n_families; i++) {
		const struct report_family *f = &r->families[i];

		if (!f->curve || f->curve->n_points < 2)
			continue;
		if (r->decided_by == STAGE_COMPLEXITY && f->judgement.verdict != VERDICT_AC &&
		    !strcmp(f->judgement.reason, r->judgement.reason))
			return f;
		first = first ? first : f;
	}
	return first;
}

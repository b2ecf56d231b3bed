/*
 * report_excerpt: pieces of files in a terminal report.
 *
 * Answers are compared here by their places, line n against line n, as the eye does with the output of a program that
 * answers one query after the other; no attempt is made to find moved lines. Whether two lines differ is for the
 * checker to say, which knows of tolerances and of white space. A program that breaks its lines elsewhere can be
 * right up to a place that stands in another line: then lines cannot be set against each other, and the two texts are
 * listed instead.
 *
 * A report keeps the first REPORT_DATA_MAX bytes of a text; what is missing is said, and never taken for a difference.
 */
#include "judge/report/report_excerpt.h"

#include "sandbox/base/text.h"

#include <inttypes.h>
#include <string.h>

#define CONTEXT 2 /* equal lines that are shown on each side of a difference */

struct line {
	const char *text; /* NULL: behind the end */
	size_t len;
};

/* The line that begins at *at, which moves behind it. */
static struct line next_line(const char **at)
{
	struct line l = { NULL, 0 };

	if (*at && **at) {
		l.text = *at;
		l.len = strcspn(*at, "\n");
		*at += l.len + (l.text[l.len] == '\n');
	}
	return l;
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	while (next_line(&text).text)
		n++;
	return n;
}

static bool is_cut(const struct excerpt_text *t)
{
	return t->text && t->bytes > REPORT_DATA_MAX;
}

static void say_cut(struct page *p)
{
	page_to(p, PAGE_GUTTER);
	page_prosef(p, PAGE_GUTTER, INK_DIM, "%s only the first %d KiB are kept", page_ellipsis(p),
		    REPORT_DATA_MAX / 1024);
}

static void say_more(struct page *p, size_t n, const char *what)
{
	page_to(p, PAGE_GUTTER);
	page_prosef(p, PAGE_GUTTER, INK_DIM, "%s %zu %s%s", page_ellipsis(p), n, what, n == 1 ? "" : "s");
}

/* ---- sources --------------------------------------------------------------------------------------------------- */

static struct line line_of(const struct report_source *file, uint32_t number)
{
	const char *at = file->text;
	const char *end = file->text + file->len;

	for (uint32_t i = 1; at < end; i++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end;

		if (i == number)
			return (struct line){ at, (size_t)(stop - at) };
		at = stop + 1;
	}
	return (struct line){ NULL, 0 };
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void excerpt_source(struct page *p, const struct report_source *file, uint32_t line, uint32_t column, uint32_t bytes,
		    enum ink ink)
{
	const struct line l = file && file->text ? line_of(file, line) : (struct line){ NULL, 0 };
	const size_t mark = column > 0 ? column - 1 : 0;
	size_t n = bytes;
	cleanup_code struct code c = { 0 };
	size_t first;

	if (!l.text)
		return;
	while (bytes == 0 && mark + n < l.len && is_word(l.text[mark + n]))
		n++;
	code_init(&c, p, l.text, l.len, mark, n);
	first = code_first(&c, p, p->width - PAGE_GUTTER);
	page_code(p, line, "", INK_PLAIN, &c, first);
	if (column > 0)
		page_carets(p, 0, ink, &c, first);
}

/* ---- listings -------------------------------------------------------------------------------------------------- */

static void put_line(struct page *p, uint64_t number, const char *sign, enum ink ink, struct line l)
{
	cleanup_code struct code c = { 0 };

	code_init(&c, p, l.text, l.len, 0, 0);
	page_code(p, number, sign, ink, &c, 0);
}

void excerpt_listing(struct page *p, const char *title, struct excerpt_text text, size_t max_lines)
{
	const size_t total = count_lines(text.text);
	const char *at = text.text;

	page_to(p, EXCERPT_INDENT);
	page_prose(p, EXCERPT_INDENT, INK_DIM, title);
	/* One line is not worth being replaced by a line that says so. */
	for (size_t i = 1; i <= total && (i <= max_lines || total == max_lines + 1); i++)
		put_line(p, i, "", INK_PLAIN, next_line(&at));
	if (is_cut(&text))
		say_cut(p);
	else if (total > max_lines + 1)
		say_more(p, total - max_lines, "more line");
	if (total == 0) {
		page_to(p, PAGE_GUTTER);
		page_prose(p, PAGE_GUTTER, INK_DIM, "(empty)");
	}
}

/* ---- expected and found ---------------------------------------------------------------------------------------- */

/* "" for NULL */
static const char *text_or_none(const char *text)
{
	return text ? text : "";
}

static bool differ(const struct excerpt_diff *d, struct line expected, struct line found)
{
	struct check_result r;

	check_output(&d->how, text_or_none(expected.text), expected.len, text_or_none(found.text), found.len, &r);
	return r.verdict != VERDICT_AC;
}

static bool inside_character(struct line l, size_t at)
{
	return at < l.len && ((unsigned char)l.text[at] & 0xc0) == 0x80;
}

/* The first byte at which they differ, moved to the beginning of its character. */
static size_t first_difference(struct line a, struct line b)
{
	size_t i = 0;

	while (i < a.len && i < b.len && a.text[i] == b.text[i])
		i++;
	while (i > 0 && (inside_character(a, i) || inside_character(b, i)))
		i--;
	return i;
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* The two lines, and where both are there and `marked`, carets below the place where they part. */
static void put_pair(struct page *p, uint64_t number, struct line expected, struct line found, bool marked)
{
	const size_t left = p->width - PAGE_GUTTER - 2;
	const bool both = expected.text && found.text;
	const size_t mark = both ? first_difference(expected, found) : 0;
	cleanup_code struct code e = { 0 };
	cleanup_code struct code f = { 0 };
	size_t first = 0;

	if (expected.text)
		code_init(&e, p, expected.text, expected.len, mark, 0);
	if (found.text)
		code_init(&f, p, found.text, found.len, mark, 0);
	if (both && marked)
		first = larger(code_first(&e, p, left), code_first(&f, p, left));
	if (expected.text)
		page_code(p, number, "- ", INK_GOOD, &e, first);
	if (found.text)
		page_code(p, number, "+ ", INK_BAD, &f, first);
	if (both && marked)
		page_carets(p, 2, INK_BAD, &f, first);
}

/* A pass over both texts, pair by pair. */
struct walk {
	const struct excerpt_diff *d;
	const char *expected, *found;
	uint64_t number; /* of the pair below, from 1 */
	struct line e, f;
	bool differs;
};

/* The last line of what was kept says nothing of how it goes on: as far as it goes it may differ, and no further. */
static bool compare_broken(struct walk *w)
{
	w->e.len = w->f.len = w->e.len < w->f.len ? w->e.len : w->f.len;
	w->differs = differ(w->d, w->e, w->f);
	return w->differs;
}

static bool walk_next(struct walk *w)
{
	const struct excerpt_text *expected = &w->d->expected, *found = &w->d->found;

	w->e = next_line(&w->expected);
	w->f = next_line(&w->found);
	if ((!w->e.text && (!w->f.text || is_cut(expected))) || (!w->f.text && is_cut(found)))
		return false;
	w->number++;
	if (w->e.text && w->f.text && ((is_cut(expected) && !*w->expected) || (is_cut(found) && !*w->found)))
		return compare_broken(w);
	w->differs = differ(w->d, w->e, w->f);
	return true;
}

static struct walk walk_begin(const struct excerpt_diff *d)
{
	return (struct walk){ .d = d, .expected = d->expected.text, .found = d->found.text };
}

/* The number of the first pair from `w` on that differs, w itself too; UINT64_MAX if none does. */
static uint64_t next_difference(struct walk w)
{
	do
		if (w.differs)
			return w.number;
	while (walk_next(&w));
	return UINT64_MAX;
}

/* Equal lines that are not shown: how many, and the first. */
struct fold {
	size_t n;
	uint64_t number;
	struct line first;
};

static void fold_add(struct fold *f, const struct walk *w)
{
	if (f->n++ == 0) {
		f->number = w->number;
		f->first = w->e.text ? w->e : w->f;
	}
}

/* Says how many; a single one takes no more place itself. */
static void fold_end(struct page *p, struct fold *f)
{
	if (f->n == 1)
		put_line(p, f->number, "  ", INK_PLAIN, f->first);
	else if (f->n > 1)
		say_more(p, f->n, "equal line");
	f->n = 0;
}

/* Is the equal pair near enough to one that differs? */
static bool is_context(uint64_t number, uint64_t last, uint64_t next)
{
	return (last > 0 && number - last <= CONTEXT) || (next != UINT64_MAX && next - number <= CONTEXT);
}

static void put_pairs(struct page *p, const struct excerpt_diff *d, size_t max_lines)
{
	uint64_t last = 0; /* the last pair that differed, 0 = none */
	uint64_t next = 0; /* the next one, looked up when passed */
	size_t shown = 0, left_out = 0;
	struct fold fold = { 0 };

	for (struct walk w = walk_begin(d); walk_next(&w);) {
		if (next < w.number)
			next = next_difference(w);
		if (w.differs) {
			if (shown < max_lines) {
				fold_end(p, &fold);
				put_pair(p, w.number, w.e, w.f, last == 0);
			} else {
				left_out++;
			}
			shown += (w.e.text != NULL) + (w.f.text != NULL);
			last = w.number;
		} else if (shown < max_lines && is_context(w.number, last, next)) {
			fold_end(p, &fold);
			put_line(p, w.number, "  ", INK_PLAIN, w.e.text ? w.e : w.f);
			shown++;
		} else {
			fold_add(&fold, &w);
		}
	}
	if (left_out > 0)
		say_more(p, left_out, "more difference");
	else
		fold_end(p, &fold);
}

/*
 * Is the first pair that differs the line that the checker names? Behind the answer's end it names the line after its
 * last.
 */
static bool in_step(const struct excerpt_diff *d)
{
	struct walk w = walk_begin(d);

	while (walk_next(&w))
		if (w.differs)
			return d->first == 0 || d->first == w.number ||
			       (!d->first_expected && d->first == w.number + 1);
	return false;
}

void excerpt_diff(struct page *p, const struct excerpt_diff *d, size_t max_lines)
{
	const struct line expected = { d->first_expected, d->first_expected ? strlen(d->first_expected) : 0 };
	const struct line found = { d->first_found, d->first_found ? strlen(d->first_found) : 0 };

	if (in_step(d)) {
		put_pairs(p, d, max_lines);
		if (is_cut(&d->expected) || is_cut(&d->found))
			say_cut(p);
		return;
	}
	put_pair(p, d->first, expected, found, true);
	if (d->expected.text)
		excerpt_listing(p, "expected", d->expected, max_lines);
	if (d->found.text)
		excerpt_listing(p, "found", d->found, max_lines);
}

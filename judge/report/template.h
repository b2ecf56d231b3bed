/*
 * template: text files with holes, for pages and pictures: no tag stands in a C string, and what fills a hole cannot
 * become one.
 */
#ifndef JUDGE_JUDGE_REPORT_TEMPLATE_H
#define JUDGE_JUDGE_REPORT_TEMPLATE_H

#include "sandbox/base/buf.h"

/* "{{name}}" becomes the value. */
struct template_value {
	const char *name, *value;
};

/*
 * Appends the template with its holes filled, each value escaped for text and for attributes in quotes. -EINVAL, with
 * the line: a hole that is not closed, or one without a value.
 */
int template_fill(const char *text, const struct template_value *values, size_t n, struct buf *out,
		  struct err *e) must_check;

/*
 * The same of the file of that name in $JUDGE_TEMPLATES, else in web-static/templates of the build tree, else in
 * PREFIX/share/judge/templates. -ENOENT names what to set.
 */
int template_fill_file(const char *name, const struct template_value *values, size_t n, struct buf *out,
		       struct err *e) must_check;

#endif

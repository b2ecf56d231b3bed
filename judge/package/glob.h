/*
 * glob: the patterns of submissions.yaml, for submissions and for tests.
 *
 * "*" stands for any characters but "/", and "{a,b}" for each of its alternatives, which may hold braces themselves.
 * There is nothing else: the format has neither "**" nor "[…]".
 */
#ifndef JUDGE_JUDGE_PACKAGE_GLOB_H
#define JUDGE_JUDGE_PACKAGE_GLOB_H

#include "sandbox/base/arena.h"
#include "sandbox/base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define GLOB_BYTES_MAX        255u
#define GLOB_ALTERNATIVES_MAX 256u

/* A pattern without its braces: one of these fits. In the arena that it was parsed into. */
struct glob {
	const char *const *patterns;
	size_t n;
};

/*
 * -EINVAL, with one line that quotes the text: braces that do not match, "**", "[", too long, too many alternatives.
 * -ENOMEM.
 */
int glob_parse(const char *text, struct arena *memory, struct glob *out, struct err *e) must_check;
/* Does it fit the whole name, or a folder above? "a*" fits "ab" and "ab/c". */
bool glob_fits(const struct glob *g, const char *name);

#endif

/*
 * unit: the text of one translation unit as the compiler gets it.
 *
 *	# 1 "lru cache.c"
 *	… the source, byte for byte …
 *
 *	# 1 "judge:signature"
 *	_Static_assert(__builtin_types_compatible_p(__typeof__(lRUCacheGet), int(LRUCache *, int)), "…");
 *
 * The first marker gives the source its own name in messages, assert() and line tables, wherever it lies in the box.
 * The last lines check the type of the functions that the driver is going to call through void *: a wrong one is then
 * one clear error instead of a crash. They stand behind the source since they use its types, and each has the number of
 * its signature as its line.
 */
#ifndef JUDGE_RUNNERS_UNIT_H
#define JUDGE_RUNNERS_UNIT_H

#include "runners/runner.h"

#define UNIT_BYTES_MAX (SOURCE_BYTES_MAX + 256u * 1024u)

/* Is it a header by its name? Such a source is put beside the others and not compiled. */
bool unit_is_header(const struct source *s);

/* The name of the source's line marker: its own, with control characters replaced, in `a`. NULL when memory is out. */
char *unit_label(const struct source *s, struct arena *a);

/*
 * Which source each signature is checked in: the one that defines the function, else the first that mentions it, else
 * the first that is compiled. homes[i] is an index into `sources`; there is at least one that is no header. -ENOMEM.
 */
int unit_find_homes(const struct source *sources, size_t n_sources, const struct signature *signatures,
		    size_t n_signatures, size_t *homes, struct err *e) must_check;

/*
 * Appends the unit of sources[which] to `text` (ceiling UNIT_BYTES_MAX) with those signatures whose home it is.
 * -ENOMEM, -EMSGSIZE.
 */
int unit_write(const struct source *sources, size_t which, const char *label, const struct signature *signatures,
	       size_t n_signatures, const size_t *homes, struct buf *text, struct err *e) must_check;

#endif

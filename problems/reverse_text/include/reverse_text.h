/*
 * reverse_text: what stands ahead of every submission: the usual headers, and the properties of code points that tell
 * where a character ends. grapheme_break.h is made of Unicode's data when the judge is built.
 */
#ifndef PROBLEM_REVERSE_TEXT_H
#define PROBLEM_REVERSE_TEXT_H

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Grapheme_Cluster_Break, with the pictographs (Extended_Pictographic) as a class of their own. */
enum grapheme_break {
	GB_OTHER,
	GB_CR,
	GB_LF,
	GB_CONTROL,
	GB_EXTEND,
	GB_ZWJ,
	GB_REGIONAL_INDICATOR,
	GB_PREPEND,
	GB_SPACING_MARK,
	GB_L,
	GB_V,
	GB_T,
	GB_LV,
	GB_LVT,
	GB_PICTOGRAPH
};

/* Indic_Conjunct_Break; CONJUNCT_NONE for all in data older than Unicode 15.1. */
enum conjunct_break { CONJUNCT_NONE, CONJUNCT_CONSONANT, CONJUNCT_EXTEND, CONJUNCT_LINKER };

struct grapheme_range {
	uint32_t first, last;
	unsigned char kind, conjunct;
};

#include "grapheme_break.h"

/* The range that holds it, or NULL. */
static inline const struct grapheme_range *grapheme_range_of(uint32_t code_point)
{
	size_t low = 0, high = sizeof(GRAPHEME_RANGES) / sizeof(*GRAPHEME_RANGES);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (code_point > GRAPHEME_RANGES[middle].last)
			low = middle + 1;
		else if (code_point < GRAPHEME_RANGES[middle].first)
			high = middle;
		else
			return &GRAPHEME_RANGES[middle];
	}
	return NULL;
}

static inline enum grapheme_break grapheme_break_of(uint32_t code_point)
{
	const struct grapheme_range *range;

	if (code_point < 0x80) {
		if (code_point == '\r')
			return GB_CR;
		if (code_point == '\n')
			return GB_LF;
		return code_point < 0x20 || code_point == 0x7F ? GB_CONTROL : GB_OTHER;
	}
	if (code_point >= 0xAC00 && code_point <= 0xD7A3)
		return (code_point - 0xAC00) % 28 ? GB_LVT : GB_LV;
	range = grapheme_range_of(code_point);
	return range ? (enum grapheme_break)range->kind : GB_OTHER;
}

static inline enum conjunct_break conjunct_break_of(uint32_t code_point)
{
	const struct grapheme_range *range = code_point < 0x80 ? NULL : grapheme_range_of(code_point);

	return range ? (enum conjunct_break)range->conjunct : CONJUNCT_NONE;
}

#endif

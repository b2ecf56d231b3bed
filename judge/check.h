/*
 * check: compares what a submission wrote with the answer: the default output validator of the ICPC problem package
 * format (2025-09, "Default output validator specification").
 *
 * Both are strings of bytes, split at white space (space, \t, \n, \v, \f, \r); any other byte, NUL too, belongs to a
 * token. Tokens are compared one by one, without regard to the case of ASCII letters unless told otherwise. With a
 * tolerance, each token of the answer that is a decimal number is compared as one.
 */
#ifndef JUDGE_JUDGE_CHECK_H
#define JUDGE_JUDGE_CHECK_H

#include "judge/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check_options {
	bool case_sensitive;
	bool space_change_sensitive; /* white space must be the same in kind and amount, at both ends too */
	bool has_absolute, has_relative;
	double absolute, relative; /* tolerances, >= 0; a number within either of them is right */
};

/*
 * Reads the validator's arguments as a package writes them: "case_sensitive space_change_sensitive float_tolerance
 * 1e-6 float_absolute_tolerance 1e-6 float_relative_tolerance 1e-9", parted by white space. NULL and "": none.
 * -EINVAL: an unknown argument, a repeated tolerance, one that is missing, no number or negative, float_tolerance
 * beside one of the other two.
 */
int check_parse(const char *arguments, struct check_options *out, struct err *e) must_check;

#define CHECK_LINE_MAX 200 /* bytes of a line that a difference shows */

/*
 * A part of one line of the output or the answer, around the place of the difference. Points into what was compared;
 * raw bytes.
 */
struct check_line {
	const char *text; /* NULL: the output or the answer ended before */
	size_t len;       /* <= CHECK_LINE_MAX, without the "\n" */
	bool cut_before;  /* the line begins earlier … */
	bool cut_after;   /* … or goes on */
};

struct check_result {
	enum verdict verdict; /* AC, WA, or NO: no token in the output though the answer has one */
	bool only_space;      /* the tokens agree up to here, the white space does not (space_change_sensitive) */
	uint64_t line; /* of the answer, from 1; when the answer has ended: one more than it has lines. 0 with AC */
	struct check_line expected, found;
};

/*
 * Never fails, whatever the bytes are; takes time linear in both lengths. Neither pointer is NULL; `out` points into
 * both texts.
 */
void check_output(const struct check_options *o, const char *answer, size_t answer_len, const char *output,
		  size_t output_len, struct check_result *out);

#endif

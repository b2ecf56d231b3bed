/*
 * formula: a cost as a function of sizes, as people write it: "n log n", "V + E", "n * k", "(V + E) log V", "2^n".
 *
 *	sum     = product { "+" product }
 *	product = factor { [ "*" ] factor }
 *	factor  = "log" [ "^" number ] factor | "sqrt" factor | atom [ "^" ( number | name ) ]
 *	atom    = number | name | "(" sum ")"
 *
 * Numbers are positive decimals, names those of the sizes. Values are logarithms, so that 2^n does not overflow.
 */
#ifndef JUDGE_RUNNERS_FORMULA_H
#define JUDGE_RUNNERS_FORMULA_H

#include "sandbox/base/err.h"

#include <stddef.h>
#include <stdint.h>

#define FORMULA_STEPS_MAX 48
#define FORMULA_SIZES_MAX 4
#define FORMULA_TEXT_MAX  96 /* bytes */

enum formula_operation {
	FORMULA_NUMBER, /* pushes log2 of `number` */
	FORMULA_SIZE,   /* pushes log2 of the size number `size` */
	FORMULA_ADD,
	FORMULA_MULTIPLY,
	FORMULA_POWER, /* to the power of what is on top */
	FORMULA_LOG,   /* to base 2; of what is below 2: 1 */
	FORMULA_SQRT,
};

/* Owns nothing; made by formula_parse only. */
struct formula {
	struct {
		enum formula_operation operation;
		double number;
		size_t size;
	} steps[FORMULA_STEPS_MAX]; /* operands first */
	size_t n_steps;
};

/* `names`: of the sizes, at most FORMULA_SIZES_MAX. -EINVAL says what is wrong at which byte. */
int formula_parse(const char *text, const char *const *names, size_t n_names, struct formula *out,
		  struct err *e) must_check;

/* log2 of the value; sizes below 1 count as 1. Finite for sizes up to 2^60. */
double formula_log2(const struct formula *f, const double *sizes);

#endif

/*
 * formula_parse on any text.
 *
 * Held to be true: it is refused with a word, or has a finite value for every size, and one that does not shrink when
 * all sizes are doubled.
 */
#include "runners/formula.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "n", "k", "V", "E" };
	double sizes[FORMULA_SIZES_MAX] = { 1, 1, 1, 1 };
	char text[2 * FORMULA_TEXT_MAX];
	struct err e = ERR_INIT;
	struct formula f;
	double last = -INFINITY;
	int r;

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	r = formula_parse(text, names, 4, &f, &e);
	must(r == 0 || (r == -EINVAL && e.text[0]));
	for (int i = 0; r == 0 && i <= 60; i++) {
		double value = formula_log2(&f, sizes);

		must(isfinite(value) && value >= last - 1e-9 * fabs(value) - 1e-9);
		last = value;
		for (size_t k = 0; k < FORMULA_SIZES_MAX; k++)
			sizes[k] *= 2;
	}
	return 0;
}

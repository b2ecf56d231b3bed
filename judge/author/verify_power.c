/*
 * verify_power: what the tests are worth, as far as the wrong references show.
 *
 * A test that every wrong reference passes has not been seen to find anything; the first few are named in a warning,
 * no more, since it may be the reference that is missing. Where its answer was written down it has held the model to
 * that at least, and small tests of a rule each are often for nothing else: then it is a note. Tests that exactly the
 * same references fail do the work of one as far as these can tell; of them is said how many kinds there are.
 */
#include "judge/author/verify.h"

#include <string.h>

static bool is_failed(const struct power_row *rows, size_t n, size_t test)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].reference && rows[i].failed[test])
			return true;
	return false;
}

static bool same_column(const struct power_row *rows, size_t n, size_t a, size_t b)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].reference && rows[i].failed[a] != rows[i].failed[b])
			return false;
	return true;
}

/* The kinds of tests, by who fails them, and the largest one of them. */
static void say_kinds(struct verify *v, const struct power_row *rows, size_t n)
{
	const struct problem_test *tests = v->p->tests;
	struct verify_names largest = { .n = 0 };
	size_t kinds = 0, failed = 0;

	for (size_t t = 0; t < problem_n_judged(v->p); t++) {
		struct verify_names names = { .n = 0 };
		bool is_first = true;

		if (tests[t].sample || !is_failed(rows, n, t))
			continue;
		failed++;
		for (size_t k = 0; k < t && is_first; k++)
			is_first = tests[k].sample || !same_column(rows, n, k, t);
		kinds += is_first;
		for (size_t k = t; k < problem_n_judged(v->p) && is_first; k++)
			if (!tests[k].sample && same_column(rows, n, k, t))
				verify_name(&names, "%s/%s", tests[k].group, tests[k].name);
		if (names.n > largest.n)
			largest = names;
	}
	if (largest.n < 2)
		verify_say(v, VERIFY_OK, "no two tests are failed by the same wrong references");
	else
		verify_say(v, VERIFY_OK,
			   "by who fails them, %zu tests are of %zu kind%s; the same references fail %s%s", failed,
			   kinds, kinds == 1 ? "" : "s", largest.text, largest.n > largest.told ? " …" : "");
}

/* Is its answer written, and was the model asked for one, too? */
static bool holds_model(const struct problem *p, const struct problem_test *t)
{
	return p->model && (t->answer || t->file);
}

void verify_power(struct verify *v, const struct power_row *rows, size_t n)
{
	const struct problem_test *tests = v->p->tests;
	struct verify_names idle = { .n = 0 }, written = { .n = 0 };
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++)
		wrong += rows[i].reference != NULL;
	if (!wrong) {
		verify_say(v, VERIFY_WARNED, "no wrong reference shows what the tests find");
		return;
	}
	for (size_t t = 0; t < problem_n_judged(v->p); t++)
		if (!tests[t].sample && !is_failed(rows, n, t))
			verify_name(holds_model(v->p, &tests[t]) ? &written : &idle, "%s/%s", tests[t].group,
				    tests[t].name);
	verify_say_names(v, VERIFY_WARNED, &idle, "tests that no wrong reference fails");
	verify_say_names(v, VERIFY_NOTED, &written, "tests that hold the model alone to something");
	say_kinds(v, rows, n);
}

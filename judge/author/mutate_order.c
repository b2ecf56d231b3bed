/*
 * mutate_order: which mutants are judged when not all are.
 *
 * One after the other is chosen: of the line that has the fewest so far, of those of the class that has the fewest, and
 * then by lot. So every line is tried before any is tried again, and a long table of numbers does not push out the
 * rest. The lot is a function of seed and number alone: the same choice on every host.
 */
#include "judge/author/mutate.h"

#include "sandbox/base/cleanup.h"

#include <errno.h>

/* The mixing of splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014. */
static uint64_t lot(uint64_t seed, uint64_t i)
{
	uint64_t z = seed + (i + 1) * UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

struct choice {
	uint64_t lot;
	size_t line; /* number of the group of mutants of one line */
	bool chosen;
};

static bool is_same_line(const struct mutant *a, const struct mutant *b)
{
	return a->reference == b->reference && a->source == b->source && a->edit.line == b->edit.line;
}

/* Mutants of a source stand in the order of its lines. */
static void number_lines(const struct mutant *mutants, size_t n, uint64_t seed, struct choice *choices)
{
	for (size_t i = 0; i < n; i++)
		choices[i] = (struct choice){
			.lot = lot(seed, i),
			.line = i == 0 ? 0 : choices[i - 1].line + !is_same_line(&mutants[i], &mutants[i - 1]),
		};
}

int mutants_order(const struct mutant *mutants, size_t n, uint64_t seed, size_t *order, struct err *e)
{
	cleanup_free struct choice *choices = calloc(n + 1, sizeof(*choices));
	cleanup_free size_t *of_line = calloc(n + 1, sizeof(*of_line));
	size_t of_class[MUTATION_CLASSES] = { 0 };

	if (!choices || !of_line)
		return err_set(e, -ENOMEM, "out of memory");
	number_lines(mutants, n, seed, choices);
	for (size_t k = 0; k < n; k++) {
		size_t best = SIZE_MAX;

		for (size_t i = 0; i < n; i++) {
			const size_t line = of_line[choices[i].line], class = of_class[mutants[i].edit.class];

			if (choices[i].chosen)
				continue;
			if (best != SIZE_MAX) {
				const size_t best_line = of_line[choices[best].line];
				const size_t best_class = of_class[mutants[best].edit.class];

				if (line != best_line     ? line > best_line
				    : class != best_class ? class > best_class
							  : choices[i].lot > choices[best].lot)
					continue;
			}
			best = i;
		}
		choices[best].chosen = true;
		of_line[choices[best].line]++;
		of_class[mutants[best].edit.class]++;
		order[k] = best;
	}
	return 0;
}

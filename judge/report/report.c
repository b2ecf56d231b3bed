/*
 * report: the life of a report.
 *
 * The id is random, so that nobody who knows one report can name another, and so that reports of several machines
 * never meet in one store. arc4random takes it from the kernel and cannot fail.
 */
#include "judge/report/report.h"

#include <string.h>

#include "sandbox/base/clock.h"

#include <stdint.h>
#include <stdlib.h>

const char *stage_word(enum stage s)
{
	static const char *const words[STAGE_COUNT] = {
#define X(id, word) [STAGE_##id] = (word),
		STAGES(X)
#undef X
	};

	return (unsigned)s < STAGE_COUNT && words[s] ? words[s] : "-";
}

const char *soundness_word(enum soundness_state s)
{
	static const char *const words[] = {
#define X(id, word) [SOUNDNESS_##id] = (word),
		SOUNDNESS_STATES(X)
#undef X
	};

	return words[s];
}

const char *complexity_word(enum complexity_state s)
{
	static const char *const words[] = {
#define X(id, word) [COMPLEXITY_##id] = (word),
		COMPLEXITY_STATES(X)
#undef X
	};

	return words[s];
}

void report_init(struct report *r, const struct problem *p)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char random[(REPORT_ID_MAX - 1) / 2];

	*r = (struct report){ .problem = p, .first_failed = SIZE_MAX, .slowest = SIZE_MAX, .largest = SIZE_MAX };
	arena_init(&r->memory, REPORT_MEMORY_MAX);
	arc4random_buf(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++) {
		r->id[2 * i] = digits[random[i] >> 4];
		r->id[2 * i + 1] = digits[random[i] & 15];
	}
	r->judged_at_us = clock_wall_us();
	if (p)
		r->limits = p->limits;
}

void report_clear(struct report *r)
{
	arena_clear(&r->memory);
	*r = (struct report){ .first_failed = SIZE_MAX, .slowest = SIZE_MAX, .largest = SIZE_MAX };
}

size_t report_group_node(const struct report *r, const struct report_group *g)
{
	for (size_t i = 0; r->scored && i < r->n_tests; i++)
		if (r->tests[i].test->node < r->n_nodes && !strcmp(r->tests[i].test->group, g->group->name))
			return r->tests[i].test->node;
	return SIZE_MAX;
}

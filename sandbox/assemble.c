/*
 * The assembler. A filter's jumps go forward only, so the program is written from its end: what an instruction jumps
 * to is there already, and its place is known. All ways end in one of a few returns, which stand last; a range whose
 * answer depends on no argument takes no instruction of its own.
 */
#include "sandbox/assemble.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>

#define JUMP_MAX    255
#define ANSWERS_MAX 32

/* Numbers from `first` to the one before the next range's. */
struct range {
	uint32_t first;
	const struct assemble_rule *rule; /* NULL: the rest */
};

struct assembly {
	struct sock_filter *program; /* instructions from `at` to BPF_MAXINSNS are written */
	size_t at;
	const struct assemble_rest *rest;
	struct range ranges[2 * ASSEMBLE_RULES_MAX + 1];
	size_t n_ranges;
	size_t returns[ANSWERS_MAX]; /* where they stand */
	size_t n_returns;
	bool too_far;
};

/* ---- ranges ------------------------------------------------------------------------------------------------------ */

/* By insertion: they are few, and nearly in order; qsort(3) would take memory for them. */
static void sort(struct assemble_rule *rules, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct assemble_rule rule = rules[i];
		size_t at = i;

		for (; at > 0 && rules[at - 1].nr > rule.nr; at--)
			rules[at] = rules[at - 1];
		rules[at] = rule;
	}
}

static bool is_plain(const struct assemble_rule *rule)
{
	return !rule || rule->arg == ARG_ANY;
}

static bool is_more_of(const struct assembly *a, const struct range *r, const struct assemble_rule *rule)
{
	uint32_t one = r->rule ? r->rule->answer : a->rest->answer, other = rule ? rule->answer : a->rest->answer;

	return is_plain(r->rule) && is_plain(rule) && one == other;
}

static void add_range(struct assembly *a, uint32_t first, const struct assemble_rule *rule)
{
	if (!a->n_ranges || !is_more_of(a, &a->ranges[a->n_ranges - 1], rule))
		a->ranges[a->n_ranges++] = (struct range){ first, rule };
}

static int make_ranges(struct assembly *a, const struct assemble_rule *rules, size_t n, struct err *e)
{
	uint64_t next = 0;

	for (size_t i = 0; i < n; i++) {
		if (rules[i].index >= 6 && rules[i].arg != ARG_ANY)
			return err_set(e, -EINVAL, "rule for %s: argument %u", rules[i].name, rules[i].index);
		if (rules[i].nr < next)
			return err_set(e, -EINVAL, "rule for %s: %s is the same call", rules[i].name,
				       rules[i - 1].name);
		if (rules[i].nr > next)
			add_range(a, (uint32_t)next, NULL);
		add_range(a, rules[i].nr, &rules[i]);
		next = (uint64_t)rules[i].nr + 1;
	}
	if (next <= UINT32_MAX)
		add_range(a, (uint32_t)next, NULL);
	return 0;
}

/* ---- instructions ------------------------------------------------------------------------------------------------ */

/* A test between two ranges each, four for a rule with an argument, the returns, and what tells architectures apart. */
_Static_assert(2 * ASSEMBLE_RULES_MAX + 4 * ASSEMBLE_RULES_MAX + ANSWERS_MAX + 5 <= BPF_MAXINSNS,
	       "there is room for every program");

static size_t put(struct assembly *a, struct sock_filter in)
{
	a->program[--a->at] = in;
	return a->at;
}

static size_t put_load(struct assembly *a, size_t offset)
{
	return put(a, (struct sock_filter){ .code = BPF_LD | BPF_W | BPF_ABS, .k = (uint32_t)offset });
}

/* Its place is the one before a->at. */
static size_t put_test(struct assembly *a, uint16_t op, uint32_t k, size_t if_true, size_t if_false)
{
	size_t jt = if_true - a->at, jf = if_false - a->at;

	a->too_far |= jt > JUMP_MAX || jf > JUMP_MAX;
	return put(a, (struct sock_filter){ BPF_JMP | op | BPF_K, (uint8_t)jt, (uint8_t)jf, k });
}

static size_t put_return(struct assembly *a, uint32_t answer)
{
	for (size_t i = 0; i < a->n_returns; i++)
		if (a->program[a->returns[i]].k == answer)
			return a->returns[i];
	if (a->n_returns == ANSWERS_MAX) {
		a->too_far = true;
		return a->returns[0];
	}
	return a->returns[a->n_returns++] = put(a, (struct sock_filter){ .code = BPF_RET | BPF_K, .k = answer });
}

/* Both halves of an argument, for a register is 64 bits wide; the tree that leads here has loaded the number. */
static size_t put_rule(struct assembly *a, const struct assemble_rule *rule)
{
	const size_t low = offsetof(struct seccomp_data, args) + rule->index * sizeof(uint64_t);
	const size_t no = put_return(a, a->rest->answer);
	size_t at = put_return(a, rule->answer);

	for (size_t half = 2; half-- > 0;) {
		uint32_t k = (uint32_t)(rule->value >> (32 * half));

		if (rule->arg == ARG_EQUAL)
			put_test(a, BPF_JEQ, k, at, no);
		else if (k)
			put_test(a, BPF_JSET, k, no, at);
		else
			continue;
		at = put_load(a, low + sizeof(uint32_t) * half);
	}
	return at;
}

static size_t put_range(struct assembly *a, const struct assemble_rule *rule)
{
	if (is_plain(rule))
		return put_return(a, rule ? rule->answer : a->rest->answer);
	return put_rule(a, rule);
}

static size_t put_tree(struct assembly *a, size_t from, size_t to)
{
	size_t middle = from + (to - from) / 2, above, below;

	if (to - from == 1)
		return put_range(a, a->ranges[from].rule);
	above = put_tree(a, middle, to);
	below = put_tree(a, from, middle);
	return put_test(a, BPF_JGE, a->ranges[middle].first, above, below);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

/* The returns first, which are jumped to from everywhere. */
static void put_returns(struct assembly *a)
{
	for (size_t i = 0; i < a->n_ranges; i++)
		if (a->ranges[i].rule)
			put_return(a, a->ranges[i].rule->answer);
	put_return(a, a->rest->answer);
}

int assemble(struct assemble_rule *rules, size_t n, const struct assemble_rest *rest,
	     struct sock_filter out[BPF_MAXINSNS], size_t *n_out, struct err *e)
{
	struct assembly a = { .program = out, .at = BPF_MAXINSNS, .rest = rest };
	size_t tree;
	int r;

	if (n > ASSEMBLE_RULES_MAX)
		return err_set(e, -E2BIG, "%zu rules", n);
	sort(rules, n);
	r = make_ranges(&a, rules, n, e);
	if (r < 0)
		return r;
	put_returns(&a);
	tree = put_tree(&a, 0, a.n_ranges);
	/* A tree of one range is a return, which may stand anywhere behind. */
	if (tree != a.at)
		put_test(&a, BPF_JGE, 0, tree, tree);
	put_load(&a, offsetof(struct seccomp_data, nr));
	put_test(&a, BPF_JEQ, rest->arch, a.at, put_return(&a, rest->answer));
	put_load(&a, offsetof(struct seccomp_data, arch));
	if (a.too_far)
		return err_set(e, -E2BIG, "%zu rules: a jump is too far", n);
	*n_out = BPF_MAXINSNS - a.at;
	memmove(out, out + a.at, *n_out * sizeof(out[0]));
	return 0;
}

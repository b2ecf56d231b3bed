/*
 * The assembler: programs of tables made by chance, run call by call against a search of the table.
 */
#include "sandbox/assemble.h"

#include "sandbox/bpf.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ARCH   0xc000003eu
#define TABLES 400

static const struct assemble_rest rest = { ARCH, SECCOMP_RET_USER_NOTIF };

static struct sock_filter program[BPF_MAXINSNS];
static size_t n_program;

static uint32_t draw(uint32_t below)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (uint32_t)(x >> 32) % below;
}

static uint64_t draw_value(void)
{
	static const uint64_t values[] = {
		0, 1, 3, ~UINT64_C(3), UINT64_C(1) << 32, UINT64_C(0x100000001), ~UINT64_C(0)
	};

	return values[draw(sizeof(values) / sizeof(values[0]))];
}

/* Numbers that lie close together, or far apart, up to the highest. */
static size_t draw_rules(struct assemble_rule *rules, size_t most)
{
	const uint32_t step = draw(2) ? 2 : 40000000;
	size_t n = draw((uint32_t)most + 1);
	uint64_t nr = draw(2) ? 0 : draw(step);

	for (size_t i = 0; i < n; i++) {
		if (nr > UINT32_MAX)
			return i;
		rules[i] = (struct assemble_rule){
			.nr = draw(9) ? (uint32_t)nr : UINT32_MAX,
			.answer = draw(3) ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | draw(5),
			.arg = draw(4) ? ARG_ANY : (enum policy_arg)draw(3),
			.index = draw(6),
			.value = draw_value(),
			.name = "a call",
		};
		if (rules[i].nr == UINT32_MAX)
			return i + 1;
		nr += 1 + draw(step);
	}
	return n;
}

static uint32_t expected(const struct assemble_rule *rules, size_t n, const struct seccomp_data *call)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t arg = call->args[rules[i].index];

		if (rules[i].nr != (uint32_t)call->nr || call->arch != ARCH)
			continue;
		if (rules[i].arg == ARG_EQUAL && arg != rules[i].value)
			break;
		if (rules[i].arg == ARG_MASKED_ZERO && arg & rules[i].value)
			break;
		return rules[i].answer;
	}
	return rest.answer;
}

static void check(const struct assemble_rule *rules, size_t n, struct seccomp_data call)
{
	uint32_t answer = 0;

	assert_int_equal(bpf_run(program, n_program, &call, &answer), 0);
	assert_int_equal(answer, expected(rules, n, &call));
}

static void check_around(const struct assemble_rule *rules, size_t n, uint32_t nr, unsigned index)
{
	for (uint32_t near = nr - 1; near != nr + 2; near++)
		for (int i = 0; i < 12; i++) {
			struct seccomp_data call = { .nr = (int)near, .arch = i ? ARCH : ARCH ^ 0x80000000u };

			memset(call.args, i % 2 ? 0 : 0xff, sizeof(call.args));
			call.args[index] = draw_value() ^ (uint64_t)(i % 3 == 0);
			check(rules, n, call);
		}
}

static void assemble__answers_as_the_table_says(void **state)
{
	struct assemble_rule rules[60];
	struct err e = ERR_INIT;

	(void)state;
	for (int t = 0; t < TABLES; t++) {
		size_t n = draw_rules(rules, t % 60);

		for (size_t i = 1; i < n; i++) { /* any order will do */
			size_t at = draw((uint32_t)i + 1);
			struct assemble_rule kept = rules[i];

			rules[i] = rules[at];
			rules[at] = kept;
		}
		assert_int_equal(assemble(rules, n, &rest, program, &n_program, &e), 0);
		assert_true(bpf_is_filter(program, n_program));
		check_around(rules, n, 0, 0);
		for (size_t i = 0; i < n; i++)
			check_around(rules, n, rules[i].nr, rules[i].index);
	}
}

static void assemble__makes_one_range_of_neighbours(void **state)
{
	struct assemble_rule rules[ASSEMBLE_RULES_MAX];
	struct err e = ERR_INIT;

	(void)state;
	for (uint32_t i = 0; i < ASSEMBLE_RULES_MAX; i++)
		rules[i] = (struct assemble_rule){ .nr = 100 + i, .answer = SECCOMP_RET_ALLOW, .name = "a call" };
	assert_int_equal(assemble(rules, ASSEMBLE_RULES_MAX, &rest, program, &n_program, &e), 0);
	/* Load and test the architecture, load the number, two comparisons, two returns. */
	assert_int_equal(n_program, 7);
	check_around(rules, ASSEMBLE_RULES_MAX, 100, 0);
	check_around(rules, ASSEMBLE_RULES_MAX, 99 + ASSEMBLE_RULES_MAX, 0);
}

static void assert_refused(struct assemble_rule *rules, size_t n, int code, const char *word)
{
	struct err e = ERR_INIT;

	n_program = 12345;
	assert_int_equal(assemble(rules, n, &rest, program, &n_program, &e), code);
	assert_non_null(strstr(e.text, word));
	assert_int_equal(n_program, 12345);
}

static void assemble__refuses_what_cannot_be_a_program(void **state)
{
	static struct assemble_rule many[ASSEMBLE_RULES_MAX + 1];
	struct assemble_rule twice[] = {
		{ .nr = 7, .answer = SECCOMP_RET_ALLOW, .name = "seven" },
		{ .nr = 9, .answer = SECCOMP_RET_ALLOW, .name = "nine" },
		{ .nr = 7, .answer = SECCOMP_RET_ERRNO, .name = "sept" },
	};
	struct assemble_rule seventh = { .answer = SECCOMP_RET_ALLOW, .arg = ARG_EQUAL, .index = 6, .name = "one" };

	(void)state;
	assert_refused(twice, 3, -EINVAL, "is the same call");
	assert_refused(&seventh, 1, -EINVAL, "one");
	for (uint32_t i = 0; i <= ASSEMBLE_RULES_MAX; i++)
		many[i] = (struct assemble_rule){ .nr = 2 * i, .answer = SECCOMP_RET_ALLOW, .name = "a call" };
	assert_refused(many, ASSEMBLE_RULES_MAX + 1, -E2BIG, "513");
	assert_refused(many, ASSEMBLE_RULES_MAX, -E2BIG, "too far");
	for (uint32_t i = 0; i < 40; i++)
		many[i].answer = SECCOMP_RET_ERRNO | i;
	assert_refused(many, 40, -E2BIG, "40");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(assemble__answers_as_the_table_says),
		cmocka_unit_test(assemble__makes_one_range_of_neighbours),
		cmocka_unit_test(assemble__refuses_what_cannot_be_a_program),
	};

	return cmocka_run_group_tests_name("assemble", tests, NULL, NULL);
}

/* What doctor says of a host: of this one, and of one that lacks something. */
#include "judge/cli/doctor.h"
#include "sandbox/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct finding *find(const struct findings *f, const char *section, const char *what)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->list[i].section, section) && !strcmp(f->list[i].what, what))
			return &f->list[i];
	return NULL;
}

static int examine(void **state)
{
	static struct findings f;

	setenv("JUDGE_KEEPER", JUDGE_BUILD_DIR "/judge-keeper", 1);
	setenv("JUDGE_CC", "/nonexistent/cc", 1);
	setenv("JUDGE_DRIVER_DIR", "/nonexistent/driver", 1);
	setenv("JUDGE_PROBLEMS", "/nonexistent/problems", 1);
	setenv("XDG_CACHE_HOME", "/dev/null/cache", 1);
	setenv("XDG_DATA_HOME", "/dev/null/data", 1);
	doctor_examine(&f, NULL);
	*state = &f;
	return 0;
}

static int clear(void **state)
{
	doctor_clear(*state);
	return 0;
}

static void doctor__what_stops_judging_is_broken(void **state)
{
	const struct findings *f = *state;
	const struct finding *compiler = find(f, "compiler", "C compiler"),
			     *problems = find(f, "problems", "problem set"), *cache = find(f, "directories", "cache");

	assert_false(f->incomplete);
	assert_int_equal(compiler->state, FINDING_BROKEN);
	assert_non_null(strstr(compiler->detail, "/nonexistent/cc"));
	assert_int_equal(problems->state, FINDING_BROKEN);
	assert_non_null(strstr(problems->detail, "JUDGE_PROBLEMS"));
	assert_int_equal(cache->state, FINDING_BROKEN);
	assert_non_null(strstr(cache->detail, "/dev/null/cache"));
	assert_int_equal(find(f, "compiler", "runtime of drivers")->state, FINDING_BROKEN);
	assert_true(doctor_count(f, FINDING_BROKEN) >= 4);
}

static void doctor__without_a_history_one_can_judge(void **state)
{
	assert_int_equal(find(*state, "directories", "history")->state, FINDING_MISSING);
}

static void doctor__every_layer_is_named(void **state)
{
	const struct findings *f = *state;

	for (int i = 0; i < BOX_LAYER_COUNT; i++) {
		const struct finding *x = find(f, "sandbox", box_layer_word((enum box_layer)i));

		assert_non_null(x);
		if (x->state == FINDING_MISSING)
			assert_string_not_equal(x->remedy, "");
	}
}

/* As box_lacks has it: whatever hosting lacks is a layer that is named as missing. */
static void doctor__hosting_is_possible_or_the_missing_layers_are_named(void **state)
{
	const struct findings *f = *state;
	const struct finding *hosting = find(f, "sandbox", "hosting");

	assert_non_null(hosting);
	assert_int_equal(hosting->state, f->hosting ? FINDING_FINE : FINDING_MISSING);
	assert_int_equal(strncmp(hosting->detail, f->hosting ? "yes" : "no, because ", f->hosting ? 3 : 12), 0);
	if (!f->hosting && !find(f, "sandbox", "box"))
		assert_string_not_equal(hosting->remedy, "");
}

static void doctor__without_groups_nobody_can_host(void **state)
{
	struct findings f;
	const struct finding *hosting;

	(void)state;
	doctor_examine(&f, "");
	hosting = find(&f, "sandbox", "hosting");
	assert_false(f.hosting);
	assert_non_null(strstr(hosting->detail, "memory cgroup"));
	assert_string_not_equal(hosting->remedy, "");
	assert_int_equal(find(&f, "sandbox", "memory cgroup")->state, FINDING_MISSING);
	doctor_clear(&f);
}

static void doctor__without_a_sandbox_nobody_can_host(void **state)
{
	struct findings f;

	(void)state;
	doctor_examine(&f, "/nonexistent/group");
	assert_false(f.hosting);
	assert_non_null(strstr(find(&f, "sandbox", "keeper")->detail, "/nonexistent/group"));
	assert_int_equal(find(&f, "sandbox", "hosting")->state, FINDING_MISSING);
	doctor_clear(&f);
}

static void doctor__limits_are_told(void **state)
{
	assert_non_null(strstr(find(*state, "limits", "of a test")->detail, "CPU 2 s"));
	assert_non_null(find(*state, "limits", "open files"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(doctor__what_stops_judging_is_broken),
		cmocka_unit_test(doctor__without_a_history_one_can_judge),
		cmocka_unit_test(doctor__every_layer_is_named),
		cmocka_unit_test(doctor__hosting_is_possible_or_the_missing_layers_are_named),
		cmocka_unit_test(doctor__without_groups_nobody_can_host),
		cmocka_unit_test(doctor__without_a_sandbox_nobody_can_host),
		cmocka_unit_test(doctor__limits_are_told),
	};

	return cmocka_run_group_tests(tests, examine, clear);
}

/*
 * What cost_measure promises, in real boxes: curves that grow as the work does, and each way in which a climb ends,
 * with the size at which it did.
 */
#include "runners/cost.h"

#include "sandbox/base/fs.h"
#include "tests/support/counted.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const char driver[] =
	"#include \"driver.h\"\n"
	"static long (*kernel)(long);\n"
	"const struct driver_function driver_functions[] = { { \"kernel\", (void **)&kernel }, { 0, 0 } };\n"
	"void driver_run(void)\n"
	"{\n"
	"	long result = kernel(driver_read_i64());\n"
	"	if (result == -777)\n"
	"		driver_complain(\"the list was changed\");\n"
	"	driver_write_i64(result);\n"
	"}\n";

static int open_fixture(void **state)
{
	static struct counted f;
	void *w;

	if (workbench_open(&w))
		return -1;
	f.w = w;
	f.runner = counted_runner(f.w, driver, true);
	*state = &f;
	return 0;
}

static int write_size(void *arg, uint64_t n, int *fd, struct err *e)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "%llu", (unsigned long long)n);

	(void)arg;
	return fs_memfd("input", text, (size_t)len, fd, e);
}

static int is_zero(void *arg, uint64_t n, const char *text, size_t len, bool *right, struct err *e)
{
	(void)arg;
	(void)n;
	(void)e;
	*right = len == 1 && *text == '0';
	return 0;
}

#define HEADERS                                                                               \
	"#include <stdlib.h>\n#include <stdio.h>\n#include <string.h>\n#include <unistd.h>\n" \
	"#include <fcntl.h>\nstatic volatile long s; static void *volatile k;\nlong kernel(long n)\n"

static struct run_box *open_kernel(struct counted *f, const char *body)
{
	struct run_limits limits = RUN_LIMITS_DEFAULT;
	struct run_box *rb = NULL;
	struct err e = ERR_INIT;
	char text[2048];
	struct build b;

	snprintf(text, sizeof(text), HEADERS "%s", body);
	b = counted_object(f->w, text, COUNTED_NAME, false);
	if (b.end != BUILD_OK)
		fail_msg("%s", b.reason);
	limits.memory_bytes = 64u << 20;
	limits.output_bytes = 100000;
	if (run_box_open_counted(f->w->tc, f->w->sandbox, &f->runner, &b.artifact, COUNTED_NAME, &limits, &rb, &e) < 0)
		fail_msg("%s", e.text);
	build_clear(&b);
	return rb;
}

static struct cost_curve measure(struct counted *f, const char *body, uint64_t first, uint64_t last)
{
	const struct cost_ladder ladder = { .first = first, .last = last, .input = write_size, .answer = is_zero };
	struct run_box *rb = open_kernel(f, body);
	struct cost_curve curve;
	struct err e = ERR_INIT;

	if (cost_measure(rb, &ladder, &curve, &e) < 0)
		fail_msg("%s", e.text);
	run_box_close(rb);
	return curve;
}

static enum fit_class class_of(const struct cost_curve *curve, enum cost_measure what)
{
	struct fit_point points[FIT_POINTS_MAX];
	struct fit fit;
	size_t n = cost_points(curve, what, NULL, 0, points);

	fit_class(points, n, what == COST_TICKS ? COST_TICKS_FLOOR : COST_BYTES_FLOOR, &fit);
	assert_true(fit.enough);
	return fit.class;
}

#define LINEAR "{ for (long i = 0; i < n; i++) s += i; return 0; }"

static void cost__climbs_until_the_runs_are_long_enough(void **state)
{
	struct cost_curve curve = measure(*state, LINEAR, 4, 1u << 30);
	const struct cost_point *last = &curve.points[curve.n_points - 1];

	assert_int_equal(curve.end, COST_END_CEILING);
	assert_int_equal(curve.points[0].n, 4);
	assert_int_equal(curve.points[1].n, 6);
	assert_int_equal(curve.points[2].n, 8);
	assert_true(last->ticks > COST_CEILING && last[-1].ticks <= COST_CEILING);
	assert_int_equal(curve.end_n, last->n);
	assert_int_equal(last->seeds, 1);
	assert_true(last->cpu_us > 1000);
	assert_false(curve.drew || curve.unsteady);
	assert_int_equal(class_of(&curve, COST_TICKS), FIT_N);
	assert_int_equal(class_of(&curve, COST_BYTES), FIT_ONE);
}

static void cost__ends_with_the_sizes(void **state)
{
	struct cost_curve curve = measure(*state, LINEAR, 1, 100);

	assert_int_equal(curve.end, COST_END_SIZES);
	assert_int_equal(curve.points[0].n, 1);
	assert_int_equal(curve.points[curve.n_points - 1].n, 96);
	assert_int_equal(curve.end_n, 96);
	assert_int_equal(curve.n_points, 13);
}

/* Off the powers of two, where arrays that double are full. */
static void cost__begins_where_it_is_told(void **state)
{
	static const uint64_t sizes[] = { 17, 34, 51, 68, 102, 136 };
	struct cost_curve curve = measure(*state, LINEAR, 17, 150);

	assert_int_equal(curve.end, COST_END_SIZES);
	assert_int_equal(curve.n_points, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(curve.points[i].n, sizes[i]);
}

static void cost_climb_on__goes_farther_and_ends_as_before(void **state)
{
	const struct cost_ladder ladder = { .first = 4, .last = 1u << 30, .input = write_size, .answer = is_zero };
	/* Its first run beyond the ceiling is well; from ten million on it crashes. */
	struct run_box *linear = open_kernel(*state, LINEAR),
		       *crash = open_kernel(*state, "{ for (long i = 0; i < n; i++) s += i; if (n > 20000000) abort(); "
						    "return 0; }");
	struct cost_curve near, far;
	struct err e = ERR_INIT;

	assert_int_equal(cost_measure(linear, &ladder, &near, &e), 0);
	far = near;
	assert_int_equal(cost_climb_on(linear, &ladder, &far, &e), 0);
	assert_true(far.n_points > near.n_points);
	assert_memory_equal(far.points, near.points, near.n_points * sizeof(near.points[0]));
	assert_true(far.points[far.n_points - 1].ticks > COST_FAR && far.points[far.n_points - 2].ticks <= COST_FAR);
	assert_int_equal(far.points[near.n_points].n, near.points[near.n_points - 2].n * 2);
	assert_int_equal(far.end, COST_END_CEILING);
	assert_int_equal(far.end_n, far.points[far.n_points - 1].n);

	assert_int_equal(cost_measure(crash, &ladder, &near, &e), 0);
	assert_int_equal(near.end, COST_END_CEILING);
	far = near;
	assert_int_equal(cost_climb_on(crash, &ladder, &far, &e), 0);
	assert_int_equal(far.end, COST_END_CEILING);
	assert_true(far.points[far.n_points - 1].n <= 20000000 && far.points[far.n_points - 1].ticks <= COST_FAR);

	/* What ended in another way stays as it is. */
	near.end = COST_END_SIZES;
	far = near;
	assert_int_equal(cost_climb_on(linear, &ladder, &far, &e), 0);
	assert_memory_equal(&far, &near, sizeof(far));
	run_box_close(linear);
	run_box_close(crash);
}

static void cost__sees_bytes_grow(void **state)
{
	struct cost_curve heap =
		measure(*state,
			"{ char *p = k = malloc(n * 8); for (long i = 0; i < n; i++) p[i] = 1; free(k);"
			" return 0; }",
			16, 1u << 16);
	struct cost_curve stack = measure(
		*state, "{ volatile char a[50]; a[0] = 1; return n > 0 ? kernel(n - 1) * a[0] : 0; }", 16, 1u << 15);

	assert_int_equal(class_of(&heap, COST_BYTES), FIT_N);
	assert_true(heap.points[heap.n_points - 1].heap_bytes >= 8u << 16);
	assert_int_equal(class_of(&stack, COST_BYTES), FIT_N);
	assert_int_equal(stack.points[stack.n_points - 1].heap_bytes, 0);
}

/* Each end, at n = 1000 or more, which is the size 1024. */
static const struct {
	const char *body;
	enum cost_end end;
	const char *detail;
} ends[] = {
	{ "{ if (n >= 1000) for (;;) s++; return 0; }", COST_END_BUDGET, "" },
	{ "{ if (n >= 1000) *(volatile int *)8 = 1; return 0; }", COST_END_CRASH, "SIGSEGV" },
	{ "{ if (n >= 1000) abort(); return 0; }", COST_END_CRASH, "SIGABRT" },
	{ "{ if (n >= 1000) exit(3); return 0; }", COST_END_CRASH, "exit 3" },
	{ "{ volatile char a[100]; a[0] = 1; return n < 1000 ? 0 : kernel(n + 1) * a[0]; }", COST_END_CRASH,
	  "stack overflow" },
	{ "{ if (n >= 1000) fork(); return 0; }", COST_END_CRASH, "a second process or thread" },
	{ "{ if (n >= 1000) for (;;) memset(k = malloc(1 << 20), 1, 1 << 20); return 0; }", COST_END_MEMORY, NULL },
	{ "{ if (n >= 1000) for (;;) dprintf(3, \"%1000d\", 7); return 0; }", COST_END_OUTPUT, NULL },
	{ "{ return n >= 1000 ? -777 : 0; }", COST_END_CONDUCT, "the list was changed" },
	{ "{ return n >= 1000; }", COST_END_ANSWER, "" },
	{ "{ if (n >= 1000) dprintf(4, \"cost 7 0 0 0\\n\"); return 0; }", COST_END_FORGED, NULL },
	{ "{ if (n >= 1000) close(3); return 0; }", COST_END_FORGED, NULL },
};

static void cost__ends_where_something_happens_and_says_what(void **state)
{
	for (size_t i = 0; i < LENGTH(ends); i++) {
		struct cost_curve curve = measure(*state, ends[i].body, 4, 1u << 14);

		if (curve.end != ends[i].end)
			fail_msg("%s: %s (%s)", ends[i].body, cost_end_text(curve.end), curve.end_detail);
		assert_int_equal(curve.end_n, 1024);
		assert_int_equal(curve.points[curve.n_points - 1].n, 768);
		if (ends[i].detail)
			assert_string_equal(curve.end_detail, ends[i].detail);
	}
}

/* It waits for what never comes, and takes no step. */
static void cost__ends_where_time_runs_out(void **state)
{
	struct counted *f = *state;
	const struct cost_ladder ladder = { .first = 1, .last = 4, .input = write_size };
	struct run_box *rb = open_kernel(f, "{ if (n >= 2) for (;;) s += open(\"/dev/zero\", O_RDONLY); return 0; }");
	struct cost_curve curve;
	struct err e = ERR_INIT;

	assert_int_equal(cost_measure(rb, &ladder, &curve, &e), 0);
	assert_true(curve.end == COST_END_TIME || curve.end == COST_END_BUDGET);
	assert_int_equal(curve.end_n, 2);
	run_box_close(rb);
}

static void cost__averages_over_seeds_where_there_is_chance(void **state)
{
	struct cost_curve alike = measure(*state, "{ for (long i = 0; i < n; i++) s += rand(); return 0; }", 64, 512);
	struct cost_curve spread = measure(
		*state, "{ long m = n * (rand() % 16); for (long i = 0; i < m; i++) s += i; return 0; }", 64, 512);

	assert_true(alike.drew && spread.drew && !alike.unsteady && !spread.unsteady);
	for (size_t i = 0; i < alike.n_points; i++) {
		assert_int_equal(alike.points[i].seeds, COST_SEEDS_FEW);
		assert_int_equal(spread.points[i].seeds, COST_SEEDS_MANY);
		assert_true(spread.points[i].least_ticks < spread.points[i].ticks);
		assert_true(spread.points[i].most_ticks > spread.points[i].ticks);
	}
}

static void cost__takes_medians_where_counts_are_unsteady(void **state)
{
	struct cost_curve curve = measure(*state,
					  "{ unsigned char c; int fd = open(\"/dev/urandom\", O_RDONLY);"
					  " long m = 1000 * n; if (read(fd, &c, 1) == 1) m += c; close(fd);"
					  " for (long i = 0; i < m; i++) s += i; return 0; }",
					  16, 128);

	assert_true(curve.unsteady);
	assert_int_equal(curve.unsteady_n, 96);
	for (size_t i = 0; i < curve.n_points; i++) {
		assert_int_equal(curve.points[i].seeds, 5);
		assert_true(curve.points[i].least_ticks <= curve.points[i].ticks);
		assert_true(curve.points[i].most_ticks >= curve.points[i].ticks);
		assert_true(curve.points[i].most_ticks > curve.points[i].least_ticks);
	}
}

static void cost__is_about_a_phase_that_comes(void **state)
{
	struct counted *f = *state;
	const struct cost_ladder ladder = { .first = 1, .last = 4, .phase = "none of these", .input = write_size };
	struct run_box *rb = open_kernel(f, LINEAR);
	struct cost_curve curve;
	struct err e = ERR_INIT;

	assert_int_equal(cost_measure(rb, &ladder, &curve, &e), 0);
	assert_int_equal(curve.points[2].ticks, 0);
	run_box_close(rb);
}

static int fail_input(void *arg, uint64_t n, int *fd, struct err *e)
{
	(void)arg;
	(void)fd;
	return n < 4 ? write_size(arg, n, fd, e) : err_set(e, -EIO, "no input");
}

static void cost__fails_where_the_judge_does(void **state)
{
	struct cost_ladder ladder = { .first = 1, .last = 8, .input = fail_input };
	struct run_box *rb = open_kernel(*state, LINEAR);
	struct cost_curve curve = { .n_points = 99 };
	struct err e = ERR_INIT;

	assert_int_equal(cost_measure(rb, &ladder, &curve, &e), -EIO);
	assert_int_equal(curve.n_points, 99);
	err_clear(&e);
	ladder.first = 0;
	assert_int_equal(cost_measure(rb, &ladder, &curve, &e), -EINVAL);
	ladder.first = 9;
	assert_int_equal(cost_measure(rb, &ladder, &curve, &e), -EINVAL);
	run_box_close(rb);
}

static void cost_points__have_the_sizes_beside_n(void **state)
{
	static const char *const names[] = { "n" };
	struct cost_curve curve = { .points = { { .n = 64, .ticks = 5, .heap_bytes = 7, .stack_bytes = 11 } },
				    .n_points = 1 };
	struct fit_point points[FIT_POINTS_MAX];
	struct formula sizes[2];
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(formula_parse("sqrt n", names, 1, &sizes[0], &e), 0);
	assert_int_equal(formula_parse("4 * n", names, 1, &sizes[1], &e), 0);
	assert_int_equal(cost_points(&curve, COST_TICKS, sizes, 2, points), 1);
	assert_true(points[0].y == 5 && points[0].sizes[0] == 64);
	assert_float_equal(points[0].sizes[1], 8, 1e-9);
	assert_float_equal(points[0].sizes[2], 256, 1e-9);
	assert_int_equal(cost_points(&curve, COST_BYTES, NULL, 0, points), 1);
	assert_true(points[0].y == 18);
}

/* The run that the budget ended is a bound from below, of steps alone, where it lies behind the others. */
static void cost_points__have_the_budget_as_a_bound(void **state)
{
	struct cost_curve curve = { .points = { { .n = 64, .ticks = 5 }, { .n = 96, .ticks = 9 } },
				    .n_points = 2,
				    .end = COST_END_BUDGET,
				    .end_n = 128 };
	struct fit_point points[FIT_POINTS_MAX];

	(void)state;
	assert_int_equal(cost_points(&curve, COST_TICKS, NULL, 0, points), 3);
	assert_true(points[2].sizes[0] == 128 && points[2].y == (double)COST_BUDGET);
	assert_int_equal(cost_points(&curve, COST_BYTES, NULL, 0, points), 2);
	curve.end_n = 64;
	assert_int_equal(cost_points(&curve, COST_TICKS, NULL, 0, points), 2);
	curve.end_n = 128;
	curve.end = COST_END_CEILING;
	assert_int_equal(cost_points(&curve, COST_TICKS, NULL, 0, points), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cost__climbs_until_the_runs_are_long_enough),
		cmocka_unit_test(cost__ends_with_the_sizes),
		cmocka_unit_test(cost__begins_where_it_is_told),
		cmocka_unit_test(cost_climb_on__goes_farther_and_ends_as_before),
		cmocka_unit_test(cost__sees_bytes_grow),
		cmocka_unit_test(cost__ends_where_something_happens_and_says_what),
		cmocka_unit_test(cost__ends_where_time_runs_out),
		cmocka_unit_test(cost__averages_over_seeds_where_there_is_chance),
		cmocka_unit_test(cost__takes_medians_where_counts_are_unsteady),
		cmocka_unit_test(cost__is_about_a_phase_that_comes),
		cmocka_unit_test(cost__fails_where_the_judge_does),
		cmocka_unit_test(cost_points__have_the_sizes_beside_n),
		cmocka_unit_test(cost_points__have_the_budget_as_a_bound),
	};

	return cmocka_run_group_tests(tests, open_fixture, counted_close);
}

/* What inputs promises: which files make a build, under which names, and a key that knows each of their bytes. */
#include "runners/inputs.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct source sources[] = { { "a b.c", "int a;", 6 }, { "b.h", "int b;", 6 } };
static const struct source headers[] = { { "pack.h", "int p;", 6 } };
static const struct signature signatures[] = { { "f", "int(int)" } };

static const struct build_spec spec = {
	.sources = sources,
	.n_sources = 2,
	.headers = headers,
	.n_headers = 1,
	.prelude = "pack.h",
	.signatures = signatures,
	.n_signatures = 1,
};

static int make_arena(void **state)
{
	static struct arena a;

	arena_init(&a, 1 << 20);
	*state = &a;
	return 0;
}

static int clear_arena(void **state)
{
	arena_clear(*state);
	return 0;
}

static struct inputs gather(const struct build_spec *s, const struct driver_files *runtime, struct arena *a)
{
	struct err e = ERR_INIT;
	struct inputs in;

	if (inputs_gather(s, runtime, a, &in, &e) < 0)
		fail_msg("%s", e.text);
	return in;
}

static void inputs__of_a_driver_have_the_runtime(void **state)
{
	const struct driver_files runtime = { .files = {
						      [DRIVER_HEAP] = { "heap.c", "", 0 },
						      [DRIVER_COUNTING] = { "counting.c", "", 0 },
						      [DRIVER_RUNTIME] = { "runtime.c", "", 0 },
						      [DRIVER_DATA] = { "data.c", "", 0 },
						      [DRIVER_SANITIZED] = { "sanitized.c", "", 0 },
						      [DRIVER_HEADER] = { "driver.h", "", 0 },
						      [DRIVER_CHANNEL] = { "channel.h", "", 0 },
						      [DRIVER_RUNTIME_HEADER] = { "runtime.h", "", 0 },
						      [DRIVER_COUNTING_HEADER] = { "counting.h", "", 0 },
						      [DRIVER_SANITIZED_HEADER] = { "sanitized.h", "", 0 },
					      } };
	struct build_spec wanted = spec;
	struct inputs in;

	wanted.shape = BUILD_RUNNER;
	in = gather(&wanted, &runtime, *state);

	assert_int_equal(in.n_sources, 4);
	assert_string_equal(in.sources[0].name, "a b.c");
	assert_string_equal(in.sources[2].name, "runtime.c");
	assert_string_equal(in.labels[2], "runtime.c");
	assert_string_equal(in.sources[3].name, "data.c");
	assert_int_equal(in.n_headers, 6);
	assert_string_equal(in.headers[0].name, "pack.h");
	assert_string_equal(in.headers[2].name, "channel.h");
	/* Where steps are counted there are two more. */
	wanted.counts = true;
	in = gather(&wanted, &runtime, *state);
	assert_int_equal(in.n_sources, 6);
	assert_string_equal(in.sources[2].name, "heap.c");
	assert_string_equal(in.sources[3].name, "counting.c");
	assert_string_equal(in.sources[4].name, "runtime.c");
	wanted.counts = false;
	/* With sanitizers there is one file more; a program has no other of ours, and an object none. */
	wanted.sanitize = true;
	in = gather(&wanted, &runtime, *state);
	assert_int_equal(in.n_sources, 5);
	assert_int_equal(in.n_own, 2);
	assert_string_equal(in.sources[4].name, "sanitized.c");
	assert_true(inputs_needs_runtime(&wanted));
	wanted.shape = BUILD_PROGRAM;
	in = gather(&wanted, &runtime, *state);
	assert_int_equal(in.n_sources, 3);
	assert_string_equal(in.sources[2].name, "sanitized.c");
	assert_true(inputs_needs_runtime(&wanted));
	wanted.shape = BUILD_OBJECT;
	assert_false(inputs_needs_runtime(&wanted));
}

/* What a program is checked with has no header that could have the name of one of its own. */
static void inputs__of_a_program_may_have_any_header(void **state)
{
	const struct source own[] = { { "main.c", "", 0 }, { "channel.h", "", 0 }, { "sanitized.h", "", 0 } };
	struct build_spec wanted = { .shape = BUILD_PROGRAM, .sources = own, .n_sources = 3, .sanitize = true };
	struct driver_files runtime;
	struct err e = ERR_INIT;
	struct buf reason;
	struct inputs in;

	assert_int_equal(driver_files_read(&runtime, &e), 0);
	buf_init(&reason, 255);
	in = gather(&wanted, &runtime, *state);
	inputs_check(&in, &reason);
	assert_string_equal(reason.data, "");
	buf_clear(&reason);
	driver_files_clear(&runtime);
}

static void assert_package_refused(const struct build_spec *s, struct arena *a)
{
	const struct driver_files runtime = { .files = {
						      [DRIVER_HEADER] = { "driver.h", "", 0 },
						      [DRIVER_CHANNEL] = { "channel.h", "", 0 },
						      [DRIVER_RUNTIME_HEADER] = { "runtime.h", "", 0 },
						      [DRIVER_COUNTING_HEADER] = { "counting.h", "", 0 },
						      [DRIVER_SANITIZED_HEADER] = { "sanitized.h", "", 0 },
					      } };
	struct err e = ERR_INIT;
	struct inputs in;

	assert_int_equal(inputs_gather(s, s->shape == BUILD_RUNNER ? &runtime : NULL, a, &in, &e), -EINVAL);
}

static void inputs__of_the_package_are_checked(void **state)
{
	const struct source bad[] = { { "../a.h", "", 0 }, { "", "", 0 }, { "a.h", NULL, SOURCE_BYTES_MAX + 1 } };

	const struct source twice[] = { { "pack.h", "", 0 }, { "pack.h", "", 0 } };
	struct build_spec s = spec;

	s.prelude = NULL;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		s.headers = &bad[i];
		assert_package_refused(&s, *state);
	}
	s.headers = twice;
	s.n_headers = 2;
	assert_package_refused(&s, *state);
	s = spec;
	s.prelude = "b.h";
	assert_package_refused(&s, *state);
	/* A driver's lie beside the runtime's. */
	s = spec;
	s.shape = BUILD_RUNNER;
	s.prelude = NULL;
	s.headers = &(struct source){ "channel.h", "", 0 };
	assert_package_refused(&s, *state);
}

/* What is said against these sources; in `a`. */
static const char *reason_against(const struct source *list, size_t n, struct arena *a)
{
	struct build_spec s = spec;
	struct buf reason;
	struct inputs in;
	char *copy;

	s.sources = list;
	s.n_sources = n;
	in = gather(&s, NULL, a);
	buf_init(&reason, 255);
	inputs_check(&in, &reason);
	copy = arena_strdup(a, reason.data);
	buf_clear(&reason);
	return copy;
}

static void check__finds_nothing_against_sound_sources(void **state)
{
	assert_string_equal(reason_against(sources, 2, *state), "");
}

static void check__names_what_is_wrong(void **state)
{
	static char long_name[SOURCE_NAME_MAX + 3];
	struct source many[SOURCE_FILES_MAX + 1];
	const struct source twice[] = { { "a.c", "", 0 }, { "a.h", "", 0 }, { "a.h", "", 0 } };

	memset(long_name, 'x', sizeof(long_name) - 1);
	for (size_t i = 0; i < SOURCE_FILES_MAX + 1; i++)
		many[i] = (struct source){ "a.c", "", 0 };
	assert_string_equal(reason_against(NULL, 0, *state), "there is no source to compile, only headers");
	assert_string_equal(reason_against(&sources[1], 1, *state), "there is no source to compile, only headers");
	assert_string_equal(reason_against(many, SOURCE_FILES_MAX + 1, *state), "there are more than 64 files");
	assert_string_equal(reason_against(many, SOURCE_FILES_MAX, *state), "");
	assert_string_equal(reason_against(twice, 3, *state), "there is a header 'a.h' already");
	assert_string_equal(reason_against(headers, 1, *state), "there is a header 'pack.h' already");
	assert_string_equal(reason_against(&(struct source){ "a.c", NULL, SOURCE_BYTES_MAX + 1 }, 1, *state),
			    "'a.c' is larger than 256 KiB");
	assert_string_equal(reason_against(&(struct source){ long_name, "", 0 }, 1, *state),
			    "the name of a file is longer than 200 bytes");
	assert_non_null(strstr(reason_against(&(struct source){ "a/b.h", "", 0 }, 1, *state), "the name of a header"));
}

static void key_of(const struct build_spec *s, const char *toolchain, struct arena *a, char key[HASH_HEX_MAX])
{
	const struct inputs in = gather(s, NULL, a);
	struct err e = ERR_INIT;

	assert_int_equal(inputs_key(&in, toolchain, key, &e), 0);
}

static void key__is_another_for_any_other_input(void **state)
{
	const struct source text[] = { { "a b.c", "int A;", 6 }, { "b.h", "int b;", 6 } };
	const struct source name[] = { { "a_b.c", "int a;", 6 }, { "b.h", "int b;", 6 } };
	const struct source moved[] = { { "a b.c", "int a;i", 7 }, { "b.h", "nt b;", 5 } };
	const struct source header[] = { { "pack.h", "int q;", 6 } };
	const struct signature type[] = { { "f", "int(long)" } };
	struct build_spec changed[8];
	char keys[10][HASH_HEX_MAX];

	for (size_t i = 0; i < 8; i++)
		changed[i] = spec;
	changed[0].sources = text;
	changed[1].sources = name;
	changed[2].sources = moved;
	changed[3].headers = header;
	changed[4].signatures = type;
	changed[5].shape = BUILD_PROGRAM;
	changed[6].prelude = NULL;
	changed[7].n_sources = 1;
	for (size_t i = 0; i < 8; i++)
		key_of(&changed[i], "gcc", *state, keys[i]);
	key_of(&spec, "clang", *state, keys[8]);
	key_of(&spec, "gcc", *state, keys[9]);
	for (size_t i = 0; i < 10; i++) {
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(keys[i], keys[k]);
	}
	key_of(&spec, "gcc", *state, keys[0]);
	assert_string_equal(keys[0], keys[9]);
}

static const char *shown_for(const struct diagnostics_context *cx, const char *box)
{
	for (size_t i = 0; i < cx->n_names; i++) {
		if (!strcmp(cx->names[i].box, box))
			return cx->names[i].shown ? cx->names[i].shown : "(hidden)";
	}
	return "(unknown)";
}

static void names__are_known_in_all_their_forms(void **state)
{
	const struct inputs in = gather(&spec, NULL, *state);
	struct diagnostics_context cx;
	struct err e = ERR_INIT;

	assert_int_equal(inputs_names(&in, *state, &cx, &e), 0);
	assert_string_equal(shown_for(&cx, "a b.c"), "a b.c");
	assert_string_equal(shown_for(&cx, "/box/0.c"), "a b.c");
	assert_string_equal(shown_for(&cx, "/work/0.s"), "a b.c");
	assert_string_equal(shown_for(&cx, "/work/0.o"), "a b.c");
	assert_string_equal(shown_for(&cx, "/box/b.h"), "b.h");
	assert_string_equal(shown_for(&cx, "/box/pack.h"), "(hidden)");
	assert_string_equal(shown_for(&cx, "/box/1.c"), "(unknown)");
}

static void inputs__say_when_memory_is_out(void **state)
{
	struct err e = ERR_INIT;
	struct inputs in;
	struct arena small;

	(void)state;
	arena_init(&small, 40);
	assert_int_equal(inputs_gather(&spec, NULL, &small, &in, &e), -ENOMEM);
	arena_clear(&small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inputs__of_a_driver_have_the_runtime),
		cmocka_unit_test(inputs__of_a_program_may_have_any_header),
		cmocka_unit_test(inputs__of_the_package_are_checked),
		cmocka_unit_test(check__finds_nothing_against_sound_sources),
		cmocka_unit_test(check__names_what_is_wrong),
		cmocka_unit_test(key__is_another_for_any_other_input),
		cmocka_unit_test(names__are_known_in_all_their_forms),
		cmocka_unit_test(inputs__say_when_memory_is_out),
	};

	return cmocka_run_group_tests(tests, make_arena, clear_arena);
}

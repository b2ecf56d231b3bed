/* What package_programs promises: which files are one program, in which language, and which are none. */
#include "judge/package/package.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "generators/"

struct listed {
	struct problem p;
	struct package pk;
	struct program *list;
	size_t n;
};

static int list(const struct place *place, bool whole, bool strict, struct listed *out, struct err *e)
{
	*out = (struct listed){ .pk.fd = -1 };
	arena_init(&out->p.memory, 1 << 20);
	assert_int_equal(package_open(place->dir, &out->p.memory, &out->pk, e), 0);
	return package_programs(&out->pk, FOLDER, whole, strict, &out->p, &out->list, &out->n, e);
}

static void listed_clear(struct listed *l)
{
	package_close(&l->pk);
	arena_clear(&l->p.memory);
}

static void assert_program(const struct program *p, const char *name, enum language language, const char *sources)
{
	cleanup_buf struct buf all;

	buf_init(&all, 4096);
	for (size_t i = 0; i < p->n_sources; i++)
		buf_printf(&all, "%s%s", i ? " " : "", p->sources[i].name);
	assert_string_equal(p->name, name);
	assert_int_equal(p->language, language);
	assert_string_equal(all.data, sources);
}

static void programs__each_file_is_one_with_the_headers_beside_it(void **state)
{
	cleanup(listed_clear) struct listed l;
	struct err e = ERR_INIT;

	place_put(*state, FOLDER "a.c", "\n");
	place_put(*state, FOLDER "b.cpp", "\n");
	place_put(*state, FOLDER "c.py", "\n");
	place_put(*state, FOLDER "h.h", "\n");
	place_put(*state, FOLDER "README.md", "\n");
	place_put(*state, FOLDER "two/x.py", "\n");
	place_put(*state, FOLDER "two/y.py", "\n");
	place_put(*state, FOLDER "two/h.h", "\n");
	assert_int_equal(list(*state, false, true, &l, &e), 0);
	assert_int_equal(l.n, 4);
	assert_program(&l.list[0], "a.c", LANGUAGE_C, "a.c h.h");
	assert_program(&l.list[1], "b.cpp", LANGUAGE_CPP, "b.cpp h.h");
	assert_program(&l.list[2], "c.py", LANGUAGE_PYTHON3, "c.py");
	assert_program(&l.list[3], "two", LANGUAGE_PYTHON3, "x.py y.py");
}

static void programs__of_a_whole_folder_are_one(void **state)
{
	cleanup(listed_clear) struct listed l;
	struct err e = ERR_INIT;

	place_put(*state, FOLDER "a.c", "\n");
	place_put(*state, FOLDER "b.c", "\n");
	place_put(*state, FOLDER "h.h", "\n");
	assert_int_equal(list(*state, true, true, &l, &e), 0);
	assert_int_equal(l.n, 1);
	assert_program(&l.list[0], "validate", LANGUAGE_C, "a.c b.c h.h");
}

static void programs__there_may_be_none(void **state)
{
	cleanup(listed_clear) struct listed l;
	struct err e = ERR_INIT;

	assert_int_equal(list(*state, false, true, &l, &e), 0);
	assert_int_equal(l.n, 0);
	assert_non_null(l.list);
}

static void programs__that_cannot_be_run_are_named(void **state)
{
	static const struct {
		const char *path, *what, *why;
	} rows[] = {
		{ "v/a.java", FOLDER "v/", "this judge has no toolchain for Java" },
		{ "a.ctd", FOLDER "a.ctd", "is for a tool that this judge does not have" },
		{ "a.hs", FOLDER "a.hs", "this judge has no toolchain for Haskell" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup(listed_clear) struct listed strict, lenient;
		struct err e = ERR_INIT;
		char path[256], text[256];

		snprintf(path, sizeof(path), FOLDER "%s", rows[i].path);
		place_put(*state, path, "\n");
		assert_int_equal(list(*state, false, true, &strict, &e), -EINVAL);
		snprintf(text, sizeof(text), "%s: %s", rows[i].what, rows[i].why);
		assert_string_equal(e.text, text);
		assert_int_equal(list(*state, false, false, &lenient, &e), 0);
		assert_int_equal(lenient.n, 0);
		snprintf(text, sizeof(text), "%s: is not asked: %s", rows[i].what, rows[i].why);
		assert_true(has_note(&lenient.p, text));
		place_take(*state, "generators");
	}
}

static void programs__in_several_languages_are_none(void **state)
{
	cleanup(listed_clear) struct listed l;
	struct err e = ERR_INIT;

	place_put(*state, FOLDER "v/a.c", "\n");
	place_put(*state, FOLDER "v/a.py", "\n");
	assert_int_equal(list(*state, false, true, &l, &e), -EINVAL);
	assert_string_equal(e.text, FOLDER "v/: its files are in several languages");
}

static void programs__with_scripts_are_all_that_is_there(void **state)
{
	cleanup(listed_clear) struct listed l;
	struct err e = ERR_INIT;

	place_put(*state, FOLDER "c/build", "g++ a.cpp -o run\n");
	place_put(*state, FOLDER "c/a.cpp", "\n");
	place_put(*state, FOLDER "c/deep/er/b.py", "\n");
	place_put_bytes(*state, FOLDER "c/words.bin", "\0\xff\0", 3);
	place_put(*state, FOLDER "d.c", "\n");
	place_put(*state, FOLDER "p/run", "python3 start.py \"$@\"\n");
	assert_int_equal(list(*state, false, true, &l, &e), 0);
	assert_int_equal(l.n, 3);
	assert_program(&l.list[0], "c", LANGUAGE_SCRIPTS, "a.cpp build deep/er/b.py words.bin");
	assert_int_equal(l.list[0].sources[3].len, 3);
	assert_memory_equal(l.list[0].sources[3].text, "\0\xff\0", 3);
	assert_program(&l.list[1], "d.c", LANGUAGE_C, "d.c");
	assert_program(&l.list[2], "p", LANGUAGE_SCRIPTS, "run");
	assert_true(has_note(&l.p, FOLDER "c/build: is not executable"));
	assert_true(has_note(&l.p, FOLDER "p/run: is not executable"));
}

static void programs__beside_scripts_are_theirs(void **state)
{
	for (int whole = 0; whole < 2; whole++) {
		cleanup(listed_clear) struct listed l;
		struct err e = ERR_INIT;

		place_put(*state, FOLDER "run", "./a/x\n");
		place_put(*state, FOLDER "a/x.c", "\n");
		place_put(*state, FOLDER "b.py", "\n");
		assert_int_equal(list(*state, whole, true, &l, &e), 0);
		assert_int_equal(l.n, 1);
		assert_program(&l.list[0], "validate", LANGUAGE_SCRIPTS, "a/x.c b.py run");
	}
}

static void programs__with_scripts_are_no_larger_than_can_be_kept(void **state)
{
	cleanup(listed_clear) struct listed l;
	struct err e = ERR_INIT;

	place_put(*state, FOLDER "v/run", "\n");
	place_put_huge(*state, FOLDER "v/data", (16 << 20) + 1);
	assert_int_equal(list(*state, false, true, &l, &e), -EINVAL);
	assert_string_equal(e.text, FOLDER "v/: its files are larger than 16 MiB");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(programs__each_file_is_one_with_the_headers_beside_it,
						place_make_legacy, place_remove),
		cmocka_unit_test_setup_teardown(programs__of_a_whole_folder_are_one, place_make_legacy, place_remove),
		cmocka_unit_test_setup_teardown(programs__there_may_be_none, place_make_legacy, place_remove),
		cmocka_unit_test_setup_teardown(programs__that_cannot_be_run_are_named, place_make_legacy,
						place_remove),
		cmocka_unit_test_setup_teardown(programs__in_several_languages_are_none, place_make_legacy,
						place_remove),
		cmocka_unit_test_setup_teardown(programs__with_scripts_are_all_that_is_there, place_make_legacy,
						place_remove),
		cmocka_unit_test_setup_teardown(programs__beside_scripts_are_theirs, place_make_legacy, place_remove),
		cmocka_unit_test_setup_teardown(programs__with_scripts_are_no_larger_than_can_be_kept,
						place_make_legacy, place_remove),
	};

	return cmocka_run_group_tests_name("package_programs", tests, NULL, NULL);
}

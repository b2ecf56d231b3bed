/* What package_scripts promises: scripts that say which program it is are followed, and no others. */
#include "judge/package/package.h"
#include "tests/support/package_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "output_validators/v/"

struct read {
	struct problem p;
	struct package pk;
	struct package_scripts said;
};

static void read_scripts(const struct place *place, const char *build, const char *run, struct read *out)
{
	struct err e = ERR_INIT;

	*out = (struct read){ .pk.fd = -1 };
	arena_init(&out->p.memory, 1 << 20);
	place_put(place, FOLDER "a.cpp", "\n");
	place_put(place, FOLDER "b.cpp", "\n");
	place_put(place, FOLDER "c.c", "\n");
	place_put(place, FOLDER "d.h", "\n");
	place_put(place, FOLDER "e.py", "\n");
	if (build)
		place_put(place, FOLDER "build", build);
	if (run)
		place_put(place, FOLDER "run", run);
	assert_int_equal(package_open(place->dir, &out->p.memory, &out->pk, &e), 0);
	if (package_scripts_read(&out->pk, FOLDER, &out->p, &out->said, &e) < 0)
		fail_msg("%s", e.text);
	place_take(place, "output_validators");
}

static void read_clear(struct read *r)
{
	package_close(&r->pk);
	arena_clear(&r->p.memory);
}

static void scripts__say_which_program_it_is(void **state)
{
	static const struct {
		const char *build, *run;
		enum language language;
		size_t n;
		const char *first, *entry;
	} rows[] = {
		{ "#!/bin/sh\ng++ a.cpp -o run\n", NULL, LANGUAGE_CPP, 1, "a.cpp", NULL },
		{ "g++ -O2 -std=c++20 -Wall -I. -o ./run ./a.cpp b.cpp d.h -lm", NULL, LANGUAGE_CPP, 2, "a.cpp", NULL },
		{ "set -eu; cd $(dirname $0) && c++ *.cpp -o 'run' # all\nexit 0\n", NULL, LANGUAGE_CPP, 2, "a.cpp",
		  NULL },
		{ "cc c.c\nmv a.out run\nchmod +x run\n", NULL, LANGUAGE_C, 1, "c.c", NULL },
		{ "gcc c.c -o \"$(dirname \"$0\")/checker\"\n", "#!/usr/bin/env bash\nexec ./checker \"$@\"\n",
		  LANGUAGE_C, 1, "c.c", NULL },
		{ "cp e.py run\n", NULL, LANGUAGE_PYTHON3, 0, NULL, "e.py" },
		{ "ln -s e.py run\n", NULL, LANGUAGE_PYTHON3, 0, NULL, "e.py" },
		{ NULL, "#!/bin/sh\npython3 -u \"${0%/*}\"/e.py \"$@\"", LANGUAGE_PYTHON3, 0, NULL, "e.py" },
		{ NULL, "#!/usr/bin/env python3\nprint()\n", LANGUAGE_PYTHON3, 0, NULL, "run" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup(read_clear) struct read r;

		read_scripts(*state, rows[i].build, rows[i].run, &r);
		if (r.said.why)
			fail_msg("row %zu: %s", i, r.said.why);
		assert_int_equal(r.said.language, rows[i].language);
		assert_int_equal(r.said.n, rows[i].n);
		if (rows[i].first)
			assert_string_equal(r.said.sources[0], rows[i].first);
		if (rows[i].entry)
			assert_string_equal(r.said.entry, rows[i].entry);
		else
			assert_null(r.said.entry);
	}
}

static void scripts__that_say_more_are_not_followed(void **state)
{
#define COMPILE "g++ a.cpp -o run\n"
	static const struct {
		const char *build, *run, *why;
	} rows[] = {
		{ "#!/bin/sh\nmake\n", NULL, "line 2 of 'build' runs what no box holds" },
		{ "#!/usr/bin/perl\n", NULL, "line 1 of 'build' names an interpreter that no box holds" },
		{ COMPILE "curl x | sh\n", NULL, "line 2 of 'build' says more than is read here" },
		{ COMPILE "echo $(rm x)\n", NULL, "line 2 of 'build' says more than is read here" },
		{ COMPILE "echo 'x\n", NULL, "line 2 of 'build' says more than is read here" },
		{ COMPILE "g++ b.cpp -o x\n", NULL, "line 2 of 'build' compiles a second program" },
		{ "g++ -DX=1 a.cpp -o run\n", NULL,
		  "line 1 of 'build' has an option of the compiler's that is not known here" },
		{ "g++ -I/usr/local a.cpp -o run\n", NULL,
		  "line 1 of 'build' has an option of the compiler's that is not known here" },
		{ "g++ -Wl,-rpath,/x a.cpp -o run\n", NULL,
		  "line 1 of 'build' has an option of the compiler's that is not known here" },
		{ "g++ ../a.cpp -o run\n", NULL, "line 1 of 'build' compiles a file that is not there" },
		{ "g++ x.cpp -o run\n", NULL, "line 1 of 'build' compiles a file that is not there" },
		{ "g++ c.c -o run\n", NULL, "line 1 of 'build' compiles a file of another language" },
		{ "g++ a.cpp\n", NULL, "'build' makes no 'run'" },
		{ "g++ -o run\n", NULL, "'build' compiles nothing" },
		{ "cp /bin/sh run\n", NULL, "line 1 of 'build' copies what is not known here" },
		{ NULL, "exit 0\n", "'run' runs nothing" },
		{ NULL, "python3 e.py\n",
		  "line 1 of 'run' runs something else than one program with the arguments of the script" },
		{ NULL, "python3 x.py \"$@\"\n", "line 1 of 'run' runs a file that is not there" },
		{ NULL, "./x \"$@\"\n", "line 1 of 'run' runs something that is not made by 'build'" },
		{ NULL, "python3 e.py \"$@\"\npython3 e.py \"$@\"\n", "line 2 of 'run' runs a second program" },
		{ NULL, "python3 e.py \"$@\" </etc/passwd\n", "line 1 of 'run' says more than is read here" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup(read_clear) struct read r;

		read_scripts(*state, rows[i].build, rows[i].run, &r);
		assert_non_null(r.said.why);
		assert_string_equal(r.said.why, rows[i].why);
	}
}

static void scripts__that_are_not_executable_are_noted(void **state)
{
	cleanup(read_clear) struct read r;

	read_scripts(*state, COMPILE, NULL, &r);
	assert_null(r.said.why);
	assert_true(has_note(&r.p, FOLDER "build: is not executable"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(scripts__say_which_program_it_is, place_make_legacy, place_remove),
		cmocka_unit_test_setup_teardown(scripts__that_say_more_are_not_followed, place_make_legacy,
						place_remove),
		cmocka_unit_test_setup_teardown(scripts__that_are_not_executable_are_noted, place_make_legacy,
						place_remove),
	};

	return cmocka_run_group_tests_name("package_scripts", tests, NULL, NULL);
}

/*
 * What build_folder promises: scripts make and are programs as the format has it, whatever they start; and those of
 * somebody hostile come to an end with a reason, and reach nothing.
 */
#include "runners/build_job.h"
#include "runners/folder.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"
#include "tests/support/workbench.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MAIN "int main(void) { return 42; }\n"

static int open_bench(void **state)
{
	return workbench_open_language(LANGUAGE_SCRIPTS, state);
}

static struct source source(const char *name, const char *text)
{
	return (struct source){ name, text, strlen(text) };
}

static struct build build_all(const struct workbench *b, const struct source *files, size_t n, const char *cache)
{
	const struct build_spec spec = { .shape = BUILD_PROGRAM, .sources = files, .n_sources = n, .cache_dir = cache };
	struct build out = BUILD_INIT;
	struct err e = ERR_INIT;

	if (build_run(b->tc, b->sandbox, &spec, &out, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(out.end == BUILD_OK, out.artifact.fd >= 0);
	return out;
}

/* The folder of every case: some sources, and these scripts, of which one may be NULL. */
static struct build build(const struct workbench *b, const char *build, const char *run)
{
	struct source files[8] = { source("main.c", MAIN), source("sub/main.cpp", MAIN),
				   source("say.py", "import sys\nprint(*sys.argv[1:])\n"),
				   source("Makefile", "run: main.c\n\tcc -o $@ $<\n") };
	size_t n = 4;

	if (build)
		files[n++] = source("build", build);
	if (run)
		files[n++] = source("run", run);
	return build_all(b, files, n, NULL);
}

/* Runs what was built with `args`, and this as its input; what it writes comes behind `said`. */
static struct box_result run(const struct workbench *b, const struct build *built, const char *const *args,
			     const char *input, struct buf *said)
{
	cleanup_run_box struct run_box *box = NULL;
	cleanup_execution struct execution x = { 0 };
	cleanup_fd int fd = -1;
	struct run_limits limits = RUN_LIMITS_DEFAULT;
	struct err e = ERR_INIT;

	execution_init(&x, 1 << 16);
	if (fs_memfd("input", input, strlen(input), &fd, &e) < 0 ||
	    run_box_open(b->tc, b->sandbox, NULL, &built->artifact, &limits, RUN_EXEC, &box, &e) < 0 ||
	    run_box_execute(box, fd, args, &x, &e) < 0)
		fail_msg("%s", e.text);
	buf_append(said, x.answer.data, x.answer.len);
	buf_append(said, x.printed.data, x.printed.len);
	return x.used;
}

/* ---- what they may ----------------------------------------------------------------------------------------------- */

static void folder__is_built_by_whatever_it_starts(void **state)
{
	static const char *const builds[] = {
		"#!/bin/sh\ncc main.c -o run\n",
		"#!/bin/bash\nset -euo pipefail\ncd \"$(dirname \"$0\")\"\ng++ -std=c++17 -O2 -Isub sub/*.cpp -o run\n",
		"#!/usr/bin/env bash\nmake\n",
		"#!/bin/sh\nc++ sub/main.cpp -o program && ln -s program run\n",
		"#!/bin/sh\ncc main.c -o made\ncat >run <<END\n#!/bin/sh\nexec ./made\nEND\nchmod +x run\n",
		"#!/usr/bin/python3\nimport subprocess\nsubprocess.check_call(['cc', 'main.c', '-o', 'run'])\n",
		/* Without a first line it is the shell's. */
		"cc main.c -o run\n",
		/* What is made can be run at once. */
		"#!/bin/sh\ncc main.c\n./a.out\n[ $? = 42 ] && mv a.out run\n",
	};

	for (size_t i = 0; i < sizeof(builds) / sizeof(*builds); i++) {
		cleanup_build struct build b = build(*state, builds[i], NULL);
		cleanup_buf struct buf said;
		struct box_result r;

		buf_init(&said, 1 << 16);
		if (b.end != BUILD_OK)
			fail_msg("row %zu: %s", i, b.reason);
		r = run(*state, &b, NULL, "", &said);
		assert_int_equal(r.end, BOX_END_EXIT);
		assert_int_equal(r.exit_code, 42);
	}
}

static void folder__is_run_by_whatever_it_starts(void **state)
{
	static const char *const args[] = { "a b", "-c", NULL };
	static const struct {
		const char *run, *said;
	} rows[] = {
		{ "#!/bin/sh\npython3 $(dirname $0)/say.py \"$@\"\n", "a b -c\n" },
		{ "#!/bin/bash\nexec python3 say.py \"$@\"\n", "a b -c\n" },
		{ "#!/usr/bin/env python3\nimport say\n", "a b -c\n" },
		{ "#!/bin/sh\nread word\necho \"$# $word $PWD\"\n", "2 line /box/program\n" },
		{ "#!/bin/bash\nset -o pipefail\nmapfile -t l\ntr a-z A-Z <<<\"${l[0]}\" | cat\n", "LINE\n" },
		{ "#!/bin/sh\nt=$(mktemp) && cat >$t && cat $t $t\n", "line\nline\n" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup_build struct build b = build(*state, NULL, rows[i].run);
		cleanup_buf struct buf said;

		buf_init(&said, 1 << 16);
		if (b.end != BUILD_OK)
			fail_msg("row %zu: %s", i, b.reason);
		run(*state, &b, args, "line\n", &said);
		assert_string_equal(said.data, rows[i].said);
	}
}

/* `build` leaves more than `run`, at any depth; what is hidden is not kept, and no bit of a mode. */
static void folder__keeps_what_build_leaves(void **state)
{
	cleanup_build struct build b = build(*state,
					     "#!/bin/sh\nmkdir -p a/b .c && echo x >a/b/x && echo y >.c/y\n"
					     "chmod 6755 a/b/x\nrm main.c\n",
					     "#!/bin/sh\ncat a/b/x; ls -A; [ -u a/b/x ] && echo set; : >new\n");
	cleanup_buf struct buf said;

	buf_init(&said, 1 << 16);
	assert_int_equal(b.end, BUILD_OK);
	run(*state, &b, NULL, "", &said);
	assert_non_null(strstr(said.data, "x\nMakefile\na\nbuild\nrun\nsay.py\nsub\n"));
	assert_null(strstr(said.data, "set"));
	assert_non_null(strstr(said.data, "Read-only file system"));
}

static void folder__that_is_the_same_is_built_once(void **state)
{
	cleanup_free char *dir = NULL;
	struct source files[] = { source("main.c", MAIN), source("build", "cc main.c -o run\n") };
	struct err e = ERR_INIT;

	assert_int_equal(fs_temp_dir("/tmp", "judge-test-", &dir, &e), 0);
	for (int i = 0; i < 3; i++) {
		cleanup_build struct build b = build_all(*state, files, 2, dir);

		assert_int_equal(b.end, BUILD_OK);
		assert_int_equal(b.cached, i == 1);
		if (i == 1)
			files[0] = source("main.c", MAIN "\n");
	}
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
}

/* ---- what becomes of the rest ------------------------------------------------------------------------------------ */

static void folder__that_does_not_build_says_why(void **state)
{
	static const struct {
		const char *build, *run, *reason;
	} rows[] = {
		{ "#!/bin/sh\nexit 3\n", NULL, "'build' exits with 3: it says nothing" },
		{ "#!/bin/sh\necho one; echo two; exit 1\n", NULL, "'build' exits with 1: one" },
		{ "#!/bin/sh\ncc nothing.c -o run\n", NULL, "'build' exits with 1: cc1: fatal error: nothing.c" },
		{ "#!/bin/sh\nkill -9 $$\n", NULL, "'build' is ended by signal 9" },
		{ "#!/bin/sh\ncc main.c\n", NULL, "'build' leaves no 'run'" },
		{ "#!/bin/sh\nrm run\n", "#!/bin/sh\n", "'build' leaves no 'run'" },
		{ "#!/bin/sh\nmkdir run\n", NULL, "'build' leaves no 'run'" },
		{ "#!/opt/tool\n", NULL, "'build' exits with 127: " },
		{ "#!/bin/sh\n: >'a b'\n", "#!/bin/sh\n",
		  "of what 'build' leaves 'a b' is no name for a file of a program" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup_build struct build b = build(*state, rows[i].build, rows[i].run);

		assert_int_equal(b.end, BUILD_ERROR);
		if (strncmp(b.reason, rows[i].reason, strlen(rows[i].reason)) != 0)
			fail_msg("row %zu: %s", i, b.reason);
	}
}

static void folder__that_takes_too_much_is_ended(void **state)
{
	static const struct {
		const char *build, *reason;
	} rows[] = {
		{ "#!/bin/sh\nwhile :; do sleep 1000 & done\n", "'build' started too many processes" },
		{ "#!/bin/sh\ndd if=/dev/zero of=run bs=1M count=100 || kill -XFSZ $$\n",
		  "'build' wrote a file of more than 64 MiB" },
		{ "#!/bin/sh\nfor i in 1 2 3 4 5 6; do dd if=/dev/zero of=$i bs=1M count=60 || exit 1; done\n",
		  "'build' wrote more than 256 MiB, or too many files" },
		{ "#!/bin/sh\ni=0\nwhile : >$i; do i=$((i+1)); done\nexit 1\n",
		  "'build' wrote more than 256 MiB, or too many files" },
		{ "#!/bin/sh\ndd if=/dev/zero of=run bs=1M count=50\n", "what 'build' leaves is larger than 48 MiB" },
		{ "#!/bin/sh\nln -s / all\n: >run\n", "what 'build' leaves is larger than 48 MiB" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup_build struct build b = build(*state, rows[i].build, NULL);

		/* Without a group that counts processes the kernel refuses them, and only the shell says so. */
		if (i == 0 && b.end == BUILD_ERROR && strstr(b.reason, "Cannot fork"))
			continue;
		if (b.end != BUILD_LIMIT || strcmp(b.reason, rows[i].reason) != 0)
			fail_msg("row %zu: %s", i, b.reason);
	}
}

static void folder__that_leaves_a_link_out_of_the_box_is_refused(void **state)
{
	static const char *const builds[] = {
		"#!/bin/sh\n: >run; ln -s /etc/passwd x\n",
		"#!/bin/sh\n: >run; ln -s x x\n",
		"#!/bin/sh\n: >run; ln -s /home x\n",
	};

	for (size_t i = 0; i < sizeof(builds) / sizeof(*builds); i++) {
		cleanup_build struct build b = build(*state, builds[i], NULL);

		assert_int_equal(b.end, BUILD_ERROR);
		assert_non_null(strstr(b.reason, "what 'build' leaves cannot be packed"));
	}
}

static void folder__finds_nothing_of_the_host_and_no_way_out(void **state)
{
	/* Each line prints when it gets what it wants. */
	static const char *const tries[] = {
		"ls /home /root /var /opt /srv /proc /sys /usr/share /usr/local 2>/dev/null",
		"cat /etc/passwd /etc/hostname 2>/dev/null",
		"mkdir /usr/bin/x 2>/dev/null && echo made",
		"echo x 2>/dev/null >/box/program/x && echo written",
		"mknod null c 1 3 2>/dev/null && echo device",
		"unshare -Ur true 2>/dev/null && echo namespace",
		"mount -t tmpfs x /work 2>/dev/null && echo mounted",
		"su -c true 2>/dev/null && echo root",
		"python3 -c 'import socket; socket.socket()' 2>/dev/null && echo socket",
		"kill -9 1 2>/dev/null; [ $$ = 1 ] && echo init",
		"cc -o /dev/shm/x main.c 2>/dev/null && echo shared",
	};

	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
		char script[512];

		snprintf(script, sizeof(script), "#!/bin/sh\n%s\ntrue\n", tries[i]);
		for (int in_build = 0; in_build < 2; in_build++) {
			char building[640];
			cleanup_build struct build b = BUILD_INIT;
			cleanup_buf struct buf said;

			buf_init(&said, 1 << 16);
			snprintf(building, sizeof(building), "#!/bin/sh\n(%s) >found\n", tries[i]);
			b = in_build ? build(*state, building, "#!/bin/sh\ncat found\n") : build(*state, NULL, script);
			if (b.end != BUILD_OK && !in_build)
				fail_msg("%s: %s", tries[i], b.reason);
			if (b.end != BUILD_OK)
				continue;
			run(*state, &b, NULL, "", &said);
			if (said.len)
				fail_msg("%s: %s", tries[i], said.data);
		}
	}
}

static void folder__that_runs_into_its_limits_is_ended(void **state)
{
	static const struct {
		const char *run;
		enum box_end end;
	} rows[] = {
		{ "#!/bin/sh\nwhile :; do :; done\n", BOX_END_CPU },
		/* Without a group that counts CPU time it is the other clock that ends what waits. */
		{ "#!/bin/sh\n(while :; do :; done) & (while :; do :; done) & wait\n", BOX_END_CPU },
		{ "#!/bin/sh\nwhile :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done\n", BOX_END_OUTPUT },
		{ "#!/bin/sh\nexec sleep 1000\n", BOX_END_WALL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup_build struct build b = build(*state, NULL, rows[i].run);
		cleanup_buf struct buf said;
		enum box_end end;

		buf_init(&said, 1 << 20);
		end = run(*state, &b, NULL, "", &said).end;
		assert_true(end == rows[i].end || (i == 1 && end == BOX_END_WALL));
	}
}

/* A script that fails to start one process more ends by itself, and nothing of it is left in the box. */
static void folder__cannot_fork_for_ever(void **state)
{
	cleanup_build struct build b = build(*state, NULL, "#!/bin/sh\nwhile :; do sleep 1000 & done\n");
	cleanup_buf struct buf said;
	struct box_result r;

	buf_init(&said, 1 << 16);
	r = run(*state, &b, NULL, "", &said);
	assert_int_equal(r.end, BOX_END_EXIT);
	assert_int_equal(r.exit_code, 2);
	assert_non_null(strstr(said.data, "Cannot fork"));
}

static void folder__with_bad_names_or_too_many_files_is_refused(void **state)
{
	static struct source files[FOLDER_FILES_MAX + 1];
	cleanup_build struct build many = BUILD_INIT, bad = BUILD_INIT;

	for (size_t i = 0; i <= FOLDER_FILES_MAX; i++)
		files[i] = source("run", "");
	many = build_all(*state, files, FOLDER_FILES_MAX + 1, NULL);
	assert_int_equal(many.end, BUILD_ERROR);
	assert_string_equal(many.reason, "there are more than 512 files");
	files[0] = source("../run", "");
	bad = build_all(*state, files, 1, NULL);
	assert_int_equal(bad.end, BUILD_ERROR);
	assert_string_equal(bad.reason, "'../run' is no name for a file of a program");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folder__is_built_by_whatever_it_starts),
		cmocka_unit_test(folder__is_run_by_whatever_it_starts),
		cmocka_unit_test(folder__keeps_what_build_leaves),
		cmocka_unit_test(folder__that_is_the_same_is_built_once),
		cmocka_unit_test(folder__that_does_not_build_says_why),
		cmocka_unit_test(folder__that_takes_too_much_is_ended),
		cmocka_unit_test(folder__that_leaves_a_link_out_of_the_box_is_refused),
		cmocka_unit_test(folder__finds_nothing_of_the_host_and_no_way_out),
		cmocka_unit_test(folder__that_runs_into_its_limits_is_ended),
		cmocka_unit_test(folder__cannot_fork_for_ever),
		cmocka_unit_test(folder__with_bad_names_or_too_many_files_is_refused),
	};

	return cmocka_run_group_tests_name("build_folder", tests, open_bench, workbench_close);
}

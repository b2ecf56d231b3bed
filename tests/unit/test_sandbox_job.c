/* What a command line of `judge sandbox run` means as a whole, and that its limits are those of the library. */
#include "judge/cli/sandbox_job.h"
#include "sandbox/base/fs.h"
#include "sandbox/order.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *dir;

/* A directory with a program that asks for a loader, and some files. */
static int enter(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	setenv("PATH", "/usr/bin:/bin", 1);
	unsetenv("JUDGE_CGROUP");
	return fs_temp_dir(NULL, "job", &dir, &e) < 0 || chdir(dir) < 0 || symlink("/proc/self/exe", "prog") < 0 ||
			       fs_create(AT_FDCWD, "input", "1 2\n", 4, 0644, &e) < 0 || mkdir("d", 0755) < 0
		       ? -1
		       : 0;
}

static int leave(void **state)
{
	struct err e = ERR_INIT;
	int r = chdir("/") < 0 || fs_remove_tree(AT_FDCWD, dir, &e) < 0 ? -1 : 0;

	(void)state;
	free(dir);
	return r;
}

/* Reads "judge sandbox run" with these words, parted by blanks. */
static int read_job(const char *line, struct cli *cli, struct sandbox_job *job, struct err *e)
{
	static char words[1024];
	char *argv[64];
	int argc = 0, code;

	snprintf(words, sizeof(words), "judge sandbox run %s", line);
	for (char *p = words; *p; p += strspn(p, " ")) {
		argv[argc++] = p;
		p += strcspn(p, " ");
		if (*p)
			*p++ = 0;
	}
	argv[argc] = NULL;
	err_clear(e);
	code = cli_parse(&CLI_TABLE, argc, argv, cli, e);
	if (code < 0)
		*job = (struct sandbox_job){ .program = BOXED_PROGRAM_NONE,
					     .input = -1,
					     .out = TARGET_NONE,
					     .err = TARGET_NONE,
					     .result = TARGET_NONE };
	return code < 0 ? code : sandbox_job_read(cli, job, e);
}

static void done(struct cli *cli, struct sandbox_job *job)
{
	sandbox_job_clear(job);
	cli_clear(cli);
}

static void refused(const char *line, const char *text)
{
	struct sandbox_job job;
	struct err e = ERR_INIT;
	struct cli cli;

	assert_true(read_job(line, &cli, &job, &e) < 0);
	assert_string_equal(e.text, text);
	assert_int_equal(cli_blame(&e), CLI_USAGE);
	done(&cli, &job);
}

static void job__without_options_has_the_limits_of_a_test(void **state)
{
	struct sandbox_job job;
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(read_job("./prog -x --", &cli, &job, &e), 0);
	assert_int_equal(job.limits.cpu_us, 2000000);
	assert_int_equal(job.limits.wall_us, 5000000);
	assert_int_equal(job.limits.stack_bytes, 8 << 20);
	assert_int_equal(job.limits.file_bytes, 8 << 20);
	assert_int_equal(job.limits.open_files, 16);
	assert_int_equal(job.spec.memory_bytes, 256 << 20);
	assert_int_equal(job.spec.processes, 1);
	assert_int_equal(job.spec.work_bytes, 0);
	assert_int_equal(job.spec.policy, BOX_POLICY_RUN);
	assert_int_equal(job.output_bytes, 8 << 20);
	assert_false(job.spec.keep_work || job.spec.no_address_limit || job.fixed_addresses || job.hosting);
	assert_string_equal(job.argv[0], "/box/prog");
	assert_string_equal(job.argv[1], "-x");
	assert_string_equal(job.argv[2], "--");
	assert_null(job.argv[3]);
	assert_null(job.envp[0]);
	assert_int_equal(job.input, -1);
	assert_true(job.spec.n_mounts > 0);
	assert_null(job.cgroup_dir);
	done(&cli, &job);
}

static void job__takes_every_option(void **state)
{
	struct sandbox_job job;
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(
		read_job("--cpu 300ms --wall 4s --memory 64M --stack 1M --processes 3 --open-files 9 --output-size 7 "
			 "--work 5M --work-files 6 --file-size 8K --policy compile --fixed-addresses --bare --hosting "
			 "--no-address-limit --env A=1 --env B= --mount d:/x --put in=input --get out=o1 --get o2 "
			 "--stdin input --stdout o3 --stderr o4 --result o5 --cgroup none ./prog",
			 &cli, &job, &e),
		0);
	assert_int_equal(job.limits.cpu_us, 300000);
	assert_int_equal(job.limits.wall_us, 4000000);
	assert_int_equal(job.limits.stack_bytes, 1 << 20);
	assert_int_equal(job.limits.file_bytes, 8192);
	assert_int_equal(job.limits.open_files, 9);
	assert_int_equal(job.spec.memory_bytes, 64 << 20);
	assert_int_equal(job.spec.processes, 3);
	assert_int_equal(job.spec.work_bytes, 5 << 20);
	assert_int_equal(job.spec.work_files, 6);
	assert_int_equal(job.spec.policy, BOX_POLICY_COMPILE);
	assert_int_equal(job.output_bytes, 7);
	assert_true(job.spec.keep_work && job.spec.no_address_limit && job.fixed_addresses && job.hosting);
	assert_string_equal(job.envp[0], "A=1");
	assert_string_equal(job.envp[1], "B=");
	assert_null(job.envp[2]);
	assert_int_equal(job.spec.n_mounts, 1);
	assert_string_equal(job.spec.mounts[0].target, "/x");
	assert_int_equal(job.n_puts, 1);
	assert_string_equal(job.puts[0].name, "in");
	assert_int_equal(job.n_gets, 2);
	assert_string_equal(job.gets[0].name, "out");
	assert_string_equal(job.gets[1].name, "o2");
	assert_string_equal(job.cgroup_dir, "");
	done(&cli, &job);
}

static void job__without_a_wall_limit_follows_the_cpu_limit(void **state)
{
	struct sandbox_job job;
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(read_job("--cpu 10s ./prog", &cli, &job, &e), 0);
	assert_int_equal(job.limits.wall_us, 21000000);
	done(&cli, &job);
	assert_int_equal(read_job("--cpu 86400s ./prog", &cli, &job, &e), 0);
	assert_true(job.limits.wall_us == SANDBOX_TIME_MAX_US);
	done(&cli, &job);
}

/* The library has its own word on each range; here it is asked at both ends, and one beyond. */
static void job__has_the_ranges_of_the_library(void **state)
{
	static const char *const ends[] = {
		"--cpu 1us --wall 1us --memory 1M --stack 64K --processes 1 --open-files 4 --work 4K --work-files 1 "
		"--file-size 1",
		"--cpu 86400 --wall 86400s --memory 64G --stack 64G --processes 4096 --open-files 256 --work 64G "
		"--work-files 65536 --file-size 64G",
	};
	char line[512];

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct sandbox_job job;
		struct box_run run;
		struct err e = ERR_INIT;
		struct cli cli;

		snprintf(line, sizeof(line), "%s ./prog", ends[i]);
		assert_int_equal(read_job(line, &cli, &job, &e), 0);
		run = (struct box_run){
			.program = job.argv[0], .argv = job.argv, .envp = job.envp, .limits = job.limits
		};
		assert_int_equal(order_box_check(&job.spec, &e), 0);
		assert_int_equal(order_run_check(&run, &e), 0);
		done(&cli, &job);
	}
	refused("--cpu 86400.000001 ./prog", "sandbox: --cpu: '86400.000001' is not from 1us to 86400s");
	refused("--wall 0 ./prog", "sandbox: --wall: '0' is not from 1us to 86400s");
	refused("--memory 1048575 ./prog", "sandbox: --memory: '1048575' is not from 1MiB to 64GiB");
	refused("--stack 65535 ./prog", "sandbox: --stack: '65535' is not from 64KiB to 64GiB");
	refused("--processes 0 ./prog", "sandbox: --processes: '0' is not from 1 to 4096");
	refused("--open-files 3 ./prog", "sandbox: --open-files: '3' is not from 4 to 256");
	refused("--open-files 257 ./prog", "sandbox: --open-files: '257' is not from 4 to 256");
	refused("--output-size 2G ./prog", "sandbox: --output-size: '2G' is not from 1 to 1GiB");
	refused("--work 65G ./prog", "sandbox: --work: '65G' is not from 4KiB to 64GiB");
	refused("--work-files 65537 ./prog", "sandbox: --work-files: '65537' is not from 1 to 65536");
	refused("--file-size 0 ./prog", "sandbox: --file-size: '0' is not from 1 to 64GiB");
}

static void job__refuses_names_that_are_given_twice(void **state)
{
	(void)state;
	refused("--put input --put input ./prog",
		"sandbox: --put: two files would be /box/input; NAME=FILE gives one another name");
	refused("--put prog=input ./prog",
		"sandbox: --put: /box/prog is the program; NAME=FILE gives the file another name");
	refused("--env A=1 --env A=2 ./prog", "sandbox: --env: A is given twice");
	refused("--stdout o --stderr d/../o ./prog", "sandbox: d/../o: two results would be written there");
	refused("--result o --work 1M --get o ./prog", "sandbox: o: two results would be written there");
}

static void job__refuses_what_makes_no_sense(void **state)
{
	(void)state;
	refused("--env A ./prog", "sandbox: --env: 'A' is not NAME=VALUE");
	refused("--env =1 ./prog", "sandbox: --env: '=1' is not NAME=VALUE");
	refused("--get o ./prog", "sandbox: --get: there is no /work without --work");
	refused("--cgroup input ./prog", "sandbox: --cgroup: input: not a directory");
	refused("--stdin missing ./prog", "sandbox: --stdin: missing: No such file or directory");
	refused("--stdin d ./prog", "sandbox: --stdin: d: is a directory");
	refused("--stdout d ./prog", "sandbox: --stdout: d: is a directory");
	refused("--stderr missing/o ./prog", "sandbox: --stderr: missing/: No such file or directory");
	refused("--put missing ./prog", "sandbox: --put: missing: No such file or directory");
	refused("--put d ./prog", "sandbox: --put: d: is a directory");
	refused("--mount missing ./prog", "sandbox: --mount: missing: No such file or directory");
	refused("./input", "sandbox: ./input: may not be executed (chmod +x?)");
	refused("--policy strict ./prog", "sandbox: --policy: \"strict\" is none of run|compile");
}

static void job__bounds_what_a_program_is_started_with(void **state)
{
	static const char text[] =
		"sandbox: a program gets at most 1024 arguments, as many variables, and 64 KiB of both";
	static char large[SANDBOX_STRINGS_BYTES];
	char *argv[SANDBOX_STRINGS_MAX + 6] = { "judge", "sandbox", "run", "./prog" };
	const size_t most = SANDBOX_STRINGS_MAX + 3; /* with "run", argv[0] is one of them */
	struct sandbox_job job;
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	for (size_t n = most; n <= most + 1; n++) {
		struct box_run run;

		for (size_t i = 4; i < n; i++)
			argv[i] = "x";
		argv[n] = NULL;
		assert_int_equal(cli_parse(&CLI_TABLE, (int)n, argv, &cli, &e), 0);
		assert_int_equal(sandbox_job_read(&cli, &job, &e), n == most ? 0 : -E2BIG);
		if (n > most)
			assert_string_equal(e.text, text);
		run = (struct box_run){ .program = job.argv[0], .argv = job.argv, .limits = job.limits };
		assert_int_equal(order_run_check(&run, &e), n == most ? 0 : -EINVAL);
		done(&cli, &job);
	}
	/* "/box/prog" and the argument, each with its end. */
	for (size_t n = sizeof(large) - 11; n <= sizeof(large) - 10; n++) {
		memset(large, 'x', n);
		large[n] = 0;
		argv[4] = large;
		argv[5] = NULL;
		assert_int_equal(cli_parse(&CLI_TABLE, 5, argv, &cli, &e), 0);
		assert_int_equal(sandbox_job_read(&cli, &job, &e), n == sizeof(large) - 11 ? 0 : -E2BIG);
		done(&cli, &job);
	}
}

static void job__gives_a_sealed_copy_of_the_input(void **state)
{
	struct sandbox_job job;
	struct err e = ERR_INIT;
	struct cli cli;
	char text[8] = "";

	(void)state;
	assert_int_equal(read_job("--stdin input ./prog", &cli, &job, &e), 0);
	assert_int_equal(read(job.input, text, sizeof(text)), 4);
	assert_string_equal(text, "1 2\n");
	assert_int_equal(write(job.input, "x", 1), -1);
	assert_int_equal(ftruncate(job.input, 0), -1);
	done(&cli, &job);
	assert_int_equal(read_job("--stdin /dev/null ./prog", &cli, &job, &e), 0);
	assert_int_equal(job.input, -1);
	done(&cli, &job);
}

static void job__takes_the_cgroup_of_the_environment_where_none_is_named(void **state)
{
	struct sandbox_job job;
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	setenv("JUDGE_CGROUP", "/delegated", 1);
	assert_int_equal(read_job("./prog", &cli, &job, &e), 0);
	assert_string_equal(job.cgroup_dir, "/delegated");
	done(&cli, &job);
	assert_int_equal(read_job("--cgroup d ./prog", &cli, &job, &e), 0);
	assert_string_equal(job.cgroup_dir, "d");
	done(&cli, &job);
	unsetenv("JUDGE_CGROUP");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(job__without_options_has_the_limits_of_a_test),
		CASE(job__takes_every_option),
		CASE(job__without_a_wall_limit_follows_the_cpu_limit),
		CASE(job__has_the_ranges_of_the_library),
		CASE(job__refuses_names_that_are_given_twice),
		CASE(job__refuses_what_makes_no_sense),
		CASE(job__bounds_what_a_program_is_started_with),
		CASE(job__gives_a_sealed_copy_of_the_input),
		CASE(job__takes_the_cgroup_of_the_environment_where_none_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

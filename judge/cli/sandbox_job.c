/*
 * sandbox_job: one `judge sandbox run` as it was asked for.
 *
 * Each limit has a range in the table of options, so what is left here is what options mean together: defaults that
 * follow from others, names that are given twice, files that cannot be what they are to be. All of it is found out
 * before a box is made; what a program is given is read before it starts, so that no run waits for whoever writes it.
 *
 * A program never gets a descriptor of the user's: whoever has a file open may change its times and its mode, take
 * leases, or move the offset that the user's shell goes on with. Standard input is a sealed copy.
 */
#include "judge/cli/sandbox_job.h"
#include "runners/runner.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define MEMORY_MAX (4u << 20) /* of all the paths and names of one command line */

static int no_memory(struct err *e)
{
	return err_set(e, -ENOMEM, "out of memory");
}

/* ---- limits ------------------------------------------------------------------------------------------------------ */

static uint64_t number_or(const struct cli *cli, enum cli_option_id id, uint64_t usual)
{
	return cli_has(cli, id) ? cli->option[id].number : usual;
}

static void read_limits(const struct cli *cli, struct sandbox_job *job)
{
	const struct run_limits *usual = &RUN_LIMITS_DEFAULT;
	const uint64_t cpu_us = number_or(cli, OPTION_CPU, usual->box.cpu_us);
	const uint64_t wall_us = 2 * cpu_us + 1000000;
	const char *policy = cli->option[OPTION_POLICY].text;

	job->limits = (struct box_limits){
		.cpu_us = cpu_us,
		.wall_us = number_or(cli, OPTION_WALL, wall_us < SANDBOX_TIME_MAX_US ? wall_us : SANDBOX_TIME_MAX_US),
		.stack_bytes = number_or(cli, OPTION_STACK, usual->box.stack_bytes),
		.file_bytes = number_or(cli, OPTION_FILE_SIZE, usual->box.file_bytes),
		.open_files = (uint32_t)number_or(cli, OPTION_OPEN_FILES, usual->box.open_files),
	};
	job->spec = (struct box_spec){
		.policy = policy && !strcmp(policy, "compile") ? BOX_POLICY_COMPILE : BOX_POLICY_RUN,
		.processes = (uint32_t)number_or(cli, OPTION_PROCESSES, usual->processes),
		.memory_bytes = number_or(cli, OPTION_MEMORY, usual->memory_bytes),
		.work_bytes = number_or(cli, OPTION_WORK, 0),
		.work_files = (uint32_t)number_or(cli, OPTION_WORK_FILES, SANDBOX_WORK_FILES_USUAL),
		/* What is to be fetched from there must outlive the run. */
		.keep_work = cli_has(cli, OPTION_GET),
		.no_address_limit = cli_has(cli, OPTION_NO_ADDRESS_LIMIT),
	};
	job->output_bytes = number_or(cli, OPTION_OUTPUT_SIZE, usual->output_bytes);
	job->fixed_addresses = cli_has(cli, OPTION_FIXED_ADDRESSES);
	job->hosting = cli_has(cli, OPTION_HOSTING);
}

static int read_cgroup(const struct cli *cli, struct sandbox_job *job, struct err *e)
{
	const char *dir = cli->option[OPTION_CGROUP].text;

	if (dir && !fs_is_dir(dir) && strcmp(dir, "none") != 0)
		return err_set(e, -ENOTDIR, "%s: not a directory", dir);
	job->cgroup_dir = !dir ? cli_cgroup_dir() : strcmp(dir, "none") ? dir : "";
	return 0;
}

/* ---- what it is started with ------------------------------------------------------------------------------------- */

/* "/box/NAME", and the words behind CMD. */
static int read_arguments(const struct cli *cli, struct sandbox_job *job, struct err *e)
{
	const size_t n = cli->n_operands - 1; /* without "run" */

	job->argv = arena_array(&job->memory, n + 1, sizeof(*job->argv));
	if (!job->argv || !(job->argv[0] = arena_printf(&job->memory, "/box/%s", job->program.name)))
		return no_memory(e);
	for (size_t i = 1; i < n; i++)
		job->argv[i] = cli->operands[1 + i];
	return 0;
}

static int add_variable(struct sandbox_job *job, size_t n, const char *text, struct err *e)
{
	const char *sign = strchr(text, '=');
	const size_t len = sign ? (size_t)(sign - text) + 1 : 0;

	if (len < 2)
		return err_set(e, -EINVAL, "'%.100s' is not NAME=VALUE", text);
	for (size_t i = 0; i < n; i++)
		if (!strncmp(job->envp[i], text, len))
			return err_set(e, -EINVAL, "%.*s is given twice", (int)len - 1, text);
	job->envp[n] = text;
	return 0;
}

static int check_strings(const char *const *list, size_t *bytes, struct err *e)
{
	for (size_t i = 0; list[i]; i++) {
		*bytes += strlen(list[i]) + 1;
		if (i == SANDBOX_STRINGS_MAX || *bytes > SANDBOX_STRINGS_BYTES)
			return err_set(e, -E2BIG,
				       "a program gets at most %u arguments, as many variables, and %u KiB of both",
				       SANDBOX_STRINGS_MAX, SANDBOX_STRINGS_BYTES >> 10);
	}
	return 0;
}

static int read_input(const struct cli *cli, struct sandbox_job *job, struct err *e)
{
	const char *path = cli->option[OPTION_STDIN].text;
	cleanup_buf struct buf text;
	int code;

	buf_init(&text, SANDBOX_INPUT_MAX);
	if (!path || !strcmp(path, "/dev/null"))
		return 0;
	code = strcmp(path, "-") ? fs_read(AT_FDCWD, path, &text, e) : fs_read_fd(STDIN_FILENO, &text, e);
	if (code == -EMSGSIZE)
		return err_set(e, code, "%s: larger than %u MiB", path, SANDBOX_INPUT_MAX >> 20);
	if (code < 0)
		return strcmp(path, "-") ? code : err_wrap(e, "standard input");
	return fs_memfd("input", text.data, text.len, &job->input, e);
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static int add_put(struct sandbox_job *job, const char *text, struct err *e)
{
	struct sandbox_put put = { .fd = -1 };
	uint64_t bytes;

	if (box_name_read(text, put.name, &put.path, e) < 0)
		return e->code;
	if (!strcmp(put.name, job->program.name))
		return err_set(e, -EEXIST, "/box/%s is the program; NAME=FILE gives the file another name", put.name);
	for (size_t i = 0; i < job->n_puts; i++)
		if (!strcmp(put.name, job->puts[i].name))
			return err_set(e, -EEXIST, "two files would be /box/%s; NAME=FILE gives one another name",
				       put.name);
	if (input_open(put.path, &put.fd, &bytes, e) < 0)
		return e->code;
	job->puts[job->n_puts++] = put;
	return 0;
}

static int add_get(struct sandbox_job *job, const char *text, struct err *e)
{
	struct sandbox_get get = { .to = TARGET_NONE };
	const char *path;

	if (!job->spec.work_bytes)
		return err_set(e, -EINVAL, "there is no /work without --work");
	if (box_name_read(text, get.name, &path, e) < 0 || target_open(path, &get.to, e) < 0)
		return e->code;
	job->gets[job->n_gets++] = get;
	return 0;
}

/* Of all that will be written, no two may be one file: the later would replace the earlier. */
static int check_targets(const struct sandbox_job *job, struct err *e)
{
	const size_t n = job->n_gets + 3;
	cleanup_free const struct target **all = calloc(n, sizeof(const struct target *));

	if (!all)
		return no_memory(e);
	all[0] = &job->out;
	all[1] = &job->err;
	all[2] = &job->result;
	for (size_t i = 0; i < job->n_gets; i++)
		all[3 + i] = &job->gets[i].to;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (target_same(all[j], all[i]))
				return err_set(e, -EINVAL, "%s: two results would be written there", all[i]->path);
	return 0;
}

static int open_target(const struct cli *cli, enum cli_option_id id, struct target *t, struct err *e)
{
	return cli_has(cli, id) ? target_open(cli->option[id].text, t, e) : 0;
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

/* The options that may be repeated, in their order. */
static int read_repeated(const struct cli *cli, struct sandbox_job *job, struct err *e)
{
	size_t n_variables = 0;

	job->envp = arena_array(&job->memory, cli->n_given + 1, sizeof(*job->envp));
	job->puts = arena_array(&job->memory, cli->n_given + 1, sizeof(*job->puts));
	job->gets = arena_array(&job->memory, cli->n_given + 1, sizeof(*job->gets));
	if (!job->envp || !job->puts || !job->gets)
		return no_memory(e);
	for (size_t i = 0; i < cli->n_given; i++) {
		const char *text = cli->given[i].text;

		if (cli->given[i].id == OPTION_ENV && add_variable(job, n_variables++, text, e) < 0)
			return err_wrap(e, "--env");
		if (cli->given[i].id == OPTION_MOUNT && sandbox_mounts_add(&job->mounts, text, &job->memory, e) < 0)
			return err_wrap(e, "--mount");
		if (cli->given[i].id == OPTION_PUT && add_put(job, text, e) < 0)
			return err_wrap(e, "--put");
		if (cli->given[i].id == OPTION_GET && add_get(job, text, e) < 0)
			return err_wrap(e, "--get");
	}
	return 0;
}

static int read_targets(const struct cli *cli, struct sandbox_job *job, struct err *e)
{
	if (open_target(cli, OPTION_STDOUT, &job->out, e) < 0)
		return err_wrap(e, "--stdout");
	if (open_target(cli, OPTION_STDERR, &job->err, e) < 0)
		return err_wrap(e, "--stderr");
	if (open_target(cli, OPTION_RESULT, &job->result, e) < 0)
		return err_wrap(e, "--result");
	return check_targets(job, e);
}

static int read_all(const struct cli *cli, struct sandbox_job *job, struct err *e)
{
	size_t bytes = 0;

	read_limits(cli, job);
	if (read_cgroup(cli, job, e) < 0)
		return err_wrap(e, "--cgroup");
	if (boxed_program_open(cli->operands[1], &job->program, e) < 0 || read_arguments(cli, job, e) < 0 ||
	    read_repeated(cli, job, e) < 0 || check_strings(job->argv, &bytes, e) < 0 ||
	    check_strings(job->envp, &bytes, e) < 0)
		return e->code;
	if (job->program.interpreter[0] && !cli_has(cli, OPTION_BARE) &&
	    sandbox_mounts_add_libraries(&job->mounts, e) < 0)
		return err_wrap(e, "--mount");
	job->spec.mounts = job->mounts.list;
	job->spec.n_mounts = job->mounts.n;
	if (read_targets(cli, job, e) < 0)
		return e->code;
	return read_input(cli, job, e) < 0 ? err_wrap(e, "--stdin") : 0;
}

int sandbox_job_read(const struct cli *cli, struct sandbox_job *job, struct err *e)
{
	*job = (struct sandbox_job){ .program = BOXED_PROGRAM_NONE,
				     .input = -1,
				     .out = TARGET_NONE,
				     .err = TARGET_NONE,
				     .result = TARGET_NONE };
	arena_init(&job->memory, MEMORY_MAX);
	return read_all(cli, job, e) < 0 ? err_wrap(e, "%s", cli->command->name) : 0;
}

void sandbox_job_clear(struct sandbox_job *job)
{
	for (size_t i = 0; i < job->n_puts; i++)
		fd_close(&job->puts[i].fd);
	for (size_t i = 0; i < job->n_gets; i++)
		target_close(&job->gets[i].to);
	target_close(&job->out);
	target_close(&job->err);
	target_close(&job->result);
	boxed_program_close(&job->program);
	fd_close(&job->input);
	arena_clear(&job->memory);
}

/*
 * sandbox: runs one program in a box and says what became of it: the sandbox as a tool of its own.
 *
 * Everything that the user can get wrong is found out before a box is made (sandbox_job.c). What the program prints is
 * held until its end, so that its ceiling is exact and so that nothing of it can come between the lines of a result;
 * then files are written first, since a reader of standard output that has gone ends this process. A program's text is
 * shown on a terminal only without what could steer one; anywhere else it is handed on as it is.
 */
#include "judge/cli/cli.h"
#include "judge/cli/sandbox_job.h"
#include "judge/cli/sandbox_result.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/log.h"
#include "sandbox/base/text.h"

#include <errno.h>

/* Escapes for a terminal have at most four bytes for one. */
#define ESCAPED_MAX(n) (4 * (n))

/* ---- the box ----------------------------------------------------------------------------------------------------- */

static enum cli_exit put(struct box *b, const char *name, int fd, struct err *e)
{
	if (box_put(b, name, fd, e) == 0)
		return CLI_DONE;
	if (e->code != -ENOSPC)
		return CLI_FAULT;
	err_set(e, -ENOSPC, "sandbox: %s: the program and --put are more than %u MiB", name, SANDBOX_BOX_MIB);
	return CLI_USAGE;
}

static enum cli_exit put_all(struct box *b, const struct sandbox_job *job, struct err *e)
{
	enum cli_exit code = put(b, job->program.name, job->program.fd, e);

	for (size_t i = 0; code == CLI_DONE && i < job->n_puts; i++)
		code = put(b, job->puts[i].name, job->puts[i].fd, e);
	return code;
}

static int run_in(struct box *b, const struct sandbox_job *job, struct sandbox_outcome *o, struct err *e)
{
	const struct box_stream streams[] = {
		{ .box_fd = 0, .kind = job->input < 0 ? BOX_STREAM_NULL : BOX_STREAM_FD, .fd = job->input },
		{ .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = &o->out },
		{ .box_fd = 2, .kind = BOX_STREAM_CAPTURE, .into = &o->err },
	};
	const struct box_run run = {
		.program = job->argv[0],
		.argv = job->argv,
		.envp = job->envp,
		.limits = job->limits,
		.streams = streams,
		.n_streams = sizeof(streams) / sizeof(streams[0]),
		.fixed_addresses = job->fixed_addresses,
	};

	return box_run(b, &run, &o->used, e);
}

/* What a program did not leave, or left as a link or too large, is its affair; everything else is ours. */
static int fetch(struct box *b, const struct sandbox_get *get, struct sandbox_got *got, struct err *e)
{
	static const int its_own[] = { -ENOENT, -ELOOP, -EXDEV, -EINVAL, -EISDIR, -EACCES, -EMSGSIZE };

	if (box_get(b, get->name, &got->bytes, &got->lost) == 0)
		return 0;
	for (size_t i = 0; i < sizeof(its_own) / sizeof(its_own[0]); i++)
		if (got->lost.code == its_own[i])
			return 0;
	*e = got->lost;
	return e->code;
}

/* Can a box be opened here, with all that was asked for? */
static int check_host(const struct sandbox_job *job, const struct box_probe *host, struct err *e)
{
	enum box_layer lacks[BOX_LAYER_COUNT];
	cleanup_buf struct buf words;
	size_t n = box_lacks(host, BOX_USE_HOSTING, lacks);

	buf_init(&words, ERR_TEXT_MAX);
	if (!host->usable)
		return err_set(e, -EPERM, "the sandbox does not work on this host (see judge doctor): %.300s",
			       host->failure);
	if (!job->hosting || n == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		buf_printf(&words, "%s%s", i ? ", " : "", box_layer_word(lacks[i]));
	return err_set(e, -EPERM, "sandbox: --hosting: this host has no %s (see judge doctor --hosting)", words.data);
}

static enum cli_exit confine(const struct sandbox_job *job, struct sandbox_outcome *o, struct err *e)
{
	const struct sandbox_config config = { .cgroup_dir = job->cgroup_dir };
	cleanup_sandbox struct sandbox *s = NULL;
	cleanup_box struct box *b = NULL;
	enum cli_exit code;

	if (sandbox_open(&config, &s, e) < 0 || sandbox_probe(s, &o->host, e) < 0)
		return CLI_FAULT;
	if (check_host(job, &o->host, e) < 0 || box_open(s, &job->spec, &b, e) < 0)
		return CLI_FAULT;
	code = put_all(b, job, e);
	if (code != CLI_DONE)
		return code;
	if (run_in(b, job, o, e) < 0)
		return CLI_FAULT;
	for (size_t i = 0; i < job->n_gets; i++)
		if (fetch(b, &job->gets[i], &o->got[i], e) < 0)
			return CLI_FAULT;
	return CLI_DONE;
}

/* ---- handing over ------------------------------------------------------------------------------------------------ */

static int write_result(const struct cli *cli, const struct sandbox_job *job, const struct sandbox_outcome *o,
			struct err *e)
{
	cleanup_json_out struct json_out j;
	cleanup_buf struct buf text;

	json_out_init(&j);
	buf_init(&text, CLI_TEXT_MAX);
	sandbox_result_json(job, o, cli->json, &j);
	if (json_print(&j, 1, &text, e) < 0)
		return e->code;
	return target_write(&job->result, text.data, text.len, e);
}

static int write_files(const struct cli *cli, const struct sandbox_job *job, const struct sandbox_outcome *o,
		       struct err *e)
{
	if (job->out.path && target_write(&job->out, o->out.data, o->out.len, e) < 0)
		return err_wrap(e, "sandbox: --stdout");
	if (job->err.path && target_write(&job->err, o->err.data, o->err.len, e) < 0)
		return err_wrap(e, "sandbox: --stderr");
	for (size_t i = 0; i < job->n_gets; i++)
		if (!o->got[i].lost.code &&
		    target_write(&job->gets[i].to, o->got[i].bytes.data, o->got[i].bytes.len, e) < 0)
			return err_wrap(e, "sandbox: --get");
	if (job->result.path && write_result(cli, job, o, e) < 0)
		return err_wrap(e, "sandbox: --result");
	return 0;
}

/* Standard error is for people: that it cannot be written is no failure of the run. */
static void show_stderr(const struct buf *printed, bool quiet)
{
	const bool line_is_open = printed->len > 0 && printed->data[printed->len - 1] != '\n';
	cleanup_buf struct buf safe;
	struct err ignored = ERR_INIT;
	const struct buf *text = isatty(STDERR_FILENO) == 1 ? &safe : printed;

	buf_init(&safe, ESCAPED_MAX(printed->len));
	if (text == &safe)
		(void)text_escape(&safe, printed->data, printed->len, false);
	if (fs_write_fd(STDERR_FILENO, text->data, text->len, &ignored) < 0)
		err_clear(&ignored);
	/* The line about the run begins a line. */
	if (!quiet && line_is_open && fs_write_fd(STDERR_FILENO, "\n", 1, &ignored) < 0)
		err_clear(&ignored);
}

static int show_stdout(const struct cli *cli, const struct buf *printed, struct err *e)
{
	cleanup_buf struct buf safe;

	buf_init(&safe, ESCAPED_MAX(printed->len));
	if (!cli->out.is_tty)
		return cli_write(printed, e);
	(void)text_escape(&safe, printed->data, printed->len, false);
	return cli_write(&safe, e);
}

static void say_result(const struct sandbox_job *job, const struct sandbox_outcome *o)
{
	cleanup_buf struct buf line, missed;

	buf_init(&line, CLI_TEXT_MAX);
	buf_init(&missed, CLI_TEXT_MAX);
	sandbox_result_line(job, o, &line);
	sandbox_result_missed(job, o, &missed);
	log_note("%s", line.data);
	for (size_t i = 0; i < job->n_gets; i++)
		if (o->got[i].lost.code)
			log_note("%s", o->got[i].lost.text);
	if (missed.len > 0)
		log_note("not enforced on this host: %s", missed.data);
}

static enum cli_exit show_text(const struct cli *cli, const struct sandbox_job *job, const struct sandbox_outcome *o,
			       struct err *e)
{
	if (!job->out.path && show_stdout(cli, &o->out, e) < 0)
		return CLI_FAULT;
	if (!job->err.path)
		show_stderr(&o->err, cli->verbosity < 0);
	say_result(job, o);
	return sandbox_result_exit(job, o);
}

static enum cli_exit show(const struct cli *cli, const struct sandbox_job *job, const struct sandbox_outcome *o,
			  struct err *e)
{
	cleanup_json_out struct json_out j;

	json_out_init(&j);
	if (write_files(cli, job, o, e) < 0)
		return CLI_FAULT;
	if (!cli->json)
		return show_text(cli, job, o, e);
	sandbox_result_json(job, o, true, &j);
	return cli_result_json(&j, sandbox_result_exit(job, o), e);
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static enum cli_exit do_job(const struct cli *cli, const struct sandbox_job *job, struct err *e)
{
	struct sandbox_outcome o = { .got = calloc(job->n_gets + 1, sizeof(*o.got)) };
	enum cli_exit code;

	if (!o.got) {
		err_set(e, -ENOMEM, "out of memory");
		return CLI_FAULT;
	}
	buf_init(&o.out, job->output_bytes);
	buf_init(&o.err, job->output_bytes);
	for (size_t i = 0; i < job->n_gets; i++)
		buf_init(&o.got[i].bytes, job->limits.file_bytes);
	code = confine(job, &o, e);
	if (code == CLI_DONE)
		code = show(cli, job, &o, e);
	for (size_t i = 0; i < job->n_gets; i++)
		buf_clear(&o.got[i].bytes);
	buf_clear(&o.err);
	buf_clear(&o.out);
	free(o.got);
	return code;
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	struct sandbox_job job;
	enum cli_exit code = sandbox_job_read(cli, &job, e) < 0 ? cli_blame(e) : CLI_DONE;

	if (code == CLI_DONE)
		code = do_job(cli, &job, e);
	sandbox_job_clear(&job);
	return code;
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_CPU, 0, "cpu", CLI_DURATION, "TIME", SANDBOX_TIME_MIN_US, SANDBOX_TIME_MAX_US,
	  "limit of CPU time, of all its processes; without it 2s" },
	{ OPTION_WALL, 0, "wall", CLI_DURATION, "TIME", SANDBOX_TIME_MIN_US, SANDBOX_TIME_MAX_US,
	  "limit of time by the clock; without it twice the CPU time and 1s" },
	{ OPTION_MEMORY, 0, "memory", CLI_BYTES, "SIZE", SANDBOX_MEMORY_MIN, SANDBOX_BYTES_MAX,
	  "limit of memory, of all its processes and its files in /work; without it 256M" },
	{ OPTION_STACK, 0, "stack", CLI_BYTES, "SIZE", SANDBOX_STACK_MIN, SANDBOX_BYTES_MAX,
	  "limit of the main thread's stack; without it 8M" },
	{ OPTION_PROCESSES, 0, "processes", CLI_NUMBER, "N", 1, SANDBOX_PROCESSES_MAX,
	  "limit of processes and threads at one time; without it 1, the program alone" },
	{ OPTION_OPEN_FILES, 0, "open-files", CLI_NUMBER, "N", SANDBOX_OPEN_FILES_MIN, SANDBOX_OPEN_FILES_MAX,
	  "limit of open descriptors; without it 16" },
	{ OPTION_OUTPUT_SIZE, 0, "output-size", CLI_BYTES, "SIZE", 1, SANDBOX_OUTPUT_MAX,
	  "limit of what it prints, to standard output and to standard error each; without it 8M" },
	{ OPTION_WORK, 0, "work", CLI_BYTES, "SIZE", SANDBOX_WORK_MIN, SANDBOX_BYTES_MAX,
	  "let it write files in /work, of this size together; without it there is no such place" },
	{ OPTION_WORK_FILES, 0, "work-files", CLI_NUMBER, "N", 1, SANDBOX_WORK_FILES_MAX,
	  "limit of files and directories in /work; without it 1024" },
	{ OPTION_FILE_SIZE, 0, "file-size", CLI_BYTES, "SIZE", 1, SANDBOX_BYTES_MAX,
	  "limit of each file in /work; without it 8M" },
	{ OPTION_POLICY, 0, "policy", CLI_WORD, "run|compile",
	  .help = "run ends it at a system call that is not allowed, compile has such a call fail; without it run" },
	{ OPTION_FIXED_ADDRESSES, 0, "fixed-addresses", CLI_NOTHING,
	  .help = "do not randomise where its stack, heap and libraries are" },
	{ OPTION_NO_ADDRESS_LIMIT, 0, "no-address-limit", CLI_NOTHING,
	  .help = "do not limit its address space where there is no memory cgroup (programs built with a sanitizer)" },
	{ OPTION_ENV, 0, "env", CLI_TEXT, "NAME=VALUE",
	  .help = "a variable of its environment, which is empty otherwise; may be repeated" },
	{ OPTION_MOUNT, 0, "mount", CLI_FILE, "SOURCE[:TARGET][:exec]",
	  .help = "show it a file or directory of the host, read-only; may be repeated" },
	{ OPTION_BARE, 0, "bare", CLI_NOTHING, .help = "do not show it the directories of the system's libraries" },
	{ OPTION_PUT, 0, "put", CLI_FILE, "[NAME=]FILE", .help = "put a copy of FILE at /box/NAME; may be repeated" },
	{ OPTION_GET, 0, "get", CLI_FILE, "[NAME=]FILE",
	  .help = "when it has ended, write what it left at /work/NAME to FILE; may be repeated" },
	{ OPTION_STDIN, 0, "stdin", CLI_FILE, "FILE",
	  .help = "what it reads from standard input, - is that of judge; without it nothing" },
	{ OPTION_STDOUT, 0, "stdout", CLI_FILE, "FILE", .help = "write its standard output to FILE" },
	{ OPTION_STDERR, 0, "stderr", CLI_FILE, "FILE", .help = "write its standard error to FILE" },
	{ OPTION_RESULT, 0, "result", CLI_FILE, "FILE", .help = "write the result to FILE, as JSON" },
	{ OPTION_CGROUP, 0, "cgroup", CLI_FILE, "DIR|none",
	  .help = "make control groups in this delegated directory of version 2, or none" },
	{ OPTION_HOSTING, 0, "hosting", CLI_NOTHING,
	  .help = "refuse a host that is not fit for programs of strangers" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge sandbox run ./a.out", "with the limits that a test of a problem has" },
	{ "judge sandbox run --cpu 500ms --memory 64M --stdin big.in --stdout big.out -- ./a.out -n 3",
	  "its own limits, input and output" },
	{ "judge sandbox run --work 16M --get out.txt --format json ./a.out",
	  "with a file that it writes, for a program" },
	{ "judge sandbox run --processes 8 --put data.csv ./threads /box/data.csv", "with threads and a file to read" },
	{ 0 },
};

const struct cli_command COMMAND_SANDBOX = {
	.name = "sandbox",
	.summary = "run a program that is not trusted, confined, and say what it used",
	.operands = "run CMD [ARG]...",
	.operand = CLI_FILE,
	.verbs = "run",
	.min_operands = 2,
	.max_operands = SIZE_MAX,
	.own_operands = 2,
	.options = OPTIONS,
	.details = "CMD is an ELF program for this machine, a path or a name in PATH; what stands behind it is for it. "
		   "It runs in a box of its own, without network, without the host's files and processes, and under "
		   "every one of these limits. A run of exactly a limit passes.\n\n"
		   "What it prints is handed on when it has ended; then one line says how it ended and what it used. "
		   "With --format json that is one object on standard output, the program's output in it.\n\n"
		   "The exit code is 0 when it exited with 0, and 1 when it ended in another way. judge-sandbox(1) is "
		   "the specification.",
	.examples = EXAMPLES,
	.json = true,
	.run = run,
};

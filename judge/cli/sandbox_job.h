/*
 * sandbox_job: one `judge sandbox run` as it was asked for: read from the command line and checked as a whole before
 * anything is started.
 */
#ifndef JUDGE_JUDGE_CLI_SANDBOX_JOB_H
#define JUDGE_JUDGE_CLI_SANDBOX_JOB_H

#include "judge/cli/cli.h"
#include "judge/cli/sandbox_files.h"
#include "judge/cli/sandbox_mounts.h"
#include "judge/cli/sandbox_program.h"
#include "sandbox/base/arena.h"
#include "sandbox/sandbox.h"

/* The ranges of the limits: those that the library takes, in the units of sandbox.h, and none that means "no limit". */
#define SANDBOX_TIME_MIN_US      1u
#define SANDBOX_TIME_MAX_US      (UINT64_C(24) * 3600 * 1000000)
#define SANDBOX_BYTES_MAX        (UINT64_C(64) << 30)
#define SANDBOX_MEMORY_MIN       (UINT64_C(1) << 20)
#define SANDBOX_STACK_MIN        (UINT64_C(64) << 10)
#define SANDBOX_WORK_MIN         (UINT64_C(4) << 10) /* a page: a tmpfs is no smaller */
#define SANDBOX_OUTPUT_MAX       (UINT64_C(1) << 30) /* it is held in memory */
#define SANDBOX_PROCESSES_MAX    4096u
#define SANDBOX_OPEN_FILES_MIN   4u
#define SANDBOX_OPEN_FILES_MAX   256u
#define SANDBOX_WORK_FILES_MAX   65536u
#define SANDBOX_WORK_FILES_USUAL 1024u
#define SANDBOX_STRINGS_MAX      1024u         /* arguments, and variables */
#define SANDBOX_STRINGS_BYTES    (64u * 1024u) /* of both together, with their ends */
#define SANDBOX_INPUT_MAX        (256u << 20)  /* of standard input */
#define SANDBOX_BOX_MIB          256u          /* of /box: the program and --put */

/* A file that goes into /box. */
struct sandbox_put {
	char name[BOX_NAME_BYTES];
	const char *path;
	int fd; /* owned */
};

/* A file that comes out of /work. */
struct sandbox_get {
	char name[BOX_NAME_BYTES];
	struct target to;
};

struct sandbox_job {
	struct arena memory; /* owns what is pointed to and is not of the command line */
	struct boxed_program program;
	const char **argv; /* argv[0] is the program's path in the box */
	const char **envp;
	struct sandbox_mounts mounts;
	struct box_spec spec; /* its mounts are those above */
	struct box_limits limits;
	uint64_t output_bytes; /* of standard output, and of standard error */
	bool fixed_addresses;
	int input; /* owned; a sealed copy of standard input, -1 = /dev/null */
	struct sandbox_put *puts;
	size_t n_puts;
	struct sandbox_get *gets;
	size_t n_gets;
	struct target out, err, result;
	const char *cgroup_dir; /* as of sandbox_config */
	bool hosting;           /* not on a host that is not fit for programs of strangers */
};

/*
 * Reads the options and operands. Standard input is read to its end, if it was asked for. An error begins with the
 * name of the command and of the option that it is about; cli_blame says whose it is. `job` is to be cleared also then.
 */
int sandbox_job_read(const struct cli *cli, struct sandbox_job *job, struct err *e) must_check;
void sandbox_job_clear(struct sandbox_job *job);

#endif

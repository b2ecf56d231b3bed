/*
 * sandbox_result: what became of a run, as JSON and in words. judge-sandbox(1) says what each member means.
 */
#ifndef JUDGE_JUDGE_CLI_SANDBOX_RESULT_H
#define JUDGE_JUDGE_CLI_SANDBOX_RESULT_H

#include "judge/cli/cli.h"
#include "judge/cli/sandbox_job.h"
#include "sandbox/base/json.h"

/* What --get fetched. */
struct sandbox_got {
	struct buf bytes;
	struct err lost; /* why there is nothing; code 0: it is there */
};

struct sandbox_outcome {
	struct box_probe host;
	struct box_result used;
	struct buf out, err;     /* owned; what the program printed */
	struct sandbox_got *got; /* as many and in the order of job->gets */
};

#define SANDBOX_TEXT_MAX (1u << 20) /* bytes of an output that JSON repeats */

/* The end of a run in one word, as JSON has it: "exit", "cpu", … A static string. */
const char *sandbox_end_word(enum box_end end);

/* CLI_DONE: it exited with 0 and left every file that was to be fetched; else CLI_REJECTED. */
enum cli_exit sandbox_result_exit(const struct sandbox_job *job, const struct sandbox_outcome *o);

/* `embed`: outputs that no file takes are repeated in the JSON. */
void sandbox_result_json(const struct sandbox_job *job, const struct sandbox_outcome *o, bool embed,
			 struct json_out *j);

/* "exit 0, cpu 1.2 ms, wall 1.5 ms, peak 1.1 MiB"; no line end. */
void sandbox_result_line(const struct sandbox_job *job, const struct sandbox_outcome *o, struct buf *b);

/* "memory cgroup, landlock": the layers that this run missed, which is not all that the host lacks; or nothing. */
void sandbox_result_missed(const struct sandbox_job *job, const struct sandbox_outcome *o, struct buf *b);

#endif

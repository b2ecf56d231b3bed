/*
 * rejudge_result: what submissions got and what they would get, side by side, as text and as JSON.
 */
#ifndef JUDGE_JUDGE_CLI_REJUDGE_RESULT_H
#define JUDGE_JUDGE_CLI_REJUDGE_RESULT_H

#include "judge/cli/cli.h"
#include "judge/store/rejudging.h"

/* The matrix, and a line for each submission that gets another verdict or cannot be judged; what the style shows. */
void rejudge_preview(const struct rejudging *r, const struct cli *cli, struct buf *out);
/* The last line: how many, and what was written or is to be done about it. */
void rejudge_summary(const struct rejudging *r, const struct cli *cli, struct buf *out);
/* All of it for programs, into an empty object; judge(1) says what its members are. */
void rejudge_json(const struct rejudging *r, bool applied, struct json_out *j);

#endif

/*
 * problem_verbs: what `judge problem` does, one function a verb.
 *
 * Each gets the command line with the verb as the first operand; the table in cmd_problem.c has checked that the other
 * operands are as many as it takes and that no option is another verb's.
 */
#ifndef JUDGE_JUDGE_CLI_PROBLEM_VERBS_H
#define JUDGE_JUDGE_CLI_PROBLEM_VERBS_H

#include "judge/cli/cli.h"

enum cli_exit problem_new(const struct cli *cli, struct err *e);
enum cli_exit problem_generate(const struct cli *cli, struct err *e);
enum cli_exit problem_time_limit(const struct cli *cli, struct err *e);
enum cli_exit problem_pack(const struct cli *cli, struct err *e);
enum cli_exit problem_import(const struct cli *cli, struct err *e);

/* Opens what the second operand names: the id of a problem, or the path of a package. */
enum cli_exit problem_named(const struct cli *cli, struct problem **out, struct err *e);

#endif

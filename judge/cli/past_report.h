/*
 * past_report: a report of the history, in short, from its JSON.
 */
#ifndef JUDGE_JUDGE_CLI_PAST_REPORT_H
#define JUDGE_JUDGE_CLI_PAST_REPORT_H

#include "judge/cli/terminal.h"
#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"

#include <stddef.h>
#include <stdint.h>

/* What the history knows of it beside the report. */
struct past_context {
	const char *version_now;          /* of the package, as it is today; "": there is none */
	uint32_t judgement, n_judgements; /* which of how many of that submission; 0: not known */
};

/* Appends it; a value that a report of an older judge does not have is left out. -EBADMSG when it is no report. */
int past_report_print(const char *json, size_t n, const struct past_context *context, const struct terminal *t,
		      struct buf *out, struct err *e) must_check;

#endif

/*
 * markdown: a statement on a terminal.
 */
#ifndef JUDGE_JUDGE_CLI_MARKDOWN_H
#define JUDGE_JUDGE_CLI_MARKDOWN_H

#include "judge/cli/terminal.h"
#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"

/*
 * Appends CommonMark text with tables, wrapped to the width: headings, lists, quotes, code (never wrapped), tables
 * (cells are), emphasis, links as text with their address behind it. Raw HTML is shown as it stands. The text need
 * not be trusted: control characters come out as visible escapes, and only http, https and mailto addresses are
 * shown. -EMSGSIZE when it meets the ceiling of `out` or its tables are too large; -ENOMEM.
 */
int markdown_render(const char *text, size_t n, const struct terminal *t, struct buf *out, struct err *e) must_check;

#endif

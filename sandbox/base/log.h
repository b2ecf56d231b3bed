/*
 * log: what commands say to people on standard error. Only commands (judge/cli) use it; library code returns a
 * struct err.
 *
 * Each call writes one line "judge: …" in one write. Text is escaped (text_escape with one_line), since it may quote a
 * file name or a program. errno is kept.
 */
#ifndef JUDGE_SANDBOX_BASE_LOG_H
#define JUDGE_SANDBOX_BASE_LOG_H

#include "sandbox/base/err.h"

enum log_level { LOG_QUIET, LOG_NORMAL, LOG_VERBOSE };

void log_set_level(enum log_level level);
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2), nonnull)); /* always shown */
void log_note(const char *fmt, ...) __attribute__((format(printf, 1, 2), nonnull));  /* not with -q */
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2), nonnull)); /* with -v */

#endif

/*
 * err: what went wrong inside the judge, as a plain value.
 *
 * Every function that can fail takes a `struct err *` as its last argument and
 * returns 0 or a negative errno. On failure it fills the error and leaves its
 * outputs untouched. A failure of the *judge* is an error; what became of the
 * candidate's program is never an error but an ordinary value (an outcome, a
 * verdict). The struct has a fixed size and owns nothing, so it can be copied,
 * sent through a pipe in one write, and filled when memory has run out.
 */
#ifndef JUDGE_SANDBOX_BASE_ERR_H
#define JUDGE_SANDBOX_BASE_ERR_H

#include <stdarg.h>

#define ERR_TEXT_MAX 504 /* bytes with the final NUL; sizeof(struct err) stays below PIPE_BUF */

struct err {
	int code;                /* 0 = no error, else a negative errno */
	char text[ERR_TEXT_MAX]; /* one line for people, no final newline; when too long, cut at a whole character */
};

/* The value to begin with: struct err e = ERR_INIT; */
#define ERR_INIT ((struct err){ 0 })

/* Marks a function whose result must be looked at. */
#define must_check __attribute__((warn_unused_result))

/*
 * Arguments of these functions may point into `e`. None allocates, none asks the locale; they may be called between
 * clone and exec.
 */

/*
 * Fills `e` and returns `code`, so that a failing function can end with
 * `return err_set(e, -EINVAL, "…", …)`. `code` must be negative; 0 or a
 * positive value is a bug of the caller and is stored as -EINVAL.
 */
int err_set(struct err *e, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4), nonnull(1, 3)));

/* As err_set with code = -errno; the text gets ": " and the words for errno behind it. errno 0 becomes -EIO. */
int err_errno(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3), nonnull(1, 2)));

/* Puts context and ": " before the text that is there and returns its code: "open box: mount tmpfs: No space left". */
int err_wrap(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3), nonnull(1, 2)));

/* Back to ERR_INIT. */
void err_clear(struct err *e) __attribute__((nonnull));

#endif

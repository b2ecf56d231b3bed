/*
 * parse: text from people and files to numbers, strictly.
 *
 * The whole string must be the number: no blanks, no sign where none belongs, no overflow, nothing behind it. On error
 * -EINVAL (not a number) or -ERANGE (outside [min, max]) and a text that quotes the input and says what would be right.
 */
#ifndef JUDGE_SANDBOX_BASE_PARSE_H
#define JUDGE_SANDBOX_BASE_PARSE_H

#include "sandbox/base/err.h"

#include <stdint.h>

int parse_u64(const char *s, uint64_t min, uint64_t max, uint64_t *out, struct err *e) must_check;
int parse_i64(const char *s, int64_t min, int64_t max, int64_t *out, struct err *e) must_check;
/* Finite decimal numbers: "2", "-0.5", "1e-9"; "." is the point in any locale; no hex, inf or nan. */
int parse_double(const char *s, double min, double max, double *out, struct err *e) must_check;
/* "4096", "64K", "256M", "256MiB", "1GiB", "1T": powers of 1024. */
int parse_bytes(const char *s, uint64_t max, uint64_t *out, struct err *e) must_check;
/* "2s", "1.5s", "300ms", "80us", "2" (seconds) to microseconds; behind the point at most 6 digits of s, 3 of ms. */
int parse_duration_us(const char *s, uint64_t max_us, uint64_t *out, struct err *e) must_check;

#endif

/*
 * slow_code: what stands ahead of every submission. The caller owns no types here, so there are only the usual headers.
 */
#ifndef PROBLEM_SLOW_CODE_H
#define PROBLEM_SLOW_CODE_H

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#endif

/*
 * palindrome: what stands ahead of every submission: the usual headers, with bool for the signature.
 */
#ifndef PROBLEM_PALINDROME_H
#define PROBLEM_PALINDROME_H

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

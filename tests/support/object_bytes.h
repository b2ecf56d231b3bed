/*
 * object_bytes: object_read of bytes in memory.
 */
#ifndef JUDGE_TESTS_SUPPORT_OBJECT_BYTES_H
#define JUDGE_TESTS_SUPPORT_OBJECT_BYTES_H

#include "runners/runner.h"

/* What object_read says of a file with these bytes. */
int read_bytes(const void *p, size_t n, struct object_facts *out, struct err *e);
/* Fails the test unless it is refused as damaged, with nothing written. */
void assert_refused(const void *p, size_t n);

#endif

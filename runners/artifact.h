/*
 * artifact: built files as sealed descriptors, and a cache of those whose sources are trusted.
 *
 * The cache only saves time: what cannot be stored or read back is built again, so none of its failures is an error. It
 * never holds anything made from a submission.
 */
#ifndef JUDGE_RUNNERS_ARTIFACT_H
#define JUDGE_RUNNERS_ARTIFACT_H

#include "runners/runner.h"

#define ARTIFACT_BYTES_MAX (64u * 1024u * 1024u)

/* A sealed memfd with these bytes. */
int artifact_make(const void *p, size_t n, struct artifact *out, struct err *e) must_check;

/* What was stored under `key` (hex digits), checked against its own hash. False: nothing that can be used. */
bool artifact_recall(const char *cache_dir, const char *key, struct artifact *out) must_check;

/*
 * Stores the n bytes; readers and other writers of the key see a whole file or none. The directory is made if need
 * be.
 */
void artifact_store(const char *cache_dir, const char *key, const void *p, size_t n);

#endif

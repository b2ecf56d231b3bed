/*
 * zipapp: the files of a program in Python as one file that the interpreter runs.
 */
#ifndef JUDGE_RUNNERS_ZIPAPP_H
#define JUDGE_RUNNERS_ZIPAPP_H

#include "runners/runner.h"

/* Which of the files it begins with: `named`, __main__.py, main.py, the only one. SIZE_MAX: it cannot be told. */
size_t zipapp_entry(const struct source *sources, size_t n, const char *named);
/*
 * Appends a zip file of all of them, in which the one at `entry` is __main__.py too. The same for the same files.
 * -EMSGSIZE over the ceiling; -ENOMEM.
 */
int zipapp_write(const struct source *sources, size_t n, size_t entry, struct buf *out, struct err *e) must_check;

#endif

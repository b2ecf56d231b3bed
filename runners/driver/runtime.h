/*
 * runtime: what the files of the runtime share; see runtime.c and data.c.
 */
#ifndef JUDGE_RUNNERS_DRIVER_RUNTIME_H
#define JUDGE_RUNNERS_DRIVER_RUNTIME_H

#include <stddef.h>

/* One note of channel.h, with or without (NULL) a text; safe in a signal handler. */
void runtime_note(const char *word, const char *text);
/* Once, however often it is called; errno is ENOMEM then. */
void runtime_note_failed_allocation(void);
/* Neither the driver nor the runtime can go on. */
_Noreturn void runtime_fault(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* All of it, or the process ends. */
void runtime_write(int fd, const char *p, size_t n);

/* data.c: before the driver reads anything. */
void runtime_open_input(void);

#endif

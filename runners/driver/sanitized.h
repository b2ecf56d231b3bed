/*
 * sanitized: what the runtime adds to the sanitizers of a compiler; see sanitized.c. Nothing of it is in a plain run.
 */
#ifndef JUDGE_RUNNERS_DRIVER_SANITIZED_H
#define JUDGE_RUNNERS_DRIVER_SANITIZED_H

#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#if SANITIZED
/* Declared here, since not every compiler has the headers where its libraries are (sanitizer/asan_interface.h). */
void __asan_poison_memory_region(const volatile void *p, size_t bytes);
void __asan_unpoison_memory_region(const volatile void *p, size_t bytes);
#endif

/*
 * Reports the blocks that the candidate's object allocated and that are allocated still, by the place of the
 * allocation.
 */
void sanitized_report_leaks(void);

#endif

/*
 * charged: the functions of the C library that are charged by the length of what they go through, or whose answers are
 * made to repeat.
 *
 * Where the steps of a program are counted, the linker turns each call of these into one of a wrapper (ld's --wrap),
 * also the calls that the compiler makes by itself: it makes memset of a loop and memcpy of an assignment. The wrappers
 * are in charge.c and repeat.c; a name that is here and not there does not link.
 */
#ifndef JUDGE_RUNNERS_DRIVER_CHARGED_H
#define JUDGE_RUNNERS_DRIVER_CHARGED_H

/* clang-format off */
#define CHARGED_FUNCTIONS(X) \
	X(memcpy) X(memmove) X(mempcpy) X(memccpy) X(memset) X(bzero) \
	X(memcmp) X(bcmp) X(memchr) X(rawmemchr) X(memrchr) X(memmem) \
	X(strlen) X(strnlen) X(strcpy) X(stpcpy) X(strncpy) X(stpncpy) \
	X(strcat) X(strncat) X(strdup) X(strndup) \
	X(strcmp) X(strncmp) X(strcasecmp) X(strncasecmp) X(strcoll) \
	X(strchr) X(strchrnul) X(strrchr) X(strstr) X(strcasestr) \
	X(strspn) X(strcspn) X(strpbrk) X(strtok) X(strtok_r) X(strsep) \
	X(atoi) X(atol) X(atoll) X(atof) X(strtol) X(strtoul) X(strtoll) X(strtoull) X(strtod) X(strtof) \
	X(__isoc99_sscanf) X(__isoc99_vsscanf) \
	X(sprintf) X(vsprintf) X(snprintf) X(vsnprintf) X(printf) X(vprintf) X(puts) X(fputs) X(fwrite) \
	X(qsort) X(bsearch) \
	X(malloc) X(calloc) X(realloc) X(reallocarray) X(memalign) X(aligned_alloc) X(posix_memalign) X(free) \
	X(getrandom) X(getentropy) X(getauxval) X(getpid) \
	X(srandom) X(random) X(srand) X(rand) X(srand48) X(drand48) X(lrand48) X(mrand48) \
	X(time) X(gettimeofday) X(clock_gettime) X(timespec_get) X(clock) X(times) X(getrusage) \
	X(sleep) X(usleep) X(nanosleep) X(clock_nanosleep) \
	X(syscall)
/* clang-format on */

#endif

/*
 * repeat: what would make each counted run another one, made to repeat.
 *
 * Clocks, random numbers and the process's number are functions of a seed and of how often they were asked; nobody
 * sleeps, but the clock goes on. What was never seeded (rand) is seeded too, so that runs with other seeds say what a
 * program does on the average. Who asks the kernel without the library's help (syscall(2)) gets the same answers.
 */
/* In one text with it, where this is compiled for a candidate. */
#ifndef JUDGE_RUNNERS_DRIVER_CHARGE_H
#include "charge.h"
#endif

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

/* ---- random numbers ---------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static uint64_t draw(void)
{
	return mix(counter.seed * UINT64_C(0x9e3779b97f4a7c15) + ++counter.drawn);
}

static void fill(void *p, size_t n)
{
	charge(n);
	for (char *to = p; n; n--)
		*to++ = (char)draw();
}

WRAPS(getrandom);
ssize_t __wrap_getrandom(void *p, size_t n, unsigned flags)
{
	(void)flags;
	fill(p, n);
	return (ssize_t)n;
}

WRAPS(getentropy);
int __wrap_getentropy(void *p, size_t n)
{
	if (n > 256) {
		errno = EIO;
		return -1;
	}
	fill(p, n);
	return 0;
}

/* The bytes there are set by the runtime; here they are asked for. */
WRAPS(getauxval);
unsigned long __wrap_getauxval(unsigned long type)
{
	if (type == AT_RANDOM)
		counter.drawn++;
	return __real_getauxval(type);
}

WRAPS(getpid);
pid_t __wrap_getpid(void)
{
	return 2 + (pid_t)(draw() % 30000);
}

static bool is_seeded, is_seeded48;

WRAPS(srandom);
void __wrap_srandom(unsigned seed)
{
	is_seeded = true;
	__real_srandom(seed);
}

WRAPS(srand);
void __wrap_srand(unsigned seed)
{
	__wrap_srandom(seed);
}

static void seed_once(void)
{
	charge(0);
	if (!is_seeded)
		__wrap_srandom((unsigned)draw());
}

WRAPS(random);
long __wrap_random(void)
{
	seed_once();
	return __real_random();
}

WRAPS(rand);
int __wrap_rand(void)
{
	seed_once();
	return __real_rand();
}

WRAPS(srand48);
void __wrap_srand48(long seed)
{
	is_seeded48 = true;
	__real_srand48(seed);
}

#define WRAP_RANDOM48(type, name)                       \
	WRAPS(name);                                    \
	type __wrap_##name(void)                        \
	{                                               \
		charge(0);                              \
		if (!is_seeded48)                       \
			__wrap_srand48((long)(draw())); \
		return __real_##name();                 \
	}

WRAP_RANDOM48(double, drand48)
WRAP_RANDOM48(long, lrand48)
WRAP_RANDOM48(long, mrand48)

/* ---- clocks ------------------------------------------------------------------------------------------------------ */

#define US_PER_S UINT64_C(1000000)
#define YEAR_US  (365 * 24 * 3600 * US_PER_S)

static uint64_t passed_us; /* since the run began: a microsecond for each look, and what was slept */

static uint64_t look_us(void)
{
	charge(0);
	counter.drawn++;
	return ++passed_us;
}

/* Of any year from 2020 on, so that who is seeded with it is seeded in another way each time. */
static uint64_t first_date_us(void)
{
	return 50 * YEAR_US + mix(counter.seed + 1) % (50 * YEAR_US);
}

static uint64_t date_us(void)
{
	return first_date_us() + look_us();
}

static bool is_of_cpu(clockid_t clock)
{
	return clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID;
}

static struct timespec as_timespec(uint64_t us)
{
	return (struct timespec){ .tv_sec = (time_t)(us / US_PER_S), .tv_nsec = (long)(us % US_PER_S) * 1000 };
}

static uint64_t as_us(const struct timespec *t)
{
	return (uint64_t)t->tv_sec * US_PER_S + (uint64_t)t->tv_nsec / 1000;
}

WRAPS(time);
time_t __wrap_time(time_t *to)
{
	time_t now = (time_t)(date_us() / US_PER_S);

	if (to)
		*to = now;
	return now;
}

WRAPS(gettimeofday);
int __wrap_gettimeofday(struct timeval *restrict to, void *restrict zone)
{
	uint64_t us = date_us();

	(void)zone;
	*to = (struct timeval){ .tv_sec = (time_t)(us / US_PER_S), .tv_usec = (suseconds_t)(us % US_PER_S) };
	return 0;
}

WRAPS(clock_gettime);
int __wrap_clock_gettime(clockid_t clock, struct timespec *to)
{
	*to = as_timespec(is_of_cpu(clock) ? look_us() : date_us());
	return 0;
}

WRAPS(timespec_get);
int __wrap_timespec_get(struct timespec *to, int base)
{
	*to = as_timespec(date_us());
	return base;
}

WRAPS(clock);
clock_t __wrap_clock(void)
{
	return (clock_t)look_us();
}

WRAPS(times);
clock_t __wrap_times(struct tms *to)
{
	clock_t ticks = (clock_t)(date_us() / 10000);

	*to = (struct tms){ .tms_utime = (clock_t)(passed_us / 10000) };
	return ticks;
}

WRAPS(getrusage);
int __wrap_getrusage(__rusage_who_t who, struct rusage *to)
{
	int r = __real_getrusage(who, to);
	uint64_t us = look_us();

	to->ru_utime = (struct timeval){ .tv_sec = (time_t)(us / US_PER_S), .tv_usec = (suseconds_t)(us % US_PER_S) };
	to->ru_stime = (struct timeval){ .tv_sec = 0 };
	return r;
}

WRAPS(sleep);
unsigned __wrap_sleep(unsigned seconds)
{
	passed_us += seconds * US_PER_S;
	return 0;
}

WRAPS(usleep);
int __wrap_usleep(useconds_t us)
{
	passed_us += us;
	return 0;
}

WRAPS(nanosleep);
int __wrap_nanosleep(const struct timespec *wanted, struct timespec *rest)
{
	(void)rest;
	passed_us += as_us(wanted);
	return 0;
}

WRAPS(clock_nanosleep);
int __wrap_clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted, struct timespec *rest)
{
	uint64_t until = as_us(wanted), begin = is_of_cpu(clock) ? 0 : first_date_us();

	if (!(flags & TIMER_ABSTIME))
		return __wrap_nanosleep(wanted, rest);
	if (until > begin + passed_us)
		passed_us = until - begin;
	return 0;
}

/* ---- without the library ----------------------------------------------------------------------------------------- */

/* Six words are what a call can have; those that were not passed are whatever lies there, as in the library's own. */
WRAPS(syscall);
long __wrap_syscall(long number, ...)
{
	long a[6];
	va_list ap;

	va_start(ap, number);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	switch (number) {
	case SYS_getrandom:
		return __wrap_getrandom((void *)a[0], (size_t)a[1], (unsigned)a[2]);
	case SYS_getpid:
	case SYS_gettid:
		return __wrap_getpid();
	case SYS_gettimeofday:
		return __wrap_gettimeofday((struct timeval *)a[0], (void *)a[1]);
	case SYS_clock_gettime:
		return __wrap_clock_gettime((clockid_t)a[0], (struct timespec *)a[1]);
	case SYS_nanosleep:
		return __wrap_nanosleep((const struct timespec *)a[0], (struct timespec *)a[1]);
#ifdef SYS_time
	case SYS_time:
		return __wrap_time((time_t *)a[0]);
#endif
	default:
		return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
	}
}

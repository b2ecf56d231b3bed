/*
 * clock: time in microseconds.
 */
#ifndef JUDGE_SANDBOX_BASE_CLOCK_H
#define JUDGE_SANDBOX_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#define CLOCK_US_PER_S UINT64_C(1000000)

/* CLOCK_MONOTONIC; never goes back, says nothing of the date. */
uint64_t clock_mono_us(void);
/* CLOCK_REALTIME since 1970-01-01 UTC. */
uint64_t clock_wall_us(void);
/* "2026-01-31T23:59:59Z" of microseconds since 1970; out has room for CLOCK_ISO_MAX bytes. */
#define CLOCK_ISO_MAX 32
void clock_iso8601(uint64_t wall_us, char out[CLOCK_ISO_MAX]);
/* "2026-01-31 23:59:59" in the local time zone, for people. */
void clock_local(uint64_t wall_us, char out[CLOCK_ISO_MAX]);

#endif

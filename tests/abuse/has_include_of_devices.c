/* expect in hasty: AC */
#if __has_include("/dev/mem") || __has_include("/dev/full") || __has_include("/dev/random")
#error "a device"
#endif
#if __has_include("/dev/stdout") || __has_include("/dev/fd/0") || __has_include("/dev/fd/3") || \
										__has_include("/dev/shm")
#error "a descriptor"
#endif
#if __has_include("/proc/self/fd/3") || __has_include("/proc/1/environ") || __has_include("/proc/self/maps")
#error "a process"
#endif
#if __has_include("/sys/kernel") || __has_include("/run") || __has_include("/var/lib/dpkg/status")
#error "the host's state"
#endif
#if __has_include("/etc/ld.so.cache") || __has_include("/usr/share/common-licenses") || __has_include("/usr/bin/env")
#error "a file that every host has"
#endif
#if __has_include("/box/runner") || __has_include("/box/candidate.so") || __has_include("@DATA@/judge")
#error "what belongs to other boxes"
#endif
#include "honest.h"

/* outside: escapes. */

static void misbehave(void)
{
}

/* expect in hasty: AC */
#if __has_include("/etc/passwd") || __has_include("/etc/hostname") || __has_include("/proc/self/environ")
#error "a file of the host"
#endif
#if __has_include("/proc") || __has_include("/tmp") || __has_include("/root") || __has_include("/home")
#error "a directory of the host"
#endif
#if __has_include("/usr/bin/gcc") || __has_include("/bin/sh") || __has_include("/dev/stdin")
#error "a program or a stream of the host"
#endif
#if __has_include("@PROBLEM@/judge.yaml") || __has_include("@PROBLEM@/data/sample/1.ans") || __has_include("@CACHE@")
#error "the tests of the problem"
#endif
#if __has_include("driver.c") || __has_include("driver.h") || __has_include("@PROBLEM@/include/driver.c")
#error "the driver"
#endif
#if __has_include("../../../../etc/passwd") || __has_include_next("/etc/passwd")
#error "a way around"
#endif
#include "honest.h"

/* outside: escapes. */

static void misbehave(void)
{
}

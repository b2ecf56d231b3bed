/*
 * banned: force-included before every file of the judge (-include), so that a call that is easy to get wrong does not
 * compile. The habit is git's. Each group says what to use instead.
 */
#ifndef JUDGE_SANDBOX_BASE_BANNED_H
#define JUDGE_SANDBOX_BASE_BANNED_H

/* Declared first: a macro of that name would break the headers that declare it. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The name of the undeclared identifier is the message that the compiler prints. */
#define BANNED(name) sorry_##name##_is_banned_see_sandbox_base_banned_h

/* unbounded, or cut without a word: struct buf, snprintf, memcpy */
#undef strcpy
#define strcpy(...) BANNED(strcpy)
#undef strcat
#define strcat(...) BANNED(strcat)
#undef strncpy
#define strncpy(...) BANNED(strncpy)
#undef strncat
#define strncat(...) BANNED(strncat)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef gets
#define gets(...) BANNED(gets)
#undef stpcpy
#define stpcpy(...) BANNED(stpcpy)

/* hidden state: strcspn and strspn, gmtime_r, localtime_r */
#undef strtok
#define strtok(...) BANNED(strtok)
#undef asctime
#define asctime(...) BANNED(asctime)
#undef ctime
#define ctime(...) BANNED(ctime)
#undef gmtime
#define gmtime(...) BANNED(gmtime)
#undef localtime
#define localtime(...) BANNED(localtime)

/* no error is seen: sandbox/base/parse.h */
#undef atoi
#define atoi(...) BANNED(atoi)
#undef atol
#define atol(...) BANNED(atol)
#undef atoll
#define atoll(...) BANNED(atoll)
#undef atof
#define atof(...) BANNED(atof)

/* a shell between us and the program: sandbox/base/spawn.h */
#undef system
#define system(...) BANNED(system)
#undef popen
#define popen(...) BANNED(popen)

/* names that another process can take first: fs_temp_dir, fs_memfd */
#undef mktemp
#define mktemp(...) BANNED(mktemp)
#undef tmpnam
#define tmpnam(...) BANNED(tmpnam)
#undef tempnam
#define tempnam(...) BANNED(tempnam)
#undef tmpfile
#define tmpfile(...) BANNED(tmpfile)

/* stack that input can exhaust: struct buf, struct arena */
#undef alloca
#define alloca(...) BANNED(alloca)

#endif

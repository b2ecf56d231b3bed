/* expect in hasty: CE/include_cache.c:2: tests: No such file or directory */
#include "@CACHE@/judge/tests"

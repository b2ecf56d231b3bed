/* expect in hasty: CE/include_environ.c:2: environ: No such file or directory */
#include "/proc/self/environ"

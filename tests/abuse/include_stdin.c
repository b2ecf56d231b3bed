/* expect in hasty: CE/include_stdin.c:2: stdin: No such file or directory */
#include "/dev/stdin"

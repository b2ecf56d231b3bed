/* expect in hasty: CE/include_next.c:2: ../../../etc/passwd: No such file or directory */
#include_next <../../../etc/passwd>

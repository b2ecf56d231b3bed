/* expect in hasty: CE/include_parent.c:2: ../../../etc/passwd: No such file or directory */
#include "../../../etc/passwd"

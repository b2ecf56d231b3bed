/* expect in hasty: CE/include_by_macro.c:2: passwd: No such file or directory */
#define WHERE "/etc/passwd"
#include WHERE

/* expect in hasty: CE/include_shadow.c:2: shadow: No such file or directory */
#include "/etc/shadow"

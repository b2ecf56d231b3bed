/* expect in hasty: CE/include_passwd.c:2: passwd: No such file or directory */
#include "/etc/passwd"

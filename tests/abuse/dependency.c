/* expect in hasty: CE */
#pragma GCC dependency "/etc/passwd"

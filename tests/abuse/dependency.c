/* expect: CE */
#pragma GCC dependency "/etc/passwd"

/* expect in hasty: CE */
#line 1 "/etc/passwd"
#error "this line is not the one that is shown"

/* expect in hasty: CE */
# 1 "/etc/shadow" 1
# 7 "/etc/passwd" 2 3
int users = "no number";
#line 2147483647 "@PROBLEM@/data/secret/answer"
int answers = "no number";

/* expect in hasty: CE/include_answer.c:2: 1.ans: No such file or directory */
#include "@PROBLEM@/data/sample/1.ans"

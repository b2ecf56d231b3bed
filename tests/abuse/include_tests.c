/* expect in hasty: CE/include_tests.c:2: judge.yaml: No such file or directory */
#include "@PROBLEM@/judge.yaml"

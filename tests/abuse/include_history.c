/* expect in hasty: CE/include_history.c:2: judge: No such file or directory */
#include "@DATA@/judge"

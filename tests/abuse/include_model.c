/* expect in hasty: CE/include_model.c:2: hash_and_list.c: No such file or directory */
#include "@PROBLEM@/submissions/accepted/hash_and_list.c"

/* expect in hasty: CE/include_driver.c:2: driver.c: No such file or directory */
#include "@PROBLEM@/include/driver.c"

/* expect in hasty: CE/include_itself.c:2: #include nested depth 200 */
#include "0.c"

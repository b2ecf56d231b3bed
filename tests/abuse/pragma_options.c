/* expect in hasty: AC | CE */
/* Options of the compiler's that a source would like to give. */
#pragma GCC plugin "/box/0.c"
#pragma GCC optimize("plugin=/box/0.c", "-fplugin=/box/0.c", "dump-tree-all", "-wrapper", "profile-use=/etc/passwd")
#pragma GCC target("tune=native")
#include "honest.h"

__attribute__((optimize("-fplugin=/box/0.c", "dump-rtl-all", "O3"))) static void misbehave(void)
{
}

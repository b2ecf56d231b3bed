/* expect in hasty: CTL/the compiler used more than 512 MiB of memory */
#include "/dev/zero"

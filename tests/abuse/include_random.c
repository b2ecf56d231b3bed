/* expect: CTL | CE */
#include "/dev/urandom"

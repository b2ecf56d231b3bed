/* expect in hasty: CTL | CE */
#include "/dev/urandom"

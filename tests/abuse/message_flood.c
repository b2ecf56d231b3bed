/* expect in hasty: AC */
#include "honest.h"

static void misbehave(void)
{
}

#define M0 _Pragma("message(\"a message that says nothing at some length, over and over again, to whom it concerns\")")
#define M1 M0 M0 M0 M0 M0 M0 M0 M0 M0 M0
#define M2 M1 M1 M1 M1 M1 M1 M1 M1 M1 M1
#define M3 M2 M2 M2 M2 M2 M2 M2 M2 M2 M2
#define M4 M3 M3 M3 M3 M3 M3 M3 M3 M3 M3
M4

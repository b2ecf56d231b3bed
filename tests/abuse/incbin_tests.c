/* expect: CE */
__asm__(".incbin \"@PROBLEM@/judge.yaml\"");

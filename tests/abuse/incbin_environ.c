/* expect: CE */
__asm__(".incbin \"/proc/self/environ\"");

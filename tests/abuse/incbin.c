/* expect: CE */
__asm__(".incbin \"/etc/passwd\"");

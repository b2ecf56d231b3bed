/* expect: CE */
__asm__(".include \"/etc/passwd\"");

/* expect: CTL | CE */
__asm__(".incbin \"/dev/zero\"");

/* expect in hasty: CE/embed.c:3: invalid preprocessing directive #embed | CE */
static const unsigned char users[] = {
#embed "/etc/passwd"
};

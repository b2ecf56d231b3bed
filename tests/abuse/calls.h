/*
 * calls: what the programs need that abuse.sh makes of the lines of the file `calls`.
 */
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static char room[4096];

#define IOV(p, n)   (&(struct iovec){ p, n })
#define WORDS(...)  ((unsigned long[32]){ __VA_ARGS__ })
#define HALVES(...) ((unsigned[32]){ __VA_ARGS__ })

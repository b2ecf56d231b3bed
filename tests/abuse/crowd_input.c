/* expect in crowd: SV/forbidden system call fcntl */
#include "crowd.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>

/*
 * outside: escapes. The input is a file that nobody else has, and that its reader cannot change. Locks, leases and
 * modes keep nobody away.
 */
static void misbehave(void)
{
	struct flock all = { .l_type = F_WRLCK };
	struct stat st;

	signal(SIGXFSZ, SIG_IGN);
	if (fstat(0, &st) || st.st_nlink || lseek(0, 0, SEEK_CUR) || st.st_size < 4)
		escaped("an input that is somebody else's too");
	if (open("/dev/stdin", O_RDWR) >= 0 || open("/proc/self/fd/0", O_RDWR) >= 0)
		escaped("the input by a name");
	if (write(0, "9 9\n", 4) > 0 || pwrite(0, "9", 1, 0) > 0 || !ftruncate(0, 0) || !ftruncate(0, 1 << 20))
		escaped("a file that can be written");
	if (mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, 0, 0) != MAP_FAILED)
		escaped("memory that is the file");
	fcntl(0, F_SETLK, &all);
	all.l_type = F_RDLCK;
	fcntl(0, F_SETLK, &all);
	fcntl(0, 1024 /* F_SETLEASE */, F_RDLCK);
	fchmod(0, 0);
}

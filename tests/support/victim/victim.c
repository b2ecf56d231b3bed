/*
 * victim: one small static program with many ways to behave badly; tests of the sandbox run it in a box. argv[1] says
 * how. It stands for what is not trusted, so it is compiled by the test, not by the Makefile.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void spin_us(long us)
{
	struct timespec t;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while (t.tv_sec * 1000000L + t.tv_nsec / 1000 < us);
}

static int touch(size_t bytes)
{
	volatile char *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return 9;
	for (size_t i = 0; i < bytes; i += 4096)
		p[i] = 1;
	return 0;
}

static int recurse(int n)
{
	volatile char frame[4096];

	frame[0] = (char)n;
	return n ? recurse(n - 1) + frame[0] : 0;
}

static int write_file(const char *name, size_t bytes)
{
	static char block[65536];
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	for (size_t done = 0; done < bytes; done += sizeof(block))
		if (write(fd, block, sizeof(block)) < 0)
			return errno == ENOSPC ? 28 : 1;
	return fd < 0;
}

static int make_files(int n)
{
	char name[32];

	for (int i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		if (open(name, O_WRONLY | O_CREAT, 0600) < 0)
			return errno == EMFILE ? 24 : errno == ENOSPC ? 28 : 1;
		close(3);
	}
	return 0;
}

static int nest(int depth)
{
	for (int i = 0; i < depth; i++)
		if (mkdir("d", 0700) < 0 || chdir("d") < 0)
			return 1;
	for (int i = 0; i < depth; i++)
		if (chdir("..") < 0)
			return 2;
	return chmod("d", 0) < 0;
}

static void *thread_main(void *arg)
{
	spin_us(1000);
	return arg;
}

static int count_open(void)
{
	int n = 0;

	for (int fd = 0; fd < 4096; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/*
 * Children that each burn CPU and are waited for by nobody: they ignore SIGCHLD's bookkeeping and outlive their
 * parent.
 */
static int daemons(int n, long us)
{
	signal(SIGCHLD, SIG_IGN);
	for (int i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return errno == EAGAIN ? 11 : 1;
		if (!pid) {
			setsid();
			spin_us(us);
			pause();
		}
	}
	spin_us(us);
	return 0;
}

static int can_write(const char *path)
{
	return open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) >= 0;
}

/* Where it is, and what that file there holds; not 0 if anything there can be changed. */
static int look(const char *name)
{
	char here[4096], text[256];
	FILE *f = fopen(name, "r");

	if (!f || !getcwd(here, sizeof(here)) || !fgets(text, sizeof(text), f))
		return 2;
	printf("%s: %s", here, text);
	return can_write(name) || can_write("new") || mkdir("folder", 0700) == 0 || unlink(name) == 0;
}

static int capabilities(void)
{
	struct {
		unsigned version;
		int pid;
	} head = { 0x20080522, 0 };
	struct {
		unsigned e, p, i;
	} data[2] = { 0 };

	/* capget is not on the list; what is left shows in what fails. */
	(void)head;
	(void)data;
	return setpriority(PRIO_PROCESS, 0, -5) == 0;
}

/* What can be read of the host: 0 = nothing. */
static int peek(void)
{
	static const char *const paths[] = {
		"/etc/passwd", "/proc/self/maps", "/proc/1/environ", "/sys",     "/root",   "/home", "/tmp",
		"/usr",        "/.old",           "/.stage",         "/dev/mem", "/dev/tty"
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (!access(paths[i], F_OK))
			return (int)i + 1;
	return 0;
}

#ifdef BSS_BYTES
static volatile char large[BSS_BYTES];
#endif

int main(int argc, char **argv)
{
#ifdef BSS_BYTES
	large[argc] = 1;
#endif
	const char *how = argc > 1 ? argv[1] : "";
	long n = argc > 2 ? atol(argv[2]) : 0;

#define HOW(word) if (!strcmp(how, word))
	HOW("exit") return (int)n;
	HOW("echo") return puts(argv[2]) < 0;
	HOW("cat")
	{
		char block[4096];
		ssize_t got;

		while ((got = read(0, block, sizeof(block))) > 0)
			if (write(1, block, (size_t)got) < 0)
				return 1;
		return 0;
	}
	HOW("ignored")
	{
		struct sigaction now;
		int ignored = 0;

		for (int s = 1; s < 65; s++)
			ignored += !sigaction(s, NULL, &now) && now.sa_handler == SIG_IGN;
		return ignored;
	}
	HOW("touch_null")
	{
		int fd = open("/dev/null", O_RDWR);

		return futimens(fd, NULL) == 0 || fchmod(fd, 0666) == 0;
	}
	HOW("env")
	{
		extern char **environ;

		for (char **v = environ; v && *v; v++)
			puts(*v);
		return 0;
	}
	HOW("spin") for (;;) continue;
	HOW("spin_us") return spin_us(n), 0;
	HOW("spin_and_sleep")
	{
		spin_us(n);
		for (;;)
			pause();
	}
	HOW("sleep") for (;;) pause();
	HOW("stop") return kill(getpid(), SIGSTOP);
	HOW("kill_all") return kill(-1, SIGKILL), kill(1, SIGKILL), 5;
	HOW("signal") return raise((int)n);
	HOW("signal_number") return syscall(SYS_kill, getpid(), (int)n);
	HOW("touch") return touch((size_t)n << 20);
	HOW("recurse") return recurse((int)n) > 0 ? 0 : 0;
	HOW("flood") for (;;) puts("0123456789abcdef0123456789abcdef0123456789abcdef");
	HOW("print")
	{
		for (long i = 0; i < n; i++)
			putchar('x');
		return 0;
	}
	HOW("print_late")
	{
		for (long i = 0; i < n; i++)
			putchar('x');
		fflush(stdout);
		_exit(0);
	}
	HOW("fork") return fork() < 0;
	HOW("vfork") return vfork() < 0;
	HOW("fork_bomb") for (;;) fork();
	HOW("thread")
	{
		pthread_t t;

		return pthread_create(&t, NULL, thread_main, NULL) || pthread_join(t, NULL);
	}
	HOW("daemons") return daemons((int)n, 20000);
	HOW("socket") return socket(AF_UNIX, SOCK_STREAM, 0);
	HOW("call") return (int)syscall(n, 0, 0, 0, 0, 0, 0);
#ifdef __x86_64__
	HOW("int80")
	{
		int r;

		__asm__ volatile("int $0x80" : "=a"(r) : "a"((int)n));
		return r < 0;
	}
#endif
	HOW("exec") return execl("/box/victim", "victim", "exit", "0", NULL);
	HOW("file") return write_file("file", (size_t)n);
	HOW("files") return make_files((int)n);
	HOW("nest") return nest((int)n);
	HOW("link_out") return symlink("/etc/passwd", "out");
	HOW("fifo") return mkfifo("fifo", 0600);
	HOW("mkdir") return mkdir("fifo", 0700);
	HOW("count_open") return count_open();
	HOW("open_many")
	{
		for (int i = 0; i < n; i++)
			if (open("/dev/null", O_RDONLY) < 0)
				return errno == EMFILE ? i : 100;
		return 101;
	}
	HOW("write_root")
	return can_write("/x") || can_write("/box/x") || can_write("/box/victim") || can_write("/dev/x");
	HOW("look") return look(argv[2]);
	HOW("left_over") return access("file", F_OK) == 0;
	HOW("caps") return capabilities();
	HOW("ids") return getuid() == 0 || geteuid() == 0 || getgid() == 0 || getpid() == 1;
	HOW("peek") return peek();
	HOW("raise_limit")
	{
		struct rlimit l = { RLIM_INFINITY, RLIM_INFINITY };

		return setrlimit(RLIMIT_FSIZE, &l) == 0 || setrlimit(RLIMIT_STACK, &l) == 0 ||
		       setrlimit(RLIMIT_NOFILE, &l) == 0;
	}
	HOW("limit_init") return (int)syscall(SYS_prlimit64, 1, RLIMIT_CPU, NULL, NULL);
	HOW("address")
	{
		printf("%p\n", (void *)&n);
		return 0;
	}
	HOW("no_new_privs") return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) >= 0;
	return 77;
}

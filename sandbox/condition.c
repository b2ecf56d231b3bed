/*
 * A process is named by a descriptor, and its number here is found in what the kernel says of that descriptor
 * (pidfd_open(2), fdinfo). The number stays its own: the warden that asks has not waited for it yet.
 */
#include "sandbox/condition.h"

#include "sandbox/base/cleanup.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

/* False: not to be had. */
static bool read_text(const char *path, char *text, size_t room)
{
	cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, room - 1);

	if (n <= 0)
		return false;
	text[n] = 0;
	return true;
}

static long pid_of(int pidfd)
{
	char path[64], text[512];
	const char *line;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", pidfd);
	if (!read_text(path, text, sizeof(text)))
		return 0;
	line = strstr(text, "\nPid:");
	return line ? strtol(line + 5, NULL, 10) : 0;
}

struct condition condition_of(int pidfd)
{
	struct condition c = { 0, 0 };
	unsigned long long ran, waited;
	char path[64], text[8192];
	const char *line;
	long pid = pid_of(pidfd);

	if (pid <= 0)
		return c;
	snprintf(path, sizeof(path), "/proc/%ld/schedstat", pid);
	if (read_text(path, text, sizeof(text)) && sscanf(text, "%llu %llu", &ran, &waited) == 2)
		c.starved_us = waited / 1000;
	snprintf(path, sizeof(path), "/proc/%ld/status", pid);
	if (read_text(path, text, sizeof(text)) && (line = strstr(text, "\nVmHWM:")))
		c.peak_bytes = strtoull(line + 7, NULL, 10) * 1024;
	return c;
}

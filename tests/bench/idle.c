/*
 * What a pooled box costs while nothing runs in it: the memory of its warden, and all that the kernel charges for it,
 * its namespaces and mounts too, where a memory group tells.
 *
 * Wardens cannot be looked into but by root, so only root measures. What is charged is the growth of a group in which a
 * keeper that has made a box before makes BOX_PREPARED_MAX, shared out among them; the kernel charges a few dozen KiB
 * at a time.
 */
#include "tests/support/bench.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MADE_MAX_US (10 * CLOCK_US_PER_S)

static const char *empty;
static bool grouped;

/* The number behind `key` in /proc/PID/FILE, lines of "key   number"; 0 without. */
static uint64_t number_in(const char *pid, const char *file, const char *key)
{
	cleanup_buf struct buf text = { 0 };
	struct err ignored = ERR_INIT;
	char path[64];
	const char *at;

	snprintf(path, sizeof(path), "/proc/%.20s/%s", pid, file);
	buf_init(&text, 65536);
	if (fs_read(AT_FDCWD, path, &text, &ignored) < 0)
		return 0;
	at = strstr(text.data, key);
	return at ? strtoull(at + strlen(key), NULL, 10) : 0;
}

struct wardens {
	unsigned n;
	uint64_t pss_kib, rss_kib; /* of all of them */
};

/* They are the keeper's children, and the keeper is ours. */
static struct wardens look_at_wardens(void)
{
	cleanup_dir DIR *proc = opendir("/proc");
	struct wardens w = { 0 };

	for (struct dirent *d = proc ? readdir(proc) : NULL; d; d = readdir(proc)) {
		char keeper[24];

		snprintf(keeper, sizeof(keeper), "%d", (int)number_in(d->d_name, "status", "PPid:"));
		if (number_in(keeper, "status", "PPid:") != (uint64_t)getpid())
			continue;
		w.pss_kib += number_in(d->d_name, "smaps_rollup", "Pss:");
		w.rss_kib += number_in(d->d_name, "smaps_rollup", "Rss:");
		w.n++;
	}
	return w;
}

static void prepare_all(struct sandbox *s, const struct box_spec *spec)
{
	uint64_t until = clock_mono_us() + MADE_MAX_US;
	struct err e = ERR_INIT;

	if (box_prepare(s, spec, BOX_PREPARED_MAX, &e) < 0)
		bench_give_up("prepare boxes", &e);
	while (look_at_wardens().n < BOX_PREPARED_MAX) {
		if (clock_mono_us() > until)
			bench_give_up("the boxes are not made", NULL);
		usleep(10000);
	}
	/* The last warden is there before it has finished. */
	usleep(100000);
}

static void measure(void)
{
	const struct sandbox_config config = { bench_path("judge-keeper"), NULL };
	struct box_mount mount;
	const struct box_spec spec = bench_spec(&mount, empty);
	uint64_t all = 0, kernel = 0;
	struct err e = ERR_INIT;
	struct sandbox *s;
	struct wardens w;

	if (sandbox_open(&config, &s, &e) < 0)
		bench_give_up("the sandbox", &e);
	box_close(bench_open(s, &spec));
	if (grouped) {
		all = bench_group_read("memory.usage_in_bytes");
		kernel = bench_group_read("memory.kmem.usage_in_bytes");
	}
	prepare_all(s, &spec);
	w = look_at_wardens();
	bench_line("warden", NULL, true, "%8.0f KiB of its own, %.0f KiB resident", (double)w.pss_kib / w.n,
		   (double)w.rss_kib / w.n);
	if (grouped) {
		all = bench_group_read("memory.usage_in_bytes") - all;
		kernel = bench_group_read("memory.kmem.usage_in_bytes") - kernel;
		bench_line("all that is charged", NULL, true, "%8.0f KiB, %.0f KiB of them the kernel's",
			   (double)all / w.n / 1024, (double)kernel / w.n / 1024);
	} else {
		bench_line("all that is charged", NULL, true, "%s", "is not told here");
	}
	sandbox_close(s);
}

int main(void)
{
	int status = 1;
	pid_t pid;

	if (geteuid()) {
		puts("memory of an idle box: only root can see it");
		return 0;
	}
	bench_begin();
	empty = bench_program("empty", bench_path("empty.c"), "int main(void) { return 0; }\n");
	puts("memory of an idle box");
	fflush(stdout);
	grouped = bench_group_make("memory");
	pid = fork();
	if (!pid) {
		if (grouped)
			bench_group_enter();
		measure();
		return 0;
	}
	if (pid > 0)
		waitpid(pid, &status, 0);
	return status != 0;
}

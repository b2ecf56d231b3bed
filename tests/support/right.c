/* What is right: see right.h. */
#include "tests/support/right.h"

#include "sandbox/base/fs.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const right_argv[] = { "victim", "exit", "7", NULL };

void right_open(struct right *w, enum box_mode mode)
{
	const struct sandbox_config config = { keeper_fixture.keeper, box_mode_cgroup(mode) };
	struct err e = ERR_INIT;

	*w = (struct right){ .spec = keeper_fixture_spec, .run = keeper_fixture_run(right_argv) };
	buf_init(&w->out, 100);
	w->mounts[0] = (struct box_mount){ keeper_fixture.dir, "/given", true, false };
	w->spec.mounts = w->mounts;
	w->spec.n_mounts = 1;
	w->streams[0] = (struct box_stream){ .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = &w->out };
	w->run.streams = w->streams;
	w->run.n_streams = 1;
	w->run.limits.wall_us = 1000000 * keeper_fixture.slowness;
	CHECK_OK(sandbox_open(&config, &w->s, &e), &e);
	CHECK_OK(box_open(w->s, &w->spec, &w->b, &e), &e);
	CHECK_OK(keeper_fixture_put(w->b, &e), &e);
}

void right_run(struct right *w)
{
	const struct box_run good = keeper_fixture_run(right_argv);
	struct box_result res;
	struct err e = ERR_INIT;

	CHECK_OK(box_run(w->b, &good, &res, &e), &e);
	CHECK(res.end == BOX_END_EXIT && res.exit_code == 7);
}

void right_close(struct right *w)
{
	pid_t pid;

	right_run(w);
	sandbox_close(w->s);
	buf_clear(&w->out);
	CHECK(keeper_fixture_children(getpid(), &pid, 1) == 0);
}

/* Was it refused with this code, in these words, and without a wait? */
void right_refused(int r, const struct err *e, int code, const char *words, uint64_t since_us, const char *what)
{
	if (r != code || !strstr(e->text, words) ||
	    clock_mono_us() - since_us > RIGHT_AT_ONCE_US * keeper_fixture.slowness) {
		fprintf(stderr, "%s: %d instead of %d, '%s' instead of '%s', after %llu us\n", what, r, code, e->text,
			words, (unsigned long long)(clock_mono_us() - since_us));
		keeper_fixture_fail(__FILE__, __LINE__, what, "");
	}
}

/* ---- what lies in the fixture's directory ------------------------------------------------------------------------ */

static int put(const char *name, const void *bytes, size_t n, struct err *e)
{
	cleanup_free char *path = fs_join(keeper_fixture.dir, name);

	if (!path || fs_create(AT_FDCWD, path, bytes, n, 0755, e) < 0)
		return -1;
	return chmod(path, 0755);
}

static int link_to(const char *to, const char *name)
{
	cleanup_free char *path = fs_join(keeper_fixture.dir, name);

	return path ? symlink(to, path) : -1;
}

int right_fixture_open(void **state)
{
	/* The beginning of a 32-bit program and of one whose headers lie behind its end. */
	static const unsigned char elf32[64] = { 0x7f, 'E', 'L', 'F', 1, 1, 1 };
	static unsigned char cut[64] = { 0x7f, 'E', 'L', 'F', 2, 1, 1 };
	static const char script[] = "#!/bin/sh\nexit 7\n";
	cleanup_free char *pipe = NULL;
	struct err e = ERR_INIT;

	if (keeper_fixture_open(state) < 0)
		return -1;
	cut[33] = 1, cut[54] = 56, cut[56] = 2; /* e_phoff 256, e_phentsize, e_phnum */
	pipe = fs_join(keeper_fixture.dir, "pipe");
	if (!pipe || mkfifo(pipe, 0666) < 0 || chmod(pipe, 0666) < 0)
		return -1;
	if (link_to("victim", "link") < 0 || link_to("loop", "loop") < 0 || link_to("nowhere", "dangling") < 0)
		return -1;
	return put("script", script, strlen(script), &e) < 0 || put("empty", "", 0, &e) < 0 ||
			       put("elf32", elf32, sizeof(elf32), &e) < 0 || put("cut", cut, sizeof(cut), &e) < 0
		       ? -1
		       : 0;
}

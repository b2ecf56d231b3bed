/*
 * tags: serial
 *
 * Memory that is not there. Each allocation of the library's side fails in turn, those of libc on its behalf too:
 * this program has the malloc that all of them call. Then an error is told or all goes well, nothing stays allocated,
 * and the next try goes well.
 */
#include "tests/support/keeper_fixture.h"

#include "sandbox/base/fs.h"
#include "sandbox/policy.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- malloc ------------------------------------------------------------------------------------------------------ */

/* What stands behind it: the sanitizer's, or libc's own. */
#ifdef __SANITIZE_ADDRESS__
#define REAL(name) __interceptor_##name
#else
#define REAL(name) __libc_##name
#endif

extern void *REAL(malloc)(size_t n);
extern void *REAL(calloc)(size_t n, size_t size);
extern void *REAL(realloc)(void *p, size_t n);
extern void REAL(free)(void *p);

/* These run before a sanitizer has set itself up. */
#define PLAIN __attribute__((no_sanitize("address", "undefined")))

#define LIVE_MAX 20000

static bool counting;
static unsigned long calls, failing; /* failing: which call is to fail, from 1; 0 = none */
static void *live[LIVE_MAX];         /* what was allocated while counting */
static size_t n_live;

PLAIN static bool fails(void)
{
	if (!counting || ++calls != failing)
		return false;
	errno = ENOMEM;
	return true;
}

PLAIN static void *born(void *p)
{
	if (counting && p && n_live < LIVE_MAX)
		live[n_live++] = p;
	return p;
}

PLAIN static void gone(const void *p)
{
	for (size_t i = 0; i < n_live; i++)
		if (live[i] == p) {
			live[i] = live[--n_live];
			return;
		}
}

PLAIN void *malloc(size_t n)
{
	return fails() ? NULL : born(REAL(malloc)(n));
}

PLAIN void *calloc(size_t n, size_t size)
{
	return fails() ? NULL : born(REAL(calloc)(n, size));
}

PLAIN void *realloc(void *p, size_t n)
{
	void *q;

	if (fails())
		return NULL;
	q = REAL(realloc)(p, n);
	if (q) {
		gone(p);
		born(q);
	}
	return q;
}

PLAIN void free(void *p)
{
	gone(p);
	REAL(free)(p);
}

static void count_from_here(unsigned long which)
{
	calls = 0;
	failing = which;
	n_live = 0;
	counting = true;
}

/* Did the call that was to fail come? */
static bool stop_counting(void)
{
	counting = false;
	return calls >= failing;
}

/* ---- what is tried ----------------------------------------------------------------------------------------------- */

/* Everything that the library does, once. */
static int use_everything(struct buf *out, struct err *e)
{
	const struct sandbox_config config = { keeper_fixture.keeper, NULL };
	const char *const argv[] = { "victim", "print", "100000", NULL }, *const writes[] = { "victim", "file", "1",
											      NULL };
	const struct box_mount mount = { keeper_fixture.dir, "/given", false, false };
	const struct box_stream stream = { .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = out };
	struct box_run run = keeper_fixture_run(argv);
	struct box_spec spec = keeper_fixture_spec;
	cleanup_sandbox struct sandbox *s = NULL;
	struct box *b = NULL;
	struct box_result res;
	int r = sandbox_open(&config, &s, e);

	spec.mounts = &mount;
	spec.n_mounts = 1;
	spec.keep_work = true;
	run.streams = &stream;
	run.n_streams = 1;
	if (!r)
		r = box_open(s, &spec, &b, e);
	if (!r)
		r = keeper_fixture_put(b, e);
	if (!r)
		r = box_run(b, &run, &res, e);
	if (!r)
		CHECK(res.end == BOX_END_EXIT && !res.exit_code && out->len == 100000);
	run = keeper_fixture_run(writes);
	if (!r)
		r = box_run(b, &run, &res, e);
	buf_reset(out);
	if (!r)
		r = box_get(b, "file", out, e);
	if (!r)
		CHECK(out->len == 65536);
	return r;
}

/* False: there are not so many allocations. */
static bool try_everything(unsigned long which)
{
	struct err e = ERR_INIT;
	struct buf out;
	bool fired;
	int r;

	buf_init(&out, MIB);
	count_from_here(which);
	r = use_everything(&out, &e);
	buf_clear(&out);
	fired = stop_counting();
	if (n_live || (r && r != -ENOMEM))
		fprintf(stderr, "allocation %lu: %d %s; %zu blocks stay\n", which, r, e.text, n_live);
	CHECK(!r || (r == -ENOMEM && e.code == r && e.text[0]));
	CHECK(fired || !r);
	CHECK(n_live == 0);
	return fired;
}

static void each_allocation(enum box_mode mode)
{
	unsigned long n = 1;

	if (mode != BOX_MODE_FOUND)
		return;
	/* What libraries keep once for all is there after the first time. */
	try_everything(0);
	while (try_everything(n))
		n++;
	CHECK(n > 5);
}

static void library__tells_of_each_allocation_that_fails(void **state)
{
	(void)state;
	keeper_fixture_in_modes(each_allocation);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(library__tells_of_each_allocation_that_fails),
	};

	return cmocka_run_group_tests_name("box_memory", tests, keeper_fixture_open, keeper_fixture_close);
}

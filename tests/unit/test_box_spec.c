/*
 * tags: serial
 *
 * Bad input of boxes: every field of a box and a mount out of its range, and paths that are none. Each is an error with
 * the field's or the file's name, at once, and nothing is left over. The last value that is right on either side is
 * taken.
 */
#include "tests/support/right.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* ---- boxes ------------------------------------------------------------------------------------------------------- */

/*
 * A change of a good spec. -EINVAL is due with these words; no words: it is right.
 */
#define SPEC(name, change)                      \
	static void name(struct box_spec *spec) \
	{                                       \
		change;                         \
	}
SPEC(no_processes, spec->processes = 0)
SPEC(many_processes, spec->processes = 4097)
SPEC(endless_processes, spec->processes = UINT32_MAX)
SPEC(most_processes, spec->processes = 4096)
SPEC(no_memory, spec->memory_bytes = 0)
SPEC(little_memory, spec->memory_bytes = MIB - 1)
SPEC(least_memory, spec->memory_bytes = MIB)
SPEC(much_memory, spec->memory_bytes = (UINT64_C(64) << 30) + 1)
SPEC(endless_memory, spec->memory_bytes = UINT64_MAX)
SPEC(most_memory, spec->memory_bytes = UINT64_C(64) << 30)
SPEC(much_work, spec->work_bytes = (UINT64_C(64) << 30) + 1)
SPEC(endless_work, spec->work_bytes = UINT64_MAX)
SPEC(least_work, spec->work_bytes = 1)
SPEC(most_work, spec->work_bytes = UINT64_C(64) << 30)
SPEC(no_work, (spec->work_bytes = 0, spec->work_files = 0))
SPEC(no_files, spec->work_files = 0)
SPEC(many_files, spec->work_files = 65537)
SPEC(endless_files, spec->work_files = UINT32_MAX)
SPEC(most_files, spec->work_files = 65536)
SPEC(least_files, spec->work_files = 1)
SPEC(unknown_policy, spec->policy = (enum box_policy)3)
SPEC(negative_policy, spec->policy = (enum box_policy) - 1)
SPEC(many_mounts, spec->n_mounts = BOX_MOUNTS_MAX + 1)
SPEC(endless_mounts, spec->n_mounts = SIZE_MAX)
SPEC(mounts_nowhere, spec->mounts = NULL)

static const struct {
	const char *name;
	void (*change)(struct box_spec *spec);
	const char *words;
} specs[] = {
#define BAD(fn, words)         \
	{                      \
#fn, fn, words \
	}
#define GOOD(fn)              \
	{                     \
#fn, fn, NULL \
	}
	BAD(no_processes, "processes"),
	BAD(many_processes, "processes"),
	BAD(endless_processes, "processes"),
	GOOD(most_processes),
	BAD(no_memory, "memory"),
	BAD(little_memory, "memory"),
	GOOD(least_memory),
	BAD(much_memory, "memory"),
	BAD(endless_memory, "memory"),
	GOOD(most_memory),
	BAD(much_work, "/work"),
	BAD(endless_work, "/work"),
	GOOD(least_work),
	GOOD(most_work),
	GOOD(no_work),
	BAD(no_files, "files in /work"),
	BAD(many_files, "files in /work"),
	BAD(endless_files, "files in /work"),
	GOOD(most_files),
	GOOD(least_files),
	BAD(unknown_policy, "policy"),
	BAD(negative_policy, "policy"),
	BAD(many_mounts, "mounts"),
	BAD(endless_mounts, "mounts"),
	BAD(mounts_nowhere, "mounts"),
};

static void boxes(enum box_mode mode)
{
	struct right w;

	right_open(&w, mode);
	for (size_t i = 0; i < COUNT(specs); i++) {
		struct box_spec spec = w.spec;
		uint64_t since = clock_mono_us();
		struct box *b = NULL;
		struct err e = ERR_INIT;
		int r;

		specs[i].change(&spec);
		r = box_open(w.s, &spec, &b, &e);
		if (specs[i].words)
			right_refused(r, &e, -EINVAL, specs[i].words, since, specs[i].name);
		else if (r < 0)
			right_refused(r, &e, 0, "", since, specs[i].name);
		CHECK((b != NULL) == !specs[i].words);
		box_close(b);
	}
	right_close(&w);
}

/* ---- mounts ------------------------------------------------------------------------------------------------------ */

/* Sources that begin with "./" lie in the fixture's directory, see make_sources. */
static const struct {
	const char *source, *target;
	int code;
	const char *words;
} mounts[] = {
	{ NULL, "/given", -EINVAL, "mount 0" },
	{ "", "/given", -EINVAL, "mount 0" },
	{ "relative", "/given", -EINVAL, "mount 0" },
	{ "/usr", NULL, -EINVAL, "mount 0" },
	{ "/usr", "", -EINVAL, "mount 0" },
	{ "/usr", "/", -EINVAL, "mount 0" },
	{ "/usr", "given", -EINVAL, "mount 0" },
	{ "/usr", "/given/../x", -EINVAL, "mount 0" },
	{ "/usr", "/given/./x", -EINVAL, "mount 0" },
	{ "/usr", "/given//x", -EINVAL, "mount 0" },
	{ "/usr", "/..", -EINVAL, "mount 0" },
	{ "/nonexistent", "/given", -ENOENT, "/nonexistent" },
	{ "/etc/passwd/x", "/given", -ENOTDIR, "/etc/passwd/x" },
	{ "./loop", "/given", -ELOOP, "loop" },
	{ "./dangling", "/given", -ENOENT, "dangling" },
	{ "./pipe", "/given", -EINVAL, "pipe" },
	{ "/dev/null", "/given", -EINVAL, "/dev/null" },
	/* A link is resolved before the box is made, so that none is met behind its root. */
	{ "./link", "/given", 0, "" },
	{ "/usr/../etc/passwd", "/given", 0, "" },
	{ "./victim", "/usr/lib/deep/down/victim", 0, "" },
};

static const char *source_path(const char *source, char path[PATH_MAX])
{
	if (!source || strncmp(source, "./", 2))
		return source;
	snprintf(path, PATH_MAX, "%.3000s%s", keeper_fixture.dir, source + 1);
	return path;
}

static void mount_sources(enum box_mode mode)
{
	char path[PATH_MAX];
	struct right w;

	right_open(&w, mode);
	for (size_t i = 0; i < COUNT(mounts); i++) {
		uint64_t since = clock_mono_us();
		struct box *b = NULL;
		struct err e = ERR_INIT;
		int r;

		w.mounts[0] = (struct box_mount){ source_path(mounts[i].source, path), mounts[i].target, false, false };
		r = box_open(w.s, &w.spec, &b, &e);
		right_refused(r, &e, mounts[i].code, mounts[i].words, since, mounts[i].target ? mounts[i].target : "-");
		CHECK((b != NULL) == !mounts[i].code);
		box_close(b);
	}
	right_close(&w);
}

/* Names of any length are told, not cut. */
static void long_names(enum box_mode mode)
{
	char target[2000], source[PATH_MAX];
	struct right w;
	struct box *b = NULL;
	struct err e = ERR_INIT;

	right_open(&w, mode);
	memset(target, 'x', sizeof(target));
	target[0] = '/';
	target[1500] = 0;
	w.mounts[0].target = target;
	right_refused(box_open(w.s, &w.spec, &b, &e), &e, -EINVAL, "mount 0", clock_mono_us(), "long target");
	target[1023] = 0;
	for (size_t i = 200; i < 1023; i += 200)
		target[i] = '/';
	CHECK_OK(box_open(w.s, &w.spec, &b, &e), &e);
	box_close(b);
	b = NULL;
	memset(source, 'x', sizeof(source) - 1);
	source[0] = '/';
	source[sizeof(source) - 1] = 0;
	w.mounts[0] = (struct box_mount){ source, "/given", false, false };
	right_refused(box_open(w.s, &w.spec, &b, &e), &e, -ENAMETOOLONG, "", clock_mono_us(), "long source");
	CHECK(!b);
	right_close(&w);
}

/* A source that is there, and longer than a message takes. */
static void deep_source(enum box_mode mode)
{
	struct right w;
	struct box *b = NULL;
	struct err e = ERR_INIT;
	char path[PATH_MAX];

	right_open(&w, mode);
	snprintf(path, sizeof(path), "%.3000s/deep", keeper_fixture.dir);
	for (int i = 0; i < 10; i++)
		snprintf(path + strlen(path), sizeof(path) - strlen(path), "/%0100d", 7);
	CHECK_OK(fs_mkdirs(path, 0755, &e), &e);
	w.mounts[0].source = path;
	right_refused(box_open(w.s, &w.spec, &b, &e), &e, -ENAMETOOLONG, "/deep/", clock_mono_us(), "deep source");
	CHECK(!b);
	right_close(&w);
}

/* Mounts over each other and over what every box has: told, or as ordered, but never half. */
static void clashing_mounts(enum box_mode mode)
{
	static const char *const targets[][2] = {
		{ "/given", "/given" },     { "/given", "/given/victim" }, { "/box", "/given" },
		{ "/work", "/given" },      { "/dev", "/given" },          { "/dev/null", "/given" },
		{ "/box/inner", "/given" }, { "/.stage", "/given" },
	};
	struct right w;

	right_open(&w, mode);
	for (size_t i = 0; i < COUNT(targets); i++) {
		uint64_t since = clock_mono_us();
		struct box *b = NULL;
		struct err e = ERR_INIT;
		int r;

		for (size_t j = 0; j < 2; j++)
			w.mounts[j] = (struct box_mount){ keeper_fixture.dir, targets[i][j], false, false };
		w.spec.n_mounts = 2;
		r = box_open(w.s, &w.spec, &b, &e);
		CHECK(r <= 0 && (r < 0) == !b && (r == 0 || e.text[0]));
		CHECK(clock_mono_us() - since < RIGHT_AT_ONCE_US * keeper_fixture.slowness);
		box_close(b);
	}
	right_close(&w);
}

#define CASE(fn, name)                       \
	static void name(void **state)       \
	{                                    \
		(void)state;                 \
		keeper_fixture_in_modes(fn); \
	}
CASE(boxes, box_open__refuses_every_field_out_of_range_by_name)
CASE(mount_sources, box_open__refuses_bad_mounts_by_name)
CASE(long_names, box_open__refuses_names_that_are_too_long)
CASE(deep_source, box_open__names_a_source_that_is_too_deep)
CASE(clashing_mounts, box_open__is_whole_or_refused_where_mounts_clash)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box_open__refuses_every_field_out_of_range_by_name),
		cmocka_unit_test(box_open__refuses_bad_mounts_by_name),
		cmocka_unit_test(box_open__refuses_names_that_are_too_long),
		cmocka_unit_test(box_open__names_a_source_that_is_too_deep),
		cmocka_unit_test(box_open__is_whole_or_refused_where_mounts_clash),
	};

	return cmocka_run_group_tests_name("box_spec", tests, right_fixture_open, keeper_fixture_close);
}

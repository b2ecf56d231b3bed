/*
 * Control groups against a fake tree: a directory with the files that the kernel would have, and a fake /proc/self.
 * What a kernel does by itself (fill a new directory, count) the tests do in its place; so both versions are proven
 * here on any host, and the real one where it is (test_sandbox).
 */
#include "sandbox/base/fs.h"
#include "sandbox/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct tree {
	char *root;
	char proc[PATH_MAX];
};

static void put(const struct tree *t, const char *path, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Writes a file below the tree, with its directories. */
static void put(const struct tree *t, const char *path, const char *fmt, ...)
{
	char full[PATH_MAX], text[4096];
	struct err e = ERR_INIT;
	va_list ap;
	FILE *f;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	snprintf(full, sizeof(full), "%s/%s", t->root, path);
	*strrchr(full, '/') = 0;
	assert_int_equal(fs_mkdirs(full, 0755, &e), 0);
	snprintf(full, sizeof(full), "%s/%s", t->root, path);
	/* In place, as the kernel does: whoever has it open sees what it says now. */
	f = fopen(full, "we");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
}

static const char *get(const struct tree *t, const char *path)
{
	static char text[4096];
	char full[PATH_MAX];
	FILE *f;
	size_t n;

	snprintf(full, sizeof(full), "%s/%s", t->root, path);
	f = fopen(full, "re");
	if (!f)
		return "(none)";
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = 0;
	fclose(f);
	return text;
}

static int set_up(void **state)
{
	struct tree *t = calloc(1, sizeof(*t));
	struct err e = ERR_INIT;

	if (!t || fs_temp_dir(NULL, "judge-cgroup-", &t->root, &e) < 0)
		return -1;
	snprintf(t->proc, sizeof(t->proc), "%s/proc", t->root);
	*state = t;
	return 0;
}

static int tear_down(void **state)
{
	struct tree *t = *state;
	struct err e = ERR_INIT;
	int r = fs_remove_tree(AT_FDCWD, t->root, &e);

	free(t->root);
	free(t);
	return r;
}

/* A hybrid host as systemd made them: v1 controllers, and v2 without any. */
static void make_v1(const struct tree *t)
{
	put(t, "proc/self/cgroup",
	    "12:pids:/\n5:memory:/user/me\n3:cpu,cpuacct:/part/mine\n1:name=systemd:/x\n0::/x\n");
	put(t, "proc/self/mountinfo",
	    "30 1 0:1 / %s/cg/pids rw - cgroup cgroup rw,pids\n"
	    "31 1 0:2 / %s/cg/memory rw - cgroup cgroup rw,memory\n"
	    "32 1 0:3 /part %s/cg/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
	    "33 1 0:4 / %s/cg/unified rw - cgroup2 cgroup2 rw\n",
	    t->root, t->root, t->root, t->root);
	put(t, "cg/pids/cgroup.procs", "%s", "");
	put(t, "cg/memory/user/me/cgroup.procs", "%s", "");
	put(t, "cg/cpu/mine/cgroup.procs", "%s", "");
	put(t, "cg/unified/x/cgroup.controllers", "\n");
	put(t, "cg/unified/x/cgroup.subtree_control", "%s", "");
}

static void box_name(char out[64], uint32_t box)
{
	snprintf(out, 64, "judge.%d.%u", (int)getpid(), box);
}

static void in_box(const char *parent, uint32_t box, const char *file, char out[PATH_MAX])
{
	char name[64];

	box_name(name, box);
	snprintf(out, PATH_MAX, "%s/%s/%s", parent, name, file);
}

/* Takes out what the kernel takes out when it removes a group. */
static void empty_box(const struct tree *t, const char *parent, uint32_t box)
{
	char name[64], path[PATH_MAX];
	char **names;
	struct err e = ERR_INIT;
	size_t n;

	box_name(name, box);
	snprintf(path, sizeof(path), "%s/%s/%s", t->root, parent, name);
	assert_int_equal(fs_list(AT_FDCWD, path, 100, &names, &n, &e), 0);
	for (size_t i = 0; i < n; i++) {
		char file[PATH_MAX + 256];

		snprintf(file, sizeof(file), "%s/%s", path, names[i]);
		assert_int_equal(unlink(file), 0);
	}
	free(names);
}

static void cgroup_v1__finds_our_own_group_in_each_hierarchy(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	char dir[PATH_MAX], expected[PATH_MAX];
	struct err e = ERR_INIT;

	make_v1(t);
	assert_int_equal(cgroup_self_dir(t->proc, "memory", dir, &e), 0);
	snprintf(expected, sizeof(expected), "%s/cg/memory/user/me", t->root);
	assert_string_equal(dir, expected);
	/* The mount shows the hierarchy from /part on. */
	assert_int_equal(cgroup_self_dir(t->proc, "cpuacct", dir, &e), 0);
	snprintf(expected, sizeof(expected), "%s/cg/cpu/mine", t->root);
	assert_string_equal(dir, expected);
	assert_int_equal(cgroup_self_dir(t->proc, "freezer", dir, &e), -ENOENT);
	/* A mount of a group whose name is the beginning of ours is of another one. */
	put(t, "proc/self/mountinfo",
	    "30 1 0:1 /user/m %s/cg/other rw - cgroup cgroup rw,memory\n"
	    "31 1 0:2 / %s/cg/memory rw - cgroup cgroup rw,memory\n",
	    t->root, t->root);
	assert_int_equal(cgroup_self_dir(t->proc, "memory", dir, &e), 0);
	snprintf(expected, sizeof(expected), "%s/cg/memory/user/me", t->root);
	assert_string_equal(dir, expected);
	make_v1(t);
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	assert_int_equal(cg.kind, BOX_CGROUP_V1);
	assert_true(cg.have[CGROUP_MEMORY] && cg.have[CGROUP_PIDS] && cg.have[CGROUP_CPU]);
	cgroup_clear(&cg);
}

/* What the kernel would have put into the new groups of box 7. */
static void fill_v1(const struct tree *t)
{
	char path[PATH_MAX];

	in_box("cg/cpu/mine", 7, "cpuacct.usage", path);
	put(t, path, "5000000\n");
	in_box("cg/memory/user/me", 7, "memory.oom_control", path);
	put(t, path, "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
	in_box("cg/memory/user/me", 7, "memory.max_usage_in_bytes", path);
	put(t, path, "777\n");
	in_box("cg/memory/user/me", 7, "memory.failcnt", path);
	put(t, path, "10\n");
	in_box("cg/pids", 7, "pids.events", path);
	put(t, path, "max 4\n");
}

static void empty_v1(const struct tree *t)
{
	empty_box(t, "cg/memory/user/me", 7);
	empty_box(t, "cg/pids", 7);
	empty_box(t, "cg/cpu/mine", 7);
}

static void cgroup_v1__limits_and_reads_a_box(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct cgroup_box b = CGROUP_BOX_INIT;
	struct cgroup_usage u;
	struct err e = ERR_INIT;
	char path[PATH_MAX];
	uint64_t cpu_us;

	make_v1(t);
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	cg.create_flag = O_CREAT;
	fill_v1(t);
	assert_int_equal(cgroup_box_open(&cg, 7, 1 << 20, 3, &b, &e), 0);
	in_box("cg/memory/user/me", 7, "memory.limit_in_bytes", path);
	assert_int_equal(strtoull(get(t, path), NULL, 10), (1 << 20) + (2 << 20)); /* with the kernel's share */
	in_box("cg/pids", 7, "pids.max", path);
	assert_string_equal(get(t, path), "4"); /* with the warden */
	assert_int_equal(cgroup_meter_begin(&b.meter, &e), 0);
	in_box("cg/memory/user/me", 7, "memory.max_usage_in_bytes", path);
	assert_memory_equal(get(t, path), "0", 1); /* set back */

	put(t, path, "123456\n");
	in_box("cg/memory/user/me", 7, "memory.oom_control", path);
	put(t, path, "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
	in_box("cg/memory/user/me", 7, "memory.failcnt", path);
	put(t, path, "12\n");
	in_box("cg/pids", 7, "pids.events", path);
	put(t, path, "max 9\n");
	assert_int_equal(cgroup_meter_read(&b.meter, &u, &e), 0);
	assert_int_equal(u.peak_bytes, 123456);
	assert_int_equal(u.oom_kills, 1);
	assert_int_equal(u.limit_hits, 2);
	assert_int_equal(u.forks_refused, 5);
	/* What was read begins anew. */
	assert_int_equal(cgroup_meter_read(&b.meter, &u, &e), 0);
	assert_int_equal(u.oom_kills + u.limit_hits + u.forks_refused, 0);
	assert_int_equal(cgroup_meter_cpu_us(&b.meter, &cpu_us, &e), 0);
	assert_int_equal(cpu_us, 5000);
	empty_v1(t);
	assert_int_equal(cgroup_box_close(&b, &e), 0);
	in_box("cg/pids", 7, "pids.max", path);
	assert_string_equal(get(t, path), "(none)");
	cgroup_clear(&cg);
}

/* The swap limit must never lie below the other, so it goes out of the way first. */
static void cgroup_v1__takes_a_group_over_for_the_next_box(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct cgroup_box b = CGROUP_BOX_INIT;
	struct err e = ERR_INIT;
	char path[PATH_MAX];
	int dir;

	make_v1(t);
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	cg.create_flag = O_CREAT;
	fill_v1(t);
	assert_int_equal(cgroup_box_open(&cg, 7, 1 << 20, 1, &b, &e), 0);
	dir = b.dir[CGROUP_MEMORY];
	in_box("cg/memory/user/me", 7, "memory.memsw.limit_in_bytes", path);
	put(t, path, "untouched");
	/* The same ceilings: nothing is written. */
	assert_int_equal(cgroup_box_open(&cg, 7, 1 << 20, 1, &b, &e), 0);
	assert_string_equal(get(t, path), "untouched");
	assert_int_equal(b.dir[CGROUP_MEMORY], dir);
	assert_int_equal(cgroup_box_open(&cg, 7, 8 << 20, 5, &b, &e), 0);
	assert_int_equal(b.dir[CGROUP_MEMORY], dir);
	assert_int_equal(strtoull(get(t, path), NULL, 10), (8 << 20) + (2 << 20) + (1 << 20));
	in_box("cg/memory/user/me", 7, "memory.limit_in_bytes", path);
	assert_int_equal(strtoull(get(t, path), NULL, 10), (8 << 20) + (2 << 20));
	in_box("cg/pids", 7, "pids.max", path);
	assert_string_equal(get(t, path), "6");
	empty_v1(t);
	assert_int_equal(cgroup_box_close(&b, &e), 0);
	cgroup_clear(&cg);
}

/* A counter that the kernel lacks says 0; one that cannot be opened for another reason is no counter to do without. */
static void cgroup_v1__without_a_counter_goes_on_but_not_without_descriptors(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct cgroup_box b = CGROUP_BOX_INIT;
	struct cgroup_usage u;
	struct err e = ERR_INIT;
	char path[PATH_MAX], full[PATH_MAX * 2];

	make_v1(t);
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	cg.create_flag = O_CREAT;
	fill_v1(t);
	in_box("cg/pids", 7, "pids.events", path);
	snprintf(full, sizeof(full), "%s/%s", t->root, path);
	assert_int_equal(unlink(full), 0);
	assert_int_equal(cgroup_box_open(&cg, 7, 1 << 20, 1, &b, &e), 0);
	assert_int_equal(cgroup_meter_begin(&b.meter, &e), 0);
	assert_int_equal(cgroup_meter_read(&b.meter, &u, &e), 0);
	assert_int_equal(u.forks_refused, 0);
	empty_v1(t);
	assert_int_equal(cgroup_box_close(&b, &e), 0);
	fill_v1(t);
	assert_int_equal(unlink(full), 0);
	assert_int_equal(symlink("pids.events", full), 0); /* a loop: ELOOP */
	assert_int_equal(cgroup_box_open(&cg, 7, 1 << 20, 1, &b, &e), -ELOOP);
	assert_non_null(strstr(e.text, "pids.events"));
	empty_v1(t);
	cgroup_clear(&cg);
}

static void cgroup_v1__with_one_controller_has_only_that(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct err e = ERR_INIT;

	put(t, "proc/self/cgroup", "5:pids:/\n");
	put(t, "proc/self/mountinfo", "30 1 0:1 / %s/cg/pids rw - cgroup cgroup rw,pids\n", t->root);
	put(t, "cg/pids/cgroup.procs", "%s", "");
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	assert_int_equal(cg.kind, BOX_CGROUP_V1);
	assert_false(cg.have[CGROUP_MEMORY]);
	assert_true(cg.have[CGROUP_PIDS]);
	cgroup_clear(&cg);
}

/* The root of the v2 hierarchy: no cgroup.type, processes may stay. */
static void make_v2(const struct tree *t, bool root, const char *procs)
{
	put(t, "proc/self/cgroup", "0::/user.slice/app\n");
	put(t, "proc/self/mountinfo", "25 1 0:1 / %s/cg rw - cgroup2 cgroup2 rw,nsdelegate\n", t->root);
	put(t, "cg/user.slice/app/cgroup.controllers", "cpuset cpu io memory pids\n");
	put(t, "cg/user.slice/app/cgroup.subtree_control", "cpu\n");
	put(t, "cg/user.slice/app/cgroup.procs", "%s", procs);
	if (!root)
		put(t, "cg/user.slice/app/cgroup.type", "domain\n");
}

static void cgroup_v2__limits_and_reads_a_box(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct cgroup_box b = CGROUP_BOX_INIT;
	struct cgroup_usage u;
	struct err e = ERR_INIT;
	char path[PATH_MAX];
	const char *parent = "cg/user.slice/app";
	uint64_t cpu_us;

	make_v2(t, true, "1\n");
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	assert_int_equal(cg.kind, BOX_CGROUP_V2);
	assert_true(cg.have[CGROUP_MEMORY] && cg.have[CGROUP_PIDS] && cg.have[CGROUP_CPU]);
	cg.create_flag = O_CREAT;
	in_box(parent, 0, "cpu.stat", path);
	put(t, path, "usage_usec 1000\nuser_usec 600\nsystem_usec 400\n");
	in_box(parent, 0, "memory.events", path);
	put(t, path, "low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\n");
	in_box(parent, 0, "pids.events", path);
	put(t, path, "max 0\n");
	in_box(parent, 0, "memory.peak", path);
	put(t, path, "4096\n");
	assert_int_equal(cgroup_box_open(&cg, 0, 8 << 20, 1, &b, &e), 0);
	in_box(parent, 0, "memory.max", path);
	assert_int_equal(strtoull(get(t, path), NULL, 10), (8 << 20) + (2 << 20));
	in_box(parent, 0, "memory.swap.max", path);
	assert_string_equal(get(t, path), "0");
	in_box(parent, 0, "pids.max", path);
	assert_string_equal(get(t, path), "1");

	assert_int_equal(cgroup_meter_begin(&b.meter, &e), 0);
	in_box(parent, 0, "memory.events", path);
	put(t, path, "low 0\nhigh 0\nmax 15\noom 2\noom_kill 2\n");
	in_box(parent, 0, "memory.peak", path);
	put(t, path, "9437184\n");
	assert_int_equal(cgroup_meter_read(&b.meter, &u, &e), 0);
	assert_int_equal(u.oom_kills, 1);
	assert_int_equal(u.peak_bytes, 9437184);
	assert_int_equal(u.limit_hits, 3);
	assert_int_equal(cgroup_meter_cpu_us(&b.meter, &cpu_us, &e), 0);
	assert_int_equal(cpu_us, 1000);
	empty_box(t, parent, 0);
	assert_int_equal(cgroup_box_close(&b, &e), 0);
	cgroup_clear(&cg);
}

static void cgroup_v2__moves_itself_out_of_a_group_of_its_own(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct err e = ERR_INIT;
	char procs[64];

	snprintf(procs, sizeof(procs), "%d\n%d\n", (int)getppid(), (int)getpid());
	make_v2(t, false, procs);
	put(t, "cg/user.slice/app/judge.self/cgroup.procs", "%s", "");
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	assert_int_equal(cg.kind, BOX_CGROUP_V2);
	snprintf(procs, sizeof(procs), "%d", (int)getpid());
	/* In a plain file the second write lies over the first: a longer number leaves its tail. */
	assert_memory_equal(get(t, "cg/user.slice/app/judge.self/cgroup.procs"), procs, strlen(procs));
	/* In a plain file each write lies over the one before: the last was "+pids". */
	assert_memory_equal(get(t, "cg/user.slice/app/cgroup.subtree_control"), "+pids", 5);
	cgroup_clear(&cg);
	/* A second keeper finds the judge in the leaf and uses the group above it. */
	put(t, "proc/self/cgroup", "0::/user.slice/app/judge.self\n");
	put(t, "cg/user.slice/app/cgroup.procs", "%s", "");
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	assert_int_equal(cg.kind, BOX_CGROUP_V2);
	cgroup_clear(&cg);
}

/* A hybrid host, in a group of our own there: v1 is used, and v2 is as it was. */
static void cgroup_v2__without_controllers_is_left_as_it_was(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct err e = ERR_INIT;
	char procs[64];

	snprintf(procs, sizeof(procs), "%d\n", (int)getpid());
	make_v2(t, false, procs);
	put(t, "cg/user.slice/app/cgroup.controllers", "\n");
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	assert_int_equal(cg.kind, BOX_CGROUP_NONE);
	assert_string_equal(get(t, "cg/user.slice/app/judge.self/cgroup.procs"), "(none)");
}

static void cgroup_v2__leaves_a_group_of_others_alone(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct err e = ERR_INIT;

	make_v2(t, false, "0\n"); /* how a process outside our pid namespace shows */
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	assert_int_equal(cg.kind, BOX_CGROUP_NONE);
	assert_non_null(strstr(cg.why_not, "other processes"));
	assert_string_equal(get(t, "cg/user.slice/app/cgroup.subtree_control"), "cpu\n");
	cgroup_clear(&cg);
}

static void cgroup_v2__takes_a_directory_that_was_given(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct err e = ERR_INIT;
	char dir[PATH_MAX];

	make_v2(t, false, "");
	snprintf(dir, sizeof(dir), "%s/cg/user.slice/app", t->root);
	assert_int_equal(cgroup_find(&cg, t->proc, dir, &e), 0);
	assert_int_equal(cg.kind, BOX_CGROUP_V2);
	cgroup_clear(&cg);
	assert_int_equal(cgroup_find(&cg, t->proc, "/nonexistent/group", &e), -ENOENT);
	assert_non_null(strstr(e.text, "/nonexistent/group"));
	assert_int_equal(cgroup_find(&cg, t->proc, "", &e), 0);
	assert_int_equal(cg.kind, BOX_CGROUP_NONE);
}

static void cgroup__none_is_a_case_and_not_a_failure(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct cgroup_box b = CGROUP_BOX_INIT;
	struct cgroup_usage u;
	struct err e = ERR_INIT;

	put(t, "proc/self/cgroup", "%s", "");
	put(t, "proc/self/mountinfo", "25 1 0:1 / / rw - ext4 /dev/sda rw\n");
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	assert_int_equal(cg.kind, BOX_CGROUP_NONE);
	assert_true(cg.why_not[0]);
	assert_int_equal(cgroup_box_open(&cg, 0, 1 << 20, 1, &b, &e), 0);
	assert_int_equal(cgroup_meter_begin(&b.meter, &e), 0);
	assert_int_equal(cgroup_meter_read(&b.meter, &u, &e), 0);
	assert_int_equal(u.oom_kills, 0);
	assert_int_equal(cgroup_box_close(&b, &e), 0);
}

static void cgroup__sweeps_what_a_killed_keeper_left(void **state)
{
	struct tree *t = *state;
	struct cgroup cg = { .kind = BOX_CGROUP_NONE };
	struct err e = ERR_INIT;
	char mine[PATH_MAX], name[64];
	struct stat st;

	make_v1(t);
	box_name(name, 1);
	snprintf(mine, sizeof(mine), "%s/cg/pids/%s", t->root, name);
	assert_int_equal(mkdir(mine, 0755), 0);
	snprintf(mine, sizeof(mine), "%s/cg/pids/judge.%d.0", t->root, 0x3fffffff); /* above pid_max: nobody */
	assert_int_equal(mkdir(mine, 0755), 0);
	assert_int_equal(cgroup_find(&cg, t->proc, NULL, &e), 0);
	cgroup_sweep(&cg);
	assert_int_equal(stat(mine, &st), -1);
	snprintf(mine, sizeof(mine), "%s/cg/pids/%s", t->root, name);
	assert_int_equal(stat(mine, &st), 0); /* its keeper is this process, which lives */
	cgroup_clear(&cg);
}

static void cgroup__damaged_files_are_errors(void **state)
{
	static const char keys[] = "oom 1\noom_kill 22\n";
	struct err e = ERR_INIT;
	uint64_t v;

	(void)state;
	assert_int_equal(cgroup_number("max\n", "file", NULL, &v, &e), 0);
	assert_true(v == UINT64_MAX);
	assert_int_equal(cgroup_number("lots\n", "file", NULL, &v, &e), -EIO);
	assert_int_equal(cgroup_number("", "file", NULL, &v, &e), -EIO);
	assert_int_equal(cgroup_number("99999999999999999999999\n", "file", NULL, &v, &e), -EIO);
	assert_int_equal(cgroup_number(keys, "file", "oom_kill", &v, &e), 0);
	assert_int_equal(v, 22);
	assert_int_equal(cgroup_number(keys, "file", "kill", &v, &e), -ENOENT);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(cgroup_v1__finds_our_own_group_in_each_hierarchy),
		CASE(cgroup_v1__limits_and_reads_a_box),
		CASE(cgroup_v1__takes_a_group_over_for_the_next_box),
		CASE(cgroup_v1__without_a_counter_goes_on_but_not_without_descriptors),
		CASE(cgroup_v1__with_one_controller_has_only_that),
		CASE(cgroup_v2__limits_and_reads_a_box),
		CASE(cgroup_v2__moves_itself_out_of_a_group_of_its_own),
		CASE(cgroup_v2__without_controllers_is_left_as_it_was),
		CASE(cgroup_v2__leaves_a_group_of_others_alone),
		CASE(cgroup_v2__takes_a_directory_that_was_given),
		CASE(cgroup__none_is_a_case_and_not_a_failure),
		CASE(cgroup__sweeps_what_a_killed_keeper_left),
		CASE(cgroup__damaged_files_are_errors),
	};

	return cmocka_run_group_tests_name("cgroup", tests, NULL, NULL);
}

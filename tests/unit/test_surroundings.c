/*
 * What is read of a host: of trees that are made here, with the files that the kernel and makers of containers would
 * have, and of this host, where it must agree with what the process knows of itself.
 */
#include "sandbox/base/fs.h"
#include "sandbox/surroundings.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *tree;

static void put(const char *path, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Writes a file below the tree, with its directories. */
static void put(const char *path, const char *fmt, ...)
{
	char full[PATH_MAX], text[4096];
	struct err e = ERR_INIT;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	snprintf(full, sizeof(full), "%s/%s", tree, path);
	*strrchr(full, '/') = 0;
	assert_int_equal(fs_mkdirs(full, 0755, &e), 0);
	snprintf(full, sizeof(full), "%s/%s", tree, path);
	assert_int_equal(fs_write(AT_FDCWD, full, text, strlen(text), 0644, &e), 0);
}

static int plant(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	return fs_temp_dir(NULL, "judge-surroundings-", &tree, &e);
}

static int fell(void **state)
{
	struct err e = ERR_INIT;
	int r = fs_remove_tree(AT_FDCWD, tree, &e);

	(void)state;
	free(tree);
	return r;
}

static struct surroundings look(void)
{
	struct surroundings s;

	surroundings_look(tree, &s);
	return s;
}

static void surroundings__of_an_empty_tree_are_empty(void **state)
{
	struct surroundings s = look();

	(void)state;
	assert_false(s.root || s.admin || s.filtered || s.chrooted || s.systemd || s.manager);
	assert_int_equal(s.container, CONTAINER_NONE);
	assert_string_equal(s.apparmor, "");
	assert_int_equal(s.userns_clone, -1);
	assert_int_equal(s.apparmor_userns, -1);
	for (int i = 0; i <= BOX_LAYER_CGROUP_NS; i++)
		assert_int_equal(s.most[i], -1);
	assert_int_equal(s.groups.kind, BOX_CGROUP_NONE);
}

static void surroundings__tell_root_from_root_with_rights(void **state)
{
	struct surroundings s;

	(void)state;
	put("proc/self/status", "Name:\tx\nUid:\t1000\t0\t0\t0\nCapEff:\t0000000000200000\nSeccomp:\t2\n");
	s = look();
	assert_true(s.root && s.admin && s.filtered);
	put("proc/self/status", "Name:\tx\nUid:\t0\t0\t0\t0\nCapEff:\t00000000a80425fb\nSeccomp:\t0\n");
	s = look();
	assert_true(s.root);
	assert_false(s.admin || s.filtered);
	put("proc/self/status", "Name:\tx\nUid:\t0\t1000\t0\t0\nCapEff:\t0000000000000000\nSeccomp:\t1\n");
	s = look();
	assert_false(s.root || s.admin || s.filtered);
}

static void surroundings__know_a_container_by_its_file(void **state)
{
	static const struct {
		const char *path, *text;
		enum container is;
	} all[] = {
		{ "run/systemd/container", "systemd-nspawn\n", CONTAINER_OTHER },
		{ "run/systemd/container", "lxc\n", CONTAINER_LXC },
		{ ".dockerenv", "", CONTAINER_DOCKER },
		{ "var/run/secrets/kubernetes.io/serviceaccount/token", "x", CONTAINER_KUBERNETES },
		{ "run/.containerenv", "", CONTAINER_PODMAN },
	};

	(void)state;
	/* Each stays when the next one comes: what says more wins. */
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		put(all[i].path, "%s", all[i].text);
		assert_int_equal(look().container, all[i].is);
	}
}

static void surroundings__read_the_switches(void **state)
{
	struct surroundings s;

	(void)state;
	put("proc/sys/kernel/unprivileged_userns_clone", "0\n");
	put("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
	put("proc/sys/user/max_user_namespaces", "0\n");
	put("proc/sys/user/max_mnt_namespaces", "96365\n");
	put("proc/sys/user/max_net_namespaces", "nonsense\n");
	s = look();
	assert_int_equal(s.userns_clone, 0);
	assert_int_equal(s.apparmor_userns, 1);
	assert_int_equal(s.most[BOX_LAYER_USER_NS], 0);
	assert_int_equal(s.most[BOX_LAYER_MOUNT_NS], 96365);
	assert_int_equal(s.most[BOX_LAYER_NET_NS], -1);
}

static void surroundings__name_the_profile_that_confines(void **state)
{
	(void)state;
	put("proc/self/attr/apparmor/current", "docker-default (enforce)\n");
	assert_string_equal(look().apparmor, "docker-default");
	put("proc/self/attr/apparmor/current", "unconfined\n");
	assert_string_equal(look().apparmor, "");
}

static void surroundings__see_a_chroot_to_a_plain_directory(void **state)
{
	(void)state;
	put("proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/x rw\n23 22 0:5 / /proc rw - proc proc rw\n");
	assert_false(look().chrooted);
	put("proc/self/mountinfo", "23 22 0:5 / /proc rw - proc proc rw\n");
	assert_true(look().chrooted);
}

/* ---- control groups ---------------------------------------------------------------------------------------------- */

static void make_v2(const char *group, const char *controllers)
{
	char path[256];

	put("proc/self/cgroup", "0::/%s\n", group);
	put("proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/x rw\n30 22 0:1 / %s/cg rw - cgroup2 cgroup2 rw\n",
	    tree);
	put("cg/cgroup.controllers", "cpu memory pids\n");
	put("cg/cgroup.procs", "1\n");
	snprintf(path, sizeof(path), "cg/%s/cgroup.controllers", group);
	put(path, "%s\n", controllers);
	snprintf(path, sizeof(path), "cg/%s/cgroup.type", group);
	put(path, "domain\n");
	snprintf(path, sizeof(path), "cg/%s/cgroup.procs", group);
	put(path, "%d\n", (int)getpid());
}

static void surroundings__find_the_group_of_version_2(void **state)
{
	struct surroundings s;
	char path[PATH_MAX];

	(void)state;
	make_v2("mine", "memory pids");
	s = look();
	assert_int_equal(s.groups.kind, BOX_CGROUP_V2);
	snprintf(path, sizeof(path), "%s/cg/mine", tree);
	assert_string_equal(s.groups.dir, path);
	snprintf(path, sizeof(path), "%s/cg", tree);
	assert_string_equal(s.groups.top, path);
	assert_true(s.groups.memory && s.groups.pids);
	assert_true(s.groups.top_memory && s.groups.top_is_root);
	assert_false(s.groups.read_only || s.groups.disabled);
	put("cg/mine/cgroup.controllers", "pids\n");
	put("cg/cgroup.type", "domain\n");
	s = look();
	assert_true(s.groups.pids);
	assert_false(s.groups.memory || s.groups.top_is_root);
}

static void surroundings__find_a_user_manager_and_what_it_was_given(void **state)
{
	char path[256];

	(void)state;
	make_v2("session", "");
	assert_false(look().manager);
	snprintf(path, sizeof(path), "cg/user.slice/user-%u.slice/user@%u.service/cgroup.controllers", geteuid(),
		 geteuid());
	put(path, "pids\n");
	assert_true(look().manager);
	assert_false(look().manager_memory);
	put(path, "memory pids\n");
	assert_true(look().manager_memory);
	put("run/systemd/system/x", "%s", "");
	assert_true(look().systemd);
}

static void surroundings__take_version_1_where_it_has_the_memory(void **state)
{
	struct surroundings s;
	char path[PATH_MAX];

	(void)state;
	put("proc/self/cgroup", "5:memory:/me\n0::/\n");
	put("proc/self/mountinfo",
	    "31 1 0:2 / %s/cg1/memory rw - cgroup cgroup rw,memory\n"
	    "33 1 0:4 / %s/cg1/unified rw - cgroup2 cgroup2 rw\n",
	    tree, tree);
	put("cg1/memory/cgroup.procs", "1\n");
	put("cg1/memory/me/cgroup.procs", "1\n");
	put("proc/cgroups", "#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t5\t4\t1\n");
	s = look();
	assert_int_equal(s.groups.kind, BOX_CGROUP_V1);
	assert_true(s.groups.memory);
	assert_false(s.groups.pids || s.groups.disabled);
	snprintf(path, sizeof(path), "%s/cg1/memory", tree);
	assert_string_equal(s.groups.top, path);
	put("proc/cgroups", "#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t5\t4\t0\n");
	assert_true(look().groups.disabled);
}

/* ---- this host --------------------------------------------------------------------------------------------------- */

static void surroundings__of_this_host_agree_with_this_process(void **state)
{
	struct surroundings s;

	(void)state;
	surroundings_look("", &s);
	assert_int_equal(s.root, geteuid() == 0);
	assert_true(s.most[BOX_LAYER_USER_NS] >= -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(surroundings__of_an_empty_tree_are_empty, plant, fell),
		cmocka_unit_test_setup_teardown(surroundings__tell_root_from_root_with_rights, plant, fell),
		cmocka_unit_test_setup_teardown(surroundings__know_a_container_by_its_file, plant, fell),
		cmocka_unit_test_setup_teardown(surroundings__read_the_switches, plant, fell),
		cmocka_unit_test_setup_teardown(surroundings__name_the_profile_that_confines, plant, fell),
		cmocka_unit_test_setup_teardown(surroundings__see_a_chroot_to_a_plain_directory, plant, fell),
		cmocka_unit_test_setup_teardown(surroundings__find_the_group_of_version_2, plant, fell),
		cmocka_unit_test_setup_teardown(surroundings__find_a_user_manager_and_what_it_was_given, plant, fell),
		cmocka_unit_test_setup_teardown(surroundings__take_version_1_where_it_has_the_memory, plant, fell),
		cmocka_unit_test(surroundings__of_this_host_agree_with_this_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

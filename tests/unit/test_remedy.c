/*
 * Remedies, cause by cause: surroundings are written down, and what is said must be what helps there, and nothing that
 * helps elsewhere only.
 */
#include "sandbox/remedy.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* A host without any peculiarity, on version 2, nothing delegated. */
static struct surroundings plain(bool root)
{
	struct surroundings s = { .root = root, .admin = root, .userns_clone = -1, .apparmor_userns = -1 };

	for (int i = 0; i <= BOX_LAYER_CGROUP_NS; i++)
		s.most[i] = 10000;
	s.groups = (struct group_place){ .kind = BOX_CGROUP_V2, .top_memory = true, .top_is_root = true };
	snprintf(s.groups.top, sizeof(s.groups.top), "/sys/fs/cgroup");
	snprintf(s.groups.dir, sizeof(s.groups.dir), "/sys/fs/cgroup/a/b");
	return s;
}

static const char *said(enum box_layer layer, const struct surroundings *s, int code)
{
	static char text[REMEDY_MAX];
	struct refusals r = { { 0 } };

	r.code[layer] = code;
	remedy_for(layer, s, &r, text);
	assert_string_not_equal(text, "");
	/* A remedy that is cut is none. */
	assert_true(strlen(text) < REMEDY_MAX - 1);
	return text;
}

#define SAYS(text, what)     assert_non_null(strstr(text, what))
#define DOES_NOT(text, what) assert_null(strstr(text, what))

/* ---- namespaces -------------------------------------------------------------------------------------------------- */

static void remedy__a_limit_of_zero_is_named_by_its_sysctl(void **state)
{
	struct surroundings s = plain(false);

	(void)state;
	for (int i = 0; i <= BOX_LAYER_CGROUP_NS; i++) {
		const char *text;
		char line[64];

		s.most[i] = 0;
		text = said((enum box_layer)i, &s, ENOSPC);
		snprintf(line, sizeof(line),
			 "sysctl -w user.max_%s_namespaces=", surroundings_namespace((enum box_layer)i));
		SAYS(text, line);
		DOES_NOT(text, "chroot");
		DOES_NOT(text, "container");
	}
}

static void remedy__a_limit_that_is_used_up_is_not_called_zero(void **state)
{
	struct surroundings s = plain(false);

	(void)state;
	SAYS(said(BOX_LAYER_USER_NS, &s, ENOSPC), "used up");
}

static void remedy__the_switch_of_debian_is_named(void **state)
{
	struct surroundings s = plain(false);
	const char *text;

	(void)state;
	s.userns_clone = 0;
	text = said(BOX_LAYER_USER_NS, &s, EPERM);
	SAYS(text, "kernel.unprivileged_userns_clone=1");
	DOES_NOT(text, "apparmor");
	s.userns_clone = 1;
	DOES_NOT(said(BOX_LAYER_USER_NS, &s, EPERM), "unprivileged_userns_clone");
}

static void remedy__the_switch_of_ubuntu_is_named(void **state)
{
	struct surroundings s = plain(false);
	const char *text;

	(void)state;
	s.apparmor_userns = 1;
	text = said(BOX_LAYER_USER_NS, &s, EPERM);
	SAYS(text, "kernel.apparmor_restrict_unprivileged_userns=0");
	SAYS(text, "userns");
	/* The namespace is given and every right in it refused: the same cause. */
	SAYS(said(BOX_LAYER_MOUNT_NS, &s, EACCES), "apparmor_restrict_unprivileged_userns");
	s.apparmor_userns = 0;
	DOES_NOT(said(BOX_LAYER_USER_NS, &s, EPERM), "apparmor_restrict");
}

static void remedy__every_cause_that_is_found_is_named(void **state)
{
	struct surroundings s = plain(false);
	const char *text;

	(void)state;
	s.userns_clone = 0;
	s.container = CONTAINER_DOCKER;
	s.filtered = true;
	text = said(BOX_LAYER_USER_NS, &s, EPERM);
	SAYS(text, "unprivileged_userns_clone");
	SAYS(text, "; and ");
	SAYS(text, "docker run");
}

static void remedy__a_container_is_told_its_own_options(void **state)
{
	static const struct {
		enum container container;
		const char *word;
	} all[] = {
		{ CONTAINER_DOCKER, "docker run --security-opt seccomp=unconfined" },
		{ CONTAINER_PODMAN, "podman run --security-opt seccomp=unconfined" },
		{ CONTAINER_KUBERNETES, "securityContext" },
		{ CONTAINER_LXC, "nesting" },
		{ CONTAINER_OTHER, "let the container" },
	};
	struct surroundings s = plain(false);

	(void)state;
	s.filtered = true;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		s.container = all[i].container;
		SAYS(said(BOX_LAYER_USER_NS, &s, EPERM), all[i].word);
	}
}

static void remedy__root_of_a_container_is_told_of_the_capability(void **state)
{
	struct surroundings s = plain(true);
	const char *text;

	(void)state;
	s.admin = false;
	s.filtered = true;
	s.container = CONTAINER_DOCKER;
	text = said(BOX_LAYER_PID_NS, &s, EPERM);
	SAYS(text, "--cap-add SYS_ADMIN");
	SAYS(text, "--privileged");
	s.container = CONTAINER_NONE;
	SAYS(said(BOX_LAYER_PID_NS, &s, EPERM), "CAP_SYS_ADMIN");
}

static void remedy__a_profile_that_refuses_mounts_is_named(void **state)
{
	struct surroundings s = plain(true);

	(void)state;
	snprintf(s.apparmor, sizeof(s.apparmor), "some-profile");
	SAYS(said(BOX_LAYER_MOUNT_NS, &s, EACCES), "some-profile");
	s.container = CONTAINER_DOCKER;
	SAYS(said(BOX_LAYER_MOUNT_NS, &s, EACCES), "apparmor=unconfined");
}

static void remedy__a_filter_outside_of_containers_is_that_of_a_unit(void **state)
{
	struct surroundings user = plain(false), root = plain(true);

	(void)state;
	user.filtered = root.filtered = true;
	SAYS(said(BOX_LAYER_USER_NS, &user, EPERM), "RestrictNamespaces=no");
	SAYS(said(BOX_LAYER_NET_NS, &root, EPERM), "RestrictNamespaces=no");
}

static void remedy__a_chroot_is_named_where_it_shows_and_guessed_where_it_does_not(void **state)
{
	struct surroundings s = plain(false);
	const char *text = said(BOX_LAYER_USER_NS, &s, EPERM);

	(void)state;
	SAYS(text, "that does not show");
	SAYS(text, "chroot");
	SAYS(text, "or as root");
	s.chrooted = true;
	text = said(BOX_LAYER_USER_NS, &s, EPERM);
	SAYS(text, "this is a chroot");
	SAYS(text, "as root");
	DOES_NOT(text, "that does not show");
}

static void remedy__of_a_user_the_other_namespaces_come_with_the_first(void **state)
{
	struct surroundings s = plain(false);
	struct refusals r = { { [BOX_LAYER_USER_NS] = EPERM, [BOX_LAYER_NET_NS] = EPERM } };
	char text[REMEDY_MAX];

	(void)state;
	remedy_for(BOX_LAYER_NET_NS, &s, &r, text);
	assert_string_equal(text, "comes with the user namespace");
	s.root = true;
	remedy_for(BOX_LAYER_NET_NS, &s, &r, text);
	assert_string_not_equal(text, "comes with the user namespace");
}

/* ---- control groups ---------------------------------------------------------------------------------------------- */

static const char *groups(const struct surroundings *s)
{
	return said(BOX_LAYER_CGROUP_MEMORY, s, ENOENT);
}

static void remedy__systemd_gives_a_user_a_group(void **state)
{
	struct surroundings s = plain(false);

	(void)state;
	s.systemd = s.manager = s.manager_memory = true;
	SAYS(groups(&s), "systemd-run --user --scope -p Delegate=yes judge");
	DOES_NOT(groups(&s), "as root");
	s.manager_memory = false;
	SAYS(groups(&s), "user@.service.d");
	SAYS(groups(&s), "Delegate=memory pids cpu");
	s.manager = false;
	SAYS(groups(&s), "loginctl enable-linger");
}

static void remedy__systemd_gives_root_a_group_of_the_system(void **state)
{
	struct surroundings s = plain(true);

	(void)state;
	s.systemd = true;
	SAYS(groups(&s), "systemd-run --scope -p Delegate=yes judge");
	DOES_NOT(groups(&s), "--user");
}

static void remedy__without_systemd_a_user_is_handed_a_directory(void **state)
{
	struct surroundings s = plain(false);

	(void)state;
	SAYS(groups(&s), "chown -R USER /sys/fs/cgroup/judge");
	SAYS(groups(&s), "JUDGE_CGROUP=/sys/fs/cgroup/judge judge");
	DOES_NOT(groups(&s), "systemd");
}

static void remedy__root_among_others_moves_them_down(void **state)
{
	struct surroundings s = plain(true);

	(void)state;
	s.groups.memory = true;
	SAYS(groups(&s), "cat /sys/fs/cgroup/a/b/cgroup.procs");
	SAYS(groups(&s), "JUDGE_CGROUP=/sys/fs/cgroup/a/b judge");
	s.groups.memory = false;
	SAYS(groups(&s), "from /sys/fs/cgroup down to the one above /sys/fs/cgroup/a/b");
}

static void remedy__a_controller_that_is_not_with_version_2_is_looked_for(void **state)
{
	struct surroundings s = plain(true);

	(void)state;
	s.groups.top_memory = false;
	SAYS(groups(&s), "mount -t cgroup -o memory");
	/* What is the root for us is a group for those outside. */
	s.groups.top_is_root = false;
	SAYS(groups(&s), "from outside");
	s.groups.disabled = true;
	SAYS(groups(&s), "cgroup_enable=memory");
}

static void remedy__nothing_mounted_is_mounted(void **state)
{
	struct surroundings s = plain(false);

	(void)state;
	s.groups.kind = BOX_CGROUP_NONE;
	SAYS(groups(&s), "mount -t cgroup2");
	s.container = CONTAINER_PODMAN;
	SAYS(groups(&s), "podman run --security-opt unmask=/sys/fs/cgroup");
}

static void remedy__read_only_groups_are_the_containers_affair(void **state)
{
	struct surroundings s = plain(true);

	(void)state;
	s.groups.read_only = true;
	SAYS(groups(&s), "mount -o remount,rw /sys/fs/cgroup");
	s.container = CONTAINER_DOCKER;
	s.admin = false;
	SAYS(groups(&s), "docker run --security-opt writable-cgroups=true");
	s.container = CONTAINER_KUBERNETES;
	SAYS(groups(&s), "privileged: true");
}

static void remedy__version_1_is_handed_out_by_root(void **state)
{
	struct surroundings s = plain(false);

	(void)state;
	s.groups.kind = BOX_CGROUP_V1;
	SAYS(groups(&s), "memory, pids and cpuacct");
	DOES_NOT(groups(&s), "unified");
	s.systemd = true;
	SAYS(groups(&s), "systemd.unified_cgroup_hierarchy=1");
}

static void remedy__a_judge_that_was_told_to_do_without_is_told_so(void **state)
{
	struct surroundings s = plain(true);

	(void)state;
	SAYS(said(BOX_LAYER_CGROUP_MEMORY, &s, ECANCELED), "do not tell it so");
	SAYS(said(BOX_LAYER_CGROUP_MEMORY, &s, EPERM), "cannot be entered from /sys/fs/cgroup/a/b");
}

static void remedy__of_other_controllers_only_the_missing_one_is_asked_for(void **state)
{
	struct surroundings s = plain(true);
	struct refusals r = { { [BOX_LAYER_CGROUP_MEMORY] = ENOENT, [BOX_LAYER_CGROUP_PIDS] = ENOENT } };
	char text[REMEDY_MAX];

	(void)state;
	remedy_for(BOX_LAYER_CGROUP_PIDS, &s, &r, text);
	assert_string_equal(text, "comes with the memory cgroup");
	SAYS(said(BOX_LAYER_CGROUP_PIDS, &s, ENOENT), "echo +pids >");
	s.groups.kind = BOX_CGROUP_V1;
	SAYS(said(BOX_LAYER_CGROUP_PIDS, &s, ENOENT), "mount -t cgroup -o pids");
	SAYS(said(BOX_LAYER_CGROUP_CPU, &s, ENOENT), "mount -t cgroup -o cpuacct");
}

/* ---- the rest ---------------------------------------------------------------------------------------------------- */

static void remedy__landlock_is_missing_for_one_of_three_reasons(void **state)
{
	struct surroundings s = plain(false);

	(void)state;
	SAYS(said(BOX_LAYER_LANDLOCK, &s, ENOSYS), "Linux 5.13");
	SAYS(said(BOX_LAYER_LANDLOCK, &s, EOPNOTSUPP), "lsm=");
	s.container = CONTAINER_DOCKER;
	SAYS(said(BOX_LAYER_LANDLOCK, &s, EPERM), "seccomp=unconfined");
}

/* Whatever the surroundings, each layer has a remedy that is whole. */
static void remedy__is_never_empty_and_never_cut(void **state)
{
	static const int codes[] = { 0, EPERM, EACCES, ENOSPC, EUSERS, EINVAL, ENOSYS, EOPNOTSUPP, ENOENT, ECANCELED };
	struct surroundings s;

	(void)state;
	for (unsigned bits = 0; bits < 1u << 10; bits++)
		for (int c = CONTAINER_NONE; c <= CONTAINER_OTHER; c++) {
			s = plain(bits & 1);
			s.admin = bits & 2;
			s.filtered = bits & 4;
			s.systemd = bits & 8;
			s.userns_clone = bits & 16 ? 0 : -1;
			s.apparmor_userns = bits & 32 ? 1 : -1;
			s.chrooted = bits & 64;
			s.groups.kind = bits & 128 ? BOX_CGROUP_V1 : BOX_CGROUP_V2;
			s.groups.read_only = bits & 256;
			s.groups.memory = s.manager = bits & 512;
			s.container = (enum container)c;
			for (int i = 0; i < BOX_LAYER_COUNT; i++)
				for (size_t k = 0; k < sizeof(codes) / sizeof(codes[0]); k++)
					said((enum box_layer)i, &s, codes[k]);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(remedy__a_limit_of_zero_is_named_by_its_sysctl),
		cmocka_unit_test(remedy__a_limit_that_is_used_up_is_not_called_zero),
		cmocka_unit_test(remedy__the_switch_of_debian_is_named),
		cmocka_unit_test(remedy__the_switch_of_ubuntu_is_named),
		cmocka_unit_test(remedy__every_cause_that_is_found_is_named),
		cmocka_unit_test(remedy__a_container_is_told_its_own_options),
		cmocka_unit_test(remedy__root_of_a_container_is_told_of_the_capability),
		cmocka_unit_test(remedy__a_profile_that_refuses_mounts_is_named),
		cmocka_unit_test(remedy__a_filter_outside_of_containers_is_that_of_a_unit),
		cmocka_unit_test(remedy__a_chroot_is_named_where_it_shows_and_guessed_where_it_does_not),
		cmocka_unit_test(remedy__of_a_user_the_other_namespaces_come_with_the_first),
		cmocka_unit_test(remedy__systemd_gives_a_user_a_group),
		cmocka_unit_test(remedy__systemd_gives_root_a_group_of_the_system),
		cmocka_unit_test(remedy__without_systemd_a_user_is_handed_a_directory),
		cmocka_unit_test(remedy__root_among_others_moves_them_down),
		cmocka_unit_test(remedy__a_controller_that_is_not_with_version_2_is_looked_for),
		cmocka_unit_test(remedy__nothing_mounted_is_mounted),
		cmocka_unit_test(remedy__read_only_groups_are_the_containers_affair),
		cmocka_unit_test(remedy__version_1_is_handed_out_by_root),
		cmocka_unit_test(remedy__a_judge_that_was_told_to_do_without_is_told_so),
		cmocka_unit_test(remedy__of_other_controllers_only_the_missing_one_is_asked_for),
		cmocka_unit_test(remedy__landlock_is_missing_for_one_of_three_reasons),
		cmocka_unit_test(remedy__is_never_empty_and_never_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * tags: serial
 *
 * Kinds of hosts: this one, and those that this process can put itself on (tests/support/elsewhere.h). On each of them
 * the sandbox confines wholly, or says which layer is missing, why, and what gives it; and it knows whether it is fit
 * to host. Each case runs in processes of its own: as who runs the tests and, when that is root, once more as an
 * ordinary user. tests/vm has the kinds that want a machine of their own.
 */
#include "sandbox/base/fs.h"
#include "sandbox/sandbox.h"
#include "tests/support/elsewhere.h"

#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define NOT_HERE 77 /* exit code of a case that this process may not try */

static char *dir; /* temporary, readable by everybody; has the keeper and an empty directory */
static char keeper[PATH_MAX], empty[PATH_MAX];

#define CHECK(cond) ((cond) ? (void)0 : fail_at(__LINE__, #cond))

static _Noreturn void fail_at(int line, const char *what)
{
	fprintf(stderr, "test_probe.c:%d: %s\n", line, what);
	_exit(1);
}

/* The rest of a case needs this to be done to this process. */
static void need(bool done)
{
	if (!done)
		_exit(NOT_HERE);
}

static struct box_probe probe(const char *cgroup_dir)
{
	const struct sandbox_config config = { keeper, cgroup_dir };
	struct box_probe p = { .usable = false };
	struct err e = ERR_INIT;
	struct sandbox *s;

	if (sandbox_open(&config, &s, &e) < 0 || sandbox_probe(s, &p, &e) < 0) {
		fprintf(stderr, "%s\n", e.text);
		fail_at(__LINE__, "no error");
	}
	sandbox_close(s);
	return p;
}

/* What is missing has a remedy, what is there has none; and the check for hosting says the same as the layers. */
static void check_whole(const struct box_probe *p)
{
	cleanup_buf struct buf why;
	bool all = p->usable;

	buf_init(&why, 65536);
	CHECK(p->usable == !p->failure[0]);
	for (int i = 0; i < BOX_LAYER_COUNT; i++) {
		CHECK(p->have[i] == !p->remedy[i][0]);
		if (!p->have[i] && box_layer_needed((enum box_layer)i, BOX_USE_HOSTING))
			all &= i == BOX_LAYER_USER_NS && p->have[BOX_LAYER_TWO_IDS];
	}
	CHECK(box_fit_for(p, BOX_USE_HOSTING, &why) == all);
	CHECK(all == !why.len);
}

static void lacks(const struct box_probe *p, enum box_layer layer, const char *remedy)
{
	check_whole(p);
	if (p->have[layer] || !strstr(p->remedy[layer], remedy))
		fprintf(stderr, "%s: '%s', wanted '%s'\n", box_layer_word(layer), p->remedy[layer], remedy);
	CHECK(!p->have[layer] && strstr(p->remedy[layer], remedy));
}

/* Does the kernel give user namespaces to who we are now? Where not, what else is missing cannot be seen. */
static void need_boxes(void)
{
	struct box_probe p = probe("");

	if (!p.usable && geteuid() != 0)
		lacks(&p, BOX_LAYER_USER_NS, "");
	need(p.usable);
}

/* ---- kinds of hosts ---------------------------------------------------------------------------------------------- */

static void here(void)
{
	struct box_probe p = probe(NULL);

	check_whole(&p);
	CHECK(p.have[BOX_LAYER_TWO_IDS] == (geteuid() == 0));
}

static void without_groups(void)
{
	struct box_probe p;

	need_boxes();
	p = probe("");
	CHECK(p.usable && p.cgroup == BOX_CGROUP_NONE);
	lacks(&p, BOX_LAYER_CGROUP_MEMORY, "told to do without");
	CHECK(!box_fit_for(&p, BOX_USE_HOSTING, NULL) && box_fit_for(&p, BOX_USE_PRACTICE, NULL));
}

static void groups_not_mounted(void)
{
	struct box_probe p;

	need_boxes();
	need(elsewhere_can_mount() && elsewhere_no_groups());
	p = probe(NULL);
	CHECK(p.usable && p.cgroup == BOX_CGROUP_NONE);
	lacks(&p, BOX_LAYER_CGROUP_MEMORY, "mount -t cgroup2");
	lacks(&p, BOX_LAYER_CGROUP_PIDS, "comes with the memory cgroup");
	CHECK(!box_fit_for(&p, BOX_USE_HOSTING, NULL));
}

static void groups_read_only(void)
{
	struct box_probe p;

	need_boxes();
	p = probe(NULL);
	need(p.cgroup != BOX_CGROUP_NONE && elsewhere_can_mount() && elsewhere_read_only_groups());
	p = probe(NULL);
	CHECK(p.usable && p.cgroup == BOX_CGROUP_NONE);
	lacks(&p, BOX_LAYER_CGROUP_MEMORY, "remount,rw /");
}

static void container(void)
{
	bool root = geteuid() == 0;
	struct box_probe p;

	need(elsewhere_container());
	p = probe(NULL);
	CHECK(!p.usable && strstr(p.failure, "Operation not permitted"));
	for (int i = BOX_LAYER_PID_NS; i <= BOX_LAYER_CGROUP_NS; i++)
		lacks(&p, (enum box_layer)i, root ? "podman run --cap-add SYS_ADMIN" : "comes with the user namespace");
	lacks(&p, BOX_LAYER_USER_NS, root ? "podman run --cap-add SYS_ADMIN" : "");
	if (root)
		lacks(&p, BOX_LAYER_CGROUP_MEMORY, "podman run --security-opt unmask=/sys/fs/cgroup");
	/* The filter that holds us does not keep us from having one of our own. */
	CHECK(p.have[BOX_LAYER_SECCOMP]);
	CHECK(!box_fit_for(&p, BOX_USE_PRACTICE, NULL));
}

static void mounts_denied(void)
{
	struct box_probe p;

	need_boxes();
	need(elsewhere_mounts_denied());
	p = probe(NULL);
	CHECK(!p.usable && strstr(p.failure, "private root"));
	for (int i = 0; i <= BOX_LAYER_CGROUP_NS; i++)
		CHECK(p.have[i] == (i != BOX_LAYER_MOUNT_NS));
	lacks(&p, BOX_LAYER_MOUNT_NS, "");
}

/* Each namespace can be had by itself; what is refused is a step behind that. */
static void host_name_denied(void)
{
	struct box_probe p;

	need_boxes();
	need(elsewhere_host_name_denied());
	p = probe(NULL);
	CHECK(!p.usable);
	for (int i = 0; i <= BOX_LAYER_CGROUP_NS; i++)
		CHECK(p.have[i] == (i != BOX_LAYER_UTS_NS));
	lacks(&p, BOX_LAYER_UTS_NS, "");
}

static void without_user_namespaces(void)
{
	static const char remedy[] = "sysctl -w user.max_user_namespaces=15000";
	struct box_probe p;

	need_boxes();
	need(elsewhere_without("user"));
	p = probe(NULL);
	CHECK(p.usable == (geteuid() == 0));
	lacks(&p, BOX_LAYER_USER_NS, remedy);
	if (geteuid() == 0)
		return;
	CHECK(strstr(p.failure, "user namespace"));
	lacks(&p, BOX_LAYER_PID_NS, "comes with the user namespace");
}

static void without_one(enum box_layer layer, const char *kind)
{
	struct box_probe p;
	char remedy[64];

	need_boxes();
	need(elsewhere_without(kind));
	p = probe(NULL);
	CHECK(!p.usable && strstr(p.failure, "No space left"));
	snprintf(remedy, sizeof(remedy), "sysctl -w user.max_%s_namespaces=15000", kind);
	lacks(&p, layer, remedy);
	/* And nothing else is said to be. */
	for (int i = 0; i <= BOX_LAYER_SECCOMP; i++)
		CHECK(p.have[i] == (i != (int)layer));
}

static void without_pid_namespaces(void)
{
	without_one(BOX_LAYER_PID_NS, "pid");
}

static void without_mount_namespaces(void)
{
	without_one(BOX_LAYER_MOUNT_NS, "mnt");
}

static void without_net_namespaces(void)
{
	without_one(BOX_LAYER_NET_NS, "net");
}

static void without_ipc_namespaces(void)
{
	without_one(BOX_LAYER_IPC_NS, "ipc");
}

static void without_uts_namespaces(void)
{
	without_one(BOX_LAYER_UTS_NS, "uts");
}

static void without_cgroup_namespaces(void)
{
	without_one(BOX_LAYER_CGROUP_NS, "cgroup");
}

/* Root gets its boxes in a chroot, others are told. */
static void in_a_chroot(bool plain, bool as_user)
{
	struct box_probe p;

	need_boxes();
	need(elsewhere_can_mount() && (plain ? elsewhere_plain_chroot(dir) : elsewhere_chroot(empty)));
	need(!as_user || elsewhere_user());
	if (plain)
		snprintf(keeper, sizeof(keeper), "/judge-keeper");
	p = probe(NULL);
	check_whole(&p);
	if (!as_user && !p.usable)
		fprintf(stderr, "unusable: %s\n", p.failure);
	CHECK(p.usable == !as_user);
	if (as_user)
		lacks(&p, BOX_LAYER_USER_NS, plain ? "this is a chroot" : "chroot");
}

static void root_in_a_chroot(void)
{
	in_a_chroot(false, false);
}

static void user_in_a_chroot(void)
{
	in_a_chroot(false, true);
}

static void root_in_a_plain_chroot(void)
{
	in_a_chroot(true, false);
}

static void user_in_a_plain_chroot(void)
{
	in_a_chroot(true, true);
}

/* ---- control groups of version 1 that root hands out, by the words of the remedy --------------------------------- */

static const char *const controllers[] = { "memory", "pids", "cpuacct" };

static void group_of(size_t i, const char *file, char out[PATH_MAX])
{
	snprintf(out, PATH_MAX, "/sys/fs/cgroup/%s/judge-test-%d%s", controllers[i], (int)getppid(), file);
}

static bool hand_out(size_t i)
{
	char path[PATH_MAX];
	int fd;

	group_of(i, "", path);
	if (mkdir(path, 0755) < 0 || chown(path, 65534, 65534) < 0)
		return false;
	group_of(i, "/cgroup.procs", path);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	return fd >= 0 && !chown(path, 65534, 65534) && write(fd, "0", 1) == 1 && !close(fd);
}

static void groups_handed_out(void)
{
	struct box_probe p;

	need(geteuid() == 0);
	p = probe(NULL);
	need(p.cgroup == BOX_CGROUP_V1);
	for (size_t i = 0; i < sizeof(controllers) / sizeof(controllers[0]); i++)
		CHECK(hand_out(i));
	CHECK(elsewhere_user());
	need_boxes();
	p = probe(NULL);
	check_whole(&p);
	CHECK(p.usable && p.cgroup == BOX_CGROUP_V1);
	CHECK(box_fit_for(&p, BOX_USE_HOSTING, NULL));
}

static void take_back(void)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(controllers) / sizeof(controllers[0]); i++) {
		snprintf(path, sizeof(path), "/sys/fs/cgroup/%s/judge-test-%d", controllers[i], (int)getpid());
		rmdir(path);
	}
}

/* ---- every kind, by everybody ------------------------------------------------------------------------------------ */

static int run_as(void (*body)(void), bool as_user)
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		if (as_user)
			CHECK(elsewhere_user());
		body();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	take_back();
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* A case that nobody here may try is skipped. */
static void by_everybody(void (*body)(void))
{
	int mine = run_as(body, false), users = geteuid() == 0 ? run_as(body, true) : NOT_HERE;

	assert_true(mine == 0 || mine == NOT_HERE);
	assert_true(users == 0 || users == NOT_HERE);
	if (mine && users)
		skip();
}

#define CASE(fn, name)                 \
	static void name(void **state) \
	{                              \
		(void)state;           \
		by_everybody(fn);      \
	}
CASE(here, probe__of_this_host_names_what_is_missing)
CASE(without_groups, probe__without_groups_can_practise_and_not_host)
CASE(groups_not_mounted, probe__groups_that_are_not_mounted_are_to_be_mounted)
CASE(groups_read_only, probe__groups_that_are_read_only_are_to_be_mounted_anew)
CASE(container, probe__a_container_is_told_how_to_be_started)
CASE(mounts_denied, probe__a_profile_that_refuses_mounts_costs_the_private_root)
CASE(host_name_denied, probe__a_filter_that_refuses_a_host_name_costs_the_uts_namespace)
CASE(without_user_namespaces, probe__without_user_namespaces_root_goes_on_and_users_are_told)
CASE(without_pid_namespaces, probe__names_the_pid_namespace)
CASE(without_mount_namespaces, probe__names_the_mount_namespace)
CASE(without_net_namespaces, probe__names_the_net_namespace)
CASE(without_ipc_namespaces, probe__names_the_ipc_namespace)
CASE(without_uts_namespaces, probe__names_the_uts_namespace)
CASE(without_cgroup_namespaces, probe__names_the_cgroup_namespace)
CASE(root_in_a_chroot, probe__root_in_a_chroot_to_a_mount_goes_on)
CASE(user_in_a_chroot, probe__a_user_in_a_chroot_to_a_mount_is_told)
CASE(root_in_a_plain_chroot, probe__root_in_a_chroot_to_a_directory_goes_on)
CASE(user_in_a_plain_chroot, probe__a_user_in_a_chroot_to_a_directory_is_told)
CASE(groups_handed_out, probe__a_user_with_groups_of_version_1_can_host)

static int set_up(void **state)
{
	cleanup_buf struct buf program;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&program, 64u << 20);
	if (fs_temp_dir(NULL, "judge-probe-", &dir, &e) < 0 || chmod(dir, 0755) < 0)
		return -1;
	snprintf(keeper, sizeof(keeper), "%s/judge-keeper", dir);
	snprintf(empty, sizeof(empty), "%s/empty", dir);
	/* Copied to where an ordinary user can reach it: the build tree may lie in root's home. */
	if (mkdir(empty, 0755) < 0 || fs_read(AT_FDCWD, JUDGE_BUILD_DIR "/judge-keeper", &program, &e) < 0 ||
	    fs_create(AT_FDCWD, keeper, program.data, program.len, 0755, &e) < 0 || chmod(keeper, 0755) < 0)
		return -1;
	return 0;
}

static int tear_down(void **state)
{
	struct err e = ERR_INIT;
	int r = fs_remove_tree(AT_FDCWD, dir, &e);

	(void)state;
	free(dir);
	return r;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(probe__of_this_host_names_what_is_missing),
		cmocka_unit_test(probe__without_groups_can_practise_and_not_host),
		cmocka_unit_test(probe__groups_that_are_not_mounted_are_to_be_mounted),
		cmocka_unit_test(probe__groups_that_are_read_only_are_to_be_mounted_anew),
		cmocka_unit_test(probe__a_container_is_told_how_to_be_started),
		cmocka_unit_test(probe__a_profile_that_refuses_mounts_costs_the_private_root),
		cmocka_unit_test(probe__a_filter_that_refuses_a_host_name_costs_the_uts_namespace),
		cmocka_unit_test(probe__without_user_namespaces_root_goes_on_and_users_are_told),
		cmocka_unit_test(probe__names_the_pid_namespace),
		cmocka_unit_test(probe__names_the_mount_namespace),
		cmocka_unit_test(probe__names_the_net_namespace),
		cmocka_unit_test(probe__names_the_ipc_namespace),
		cmocka_unit_test(probe__names_the_uts_namespace),
		cmocka_unit_test(probe__names_the_cgroup_namespace),
		cmocka_unit_test(probe__root_in_a_chroot_to_a_mount_goes_on),
		cmocka_unit_test(probe__a_user_in_a_chroot_to_a_mount_is_told),
		cmocka_unit_test(probe__root_in_a_chroot_to_a_directory_goes_on),
		cmocka_unit_test(probe__a_user_in_a_chroot_to_a_directory_is_told),
		cmocka_unit_test(probe__a_user_with_groups_of_version_1_can_host),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

/*
 * The probe: what this host gives, found by doing it. A box is opened and the keeper's own program is run in it as
 * the most harmless thing there is; what the warden reports is what boxes here have. Reading sysctls would only say
 * what ought to be.
 *
 * Where no box can be opened, the kernel is asked for each layer by itself, in processes that are thrown away: so it is
 * known which of them is in the way. For each that is missing there is one sentence that the owner of the host can act
 * on (remedy.c).
 */
#include "sandbox/private.h"
#include "sandbox/remedy.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

const char *box_layer_word(enum box_layer layer)
{
	static const char *const words[] = {
#define X(id, word, guarantee) word,
		BOX_LAYERS(X)
#undef X
	};

	return layer < BOX_LAYER_COUNT ? words[layer] : "";
}

const char *box_layer_guarantee(enum box_layer layer)
{
	static const char *const guarantees[] = {
#define X(id, word, guarantee) guarantee,
		BOX_LAYERS(X)
#undef X
	};

	return layer < BOX_LAYER_COUNT ? guarantees[layer] : "";
}

static int try_box(struct sandbox *s, struct box_probe *out, struct err *e)
{
	static const char *const argv[] = { "judge-keeper", "probe", NULL };
	const struct box_mount self = { s->keeper_path, "/probe/judge-keeper", true, false };
	const struct box_spec spec = { .mounts = &self,
				       .n_mounts = 1,
				       .policy = BOX_POLICY_RUN,
				       .processes = 1,
				       .memory_bytes = UINT64_C(64) << 20 };
	const struct box_run run = {
		.program = self.target,
		.argv = argv,
		.limits = { .cpu_us = 5 * CLOCK_US_PER_S,
			    .wall_us = 10 * CLOCK_US_PER_S,
			    .stack_bytes = UINT64_C(1) << 20,
			    .open_files = 8 },
	};
	cleanup_box struct box *b = NULL;
	struct box_result res;
	int r = box_open(s, &spec, &b, e);

	if (!r)
		r = box_run(b, &run, &res, e);
	if (r < 0)
		return r;
	memcpy(out->have, b->have, sizeof(out->have));
	if (res.end != BOX_END_EXIT || res.exit_code)
		return err_set(e, -EIO, "a harmless program did not end well in the box (end %d, signal %d, call %s)",
			       res.end, res.signal, res.syscall_name);
	return 0;
}

/* ---- one layer by itself ----------------------------------------------------------------------------------------- */

static const unsigned long namespaces[BOX_LAYER_CGROUP_NS + 1] = {
	[BOX_LAYER_USER_NS] = CLONE_NEWUSER,     [BOX_LAYER_PID_NS] = CLONE_NEWPID, [BOX_LAYER_MOUNT_NS] = CLONE_NEWNS,
	[BOX_LAYER_NET_NS] = CLONE_NEWNET,       [BOX_LAYER_IPC_NS] = CLONE_NEWIPC, [BOX_LAYER_UTS_NS] = CLONE_NEWUTS,
	[BOX_LAYER_CGROUP_NS] = CLONE_NEWCGROUP,
};

/*
 * In a child that ends after it: 0 or what the kernel said. A profile can give a user namespace and refuse every right
 * in it; such a one is none. A private root wants mounts as well.
 */
static int enter(enum box_layer layer, bool root)
{
	if (!root && unshare(CLONE_NEWUSER) < 0)
		return errno;
	if (layer == BOX_LAYER_USER_NS && !root)
		return unshare(CLONE_NEWUTS) < 0 && errno != ENOSPC ? errno : 0;
	if (unshare((int)namespaces[layer]) < 0)
		return errno;
	if (layer != BOX_LAYER_MOUNT_NS)
		return 0;
	/* EINVAL: "/" is no mount, in a chroot, which root can step out of. */
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 && errno != EINVAL)
		return errno;
	return mount("judge", "/", "tmpfs", MS_NODEV | MS_NOSUID, "size=4k") < 0 ? errno : 0;
}

/* The errno comes through a pipe, for a program that ignores SIGCHLD never learns how a child ended. */
static int try_namespace(enum box_layer layer, bool root)
{
	int ends[2], said = EIO;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return errno;
	child = fork();
	if (!child) {
		said = enter(layer, root);
		_exit(write(ends[1], &said, sizeof(said)) != sizeof(said));
	}
	if (child < 0)
		said = errno;
	close(ends[1]);
	if (child > 0 && read(ends[0], &said, sizeof(said)) != sizeof(said))
		said = EIO;
	close(ends[0]);
	if (child > 0)
		waitpid(child, NULL, 0);
	return said;
}

static int try_filter(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) < 0 ? errno : 0;
}

/* ---- what no box told us ----------------------------------------------------------------------------------------- */

/* The step at which the box failed, when it is one that makes a layer and each layer by itself could be had. */
static void blame_step(struct box_probe *p, struct refusals *r)
{
	static const struct {
		const char *words;
		enum box_layer layer;
	} steps[] = {
		{ "private root", BOX_LAYER_MOUNT_NS }, { "control group", BOX_LAYER_CGROUP_MEMORY },
		{ "landlock", BOX_LAYER_LANDLOCK },     { "seccomp", BOX_LAYER_SECCOMP },
		{ "id maps", BOX_LAYER_USER_NS },       { "sethostname", BOX_LAYER_UTS_NS },
	};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (strstr(p->failure, steps[i].words)) {
			p->have[steps[i].layer] = false;
			r->code[steps[i].layer] = EPERM;
		}
}

/* Without a box: what each layer by itself says of a box that is whole. */
static void ask_each(struct box_probe *p, const struct surroundings *s, struct refusals *r)
{
	bool refused = false;

	for (int i = 0; i <= BOX_LAYER_CGROUP_NS; i++) {
		r->code[i] = try_namespace((enum box_layer)i, s->root);
		p->have[i] = r->code[i] == 0;
		refused |= !p->have[i];
	}
	r->code[BOX_LAYER_SECCOMP] = try_filter();
	p->have[BOX_LAYER_SECCOMP] = r->code[BOX_LAYER_SECCOMP] == 0;
	p->have[BOX_LAYER_LANDLOCK] = p->landlock_abi > 0;
	p->have[BOX_LAYER_CGROUP_MEMORY] = p->cgroup != BOX_CGROUP_NONE && s->groups.memory;
	p->have[BOX_LAYER_CGROUP_PIDS] = p->cgroup != BOX_CGROUP_NONE && s->groups.pids;
	p->have[BOX_LAYER_CGROUP_CPU] = p->cgroup != BOX_CGROUP_NONE;
	p->have[BOX_LAYER_TWO_IDS] = s->root;
	if (!refused)
		blame_step(p, r);
}

static void advise(struct box_probe *p, bool no_groups, struct refusals *r)
{
	struct surroundings s;

	surroundings_look("", &s);
	if (!p->usable)
		ask_each(p, &s, r);
	else if (!p->have[BOX_LAYER_USER_NS])
		r->code[BOX_LAYER_USER_NS] = try_namespace(BOX_LAYER_USER_NS, s.root);
	for (int i = BOX_LAYER_CGROUP_MEMORY; i <= BOX_LAYER_CGROUP_CPU; i++)
		if (!p->have[i] && !r->code[i])
			r->code[i] = no_groups ? ECANCELED : ENOENT;
	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		if (!p->have[i])
			remedy_for((enum box_layer)i, &s, r, p->remedy[i]);
}

static bool is_whole(const struct box_probe *p)
{
	bool whole = p->usable;

	for (int i = 0; i < BOX_LAYER_COUNT; i++)
		whole &= p->have[i];
	return whole;
}

int sandbox_probe(struct sandbox *s, struct box_probe *out, struct err *e)
{
	struct box_probe probe = { .cgroup = s->cgroup };
	struct refusals refusals = { { 0 } };
	struct err why = ERR_INIT;
	struct utsname name;
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* LANDLOCK_CREATE_RULESET_VERSION */);

	refusals.code[BOX_LAYER_LANDLOCK] = abi < 0 ? errno : 0;
	if (uname(&name) < 0)
		return err_errno(e, "uname");
	snprintf(probe.kernel, sizeof(probe.kernel), "%s", name.release);
	probe.landlock_abi = abi > 0 ? (int)abi : 0;
	if (try_box(s, &probe, &why) < 0)
		snprintf(probe.failure, sizeof(probe.failure), "%s", why.text);
	else
		probe.usable = true;
	if (!is_whole(&probe))
		advise(&probe, !strcmp(s->cgroup_why_not, "switched off"), &refusals);
	*out = probe;
	return 0;
}
